"""Turn the Markdown of a text into HTML, article by article. The only door to the Markdown library.

One conversion for the whole text, so that footnotes keep their numbers; it is cut at the headings.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from generator.texts.articles import Text

EXTENSIONS = ("admonition", "def_list", "footnotes", "tables")
FOOTNOTES = {"BACKLINK_TEXT": "retour au texte", "BACKLINK_TITLE": "retour au texte, note {}"}
MARK = "reperedelarticle{}fin"
CUT = re.compile(r"<p>reperedelarticle\d+fin</p>\n?")
HREF = re.compile(r'(href|src)="([^"]*)"')
TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
CODE_SPAN = re.compile(r"`[^`]*`")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)|^\s{0,3}\[(?!\^)[^\]]+\]:\s*(\S+)")
"""The address of a link, in the line or below the text; a note is not one."""
CELL_STYLE = re.compile(r' style="text-align: (left|right|center);"')


@dataclass(frozen=True)
class Rendered:
    """The HTML of a text: before the first article, then one piece per article."""

    lead: str
    articles: tuple[str, ...]


def rendered(text: Text, *, folder: str, root: str) -> Rendered:
    """Return the HTML of a text, without its headings.

    Args:
        text: the text.
        folder: folder of content/ that its relative links start from, such as `conventions`.
        root: what site addresses start with.
    """
    parts = [text.lead]
    for number, article in enumerate(text.articles):
        parts += [MARK.format(number), article.body]
    html = _engine().reset().convert("\n\n".join(parts))
    titles = ["Texte", *(article.heading for article in text.articles)]
    pieces = [
        _tables(_links(piece, folder, root), title, number)
        for number, (piece, title) in enumerate(zip(CUT.split(html), titles, strict=True))
    ]
    return Rendered(pieces[0], tuple(pieces[1:]))


@cache
def _engine() -> Any:  # noqa: ANN401 - the library has no types
    from markdown import Markdown

    return Markdown(extensions=list(EXTENSIONS), extension_configs={"footnotes": FOOTNOTES})


def linked(body: str) -> Iterator[tuple[int, str]]:
    """Yield the address of each link of a Markdown text with the place of its line, from 0."""
    for place, line in enumerate(body.split("\n")):
        for match in LINK.finditer(CODE_SPAN.sub("", line)):
            yield place, match[1] or match[2] or ""


def target(href: str, folder: str) -> str | None:
    """Return where a link leads from the root of the site, None when it leaves the site.

    `reglement-cib.md#art-2` in folder `conventions` gives `conventions/reglement-cib/#art-2`.
    """
    path, mark, anchor = href.partition("#")
    if not path or OUTSIDE.match(path):
        return None
    if path.startswith("/"):
        return f"{path[1:]}{mark}{anchor}"
    joined = posixpath.normpath(posixpath.join(folder, path))
    return f"{address(joined)}{mark}{anchor}"


def address(path: str) -> str:
    """Return the address of a text of content/: `methode/index.md` gives `methode/`."""
    plain = path.removesuffix(".md")
    if plain == path:
        return path
    return plain.removesuffix("index") if plain.endswith("index") else f"{plain}/"


def _links(html: str, folder: str, root: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        found = target(match[2], folder)
        return match[0] if found is None else f'{match[1]}="{root}/{found}"'

    return HREF.sub(replaced, html)


def _tables(html: str, title: str, place: int) -> str:
    """Give each table a caption, scopes and a region that the keyboard can scroll."""
    numbers: Iterable[int] = iter(range(1, html.count("<table>") + 1))

    def replaced(match: re.Match[str]) -> str:
        key = f"tableau-{place}-{next(iter(numbers))}"
        inside = match[1].replace("<th>", '<th scope="col">').replace("<th ", '<th scope="col" ')
        inside = CELL_STYLE.sub(lambda m: ' class="nombre"' if m[1] == "right" else "", inside)
        return (
            f'<div class="tableau" role="region" aria-labelledby="{key}" tabindex="0">'
            f'<table class="tableau__table"><caption id="{key}" class="hors-ecran">'
            f"{escape(title)}</caption>{inside}</table></div>"
        )

    return TABLE.sub(replaced, html)
