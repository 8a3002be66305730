"""I-01: households that wait for a home, on the first day of the year."""

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="demandes-en-attente",
    code="I-01",
    title="Demandes en attente",
    definition=(
        "Nombre de demandes de logement social actives au 1er janvier, comptées dans la commune "
        "choisie en premier."
    ),
    why="C’est le nombre de ménages qui attendent. Il donne la taille du besoin, pas la durée.",
    unit=Unit.DEMANDES,
    formula=Count(
        Counts("demandes_stock", "nb_demandes", "demandes en attente au 1er janvier"),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "Une demande est un ménage, pas une personne.",
        "Une demande vaut un an. Le stock contient encore, pendant un mois environ, des demandes "
        "qui n’ont pas été renouvelées.",
        "Le nombre de demandes actives au moins un jour dans l’année est plus grand : ce n’est pas "
        "la même définition.",
    ),
    example=Example(
        given={
            "demandes_stock": """
                date       | code_territoire | typologie | anciennete | nb_demandes
                2024-01-01 | 99001           | T3        | M_0_12     | 30
                2024-01-01 | 99001           | T3        | ensemble   | 48
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "T3", "modalite": ""},
        expect=48.0,
        words="La ligne « ensemble » donne 48 demandes.",
    ),
)
