"""I-08d: share of leases to priority households, by holder of reservations."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-prioritaires-reservataire",
    code="I-08d",
    title="Part des publics prioritaires, par réservataire",
    definition=(
        "Part des baux signés sur le contingent de chaque réservataire avec des ménages "
        "prioritaires."
    ),
    why="Elle montre la part que prend chacun.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "baux_contingent_priorite",
            "nb_baux",
            "baux des publics prioritaires",
            where={"public_prioritaire": ("dalo", "prioritaire")},
            keep="contingent",
        ),
        among=Counts(
            "baux_contingent_priorite",
            "nb_baux",
            "baux signés sur ce contingent",
            keep="contingent",
        ),
    ),
    reference=Reference(
        text="CCH",
        article="art. L. 441-1-6, 2°",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold="part-publics-prioritaires",
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
            "Aucun seuil n’a été vérifié réservataire par réservataire : la part est publiée sans "
            "verdict, sauf engagement écrit."
        ),
        "Publié pour toute l’intercommunalité seulement.",
    ),
    example=Example(
        given={
            "baux_contingent_priorite": """
                annee | contingent | public_prioritaire | nb_baux
                2023  | AL         | dalo               | 11
                2023  | AL         | prioritaire        | 19
                2023  | AL         | ensemble           | 120
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "ensemble",
            "typologie": "ensemble",
            "modalite": "AL",
        },
        expect=25.0,
        words="11 + 19 = 30 baux sur 120 font 25 %.",
    ),
)
