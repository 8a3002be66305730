"""What hidden counts leave possible for the chance of being housed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from generator.waiting.lifetable import (
    ACTUARIAL_LIMIT,
    Observed,
    edge_status,
    leaving_chance,
)
from generator.waiting.results import (
    BoolArray,
    Bounds,
    FloatArray,
    IntArray,
    Status,
    StatusArray,
    Values,
    chosen,
    combined,
)


@dataclass(frozen=True, eq=False)
class _Cells:
    """Limits of one closed band, each of shape (groups,), and the forms it may take."""

    years: tuple[FloatArray, FloatArray]
    baux: tuple[FloatArray, FloatArray]
    others: tuple[FloatArray, FloatArray]
    width: float
    actuarial: BoolArray
    exponential: BoolArray


def housed_bounds(
    observed: Observed, *, waited: int = 0, exponential_above: float = ACTUARIAL_LIMIT
) -> Bounds:
    """Return the least and greatest chance of a lease that hidden counts leave possible.

    The chance grows with the leases of a band and falls with its other exits; it moves
    one way with the exposure, which way depending on what follows, so both limits are
    tried. Working back from the horizon, each band is set to its extreme. The limits
    hold every completion; they are reached by one, unless the hidden counts leave open
    whether the actuarial or the exponential form applies, where they may be wider.

    Args:
        observed: one year, shape (groups, bands), some counts hidden.
        waited: months already waited, an edge; the chance is of who has.
        exponential_above: as in `life_table`.

    Returns:
        Shape (groups, edges from `waited` on). Equal limits where nothing is hidden.
        A missing (ND) count, or an exposure that may be nil, still cuts the curve.

    Raises:
        BandError: `waited` is not an edge.
    """
    first = observed.bands.index_of(waited)
    usable = _usable(observed)
    limit = min(exponential_above, ACTUARIAL_LIMIT)
    bands = range(first, observed.bands.size - 1)
    cells = [_cells(observed, band, usable[:, band] == Status.VALUE, limit) for band in bands]
    low, high = zip(
        *(_worked_back(cells[:edge], len(usable)) for edge in range(len(cells) + 1)), strict=True
    )
    status = edge_status(usable[:, first:])
    return Bounds(
        Values.of(np.stack(low, axis=1), status), Values.of(np.stack(high, axis=1), status)
    )


def left_bounds(
    observed: Observed, *, waited: int = 0, exponential_above: float = ACTUARIAL_LIMIT
) -> Bounds:
    """Return the same limits as `housed_bounds` for leaving without a lease."""
    swapped = replace(observed, baux=observed.autres_sorties, autres_sorties=observed.baux)
    return housed_bounds(swapped, waited=waited, exponential_above=exponential_above)


def _usable(observed: Observed) -> StatusArray:
    """Return the status of closed bands, a confidential count being no obstacle."""
    exposure = observed.exposure
    status = combined(exposure.status, observed.baux.status, observed.autres_sorties.status)
    bounded = chosen(status == Status.C, Status.VALUE, status)
    doubtful = (exposure.low == 0) & (bounded == Status.VALUE)
    certain = exposure.high == 0
    stopped = chosen(doubtful, Status.C, bounded)
    return chosen(doubtful & certain, Status.SO, stopped)[:, :-1]


def _cells(observed: Observed, band: int, usable: BoolArray, limit: float) -> _Cells:
    def kept(limits: FloatArray | IntArray, neutral: float) -> FloatArray:
        return np.where(usable, limits[:, band], neutral)

    years = kept(observed.exposure.low, 1.0), kept(observed.exposure.high, 1.0)
    baux = kept(observed.baux.low, 0.0), kept(observed.baux.high, 0.0)
    others = (
        kept(observed.autres_sorties.low, 0.0),
        kept(observed.autres_sorties.high, 0.0),
    )
    width = float(observed.bands.widths_years[band])
    actuarial = width * (baux[0] + others[0]) <= limit * years[1]
    exponential = width * (baux[1] + others[1]) > limit * years[0]
    return _Cells(years, baux, others, width, actuarial, exponential)


def _worked_back(cells: list[_Cells], groups: int) -> tuple[FloatArray, FloatArray]:
    """Return the limits of the chance of a lease within the given bands."""
    low = high = np.zeros(groups)
    for cell in reversed(cells):
        low = reduce(np.fmin, _chances(cell, cell.baux[0], cell.others[1], low))
        high = reduce(np.fmax, _chances(cell, cell.baux[1], cell.others[0], high))
    return low, high


def _chances(
    cell: _Cells, baux: FloatArray, others: FloatArray, later: FloatArray
) -> Iterator[FloatArray]:
    """Yield the chance of a lease in this band or later, for each form and exposure."""
    exits = baux + others
    share = baux / np.maximum(exits, 1)
    for years in cell.years:
        expected = cell.width * exits / years
        for form, admissible in ((False, cell.actuarial), (True, cell.exponential)):
            leaving = leaving_chance(expected, np.full(exits.shape, form))
            yield np.where(admissible, leaving * share + (1 - leaving) * later, np.nan)
