"""The publication plan: how finely each table crosses its dimensions, read from the rows themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator import words
from generator.compose.material import Material
from generator.compose.render import ROOT
from generator.equations import PERIODS, SUFFIX, TERRITORY, secret_columns
from generator.model import Cell, Column, Grid, PublishedTable, Row, Status, Table

SIZE: Final = "typologie"
NEAREST: Final = "commune_et_taille"
LEVELS: Final[Mapping[str, str]] = {
    NEAREST: "commune et taille",
    "commune": "commune, sans la taille",
    "intercommunalite": "intercommunalité seulement",
}
"""How near a count comes to a household, nearest first."""


@dataclass(frozen=True)
class Crossing:
    """The finest detail of a table: what it keeps apart, and how much of it is hidden.

    Attributes:
        table: name of the table.
        title: its French title.
        href: where it is downloaded.
        level: one of LEVELS.
        by: French titles of the other dimensions that are kept apart.
        shown: counts printed at this detail.
        hidden: counts kept secret at this detail.
    """

    table: str
    title: str
    href: str
    level: str
    by: tuple[str, ...]
    shown: int
    hidden: int


def crossings(m: Material) -> list[Crossing]:
    """Return the finest crossings of each table that counts households, nearest level first."""
    communes = {c.code for c in m.publication.territory.communes}
    found = [
        crossing
        for published in m.publication.tables.values()
        if secret_columns(published.table)
        for crossing in _finest(published, communes)
    ]
    order = list(LEVELS)
    return sorted(found, key=lambda c: (order.index(c.level), c.title, c.by))


def plan_grid(found: list[Crossing]) -> Grid | None:
    """Return the publication plan as a table; none when no table counts households."""
    rows = tuple(
        Row(
            Cell(LEVELS[c.level]),
            (
                Cell(c.title, href=c.href),
                Cell(" × ".join(c.by) or "rien d’autre"),
                Cell(words.number(c.shown)),
                Cell(words.number(c.hidden)),
            ),
        )
        for c in found
    )
    columns = (
        Column("Niveau le plus fin", numeric=False), Column("Tableau", numeric=False),
        Column("Croisé avec", numeric=False), Column("Imprimés à ce détail"),
        Column("Cachés à ce détail"),
    )  # fmt: skip
    caption = "Ce qui est publié, et jusqu’à quel détail"
    return Grid("plan-de-publication", caption, columns, rows) if rows else None


def level_counts(found: list[Crossing]) -> list[str]:
    """Return how many tables reach each level and no nearer one, in words."""
    order = list(LEVELS)
    nearest: dict[str, str] = {}
    for c in found:
        nearest[c.table] = min(nearest.get(c.table, c.level), c.level, key=order.index)
    counts = Counter(nearest.values())
    return [
        f"{words.counted(counts[level], 'tableau', 'tableaux')} au niveau « {said} »"
        for level, said in LEVELS.items()
        if counts[level]
    ]


def _finest(published: PublishedTable, communes: Collection[str]) -> Iterator[Crossing]:
    """Yield the crossings of a table that no other crossing of it refines."""
    table = published.table
    shown, hidden = _counts(table, communes)
    seen = shown.keys() | hidden.keys()
    for kept in sorted(seen, key=sorted):
        if not any(kept < other for other in seen):
            level = _level(kept)
            told = {TERRITORY, SIZE} if level == NEAREST else {TERRITORY}
            yield Crossing(
                table=table.name,
                title=table.title,
                href=table_href(table),
                level=level,
                by=tuple(_title(table, key) for key in table.keys if key in kept - told),
                shown=shown[kept],
                hidden=hidden[kept],
            )


def _counts(
    table: Table, communes: Collection[str]
) -> tuple[Counter[frozenset[str]], Counter[frozenset[str]]]:
    """Return how many counts each crossing prints, and how many it hides."""
    shown, hidden = Counter[frozenset[str]](), Counter[frozenset[str]]()
    keys = [key for key in table.keys if key not in PERIODS]
    codes = [table.frame[key].astype("string").fillna("").tolist() for key in keys]
    for column in secret_columns(table):
        secret = (table.frame[f"{column}{SUFFIX}"] == str(Status.SECRET)).fillna(value=False)
        printed = table.frame[column].notna()
        for *line, is_shown, is_hidden in zip(*codes, printed, secret, strict=True):
            kept = frozenset(
                key
                for key, code in zip(keys, line, strict=True)
                if (code in communes if key == TERRITORY else code != table.margins.get(key))
            )
            shown[kept] += bool(is_shown)
            hidden[kept] += bool(is_hidden)
    return shown, hidden


def _level(kept: Collection[str]) -> str:
    if TERRITORY not in kept:
        return "intercommunalite"
    return NEAREST if SIZE in kept else "commune"


def _title(table: Table, key: str) -> str:
    return next((f.title for f in table.fields if f.name == key), key)


def table_href(table: Table) -> str:
    """Return the address where a table is described and downloaded."""
    return f"{ROOT}/donnees/{table.package.replace('_', '-')}/#{table.name.replace('_', '-')}"
