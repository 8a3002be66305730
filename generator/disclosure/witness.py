"""Tables that agree on everything visible: what a mask rests on.

Each is kept as a movement away from the true counts. Together they say how wide a doubt
every cell is already known to have, and which cells would lose theirs if one were shown.
"""

from __future__ import annotations

import numpy as np

from generator.disclosure.paths import MOVED
from generator.disclosure.system import Floats, Ints


class Witnesses:
    """Movements, most of them short: only the cells that move are written down."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._cells: list[Ints] = []
        self._steps: list[Ints] = []
        self._low = np.zeros(size, dtype=np.int64)
        self._high = np.zeros(size, dtype=np.int64)

    def add(self, move: Floats) -> None:
        """Remember one movement; fractions count inwards."""
        cells = np.flatnonzero(np.abs(move) > MOVED)
        steps = np.trunc(move[cells] + np.copysign(MOVED, move[cells])).astype(np.int64)
        self._cells.append(cells)
        self._steps.append(steps)
        self._low[cells] = np.minimum(self._low[cells], steps)
        self._high[cells] = np.maximum(self._high[cells], steps)

    @property
    def spread(self) -> Ints:
        """How far apart the movements put each cell."""
        apart: Ints = self._high - self._low
        return apart

    def forget(self, cell: int) -> Witnesses:
        """Return the movements that leave a cell where it is."""
        kept = Witnesses(self._size)
        for cells, steps in zip(self._cells, self._steps, strict=True):
            if not _holds(cells, cell):
                kept._cells.append(cells)
                kept._steps.append(steps)
        kept._measure()
        return kept

    def _measure(self) -> None:
        if self._cells:
            cells, steps = np.concatenate(self._cells), np.concatenate(self._steps)
            np.minimum.at(self._low, cells, steps)
            np.maximum.at(self._high, cells, steps)


def _holds(cells: Ints, cell: int) -> bool:
    """Return whether a sorted list of cells names this one."""
    place = np.searchsorted(cells, cell)
    return bool(place < cells.size and cells[place] == cell)
