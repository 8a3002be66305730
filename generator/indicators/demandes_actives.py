"""I-02: demandes valid at least one day of the year."""

from generator.formulas import Added, Count, Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="demandes-actives",
    code="I-02",
    title="Demandes actives au moins un jour",
    definition="Demandes en attente au 1er janvier, plus demandes déposées dans l’année.",
    why=(
        "C’est le nombre de ménages passés par le fichier dans l’année. Il est plus grand que le "
        "nombre de ceux qui attendent un jour donné."
    ),
    unit=Unit.DEMANDES,
    formula=Count(
        Added(
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
        "Un ménage radié qui redépose une demande dans l’année compte deux fois.",
        "Ce nombre surestime le besoin à un moment donné.",
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
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": ""},
        expect=160.0,
        words="100 demandes au 1er janvier et 60 nouvelles font 160.",
    ),
)
