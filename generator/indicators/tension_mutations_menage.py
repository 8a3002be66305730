"""I-18e: pressure for transfers, by composition of the household."""

from generator.formulas import Counts, Moment, Ratio
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="tension-mutations-menage",
    code="I-18e",
    title="Mutations demandées pour une mutation obtenue, par ménage",
    definition=(
        "Demandes de mutation en attente au 31 décembre divisées par les baux de mutation de "
        "l’année, selon la composition du ménage."
    ),
    why="Elle dit quels ménages déjà logés dans le parc social attendent le plus pour en changer.",
    unit=Unit.DEMANDES_PAR_BAIL,
    formula=Ratio(
        of=Counts(
            "demandes_mutations_composition",
            "nb_demandes",
            "demandes de mutation en attente au 31 décembre",
            where={"type_demande": ("mutation",)},
            moment=Moment.END,
            keep="composition",
        ),
        per=Counts(
            "baux_mutations_composition",
            "nb_baux",
            "baux de mutation signés dans l’année",
            where={"type_demande": ("mutation",)},
            keep="composition",
        ),
    ),
    reference=None,
    threshold=None,
    modalities={
        "seul": "personne seule",
        "couple_sans_enfant": "couple sans enfant",
        "monoparental": "famille monoparentale",
        "couple_avec_enfants": "couple avec enfants",
        "autre": "autre ménage",
    },
    caveats=(
        "Ce n’est pas un nombre d’années d’attente.",
        "Publié pour toute l’intercommunalité seulement.",
        "La taille du logement n’y est pas croisée : il y aurait trop peu de ménages par case.",
    ),
    example=Example(
        given={
            "demandes_mutations_composition": """
                date       | code_territoire | type_demande | composition  | nb_demandes
                2024-01-01 | 99001           | mutation     | monoparental | 210
            """,
            "baux_mutations_composition": """
                annee | code_territoire | type_demande | composition  | nb_baux
                2023  | 99001           | mutation     | monoparental | 35
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "monoparental",
        },
        expect=6.0,
        words="210 mutations demandées par des familles monoparentales pour 35 baux font 6.",
    ),
)
