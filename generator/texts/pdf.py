"""Read the words of a PDF and set them against a text. The only door to pypdf."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator.texts.articles import Text
from generator.texts.redline import BREAK, words_of

HYPHEN = re.compile(r"(\w)[-\u00ad]\n(\w)")
WORD = re.compile(r"\w+", re.UNICODE)
CONTEXT = 4
"""Words told around a difference, so that it can be found again."""


@dataclass(frozen=True)
class Gap:
    """Words that the page and the signed act do not share, with the words just before."""

    before: str
    page: str
    act: str


def text_of(content: bytes) -> str | None:
    """Return the text of a PDF, pages in order, None when it cannot be read."""
    pages = pages_of(content)
    return None if pages is None else "\n\n".join(pages)


def pages_of(content: bytes) -> list[str] | None:
    """Return the text of each page of a PDF, None when it cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError):
        return None


def gaps(text: Text, act: str) -> tuple[Gap, ...]:
    """Return where the words of a page and of its signed act differ.

    Case, punctuation, line ends and hyphens at line ends do not count. What the act has before
    its first article and after its last one (letterhead, signatures) counts like the rest: the
    secretariat decides.
    """
    page = _page_words(text)
    signed = [w.lower() for w in WORD.findall(HYPHEN.sub(r"\1\2", act))]
    matcher = SequenceMatcher(None, page, signed, autojunk=False)
    return tuple(
        Gap(" ".join(page[max(0, i - CONTEXT) : i]), " ".join(page[i:j]), " ".join(signed[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    )


def _page_words(text: Text) -> list[str]:
    """Return the words of the articles; the notice above them is the site's, not the act's."""
    written = [part for a in text.articles for part in (a.heading, a.body)]
    words = [w for part in written for w in words_of(part) if w != BREAK]
    return [w.lower() for word in words for w in WORD.findall(word)]
