"""Figures travel with their status."""

import numpy as np
import pytest

from generator.waiting.errors import CountError, StatusError
from generator.waiting.results import UNBOUNDED, Counts, Status, Value, Values, filled
from tests.waiting.given import ND, C, V


def test_a_hidden_figure_has_no_number_even_if_one_was_computed() -> None:
    """A number is kept where the status is VALUE and nowhere else."""
    values = Values.of(np.array([3.5, 9.9]), np.array([V, C], dtype=np.int8))
    assert values.item(0) == Value(Status.VALUE, 3.5, None)
    assert values.item(1) == Value(Status.C, None, None)


def test_a_figure_beyond_what_was_observed_has_a_floor_and_no_number() -> None:
    """« plus de X » and « non atteint » never pass for X."""
    status = np.array([Status.OPEN_BAND, Status.NOT_REACHED, V], dtype=np.int8)
    values = Values.floored(np.full(3, 7.0), status, np.array([120.0, 60.0, 1.0]))
    assert [values.item(i) for i in range(3)] == [
        Value(Status.OPEN_BAND, None, 120.0),
        Value(Status.NOT_REACHED, None, 60.0),
        Value(Status.VALUE, 7.0, None),
    ]


@pytest.mark.parametrize(
    ("number", "status", "floor"),
    [
        ([np.nan], [V], [np.nan]),
        ([0.0], [Status.ND], [np.nan]),
        ([np.nan], [Status.OPEN_BAND], [np.nan]),
        ([0.0], [V], [12.0]),
        ([0.0], [0], [np.nan]),
        ([0.0, 1.0], [V], [np.nan]),
    ],
)
def test_a_status_that_contradicts_its_number_is_refused(
    number: list[float], status: list[int], floor: list[float]
) -> None:
    """No NaN passes for a value, no 0 for a missing one, no cell goes without status."""
    with pytest.raises(StatusError):
        Values(np.array(number), np.array(status, dtype=np.int8), np.array(floor))


def test_results_cannot_be_changed_afterwards() -> None:
    """A stage returns new values and never alters those it was given."""
    given = np.array([1.0])
    values = Values.of(given, filled((1,), V))
    with pytest.raises(ValueError, match="read-only"):
        values.number[0] = 2.0
    given[0] = 5.0
    assert values.number[0] == 1.0


def test_a_hidden_count_keeps_the_limits_its_rule_gives_away() -> None:
    """Under threshold 11 a confidential count is 1 to 10; a missing one can be anything."""
    counts = Counts.partly([[12, -1, 0]], [[V, C, ND]], hidden=(1, 10))
    assert counts.low.tolist() == [[12, 1, 0]]
    assert counts.high.tolist() == [[12, 10, UNBOUNDED]]


@pytest.mark.parametrize("wrong", [[-1], [1.5], [np.nan], ["3"]])
def test_counts_are_whole_and_never_negative(wrong: list[object]) -> None:
    """A negative, broken or textual count raises; a whole float is accepted."""
    with pytest.raises(CountError):
        Counts.known(wrong)  # type: ignore[arg-type]
    assert Counts.known([2.0]).low.tolist() == [2]


def test_limits_of_a_count_are_in_order_and_meet_where_it_is_known() -> None:
    """Limits upside down, apart for a known count, or of other shapes are refused."""
    two, one = np.array([2]), np.array([1])
    for low, high, status in (
        (two, one, filled((1,), C)),
        (one, two, filled((1,), V)),
        (one, two, filled((2,), C)),
    ):
        with pytest.raises(CountError):
            Counts(low, high, status)


def test_figures_are_taken_by_position_like_arrays() -> None:
    """Indexing keeps number, status and floor together."""
    values = Values.of(np.arange(6.0).reshape(2, 3), filled((2, 3), V))
    assert values[:, 1].number.tolist() == [1.0, 4.0]
    assert values[1].shape == (3,)
