"""I-18d: pressure for first demandes and for transfers, by size of home."""

from generator.formulas import Counts, Moment, Ratio
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="tension-mutations-taille",
    code="I-18d",
    title="Premières demandes et mutations pour une attribution, par taille",
    definition=(
        "Demandes en attente au 31 décembre divisées par les baux de l’année, pour la taille "
        "demandée : premières demandes d’un côté, mutations de l’autre."
    ),
    why="Elle dit quelles tailles les locataires du parc social attendent le plus pour changer.",
    unit=Unit.DEMANDES_PAR_BAIL,
    formula=Ratio(
        of=Counts(
            "demandes_mutations_typologie",
            "nb_demandes",
            "demandes en attente au 31 décembre",
            moment=Moment.END,
            keep="type_demande",
        ),
        per=Counts(
            "baux_mutations_typologie", "nb_baux", "baux signés dans l’année", keep="type_demande"
        ),
    ),
    reference=None,
    threshold=None,
    modalities={
        "premiere": "premières demandes",
        "mutation": "mutations",
    },
    caveats=(
        "Ce n’est pas un nombre d’années d’attente.",
        "Publié pour toute l’intercommunalité seulement.",
    ),
    example=Example(
        given={
            "demandes_mutations_typologie": """
                date       | code_territoire | type_demande | typologie | nb_demandes
                2024-01-01 | 99001           | mutation     | T4        | 120
            """,
            "baux_mutations_typologie": """
                annee | code_territoire | type_demande | typologie | nb_baux
                2023  | 99001           | mutation     | T4        | 30
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "T4",
            "modalite": "mutation",
        },
        expect=4.0,
        words="120 mutations demandées vers un T4 pour 30 baux font 4.",
    ),
)
