"""Check that a number and its status agree: an empty number says why, a full one does not hide."""

from __future__ import annotations

import pandas as pd

from generator.errors import Finding
from generator.model import Status, Table

SUFFIX = "_statut"
HIDING = (Status.SECRET, Status.MISSING, Status.NOT_APPLICABLE)


def measured(table: Table) -> list[str]:
    """Return the columns of `table` that may be hidden: those with a status beside them."""
    names = [f.name for f in table.fields]
    return [name for name in names if f"{name}{SUFFIX}" in names]


def value_findings(table: Table) -> list[Finding]:
    """Return every cell whose number and status contradict each other."""
    return [f for column in measured(table) for f in _contradictions(table, column)]


def _contradictions(table: Table, column: str) -> list[Finding]:
    empty = table.frame[column].isna()
    hiding = table.frame[f"{column}{SUFFIX}"].isin([str(s) for s in HIDING])
    return [
        *_findings(
            table, column, empty & ~hiding,
            (
                "D-120",
                "Cette cellule est vide et rien ne dit pourquoi.",
                f"Écrivez le nombre, ou « secret », « nd » ou « so » dans « {column}{SUFFIX} ».",
            ),
        ),
        *_findings(
            table, column, ~empty & hiding,
            (
                "D-121",
                "Cette cellule porte un nombre alors que son statut dit qu’il est caché ou absent.",
                f"Effacez le nombre, ou videz « {column}{SUFFIX} ».",
            ),
        ),
    ]  # fmt: skip


def _findings(
    table: Table, column: str, wrong: pd.Series[bool], words: tuple[str, str, str]
) -> list[Finding]:
    code, message, remedy = words
    # The value is never repeated: it may be one that must stay hidden.
    return [
        Finding(table.where, int(str(line)), column, code, "", message, remedy)
        for line in table.frame.index[wrong]
    ]
