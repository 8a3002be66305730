"""I-28: share of social homes under the law on urban solidarity."""

from generator.formulas import Given
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="taux-sru",
    code="I-28",
    title="Taux de logements sociaux au sens de la loi SRU",
    definition=(
        "Part des logements sociaux dans les résidences principales d’une commune, au 1er janvier, "
        "comptée comme la loi sur la solidarité et le renouvellement urbains le demande."
    ),
    why="La loi fixe une part minimale aux communes concernées.",
    unit=Unit.PERCENT,
    formula=Given(
        "sru",
        "taux_sru_pct",
        "taux de logements sociaux",
        period="date",
        place="code_commune",
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "Ce compte diffère de celui du répertoire du parc social.",
        (
            "Les communes qui ne sont pas dans le registre ne sont pas concernées, ou n’ont pas été "
            "relevées."
        ),
    ),
    example=Example(
        given={
            "sru": """
                date       | code_commune | taux_sru_pct | nb_logements_objectif | nb_logements_realises
                2022-01-01 | 99001        | 15.39        | 178                   | 55
            """,
        },
        at={"annee": "2022", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=15.39,
        words="Le registre donne 15,39 %.",
    ),
)
