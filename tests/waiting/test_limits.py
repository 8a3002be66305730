"""Limits under secrecy hold every completion."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.waiting.bands import STANDARD
from generator.waiting.lifetable import (
    Exposure,
    Observed,
    exposure_from_stocks,
    having_waited,
    life_table,
)
from generator.waiting.limits import housed_bounds, left_bounds
from generator.waiting.results import Counts, FloatArray, Status, Values
from tests.waiting.given import ND, SHORT, C, V, drawn, one_year, years_of_file

MOST = 3


def test_limits_of_a_hidden_count_by_hand() -> None:
    """Stock 100, hidden leases 1 to 10, 30 other exits.

    1 lease: 1 / (100 + 31/2) = 2/231; 10 leases: 10 / (100 + 40/2) = 1/12.
    """
    baux = Counts.partly([[0, 0, 0]], [[C, V, V]], hidden=(1, 10))
    others = Counts.known([[30, 0, 0]])
    observed = Observed(SHORT, Exposure.known(np.array([[100.0, 50, 5]])), baux, others)
    found = housed_bounds(observed)
    np.testing.assert_allclose(found.low.number, [[0, 2 / 231, 2 / 231]])
    np.testing.assert_allclose(found.high.number, [[0, 1 / 12, 1 / 12]])


@drawn
@given(years_of_file())
def test_limits_meet_where_nothing_is_hidden(observed: Observed) -> None:
    """Both are the chance of the table, for leases and for other exits."""
    table = life_table(observed)
    for limits, part in (
        (housed_bounds(observed), table.housed),
        (left_bounds(observed), table.left),
    ):
        np.testing.assert_allclose(limits.low.number, part.number, atol=1e-12)
        np.testing.assert_allclose(limits.high.number, part.number, atol=1e-12)


def test_limits_for_who_already_waits_read_the_later_bands_only() -> None:
    """Nothing hidden: the conditional table; a missing first band does not matter."""
    observed = one_year((100, 50, 7), (10, 15, 1), (30, 5, 1))
    later = having_waited(life_table(observed), months=12).housed.number
    np.testing.assert_allclose(housed_bounds(observed, waited=12).low.number, later)
    missing = Counts.partly([[0, 15, 1]], [[ND, V, V]], hidden=(1, 10))
    gap = Observed(SHORT, observed.exposure, missing, observed.autres_sorties)
    np.testing.assert_allclose(housed_bounds(gap, waited=12).high.number, later)


def test_a_missing_count_or_a_doubtful_exposure_still_cuts_the_curve() -> None:
    """ND has no useful limit; nobody knows whether 0 to 3 households means somebody."""
    none = Counts.known(np.zeros((3, 3)))
    states = [[V, ND, V], [V, C, V], [V, V, V]]
    stock = Counts.partly([[9, 0, 1], [9, 0, 1], [9, 0, 1]], states, hidden=(0, 3))
    found = housed_bounds(Observed(SHORT, exposure_from_stocks(stock), none, none))
    assert found.high.status.tolist() == [[V, V, ND], [V, V, C], [V, V, Status.SO]]


def completions(stock: Counts, baux: Counts, others: Counts) -> tuple[Observed, FloatArray]:
    """Return every completion as one group, and whether all took the actuarial form."""
    cells = [
        range(low, high + 1)
        for part in (stock, baux, others)
        for low, high in zip(part.low[0], part.high[0], strict=True)
    ]
    every = np.array(list(product(*cells)), dtype=np.int64).reshape(-1, 3, 3)
    exposure = exposure_from_stocks(Counts.known(every[:, 0]))
    year = Observed(SHORT, exposure, Counts.known(every[:, 1]), Counts.known(every[:, 2]))
    return year, (every[:, 1] + every[:, 2]) / every[:, 0]


@st.composite
def partly_hidden(draw: st.DrawFn) -> tuple[Counts, Counts, Counts]:
    """Draw a small year of which up to five cells are hidden between 1 and 3."""
    cells = draw(st.sets(st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=5))
    parts = []
    for part, top in ((0, 12), (1, 8), (2, 8)):
        numbers = [draw(st.integers(int(part == 0), top)) for _ in range(3)]
        states = [C if (part, band) in cells else V for band in range(3)]
        parts.append(Counts.partly([numbers], [states], hidden=(1, MOST)))
    return parts[0], parts[1], parts[2]


def span(curve: Values) -> tuple[FloatArray, FloatArray]:
    """Return the least and greatest value at each edge."""
    return curve.number.min(axis=0), curve.number.max(axis=0)


@drawn
@given(partly_hidden())
def test_limits_hold_every_completion_of_the_hidden_cells(
    parts: tuple[Counts, Counts, Counts],
) -> None:
    """By enumeration; reached exactly when one form applies to all completions of a band."""
    stock, baux, others = parts
    observed = Observed(SHORT, exposure_from_stocks(stock), baux, others)
    year, rates = completions(stock, baux, others)
    table = life_table(year)
    same_form = all((rates[:, band] <= 2).all() or (rates[:, band] > 2).all() for band in range(2))
    for limits, part in (
        (housed_bounds(observed), table.housed),
        (left_bounds(observed), table.left),
    ):
        least, greatest = span(part)
        assert (limits.low.number[0] <= least + 1e-12).all()
        assert (limits.high.number[0] >= greatest - 1e-12).all()
        if same_form:
            np.testing.assert_allclose(limits.low.number[0], least, atol=1e-12)
            np.testing.assert_allclose(limits.high.number[0], greatest, atol=1e-12)


def test_a_hidden_cell_past_the_horizon_changes_nothing_before_it() -> None:
    """The limits at 12 months meet when only the second year is hidden."""
    baux = Counts.partly([[10, 0, 0, 0, 0, 0, 0]], [[V, C, V, V, V, V, V]], hidden=(1, 10))
    years = Exposure.known(np.full((1, 7), 50.0))
    found = housed_bounds(Observed(STANDARD, years, baux, Counts.known(np.full((1, 7), 9))))
    width = found.high.number - found.low.number
    assert width[0, :2] == pytest.approx([0, 0])
    assert (width[0, 2:] > 0).all()
