"""Dates known to the day, the month or the year: how they are said, and what they allow to compute."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from generator import words

MONTH, DAY = 2, 3


def bounds(text: str) -> tuple[date, date]:
    """Return the first and last day that a date may mean: `2023` is any day of that year."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == DAY:
        exact = date(*parts)
        return exact, exact
    year, month = parts[0], parts[1] if len(parts) == MONTH else None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def told(text: str) -> str:
    """Return a date as precisely as it is known: « septembre 2015 »."""
    first, last = bounds(text)
    if first == last:
        return words.day(first)
    if first.month == last.month:
        return f"{words.MOIS[first.month - 1]}{words.NBSP}{first.year}"
    return str(first.year)


def lateness(due: str, done: str) -> str:
    """Return how late something came: « à temps », « 12 jours de retard », or what is known of it."""
    least = max(0, (bounds(done)[0] - bounds(due)[1]).days)
    most = max(0, (bounds(done)[1] - bounds(due)[0]).days)
    if most == 0:
        return "à temps"
    if least == most:
        return f"{words.counted(most, 'jour')} de retard"
    first = "à temps ou jusqu’à " if least == 0 else f"entre {words.number(least)} et "
    return f"{first}{words.counted(most, 'jour')} de retard : le jour exact n’est pas connu"


def still_late(due: str, on: date) -> str:
    """Return how late something is that is not done on day `on`."""
    days = (on - bounds(due)[1]).days
    if days <= 0:
        return "pas encore dû"
    return f"non constaté au {words.day(on)}, {words.counted(days, 'jour')} après l’échéance"
