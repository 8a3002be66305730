"""What readers put together is true of the true table, and no more than that."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.disclosure import audit
from generator.equations import DELAYS, LEASES, NEW, Cell, Knowledge, knowledge, partition
from generator.model import Tables
from tests.broken_deposits.valid import COMMUNES, SIREN, files, write
from tests.drawn_leases import BANDS, drawn
from tests.small_deposits import crossed, lines, of_table, read


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Return the tables of the valid deposit."""
    return read(write(tmp_path_factory.mktemp("valide"), files()))


Written = set[tuple[frozenset[tuple[str, int]], int, int]]


def written(known: Knowledge, origin: str) -> Written:
    """Return the equations of one table: words and coefficients, least and greatest."""
    public = known.system.freeze()
    found = set()
    for row, told in enumerate(public.origins):
        if told == origin:
            span = slice(public.matrix.indptr[row], public.matrix.indptr[row + 1])
            cells = [public.keys[c] for c in public.matrix.indices[span].tolist()]
            named = [
                (_short(c), int(k)) for c, k in zip(cells, public.matrix.data[span], strict=True)
            ]
            found.add((frozenset(named), int(public.low[row]), int(public.high[row])))
    return found


def _short(cell: object) -> str:
    assert isinstance(cell, Cell)
    return " ".join([cell.place, *(code for _, code in cell.coordinates)])


def test_totals_are_written_by_place_and_by_size(tmp_path: Path) -> None:
    """Two communes and two sizes: six equations and no other, one cell per total."""
    cells = crossed({("44132", "T1"): 40, ("44132", "T2"): 50,
                     ("44184", "T1"): 60, ("44184", "T2"): 70})  # fmt: skip
    known = knowledge(read(write(tmp_path, of_table(lines(cells)))))
    expected: Written = set()
    for place in (*COMMUNES, SIREN):
        parts = [(f"{place} {size}", -1) for size in ("T1", "T2")]
        expected.add((frozenset([(place, 1), *parts]), 0, 0))
    for size in (" T1", " T2", ""):
        parts = [(f"{place}{size}", -1) for place in COMMUNES]
        expected.add((frozenset([(f"{SIREN}{size}", 1), *parts]), 0, 0))
    assert written(known, NEW) == expected


def test_a_line_that_is_not_there_counts_nobody_where_totals_agree(tmp_path: Path) -> None:
    """Absent is zero when the visible parts fill every total; otherwise it is an unknown."""
    cells = crossed({("44132", "T1"): 40, ("44132", "T2"): 0,
                     ("44184", "T1"): 60, ("44184", "T2"): 70})  # fmt: skip
    text = "".join(
        line for line in lines(cells).splitlines(keepends=True) if "44132,Pornichet,T2" not in line
    )
    tables = read(write(tmp_path, of_table(text)))
    assert (frozenset([("44132", 1), ("44132 T1", -1)]), 0, 0) in written(knowledge(tables), NEW)
    wrong = changed(tables, NEW, "nb_nouvelles", add=-1, line=0)
    row = frozenset([("44132", 1), ("44132 T1", -1), ("44132 T2", -1)])
    assert (row, 0, 0) in written(knowledge(wrong), NEW)


def test_the_last_evening_of_a_year_is_the_first_morning_of_the_next(valid: Tables) -> None:
    """A stock at 31 December is the stock of 1 January: one cell, whichever day a table names."""
    stock = valid["demandes_stock"]
    days = stock.frame["date"].astype("string").str.replace("2025-01-01", "2024-12-31")
    other = replace(stock, name="autre_tableau", frame=stock.frame.assign(date=days))
    one = knowledge({"demandes_stock": stock})
    assert set(knowledge({other.name: other}).spots) == set(one.spots)
    assert any(cell.period == "2025-01-01" for cell in one.spots)


