"""The attack on one block: what is the range of each unknown?"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from generator.disclosure.blocks import Block
from generator.disclosure.branching import no_whole_table, refuted
from generator.disclosure.proof import least
from generator.disclosure.solver import (
    MAXIMISE,
    MINIMISE,
    Answer,
    Engine,
    EngineMaker,
    Highs,
    Program,
    Status,
)
from generator.disclosure.system import FAR, Bools, Floats, Ints
from generator.disclosure.verdict import ProgressCallback, Verdict

# An unknown without upper bound may go this far above its lower one: wide enough for any
# width, small enough for floating point.
_ROOM = 10**6
_WHOLE = 1e-6
# A question asked for many cells at once must settle this many to be worth another.
_WORTH = 5
_IDLE = 2
# Cells asked for together once all of them no longer can be.
_CROWD = 25


class KnownTables:
    """Tables that fitted the blocks of one publication, tried first on the next one's."""

    def __init__(self) -> None:
        self._tables: dict[bytes, list[Floats]] = {}

    def of(self, cells: Ints) -> list[Floats]:
        """Return the tables of the block made of these cells; changed in place, they are kept."""
        return self._tables.setdefault(cells.tobytes(), [])


@dataclass(frozen=True)
class Means:
    """How hard to try.

    Attributes:
        strict: whole tables only, by branch and bound where linear programs end in fractions.
        seconds: time allowed; what is not reached by then is unproven.
        progress: called after each block.
        engine: the solver; tests replace it by one that fails.
        known: tables found by earlier attacks on the same cells, tried first; it receives
            those found by this one. Left out, none is kept.
    """

    strict: bool = False
    seconds: float | None = None
    progress: ProgressCallback | None = field(default=None, repr=False)
    engine: EngineMaker = Highs
    known: KnownTables | None = field(default=None, repr=False)

    def deadline(self) -> float:
        """Return the moment to stop, on the monotonic clock."""
        return float("inf") if self.seconds is None else time.monotonic() + self.seconds


