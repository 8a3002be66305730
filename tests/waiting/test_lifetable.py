"""The life table, by hand and by its identities."""

from dataclasses import replace
from fractions import Fraction
from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.waiting.bands import STANDARD, Bands
from generator.waiting.errors import BandError, CountError, ExposureError
from generator.waiting.housed import MEDIAN, mean_wait, quantiles
from generator.waiting.lifetable import (
    Exposure,
    Observed,
    around,
    at_edge,
    eventual_bounds,
    exposure_from_stocks,
    having_waited,
    life_table,
    one_minus_kaplan_meier,
    time_to,
)
from generator.waiting.results import Counts, Status, Value, Values, filled
from tests.waiting.given import ND, C, V, drawn, one_year, times, years_of_file

BY_HAND = one_year((100, 50, 7), (10, 15, 1), (30, 5, 1))
"""Rates 40/100 and 20/50: both bands let out 0.4 / 1.2 = 1/3."""

CLOSE = 1e-12


def test_exposure_is_the_half_sum_of_two_stocks() -> None:
    """(80 + 120)/2 and (10 + 15)/2 households during one year; 12 dates give their mean."""
    first, second = Counts.known([[80, 10]]), Counts.known([[120, 15]])
    assert exposure_from_stocks(first, second).low.tolist() == [[100.0, 12.5]]
    assert exposure_from_stocks(first, second, second).low.tolist() == [[320 / 3, 40 / 3]]


def test_a_hidden_stock_hides_the_exposure_and_limits_it() -> None:
    """Hidden(1..10) now and 20 next year: between 10,5 and 15 person-years."""
    now = Counts.partly([[0]], [[C]], hidden=(1, 10))
    exposure = exposure_from_stocks(now, Counts.known([[20]]))
    assert exposure.status.tolist() == [[C]]
    assert (exposure.low[0, 0], exposure.high[0, 0]) == (10.5, 15.0)


def test_the_table_agrees_with_a_hand_worked_year() -> None:
    """Leaving 1/3 each year: S = 1, 2/3, 4/9.

    Housed 1/3 × 10/40 = 1/12, then + 2/3 × 1/3 × 15/20 = 1/12 + 1/6 = 1/4.
    Left 1/3 × 30/40 = 1/4, then + 2/3 × 1/3 × 5/20 = 1/4 + 1/18 = 11/36.
    """
    table = life_table(BY_HAND)
    np.testing.assert_allclose(table.waiting.number, [[1, 2 / 3, 4 / 9]])
    np.testing.assert_allclose(table.housed.number, [[0, 1 / 12, 1 / 4]])
    np.testing.assert_allclose(table.left.number, [[0, 1 / 4, 11 / 36]])


def test_who_has_waited_a_year_has_the_chances_of_the_bands_that_remain() -> None:
    """(F(24) - F(12)) / S(12) = (1/4 - 1/12) / (2/3) = 1/4."""
    later = having_waited(life_table(BY_HAND), months=12)
    assert later.edges == (12, 24)
    assert at_edge(later.housed, later.edges, months=24).number.tolist() == pytest.approx([0.25])


def test_a_rate_too_high_for_even_exits_takes_the_exponential_form() -> None:
    """30 exits for 10 person-years: the actuarial form gives 3/2.5, so 1 - exp(-3)."""
    table = life_table(one_year((10, 50, 1), (10, 0, 0), (20, 0, 0)))
    assert table.waiting.number[0, 1] == pytest.approx(exp(-3))
    assert table.housed.number[0, 1] == pytest.approx((1 - exp(-3)) / 3)


def test_the_exponential_form_can_be_preferred_sooner() -> None:
    """Rate 0.4: 1 - exp(-0.4) instead of 1/3 when asked everywhere."""
    table = life_table(BY_HAND, exponential_above=0)
    assert table.waiting.number[0, 1] == pytest.approx(exp(-0.4))


def test_a_band_that_everybody_leaves_ends_the_wait() -> None:
    """60 households that all leave in 5 years, evenly: 150 person-years, width × rate = 2."""
    table = life_table(one_year((150, 0), (40, 0), (20, 0), Bands((0, 60))))
    assert table.waiting.number[0].tolist() == [1.0, 0.0]
    assert table.housed.number[0, 1] == pytest.approx(2 / 3)


