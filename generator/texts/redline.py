"""Compare two versions word by word, article by article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from generator.texts.articles import Article, Text

BREAK = "\n"
"""The word that stands for the end of a paragraph or of a list item."""
SHORT_ISLAND = 1
"""Unchanged words between two changes that are told as part of the change."""
LEAD = "avant"
"""Id of what stands before the first article."""
ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")


class Kind(StrEnum):
    """What became of words or of an article."""

    SAME = "inchangé"
    ADDED = "ajouté"
    DELETED = "supprimé"
    CHANGED = "modifié"
    RENAMED = "nouvel intitulé"


@dataclass(frozen=True)
class Run:
    """Words in a row with the same fate."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """What became of one article.

    Attributes:
        id: its permanent id.
        kind: what became of it.
        before: its heading in the older version, empty when it was not there.
        after: its heading in the newer version, empty when it is gone.
        paragraphs: its words with their fate, paragraph by paragraph.
        added: number of words added.
        deleted: number of words deleted.
    """

    id: str
    kind: Kind
    before: str
    after: str
    paragraphs: tuple[tuple[Run, ...], ...]
    added: int
    deleted: int


@dataclass(frozen=True)
class Redline:
    """All that changed between two texts, in the order of the newer one."""

    changes: tuple[Change, ...]

    @property
    def changed(self) -> tuple[Change, ...]:
        """Return the articles that are not the same."""
        return tuple(c for c in self.changes if c.kind is not Kind.SAME)


def compared(older: Text, newer: Text) -> Redline:
    """Return what changed; articles are matched by their permanent id, never by their place."""
    gone = {a.id: a for a in older.articles if newer.by_id(a.id) is None}
    order: list[tuple[Article | None, Article | None]] = []
    for article in newer.articles:
        before = next((b for b in older.articles if b.id == article.id), None)
        order.append((before, article))
    for article in gone.values():
        order.insert(_place(article, older, order), (article, None))
    lead = _lead(older, newer)
    return Redline((*lead, *(_change(before, after) for before, after in order)))


def _lead(older: Text, newer: Text) -> tuple[Change, ...]:
    if older.lead == newer.lead:
        return ()
    paragraphs, added, deleted = _diff(older.lead, newer.lead)
    name = "Avant le premier article"
    return (Change(LEAD, Kind.CHANGED, name, name, paragraphs, added, deleted),)


def _place(
    gone: Article, older: Text, order: Sequence[tuple[Article | None, Article | None]]
) -> int:
    """Return where a deleted article is told: after the one that came before it."""
    place = 0
    for previous in older.articles[: older.articles.index(gone)]:
        for i, (before, _) in enumerate(order):
            if before is previous:
                place = max(place, i + 1)
    return place


def _change(before: Article | None, after: Article | None) -> Change:
    article = after or before
    if article is None:  # one of the two is always there
        message = "no article to compare"
        raise ValueError(message)
    old, new = (before.heading if before else ""), (after.heading if after else "")
    paragraphs, added, deleted = _diff(before.body if before else "", after.body if after else "")
    if before is None or after is None:
        kind = Kind.ADDED if before is None else Kind.DELETED
    elif added or deleted:
        kind = Kind.CHANGED
    else:
        kind = Kind.SAME if old == new else Kind.RENAMED
    return Change(article.id, kind, old, new, paragraphs, added, deleted)


def _diff(older: str, newer: str) -> tuple[tuple[tuple[Run, ...], ...], int, int]:
    """Return words with their fate by paragraph, then how many were added and deleted."""
    old, new = words_of(older), words_of(newer)
    runs: list[tuple[Kind, list[str]]] = []
    for tag, i, j, k, m in _steps(old, new):
        if tag == "equal":
            runs.append((Kind.SAME, new[k:m]))
            continue
        runs += [(Kind.DELETED, old[i:j])] if i < j else []
        runs += [(Kind.ADDED, new[k:m])] if k < m else []
    counts = {
        kind: sum(w != BREAK for k, words in runs if k is kind for w in words)
        for kind in (Kind.ADDED, Kind.DELETED)
    }
    return tuple(_paragraphs(runs)), counts[Kind.ADDED], counts[Kind.DELETED]


def _steps(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return the steps from `old` to `new`; a lone word between two changes joins them."""
    steps: list[tuple[str, int, int, int, int]] = []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for n, (tag, i, j, k, m) in enumerate(codes):
        inside = 0 < n < len(codes) - 1
        island = tag == "equal" and inside and j - i <= SHORT_ISLAND and BREAK not in old[i:j]
        changed = tag != "equal" or island
        if changed and steps and steps[-1][0] == "replace":
            _, i0, _, k0, _ = steps[-1]
            steps[-1] = ("replace", i0, j, k0, m)
        else:
            steps.append(("replace" if changed else "equal", i, j, k, m))
    return steps


def _paragraphs(runs: Sequence[tuple[Kind, list[str]]]) -> Iterator[tuple[Run, ...]]:
    paragraph: list[Run] = []
    for kind, words in runs:
        piece: list[str] = []
        for word in [*words, ""]:
            if word and word != BREAK:
                piece.append(word)
                continue
            if piece:
                paragraph.append(Run(kind, " ".join(piece)))
                piece = []
            if word == BREAK and paragraph:
                yield tuple(paragraph)
                paragraph = []
    if paragraph:
        yield tuple(paragraph)


LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"(?<!\\)(?:\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`)")
ESCAPED = re.compile(r"\\([*_`\[\]{}])")
"""A mark that stands for itself: the import writes « part\\_à\\_fixer »."""
TIGHT = re.compile(r"[ \u00a0\u202f]+(?=[;:!?»%])|(?<=«)[ \u00a0\u202f]+")
"""Spaces that French keeps narrow: « 25 % » is one word, however its space was typed."""
NOTE = re.compile(r"^\[\^([^\]]+)\]:")
CALL = re.compile(r"\[\^([^\]]+)\]")
"""A note and its call: told in words, never as marks."""
OPENING = re.compile(r'^!!! \w+(?: "(.*)")?$')


def words_of(markdown: str) -> list[str]:
    """Return the words of a Markdown text, with BREAK between paragraphs and items.

    Marks of Markdown are dropped: a link that changes its target only is not a change of words.
    """
    words: list[str] = []
    for line in markdown.split("\n"):
        opening = OPENING.match(line.strip())
        plain = (opening[1] or "") if opening else MARKS.sub("", LINK.sub(r"\1", line))
        plain = ESCAPED.sub(r"\1", CALL.sub(r" (note \1)", NOTE.sub(r"Note \1 :", plain)))
        plain = TIGHT.sub("\u202f", plain)
        if (not plain.strip() or ITEM.match(plain) or opening) and words and words[-1] != BREAK:
            words.append(BREAK)
        words += [w for w in re.split(r"[ \t]+", ITEM.sub("– ", plain).strip()) if w]
        if opening and opening[1]:
            words.append(BREAK)
    return words[:-1] if words and words[-1] == BREAK else words
