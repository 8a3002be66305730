"""I-26: cases of the commission of landlords."""

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="dossiers-commission-bailleurs",
    code="I-26",
    title="Dossiers de la commission inter-bailleurs",
    definition="Dossiers reçus, admis et résolus dans l’année par la commission inter-bailleurs.",
    why="Cette commission traite les situations que la voie ordinaire ne résout pas.",
    unit=Unit.DOSSIERS,
    formula=Count(
        Counts("cib_saisines", "nb_dossiers", "dossiers", keep="etape_cib"),
    ),
    reference=None,
    threshold=None,
    modalities={
        "recues": "reçus",
        "admises": "admis",
        "resolues": "résolus",
    },
    caveats=(
        "Publié pour toute l’intercommunalité seulement, à partir de 11 dossiers.",
        "Un dossier peut être admis une année et résolu la suivante.",
        "Le délai de traitement n’a pas été déposé.",
    ),
    example=Example(
        given={
            "cib_saisines": """
                annee | code_territoire | etape_cib | nb_dossiers
                2023  | 99001           | recues    | 46
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "recues",
        },
        expect=46.0,
        words="46 dossiers ont été reçus.",
    ),
)
