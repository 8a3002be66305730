"""The mask chosen from true counts: what it hides of small groups, and what it gives up last."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import islice, product

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator import check, masking
from generator.equations import DELAYS, LEASES
from generator.errors import SecrecyError
from generator.model import Tables
from tests.broken_deposits.valid import COMMUNES, SIREN, files, write
from tests.disclosure.enumeration import Crossing, Place, consistent, crossed
from tests.drawn_leases import BANDS, drawn
from tests.small_deposits import read

Groups = dict[tuple[str, str], list[Fraction]]
FIRST, SECOND = COMMUNES
SPREAD = [Fraction(n) for n in (*range(1, 25), *range(25, 121, 5), *range(125, 190, 5))]


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Return the tables of the valid deposit."""
    return read(write(tmp_path_factory.mktemp("valide"), files()))


def several(first: list[Fraction]) -> Groups:
    """Return four groups: one as given, three with leases in every band."""
    return {
        (FIRST, "T1"): first,
        (FIRST, "T2"): SPREAD,
        (SECOND, "T1"): SPREAD * 2,
        (SECOND, "T2"): SPREAD * 3,
    }


def bands(tables: Tables, place: str, size: str) -> list[int | None]:
    """Return the counts of a group band by band, None where hidden."""
    frame = tables[LEASES].frame
    here = frame[(frame["code_territoire"] == place) & (frame["typologie"] == size)]
    counts = here.set_index("delai")["nb_baux"]
    return [None if pd.isna(counts[band]) else int(counts[band]) for band in (*BANDS, "ensemble")]


def codes(tables: Tables) -> set[str]:
    """Return what the attack finds."""
    try:
        return {f.code for f in check.audited(tables).findings}
    except SecrecyError as error:
        return {f.code for f in error.findings}


def shown(tables: Tables, place: str, size: str, values: list[int | None]) -> Tables:
    """Return the tables with other bands printed for one group."""
    frame = tables[LEASES].frame.copy()
    for band, value in zip(BANDS, values, strict=True):
        line = (frame["code_territoire"] == place) & (frame["typologie"] == size)
        line &= frame["delai"] == band
        frame.loc[line, "nb_baux"] = pd.NA if value is None else value
        frame.loc[line, "nb_baux_statut"] = "secret" if value is None else None
    return {**tables, LEASES: replace(tables[LEASES], frame=frame)}


def test_of_a_small_group_not_even_the_zeros_are_printed(valid: Tables) -> None:
    """Three leases, all under a year: six zeros would say so, whatever their number."""
    done = masking.masked(drawn(valid, several([Fraction(n) for n in (2, 3, 5)]), 1))
    assert bands(done.tables, FIRST, "T1")[:-1] == [None] * len(BANDS)
    assert done.unprotected == ()
    assert codes(done.tables) <= {"S-017"}


def test_of_a_large_group_all_alike_only_the_number_is_printed(valid: Tables) -> None:
    """Forty leases, all under a year: the number is no secret, the band is."""
    done = masking.masked(drawn(valid, several([Fraction(3)] * 40), 1))
    assert bands(done.tables, FIRST, "T1") == [*[None] * len(BANDS), 40]
    assert codes(done.tables) <= {"S-017"}


def test_a_large_group_keeps_its_zeros(valid: Tables) -> None:
    """Two bands filled, five empty: nobody is recognised by an empty band."""
    months = [Fraction(n) for n in [*range(1, 12)] * 3 + [*range(12, 24)] * 3]
    done = masking.masked(drawn(valid, several(months), 1))
    assert bands(done.tables, FIRST, "T1") == [33, 36, 0, 0, 0, 0, 0, 69]


def test_zeros_around_a_hidden_number_are_refused(valid: Tables) -> None:
    """The gate reads zeros as a neighbour does: the only band left is where everybody is."""
    done = masking.masked(drawn(valid, several([Fraction(n) for n in (2, 3, 5)]), 1))
    told = shown(done.tables, FIRST, "T1", [None, 0, 0, 0, 0, 0, 0])
    assert "S-014" in codes(told)
    vague = shown(done.tables, FIRST, "T1", [None, None, 0, 0, 0, 0, 0])
    assert "S-014" not in codes(vague)


def test_zeros_that_can_be_computed_speak_as_well(valid: Tables) -> None:
    """Hidden but equal to a total less the other parts, a zero is as good as printed."""
    complete = drawn(valid, several([Fraction(3)] * 40), 1)
    alone = shown(complete, FIRST, "T1", [None] * len(BANDS))
    assert codes(alone) == {"S-014"}


