"""The true hazards of simulated households are found again."""

import sys

import numpy as np
import pytest

from generator.waiting.lifetable import having_waited, life_table, one_minus_kaplan_meier
from generator.waiting.results import FloatArray, Interval
from generator.waiting.variance import Scale, housed_variance, interval, left_variance
from tests.waiting.households import seen_one_year, true_parts

HOUSED, LEFT = true_parts()


def test_a_large_file_gives_the_truth_within_a_point() -> None:
    """40 000 demandes a year: chance alone weighs little, what remains is the method."""
    table = life_table(seen_one_year(11, files=1, filed_per_year=40_000))
    np.testing.assert_allclose(table.housed.number[0], HOUSED, atol=0.01)
    np.testing.assert_allclose(table.left.number[0], LEFT, atol=0.01)


def test_a_middling_file_gives_the_truth_within_its_interval() -> None:
    """2 000 demandes a year, seen once: every edge up to 48 months, both kinds of exit."""
    table = life_table(seen_one_year(5, files=1, filed_per_year=2_000))
    for part, variance, truth in (
        (table.housed, housed_variance(table), HOUSED),
        (table.left, left_variance(table), LEFT),
    ):
        found = interval(part, variance)
        assert (found.low.number[0, 1:5] <= truth[1:5]).all()
        assert (truth[1:5] <= found.high.number[0, 1:5]).all()


def test_ignoring_those_who_leave_is_wrong_by_much_more_than_chance() -> None:
    """At 48 months 1 - Kaplan-Meier lies above the interval of every one of 50 files."""
    observed = seen_one_year(8, files=50, filed_per_year=2_000)
    table = life_table(observed)
    found = interval(table.housed, housed_variance(table))
    naive = one_minus_kaplan_meier(observed).number[:, 4]
    assert (naive > found.high.number[:, 4]).all()


def covered(found: Interval, truth: FloatArray) -> list[float]:
    """Return, per edge after the first, the share of files whose interval holds the truth."""
    low, high = found.low.number[:, 1:], found.high.number[:, 1:]
    share = ((low <= truth[1:]) & (truth[1:] <= high)).mean(axis=0)
    return [float(part) for part in share]


@pytest.mark.parametrize("scale", list(Scale))
@pytest.mark.parametrize("filed_per_year", [100, 250])
def test_intervals_hold_the_truth_as_often_as_they_say(scale: Scale, filed_per_year: int) -> None:
    """Of 1 000 files, 92 to 98 % of the 95 % intervals hold the truth, at every edge.

    The shares found are printed: `pytest -rP -k as_often` shows them.
    """
    table = life_table(seen_one_year(2026, files=1_000, filed_per_year=filed_per_year))
    found = interval(table.housed, housed_variance(table), scale=scale)
    coverage = covered(found, HOUSED)
    sys.stdout.write(f"{filed_per_year} a year, {scale}: {coverage} from 12 to 120 months\n")
    assert all(0.92 <= part <= 0.98 for part in coverage), coverage


def test_so_do_those_of_who_has_already_waited_two_years() -> None:
    """1 000 files, from 24 months on: the truth is (F(t) - F(24)) / S(24)."""
    table = life_table(seen_one_year(2026, files=1_000, filed_per_year=250))
    later = having_waited(table, months=24)
    truth = (HOUSED[2:] - HOUSED[2]) / (1 - HOUSED[2] - LEFT[2])
    coverage = covered(interval(later.housed, housed_variance(later)), truth)
    assert all(0.92 <= part <= 0.98 for part in coverage), coverage
