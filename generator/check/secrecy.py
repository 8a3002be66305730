"""Refuse a deposit that shows a count of so few households that one could be recognised."""

from __future__ import annotations

import pandas as pd

from generator.check.values import SUFFIX, cell_at, measured
from generator.equations import DELAYS, LEASES, required_width
from generator.errors import Finding
from generator.model import Table, Tables
from generator.rules import At, found
from generator.secrecy import INTEGER, row_thresholds, too_small

CODE = "S-001"


def small_counts(table: Table) -> list[Finding]:
    """Return a finding for every visible count of `table` under its threshold.

    The value itself is never repeated.
    """
    if table.rounding > 1:
        return []  # see rounding_findings
    return [
        found(
            CODE,
            cell_at(table, line, column),
            threshold=threshold,
            status=f"{column}{SUFFIX}",
        )
        for column in measured(table)
        for line, threshold in too_small(table, column).items()
    ]


def rounding_findings(tables: Tables) -> list[Finding]:
    """Return what is wrong in the rounded tables: a true count in them, or too little doubt."""
    rounded = [table for table in tables.values() if table.rounding > 1]
    findings = [f for table in rounded for f in _exact(table)]
    findings += [f for table in rounded if (f := _narrow(table)) is not None]
    if DELAYS in tables and any(table.name == LEASES for table in rounded):
        findings.append(found("S-004", At(tables[LEASES].where), delays=DELAYS, leases=LEASES))
    return findings


def _counts(table: Table) -> list[str]:
    kinds = {f.name: f.kind for f in table.fields}
    return [column for column in measured(table) if kinds[column] == INTEGER]


def _exact(table: Table) -> list[Finding]:
    """Return each count that is no multiple of the base; the value itself is never repeated."""
    base = table.rounding
    return [
        found("S-002", cell_at(table, line, column), base=base)
        for column in _counts(table)
        for line in table.frame.index[_true(table.frame[column] % base != 0)]
    ]


def _narrow(table: Table) -> Finding | None:
    """Return a finding when the base leaves less doubt around a count than its rule asks for.

    The doubt is that of a reader who takes each count for rounded to the nearest: a printed zero
    then stands for 0 to half the base. The attack grants less to readers, never this check.
    """
    widths = row_thresholds(table).map(required_width)
    for line in widths.index[widths > table.rounding // 2][:1]:
        at = cell_at(table, line, next(iter(_counts(table)), ""))
        what = f"« arrondi » {table.rounding} laisse trop peu de doute sur une information sensible"
        return found("S-003", at, resource=table.name, what=what)
    return None


def _true(flags: pd.Series[bool]) -> pd.Series[bool]:
    return flags.fillna(value=False).astype(bool)