class Attack:
    """Ranges of one block, closed in from outside by proofs and from inside by tables.

    Attributes:
        low: proven least value of each cell.
        high: proven greatest value of each cell.
        seen_low: least value of each cell in the tables found so far.
        seen_high: greatest value in the tables found so far.
        programs: questions put to the solver.
        relaxed: whether a table in fractions was accepted.
        impossible: whether it is proven that no table fits.
        table: the last whole table found.
        tables: all tables found, where `means` keep them.
    """

    def __init__(self, block: Block, means: Means, deadline: float) -> None:
        self.block = block
        self.low, self.high = block.lower.copy(), block.upper.copy()
        self.seen_low = np.full(block.cells.size, FAR)
        self.seen_high = np.full(block.cells.size, -FAR)
        self.programs = 0
        self.relaxed = False
        self.impossible = False
        self.table: Ints | None = None
        self.tables: list[Floats] = []
        self._thorough = False
        self._means = means
        self._deadline = deadline
        self._reach = np.where(block.upper >= FAR, block.lower + _ROOM, block.upper)
        self._random = np.random.default_rng(block.cells.size)

    def decide(self) -> Ints:
        """Return a Verdict per cell, asking only what is needed to tell."""
        if not self.block.width.any():
            return np.full(self.block.cells.size, int(Verdict.SAFE))
        if not self.begin():
            return self.verdicts()
        self._together()
        self._crowds()
        for cell in np.flatnonzero(~self.settled()).tolist():
            for ask in (self.push, self.branch) if self._means.strict else (self.push,):
                for sense in (MAXIMISE, MINIMISE):
                    if not self.late() and not self._is_settled(cell):
                        ask(cell, sense)
        return self.verdicts()

    def recall(self, tables: Iterable[Floats]) -> None:
        """Start from tables found before; those that no longer fit are left."""
        for table in tables:
            self._accept(table)

    def exhaust(self) -> None:
        """Close both ends of every range, for callers who want the intervals themselves."""
        if not self.begin():
            return
        self._thorough = True
        for cell in range(self.block.cells.size):
            self._close(cell)

    def close(self, cell: int) -> None:
        """Close both ends of one range."""
        self._thorough = True
        if self.begin():
            self._close(cell)

    @cached_property
    def _engine(self) -> Engine:
        return self._means.engine(self._program())

    def late(self) -> bool:
        """Return whether the time allowed is over."""
        return time.monotonic() > self._deadline

    def need(self) -> Ints:
        """Return the width each cell needs: a cell known to be large only needs a doubt."""
        doubt = np.minimum(self.block.width, 1)
        return np.where(self.low >= self.block.threshold, doubt, self.block.width)

    def settled(self) -> Bools:
        """Return the cells whose verdict can no longer change."""
        need, spread = self.need(), self.seen_high - self.seen_low
        hopeless = (self.high - self.low < need) & (spread >= 1)
        done: Bools = (spread >= need) | hopeless | (self.high == self.low)
        return done

    def verdicts(self) -> Ints:
        """Return the Verdict of each cell from what is known by now."""
        size = self.block.cells.size
        if self.impossible:
            return np.full(size, int(Verdict.INCONSISTENT))
        need, spread = self.need(), self.seen_high - self.seen_low
        verdicts = np.full(size, int(Verdict.UNPROVEN))
        verdicts[spread >= need] = Verdict.SAFE
        verdicts[(self.high - self.low < need) & (spread >= 1)] = Verdict.NARROW
        verdicts[self.high == self.low] = Verdict.EXACT
        return verdicts

    def shown(self) -> Ints:
        """Return how far apart the tables found put each cell: at least this wide a doubt."""
        apart: Ints = np.maximum(self.seen_high - self.seen_low, 0)
        return apart

    def push(self, cell: int, sense: int) -> None:
        """Find how far one cell can go, and prove that it goes no further."""
        costs = np.zeros(self.block.cells.size, dtype=np.int64)
        costs[cell] = sense
        answer = self._ask(costs)
        if answer.status is Status.OPTIMAL and (self._thorough or not self._is_settled(cell)):
            self._prove(cell, sense, least(self.block, costs, answer.duals))

    def branch(self, cell: int, sense: int) -> None:
        """Find how far one cell can go in whole tables, and prove that it goes no further."""
        costs = np.zeros(self.block.cells.size)
        costs[cell] = 1.0
        answer = self._whole(costs, sense)
        if answer.status is not Status.OPTIMAL or not self._accept(answer.values):
            return
        lower, upper = self.low.copy(), self.high.copy()
        end = int(np.rint(answer.values[cell]))
        if sense == MAXIMISE:
            lower[cell] = end + 1
        else:
            upper[cell] = end - 1
        if no_whole_table(self.block, (lower, upper), self._means.engine):
            self._prove(cell, sense, sense * end)

    def _whole(self, costs: Floats, sense: int) -> Answer:
        answer = self._means.engine(self._program(integral=True)).solve(costs, sense)
        self.programs += 1
        if answer.status is Status.INFEASIBLE:
            ends = (self.low, self.high)
            self.impossible = no_whole_table(self.block, ends, self._means.engine)
        return answer

    def begin(self) -> bool:
        """Return whether at least one table fits everything published."""
        if self._any():
            return True
        costs = self._random.integers(-9, 10, self.block.cells.size)
        answer = self._ask(costs)
        if answer.status is Status.INFEASIBLE:
            self.impossible = refuted(self.block, self._means.engine)
        if self._means.strict and not self.impossible and not self._any():
            answer = self._whole(np.zeros(self.block.cells.size), MINIMISE)
            if answer.status is Status.OPTIMAL:
                self._accept(answer.values)
        return self._any() and not self.impossible

    def _is_settled(self, cell: int) -> bool:
        low, high = int(self.low[cell]), int(self.high[cell])
        spread = int(self.seen_high[cell] - self.seen_low[cell])
        width = int(self.block.width[cell])
        need = min(width, 1) if low >= self.block.threshold[cell] else width
        return spread >= need or low == high or (high - low < need and spread >= 1)

    def _any(self) -> bool:
        return bool(self.seen_high[0] > -FAR)

    def _together(self) -> None:
        """Ask for many cells at once: each answer is a whole table and moves them all."""
        left = int((~self.settled()).sum())
        sense, idle = 1, 0
        while left >= _WORTH and idle < _IDLE and not self.late():
            weights = self._random.integers(1, 10, self.block.cells.size)
            self._ask(np.where(self.settled(), 0, sense * weights))
            now = int((~self.settled()).sum())
            idle = idle + 1 if left - now < max(_WORTH, left // _CROWD) else 0
            left, sense = now, -sense

    def _crowds(self) -> None:
        """Ask for a few cells at once: fewer than all, they do not take each other's room."""
        idle = 0
        while idle < _IDLE and not self.late():
            left = np.flatnonzero(~self.settled())
            if left.size < _CROWD:
                return
            costs = np.zeros(self.block.cells.size, dtype=np.int64)
            costs[self._random.choice(left, _CROWD, replace=False)] = MAXIMISE
            self._ask(costs)
            gained = left.size - int((~self.settled()).sum())
            idle = idle + 1 if gained < _WORTH else 0

    def _close(self, cell: int) -> None:
        for sense in (MAXIMISE, MINIMISE):
            if not self.late() and not self._closed(cell, sense):
                self.push(cell, sense)
            if self._means.strict and not self.late() and not self._closed(cell, sense):
                self.branch(cell, sense)

    def _closed(self, cell: int, sense: int) -> bool:
        if sense == MAXIMISE:
            return bool(self.seen_high[cell] == self.high[cell])
        return bool(self.seen_low[cell] == self.low[cell])

    def _prove(self, cell: int, sense: int, bound: int | None) -> None:
        if bound is None:
            return
        if sense == MAXIMISE:
            self.high[cell] = min(self.high[cell], -bound)
        else:
            self.low[cell] = max(self.low[cell], bound)

    def _ask(self, costs: Ints) -> Answer:
        answer = self._engine.solve(costs.astype(np.float64), MINIMISE)
        self.programs += 1
        if answer.status is Status.OPTIMAL and self._means.known is not None:
            self.tables.append(answer.values)
        if answer.status is Status.OPTIMAL and not self._accept(answer.values):
            fractions = self._means.strict and self._fits(answer.values, _WHOLE)
            return answer if fractions else Answer(Status.UNKNOWN, answer.values, np.empty(0))
        return answer

    def _accept(self, values: Floats) -> bool:
        """Return whether this is a table that fits, and remember how far it goes."""
        if values.shape != self.low.shape:
            return False
        rounded = np.rint(values)
        if np.abs(values - rounded).max() < _WHOLE and self._fits(rounded, 0.0):
            self.table = rounded.astype(np.int64)
            np.minimum(self.seen_low, self.table, out=self.seen_low)
            np.maximum(self.seen_high, self.table, out=self.seen_high)
            return True
        if self._means.strict or not self._fits(values, _WHOLE):
            return False
        self.relaxed = True
        inner_low = np.ceil(values - _WHOLE).astype(np.int64)
        inner_high = np.floor(values + _WHOLE).astype(np.int64)
        np.minimum(self.seen_low, inner_low, out=self.seen_low)
        np.maximum(self.seen_high, inner_high, out=self.seen_high)
        return True

    def _fits(self, values: Floats, slack: float) -> bool:
        if values.shape != self.low.shape:
            return False
        block = self.block
        rows = block.matrix @ values
        inside = (rows >= block.low - slack).all() and (rows <= block.high + slack).all()
        return bool(
            inside
            and (values >= block.lower - slack).all()
            and (values <= block.upper + slack).all()
        )

    def _program(self, *, integral: bool = False) -> Program:
        block = self.block
        seconds = None
        if integral and self._deadline < float("inf"):
            seconds = self._deadline - time.monotonic()
        return Program(
            matrix=block.matrix,
            low=block.low,
            high=block.high,
            lower=block.lower,
            upper=self._reach,
            integral=integral,
            seconds=seconds,
        )
