"""What may be seen: no small count behind a value, and nothing else changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.formulas import Count, Counts
from generator.model import (
    RESULT_COLUMNS,
    Commune,
    Example,
    Indicator,
    Published,
    Reference,
    Result,
    Territory,
    Unit,
)
from generator.protect import protected_result, protected_table, publication
from tests.certified import CERTIFICATE
from tests.test_formulas import records, table

FEW = settings(max_examples=40, deadline=None)
Fraction = tuple[int | None, int | None]


def declared(unit: Unit) -> Indicator:
    """Return an indicator with this unit; its words play no part here."""
    return Indicator(
        id="essai", code="I-99", title="Essai", definition="", why="", unit=unit,
        formula=Count(Counts("baux", "nb_baux", "baux")),
        reference=Reference("CCH", "art. L. 441-1", "https://exemple.fr", date(2026, 11, 1)),
        threshold=None, modalities={}, caveats=(), example=Example({}, {}, 0, ""),
    )  # fmt: skip


def computed(*cells: Fraction, unit: Unit = Unit.PERCENT, threshold: int = 11) -> Result:
    """Return a result with these numerators and denominators, one place each."""
    rows = [
        (2023, f"{99001 + i}", "T3", "", 100 * top / bottom if top is not None and bottom else None,
         top, bottom, "" if bottom is not None else "nd")
        for i, (top, bottom) in enumerate(cells)
    ]  # fmt: skip
    types: dict[Any, Any] = {
        "annee": "int64", "valeur": "Float64", "numerateur": "Int64", "denominateur": "Int64",
        "statut": "string",
    }  # fmt: skip
    unlimited = [(*row, None, None) for row in rows]
    types |= {"bas": "Float64", "haut": "Float64"}
    frame = pd.DataFrame(unlimited, columns=list(RESULT_COLUMNS)).astype(types)
    return Result(declared(unit), frame, threshold, (), (), demonstration=True)


def seen(result: Result) -> Published:
    """Return the result once protected."""
    return protected_result(result, {})


def cells(published: Published) -> list[tuple[Any, ...]]:
    """Return value, counts and status of each row."""
    return [row[4:8] for row in records(published.frame)]


HIDDEN = (None, None, None, "secret")
SHARES = st.lists(
    st.integers(0, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))),
    min_size=1, max_size=20,
)  # fmt: skip
LIMITS = st.sampled_from((0, 5, 11))


@pytest.mark.parametrize(
    ("top", "bottom", "hidden"),
    [
        (10, 48, True),  # few of them
        (11, 48, False),
        (38, 48, True),  # few others
        (37, 48, False),
        (0, 48, True),  # nobody
        (48, 48, True),  # everybody
        (3, 10, True),  # a small base
        (None, None, False),  # already missing
    ],
)
def test_a_sensitive_share_is_hidden_when_it_tells_of_few(
    top: int | None, bottom: int | None, *, hidden: bool
) -> None:
    """The named part, the other part and the whole reach 11; nobody and everybody tell of each."""
    result = computed((top, bottom))
    untouched = [row[4:8] for row in records(result.frame)]
    assert cells(seen(result)) == ([HIDDEN] if hidden else untouched)


def test_a_plain_share_may_be_nobody_or_everybody() -> None:
    """Plain counts show their zeros: only 1 to 4 households are hidden."""
    result = computed((0, 48), (48, 48), (4, 48), (44, 48), (5, 48), threshold=5)
    assert cells(seen(result)) == [
        (0.0, 0, 48, ""),
        (100.0, 48, 48, ""),
        HIDDEN,
        HIDDEN,
        (pytest.approx(100 * 5 / 48), 5, 48, ""),
    ]


@pytest.mark.parametrize("unit", [u for u in Unit if u is not Unit.PERCENT])
def test_the_difference_of_two_counts_matters_for_shares_only(unit: Unit) -> None:
    """45 demandes for 48 leases are two different things: 3 describes nobody."""
    assert [c[3] for c in cells(seen(computed((45, 48), (3, 48), (45, 3), unit=unit)))] == [
        "", "secret", "secret",
    ]  # fmt: skip


@FEW
@given(SHARES, LIMITS)
def test_no_published_share_tells_of_a_few(fractions: list[Fraction], threshold: int) -> None:
    """Numerator, denominator and complement of a visible share are zero or reach the threshold."""
    published = seen(computed(*fractions, threshold=threshold))
    small = range(1, threshold)
    shown = [
        (top, bottom)
        for _, top, bottom, _ in cells(published)
        if top is not None and bottom is not None
    ]
    assert [c for c in shown if c[0] in small or c[1] in small or c[1] - c[0] in small] == []


@FEW
@given(SHARES)
def test_no_sensitive_share_is_uniform(fractions: list[Fraction]) -> None:
    """In a sensitive table, 0 % and 100 % would say it of every household of the group."""
    published = seen(computed(*fractions, threshold=11))
    assert [v for v, _, bottom, _ in cells(published) if bottom and v in (0.0, 100.0)] == []


@FEW
@given(SHARES, LIMITS, st.sampled_from(list(Unit)))
def test_a_row_is_left_as_it_was_or_hidden_whole(
    fractions: list[Fraction], threshold: int, unit: Unit
) -> None:
    """Protection never alters a number: it stays, or value and counts go together."""
    result = computed(*fractions, threshold=threshold, unit=unit)
    before = [row[4:8] for row in records(result.frame)]
    after = cells(seen(result))
    assert [a for a, b in zip(after, before, strict=True) if a not in (b, HIDDEN)] == []


@FEW
@given(SHARES, LIMITS)
def test_protection_hides_no_more_than_the_rule(fractions: list[Fraction], threshold: int) -> None:
    """A share far from every limit is shown: the rule hides, it does not erase."""
    far = [(top + 11, bottom + 22) for top, bottom in fractions if top is not None and bottom]
    assume(far)
    assert seen(computed(*far, threshold=threshold)).masked == 0


@FEW
@given(SHARES, LIMITS, st.sampled_from(list(Unit)))
def test_protecting_twice_changes_nothing_more(
    fractions: list[Fraction], threshold: int, unit: Unit
) -> None:
    """What may be seen may be seen again."""
    result = computed(*fractions, threshold=threshold, unit=unit)
    once = seen(result)
    twice = seen(replace(result, frame=once.frame))
    pd.testing.assert_frame_equal(twice.frame, once.frame)
    assert twice.masked == once.masked


@FEW
@given(SHARES, st.integers(1, 10), st.integers(1, 10))
def test_what_is_published_does_not_depend_on_a_hidden_count(
    fractions: list[Fraction], one: int, other: int
) -> None:
    """Two deposits that differ by a small count only give the same bytes."""
    first = seen(computed((one, 40), *fractions)).frame
    second = seen(computed((other, 40), *fractions)).frame
    assert first.to_csv() == second.to_csv()


def test_the_number_of_hidden_values_is_counted() -> None:
    """The page of an indicator says how many values are hidden, those of the deposit included."""
    result = computed((3, 48), (20, 48), (None, None))
    frame = result.frame.assign(statut=result.frame["statut"].replace("nd", "secret"))
    assert seen(replace(result, frame=frame)).masked == 2


def test_an_indicator_without_values_stays_without_values() -> None:
    """A deposit that lacks a table publishes an empty result that names the table."""
    empty = pd.DataFrame(columns=list(RESULT_COLUMNS))
    published = seen(Result(declared(Unit.MONTHS), empty, 0, ("baux",), (), demonstration=False))
    assert (list(published.frame), len(published.frame), published.missing, published.masked) == (
        list(RESULT_COLUMNS), 0, ("baux",), 0,
    )  # fmt: skip


# --- tables -----------------------------------------------------------------------------------

DEPOSITED = """
    annee | delai    | nb_baux | nb_baux_statut
    2021  | M_0_12   | 10      | provisoire
    2021  | ensemble | 10      |
    2022  | M_0_12   | 0       |
    2022  | ensemble | 4       |
    2023  | M_0_12   |         | secret
    2023  | ensemble |         | nd
