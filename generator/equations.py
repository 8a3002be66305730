"""What readers of every table can put together: equations between the same cells.

A cell is one count, whatever table prints it: the leases of a commune are one unknown, crossed
with sizes here and with quartiles there. Everything the site derives is computed from visible
cells alone and adds nothing; what is deposited beside the counts (means, quartiles) is written
down here as inequalities.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Final, NamedTuple, cast

import pandas as pd

from generator.disclosure import Inequality, Key, Rule, System
from generator.model import Status, Table, Tables
from generator.secrecy import INTEGER, crossing_threshold, row_thresholds

STOCK, NEW, LEASES, EXITS = (
    "demandes_stock",
    "demandes_nouvelles",
    "baux_delai",
    "sorties_anciennete",
)
"""The stock, and the three flows that move it from one 1 January to the next."""

DELAYS: Final = "delais_attributaires"
"""Statistics of the exact durations of the leases that LEASES counts by band."""

TERRITORY: Final = "code_territoire"
PERIODS: Final = ("annee", "date")
ADDITIVE: Final = ("choix_1", "residence", "logement_attribue", None)
"""Ways to place a unit that count it once: a demand placed by all its choices is counted in each."""

BAND: Final = re.compile(r"M_(\d+)_(\d+|P)")
SUFFIX: Final = "_statut"


class Cell(NamedTuple):
    """The name of one count, the same in every table that prints it.

    Attributes:
        fact: measure, unit and way of placing it.
        period: year, or day of observation.
        place: code of the territory.
        coordinates: dimensions that are not at their margin, with their category.
    """

    fact: str
    period: str
    place: str
    coordinates: tuple[tuple[str, str], ...]


class Spot(NamedTuple):
    """Where a cell is printed."""

    table: str
    line: int
    column: str


class Row(NamedTuple):
    """A group of households shared out along a sensitive dimension.

    Attributes:
        total: the group.
        finest: categories that share it out once.
        parts: every category printed of it, wider ones included.
        unsaid: categories without a line that may hold some of it too.
    """

    total: Count
    finest: tuple[Count, ...]
    parts: tuple[Count, ...]
    unsaid: tuple[Cell, ...] = ()

    @property
    def dark(self) -> bool:
        """Whether nothing is printed of it: then a hidden category may also be empty."""
        return all(part.printed is None for part in self.parts)

    def only(self, empty: Collection[object] = ()) -> Count | None:
        """Return the one category where all its households must be, if there is one.

        Args:
            empty: hidden categories known to count nobody.
        """
        if self.total.value == 0:
            return None
        possible = [part for part in self.finest if part.value != 0 and part.cell not in empty]
        full = [part for part in self.parts if part.value and part.value == self.total.value]
        others = [cell for cell in self.unsaid if cell not in empty]
        alone = full[:1] if others else full[:1] or possible
        return alone[0] if len(alone) == 1 else None


@dataclass(frozen=True, eq=False)
class Knowledge:
    """All that can be known of the counts of a deposit.

    Attributes:
        system: the cells and their equations, ready to be attacked.
        spots: where each printed cell stands.
        tables: the tables it was read from.
        rows: each group of households shared out along a sensitive dimension.
        absent: counts of lines that are not there, and the total that counts them too.
    """

    system: System
    spots: Mapping[Cell, tuple[Spot, ...]]
    tables: Tables
    rows: tuple[Row, ...] = ()
    absent: Mapping[Cell, Spot] = field(default_factory=dict)


class Count(NamedTuple):
    """One line of a table: where, what, how secret.

    Attributes:
        line: line of the file.
        cell: what is counted.
        value: the count; None where it is hidden, missing, or printed rounded.
        status: why it is missing.
        threshold: smallest count that may be seen.
        around: between which counts the true one is known to lie, where it is printed rounded.
        printed: the number printed, rounded or not.
    """

    line: int
    cell: Cell
    value: int | None
    status: str
    threshold: int
    around: tuple[int, int] | None = None
    printed: int | None = None


@dataclass(frozen=True, eq=False)
class Counted:
    """One column of counts, line by line, with the codes of its dimensions.

    Attributes:
        table: the table.
        column: the measure.
        counts: its lines.
        codes: codes of each line, in the order of the keys.
        places: communes of the territory, as its register names them.
    """

    table: Table
    column: str
    counts: Sequence[Count]
    codes: Sequence[tuple[str, ...]]
    by_code: Mapping[tuple[str, ...], Count] = field(repr=False)
    places: frozenset[str] = frozenset()

    @cached_property
    def code_of(self) -> dict[Cell, tuple[str, ...]]:
        """Codes of each cell."""
        return {count.cell: codes for codes, count in self.by_code.items()}

    @cached_property
    def filled(self) -> frozenset[Cell]:
        """Totals without a line that some line shares out: they count somebody."""
        return frozenset(
            family.total.cell
            for dimension in _dimensions(self.table)
            for family in _families(self, dimension)
            if not family.written
        )

    @cached_property
    def doubtful(self) -> bool:
        """Whether some visible total shows that a missing line counts somebody."""
        return any(_evidence(self, dimension).doubtful for dimension in _dimensions(self.table))


def knowledge(tables: Tables) -> Knowledge:
    """Return what readers know once every table is read.

    Args:
        tables: checked tables, in which small counts are hidden (or, before a repair, are not).
    """
    counted = list(_counted(tables))
    rows = tuple(row for one in counted for row in _rows(one))
    dark = {part.cell for row in rows if row.dark for part in row.parts}
    system, spots, absent = System(), dict[Cell, tuple[Spot, ...]](), dict[Cell, Spot]()
    for one in counted:
        for count in one.counts:
            _record(system, count, least=int(count.cell not in dark))
            spot = Spot(one.table.name, count.line, one.column)
            spots[count.cell] = (*spots.get(count.cell, ()), spot)
        absent |= _sums(system, one)
    _regrouped(system, counted, spots)
    _limits(system, counted, one_place(tables))
    _balance(system, tables, spots)
    _statistics(system, tables, counted)
    absent = {cell: spot for cell, spot in absent.items() if cell not in spots}
    return Knowledge(system, spots, tables, rows, absent)


def numbers_of(tables: Tables, *, same: Mapping[str, str] | None = None) -> dict[Cell, int | None]:
    """Return every count printed or kept secret, by name; None where it is secret or rounded.

    Args:
        tables: checked tables.
        same: facts to be read as one, when other tables than these say so (see `one_place`).
    """
    found: dict[Cell, int | None] = {}
    for one in _counted(tables, same):
        for count in one.counts:
            if count.printed is not None or count.status == str(Status.SECRET):
                known = found.get(count.cell)
                found[count.cell] = known if count.value is None else count.value
    return found


def printed_of(
    tables: Tables, *, same: Mapping[str, str] | None = None
) -> Iterator[tuple[Table, str, tuple[str, ...], Cell]]:
    """Yield each line of each column of counts: table, column, codes of its keys, cell."""
    for one in _counted(tables, same):
        for count, codes in zip(one.counts, one.codes, strict=True):
            yield one.table, one.column, codes, count.cell


def rounded_of(tables: Tables) -> dict[Cell, tuple[int, int]]:
    """Return between which counts the true one lies, by name, for those printed rounded."""
    found: dict[Cell, tuple[int, int]] = {}
    for one in _counted(tables):
        for count in one.counts:
            if count.around is not None:
                low, high = found.get(count.cell, count.around)
                found[count.cell] = max(low, count.around[0]), min(high, count.around[1])
    return found


def cells_of(tables: Tables, name: str, column: str) -> list[tuple[int, Cell]]:
    """Return the line and the name of each count of a column."""
    one = _one(tables[name], column, one_place(tables))
    return [(count.line, count.cell) for count in one.counts]


def partition(categories: Sequence[str]) -> list[str]:
    """Return the categories that share out the whole once: bands may overlap, the finest are kept."""
    bands = _bands(categories)
    if not bands:
        return list(categories)
    rest = [c for c in categories if c not in bands]
    tiles = _tiles(bands, 0)
    return [*tiles, *rest] if tiles else []


Bands = dict[str, tuple[int, int | None]]


def _tiles(bands: Bands, start: int, stop: int | None = None) -> list[str]:
    """Return bands that cover all from `start` to `stop`, the narrowest first; empty if none do."""
    starting = [(end, name) for name, (low, end) in bands.items() if low == start]
    for end, name in sorted(starting, key=lambda band: (band[0] is None, band[0] or 0)):
        if end == stop:
            return [name]
        following = [] if end is None else _tiles(bands, end, stop)
        if following:
            return [name, *following]
    return []


def _bands(categories: Iterable[str]) -> Bands:
    """Return the limits of the categories that are bands of months."""
    found = {c: match for c in categories if (match := BAND.fullmatch(c))}
    return {c: (int(m[1]), None if m[2] == "P" else int(m[2])) for c, m in found.items()}


def _disjoint(categories: Sequence[str]) -> list[str]:
    """Return categories that share nobody, though they may leave some out: the narrowest bands."""
    bands = _bands(categories)
    kept, reached = [], 0
    for name, (low, high) in sorted(bands.items(), key=lambda b: (b[1][0], b[1][1] or 10**6)):
        if low >= reached:
            kept.append(name)
            reached = 10**6 if high is None else high
    return [*kept, *(c for c in categories if c not in bands)]


# --- cells ------------------------------------------------------------------------------------


def _counted(tables: Tables, same: Mapping[str, str] | None = None) -> Iterator[Counted]:
    same = one_place(tables) if same is None else same
    register = tables.get("communes")
    codes = [] if register is None else register.frame["code_commune"].astype("string").tolist()
    for table in tables.values():
        for column in secret_columns(table):
            yield replace(_one(table, column, same), places=frozenset(codes))


def secret_columns(table: Table) -> list[str]:
    """Return the columns of `table` that count households and may be hidden."""
    names = {f.name for f in table.fields}
    counts = [f.name for f in table.fields if f.kind == INTEGER and f"{f.name}{SUFFIX}" in names]
    if table.name == DELAYS or table.frame.empty:
        return []
    return counts if int(row_thresholds(table).max()) > 1 else []


def _one(table: Table, column: str, same: Mapping[str, str] | None = None) -> Counted:
    """Return a column line by line."""
    codes = _codes(table)
    frame, fact = table.frame, fact_of(table, column, same)
    numbers, statuses = frame[column].tolist(), frame[f"{column}{SUFFIX}"].tolist()
    thresholds = row_thresholds(table).tolist()
    lines = zip(frame.index.tolist(), codes, numbers, statuses, thresholds, strict=True)
    counts = [
        _count(table, line, _cell(table, fact, code), (_number(number), _text(status), threshold))
        for line, code, number, status, threshold in lines
    ]
    return Counted(table, column, counts, codes, dict(zip(codes, counts, strict=True)))


def _count(table: Table, line: int, cell: Cell, told: tuple[int | None, str, int]) -> Count:
    """Return one line; a rounded number is no count that readers see, but they know around what."""
    number, status, threshold = told
    if table.rounding == 1 or number is None:
        return Count(line, cell, number, status, threshold, None, number)
    around = max(0, number - table.reach), number + table.reach
    return Count(line, cell, None, status, threshold, around, number)


def _codes(table: Table) -> list[tuple[str, ...]]:
    columns = [table.frame[key].astype("string").fillna("").tolist() for key in table.keys]
    return list(zip(*columns, strict=True))


def _number(value: object) -> int | None:
    return None if value is None or value is pd.NA else int(str(value))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def fact_of(table: Table, column: str, same: Mapping[str, str] | None = None) -> str:
    """Return what a column counts: the same words in every table that counts the same."""
    placed = table.counting.localisation or ""
    fact = f"{column} {table.counting.unite} {placed}"
    return (same or {}).get(fact, fact)


def _cell(table: Table, fact: str, codes: Sequence[str]) -> Cell:
    period = place = ""
    coordinates = []
    for key, code in zip(table.keys, codes, strict=True):
        if key in PERIODS:
            period = _instant(code)
        elif key == TERRITORY:
            place = code
        elif code != table.margins.get(key):
            coordinates.append(_coordinate(table, key, code))
    return Cell(fact, period, place, tuple(sorted(coordinates)))


def _instant(code: str) -> str:
    """Return a day as the stocks name it: the evening of 31 December is the 1 January after."""
    return f"{int(code[:4]) + 1}-01-01" if code.endswith("-12-31") else code


def _coordinate(table: Table, key: str, code: str) -> tuple[str, str]:
    """Return a dimension and its category; a regrouped one takes the name of what it groups."""
    regrouped = _regroups(table, key)
    if regrouped and code not in regrouped[1]:
        return regrouped[0], code
    if key == "typologie" and table.counting.typologie:
        return f"{key} {table.counting.typologie}", code
    if table.counting.generation_qpv and "qpv" in key:
        return f"{key} {table.counting.generation_qpv}", code
    return key, code


def _regroups(table: Table, key: str) -> tuple[str, Mapping[str, tuple[str, ...]]] | None:
    return next((f.regroups for f in table.fields if f.name == key), None)


def _record(system: System, count: Count, *, least: int) -> None:
    """Write one cell down: read by all, rounded, hidden but at least `least`, or printed nowhere."""
    rule = _rule(count.threshold)
    if count.around is not None:
        low, high = count.around
        system.masked(count.cell, rule=rule, minimum=low, maximum=high)
    elif count.value is not None:
        system.visible(count.cell, count.value, rule=rule)
    elif count.status == str(Status.SECRET):
        system.masked(count.cell, rule=rule, minimum=least)
    else:
        system.implied(count.cell)


def _rule(threshold: int) -> Rule:
    return Rule(threshold=threshold, width=required_width(threshold))


def required_width(threshold: int) -> int:
    """Return the least doubt that must remain about a hidden count: half its threshold."""
    return threshold // 2


def one_place(tables: Tables) -> dict[str, str]:
    """Return the facts to be read as one: two ways of placing a unit that agree wherever both show.

    A lease belongs to the commune that was asked for, or to the one where the home stands. Where
    both tables always print the same number, a reader takes them for one, and so does the attack.
    """
    shown: dict[str, dict[Cell, tuple[int, int]]] = {}
    for table in tables.values():
        for column in secret_columns(table):
            known = shown.setdefault(fact_of(table, column), {})
            for count in _one(table, column).counts:
                told = count.around if count.value is None else (count.value, count.value)
                if told is not None:
                    known[count.cell._replace(fact="")] = told
    same: dict[str, str] = {}
    for fact in sorted(shown):
        alike = [other for other in sorted(shown) if other < fact and _alike(fact, other)]
        for other in alike:
            common = shown[fact].keys() & shown[other].keys()
            if common and all(_meet(shown[fact][cell], shown[other][cell]) for cell in common):
                same.setdefault(fact, same.get(other, other))
    return same


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether two counts may be the same, each known between two limits."""
    return one[0] <= other[1] and other[0] <= one[1]


