"""I-16: chance of a lease for who has already waited some years."""

from generator.estimates import Incidence, Sources
from generator.formulas import Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="chance-deja-attendu",
    code="I-16",
    title="Chance d’avoir signé un bail quand on attend déjà",
    definition=(
        "Sur 100 ménages qui attendent déjà depuis 1, 2, 3 ou 4 ans, part de ceux qui auraient signé "
        "un bail dans les 12 ou 24 mois suivants, si les rythmes de l’année se maintenaient."
    ),
    why=(
        "C’est la question de qui attend depuis longtemps : avoir déjà attendu ne garantit rien, et "
        "la chance des mois à venir n’est pas celle des premiers mois."
    ),
    unit=Unit.PERCENT,
    formula=Incidence(
        Sources(
            stock=Counts("demandes_stock", "nb_demandes", "demandes en attente", keep="anciennete"),
            baux=Counts("baux_delai", "nb_baux", "baux signés dans l’année", keep="delai"),
            sorties=Counts(
                "sorties_anciennete", "nb_sorties", "sorties sans logement", keep="anciennete"
            ),
        ),
        exit="bail",
        months=(12, 24),
        waited=(12, 24, 36, 48),
    ),
    reference=None,
    threshold=None,
    modalities={
        "D_12_M_12": "déjà 1 an d’attente : dans l’année",
        "D_12_M_24": "déjà 1 an d’attente : dans les 2 ans",
        "D_24_M_12": "déjà 2 ans d’attente : dans l’année",
        "D_24_M_24": "déjà 2 ans d’attente : dans les 2 ans",
        "D_36_M_12": "déjà 3 ans d’attente : dans l’année",
        "D_36_M_24": "déjà 3 ans d’attente : dans les 2 ans",
        "D_48_M_12": "déjà 4 ans d’attente : dans l’année",
    },
    caveats=(
        "La chance est supposée dépendre de l’ancienneté seule.",
        (
            "Ce n’est pas une prévision : la chance dit ce qui arriverait si les rythmes de l’année se "
            "maintenaient."
        ),
        (
            "Elle ne vaut pour personne en particulier : la cotation, la composition du ménage et la "
            "commune pèsent plus que la moyenne."
        ),
        (
            "La date d’une radiation n’est pas toujours celle du vrai départ : les sorties se "
            "concentrent aux renouvellements, seuls les âges entiers d’une demande ont un sens."
        ),
        "Une demande refaite après une radiation repart de zéro.",
        (
            "Elle n’est publiée qu’à partir de 30 baux et de 5 sorties par tranche ; les autres communes "
            "se lisent avec la valeur de l’intercommunalité. Elle s’arrête à la première tranche que "
            "cache le secret ou dans laquelle personne n’attendait."
        ),
        (
            "L’intervalle dit ce que le hasard peut changer, 95 fois sur 100. Il ne dit rien des "
            "changements de règles. Le numérateur est le nombre de baux, le dénominateur celui de toutes "
            "les sorties."
        ),
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
                2023  | 99001           | T3        | M_0_12  | 60
                2023  | 99001           | T3        | M_12_24 | 30
                2023  | 99001           | T3        | M_24_P  | 12
            """,
            "sorties_anciennete": """
                annee | code_territoire | typologie | anciennete | nb_sorties
                2023  | 99001           | T3        | M_0_12     | 20
                2023  | 99001           | T3        | M_12_24    | 50
                2023  | 99001           | T3        | M_24_P     | 15
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "T3",
            "modalite": "D_12_M_12",
        },
        expect=100 * 3 / 14,
        words=(
            "Parmi ceux qui attendent depuis un an : 80 sorties pour 100 demandes, un taux de 0,8, donc "
            "une chance de sortir de 0,8 ÷ 1,4 = 4/7, dont 30 baux sur 80 sorties : 4/7 × 30/80 = 21,4 "
            "%."
        ),
    ),
)