"""


def test_small_counts_of_a_table_are_hidden_with_their_reason() -> None:
    """1 to 4, or 1 to 10 off a sensitive margin, become empty with the status `secret`."""
    protected = protected_table(table("baux", DEPOSITED, sensitive="delai"))
    assert records(protected.table.frame) == [
        (2021, "M_0_12", None, "secret"),
        (2021, "ensemble", 10, None),
        (2022, "M_0_12", 0, None),
        (2022, "ensemble", None, "secret"),
        (2023, "M_0_12", None, "secret"),
        (2023, "ensemble", None, "nd"),
    ]
    assert protected.masked == 3


def test_each_count_of_a_table_is_hidden_alone() -> None:
    """A small count beside a large one takes nothing away from it."""
    text = """
        annee | nb_baux | nb_baux_statut | nb_demandes | nb_demandes_statut
        2023  | 3       |                | 80          |
    """
    protected = protected_table(table("baux", text))
    assert records(protected.table.frame) == [(2023, None, "secret", 80, None)]


COLUMN = st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=1, max_size=12)


@FEW
@given(COLUMN, st.sampled_from(("public", "effectif_simple", "sensible")))
def test_a_table_keeps_every_other_cell_and_protects_once(
    counts: list[int | None], rule: str
) -> None:
    """Visible cells are those deposited; protecting twice gives the same table."""
    limit = {"public": 0, "effectif_simple": 5, "sensible": 11}[rule]
    rows = [f"{2000 + i} | {'' if n is None else n} |{' nd' if n is None else ''}"
            for i, n in enumerate(counts)]  # fmt: skip
    text = "\n".join(["annee | nb_baux | nb_baux_statut", *rows])
    once = protected_table(table("baux", text, rule=rule))
    expected = [
        (2000 + i, None, "nd") if n is None
        else (2000 + i, None, "secret") if 1 <= n < limit
        else (2000 + i, n, None)
        for i, n in enumerate(counts)
    ]  # fmt: skip
    twice = protected_table(once.table)
    assert records(once.table.frame) == expected
    assert (records(twice.table.frame), twice.masked) == (expected, once.masked)


def test_protection_leaves_the_deposited_table_as_it_was() -> None:
    """A stage returns new values: no frame is changed in place."""
    deposited = table("baux", DEPOSITED, sensitive="delai")
    before = records(deposited.frame)
    protected_table(deposited)
    assert records(deposited.frame) == before


def test_a_publication_holds_protected_values_and_tables_only() -> None:
    """Downloads and sources of an indicator are the protected table, never the deposited one."""
    deposited = table("baux", DEPOSITED, sensitive="delai")
    territory = Territory("1", "Essai", "Essai", "44", 100, "2024", (Commune("99001", "A", 100),))
    result = replace(computed((3, 48)), sources=(deposited,))
    whole = publication(territory, [], {"baux": deposited}, [result], CERTIFICATE)
    assert cells(whole.results["essai"]) == [HIDDEN]
    assert whole.results["essai"].sources == (whole.tables["baux"],)
    assert whole.tables["baux"].masked == 3
    assert whole.demonstration is True
