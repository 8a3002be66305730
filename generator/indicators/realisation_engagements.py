"""I-09: achieved for each unit promised."""

from datetime import date

from generator.estimates import Promises
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="realisation-engagements",
    code="I-09",
    title="Réalisation des engagements",
    definition="Résultat de l’année, pour 100 de la cible de l’engagement.",
    why="Un engagement se juge chaque année, pour chaque acteur et chaque territoire qui l’a pris.",
    unit=Unit.OF_TARGET,
    formula=Promises("engagements", ("engagements_acteurs", "flux_reservation")),
    reference=Reference(
        text="CCH",
        article="art. L. 441-1-6, 1° et 2°",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={},
    caveats=(
        "Pour un plafond, 100 % ou moins veut dire que l’engagement est tenu.",
        "Un engagement que rien ne mesure ici n’a pas de réalisation.",
        "« Atteint » se décide sur la valeur exacte, avant tout arrondi.",
    ),
    example=Example(
        given={
            "engagements": """
                code_engagement | indicateur       | code_territoire | annee_debut | cible
                pmr-2017        | nb-logements-pmr | 99001           | 2017        | 20
            """,
            "production_pmr": """
                annee | code_territoire | nb_logements_pmr
                2023  | 99001           | 21
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "pmr-2017",
        },
        expect=105.0,
        words="21 logements livrés pour 20 promis : 105 %.",
    ),
)
