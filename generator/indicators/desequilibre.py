"""I-05b: pressure for one size against pressure for all."""

from generator.formulas import Counts, Moment, Ratio, Relative
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="desequilibre",
    code="I-05b",
    title="Déséquilibre entre tailles de logement",
    definition=(
        "Nombre de demandes pour une attribution dans une taille de logement, divisé par le même "
        "nombre pour toutes les tailles."
    ),
    why=(
        "Au-dessus de 1, cette taille est plus demandée que les autres par rapport à ce qui se "
        "libère."
    ),
    unit=Unit.TIMES,
    formula=Relative(
        Ratio(
            of=Counts(
                "demandes_stock",
                "nb_demandes",
                "demandes en attente au 31 décembre",
                moment=Moment.END,
            ),
            per=Counts("baux_delai", "nb_baux", "baux signés dans l’année"),
        ),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "1 veut dire que la taille est dans la moyenne, pas que l’attente est courte.",
        "Il n’est publié que si les deux rapports le sont.",
    ),
    example=Example(
        given={
            "demandes_stock": """
                date       | code_territoire | typologie | anciennete | nb_demandes
                2024-01-01 | 99001           | T2        | ensemble   | 300
                2024-01-01 | 99001           | ensemble  | ensemble   | 600
            """,
            "baux_delai": """
                annee | code_territoire | typologie | delai    | nb_baux
                2023  | 99001           | T2        | ensemble | 50
                2023  | 99001           | ensemble  | ensemble | 150
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T2", "modalite": ""},
        expect=1.5,
        words="6 demandes pour une attribution en T2, 4 pour toutes les tailles : 6 ÷ 4 = 1,5.",
    ),
)
