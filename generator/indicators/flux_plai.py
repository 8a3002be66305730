"""I-22d: yearly report of reservations in flow, by one characteristic of the homes."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-flux-plai",
    code="I-22d",
    title="Gestion en flux : logements très sociaux",
    definition=(
        "Part des logements très sociaux (PLAI, ou LLTS outre-mer) parmi ceux proposés à chaque "
        "réservataire."
    ),
    why=(
        "Un réservataire ne peut loger les ménages les plus modestes que si on lui propose des "
        "logements à leur portée."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "flux_financement",
            "nb_logements_proposes",
            "logements très sociaux proposés à ce réservataire",
            where={"financement_regroupe": ("PLAI", "LLTS")},
            keep="contingent",
        ),
        among=Counts(
            "flux_financement",
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
        "Un logement ancien peut avoir un loyer bas sans être un PLAI : la part ne dit pas tout des loyers.",
        "Publié pour toute l’intercommunalité seulement, une caractéristique à la fois.",
    ),
    example=Example(
        given={
            "flux_financement": """
                annee | code_territoire | contingent | financement_regroupe | nb_logements_proposes
                2023  | 99001           | ETAT       | PLAI     | 45
                2023  | 99001           | ETAT       | LLTS     | 0
                2023  | 99001           | ETAT       | ensemble | 150
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "ETAT",
        },
        expect=30.0,
        words="45 logements PLAI sur 150 proposés font 30 %.",
    ),
)
