"""I-22: yearly report of reservations in flow."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-flux-reservataire",
    code="I-22",
    title="Gestion en flux : part de chaque réservataire",
    definition="Part des logements de l’année proposés à chaque réservataire.",
    why=(
        "Depuis les conventions de gestion en flux, chaque réservataire a droit à une part des "
        "logements qui se libèrent, et non à des logements précis."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "flux_reservation",
            "nb_logements_proposes",
            "logements proposés à ce réservataire",
            keep="contingent",
        ),
        among=Counts("flux_reservation", "nb_logements_proposes", "logements proposés à tous"),
    ),
    reference=Reference(
        text="CCH",
        article="art. R. 441-5-1",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold="part-flux-etat",
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
                annee | code_territoire | contingent | nb_logements_proposes
                2023  | 99001           | ETAT       | 60
                2023  | 99001           | ensemble   | 200
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "ETAT",
        },
        expect=30.0,
        words="60 logements sur 200 font 30 %.",
    ),
)