def _alike(fact: str, other: str) -> bool:
    return fact.split(" ")[:2] == other.split(" ")[:2]


# --- equations --------------------------------------------------------------------------------


def _sums(system: System, one: Counted) -> dict[Cell, Spot]:
    """Record that totals are the sum of their parts, dimension by dimension.

    Returns:
        The parts that have no line though they may count somebody, with the place of their total.
    """
    found = dict[Cell, Spot]()
    for dimension in _dimensions(one.table):
        apart = dimension == TERRITORY and one.table.counting.localisation not in ADDITIVE
        seen = _evidence(one, dimension)
        for family in _families(one, dimension):
            if apart:
                for part in family.parts if family.written else ():
                    _fact(system, {family.total.cell: 1, part.cell: -1}, (0, None), one.table.name)
                continue
            unknown = _unsaid(one, dimension, family, seen)
            threshold = max(part.threshold for part in family.parts)
            for cell in unknown:
                system.implied(cell, rule=_rule(threshold))
                found[cell] = Spot(one.table.name, family.total.line, one.column)
            if not family.written:
                system.implied(family.total.cell, rule=_rule(family.total.threshold))
                found[family.total.cell] = Spot(one.table.name, family.total.line, one.column)
            names = [*(part.cell for part in family.parts), *unknown]
            system.total(family.total.cell, names, origin=one.table.name)
        _wider(system, one, dimension)
    return found


