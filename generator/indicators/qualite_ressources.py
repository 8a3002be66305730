"""I-34: demandes whose resources are not known."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="ressources-inconnues-demandes",
    code="I-34",
    title="Qualité : ressources inconnues dans les demandes",
    definition="Part des demandes en attente au 1er janvier dont les ressources ne sont pas connues.",
    why="Une part élevée affaiblit tout ce qui est dit des quartiles de ressources.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "demandes_quartile",
            "nb_demandes",
            "demandes sans ressources connues",
            where={"quartile": ("nd",)},
        ),
        among=Counts("demandes_quartile", "nb_demandes", "demandes en attente au 1er janvier"),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=("Des ressources nulles sont des ressources connues.",),
    example=Example(
        given={
            "demandes_quartile": """
                date       | code_territoire | quartile | nb_demandes
                2024-01-01 | 99001           | nd       | 12
                2024-01-01 | 99001           | ensemble | 300
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=4.0,
        words="12 demandes sur 300 font 4 %.",
    ),
)
