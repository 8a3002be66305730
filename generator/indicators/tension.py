"""I-05: households still waiting for each lease signed."""

from generator.formulas import Counts, Moment, Ratio
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="tension",
    code="I-05",
    title="Demandes en attente pour une attribution",
    definition=(
        "Nombre de demandes en attente au 31 décembre, divisé par le nombre de baux signés dans "
        "l’année."
    ),
    why="Ce rapport dit si la demande est forte par rapport aux logements qui se libèrent.",
    unit=Unit.DEMANDES_PAR_BAIL,
    formula=Ratio(
        of=Counts(
            "demandes_stock", "nb_demandes", "demandes en attente au 31 décembre", moment=Moment.END
        ),
        per=Counts("baux_delai", "nb_baux", "baux signés dans l’année"),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=(
        "Ce n’est pas un nombre d’années d’attente : beaucoup de demandes prennent fin sans logement.",
        "Demandes et baux ne sont pas toujours rattachés à une commune et à une taille de la même "
        "façon : les sources, en bas de page, le disent. Un ménage peut être logé ailleurs que dans "
        "la commune choisie en premier.",
    ),
    example=Example(
        given={
            "demandes_stock": """
                date       | code_territoire | typologie | anciennete | nb_demandes
                2024-01-01 | 99001           | T3        | ensemble   | 6002
            """,
            "baux_delai": """
                annee | code_territoire | typologie | delai    | nb_baux
                2023  | 99001           | T3        | ensemble | 1377
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": ""},
        expect=6002 / 1377,
        words="6 002 demandes au 31 décembre 2023, divisées par 1 377 baux de 2023, font 4,4.",
    ),
)
