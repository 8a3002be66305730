"""I-22f: yearly report of reservations in flow, by one characteristic of the homes."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-flux-recents",
    code="I-22f",
    title="Gestion en flux : logements construits depuis 2000",
    definition="Part des logements construits depuis 2000 parmi ceux proposés à chaque réservataire.",
    why="La période de construction dit beaucoup du confort et des charges de ce qui est proposé.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "flux_periode",
            "nb_logements_proposes",
            "logements construits depuis 2000 proposés à ce réservataire",
            where={"periode_construction": ("depuis_2000",)},
            keep="contingent",
        ),
        among=Counts(
            "flux_periode",
            "nb_logements_proposes",
            "logements proposés à ce réservataire",
            keep="contingent",
        ),
    ),
    reference=Reference(
        text="CCH",
        article="art. R. 441-5-1",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={
        "ETAT": "État",
        "AL": "Action Logement",
        "EPCI": "intercommunalité",
        "COMMUNE": "communes",
        "DEPT": "département",
        "BAILLEUR": "bailleurs (non réservés ou remis)",
    },
    caveats=(
        "Un immeuble ancien peut avoir été rénové : la période ne dit pas l’état du logement.",
        "Publié pour toute l’intercommunalité seulement, une caractéristique à la fois.",
    ),
    example=Example(
        given={
            "flux_periode": """
                annee | code_territoire | contingent | periode_construction | nb_logements_proposes
                2023  | 99001           | ETAT       | avant_1975  | 90
                2023  | 99001           | ETAT       | depuis_2000 | 30
                2023  | 99001           | ETAT       | ensemble    | 150
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "ETAT",
        },
        expect=20.0,
        words="30 logements récents sur 150 proposés font 20 %.",
    ),
)
