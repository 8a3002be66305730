"""Cut a text into articles; give each one an id that survives rewording."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from generator.texts.register import EMPTY, Register

HEADING = re.compile(r"^(#{2,4})\s+(.+?)\s*#*\s*$")
FENCE = re.compile(r"^\s*(```|~~~)")
NUMBERED = re.compile(
    r"^(?P<word>art(?:icle|\.)?\s+)?(?P<number>1er|premier|\d+(?:[.-]\d+)*)(?P<suffix>\s?(?:bis|ter|quater))?"
    r"\.?\s*(?:[—–:-]\s*|\s+|$)(?P<title>.*)$",
    re.IGNORECASE,
)
ANNEX = re.compile(
    r"^annexe\s+(?P<number>[0-9]+|[A-Z])\b\s*[—–:.-]?\s*(?P<title>.*)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Article:
    """One article or one of its parts.

    Attributes:
        id: permanent id, unique in its text.
        number: number as written, with points: `4.1`; empty when there is none.
        title: heading without number.
        heading: heading as written.
        level: 2 for an article, 3 or 4 for its parts.
        line: line of the heading within the body, 1 for the first.
        body: Markdown below the heading, down to the next heading.
        aliases: former ids that lead here too.
    """

    id: str
    number: str
    title: str
    heading: str
    level: int
    line: int
    body: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text cut into articles; `lead` is what stands before the first one."""

    lead: str
    articles: tuple[Article, ...]

    def by_id(self, key: str) -> Article | None:
        """Return the article at an id or a former id, None when there is none."""
        return next((a for a in self.articles if key == a.id or key in a.aliases), None)

    @property
    def ids(self) -> frozenset[str]:
        """Return every anchor that the text offers."""
        return frozenset(i for a in self.articles for i in (a.id, *a.aliases))


def parsed(body: str, register: Register = EMPTY, version: str = "") -> Text:
    """Return the articles of a Markdown text, in their order.

    Args:
        body: Markdown without front matter.
        register: ids that do not follow from headings.
        version: name of the version, for ids that hold in one version only.
    """
    lead, *parts = _parts(body)
    articles = tuple(_article(part, register, version) for part in parts)
    return Text("\n".join(lead.lines).strip("\n"), articles)


@dataclass
class _Part:
    level: int
    heading: str
    line: int
    lines: list[str]


def _parts(body: str) -> list[_Part]:
    """Return what stands before the first heading, then one part per heading."""
    parts = [_Part(0, "", 0, [])]
    fenced = False
    for number, line in enumerate(body.split("\n"), 1):
        fenced ^= bool(FENCE.match(line))
        match = None if fenced else HEADING.match(line)
        if match:
            parts.append(_Part(len(match[1]), match[2], number, []))
        else:
            parts[-1].lines.append(line)
    return parts


def _article(part: _Part, register: Register, version: str) -> Article:
    number, title = split_heading(part.heading)
    own = register.id_of(version, number, part.heading) or natural_id(part.heading)
    aliases = tuple(sorted(old for old, new in register.aliases.items() if new == own))
    body = "\n".join(part.lines).strip("\n")
    return Article(own, number, title, part.heading, part.level, part.line, body, aliases)


def split_heading(heading: str) -> tuple[str, str]:
    """Return the number of a heading and its title: « 4.1 » and « Hors QPV »."""
    match = NUMBERED.match(heading)
    if not match:
        return "", heading
    number = match["number"].lower().replace("-", ".")
    number = "1" if number in ("1er", "premier") else number
    suffix = (match["suffix"] or "").strip().lower()
    return f"{number} {suffix}".strip(), match["title"]


def natural_id(heading: str) -> str:
    """Return the id that follows from a heading: `art-4-1`, `annexe-2`, or its words."""
    number, _ = split_heading(heading)
    if number:
        return "art-" + re.sub(r"[ .]+", "-", number)
    annex = ANNEX.match(heading)
    return f"annexe-{annex['number'].lower()}" if annex else slug(heading)


def slug(text: str) -> str:
    """Return words as a part of an address: « Préambule » gives `preambule`."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("œ", "oe")).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "partie"
