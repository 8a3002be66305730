"""The primary rule of statistical secrecy: which counts are too small to be seen.

One definition for the check of a deposit and for the protection of what is derived
from it. Numbers in, numbers out.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.model import SecrecyRule, Table
from generator.settings import PLAIN_THRESHOLD, PUBLIC_THRESHOLD, SENSITIVE_THRESHOLD

THRESHOLDS: Mapping[str, int] = {
    "public": PUBLIC_THRESHOLD,
    "effectif_simple": PLAIN_THRESHOLD,
    "sensible": SENSITIVE_THRESHOLD,
}

INTEGER = "integer"


def row_thresholds(table: Table) -> pd.Series[int]:
    """Return the threshold of each row of `table`.

    A plain count becomes sensitive as soon as one sensitive dimension is not at its margin.
    """
    base = THRESHOLDS[table.secrecy.rule]
    thresholds = pd.Series(base, index=table.frame.index, dtype="int64")
    for dimension in table.secrecy.sensitive_dimensions:
        crossed = (table.frame[dimension] != table.margins.get(dimension)).fillna(value=True)
        thresholds = thresholds.mask(crossed.astype(bool), max(base, SENSITIVE_THRESHOLD))
    return thresholds


def crossing_threshold(rule: SecrecyRule, crossed: set[str]) -> int:
    """Return the threshold of counts that keep the dimensions `crossed` apart."""
    base = THRESHOLDS[rule.rule]
    sensitive = crossed & set(rule.sensitive_dimensions)
    return max(base, SENSITIVE_THRESHOLD) if sensitive else base


def too_small(table: Table, column: str) -> pd.Series[int]:
    """Return the thresholds of the rows whose visible count in `column` lies under it.

    Zeros may be seen: an empty cell of a plain table describes nobody. So may multiples of the
    base of a rounded table: none of them is the true count.
    """
    kind = next(f.kind for f in table.fields if f.name == column)
    thresholds = row_thresholds(table)
    if kind != INTEGER:
        return thresholds[:0]
    counts = table.frame[column]
    small = ((counts >= 1) & (counts < thresholds)).fillna(value=False).astype(bool)
    if table.rounding > 1:
        small &= (counts % table.rounding != 0).fillna(value=False).astype(bool)
    return thresholds[small]
