"""Check that demands enter, grow old and leave as they must: stock, new demands, leases, exits."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from generator.check.bands import said
from generator.check.values import cell_at
from generator.equations import EXITS, LEASES, NEW, STOCK
from generator.errors import Finding
from generator.model import Table, Tables
from generator.rules import found

HOMES, DELIVERED = "parc_commune", "production_logements"
COUNTS: Final[Mapping[str, str]] = {
    STOCK: "nb_demandes",
    NEW: "nb_nouvelles",
    LEASES: "nb_baux",
    EXITS: "nb_sorties",
    HOMES: "nb_logements",
}
KEYS: Final = ["an", "code_territoire", "typologie"]
FLOW_SHARE: Final = 0.02
"""Revived demands and transfers between places, as a share of the stock."""

LEAST_FLOW: Final = 10
TURNOVER: Final = 3
"""Fewer than one home in three changes its tenant in a year."""

LEAST_LEASES: Final = 30
AGES: Final = ("M_0_12", "M_12_24", "M_24_36", "M_36_48", "M_48_60")
"""Bands of one year: what is in one is in the next a year later, or gone."""


def flow_findings(tables: Tables) -> list[Finding]:
    """Return the years in which stocks and flows disagree."""
    return [*_balance(tables), *_ageing(tables), *_recent(tables), *_homes(tables)]


def _totals(table: Table, keys: list[str], **kept: str) -> pd.DataFrame:
    """Return the rows of `table` at the margin of every dimension but `keys`, with their year."""
    frame = table.frame
    wanted = pd.Series(data=True, index=frame.index)
    for dimension, margin in table.margins.items():
        if dimension not in keys or dimension in kept:
            wanted &= (frame[dimension] == kept.get(dimension, margin)).fillna(value=False)
    column = "annee" if "annee" in frame else "date"
    years = frame[column].astype("string").str[:4].astype("Int64")
    count = COUNTS[table.name]
    rows = frame[wanted.astype(bool)].assign(an=years).reset_index()
    return rows[["ligne", *keys, count]].rename(columns={count: table.name}).dropna()


def _has(tables: Tables, *names: str) -> bool:
    return all(n in tables and COUNTS[n] in tables[n].frame for n in names)


def _balance(tables: Tables) -> Iterator[Finding]:
    """Yield the places whose stock does not follow from the year before."""
    if not _has(tables, STOCK, NEW, LEASES, EXITS):
        return
    stock = _totals(tables[STOCK], KEYS)
    flows = stock.drop(columns="ligne")
    for name in (NEW, LEASES, EXITS):
        flows = flows.merge(_totals(tables[name], KEYS).drop(columns="ligne"), on=KEYS)
    flows = flows.assign(an=flows["an"] + 1).rename(columns={STOCK: "avant"})
    for row in stock.merge(flows, on=KEYS).to_dict("records"):
        expected = int(row["avant"] + row[NEW] - row[LEASES] - row[EXITS])
        gap = int(row[STOCK]) - expected
        if abs(gap) > max(LEAST_FLOW, FLOW_SHARE * expected) + math.sqrt(abs(expected)):
            words = {
                "stock": said(expected),
                "year": row["an"],
                "gap": f"{gap:+d}",
                "at": f"{row['code_territoire']}, {row['typologie']}",
            }
            yield _found(tables[STOCK], "D-403", row, words)


def _ageing(tables: Tables) -> Iterator[Finding]:
    """Yield the bands that hold more demands than the younger band held a year before."""
    if not _has(tables, STOCK) or "anciennete" not in tables[STOCK].margins:
        return
    labels = tables[STOCK].labels("anciennete")
    for young, old in pairwise(AGES):
        now = _totals(tables[STOCK], KEYS, anciennete=old)
        before = _totals(tables[STOCK], KEYS, anciennete=young).drop(columns="ligne")
        before = before.assign(an=before["an"] + 1).rename(columns={STOCK: "avant"})
        for row in now.merge(before, on=KEYS).to_dict("records"):
            if _exceeds(row[STOCK], row["avant"]):
                words = {"younger": labels.get(young, young), "older": labels.get(old, old)}
                yield _found(tables[STOCK], "D-404", row, {**words, **_case(row)})


def _recent(tables: Tables) -> Iterator[Finding]:
    """Yield the years with more recent demands in stock than there were new demands."""
    if not _has(tables, STOCK, NEW) or "anciennete" not in tables[STOCK].margins:
        return
    now = _totals(tables[STOCK], KEYS, anciennete=AGES[0])
    before = _totals(tables[NEW], KEYS).drop(columns="ligne")
    before = before.assign(an=before["an"] + 1).rename(columns={NEW: "avant"})
    for row in now.merge(before, on=KEYS).to_dict("records"):
        if _exceeds(row[STOCK], row["avant"]):
            yield _found(tables[STOCK], "D-405", row, _case(row))


def _homes(tables: Tables) -> Iterator[Finding]:
    """Yield the places with far more leases than homes that may have become free."""
    if not _has(tables, LEASES, HOMES):
        return
    keys = KEYS[:2]
    leases = _totals(tables[LEASES], keys)
    homes = _totals(tables[HOMES], keys).drop(columns="ligne")
    for row in leases.merge(homes, on=keys).to_dict("records"):
        if row[LEASES] >= LEAST_LEASES and row[LEASES] * TURNOVER > row[HOMES]:
            words = {"at": row["code_territoire"], "year": row["an"], "homes": said(row[HOMES])}
            at = cell_at(tables[LEASES], row["ligne"], COUNTS[LEASES])
            yield found("D-406", at, said(row[LEASES]), **words)


def _exceeds(count: float, limit: float) -> bool:
    """Return whether a count is over a limit by more than moves between places explain."""
    return count > limit + math.sqrt(limit) + 1


def _case(row: Mapping[Hashable, Any]) -> dict[str, object]:
    place = f"{row['code_territoire']}, {row['typologie']}"
    return {"at": place, "year": row["an"], "before": said(float(str(row["avant"])))}


def _found(
    table: Table, code: str, row: Mapping[Hashable, Any], words: Mapping[str, Any]
) -> Finding:
    at = cell_at(table, row["ligne"], COUNTS[STOCK])
    return found(code, at, said(float(str(row[STOCK]))), **words)
