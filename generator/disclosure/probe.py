"""Quick answers to "is it still safe?" while a mask is being chosen.

Works on movements away from the true counts and keeps every one it meets: a movement that
leaves all visible cells still is a witness for any mask, so most questions need no solver.
What it calls safe is judged again by the audit, which knows no true count.
"""

from __future__ import annotations

import time

import numpy as np

from generator.disclosure.ground import Ground
from generator.disclosure.solver import MAXIMISE, MINIMISE, Answer, Highs, Program, Status
from generator.disclosure.system import Bools, Floats

_STILL = 1e-6
# Movements remembered; the oldest are forgotten.
_MEMORY = 600
# Ask for all exposed cells at once while each answer settles this many.
_WORTH = 3
# Looking for a few exposed cells only, ask cell by cell this many times as many first.
_PATIENCE = 3


class Probe:
    """One warm linear program over all cells of a part, visible ones held still."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.down, self.up = ground.room()
        self.low, self.high = ground.slack()
        size = ground.cells.size
        self._moves = np.empty((0, size))
        self._answers: dict[tuple[int, int], Answer] = {}
        none = np.zeros(size)
        self._engine = Highs(Program(ground.matrix, self.low, self.high, none, none))
        self._random = np.random.default_rng(size)

    def exposed(
        self,
        hidden: Bools,
        watched: Bools,
        *,
        deadline: float = float("inf"),
        enough: int | None = None,
    ) -> Bools:
        """Return the watched cells whose range is too small; those not reached in time too.

        With `enough`, at most that many are looked for and returned.
        """
        self._hold(hidden)
        if enough is None:
            self._together(hidden, watched)
        found = np.zeros(hidden.size, dtype=bool)
        order = self._random.permutation(np.flatnonzero(self._left(hidden, watched)))
        for turn, cell in enumerate(order.tolist()):
            if time.monotonic() > deadline:
                return self._left(hidden, watched)
            if enough is not None and turn == _PATIENCE * enough:
                self._together(hidden, watched)
            if self._left(hidden, watched)[cell]:
                self._push(cell)
                found[cell] = self._left(hidden, watched)[cell]
                if enough is not None and found.sum() >= enough:
                    break
        return found

    def safe(self, hidden: Bools, watched: Bools) -> bool:
        """Return whether all watched cells are protected, giving up at the first that is not."""
        self._hold(hidden)
        for cell in np.flatnonzero(self._left(hidden, watched)).tolist():
            if self._left(hidden, watched)[cell]:
                self._push(cell)
                if self._left(hidden, watched)[cell]:
                    return False
        return True

    def limit(self, cell: int, sense: int) -> Answer:
        """Return the furthest movement of a cell under the mask last held."""
        if (cell, sense) not in self._answers:
            costs = np.zeros(self.ground.cells.size)
            costs[cell] = sense
            self._answers[cell, sense] = self._ask(costs)
        return self._answers[cell, sense]

    def learn(self, move: Floats) -> None:
        """Remember a movement."""
        self._moves = np.vstack([self._moves, move])[-_MEMORY:]

    def _hold(self, hidden: Bools) -> None:
        free = hidden.astype(np.float64)
        self._engine.rebound(-self.down * free, self.up * free)
        self._answers.clear()

    def _push(self, cell: int) -> None:
        for sense in (MAXIMISE, MINIMISE):
            self.limit(cell, sense)

    def _ask(self, costs: Floats) -> Answer:
        answer = self._engine.solve(costs, MINIMISE)
        if answer.status is Status.OPTIMAL:
            self.learn(answer.values)
        return answer

    def _together(self, hidden: Bools, watched: Bools) -> None:
        left, sense = self._left(hidden, watched), 1
        gained = _WORTH
        while left.sum() > _WORTH and gained >= _WORTH:
            before = int(left.sum())
            for turn in (sense, -sense):
                self._ask(np.where(left, turn * self._random.integers(1, 10, left.size), 0.0))
            left = self._left(hidden, watched)
            gained = before - int(left.sum())

    def _left(self, hidden: Bools, watched: Bools) -> Bools:
        """Return the watched cells that no remembered movement protects under this mask."""
        usable = (np.abs(self._moves[:, ~hidden]) <= _STILL).all(axis=1)
        moves = self._moves[usable]
        floor = np.ceil(moves.min(axis=0, initial=0.0) - _STILL).astype(np.int64)
        ceiling = np.floor(moves.max(axis=0, initial=0.0) + _STILL).astype(np.int64)
        left: Bools = watched & hidden & (ceiling - floor < self.ground.need)
        return left
