"""An attacker who lists every table; shares no code with the audit.

Cells form a full crossing of small dimensions, each with its total in last position.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

Place = tuple[int, ...]

# A cell under no visible total has no upper end; the listing has to stop somewhere.
OPEN = 36


@dataclass(frozen=True)
class Crossing:
    """A table with all its margins, and what a reader sees of it.

    Attributes:
        shape: categories of each dimension, totals not counted.
        values: every count.
        hidden: what is not seen.
        least: what a reader knows at least of a hidden count.
        dark: hidden counts that may be zero all the same.
    """

    shape: tuple[int, ...]
    values: dict[Place, int]
    hidden: frozenset[Place]
    least: int
    dark: frozenset[Place] = frozenset()

    def least_at(self, place: Place) -> int:
        """Return what a reader knows at least of one hidden count."""
        return 0 if place in self.dark else self.least

    def places(self) -> list[Place]:
        """Return every cell, totals included."""
        return list(product(*(range(size + 1) for size in self.shape)))

    def sums(self) -> Iterator[tuple[Place, list[Place]]]:
        """Yield each total with its parts."""
        for axis, size in enumerate(self.shape):
            for place in self.places():
                if place[axis] == size:
                    parts = [(*place[:axis], i, *place[axis + 1 :]) for i in range(size)]
                    yield place, parts


def crossed(shape: tuple[int, ...], inner: list[int]) -> dict[Place, int]:
    """Return all cells of a table from its inner ones, in order."""
    values: dict[Place, int] = {}
    leaves = list(product(*(range(size) for size in shape)))
    for place in product(*(range(size + 1) for size in shape)):
        values[place] = sum(
            count
            for leaf, count in zip(leaves, inner, strict=True)
            if all(p in (i, size) for p, i, size in zip(place, leaf, shape, strict=True))
        )
    return values


def consistent(table: Crossing) -> Iterator[dict[Place, int]]:
    """Yield every table of whole counts that agrees with what is visible."""
    totals: dict[Place, list[Place]] = {place: [] for place in table.places()}
    leaves = [place for place in table.places() if _is_leaf(place, table.shape)]
    for place in table.places():
        for leaf in leaves:
            match = zip(place, leaf, table.shape, strict=True)
            if all(p in (i, size) for p, i, size in match):
                totals[place].append(leaf)
    yield from _fill(table, totals, leaves, {})


def _is_leaf(place: Place, shape: tuple[int, ...]) -> bool:
    return all(i < size for i, size in zip(place, shape, strict=True))


def _fill(
    table: Crossing, totals: dict[Place, list[Place]], leaves: list[Place], known: dict[Place, int]
) -> Iterator[dict[Place, int]]:
    if len(known) == len(leaves):
        full = {place: sum(known[leaf] for leaf in parts) for place, parts in totals.items()}
        if all(full[p] >= table.least_at(p) for p in table.hidden):
            yield full
        return
    leaf = leaves[len(known)]
    for guess in _guesses(table, totals, leaf, known):
        known[leaf] = guess
        if _possible(table, totals, leaf, known):
            yield from _fill(table, totals, leaves, known)
        del known[leaf]


def _guesses(
    table: Crossing, totals: dict[Place, list[Place]], leaf: Place, known: dict[Place, int]
) -> list[int]:
    if leaf not in table.hidden:
        return [table.values[leaf]]
    rooms = [
        table.values[place] - sum(known.get(part, 0) for part in parts)
        for place, parts in totals.items()
        if leaf in parts and place not in table.hidden
    ]
    return list(range(table.least_at(leaf), min([*rooms, OPEN]) + 1))


def _possible(
    table: Crossing, totals: dict[Place, list[Place]], leaf: Place, known: dict[Place, int]
) -> bool:
    for place, parts in totals.items():
        if leaf in parts and place not in table.hidden:
            total = sum(known.get(part, 0) for part in parts)
            complete = all(part in known for part in parts)
            if total > table.values[place] or (complete and total < table.values[place]):
                return False
    return True


def ranges(table: Crossing) -> dict[Place, tuple[int, int]]:
    """Return the least and greatest value of each hidden cell over all tables."""
    found: dict[Place, tuple[int, int]] = {}
    for full in consistent(table):
        for place in table.hidden:
            low, high = found.get(place, (full[place], full[place]))
            found[place] = (min(low, full[place]), max(high, full[place]))
    return found
