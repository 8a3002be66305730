"""Publish a table without telling a dimension apart inside communes, when too much would be hidden.

Totals are rows of the contract: grouping is leaving out the rows of detail, never adding up anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import pandas as pd

from generator.equations import DELAYS, LEASES, PERIODS, TERRITORY, secret_columns
from generator.errors import Finding, SecrecyError
from generator.model import Table, Tables
from generator.rules import At, found
from generator.secrecy import too_small

COMMUNES: Final = ("commune", "code_commune", TERRITORY)
"""Words for the dimension of places: then no row of a commune stays."""


class Wish(NamedTuple):
    """What the secretariat asks of one table: a dimension to group, or a base to round to."""

    table: str
    asked: str


@dataclass(frozen=True)
class Grouped:
    """What grouping took from one table.

    Attributes:
        table: the table.
        dimension: what is no longer told apart inside communes.
        rows: rows left out.
        small: counts in them that would have been hidden for their own sake.
    """

    table: str
    dimension: str
    rows: int
    small: int

    @property
    def whole(self) -> bool:
        """Whether only the whole territory is left."""
        return self.dimension in COMMUNES


def grouped(tables: Tables, wishes: Sequence[Wish]) -> tuple[dict[str, Table], tuple[Grouped, ...]]:
    """Return the tables without the rows of detail, and what each grouping took.

    Args:
        tables: checked tables with their true counts.
        wishes: tables and dimensions; a dimension called « commune » leaves the whole alone.

    Raises:
        SecrecyError: a table or a dimension that cannot be grouped.
    """
    refusals = [refusal for wish in wishes if (refusal := _refusal(tables, wish))]
    if refusals:
        raise SecrecyError.found(*refusals)
    done, told = dict(tables), []
    for wish in wishes:
        kept, left = _split(done[wish.table], wish.asked)
        done[wish.table] = kept
        told.append(Grouped(wish.table, wish.asked, len(left.frame), small_counts(left)))
        if wish.table == LEASES and DELAYS in done:
            done[DELAYS] = _coherent(done[DELAYS], wish.asked)
    return done, tuple(told)


def small_counts(table: Table) -> int:
    """Return how many counts of a table are too small to be seen."""
    return sum(len(too_small(table, column)) for column in secret_columns(table))


def _coherent(delays: Table, dimension: str) -> Table:
    """Return the statistics of delays without the groups that the leases no longer count.

    Where the bands of a commune are not printed, nothing could be attacked any more with its
    statistics: they go with the bands.
    """
    own = dimension in delays.keys and dimension in delays.margins
    return _split(delays, dimension if own else TERRITORY)[0]


def _split(table: Table, dimension: str) -> tuple[Table, Table]:
    """Return what stays of a table, and the rows of communes that tell the dimension apart."""
    places = table.frame[TERRITORY].astype("string")
    detail = places != table.margins[TERRITORY]
    if dimension not in COMMUNES:
        detail &= table.frame[dimension].astype("string") != table.margins[dimension]
    gone = detail.fillna(value=False).astype(bool)
    return _numbered(table, table.frame[~gone]), replace(table, frame=table.frame[gone])


def _numbered(table: Table, frame: pd.DataFrame) -> Table:
    """Return the table with these rows, numbered as the lines of the file to be written."""
    index = pd.RangeIndex(2, len(frame) + 2, name=frame.index.name)
    return replace(table, frame=frame.set_axis(index, axis="index"))


# --- refusals ---------------------------------------------------------------------------------


def _refusal(tables: Tables, wish: Wish) -> Finding | None:
    """Return why a grouping cannot be made, if it cannot."""
    at = At(tables[wish.table].where if wish.table in tables else "datapackages")
    if wish.asked in PERIODS:
        return found("S-028", at, wish.asked, table=wish.table)
    problem = uncounted(tables, wish.table) or _ungrouped(tables[wish.table], wish.asked)
    return found("S-027", at, wish.asked, what=problem) if problem else None


def uncounted(tables: Tables, name: str) -> str:
    """Return why a table has no counts to group or to round, or nothing."""
    if name not in tables:
        counted = sorted(n for n, table in tables.items() if secret_columns(table))
        return f"Le tableau « {name} » n’existe pas ; tableaux possibles : {', '.join(counted)}."
    if name == DELAYS:
        return f"Le tableau « {name} » suit « {LEASES} » : demandez-le pour celui-ci."
    return "" if secret_columns(tables[name]) else f"Le tableau « {name} » ne compte aucun ménage."


def _ungrouped(table: Table, dimension: str) -> str:
    """Return why a dimension cannot be grouped inside communes, or nothing."""
    if TERRITORY not in table.keys or TERRITORY not in table.margins:
        return f"Le tableau « {table.name} » n’a pas de communes à regrouper."
    known = [key for key in table.keys if key in table.margins and key != TERRITORY]
    if dimension not in (*COMMUNES, *known):
        possible = ", ".join([*known, COMMUNES[0]])
        return (
            f"Le tableau « {table.name} » n’a pas de total pour « {dimension} » ; "
            f"dimensions possibles : {possible}."
        )
    kept, left = _split(table, dimension)
    if left.frame.empty or kept.frame.empty:
        return f"Le tableau « {table.name} » ne dit pas « {dimension} » par commune."
    return ""
