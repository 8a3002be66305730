"""Choose what else to hide, where the true counts are, so that nothing small can be found.

Runs on the secretariat's side, before anything is committed. Knows tables and nothing of files.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import log1p

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.disclosure import Means, Plan, Repair, Verdict, audit, repair, small
from generator.disclosure.verdict import ProgressCallback
from generator.equations import (
    DELAYS,
    LEASES,
    PERIODS,
    SUFFIX,
    TERRITORY,
    Cell,
    Knowledge,
    cells_of,
    knowledge,
    numbers_of,
    secret_columns,
)
from generator.model import Status, Table, Tables
from generator.settings import SENSITIVE_THRESHOLD

DELAY = "delai_mois"
PRECIOUS = 8.0
"""What hiding a margin costs above its size: as much as several crossings."""

ROUNDS = 12
"""Most times that statistics are hidden and the attack is made again."""


@dataclass(frozen=True)
class Masked:
    """Tables that may be published, and what hiding cost.

    Attributes:
        tables: the tables, each small or telling count hidden.
        primary: counts hidden for their own sake, by table.
        added: counts hidden to protect the others, by table.
        statistics: means and quartiles hidden because they gave a hidden count away.
        unprotected: counts that nothing protects while the rest is published.
        gap: how much dearer than the cheapest mask this one may be; 0 is proven cheapest.
    """

    tables: Tables = field(repr=False)
    primary: Mapping[str, int]
    added: Mapping[str, int]
    statistics: int
    unprotected: tuple[Cell, ...]
    gap: float


def masked(
    complete: Tables,
    *,
    published: Tables | None = None,
    seconds: float | None = None,
    progress: ProgressCallback | None = None,
) -> Masked:
    """Return the tables as they may be published.

    Args:
        complete: checked tables with their true counts.
        published: the version already public: what it shows stays shown, what it hides hidden.
        seconds: time allowed to choose; a mask that is not finished leaves counts unprotected.
        progress: called while the mask is chosen.
    """
    tables: Tables = few_hidden(complete)
    shown, clock = _shown(tables), _Clock(seconds, progress)
    fixed = numbers_of(published) if published else {}
    for part in _parts(tables):
        alone = _chosen(part, fixed, clock)
        fixed = {**fixed, **{cell: None for cell in alone.hidden if cell not in fixed}}
        tables = _with_delays(tables, alone.tables)
    bare = {name: table for name, table in tables.items() if name != DELAYS}
    whole = _chosen(bare, fixed, clock)
    done, left = _settled(hidden_in(tables, whole.hidden), clock)
    return Masked(
        tables=done,
        primary=_by_table(whole.known, whole.hidden & whole.primary),
        added=_by_table(whole.known, whole.hidden - whole.primary),
        statistics=shown - _shown(done),
        unprotected=left,
        gap=whole.gap,
    )


class _Clock:
    """The time allowed for all questions together."""

    def __init__(self, seconds: float | None, progress: ProgressCallback | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self._progress = progress

    def means(self) -> Means:
        """Return the means of the next question: what is left of the time."""
        left = None if self._end is None else max(self._end - time.monotonic(), 0.0)
        return Means(seconds=left, progress=self._progress)


def _settled(tables: Tables, clock: _Clock) -> tuple[Tables, tuple[Cell, ...]]:
    """Return masked tables once no statistic gives a count away, and the counts still exposed."""
    for _ in range(ROUNDS):
        report = audit(knowledge(tables).system, means=clock.means())
        found = [f.key for f in report.findings(Verdict.NARROW)]
        left = tuple(cell for cell in found if isinstance(cell, Cell))
        further = _without_statistics(tables, left)
        if further is tables:
            further = _without_statistics(tables, left, around=True)
        if further is tables:
            break
        tables = further
    return tables, left


@dataclass(frozen=True)
class _Chosen:
    """A mask of some tables, once the statistics that no mask bears are hidden."""

    tables: Tables
    known: Knowledge
    hidden: frozenset[Cell]
    primary: frozenset[Cell]
    gap: float


def _chosen(tables: Tables, fixed: Mapping[Cell, int | None], clock: _Clock) -> _Chosen:
    """Return a mask of these tables: where a mean or a quartile stands in its way, it goes first."""
    for _ in range(ROUNDS):
        known = knowledge(tables)
        found = repair(known.system, _plan(known, fixed), means=clock.means())
        further = _without_statistics(tables, _cells(found, found.unprotected))
        if further is tables:
            break
        tables = further
    hidden = frozenset(_cells(found, np.flatnonzero(found.hidden)))
    primary = frozenset(_cells(found, np.flatnonzero(small(found.complete))))
    return _Chosen(tables, known, hidden, primary, found.gap)


def _cells(found: Repair, positions: npt.NDArray[np.int64]) -> list[Cell]:
    return [cell for cell in found.keys(positions) if isinstance(cell, Cell)]


def _with_delays(tables: Tables, part: Tables) -> Tables:
    """Return the tables with the statistics hidden that are hidden in a part of them."""
    if DELAYS not in part:
        return tables
    hidden = part[DELAYS].frame.index[part[DELAYS].frame[DELAY].isna()]
    where = pd.Series(tables[DELAYS].frame.index.isin(hidden), index=tables[DELAYS].frame.index)
    return {**tables, DELAYS: _hide(tables[DELAYS], DELAY, where)}


def _parts(tables: Tables) -> Iterator[dict[str, Table]]:
    """Yield what is counted the same way in the same year, alone.

    A mask of each part is a good start for the mask of all: years and flows are tied by their
    margins only, and a question about one part costs a fiftieth of a question about all.
    """
    facts: dict[str, dict[str, Table]] = {}
    for name, table in tables.items():
        for column in secret_columns(table):
            facts.setdefault(f"{column} {table.counting.unite}", {})[name] = table
    for group in facts.values():
        period = next(
            iter(key for key in PERIODS if all(key in t.keys for t in group.values())), ""
        )
        years = (
            {str(y) for t in group.values() for y in t.frame[period].unique()} if period else {""}
        )
        for year in sorted(years):
            part = {name: _of_year(table, period, year) for name, table in group.items()}
            if LEASES in part and DELAYS in tables:
                part[DELAYS] = _of_year(tables[DELAYS], period, year)
            yield part


def _of_year(table: Table, period: str, year: str) -> Table:
    if not period:
        return table
    kept = table.frame[period].astype("string") == year
    return replace(table, frame=table.frame[kept])


def _plan(known: Knowledge, published: Mapping[Cell, int | None]) -> Plan:
    """Return what may be hidden: crossings first, sizes of the whole last, its totals never."""
    groups: dict[int, list[Cell]] = {}
    for cell in known.spots:
        groups.setdefault(_rank(known, cell), []).append(cell)
    shown = {cell for cell, value in published.items() if value is not None}
    hidden = {cell for cell, value in published.items() if value is None}
    numbers = numbers_of(known.tables)
    return Plan(
        keep=[*groups.get(3, ()), *shown],
        already=[*hidden, *(cell for cell in known.telling if cell not in shown)],
        reserves=[[cell for cell in groups.get(2, ()) if cell not in shown]],
        costs={cell: PRECIOUS + log1p(numbers.get(cell) or 0) for cell in groups.get(1, ())},
    )


def _rank(known: Knowledge, cell: Cell) -> int:
    """Return how much readers need a count: 0 crossings, 1 margins, 2 sizes, 3 the whole."""
    spot = known.spots[cell][0]
    whole = known.tables[spot.table].margins.get(TERRITORY)
    if whole is not None and cell.place != whole:
        return int(not cell.coordinates)
    if len(cell.coordinates) > 1:
        return 0
    sizes = all(name.startswith("typologie") for name, _ in cell.coordinates)
    return 3 if not cell.coordinates else 1 + sizes


def few_hidden(tables: Tables) -> dict[str, Table]:
    """Return the tables without the statistics of groups too few to have any."""
    if DELAYS not in tables or LEASES not in tables:
        return dict(tables)
    number = {
        (cell.period, cell.place, dict(cell.coordinates).get(_size(tables), "")): value
        for cell, value in numbers_of({LEASES: tables[LEASES]}).items()
        if all(name == _size(tables) for name, _ in cell.coordinates)
    }
    few = [number.get(key) or 0 for key in _keys(tables[DELAYS])]
    hide = pd.Series([0 < n < SENSITIVE_THRESHOLD for n in few], index=tables[DELAYS].frame.index)
    return {**tables, DELAYS: _hide(tables[DELAYS], DELAY, hide)}


def _size(tables: Tables) -> str:
    """Return the name that the size of home takes in the cells of the leases."""
    counted = tables[LEASES].counting.typologie
    return f"typologie {counted}" if counted else "typologie"


def _keys(delays: Table) -> list[tuple[str, str, str]]:
    margin = delays.margins.get("typologie")
    columns = [delays.frame[k].astype("string") for k in ("annee", TERRITORY, "typologie")]
    sizes = columns[2].mask(columns[2] == margin, "")
    return list(zip(columns[0].tolist(), columns[1].tolist(), sizes.tolist(), strict=True))


def _hide(table: Table, column: str, where: pd.Series[bool]) -> Table:
    status = f"{column}{SUFFIX}"
    shown = where & table.frame[column].notna()
    frame = table.frame.assign(
        **{
            column: table.frame[column].mask(shown),
            status: table.frame[status].mask(shown, str(Status.SECRET)),
        }
    )
    return replace(table, frame=frame)


def hidden_in(tables: Tables, cells: Collection[Cell]) -> dict[str, Table]:
    """Return the tables with these counts hidden wherever they are printed.

    The statistics of a group go with its number: they would say that it is not small.
    """
    done = dict(tables)
    numbers = knowledge_names(tables)
    for name, table in tables.items():
        for column in secret_columns(table):
            flags = [cell in cells for cell in numbers[name, column]]
            done[name] = _hide(done[name], column, pd.Series(flags, index=table.frame.index))
    if LEASES in tables and DELAYS in tables:
        totals = [c for c in cells if all(name == _size(tables) for name, _ in c.coordinates)]
        leases = {c for _, c in cells_of(tables, LEASES, secret_columns(tables[LEASES])[0])}
        done |= _without_statistics(done, [c for c in totals if c in leases])
    return done


def knowledge_names(tables: Tables) -> dict[tuple[str, str], list[Cell]]:
    """Return the name of each count, by table and column, in the order of its lines."""
    return {
        (name, column): [cell for _, cell in cells_of(tables, name, column)]
        for name, table in tables.items()
        for column in secret_columns(table)
    }


# --- statistics -------------------------------------------------------------------------------


def _without_statistics(tables: Tables, found: Collection[Cell], *, around: bool = False) -> Tables:
    """Return the tables without the statistics of the places and sizes of these cells.

    Args:
        tables: the tables.
        found: the cells.
        around: hide those of the same place or of the same size too: the mean of a whole tells of
            the parts whose own is hidden.
    """
    if DELAYS not in tables:
        return tables
    size = _size(tables)
    groups = {(c.period, c.place, dict(c.coordinates).get(size, "")) for c in found}
    keys = _keys(tables[DELAYS])
    where = [key in groups for key in keys]
    if around:
        rows, columns = {key[:2] for key in groups}, {(key[0], key[2]) for key in groups}
        where = [key[:2] in rows or (key[0], key[2]) in columns for key in keys]
    flags = pd.Series(where, index=tables[DELAYS].frame.index)
    if not (flags & tables[DELAYS].frame[DELAY].notna()).any():
        return tables
    return {**tables, DELAYS: _hide(tables[DELAYS], DELAY, flags)}


def _shown(tables: Tables) -> int:
    return int(tables[DELAYS].frame[DELAY].notna().sum()) if DELAYS in tables else 0


def _by_table(known: Knowledge, cells: Collection[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for cell in cells:
        for spot in known.spots.get(cell, ()):
            found[spot.table] = found.get(spot.table, 0) + 1
    return dict(sorted(found.items()))
