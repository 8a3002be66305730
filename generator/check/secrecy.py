"""Refuse a deposit that shows a count of so few households that one could be recognised."""

from __future__ import annotations

from generator.check.values import measured
from generator.errors import Finding
from generator.model import Table
from generator.secrecy import too_small

CODE = "S-001"


def small_counts(table: Table) -> list[Finding]:
    """Return a finding for every visible count of `table` under its threshold.

    The value itself is never repeated.
    """
    findings = []
    for column in measured(table):
        for line, threshold in too_small(table, column).items():
            findings.append(
                Finding(
                    table.where, int(str(line)), column, CODE, "",
                    f"Ce nombre est petit (moins de {threshold}) : il pourrait désigner un ménage.",
                    f"Effacez-le et écrivez « secret » dans la colonne « {column}_statut ».",
                )
            )  # fmt: skip
    return findings
