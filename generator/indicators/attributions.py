"""I-04: leases signed in the year."""

from datetime import date

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="attributions",
    code="I-04",
    title="Attributions",
    definition="Nombre d’attributions suivies d’un bail signé dans l’année.",
    why="C’est le nombre de ménages qui ont vraiment obtenu un logement.",
    unit=Unit.BAUX,
    formula=Count(Counts("baux_delai", "nb_baux", "baux signés dans l’année")),
    reference=Reference(
        text="Arrêté du 23 mars 2015",
        article="annexe, point 6.2",
        url="https://www.legifrance.gouv.fr/",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={},
    caveats=(
        "La page des sources dit si le bail compte dans la commune demandée ou dans celle du logement.",
        "Une décision de la commission sans bail signé n’est pas comptée.",
        "Les ménages qui changent de logement social (mutations) sont compris.",
    ),
    example=Example(
        given={
            "baux_delai": """
                annee | code_territoire | typologie | delai    | nb_baux
                2023  | 99001           | T3        | M_0_12   | 12
                2023  | 99001           | T3        | ensemble | 25
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": ""},
        expect=25.0,
        words="La ligne « ensemble » donne 25 baux.",
    ),
)
