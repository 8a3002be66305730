"""How long those already housed had waited, from counts per band.

The same functions give the seniority of those still waiting, counted at one date.
Neither is a forecast: the first forgets whoever left or still waits, the second
measures unfinished waits and meets the long ones more often.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from generator.waiting.bands import Bands
from generator.waiting.errors import CountError, WaitingError
from generator.waiting.results import (
    Bounds,
    Counts,
    FloatArray,
    IntArray,
    Status,
    StatusArray,
    Values,
    chosen,
    filled,
)

MEDIAN: Final = (Fraction(1, 2),)
QUARTILES: Final = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


@dataclass(frozen=True, eq=False)
class MeanWait:
    """A mean from bands, with what it owes to the open band.

    Attributes:
        mean: months, each band standing at its middle and the open one under the
            assumed width of `Bands`.
        floor: the same with the open band standing at its start: no convention
            about how long the longest waits are enters it.
        open_share: part of the count that is in the open band, 0 to 1.
    """

    mean: Values
    floor: Values
    open_share: Values


def mean_wait(counts: Counts, bands: Bands, *, min_count: int = 1) -> MeanWait:
    """Return the mean duration of those counted.

    Args:
        counts: shape (groups, bands).
        bands: the bands of `counts`.
        min_count: below this many counted the mean is NS.

    Returns:
        Months, shape (groups,). SO where nobody is counted; C or ND where a band is.
    """
    status, total = _known_total(counts, min_count=min_count)
    safe = np.maximum(total, 1)
    middles = bands.midpoints
    starting = np.append(middles[:-1], bands.last_edge)
    return MeanWait(
        mean=Values.of(counts.low @ middles / safe, status),
        floor=Values.of(counts.low @ starting / safe, status),
        open_share=Values.of(counts.low[:, -1] / safe, status),
    )


def quantiles(
    counts: Counts,
    bands: Bands,
    *,
    probabilities: Sequence[Fraction] = QUARTILES,
    min_count: int = 1,
) -> Values:
    """Return quantiles of duration, interpolated inside the band they fall in.

    The quantile p is the shortest duration that a part p of those counted had not
    exceeded; inside a closed band durations are taken as evenly spread.

    Args:
        counts: shape (groups, bands).
        bands: the bands of `counts`.
        probabilities: each strictly between 0 and 1; fractions, so that the band is
            chosen by whole-number comparison.
        min_count: below this many counted the quantiles are NS.

    Returns:
        Months, shape (groups, probabilities). OPEN_BAND with its start as floor
        (« plus de X ») when the quantile falls there; SO where nobody is counted.
    """
    status, total = _known_total(counts, min_count=min_count)
    return _interpolated(np.cumsum(counts.low, axis=1), (status, total), bands, probabilities)


def quantile_bands(
    counts: Counts,
    bands: Bands,
    *,
    probabilities: Sequence[Fraction] = QUARTILES,
    min_count: int = 1,
) -> Bounds:
    """Return the band each quantile falls in, for who declines to interpolate.

    Arguments and statuses are those of `quantiles`.

    Returns:
        Start and end of the band in months, shape (groups, probabilities); in the
        open band the start is known and the end is OPEN_BAND.
    """
    status, total = _known_total(counts, min_count=min_count)
    found = _band_of(np.cumsum(counts.low, axis=1), total, probabilities)
    starts = bands.starts[found]
    ends = np.append(bands.starts[1:], np.nan)[found]
    spread = np.broadcast_to(status[:, None], found.shape)
    beyond = (spread == Status.VALUE) & (found == bands.size - 1)
    high = Values.floored(ends, chosen(beyond, Status.OPEN_BAND, spread), starts)
    return Bounds(Values.of(starts, spread), high)


def mean_bounds(counts: Counts, bands: Bands, *, total: IntArray) -> Bounds:
    """Return the least and greatest mean that hidden counts leave possible.

    Exact: both are those of an admissible completion. Bands stand at their middles,
    as in `mean_wait`.

    Args:
        counts: shape (groups, bands), some of them hidden.
        bands: the bands of `counts`.
        total: how many are counted in each group, shape (groups,).

    Returns:
        Months, shape (groups,); SO where the total is 0.

    Raises:
        CountError: a total that no completion reaches.
    """
    status = chosen(total == 0, Status.SO, filled(total.shape, Status.VALUE))
    safe = np.maximum(total, 1)
    early, late = (
        Values.of(np.diff(filling, axis=1, prepend=0) @ bands.midpoints / safe, status)
        for filling in _extreme_fillings(counts, total)
    )
    return Bounds(early, late)


def quantile_bounds(
    counts: Counts,
    bands: Bands,
    *,
    total: IntArray,
    probabilities: Sequence[Fraction] = QUARTILES,
) -> Bounds:
    """Return the least and greatest quantiles that hidden counts leave possible.

    Exact: filling the early bands as much as the limits and the total allow raises
    the cumulated count at every edge at once, hence lowers every quantile.

    Arguments, shapes and errors are those of `mean_bounds` and `quantiles`.

    Returns:
        Months, shape (groups, probabilities); a limit is OPEN_BAND when it is there.
    """
    status = chosen(total == 0, Status.SO, filled(total.shape, Status.VALUE))
    early, late = (
        _interpolated(filling, (status, total), bands, probabilities)
        for filling in _extreme_fillings(counts, total)
    )
    return Bounds(early, late)


def _known_total(counts: Counts, *, min_count: int) -> tuple[StatusArray, IntArray]:
    hidden: StatusArray = counts.status.max(axis=1)
    total: IntArray = counts.low.sum(axis=1)
    small = chosen(total < min_count, Status.NS, filled(total.shape, Status.VALUE))
    known = chosen(total == 0, Status.SO, small)
    return np.where(hidden == Status.VALUE, known, hidden), total


def _extreme_fillings(counts: Counts, total: IntArray) -> tuple[IntArray, IntArray]:
    """Return cumulated counts with hidden units as early, then as late, as possible."""
    least = counts.low.sum(axis=1)
    most = counts.high.sum(axis=1)
    if np.any((total < least) | (total > most)):
        groups = np.flatnonzero((total < least) | (total > most))[:20].tolist()
        message = f"no completion of the hidden counts reaches the total, groups {groups}"
        raise CountError(message)
    cumulated_low = np.cumsum(counts.low, axis=1)
    cumulated_high = np.cumsum(counts.high, axis=1)
    low_after = least[:, None] - cumulated_low
    high_after = most[:, None] - cumulated_high
    early = np.minimum(cumulated_high, total[:, None] - low_after)
    late = np.maximum(cumulated_low, total[:, None] - high_after)
    return early, late


def _band_of(cumulated: IntArray, total: IntArray, probabilities: Sequence[Fraction]) -> IntArray:
    """Return the first band by the end of which p × total are counted."""
    if not all(0 < p < 1 for p in probabilities):
        message = f"a quantile lies strictly between 0 and 1: {probabilities}"
        raise WaitingError(message)
    found = [
        (cumulated * p.denominator < (total * p.numerator)[:, None]).sum(axis=1)
        for p in probabilities
    ]
    last: IntArray = np.minimum(np.stack(found, axis=1), cumulated.shape[1] - 1)
    return last


def _interpolated(
    cumulated: IntArray,
    known: tuple[StatusArray, IntArray],
    bands: Bands,
    probabilities: Sequence[Fraction],
) -> Values:
    status, total = known
    found = _band_of(cumulated, total, probabilities)
    upto = np.take_along_axis(cumulated, found, axis=1)
    before = np.where(found > 0, np.take_along_axis(cumulated, np.maximum(found - 1, 0), axis=1), 0)
    wanted = total[:, None] * np.array([float(p) for p in probabilities])
    part = (wanted - before) / np.maximum(upto - before, 1)
    starts: FloatArray = bands.starts[found]
    widths = np.append(np.diff(bands.starts), 0.0)[found]
    spread = np.broadcast_to(status[:, None], found.shape)
    beyond = (spread == Status.VALUE) & (found == bands.size - 1)
    return Values.floored(starts + widths * part, chosen(beyond, Status.OPEN_BAND, spread), starts)