def test_exits_where_nobody_was_exposed_raise_and_name_their_cells() -> None:
    """No number is made of D > 0 and P = 0, in the open band either."""
    with pytest.raises(ExposureError, match="group 0 band 1") as caught:
        one_year((10, 0, 0), (0, 1, 0), (0, 0, 2))
    assert (caught.value.cells, caught.value.total) == (((0, 1), (0, 2)), 2)
    assert caught.value.at_fault.tolist() == [[False, True, True]]


def test_a_hidden_exit_where_nobody_was_exposed_raises_too() -> None:
    """A confidential count is at least 1."""
    hidden = Counts.partly([[0, 0, 0]], [[V, C, V]], hidden=(1, 4))
    with pytest.raises(ExposureError):
        Observed(BY_HAND.bands, Exposure.known(np.array([[9.0, 0, 0]])), hidden, hidden)


def test_arrays_of_other_shapes_are_refused() -> None:
    """Three arrays of (groups, bands), no broadcasting."""
    with pytest.raises(CountError, match="groups"):
        one_year((10, 5), (1, 1, 1), (1, 1, 1))
    with pytest.raises(CountError, match="groups"):
        one_year((10, 5), (1, 1), (1, 1))


@pytest.mark.parametrize("years", [-1.0, np.nan, np.inf])
def test_an_exposure_is_a_finite_duration(years: float) -> None:
    """Person-years are never negative, missing or infinite when called known."""
    with pytest.raises(CountError):
        Exposure.known(np.array([[years]]))


@pytest.mark.parametrize(
    ("stock", "baux", "reason"), [(V, C, C), (C, V, C), (ND, C, ND), (V, ND, ND)]
)
def test_the_curve_stops_at_the_first_band_that_is_not_given(
    stock: Status, baux: Status, reason: Status
) -> None:
    """The first year is known, nothing is said of 24 months, and the reason is kept."""
    now = Counts.partly([[100, 50, 7]], [[V, stock, V]], hidden=(1, 10))
    leases = Counts.partly([[10, 15, 1]], [[V, baux, V]], hidden=(1, 10))
    others = Counts.known([[30, 5, 1]])
    table = life_table(Observed(BY_HAND.bands, exposure_from_stocks(now), leases, others))
    for curve in (table.waiting, table.housed, table.left):
        assert curve.status.tolist() == [[V, V, reason]]
    assert table.housed.item(0, 1).number == pytest.approx(1 / 12)


def test_a_hidden_band_already_passed_does_not_matter() -> None:
    """Who has waited a year does not need the counts of the first year."""
    leases = Counts.partly([[0, 15, 1]], [[C, V, V]], hidden=(1, 10))
    table = life_table(replace(BY_HAND, baux=leases))
    assert table.housed.status.tolist() == [[V, C, C]]
    assert having_waited(table, months=12).housed.item(0, 1).number == pytest.approx(0.25)


def test_the_curve_stops_where_nobody_was_exposed() -> None:
    """SO from there on: neither 0 nor the last value carried forward."""
    table = life_table(one_year((100, 0, 5), (10, 0, 1), (30, 0, 1)))
    assert table.housed.status.tolist() == [[V, V, Status.SO]]


def test_nothing_is_read_inside_a_band_but_the_edges_around_it() -> None:
    """At 18 months only F(12) and F(24) are known; at 12 both limits meet."""
    table = life_table(BY_HAND)
    with pytest.raises(BandError, match="inside"):
        at_edge(table.housed, table.edges, months=18)
    limits = around(table.housed, table.edges, months=18)
    assert limits.low.number.tolist() == pytest.approx([1 / 12])
    assert limits.high.number.tolist() == pytest.approx([1 / 4])
    with pytest.raises(BandError, match="before"):
        around(table.housed, (24, 36), months=12)
    at_year = around(table.housed, table.edges, months=12)
    assert at_year.low.number.tolist() == at_year.high.number.tolist()


