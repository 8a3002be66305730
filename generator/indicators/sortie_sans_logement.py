"""I-15: chance of leaving the file without a home within 12 to 48 months."""

from generator.estimates import Incidence, Sources
from generator.formulas import Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="sortie-sans-logement",
    code="I-15",
    title="Part des demandes qui finissent sans logement",
    definition=(
        "Sur 100 ménages qui déposent une demande, part de ceux dont la demande aurait pris fin sans "
        "logement au bout de 12, 24, 36 ou 48 mois, si les rythmes de l’année se maintenaient."
    ),
    why=(
        "Beaucoup de demandes finissent ainsi : non renouvelées, abandonnées, restées sans réponse. "
        "Les oublier ferait paraître la chance d’être logé plus grande."
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
        exit="sortie",
    ),
    reference=None,
    threshold=None,
    modalities={
        "M_12": "en 1 an",
        "M_24": "en 2 ans",
        "M_36": "en 3 ans",
        "M_48": "en 4 ans",
    },
    caveats=(
        (
            "Sortir du fichier n’est pas renoncer : certains ménages ont trouvé ailleurs, d’autres ont "
            "oublié de renouveler."
        ),
        (
            "Ce n’est pas une prévision : la chance dit ce qui arriverait si les rythmes de l’année se "
            "maintenaient."
        ),
        (
            "La date d’une radiation n’est pas toujours celle du vrai départ : les sorties se "
            "concentrent aux renouvellements, seuls les âges entiers d’une demande ont un sens."
        ),
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
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": "M_12"},
        expect=100 / 12,
        words=(
            "80 sorties pour 200 demandes, un taux de 0,4, donc une chance de sortir de 0,4 ÷ 1,2 = 1/3. "
            "Sur 80 sorties, 20 sont sans logement : 1/3 × 20/80 = 8,3 %."
        ),
    ),
)
