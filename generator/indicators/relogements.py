"""I-24: households of homes to demolish, and where they were rehoused."""

from datetime import date

from generator.formulas import Count, Counts
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="relogements",
    code="I-24",
    title="Relogements",
    definition="Ménages à reloger, relogés dans un quartier prioritaire et relogés ailleurs, dans l’année.",
    why="Démolir ou restructurer oblige à reloger : il faut dire où.",
    unit=Unit.DOSSIERS,
    formula=Count(
        Counts("relogements", "nb_menages", "ménages concernés", keep="etape_relogement"),
    ),
    reference=Reference(
        text="CCH",
        article="art. L. 441-1-6, 5°",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={
        "a_reloger": "à reloger",
        "reloges_qpv": "relogés dans un quartier prioritaire",
        "reloges_hors_qpv": "relogés ailleurs",
    },
    caveats=("Les nombres sont petits : ils sont cachés au-dessous de 11.",),
    example=Example(
        given={
            "relogements": """
                annee | code_territoire | etape_relogement | nb_menages
                2023  | 99001           | a_reloger        | 36
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "a_reloger",
        },
        expect=36.0,
        words="36 ménages sont à reloger.",
    ),
)
