"""Follow the links between pages of the site before the site exists."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import texts
from generator.model import Document
from generator.texts.markup import address, target

SECTIONS = ("", "attente/", "bailleurs/", "communes/", "comparer/", "conventions/", "couverture/",
            "deposer/", "donnees/", "engagements/", "evolution/", "gouvernance/", "guides/",
            "indicateurs/", "plan-du-site/", "qui-obtient/", "reservataires/", "tailles/")  # fmt: skip
"""Parts of the site whose pages are made from data: the last check of a build knows them."""


@dataclass(frozen=True)
class Places:
    """Where a link of a text may lead.

    Attributes:
        pages: addresses of the texts, and signed acts.
        anchors: anchors of each convention, by its address.
        indicators: ids of the declared indicators, empty when they are not known.
    """

    pages: frozenset[str]
    anchors: Mapping[str, frozenset[str]]
    indicators: frozenset[str]


def places_of(
    documents: Sequence[Document], indicators: frozenset[str], promised: Sequence[str] = ()
) -> Places:
    """Return where links may lead, from the files of content/.

    Args:
        documents: the files of content/.
        indicators: ids of the declared indicators.
        promised: texts whose absence is told once, not at each link.
    """
    library = texts.library(documents)
    written = [d.path for d in documents if d.path.endswith(".md")]
    pages = {address(path) for path in (*written, *promised)}
    anchors = {f"conventions/{c.slug}/": c.ids for c in library}
    return Places(frozenset(pages), anchors, indicators)


def fault(href: str, document: Document, places: Places) -> Iterator[tuple[str, str]]:
    """Yield the code and the sentence of what is wrong with a link, if anything is."""
    slug = texts.convention_of(document.path)
    folder = "conventions" if slug else posixpath.dirname(document.path)
    found = target(href, folder)
    if href.startswith("#") and slug and "/versions/" not in document.path:
        found = f"conventions/{slug}/{href}"
    if found is None:
        return
    path, _, anchor = found.partition("#")
    head, _, rest = path.partition("/")
    own = rest.strip("/")
    if head == "indicateurs" and own and places.indicators and own not in places.indicators:
        yield "T-113", f"L’indicateur « {own} » n’existe pas."
    elif not _exists(path, places):
        yield "T-115", f"Ce lien mène à une page qui n’existe pas : « {href[:80]} »."
    elif anchor and path in places.anchors and anchor not in places.anchors[path]:
        yield "T-115", f"Ce lien mène à un article qui n’existe pas : « {anchor} »."


def _exists(path: str, places: Places) -> bool:
    if path in places.pages or path.endswith((".pdf", ".csv", ".json")):
        return True
    if path.startswith("conventions/") and path.count("/") <= 2 and path != "conventions/":  # noqa: PLR2004 - section, page
        return path == "conventions/engagements/"
    head = f"{path.split('/', maxsplit=1)[0]}/" if "/" in path else path
    return head in SECTIONS
