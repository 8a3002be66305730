"""Figures that say what they are: each number travels with its status."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from generator.waiting.errors import CountError, StatusError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
StatusArray = NDArray[np.int8]

UNBOUNDED: Final = 2**40
"""Ceiling of a count nobody gave: above any population, and sums of it stay exact."""


class Status(IntEnum):
    """Why a figure is, or is not, a number.

    The order is one of precedence: whatever is made of several figures takes the
    highest status among them. No status is 0, so that an array nobody filled is
    refused instead of being taken for known figures.
    """

    VALUE = 1
    OPEN_BAND = 2
    NOT_REACHED = 3
    SO = 4
    NS = 5
    C = 6
    ND = 7


FLOORED: Final = (Status.OPEN_BAND, Status.NOT_REACHED)
"""Statuses of figures only known to be at least something."""


@dataclass(frozen=True)
class Value:
    """One figure out of `Values`: `None` stands wherever there is nothing to print."""

    status: Status
    number: float | None
    at_least: float | None


@dataclass(frozen=True, eq=False)
class Values:
    """Figures of any shape, each with its status.

    `number` is finite exactly where the status is VALUE, `at_least` exactly where
    the figure lies beyond what was observed (OPEN_BAND, NOT_REACHED). Everywhere
    else they are NaN, so that a computation that forgets the status cannot produce
    a plausible number. The three arrays are read-only and of the same shape.
    """

    number: FloatArray
    status: StatusArray
    at_least: FloatArray

    def __post_init__(self) -> None:
        if not self.number.shape == self.status.shape == self.at_least.shape:
            message = f"shapes differ: {self.number.shape}, {self.status.shape}"
            raise StatusError(message)
        _refuse_unknown(self.status)
        if np.any(np.isfinite(self.number) != (self.status == Status.VALUE)):
            message = "a figure has a number if and only if its status is VALUE"
            raise StatusError(message)
        if np.any(np.isfinite(self.at_least) != np.isin(self.status, FLOORED)):
            message = "a figure has a floor if and only if it is beyond what was observed"
            raise StatusError(message)
        _freeze(self, "number", "status", "at_least")

    @classmethod
    def of(cls, number: FloatArray, status: StatusArray) -> Self:
        """Return figures without floors; numbers are dropped where the status is not VALUE."""
        kept = np.where(status == Status.VALUE, number, np.nan)
        return cls(kept, status, np.broadcast_to(np.float64(np.nan), kept.shape))

    @classmethod
    def floored(cls, number: FloatArray, status: StatusArray, at_least: FloatArray) -> Self:
        """Return figures of which some are only known to be at least `at_least`."""
        kept = np.where(status == Status.VALUE, number, np.nan)
        floors = np.where(np.isin(status, FLOORED), at_least, np.nan)
        return cls(kept, status, floors)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape common to the three arrays."""
        return self.number.shape

    def __getitem__(self, index: object) -> "Values":
        return Values(
            np.asarray(self.number[index]),  # type: ignore[call-overload]
            np.asarray(self.status[index]),  # type: ignore[call-overload]
            np.asarray(self.at_least[index]),  # type: ignore[call-overload]
        )

    def item(self, *index: int) -> Value:
        """Return one figure as plain Python values."""
        status = Status(int(self.status[index]))
        number = float(self.number[index]) if status is Status.VALUE else None
        floor = float(self.at_least[index]) if status in FLOORED else None
        return Value(status, number, floor)


@dataclass(frozen=True, eq=False)
class Bounds:
    """Certain limits: every figure compatible with what is published lies within."""

    low: Values
    high: Values


@dataclass(frozen=True, eq=False)
class Interval:
    """Limits that hold the true figure with probability `level`, chance alone at play."""

    low: Values
    high: Values
    level: float


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts of any shape, each known or only known to lie in [low, high].

    A confidential count (C) keeps the limits the secrecy rule gives away; one nobody
    gave (ND) lies between 0 and `UNBOUNDED`. Limits are whole numbers, both included.
    """

    low: IntArray
    high: IntArray
    status: StatusArray

    def __post_init__(self) -> None:
        if not self.low.shape == self.high.shape == self.status.shape:
            message = f"shapes differ: {self.low.shape}, {self.high.shape}, {self.status.shape}"
            raise CountError(message)
        _refuse_unknown(self.status)
        if np.any(self.low < 0) or np.any(self.low > self.high):
            message = "counts are never negative and limits are in order"
            raise CountError(message)
        if np.any((self.status == Status.VALUE) & (self.low != self.high)):
            message = "a known count has a single value"
            raise CountError(message)
        _freeze(self, "low", "high", "status")

    @classmethod
    def known(cls, counts: ArrayLike) -> Self:
        """Return counts that are all known. Raises CountError unless whole numbers ≥ 0."""
        whole = _whole(counts)
        return cls(whole, whole, np.full(whole.shape, Status.VALUE, dtype=np.int8))

    @classmethod
    def partly(cls, counts: ArrayLike, status: ArrayLike, *, hidden: tuple[int, int]) -> Self:
        """Return counts of which some are confidential or missing.

        Args:
            counts: whole numbers; whatever stands where the status is not VALUE is ignored.
            status: one `Status` per count.
            hidden: limits of a confidential count, such as (1, k - 1) under threshold k.

        Raises:
            CountError: a known count that is negative or not whole.
        """
        states = np.asarray(status, dtype=np.int8)
        given = states == Status.VALUE
        whole = _whole(np.where(given, np.asarray(counts), 0))
        secret = states == Status.C
        low = np.where(given, whole, np.where(secret, hidden[0], 0))
        high = np.where(given, whole, np.where(secret, hidden[1], UNBOUNDED))
        return cls(low.astype(np.int64), high.astype(np.int64), states)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape common to the three arrays."""
        return self.low.shape

    def __getitem__(self, index: object) -> "Counts":
        return Counts(
            np.asarray(self.low[index]),  # type: ignore[call-overload]
            np.asarray(self.high[index]),  # type: ignore[call-overload]
            np.asarray(self.status[index]),  # type: ignore[call-overload]
        )


def combined(*statuses: StatusArray) -> StatusArray:
    """Return, cell by cell, the status of a figure made of several."""
    worst = statuses[0]
    for status in statuses[1:]:
        worst = np.maximum(worst, status)
    return worst


def filled(shape: tuple[int, ...], status: Status) -> StatusArray:
    """Return an array of one status."""
    return np.full(shape, status, dtype=np.int8)


def chosen(where: BoolArray, status: Status, otherwise: StatusArray) -> StatusArray:
    """Return `otherwise`, replaced by `status` where asked."""
    return np.where(where, np.int8(status), otherwise)


def _whole(counts: ArrayLike) -> IntArray:
    raw = np.asarray(counts)
    if raw.dtype.kind in "iu":
        return raw.astype(np.int64)
    if raw.dtype.kind != "f" or not np.all(np.isfinite(raw)) or np.any(raw != np.floor(raw)):
        message = f"counts are whole numbers, not {raw.dtype} with gaps or fractions"
        raise CountError(message)
    return raw.astype(np.int64)


def _refuse_unknown(status: StatusArray) -> None:
    if status.size and (status.min() < Status.VALUE or status.max() > Status.ND):
        message = "a cell has no status"
        raise StatusError(message)


def _freeze(owner: object, *names: str) -> None:
    """Put read-only views in place of the arrays of a frozen dataclass."""
    for name in names:
        view = getattr(owner, name).view()
        view.flags.writeable = False
        object.__setattr__(owner, name, view)
