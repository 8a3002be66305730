"""Chances from the three tables: the truth found again, and what is never said."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import check, load
from generator.estimates import HalfHoused, Incidence, Sources
from generator.formulas import Counts
from generator.indicators import declared
from generator.model import Status, Table, Tables
from generator.settings import HOME
from tests.indicators.drawn import drawn
from tests.simulation.deposit import simulated
from tests.simulation.hazards import true_incidence
from tests.simulation.scenario import SAINT_NAZAIRE

SOURCES = Sources(
    Counts("demandes_stock", "nb_demandes", "demandes", keep="anciennete"),
    Counts("baux_delai", "nb_baux", "baux", keep="delai"),
    Counts("sorties_anciennete", "nb_sorties", "sorties", keep="anciennete"),
)
LEASE, EXIT = Incidence(SOURCES, "bail"), Incidence(SOURCES, "sortie")
FEW = settings(max_examples=25, deadline=None, derandomize=True)
MEASURE = {
    "demandes_stock": ("date", "anciennete", "nb_demandes"),
    "baux_delai": ("annee", "delai", "nb_baux"),
    "sorties_anciennete": ("annee", "anciennete", "nb_sorties"),
}


@cache
def unmasked() -> Tables:
    """Return the simulated tables before any protection, as checked tables."""
    complete = simulated(SAINT_NAZAIRE).complete
    names = {name.split("/")[1]: frame for name, frame in complete.items()}
    tables = {}
    for name, (_, _, measure) in MEASURE.items():
        frame = names[name].rename(columns=str)
        frame = frame.assign(**{f"{measure}_statut": pd.Series(pd.NA, frame.index, dtype="string")})
        frame = frame.astype({measure: "Int64", "code_territoire": "string"})
        kinds = {c: "string" for c in ("date", "typologie", "anciennete", "delai") if c in frame}
        empty = drawn(name, " | ".join(MEASURE[name]) + "\n2023 | M_0_12 | 1")
        keys = tuple(str(c) for c in frame if not str(c).startswith("nb_"))
        margins = {k: "ensemble" for k in keys if k in ("typologie", "anciennete", "delai")}
        tables[name] = replace(empty, frame=frame.astype(kinds), keys=keys, margins=margins)
    return tables


def masked() -> Tables:
    """Return the tables of the demonstration, as deposited."""
    return check.tables(load.packages(HOME)).tables


@pytest.mark.parametrize("formula", [LEASE, EXIT], ids=["bail", "sortie"])
def test_the_true_hazards_are_found_again_within_the_intervals(formula: Incidence) -> None:
    """Of the 95 % intervals on unmasked tables, nearly all hold the truth of the simulation.

    Five years share one truth; margins mix sizes whose rates differ, so only single sizes of
    single communes are compared. Few groups: 88 % leaves room for chance.
    """
    found = formula.values(unmasked())
    own = found[(found["statut"] == "") & (found["typologie"] != "ensemble")]
    own = own[own["code_territoire"] != SAINT_NAZAIRE.siren_epci].dropna(subset=["bas", "haut"])
    truth = true_incidence(SAINT_NAZAIRE, months=(12, 24, 36, 48))
    named = truth.assign(modalite="M_" + truth["mois"].astype(str))
    both = own.merge(named, on=["code_territoire", "typologie", "modalite"], validate="many_to_one")
    real = 100 * both["incidence_bail" if formula is LEASE else "incidence_sortie"]
    held = (both["bas"] <= real) & (real <= both["haut"])
    assert len(both) > 50
    assert held.mean() >= 0.88


def test_the_three_ends_of_a_demande_make_a_whole() -> None:
    """Housed, gone and still waiting: the first two never exceed 100 %, nor decrease."""
    keys = ["annee", "code_territoire", "typologie", "modalite"]
    found = LEASE.values(unmasked()).merge(EXIT.values(unmasked()), on=keys, suffixes=("", "_s"))
    known = found.dropna(subset=["valeur", "valeur_s"])
    assert len(known) > 100
    assert (known["valeur"] + known["valeur_s"] <= 100 + 1e-9).all()
    for column in ("valeur", "valeur_s"):
        wide = known.pivot_table(index=keys[:3], columns="modalite", values=column)
        assert (wide["M_12"] <= wide["M_24"].fillna(100)).all()


def test_a_hidden_cell_never_moves_what_is_published() -> None:
    """Closure: a value computed from masked tables is the one of the complete tables."""
    keys = ["annee", "code_territoire", "typologie", "modalite"]
    public, complete = LEASE.values(masked()), LEASE.values(unmasked())
    both = public.merge(complete, on=keys, suffixes=("", "_vrai"), validate="one_to_one")
    known = both[both["statut"] == ""]
    assert len(known) > 100
    pd.testing.assert_series_equal(known["valeur"], known["valeur_vrai"], check_names=False)
    limits = both[(both["statut"] == Status.BOUNDED) & both["valeur_vrai"].notna()]
    assert len(limits) > 20
    inside = (limits["bas"] - 1e-9 <= limits["valeur_vrai"]) & (
        limits["valeur_vrai"] <= limits["haut"] + 1e-9
    )
    assert inside.all()


# --- drawn years ------------------------------------------------------------------------------


def year(stock: list[int], baux: list[int], others: list[int]) -> Tables:
    """Return the tables of one group whose stock does not move, two closed years and the rest."""
    codes = ("M_0_12", "M_12_24", "M_24_P")
    texts = {
        "demandes_stock": [f"{d}-01-01 | 99001 | T3 | {c} | {n}"
                           for d in (2023, 2024) for c, n in zip(codes, stock, strict=True)],
        "baux_delai": [f"2023 | 99001 | T3 | {c} | {n}" for c, n in zip(codes, baux, strict=True)],
        "sorties_anciennete": [
            f"2023 | 99001 | T3 | {c} | {n}" for c, n in zip(codes, others, strict=True)],
    }  # fmt: skip
    return {
        name: drawn(name, "\n".join([" | ".join([p, "code_territoire", "typologie", d, m]), *texts[name]]))
        for name, (p, d, m) in MEASURE.items()
    }  # fmt: skip


def chances(tables: Tables, formula: Incidence = LEASE) -> dict[str, tuple[float | None, str]]:
    """Return value and status by horizon."""
    frame = formula.values(tables)
    return {
        str(m): (None if pd.isna(v) else float(v), str(s))
        for m, v, s in frame[["modalite", "valeur", "statut"]].itertuples(index=False)
    }


def test_twice_as_many_newcomers_change_no_chance_but_the_naive_delay() -> None:
    """First band doubled: every chance stays, while the mean delay of those housed falls."""
    before = year([400, 200, 100], [60, 60, 30], [80, 40, 20])
    after = year([800, 200, 100], [120, 60, 30], [160, 40, 20])
    columns = ["modalite", "valeur", "statut"]
    pd.testing.assert_frame_equal(LEASE.values(before)[columns], LEASE.values(after)[columns])
    assert (60 * 6 + 60 * 18) / 120 > (120 * 6 + 60 * 18) / 180


@FEW
@given(st.lists(st.integers(40, 400), min_size=3, max_size=3), st.integers(2, 9))
def test_a_larger_file_has_the_same_chances_and_narrower_intervals(
    stock: list[int], times: int
) -> None:
    """Every count multiplied: no chance changes, every interval narrows."""
    small = year(stock, [30, 20, 10], [12, 9, 7])
    large = year([n * times for n in stock], [30 * times, 20 * times, 10 * times],
                 [12 * times, 9 * times, 7 * times])  # fmt: skip
    first, second = LEASE.values(small), LEASE.values(large)
    pd.testing.assert_series_equal(first["valeur"], second["valeur"])
    assert ((second["haut"] - second["bas"]) < (first["haut"] - first["bas"])).dropna().all()


def test_too_few_leases_say_nothing_of_the_commune() -> None:
    """29 leases: the EPCI speaks in its place."""
    found = chances(year([400, 200, 100], [20, 9, 0], [80, 40, 20]))
    assert found["M_24"] == (None, str(Status.NOT_SIGNIFICANT))


def test_the_curve_stops_where_nobody_waits() -> None:
    """No household between one and two years: nothing is said of two years, and not 0 %."""
    found = chances(year([400, 0, 0], [60, 0, 0], [80, 0, 0]))
    assert found["M_12"][1] == ""
    assert found["M_24"] == (None, str(Status.NOT_APPLICABLE))


def test_exits_that_meet_no_stock_say_nothing() -> None:
    """The half-sum of two empty days cannot carry an exit: too thin, and no error of the build."""
    found = chances(year([400, 0, 0], [60, 5, 0], [80, 2, 0]))
    assert found["M_24"] == (None, str(Status.NOT_SIGNIFICANT))


def test_half_is_never_reached_when_most_leave() -> None:
    """One lease for three other exits: « non atteint », with the last month observed."""
    frame = HalfHoused(SOURCES).values(year([400, 200, 100], [60, 30, 10], [180, 90, 30]))
    row = frame.iloc[0]
    assert (row["statut"], row["bas"]) == (str(Status.NOT_REACHED), 24.0)


@FEW
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_chance(chance: random.Random) -> None:
    """A deposit sorted otherwise says the same."""
    tables = year([400, 200, 100], [60, 30, 12], [80, 40, 20])
    mixed: dict[str, Table] = {}
    for name, table in tables.items():
        rows = chance.sample(range(len(table.frame)), len(table.frame))
        mixed[name] = replace(table, frame=table.frame.iloc[rows])
    pd.testing.assert_frame_equal(LEASE.values(tables), LEASE.values(mixed))


def test_every_chance_of_the_site_reads_the_same_three_tables() -> None:
    """I-14, I-15 and I-16 could not be compared otherwise."""
    chances_ = [i for i in declared() if isinstance(i.formula, Incidence)]
    assert [i.code for i in chances_] == ["I-14", "I-15", "I-16"]
    assert len({i.formula.tables for i in chances_}) == 1
