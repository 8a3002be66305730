"""I-10: delays of the households that signed a lease in the year."""

from datetime import date

from generator.formulas import Counts, Statistic
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="delai-moyen",
    code="I-10",
    title="Délai moyen des ménages logés",
    definition=(
        "Durée moyenne, en mois, entre le premier dépôt de la demande et la signature du bail, pour "
        "les ménages logés dans l’année."
    ),
    why=(
        "Le règlement demande de publier un délai moyen. Lisez-le toujours avec le délai médian : "
        "quelques attentes très longues suffisent à l’allonger."
    ),
    unit=Unit.MONTHS,
    formula=Statistic(
        table="delais_attributaires",
        column="delai_mois",
        dimension="statistique",
        kept=("moyenne",),
        base=Counts("baux_delai", "nb_baux", "baux signés dans l’année"),
        label="moyenne des durées d’attente des ménages logés",
    ),
    reference=Reference(
        text="CCH",
        article="art. R. 441-2-10, 5°",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={"moyenne": "moyenne"},
    caveats=(
        "Ce délai ne concerne que les ménages logés dans l’année. Ceux qui attendent encore et ceux "
        "qui ont renoncé n’y sont pas : ce n’est pas une prévision.",
        "Il baisse quand beaucoup de demandes récentes sont satisfaites, même si personne n’attend moins.",
    ),
    example=Example(
        given={
            "delais_attributaires": """
                annee | code_territoire | typologie | statistique | delai_mois
                2023  | 99001           | T3        | moyenne     | 22
            """,
            "baux_delai": """
                annee | code_territoire | typologie | delai    | nb_baux
                2023  | 99001           | T3        | ensemble | 25
            """,
        },
        at={"annee": "2023", "code_territoire": "99001", "typologie": "T3", "modalite": "moyenne"},
        expect=22.0,
        words="Le producteur donne 22 mois pour 25 baux.",
    ),
)
