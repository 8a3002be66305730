"""Durations from bands: mean, quartiles, « plus de X », and what a hidden band leaves certain."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.banded import followed
from generator.estimates import Seniority
from generator.formulas import Counts
from generator.model import Status
from tests.indicators.drawn import drawn

BANDS = ("M_0_12", "M_12_24", "M_24_36", "M_36_48", "M_48_60", "M_60_120", "M_120_P")
STOCK = Counts("demandes_stock", "nb_demandes", "demandes en attente", keep="anciennete")
FEW = settings(max_examples=40, deadline=None, derandomize=True)
HEAD = "date | code_territoire | typologie | anciennete | nb_demandes | nb_demandes_statut"


def of(*cells: str, total: str = "", bands: tuple[str, ...] = BANDS) -> dict[str, tuple[Any, ...]]:
    """Return value, base, status and limits of each statistic of a stock with these cells."""
    lines = [f"2024-01-01 | 99001 | T3 | {b} | {c}" for b, c in zip(bands, cells, strict=False)]
    if total:
        lines.append(f"2024-01-01 | 99001 | T3 | ensemble | {total} |")
    frame = Seniority(STOCK).values(
        {"demandes_stock": drawn(STOCK.table, "\n".join([HEAD, *lines]))}
    )
    columns = ["valeur", "denominateur", "statut", "bas", "haut"]
    return {
        str(name): tuple(None if pd.isna(v) else v for v in row)
        for name, *row in frame[["modalite", *columns]].astype(object).itertuples(index=False)
    }


def test_mean_and_quartiles_of_bands_that_are_all_known() -> None:
    """60 demandes at 6 months and 40 at 18: 10.8 on average; the 50th of 60 is at 10 months."""
    assert of("60 |", "40 |") == {
        "mediane": (10.0, 100, "", None, None),
        "moyenne": (pytest.approx(10.8), 100, "", None, None),
        "q1": (5.0, 100, "", None, None),
        "q3": (16.5, 100, "", None, None),
    }


def test_a_median_in_the_open_band_is_only_known_to_be_longer() -> None:
    """10 years and more has no end: « plus de 10 ans », and no number is made up."""
    found = of("10 |", "0 |", "0 |", "0 |", "0 |", "0 |", "90 |")
    assert found["mediane"] == (None, None, str(Status.AT_LEAST), 120.0, None)
    assert found["moyenne"][0] == pytest.approx((10 * 6 + 90 * 150) / 100)


def test_a_hidden_band_without_margin_leaves_nothing() -> None:
    """Without the total nobody knows how many the secret covers."""
    assert set(of("60 |", "| secret").values()) == {(None, None, "secret", None, None)}


def test_hidden_bands_that_do_not_matter_leave_the_median() -> None:
    """60 of 100 are in the first year: whatever the two hidden bands hold, the median is there."""
    found = of("60 |", "| secret", "| secret", "0 |", "0 |", "0 |", "0 |", total="100")
    assert found["mediane"] == (10.0, 100, "", None, None)
    assert found["moyenne"] == (
        None, None, str(Status.BOUNDED),
        pytest.approx((60 * 6 + 40 * 18) / 100), pytest.approx((60 * 6 + 40 * 30) / 100),
    )  # fmt: skip


def test_limits_too_far_apart_are_not_told() -> None:
    """Between 6 months and 12 years and a half is no answer."""
    found = of("| secret", *["0 |"] * 5, "| secret", total="40")
    assert found["mediane"] == (None, None, "secret", None, None)


def test_nobody_has_no_seniority() -> None:
    """Nobody waits: « sans objet »."""
    assert {row[2] for row in of("0 |", "0 |").values()} == {"so"}


def test_a_provisional_band_makes_a_provisional_statistic() -> None:
    """What a reader must know of a part, a reader must know of the whole."""
    assert {row[2] for row in of("60 |", "40 | provisoire").values()} == {"provisoire"}


@pytest.mark.parametrize(
    "codes", [("M_12_24",), ("M_0_12", "M_24_P"), ("M_0_24", "M_12_24", "M_24_P")]
)
def test_bands_with_a_gap_or_an_overlap_say_nothing(codes: tuple[str, ...]) -> None:
    """A partition that is not one gives no statistic rather than a false one."""
    assert followed(frozenset(codes)) is None


CELLS = st.lists(st.integers(0, 300), min_size=7, max_size=7).filter(any)


@FEW
@given(CELLS, st.sets(st.integers(0, 6), min_size=2, max_size=4))
def test_certain_limits_hold_the_value_that_was_hidden(cells: list[int], hidden: set[int]) -> None:
    """Whatever the secret covers, the true statistic is within what is published."""
    truth = of(*[f"{n} |" for n in cells], total=str(sum(cells)))
    masked = ["| secret" if i in hidden else f"{n} |" for i, n in enumerate(cells)]
    for name, (value, _, status, low, high) in of(*masked, total=str(sum(cells))).items():
        real = truth[name]
        if status == Status.BOUNDED and real[0] is not None:
            assert low - 1e-6 <= real[0] <= high + 1e-6
        if status == Status.PLAIN:
            assert value == pytest.approx(real[0])
        if status == Status.AT_LEAST:
            assert real[2] == Status.AT_LEAST
