"""The wait that the prefect holds to be abnormally long: a number of the deposit, never of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator import words
from generator.compose.blocks import Block, Link, Plan, block_page, labels_of, rows_of
from generator.compose.material import Material
from generator.compose.render import ROOT
from generator.model import Cell, Column, Crumb, Grid, Page, Row

PATH = "guides/delai-anormalement-long/"
TITLE = "L’attente anormalement longue"
MEASURE = "delai-anormalement-long"


def threshold_page(m: Material, up: tuple[Crumb, ...]) -> Page:
    """Return the prefect's threshold for the département, or that it was not deposited."""
    rows = rows_of(m, "delai_anormal")
    year = max((int(row["annee"]) for row in rows), default=0)
    own = [row for row in rows if int(row["annee"]) == year]
    blocks = [
        Block("principe", "Le principe", (
            "Le préfet fixe un délai pour son département (CCH, art. L. 441-1-4).",
            "Aucune règle nationale n’en donne le niveau.",
            "Au-delà de ce délai, un recours au titre du droit au logement peut être possible.",
            "Ce n’est ni une promesse, ni une prévision de l’attente.",
        )),
        Block("valeur", "Le délai fixé par le préfet", _told(m, own, year), _grid(m, own) if own else None),
        Block("recours", "Que faire ensuite", ("Un lieu d’accueil peut aider à faire un recours.",),
              None, _links(m)),
    ]  # fmt: skip
    crumbs = (*up, Crumb(TITLE, None))
    lead = "Le délai fixé par le préfet, ce qu’il ouvre, et ce qu’il ne dit pas."
    return block_page(m, Plan(PATH, TITLE, lead, crumbs, blocks, ("delai_anormal",)))


def _told(m: Material, rows: Sequence[Mapping[Any, Any]], year: int) -> tuple[str, ...]:
    if not rows:
        return (
            f"Département : {m.publication.territory.departement}. La valeur n’a pas été déposée.",
            "Demandez-la dans un lieu d’accueil.",
        )
    sources = list(dict.fromkeys(str(row["source"]) for row in rows))
    return (
        f"Département : {m.publication.territory.departement}. Valeurs à partir de {year}.",
        f"Source : {words.listing(sources)}.",
    )


def _grid(m: Material, rows: Sequence[Mapping[Any, Any]]) -> Grid:
    sizes = labels_of(m, "delai_anormal", "typologie")
    order = list(sizes)
    ordered = sorted(
        rows, key=lambda r: (str(r["nom_territoire"]), order.index(str(r["typologie"])))
    )
    columns = (
        Column("Taille du logement", numeric=False), Column("Territoire", numeric=False),
        Column("Délai anormalement long"),
    )  # fmt: skip
    lines = tuple(
        Row(
            Cell(words.upper_first(sizes[str(row["typologie"])])),
            (Cell(str(row["nom_territoire"])), Cell(words.duration(float(row["seuil_mois"])))),
        )
        for row in ordered
    )
    return Grid(
        "delais-prefet", "Le délai fixé par le préfet, par taille de logement", columns, lines
    )


def _links(m: Material) -> list[Link]:
    links = []
    if "guides/droits/" in m.texts:
        links.append(Link("Droits et recours", f"{ROOT}/guides/droits/"))
    if rows_of(m, "lieux_accueil"):
        links.append(Link("Les lieux d’accueil", f"{ROOT}/gouvernance/accueil/"))
    published = m.publication.results.get(MEASURE)
    if published is not None:
        links.append(Link(published.indicator.title, f"{ROOT}/indicateurs/{MEASURE}/"))
    return links
