"""A cheap mask for large parts: believable tables that move the exposed cells.

Two tables that agree on everything visible and differ on a cell protect it; and one such
table protects every cell that it moves. Each linear program looks for the table that
moves as many exposed cells as it can pay for over few visible ones, then hides its path.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from generator.disclosure.probe import Probe
from generator.disclosure.solver import MINIMISE, Highs, Program, Status
from generator.disclosure.system import Bools, Floats, Ints

# Protecting one cell is worth hiding this many average ones at first, and then more: cheap
# protections come first and often serve the dear ones.
_WORTH, _DEARER, _DEAREST = 3.0, 2.5, 300.0
# Moving what is hidden already costs next to nothing, but not nothing: short paths.
_FREE = 1e-3
_MOVED = 1e-6
_UPWARDS = 0.7
# A cell costs the same however little it moves: prices are corrected by the last answer.
_ROUNDS = 3
_NEAR = 0.1


class Perturbation:
    """Masks grown from tables, which are remembered as witnesses.

    Attributes:
        hidden: the mask so far.
    """

    def __init__(self, probe: Probe, hidden: Bools) -> None:
        self.hidden = hidden.copy()
        self._probe = probe
        self._ground = probe.ground
        self._worth = _WORTH
        self._random = np.random.default_rng(hidden.size)

    def insist(self) -> bool:
        """Pay more for each cell from now on; return whether that is still reasonable."""
        self._worth *= _DEARER
        return self._worth <= _DEAREST

    def protect(self, left: Bools) -> None:
        """Hide the path of one table that moves exposed cells."""
        move = self._move(np.flatnonzero(left))
        if move is not None:
            self._probe.learn(move)
            self.hidden |= np.abs(move) > _MOVED

    def _move(self, targets: Ints) -> Floats | None:
        """Return the movement that protects most for its cost, None when none is found."""
        upwards = self._random.random(targets.size) < _UPWARDS
        upwards |= self._probe.down[targets] == 0
        signs = np.where(upwards, 1, -1)
        engine = Highs(self._program(targets, signs))
        size, move = self.hidden.size, None
        price = self._price()
        for _ in range(_ROUNDS):
            answer = engine.solve(self._costs(price, targets), MINIMISE)
            if answer.status is not Status.OPTIMAL:
                return move
            move = answer.values[:size] - answer.values[size : 2 * size]
            move[targets] += signs * answer.values[2 * size :]
            price = self._price() / (np.abs(move) / self._ground.need + _NEAR)
        return move

    def _program(self, targets: Ints, signs: Ints) -> Program:
        matrix, probe = self._ground.matrix, self._probe
        aimed = matrix[:, targets] @ sparse.diags_array(signs, dtype=np.int64)
        up, down = probe.up.copy(), probe.down.copy()
        room = np.where(signs > 0, up[targets], down[targets])
        wish = np.minimum(self._ground.need[targets], room)
        # what is paid is part of the room; and what is paid to go one way may not come back
        up[targets] = np.where(signs > 0, up[targets] - wish, 0)
        down[targets] = np.where(signs < 0, down[targets] - wish, 0)
        return Program(
            matrix=sparse.hstack([matrix, -matrix, aimed]).tocsr(),
            low=probe.low,
            high=probe.high,
            lower=np.zeros(2 * self.hidden.size + targets.size),
            upper=np.concatenate([up, down, wish]),
        )

    def _price(self) -> Floats:
        price = np.where(self.hidden, _FREE, self._ground.cost) / self._ground.need
        return price.astype(np.float64)

    def _costs(self, price: Floats, targets: Ints) -> Floats:
        reward = -self._worth * float(self._ground.cost.mean()) / self._ground.need[targets]
        return np.concatenate([price, price, reward])
