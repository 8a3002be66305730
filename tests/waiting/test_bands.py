"""Bands follow each other, and coarser ones are accepted."""

import pytest

from generator.waiting.bands import STANDARD, Bands, coarsened
from generator.waiting.errors import BandError
from generator.waiting.results import Counts
from tests.waiting.given import ND, C, V

CODES = ("M_0_12", "M_12_24", "M_24_36", "M_36_48", "M_48_60", "M_60_120", "M_120_P")


def test_codes_of_the_deposits_give_the_standard_bands_and_back() -> None:
    """M_a_b is [a, b) in months and M_a_P the open band."""
    assert Bands.from_codes(CODES) == STANDARD
    assert STANDARD.codes == CODES


@pytest.mark.parametrize(
    "codes",
    [
        ("M_0_12", "M_24_P"),
        ("M_0_24", "M_12_P"),
        ("M_0_12", "M_12_24"),
        ("M_0_P", "M_12_P"),
        ("M_12_24", "M_24_P"),
        ("M_0_12", "plus"),
        ("M_0_P",),
        (),
    ],
)
def test_bands_with_a_gap_an_overlap_or_no_open_end_are_refused(codes: tuple[str, ...]) -> None:
    """Every duration belongs to exactly one band."""
    with pytest.raises(BandError):
        Bands.from_codes(codes)


def test_the_open_band_is_as_wide_as_the_one_before_unless_declared() -> None:
    """60 to 120 is 60 wide, so 120 and more stands at 150; declared 240 wide, at 240."""
    assert STANDARD.midpoints.tolist() == [6, 18, 30, 42, 54, 90, 150]
    assert Bands((0, 12, 120), assumed_open_width=240).midpoints.tolist() == [6, 66, 240]


def test_an_open_band_has_some_width() -> None:
    """A mean cannot be made of a band without length."""
    with pytest.raises(BandError, match="wide"):
        Bands((0, 12), assumed_open_width=0)


def test_widths_are_in_years_and_leave_the_open_band_out() -> None:
    """Rates are per year while edges are in months."""
    assert STANDARD.widths_years.tolist() == [1, 1, 1, 1, 1, 5]


def test_counts_are_summed_into_the_coarser_bands_others_publish() -> None:
    """<1, 1-2, 2-3, 3-5, 5+ from the finest: 4+5 and 6+7."""
    coarse = Bands((0, 12, 24, 36, 60))
    summed = coarsened(Counts.known([[1, 2, 3, 4, 5, 6, 7]]), STANDARD, into=coarse)
    assert summed.low.tolist() == [[1, 2, 3, 9, 13]]


def test_a_hidden_band_hides_the_wider_one_it_enters() -> None:
    """5 + hidden(1..4) is hidden(6..9); a missing band wins over a hidden one."""
    fine = Counts.partly([[5, 0, 0, 7]], [[V, C, ND, V]], hidden=(1, 4))
    bands = Bands((0, 12, 24, 36))
    two = coarsened(fine, bands, into=Bands((0, 24)))
    assert two.status.tolist() == [[C, ND]]
    assert (two.low[0, 0], two.high[0, 0]) == (6, 9)


def test_a_wider_band_that_cuts_a_finer_one_is_refused() -> None:
    """A count cannot be split."""
    with pytest.raises(BandError, match="18"):
        coarsened(Counts.known([[1, 2, 3]]), Bands((0, 12, 24)), into=Bands((0, 18)))
