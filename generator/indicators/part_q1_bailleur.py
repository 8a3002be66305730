"""I-06b: share of leases outside priority districts, by landlord."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-q1-hors-qpv-bailleur",
    code="I-06b",
    title="Part du premier quartile hors quartiers prioritaires, par bailleur",
    definition=(
        "Part des baux signés par chaque bailleur hors des quartiers prioritaires avec des ménages "
        "du premier quartile de ressources."
    ),
    why=(
        "La convention demande à chaque bailleur de prendre sa part. Les petits bailleurs signent "
        "trop peu de baux pour être comparés."
    ),
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "baux_qpv_quartile_bailleur",
            "nb_baux",
            "baux hors QPV du premier quartile",
            where={"secteur_qpv": ("hors_qpv",), "quartile_regroupe": ("Q1",)},
            keep="code_bailleur",
        ),
        among=Counts(
            "baux_qpv_quartile_bailleur",
            "nb_baux",
            "baux hors QPV",
            where={"secteur_qpv": ("hors_qpv",)},
            keep="code_bailleur",
        ),
    ),
    reference=Reference(
        text="CCH",
        article="art. L. 441-1",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold="part-q1-hors-qpv",
    modalities={},
    caveats=(
        (
            "Les bailleurs ne sont jamais classés : avec peu de baux, le hasard suffit à expliquer un "
            "écart."
        ),
        "Les baux dont les ressources ne sont pas connues restent dans le total.",
        "Publié pour toute l’intercommunalité seulement.",
    ),
    example=Example(
        given={
            "baux_qpv_quartile_bailleur": """
                annee | code_territoire | code_bailleur | secteur_qpv | quartile_regroupe | nb_baux
                2023  | 99001           | silene        | hors_qpv    | Q1                | 60
                2023  | 99001           | silene        | hors_qpv    | ensemble          | 240
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "silene",
        },
        expect=25.0,
        words="60 baux sur 240 font 25 %.",
    ),
)
