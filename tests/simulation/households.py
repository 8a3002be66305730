"""Individual households: when each arrives, when and how it leaves.

Randomness is `Generator.random()` and inverse distribution functions only, so that the
files do not depend on the sampling algorithms of one version of numpy.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from tests.simulation.hazards import Stratum, strata
from tests.simulation.scenario import (
    EDGES,
    REFERENCE_YEAR,
    RUN_UP_YEARS,
    STOCK_YEARS,
    YEARS,
    Scenario,
)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
BAIL, SANS_BAIL = "bail", "sans_bail"


def exponential(rng: np.random.Generator, size: int) -> Floats:
    """Return unit exponential draws by inversion."""
    return -np.log1p(-rng.random(size))


def arrival_times(
    rng: np.random.Generator, yearly: float, growth: float, run_up: int = RUN_UP_YEARS
) -> Floats:
    """Return the entry dates, in decimal years, of a Poisson process whose rate grows.

    `yearly` is the rate at the reference date; unit-rate points are mapped through the
    inverse of the expected number of entries.
    """
    start, end = YEARS[0] - run_up - REFERENCE_YEAR, STOCK_YEARS[-1] - REFERENCE_YEAR
    first = np.exp(growth * start)
    expected = float(yearly / growth * (np.exp(growth * end) - first))
    enough = int(expected + 10 * expected**0.5 + 30)
    points = np.cumsum(exponential(rng, enough))
    points = points[points < expected]
    times: Floats = REFERENCE_YEAR + np.log(first + points * growth / yearly) / growth
    return times


def exits(rng: np.random.Generator, one: Stratum, size: int) -> tuple[Floats, Flags]:
    """Return how many years each household waits, and whether a lease ends the wait."""
    total, edges = np.array(one.total), np.array(EDGES)
    cumulated = np.concatenate([[0.0], np.cumsum(total[:-1] * np.diff(edges))])
    level = exponential(rng, size)
    band = np.searchsorted(cumulated, level, side="right") - 1
    waited: Floats = edges[band] + (level - cumulated[band]) / total[band]
    leased: Flags = rng.random(size) * total[band] < np.array(one.bail)[band]
    return waited, leased


def _of_stratum(rng: np.random.Generator, one: Stratum, growth: float) -> pd.DataFrame:
    """Return the households of one stratum that are seen in at least one table."""
    arrived = arrival_times(rng, one.arrivals, growth)
    waited, leased = exits(rng, one, len(arrived))
    seen = arrived + waited >= YEARS[0]
    return pd.DataFrame(
        {
            "code_commune": one.code_commune,
            "typologie": one.typologie,
            "arrivee": arrived[seen],
            "attente": waited[seen],
            "sortie": (arrived + waited)[seen],
            "issue": np.where(leased[seen], BAIL, SANS_BAIL),
        }
    )


def uncalibrated(scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Return every household seen between the first and the last stock date.

    Entries start forty years before the first table: the stock is then close to the level
    its rates sustain, whatever the empty file it started from.

    Returns:
        One row per household: code_commune, typologie, arrivee and sortie in decimal
        years, attente in years, issue (bail or sans_bail).
    """
    parts = [_of_stratum(rng, one, scenario.growth) for one in strata(scenario)]
    return pd.concat(parts, ignore_index=True)


def in_stock(households: pd.DataFrame, year: int) -> Flags:
    """Return who is waiting on 1 January of `year`."""
    flags: Flags = ((households["arrivee"] < year) & (households["sortie"] >= year)).to_numpy()
    return flags


def leaves_in(households: pd.DataFrame, year: int, issue: str) -> Flags:
    """Return who leaves during `year` by this exit."""
    during = (households["sortie"] >= year) & (households["sortie"] < year + 1)
    flags: Flags = (during & (households["issue"] == issue)).to_numpy()
    return flags


def _surplus(rng: np.random.Generator, flags: Flags, wanted: int) -> npt.NDArray[np.intp]:
    """Return positions drawn among the flagged households, down to `wanted` of them."""
    positions = np.flatnonzero(flags)
    excess = len(positions) - wanted
    if excess < 0:
        message = f"{len(positions)} households simulated where {wanted} are wanted"
        raise ValueError(message)
    order = np.argsort(rng.random(len(positions)), kind="stable")
    return positions[order[:excess]]


def calibrated(
    households: pd.DataFrame, scenario: Scenario, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the households whose two anchor totals are the published ones.

    The simulation aims a few per cent high. Whole households are then dropped at random:
    among those waiting on 1 January 2024, down to the published stock, and among those who
    signed in 2023, down to the published leases. Nobody is in both groups, and a dropped
    household leaves every table at once, so flows still balance exactly. The price is a
    stock thinned by about as many per cent as the surplus around the anchor date.
    """
    waiting = _surplus(rng, in_stock(households, REFERENCE_YEAR), scenario.stock)
    housed = _surplus(rng, leaves_in(households, REFERENCE_YEAR - 1, BAIL), scenario.leases)
    kept = np.ones(len(households), dtype=np.bool_)
    kept[waiting] = False
    kept[housed] = False
    return households.loc[kept].reset_index(drop=True)
