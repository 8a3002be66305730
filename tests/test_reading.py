"""Published values, looked up and said in French."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from generator.model import RESULT_COLUMNS, Cell, Publication, Result, Territory, Unit
from generator.protect import publication
from generator.reading import NOTHING, Reader, Value, amount, cell, longest, slug, text
from generator.words import NBSP, NNBSP
from tests.certified import CERTIFICATE
from tests.test_formulas import drawn
from tests.test_protect import computed, declared

SECRET, MISSING, NONE = (Value(None, None, None, s) for s in ("secret", "nd", "so"))


def published(text: str) -> Publication:
    """Return a publication with one indicator, `essai`, and these rows."""
    frame = drawn(text)
    numbers = {c: pd.to_numeric(frame[c]) for c in ("valeur", "numerateur", "denominateur")}
    unlimited = {side: pd.Series(pd.NA, frame.index, dtype="Float64") for side in ("bas", "haut")}
    typed = frame.assign(**numbers, modalite=frame["modalite"].fillna(""),
                         statut=frame["statut"].fillna(""), **unlimited)  # fmt: skip
    result = Result(declared(Unit.PERCENT), typed, 0, (), (), demonstration=False)
    return publication(Territory("1", "E", "E", "44", 1, "2024", ()), [], {}, [result], CERTIFICATE)


ROWS = """
    annee | code_territoire | typologie | modalite | valeur | numerateur | denominateur | statut
    2022  | 99001           | ensemble  |          | 25     | 12         | 48           |
    2023  | 99001           | ensemble  |          |        |            |              | secret
    2023  | 99001           | T3        | Q1       | 50     | 24         | 48           | provisoire
"""


def test_a_value_is_found_by_its_key_with_the_counts_behind_it() -> None:
    """Place alone means all sizes and the only modality; a hidden value keeps its reason."""
    reader = Reader(published(ROWS))
    assert [
        reader.value("essai", 2022, "99001"),
        reader.value("essai", 2023, "99001"),
        reader.value("essai", 2023, "99001", "T3", "Q1"),
    ] == [Value(25.0, 12, 48, ""), SECRET, Value(50.0, 24, 48, "provisoire")]


@pytest.mark.parametrize(
    "key",
    [
        ("autre", 2023, "99001"),
        ("essai", 2021, "99001"),
        ("essai", 2022, "99002"),
        ("essai", 2022, "99001", "T3"),
        ("essai", 2022, "99001", "ensemble", "Q1"),
    ],
)
def test_a_key_without_a_value_is_not_available(key: tuple[str, int, str]) -> None:
    """What the deposit lacks is « non disponible », never zero."""
    assert Reader(published(ROWS)).value(*key) == NOTHING == MISSING


def test_years_are_sorted_and_the_newest_is_the_last() -> None:
    """An unknown indicator has no year; 0 stands for « never »."""
    reader = Reader(published(ROWS))
    assert (reader.years("essai"), reader.last_year("essai")) == ((2022, 2023), 2023)
    assert (reader.years("autre"), reader.last_year("autre")) == ((), 0)


def test_the_newest_known_year_of_a_place_skips_hidden_years() -> None:
    """2023 is hidden at 99001: 2022 is the newest known; a place never known has the newest year."""
    reader = Reader(published(ROWS))
    assert [
        reader.last_known("essai", "99001"),
        reader.last_known("essai", "99002"),
        reader.last_known("autre", "99001"),
    ] == [2022, 2023, 0]


def test_an_indicator_without_rows_has_no_year() -> None:
    """A missing table leaves an empty result that can be read all the same."""
    frame = pd.DataFrame(columns=list(RESULT_COLUMNS))
    empty = Result(declared(Unit.PERCENT), frame, 0, ("baux",), (), demonstration=False)
    whole = publication(Territory("1", "E", "E", "44", 1, "2024", ()), [], {}, [empty], CERTIFICATE)
    assert Reader(whole).years("essai") == ()


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (6002, Unit.DEMANDES, f"6{NNBSP}002"),
        (1377, Unit.BAUX, f"1{NNBSP}377"),
        (4.36, Unit.DEMANDES_PAR_BAIL, "4,4"),
        (17, Unit.PERCENT, f"17,0{NNBSP}%"),
        (30.5, Unit.MONTHS, f"31{NBSP}mois"),
    ],
)
def test_each_unit_has_its_decimals(value: float, unit: Unit, expected: str) -> None:
    """Counts and months are whole, ratios and percents have one decimal."""
    assert amount(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Value(0.0, 0, 48, ""), f"0,0{NNBSP}%"),
        (SECRET, "secret statistique"),
        (MISSING, "non disponible"),
        (NONE, "sans objet"),
        (Value(None, None, None, ""), "non disponible"),
    ],
)
def test_a_missing_value_says_why_and_zero_is_a_value(value: Value, expected: str) -> None:
    """A hidden value says why, never 0 or a dash."""
    assert text(value, Unit.PERCENT) == expected


def test_a_cell_of_a_hidden_value_explains_itself() -> None:
    """Muted, with the longer reason, and no bar whose length would tell."""
    assert cell(SECRET, Unit.MONTHS, 60) == Cell(
        "secret statistique",
        bar=None,
        muted=True,
        title="Nombre trop petit, ou qui permettrait d’en retrouver un : il est couvert par le secret.",
    )


@pytest.mark.parametrize(
    ("full", "bar"), [(None, None), (60.0, 0.5), (30.0, 1.0), (15.0, 1.0), (0.0, None)]
)
def test_a_bar_is_never_longer_than_its_cell(full: float | None, bar: float | None) -> None:
    """The bar is the part of the longest value; without a longest there is none."""
    assert cell(Value(30.0, 1, 2, ""), Unit.MONTHS, full) == Cell(f"30{NBSP}mois", bar=bar)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [([3.0, None, 7.5], 7.5), ([None], None), ([0.0], None), ([], None)],
)
def test_the_longest_value_is_the_largest_known_one(
    amounts: list[float | None], expected: float | None
) -> None:
    """Hidden values count for nothing; zero gives no length to measure with."""
    assert longest(Value(a, None, None, "") for a in amounts) == expected


def test_a_size_of_home_makes_an_address() -> None:
    """« T5+ » has no sign in an address."""
    sizes: Mapping[str, str] = {"T1": "t1", "T5+": "t5-plus", "ensemble": "ensemble"}
    assert {size: slug(size) for size in sizes} == sizes


def test_protected_values_are_what_is_read() -> None:
    """A reader meets protected values only: a small base is hidden before the look-up."""
    whole = publication(
        Territory("1", "E", "E", "44", 1, "2024", ()),
        [],
        {},
        [computed((3, 48), (20, 48))],
        CERTIFICATE,
    )
    reader = Reader(whole)
    assert [reader.value("essai", 2023, code, "T3") for code in ("99001", "99002")] == [
        SECRET, Value(100 * 20 / 48, 20, 48, ""),
    ]  # fmt: skip
