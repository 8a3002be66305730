"""Part of those waiting for longer than the délai anormalement long."""

from dataclasses import dataclass

import numpy as np

from generator.waiting.bands import Bands
from generator.waiting.errors import CountError
from generator.waiting.results import (
    BoolArray,
    Bounds,
    Counts,
    IntArray,
    Status,
    StatusArray,
    Values,
    chosen,
)


@dataclass(frozen=True, eq=False)
class Beyond:
    """How many, and what part of them all, wait beyond a threshold: certain limits."""

    count: Bounds
    share: Bounds


def beyond(
    stock: Counts, bands: Bands, *, months: IntArray, total: IntArray | None = None
) -> Beyond:
    """Return how many have been waiting for `months` or longer.

    A threshold that is not an edge cuts a band nobody can split: its whole count, or
    none of it, may be beyond, and so limits are given, never a share of the band.

    Args:
        stock: demandes en cours by seniority, shape (groups, bands).
        bands: the bands of `stock`.
        months: the prefect's threshold, one per group, shape (groups,): it may differ
            by typology and territory.
        total: demandes en cours of each group, when known in spite of hidden bands.

    Returns:
        Exact limits of shape (groups,), equal when nothing is cut nor hidden. The
        share is SO where nobody waits; both are ND where a band is missing and the
        total too.

    Raises:
        CountError: a total that no completion of the hidden counts reaches.
    """
    surely = bands.starts >= months[:, None]
    maybe = np.append(bands.starts[1:], np.inf) > months[:, None]
    few, rest_of_few = _sum(stock.low, surely), _sum(stock.high, ~surely)
    many, rest_of_many = _sum(stock.high, maybe), _sum(stock.low, ~maybe)
    if total is not None:
        _refuse_unreachable(stock, total)
        few, many = np.maximum(few, total - rest_of_few), np.minimum(many, total - rest_of_many)
        rest_of_few, rest_of_many = total - few, total - many
    status = _status(stock, total)
    nobody = (few + rest_of_few == 0) & (status == Status.VALUE)
    parts = chosen(nobody, Status.SO, status)
    return Beyond(
        count=Bounds(Values.of(few / 1, status), Values.of(many / 1, status)),
        share=Bounds(
            Values.of(few / np.maximum(few + rest_of_few, 1), parts),
            Values.of(many / np.maximum(many + rest_of_many, 1), parts),
        ),
    )


def _sum(counts: IntArray, where: BoolArray) -> IntArray:
    total: IntArray = np.where(where, counts, 0).sum(axis=1, dtype=np.int64)
    return total


def _status(stock: Counts, total: IntArray | None) -> StatusArray:
    """Return the status of limits: a confidential band has some, a missing one only a total."""
    bounded = (stock.status == Status.C) | ((stock.status == Status.ND) & (total is not None))
    worst: StatusArray = chosen(bounded, Status.VALUE, stock.status).max(axis=1)
    return worst


def _refuse_unreachable(stock: Counts, total: IntArray) -> None:
    if np.any((total < stock.low.sum(axis=1)) | (total > stock.high.sum(axis=1))):
        message = "no completion of the hidden counts reaches the total"
        raise CountError(message)
