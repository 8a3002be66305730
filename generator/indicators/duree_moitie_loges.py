"""I-14b: time after which half of the newcomers have signed a lease."""

from generator.estimates import HalfHoused, Sources
from generator.formulas import Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="duree-moitie-loges",
    code="I-14b",
    title="Durée au bout de laquelle la moitié est logée",
    definition=(
        "Nombre de mois au bout duquel la moitié des ménages qui déposent une demande aurait signé "
        "un bail, si les rythmes de l’année se maintenaient."
    ),
    why=(
        "À ne pas confondre avec le délai médian, qui ne compte que les ménages logés. Quand plus "
        "d’un ménage sur deux n’est jamais logé, cette durée n’existe pas."
    ),
    unit=Unit.MONTHS,
    formula=HalfHoused(
        Sources(
            stock=Counts("demandes_stock", "nb_demandes", "demandes en attente", keep="anciennete"),
            baux=Counts("baux_delai", "nb_baux", "baux signés dans l’année", keep="delai"),
            sorties=Counts(
                "sorties_anciennete", "nb_sorties", "sorties sans logement", keep="anciennete"
            ),
        ),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        (
            "« Non atteint » veut dire que la moitié n’est pas logée au bout de la durée observée : ce "
            "n’est pas une absence de donnée."
        ),
        (
            "Ce n’est pas une prévision : la chance dit ce qui arriverait si les rythmes de l’année se "
            "maintenaient."
        ),
        "Dans une tranche d’un an, les baux sont supposés régulièrement répartis.",
    ),
    example=Example(
        given={
            "demandes_stock": """
                date       | code_territoire | typologie | anciennete | nb_demandes
                2023-01-01 | 99001           | T3        | M_0_12     | 200
                2023-01-01 | 99001           | T3        | M_12_24    | 100
                2023-01-01 | 99001           | T3        | M_24_P     | 50
                2024-01-01 | 99001           | T3        | M_0_12     | 200
                2024-01-01 | 99001           | T3        | M_12_24    | 100
                2024-01-01 | 99001           | T3        | M_24_P     | 50
            """,
            "baux_delai": """
                annee | code_territoire | typologie | delai   | nb_baux
                2023  | 99001           | T3        | M_0_12  | 150
                2023  | 99001           | T3        | M_12_24 | 50
                2023  | 99001           | T3        | M_24_P  | 12
            """,
            "sorties_anciennete": """
                annee | code_territoire | typologie | anciennete | nb_sorties
                2023  | 99001           | T3        | M_0_12     | 10
                2023  | 99001           | T3        | M_12_24    | 5
                2023  | 99001           | T3        | M_24_P     | 15
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": ""},
        expect=11.2,
        words=(
            "En un an, 160 sorties pour 200 demandes : 0,8 ÷ 1,4 = 4/7 sortent, dont 150 baux sur 160 "
            "sorties : 53,6 %. La moitié est atteinte à 12 × 50 ÷ 53,6 = 11,2 mois."
        ),
    ),
)
