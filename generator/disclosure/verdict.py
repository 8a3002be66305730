"""What can be said of a hidden cell, and of a whole publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from generator.disclosure.system import FAR, Fault, Ints, Key, Published


class Verdict(IntEnum):
    """From harmless to worst; everything from NARROW on stops a publication.

    DEDUCED: one possible value, but not a secret one: the cell was hidden for nothing.
    UNPROVEN: neither safe nor disclosed could be shown, which never counts as safe.
    """

    SAFE = 0
    DEDUCED = 1
    NARROW = 2
    EXACT = 3
    UNPROVEN = 4
    INCONSISTENT = 5


@dataclass(frozen=True)
class Finding:
    """One hidden cell and its verdict. What a reader would find is left out of its repr."""

    key: Key
    verdict: Verdict
    lower: int = field(repr=False)
    upper: int | None = field(repr=False)


@dataclass(frozen=True)
class Progress:
    """How far the work has come: hidden cells judged, of how many."""

    done: int
    total: int
    step: str


ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True)
class BlockVerdicts:
    """What was concluded of one block; holds no visible count and can be kept.

    Attributes:
        key: hash of the block's masked content.
        keys: its hidden cells.
        findings: verdict, lower, upper, shown, relaxed of each, as in Report; FAR is no bound.
    """

    key: str
    keys: tuple[str, ...]
    findings: tuple[tuple[int, ...], ...] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Report:
    """Verdicts of all hidden cells.

    Attributes:
        published: what was attacked.
        cells: positions of the hidden cells.
        verdicts: one Verdict code per hidden cell.
        lower: proven least value of each; not printed.
        upper: proven greatest value of each, FAR when none; not printed.
        shown: how far apart the tables that were found put each cell.
        blocks: which independent block each belongs to.
        broken: rows that visible counts alone contradict.
        programs: linear programs solved.
        relaxed: cells called safe on tables in fractions, verified to one millionth.
    """

    published: Published = field(repr=False)
    cells: Ints = field(repr=False)
    verdicts: Ints = field(repr=False)
    lower: Ints = field(repr=False)
    upper: Ints = field(repr=False)
    shown: Ints = field(repr=False)
    blocks: Ints = field(repr=False)
    broken: Ints = field(repr=False)
    programs: int = 0
    relaxed: int = 0

    @property
    def safe(self) -> bool:
        """Whether every hidden cell is proven safe and nothing contradicts itself."""
        sound = not self.broken.size and not self.faults
        return sound and not bool((self.verdicts >= Verdict.NARROW).any())

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was refused while the system was written down."""
        return self.published.faults

    def count(self, verdict: Verdict) -> int:
        """Return how many cells got this verdict."""
        return int((self.verdicts == verdict).sum())

    def findings(self, least: Verdict = Verdict.NARROW) -> list[Finding]:
        """Return the cells with at least this verdict, worst first, then in order of cells."""
        chosen = np.flatnonzero(self.verdicts >= least)
        chosen = chosen[np.argsort(-self.verdicts[chosen], kind="stable")]
        return [self._finding(position) for position in chosen.tolist()]

    def zeros(self) -> set[Key]:
        """Return the hidden cells proven to be 0, where that is no secret."""
        proven = (self.verdicts == Verdict.DEDUCED) & (self.upper == 0)
        return {self.published.keys[cell] for cell in self.cells[proven].tolist()}

    def narrowest(self) -> int | None:
        """Return the smallest doubt proven about a safe cell, None when there is none."""
        safe = self.shown[self.verdicts == Verdict.SAFE]
        return int(safe.min()) if safe.size else None

    def _finding(self, position: int) -> Finding:
        upper = int(self.upper[position])
        return Finding(
            key=self.published.keys[self.cells[position]],
            verdict=Verdict(int(self.verdicts[position])),
            lower=int(self.lower[position]),
            upper=None if upper >= FAR else upper,
        )
