"""I-23: points of the scoring grid."""

from datetime import date

from generator.formulas import Given
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="cotation-points",
    code="I-23",
    title="Cotation : points de chaque critère",
    definition=(
        "Nombre de points que la grille de cotation donne, ou retire, à une demande pour chaque "
        "critère."
    ),
    why=(
        "La cotation aide à choisir entre des demandes : chacun peut voir ce qui compte et pour "
        "combien."
    ),
    unit=Unit.POINTS,
    formula=Given(
        "cotation_grille",
        "points",
        "points du critère",
        period="date_effet",
        place="",
        modality="code_critere",
    ),
    reference=Reference(
        text="CCH",
        article="art. R. 441-2-17",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={},
    caveats=(
        "Les points aident à décider : ils ne font pas une place dans une file d’attente.",
        "La distribution des points par taille de logement n’a pas été déposée.",
    ),
    example=Example(
        given={
            "cotation_grille": """
                date_effet | code_critere | points
                2022-07-01 | dalo         | 60
            """,
        },
        at={
            "annee": "2022",
            "code_territoire": "ensemble",
            "typologie": "ensemble",
            "modalite": "dalo",
        },
        expect=60.0,
        words="La grille de 2022 donne 60 points au critère « dalo ».",
    ),
)
