"""I-08b: share of leases to priority households in one contingent."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="part-prioritaires-collectivites",
    code="I-08b",
    title="Part des publics prioritaires : contingent des collectivités",
    definition=(
        "Part des baux signés sur le contingent des collectivités avec des ménages reconnus "
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
            where={
                "contingent": ("EPCI", "COMMUNE", "DEPT"),
                "public_prioritaire": ("dalo", "prioritaire"),
            },
        ),
        among=Counts(
            "baux_contingent_priorite",
            "nb_baux",
            "baux signés sur ce contingent",
            where={"contingent": ("EPCI", "COMMUNE", "DEPT")},
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
                2023  | COMMUNE    | dalo               | 11
                2023  | COMMUNE    | prioritaire        | 19
                2023  | COMMUNE    | ensemble           | 120
                2023  | EPCI       | dalo               | 0
                2023  | EPCI       | prioritaire        | 0
                2023  | EPCI       | ensemble           | 0
                2023  | DEPT       | dalo               | 0
                2023  | DEPT       | prioritaire        | 0
                2023  | DEPT       | ensemble           | 0
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
