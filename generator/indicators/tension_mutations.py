"""I-18c: pressure for first demandes and for transfers."""

from generator.formulas import Counts, Moment, Ratio
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="tension-mutations",
    code="I-18c",
    title="Demandes pour une attribution : premières demandes et mutations",
    definition=(
        "Demandes en attente au 31 décembre divisées par les baux de l’année, pour les premières "
        "demandes d’un côté, pour les mutations de l’autre."
    ),
    why="Elle montre lequel des deux groupes attend le plus par rapport à ce qui lui est attribué.",
    unit=Unit.DEMANDES_PAR_BAIL,
    formula=Ratio(
        of=Counts(
            "demandes_type",
            "nb_demandes",
            "demandes en attente au 31 décembre",
            moment=Moment.END,
            keep="type_demande",
        ),
        per=Counts("baux_mutations", "nb_baux", "baux signés dans l’année", keep="type_demande"),
    ),
    reference=None,
    threshold=None,
    modalities={
        "premiere": "premières demandes",
        "mutation": "mutations",
    },
    caveats=(
        "Ce n’est pas un nombre d’années d’attente.",
        (
            "Les baux sont comptés dans la commune du logement, les demandes dans celle choisie en "
            "premier."
        ),
    ),
    example=Example(
        given={
            "demandes_type": """
                date       | code_territoire | type_demande | nb_demandes
                2024-01-01 | 99001           | premiere     | 300
                2024-01-01 | 99001           | mutation     | 200
            """,
            "baux_mutations": """
                annee | code_territoire | type_demande | nb_baux
                2023  | 99001           | premiere     | 100
                2023  | 99001           | mutation     | 40
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "mutation",
        },
        expect=5.0,
        words="200 demandes de mutation pour 40 baux font 5.",
    ),
)
