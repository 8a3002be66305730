"""Households with known hazards, to see whether the estimators find them again."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from generator.waiting.bands import STANDARD
from generator.waiting.lifetable import Observed, exposure_from_stocks
from generator.waiting.results import Counts, FloatArray, IntArray

BAIL = np.array([0.10, 0.18, 0.22, 0.20, 0.15, 0.10, 0.08])
AUTRE = np.array([0.12, 0.25, 0.20, 0.15, 0.12, 0.10, 0.08])
"""Exits per year and household still waiting, constant inside each band."""

PAST_MONTHS = 360
"""For how long demandes have been filed when the year begins."""


@dataclass(frozen=True)
class Lives:
    """When each household files, after how long it leaves, and whether housed."""

    filed: FloatArray
    duration: FloatArray
    housed: np.ndarray[tuple[int], np.dtype[np.bool_]]


def lives(stream: np.random.RandomState, households: int) -> Lives:
    """Return households filed evenly from PAST_MONTHS before 1 January to 12 months after."""
    monthly = (BAIL + AUTRE) / 12
    hazard = np.concatenate([[0], np.cumsum(monthly[:-1] * np.diff(STANDARD.starts))])
    reached = stream.exponential(size=households)
    band = np.searchsorted(hazard, reached, side="right") - 1
    duration = STANDARD.starts[band] + (reached - hazard[band]) / monthly[band]
    share = (BAIL / (BAIL + AUTRE))[band]
    filed = stream.uniform(-PAST_MONTHS, 12, size=households)
    return Lives(filed, duration, stream.uniform(size=households) < share)


@cache
def seen_one_year(seed: int, *, files: int, filed_per_year: float) -> Observed:
    """Return what the stocks and exits of one year show of many independent files."""
    stream = np.random.RandomState(seed)
    sizes = stream.poisson(filed_per_year * (PAST_MONTHS + 12) / 12, size=files)
    owner = np.repeat(np.arange(files), sizes)
    people = lives(stream, int(sizes.sum()))
    gone = people.filed + people.duration

    def table(seniority: FloatArray, where: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> IntArray:
        band = np.searchsorted(STANDARD.starts, seniority[where], side="right") - 1
        cells = np.bincount(owner[where] * STANDARD.size + band, minlength=files * STANDARD.size)
        return cells.reshape(files, STANDARD.size)

    first = table(-people.filed, (people.filed < 0) & (gone > 0))
    last = table(12 - people.filed, gone > 12)
    exits = (gone > 0) & (gone <= 12)
    return Observed(
        STANDARD,
        exposure_from_stocks(Counts.known(first), Counts.known(last)),
        Counts.known(table(people.duration, exits & people.housed)),
        Counts.known(table(people.duration, exits & ~people.housed)),
    )


def true_parts() -> tuple[FloatArray, FloatArray]:
    """Return the true parts housed and gone otherwise at each edge, from the hazards."""
    widths, total = STANDARD.widths_years, (BAIL + AUTRE)[:-1]
    waiting = np.concatenate([[1], np.cumprod(np.exp(-widths * total))])
    leaving = waiting[:-1] - waiting[1:]
    share = (BAIL / (BAIL + AUTRE))[:-1]
    housed = np.concatenate([[0], np.cumsum(leaving * share)])
    return housed, 1 - waiting - housed
