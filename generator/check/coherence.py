"""Check that the tables of a deposit agree with each other and from one year to the next."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from generator import indicators
from generator.check.bands import YEARLY_SPREAD, said, unexpected
from generator.check.flows import flow_findings
from generator.check.sums import sum_findings
from generator.check.values import cell_at, measured
from generator.equations import TERRITORY
from generator.errors import Finding
from generator.model import Table, Tables
from generator.rules import found
from generator.secrecy import INTEGER
from generator.settings import ENSEMBLE

YEARS = ("annee", "date")
ENGAGED = ("engagements", "engagements_acteurs")


def coherence_findings(tables: Tables) -> list[Finding]:
    """Return every disagreement inside the tables and between them."""
    findings: list[Finding] = []
    for table in tables.values():
        findings += sum_findings(table)
        findings += _years(table)
        findings += _jumps(table) if table.rounding == 1 else ()
    for name in ENGAGED:
        if name in tables:
            findings += _engagements(tables[name])
    exact = {name: table for name, table in tables.items() if table.rounding == 1}
    return [*findings, *flow_findings(exact)]


def _engagements(table: Table) -> Iterator[Finding]:
    declared = indicators.declared()
    known = {i.threshold for i in declared} | {i.id for i in declared}
    for row in table.frame.reset_index().to_dict("records"):
        if row["indicateur"] not in known:
            yield found("D-407", cell_at(table, row["ligne"], "indicateur"), row["indicateur"])
        end, start = row.get("annee_fin"), row["annee_debut"]
        if pd.notna(end) and end < start:
            yield found("D-408", cell_at(table, row["ligne"], "annee_fin"), str(end), start=start)


def year_of(table: Table) -> pd.Series[int] | None:
    """Return the year of each row, or None for a table that does not follow the years."""
    column = next((c for c in YEARS if c in table.keys), None)
    if column is None or TERRITORY not in table.keys:
        return None
    return table.frame[column].astype("string").str[:4].astype("Int64")


def _years(table: Table) -> Iterator[Finding]:
    """Yield the years that are skipped, and the places that are absent from one of them."""
    years = year_of(table)
    if years is None or table.frame.empty:
        return
    present = sorted(set(years.dropna()))
    column = next(c for c in YEARS if c in table.keys)
    for year in range(present[0], present[-1]):
        if year not in present:
            yield found("D-409", cell_at(table, 0, column), str(year))
    if TERRITORY not in table.margins:
        return
    places = set(table.frame[TERRITORY].dropna())
    for year in present:
        for place in sorted(places - set(table.frame.loc[years == year, TERRITORY].dropna())):
            yield found("D-410", cell_at(table, 0, TERRITORY), place, year=year)


def _jumps(table: Table) -> Iterator[Finding]:
    """Yield the totals of the newest year that differ too much from the year before."""
    years = year_of(table)
    if years is None or TERRITORY not in table.margins:
        return
    at_margin = pd.Series(data=True, index=table.frame.index)
    for dimension, margin in table.margins.items():
        if dimension != TERRITORY and dimension in table.frame:
            at_margin &= (table.frame[dimension] == margin).fillna(value=False)
    free = [k for k in table.keys if k not in (*YEARS, *table.margins)]
    totals = table.frame[at_margin.astype(bool)].assign(an=years)
    for column in measured(table):
        if next(f.kind for f in table.fields if f.name == column) == INTEGER:
            yield from _column_jumps(table, totals, [TERRITORY, *free], column)


def _column_jumps(
    table: Table, totals: pd.DataFrame, keys: list[str], column: str
) -> Iterator[Finding]:
    newest = totals["an"].max()
    seen = totals[totals[column].notna()].reset_index()
    now, before = seen[seen["an"] == newest], seen[seen["an"] == newest - 1]
    both = now.merge(before, on=keys, suffixes=("", "_avant"))
    for row in both.to_dict("records"):
        value, earlier = int(row[column]), int(row[f"{column}_avant"])
        if unexpected(earlier, value, YEARLY_SPREAD):
            words = {
                "before": said(earlier),
                "year": newest,
                "year_before": newest - 1,
                "at": ", ".join(str(row[key]) for key in keys if row[key] != ENSEMBLE),
            }
            yield found("D-411", cell_at(table, row["ligne"], column), said(value), **words)
