"""Chance of being housed within so many months, counting those who leave.

A period life table: the rates of one year are put end to end, as if a household
went through all of them. It answers « si les rythmes de l'année se maintenaient »
and is no forecast. A lease and the other exits compete: treating the latter as
censored would tell what happens if nobody ever left.

Sources: Chiang (1968) for the actuarial life table; Aalen and Johansen (1978) for
the incidence of one exit among several, here in its life-table form.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Self

import numpy as np

from generator.waiting.bands import Bands
from generator.waiting.errors import BandError, CountError, ExposureError
from generator.waiting.results import (
    BoolArray,
    Bounds,
    Counts,
    FloatArray,
    Status,
    StatusArray,
    Values,
    chosen,
    combined,
    filled,
)

ACTUARIAL_LIMIT: Final = 2.0
"""Width × rate above which the actuarial form would let out more than everybody."""


@dataclass(frozen=True, eq=False)
class Exposure:
    """Years spent waiting by all households together, known or within limits.

    Attributes:
        low, high: person-years, shape (groups, bands).
        status: VALUE where low equals high.
    """

    low: FloatArray
    high: FloatArray
    status: StatusArray

    @classmethod
    def known(cls, years: FloatArray) -> Self:
        """Return an exposure measured without doubt, in person-years ≥ 0."""
        if not np.all(np.isfinite(years)) or np.any(years < 0):
            message = "an exposure is a finite number of years, never negative"
            raise CountError(message)
        return cls(years, years, filled(years.shape, Status.VALUE))


def exposure_from_stocks(*stocks: Counts) -> Exposure:
    """Return the exposure of one year from stocks counted at regular dates.

    With the stocks of 1 January and of the next 1 January it is their half-sum; with
    monthly stocks, their mean. A household expired but not yet struck off is counted.

    Args:
        stocks: counts of shape (groups, bands), at least one date.

    Returns:
        Person-years over one year, hidden where a stock is.
    """
    dates = len(stocks)
    return Exposure(
        np.asarray(sum(stock.low for stock in stocks) / dates, dtype=np.float64),
        np.asarray(sum(stock.high for stock in stocks) / dates, dtype=np.float64),
        combined(*(stock.status for stock in stocks)),
    )


@dataclass(frozen=True, eq=False)
class Observed:
    """One year of a file of demandes: who was exposed, who left and how, per band.

    Attributes:
        bands: seniority bands, in months.
        exposure: person-years, shape (groups, bands).
        baux: exits by a signed lease in the year, same shape, by seniority at exit.
        autres_sorties: every other exit in the year, same shape.

    Raises:
        CountError: shapes that differ.
        ExposureError: exits in a band in which nobody was exposed.
    """

    bands: Bands
    exposure: Exposure
    baux: Counts
    autres_sorties: Counts

    def __post_init__(self) -> None:
        shapes = {self.exposure.low.shape, self.baux.shape, self.autres_sorties.shape}
        if len(shapes) > 1 or self.baux.shape[1:] != (self.bands.size,):
            message = f"expected (groups, {self.bands.size}) three times, got {shapes}"
            raise CountError(message)
        exits = self.baux.low + self.autres_sorties.low
        impossible = (self.exposure.high == 0) & (exits > 0)
        if np.any(impossible):
            raise ExposureError(impossible)

    @property
    def band_status(self) -> StatusArray:
        """Whether each closed band can be used: SO where nobody was exposed."""
        status = combined(self.exposure.status, self.baux.status, self.autres_sorties.status)
        empty = (self.exposure.high == 0) & (status == Status.VALUE)
        return chosen(empty, Status.SO, status)[:, :-1]


@dataclass(frozen=True, eq=False)
class BandChances:
    """What happens in each closed band to who enters it, shape (groups, bands - 1).

    Attributes:
        edges: months; one more than there are closed bands.
        status: VALUE where the band can be used.
        leaving: chance of leaving in the band, by whatever exit.
        housed: chance of leaving it by a signed lease.
        entrants: effective number of households behind both chances.
    """

    edges: tuple[int, ...]
    status: StatusArray
    leaving: FloatArray
    housed: FloatArray
    entrants: FloatArray


@dataclass(frozen=True, eq=False)
class LifeTable:
    """Where a synthetic cohort stands at each edge; the three parts sum to 1.

    Attributes:
        chances: the chances per band it is made from.
        waiting: part still waiting, shape (groups, edges).
        housed: part housed, the incidence of a signed lease.
        left: part gone without a lease through the file.

    All three carry the same status: VALUE up to the first band that cannot be used,
    then why it cannot (SO nobody exposed, C, ND). Nothing is said of the open band.
    """

    chances: BandChances
    waiting: Values
    housed: Values
    left: Values

    @property
    def edges(self) -> tuple[int, ...]:
        """Months at which the table speaks, from the start of the wait or from `a`."""
        return self.chances.edges


def life_table(observed: Observed, *, exponential_above: float = ACTUARIAL_LIMIT) -> LifeTable:
    """Return the life table of one year, a lease against every other exit.

    With m the rate of exit and w the width in years, the chance of leaving a band is
    wm / (1 + wm/2) when exits are evenly spread, and 1 - exp(-wm), for a constant
    hazard, above the limit: the first form exceeds 1 when wm > 2.

    Args:
        observed: one year, shape (groups, bands).
        exponential_above: width × rate above which the second form is used; 2 at
            most, less to prefer it sooner, 0 to use it everywhere.

    Source:
        Chiang (1968); Aalen and Johansen (1978).
    """
    return _followed(band_chances(observed, exponential_above=exponential_above))


def band_chances(observed: Observed, *, exponential_above: float = ACTUARIAL_LIMIT) -> BandChances:
    """Return what happens in each closed band, as `life_table` uses it."""
    status = observed.band_status
    used = status == Status.VALUE
    years = np.where(used, observed.exposure.low[:, :-1], 1.0)
    baux = np.where(used, observed.baux.low[:, :-1], 0)
    exits = np.where(used, observed.autres_sorties.low[:, :-1], 0) + baux
    widths = observed.bands.widths_years
    # Products, not ratios: a cohort that leaves entirely sits exactly on the limit.
    limit = min(exponential_above, ACTUARIAL_LIMIT)
    exponential = widths * exits > limit * years
    leaving = leaving_chance(widths * exits / years, exponential)
    housed = leaving * (baux / np.maximum(exits, 1))
    evenly = years / widths + exits / 2
    entrants = np.where(exponential, exits / np.where(exponential, leaving, 1.0), evenly)
    return BandChances(observed.bands.edges, status, leaving, housed, entrants)


def leaving_chance(expected: FloatArray, exponential: BoolArray) -> FloatArray:
    """Return the chance of leaving a band whose width × rate is `expected`."""
    actuarial = np.minimum(expected / (1 + expected / 2), 1.0)
    return np.where(exponential, -np.expm1(-expected), actuarial)


def one_minus_kaplan_meier(observed: Observed) -> Values:
    """Return the chance of a lease if nobody ever left otherwise.

    Shown only to explain why it is wrong here: it is never below `LifeTable.housed`.

    Returns:
        Shape (groups, edges).

    Source:
        Kaplan and Meier (1958), in its life-table form.
    """
    others = observed.autres_sorties
    nobody = replace(others, low=np.zeros_like(others.low), high=np.zeros_like(others.high))
    return life_table(replace(observed, autres_sorties=nobody)).housed


def having_waited(table: LifeTable, *, months: int) -> LifeTable:
    """Return the table of who has already waited `months` (« déjà a années d'attente »).

    Its `housed` is (F(a+h) - F(a)) / S(a). Only the bands from `months` on are read:
    one that is hidden earlier does not matter.

    Raises:
        BandError: `months` is not an edge.
    """
    if months not in table.edges:
        message = f"{months} months is not an edge of {table.edges}"
        raise BandError(message)
    first = table.edges.index(months)
    whole = table.chances
    return _followed(
        BandChances(
            whole.edges[first:],
            whole.status[:, first:],
            whole.leaving[:, first:],
            whole.housed[:, first:],
            whole.entrants[:, first:],
        )
    )


def at_edge(curve: Values, edges: tuple[int, ...], *, months: int) -> Values:
    """Return one of the curves of a table at one of its edges.

    Args:
        curve: shape (groups, edges), never decreasing.
        edges: months of the columns of `curve`.
        months: where to read it.

    Returns:
        Shape (groups,). Beyond the last edge, OPEN_BAND with the last value as floor.

    Raises:
        BandError: `months` falls inside a band: see `around`.
    """
    if months in edges:
        return curve[:, edges.index(months)]
    if months < edges[-1]:
        message = f"{months} months falls inside a band of {edges}"
        raise BandError(message)
    last = curve[:, -1]
    beyond = chosen(last.status == Status.VALUE, Status.OPEN_BAND, last.status)
    return Values.floored(last.number, beyond, last.number)


def around(curve: Values, edges: tuple[int, ...], *, months: int) -> Bounds:
    """Return a never decreasing curve at the edges on either side of `months`.

    Exits pile up at the yearly renewals, so nothing is interpolated. At an edge both
    limits are equal; beyond the last one the upper limit is OPEN_BAND.

    Raises:
        BandError: `months` is before the first edge.
    """
    if months < edges[0]:
        message = f"{months} months is before {edges}"
        raise BandError(message)
    below = max(edge for edge in edges if edge <= months)
    above = min((edge for edge in edges if edge >= months), default=edges[-1] + 1)
    return Bounds(at_edge(curve, edges, months=below), at_edge(curve, edges, months=above))


def time_to(
    curve: Values, edges: tuple[int, ...], *, probability: Fraction = Fraction(1, 2)
) -> Values:
    """Return the shortest time at which a curve reaches `probability`.

    Interpolated inside the band: exits are evenly spread there by convention.

    Args:
        curve: shape (groups, edges), never decreasing.
        edges: months of the columns of `curve`.
        probability: one half gives the median wait.

    Returns:
        Months, shape (groups,). NOT_REACHED (« non atteint ») where the curve ends
        below, with the last known edge as floor; C, ND or NS where it is cut for that
        reason before having reached it; SO where nobody was ever exposed.
    """
    goal = float(probability)
    reached = np.where(curve.status == Status.VALUE, curve.number, -1.0) >= goal
    after = np.maximum(reached.argmax(axis=1), 1)
    pair = np.stack([after - 1, after], axis=1)
    values = np.take_along_axis(curve.number, pair, axis=1)
    before = np.take_along_axis(curve.status, pair[:, :1], axis=1)[:, 0]
    rise = np.where(values[:, 1] > values[:, 0], values[:, 1] - values[:, 0], 1.0)
    months = np.asarray(edges, dtype=np.float64)
    start, end = months[after - 1], months[after]
    time = start + (end - start) * (goal - values[:, 0]) / rise
    status, floor = _unreached(curve, months)
    return Values.floored(time, np.where(reached.any(axis=1), before, status), floor)


def eventual_bounds(table: LifeTable) -> Bounds:
    """Return what the part eventually housed lies between, whatever the open band does.

    Those still waiting at the last edge are all housed later, or none of them.

    Returns:
        Shape (groups,), with the status of the table at its last edge.
    """
    housed, waiting = table.housed[:, -1], table.waiting[:, -1]
    return Bounds(housed, Values.of(housed.number + waiting.number, housed.status))


def _unreached(curve: Values, months: FloatArray) -> tuple[StatusArray, FloatArray]:
    """Return the status of a level never reached, and up to when it was not."""
    known: BoolArray = np.logical_and.accumulate(curve.status == Status.VALUE, axis=1)
    edges = known.sum(axis=1)
    cut = np.minimum(edges, len(months) - 1)
    reason = np.take_along_axis(curve.status, cut[:, None], axis=1)[:, 0]
    ended: BoolArray = (edges == len(months)) | ((reason == Status.SO) & (edges > 1))
    return chosen(ended, Status.NOT_REACHED, reason), months[np.maximum(edges - 1, 0)]


def edge_status(band_status: StatusArray) -> StatusArray:
    """Return the status at each edge: that of the first unusable band before it.

    Args:
        band_status: shape (groups, closed bands).

    Returns:
        Shape (groups, edges); the first column is VALUE, where nothing happened yet.
    """
    usable = band_status == Status.VALUE
    broken = ~np.logical_and.accumulate(usable, axis=1)
    first = np.argmin(usable, axis=1)[:, None]
    reason = np.take_along_axis(band_status, first, axis=1)
    start = filled((len(band_status), 1), Status.VALUE)
    return np.concatenate([start, np.where(broken, reason, np.int8(Status.VALUE))], axis=1)


def _followed(chances: BandChances) -> LifeTable:
    status = edge_status(chances.status)
    stay = np.cumprod(1 - chances.leaving, axis=1)
    waiting = np.concatenate([np.ones((len(stay), 1)), stay], axis=1)
    entering = waiting[:, :-1]
    housed = np.cumsum(entering * chances.housed, axis=1)
    left = np.cumsum(entering * (chances.leaving - chances.housed), axis=1)
    nothing = np.zeros((len(stay), 1))
    return LifeTable(
        chances,
        Values.of(waiting, status),
        Values.of(np.concatenate([nothing, housed], axis=1), status),
        Values.of(np.concatenate([nothing, left], axis=1), status),
    )
