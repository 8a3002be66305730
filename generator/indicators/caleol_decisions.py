"""I-25: decisions of the allocation commissions."""

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="decisions-commissions",
    code="I-25",
    title="Décisions des commissions d’attribution",
    definition=(
        "Décisions prises dans l’année par les commissions d’attribution et d’examen de l’occupation "
        "des logements, selon leur sens."
    ),
    why="La commission décide ; un bail n’est signé qu’après l’accord du ménage.",
    unit=Unit.DECISIONS,
    formula=Count(
        Counts("caleol_decisions", "nb_decisions", "décisions", keep="decision"),
    ),
    reference=None,
    threshold=None,
    modalities={
        "attribution": "attribution",
        "attribution_rang": "attribution avec un rang",
        "attribution_conditionnelle": "attribution sous condition",
        "non_attribution": "non-attribution",
        "irrecevable": "irrecevable",
    },
    caveats=(
        "Une décision n’est pas un bail : plusieurs candidats sont classés pour un logement.",
        "Publié pour toute l’intercommunalité seulement.",
    ),
    example=Example(
        given={
            "caleol_decisions": """
                annee | code_territoire | decision    | nb_decisions
                2023  | 99001           | attribution | 1640
                2023  | 99001           | ensemble    | 3453
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "attribution",
        },
        expect=1640.0,
        words="1 640 décisions d’attribution.",
    ),
)