def _wider(system: System, one: Counted, dimension: str) -> None:
    """Record that a band of months is the sum of the narrower ones that tile it."""
    place = one.table.keys.index(dimension)
    bands = _bands({codes[place] for codes in one.codes})
    for name, (low, high) in bands.items():
        tiles = _tiles({n: ends for n, ends in bands.items() if n != name}, low, high)
        for codes, count in one.by_code.items() if tiles else ():
            if codes[place] == name:
                parts = [one.by_code.get((*codes[:place], t, *codes[place + 1 :])) for t in tiles]
                cells = [part.cell for part in parts if part is not None]
                if len(cells) == len(tiles):
                    system.total(count.cell, cells, origin=one.table.name)


def _fact(
    system: System,
    coefficients: Mapping[Cell, int],
    limits: tuple[int | None, int | None],
    origin: str,
) -> None:
    """Record that a weighted sum of cells lies between two limits."""
    named = cast("Mapping[Key, int]", coefficients)
    system.inequality(Inequality(named, *limits, origin))


def _dimensions(table: Table) -> list[str]:
    """Return the dimensions that have totals; years are never added up, whatever is declared."""
    return [key for key in table.keys if key in table.margins and key not in PERIODS]


class Family(NamedTuple):
    """A total and the categories that share it out.

    Attributes:
        total: the total; where no line prints it, it stands at the line of its first part.
        parts: categories that have a line.
        absent: categories that have one elsewhere in the table, not here.
        exhaustive: whether the categories of the table are known to share out the whole.
    """

    total: Count
    parts: list[Count]
    absent: list[Cell]
    exhaustive: bool

    @property
    def written(self) -> bool:
        """Whether a line holds the total."""
        return self.total.status != UNWRITTEN


