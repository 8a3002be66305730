"""From complete tables to published ones: one mask for all the tables of a territory."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import pandas as pd

from tests.simulation.masking import (
    PLAIN_THRESHOLD,
    SENSITIVE_THRESHOLD,
    Cells,
    Flags,
    Key,
    mask,
)
from tests.simulation.scenario import ALL, BANDS, TYPOLOGIES, YEARS, Scenario
from tests.simulation.tables import CODES, COUNTS, TERRITOIRE, Count

SECRET, WITHOUT_OBJECT = "secret", "so"
OTHERS = ("Q2", "Q3", "Q4")
# Preferences order the cells of one kind; kinds come first.
KIND_STEP = len(BANDS) + 1
PRECIOUS_KIND = 5


def _name(dimension: str, code: object) -> tuple[str, object]:
    """Return one coordinate; regrouped quartiles equal to plain ones take their name."""
    if dimension == "quartile_regroupe" and code != "autres":
        return "quartile", code
    return dimension, code


def cell_key(count: Count, codes: Mapping[str, object]) -> Key:
    """Return the name of one count, the same in every table that shows it.

    Dimensions at their margin disappear: the leases of a commune are one cell, whether a
    table crosses them with typologies or with quartiles.
    """
    coordinates = frozenset(
        _name(dimension, codes[dimension])
        for dimension in count.dimensions
        if codes[dimension] != ALL
    )
    return count.event, codes[count.period], str(codes[TERRITOIRE]), coordinates


def threshold_of(count: Count, codes: Mapping[str, object]) -> int:
    """Return the smallest count that the table may show in this row."""
    sensitive = any(codes[dimension] != ALL for dimension in count.sensible)
    return SENSITIVE_THRESHOLD if sensitive else PLAIN_THRESHOLD


def _preference(count: Count, codes: Mapping[str, object]) -> int:
    """Return which neighbours to spare inside one kind of row.

    A waiting-time curve stops at its first hidden band, so old bands are given up before
    young ones. The first quartile carries a legal target, so the others go before it.
    """
    if codes.get("quartile") == "Q1" or codes.get("quartile_regroupe") == "Q1":
        return len(BANDS)
    for dimension in ("anciennete", "delai"):
        if dimension in count.dimensions and codes[dimension] != ALL:
            return len(BANDS) - 1 - BANDS.index(str(codes[dimension]))
    return 0


def rank_of(count: Count, codes: Mapping[str, object], siren_epci: str) -> int:
    """Return how much readers need the row: margins of the EPCI most, crossings least."""
    crossed = [dimension for dimension in count.dimensions if codes[dimension] != ALL]
    if codes[TERRITOIRE] != siren_epci:
        kind = {0: 3, 1: 1}.get(len(crossed), 0)
    elif crossed == ["typologie"]:
        kind = PRECIOUS_KIND
    else:
        kind = {0: 6, 1: 4}.get(len(crossed), 2)
    return kind * KIND_STEP + _preference(count, codes)


def _rows(table: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Return the rows of a table as dictionaries."""
    names = list(table.columns)
    for values in zip(*(table[name].tolist() for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def add_table(cells: Cells, count: Count, table: pd.DataFrame, siren_epci: str) -> None:
    """Register every row of a table, then the sums of each dimension."""
    for row in _rows(table):
        cells.add(
            cell_key(count, row),
            int(str(row[count.measure])),
            threshold=threshold_of(count, row),
            rank=rank_of(count, row, siren_epci),
        )
    communes = [code for code in table[TERRITOIRE].unique().tolist() if code != siren_epci]
    parts: dict[str, tuple[object, ...]] = {name: CODES[name] for name in count.dimensions}
    margins = dict.fromkeys(count.dimensions, ALL)
    if communes:
        parts[TERRITOIRE] = tuple(communes)
        margins[TERRITOIRE] = siren_epci
    for row in _rows(table):
        for dimension, margin in margins.items():
            if row[dimension] == margin:
                below = [{**row, dimension: code} for code in parts[dimension]]
                _bind(cells, cell_key(count, row), [cell_key(count, one) for one in below])


def _bind(cells: Cells, total: Key, parts: list[Key]) -> None:
    """Declare one sum between named cells."""
    cells.bind(cells.keys[total], [cells.keys[part] for part in parts])


def _bind_balance(cells: Cells, territoires: list[str]) -> None:
    """Declare that a stock follows from the one before and the flows of the year.

    The four numbers are published in four tables: a hidden one could be computed.
    """
    for year, territoire, typologie in itertools.product(YEARS, territoires, [*TYPOLOGIES, ALL]):
        place = frozenset() if typologie == ALL else frozenset({("typologie", typologie)})
        signed = {
            ("stock", f"{year + 1}-01-01", territoire, place): 1,
            ("stock", f"{year}-01-01", territoire, place): -1,
            ("nouvelles", year, territoire, place): -1,
            ("baux", year, territoire, place): 1,
            ("sorties", year, territoire, place): 1,
        }
        if all(key in cells.keys for key in signed):
            cells.equations.append([(cells.keys[key], sign) for key, sign in signed.items()])


def _bind_regrouped(cells: Cells) -> None:
    """Declare that the regrouped quartiles are the sum of the three plain ones."""
    for event, period, territoire, place in list(cells.keys):
        rest = place - {("quartile_regroupe", "autres")}
        below = [(event, period, territoire, rest | {("quartile", code)}) for code in OTHERS]
        if rest != place and all(key in cells.keys for key in below):
            _bind(cells, (event, period, territoire, place), below)


def published_cells(tables: Mapping[str, pd.DataFrame], scenario: Scenario) -> Cells:
    """Return the cells of all tables with every equation a reader can write."""
    cells = Cells(precious=PRECIOUS_KIND * KIND_STEP)
    for count in COUNTS:
        if count.resource in tables:
            add_table(cells, count, tables[count.resource], scenario.siren_epci)
    _bind_balance(cells, list(scenario.names))
    _bind_regrouped(cells)
    return cells


def hide(table: pd.DataFrame, count: Count, cells: Cells, hidden: Flags) -> pd.DataFrame:
    """Return the table with hidden numbers left empty and their status filled."""
    flags = [bool(hidden[cells.keys[cell_key(count, row)]]) for row in _rows(table)]
    masked = pd.Series(flags, index=table.index)
    return table.assign(
        **{
            count.measure: table[count.measure].astype("Int64").mask(masked),
            f"{count.measure}_statut": masked.map({True: SECRET, False: None}),
        }
    )


def protected_tables(
    tables: Mapping[str, pd.DataFrame], scenario: Scenario
) -> dict[str, pd.DataFrame]:
    """Return every count table as it may be published."""
    cells = published_cells(tables, scenario)
    hidden = mask(cells)
    return {
        count.resource: hide(tables[count.resource], count, cells, hidden)
        for count in COUNTS
        if count.resource in tables
    }


def protected_delays(delays: pd.DataFrame, leases: pd.DataFrame) -> pd.DataFrame:
    """Return the delays of groups of at least eleven leases whose number is published.

    Args:
        delays: complete statistics, with the number of leases behind each.
        leases: protected `baux_delai`, whose margin over delays says what is hidden.
    """
    keys = ["annee", TERRITOIRE, "typologie"]
    margin = leases.loc[leases["delai"] == ALL, [*keys, "nb_baux_statut"]]
    joined = delays.merge(margin, on=keys, how="left", validate="many_to_one")
    nobody = joined["nb_baux"] == 0
    few = joined["nb_baux"].between(1, SENSITIVE_THRESHOLD - 1)
    secret = few | joined["nb_baux_statut"].notna()
    months = (joined["delai_mois"] + 0.5).floordiv(1).astype("Int64").mask(secret | nobody)
    status = secret.map({True: SECRET, False: None}).mask(nobody, WITHOUT_OBJECT)
    columns = [*keys, "statistique", "delai_mois", "delai_mois_statut"]
    return joined.assign(delai_mois=months, delai_mois_statut=status)[columns]
