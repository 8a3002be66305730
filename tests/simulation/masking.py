"""A second, simpler attack on the tables, written apart from the one of the generator.

Numbers in, flags out: a cell is one integer, an equation is a signed sum that is zero, a
mask is one flag per cell. Whole published tables are protected together, because tables
that count the same fact share their cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
# Event, period, territory, and the codes of the dimensions that are not at their margin.
Key = tuple[str, object, str, frozenset[tuple[str, object]]]

PLAIN_THRESHOLD, SENSITIVE_THRESHOLD = 5, 11
MAX_ITERATIONS = 4000
# A small cell keeps at least three possible values once all equations are combined.
SPREAD = 2
RESIDUAL = 1e-10
IMMOBILE = 1e-6


@dataclass
class Cells:
    """Every published count, each once, with the sums that bind them.

    Attributes:
        keys: name of each cell, the same in every table that shows it.
        numbers: exact count of each cell.
        thresholds: smallest count that may be shown, 0 where anything may.
        equations: terms (cell, sign) whose signed sum is zero.
        groups: cells that share out one group along a sensitive dimension.
    """

    keys: dict[Key, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    thresholds: list[int] = field(default_factory=list)
    equations: list[list[tuple[int, int]]] = field(default_factory=list)
    groups: list[list[int]] = field(default_factory=list)

    def add(self, key: Key, value: int, *, threshold: int) -> int:
        """Return the position of the cell, created at its first appearance.

        Raises:
            ValueError: two tables give different counts to one cell.
        """
        if key in self.keys:
            position = self.keys[key]
            if self.numbers[position] != value:
                message = f"{key} counts {self.numbers[position]} in one table, {value} in another"
                raise ValueError(message)
            self.thresholds[position] = max(self.thresholds[position], threshold)
            return position
        self.keys[key] = len(self.numbers)
        self.numbers.append(value)
        self.thresholds.append(threshold)
        return self.keys[key]

    def bind(self, total: int, parts: Sequence[int]) -> None:
        """Declare that a total is the sum of its parts."""
        self.equations.append([(part, 1) for part in parts] + [(total, -1)])

    def primary(self) -> Flags:
        """Return the cells too small to be shown; zeros are shown."""
        values = np.array(self.numbers)
        flags: Flags = (values >= 1) & (values < np.array(self.thresholds))
        return flags

    def least(self, hidden: Flags) -> Floats:
        """Return what readers know at least of a hidden cell.

        That is 1, because zeros are published; or 0 where the whole of a group is hidden.
        """
        least = np.ones(len(self.numbers))
        for group in self.groups:
            if hidden[group].all():
                least[group] = 0
        return least


def required_freedom(threshold: int) -> int:
    """Return how many values a reader must be left to choose from, less one."""
    return threshold // 2


def is_exposed(
    terms: Sequence[tuple[int, int]], hidden: Flags, cells: Cells, least: Floats
) -> bool:
    """Return whether one equation gives away, or nearly, a cell it hides.

    One hidden term is its own subtraction. Several of the same sign share a known sum,
    and most are at least 1 because zeros are published: the sum less their number is all
    the room a reader is left with. Terms of both signs can grow together without limit.
    """
    masked = [(cell, sign) for cell, sign in terms if hidden[cell]]
    if len(masked) <= 1:
        return bool(masked)
    if len({sign for _, sign in masked}) > 1:
        return False
    room = sum(cells.numbers[cell] - int(least[cell]) for cell, _ in masked)
    threshold = max(cells.thresholds[cell] for cell, _ in masked)
    return room < required_freedom(threshold)


@dataclass(frozen=True)
class System:
    """The equations restricted to the hidden cells, as (equation, cell, sign) triples."""

    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    signs: Floats
    shape: tuple[int, int]

    def apply(self, vector: Floats) -> Floats:
        """Return the signed sum of each equation."""
        weights = self.signs * vector[self.columns]
        return np.bincount(self.rows, weights, minlength=self.shape[0]).astype(np.float64)

    def transpose(self, vector: Floats) -> Floats:
        """Return, for each cell, the signed sum over its equations."""
        weights = self.signs * vector[self.rows]
        return np.bincount(self.columns, weights, minlength=self.shape[1]).astype(np.float64)


def _system(cells: Cells, hidden: Flags) -> System:
    """Return the equations restricted to the hidden cells."""
    triples = [
        (number, cell, sign)
        for number, terms in enumerate(cells.equations)
        for cell, sign in terms
        if hidden[cell]
    ]
    table = np.array(triples, dtype=np.intp).reshape(-1, 3)
    shape = (len(cells.equations), len(cells.numbers))
    return System(table[:, 0], table[:, 1], table[:, 2].astype(np.float64), shape)


def determined(cells: Cells, hidden: Flags) -> npt.NDArray[np.intp]:
    """Return the hidden cells whose value follows from all equations taken together.

    A cell is determined when no solution of the homogeneous system moves it. A random
    vector is projected on the null space by conjugate gradients: where the projection is
    zero, the cell cannot move.
    """
    system = _system(cells, hidden)
    moved: Floats = np.random.Generator(np.random.PCG64(1)).random(len(cells.numbers)) + 0.5
    gradient = system.apply(moved)
    direction, norm = gradient.copy(), float(gradient @ gradient)
    enough = RESIDUAL**2 * max(norm, 1.0)
    for _ in range(MAX_ITERATIONS):
        if norm <= enough:
            return np.flatnonzero(hidden & (np.abs(moved) < IMMOBILE))
        image = system.transpose(direction)
        step = norm / float(image @ image)
        moved = moved - step * image
        gradient = system.apply(moved)
        previous, norm = norm, float(gradient @ gradient)
        direction = gradient + norm / previous * direction
    message = "the projection on the null space did not converge"
    raise ArithmeticError(message)


def _room_of_others(system: System, ends: Floats) -> tuple[Floats, Flags]:
    """Return, per term, the sum of the other terms' ends and whether one is infinite."""
    finite = np.isfinite(ends)
    bounded = np.where(finite, ends, 0.0)
    sums: Floats = np.bincount(system.rows, bounded, minlength=system.shape[0]).astype(np.float64)
    endless = np.bincount(system.rows, ~finite, minlength=system.shape[0])
    others: Floats = sums[system.rows] - bounded
    return others, endless[system.rows] > ~finite