UNWRITTEN: Final = "sans ligne"
"""Status of a total that no line of its table holds."""


def _families(one: Counted, dimension: str) -> Iterator[Family]:
    """Yield each total with its parts, whether a line holds it or not."""
    place, margin = one.table.keys.index(dimension), one.table.margins[dimension]
    categories = sorted({codes[place] for codes in one.codes} - {margin, ""})
    tiles = partition(categories)
    parts = tiles or _disjoint(categories)
    exhaustive = len(tiles) > 1
    for before, after in dict.fromkeys((c[:place], c[place + 1 :]) for c in one.by_code):
        wanted = [(*before, part, *after) for part in parts]
        present = [one.by_code[codes] for codes in wanted if codes in one.by_code]
        if present:
            whole = (*before, margin, *after)
            total = one.by_code.get(whole) or _unwritten(one, whole, present[0])
            fact = total.cell.fact
            absent = [_cell(one.table, fact, c) for c in wanted if c not in one.by_code]
            yield Family(total, present, absent, exhaustive)


def _unwritten(one: Counted, codes: tuple[str, ...], part: Count) -> Count:
    """Return a total that no line holds, though another table may print it."""
    table = one.table
    crossed = {k for k, code in zip(table.keys, codes, strict=True) if code != table.margins.get(k)}
    threshold = crossing_threshold(table.secrecy, crossed)
    return Count(part.line, _cell(table, part.cell.fact, codes), None, UNWRITTEN, threshold)


