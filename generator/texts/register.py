"""The small register of a convention: ids that no longer follow from a heading, and tombstones.

An address that was published once is a promise. Most ids follow from the number of the article
(« 4.1 » gives `art-4-1`) and survive any rewording. What a number cannot say is written down in
`content/conventions/<slug>/articles.yml`: an article that changed its number, one that has none,
one that was merged or deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ALL_VERSIONS = "toutes"
KEYS = ("identifiants", "autres_adresses", "supprimes")
DELETED_KEYS = ("id", "titre", "version", "le")


@dataclass(frozen=True)
class Deleted:
    """The tombstone of an article.

    Attributes:
        id: its permanent id, still an anchor of the page.
        title: its last heading.
        version: name of the version that deleted it.
        on: the day that version was adopted, None when it is not known.
        note: where its content went, empty when it went nowhere.
    """

    id: str
    title: str
    version: str
    on: date | None
    note: str = ""


@dataclass(frozen=True)
class Register:
    """What headings alone cannot say of the articles of a convention.

    Attributes:
        ids: by version name (or `toutes`), permanent id by number or heading.
        aliases: former id → id of the article that answers for it now.
        deleted: tombstones.
    """

    ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    deleted: tuple[Deleted, ...] = ()

    def id_of(self, version: str, number: str, heading: str) -> str | None:
        """Return the id written down for a number or a heading, None when there is none."""
        known = {**self.ids.get(ALL_VERSIONS, {}), **self.ids.get(version, {})}
        return known.get(number) if number and number in known else known.get(heading)


EMPTY = Register()


def register_of(meta: Mapping[str, Any]) -> Register:
    """Return the register written in an articles.yml; parts of the wrong shape are left out."""
    deleted = tuple(
        Deleted(
            id=str(entry["id"]),
            title=str(entry.get("titre", entry["id"])),
            version=str(entry.get("version", "")),
            on=day if isinstance(day := entry.get("le"), date) else None,
            note=str(entry.get("suite") or ""),
        )
        for entry in _list(meta.get("supprimes"))
        if isinstance(entry, dict) and "id" in entry
    )
    ids = {str(v): _pairs(known) for v, known in _mapping(meta.get("identifiants")).items()}
    return Register(ids, _pairs(meta.get("autres_adresses")), deleted)


def _pairs(value: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in _mapping(value).items()}


def _mapping(value: object) -> Mapping[Any, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
