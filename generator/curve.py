"""What becomes, year after year, of those who file a demande: whose figures speak, and up to when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator import words
from generator.model import Cell, Column, Grid, Row, Status, Unit, Ways
from generator.reading import Reader, Value, cell, interval, slug, text
from generator.settings import ENSEMBLE

CHANCE, LEFT = "chance-bail", "sortie-sans-logement"
YEARS: Final = (1, 2, 3, 4)
ALL: Final = 100
STOPPED: Mapping[Status, str] = {
    Status.SECRET: "le secret statistique cache une partie du compte",
    Status.NOT_SIGNIFICANT: "les sorties sont trop peu nombreuses",
    Status.NOT_APPLICABLE: "personne n’attendait depuis aussi longtemps",
    Status.MISSING: "les tableaux nécessaires n’ont pas été transmis",
}
"""Why a curve says nothing further, by status."""


@dataclass(frozen=True)
class Curve:
    """What is known, year after year, of those who file a demande.

    Attributes:
        housed: chance of a lease within 1, 2, 3 and 4 years.
        left: chance of being gone without a home, at the same times.
        wide: whether the figures are those of the whole authority.
        reason: status of the commune's own figure, when they are.
    """

    housed: tuple[Value, ...]
    left: tuple[Value, ...]
    wide: bool
    reason: str

    @property
    def known(self) -> int:
        """Return how many years the chance of a lease is a number for, from the first on."""
        return next((i for i, v in enumerate(self.housed) if not v.known), len(self.housed))


def curve_of(reader: Reader, whole: str, code: str, size: str) -> Curve:
    """Return the place's own curve, or that of the whole authority when it says too little.

    Args:
        reader: look-up in the published values.
        whole: code of the whole authority.
        code: code of the place.
        size: size of home.
    """
    own = _own(reader, code, size)
    if own.housed[0].told or code == whole:
        return own
    parent = _own(reader, whole, size)
    if not parent.housed[0].told:
        return own
    return Curve(parent.housed, parent.left, wide=True, reason=own.housed[0].status)


def _own(reader: Reader, code: str, size: str) -> Curve:
    year = reader.last_year(CHANCE)
    housed, left = (
        tuple(reader.value(name, year, code, size, f"M_{12 * y}") for y in YEARS)
        for name in (CHANCE, LEFT)
    )
    return Curve(housed, left, wide=False, reason="")


def stops(found: Curve) -> str:
    """Return where and why a curve stops: empty when it goes on to its end or says nothing."""
    last = found.known
    if not 0 < last < len(found.housed):
        return ""
    nothing = found.housed[last]
    if nothing.status == Status.BOUNDED:
        return (
            f"En {words.counted(last + 1, 'an')}, ce serait {people_range(nothing)}{words.NNBSP}: "
            f"{STOPPED[Status.SECRET]}."
        )
    reason = STOPPED.get(Status(nothing.status))
    if not reason:
        return ""
    return f"Au-delà de {words.counted(last, 'an')}, le calcul s’arrête{words.NNBSP}: {reason}."


def people(percent: float) -> str:
    """Return a number of people out of a hundred, never a bare 0 for a few."""
    whole = int(words.rounded(percent))
    return "moins de 1" if not whole and percent > 0 else str(whole)


def people_range(value: Value) -> str:
    """Return two limits in people out of a hundred."""
    return words.between(people(value.low or 0), people(value.high or 0))


def home_words(size: str) -> str:
    """Return a home by its size: « un T3 », « un logement » for all sizes."""
    if size == ENSEMBLE:
        return "un logement"
    return f"un {'T5 ou plus' if size == 'T5+' else size}"


def years_grid(size: str, found: Curve, ways: Ways = ()) -> Grid:
    """Return the curve as a table: leases with their interval, other exits, those who still wait."""
    rows = tuple(
        Row(
            Cell(f"En {words.counted(y, 'an')}"),
            (
                cell(found.housed[i], Unit.PERCENT, ALL),
                _limits(found.housed[i]),
                cell(found.left[i], Unit.PERCENT),
                remaining(found.housed[i], found.left[i]),
            ),
        )
        for i, y in enumerate(YEARS)
    )
    columns = (
        Column("Après le dépôt", numeric=False),
        Column("Bail signé"),
        Column("Intervalle à 95 %", numeric=False),
        Column("Sortie sans logement"),
        Column("Attendent encore"),
    )
    whose = f"{home_words(size)}{' : toute l’intercommunalité' if found.wide else ''}"
    caption = f"Sur 100 ménages qui demandent {whose}"
    return Grid(f"chances-{slug(size)}", caption, columns, rows, ways=ways)


def _limits(value: Value) -> Cell:
    said = interval(value, Unit.PERCENT)
    return Cell(said) if said else Cell("sans intervalle", muted=True)


def remaining(housed: Value, left: Value) -> Cell:
    """Return the part that still waits; the three parts make the whole."""
    if housed.amount is None or left.amount is None:
        hidden = housed if housed.amount is None else left
        untold = Value(None, None, None, _why(hidden.status))
        return Cell(text(untold, Unit.PERCENT), muted=True)
    return Cell(words.percent(ALL - housed.amount - left.amount))


def _why(status: str) -> str:
    return str(Status.SECRET) if status in (Status.BOUNDED, Status.AT_LEAST) else status
