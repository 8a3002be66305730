"""I-08: share of leases that go to priority households."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="part-publics-prioritaires",
    code="I-08",
    title="Part des publics prioritaires",
    definition=(
        "Part des baux signés avec des ménages reconnus prioritaires (DALO) ou appartenant aux "
        "publics prioritaires de la loi."
    ),
    why="La convention intercommunale d’attribution fixe une part minimale pour ces ménages.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "baux_contingent_priorite",
            "nb_baux",
            "baux des publics prioritaires",
            where={"public_prioritaire": ("dalo", "prioritaire")},
        ),
        among=Counts("baux_contingent_priorite", "nb_baux", "baux signés dans l’année"),
    ),
    reference=Reference(
        text="CCH",
        article="art. L. 441-1-6, 2°",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold="part-publics-prioritaires",
    modalities={},
    caveats=(
        "Publié pour toute l’intercommunalité seulement : par commune, les nombres seraient trop petits.",
        "Un ménage reconnu DALO est compté une seule fois.",
    ),
    example=Example(
        given={
            "baux_contingent_priorite": """
                annee | contingent | public_prioritaire | nb_baux
                2023  | ensemble   | dalo               | 44
                2023  | ensemble   | prioritaire        | 300
                2023  | ensemble   | non_prioritaire    | 1033
                2023  | ensemble   | ensemble           | 1377
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "ensemble",
            "typologie": "ensemble",
            "modalite": "",
        },
        expect=100 * 344 / 1377,
        words="44 + 300 = 344 baux, sur 1 377, font 24,98 % : c’est moins de 25 %.",
    ),
)
