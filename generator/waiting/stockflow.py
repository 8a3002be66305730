"""What stocks and flows say without exits by seniority."""

from dataclasses import dataclass

import numpy as np

from generator.waiting.bands import MONTHS_PER_YEAR, Bands
from generator.waiting.lifetable import Exposure
from generator.waiting.results import (
    Counts,
    Status,
    Values,
    chosen,
    combined,
)


def time_in_file(stock: Exposure, entries: Counts) -> Values:
    """Return how long a demande stays in the file on average, whatever its outcome.

    Stock ÷ all entries of a year, never stock ÷ leases, which would suppose that
    everybody ends up housed. Holds for a file whose size hardly changes.

    Args:
        stock: mean stock over the year, shape (groups,): see `exposure_from_stocks`.
        entries: every entry of the year, revived numbers included, shape (groups,).

    Returns:
        Months, shape (groups,); SO where nobody entered.

    Source:
        Little (1961).
    """
    status = combined(stock.status, entries.status)
    nobody = (entries.low == 0) & (status == Status.VALUE)
    months = MONTHS_PER_YEAR * stock.low / np.maximum(entries.low, 1)
    return Values.of(months, chosen(nobody, Status.SO, status))


@dataclass(frozen=True, eq=False)
class Persistence:
    """Part of each band still there one year and one band later.

    Attributes:
        part: shape (groups, bands - 1), 0 to 1; SO where the band was empty, where it
            or the next is not one year wide, and where more came out than went in.
        excess: households that the band of the year before cannot have sent, same
            shape: revived numbers, transfers or a change of definition.
    """

    part: Values
    excess: Values


def persistence(first: Counts, second: Counts, bands: Bands) -> Persistence:
    """Return the part of each one-year band found in the next band one year later.

    Supposes that seniority neither restarts nor comes from elsewhere.

    Args:
        first: stock at 1 January, shape (groups, bands).
        second: stock one year later, same shape.
        bands: the bands of both. The open band never serves: whoever is in it stays.
    """
    before, after = first[:, :-1], second[:, 1:]
    yearly = np.append(np.diff(bands.starts) == MONTHS_PER_YEAR, False)
    comparable = yearly[:-1] & yearly[1:]
    status = combined(before.status, after.status)
    compared = chosen(~comparable & (status == Status.VALUE), Status.SO, status)
    without_part = (before.low == 0) | (after.low > before.low)
    settled = chosen(without_part & (compared == Status.VALUE), Status.SO, compared)
    return Persistence(
        part=Values.of(after.low / np.maximum(before.low, 1), settled),
        excess=Values.of(np.maximum(after.low - before.low, 0) / 1, compared),
    )
