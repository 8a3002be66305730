"""I-27c: accessible homes delivered in the year."""

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="nb-logements-pmr",
    code="I-27c",
    title="Logements accessibles livrés",
    definition=(
        "Nombre de logements livrés dans l’année qui respectent le cahier des charges départemental "
        "pour les personnes à mobilité réduite."
    ),
    why="La conférence a retenu un nombre de logements accessibles à produire chaque année.",
    unit=Unit.LOGEMENTS,
    formula=Count(
        Counts("production_pmr", "nb_logements_pmr", "logements accessibles livrés dans l’année"),
    ),
    reference=None,
    threshold="nb-logements-pmr",
    modalities={},
    caveats=("Accessible ne veut pas dire adapté à une personne en particulier.",),
    example=Example(
        given={
            "production_pmr": """
                annee | code_territoire | nb_logements_pmr
                2023  | 99001           | 21
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=21.0,
        words="21 logements accessibles ont été livrés.",
    ),
)
