"""Choose what else to hide, where the true counts are, so that nothing small can be found.

Runs on the secretariat's side, before anything is committed. Knows tables and nothing of files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from generator.disclosure import Means, Plan, Repair, Verdict, audit, repair
from generator.disclosure.verdict import ProgressCallback
from generator.equations import (
    DELAYS,
    LEASES,
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
    tables = few_hidden(complete)
    known = knowledge(tables)
    chosen = repair(
        known.system,
        _plan(known, numbers_of(published) if published else {}),
        means=Means(seconds=seconds, progress=progress),
    )
    return _settled(tables, chosen, known, seconds)


def _plan(known: Knowledge, published: Mapping[Cell, int | None]) -> Plan:
    """Return what may be hidden: crossings first, totals of communes next, the largest totals never."""
    groups: dict[int, list[Cell]] = {}
    for cell in known.spots:
        groups.setdefault(_rank(known, cell), []).append(cell)
    shown = {cell for cell, value in published.items() if value is not None}
    hidden = {cell for cell, value in published.items() if value is None}
    return Plan(
        keep=[*groups.get(3, ()), *shown],
        already=[*hidden, *(cell for cell in known.telling if cell not in shown)],
        reserves=[[c for c in groups.get(rank, ()) if c not in shown] for rank in (1, 2)],
    )


def _rank(known: Knowledge, cell: Cell) -> int:
    """Return how much readers need a count: 0 crossings, 1 communes, 2 sizes, 3 the whole."""
    spot = known.spots[cell][0]
    whole = known.tables[spot.table].margins.get(TERRITORY)
    if whole is not None and cell.place != whole:
        return int(not cell.coordinates)
    return {0: 3, 1: 2}.get(len(cell.coordinates), 0)


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
    """Return the tables with these counts hidden wherever they are printed."""
    done = dict(tables)
    numbers = knowledge_names(tables)
    for name, table in tables.items():
        for column in secret_columns(table):
            flags = [cell in cells for cell in numbers[name, column]]
            done[name] = _hide(done[name], column, pd.Series(flags, index=table.frame.index))
    return done


def knowledge_names(tables: Tables) -> dict[tuple[str, str], list[Cell]]:
    """Return the name of each count, by table and column, in the order of its lines."""
    return {
        (name, column): [cell for _, cell in cells_of(tables, name, column)]
        for name, table in tables.items()
        for column in secret_columns(table)
    }


# --- statistics -------------------------------------------------------------------------------


def _settled(
    tables: Mapping[str, Table], chosen: Repair, known: Knowledge, seconds: float | None
) -> Masked:
    """Return the masked tables once no mean or quartile gives a hidden count away."""
    names = [key for key in chosen.complete.keys if isinstance(key, Cell)]
    flags = dict(zip(chosen.complete.keys, chosen.hidden.tolist(), strict=True))
    hidden = {cell for cell in names if flags[cell]}
    done = hidden_in(tables, hidden)
    before = done
    left: tuple[Cell, ...] = ()
    for _ in range(ROUNDS):
        report = audit(knowledge(done).system, means=Means(seconds=seconds))
        found = [f.key for f in report.findings(Verdict.NARROW)]
        left = tuple(cell for cell in found if isinstance(cell, Cell) and cell in known.spots)
        further = _without_statistics(done, left)
        if not left or further is done:
            break
        done = further
    primary = {cell for cell in chosen.keys(chosen.primary) if isinstance(cell, Cell)}
    return Masked(
        tables=done,
        primary=_by_table(known, hidden & primary),
        added=_by_table(known, hidden - primary),
        statistics=_shown(before) - _shown(done),
        unprotected=left,
        gap=chosen.gap,
    )


def _without_statistics(tables: dict[str, Table], found: Collection[Cell]) -> dict[str, Table]:
    """Return the tables without the statistics of the places and sizes of these cells."""
    if DELAYS not in tables:
        return tables
    size = _size(tables)
    groups = {(c.period, c.place, dict(c.coordinates).get(size, "")) for c in found}
    where = [key in groups for key in _keys(tables[DELAYS])]
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
