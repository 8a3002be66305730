"""I-20: share of demandes whose holder is 65 or over."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="part-seniors",
    code="I-20",
    title="Part des séniors dans les demandes",
    definition=(
        "Part des demandes en attente au 1er janvier dont le titulaire est une personne de 65 ans ou "
        "plus."
    ),
    why=(
        "C’est un public que des conventions locales disent prioritaire ; la loi ne le nomme pas "
        "ainsi."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "demandes_age",
            "nb_demandes",
            "demandes de personnes de 65 ans ou plus",
            where={"tranche_age": ("A_65_74", "A_75_P")},
        ),
        among=Counts("demandes_age", "nb_demandes", "demandes en attente au 1er janvier"),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "L’âge est celui du titulaire, à la date d’observation.",
        (
            "Les baux par âge n’ont pas été déposés : la part dans les attributions et les délais ne "
            "sont pas publiés."
        ),
    ),
    example=Example(
        given={
            "demandes_age": """
                date       | code_territoire | tranche_age | nb_demandes
                2024-01-01 | 99001           | A_65_74     | 12
                2024-01-01 | 99001           | A_75_P      | 13
                2024-01-01 | 99001           | ensemble    | 100
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=25.0,
        words="12 + 13 = 25 demandes sur 100 font 25 %.",
    ),
)
