"""I-14: chance of a signed lease within 12 to 48 months, competing exits counted."""

from datetime import date

from generator.estimates import Incidence, Sources
from generator.formulas import Counts
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="chance-bail",
    code="I-14",
    title="Chance d’avoir signé un bail en 1, 2, 3 ou 4 ans",
    definition=(
        "Sur 100 ménages qui déposent une demande, part de ceux qui auraient signé un bail au bout "
        "de 12, 24, 36 ou 48 mois, si les rythmes de l’année se maintenaient. Les ménages qui "
        "sortent du fichier sans logement restent dans le compte."
    ),
    why=(
        "C’est la réponse la plus honnête à « combien de temps vais-je attendre ? » : le délai des "
        "ménages logés oublie ceux qui sont partis et ceux qui attendent encore."
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
    ),
    reference=Reference(
        text="CCH",
        article="art. R. 441-2-10, 5°",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={
        "M_12": "en 1 an",
        "M_24": "en 2 ans",
        "M_36": "en 3 ans",
        "M_48": "en 4 ans",
    },
    caveats=(
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
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": "M_24"},
        expect=100 * (1 / 4 + 1 / 7),
        words=(
            "Première année : 80 sorties pour 200 demandes, un taux de 0,4, donc une chance de sortir de "
            "0,4 ÷ 1,2 = 1/3, dont 60 baux sur 80 sorties : 25 %. Deuxième année : 0,8 ÷ 1,4 = 4/7 des "
            "deux tiers qui restent, dont 30 sur 80 : 14,3 %. Ensemble : 39,3 %."
        ),
    ),
)
