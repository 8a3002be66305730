"""I-27b: adapted PLAI agreed in the year."""

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="nb-plai-a",
    code="I-27b",
    title="PLAI adaptés agréés",
    definition="Nombre de logements PLAI adaptés agréés dans l’année.",
    why="Ces logements, à loyer et à gestion adaptés, accueillent les ménages les plus fragiles.",
    unit=Unit.LOGEMENTS,
    formula=Count(
        Counts(
            "production_logements",
            "nb_logements",
            "PLAI adaptés agréés dans l’année",
            where={"financement": ("PLAI_A",), "stade": ("agree",)},
        ),
    ),
    reference=None,
    threshold="nb-plai-a",
    modalities={},
    caveats=(
        "Ils sont aussi comptés dans les PLAI.",
        "Un logement agréé n’est pas encore livré.",
    ),
    example=Example(
        given={
            "production_logements": """
                annee | code_territoire | financement | stade | nb_logements
                2023  | 99001           | PLAI        | agree | 80
                2023  | 99001           | PLAI_A      | agree | 15
                2023  | 99001           | PLUS        | agree | 90
                2023  | 99001           | PLS         | agree | 30
                2023  | 99001           | PLAI        | livre | 50
                2023  | 99001           | PLUS        | livre | 70
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=15.0,
        words="15 PLAI adaptés ont été agréés.",
    ),
)
