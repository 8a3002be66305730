"""The words of the glossary that a page uses, at its end: one source for every definition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from generator.compose.render import body
from generator.model import Document, Page
from generator.texts.articles import slug

PATH = "glossaire.md"
ENTRY = re.compile(r"^(?P<names>[^\s:#].*)\n:   (?P<told>.+)$", re.MULTILINE)
TAG = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Term:
    """One entry of the glossary.

    Attributes:
        title: its name, or its names.
        id: its anchor on the page of the glossary.
        told: first sentence of its definition.
        seen: finds it in a text; None for a common word, which would be found everywhere.
    """

    title: str
    id: str
    told: str
    seen: re.Pattern[str] | None


def terms(documents: Sequence[Document]) -> tuple[Term, ...]:
    """Return the entries of the glossary in their order, none when the territory has no glossary."""
    text = next((d.body for d in documents if d.path == PATH), "")
    return tuple(
        Term(
            match["names"].strip(),
            f"mot-{slug(match['names'])}",
            LINK.sub(r"\1", match["told"]).strip(),
            _pattern(match["names"].split(",")),
        )
        for match in ENTRY.finditer(text)
    )


def _pattern(names: Sequence[str]) -> re.Pattern[str] | None:
    """Return what finds an acronym or an expression; a single common word needs no reminder."""
    told = [name.strip() for name in names]
    parts = [
        re.escape(name) if name.isupper() else f"(?i:{re.escape(name)})"
        for name in told
        if name.isupper() or " " in name
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])") if parts else None


def used(text: str, known: Sequence[Term]) -> tuple[Term, ...]:
    """Return the entries that a text uses, in the order of the glossary."""
    plain = re.sub(r"\s+", " ", text)
    return tuple(term for term in known if term.seen is not None and term.seen.search(plain))


def reminder(found: Sequence[Term]) -> Markup:
    """Return the folded list of the words of a page, nothing when it uses none."""
    if not found:
        return Markup("")
    return body("_mots", {"mots": found})


def with_words(page: Page, known: Sequence[Term]) -> Page:
    """Return a page made from data with the words it uses at its end."""
    found = used(TAG.sub(" ", str(page.body)), known)
    return replace(page, body=page.body + reminder(found)) if found else page


def text_meta(document: Document, known: Sequence[Term]) -> Mapping[str, Any]:
    """Return what the engine's page of a text needs: its words, or the anchors of the glossary."""
    if document.path == PATH:
        return {"ancres": [{"titre": term.title, "id": term.id} for term in known]}
    found = used(document.body, known)
    return {"mots_html": str(reminder(found))} if found else {}
