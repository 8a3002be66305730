"""I-22e: yearly report of reservations in flow, by one characteristic of the homes."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-flux-qpv",
    code="I-22e",
    title="Gestion en flux : logements en quartier prioritaire",
    definition=(
        "Part des logements situés en quartier prioritaire (QPV) parmi ceux proposés à chaque "
        "réservataire."
    ),
    why=(
        "Si un réservataire ne reçoit que des logements en QPV, ses candidats ne peuvent pas se "
        "loger ailleurs."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "flux_secteur",
            "nb_logements_proposes",
            "logements en QPV proposés à ce réservataire",
            where={"secteur_qpv": ("qpv",)},
            keep="contingent",
        ),
        among=Counts(
            "flux_secteur",
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
        "La liste des quartiers est celle de 2024 pour toutes les années.",
        "Publié pour toute l’intercommunalité seulement, une caractéristique à la fois.",
    ),
    example=Example(
        given={
            "flux_secteur": """
                annee | code_territoire | contingent | secteur_qpv | nb_logements_proposes
                2023  | 99001           | ETAT       | qpv      | 60
                2023  | 99001           | ETAT       | hors_qpv | 90
                2023  | 99001           | ETAT       | ensemble | 150
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "ETAT",
        },
        expect=40.0,
        words="60 logements en QPV sur 150 proposés font 40 %.",
    ),
)