def test_nothing_is_extrapolated_into_the_open_band() -> None:
    """At 36 months the chance is at least that at 24, and no number is given."""
    table = life_table(BY_HAND)
    found = at_edge(table.housed, table.edges, months=36)
    assert found.item(0).status is Status.OPEN_BAND
    assert found.item(0).number is None
    assert found.item(0).at_least == pytest.approx(0.25)
    limits = around(table.housed, table.edges, months=36)
    assert limits.low.item(0).number == pytest.approx(0.25)
    assert limits.high.item(0).status is Status.OPEN_BAND


def test_seniority_already_acquired_must_be_an_edge() -> None:
    """Nobody knows who is 6 months into a band."""
    with pytest.raises(BandError, match="6 months"):
        having_waited(life_table(BY_HAND), months=6)


def curve(numbers: list[float], status: list[int] | None = None) -> Values:
    """Return one curve at 0, 12, 24 months."""
    states = filled((1, 3), V) if status is None else np.array([status], dtype=np.int8)
    return Values.of(np.array([numbers]), states)


EDGES = (0, 12, 24)


def test_the_median_wait_is_interpolated_in_its_band() -> None:
    """From 0,4 to 0,6 between 12 and 24 months, half is reached midway, at 18."""
    assert time_to(curve([0, 0.4, 0.6]), EDGES).item(0).number == pytest.approx(18)
    assert time_to(curve([0, 0.5, 0.6]), EDGES).item(0).number == pytest.approx(12)


def test_a_median_never_reached_says_so_and_until_when() -> None:
    """« non atteint » after 24 months; never the median of those housed."""
    assert time_to(curve([0, 0.1, 0.3]), EDGES).item(0) == Value(Status.NOT_REACHED, None, 24.0)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ([V, V, C], Value(Status.C, None, None)),
        ([V, V, ND], Value(Status.ND, None, None)),
        ([V, V, Status.SO], Value(Status.NOT_REACHED, None, 12.0)),
        ([V, Status.SO, Status.SO], Value(Status.SO, None, None)),
    ],
)
def test_a_median_cut_off_tells_why(status: list[int], expected: Value) -> None:
    """Hidden or missing first; « non atteint » only as far as somebody was exposed."""
    assert time_to(curve([0, 0.1, 0.9], status), EDGES).item(0) == expected


def test_another_level_than_the_half_can_be_asked() -> None:
    """A quarter is reached at 12 × 0,25/0,4 = 7,5 months."""
    found = time_to(curve([0, 0.4, 0.6]), EDGES, probability=Fraction(1, 4))
    assert found.item(0).number == pytest.approx(7.5)


def test_the_part_eventually_housed_lies_between_two_limits() -> None:
    """1/4 are housed at 24 months and 4/9 still wait: from 1/4 to 25/36."""
    limits = eventual_bounds(life_table(BY_HAND))
    assert limits.low.number.tolist() == pytest.approx([1 / 4])
    assert limits.high.number.tolist() == pytest.approx([25 / 36])


def test_newcomers_move_the_mean_of_the_housed_and_not_the_chances() -> None:
    """Twice as many newcomers, hence twice as many young leases, at the same rates.

    Housed 10, 15, 1 then 20, 15, 1: the mean falls from (60+270+30)/26 = 13,8 months to
    (120+270+30)/36 = 11,7, the median from 12 + 12×3/15 = 14,4 to 12×18/20 = 10,8.
    """
    surge = one_year((200, 50, 7), (20, 15, 1), (60, 5, 1))
    np.testing.assert_allclose(
        life_table(surge).housed.number, life_table(BY_HAND).housed.number, rtol=CLOSE
    )
    means = [mean_wait(o.baux, o.bands).mean.number[0] for o in (BY_HAND, surge)]
    assert means == pytest.approx([360 / 26, 420 / 36])
    medians = [
        quantiles(o.baux, o.bands, probabilities=MEDIAN).number[0, 0] for o in (BY_HAND, surge)
    ]
    assert medians == pytest.approx([14.4, 10.8])


