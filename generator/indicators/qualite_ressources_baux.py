"""I-34b: leases whose resources are not known."""

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Unit

INDICATOR = Indicator(
    id="ressources-inconnues-baux",
    code="I-34b",
    title="Qualité : ressources inconnues dans les baux",
    definition="Part des baux de l’année dont les ressources du ménage ne sont pas connues.",
    why=(
        "Ces baux comptent dans le total du premier quartile, jamais dans sa part : elle est donc "
        "plutôt sous-estimée."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "baux_qpv_quartile",
            "nb_baux",
            "baux sans ressources connues",
            where={"quartile": ("nd",)},
        ),
        among=Counts("baux_qpv_quartile", "nb_baux", "baux signés dans l’année"),
    ),
    reference=None,
    threshold=None,
    modalities={},
    caveats=("Les petits nombres sont cachés : une part absente n’est pas une part nulle.",),
    example=Example(
        given={
            "baux_qpv_quartile": """
                annee | code_territoire | secteur_qpv | quartile | nb_baux
                2023  | 99001           | ensemble    | nd       | 15
                2023  | 99001           | ensemble    | ensemble | 300
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=5.0,
        words="15 baux sur 300 font 5 %.",
    ),
)
