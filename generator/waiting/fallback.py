"""When a commune has too few exits to speak for itself, and its EPCI speaks instead."""

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.waiting.lifetable import Observed
from generator.waiting.results import (
    BoolArray,
    IntArray,
    Status,
    Values,
    chosen,
)

MIN_BAUX: Final = 30
"""Leases over the bands used below which a curve is mostly chance."""

MIN_EXITS: Final = 5
"""Exits in each band used below which that step of the curve is mostly chance."""


class Scope(IntEnum):
    """Whose figure is shown."""

    OWN = 1
    PARENT = 2
    NEITHER = 3


def enough_exits(
    observed: Observed,
    *,
    until: int,
    since: int = 0,
    min_baux: int = MIN_BAUX,
    min_exits: int = MIN_EXITS,
) -> BoolArray:
    """Return whether each group has enough exits to be shown up to an horizon.

    Args:
        observed: one year, shape (groups, bands).
        until: months, an edge: the bands used are those before it.
        since: months, an edge: and from this one on.
        min_baux: leases over those bands together.
        min_exits: exits of any kind in every one of them.

    Returns:
        Shape (groups,). A hidden or missing count is never enough: deciding on its
        value would give it away.

    Raises:
        BandError: `until` or `since` is not an edge.
    """
    used = slice(observed.bands.index_of(since), observed.bands.index_of(until))
    baux, others = observed.baux[:, used], observed.autres_sorties[:, used]
    known = (observed.band_status[:, used] == Status.VALUE).all(axis=1)
    every = (baux.low + others.low >= min_exits).all(axis=1)
    enough: BoolArray = known & every & (baux.low.sum(axis=1) >= min_baux)
    return enough


def scopes(own: BoolArray, parent: BoolArray, *, parent_of: IntArray) -> NDArray[np.int8]:
    """Return whose figure is to be shown for each group: a `Scope`.

    Args:
        own: whether each group has enough exits, shape (groups,).
        parent: the same for each parent, shape (parents,).
        parent_of: position of the parent of each group, shape (groups,).
    """
    climbed = np.where(parent[parent_of], Scope.PARENT, Scope.NEITHER)
    return np.where(own, Scope.OWN, climbed).astype(np.int8)


def shown(own: Values, parent: Values, *, scope: NDArray[np.int8], parent_of: IntArray) -> Values:
    """Return the figures to show: own, those of the parent, or NS.

    Args:
        own: shape (groups, …).
        parent: shape (parents, …).
        scope: what `scopes` returned.
        parent_of: position of the parent of each group, shape (groups,).
    """
    above = parent[parent_of]
    wide = scope.reshape((-1,) + (1,) * (len(own.shape) - 1))
    mine = wide == Scope.OWN
    status = np.where(mine, own.status, above.status)
    return Values.floored(
        np.where(mine, own.number, above.number),
        chosen(np.broadcast_to(wide == Scope.NEITHER, own.shape), Status.NS, status),
        np.where(mine, own.at_least, above.at_least),
    )
