"""Shares, their intervals, and whether a target is reached."""

from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

import numpy as np

from generator.waiting.errors import CountError
from generator.waiting.results import (
    BoolArray,
    Counts,
    Interval,
    Status,
    StatusArray,
    Values,
    chosen,
    combined,
)

LARGEST_DENOMINATOR = 10**6
"""Keeps products of whole numbers within 64 bits; targets are percents or tenths."""


@dataclass(frozen=True, eq=False)
class Verdicts:
    """Whether targets are reached, in so far as the counts allow to say.

    Attributes:
        reached: certainly reached.
        missed: certainly not reached. Where both are false the status says why.
        status: VALUE where one or the other is certain.
    """

    reached: BoolArray
    missed: BoolArray
    status: StatusArray


def share(among: Counts, *, of: Counts) -> Values:
    """Return among / of, 0 to 1.

    Args:
        among: those of `of` that have the property, any shape.
        of: everybody concerned, same shape.

    Returns:
        Same shape; SO where nobody is concerned.

    Raises:
        CountError: a part greater than its whole.
    """
    status = _share_status(among, of)
    return Values.of(among.low / np.maximum(of.low, 1), status)


def wilson(among: Counts, *, of: Counts, level: float = 0.95) -> Interval:
    """Return the score interval of a share; it stays within 0 and 1, even from 0.

    Arguments, statuses and errors are those of `share`.

    Source:
        Wilson (1927).
    """
    status = _share_status(among, of)
    z = NormalDist().inv_cdf((1 + level) / 2)
    n = np.maximum(of.low, 1).astype(np.float64)
    part = among.low / n
    centre = (part + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(part * (1 - part) / n + z**2 / (4 * n**2))
    # From 0 and from n one limit is exact; rounding would put it off by 1e-17.
    low = np.where(among.low == 0, 0.0, centre - half)
    high = np.where(among.low >= of.low, 1.0, centre + half)
    return Interval(Values.of(low, status), Values.of(high, status), level)


def reaches(among: Counts, *, of: Counts, target: Fraction) -> Verdicts:
    """Return whether a share is at least its target, by its exact value.

    Whole numbers are compared: 344 of 1 377 is below 25 % though it prints 25,0 %. A
    hidden count decides nothing unless all its possible values agree.

    Args:
        among: those that count towards the target, any shape.
        of: everybody concerned, same shape.
        target: exact, such as Fraction(25, 100); never a float.

    Raises:
        CountError: a part greater than its whole, or a target finer than a millionth.
    """
    if target.denominator > LARGEST_DENOMINATOR:
        message = f"a target has a denominator of at most {LARGEST_DENOMINATOR}"
        raise CountError(message)
    status = _share_status(among, of)
    open_to_doubt = (status == Status.VALUE) | (status == Status.C)
    goal_high, goal_low = of.high * target.numerator, of.low * target.numerator
    reached = open_to_doubt & (among.low * target.denominator >= goal_high)
    missed = open_to_doubt & (among.high * target.denominator < goal_low)
    return Verdicts(reached, missed, chosen(reached | missed, Status.VALUE, status))


def _share_status(among: Counts, of: Counts) -> StatusArray:
    if np.any(among.low > of.high):
        message = "a part is greater than its whole"
        raise CountError(message)
    return chosen(of.high == 0, Status.SO, combined(among.status, of.status))
