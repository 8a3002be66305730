"""Refuse a deposit that shows a count of so few households that one could be recognised."""

from __future__ import annotations

from generator.check.values import SUFFIX, cell_at, measured
from generator.errors import Finding
from generator.model import Table
from generator.rules import found
from generator.secrecy import too_small

CODE = "S-001"


def small_counts(table: Table) -> list[Finding]:
    """Return a finding for every visible count of `table` under its threshold.

    The value itself is never repeated.
    """
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
