"""I-27: homes delivered, by loan."""

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="logements-livres",
    code="I-27",
    title="Logements sociaux livrés",
    definition="Nombre de logements sociaux livrés dans l’année, selon leur financement.",
    why="Un logement agréé n’est pas encore habitable : seules les livraisons augmentent l’offre.",
    unit=Unit.LOGEMENTS,
    formula=Count(
        Counts(
            "production_logements",
            "nb_logements",
            "logements livrés dans l’année",
            where={"stade": ("livre",)},
            keep="financement",
        ),
    ),
    reference=None,
    threshold=None,
    modalities={
        "PLAI": "PLAI",
        "PLAI_A": "dont PLAI adaptés",
        "PLUS": "PLUS",
        "PLS": "PLS",
        "LLTS": "LLTS",
        "LLS": "LLS",
    },
    caveats=(
        "Agréments et livraisons ne s’ajoutent pas.",
        "Les PLAI adaptés sont aussi comptés dans les PLAI.",
    ),
    example=Example(
        given={
            "production_logements": """
                annee | code_territoire | financement | stade | nb_logements
                2023  | 99001           | PLAI        | agree | 80
                2023  | 99001           | PLAI_A      | agree | 15
                2023  | 99001           | PLUS        | agree | 90
                2023  | 99001           | PLS         | agree | 30
                2023  | 99001           | PLAI        | livre | 50
                2023  | 99001           | PLUS        | livre | 70
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "PLAI",
        },
        expect=50.0,
        words="50 logements PLAI ont été livrés.",
    ),
)
