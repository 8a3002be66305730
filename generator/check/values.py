"""Check that a number and its status agree: an empty number says why, a full one does not hide."""

from __future__ import annotations

import pandas as pd

from generator.errors import Finding
from generator.model import Status, Table
from generator.rules import At, found

SUFFIX = "_statut"
HIDING = (Status.SECRET, Status.MISSING, Status.NOT_APPLICABLE)


def measured(table: Table) -> list[str]:
    """Return the columns of `table` that may be hidden: those with a status beside them."""
    names = [f.name for f in table.fields]
    return [name for name in names if f"{name}{SUFFIX}" in names]


def value_findings(table: Table) -> list[Finding]:
    """Return every cell whose number and status contradict each other."""
    return [f for column in measured(table) for f in _contradictions(table, column)]


def cell_at(table: Table, line: object, column: str) -> At:
    """Return the place of a cell of a checked table."""
    return At(table.where, int(str(line)), column, table.numbers.get(column, 0))


def _contradictions(table: Table, column: str) -> list[Finding]:
    empty = table.frame[column].isna()
    hiding = table.frame[f"{column}{SUFFIX}"].isin([str(s) for s in HIDING])
    return [
        *_findings(table, column, empty & ~hiding, "D-120"),
        *_findings(table, column, ~empty & hiding, "D-121"),
    ]


def _findings(table: Table, column: str, wrong: pd.Series[bool], code: str) -> list[Finding]:
    # The value is never repeated: it may be one that must stay hidden.
    return [
        found(code, cell_at(table, line, column), status=f"{column}{SUFFIX}")
        for line in table.frame.index[wrong]
    ]
