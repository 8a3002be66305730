"""I-05c: leases among demandes valid at least one day."""

from generator.formulas import Added, Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="taux-satisfaction",
    code="I-05c",
    title="Taux de satisfaction annuel",
    definition="Baux signés dans l’année, pour 100 demandes actives au moins un jour dans l’année.",
    why="Il dit quelle part des ménages passés par le fichier a été logée dans l’année.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts("baux_delai", "nb_baux", "baux signés dans l’année"),
        among=Added(
            (
                Counts("demandes_stock", "nb_demandes", "demandes en attente au 1er janvier"),
                Counts("demandes_nouvelles", "nb_nouvelles", "demandes déposées dans l’année"),
            ),
            "demandes actives au moins un jour dans l’année",
        ),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        (
            "Ce n’est pas la chance d’être logé en un an : des demandes déposées en décembre comptent "
            "comme celles de janvier."
        ),
        "Un ménage peut compter deux fois parmi les demandes.",
    ),
    example=Example(
        given={
            "demandes_stock": """
                date       | code_territoire | typologie | anciennete | nb_demandes
                2023-01-01 | 99001           | T3        | ensemble   | 100
            """,
            "demandes_nouvelles": """
                annee | code_territoire | typologie | nb_nouvelles
                2023  | 99001           | T3        | 60
            """,
            "baux_delai": """
                annee | code_territoire | typologie | delai    | nb_baux
                2023  | 99001           | T3        | ensemble | 40
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": ""},
        expect=25.0,
        words="40 baux pour 160 demandes actives font 25 %.",
    ),
)
