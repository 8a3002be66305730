"""Choose what else to hide, where the true counts are, so that nothing small can be found.

Runs on the secretariat's side, before anything is committed. Knows tables and nothing of files.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import log1p

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.disclosure import (
    Key,
    KnownTables,
    Means,
    Plan,
    Repair,
    Rule,
    Verdict,
    audit,
    repair,
    small,
)
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
    rounded_of,
    secret_columns,
)
from generator.model import Status, Table, Tables
from generator.settings import SENSITIVE_THRESHOLD

DELAY = "delai_mois"
PRECIOUS = 8.0
"""What hiding a margin costs above its size: as much as several crossings."""

ROUNDS = 12
"""Most times that statistics are hidden and the attack is made again."""


PARTS = 6
"""Parts in which statistics given up together are tried again: each costs one attack."""


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
    bare = {name: table for name, table in tables.items() if name != DELAYS}
    fixed, clock = _fixed(published or {}), _Clock(seconds, progress)
    for part in _parts(bare):
        hidden = _chosen(part, fixed, clock).hidden
        fixed = {**fixed, **{cell: None for cell in hidden if cell not in fixed}}
    whole = _chosen(bare, fixed, clock)
    done, left = _with_statistics(hidden_in(tables, whole.hidden), clock)
    return Masked(
        tables=done,
        primary=_by_table(whole.known, whole.hidden & whole.primary),
        added=_by_table(whole.known, whole.hidden - whole.primary),
        statistics=_shown(tables) - _shown(done),
        unprotected=left,
        gap=whole.gap,
    )


def _fixed(published: Tables) -> dict[Cell, int | None]:
    """Return what the version already public shows or hides; what it rounds is neither."""
    rounded = rounded_of(published)
    numbers = numbers_of(published).items()
    return {cell: n for cell, n in numbers if n is not None or cell not in rounded}


class _Clock:
    """The time allowed for all questions together."""

    def __init__(self, seconds: float | None, progress: ProgressCallback | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self._progress = progress

    def means(self) -> Means:
        """Return the means of the next question: what is left of the time."""
        left = None if self._end is None else max(self._end - time.monotonic(), 0.0)
        return Means(seconds=left, progress=self._progress)


@dataclass(frozen=True)
class _Chosen:
    """A mask of the counts of some tables."""

    known: Knowledge
    hidden: frozenset[Cell]
    primary: frozenset[Cell]
    gap: float


def _chosen(tables: Tables, fixed: Mapping[Cell, int | None], clock: _Clock) -> _Chosen:
    """Return a mask of these tables, which keeps what is `fixed`."""
    doubts: set[Cell] = set()
    for _ in range(ROUNDS):
        known = knowledge(tables)
        plan = _plan(known, fixed)
        _doubt(known, doubts)
        found = repair(known.system, plan, means=clock.means())
        hidden = frozenset(_cells(found, np.flatnonzero(found.hidden)))
        further = {*_companions(known, hidden, found.report.zeros())} - doubts
        if not further:
            break
        doubts |= further
    primary = frozenset(_cells(found, np.flatnonzero(small(found.complete))))
    return _Chosen(known, hidden, primary | (hidden & {*plan.dark}), found.gap)


def _doubt(known: Knowledge, cells: Collection[Cell]) -> None:
    """Ask that readers cannot even tell that these cells are zero."""
    rule = Rule(threshold=SENSITIVE_THRESHOLD, width=1, zeros_published=False)
    for cell in cells:
        known.system.masked(cell, rule=rule, minimum=0)


def _companions(
    known: Knowledge, hidden: Collection[Cell], empty: Collection[Key]
) -> Iterator[Cell]:
    """Yield a category to keep in doubt for each group that the mask leaves in a single one.

    The category that is largest in the whole territory is the easiest to keep in doubt.
    """
    numbers = numbers_of(known.tables)
    whole = known.tables[LEASES].margins.get(TERRITORY, "") if LEASES in known.tables else ""
    for row in known.rows:
        doubtful = [p.cell for p in row.finest if p.cell in hidden and p.cell not in empty]
        printed = [p.cell for p in row.finest if p.cell not in hidden and p.value]
        lost = [p.cell for p in row.finest if p.cell in empty]
        if row.total.value != 0 and len(doubtful) + len(printed) == 1 and lost:
            yield max(lost, key=lambda cell: numbers.get(cell._replace(place=whole)) or 0)


def _cells(found: Repair, positions: npt.NDArray[np.int64]) -> list[Cell]:
    return [cell for cell in found.keys(positions) if isinstance(cell, Cell)]


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
    dark = dict.fromkeys(_dark(known))
    # what was public stays so, but for zeros that should not have been: the register keeps them
    shown = {c for c, value in published.items() if value or (value == 0 and c not in dark)}
    hidden = {cell for cell, value in published.items() if value is None}
    numbers = numbers_of(known.tables)
    return Plan(
        keep=[*groups.get(3, ()), *shown],
        already=[*hidden],
        dark=[cell for cell in dark if cell not in shown],
        reserves=[[cell for cell in groups.get(2, ()) if cell not in shown]],
        costs={cell: PRECIOUS + log1p(numbers.get(cell) or 0) for cell in groups.get(1, ())},
    )


def _dark(known: Knowledge) -> Iterator[Cell]:
    """Yield the categories of groups too few or all alike, of which nothing may be said.

    Their zeros go too: among zeros, the only category left would tell where everybody is.
    """
    for row in known.rows:
        number = row.total.value
        few = number is not None and 0 < number < SENSITIVE_THRESHOLD
        if few or row.dark or row.only():
            yield from (part.cell for part in row.parts)


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
    if DELAYS not in tables:
        return dict(tables)
    number = {
        (cell.period, cell.place, dict(cell.coordinates).get(_size(tables), "")): value
        for cell, value in numbers_of({n: t for n, t in tables.items() if n == LEASES}).items()
        if all(name == _size(tables) for name, _ in cell.coordinates)
    }
    few = [(number.get(key) or 0) < SENSITIVE_THRESHOLD for key in _keys(tables[DELAYS])]
    hide = pd.Series(few, index=tables[DELAYS].frame.index, dtype="bool")
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
        for column in secret_columns(table) if table.rounding == 1 else ():
            flags = [cell in cells for cell in numbers[name, column]]
            done[name] = _hide(done[name], column, pd.Series(flags, index=table.frame.index))
    if LEASES in tables and DELAYS in tables:
        totals = [c for c in cells if all(name == _size(tables) for name, _ in c.coordinates)]
        leases = {c for _, c in cells_of(tables, LEASES, secret_columns(tables[LEASES])[0])}
        done[DELAYS] = _without_statistics(done, [c for c in totals if c in leases])
    return done


def knowledge_names(tables: Tables) -> dict[tuple[str, str], list[Cell]]:
    """Return the name of each count, by table and column, in the order of its lines."""
    return {
        (name, column): [cell for _, cell in cells_of(tables, name, column)]
        for name, table in tables.items()
        for column in secret_columns(table)
    }


# --- statistics -------------------------------------------------------------------------------


LEVELS = (("mediane",), ("q1", "q3"), ("moyenne",))
"""Statistics in the order in which readers need them: the first are given up last."""


def _with_statistics(tables: Tables, clock: _Clock) -> tuple[Tables, tuple[Cell, ...]]:
    """Return masked tables with the statistics that give no count away, and the counts exposed."""
    if DELAYS not in tables:
        return tables, _exposed(tables, clock)
    delays = tables[DELAYS].frame
    shown = pd.Series(data=False, index=delays.index)
    known = KnownTables()
    left = _exposed(_showing(tables, shown), clock, known)

    def attack(tried: Tables) -> Collection[Cell]:
        return {*_exposed(tried, clock, known)} - {*left}

    for names in LEVELS:
        wanted = delays[DELAY].notna() & delays["statistique"].isin(names)
        shown = shown | _bearable(tables, shown, wanted, attack)
    return _showing(tables, shown), left


_Attack = Callable[[Tables], Collection[Cell]]
"""Returns the counts that a reader of some tables finds, and did not find without statistics."""


def _bearable(
    tables: Tables, shown: pd.Series[bool], wanted: pd.Series[bool], attack: _Attack
) -> pd.Series[bool]:
    """Return which of the statistics wanted can be shown beside the others."""
    kept = wanted
    for _ in range(ROUNDS):
        found = attack(_showing(tables, shown | kept))
        if not found:
            return kept | _second_chance(tables, shown | kept, wanted & ~kept, attack)
        kept = kept & ~_nearest(tables, found, kept)
    return wanted & False


def _second_chance(
    tables: Tables, shown: pd.Series[bool], given_up: pd.Series[bool], attack: _Attack
) -> pd.Series[bool]:
    """Return what can be shown after all of the statistics given up together, part by part."""
    back = given_up & False
    lines = given_up.index[given_up]
    for part in np.array_split(lines, min(PARTS, len(lines)) or 1):
        tried = pd.Series(given_up.index.isin(part), index=given_up.index)
        if tried.any() and not attack(_showing(tables, shown | back | tried)):
            back = back | tried
    return back


def _nearest(tables: Tables, found: Collection[Cell], wanted: pd.Series[bool]) -> pd.Series[bool]:
    """Return the statistics to give up for these counts: of their groups, or else around them.

    The mean of a whole tells of the parts whose own is hidden.
    """
    groups = _groups(tables, found)
    rows, columns = {key[:2] for key in groups}, {(key[0], key[2]) for key in groups}
    keys = _keys(tables[DELAYS])
    own = [key in groups for key in keys]
    around = [key[:2] in rows or (key[0], key[2]) in columns for key in keys]
    for near in (own, around):
        flags = pd.Series(near, index=wanted.index)
        if (flags & wanted).any():
            return flags
    return wanted


def _groups(tables: Tables, cells: Collection[Cell]) -> set[tuple[str, str, str]]:
    size = _size(tables)
    return {(c.period, c.place, dict(c.coordinates).get(size, "")) for c in cells}


def _without_statistics(tables: Tables, totals: Collection[Cell]) -> Table:
    """Return the statistics without those of the groups that these cells count."""
    groups = _groups(tables, totals)
    where = [key in groups for key in _keys(tables[DELAYS])]
    return _hide(tables[DELAYS], DELAY, pd.Series(where, index=tables[DELAYS].frame.index))


def _showing(tables: Tables, shown: pd.Series[bool]) -> Tables:
    return {**tables, DELAYS: _hide(tables[DELAYS], DELAY, ~shown)}


def _exposed(tables: Tables, clock: _Clock, known: KnownTables | None = None) -> tuple[Cell, ...]:
    means = replace(clock.means(), known=known)
    read = knowledge(tables)
    report = audit(read.system, means=means)
    found = [f.key for f in report.findings(Verdict.NARROW)]
    empty = report.zeros()
    alone = [only.cell for row in read.rows if (only := row.only(empty)) is not None]
    return tuple(dict.fromkeys([*(cell for cell in found if isinstance(cell, Cell)), *alone]))


def _shown(tables: Tables) -> int:
    return int(tables[DELAYS].frame[DELAY].notna().sum()) if DELAYS in tables else 0


def _by_table(known: Knowledge, cells: Collection[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for cell in cells:
        exact = (s for s in known.spots.get(cell, ()) if known.tables[s.table].rounding == 1)
        for spot in exact:
            found[spot.table] = found.get(spot.table, 0) + 1
    return dict(sorted(found.items()))
