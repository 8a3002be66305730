"""Checked tables of counts by band, as arrays: what every estimate reads, read once.

It reads visible cells only: what a hidden one may be is bounded by the margin that the same
table shows, which any reader can subtract as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from generator.formulas import PLACE_KEYS, STATUS_OF, WEIGHT, Counts, once
from generator.model import Status, Tables
from generator.waiting.bands import Bands, coarsened
from generator.waiting.errors import BandError
from generator.waiting.results import UNBOUNDED, BoolArray, IntArray
from generator.waiting.results import Counts as Cells
from generator.waiting.results import Status as Known

STATUS_IN: Final[Mapping[str, Known]] = {
    Status.SECRET: Known.C,
    Status.MISSING: Known.ND,
    Status.NOT_APPLICABLE: Known.SO,
}


@dataclass(frozen=True)
class Banded:
    """Counts by band of groups that share the same bands.

    Attributes:
        keys: the groups: year, territory, typologie.
        bands: their bands.
        cells: counts, shape (groups, bands); a hidden one lies between 0 and what the margin
            leaves.
        total: the margin of each group, -1 where it is not visible.
        note: « provisoire » or « revise » where a part is, else nothing.
    """

    keys: pd.MultiIndex
    bands: Bands
    cells: Cells
    total: IntArray
    note: pd.Series[str]

    def at(self, keys: pd.MultiIndex, bands: Bands) -> Cells:
        """Return the counts of some of the groups, summed into wider bands."""
        rows = self.keys.get_indexer(keys)
        return coarsened(self.cells[rows], self.bands, into=bands)


def banded(of: Counts, tables: Tables) -> tuple[Banded, ...]:
    """Return the counts of a table by band, one set of groups per set of bands, read once.

    Args:
        of: counts that keep the dimension of bands apart.
        tables: checked tables.

    Groups whose codes do not follow each other from 0 are left out: they say nothing.
    """
    found: tuple[Banded, ...] = once(
        tables, f"banded {replace(of, label='')}", lambda: tuple(_by_band(of, tables))
    )
    return found


def _by_band(of: Counts, tables: Tables) -> Iterator[Banded]:
    counts = of.read(tables)
    if counts.empty:
        return
    margins = replace(of, keep=None).read(tables).set_index(PLACE_KEYS)["n"]
    lines = _Lines(counts)
    names = [str(name) for name in lines.names]
    for bits in sorted(set(lines.sets.tolist()), key=lambda b: sorted(_codes(names, b))):
        found = _codes(names, bits)
        bands = followed(found)
        if bands is not None:
            yield _banded(lines, lines.sets == bits, margins, bands)


def _codes(names: list[str], bits: int) -> frozenset[str]:
    return frozenset(name for i, name in enumerate(names) if bits >> i & 1)


class _Lines:
    """Counts by band, line by line, with the group of each line as a number.

    Attributes:
        counts: the lines, sorted by group.
        group: position of the group of each line.
        starts: first line of each group.
        kinds: position of the band of each line in `names`.
        names: codes of the bands met.
        sets: per group, the bands it has, one bit each.
    """

    def __init__(self, counts: pd.DataFrame) -> None:
        self.counts = counts
        change = np.zeros(len(counts), dtype=np.bool_)
        change[0] = True
        for column in PLACE_KEYS:
            codes, _ = pd.factorize(counts[column])
            change[1:] |= codes[1:] != codes[:-1]
        self.group = np.cumsum(change) - 1
        self.starts = np.flatnonzero(change)
        self.kinds, self.names = pd.factorize(counts["modalite"])
        self.sets: IntArray = np.bitwise_or.reduceat(1 << self.kinds.astype(np.int64), self.starts)


def followed(codes: frozenset[str]) -> Bands | None:
    """Return the bands that `codes` make, None when they leave a gap or overlap.

    Bands that end are followed by an open one in which nobody is.
    """
    ordered = sorted(codes, key=lambda code: int(code.split("_")[1]))
    end = ordered[-1].split("_")[2] if ordered else "P"
    try:
        return Bands.from_codes((*ordered, *(() if end == "P" else (f"M_{end}_P",))))
    except BandError:
        return None


def _banded(lines: _Lines, mine: BoolArray, margins: pd.Series[int], bands: Bands) -> Banded:
    """Return the groups `mine`, which all have these bands."""
    own = mine[lines.group]
    rows = (np.cumsum(mine) - 1)[lines.group[own]]
    place = {code: i for i, code in enumerate(bands.codes)}
    # A band that the table has no line for is the open one that was added: nobody is in it.
    columns = np.array([place.get(str(name), -1) for name in lines.names])[lines.kinds[own]]
    shape = (int(mine.sum()), len(bands.codes))
    seen = lines.counts["n"].to_numpy(dtype=np.int64, na_value=-1)[own]
    values, status = np.zeros(shape, dtype=np.int64), np.full(shape, Known.VALUE, dtype=np.int8)
    values[rows, columns] = np.maximum(seen, 0)
    said, reasons = pd.factorize(lines.counts["statut"])
    why = np.array([STATUS_IN.get(str(reason), Known.ND) for reason in reasons], dtype=np.int8)
    status[rows, columns] = np.where(seen >= 0, np.int8(Known.VALUE), why[said[own]])
    heavy = np.array([WEIGHT[str(reason)] for reason in reasons])
    weights = np.maximum.reduceat(heavy[said], lines.starts)[mine]
    light = np.where(weights < WEIGHT[Status.NOT_APPLICABLE], weights, 0)
    groups = pd.MultiIndex.from_frame(lines.counts[PLACE_KEYS].iloc[lines.starts[mine]])
    total: IntArray = np.asarray(margins.reindex(groups).fillna(-1).array, dtype=np.int64)
    rest = np.where(total < 0, UNBOUNDED, np.maximum(total - values.sum(axis=1), 0))
    high = np.where(status == Known.VALUE, values, rest[:, None])
    note = pd.Series(light, index=groups).map(STATUS_OF)
    return Banded(groups, bands, Cells(values, high, status), total, note)
