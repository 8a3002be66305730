"""Cells that published numbers give by addition and subtraction alone.

A level of its own for reports, never the verdict: most exact disclosures also use that a
hidden count is at least 1.
"""

from __future__ import annotations

import numpy as np

from generator.disclosure.blocks import components
from generator.disclosure.system import Ints, Key, Matrix, Published, System, unknowns

# Elimination modulo a prime has no rounding error; a wrong answer has odds of one in millions.
_PRIME = 2**31 - 1
# Dense elimination of more unknowns than this costs more than the linear programs.
LARGEST = 2000


def linear_disclosures(system: System | Published) -> list[Key]:
    """Return the hidden cells that are sums and differences of visible ones.

    Blocks with more than `LARGEST` unknowns after peeling are left out.
    """
    published = system.freeze() if isinstance(system, System) else system
    rest = unknowns(published)
    equal = np.flatnonzero(rest.low == rest.high)
    matrix = rest.matrix[equal].tocsr()
    known = _peel(matrix)
    free = np.flatnonzero(~known)
    matrix = matrix[:, free].tocsr()
    labels = components(matrix)
    for label in np.unique(labels.columns).tolist():
        cells = np.flatnonzero(labels.columns == label)
        rows = np.flatnonzero(labels.rows == label)
        if rows.size and cells.size <= LARGEST:
            known[free[cells]] = _determined(matrix[rows][:, cells].toarray())
    return [published.keys[cell] for cell in rest.cells[known].tolist()]


def _peel(matrix: Matrix) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return the cells found by equations with one unknown left, again and again."""
    known = np.zeros(matrix.shape[1], dtype=bool)
    pattern = abs(matrix)
    while True:
        left = pattern.copy()
        left.data = np.where(known[left.indices], 0, 1)
        single = np.flatnonzero(left.sum(axis=1) == 1)
        found = np.zeros_like(known)
        found[left[single].indices] = True
        fresh = found & ~known
        if not fresh.any():
            return known
        known |= fresh


def _determined(dense: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return the columns that the row space contains alone: reduced rows with one entry."""
    table = dense % _PRIME
    pivots: list[int] = []
    for column in range(table.shape[1]):
        below = np.flatnonzero(table[len(pivots) :, column])
        if not below.size:
            continue
        _eliminate(table, len(pivots), len(pivots) + int(below[0]), column)
        pivots.append(column)
        if len(pivots) == table.shape[0]:
            break
    alone = np.count_nonzero(table[: len(pivots)], axis=1) == 1
    found = np.zeros(table.shape[1], dtype=bool)
    found[np.array(pivots, dtype=np.int64)[alone]] = True
    return found


def _eliminate(table: Ints, row: int, source: int, column: int) -> None:
    table[[row, source]] = table[[source, row]]
    table[row] = table[row] * pow(int(table[row, column]), -1, _PRIME) % _PRIME
    others = np.flatnonzero(table[:, column])
    others = others[others != row]
    change = table[others, column][:, None] * table[row][None, :] % _PRIME
    table[others] = (table[others] - change) % _PRIME
