"""Mean, quartiles and their limits, from bands."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.waiting.bands import STANDARD, Bands
from generator.waiting.errors import CountError, WaitingError
from generator.waiting.housed import (
    MEDIAN,
    QUARTILES,
    mean_bounds,
    mean_wait,
    quantile_bands,
    quantile_bounds,
    quantiles,
)
from generator.waiting.results import Counts, IntArray, Status, Value
from tests.waiting.given import ND, C, V, counts, drawn

HUNDRED = Counts.known([[10, 30, 40, 0, 10, 6, 4]])


def test_the_mean_puts_each_band_at_its_middle() -> None:
    """(10×6 + 30×18 + 40×30 + 10×54 + 6×90 + 4×150) / 100 = 3480 / 100.

    With the open band at its start, 4×150 becomes 4×120: 3360 / 100.
    """
    wait = mean_wait(HUNDRED, STANDARD)
    assert wait.mean.item(0).number == pytest.approx(34.8)
    assert wait.floor.item(0).number == pytest.approx(33.6)
    assert wait.open_share.item(0).number == pytest.approx(0.04)


def test_quartiles_are_interpolated_inside_their_band() -> None:
    """Cumulated 10, 40, 80: 12 + 12×15/30, 24 + 12×10/40, 24 + 12×35/40."""
    assert quantiles(HUNDRED, STANDARD).number.tolist() == [[18.0, 27.0, 34.5]]


def test_a_quantile_at_the_end_of_a_band_is_that_edge() -> None:
    """Half of 20 were housed within 12 months; the empty band after it changes nothing."""
    counted = Counts.known([[10, 0, 10, 0, 0, 0, 0]])
    assert quantiles(counted, STANDARD, probabilities=MEDIAN).number.tolist() == [[12.0]]


def test_a_median_in_the_open_band_is_more_than_its_start() -> None:
    """6 of 10 waited 120 months or more: « plus de 10 ans », and no number."""
    found = quantiles(Counts.known([[4, 0, 0, 0, 0, 0, 6]]), STANDARD)
    assert found.item(0, 0) == Value(Status.VALUE, 7.5, None)
    assert found.item(0, 1) == Value(Status.OPEN_BAND, None, 120.0)


def test_a_single_household_has_a_wait_unless_a_minimum_is_asked() -> None:
    """Alone in 12-24: its median is 18, its mean too; with a minimum of 2, NS."""
    alone, bands = Counts.known([[0, 1, 0]]), Bands((0, 12, 24))
    assert quantiles(alone, bands, probabilities=MEDIAN).number.tolist() == [[18.0]]
    assert quantile_bands(alone, bands, probabilities=MEDIAN).low.number.tolist() == [[12.0]]
    assert mean_wait(alone, bands).mean.number.tolist() == [18.0]
    assert mean_wait(alone, bands, min_count=2).mean.item(0).status is Status.NS
    assert quantile_bounds(alone, bands, total=np.array([1])).low.number[0, 1] == 18.0


@pytest.mark.parametrize("wrong", [Fraction(0), Fraction(1), Fraction(3, 2)])
def test_a_quantile_is_of_a_part_not_of_none_nor_of_all(wrong: Fraction) -> None:
    """0 and 1 are the ends of the bands, which say nothing of the households."""
    with pytest.raises(WaitingError):
        quantiles(HUNDRED, STANDARD, probabilities=(wrong,))


def test_the_band_of_a_quantile_can_be_given_without_interpolating() -> None:
    """The median of the hundred is between 24 and 36; an open band has no end."""
    found = quantile_bands(HUNDRED, STANDARD, probabilities=(Fraction(1, 2), Fraction(98, 100)))
    assert found.low.number.tolist() == [[24.0, 120.0]]
    assert found.high.item(0, 0).number == 36.0
    assert found.high.item(0, 1) == Value(Status.OPEN_BAND, None, 120.0)


def test_nobody_few_hidden_and_missing_are_told_apart() -> None:
    """SO for nobody housed, NS under the minimum, C and ND for a band not given."""
    states = [[V] * 3, [V] * 3, [V, C, V], [C, ND, V]]
    few = Counts.partly([[0, 0, 0], [4, 4, 2], [9, 9, 9], [9, 9, 9]], states, hidden=(1, 4))
    bands = Bands((0, 12, 24))
    expected = [Status.SO, Status.NS, Status.C, Status.ND]
    assert (
        quantiles(few, bands, probabilities=MEDIAN, min_count=11).status[:, 0].tolist() == expected
    )
    assert mean_wait(few, bands, min_count=11).mean.status.tolist() == expected


def test_limits_of_the_median_come_from_the_extreme_completions() -> None:
    """Known 4, ?, ?, 10 of 20: the hidden two share 6, each 1 at least.

    5 and 1: 4 then 9, half of 20 is reached at 24 + 12×(10-9)/1 = 36.
    1 and 5: 4 then 5 then 10: reached at 36 too. The first quartile (5) is at
    12 + 12×1/5 = 14,4 or 12 + 12×1/1 = 24.
    """
    bands = Bands((0, 12, 24, 36))
    counted = Counts.partly([[4, 0, 0, 10]], [[V, C, C, V]], hidden=(1, 10))
    found = quantile_bounds(counted, bands, total=np.array([20]))
    assert found.low.number[0, :2].tolist() == pytest.approx([14.4, 36.0])
    assert found.high.number[0, :2].tolist() == pytest.approx([24.0, 36.0])
    assert found.high.item(0, 2) == Value(Status.OPEN_BAND, None, 36.0)


def test_a_total_that_the_hidden_counts_cannot_reach_is_refused() -> None:
    """4 + hidden(1..10) is neither 4 nor 15."""
    counted = Counts.partly([[4, 0, 0]], [[V, C, V]], hidden=(1, 10))
    for total in (4, 15):
        with pytest.raises(CountError, match="total"):
            mean_bounds(counted, Bands((0, 12, 24)), total=np.array([total]))


def test_limits_say_when_nobody_is_concerned() -> None:
    """A total of 0 has neither mean nor median."""
    none = Counts.known([[0, 0, 0]])
    assert (
        mean_bounds(none, Bands((0, 12, 24)), total=np.array([0])).low.item(0).status is Status.SO
    )
    found = quantile_bounds(none, Bands((0, 12, 24)), total=np.array([0]))
    assert found.high.status.tolist() == [[Status.SO] * 3]


@drawn
@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
    st.integers(2, 5),
)
def test_limits_hold_every_completion_and_are_reached(
    true: list[int], hidden: list[bool], most: int
) -> None:
    """By enumeration of all completions that respect the limits and the total."""
    bands = Bands((0, 12, 36, 60))
    truth = np.where(hidden, np.clip(true, 1, most), true)
    states = np.where(hidden, C, V)
    counted = Counts.partly(truth[None, :], states[None, :], hidden=(1, most))
    total = int(truth.sum())
    ranges = [range(lo, hi + 1) for lo, hi in zip(counted.low[0], counted.high[0], strict=True)]
    cases = Counts.known([case for case in product(*ranges) if sum(case) == total])
    if total == 0:
        return
    every = np.nan_to_num(quantiles(cases, bands).number, nan=np.inf)
    found = quantile_bounds(counted, bands, total=np.array([total]))
    assert np.nan_to_num(found.low.number[0], nan=np.inf).tolist() == every.min(axis=0).tolist()
    assert np.nan_to_num(found.high.number[0], nan=np.inf).tolist() == every.max(axis=0).tolist()
    means = mean_wait(cases, bands).mean.number
    mean = mean_bounds(counted, bands, total=np.array([total]))
    assert mean.low.number[0] == pytest.approx(means.min())
    assert mean.high.number[0] == pytest.approx(means.max())


@drawn
@given(counts(), st.integers(2, 50))
def test_neither_the_size_of_the_file_nor_the_order_of_groups_matters(
    counted: IntArray, factor: int
) -> None:
    """Multiplying every count, or shuffling the groups, changes no quantile and no mean."""
    base = quantiles(Counts.known(counted), STANDARD)
    larger = quantiles(Counts.known(counted * factor), STANDARD)
    np.testing.assert_allclose(larger.number, base.number, rtol=1e-12)
    assert larger.status.tolist() == base.status.tolist()
    upside_down = quantiles(Counts.known(counted[::-1]), STANDARD)
    np.testing.assert_array_equal(upside_down.number[::-1], base.number)


@drawn
@given(counts(groups=1), st.integers(0, 5))
def test_one_household_housed_later_never_shortens_the_wait(counted: IntArray, band: int) -> None:
    """Moving one unit to the next band moves no quantile and no mean down."""
    counted[0, band] += 1
    later = counted.copy()
    later[0, band : band + 2] += (-1, 1)
    before, after = (
        np.nan_to_num(quantiles(Counts.known(c), STANDARD).number, nan=120.0)
        for c in (counted, later)
    )
    assert (after >= before - 1e-9).all()
    means = [mean_wait(Counts.known(c), STANDARD).mean.number[0] for c in (counted, later)]
    assert means[1] > means[0]


@drawn
@given(counts())
def test_quartiles_are_in_order_and_in_their_band(counted: IntArray) -> None:
    """Q1 ≤ median ≤ Q3, each within the band `quantile_bands` tells."""
    found = quantiles(Counts.known(counted), STANDARD, probabilities=QUARTILES)
    band = quantile_bands(Counts.known(counted), STANDARD)
    ordered = np.nan_to_num(found.number, nan=1e9)
    assert (np.diff(ordered, axis=1) >= 0).all()
    known = found.status == V
    assert (found.number[known] >= band.low.number[known]).all()
    assert (found.number[known] <= band.high.number[known]).all()
