"""How far apart two counts may be before somebody should look: a band that follows their size."""

from __future__ import annotations

import math
from typing import Final

WIDTH: Final = 4.0
"""Standard deviations: one false alarm in some ten thousand counts."""

YEARLY_SPREAD: Final = 0.06
"""How much a true number moves in a year beyond chance, as a share of it."""

REVISION_SPREAD: Final = 0.01
"""How much a correction moves a number already published, as a share of it."""

LEAST_SAID: Final = 11
"""Counts under this are never repeated in a message."""


def expected_gap(first: float, second: float, spread: float) -> float:
    """Return the largest ordinary gap between two counts of the same thing.

    Two Poisson counts differ by the square root of their sum; a true number also moves in
    proportion of itself.
    """
    mean = (first + second) / 2
    return WIDTH * math.sqrt(first + second + 1 + 2 * (spread * mean) ** 2)


def unexpected(first: float, second: float, spread: float) -> bool:
    """Return whether two counts differ by more than chance and ordinary change."""
    return abs(first - second) > expected_gap(first, second, spread)


def said(count: float) -> str:
    """Return a count as a message may repeat it: a small one is only called small."""
    return f"moins de {LEAST_SAID}" if 0 < abs(count) < LEAST_SAID else f"{count:.0f}"
