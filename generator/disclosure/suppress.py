"""Optimal complementary suppression of one part (Fischetti and Salazar, 2000).

A master program chooses cells; an attack on its choice either finds every range wide
enough or gives an inequality that every good choice satisfies and this one does not.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from generator.disclosure.ground import Ground
from generator.disclosure.probe import Probe
from generator.disclosure.solver import MAXIMISE, MINIMISE, Highs, Program, Status
from generator.disclosure.system import FAR, Bools, Floats, Ints, Matrix

# Inequalities added between two questions to the master.
_CUTS = 60
_SHARP = 1e-9


@dataclass(eq=False)
class _Cuts:
    """Inequalities: what each cell brings, times whether it is hidden, sums to at least 0."""

    width: int
    cells: list[Ints] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)

    def add(self, cells: Ints, values: Floats) -> None:
        """Keep one more inequality."""
        self.cells.append(cells)
        self.values.append(values)

    def matrix(self) -> Matrix:
        """Return them as rows."""
        ends = np.cumsum([0, *(cells.size for cells in self.cells)])
        entries = np.concatenate([np.empty(0), *self.values])
        places = np.concatenate([np.empty(0, dtype=np.int64), *self.cells])
        return sparse.csr_array((entries, places, ends), shape=(len(self.cells), self.width))


class Suppression:
    """The search for the cheapest mask of one part.

    Attributes:
        ground: the part.
        bound: no good mask is known to cost less.
        nearest: the last mask tried: cheap, and nearly good after a few rounds.
    """

    def __init__(self, ground: Ground, probe: Probe, deadline: float) -> None:
        self.ground = ground
        self.bound = 0.0
        self.nearest = ground.must
        self._deadline = deadline
        self._cuts = _Cuts(ground.cells.size)
        self._probe = probe

    def optimal(self, exposed: Bools) -> Bools | None:
        """Return the cheapest mask that protects the exposed cells, None when time runs out."""
        self._one_row_each(exposed)
        while time.monotonic() < self._deadline:
            hidden = self._master()
            if hidden is None:
                return None
            self.nearest = hidden
            if self._good(hidden, exposed):
                return hidden
        return None

    def floor(self, exposed: Bools) -> float:
        """Return the cost of the cheapest mask that no single equation refuses: a bound."""
        self._one_row_each(exposed)
        self._master()
        return self.bound

    def _good(self, hidden: Bools, exposed: Bools) -> bool:
        """Return whether a mask protects all; otherwise record why it does not."""
        watched = exposed | ~self.ground.must
        left = self._probe.exposed(hidden, watched, deadline=self._deadline, enough=_CUTS)
        if not left.any():
            left = self.ground.exposed(hidden, hidden & watched)
        if left.any() and time.monotonic() < self._deadline:
            self._separate(hidden, np.flatnonzero(left)[:_CUTS])
        return not left.any()

    def _one_row_each(self, exposed: Bools) -> None:
        """Start from what each equation says: the others must be able to make up for a cell."""
        low, high = self._probe.low, self._probe.high
        reach = (self._probe.down + self._probe.up).astype(np.float64)
        for row in np.flatnonzero((low == 0) & (high == 0)).tolist():
            ends = self.ground.matrix.indptr[row : row + 2]
            cells = self.ground.matrix.indices[ends[0] : ends[1]]
            sizes = np.abs(self.ground.matrix.data[ends[0] : ends[1]])
            for cell in cells[exposed[cells] & (sizes == 1)].tolist():
                need = float(self.ground.need[cell])
                line = np.where(cells == cell, -need, np.minimum(reach[cells] * sizes, need))
                self._cuts.add(cells.astype(np.int64), line)

    def _require(self, line: Floats, cell: int, need: float) -> None:
        """Record that the cell, if hidden, needs this much from the others."""
        line[cell] = -need
        cells = np.flatnonzero(line)
        self._cuts.add(cells, line[cells])

    def _master(self) -> Bools | None:
        """Return the cheapest mask that no inequality refuses."""
        ground, cuts = self.ground, self._cuts
        matrix = cuts.matrix()
        rows = matrix.shape[0]
        seconds = min(self._deadline - time.monotonic(), 1e6)
        program = Program(
            matrix=matrix,
            low=np.zeros(rows),
            high=np.full(rows, FAR),
            lower=ground.must.astype(np.float64),
            upper=np.ones(ground.must.size),
            integral=True,
            seconds=seconds,
        )
        costs = np.where(ground.must, 0.0, ground.cost)
        answer = Highs(program).solve(costs, MINIMISE)
        if np.isfinite(answer.bound):
            self.bound = max(self.bound, answer.bound)
        if answer.status is not Status.OPTIMAL:
            return None
        chosen: Bools = answer.values > 1 / 2
        return chosen

    def _separate(self, hidden: Bools, targets: Ints) -> None:
        """Add an inequality per exposed cell, each of which cuts this mask off."""
        for target in targets.tolist():
            if not self._cut(hidden, target):
                # Fewer hidden cells never protect more: something else must be hidden.
                self._require(np.where(hidden, 0.0, 1.0), target, 1.0)

    def _cut(self, hidden: Bools, target: int) -> bool:
        """Return whether the prices of the attack gave an inequality, which is then added."""
        line, need = np.zeros(hidden.size), float(self.ground.need[target])
        for sense in (MAXIMISE, MINIMISE):
            found = self._limit(target, sense)
            if found is None:
                return False
            line += found[0]
            need -= found[1]
        line = np.minimum(line, need)
        need -= line[target]
        line[target] = 0.0
        if line @ hidden > need - _SHARP:
            return False  # wide enough in fractions, not in whole tables
        self._require(line, target, need)
        return True

    def _limit(self, target: int, sense: int) -> tuple[Floats, float] | None:
        """Return what each hidden cell adds at most to the movement of the target."""
        answer = self._probe.limit(target, sense)
        if answer.status is not Status.OPTIMAL:
            return None
        costs = np.zeros(self.ground.cells.size)
        costs[target] = sense
        low, high = self._probe.low, self._probe.high
        prices = np.where(np.abs(answer.duals) < _SHARP, 0.0, answer.duals)
        rest = costs - self.ground.matrix.T @ prices
        rest = np.where(np.abs(rest) < _SHARP, 0.0, rest)
        # minimising: the movement is at most minus the bound these prices prove
        line = np.maximum(rest * self._probe.down, -rest * self._probe.up)
        rows = np.where(prices > 0, low, high)
        constant = -float(prices[prices != 0] @ rows[prices != 0])
        return line, constant
