"""Seniority bands: half-open, following each other from 0, the last one open."""

import re
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from generator.waiting.errors import BandError
from generator.waiting.results import Counts, FloatArray

MONTHS_PER_YEAR: Final = 12
_CODE = re.compile(r"M_(\d+)_(\d+|P)")


@dataclass(frozen=True)
class Bands:
    """Bands [edge, next edge) in months; the last one has no end.

    Attributes:
        edges: start of each band, strictly increasing from 0; two bands at least.
        assumed_open_width: how long the open band is taken to be when a mean has to
            be computed, and only then. By default as long as the band before it. It
            is a convention, to be printed beside every mean.

    Raises:
        BandError: edges out of order, fewer than two bands, or an assumed width ≤ 0.
    """

    edges: tuple[int, ...]
    assumed_open_width: int | None = None

    def __post_init__(self) -> None:
        ordered = all(a < b for a, b in zip(self.edges, self.edges[1:], strict=False))
        if len(self.edges) < 2 or self.edges[0] != 0 or not ordered:  # noqa: PLR2004
            message = f"bands start at 0 and follow each other: {self.edges}"
            raise BandError(message)
        if self.assumed_open_width is not None and self.assumed_open_width <= 0:
            message = f"an open band cannot be {self.assumed_open_width} months wide"
            raise BandError(message)

    @classmethod
    def from_codes(cls, codes: tuple[str, ...]) -> Self:
        """Return the bands named by codes such as M_0_12 … M_120_P.

        Raises:
            BandError: an unknown code, a gap, an overlap, or no open band at the end.
        """
        matches = [_CODE.fullmatch(code) for code in codes]
        limits = [match.groups() for match in matches if match]
        ends = [start for start, _ in limits[1:]] + ["P"]
        if len(limits) != len(codes) or [end for _, end in limits] != ends:
            message = f"bands do not follow each other up to an open one: {', '.join(codes)}"
            raise BandError(message)
        return cls(tuple(int(start) for start, _ in limits))

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the bands, M_0_12 … M_120_P."""
        ends = (*(str(end) for end in self.edges[1:]), "P")
        return tuple(f"M_{start}_{end}" for start, end in zip(self.edges, ends, strict=True))

    @property
    def size(self) -> int:
        """How many bands, the open one included."""
        return len(self.edges)

    @property
    def last_edge(self) -> int:
        """Months from which nothing more is distinguished."""
        return self.edges[-1]

    @property
    def starts(self) -> FloatArray:
        """Start of each band in months, shape (bands,)."""
        return np.asarray(self.edges, dtype=np.float64)

    @property
    def widths_years(self) -> FloatArray:
        """Width of each closed band in years, shape (bands - 1,)."""
        return np.diff(self.starts) / MONTHS_PER_YEAR

    @property
    def midpoints(self) -> FloatArray:
        """Middle of each band in months, the open one under its assumed width."""
        widths = np.diff(self.starts)
        last = widths[-1] if self.assumed_open_width is None else self.assumed_open_width
        return self.starts + np.append(widths, last) / 2

    def index_of(self, months: int) -> int:
        """Return the position of an edge. Raises BandError when no band starts there."""
        if months not in self.edges:
            message = f"{months} months is not an edge of {self.edges}"
            raise BandError(message)
        return self.edges.index(months)


STANDARD: Final = Bands((0, 12, 24, 36, 48, 60, 120))
"""The finest bands the deposits use."""


def coarsened(counts: Counts, fine: Bands, *, into: Bands) -> Counts:
    """Return counts summed into wider bands; a hidden cell hides the sum it enters.

    Args:
        counts: shape (groups, fine bands).
        fine: the bands the counts are given in.
        into: wider bands, each edge of which is an edge of `fine`.

    Returns:
        Shape (groups, bands of `into`).

    Raises:
        BandError: an edge of `into` that falls inside a band of `fine`.
    """
    first = [fine.index_of(edge) for edge in into.edges]
    return Counts(
        np.add.reduceat(counts.low, first, axis=1),
        np.add.reduceat(counts.high, first, axis=1),
        np.maximum.reduceat(counts.status, first, axis=1),
    )