class _Evidence(NamedTuple):
    """What visible totals say of what is not there.

    Attributes:
        doubtful: whether a missing line counts somebody.
        whole: by period, whether the categories fill every total.
    """

    doubtful: bool
    whole: Mapping[str, bool]


def _evidence(one: Counted, dimension: str) -> _Evidence:
    """Return what the visible totals of one dimension say."""
    doubtful, whole = False, dict[str, bool]()
    for family in _families(one, dimension):
        numbers = [part.printed for part in family.parts]
        total, period = family.total.printed, family.total.cell.period
        if total is None or None in numbers:
            continue
        agrees = sum(number for number in numbers if number is not None) == total
        if not family.absent:
            whole[period] = whole.get(period, True) and agrees
        else:
            doubtful = doubtful or not agrees
    return _Evidence(doubtful, whole)


def _unsaid(one: Counted, dimension: str, family: Family, seen: _Evidence) -> list[Cell]:
    """Return what a total counts beside its parts: missing lines, or categories never told."""
    period = family.total.cell.period
    if family.absent:
        return [cell for cell in family.absent if one.doubtful or cell in one.filled]
    place = one.table.keys.index(dimension)
    here = {codes[place] for codes in one.codes}
    missing = dimension == TERRITORY and bool(one.places - here)
    if seen.whole.get(period, family.exhaustive and not missing):
        return []
    if dimension == TERRITORY:
        return [family.total.cell._replace(place=OTHERS)]
    name = next(iter({*family.parts[0].cell.coordinates} - {*family.total.cell.coordinates}))[0]
    told = tuple(sorted([*family.total.cell.coordinates, (name, OTHERS)]))
    return [family.total.cell._replace(coordinates=told)]


