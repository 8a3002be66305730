"""I-35: demandes with a description of a disability."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="part-handicap",
    code="I-35",
    title="Part des demandes avec un handicap",
    definition="Part des demandes en attente au 1er janvier qui comportent le complément handicap.",
    why="Elle donne la mesure du besoin, à comparer aux logements accessibles livrés.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "demandes_handicap",
            "nb_demandes",
            "demandes avec le complément handicap",
            where={"complement_handicap": ("oui",)},
        ),
        among=Counts("demandes_handicap", "nb_demandes", "demandes en attente au 1er janvier"),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "Un logement accessible n’est pas toujours un logement adapté.",
        "Publié pour toute l’intercommunalité seulement.",
    ),
    example=Example(
        given={
            "demandes_handicap": """
                date       | code_territoire | complement_handicap | nb_demandes
                2024-01-01 | 99001           | oui                 | 36
                2024-01-01 | 99001           | ensemble            | 600
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=6.0,
        words="36 demandes sur 600 font 6 %.",
    ),
)
