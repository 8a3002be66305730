"""A good mask for large parts: the paths of believable tables, then all that can be shown again.

One table protects every cell that it moves far enough, so most exposed cells are protected
by the paths of a few. What is found is kept: a mask grown so far is never lost.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from generator.disclosure.blocks import components
from generator.disclosure.ground import Ground
from generator.disclosure.paths import MOVED, Paths
from generator.disclosure.system import Bools, Floats, Ints
from generator.disclosure.witness import Witnesses

# Moving what is hidden already costs next to nothing, but not nothing: short paths; and
# those through cells still exposed are the most useful.
_FREE, _USEFUL = 1e-3, 1e-4
# Other groups (communes with all their tables) in a first, small question: half of the
# cells of eight linked tables are settled by one, ten times faster than by all.
_NEAR = 12
_TRIES = 2
# Cells asked for in a row without success before more is hidden.
_PATIENCE = 4

Step = Callable[[int], None]


class Neighbours:
    """Cells in groups that only the margins kept visible tie together."""

    def __init__(self, ground: Ground) -> None:
        open_rows = np.flatnonzero(~ground.closed)
        self._of = components(ground.matrix[open_rows]).columns
        self._room = np.minimum(ground.values - 1, ground.need)
        self._random = np.random.default_rng(ground.cells.size)

    def around(self, cell: int, hidden: Bools) -> Ints | None:
        """Return the hidden cells of a few groups, None when there are only a few."""
        weight = np.bincount(self._of, weights=np.where(hidden, self._room, 0).clip(0))
        weight[self._of[cell]] = 0.0
        if np.count_nonzero(weight) <= 2 * _NEAR:
            return None
        groups = self._random.choice(weight.size, _NEAR, replace=False, p=weight / weight.sum())
        chosen = np.zeros(weight.size, dtype=bool)
        chosen[[*groups.tolist(), self._of[cell]]] = True
        return np.flatnonzero(chosen[self._of] & hidden)


class Perturbation:
    """A mask that grows, then shrinks, with the tables that prove it.

    Attributes:
        hidden: the mask so far.
        lost: cells that no mask protects.
    """

    def __init__(self, ground: Ground, hidden: Bools, deadline: float) -> None:
        self.hidden = hidden.copy()
        self.lost = np.zeros_like(hidden)
        self._ground = ground
        self._deadline = deadline
        self._paths = Paths(ground)
        self._neighbours = Neighbours(ground)
        self._known = Witnesses(hidden.size)
        self._random = np.random.default_rng(hidden.size)

    def left(self, targets: Bools) -> Bools:
        """Return the targets, and the cells added for them, that nothing protects yet."""
        watched = (targets | ~self._ground.must) & self.hidden & ~self.lost
        left: Bools = watched & (self._known.spread < self._ground.need)
        return left

    def grow(self, targets: Bools, step: Step) -> None:
        """Hide path after path until every target is protected or lost."""
        left = self.left(targets)
        while left.any() and not self._late():
            before = int(self.hidden.sum())
            self._protect(self._one_of(left), left)
            if int(self.hidden.sum()) == before:
                self._sweep(targets)
            left = self.left(targets)
            step(int((targets & ~left).sum()))

    def shrink(self, targets: Bools, deadline: float) -> None:
        """Show again, dearest first, the cells whose hiding protects nothing."""
        self._deadline = min(self._deadline, deadline)
        added = np.flatnonzero(self.hidden & ~self._ground.must)
        watched = targets & ~self.left(targets)
        dear = added[np.argsort(-self._ground.cost[added], kind="stable")]
        for cell in dear.tolist():
            if self._late():
                return
            self._spare(cell, watched)

    def _late(self) -> bool:
        return time.monotonic() > self._deadline

    def _one_of(self, cells: Bools) -> int:
        return int(self._random.choice(np.flatnonzero(cells)))

    def _spare(self, cell: int, targets: Bools) -> None:
        """Show a cell again if everything stays protected without it."""
        known, self._known = self._known, self._known.forget(cell)
        self.hidden[cell] = False
        left = self.left(targets)
        while left.any():
            if self._late() or not self._reproved(self._one_of(left)):
                self.hidden[cell] = True
                self._known = known
                return
            left = self.left(targets)

    def _reproved(self, cell: int) -> bool:
        """Return whether this mask protects a cell, asking its neighbours first."""
        return any(self._nearby(cell) for _ in range(_TRIES)) or self._shift(cell, self._still())

    def _sweep(self, targets: Bools) -> None:
        """Settle what this mask protects already, as long as that is easy to find."""
        failures = 0
        while failures < _PATIENCE and not self._late():
            left = self.left(targets)
            if not left.any():
                return
            failures = 0 if self._nearby(self._one_of(left)) else failures + 1

    def _nearby(self, cell: int) -> bool:
        """Return whether a few groups alone can give a cell its width under this mask."""
        cells = self._neighbours.around(cell, self.hidden)
        if cells is None:
            return False
        here = int(np.searchsorted(cells, cell))
        part = self._ground.within(cells)
        price = _FREE / part.need
        found = None
        for sense in (1, -1):
            found = Paths(part).least(here, sense * int(part.need[here]), price)
            if found is not None:
                break
        if found is None:
            return False
        move = np.zeros(self.hidden.size)
        move[cells] = found
        return self._learn(move)

    def _protect(self, cell: int, left: Bools) -> None:
        """Hide the cheapest path that gives a cell its width."""
        price = np.where(self.hidden, _FREE, self._ground.cost)
        price = np.where(left, _USEFUL, price) / self._ground.need
        if not self._shift(cell, price):
            self.lost[cell] = True

    def _shift(self, cell: int, price: Floats) -> bool:
        """Return whether a cell could be given its width, which is then hidden and learnt."""
        need, room = int(self._ground.need[cell]), self._paths
        rise, fall = min(need, int(room.up[cell])), min(need, int(room.down[cell]))
        if rise == need and self._learn(room.least(cell, need, price)):
            return True
        if fall == need and self._learn(room.least(cell, -need, price)):
            return True
        return self._both(cell, price)

    def _both(self, cell: int, price: Floats) -> bool:
        """Return whether a cell gets its width by rising in one table and falling in another."""
        need = int(self._ground.need[cell])
        rise = self._far(cell, 1, price)
        fall = self._far(cell, -1, price)
        if rise + fall < need:
            return False
        rise = min(rise, need - 1)
        moves = [self._paths.least(cell, rise, price)] if rise else []
        moves += [self._paths.least(cell, rise - need, price)]
        return all(self._learn(move) for move in moves)

    def _far(self, cell: int, sense: int, price: Floats) -> int:
        move = self._paths.furthest(cell, sense, price)
        return 0 if move is None else int(abs(move[cell]) + MOVED)

    def _learn(self, move: Floats | None) -> bool:
        if move is None:
            return False
        self._known.add(move)
        self.hidden |= np.abs(move) > MOVED
        return True

    def _still(self) -> Floats:
        """Return the prices under which what is visible stands still."""
        price: Floats = np.where(self.hidden, _FREE, np.inf) / self._ground.need
        return price
