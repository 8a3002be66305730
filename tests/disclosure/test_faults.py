"""A solver that fails or lies makes the audit doubt, never trust."""

from __future__ import annotations

import numpy as np
import pytest

from generator.disclosure.attack import Means
from generator.disclosure.audit import audit
from generator.disclosure.solver import Answer, Highs, Program, Status
from generator.disclosure.system import Floats, Rule, System
from generator.disclosure.verdict import Verdict


def doubtful() -> System:
    """Return a table that the solver must judge: nothing follows from one line alone."""
    system = System(Rule(threshold=11, width=3))
    for row in "ab":
        for column in "xyz":
            system.masked((row, column))
    for row, value in {"a": 20, "b": 30}.items():
        system.visible(row, value)
        system.total(row, [(row, column) for column in "xyz"])
    for column, value in {"x": 10, "y": 15, "z": 25}.items():
        system.visible(column, value)
        system.total(column, [(row, column) for row in "ab"])
    return system


class Silent(Highs):
    """Never knows."""

    def solve(self, costs: Floats, sense: int) -> Answer:
        """Return a wrong answer."""
        del costs, sense
        return Answer(Status.UNKNOWN, np.empty(0), np.empty(0))


class Despairing(Highs):
    """Claims that no table fits."""

    def solve(self, costs: Floats, sense: int) -> Answer:
        """Return a wrong answer."""
        del costs, sense
        return Answer(Status.INFEASIBLE, np.empty(0), np.empty(0))


class Wrong(Highs):
    """Gives a vertex that does not add up."""

    def solve(self, costs: Floats, sense: int) -> Answer:
        """Return a wrong answer."""
        answer = super().solve(costs, sense)
        return Answer(answer.status, answer.values + 1, answer.duals)


class Stuck(Highs):
    """Always gives the first table it met, with the prices of that one."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._first: Answer | None = None

    def solve(self, costs: Floats, sense: int) -> Answer:
        """Return a wrong answer."""
        self._first = self._first or super().solve(costs, sense)
        return self._first


class Short(Highs):
    """Gives too few numbers."""

    def solve(self, costs: Floats, sense: int) -> Answer:
        """Return a wrong answer."""
        answer = super().solve(costs, sense)
        return Answer(answer.status, answer.values[:1], answer.duals[:1])


@pytest.mark.parametrize("engine", [Silent, Despairing, Wrong, Short])
@pytest.mark.parametrize("strict", [True, False])
def test_a_failing_solver_proves_nothing(engine: type[Highs], *, strict: bool) -> None:
    """Every claim is checked in whole numbers: what is not proven is unproven."""
    report = audit(doubtful(), means=Means(engine=engine, strict=strict))
    assert report.count(Verdict.UNPROVEN) == report.cells.size
    assert not report.safe


def test_a_solver_that_never_moves_is_not_believed_when_it_says_that_nothing_can() -> None:
    """The prices of one question prove nothing about another."""
    report = audit(doubtful(), means=Means(engine=Stuck))
    assert report.count(Verdict.UNPROVEN) == report.cells.size


def test_the_same_table_is_safe_with_a_sound_solver() -> None:
    """So the doubt above comes from the solver alone."""
    assert audit(doubtful()).safe
