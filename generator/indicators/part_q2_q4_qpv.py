"""I-07: share of leases in priority districts that go to the three other quarters."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-q2-q4-qpv",
    code="I-07",
    title="Part des trois autres quartiles dans les quartiers prioritaires",
    definition=(
        "Part des baux signés dans les quartiers prioritaires de la politique de la ville (QPV) "
        "avec des ménages des deuxième, troisième et quatrième quartiles de ressources."
    ),
    why="L’objectif est que les quartiers prioritaires accueillent des ménages de tous revenus.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "baux_qpv_quartile",
            "nb_baux",
            "baux en QPV des quartiles 2 à 4",
            where={"secteur_qpv": ("qpv",), "quartile": ("Q2", "Q3", "Q4")},
        ),
        among=Counts(
            "baux_qpv_quartile", "nb_baux", "baux en QPV", where={"secteur_qpv": ("qpv",)}
        ),
    ),
    reference=Reference(
        text="CCH",
        article="art. L. 441-1",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold="part-q2-4-qpv",
    modalities={},
    caveats=(
        "Une commune sans quartier prioritaire n’est pas concernée.",
        "Les baux dont les ressources ne sont pas connues restent dans le total.",
    ),
    example=Example(
        given={
            "baux_qpv_quartile": """
                annee | code_territoire | secteur_qpv | quartile | nb_baux
                2023  | 99001           | qpv         | Q1       | 20
                2023  | 99001           | qpv         | Q2       | 25
                2023  | 99001           | qpv         | Q3       | 15
                2023  | 99001           | qpv         | Q4       | 20
                2023  | 99001           | qpv         | ensemble | 80
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=75.0,
        words="25 + 15 + 20 = 60 baux, sur 80, font 75 %.",
    ),
)
