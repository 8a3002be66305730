"""I-31: empty homes."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="vacance",
    code="I-31",
    title="Vacance du parc social",
    definition=(
        "Part des logements sociaux vides parmi ceux qui sont loués ou proposés à la location, au "
        "1er janvier."
    ),
    why="Un logement vide est un logement qui manque, ou qui attend des travaux.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts("parc_occupation", "nb_vacants", "logements vacants"),
        among=Counts(
            "parc_occupation", "nb_proposes_location", "logements loués ou proposés à la location"
        ),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "Les logements vides pour travaux ou démolition ne sont pas proposés à la location.",
        "Les définitions sont celles du répertoire du parc locatif social.",
    ),
    example=Example(
        given={
            "parc_occupation": """
                annee | code_territoire | nb_proposes_location | nb_vacants
                2024  | 99001           | 500                  | 10
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=2.0,
        words="10 logements vides sur 500 font 2 %.",
    ),
)
