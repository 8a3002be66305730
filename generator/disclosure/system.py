"""What is published: cells, some of them hidden, and the equations that bind them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Key = Hashable
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
# scipy ships no types: its matrices cross this package under this name.
Matrix = Any

# "No bound": far above any count, and a sum of a million of them still fits in 64 bits.
FAR = 1 << 40


@dataclass(frozen=True)
class Rule:
    """How small a count must stay hidden, and how vague a hidden one must remain.

    Attributes:
        threshold: counts from 1 to threshold - 1 are hidden first.
        width: least distance between the smallest and largest value a reader can believe.
        zeros_published: a reader then knows that a hidden count is at least 1.
    """

    threshold: int = 11
    width: int = 5
    zeros_published: bool = True

    @property
    def least(self) -> int:
        """The smallest value a reader can believe of a hidden cell."""
        return int(self.zeros_published)


@dataclass(frozen=True)
class Inequality:
    """One published fact: minimum <= sum of coefficient x cell <= maximum."""

    coefficients: Mapping[Key, int]
    minimum: int | None
    maximum: int | None
    origin: str


@dataclass(frozen=True)
class Fault:
    """Something in the input that no table of counts can satisfy."""

    kind: str
    key: Key
    origin: str = ""


@dataclass(frozen=True, eq=False)
class Published:
    """The whole public system as arrays; row r reads low[r] <= matrix[r] @ cells <= high[r].

    Attributes:
        keys: one name per cell; a range will do.
        value: the count where visible; ignored where hidden.
        hidden: cells that a reader does not see.
        lower: what a reader knows at least of a hidden cell.
        upper: what a reader knows at most; FAR when nothing.
        threshold: per cell, see Rule.
        width: per cell, see Rule; 0 asks nothing of the cell.
        zeros_secret: per cell, whether finding out that it is 0 tells a secret.
        matrix: integer CSR, rows x cells.
        low: least value of each row; -FAR when none.
        high: greatest value of each row; FAR when none.
        origins: where each row comes from, for the proof.
        faults: what was refused while the system was written down.
    """

    keys: Sequence[Key]
    value: Ints
    hidden: Bools
    lower: Ints
    upper: Ints
    threshold: Ints
    width: Ints
    zeros_secret: Bools
    matrix: Matrix
    low: Ints
    high: Ints
    origins: Sequence[str]
    faults: tuple[Fault, ...] = ()

    @cached_property
    def index(self) -> dict[Key, int]:
        """Position of each key."""
        return {key: position for position, key in enumerate(self.keys)}


@dataclass
class _Cells:
    keys: list[Key] = field(default_factory=list)
    value: list[int | None] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rule: list[Rule | None] = field(default_factory=list)


@dataclass
class _Rows:
    ends: list[int] = field(default_factory=lambda: [0])
    cells: list[int] = field(default_factory=list)
    coefficients: list[int] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)


class System:
    """Everything a reader can put together, written down cell by cell.

    A key named twice is one cell: what is visible anywhere is visible, and the tightest
    knowledge holds. That is how tables, years and releases get linked.
    """

    def __init__(self, rule: Rule | None = None) -> None:
        self.rule = rule or Rule()
        self.faults: list[Fault] = []
        self._index: dict[Key, int] = {}
        self._cells = _Cells()
        self._rows = _Rows()

    def __contains__(self, key: Key) -> bool:
        """Return whether a cell of that name was written down, or named by an equation."""
        return key in self._index

    def visible(self, key: Key, value: int, *, rule: Rule | None = None) -> int:
        """Return the position of a cell whose count everyone can read."""
        position = self._position(key, rule)
        known = self._cells.value[position]
        if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < 0:
            self.faults.append(Fault("not a count", key))
            return position
        if known is not None and known != value:
            self.faults.append(Fault("two values", key))
            return position
        self._cells.value[position] = int(value)
        return position

    def masked(
        self,
        key: Key,
        *,
        rule: Rule | None = None,
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> int:
        """Return the position of a cell shown as confidential.

        Args:
            key: name of the cell.
            rule: another rule than the system's, for another kind of table.
            minimum: what readers know at least; by default 1 when zeros are published.
            maximum: what readers know at most, as when the sign tells primary cells apart.
        """
        position = self._position(key, rule)
        least = (rule or self.rule).least if minimum is None else minimum
        cells = self._cells
        cells.lower[position] = max(cells.lower[position], least)
        cells.upper[position] = min(cells.upper[position], FAR if maximum is None else maximum)
        return position

    def implied(self, key: Key, *, rule: Rule | None = None) -> int:
        """Return the position of a cell printed nowhere that a published total counts."""
        return self._position(key, rule)

    def total(self, key: Key, parts: Iterable[Key], *, origin: str = "") -> None:
        """Record that a cell is the sum of others; unknown names become implied cells."""
        coefficients = {key: 1}
        for part in parts:
            coefficients[part] = coefficients.get(part, 0) - 1
        self.inequality(Inequality(coefficients, 0, 0, origin))

    def inequality(self, fact: Inequality) -> None:
        """Record a published fact that is not a sum: a rounded share, a mean, a tolerance."""
        rows = self._rows
        for key, coefficient in fact.coefficients.items():
            if coefficient:
                rows.cells.append(self._position(key, None))
                rows.coefficients.append(coefficient)
        rows.ends.append(len(rows.cells))
        rows.low.append(-FAR if fact.minimum is None else fact.minimum)
        rows.high.append(FAR if fact.maximum is None else fact.maximum)
        rows.origins.append(fact.origin)

    def freeze(self) -> Published:
        """Return the system as arrays, ready to be attacked."""
        cells, rows = self._cells, self._rows
        rules = [rule or self.rule for rule in cells.rule]
        shape = (len(rows.low), len(cells.keys))
        matrix = sparse.csr_array(
            (_ints(rows.coefficients), _ints(rows.cells), _ints(rows.ends)), shape=shape
        )
        return Published(
            keys=tuple(cells.keys),
            value=_ints([value or 0 for value in cells.value]),
            hidden=np.array([value is None for value in cells.value], dtype=bool),
            lower=_ints(cells.lower),
            upper=_ints(cells.upper),
            threshold=_ints([rule.threshold for rule in rules]),
            width=_ints([max(rule.width, 1) for rule in rules]),
            zeros_secret=np.array([not rule.zeros_published for rule in rules], dtype=bool),
            matrix=matrix,
            low=_ints(rows.low),
            high=_ints(rows.high),
            origins=tuple(rows.origins),
            faults=tuple(self.faults),
        )

    def _position(self, key: Key, rule: Rule | None) -> int:
        cells = self._cells
        position = self._index.setdefault(key, len(cells.keys))
        if position == len(cells.keys):
            cells.keys.append(key)
            cells.value.append(None)
            cells.lower.append(0)
            cells.upper.append(FAR)
            cells.rule.append(rule)
            return position
        cells.rule[position] = _stricter(cells.rule[position], rule)
        return position


def _stricter(one: Rule | None, other: Rule | None) -> Rule | None:
    if one is None or other is None or one == other:
        return one or other
    return Rule(
        threshold=max(one.threshold, other.threshold),
        width=max(one.width, other.width),
        zeros_published=one.zeros_published and other.zeros_published,
    )


@dataclass(frozen=True, eq=False)
class Unknowns:
    """The public system once every visible count is put in its place.

    Attributes:
        cells: position in Published of each unknown.
        rows: position in Published of each row that still holds an unknown.
        matrix: integer CSR, rows x unknowns.
        low: least value of each row.
        high: greatest value of each row.
        lower: least value of each unknown.
        upper: greatest value of each unknown.
        broken: positions in Published of rows that visible counts alone contradict.
    """

    cells: Ints
    rows: Ints
    matrix: Matrix
    low: Ints
    high: Ints
    lower: Ints
    upper: Ints
    broken: Ints


def unknowns(published: Published) -> Unknowns:
    """Return what remains to be guessed."""
    shown = published.matrix @ np.where(published.hidden, 0, published.value)
    low = np.where(published.low > -FAR, published.low - shown, -FAR)
    high = np.where(published.high < FAR, published.high - shown, FAR)
    cells = np.flatnonzero(published.hidden)
    matrix = published.matrix[:, cells].tocsr()
    open_rows = np.diff(matrix.indptr) > 0
    rows = np.flatnonzero(open_rows)
    return Unknowns(
        cells=cells,
        rows=rows,
        matrix=matrix[rows],
        low=low[rows],
        high=high[rows],
        lower=published.lower[cells],
        upper=published.upper[cells],
        broken=np.flatnonzero(~open_rows & ((low > 0) | (high < 0))),
    )


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
