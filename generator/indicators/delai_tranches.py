"""I-11b: quartiles and mean of delays of those housed, from bands."""

from generator.estimates import Seniority
from generator.formulas import Counts
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="delai-par-tranches",
    code="I-11b",
    title="Délai des ménages logés, estimé par tranches",
    definition=(
        "Médiane, quartiles et moyenne de la durée d’attente des ménages logés dans l’année, estimés "
        "à partir du nombre de baux par tranche de délai."
    ),
    why=(
        "Certains producteurs ne donnent que des tranches : la valeur est alors estimée, et dite « "
        "plus de 10 ans » quand elle tombe dans la tranche sans fin."
    ),
    unit=Unit.MONTHS,
    formula=Seniority(
        Counts("baux_delai", "nb_baux", "baux signés", keep="delai"),
    ),
    reference=None,
    threshold=None,
    modalities={
        "mediane": "médiane",
        "q1": "premier quartile",
        "q3": "troisième quartile",
        "moyenne": "moyenne",
    },
    caveats=(
        "Ce délai ne concerne que les ménages logés dans l’année : ce n’est pas une prévision.",
        (
            "Dans une tranche, les durées sont supposées régulièrement réparties ; les valeurs exactes "
            "du producteur, quand elles existent, sont préférables."
        ),
        "Quand le secret cache une tranche, seules des bornes certaines sont publiées.",
    ),
    example=Example(
        given={
            "baux_delai": """
                annee | code_territoire | typologie | delai   | nb_baux
                2023  | 99001           | T3        | M_0_12  | 50
                2023  | 99001           | T3        | M_12_24 | 40
                2023  | 99001           | T3        | M_24_P  | 10
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": "mediane"},
        expect=12.0,
        words="50 baux sur 100 sont dans la première année : la médiane est à son bord, 12 mois.",
    ),
)
