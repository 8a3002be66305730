"""A cheap mask for large parts: believable tables that move the exposed cells.

Two tables that agree on everything visible and differ on a cell protect it; and one such
table protects every cell that it moves. Each linear program looks for the table that
moves as many exposed cells as possible over the fewest visible ones, then hides its path.
"""

from __future__ import annotations

import time

import numpy as np
from scipy import sparse

from generator.disclosure.ground import Ground
from generator.disclosure.solver import MINIMISE, Highs, Program, Status
from generator.disclosure.system import Bools, Floats, Ints

# Protecting one cell is worth hiding this many of the dearest ones.
_WORTH = 50.0
# Moving what is hidden already costs next to nothing, but not nothing: short paths.
_FREE = 1e-3
_MOVED = 1e-6
_UPWARDS = 0.7
_IDLE = 4


class Perturbation:
    """Masks grown from tables; keeps the tables as witnesses.

    Attributes:
        hidden: the mask so far.
        tables: movements away from the true counts, one per row.
    """

    def __init__(self, ground: Ground, hidden: Bools) -> None:
        self.ground = ground
        self.hidden = hidden.copy()
        self.tables: list[Floats] = []
        self._down, self._up = ground.room()
        self._low, self._high = ground.slack()
        self._random = np.random.default_rng(ground.cells.size)

    def protect(self, exposed: Bools, deadline: float) -> Bools:
        """Hide what protects the exposed cells; return those left when it gets no further."""
        left, idle = exposed.copy(), 0
        seen = np.zeros((2, exposed.size), dtype=np.int64)
        while left.any() and idle < _IDLE and time.monotonic() < deadline:
            before = (int(left.sum()), int((seen[1] - seen[0])[left].sum()))
            move = self._move(left, seen)
            if move is not None:
                self._keep(move, seen)
            left = exposed & (seen[1] - seen[0] < self.ground.need)
            after = (int(left.sum()), int((seen[1] - seen[0])[left].sum()))
            idle = idle + 1 if after == before else 0
        return left

    def _keep(self, move: Floats, seen: Ints) -> None:
        self.tables.append(move)
        self.hidden |= np.abs(move) > _MOVED
        np.minimum(seen[0], np.ceil(move - _MOVED).astype(np.int64), out=seen[0])
        np.maximum(seen[1], np.floor(move + _MOVED).astype(np.int64), out=seen[1])

    def _move(self, left: Bools, seen: Ints) -> Floats | None:
        """Return the movement that protects most at least cost, None when none is found."""
        targets = np.flatnonzero(left)
        upwards = self._random.random(targets.size) < _UPWARDS
        upwards |= self._down[targets] == 0
        signs = np.where(upwards, 1, -1)
        wish = self._wish(targets, signs, seen)
        matrix, size = self.ground.matrix, left.size
        aimed = matrix[:, targets] @ sparse.diags_array(signs, dtype=np.int64)
        up, down = self._up.copy(), self._down.copy()
        # a target that is paid to go one way may not come back by the other
        down[targets[upwards]] = 0
        up[targets[~upwards]] = 0
        program = Program(
            matrix=sparse.hstack([matrix, -matrix, aimed]).tocsr(),
            low=self._low,
            high=self._high,
            lower=np.zeros(2 * size + targets.size),
            upper=np.concatenate([up, down, wish]),
        )
        answer = Highs(program).solve(self._costs(targets), MINIMISE)
        if answer.status is not Status.OPTIMAL:
            return None
        move = answer.values[:size] - answer.values[size : 2 * size]
        move[targets] += signs * answer.values[2 * size :]
        return move

    def _wish(self, targets: Ints, signs: Ints, seen: Ints) -> Ints:
        """Return how far each target should go for its range to be wide enough."""
        need = self.ground.need[targets]
        above, below = need + seen[0][targets], need - seen[1][targets]
        room = np.where(signs > 0, self._up[targets], self._down[targets])
        wish: Ints = np.clip(np.where(signs > 0, above, below), 0, room)
        return wish

    def _costs(self, targets: Ints) -> Floats:
        need = self.ground.need.astype(np.float64)
        price = np.where(self.hidden, _FREE, self.ground.cost) / need
        reward = -_WORTH * float(self.ground.cost.max()) / need[targets]
        return np.concatenate([price, price, reward])
