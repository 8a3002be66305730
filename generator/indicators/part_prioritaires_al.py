"""I-08a: share of leases to priority households in one contingent."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="part-prioritaires-action-logement",
    code="I-08a",
    title="Part des publics prioritaires : contingent d’Action Logement",
    definition=(
        "Part des baux signés sur le contingent d’Action Logement avec des ménages reconnus "
        "prioritaires (DALO) ou, à défaut, appartenant aux publics prioritaires."
    ),
    why=(
        "Chaque réservataire prend sa part : la moyenne de tous peut cacher un contingent qui n’en "
        "loge presque pas."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "baux_contingent_priorite",
            "nb_baux",
            "baux des publics prioritaires",
            where={"contingent": ("AL",), "public_prioritaire": ("dalo", "prioritaire")},
        ),
        among=Counts(
            "baux_contingent_priorite",
            "nb_baux",
            "baux signés sur ce contingent",
            where={"contingent": ("AL",)},
        ),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "Aucun texte n’a été vérifié pour ce contingent : la part est publiée sans verdict.",
        (
            "Publié pour toute l’intercommunalité seulement : par commune, les nombres seraient trop "
            "petits."
        ),
        "Le contingent de l’État, presque entièrement prioritaire, est à part.",
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
            "modalite": "",
        },
        expect=25.0,
        words="11 + 19 = 30 baux sur 120 font 25 %.",
    ),
)
