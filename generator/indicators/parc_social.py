"""I-30: social homes on the first day of the year."""

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="parc-social",
    code="I-30",
    title="Parc de logements sociaux",
    definition="Nombre de logements sociaux au 1er janvier.",
    why="C’est l’offre existante : les logements qui se libèrent en viennent.",
    unit=Unit.LOGEMENTS,
    formula=Count(Counts("parc_commune", "nb_logements", "logements sociaux au 1er janvier")),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "Le répertoire du parc social ne compte ni les foyers ni les résidences sociales.",
        "La densité, la part en quartier prioritaire et la part de maisons n’ont pas été déposées.",
    ),
    example=Example(
        given={
            "parc_commune": """
                annee | code_territoire | nb_logements
                2024  | 99001           | 950
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=950.0,
        words="950 logements au 1er janvier 2024.",
    ),
)
