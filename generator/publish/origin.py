"""Find the line of a text behind a dead link of a page: the secretariat mends it, not a developer."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from generator import texts
from generator.errors import Finding
from generator.model import Document
from generator.publish.links import NO_MARK, NO_PAGE, Fault
from generator.texts.markup import address, linked, target

SHOWN = 80
TOLD = {
    NO_PAGE: (
        "Ce lien mène à une page qui n’existe pas : « {} ».",
        "Corrigez l’adresse : reprenez celle de la page dans votre navigateur.",
    ),
    NO_MARK: (
        "Ce lien mène à un endroit qui n’existe pas dans sa page : « {} ».",
        "Ouvrez la page visée et reprenez l’adresse d’un de ses titres, ou retirez ce qui suit « # ».",
    ),
}
"""What is said of a dead link, and its remedy; no other fault can come from a text."""


def findings(faults: Sequence[Fault], documents: Sequence[Document]) -> list[Finding] | None:
    """Return a finding per dead link, None when one of them comes from no text.

    Args:
        faults: all that is wrong with the pages of a site.
        documents: the texts that the site was made from.
    """
    sources = dict(_pages(documents))
    found = [_finding(fault, sources) for fault in faults]
    told = list(dict.fromkeys(f for f in found if f is not None))
    return None if None in found else told


def _pages(documents: Sequence[Document]) -> Iterator[tuple[str, Document]]:
    """Yield the address of each page that shows a text, and the text."""
    for convention in texts.library(documents):
        yield f"conventions/{convention.slug}/", convention.current.document
        for version in convention.versions:
            path = f"conventions/{convention.slug}/versions/{version.name.lower()}/"
            yield path, version.document
    for document in documents:
        if document.path.endswith(".md") and texts.convention_of(document.path) is None:
            yield address(document.path), document


def _finding(fault: Fault, sources: Mapping[str, Document]) -> Finding | None:
    page = fault.page.removesuffix("index.html")
    document = sources.get(page)
    if document is None or fault.told not in TOLD:
        return None
    folder = "conventions" if page.startswith("conventions/") else posixpath.dirname(document.path)
    wanted = _plain(posixpath.join(page, fault.link))
    for place, href in linked(document.body):
        leads = target(href, folder) if not href.startswith("#") else f"{page}{href}"
        if href == fault.link or (leads is not None and _plain(leads) == wanted):
            message, remedy = TOLD[fault.told]
            return Finding(
                f"content/{document.path}", document.body_line + place, "", "T-115", href[:SHOWN],
                message.format(href[:SHOWN]), remedy,
            )  # fmt: skip
    return None


def _plain(where: str) -> str:
    """Return an address without what does not tell it apart: `a/../b/#x` is `b#x`."""
    path, mark, anchor = where.partition("#")
    return f"{posixpath.normpath(path)}{mark}{anchor}"
