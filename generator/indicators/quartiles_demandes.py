"""I-06c: resources of those who wait, by quartile."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="quartiles-demandes",
    code="I-06c",
    title="Quartiles de ressources dans les demandes",
    definition=(
        "Part de chaque quartile de ressources parmi les demandes en attente au 1er janvier. Le "
        "premier quartile a les ressources les plus basses."
    ),
    why="Elle se lit à côté de la même part dans les baux : qui demande, qui obtient.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts("demandes_quartile", "nb_demandes", "demandes de ce quartile", keep="quartile"),
        among=Counts("demandes_quartile", "nb_demandes", "demandes en attente au 1er janvier"),
    ),
    reference=Reference(
        text="CCH",
        article="art. L. 441-1",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={
        "Q1": "premier quartile",
        "Q2": "deuxième quartile",
        "Q3": "troisième quartile",
        "Q4": "quatrième quartile",
        "nd": "ressources inconnues",
    },
    caveats=(
        "Le plafond du premier quartile change chaque année.",
        "Une demande sans ressources connues n’est d’aucun quartile : elle est comptée à part.",
    ),
    example=Example(
        given={
            "demandes_quartile": """
                date       | code_territoire | quartile | nb_demandes
                2024-01-01 | 99001           | Q1       | 60
                2024-01-01 | 99001           | ensemble | 240
            """,
        },
        at={
            "annee": "2024",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "Q1",
        },
        expect=25.0,
        words="60 demandes du premier quartile sur 240 font 25 %.",
    ),
)
