"""I-19: main reason of demandes."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="motifs",
    code="I-19",
    title="Motifs des demandes",
    definition="Part de chaque motif principal parmi les demandes en attente au 1er janvier.",
    why="Le motif dit ce qui pousse à demander : absence de logement, taille, loyer, santé.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "demandes_motif", "nb_demandes", "demandes qui donnent ce motif", keep="motif_demande"
        ),
        among=Counts("demandes_motif", "nb_demandes", "demandes en attente au 1er janvier"),
    ),
    reference=None,
    threshold=None,
    modalities={
        "sans_logement": "sans logement",
        "heberge": "hébergé",
        "trop_petit": "logement trop petit",
        "trop_grand": "logement trop grand",
        "trop_cher": "logement trop cher",
        "non_decent": "logement non décent ou insalubre",
        "separation": "séparation ou décohabitation",
        "conge_expulsion": "congé ou expulsion",
        "handicap_sante": "handicap ou santé",
        "rapprochement": "rapprochement",
        "situation_protegee": "situation protégée",
        "autre": "autre motif",
    },
    caveats=(
        "Un seul motif principal est compté par demande.",
        (
            "Les situations les plus sensibles sont regroupées sous « situation protégée » et ne sont "
            "jamais détaillées."
        ),
        "Publié pour toute l’intercommunalité seulement.",
    ),
    example=Example(
        given={
            "demandes_motif": """
                date       | code_territoire | motif_demande | nb_demandes
                2024-01-01 | 99001           | heberge       | 60
                2024-01-01 | 99001           | ensemble      | 400
            """,
        },
        at={
            "annee": "2024",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "heberge",
        },
        expect=15.0,
        words="60 demandes sur 400 font 15 %.",
    ),
)
