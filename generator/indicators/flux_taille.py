"""I-22g: yearly report of reservations in flow, by size of home."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-flux-taille",
    code="I-22g",
    title="Gestion en flux : part de chaque réservataire, par taille",
    definition="Pour chaque taille, part des logements de l’année proposés à chaque réservataire.",
    why=(
        "Une part du flux ne vaut que par les logements qui la composent : les petits et les grands "
        "manquent le plus."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "flux_typologie",
            "nb_logements_proposes",
            "logements de cette taille proposés à ce réservataire",
            keep="contingent",
        ),
        among=Counts(
            "flux_typologie", "nb_logements_proposes", "logements de cette taille proposés à tous"
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
        "La taille est celle du logement proposé, non celle que le ménage demande.",
        "Publié pour toute l’intercommunalité seulement, une caractéristique à la fois.",
    ),
    example=Example(
        given={
            "flux_typologie": """
                annee | code_territoire | contingent | typologie | nb_logements_proposes
                2023  | 99001           | AL         | T4        | 45
                2023  | 99001           | ensemble   | T4        | 180
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "T4",
            "modalite": "AL",
        },
        expect=25.0,
        words="45 T4 sur 180 proposés font 25 %.",
    ),
)
