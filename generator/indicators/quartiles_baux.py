"""I-06d: resources of those who sign a lease, by quartile."""

from datetime import date

from generator.formulas import Counts, Share
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="quartiles-baux",
    code="I-06d",
    title="Quartiles de ressources dans les baux",
    definition=(
        "Part de chaque quartile de ressources parmi les baux signés dans l’année, en quartier "
        "prioritaire et ailleurs."
    ),
    why="Elle se lit à côté de la même part dans les demandes : qui demande, qui obtient.",
    unit=Unit.PERCENT,
    formula=Share(
        of=Counts(
            "baux_qpv_quartile", "nb_baux", "baux des ménages de ce quartile", keep="quartile"
        ),
        among=Counts("baux_qpv_quartile", "nb_baux", "baux signés dans l’année"),
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
        "Ce n’est pas l’objectif légal, qui porte sur les baux hors quartier prioritaire seulement.",
        "Un bail sans ressources connues n’est d’aucun quartile : il est compté à part.",
    ),
    example=Example(
        given={
            "baux_qpv_quartile": """
                annee | code_territoire | secteur_qpv | quartile | nb_baux
                2023  | 99001           | ensemble    | Q1       | 30
                2023  | 99001           | ensemble    | ensemble | 150
            """,
        },
        at={
            "annee": "2023",
            "code_territoire": "99001",
            "typologie": "ensemble",
            "modalite": "Q1",
        },
        expect=20.0,
        words="30 baux du premier quartile sur 150 font 20 %.",
    ),
)
