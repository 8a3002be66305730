"""What earlier versions of a deposit showed: the register of masks, read backwards.

The register (`cellules_anterieures`) holds one row per count that a version printed otherwise than
the next one did: another number, or no number at all. What it does not name has not changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

from generator.equations import (
    PERIODS,
    TERRITORY,
    Cell,
    numbers_of,
    one_place,
    printed_of,
    secret_columns,
)
from generator.model import SecrecyRule, Table, Tables

REGISTER: Final = "cellules_anterieures"
COLUMNS: Final = ("version", "ressource", "colonne", "cle", "valeur_anterieure")
PERIOD: Final = re.compile(r"\d{4}(-\d{2}-\d{2})?")
PLACES: Final = ("code_commune", "siren_epci", "ancien_code", "nouveau_code")
"""Keys of the lists of places, whose codes stand under another name in tables of counts."""


@dataclass(frozen=True)
class Version:
    """What one version printed.

    Attributes:
        name: its number.
        cells: its counts; None where it kept one secret.
    """

    name: str
    cells: Mapping[Cell, int | None] = field(repr=False)


def earlier_versions(tables: Tables) -> list[Version]:
    """Return the versions that the register remembers, oldest first."""
    if REGISTER not in tables:
        return []
    rows = tables[REGISTER].frame
    named = _remembered(tables)
    cells = dict(numbers_of(tables))
    found: list[Version] = []
    for name in sorted(rows["version"].unique(), key=_order, reverse=True):
        values = rows.loc[rows["version"] == name, "valeur_anterieure"]
        for line, value in zip(values.index.tolist(), values.tolist(), strict=True):
            if line in named:
                cells[named[line]] = None if pd.isna(value) else int(value)
        found.append(Version(str(name), dict(cells)))
    return found[::-1]


def unmatched(tables: Tables) -> list[int]:
    """Return the lines of the register that name no count of any table."""
    if REGISTER not in tables:
        return []
    named = _remembered(tables)
    return [line for line in tables[REGISTER].frame.index.tolist() if line not in named]


def _order(name: object) -> tuple[int, ...]:
    return tuple(int(part) for part in str(name).split(".") if part.isdigit())


def differences(before: Tables, after: Tables) -> Iterator[tuple[str, str, str, str]]:
    """Yield resource, column, key and former number (empty when secret) of what changed.

    A number whose line is no longer there changed too, while its table is still published.
    """
    same = one_place(after)
    now, former = numbers_of(after), numbers_of(before, same=same)
    kept = {(table.name, column) for table in after.values() for column in secret_columns(table)}
    for table, column, codes, cell in printed_of(before, same=same):
        value = former.get(cell)
        gone = cell not in now and value is not None and (table.name, column) in kept
        if gone or (cell in former and cell in now and value != now[cell]):
            yield table.name, column, _key(table.keys, codes), "" if value is None else str(value)


def _key(keys: Sequence[str], codes: Sequence[str]) -> str:
    return ";".join(f"{key}={code}" for key, code in zip(keys, codes, strict=True))


# --- lines of the register ----------------------------------------------------------------------

_Codes = dict[int, tuple[str, ...]]
"""Codes of the line that each line of the register is about."""


def _remembered(tables: Tables) -> dict[int, Cell]:
    """Return the count that each line of the register names, whether or not it still has a line."""
    rows, seen = tables[REGISTER].frame, _codes_seen(tables)
    codes: dict[str, _Codes] = {}
    for line, name, key in zip(rows.index.tolist(), rows["ressource"], rows["cle"], strict=True):
        if name in tables and (found := _codes(tables[name], str(key), seen)) is not None:
            codes.setdefault(str(name), {})[int(line)] = found
    former = {name: _former(tables[name], [*lines.values()]) for name, lines in codes.items()}
    told = printed_of(former, same=one_place(tables))
    cells = {(table.name, column, code): cell for table, column, code, cell in told}
    found_cells = {}
    for name, lines in codes.items():
        for line, code in lines.items():
            cell = cells.get((name, str(rows.loc[line, "colonne"]), code))
            if cell is not None:
                found_cells[line] = cell
    return found_cells


def _codes(table: Table, key: str, seen: Mapping[str, Collection[str]]) -> tuple[str, ...] | None:
    """Return the codes of a written key in the order of the table; None when it is of no line."""
    parts = [part.partition("=") for part in key.split(";")]
    written = {name: code for name, _, code in parts}
    if len(parts) != len(table.keys) or set(written) != set(table.keys):
        return None
    possible = (_possible(table, name, code, seen) for name, code in written.items())
    return tuple(written[name] for name in table.keys) if all(possible) else None


def _possible(table: Table, key: str, code: str, seen: Mapping[str, Collection[str]]) -> bool:
    """Return whether a line of the table may have, or may have had, this code."""
    if key in PERIODS:
        return PERIOD.fullmatch(code) is not None
    field = next(field for field in table.fields if field.name == key)
    return code in seen[key] or code in field.allowed or code in field.categories


def _codes_seen(tables: Tables) -> dict[str, set[str]]:
    """Return every code that some table holds, dimension by dimension."""
    seen: dict[str, set[str]] = {}
    for table in tables.values():
        for key in table.keys:
            seen.setdefault(key, set()).update(table.frame[key].dropna().astype("string"))
    places = [seen.get(key, set()) for key in PLACES]
    seen.setdefault(TERRITORY, set()).update(*places)
    return seen


def _former(table: Table, codes: Sequence[tuple[str, ...]]) -> Table:
    """Return a table with these lines and no number, to name its counts."""
    lines = pd.DataFrame(list(dict.fromkeys(codes)), columns=list(table.keys))
    empty = dict.fromkeys(f.name for f in table.fields if f.name not in table.keys)
    frame = lines.assign(**empty)
    return replace(table, frame=frame, rounding=1, secrecy=SecrecyRule("sensible"))
