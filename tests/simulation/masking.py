"""Which cells to hide so that no small count can be read or subtracted.

Numbers in, flags out: a cell is one integer, an equation is a signed sum that is zero, a
mask is one flag per cell. Whole published tables are protected together, because tables
that count the same fact share their cells.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
# Event, period, territory, and the codes of the dimensions that are not at their margin.
Key = tuple[str, object, str, frozenset[tuple[str, object]]]

PLAIN_THRESHOLD, SENSITIVE_THRESHOLD = 5, 11
MAX_ITERATIONS = 4000
RESIDUAL = 1e-10
IMMOBILE = 1e-6


@dataclass
class Cells:
    """Every published count, each once, with the sums that bind them.

    Attributes:
        keys: name of each cell, the same in every table that shows it.
        numbers: exact count of each cell.
        thresholds: smallest count that may be shown, 0 where anything may.
        ranks: how much a cell matters to readers; low ranks are hidden first.
        equations: terms (cell, sign) whose signed sum is zero.
    """

    keys: dict[Key, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    thresholds: list[int] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)
    equations: list[list[tuple[int, int]]] = field(default_factory=list)

    def add(self, key: Key, value: int, *, threshold: int, rank: int) -> int:
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
        self.ranks.append(rank)
        return self.keys[key]

    def bind(self, total: int, parts: Sequence[int]) -> None:
        """Declare that a total is the sum of its parts."""
        self.equations.append([(part, 1) for part in parts] + [(total, -1)])

    def primary(self) -> Flags:
        """Return the cells too small to be shown; zeros are shown."""
        values = np.array(self.numbers)
        flags: Flags = (values >= 1) & (values < np.array(self.thresholds))
        return flags


def required_freedom(threshold: int) -> int:
    """Return how many values a reader must be left to choose from, less one."""
    return threshold // 2


def is_exposed(terms: Sequence[tuple[int, int]], hidden: Flags, cells: Cells) -> bool:
    """Return whether one equation gives away, or nearly, a cell it hides.

    One hidden term is its own subtraction. Several of the same sign share a known sum,
    and each is at least 1 because zeros are published: the sum less their number is all
    the room a reader is left with. Terms of both signs can grow together without limit.
    """
    masked = [(cell, sign) for cell, sign in terms if hidden[cell]]
    if len(masked) <= 1:
        return bool(masked)
    if len({sign for _, sign in masked}) > 1:
        return False
    room = sum(cells.numbers[cell] for cell, _ in masked) - len(masked)
    threshold = max(cells.thresholds[cell] for cell, _ in masked)
    return room < required_freedom(threshold)


class Masker:
    """Hides more cells, one at a time, until no equation exposes another."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.hidden = cells.primary()
        self.of_cell: list[list[int]] = [[] for _ in cells.numbers]
        for number, terms in enumerate(cells.equations):
            for cell, _ in terms:
                self.of_cell[cell].append(number)
        self.counts = [sum(bool(self.hidden[c]) for c, _ in terms) for terms in cells.equations]

    def hide(self, cell: int) -> None:
        """Hide one cell."""
        self.hidden[cell] = True
        for number in self.of_cell[cell]:
            self.counts[number] += 1

    def _cost(self, cell: int) -> tuple[int, int, int, int]:
        """Return what hiding costs: rank first, then the new exposures, then the count."""
        opened = sum(self.counts[number] == 0 for number in self.of_cell[cell])
        return self.cells.ranks[cell], opened, self.cells.numbers[cell], cell

    def _candidates(self, numbers: Iterable[int]) -> list[int]:
        """Return the visible, non-zero cells of some equations."""
        return sorted(
            {
                cell
                for number in numbers
                for cell, _ in self.cells.equations[number]
                if not self.hidden[cell] and self.cells.numbers[cell] > 0
            }
        )

    def settle(self) -> None:
        """Hide cells until no single equation exposes one."""
        waiting = deque(range(len(self.cells.equations)))
        queued = set(waiting)
        while waiting:
            number = waiting.popleft()
            queued.discard(number)
            candidates = self._candidates([number])
            exposed = is_exposed(self.cells.equations[number], self.hidden, self.cells)
            if not (exposed and candidates):
                continue
            cell = min(candidates, key=self._cost)
            self.hide(cell)
            fresh = [n for n in (number, *self.of_cell[cell]) if n not in queued]
            waiting.extend(dict.fromkeys(fresh))
            queued.update(fresh)

    def loosen(self, cell: int) -> None:
        """Hide the nearest useful neighbour of a cell that several equations determine.

        Where all the cells of its own sums are hidden or zero already, the sums of its
        hidden neighbours are searched, one ring after the other.

        Raises:
            ValueError: nothing left to hide; the tables cannot be protected.
        """
        near = set(self.of_cell[cell])
        while not (candidates := self._candidates(near)):
            ring = {
                number
                for known in near
                for member, _ in self.cells.equations[known]
                if self.hidden[member]
                for number in self.of_cell[member]
            }
            if ring <= near:
                message = "a hidden cell stays determined although all its neighbours are hidden"
                raise ValueError(message)
            near |= ring
        self.hide(min(candidates, key=self._cost))


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


def mask(cells: Cells) -> Flags:
    """Return the cells to hide: small ones, and those that would let them be computed.

    Sums are settled one equation at a time, smallest and least useful cells first; then
    the whole linear system is asked which hidden cells it still determines, and the loop
    goes on until it determines none.
    """
    masker = Masker(cells)
    masker.settle()
    while (fixed := determined(cells, masker.hidden)).size:
        for cell in fixed.tolist():
            masker.loosen(cell)
        masker.settle()
    return masker.hidden