def test_years_are_never_added_up_whatever_a_descriptor_declares(valid: Tables) -> None:
    """A margin declared for the year, sensitive or not, changes nothing and stops nothing."""
    table = valid[NEW]
    secrecy = replace(table.secrecy, sensitive_dimensions=("annee",))
    odd = replace(table, margins={**table.margins, "annee": "ensemble"}, secrecy=secrecy)
    one_year = replace(odd, frame=odd.frame[odd.frame["annee"] == 2024])
    for told in (odd, one_year):
        plain = replace(told, margins=table.margins, secrecy=table.secrecy)
        assert written(knowledge({NEW: told}), NEW) == written(knowledge({NEW: plain}), NEW)
        assert knowledge({NEW: told}).rows == ()


def test_bands_that_overlap_are_shared_out_once() -> None:
    """The finest bands that cover everything are kept; a hole leaves no equation."""
    assert partition(["M_0_12", "M_12_24", "M_24_P", "M_24_36", "M_36_P"]) == [
        "M_0_12", "M_12_24", "M_24_36", "M_36_P",
    ]  # fmt: skip
    assert partition(["M_0_12", "M_24_P"]) == []
    assert partition(["Q1", "Q2"]) == ["Q1", "Q2"]


def changed(tables: Tables, name: str, column: str, *, add: int, line: int) -> Tables:
    """Return the tables with one number changed."""
    table = tables[name]
    seen = table.frame[column].copy()
    seen.iloc[line] += add
    return {**tables, name: replace(table, frame=table.frame.assign(**{column: seen}))}


def test_two_ways_of_placing_are_one_only_where_all_agree(valid: Tables) -> None:
    """A lease placed by its demand or by its home is one cell until one number differs."""
    both = {name: valid[name] for name in (LEASES, "baux_qpv_quartile")}
    assert len({cell.fact for cell in knowledge(both).spots}) == 1
    frame = both["baux_qpv_quartile"].frame
    whole = (frame["secteur_qpv"] == "ensemble") & (frame["quartile"] == "ensemble")
    line = whole.tolist().index(True)
    apart = changed(both, "baux_qpv_quartile", "nb_baux", add=1, line=line)
    assert len({cell.fact for cell in knowledge(apart).spots}) == 2


def test_a_stock_follows_from_the_last_only_where_every_visible_year_balances(
    valid: Tables,
) -> None:
    """Real stocks seldom balance to the unit: one year that does not, and nobody subtracts."""
    known = knowledge(valid).system.freeze()
    moves = [r for r in range(len(known.origins)) if known.matrix[[r]].nnz == 5]
    assert len(moves) == 2 * 3 * 3
    off = knowledge(changed(valid, NEW, "nb_nouvelles", add=1, line=0)).system.freeze()
    assert [r for r in range(len(off.origins)) if off.matrix[[r]].nnz == 5] == []


# --- soundness --------------------------------------------------------------------------------

DURATION = st.one_of(
    st.integers(0, 200).map(Fraction),
    st.integers(0, 6000).map(lambda n: Fraction(n, 30)),
    st.sampled_from([Fraction(n, 2) for n in range(1, 260, 2)]),
)
GROUP = st.lists(DURATION, max_size=14)


@settings(
    max_examples=150, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.lists(GROUP, min_size=4, max_size=4),
    st.sampled_from([1, 1, 10]),
    st.lists(st.integers(0, 8), max_size=4),
)
def test_every_equation_is_true_of_the_true_table(
    valid: Tables, groups: list[list[Fraction]], step: int, lost: list[int]
) -> None:
    """Whatever is written down of sums, means and quartiles holds for the households counted.

    Some statistics are hidden by place and size, so that the means of the others are used too.
    """
    keys = [(place, size) for place in COMMUNES for size in ("T1", "T2")]
    tables = drawn(valid, dict(zip(keys, groups, strict=True)), step)
    delays = tables[DELAYS]
    place = pd.factorize(delays.frame["code_territoire"] + delays.frame["typologie"])[0]
    shown = delays.frame["delai_mois"].mask(np.isin(place, lost))
    tables = {**tables, DELAYS: replace(delays, frame=delays.frame.assign(delai_mois=shown))}
    public = knowledge(tables).system.freeze()
    assert not public.faults
    assert not public.hidden.any()
    sums = public.matrix @ public.value
    wrong = np.flatnonzero((sums < public.low) | (sums > public.high))
    assert [(public.origins[row], int(sums[row])) for row in wrong.tolist()] == []


