"""What earlier versions of a deposit showed: the register of masks, read backwards.

The register (`cellules_anterieures`) holds one row per count that a version printed otherwise than
the next one did: another number, or no number at all. What it does not name has not changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from generator.equations import Cell, numbers_of, printed_of
from generator.model import Tables

REGISTER: Final = "cellules_anterieures"
COLUMNS: Final = ("version", "ressource", "colonne", "cle", "valeur_anterieure")


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
    named = {(t, c, key): cell for t, c, key, cell in _named(tables)}
    cells = dict(numbers_of(tables))
    found: list[Version] = []
    for name in sorted(rows["version"].unique(), key=_order, reverse=True):
        for row in rows[rows["version"] == name].to_dict("records"):
            cell = named.get((row["ressource"], row["colonne"], row["cle"]))
            if cell is not None:
                value = row["valeur_anterieure"]
                cells[cell] = None if pd.isna(value) else int(value)
        found.append(Version(str(name), dict(cells)))
    return found[::-1]


def _order(name: object) -> tuple[int, ...]:
    return tuple(int(part) for part in str(name).split(".") if part.isdigit())


def differences(before: Tables, after: Tables) -> Iterator[tuple[str, str, str, str]]:
    """Yield resource, column, key and former number (empty when secret) of what changed."""
    now = dict(numbers_of(after))
    former = dict(numbers_of(before))
    for table, column, key, cell in _named(before):
        if cell in former and cell in now and former[cell] != now[cell]:
            value = former[cell]
            yield table, column, key, "" if value is None else str(value)


def _named(tables: Tables) -> Iterator[tuple[str, str, str, Cell]]:
    for table, column, codes, cell in printed_of(tables):
        keys = zip(table.keys, codes, strict=True)
        yield table.name, column, ";".join(f"{key}={code}" for key, code in keys), cell
