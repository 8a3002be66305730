"""Délai anormalement long: limits, never a share of a band."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.waiting.bands import STANDARD, Bands
from generator.waiting.errors import CountError
from generator.waiting.results import Bounds, Counts, Status
from generator.waiting.threshold import beyond
from tests.waiting.given import ND, C, V, drawn

STOCK = Counts.known([[40, 20, 15, 10, 5, 8, 2]])


def both(bounds: Bounds) -> list[float | None]:
    """Return the two limits of the first group."""
    return [bounds.low.item(0).number, bounds.high.item(0).number]


def at(months: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return one threshold for one group."""
    return np.array([months])


def test_a_threshold_between_two_bands_gives_the_exact_share() -> None:
    """36 months or more: 10 + 5 + 8 + 2 = 25 of 100."""
    found = beyond(STOCK, STANDARD, months=at(36))
    assert (both(found.count), both(found.share)) == ([25, 25], [0.25, 0.25])


def test_a_threshold_inside_a_band_gives_two_limits() -> None:
    """30 months cuts 24-36: 25 of 100 without its 15, 40 with them."""
    found = beyond(STOCK, STANDARD, months=at(30))
    assert (both(found.count), both(found.share)) == ([25, 40], [0.25, 0.40])


def test_a_threshold_inside_the_open_band_may_concern_nobody() -> None:
    """150 months: none of the 2 of the open band, or both."""
    assert both(beyond(STOCK, STANDARD, months=at(150)).count) == [0, 2]


def test_each_group_has_its_own_threshold() -> None:
    """30 months for small homes and 24 for large ones, as prefects decide."""
    stock = Counts.known([[5, 3, 2], [5, 3, 2]])
    found = beyond(stock, Bands((0, 12, 24)), months=np.array([24, 12]))
    assert found.count.low.number.tolist() == [2, 5]


def test_a_hidden_band_widens_the_limits_and_a_known_total_narrows_them() -> None:
    """5, hidden(1..10), 9: beyond 12 months 10 to 19 of 15 to 24; of 17 in all, 12."""
    stock = Counts.partly([[5, 0, 9]], [[V, C, V]], hidden=(1, 10))
    bands = Bands((0, 12, 24))
    free = beyond(stock, bands, months=at(12))
    assert both(free.share) == pytest.approx([10 / 15, 19 / 24])
    tied = beyond(stock, bands, months=at(12), total=np.array([17]))
    assert both(tied.count) == [12, 12]
    with pytest.raises(CountError, match="total"):
        beyond(stock, bands, months=at(12), total=np.array([14]))


def test_a_missing_band_leaves_limits_only_to_who_knows_the_total() -> None:
    """5, missing, 9: ND; of 17 in all, 9 to 12 are beyond 24 months cut at 18: 9 to 12."""
    stock = Counts.partly([[5, 0, 9]], [[V, ND, V]], hidden=(1, 10))
    bands = Bands((0, 12, 24))
    assert beyond(stock, bands, months=at(18)).share.low.item(0).status is Status.ND
    assert both(beyond(stock, bands, months=at(18), total=np.array([17])).count) == [9, 12]


def test_nobody_waiting_has_a_count_and_no_share() -> None:
    """0 of 0 is a count of 0 and a share without object."""
    found = beyond(Counts.known([[0, 0, 0]]), Bands((0, 12, 24)), months=at(12))
    assert both(found.count) == [0, 0]
    assert found.share.high.item(0).status is Status.SO


@drawn
@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=4, max_size=4),
    st.integers(0, 60),
    st.booleans(),
)
def test_limits_are_those_of_all_completions_and_all_splits(
    cells: list[tuple[int, bool]], months: int, knows_total: bool
) -> None:
    """By enumeration of hidden counts and of the part of the cut band that is beyond."""
    bands, edges = Bands((0, 12, 24, 48)), [0, 12, 24, 48, np.inf]
    stock = Counts.partly(
        [[n for n, _ in cells]], [[C if hidden else V for _, hidden in cells]], hidden=(1, 3)
    )
    truth = int(stock.low.sum())
    found = beyond(stock, bands, months=at(months), total=at(truth) if knows_total else None)
    ranges = [range(lo, hi + 1) for lo, hi in zip(stock.low[0], stock.high[0], strict=True)]
    possible = []
    for case in product(*ranges):
        surely = sum(n for n, start in zip(case, edges, strict=False) if start >= months)
        cut = sum(n for n, a, b in zip(case, edges, edges[1:], strict=False) if a < months < b)
        if sum(case) and (not knows_total or sum(case) == truth):
            possible += [(s, s / sum(case)) for s in (surely, surely + cut)]
    if not possible:
        return
    assert both(found.count) == [min(n for n, _ in possible), max(n for n, _ in possible)]
    assert both(found.share) == pytest.approx(
        [min(s for _, s in possible), max(s for _, s in possible)]
    )
