"""I-18: share of demandes by tenants of a social home."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-mutations-demandes",
    code="I-18",
    title="Part des mutations dans les demandes",
    definition=(
        "Part des demandes en attente au 1er janvier faites par des ménages déjà locataires d’un "
        "logement social."
    ),
    why="Loger un ménage en mutation libère un logement : les deux se suivent ensemble.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "demandes_type",
            "nb_demandes",
            "demandes de mutation",
            where={"type_demande": ("mutation",)},
        ),
        among=Counts("demandes_type", "nb_demandes", "demandes en attente au 1er janvier"),
    ),
    reference=Reference(
        text="CCH",
        article="art. L. 441-1-5, 1°",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={},
    caveats=(
        "Un ménage en mutation est déjà locataire d’un organisme de logement social, ici ou ailleurs.",
    ),
    example=Example(
        given={
            "demandes_type": """
                date       | code_territoire | type_demande | nb_demandes
                2024-01-01 | 99001           | mutation     | 38
                2024-01-01 | 99001           | ensemble     | 100
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=38.0,
        words="38 demandes sur 100 font 38 %.",
    ),
)
