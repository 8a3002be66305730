"""I-32: move-ins for each home in service."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="mobilite",
    code="I-32",
    title="Mobilité dans le parc social",
    definition=(
        "Emménagements de l’année dans des logements déjà en service, pour 100 logements en service "
        "depuis un an au moins."
    ),
    why="C’est la première source de logements à attribuer : ceux que des locataires quittent.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts("parc_occupation", "nb_emmenagements", "emménagements de l’année"),
        among=Counts(
            "parc_occupation", "nb_en_service_1_an", "logements en service depuis un an au moins"
        ),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "Les premières mises en location n’y sont pas.",
        "Les définitions sont celles du répertoire du parc locatif social.",
    ),
    example=Example(
        given={
            "parc_occupation": """
                annee | code_territoire | nb_en_service_1_an | nb_emmenagements
                2024  | 99001           | 480                | 36
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=7.5,
        words="36 emménagements sur 480 logements font 7,5 %.",
    ),
)
