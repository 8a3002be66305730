"""Intervals that follow from one equation at a time, until nothing moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.disclosure.system import FAR, Bools, Ints, Matrix

# Each sweep is sound, so stopping early only leaves intervals wider. Two large counts bound
# by rounded ratios can inch towards each other for ever.
SWEEPS = 200


@dataclass(eq=False)
class Intervals:
    """What each unknown can be at least and at most; crossed marks impossible ones."""

    lower: Ints
    upper: Ints
    crossed: Bools


def propagate(matrix: Matrix, low: Ints, high: Ints, start: Intervals) -> Intervals:
    """Return the intervals of whole numbers left by repeated subtraction.

    In each row a term lies between the row's value minus the most and minus the least
    the other terms can make; bounds are rounded inwards. Every step is one that a reader
    can do with a pencil.
    """
    lower, upper = start.lower.copy(), start.upper.copy()
    crossed = lower > upper
    columns = matrix.T.tocsr()
    active = np.arange(matrix.shape[0])
    for _ in range(SWEEPS):
        if not active.size:
            break
        before = lower.copy(), upper.copy()
        rows = matrix if active.size == matrix.shape[0] else matrix[active]
        _sweep(rows, low[active], high[active], Intervals(lower, upper, crossed))
        changed = (lower != before[0]) | (upper != before[1])
        crossed |= lower > upper
        # An impossible interval would spread for ever: its neighbourhood is already judged.
        active = _rows_of(columns, np.flatnonzero(changed & ~crossed))
    return Intervals(lower, upper, crossed)


def _rows_of(columns: Matrix, cells: Ints) -> Ints:
    if not cells.size:
        return cells
    found: Ints = np.unique(columns[cells].indices).astype(np.int64)
    return found


def _sweep(rows: Matrix, low: Ints, high: Ints, state: Intervals) -> None:
    coefficients, cells = rows.data, rows.indices
    counts = np.diff(rows.indptr)
    row_of = np.repeat(np.arange(counts.size), counts)
    positive = coefficients > 0
    at_low, at_high = coefficients * state.lower[cells], coefficients * state.upper[cells]
    # a term may make at most what the row allows once the others make their least
    ceiling = _rest(np.where(positive, at_low, at_high), rows.indptr, row_of, high)
    floor = _rest(np.where(positive, at_high, at_low), rows.indptr, row_of, low)
    above = _divide(np.where(positive, ceiling, floor), coefficients, FAR)
    below = -_divide(-np.where(positive, floor, ceiling), coefficients, FAR)
    np.minimum.at(state.upper, cells, above)
    np.maximum.at(state.lower, cells, below)


def _rest(terms: Ints, ends: Ints, row_of: Ints, limit: Ints) -> Ints:
    """Return, term by term, the row's limit minus all other terms; +-FAR when unlimited."""
    far = np.abs(terms) >= FAR
    finite = np.where(far, 0, terms)
    sums = np.add.reduceat(finite, ends[:-1])
    fars = np.add.reduceat(far.astype(np.int64), ends[:-1])
    unlimited = (np.abs(limit[row_of]) >= FAR) | (fars[row_of] - far > 0)
    return np.where(unlimited, FAR, limit[row_of] - sums[row_of] + finite)


def _divide(terms: Ints, coefficients: Ints, unlimited: int) -> Ints:
    quotient = np.floor_divide(terms, coefficients)
    return np.where(np.abs(terms) >= FAR, unlimited, quotient)
