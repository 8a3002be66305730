"""Additive controlled rounding: every count a multiple of the base, every sum still true."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from generator.disclosure.blocks import components
from generator.disclosure.solver import MINIMISE, Highs, Program, Status
from generator.disclosure.system import FAR, Floats, Ints, Matrix, Published

_GAP = 1e-4


@dataclass(frozen=True, eq=False)
class Rounded:
    """Rounded counts.

    Attributes:
        values: multiples of the base that add up.
        base: the base.
        steps: how many multiples further than the two nearest a count could go.
        deviation: sum of the distances to the true counts.
        bound: no additive rounding has a smaller one.
    """

    values: Ints
    base: int
    steps: int
    deviation: int
    bound: float = field(repr=False)

    def interval(self, value: int) -> tuple[int, int]:
        """Return what a reader knows of the count behind a rounded one."""
        reach = self.base * (self.steps + 1) - 1
        return max(0, value - reach), value + reach


def round_counts(
    complete: Published, *, base: int = 5, steps: int = 0, seconds: float = 60.0
) -> Rounded:
    """Return the closest additive rounding of true counts; multiples stay as they are.

    Raises:
        ValueError: none exists within the steps or the time; allow one step more.
    """
    size = complete.value.size
    values, bound = np.zeros(size, dtype=np.int64), 0.0
    labels = components(complete.matrix)
    for label in np.unique(labels.columns).tolist():
        cells = np.flatnonzero(labels.columns == label)
        matrix = complete.matrix[np.flatnonzero(labels.rows == label)][:, cells].tocsr()
        part, least = _round_part(matrix, complete.value[cells], (base, steps), seconds)
        values[cells] = part
        bound += least
    deviation = int(np.abs(values - complete.value).sum())
    return Rounded(values, base, steps, deviation, bound)


def _round_part(
    matrix: Matrix, values: Ints, grid: tuple[int, int], seconds: float
) -> tuple[Ints, float]:
    base, steps = grid
    floor = values // base
    loose = values % base != 0
    lower = np.maximum(floor - steps * loose, 0)
    upper = floor + loose * (1 + steps)
    if steps:
        return _far(matrix, values, (base, lower, upper), seconds)
    # one binary per count that is not a multiple: up or down
    slope = base - 2 * (values % base)
    offset = matrix @ lower
    free = (upper - lower).astype(np.float64)
    answer = Highs(
        Program(matrix, -offset, -offset, 0 * free, free, integral=True, seconds=seconds, gap=_GAP)
    ).solve(np.where(loose, slope, 0.0), MINIMISE)
    up = _checked(answer.values, matrix, lower, answer.status)
    return up * base, float((values - floor * base).sum()) + answer.bound


def _far(
    matrix: Matrix, values: Ints, grid: tuple[int, Ints, Ints], seconds: float
) -> tuple[Ints, float]:
    """Round with more than two choices: the distance becomes a column of its own."""
    base, lower, upper = grid
    size, rows = values.size, matrix.shape[0]
    one, no = sparse.eye_array(size, dtype=np.int64), sparse.csr_array((rows, size), dtype=np.int64)
    sums, below = sparse.hstack([base * matrix, no]), sparse.hstack([base * one, -one])
    whole = sparse.vstack([sums, below, sparse.hstack([base * one, one])]).tocsr()
    none = np.zeros(rows, dtype=np.int64)
    far = np.full(size, FAR)
    program = Program(
        matrix=whole,
        low=np.concatenate([none, -far, values]),
        high=np.concatenate([none, values, far]),
        lower=np.concatenate([lower, 0 * lower]),
        upper=np.concatenate([upper, far]),
        integral=True,
        seconds=seconds,
        gap=_GAP,
    )
    costs = np.concatenate([np.zeros(size), np.ones(size)])
    answer = Highs(program).solve(costs, MINIMISE)
    multiples = _checked(answer.values[:size] - lower, matrix, lower, answer.status)
    return multiples * base, answer.bound


def _checked(steps_up: Floats, matrix: Matrix, lower: Ints, status: Status) -> Ints:
    if status not in (Status.OPTIMAL, Status.LIMIT) or steps_up.size != lower.size:
        message = "no additive rounding was found: allow one step more, or more time"
        raise ValueError(message)
    multiples: Ints = lower + np.rint(steps_up).astype(np.int64)
    if (matrix @ multiples != 0).any():
        message = "the solver's rounding does not add up"
        raise ValueError(message)
    return multiples
