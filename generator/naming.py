"""French names for cells and for groups of cells, with the file and the lines that print them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from generator.equations import PERIODS, TERRITORY, Cell, Knowledge, Spot
from generator.model import Table

FEW = 3
"""Up to this many cells of one sum are named one by one."""


class Naming:
    """Names the cells of a deposit the way its reader would point at them."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known

    def __call__(self, keys: tuple[object, ...]) -> str:
        """Return words for one cell, or for several of one sum."""
        cells = [key for key in keys if isinstance(key, Cell)]
        table = self._table_of(cells)
        if len(cells) <= FEW or not table:
            return " + ".join(self.one(cell, table) for cell in cells)
        spots = [self._spot(cell, table) for cell in cells]
        lines = said_lines(spot.line for spot in spots if spot)
        return f"{len(cells)} cases de {_file(self._known.tables[table])} ({lines})"

    def one(self, cell: Cell, table: str = "") -> str:
        """Return the words of one cell."""
        spot = self._spot(cell, table)
        if spot is None:
            return self._unprinted(cell)
        words = self.case(cell, spot)
        return f"« {words} » ({_file(self._known.tables[spot.table])}, ligne {spot.line})"

    def _unprinted(self, cell: Cell) -> str:
        """Return the words of a count that no line holds: its codes, for want of a label."""
        if cell not in self._known.absent:
            return "un nombre qui n’est imprimé nulle part"
        codes = ", ".join([cell.place, *(code for _, code in cell.coordinates), cell.period])
        return f"la ligne absente « {codes} »"

    def case(self, cell: Cell, spot: Spot) -> str:
        """Return what a cell counts, without its place in the file."""
        table = self._known.tables[spot.table]
        row = table.frame.loc[spot.line]
        named = row.get("nom_territoire", cell.place)
        parts = [str(named)] if cell.place else []
        for key in table.keys:
            margin = key in table.margins and row[key] == table.margins[key]
            if key not in (TERRITORY, *PERIODS) and not margin:
                parts.append(str(table.labels(key).get(str(row[key]), row[key])))
        return ", ".join([*parts, cell.period])

    def _table_of(self, cells: Iterable[Cell]) -> str:
        """Return a table that prints all these cells, or none."""
        printed = [{spot.table for spot in self._readable(cell)} for cell in cells]
        common = set.intersection(*printed) if printed else set()
        return min(common, default="")

    def _spot(self, cell: Cell, table: str = "") -> Spot | None:
        spots = self._readable(cell)
        return next((s for s in spots if s.table == table), spots[0] if spots else None)

    def _readable(self, cell: Cell) -> list[Spot]:
        """Return where a count can be read; where it is hidden, when it is hidden everywhere."""
        spots = self._known.spots.get(cell, ())
        return [spot for spot in spots if self._read(spot)] or list(spots)

    def _read(self, spot: Spot) -> bool:
        frame = self._known.tables[spot.table].frame
        value: Any = frame.loc[spot.line, spot.column]
        return not pd.isna(value)


def _file(table: Table) -> str:
    return PurePosixPath(table.where).name


def said_lines(lines: Iterable[int]) -> str:
    """Return lines as a reader says them: « lignes 3 à 11 », « lignes 3, 5 et 9 »."""
    ordered = sorted(set(lines))
    runs: list[list[int]] = [[ordered[0]]]
    for before, line in pairwise(ordered):
        if line == before + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    told = [_run(run) for run in runs]
    text = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} et {told[-1]}"
    return f"ligne {text}" if len(ordered) == 1 else f"lignes {text}"


def _run(run: Sequence[int]) -> str:
    return str(run[0]) if len(run) == 1 else f"{run[0]} à {run[-1]}"