def ranges(cells: Cells, hidden: Flags) -> tuple[Floats, Floats]:
    """Return the least and the greatest value that the published sums allow each cell.

    Hidden cells are at least 1, but for the zeros that are hidden with the whole of their
    group. Every equation then bounds each of its cells by the bounds of the others, again
    until nothing moves. The true ranges, which need a linear programme, may still be narrower.
    """
    system, shown = _system(cells, hidden), np.where(hidden, 0, np.array(cells.numbers))
    known = np.array([sum(sign * shown[c] for c, sign in terms) for terms in cells.equations])
    rest, at, positive = -known[system.rows], system.columns, system.signs > 0
    low, high = np.where(hidden, cells.least(hidden), shown), np.where(hidden, np.inf, shown)
    for _ in range(MAX_ITERATIONS):
        least, endless = _room_of_others(system, np.where(positive, low[at], -high[at]))
        most, endless_too = _room_of_others(system, np.where(positive, high[at], -low[at]))
        up = np.where(endless, np.inf, rest - least)
        down = np.where(endless_too, -np.inf, rest - most)
        before = low.copy(), high.copy()
        np.minimum.at(high, at, np.where(positive, up, -down))
        np.maximum.at(low, at, np.where(positive, down, -up))
        if (low == before[0]).all() and (high == before[1]).all():
            return low, high
    message = "the ranges of the hidden cells did not settle"
    raise ArithmeticError(message)


def narrow(cells: Cells, hidden: Flags) -> npt.NDArray[np.intp]:
    """Return the small cells that a reader could locate almost exactly."""
    low, high = ranges(cells, hidden)
    return np.flatnonzero(cells.primary() & (high - low < SPREAD))