def test_statistics_that_leave_a_single_band_are_given_up(valid: Tables) -> None:
    """A mean of half a month of hidden bands: only the first can be filled, as the gate says."""
    complete = drawn(valid, several([Fraction(1, 2)] * 12), 10)
    frame = complete[DELAYS].frame
    mean = (frame["code_territoire"] == FIRST) & (frame["typologie"] == "T1")
    mean &= frame["statistique"] == "moyenne"
    alone = frame.assign(delai_mois=frame["delai_mois"].where(mean))
    done = masking.masked({**complete, DELAYS: replace(complete[DELAYS], frame=alone)})
    assert done.statistics == 1
    assert done.unprotected == ()
    assert codes(done.tables) <= {"S-017"}


def test_a_median_is_hidden_only_where_it_tells_too_much_by_itself(valid: Tables) -> None:
    """Means and quartiles go first: no median is given up for their sake."""
    complete = drawn(valid, several([Fraction(n) for n in [1] * 11 + [13] * 2]), 10)
    done = masking.masked(complete)
    assert codes(done.tables) <= {"S-017"}
    asked = masking.few_hidden(complete)[DELAYS].frame
    kept = done.tables[DELAYS].frame
    lost = asked["delai_mois"].notna() & kept["delai_mois"].isna()
    assert set(asked[lost]["statistique"]) >= {"moyenne"}
    for line in asked.index[lost & (asked["statistique"] == "mediane")]:
        alone = kept.assign(delai_mois=kept["delai_mois"].where(kept["statistique"] == "mediane"))
        alone.loc[line, "delai_mois"] = asked.loc[line, "delai_mois"]
        told = {**done.tables, DELAYS: replace(done.tables[DELAYS], frame=alone)}
        assert codes(told) & {"S-010", "S-011"}, asked.loc[line]


FEW_BANDS = ("M_0_12", "M_12_24", "M_24_P")
SMALL = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 4, 6, 11, 12])


def of_bands(valid: Tables, counts: list[int]) -> tuple[Tables, dict[Place, int]]:
    """Return the leases of two places by band, all sizes together, and the same as a crossing."""
    values = crossed((2, len(FEW_BANDS)), counts)
    names, labels = [*COMMUNES, SIREN], [*FEW_BANDS, "ensemble"]
    frame = pd.DataFrame(
        [
            (2024, names[i], names[i], "ensemble", labels[j], n, None)
            for (i, j), n in sorted(values.items())
        ],
        columns=[f.name for f in valid[LEASES].fields],
        index=pd.RangeIndex(2, 2 + len(values)),
    ).astype({"nb_baux": "Int64", "nb_baux_statut": "string"})
    return {LEASES: replace(valid[LEASES], frame=frame)}, values


def reader(tables: Tables, values: dict[Place, int]) -> Crossing:
    """Return what a reader sees of the leases by band, as a crossing to be listed."""
    places = sorted(values)
    hidden = frozenset(
        place
        for place, count in zip(places, tables[LEASES].frame["nb_baux"], strict=True)
        if pd.isna(count)
    )
    shape = (2, len(FEW_BANDS))
    rows = [[(i, j) for j in range(shape[1])] for i in range(shape[0] + 1)]
    dark = frozenset(p for row in rows if hidden >= {*row} for p in row)
    return Crossing(shape, values, hidden, 1, dark)


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)  # fmt: skip
@given(st.lists(SMALL, min_size=6, max_size=6))
def test_whoever_lists_every_table_finds_no_household_nor_group(
    valid: Tables, counts: list[int]
) -> None:
    """Against a list of all tables: every small count keeps its doubt, every group two bands."""
    tables, values = of_bands(valid, counts)
    done = masking.masked(tables)
    assume(not done.unprotected)
    seen = reader(done.tables, values)
    every = list(islice(consistent(seen), TABLES + 1))
    assume(len(every) <= TABLES)
    assert values in every
    for place in seen.hidden:
        threshold = 11 if place[1] < len(FEW_BANDS) else 5
        found = [table[place] for table in every]
        if 0 < values[place] < threshold and min(found) < threshold:
            assert max(found) - min(found) >= threshold // 2, (place, values, seen.hidden)
    for i in range(3):
        possible = [j for j in range(len(FEW_BANDS)) if any(table[i, j] for table in every)]
        assert values[i, len(FEW_BANDS)] == 0 or len(possible) > 1, (values, seen.hidden)


TABLES = 20_000
"""Most tables listed of one deposit."""

GROUP = st.lists(st.integers(0, 150).map(Fraction), max_size=16)


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(GROUP, min_size=4, max_size=4))
def test_whatever_is_drawn_what_is_protected_is_safe(
    valid: Tables, groups: list[list[Fraction]]
) -> None:
    """The mask and the gate agree; what cannot be protected is said, never passed over."""
    keys = list(product(COMMUNES, ("T1", "T2")))
    done = masking.masked(drawn(valid, dict(zip(keys, groups, strict=True)), 1))
    found = codes(done.tables)
    assert (found <= {"S-017"}) or done.unprotected, found
