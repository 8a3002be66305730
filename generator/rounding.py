"""Round all counts of a table together, so that its totals remain the sums of their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np

from generator.disclosure import Published, Rounded, round_counts
from generator.equations import SUFFIX, Cell, cells_of, knowledge, secret_columns
from generator.errors import Finding, SecrecyError
from generator.model import Status, Table, Tables
from generator.rules import At, found
from generator.settings import ROUNDING_BASES

SECONDS: Final = 60.0
"""Time for the rounding of one part of a table; past it, one multiple further is tried."""

STEPS: Final = (0, 1)
"""Multiples further than the two nearest: one is enough for nearly every table."""


@dataclass(frozen=True)
class Told:
    """What rounding did to one table.

    Attributes:
        table: the table.
        base: every count is a multiple of it.
        steps: how many multiples further than the two nearest a count may be.
        counts: how many counts were rounded.
    """

    table: str
    base: int
    steps: int
    counts: int


def rounded(tables: Tables, bases: Mapping[str, str]) -> tuple[dict[str, Table], tuple[Told, ...]]:
    """Return the tables with some of them rounded, and what was done.

    Args:
        tables: tables with their true counts.
        bases: base asked for, by table, as it was written.

    Raises:
        SecrecyError: a table that counts nobody, another base, or no rounding that adds up.
    """
    refusals = [f for name, base in bases.items() if (f := _refusal(tables, name, base))]
    if refusals:
        raise SecrecyError.found(*refusals)
    done, told = dict(tables), []
    for name, base in bases.items():
        done[name], said = _rounded(tables[name], int(base))
        told.append(said)
    return done, tuple(told)


def _refusal(tables: Tables, name: str, base: str) -> Finding | None:
    """Return why a table cannot be rounded to a base, if it cannot."""
    at, what = At(tables[name].where if name in tables else "datapackages"), ""
    if name not in tables or not secret_columns(tables[name]):
        counted = sorted(n for n, table in tables.items() if secret_columns(table))
        what = f"« {name} » n’est pas un tableau de comptes ; tableaux possibles : {', '.join(counted)}."
    elif base not in {str(one) for one in ROUNDING_BASES}:
        what = f"« {name} » s’arrondit à {' ou à '.join(map(str, ROUNDING_BASES))}, pas à {base}."
    elif tables[name].rounding > 1 or _hides(tables[name]):
        what = f"« {name} » est déjà arrondi ou masqué : il faut tous ses nombres, exacts."
    return found("S-029", at, base, what=what) if what else None


def _hides(table: Table) -> bool:
    statuses = [table.frame[f"{column}{SUFFIX}"] for column in secret_columns(table)]
    return any((one == str(Status.SECRET)).fillna(value=False).any() for one in statuses)


def _rounded(table: Table, base: int) -> tuple[Table, Told]:
    """Return one table rounded, with as little freedom as its sums allow."""
    published = _additive(knowledge({table.name: table}).system.freeze())
    made = next((m for steps in STEPS if (m := _closest(published, base, steps))), None)
    if made is None:
        what = f"Aucun arrondi de « {table.name} » à {base} ne garde les totaux."
        raise SecrecyError.found(found("S-029", At(table.where), str(base), what=what))
    values = dict(zip(cast("Sequence[Cell]", published.keys), made.values.tolist(), strict=True))
    frame, counts = table.frame, 0
    for column in secret_columns(table):
        cells = [cell for _, cell in cells_of({table.name: table}, table.name, column)]
        printed = frame[column].notna()
        numbers = [values[c] if p else None for c, p in zip(cells, printed, strict=True)]
        series = frame[column].copy()
        series[:] = numbers
        frame, counts = frame.assign(**{column: series}), counts + int(printed.sum())
    done = replace(table, frame=frame, rounding=base, rounding_steps=made.steps)
    return done, Told(table.name, base, made.steps, counts)


def _closest(published: Published, base: int, steps: int) -> Rounded | None:
    try:
        return round_counts(published, base=base, steps=steps, seconds=SECONDS)
    except ValueError:
        return None  # no rounding adds up within these steps, or none was found in time


def _additive(published: Published) -> Published:
    """Return the system with its sums of printed counts alone: the others bind no rounding."""
    absent = abs(published.matrix) @ published.hidden.astype(np.int64) > 0
    equal = (published.low == 0) & (published.high == 0) & ~absent
    rows = np.flatnonzero(equal)
    return replace(
        published,
        matrix=published.matrix[rows],
        low=published.low[rows],
        high=published.high[rows],
        origins=[published.origins[row] for row in rows.tolist()],
    )
