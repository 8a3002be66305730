"""From complete tables to published ones: one mask, kept in the deposit itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from tests.simulation.masking import (
    PLAIN_THRESHOLD,
    SENSITIVE_THRESHOLD,
    Cells,
    Key,
)
from tests.simulation.scenario import ALL, TYPOLOGIES, YEARS, Scenario
from tests.simulation.tables import CODES, COUNTS, TERRITOIRE, Count

SECRET, WITHOUT_OBJECT = "secret", "so"
DELAYS = "attributions/delais_attributaires"
OTHERS = ("Q2", "Q3", "Q4")


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
                named = [cell_key(count, one) for one in below]
                _bind(cells, cell_key(count, row), named)
                if dimension in count.sensible:
                    cells.groups.append([cells.keys[part] for part in named])


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
    cells = Cells()
    for count in COUNTS:
        if count.resource in tables:
            add_table(cells, count, tables[count.resource], scenario.siren_epci)
    _bind_balance(cells, list(scenario.names))
    _bind_regrouped(cells)
    return cells


def as_deposited(complete: pd.DataFrame, count: Count, folder: Path) -> pd.DataFrame:
    """Return the table with the numbers hidden that the deposit hides.

    A mask is chosen once, with `python -m tests.simulation --protect`, then lives in the deposit:
    choosing it anew at each run would publish more than one mask of the same numbers.
    """
    table = complete.assign(**{count.measure: complete[count.measure].astype("Int64")})
    return masked_like(table, count.measure, _file(folder, count.resource))


def delays_as_deposited(delays: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Return the statistics of delays, in whole months, hidden where the deposit hides them."""
    return masked_like(rounded_delays(delays), "delai_mois", _file(folder, DELAYS))


def masked_like(table: pd.DataFrame, measure: str, deposited: Path) -> pd.DataFrame:
    """Return the table with the measure hidden where a deposited file says it is secret."""
    status = f"{measure}_statut"
    here = table if status in table else table.assign(**{status: None})
    if not deposited.exists():
        return here
    masked = pd.read_csv(deposited, dtype="string")
    keys = [name for name in here.columns if name not in (measure, status)]
    keys = [name for name in keys if name in masked]
    secret = masked.loc[masked[status] == SECRET, keys]
    hidden = pd.MultiIndex.from_frame(here[keys].astype("string")).isin(
        pd.MultiIndex.from_frame(secret)
    )
    return here.assign(
        **{measure: here[measure].mask(hidden), status: here[status].mask(hidden, SECRET)}
    )


def _file(folder: Path, resource: str) -> Path:
    package, name = resource.split("/")
    return folder / package / "data" / f"{name}.csv"


def rounded_delays(delays: pd.DataFrame) -> pd.DataFrame:
    """Return the statistics of delays in whole months, of groups of at least eleven leases."""
    nobody = delays["nb_baux"] == 0
    few = delays["nb_baux"].between(1, SENSITIVE_THRESHOLD - 1)
    months = (delays["delai_mois"] + 0.5).floordiv(1).astype("Int64").mask(few | nobody)
    status = few.map({True: SECRET, False: None}).mask(nobody, WITHOUT_OBJECT)
    keys = ["annee", TERRITOIRE, "typologie", "statistique"]
    return delays.assign(delai_mois=months, delai_mois_statut=status)[
        [*keys, "delai_mois", "delai_mois_statut"]
    ]
