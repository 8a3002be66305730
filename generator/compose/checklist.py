"""What must be told to the public and to applicants, and the page that tells it, or « manquant »."""

from __future__ import annotations

from dataclasses import dataclass

from generator.compose.blocks import Block, Link, Plan, block_page
from generator.compose.material import Material
from generator.compose.places import HOME_CRUMB
from generator.compose.render import ROOT
from generator.model import Cell, Column, Crumb, Grid, Page, Row

MISSING = "manquant"


@dataclass(frozen=True)
class Item:
    """One piece of information that is due.

    Attributes:
        told: what must be told.
        basis: legal basis, as the domain note quotes it.
        pages: pages that deliver it, the first one that exists is shown.
        needs: result or table that must be published for it to count; empty when none.
    """

    told: str
    basis: str
    pages: tuple[str, ...] = ()
    needs: str = ""


CCH = "CCH, art. "
ITEMS = (
    Item("Des indicateurs pour estimer le délai d’attente moyen, par type de logement et par secteur",
         f"{CCH}R. 441-2-10, 5°", ("indicateurs/delai-moyen/",), "delai-moyen"),
    Item("L’enregistrement local des demandes et la liste des guichets",
         f"{CCH}R. 441-2-10", ("gouvernance/accueil/",), "lieux_accueil"),
    Item("Le délai maximal pour être reçu", f"{CCH}R. 441-2-10"),
    Item("L’organisation de la gestion partagée et son pilotage",
         f"{CCH}R. 441-2-10", ("conventions/ppgdid/#art-4",)),
    Item("La façon de qualifier l’offre de logements", f"{CCH}R. 441-2-10",
         ("conventions/ppgdid/#art-5",)),
    Item("Des règles communes sur l’information donnée", f"{CCH}R. 441-2-10",
         ("conventions/ppgdid/#art-7",)),
    Item("Le service d’information et d’accueil : missions minimales et lieux communs",
         f"{CCH}R. 441-2-10", ("conventions/ppgdid/#art-8",)),
    Item("Pour tous : la liste des guichets", f"{CCH}R. 441-2-16", ("gouvernance/accueil/",),
         "lieux_accueil"),
    Item("Pour tous : le délai fixé par le préfet au titre de l’article L. 441-1-4",
         f"{CCH}R. 441-2-16", ("guides/delai-anormalement-long/",), "delai_anormal"),
    Item("Pour tous : les procédures et les critères de priorité locaux", f"{CCH}R. 441-2-16",
         ("guides/cotation/", "conventions/cotation/")),
    Item("Pour tous : la localisation du parc", f"{CCH}R. 441-2-16", ("indicateurs/parc-social/",),
         "parc-social"),
    Item("Pour tous : les délais d’attente", f"{CCH}R. 441-2-16", ("communes/",)),
    Item("Au demandeur : les critères de la cotation et leur poids", f"{CCH}R. 441-2-17",
         ("guides/cotation/",), "cotation_grille"),
    Item("Au demandeur : la répartition des points de demandes semblables", f"{CCH}R. 441-2-17"),
    Item("Au demandeur : le délai constaté, selon la taille et le lieu", f"{CCH}R. 441-2-17",
         ("communes/",)),
    Item("Au demandeur : les effets d’un refus", f"{CCH}R. 441-2-17",
         ("conventions/cotation/#art-4",)),
    Item("La convention intercommunale d’attribution", f"{CCH}L. 441-1-6", ("conventions/cia/",)),
    Item("Les engagements annuels, chiffrés et territorialisés de chaque bailleur",
         f"{CCH}L. 441-1-6, 1° et 2°"),
    Item("Les engagements des autres signataires de la convention", f"{CCH}L. 441-1-6"),
    Item("Les modalités de relogement", f"{CCH}L. 441-1-6", ("conventions/cia/#art-7",)),
    Item("La liste des résidences à enjeu prioritaire de mixité sociale", f"{CCH}L. 441-1-6"),
    Item("La durée du plan, six ans, et son échéance", f"{CCH}R. 441-2-13",
         ("gouvernance/obligations/#durees",), "seances"),
    Item("Le bilan annuel de la gestion en flux, avant le 28 février", f"{CCH}R. 441-5-1",
         ("guides/gestion-en-flux/",), "flux_reservation"),
)  # fmt: skip
"""Information that is due, with the legal basis where a public source was found for it."""


def checklist_page(m: Material, up: Crumb) -> Page:
    """Return the list of information that is due, each with its page or « manquant »."""
    delivered = [(item, _page_of(m, item)) for item in ITEMS]
    rows = tuple(
        Row(
            Cell(item.told),
            (
                Cell(item.basis),
                _where(m, page),
            ),
        )
        for item, page in delivered
    )
    columns = (
        Column("Information", numeric=False), Column("Texte", numeric=False),
        Column("Où la trouver", numeric=False),
    )  # fmt: skip
    done = sum(page is not None for _, page in delivered)
    specimens = sum(page is not None and _specimen(m, page) for _, page in delivered)
    sentences = (
        f"{done} informations sur {len(rows)} ont leur page, dont {specimens} dans un texte spécimen.",
        "Un spécimen dit où l’information sera, pas ce que dit l’acte signé.",
        "Seul le texte en vigueur fait foi : cette liste suit les sources publiques relevées par le site.",
    )
    title = "Les informations obligatoires"
    block = Block("liste", "Ce qui est dû et où le trouver", sentences,
                  Grid("obligatoires", "Informations dues, texte et page", columns, rows),
                  [Link(c.title, f"{ROOT}/conventions/{c.slug}/") for c in m.library
                   if c.current.meta.get("nature") == "ppgdid"])  # fmt: skip
    return block_page(
        m, Plan("gouvernance/informations-obligatoires/", title,
                "Chaque information due au public ou au demandeur, et la page qui la donne.",
                (HOME_CRUMB, up, Crumb(title, None)), [block]),
    )  # fmt: skip


def _where(m: Material, page: str | None) -> Cell:
    if page is None:
        return Cell(MISSING, muted=True)
    told = "voir le spécimen" if _specimen(m, page) else "voir la page"
    return Cell(told, href=f"{ROOT}/{page}")


def _specimen(m: Material, page: str) -> bool:
    path = page.partition("#")[0]
    found = next((c for c in m.library if path == f"conventions/{c.slug}/"), None)
    return found is not None and bool(found.current.meta.get("specimen"))


def _page_of(m: Material, item: Item) -> str | None:
    """Return the first page that delivers an item, None when the data or the text lack."""
    if item.needs and item.needs not in m.publication.tables:
        result = m.publication.results.get(item.needs)
        if result is None or result.missing:
            return None
    return next((page for page in item.pages if _exists(m, page)), None)


def _exists(m: Material, page: str) -> bool:
    path, _, anchor = page.partition("#")
    if path.startswith("conventions/"):
        found = next((c for c in m.library if path == f"conventions/{c.slug}/"), None)
        return found is not None and (not anchor or anchor in found.ids)
    if path == "guides/cotation/":
        return "cotation_grille" in m.publication.tables
    return True
