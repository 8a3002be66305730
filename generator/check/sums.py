"""Check that parts add up to their totals, where they must: additive dimensions only."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from generator.check.bands import said
from generator.check.values import cell_at, measured
from generator.equations import ADDITIVE, TERRITORY, partition
from generator.errors import Finding
from generator.model import Table
from generator.rules import found
from generator.secrecy import INTEGER

PARTS = ["somme", "caches", "parties"]


def sum_findings(table: Table) -> Iterator[Finding]:
    """Yield every total of `table` that its parts contradict."""
    for column in measured(table):
        kind = next(f.kind for f in table.fields if f.name == column)
        if kind == INTEGER:
            for dimension in table.margins:
                if dimension in table.keys and _adds_up(table, dimension):
                    yield from _totals(table, dimension, column)


def _adds_up(table: Table, dimension: str) -> bool:
    return dimension != TERRITORY or table.counting.localisation in ADDITIVE


def _totals(table: Table, dimension: str, column: str) -> Iterator[Finding]:
    frame, margin = table.frame, table.margins[dimension]
    others = [key for key in table.keys if key != dimension]
    wanted = partition(sorted(set(frame[dimension].dropna()) - {margin}))
    if len(wanted) < 2:  # noqa: PLR2004 - one part is no partition
        return
    parts = frame[frame[dimension].isin(wanted)]
    grouped = _grouped(parts, others, column)
    totals = frame[frame[dimension] == margin]
    met = (
        totals.reset_index().merge(grouped, on=others, how="inner", validate="one_to_one")
        if others
        else _crossed(totals.reset_index(), grouped)
    )
    for row in met[met[column].notna()].to_dict("records"):
        if code := _verdict(row, column, len(wanted), rounded=table.rounding > 1):
            words = {
                "total": said(row[column]),
                "sum": said(row["somme"]),
                "dimension": dimension,
                "at": ", ".join(str(row[key]) for key in others) or dimension,
            }
            yield found(code, cell_at(table, row["ligne"], column), **words)


def _grouped(parts: pd.DataFrame, others: list[str], column: str) -> pd.DataFrame:
    """Return, per group, the visible sum, the number of hidden parts and of parts."""
    marked = parts.assign(
        somme=parts[column].fillna(0), caches=parts[column].isna().astype("int64"), parties=1
    )
    if not others:
        return marked[PARTS].sum().to_frame().T
    return marked.groupby(others, observed=True, sort=True)[PARTS].sum().reset_index()


def _crossed(totals: pd.DataFrame, grouped: pd.DataFrame) -> pd.DataFrame:
    return totals.merge(grouped, how="cross")


def _verdict(row: Mapping[Hashable, Any], column: str, wanted: int, *, rounded: bool) -> str | None:
    """Return the code of a contradiction: an equality when all is seen, else an inequality."""
    whole = row["caches"] == 0 and row["parties"] == wanted
    if rounded and not whole:
        return None  # parts left apart are rounded each for itself: they may pass their total
    if whole and row["somme"] != row[column]:
        return "D-401"
    return "D-402" if row["somme"] > row[column] else None