def test_a_median_bounds_the_bands_on_its_two_sides(valid: Tables) -> None:
    """Eleven waits of which six below 12 months: the printed median says so, and no more."""
    months = [Fraction(n) for n in (1, 2, 3, 4, 5, 6, 30, 31, 32, 33, 34)]
    groups = {
        ("44132", "T1"): months,
        ("44132", "T2"): [],
        ("44184", "T1"): [],
        ("44184", "T2"): [],
    }
    facts = written(knowledge(drawn(valid, groups, 1)), DELAYS)
    below = frozenset([("44132 M_0_12 T1", 1)])
    above = frozenset((f"44132 {band} T1", 1) for band in BANDS)
    assert {low for cells, low, _ in facts if cells == below} == {6, 3}
    assert not [1 for cells, _, _ in facts if cells == above]


def test_a_hidden_band_that_a_mean_gives_back_is_found(valid: Tables) -> None:
    """Every statistic is used: with all bands hidden but the extremes, the mean narrows the rest."""
    months = [Fraction(n) for n in [1] * 11 + [13] * 2]
    groups = {
        ("44132", "T1"): months,
        ("44132", "T2"): [],
        ("44184", "T1"): [],
        ("44184", "T2"): [],
    }
    tables = drawn(valid, groups, 10)
    leases = tables[LEASES].frame
    hide = leases["delai"].isin(["M_0_12", "M_12_24"]) & (leases["nb_baux"] > 0)
    frame = leases.assign(
        nb_baux=leases["nb_baux"].mask(hide),
        nb_baux_statut=leases["nb_baux_statut"].mask(hide, "secret"),
    )
    known = {**tables, LEASES: replace(tables[LEASES], frame=frame)}
    blind = audit(knowledge({LEASES: known[LEASES]}).system)
    seeing = audit(knowledge(known).system)
    width = [int((r.upper - r.lower).max()) for r in (blind, seeing)]
    assert width[1] < width[0]


def test_a_regrouped_category_is_the_sum_of_what_it_groups(valid: Tables) -> None:
    """« autres » is Q2 + Q3 + Q4, whether each of the three has a line or not."""
    landlords = valid["baux_qpv_quartile_bailleur"]
    place = landlords.keys.index("quartile_regroupe")
    assert place
    rows = landlords.frame.head(1).assign(code_bailleur="ensemble", quartile_regroupe="autres")
    one = replace(landlords, frame=rows)
    quartiles = valid["baux_qpv_quartile"]
    base = quartiles.frame[
        (quartiles.frame["code_territoire"] == SIREN)
        & (quartiles.frame["secteur_qpv"] == "ensemble")
    ].head(1)
    three = pd.concat([base.assign(quartile=q) for q in ("Q2", "Q3", "Q4")], ignore_index=True)
    tables = {"baux_qpv_quartile": replace(quartiles, frame=three), one.name: one}
    expected = frozenset(
        [(f"{SIREN} autres", 1), *((f"{SIREN} {q}", -1) for q in ("Q2", "Q3", "Q4"))]
    )
    assert (expected, 0, 0) in written(knowledge(tables), one.name)
    two = {**tables, "baux_qpv_quartile": replace(quartiles, frame=three.iloc[:2])}
    assert (expected, 0, 0) in written(knowledge(two), one.name)
    none = {one.name: one}
    assert (expected, 0, 0) not in written(knowledge(none), one.name)
