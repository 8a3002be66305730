"""Find, on a page of the site, the figures that do not lead to their derivation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
DERIVATION = re.compile(r"indicateurs/[a-z0-9-]+/#derivation$|donnees/[a-z0-9-]+/#[a-z0-9-]+$")
"""The page of an indicator says rows, filter, formula, code and law; a table, what it counts."""

UNIT = (
    r"(?:%|mois|ans?\b|jours|demandes?|logements?|attributions?|baux|bail\b|ménages|points?\b"
    r"|recours|dossiers?|décisions?|€)"
)
SPACE = "[ \u00a0\u202f]"
FIGURE = re.compile(rf"\d[\d \u00a0\u202f]*(?:,\d+)?{SPACE}+{UNIT}")
BASE = re.compile(rf"100{SPACE}+ménages")
"""« sur 100 ménages » is what a figure is counted on, not a figure."""

BLOCKS = frozenset({"p", "li", "dd", "summary"})


@dataclass(eq=False)
class Node:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None
    children: list[Node | str] = field(default_factory=list)

    def inside(self) -> Iterator[Node]:
        """Yield the element and everything below it."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.inside()

    def text(self, *without: str) -> str:
        """Return its words, those of some elements left out."""
        return "".join(
            child if isinstance(child, str) else child.text(*without)
            for child in self.children
            if isinstance(child, str) or child.tag not in ("svg", *without)
        )

    def has(self, name: str) -> bool:
        """Return whether it has a class."""
        return name in self.attributes.get("class", "").split()


class Tree(HTMLParser):
    """Read a page as a tree."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.root = self._at = Node("", {}, None)
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go down."""
        node = Node(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(node)
        if tag not in VOID:
            self._at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Stay."""
        self._at.children.append(Node(tag, {n: v or "" for n, v in attrs}, self._at))

    def handle_endtag(self, tag: str) -> None:
        """Go up."""
        node: Node | None = self._at
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self._at = node.parent

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self._at.children.append(data)


def lost(page: str) -> list[str]:
    """Return the figures of a page that lead to no derivation, with the words around them."""
    root = Tree(page).root
    main = next((n for n in root.inside() if n.tag == "main"), root)
    every = list(main.inside())
    told = [_words(n) for n in every if n.tag in BLOCKS and _lost_block(n)]
    ids = {n.attributes["id"]: n for n in every if "id" in n.attributes}
    cells = (cell for n in every if n.tag == "table" for cell in _lost_cells(n, ids))
    return [*told, *cells]


def _words(node: Node) -> str:
    return " ".join(node.text().split())[:120]


def _leads(node: Node | None) -> bool:
    return node is not None and any(
        n.tag == "a" and DERIVATION.search(n.attributes.get("href", "")) for n in node.inside()
    )


def _lost_block(node: Node) -> bool:
    """Return whether a sentence or a line of a list shows a figure without its way."""
    if any(n is not node and n.tag in (*BLOCKS, "table") for n in node.inside()):
        return False
    if node.attributes.get("role") == "status":
        return False
    card = any(n.has("carte__valeur") for n in node.inside())
    # Words of a link name what it leads to: « Part des moins de 30 ans » is a title.
    shown = card or FIGURE.search(BASE.sub("", node.text("a")))
    return bool(shown) and not _leads(node) and not _around(node)


def _around(node: Node) -> bool:
    """Return whether the part that holds `node` says itself how its figures were obtained.

    A chart without a line of its own is told by the section that holds it.
    """
    holder = node.parent
    while holder is not None and holder.tag not in ("section", "figure"):
        holder = holder.parent
    if holder is None:
        return False
    own = (n for n in holder.inside() if n.has("origine") and not n.attributes.get("id"))
    return any(_leads(n) for n in own) or (holder.tag == "figure" and _around(holder))


def _lost_cells(table: Node, ids: dict[str, Node]) -> Iterator[str]:
    """Yield the numbers of a table to which neither table, column, line nor cell shows the way."""
    if _leads(ids.get(table.attributes.get("aria-describedby", ""))) or _around(table):
        return
    heads = [n for n in table.inside() if n.attributes.get("scope") == "col"]
    for line in (n for n in table.inside() if n.tag == "tr"):
        cells = [c for c in line.children if isinstance(c, Node)]
        for column, cell in enumerate(cells):
            words = cell.text("a")
            number = cell.has("nombre") and re.search(r"\d", cell.text())
            if cell.tag != "td" or not (number or FIGURE.search(words)):
                continue
            if not (_leads(cell) or _leads(heads[column]) or _leads(cells[0])):
                yield f"{_words(heads[column])} : {_words(cell)}"
