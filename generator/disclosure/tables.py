"""Large tables straight from arrays: the same system without naming cells one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from generator.disclosure.system import FAR, Bools, Ints, Key, Matrix, Published, Rule

# A node of one axis: position of the total, positions of its parts.
Sum = tuple[int, Sequence[int]]


def crossing(cells: Ints, axes: Sequence[Sequence[Sum]], count: int) -> Matrix:
    """Return one row per "total = sum of parts" of a table crossed with all its totals.

    Args:
        cells: position of each cell, one axis per dimension, totals included. Two tables
            that name the same position share that cell.
        axes: for each dimension, its totals and their parts.
        count: how many cells the whole system has.
    """
    rows: list[Matrix] = []
    for axis, sums in enumerate(axes):
        lines = np.moveaxis(cells, axis, 0).reshape(cells.shape[axis], -1)
        rows += [_sum_rows(lines, node, count) for node in sums]
    return sparse.vstack(rows).tocsr()


def _sum_rows(lines: Ints, node: Sum, count: int) -> Matrix:
    total, parts = node
    members = np.concatenate([lines[[total]], lines[list(parts)]])
    width, height = members.shape
    signs = np.concatenate([[1], np.full(len(parts), -1)])
    shape = (height, count)
    ends = np.arange(0, width * height + 1, width)
    return sparse.csr_array((np.tile(signs, height), members.T.ravel(), ends), shape=shape)


def assemble(
    values: Ints, hidden: Bools, matrix: Matrix, *, rule: Rule, keys: Sequence[Key] | None = None
) -> Published:
    """Return the published system of cells under one rule, bound by sums only."""
    size, rows = values.size, matrix.shape[0]
    return Published(
        keys=range(size) if keys is None else keys,
        value=np.where(hidden, 0, values),
        hidden=hidden,
        lower=np.full(size, rule.least),
        upper=np.full(size, FAR),
        threshold=np.full(size, rule.threshold),
        width=np.full(size, max(rule.width, 1)),
        zeros_secret=np.full(size, not rule.zeros_published),
        matrix=matrix,
        low=np.zeros(rows, dtype=np.int64),
        high=np.zeros(rows, dtype=np.int64),
        origins=[""] * rows,
    )
