"""Count what a word processor numbers by itself: its numbers stand in no word of the text.

LibreOffice writes the numbering of headings in their style, Word often in the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
PLACE = re.compile(r"%([1-9])")
LEVELS = 9


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered.

    Attributes:
        family: key of the list that it counts in.
        depth: 0 for the outermost.
        shape: `bullet`, `none`, `decimal` and the like.
        words: what stands before the paragraph, with `%1` for the number of the first level.
    """

    family: str
    depth: int
    shape: str
    words: str


class Numbering:
    """Reads levels of numbering, and counts the headings that use them."""

    def __init__(self, numbering: Any, styles: Any) -> None:  # noqa: ANN401 - XML without types
        self.numbering = numbering
        self.styles = {s.get(f"{W}styleId"): s for s in styles.iterchildren(f"{W}style")}
        self.counts: dict[str, list[int]] = {}

    def level(self, paragraph: Any) -> Level | None:  # noqa: ANN401
        """Return how a paragraph is numbered, by itself or by its style; None when it is not."""
        key, depth = self._own(paragraph)
        if self.numbering is None or key in ("", "0"):
            return None
        number = self.numbering.find(f"{W}num[@{W}numId='{key}']/{W}abstractNumId")
        if number is None:
            return None
        family = number.get(VAL)
        found = self.numbering.find(
            f"{W}abstractNum[@{W}abstractNumId='{family}']/{W}lvl[@{W}ilvl='{depth}']"
        )
        if found is None:
            return None
        return Level(family, depth, _value(found, "numFmt", "decimal"), _value(found, "lvlText"))

    def counted(self, level: Level) -> str | None:
        """Return the words before the next heading of a level: « Article 2 — », « 2.1 ».

        None when they are not plain numbers, which only an eye can read.
        """
        counts = self.counts.setdefault(level.family, [0] * LEVELS)
        counts[level.depth] += 1
        counts[level.depth + 1 :] = [0] * (LEVELS - level.depth - 1)
        if level.shape != "decimal" or not PLACE.search(level.words):
            return None
        return PLACE.sub(lambda m: str(counts[int(m[1]) - 1]), level.words).strip()

    def _own(self, paragraph: Any) -> tuple[str, int]:  # noqa: ANN401
        """Return the key of a list and its depth; a style gives what the paragraph does not."""
        holder, key = paragraph, _style_of(paragraph)
        for _ in range(LEVELS):  # a style stands on another one, never on many
            found = holder.find(f"{W}pPr/{W}numPr")
            if found is not None and found.find(f"{W}numId") is not None:
                return _value(found, "numId"), int(_value(found, "ilvl", "0"))
            if key not in self.styles:
                break
            holder = self.styles[key]
            key = _value(holder, "basedOn")
        return "", 0


def _style_of(paragraph: Any) -> str:  # noqa: ANN401
    properties = paragraph.find(f"{W}pPr")
    return "" if properties is None else _value(properties, "pStyle")


def _value(element: Any, name: str, missing: str = "") -> str:  # noqa: ANN401
    found = element.find(f"{W}{name}")
    return missing if found is None else str(found.get(VAL) or missing)
