"""I-27a: share of PLAI among homes agreed."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="part-plai",
    code="I-27a",
    title="Part des PLAI dans les logements agréés",
    definition="Part des logements à très bas loyer (PLAI) parmi les logements sociaux agréés dans l’année.",
    why="La conférence a retenu un objectif de production de ces logements, les moins chers.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "production_logements",
            "nb_logements",
            "logements PLAI agréés",
            where={"financement": ("PLAI",), "stade": ("agree",)},
        ),
        among=Counts(
            "production_logements",
            "nb_logements",
            "logements PLAI, PLUS et PLS agréés",
            where={"financement": ("PLAI", "PLUS", "PLS"), "stade": ("agree",)},
        ),
    ),
    reference=None,
    threshold="part-plai",
    modalities={},
    caveats=(
        "La source de l’objectif ne dit pas si les PLS entrent dans le total : ils y sont ici.",
        "Les PLAI adaptés sont compris dans les PLAI.",
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
        at={"annee": "2023", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=40.0,
        words="80 PLAI sur 80 + 90 + 30 = 200 logements agréés font 40 %.",
    ),
)
