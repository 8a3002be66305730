"""I-22b: yearly report of reservations in flow."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-flux-attribues",
    code="I-22b",
    title="Gestion en flux : logements attribués",
    definition=(
        "Part des logements proposés à un réservataire qui ont été attribués à un candidat qu’il a "
        "présenté."
    ),
    why=(
        "Un logement proposé n’est pas toujours attribué : la part dit si le réservataire présente "
        "des candidats."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "flux_reservation",
            "nb_logements_attribues",
            "logements attribués à un candidat de ce réservataire",
            keep="contingent",
        ),
        among=Counts(
            "flux_reservation",
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
        (
            "Le bilan détaillé par taille, financement, quartier, commune et période de construction "
            "compte trop peu de logements par case pour être publié en entier."
        ),
        "Les logements réservés aux relogements et aux mutations sont à part.",
    ),
    example=Example(
        given={
            "flux_reservation": """
                annee | code_territoire | contingent | nb_logements_proposes | nb_logements_attribues
                2023  | 99001           | ETAT       | 60                    | 45
                2023  | 99001           | ensemble   | 200                   | 170
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "ETAT",
        },
        expect=75.0,
        words="45 logements attribués sur 60 proposés font 75 %.",
    ),
)
