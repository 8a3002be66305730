"""Shares, Wilson intervals and targets."""

from fractions import Fraction

import numpy as np
import pytest

from generator.waiting.errors import CountError
from generator.waiting.results import UNBOUNDED, Counts, Status
from generator.waiting.shares import reaches, share, wilson
from tests.waiting.given import ND, C, V

QUARTER = Fraction(25, 100)


def test_a_share_of_nobody_has_no_object() -> None:
    """12 of 48 is 25 %, 1 of 1 is 1; 0 of 0 is SO; a hidden part hides the share."""
    among = Counts.partly([12, 1, 0, 3], [V, V, V, C], hidden=(1, 10))
    found = share(among, of=Counts.known([48, 1, 0, 40]))
    assert found.number[:2].tolist() == [0.25, 1.0]
    assert found.status.tolist() == [V, V, Status.SO, C]


@pytest.mark.parametrize(
    ("among", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_agree_with_published_values(
    among: int, of: int, low: float, high: float
) -> None:
    """The four examples of Newcombe (1998), method 3, to four decimals."""
    found = wilson(Counts.known([among]), of=Counts.known([of]))
    assert round(float(found.low.number[0]), 4) == low
    assert round(float(found.high.number[0]), 4) == high


def test_intervals_solve_the_equation_that_defines_them_for_every_small_share() -> None:
    """(p - π)² = z² π(1 - π) / n at both limits, for all x ≤ n ≤ 60, and 0 ≤ low ≤ p ≤ high ≤ 1."""
    pairs = np.array([(x, n) for n in range(1, 61) for x in range(n + 1)])
    found = wilson(Counts.known(pairs[:, 0]), of=Counts.known(pairs[:, 1]))
    part, z = pairs[:, 0] / pairs[:, 1], 1.959963984540054
    for limit in (found.low.number, found.high.number):
        gap = (part - limit) ** 2 - z**2 * limit * (1 - limit) / pairs[:, 1]
        np.testing.assert_allclose(gap, 0, atol=1e-12)
        assert ((limit >= 0) & (limit <= 1)).all()
    assert (found.low.number <= part).all()
    assert (part <= found.high.number).all()


def test_intervals_mirror_each_other() -> None:
    """The interval of those who do not is one minus that of those who do."""
    x, n = np.arange(41), np.full(41, 40)
    one, other = (wilson(Counts.known(k), of=Counts.known(n)) for k in (x, n - x))
    np.testing.assert_allclose(one.low.number, 1 - other.high.number, atol=1e-12)


def test_a_target_that_prints_as_reached_is_missed_all_the_same() -> None:
    """344/1377 = 24,98 % prints 25,0 %, and 4×344 = 1376 < 1377."""
    verdict = reaches(Counts.known([344, 345, 1]), of=Counts.known([1377, 1377, 4]), target=QUARTER)
    assert verdict.reached.tolist() == [False, True, True]
    assert verdict.missed.tolist() == [True, False, False]


def test_every_small_share_is_judged_like_a_fraction() -> None:
    """All x ≤ n ≤ 120 against 25 %, 1/3 and 17,4 %, where floats go wrong."""
    pairs = [(x, n) for n in range(1, 121) for x in range(n + 1)]
    among, of = (Counts.known([pair[i] for pair in pairs]) for i in (0, 1))
    for target in (QUARTER, Fraction(1, 3), Fraction(174, 1000)):
        verdict = reaches(among, of=of, target=target)
        assert verdict.reached.tolist() == [Fraction(x, n) >= target for x, n in pairs]
        assert (verdict.missed == ~verdict.reached).all()


def test_a_hidden_count_decides_only_when_all_its_values_agree() -> None:
    """1 to 10 of 100 misses 25 %, of 4 reaches it, of 20 nobody can say; nor of a missing count."""
    among = Counts.partly([0, 0, 0, 0], [C, C, C, ND], hidden=(1, 10))
    verdict = reaches(among, of=Counts.known([100, 4, 20, 20]), target=QUARTER)
    assert verdict.missed.tolist() == [True, False, False, False]
    assert verdict.reached.tolist() == [False, True, False, False]
    assert verdict.status.tolist() == [V, V, C, ND]


def test_nobody_concerned_neither_reaches_nor_misses() -> None:
    """0 of 0 is SO, although 0 ≥ 25 % of 0."""
    verdict = reaches(Counts.known([0]), of=Counts.known([0]), target=QUARTER)
    assert (verdict.reached[0], verdict.missed[0], verdict.status[0]) == (False, False, Status.SO)


def test_a_missing_whole_does_not_overflow() -> None:
    """The ceiling of a missing count times the finest target stays a 64-bit number."""
    of = Counts.partly([0], [ND], hidden=(1, 10))
    verdict = reaches(Counts.known([UNBOUNDED]), of=of, target=Fraction(999_999, 1_000_000))
    assert verdict.status.tolist() == [ND]


def test_impossible_shares_and_targets_are_refused() -> None:
    """A part above its whole; a target that no text could set."""
    with pytest.raises(CountError, match="greater"):
        share(Counts.known([3]), of=Counts.known([2]))
    with pytest.raises(CountError, match="denominator"):
        reaches(Counts.known([1]), of=Counts.known([2]), target=Fraction(1, 2**30))
