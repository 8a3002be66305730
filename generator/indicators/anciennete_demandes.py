"""I-13: how long the households that still wait have been waiting."""

from generator.estimates import Seniority
from generator.formulas import Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="anciennete-demandes",
    code="I-13",
    title="Ancienneté des demandes en attente",
    definition=(
        "Durée médiane, quartiles et durée moyenne, en mois, depuis le premier dépôt, des demandes "
        "en attente au 1er janvier."
    ),
    why="Elle montre l’attente de ceux qui n’ont pas encore de logement.",
    unit=Unit.MONTHS,
    formula=Seniority(
        Counts("demandes_stock", "nb_demandes", "demandes en attente", keep="anciennete"),
    ),
    reference=None,
    threshold=None,
    modalities={
        "mediane": "médiane",
        "q1": "premier quartile",
        "q3": "troisième quartile",
        "moyenne": "moyenne",
    },
    caveats=(
        "Cette durée n’est pas finie : elle ne dit pas combien de temps il faudra encore attendre.",
        "Elle est estimée par tranches : chaque demande compte au milieu de sa tranche, et celles de "
        "plus de 10 ans pour 12 ans et demi.",
        "Quand le secret cache une tranche, seules des bornes certaines sont publiées. Quand la valeur "
        "tombe dans la tranche sans fin, on sait seulement qu’elle est plus grande que son début.",
    ),
    example=Example(
        given={
            "demandes_stock": """
                date       | code_territoire | typologie | anciennete | nb_demandes
                2024-01-01 | 99001           | T3        | M_0_12     | 60
                2024-01-01 | 99001           | T3        | M_12_24    | 40
                2024-01-01 | 99001           | T3        | ensemble   | 100
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "T3", "modalite": "mediane"},
        expect=10.0,
        words="La 50e demande sur 100 est aux 50/60 de la première tranche : 10 mois.",
    ),
)
