"""I-03: first filings of the year."""

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="nouvelles-demandes",
    code="I-03",
    title="Nouvelles demandes",
    definition="Nombre de demandes déposées pour la première fois dans l’année.",
    why="Plus il arrive de demandes, plus il faut de logements pour que l’attente ne s’allonge pas.",
    unit=Unit.DEMANDES,
    formula=Count(
        Counts("demandes_nouvelles", "nb_nouvelles", "demandes déposées dans l’année"),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=("Une demande radiée puis réactivée garde son numéro : elle n’est pas recomptée.",),
    example=Example(
        given={
            "demandes_nouvelles": """
                annee | code_territoire | typologie | nb_nouvelles
                2023  | 99001           | T2        | 37
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T2", "modalite": ""},
        expect=37.0,
        words="37 demandes ont été déposées dans l’année.",
    ),
)
