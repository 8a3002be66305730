"""The true counts, and what may be hidden of them: the secretariat's side of the repair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from generator.disclosure.audit import audit
from generator.disclosure.blocks import components
from generator.disclosure.system import FAR, Bools, Floats, Ints, Matrix, Published
from generator.disclosure.verdict import Report, Verdict

# How far a count may be thought to rise: more than any width asks for.
_ROOM = 10**4
# How many equations away a reserve is looked for: a cell, its margin, the margin of that one.
_HOPS = 3


@dataclass(frozen=True, eq=False)
class Ground:
    """Cells that may be hidden, tied together, with their true counts.

    Attributes:
        cells: positions in the whole system.
        published: these cells alone; its values are the true ones, its hidden cells those
            that must be hidden. Rows hold what is left once all other cells are put in.
        cost: information lost by hiding each cell.
        closed: rows that count something which cannot be hidden: the sums of a margin that
            stays visible. Without them, places fall apart into groups.
    """

    cells: Ints
    published: Published
    cost: Floats
    closed: Bools

    @property
    def matrix(self) -> Matrix:
        """Rows x cells."""
        return self.published.matrix

    @property
    def must(self) -> Bools:
        """Cells hidden whatever happens."""
        return self.published.hidden

    @property
    def values(self) -> Ints:
        """True counts."""
        return self.published.value

    @property
    def need(self) -> Ints:
        """Width that each cell needs once hidden."""
        return np.maximum(self.published.width, 1)

    def room(self) -> tuple[Ints, Ints]:
        """Return how far each count may fall and rise in a reader's mind."""
        down = self.values - self.published.lower
        up = np.minimum(self.published.upper - self.values, _ROOM)
        return np.maximum(down, 0), np.maximum(up, 0)

    def slack(self) -> tuple[Ints, Ints]:
        """Return how far each row may fall and rise: zero for a sum."""
        made = self.matrix @ self.values
        low = np.where(self.published.low > -FAR, self.published.low - made, -FAR)
        high = np.where(self.published.high < FAR, self.published.high - made, FAR)
        return low, high

    def within(self, cells: Ints) -> Ground:
        """Return these cells alone, all others standing still."""
        rows = np.unique(self.matrix.T.tocsr()[cells].indices).astype(np.int64)
        part = self.matrix[rows][:, cells].tocsr()
        made = self.matrix[rows] @ self.values - part @ self.values[cells]
        ends = (self.published.low[rows], self.published.high[rows])
        low, high = (np.where(np.abs(end) < FAR, end - made, end) for end in ends)
        return _ground(self.published, cells, (part, low, high), (self.cost, self.closed[rows]))

    def exposed(self, hidden: Bools, watched: Bools) -> Bools:
        """Return the watched cells that a reader can find or nearly find under this mask.

        A cell that must be hidden and was safe stays safe when more is hidden: only those
        exposed at first, and the cells added since, are worth watching.
        """
        report = self._audit(hidden, watched)
        found = np.zeros(hidden.size, dtype=bool)
        found[report.cells[report.verdicts >= Verdict.NARROW]] = True
        return found & watched

    def found_out(self, hidden: Bools) -> Bools:
        """Return the added cells whose large count a reader finds: hidden for nothing."""
        report = self._audit(hidden, hidden & ~self.must)
        found = np.zeros(hidden.size, dtype=bool)
        found[report.cells[report.verdicts == Verdict.DEDUCED]] = True
        return found & ~self.must

    def _audit(self, hidden: Bools, watched: Bools) -> Report:
        width = np.where(watched, self.published.width, 0)
        return audit(replace(self.published, hidden=hidden, width=width))


def grounds(published: Published, may: Bools, cost: Floats) -> Iterator[Ground]:
    """Yield the independent parts of a complete system.

    Args:
        published: every cell with its true count; hidden marks those that must be.
        may: cells that may be hidden.
        cost: information lost by hiding each cell.
    """
    movable = np.flatnonzero(may | published.hidden)
    matrix = published.matrix[:, movable].tocsr()
    made = published.matrix @ published.value - matrix @ published.value[movable]
    labels = components(matrix)
    row_order = np.argsort(labels.rows, kind="stable")
    order = np.argsort(labels.columns, kind="stable")
    edges = np.arange(labels.count + 1)
    row_ends = np.searchsorted(labels.rows[row_order], edges)
    ends = np.searchsorted(labels.columns[order], edges)
    low = np.where(published.low > -FAR, published.low - made, -FAR)
    high = np.where(published.high < FAR, published.high - made, FAR)
    closed = _closed(published, movable)
    for label in np.unique(labels.columns).tolist():
        rows = row_order[row_ends[label] : row_ends[label + 1]]
        here = order[ends[label] : ends[label + 1]]
        part = matrix[rows][:, here].tocsr()
        sums = (part, low[rows], high[rows])
        yield _ground(published, movable[here], sums, (cost, closed[rows]))


def surroundings(
    published: Published, may: Bools, cost: Floats, exposed: Bools
) -> Iterator[Ground]:
    """Yield parts of one whole that each hold some exposed cells and what lies around them.

    For reserves, which tie everything together: three equations away is far enough to find
    another margin to hide. `published.hidden` is read anew for each part.
    """
    columns = published.matrix.T.tocsr()
    left = exposed.copy()
    while left.any():
        cells = np.array([int(left.argmax())])
        for _ in range(_HOPS):
            rows = np.unique(columns[cells].indices)
            cells = np.unique(published.matrix[rows].indices)
            cells = cells[may[cells] | published.hidden[cells]]
        left[cells] = False
        rows = np.unique(columns[cells].indices).astype(np.int64)
        part = published.matrix[rows][:, cells].tocsr()
        made = published.matrix[rows] @ published.value - part @ published.value[cells]
        low, high = published.low[rows], published.high[rows]
        low = np.where(low > -FAR, low - made, -FAR)
        high = np.where(high < FAR, high - made, FAR)
        closed = _closed(published, cells)[rows]
        yield _ground(published, cells.astype(np.int64), (part, low, high), (cost, closed))


def _closed(published: Published, movable: Ints) -> Bools:
    """Return the rows that hold a count which is not 0 and cannot be hidden."""
    fixed = published.value > 0
    fixed[movable] = False
    closed: Bools = abs(published.matrix) @ fixed.astype(np.int64) > 0
    return closed


def _ground(
    published: Published,
    cells: Ints,
    rows: tuple[Matrix, Ints, Ints],
    about: tuple[Floats, Bools],
) -> Ground:
    alone = Published(
        keys=range(cells.size),
        value=published.value[cells],
        hidden=published.hidden[cells],
        lower=published.lower[cells],
        upper=published.upper[cells],
        threshold=published.threshold[cells],
        width=published.width[cells],
        zeros_secret=published.zeros_secret[cells],
        matrix=rows[0],
        low=rows[1],
        high=rows[2],
        origins=range(rows[1].size),  # type: ignore[arg-type]
    )
    return Ground(cells, alone, about[0][cells], about[1])
