"""A draft made from a foreign file, and what a human eye must look at before it is published."""

from __future__ import annotations

import re
from dataclasses import dataclass

SPECIAL = re.compile(r"([*_`\[\]{}])")
ESCAPED = re.compile(r"\\([*_`\[\]{}])")
LESS = re.compile(r"<(?=[A-Za-z/!?])")


@dataclass(frozen=True)
class Doubt:
    """One thing to look at: near which words, and why."""

    near: str
    told: str


@dataclass(frozen=True)
class Piece:
    """A part of a document: title, heading, paragraph, bullet, number, note or table.

    `level` is that of a heading, or how deep an item stands in its list.
    """

    kind: str
    text: str
    level: int = 0


@dataclass(frozen=True)
class Draft:
    """The parts of a document in their order, and what could not be taken over."""

    pieces: tuple[Piece, ...]
    doubts: tuple[Doubt, ...]


def escaped(words: str) -> str:
    """Return words in which nothing is a mark of Markdown or of HTML."""
    return LESS.sub("&lt;", SPECIAL.sub(r"\\\1", words))


def unescaped(markdown: str) -> str:
    """Return the words of a heading: it is shown as it is written, marks and all."""
    return ESCAPED.sub(r"\1", markdown).replace("&lt;", "<")
