"""I-22c: yearly report of reservations in flow."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-flux-rendus",
    code="I-22c",
    title="Gestion en flux : logements remis au bailleur",
    definition="Part des logements proposés à un réservataire qu’il a remis au bailleur, faute de candidat.",
    why=(
        "Un logement remis est attribué par le bailleur : la part dit ce que le réservataire "
        "n’utilise pas."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "flux_reservation",
            "nb_logements_rendus",
            "logements remis au bailleur",
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
                annee | code_territoire | contingent | nb_logements_proposes | nb_logements_rendus
                2023  | 99001           | ETAT       | 60                    | 15
                2023  | 99001           | ensemble   | 200                   | 30
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "ETAT",
        },
        expect=25.0,
        words="15 logements remis sur 60 proposés font 25 %.",
    ),
)
