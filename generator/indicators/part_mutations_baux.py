"""I-18b: share of leases signed by tenants of a social home."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-mutations-baux",
    code="I-18b",
    title="Part des mutations dans les baux",
    definition="Part des baux de l’année signés par des ménages déjà locataires d’un logement social.",
    why=(
        "Comparée à la part des mutations dans les demandes, elle dit si les mutations aboutissent "
        "aussi souvent que les premières demandes."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "baux_mutations", "nb_baux", "baux de mutation", where={"type_demande": ("mutation",)}
        ),
        among=Counts("baux_mutations", "nb_baux", "baux signés dans l’année"),
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
        (
            "Les baux sont comptés dans la commune du logement, les demandes dans celle choisie en "
            "premier."
        ),
    ),
    example=Example(
        given={
            "baux_mutations": """
                annee | code_territoire | type_demande | nb_baux
                2023  | 99001           | mutation     | 30
                2023  | 99001           | ensemble     | 100
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=30.0,
        words="30 baux sur 100 font 30 %.",
    ),
)
