"""Hide what could single out a household. The only maker of anything that may be seen.

Values are computed from deposited tables in which small counts are already hidden, so
they add nothing to them; this stage applies the primary rule once more to what was derived.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from generator import words
from generator.model import (
    Package,
    Publication,
    Published,
    PublishedTable,
    Result,
    Secrecy,
    Status,
    Table,
    Tables,
    Territory,
    Unit,
)
from generator.secrecy import THRESHOLDS, too_small
from generator.settings import SENSITIVE_THRESHOLD

VALUES = ["valeur", "numerateur", "denominateur", "bas", "haut"]
"""What disappears with a base that is too small. Limits go with the value they are about."""


def publication(
    territory: Territory,
    packages: Sequence[Package],
    tables: Tables,
    results: Sequence[Result],
    secrecy: Secrecy,
) -> Publication:
    """Return all that may be seen of the deposit and of what was computed from it.

    Args:
        territory: the territory.
        packages: the deposit.
        tables: its checked tables.
        results: what was computed from these tables alone, so that it adds nothing to them.
        secrecy: the certificate of the attack on these tables; there is no publication without.
    """
    seen = {name: protected_table(table) for name, table in tables.items()}
    return Publication(
        territory=territory,
        results={r.indicator.id: protected_result(r, seen) for r in results},
        tables=seen,
        packages=tuple(packages),
        thresholds=THRESHOLDS,
        secrecy=secrecy,
    )


def protected_table(table: Table) -> PublishedTable:
    """Return `table` with every count under its threshold hidden, and how many are hidden.

    Where its counts are rounded, its title says so on every page and in every list.
    """
    frame = table.frame
    masked = 0
    for column in [f.name for f in table.fields if f"{f.name}_statut" in frame]:
        small = too_small(table, column).index
        status = f"{column}_statut"
        values = frame[column].mask(frame.index.isin(small))
        statuses = frame[status].mask(frame.index.isin(small), str(Status.SECRET))
        frame = frame.assign(**{column: values, status: statuses})
        masked += int((statuses == str(Status.SECRET)).fillna(value=False).sum())
    told = f" ({words.rounded_to(table.rounding)})" if table.rounding > 1 else ""
    return PublishedTable(replace(table, frame=frame, title=table.title + told), masked)


def protected_result(result: Result, tables: Mapping[str, PublishedTable]) -> Published:
    """Return `result` with every value hidden whose base is too small to be seen."""
    frame = result.frame
    hide = _hidden(result) if len(frame) else pd.Series(dtype=bool)
    frame = frame.assign(
        **{column: frame[column].mask(hide) for column in VALUES},
        statut=frame["statut"].mask(hide, str(Status.SECRET)),
    )
    return Published(
        indicator=result.indicator,
        frame=frame,
        missing=result.missing,
        sources=tuple(tables[table.name] for table in result.sources),
        demonstration=result.demonstration,
        masked=int((frame["statut"] == str(Status.SECRET)).sum()),
    )


def _hidden(result: Result) -> pd.Series[bool]:
    frame, threshold = result.frame, result.threshold
    top, bottom = frame["numerateur"], frame["denominateur"]
    hide = _between(top, threshold) | _between(bottom, threshold)
    if result.indicator.unit is not Unit.PERCENT:
        return hide
    # The other part of a whole is as telling as the part that is named.
    hide |= _between(bottom - top, threshold)
    if threshold >= SENSITIVE_THRESHOLD:
        # Nobody or everybody: the group says it all of each of its members.
        uniform = ((top == 0) | (top == bottom)) & (bottom > 0)
        hide |= uniform.fillna(value=False).astype(bool)
    return hide


def _between(counts: pd.Series[int], threshold: int) -> pd.Series[bool]:
    return ((counts >= 1) & (counts < threshold)).fillna(value=False).astype(bool)
