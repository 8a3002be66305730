"""I-11: delays of the households that signed a lease in the year."""

from datetime import date

from generator.formulas import Counts, Statistic
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="delai-median",
    code="I-11",
    title="Délai médian des ménages logés",
    definition=(
        "Durée d’attente qui partage en deux moitiés les ménages logés dans l’année. Le premier et "
        "le troisième quartiles donnent l’attente d’un ménage sur quatre, au plus court et au plus long."
    ),
    why=(
        "C’est l’attente constatée la plus facile à comprendre : la moitié des ménages logés a attendu "
        "moins, l’autre moitié a attendu plus."
    ),
    unit=Unit.MONTHS,
    formula=Statistic(
        table="delais_attributaires",
        column="delai_mois",
        dimension="statistique",
        kept=("q1", "mediane", "q3"),
        base=Counts("baux_delai", "nb_baux", "baux signés dans l’année"),
        label="médiane et quartiles des durées d’attente des ménages logés",
    ),
    reference=Reference(
        text="CCH",
        article="art. R. 441-2-10, 5°",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={"q1": "premier quartile", "mediane": "médiane", "q3": "troisième quartile"},
    caveats=(
        "Ce délai ne concerne que les ménages logés dans l’année. Ceux qui attendent encore et ceux "
        "qui ont renoncé n’y sont pas : ce n’est pas une prévision.",
        "Il n’est publié que s’il y a au moins 11 baux ; les durées sont arrondies au mois.",
    ),
    example=Example(
        given={
            "delais_attributaires": """
                annee | code_territoire | typologie | statistique | delai_mois
                2023  | 99001           | T3        | q1          | 9
                2023  | 99001           | T3        | mediane     | 18
                2023  | 99001           | T3        | q3          | 31
            """,
            "baux_delai": """
                annee | code_territoire | typologie | delai    | nb_baux
                2023  | 99001           | T3        | ensemble | 25
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": "mediane"},
        expect=18.0,
        words="Le producteur donne une médiane de 18 mois pour 25 baux.",
    ),
)