OTHERS: Final = "(autres)"
"""The category of whoever no category of a table tells of."""


def _rows(one: Counted) -> Iterator[Row]:
    """Yield each group with its categories along each sensitive dimension."""
    for dimension in _dimensions(one.table):
        if dimension in one.table.secrecy.sensitive_dimensions:
            place, seen = one.table.keys.index(dimension), _evidence(one, dimension)
            whole: dict[tuple[str, ...], list[Count]] = {}
            for codes, count in one.by_code.items():
                whole.setdefault((*codes[:place], *codes[place + 1 :]), []).append(count)
            for family in _families(one, dimension):
                codes = one.code_of[family.parts[0].cell]
                line = whole[(*codes[:place], *codes[place + 1 :])]
                parts = tuple(count for count in line if count is not family.total)
                unsaid = tuple(_unsaid(one, dimension, family, seen))
                yield Row(family.total, tuple(family.parts), parts, unsaid)


def _regrouped(system: System, counted: Sequence[Counted], spots: Mapping[Cell, object]) -> None:
    """Record that a category made of others is their sum, wherever those are printed."""
    for one in counted:
        groups = {key: found for key in one.table.keys if (found := _regroups(one.table, key))}
        for (key, (finer, made)), count in product(groups.items(), one.counts):
            name, code = next((c for c in count.cell.coordinates if c[0] == key), ("", ""))
            rest = [c for c in count.cell.coordinates if c[0] != key]
            parts = [
                count.cell._replace(coordinates=tuple(sorted([*rest, (finer, part)])))
                for part in made.get(code, ())
            ]
            if name and parts and any(part in spots for part in parts):
                system.total(count.cell, parts, origin=one.table.name)


def _limits(system: System, counted: Sequence[Counted], same: Mapping[str, str]) -> None:
    """Record the counts that are a part of another one on the same line."""
    for one in counted:
        whole = next((f.at_most for f in one.table.fields if f.name == one.column), "")
        for count in one.counts if whole else ():
            other = count.cell._replace(fact=fact_of(one.table, whole, same))
            _fact(system, {other: 1, count.cell: -1}, (0, None), one.table.name)


