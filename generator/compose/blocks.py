"""A page made of blocks: sentences, a table, a list. For pages that need no template of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator import words
from generator.compose.material import Material
from generator.compose.provenance import sources
from generator.compose.render import body
from generator.model import Cell, Crumb, Grid, Page, Ways


@dataclass(frozen=True)
class Link:
    """A link with what it leads to; `href` is None for something that is missing."""

    text: str
    href: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class Block:
    """A part of a page: its anchor, title, sentences, how their figures were obtained, table, links."""

    id: str
    title: str
    sentences: Sequence[str] = ()
    grid: Grid | None = None
    links: Sequence[Link] = ()
    ways: Ways = ()


@dataclass(frozen=True)
class Plan:
    """What a page of blocks is made of.

    Attributes:
        path: its address.
        title: its title.
        lead: the sentence below the title.
        crumbs: the way from the home page.
        blocks: its parts.
        tables: tables behind its figures.
    """

    path: str
    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    blocks: Sequence[Block]
    tables: Sequence[str] = ()


def block_page(m: Material, plan: Plan) -> Page:
    """Return the page of a plan; it says when a figure on it is invented."""
    behind = [m.publication.tables[t] for t in plan.tables if t in m.publication.tables]
    context = {
        "titre": plan.title,
        "chapeau": plan.lead,
        "blocs": [block for block in plan.blocks if block.sentences or block.grid or block.links],
        "sources": sources(m.publication, plan.tables),
        "demonstration": any(t.table.demonstration for t in behind),
    }
    section = f"{plan.path.split('/', maxsplit=1)[0]}/"
    return Page(plan.path, plan.title, plan.lead, plan.crumbs, section, body("blocs", context))


def rows_of(m: Material, table: str) -> list[dict[Any, Any]]:
    """Return the rows of a published table, none when the deposit lacks it."""
    found = m.publication.tables.get(table)
    return found.table.frame.to_dict("records") if found else []


def labels_of(m: Material, table: str, column: str) -> Mapping[str, str]:
    """Return the French label of each category of a column, in the order of the schema."""
    found = m.publication.tables.get(table)
    return found.table.labels(column) if found else {}


def written(value: object, missing: str = "non précisé") -> str:
    """Return a cell of the deposit as text, or what stands for an empty one."""
    return missing if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


def count_cell(row: Mapping[Any, Any], column: str) -> Cell:
    """Return a count of the deposit, or why it may not be seen."""
    value = row.get(column)
    if value is None or pd.isna(value):
        status = written(row.get(f"{column}_statut"), "nd")
        return Cell(
            words.NOT_PUBLISHED.get(status, words.NOT_PUBLISHED["nd"]),
            muted=True,
            title=words.WHY_NOT_PUBLISHED.get(status),
        )
    return Cell(words.number(float(value)))


def by_year(
    rows: Iterable[Mapping[Any, Any]], column: str, labels: Mapping[str, str], count: str
) -> tuple[list[int], list[tuple[str, list[Cell]]]]:
    """Return the years, newest first, and per category its label and one cell per year."""
    found = {(int(row["annee"]), str(row[column])): count_cell(row, count) for row in rows}
    years = sorted({year for year, _ in found}, reverse=True)
    nothing = Cell(words.NOT_PUBLISHED["nd"], muted=True)
    lines = [
        (label, [found.get((year, key), nothing) for year in years])
        for key, label in labels.items()
        if any((year, key) in found for year in years)
    ]
    return years, lines
