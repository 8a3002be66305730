"""I-29: places that receive applicants, by level."""

from datetime import date

from generator.formulas import Entries
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="lieux-accueil",
    code="I-29",
    title="Lieux d’accueil des demandeurs",
    definition="Nombre de lieux d’accueil, selon leur niveau de service.",
    why="Chacun doit pouvoir être reçu et informé près de chez lui.",
    unit=Unit.LIEUX,
    formula=Entries(
        "lieux_accueil",
        by="niveau",
        period="date_verification",
        place="code_commune",
        label="lieux d’accueil",
    ),
    reference=Reference(
        text="CCH",
        article="art. R. 441-2-10",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={
        "1": "niveau 1",
        "2": "niveau 2",
        "3": "niveau 3",
    },
    caveats=(
        "Le contenu de chaque niveau est défini localement.",
        "Un lieu d’une commune sert aussi les autres.",
    ),
    example=Example(
        given={
            "lieux_accueil": """
                code_lieu | code_commune | niveau | date_verification
                a         | 99001        | 2      | 2025-01-15
                b         | 99001        | 2      | 2025-01-15
            """,
        },
        at={"annee": "2025", "code_territoire": "99001", "typologie": "ensemble", "modalite": "2"},
        expect=2.0,
        words="2 lieux de niveau 2 dans la commune.",
    ),
)
