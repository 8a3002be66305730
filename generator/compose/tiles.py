"""The map of the places of reception: one square per commune, drawn from the positions deposited.

No background, no third party, no script. The list below the map says all that the map says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator import words
from generator.compose.blocks import Block, rows_of
from generator.compose.material import Material

SIDE, GAP = 78, 4
"""Four squares and their gaps fill the column of a phone 360 px wide."""
LINE, PAD = 17, 16
LETTERS = 9
"""Letters of 14 px that fit in a square; a longer word is drawn tighter."""
PIECES = re.compile(r"[^ -]+[ -]?")


@dataclass(frozen=True)
class Word:
    """One line of a square: its words, where it stands, whether it is drawn tighter."""

    text: str
    y: int
    tight: bool = False


@dataclass(frozen=True)
class Tile:
    """One commune: its corner, its lines, and whether it has a place."""

    x: int
    y: int
    name: tuple[Word, ...]
    told: tuple[Word, ...]
    served: bool


@dataclass(frozen=True)
class Tiles:
    """A whole map, with the sentence that stands for it."""

    id: str
    title: str
    width: int
    height: int
    depth: int
    tiles: tuple[Tile, ...]

    @property
    def side(self) -> int:
        """Return the width of a square."""
        return SIDE


@dataclass(frozen=True)
class MapBlock(Block):
    """A part of a page with a map."""

    map: Tiles | None = None


def map_block(m: Material, places: Sequence[Mapping[Any, Any]]) -> MapBlock | None:
    """Return the map of the places, None when communes have no position in the deposit."""
    communes = rows_of(m, "communes")
    positions = [row.get(key) for row in communes for key in ("tuile_colonne", "tuile_ligne")]
    if not communes or any(p is None or pd.isna(p) for p in positions):
        return None
    levels: dict[str, list[int]] = {}
    for place in places:
        levels.setdefault(str(place["code_commune"]), []).append(int(place["niveau"]))
    lines = max(len(_lines(str(row["nom_commune"]))) for row in communes)
    depth = (lines + 2) * LINE + PAD
    tiles = tuple(_tile(row, levels.get(str(row["code_commune"]), []), depth) for row in communes)
    served = sum(tile.served for tile in tiles)
    title = (
        f"Carte : {words.counted(len(places), 'lieu', 'lieux')} d’accueil dans "
        f"{words.counted(served, 'commune')} sur {len(tiles)}"
    )
    size = (max(t.x for t in tiles) + SIDE + GAP, max(t.y for t in tiles) + depth + GAP)
    sentences = (
        "Chaque case est une commune, placée à peu près comme sur une carte.",
        "Elle donne le nombre de lieux et le niveau le plus haut. La liste dit la même chose.",
    )
    return MapBlock(
        "carte", "La carte", sentences, map=Tiles("carte-lieux", title, *size, depth, tiles)
    )


def _tile(row: Mapping[Any, Any], levels: Sequence[int], depth: int) -> Tile:
    x = (int(row["tuile_colonne"]) - 1) * (SIDE + GAP) + GAP // 2
    y = (int(row["tuile_ligne"]) - 1) * (depth + GAP) + GAP // 2
    name = [
        Word(line, y + LINE * (n + 1), len(line) > LETTERS)
        for n, line in enumerate(_lines(str(row["nom_commune"])))
    ]
    told = (
        [words.counted(len(levels), "lieu", "lieux"), f"niveau {max(levels)}"]
        if levels
        else ["aucun lieu"]
    )
    foot = [
        Word(line, y + depth - PAD // 2 - LINE * (len(told) - n - 1)) for n, line in enumerate(told)
    ]
    return Tile(x, y, tuple(name), tuple(foot), bool(levels))


def _lines(name: str) -> list[str]:
    """Return a name cut at its hyphens and spaces, as it fits in a square."""
    lines = [""]
    for piece in PIECES.findall(name):
        if lines[-1] and len((lines[-1] + piece).rstrip()) > LETTERS:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]
