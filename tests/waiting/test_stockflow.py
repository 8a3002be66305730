"""Stocks and flows."""

import pytest

from generator.waiting.bands import STANDARD
from generator.waiting.lifetable import exposure_from_stocks
from generator.waiting.results import Counts, Status
from generator.waiting.stockflow import persistence, time_in_file
from tests.waiting.given import ND, C, V


def test_time_in_the_file_is_stock_over_all_entries() -> None:
    """(90 + 110)/2 in the file for 40 entries a year: 2,5 years, 30 months."""
    stock = exposure_from_stocks(Counts.known([90, 90]), Counts.known([110, 110]))
    found = time_in_file(stock, Counts.known([40, 0]))
    assert found.item(0).number == pytest.approx(30)
    assert time_in_file(stock, Counts.known([1, 1])).number.tolist() == [1200.0, 1200.0]
    assert found.item(1).status is Status.SO


def test_time_in_the_file_is_unknown_when_the_stock_is() -> None:
    """A hidden stock hides it even where nobody entered."""
    stock = exposure_from_stocks(Counts.partly([0], [C], hidden=(1, 4)))
    assert time_in_file(stock, Counts.known([0])).item(0).status is Status.C


def test_persistence_follows_a_band_into_the_next_one_a_year_later() -> None:
    """30 of the 40 first-year demandes are second-year ones a year later; 9 of 12 then.

    Five come out of four: excess 1. From 48-60 to 60-120 the widths differ.
    """
    first = Counts.known([[40, 12, 4, 0, 7, 50, 9], [1, 1, 1, 0, 0, 0, 0]])
    second = Counts.known([[60, 30, 9, 5, 3, 60, 9], [0, 1, 0, 1, 0, 0, 0]])
    found = persistence(first, second, STANDARD)
    so = Status.SO
    assert found.part.status.tolist() == [[V, V, so, so, so, so], [V, V, V, so, so, so]]
    assert found.part.number[1, :3].tolist() == [1.0, 0.0, 1.0]
    assert found.part.number[0, :2].tolist() == [0.75, 0.75]
    assert found.excess.status.tolist() == [[V, V, V, V, so, so]] * 2
    assert found.excess.number[0, :4].tolist() == [0, 0, 1, 3]


def test_persistence_keeps_the_reason_of_a_band_not_given() -> None:
    """Hidden this year or missing the next."""
    first = Counts.partly([[9, 9, 9, 9, 9, 9, 9]], [[V, C, V, V, V, V, V]], hidden=(1, 4))
    second = Counts.partly([[9, 9, 9, 9, 9, 9, 9]], [[V, V, V, ND, V, V, V]], hidden=(1, 4))
    found = persistence(first, second, STANDARD)
    assert found.part.status[0, :4].tolist() == [V, C, ND, V]
