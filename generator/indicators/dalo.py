"""I-33: requests under the enforceable right to housing."""

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="dalo",
    code="I-33",
    title="Droit au logement opposable",
    definition="Recours déposés, reconnus, suivis d’un relogement et hors délai, dans l’année.",
    why="La loi ouvre un recours aux ménages les plus mal logés : il faut voir s’il aboutit.",
    unit=Unit.RECOURS,
    formula=Count(
        Counts("dalo_recours", "nb_recours", "recours", keep="etape_dalo"),
    ),
    reference=None,
    threshold=None,
    modalities={
        "deposes": "déposés",
        "reconnus": "reconnus",
        "reloges": "suivis d’un relogement",
        "hors_delai": "hors délai",
    },
    caveats=(
        "Publié pour toute l’intercommunalité seulement, à partir de 11 recours.",
        "Un recours peut être reconnu une année et suivi d’un relogement la suivante.",
    ),
    example=Example(
        given={
            "dalo_recours": """
                annee | code_territoire | etape_dalo | nb_recours
                2023  | 99001           | reconnus   | 33
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "reconnus",
        },
        expect=33.0,
        words="33 recours ont été reconnus.",
    ),
)
