"""Read every page of the built site once more: links, anchors, and nothing that comes from outside.

The engine only checks the texts; here data pages and texts are checked alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = ("src", "srcset", "poster", "data")
"""Attributes that make the browser fetch something, on any element."""
LOADED_BY_ADDRESS = ("link", "use", "image")
"""Elements whose `href` makes the browser fetch something; elsewhere it is a link to follow."""
OUTSIDE = ("http", "https", "mailto", "tel")
SCRIPTS = ("assets/site.js", "assets/cotation.js")
DATA = "application/ld+json"
"""The one kind of script that may stand in a page: it is data."""
NO_PAGE = "lien vers une page qui n’existe pas"
NO_MARK = "lien vers un repère qui n’existe pas"
ALLOWED_RELATIONS = ("canonical",)
"""Relations of `link` that name an address without fetching it."""


@dataclass
class Reading(HTMLParser):
    """What one page links to, offers as anchors, loads and must not contain."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says; duplicates of an id are faults."""
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            if values["id"] in self.ids:
                self.faults.append(f"identifiant répété : {values['id']}")
            self.ids.add(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        self._note_loading(tag, values)
        self.faults += [
            f"script dans un attribut : {name}" for name in values if name.startswith("on")
        ]
        if "style" in values:
            self.faults.append(f"style dans un attribut de <{tag}>")

    def _note_loading(self, tag: str, values: dict[str, str]) -> None:
        if tag == "link" and values.get("rel") in ALLOWED_RELATIONS:
            return
        if tag == "script" and values.get("type") == DATA and "src" not in values:
            return  # described for machines: the browser runs nothing
        names = (*LOADED, "href", "xlink:href") if tag in LOADED_BY_ADDRESS else LOADED
        self.loaded += [a for n in names if n in values for a in _addresses(n, values[n])]
        if tag == "style" or (tag == "script" and "src" not in values):
            self.faults.append(f"{tag} écrit dans la page")
        if tag == "script" and not values.get("src", "").endswith(SCRIPTS):
            self.faults.append(f"script inconnu : {values.get('src', '')}")


def _addresses(name: str, value: str) -> list[str]:
    """Return the addresses of an attribute: several, each with its size, in `srcset`."""
    if name != "srcset":
        return [value]
    return [part.split()[0] for part in value.split(",") if part.strip()]


@dataclass(frozen=True)
class Fault:
    """One thing wrong on a page.

    Attributes:
        page: its file, from the root of the site.
        told: what is wrong, in French.
        link: the address that leads nowhere, empty for faults of another kind.
    """

    page: str
    told: str
    link: str = ""

    def __str__(self) -> str:
        end = f" : {self.link}" if self.link else ""
        return f"{self.page} : {self.told}{end}"


def faults(built: Path) -> list[str]:
    """Return everything wrong with the pages under `built`, in words; empty when all is well."""
    return [str(fault) for fault in found_faults(built)]


def found_faults(built: Path) -> list[Fault]:
    """Return everything wrong with the pages under `built`, sorted."""
    pages = {path: _read(path) for path in sorted(built.rglob("*.html"))}
    found = [
        fault
        for path, reading in pages.items()
        for name in [path.relative_to(built).as_posix()]
        for fault in [
            *(Fault(name, told) for told in reading.faults),
            *(Fault(name, told, link) for told, link in _broken(built, path, reading, pages)),
        ]
    ]
    return sorted(found, key=str)


def _read(path: Path) -> Reading:
    reading = Reading()
    reading.feed(path.read_text(encoding="utf-8"))
    reading.close()
    return reading


def _broken(
    built: Path, page: Path, reading: Reading, pages: dict[Path, Reading]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a link or with what a page loads, and its address."""
    absolute = page.name == "404.html"  # served under any address: its links start at the root
    for link in reading.loaded:
        if urlsplit(link).scheme or link.startswith("//"):
            yield "ressource demandée à un autre site", link
    for link in [*reading.links, *reading.loaded]:
        parts = urlsplit(link)
        if parts.scheme:
            if parts.scheme not in OUTSIDE:
                yield "lien d’un genre interdit", link
            continue
        if absolute and link.startswith("/"):
            continue
        target = _target(built, page, parts.path)
        if target is None:
            yield NO_PAGE, link
        elif target in pages and not _marked(pages[target], parts.fragment):
            yield NO_MARK, link


def _marked(page: Reading, fragment: str) -> bool:
    """Return whether a page has the anchor that a link names; only pages have anchors we know."""
    return not fragment or unquote(fragment) in page.ids


def _target(built: Path, page: Path, path: str) -> Path | None:
    """Return the file a relative address leads to, or None."""
    if path.startswith("/"):
        return None
    target = (page.parent / unquote(path)).resolve() if path else page.resolve()
    if target.is_dir():
        target /= "index.html"
    inside = target.is_relative_to(built.resolve())
    return built / target.relative_to(built.resolve()) if inside and target.is_file() else None
