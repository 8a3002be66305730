"""The quality of what is deposited, field by field: what is unknown, how old it is, what was revised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from generator import words
from generator.compose.blocks import count_cell
from generator.compose.material import Material
from generator.compose.promises import base
from generator.compose.provenance import ways
from generator.model import Cell, Column, Grid, Package, PublishedTable, Row, Status, Unit
from generator.reading import Value, cell
from generator.settings import ENSEMBLE

UNKNOWN = "nd"
"""Category of a dimension that counts those of whom it is not known."""

BY_INDICATOR = ("ressources-inconnues-demandes", "ressources-inconnues-baux")
NOTED = (Status.REVISED, Status.PROVISIONAL)
MISSING = "Non publié"


@dataclass(frozen=True)
class Asked:
    """A field that a demande has, and the table that would tell of how many it is unknown."""

    title: str
    table: str
    column: str
    count: str


ASKED = (
    Asked("Taille demandée", "demandes_stock", "typologie", "nb_demandes"),
    Asked("Motif de la demande", "demandes_motif", "motif_demande", "nb_demandes"),
    Asked("Âge du titulaire", "demandes_age", "tranche_age", "nb_demandes"),
)


def unknown(m: Material) -> Grid:
    """Return, field by field, of how many it is unknown, or why that is not published."""
    known = [m.publication.results[name] for name in BY_INDICATOR if name in m.publication.results]
    rows = [_by_indicator(m, one.indicator.id) for one in known if not one.missing]
    rows += [_by_table(m, asked) for asked in ASKED]
    columns = (
        Column("Ce qui est demandé", numeric=False), Column("Part inconnue"),
        Column("Base", numeric=False), Column("Année", numeric=False),
        Column("Ce qu’il faut savoir", numeric=False),
    )  # fmt: skip
    return Grid(
        "champs-inconnus", "Ce que l’on ne sait pas des demandes et des baux", columns,
        tuple(rows), ways=ways(m.publication, *BY_INDICATOR),
    )  # fmt: skip


def _by_indicator(m: Material, name: str) -> Row:
    indicator = m.publication.results[name].indicator
    whole = m.publication.territory.siren
    year = m.reader.last_known(name, whole)
    value = m.reader.value(name, year, whole)
    told = "Comptés à part dans le tableau déposé."
    return _row(indicator.title, value, str(year), told)


def _row(title: str, value: Value, year: str, told: str) -> Row:
    shown = cell(value, Unit.PERCENT)
    return Row(Cell(title), (shown, Cell(base(value) or "sans objet"), Cell(year), Cell(told)))


def _by_table(m: Material, asked: Asked) -> Row:
    """Return the share of those without a field, when the table counts them apart."""
    published = m.publication.tables.get(asked.table)
    if published is None:
        return _untold(asked, "Le tableau n’a pas été déposé.")
    frame = published.table.frame
    if not (frame[asked.column] == UNKNOWN).any():
        return _untold(
            asked,
            "Le tableau déposé ne compte pas à part les demandes où cette information manque : "
            "rien ne dit s’il y en a.",
        )
    keys = published.table.keys
    period = next(k for k in keys if k in ("annee", "date"))
    others = [k for k in keys if k not in (period, "code_territoire", asked.column)]
    whole = frame[
        (frame["code_territoire"] == m.publication.territory.siren)
        & (frame[others] == ENSEMBLE).all(axis="columns")
        & (frame[period] == frame[period].max())
    ].set_index(asked.column)
    lines = whole.to_dict("index")
    top, bottom = lines[UNKNOWN], lines[ENSEMBLE]
    year = str(frame[period].max())[:4]
    n, total = (count_of(line, asked.count) for line in (top, bottom))
    if n is None or not total:
        reason = count_cell({str(k): v for k, v in top.items()}, asked.count).text
        return _untold(asked, f"{words.upper_first(reason)}.", year)
    value = Value(100 * n / total, n, total, "")
    return _row(asked.title, value, year, "Comptées à part dans le tableau déposé.")


def count_of(line: Mapping[Any, Any], column: str) -> int | None:
    """Return a visible count, None for a hidden or missing one."""
    return None if pd.isna(line[column]) else int(line[column])


def _untold(asked: Asked, reason: str, year: str = "sans objet") -> Row:
    nothing = Cell(MISSING.lower(), muted=True)
    return Row(Cell(asked.title), (nothing, Cell("sans objet"), Cell(year), Cell(reason)))


def lags(m: Material) -> Grid:
    """Return, per package, the days between the end of what it counts and its deposit."""
    rows = []
    for package in sorted(m.publication.packages, key=lambda p: str(p.descriptor["title"])):
        deposited = date.fromisoformat(str(package.descriptor["created"])[:10])
        ends = list(_ends(m, package, deposited))
        if ends:
            days = (deposited - max(ends)).days
            rows.append(
                Row(
                    Cell(str(package.descriptor["title"])),
                    (Cell(words.day(max(ends))), Cell(words.day(deposited)),
                     Cell(words.counted(days, "jour"))),
                )
            )  # fmt: skip
    columns = (
        Column("Dépôt", numeric=False), Column("Dernier jour compté", numeric=False),
        Column("Déposé le", numeric=False), Column("Écart"),
    )  # fmt: skip
    return Grid("ecarts", "Entre le dernier jour compté et le dépôt", columns, tuple(rows))


def _ends(m: Material, package: Package, deposited: date) -> Iterator[date]:
    """Yield the last day that each yearly table of a package counts.

    A year whose end comes after the deposit is a stock on its first day.
    """
    for resource in package.resources:
        published = m.publication.tables.get(resource.name)
        if published is None or published.table.frame.empty or not _counts(published):
            continue
        frame, keys = published.table.frame, published.table.keys
        if "date" in keys:
            yield date.fromisoformat(str(frame["date"].max())[:10])
        elif "annee" in keys:
            year = int(frame["annee"].max())
            end = date(year, 12, 31)
            yield end if end <= deposited else date(year, 1, 1)


def _counts(published: PublishedTable) -> bool:
    names = {f.name for f in published.table.fields}
    return any(f"{name}_statut" in names for name in names)


def revisions(m: Material) -> Grid | None:
    """Return how many numbers of each table are revised or provisional; None when none is."""
    rows = []
    for _, published in sorted(m.publication.tables.items()):
        names = [f.name for f in published.table.fields if f.name.endswith("_statut")]
        noted = [str(code) for name in names for code in published.table.frame[name].dropna()]
        counts = [noted.count(str(status)) for status in NOTED]
        if any(counts):
            cells = tuple(Cell(words.number(count)) for count in counts)
            rows.append(Row(Cell(published.table.title), cells))
    columns = (Column("Tableau", numeric=False), Column("Révisés"), Column("Provisoires"))
    caption = "Nombres révisés ou provisoires"
    return Grid("revisions", caption, columns, tuple(rows)) if rows else None
