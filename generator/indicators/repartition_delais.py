"""I-12: how the leases of the year are spread over the time waited."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="repartition-delais",
    code="I-12",
    title="Répartition des baux par délai",
    definition="Part des baux signés dans l’année, selon la durée d’attente du ménage.",
    why="Une moyenne cache les attentes très courtes et très longues : la répartition les montre.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts("baux_delai", "nb_baux", "baux de cette tranche de délai", keep="delai"),
        among=Counts("baux_delai", "nb_baux", "baux signés dans l’année"),
    ),
    reference=None,
    threshold=None,
    modalities={
        "M_0_12": "moins de 1 an",
        "M_12_24": "de 1 à 2 ans",
        "M_24_36": "de 2 à 3 ans",
        "M_36_48": "de 3 à 4 ans",
        "M_48_60": "de 4 à 5 ans",
        "M_60_120": "de 5 à 10 ans",
        "M_120_P": "10 ans ou plus",
    },
    caveats=(
        "Elle ne dit rien des ménages qui attendent encore.",
        "Les tranches qui comptent moins de 11 baux sont couvertes par le secret.",
    ),
    example=Example(
        given={
            "baux_delai": """
                annee | code_territoire | typologie | delai    | nb_baux
                2023  | 99001           | T3        | M_0_12   | 60
                2023  | 99001           | T3        | M_12_24  | 40
                2023  | 99001           | T3        | ensemble | 100
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": "M_12_24"},
        expect=40.0,
        words="40 baux sur 100 font 40 %.",
    ),
)