def _balance(system: System, tables: Tables, spots: Mapping[Cell, object]) -> None:
    """Record that a stock follows from the one before and the flows, where all that is seen agrees.

    Real stocks rarely balance to the unit; where one visible year does not, nobody can subtract.
    """
    if not all(name in tables for name in (STOCK, NEW, LEASES, EXITS)):
        return
    shown = numbers_of(tables)  # a flow may be printed by another table than its own
    around = rounded_of(tables)
    rows = [row for row in _movements(tables) if all(cell in spots for cell in row)]
    for row in rows:
        known = [_limits_of(cell, shown, around) for cell in row]
        if not _may_be_zero(row.values(), known):
            return
    for row in rows:
        _fact(system, row, (0, 0), STOCK)


def _limits_of(
    cell: Cell, shown: Mapping[Cell, int | None], around: Mapping[Cell, tuple[int, int]]
) -> tuple[int, int] | None:
    """Return between which counts a reader knows a cell, None where it is hidden."""
    value = shown.get(cell)
    return around.get(cell) if value is None else (value, value)


def _may_be_zero(signs: Iterable[int], known: Sequence[tuple[int, int] | None]) -> bool:
    """Return whether what is known of counts allows their signed sum to be zero."""
    if None in known:
        return True
    ends = [
        (low, high) if sign > 0 else (-high, -low)
        for sign, (low, high) in zip(signs, (one for one in known if one), strict=True)
    ]
    return sum(low for low, _ in ends) <= 0 <= sum(high for _, high in ends)


def _movements(tables: Tables) -> Iterator[dict[Cell, int]]:
    names, same = (STOCK, NEW, LEASES, EXITS), one_place(tables)
    facts = [fact_of(tables[name], secret_columns(tables[name])[0], same) for name in names]
    for _, cell in cells_of(tables, NEW, secret_columns(tables[NEW])[0]):
        start, end = f"{cell.period}-01-01", f"{int(cell.period) + 1}-01-01"
        yield {
            cell._replace(fact=facts[0], period=end): 1,
            cell._replace(fact=facts[0], period=start): -1,
            cell: -1,
            cell._replace(fact=facts[2]): 1,
            cell._replace(fact=facts[3]): 1,
        }


# --- statistics of durations ------------------------------------------------------------------

SHARES: Final[Mapping[str, int]] = {"q1": 1, "mediane": 2, "q3": 3}
"""Quarters of the ranks below each statistic."""


class _Group(NamedTuple):
    """Leases of one place and size: their number, their bands, their printed statistics.

    Edges of bands and statistics are counted in the steps that `_steps` chooses.
    """

    total: Count
    bands: tuple[tuple[int, int | None, Count], ...]
    printed: Mapping[str, int]


def _statistics(system: System, tables: Tables, counted: Sequence[Counted]) -> None:
    """Record what means and quartiles of exact durations say of the bands beside them.

    They are rounded half up to the month: a printed 23 stands for [22.5, 23.5). Where one is
    printed with a decimal, all are read as tenths: 23.0 stands for [22.95, 23.05).
    """
    leases = next((one for one in counted if one.table.name == LEASES), None)
    if leases is None or DELAYS not in tables or "delai" not in leases.table.margins:
        return
    groups = _groups(leases, tables[DELAYS])
    for group in groups.values():
        if group.total.value and group.printed:
            _ranks(system, group)
            _mean(system, group)
    _means_of_parts(system, leases, groups)


def _groups(leases: Counted, delays: Table) -> dict[Cell, _Group]:
    printed: dict[tuple[str, ...], dict[str, int]] = {}
    frame, steps = delays.frame, _steps(delays)
    keys = [frame[k].astype("string").tolist() for k in ("annee", TERRITORY, "typologie")]
    for *code, name, months in zip(*keys, frame["statistique"], frame["delai_mois"], strict=True):
        if not pd.isna(months):
            printed.setdefault(tuple(code), {})[str(name)] = int(Decimal(str(months)) * steps)
    wanted = [leases.table.keys.index(key) for key in ("annee", TERRITORY, "typologie")]
    codes = {c.cell: code for c, code in zip(leases.counts, leases.codes, strict=True)}
    found = {}
    for total, parts, _, exhaustive in _families(leases, "delai"):
        if total.cell not in codes or not exhaustive:
            continue
        key = tuple(codes[total.cell][position] for position in wanted)
        bands = tuple(_band(part, steps) for part in parts)
        if all(low >= 0 for low, _, _ in bands):
            found[total.cell] = _Group(total, bands, printed.get(key, {}))
    return found


