"""I-06: share of leases outside priority districts that go to the poorest quarter."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-q1-hors-qpv",
    code="I-06",
    title="Part du premier quartile hors quartiers prioritaires",
    definition=(
        "Part des baux signés hors des quartiers prioritaires de la politique de la ville (QPV) "
        "avec des ménages du premier quartile de ressources."
    ),
    why="La loi veut que les ménages aux plus faibles ressources soient aussi logés hors des QPV.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "baux_qpv_quartile",
            "nb_baux",
            "baux hors QPV du premier quartile",
            where={"secteur_qpv": ("hors_qpv",), "quartile": ("Q1",)},
        ),
        among=Counts(
            "baux_qpv_quartile", "nb_baux", "baux hors QPV", where={"secteur_qpv": ("hors_qpv",)}
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
        "Le premier quartile est défini par un plafond de ressources fixé chaque année.",
        "Les baux dont les ressources ne sont pas connues restent dans le total : la part est "
        "donc plutôt sous-estimée.",
        "Ces données ne comptent pas à part les ménages relogés au titre du renouvellement urbain.",
    ),
    example=Example(
        given={
            "baux_qpv_quartile": """
                annee | code_territoire | secteur_qpv | quartile | nb_baux
                2023  | 99001           | hors_qpv    | Q1       | 12
                2023  | 99001           | hors_qpv    | ensemble | 48
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=25.0,
        words="12 baux sur 48 font 25 %.",
    ),
)
