"""Look up published values and say them in French: cells, bases, years. Used by charts and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator import words
from generator.model import RESULT_COLUMNS, Cell, Publication, Published, Status, Unit
from generator.settings import ENSEMBLE

SIZES = ("T1", "T2", "T3", "T4", "T5+")
SIZE_WORDS: Mapping[str, str] = {
    "T1": "T1 (1 pièce)",
    "T2": "T2 (2 pièces)",
    "T3": "T3 (3 pièces)",
    "T4": "T4 (4 pièces)",
    "T5+": "T5 ou plus",
    ENSEMBLE: "Toutes tailles",
}
DECIMALS: Mapping[Unit, int] = {
    Unit.DEMANDES: 0,
    Unit.BAUX: 0,
    Unit.DEMANDES_PAR_BAIL: 1,
    Unit.PERCENT: 1,
    Unit.OF_TARGET: 1,
    Unit.MONTHS: 0,
    Unit.TIMES: 2,
}
"""Decimals shown, none where nothing is said."""

CERTAIN = (str(Status.BOUNDED), str(Status.AT_LEAST), str(Status.NOT_REACHED))
"""Statuses of what is not a number but is known all the same."""


Key = tuple[int, str, str, str]


@dataclass(frozen=True)
class Value:
    """One published value with the counts behind it.

    Attributes:
        amount: the value in the indicator's unit, or None.
        numerator: the count above, or None.
        denominator: the count below, or None.
        status: why the value is missing, or what to know of it.
        low: beside an amount, the lower limit that chance respects 95 times in 100; without
            one, a certain limit.
        high: the upper one.
    """

    amount: float | None
    numerator: int | None
    denominator: int | None
    status: str
    low: float | None = None
    high: float | None = None

    @property
    def known(self) -> bool:
        """Return whether there is a value to show."""
        return self.amount is not None

    @property
    def told(self) -> bool:
        """Return whether something is known: a value, certain limits or one limit."""
        return self.known or self.status in CERTAIN


NOTHING = Value(None, None, None, str(Status.MISSING))
"""What no published row tells: its table does not go into that detail, or not for that place."""

UNPUBLISHED = Value(None, None, None, str(Status.MISSING))
"""What is said of an indicator without any value: a table is missing, or only rounded."""


class Reader:
    """Constant-time look-up in published results; built once per publication."""

    def __init__(self, publication: Publication) -> None:
        self._values = {i: _index(p) for i, p in publication.results.items()}
        self._years = {i: _years(p) for i, p in publication.results.items()}

    def value(
        self, indicator: str, year: int, place: str, size: str = ENSEMBLE, modality: str = ""
    ) -> Value:  # one argument per dimension of a result
        """Return the value at a key; `nd` when the deposit has none."""
        known = self._values.get(indicator)
        return known.get((year, place, size, modality), NOTHING) if known else UNPUBLISHED

    def years(self, indicator: str) -> tuple[int, ...]:
        """Return the years an indicator is known for, sorted."""
        return self._years.get(indicator, ())

    def last_known(self, indicator: str, place: str, modality: str = "") -> int:
        """Return the newest year with a value for a place, all sizes; else the newest year."""
        known = [
            year
            for year in self.years(indicator)
            if self.value(indicator, year, place, ENSEMBLE, modality).known
        ]
        return max(known, default=self.last_year(indicator))

    def last_year(self, indicator: str) -> int:
        """Return the newest year of an indicator, 0 when there is none."""
        return max(self.years(indicator), default=0)


def _index(published: Published) -> dict[Key, Value]:
    return {
        (int(year), str(place), str(size), str(modality)): Value(
            _optional(amount, float),
            _optional(top, int),
            _optional(bottom, int),
            str(status),
            _optional(low, float),
            _optional(high, float),
        )
        for year, place, size, modality, amount, top, bottom, status, low, high in published.frame[
            list(RESULT_COLUMNS)
        ].itertuples(index=False, name=None)
    }


def _optional(value: Any, kind: type) -> Any:  # noqa: ANN401 - a cell of any column
    return None if pd.isna(value) else kind(value)


def _years(published: Published) -> tuple[int, ...]:
    return tuple(sorted({int(year) for year in published.frame["annee"]}))


def amount(value: float, unit: Unit) -> str:
    """Return a value with its unit: « 31 mois », « 17,0 % », « 4,4 »."""
    text = words.number(value, DECIMALS.get(unit, 0))
    if unit in (Unit.PERCENT, Unit.OF_TARGET):
        return words.percent(value)
    if unit is Unit.EUROS:
        return f"{text}{words.NBSP}€"
    return f"{text}{words.NBSP}{unit}" if unit in (Unit.MONTHS, Unit.DAYS) else text


def text(value: Value, unit: Unit) -> str:
    """Return what a reader sees for a value, what is certain of it, or why there is nothing."""
    if value.amount is not None:
        return amount(value.amount, unit)
    if value.status == Status.BOUNDED and value.low is not None and value.high is not None:
        return words.between(amount(value.low, unit), amount(value.high, unit))
    if value.status == Status.AT_LEAST and value.low is not None:
        return words.more_than(value.low) if unit is Unit.MONTHS else amount(value.low, unit)
    return words.NOT_PUBLISHED.get(value.status, words.NOT_PUBLISHED["nd"])


def interval(value: Value, unit: Unit) -> str:
    """Return the limits of chance beside a value: « entre 14,8 % et 19,5 % », empty without."""
    if value.amount is None or value.low is None or value.high is None:
        return ""
    return words.between(amount(value.low, unit), amount(value.high, unit))


def cell(value: Value, unit: Unit, longest: float | None = None) -> Cell:
    """Return a table cell for a value, with a bar when `longest` (the full length) is given."""
    if value is NOTHING or value is UNPUBLISHED:
        why = words.WHY_NOT_DETAILED if value is NOTHING else words.WHY_UNPUBLISHED
        return Cell(text(value, unit), muted=True, title=why)
    if value.amount is None:
        return Cell(
            text(value, unit),
            muted=not value.told,
            title={**words.WHY_NOT_PUBLISHED, **words.WHY_UNCERTAIN}.get(value.status),
        )
    bar = min(1.0, value.amount / longest) if longest else None
    return Cell(text(value, unit), bar=bar)


def longest(values: Iterable[Value]) -> float | None:
    """Return the largest known amount, None when there is none above zero."""
    return max((v.amount for v in values if v.amount), default=None)


def slug(size: str) -> str:
    """Return the part of an address that names a size of home: `t5-plus` for T5+."""
    return size.lower().replace("+", "-plus")
