"""Say whether a text stands, from its dates and the date of the data. No clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

LEGAL_YEARS = {"ppgdid": 6}
"""Length of a text when it does not give one. CCH, art. R. 441-2-13: six years for the plan."""


class Standing(StrEnum):
    """Where a text stands on a given day."""

    UNKNOWN = "dates à compléter"
    COMING = "adopté, pas encore en vigueur"
    IN_FORCE = "en vigueur"
    EXTENDED = "prorogé"
    EXPIRED = "expiré"
    REVISED = "révisé"


@dataclass(frozen=True)
class Status:
    """Where a text stands, and since or until when.

    Attributes:
        standing: where it stands.
        since: first day of that standing, when it is known.
        until: last day, when it is known.
        computed: true when the end was computed from a length in years.
    """

    standing: Standing
    since: date | None = None
    until: date | None = None
    computed: bool = False


def status_of(meta: Mapping[str, Any], on: date, replaced_on: date | None = None) -> Status:
    """Return where a text stands on day `on`.

    Args:
        meta: its front matter.
        on: the day the data describe.
        replaced_on: the day a newer version took its place, None when none did.
    """
    if replaced_on is not None and replaced_on <= on:
        return Status(Standing.REVISED, since=replaced_on)
    start = _day(meta, "entree_en_vigueur") or _day(meta, "adoption")
    end, computed = end_of(meta)
    longer = _day(meta, "prorogation")
    if start is None and end is None:
        return Status(Standing.UNKNOWN)
    if start is not None and start > on:
        return Status(Standing.COMING, since=start)
    if end is None or on < end:
        return Status(Standing.IN_FORCE, since=start, until=end, computed=computed)
    if longer is not None and on < longer:
        return Status(Standing.EXTENDED, since=end, until=longer)
    return Status(Standing.EXPIRED, since=max(end, longer or end), computed=computed)


def end_of(meta: Mapping[str, Any]) -> tuple[date | None, bool]:
    """Return the day a text ends, and whether it was computed from a length in years."""
    written = _day(meta, "echeance")
    if written is not None:
        return written, False
    start = _day(meta, "entree_en_vigueur") or _day(meta, "adoption")
    years = meta.get("duree_annees") or LEGAL_YEARS.get(str(meta.get("nature")))
    if start is None or not isinstance(years, int):
        return None, False
    return _years_later(start, years), True


def _years_later(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February of a year that has none
        return start.replace(year=start.year + years, day=28)


def _day(meta: Mapping[str, Any], key: str) -> date | None:
    value = meta.get(key)
    return value if isinstance(value, date) else None
