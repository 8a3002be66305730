"""Bounds proven in whole numbers from the approximate prices of a linear program."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from generator.disclosure.system import FAR, Floats, Ints, Matrix

# Prices of these systems are small fractions; the last entry is divisible by 1 to 16.
DENOMINATORS = (1, 2, 3, 4, 6, 12, 60, 720720)
_TOLERANCE = 1e-5


class Bounded(Protocol):
    """Rows and columns with whole bounds."""

    @property
    def matrix(self) -> Matrix:
        """Integer CSR."""
        ...

    @property
    def across(self) -> Matrix:
        """The same, columns x rows."""
        ...

    @property
    def low(self) -> Ints:
        """Least value of each row."""
        ...

    @property
    def high(self) -> Ints:
        """Greatest value of each row."""
        ...

    @property
    def lower(self) -> Ints:
        """Least value of each column."""
        ...

    @property
    def upper(self) -> Ints:
        """Greatest value of each column."""
        ...


def least(system: Bounded, costs: Ints, duals: Floats) -> int | None:
    """Return a proven lower bound of costs @ x over all whole tables, or None.

    Any prices prove some bound, so a wrong price can only prove less: the solver is not
    trusted. Arithmetic is exact, on integers.
    """
    if duals.shape[0] != system.matrix.shape[0] or not np.isfinite(duals).all():
        return None
    best: int | None = None
    for denominator in DENOMINATORS:
        scaled = np.rint(duals * denominator)
        bound = priced(system, costs * denominator, scaled.astype(np.int64))
        if bound is not None:
            best = max(-(-bound // denominator), -FAR if best is None else best)
        if np.abs(scaled - duals * denominator).max(initial=0) < _TOLERANCE:
            break
    return best


def priced(system: Bounded, costs: Ints, prices: Ints) -> int | None:
    """Return the bound that whole prices prove, None when they lean on a missing bound."""
    rest = costs - system.across @ prices
    rows = np.where(prices > 0, system.low, system.high)
    columns = np.where(rest > 0, system.lower, system.upper)
    lean = np.concatenate([rows[prices != 0], columns[rest != 0]])
    if (np.abs(lean) >= FAR).any():
        return None
    return int(prices @ np.where(prices != 0, rows, 0)) + int(
        rest @ np.where(rest != 0, columns, 0)
    )