@drawn
@given(years_of_file())
def test_housed_left_and_waiting_sum_to_one(observed: Observed) -> None:
    """Everybody is somewhere; the parts stay in [0, 1] and exits never undo themselves."""
    table = life_table(observed)
    parts = [curve.number for curve in (table.housed, table.left, table.waiting)]
    np.testing.assert_allclose(sum(parts), 1.0, atol=CLOSE)
    assert all(((part >= 0) & (part <= 1 + CLOSE)).all() for part in parts)
    assert (np.diff(parts[0], axis=1) >= 0).all()
    assert (np.diff(parts[1], axis=1) >= 0).all()
    assert (np.diff(parts[2], axis=1) <= 0).all()


@drawn
@given(years_of_file(), st.integers(2, 40))
def test_the_size_of_the_file_changes_no_chance(observed: Observed, factor: int) -> None:
    """The same rates in a file so many times larger."""
    base, larger = life_table(observed), life_table(times(observed, factor))
    np.testing.assert_allclose(larger.housed.number, base.housed.number, atol=CLOSE)
    np.testing.assert_allclose(larger.left.number, base.left.number, atol=CLOSE)


@drawn
@given(years_of_file(), st.integers(2, 9))
def test_the_number_of_newcomers_changes_no_chance(observed: Observed, factor: int) -> None:
    """Only the first band grows, in stock and exits alike; the naive mean cannot rise."""
    grown = np.ones(observed.bands.size, dtype=np.int64)
    grown[0] = factor
    surge = Observed(
        observed.bands,
        Exposure.known(observed.exposure.low * grown),
        Counts.known(observed.baux.low * grown),
        Counts.known(observed.autres_sorties.low * grown),
    )
    np.testing.assert_allclose(
        life_table(surge).housed.number, life_table(observed).housed.number, atol=CLOSE
    )
    before, after = (mean_wait(o.baux, o.bands).mean.number for o in (observed, surge))
    moving = (observed.baux.low[:, 0] > 0) & (observed.baux.low[:, 1:].sum(axis=1) > 0)
    assert (after[moving] < before[moving]).all()


@drawn
@given(years_of_file())
def test_treating_those_who_left_as_censored_overstates_the_chance(observed: Observed) -> None:
    """1 - Kaplan-Meier is never below the incidence."""
    gap = one_minus_kaplan_meier(observed).number - life_table(observed).housed.number
    assert (gap >= -CLOSE).all()


@drawn
@given(years_of_file(), st.sampled_from([12, 24, 36, 48, 60]))
def test_the_conditional_chance_is_a_ratio_of_the_table(observed: Observed, waited: int) -> None:
    """(F(a+h) - F(a)) / S(a) for every later edge, where somebody still waits at a."""
    table, start = life_table(observed), STANDARD.index_of(waited)
    later = having_waited(table, months=waited)
    some = table.waiting.number[:, start] > 1e-9
    gain = table.housed.number[:, start:] - table.housed.number[:, start : start + 1]
    ratio = gain[some] / table.waiting.number[some, start : start + 1]
    np.testing.assert_allclose(later.housed.number[some], ratio, atol=1e-6)


@drawn
@given(years_of_file(), st.permutations(range(4)))
def test_the_order_of_groups_does_not_matter(observed: Observed, order: list[int]) -> None:
    """Each group is computed from its own row."""
    shuffled = Observed(
        observed.bands,
        Exposure.known(observed.exposure.low[order]),
        observed.baux[order],
        observed.autres_sorties[order],
    )
    np.testing.assert_array_equal(
        life_table(shuffled).housed.number, life_table(observed).housed.number[order]
    )


@drawn
@given(years_of_file())
def test_more_leases_never_lengthen_the_median_wait(observed: Observed) -> None:
    """One more lease in each band, the exposure being the same."""
    more = replace(observed, baux=Counts.known(observed.baux.low + 1))
    before, after = (
        np.nan_to_num(time_to(life_table(o).housed, STANDARD.edges).number, nan=1e9)
        for o in (observed, more)
    )
    actuarial = (5 * (more.baux.low + more.autres_sorties.low) <= 2 * observed.exposure.low).all(1)
    assert (after[actuarial] <= before[actuarial] + 1e-9).all()
