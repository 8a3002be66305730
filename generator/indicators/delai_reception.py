"""I-29b: days to be received at each place."""

from datetime import date

from generator.formulas import Given
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="delai-reception",
    code="I-29b",
    title="Délai pour être reçu",
    definition=(
        "Délai constaté, en jours, pour être reçu dans chaque lieu d’accueil, à la dernière "
        "vérification."
    ),
    why="Être reçu vite est une condition de l’égalité entre demandeurs.",
    unit=Unit.DAYS,
    formula=Given(
        "lieux_accueil",
        "delai_reception_jours",
        "délai constaté",
        period="date_verification",
        place="",
        modality="code_lieu",
    ),
    reference=Reference(
        text="CCH",
        article="art. R. 441-2-10",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={},
    caveats=("Le délai est déclaré par le lieu d’accueil.",),
    example=Example(
        given={
            "lieux_accueil": """
                code_lieu | date_verification | delai_reception_jours
                mairie    | 2025-01-15        | 12
            """,
        },
        at={
            "annee": "2025",
            "code_territoire": "ensemble",
            "typologie": "ensemble",
            "modalite": "mairie",
        },
        expect=12.0,
        words="Le lieu déclare 12 jours.",
    ),
)
