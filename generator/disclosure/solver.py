"""The only door to HiGHS: linear programs whose objective and bounds change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import highspy
import numpy as np

from generator.disclosure.system import FAR, Floats, Ints, Matrix

MINIMISE, MAXIMISE = 1, -1
_ROWWISE = 2
_DUAL_SIMPLEX, _PRIMAL_SIMPLEX = 1, 4


class Status(Enum):
    """What the solver says, which is not yet what is proven."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    LIMIT = "limit"
    UNKNOWN = "unknown"


@dataclass(frozen=True, eq=False)
class Program:
    """Rows low <= matrix @ x <= high and columns lower <= x <= upper; FAR is no bound.

    With `afresh`, each question forgets the last answer and is put to the dual simplex.
    """

    matrix: Matrix
    low: Ints | Floats
    high: Ints | Floats
    lower: Ints | Floats
    upper: Ints | Floats
    integral: bool = False
    seconds: float | None = None
    gap: float = 0.0
    afresh: bool = False


@dataclass(frozen=True, eq=False)
class Answer:
    """One solution: values of the columns, prices of the rows, and the proven bound."""

    status: Status
    values: Floats
    duals: Floats
    bound: float = float("nan")


class Engine(Protocol):
    """What the attack needs of a solver, so that tests can make one lie."""

    def solve(self, costs: Floats, sense: int) -> Answer:
        """Return the best solution for this objective."""
        ...

    def rebound(self, lower: Floats, upper: Floats) -> None:
        """Change the bounds of all columns."""
        ...


EngineMaker = Callable[[Program], Engine]


class Highs:
    """One HiGHS object kept warm: only the objective changes from one question to the next."""

    def __init__(self, program: Program) -> None:
        self._size = program.matrix.shape[1]
        self._costs = np.zeros(self._size)
        self._integral = program.integral
        self._afresh = program.afresh
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._options(program)
        self._pass(program)

    def solve(self, costs: Floats, sense: int) -> Answer:
        """Return the best solution; ask again more carefully when the solver hesitates."""
        self._price(costs * sense)
        if self._afresh:
            self._highs.clearSolver()
        self._highs.run()
        status = self._status()
        for strategy in ("simplex", "ipm"):
            if status is not Status.UNKNOWN or self._integral:
                break
            # About one linear program in half a million comes back without an answer.
            status = self._again(strategy)
        return self._answer(status, sense)

    def rebound(self, lower: Floats, upper: Floats) -> None:
        """Change the bounds of all columns; the next solve starts from the last basis."""
        columns = np.arange(self._size, dtype=np.int32)
        self._highs.changeColsBounds(self._size, columns, _finite(lower), _finite(upper))

    def hint(self, values: Floats) -> None:
        """Offer a known solution to the branch and bound."""
        columns = np.arange(self._size, dtype=np.int32)
        self._highs.setSolution(self._size, columns, values)

    def _options(self, program: Program) -> None:
        self._set("output_flag", False)
        self._set("threads", 1)
        self._set("random_seed", 0)
        if program.seconds is not None:
            self._set("time_limit", max(program.seconds, 0.05))
        if program.integral:
            self._set("mip_rel_gap", program.gap)
            self._set("mip_feasibility_tolerance", 1e-7)
            return
        # Measured 2 to 4 times faster than the default here, where only objectives change.
        self._set("presolve", "off")
        self._set("simplex_strategy", self._strategy())

    def _strategy(self) -> int:
        return _DUAL_SIMPLEX if self._afresh else _PRIMAL_SIMPLEX

    def _set(self, name: str, value: bool | int | float | str) -> None:
        self._highs.setOptionValue(name, value)

    def _pass(self, program: Program) -> None:
        rows, columns = program.matrix.shape
        self._highs.passModel(
            columns,
            rows,
            program.matrix.nnz,
            _ROWWISE,
            MINIMISE,
            0.0,
            self._costs,
            _finite(program.lower),
            _finite(program.upper),
            _finite(program.low),
            _finite(program.high),
            program.matrix.indptr.astype(np.int32),
            program.matrix.indices.astype(np.int32),
            program.matrix.data.astype(np.float64),
            np.full(columns, int(program.integral), dtype=np.int32),
        )

    def _price(self, costs: Floats) -> None:
        changed = np.flatnonzero(costs != self._costs).astype(np.int32)
        if changed.size:
            self._highs.changeColsCost(changed.size, changed, costs[changed])
            self._costs = costs.copy()

    def _again(self, strategy: str) -> Status:
        self._highs.clearSolver()
        self._set("solver", strategy)
        self._set("simplex_strategy", _DUAL_SIMPLEX)
        self._highs.run()
        self._set("solver", "choose")
        self._set("simplex_strategy", self._strategy())
        return self._status()

    def _status(self) -> Status:
        status = self._highs.getModelStatus()
        codes = highspy.HighsModelStatus
        if status == codes.kOptimal:
            return Status.OPTIMAL
        if status == codes.kInfeasible:
            return Status.INFEASIBLE
        if status == codes.kTimeLimit:
            return Status.LIMIT
        return Status.UNKNOWN

    def _answer(self, status: Status, sense: int) -> Answer:
        if status in (Status.INFEASIBLE, Status.UNKNOWN):
            return Answer(status, np.empty(0), np.empty(0))
        solution = self._highs.getSolution()
        values = np.array(solution.col_value, dtype=np.float64)
        if status is Status.LIMIT and not solution.value_valid:
            values = np.empty(0)
        bound = float("nan")
        if self._integral:
            bound = sense * float(self._highs.getInfo().mip_dual_bound)
        return Answer(status, values, np.array(solution.row_dual, dtype=np.float64), bound)


def _finite(bounds: Ints | Floats) -> Floats:
    values = np.asarray(bounds, dtype=np.float64)
    values = np.where(values >= FAR, highspy.kHighsInf, values)
    return np.where(values <= -FAR, -highspy.kHighsInf, values)