def _steps(delays: Table) -> int:
    """Return how many steps a month is told in: 1 for whole months, 10 for tenths…."""
    printed = [Decimal(str(months)).normalize() for months in delays.frame["delai_mois"].dropna()]
    return max((10 ** max(0, -int(one.as_tuple().exponent)) for one in printed), default=1)


def _band(count: Count, steps: int) -> tuple[int, int | None, Count]:
    code = dict(count.cell.coordinates).get("delai", "")
    match = BAND.fullmatch(code)
    if match is None:
        return -1, None, count
    return steps * int(match[1]), None if match[2] == "P" else steps * int(match[2]), count


def _ranks(system: System, group: _Group) -> None:
    """Record how many leases lie on each side of a printed median or quartile."""
    last = (group.total.value or 1) - 1
    for name, quarters in SHARES.items():
        if name not in group.printed:
            continue
        month = group.printed[name]
        below, above = quarters * last // 4, -(-quarters * last // 4)
        under = [count.cell for low, _, count in group.bands if 2 * low < 2 * month + 1]
        over = [c.cell for _, high, c in group.bands if high is None or 2 * high > 2 * month - 1]
        for cells, least in ((under, below + 1), (over, last + 1 - above)):
            if len(cells) < len(group.bands):
                _fact(system, dict.fromkeys(cells, 1), (least, None), DELAYS)


def _mean(system: System, group: _Group) -> None:
    """Record that the sum of durations lies between the edges of the bands that hold them."""
    if "moyenne" not in group.printed:
        return
    number, mean = group.total.value or 0, group.printed["moyenne"]
    _between(system, [group], (number * (2 * mean - 1), number * (2 * mean + 1)))


def _between(system: System, groups: Sequence[_Group], twice: tuple[int, int]) -> None:
    """Record the two inequalities between bands and twice the sum of durations, [least, most)."""
    least, most = twice
    low = {c.cell: 2 * edge for g in groups for edge, _, c in g.bands if edge and c.value != 0}
    if low:
        _fact(system, low, (None, most - 1), DELAYS)
    filled = [(edge, c.cell) for g in groups for _, edge, c in g.bands if c.value != 0]
    if filled and all(edge is not None for edge, _ in filled):
        high = {cell: 2 * (edge or 0) for edge, cell in filled}
        _fact(system, high, (least + 1, None), DELAYS)


def _means_of_parts(system: System, leases: Counted, groups: Mapping[Cell, _Group]) -> None:
    """Record what the mean of a whole says of the parts whose own mean is hidden."""
    for dimension in (TERRITORY, "typologie"):
        if dimension not in leases.table.margins:
            continue
        for total, parts, absent, exhaustive in _families(leases, dimension):
            if not exhaustive:
                continue
            whole = groups.get(total.cell)
            children = [groups[part.cell] for part in parts if part.cell in groups]
            if whole and not absent and len(children) == len(parts) and _known(whole):
                hidden = [g for g in children if not _known(g) and g.total.value != 0]
                if hidden:
                    _between(system, hidden, _left(whole, [g for g in children if _known(g)]))


def _known(group: _Group) -> bool:
    return bool(group.total.value) and "moyenne" in group.printed


def _left(whole: _Group, known: Iterable[_Group]) -> tuple[int, int]:
    """Return twice the sum of durations left to the others, [least, most)."""
    least, most = _twice(whole)
    for group in known:
        low, high = _twice(group)
        least, most = least - high, most - low
    return least, most


def _twice(group: _Group) -> tuple[int, int]:
    number, mean = group.total.value or 0, group.printed["moyenne"]
    return number * (2 * mean - 1), number * (2 * mean + 1)
