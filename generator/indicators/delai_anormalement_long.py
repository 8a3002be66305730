"""I-17: share of the stock beyond the prefect's threshold."""

from datetime import date

from generator.estimates import Beyond
from generator.formulas import Counts
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="delai-anormalement-long",
    code="I-17",
    title="Part des demandes au-delà du délai anormalement long",
    definition=(
        "Part des demandes en attente au 1er janvier qui sont plus anciennes que le délai fixé par "
        "le préfet."
    ),
    why=(
        "Au-delà de ce délai, l’attente est dite anormalement longue et un recours peut être "
        "possible."
    ),
    unit=Unit.PERCENT,
    formula=Beyond(
        stock=Counts("demandes_stock", "nb_demandes", "demandes en attente", keep="anciennete"),
        table="delai_anormal",
        column="seuil_mois",
    ),
    reference=Reference(
        text="CCH",
        article="art. R. 441-2-16",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={},
    caveats=(
        (
            "Le délai est fixé localement : il n’y a pas de valeur nationale. Sans seuil déposé, rien "
            "n’est publié."
        ),
        "Ce n’est ni un délai promis, ni une prévision.",
        "Quand le seuil tombe à l’intérieur d’une tranche, seules des bornes certaines sont publiées.",
    ),
    example=Example(
        given={
            "demandes_stock": """
                date       | code_territoire | typologie | anciennete | nb_demandes
                2024-01-01 | 99001           | T3        | M_0_12     | 120
                2024-01-01 | 99001           | T3        | M_12_24    | 50
                2024-01-01 | 99001           | T3        | M_24_P     | 30
                2024-01-01 | 99001           | T3        | ensemble   | 200
            """,
            "delai_anormal": """
                annee | code_territoire | typologie | seuil_mois
                2023  | 99001           | ensemble  | 24
            """,
        },
        at={"annee": "2024", "code_territoire": "99001", "typologie": "T3", "modalite": ""},
        expect=15.0,
        words="30 demandes sur 200 attendent depuis 24 mois ou plus : 15 %.",
    ),
)
