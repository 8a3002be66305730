"""Parts of the system that share no unknown: each is judged alone, and remembered alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from generator.disclosure.system import FAR, Bools, Ints, Matrix, Published, Unknowns


@dataclass(frozen=True, eq=False)
class Block:
    """Unknowns tied together, with what is required of each.

    Attributes:
        cells: their positions among the unknowns.
        matrix: integer CSR, rows x cells.
        low: least value of each row.
        high: greatest value of each row.
        lower: least value of each cell.
        upper: greatest value of each cell.
        threshold: per cell, see Rule.
        width: per cell, see Rule.
    """

    cells: Ints
    matrix: Matrix
    low: Ints
    high: Ints
    lower: Ints
    upper: Ints
    threshold: Ints
    width: Ints

    @cached_property
    def across(self) -> Matrix:
        """The matrix by columns."""
        return self.matrix.T.tocsr()


@dataclass(frozen=True, eq=False)
class Labels:
    """Which component each row and each column belongs to."""

    rows: Ints
    columns: Ints
    count: int


def components(matrix: Matrix) -> Labels:
    """Return the connected components of the graph row - column."""
    rows, columns = matrix.shape
    entries = matrix.tocoo()
    size = rows + columns
    links = (np.ones(entries.nnz, dtype=np.int8), (entries.row, entries.col + rows))
    graph = sparse.coo_array(links, shape=(size, size))
    count, labels = csgraph.connected_components(graph, directed=False)
    return Labels(labels[:rows].astype(np.int64), labels[rows:].astype(np.int64), int(count))


def settle(system: Unknowns, fixed: Bools) -> Unknowns:
    """Return the system without the unknowns whose interval is a single value."""
    known = np.where(fixed, system.lower, 0)
    shown = system.matrix @ known
    free = np.flatnonzero(~fixed)
    matrix = system.matrix[:, free].tocsr()
    rows = np.flatnonzero(np.diff(matrix.indptr) > 0)
    return Unknowns(
        cells=free,
        rows=rows,
        matrix=matrix[rows],
        low=np.where(system.low > -FAR, system.low - shown, -FAR)[rows],
        high=np.where(system.high < FAR, system.high - shown, FAR)[rows],
        lower=system.lower[free],
        upper=system.upper[free],
        broken=np.empty(0, dtype=np.int64),
    )


def split(system: Unknowns, threshold: Ints, width: Ints) -> Iterator[Block]:
    """Yield the independent blocks, smallest first unknown first.

    Rows and columns are put in order of component once, so that each block is a slice:
    cutting twelve thousand blocks out one by one would cost more than judging them.
    """
    labels = components(system.matrix)
    row_order = np.argsort(labels.rows, kind="stable")
    order = np.argsort(labels.columns, kind="stable")
    matrix = system.matrix[row_order][:, order].tocsr()
    matrix.sort_indices()
    row_ends = np.searchsorted(labels.rows[row_order], np.arange(labels.count + 1))
    ends = np.searchsorted(labels.columns[order], np.arange(labels.count + 1))
    for label in np.unique(labels.columns):
        rows = slice(row_ends[label], row_ends[label + 1])
        columns = slice(ends[label], ends[label + 1])
        here = order[columns]
        yield Block(
            cells=system.cells[here],
            matrix=_slice(matrix, rows, columns),
            low=system.low[row_order[rows]],
            high=system.high[row_order[rows]],
            lower=system.lower[here],
            upper=system.upper[here],
            threshold=threshold[here],
            width=width[here],
        )


def _slice(matrix: Matrix, rows: slice, columns: slice) -> Matrix:
    ends = matrix.indptr[rows.start : rows.stop + 1]
    inside = slice(ends[0], ends[-1])
    shape = (rows.stop - rows.start, columns.stop - columns.start)
    indices = matrix.indices[inside] - columns.start
    return sparse.csr_array((matrix.data[inside], indices, ends - ends[0]), shape=shape)


def content_key(published: Published, system: Unknowns, members: tuple[Ints, Ints]) -> str:
    """Return a hash of all that the verdicts of a block depend on, whatever the order.

    Only public content enters: names, bounds, rules and the value of each row once the
    visible counts are put in.

    Args:
        published: the whole system, for names and rules.
        system: its unknowns.
        members: positions among the unknowns of the block's rows and cells.
    """
    rows, cells = members
    names = {cell: repr(published.keys[system.cells[cell]]) for cell in cells.tolist()}
    lines = [_cell_line(published, system, cell, name) for cell, name in names.items()]
    for row in rows.tolist():
        inside = slice(system.matrix.indptr[row], system.matrix.indptr[row + 1])
        terms = zip(system.matrix.indices[inside], system.matrix.data[inside], strict=True)
        text = sorted(f"{coefficient}*{names[cell]}" for cell, coefficient in terms)
        lines.append(f"row {system.low[row]} {system.high[row]} {' '.join(text)}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _cell_line(published: Published, system: Unknowns, cell: int, name: str) -> str:
    position = system.cells[cell]
    facts = (
        system.lower[cell],
        system.upper[cell],
        published.threshold[position],
        published.width[position],
        published.zeros_secret[position],
    )
    return f"cell {name} " + " ".join(str(int(fact)) for fact in facts)
