"""I-25b: refusals by applicants among homes granted."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="refus-candidats",
    code="I-25b",
    title="Refus des candidats",
    definition="Part des attributions prononcées par les commissions que le candidat a refusées.",
    why="Un refus allonge la vacance et peut peser sur la suite de la demande.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "caleol_decisions",
            "nb_refus",
            "refus du candidat",
            where={"decision": ("attribution",)},
        ),
        among=Counts(
            "caleol_decisions",
            "nb_decisions",
            "attributions prononcées",
            where={"decision": ("attribution",)},
        ),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "Les attributions avec un rang ou sous condition n’entrent pas dans ce rapport.",
        "Le motif des refus n’a pas été déposé.",
    ),
    example=Example(
        given={
            "caleol_decisions": """
                annee | code_territoire | decision    | nb_decisions | nb_refus
                2023  | 99001           | attribution | 400          | 60
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=15.0,
        words="60 refus sur 400 attributions prononcées font 15 %.",
    ),
)
