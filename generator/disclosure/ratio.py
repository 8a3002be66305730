"""What a published indicator says about the counts behind it, in whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.disclosure.system import Inequality, Key

Form = Mapping[Key, int]


def rounded_ratio(
    numerator: Form, denominator: Form, *, published: Decimal, factor: int = 1, origin: str = ""
) -> list[Inequality]:
    """Return the two inequalities of a ratio rounded half up: share, rate, incidence.

    Args:
        numerator: cells and their coefficients.
        denominator: the same; its value is positive.
        published: the printed number; its decimals are those of the rounding.
        factor: 100 for a percentage.
        origin: where it is printed.
    """
    digits, scale = _printed(published)
    times = 2 * factor * scale
    least = _sum(numerator, times, denominator, 1 - 2 * digits)
    most = _sum(numerator, times, denominator, -1 - 2 * digits)
    return [Inequality(least, 0, None, origin), Inequality(most, None, -1, origin)]


def rounded_mean(
    total: Key, count: Form, *, published: Decimal, origin: str = ""
) -> list[Inequality]:
    """Return the inequalities of a mean rounded half up, whose sum is unknown but whole.

    The sum is a cell of its own: declare it `implied`, and its own additions as totals, for
    three means of one group give back the counts of its parts.
    """
    return rounded_ratio({total: 1}, count, published=published, origin=origin)


def rounded_median(
    bands: list[tuple[Key, int, int]], *, band: int, published: Decimal, origin: str = ""
) -> list[Inequality]:
    """Return the inequalities of a median interpolated in bands and rounded half up.

    Args:
        bands: cell, lower edge and width of each band, in order; edges are whole.
        band: position of the band where the median falls.
        published: the printed median.
        origin: where it is printed.
    """
    digits, scale = _printed(published)
    key, edge, width = bands[band]
    before = {cell: -2 for cell, _, _ in bands[:band]}
    half = _sum(before, 1, dict.fromkeys((cell for cell, _, _ in bands), 1), 1)
    fixed = 2 * edge * scale - 2 * digits
    least = _sum(half, width * scale, {key: fixed + 1}, 1)
    most = _sum(half, width * scale, {key: fixed - 1}, 1)
    return [Inequality(least, 0, None, origin), Inequality(most, None, -1, origin)]


def _printed(published: Decimal) -> tuple[int, int]:
    """Return the digits as a whole number, and the power of ten they are divided by."""
    exponent = published.as_tuple().exponent
    if not isinstance(exponent, int):
        message = "a published ratio is a number"
        raise TypeError(message)
    scale = 10 ** max(0, -exponent)
    return int(published * scale), scale


def _sum(one: Form, times: int, other: Form, more: int) -> dict[Key, int]:
    made = {key: times * coefficient for key, coefficient in one.items()}
    for key, coefficient in other.items():
        made[key] = made.get(key, 0) + more * coefficient
    return made
