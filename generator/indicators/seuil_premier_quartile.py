"""I-06t: resources below which a household is in the first quartile."""

from datetime import date

from generator.formulas import Given
from generator.model import Example, Indicator, Reference, Unit

INDICATOR = Indicator(
    id="seuil-premier-quartile",
    code="I-06t",
    title="Plafond du premier quartile",
    definition=(
        "Ressources, par mois et par unité de consommation, au-dessous desquelles un ménage "
        "demandeur appartient au premier quartile de l’intercommunalité."
    ),
    why=(
        "C’est lui qui décide quels ménages comptent dans l’objectif de 25 % des attributions hors "
        "QPV."
    ),
    unit=Unit.EUROS,
    formula=Given("premier_quartile", "seuil_mensuel_uc", "plafond du premier quartile"),
    reference=Reference(
        text="CCH",
        article="art. L. 441-1",
        url="https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096",
        read_on=date(2026, 11, 1),
    ),
    threshold=None,
    modalities={},
    caveats=(
        "Il est fixé chaque année par arrêté, en euros par an ; il est divisé par 12 pour être lu.",
        "Une unité de consommation n’est pas une personne : un couple en compte 1,5.",
    ),
    example=Example(
        given={
            "premier_quartile": """
                annee | code_territoire | seuil_mensuel_uc
                2021  | 99001           | 532
            """,
        },
        at={"annee": "2021", "code_territoire": "99001", "typologie": "ensemble", "modalite": ""},
        expect=532.0,
        words="Le registre donne 532 euros par mois et par unité de consommation.",
    ),
)
