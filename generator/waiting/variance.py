"""How far chance alone can move a figure of the life table."""

from collections.abc import Sequence
from enum import StrEnum
from statistics import NormalDist
from typing import Final

import numpy as np

from generator.waiting.errors import CountError
from generator.waiting.lifetable import Exposure, LifeTable, Observed, life_table
from generator.waiting.results import (
    Counts,
    FloatArray,
    Interval,
    Status,
    StatusArray,
    Values,
    chosen,
)

CONFIDENCE: Final = 0.95
REPLICATES: Final = 500


class Scale(StrEnum):
    """Scale on which an interval is symmetric, so that it stays within 0 and 1."""

    LOGIT = "logit"
    LOG_LOG = "log(-log)"


def housed_variance(table: LifeTable) -> Values:
    """Return the variance of the part housed at each edge.

    With n' the entrants of a band, q the chance of leaving it, c that of leaving it by
    a lease, S the part entering it, and T what is still to be added to F between its
    end and the edge, the variance is the sum over the bands before the edge of
    T² q / (n'(1-q)) + S² c(1-c) / n' - 2 T S c / n'. Without censoring it is F(1-F)/n.

    Returns:
        Shape (groups, edges), with the status of the table. 0 at the first edge.

    Source:
        Gaynor and others (1993), on the effective entrants of a life table.
    """
    return _incidence_variance(table, table.housed, table.chances.housed)


def left_variance(table: LifeTable) -> Values:
    """Return the same variance for the part gone without a lease."""
    other = table.chances.leaving - table.chances.housed
    return _incidence_variance(table, table.left, other)


def _incidence_variance(table: LifeTable, incidence: Values, chance: FloatArray) -> Values:
    known = table.chances.status == Status.VALUE
    leaving = table.chances.leaving
    entrants = np.where(known, table.chances.entrants, 1.0)
    entering = np.nan_to_num(table.waiting.number[:, :-1])
    reached = np.nan_to_num(incidence.number)
    # Where everybody leaves, nothing remains to be added: the first term vanishes.
    staying = np.where(leaving < 1, 1 - leaving, 1.0)
    first = leaving / (entrants * staying)
    second = entering**2 * chance * (1 - chance) / entrants
    third = 2 * entering * chance / entrants
    variance = np.zeros(reached.shape)
    for edge in range(1, reached.shape[1]):
        to_come = reached[:, edge : edge + 1] - reached[:, 1 : edge + 1]
        terms = to_come**2 * first[:, :edge] + second[:, :edge] - to_come * third[:, :edge]
        variance[:, edge] = terms.sum(axis=1)
    return Values.of(np.maximum(variance, 0.0), incidence.status)


def interval(
    estimate: Values,
    variance: Values,
    *,
    scale: Scale = Scale.LOGIT,
    level: float = CONFIDENCE,
) -> Interval:
    """Return the interval of an incidence, symmetric on a scale that keeps it in (0, 1).

    Args:
        estimate: parts of a cohort, shape (groups, edges).
        variance: their variance, same shape.
        scale: logit, or log(-log).
        level: probability that the interval holds the true part.

    Returns:
        Same shape. At the first edge, where nothing happened yet, both limits are 0.
        NS where the estimate is 0 or 1: nobody, or everybody, tells nothing of chance.
    """
    status = _interval_status(estimate)
    given = status == Status.VALUE
    part = np.where(given, estimate.number, 0.5)
    error = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(np.where(given, variance.number, 0))
    limits = [SCALES[scale](part, side * error) for side in (-1, 1)]
    low, high = (_from_nothing(limit, status) for limit in limits)
    return Interval(low, high, level)


def _on_logit(part: FloatArray, error: FloatArray) -> FloatArray:
    moved = np.log(part / (1 - part)) + error / (part * (1 - part))
    return (1 + np.tanh(moved / 2)) / 2


def _on_log_log(part: FloatArray, error: FloatArray) -> FloatArray:
    moved = np.log(-np.log(part)) - error / (part * -np.log(part))
    return np.exp(-np.exp(np.minimum(moved, BARELY_ABOVE_NIL)))


SCALES: Final = {Scale.LOGIT: _on_logit, Scale.LOG_LOG: _on_log_log}

BARELY_ABOVE_NIL: Final = 100.0
"""log(-log) beyond which a part is 0 to the last digit: keeps exp within range."""


def _interval_status(estimate: Values) -> StatusArray:
    certain = (estimate.status == Status.VALUE) & (
        (np.nan_to_num(estimate.number) <= 0) | (np.nan_to_num(estimate.number) >= 1)
    )
    return chosen(certain, Status.NS, estimate.status)


def _from_nothing(limit: FloatArray, status: StatusArray) -> Values:
    limit[:, 0] = 0.0
    start = status.copy()
    start[:, 0] = Status.VALUE
    return Values.of(limit, start)


def bootstrapped(
    observed: Observed,
    *,
    keys: Sequence[int],
    seed: int,
    replicates: int = REPLICATES,
    level: float = CONFIDENCE,
) -> Interval:
    """Return the interval of the part housed when exits are redrawn from Poisson laws.

    A cross-check of `interval`, slower and free of its algebra. Each group draws from
    a stream of its own, made from `seed` and its key: its interval depends neither on
    the other groups nor on their order. The streams are those numpy promises never to
    change (`RandomState`), so that two versions of it give the same figures.

    Args:
        observed: one year, shape (groups, bands).
        keys: a stable whole number ≥ 0 per group, such as its commune code and year.
        seed: of the whole run, published with the results.
        replicates: redrawn years per group.
        level: probability that the interval holds the true part.

    Returns:
        Shape (groups, edges), with the status of the life table.

    Raises:
        CountError: not one key per group.

    Source:
        Efron (1979), in the parametric form for counts of exits.
    """
    if len(keys) != len(observed.baux.low):
        message = f"{len(keys)} keys for {len(observed.baux.low)} groups"
        raise CountError(message)
    tails = [(1 - level) / 2, (1 + level) / 2]
    status = life_table(observed).housed.status
    limits = [
        np.quantile(
            _redrawn(observed, group, _stream(seed, key), replicates=replicates), tails, axis=0
        )
        for group, key in enumerate(keys)
    ]
    low, high = np.stack(limits, axis=1)
    return Interval(Values.of(low, status), Values.of(high, status), level)


def _stream(seed: int, key: int) -> np.random.RandomState:
    return np.random.RandomState(np.random.PCG64(np.random.SeedSequence([seed, key])))


def _redrawn(
    observed: Observed, group: int, stream: np.random.RandomState, *, replicates: int
) -> FloatArray:
    """Return the part housed in each redrawn year; bands that cannot be used count for 0."""
    exits = (observed.baux[group], observed.autres_sorties[group])
    used = np.append(observed.band_status[group] == Status.VALUE, False)
    shape = (replicates, observed.bands.size)
    baux, others = (
        Counts.known(stream.poisson(np.where(used, counts.low, 0), size=shape)) for counts in exits
    )
    years = np.where(used, observed.exposure.low[group], 1.0)
    exposure = Exposure.known(np.broadcast_to(years, shape))
    return life_table(Observed(observed.bands, exposure, baux, others)).housed.number
