"""Group the files of content/conventions into conventions, each with its versions in order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.model import Document
from generator.texts.articles import Text, parsed
from generator.texts.register import EMPTY, Register, register_of

CURRENT = re.compile(r"^conventions/([a-z0-9-]+)\.md$")
OLDER = re.compile(r"^conventions/([a-z0-9-]+)/versions/([A-Za-z0-9._-]+)\.md$")
REGISTER = "conventions/{}/articles.yml"
UNNAMED = "actuelle"


@dataclass(frozen=True)
class Version:
    """One version of a convention.

    Attributes:
        name: its name in addresses: the file's name, or `version` of the current text.
        document: the text as written.
        text: its articles.
        current: true for the version that stands.
    """

    name: str
    document: Document
    text: Text
    current: bool

    @property
    def meta(self) -> Mapping[str, Any]:
        """Return its front matter."""
        return self.document.meta

    @property
    def adopted(self) -> date | None:
        """Return the day it was adopted, None when it is not known."""
        value = self.meta.get("adoption")
        return value if isinstance(value, date) else None


@dataclass(frozen=True)
class Convention:
    """A convention with all its versions.

    Attributes:
        slug: its part of the address.
        versions: oldest first; the last one is current.
        register: ids and tombstones.
    """

    slug: str
    versions: tuple[Version, ...]
    register: Register

    @property
    def current(self) -> Version:
        """Return the version that stands."""
        return self.versions[-1]

    @property
    def title(self) -> str:
        """Return the title of the current version."""
        return str(self.current.meta.get("titre", self.slug))

    @property
    def ids(self) -> frozenset[str]:
        """Return every anchor of the current page, tombstones included."""
        return self.current.text.ids | {deleted.id for deleted in self.register.deleted}


def library(documents: Sequence[Document]) -> tuple[Convention, ...]:
    """Return the conventions among the files of content/, sorted by slug."""
    by_path = {document.path: document for document in documents}
    slugs = sorted(m[1] for path in by_path if (m := CURRENT.match(path)))
    return tuple(_convention(slug, by_path) for slug in slugs)


def convention_of(path: str) -> str | None:
    """Return the slug of the convention that a file of content/ belongs to, None for others."""
    match = CURRENT.match(path) or OLDER.match(path)
    return match[1] if match else None


def _convention(slug: str, by_path: Mapping[str, Document]) -> Convention:
    written = by_path.get(REGISTER.format(slug))
    register = register_of(written.meta) if written else EMPTY
    older = sorted(
        ((m[2], d) for path, d in by_path.items() if (m := OLDER.match(path)) and m[1] == slug),
        key=lambda pair: _order(pair[0]),
    )
    now = by_path[f"conventions/{slug}.md"]
    name = str(now.meta.get("version") or UNNAMED)
    versions = [_version(n, d, register, current=False) for n, d in older]
    return Convention(slug, (*versions, _version(name, now, register, current=True)), register)


def _version(name: str, document: Document, register: Register, *, current: bool) -> Version:
    return Version(name, document, parsed(document.body, register, name), current)


def _order(name: str) -> list[tuple[bool, int, str]]:
    """Return a key that sorts 2 before 10 and 2017 before 2017-03-21."""
    return [(p.isdigit(), int(p) if p.isdigit() else 0, p) for p in re.split(r"[.\-_]", name)]
