"""I-28b: homes built for each home that the law asked of a commune."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="rattrapage-sru",
    code="I-28b",
    title="Rattrapage triennal de la loi SRU",
    definition=(
        "Logements sociaux réalisés sur la période triennale, pour 100 logements que la commune "
        "devait réaliser."
    ),
    why="Une commune en retard a un objectif tous les trois ans.",
    unit=Unit.OF_TARGET,
    formula=Share(
        of=Counts(
            "sru",
            "nb_logements_realises",
            "logements réalisés sur la période",
            place="code_commune",
        ),
        among=Counts(
            "sru",
            "nb_logements_objectif",
            "logements à réaliser sur la période",
            place="code_commune",
        ),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "L’année indiquée est celle du taux ; la période de trois ans est dans le registre.",
        "Une commune peut dépasser 100 %.",
    ),
    example=Example(
        given={
            "sru": """
                date       | code_commune | taux_sru_pct | nb_logements_objectif | nb_logements_realises
                2022-01-01 | 99001        | 15.39        | 200                   | 50
            """,
        },
        at={"annee": "2022", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=25.0,
        words="50 logements réalisés sur 200 à réaliser font 25 %.",
    ),
)
