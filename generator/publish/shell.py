"""Stamp data pages into the shell that the engine built. Cost: one join per page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from generator.errors import SiteError
from generator.model import Crumb, Page
from generator.words import typography

MARK = re.compile(r"%%(racine|titre|description|canonique|fil|corps|actif:[a-z0-9-]+)%%")
NEEDED = ("racine", "titre", "description", "canonique", "fil", "corps")
ROOT = "%%racine%%"

Shell = tuple[str, ...]
"""Text and marks of the shell in turn: even places are text, odd places are names of marks."""


def read_shell(html: str) -> Shell:
    """Return the shell cut at its marks.

    Raises:
        SiteError: a mark is missing, so that pages would lose a part.
    """
    parts = tuple(MARK.split(html))
    missing = [name for name in NEEDED if name not in parts[1::2]]
    if missing:
        message = f"the shell page lacks the marks {missing}"
        raise SiteError(message)
    return parts


def stamp(shell: Shell, page: Page, address: str) -> str:
    """Return the whole HTML of a data page.

    Args:
        shell: see `read_shell`.
        page: the page.
        address: public address of the site, with its final slash.
    """
    root = "/".join([".."] * page.path.count("/")) or "."
    values = {
        "racine": root,
        "titre": str(escape(typography(page.title))),
        "description": str(escape(typography(page.description))),
        "canonique": str(escape(address + page.path)),
        "fil": str(_crumbs(page.crumbs)),
        "corps": str(page.body),
    }
    filled = [part if i % 2 == 0 else _value(part, values, page) for i, part in enumerate(shell)]
    return "".join(filled).replace(ROOT, root)


def _value(mark: str, values: Mapping[str, str], page: Page) -> str:
    if not mark.startswith("actif:"):
        return values[mark]
    section = mark.removeprefix("actif:")
    own = page.section.rstrip("/") or "accueil"
    if section != own:
        return ""
    here = page.path.rstrip("/") or "accueil"
    return f' aria-current="{"page" if here == own else "true"}"'


def _crumbs(crumbs: tuple[Crumb, ...]) -> Markup:
    items = [
        Markup('<li aria-current="page">{}</li>').format(typography(crumb.title))
        if crumb.path is None
        else Markup('<li><a href="{}/{}">{}</a></li>').format(
            ROOT, crumb.path, typography(crumb.title)
        )
        for crumb in crumbs
    ]
    return Markup("").join(items)
