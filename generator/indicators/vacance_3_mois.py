"""I-31b: homes empty for more than three months."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="vacance-plus-de-3-mois",
    code="I-31b",
    title="Vacance de plus de trois mois",
    definition=(
        "Part des logements sociaux vides depuis plus de trois mois parmi ceux qui sont loués ou "
        "proposés à la location, au 1er janvier."
    ),
    why="Au-delà de trois mois, la vacance n’est plus le temps de changer de locataire.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "parc_occupation", "nb_vacants_3_mois", "logements vacants depuis plus de trois mois"
        ),
        among=Counts(
            "parc_occupation", "nb_proposes_location", "logements loués ou proposés à la location"
        ),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "Elle est aussi dite structurelle.",
        "Les définitions sont celles du répertoire du parc locatif social.",
    ),
    example=Example(
        given={
            "parc_occupation": """
                annee | code_territoire | nb_proposes_location | nb_vacants_3_mois
                2024  | 99001           | 500                  | 5
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=1.0,
        words="5 logements vides depuis plus de trois mois sur 500 font 1 %.",
    ),
)
