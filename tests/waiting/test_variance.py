"""Variance and intervals of the incidence."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.waiting.bands import STANDARD
from generator.waiting.errors import CountError
from generator.waiting.lifetable import Exposure, Observed, having_waited, life_table, time_to
from generator.waiting.results import Counts, IntArray, Status, Values, filled
from generator.waiting.variance import (
    Scale,
    bootstrapped,
    housed_variance,
    interval,
    left_variance,
)
from tests.waiting.given import C, V, drawn, one_year, times, years_of_file

BY_HAND = one_year((100, 50, 7), (10, 15, 1), (30, 5, 1))


def test_the_variance_agrees_with_a_hand_worked_year() -> None:
    """Entrants 100 + 40/2 = 120 and 50 + 20/2 = 60; leaving 1/3; housed 1/12 and 1/4.

    At 12 months: 1/12 × 11/12 / 120. At 24 months, with T = 1/4 - 1/12 = 1/6:
    first year  T² (1/3) / (120 × 2/3) + (1/12 × 11/12)/120 - 2 T (1/12)/120
                = 2/17280 + 11/17280 - 4/17280,
    second year (2/3)² (1/4 × 3/4)/60 = 24/17280. In all 33/17280.
    """
    found = housed_variance(life_table(BY_HAND))
    np.testing.assert_allclose(found.number, [[0, 11 / 17280, 33 / 17280]])


@st.composite
def closed_cohorts(draw: st.DrawFn) -> tuple[int, IntArray]:
    """Draw households all followed until they leave, or beyond the last edge."""
    leaving = draw(st.lists(st.integers(0, 30), min_size=14, max_size=14))
    return draw(st.integers(1, 50)), np.array(leaving, dtype=np.int64).reshape(2, 7)


@drawn
@given(closed_cohorts())
def test_without_censoring_the_variance_is_binomial(cohort: tuple[int, IntArray]) -> None:
    """F(1-F)/n at every edge, F being the plain share housed by then, and so for other exits.

    Who leaves in a band of width w spends w/2 in it on average, who stays w.
    """
    beyond, leaving = cohort
    n = int(leaving[:, :-1].sum()) + beyond
    exits = leaving.sum(axis=0)[:-1]
    entering = n - np.concatenate([[0], np.cumsum(exits)[:-1]])
    years = np.append(STANDARD.widths_years * (entering - exits / 2), 1.0 * beyond)
    table = life_table(one_year(years.tolist(), leaving[0].tolist(), leaving[1].tolist(), STANDARD))
    for part, variance, one in (
        (table.housed, housed_variance(table), leaving[0]),
        (table.left, left_variance(table), leaving[1]),
    ):
        share = np.concatenate([[0], np.cumsum(one[:-1])]) / n
        np.testing.assert_allclose(part.number[0], share, atol=1e-12)
        np.testing.assert_allclose(variance.number[0], share * (1 - share) / n, atol=1e-12)


def test_a_band_that_everybody_leaves_leaves_a_finite_variance() -> None:
    """60 households in 5 years, 40 housed: 2/3 × 1/3 / 60 though nobody stays."""
    year = one_year((30, 10, 1), (40, 3, 0), (20, 3, 0))
    found = housed_variance(life_table(year))
    assert found.number[0].tolist() == pytest.approx([0, 2 / 9 / 60, 2 / 9 / 60])


def test_the_variance_stops_with_the_curve() -> None:
    """A hidden second year hides the variance at 24 months, not at 12."""
    hidden = Counts.partly([[10, 0, 0]], [[V, C, V]], hidden=(1, 4))
    table = life_table(replace(BY_HAND, baux=hidden))
    assert housed_variance(table).status.tolist() == [[V, V, C]]
    limits = interval(table.housed, housed_variance(table))
    assert limits.low.status.tolist() == [[V, V, C]]


def test_intervals_agree_with_a_hand_worked_one() -> None:
    """F = 1/4, e = 1,96 √(33/17280): ln(1/3) ± e/(3/16), then ln(ln 4) ± e/(ln 4 / 4)."""
    table = life_table(BY_HAND)
    error = 1.959963984540054 * (33 / 17280) ** 0.5
    logit = interval(table.housed, housed_variance(table))
    centre, spread = np.log(1 / 3), error / (3 / 16)
    assert logit.low.number[0, 2] == pytest.approx(1 / (1 + np.exp(-(centre - spread))))
    assert logit.high.number[0, 2] == pytest.approx(1 / (1 + np.exp(-(centre + spread))))
    double = interval(table.housed, housed_variance(table), scale=Scale.LOG_LOG)
    centre, spread = np.log(np.log(4)), error / (np.log(4) / 4)
    assert double.low.number[0, 2] == pytest.approx(np.exp(-np.exp(centre + spread)))
    assert double.high.number[0, 2] == pytest.approx(np.exp(-np.exp(centre - spread)))


def test_no_interval_is_drawn_around_nobody_or_everybody() -> None:
    """0 leases in a year, or 1 after everybody was housed: NS; at 0 months both limits are 0."""
    parts = Values.of(np.array([[0, 0.0, 0.3], [0, 0.5, 1.0]]), filled((2, 3), V))
    none = Values.of(np.zeros((2, 3)), filled((2, 3), V))
    found = interval(parts, none)
    assert found.low.status.tolist() == [[V, Status.NS, V], [V, V, Status.NS]]
    assert found.high.number[:, 0].tolist() == [0.0, 0.0]


def test_the_median_wait_has_an_interval_too() -> None:
    """It is reached when the upper, then when the lower limit of the curve reaches one half."""
    table = life_table(one_year((400, 300, 9), (150, 140, 0), (20, 20, 0)))
    limits = interval(table.housed, housed_variance(table))
    soon, middle, late = (
        time_to(curve, table.edges).item(0).number
        for curve in (limits.high, table.housed, limits.low)
    )
    assert soon is not None
    assert middle is not None
    assert late is not None
    assert soon < middle < late


@drawn
@given(years_of_file(), st.sampled_from(list(Scale)))
def test_intervals_hold_their_estimate_and_stay_between_0_and_1(
    observed: Observed, scale: Scale
) -> None:
    """0 ≤ low ≤ F ≤ high ≤ 1 wherever there is an interval."""
    table = life_table(observed)
    found = interval(table.housed, housed_variance(table), scale=scale)
    given_there = found.low.status == V
    low, high = found.low.number[given_there], found.high.number[given_there]
    part = table.housed.number[given_there]
    assert (low >= 0).all()
    assert (low <= part + 1e-12).all()
    assert (part <= high + 1e-12).all()
    assert (high <= 1).all()


@drawn
@given(years_of_file(), st.integers(2, 40))
def test_a_larger_file_narrows_every_interval(observed: Observed, factor: int) -> None:
    """Every variance is divided by the factor, every interval strictly narrower.

    Unless it already spans 0 to 1 to the last digit, as a handful of households may.
    """
    small, large = life_table(observed), life_table(times(observed, factor))
    one, other = housed_variance(small), housed_variance(large)
    np.testing.assert_allclose(other.number * factor, one.number, rtol=1e-6, atol=1e-12)
    before, after = interval(small.housed, one), interval(large.housed, other)
    width = np.nan_to_num(before.high.number - before.low.number, nan=1.0)
    drawn_there = (one.number > 1e-12) & (width < 1 - 1e-9)
    narrower = after.high.number - after.low.number
    assert (narrower[drawn_there] < width[drawn_there]).all()


@drawn
@given(years_of_file())
def test_the_variance_of_who_has_waited_ignores_the_bands_behind(observed: Observed) -> None:
    """The conditional table has the variance of a file that begins there."""
    later = housed_variance(having_waited(life_table(observed), months=24)).number
    doubled = np.array([9, 9, 1, 1, 1, 1, 1])
    other = Observed(
        observed.bands,
        Exposure.known(observed.exposure.low * doubled),
        observed.baux,
        observed.autres_sorties,
    )
    np.testing.assert_allclose(
        housed_variance(having_waited(life_table(other), months=24)).number, later
    )


YEAR = one_year(
    (900, 600, 420, 300, 210, 400, 80),
    (90, 120, 84, 45, 25, 40, 5),
    (180, 150, 84, 45, 21, 40, 9),
    STANDARD,
)


def test_redrawing_the_exits_gives_nearly_the_same_interval() -> None:
    """Poisson bootstrap and algebra agree within 15 % of the width, in a middling file."""
    table = life_table(YEAR)
    algebra = interval(table.housed, housed_variance(table))
    redrawn = bootstrapped(YEAR, keys=[44184], seed=2026)
    width = (algebra.high.number - algebra.low.number)[0, 1:]
    for one, other in ((algebra.low, redrawn.low), (algebra.high, redrawn.high)):
        assert (np.abs(one.number - other.number)[0, 1:] < 0.15 * width).all()


def test_redrawn_intervals_depend_on_their_key_only() -> None:
    """Alone or among others, in any order; the numbers themselves are pinned.

    They come from streams that numpy promises to keep: should they move, published
    intervals would move with a mere update.
    """
    two = Observed(
        STANDARD,
        Exposure.known(np.repeat(YEAR.exposure.low, 2, axis=0)),
        Counts.known(np.repeat(YEAR.baux.low, 2, axis=0)),
        Counts.known(np.repeat(YEAR.autres_sorties.low, 2, axis=0)),
    )
    alone = bootstrapped(YEAR, keys=[7], seed=1, replicates=50).low.number
    both = bootstrapped(two, keys=[3, 7], seed=1, replicates=50).low.number
    assert both[1].tolist() == alone[0].tolist()
    assert both[0].tolist() != both[1].tolist()
    assert alone[0, :4].round(6).tolist() == [0.0, 0.065154, 0.176321, 0.266017]


def test_every_group_has_its_key() -> None:
    """A group without a stream of its own is refused."""
    with pytest.raises(CountError, match="keys"):
        bootstrapped(BY_HAND, keys=[1, 2], seed=1)


def test_redrawn_intervals_stop_where_the_curve_does() -> None:
    """A hidden band is not redrawn."""
    hidden = Counts.partly([[10, 0, 0]], [[V, C, V]], hidden=(1, 4))
    found = bootstrapped(replace(BY_HAND, baux=hidden), keys=[1], seed=1, replicates=20)
    assert found.high.status.tolist() == [[V, V, C]]
