"""Recognise the titles of columns: case, accents, spaces and usual names do not matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from generator.model import Field

OTHER = re.compile(r"[^a-z0-9]+")

TERRITORY_CODES = ("code_territoire", "code_commune")
TERRITORY_NAMES = ("nom_territoire", "nom_commune")

ALIASES: Final = {
    "code_insee": TERRITORY_CODES,
    "insee": TERRITORY_CODES,
    "insee_com": TERRITORY_CODES,
    "code_insee_commune": TERRITORY_CODES,
    "codgeo": TERRITORY_CODES,
    "depcom": TERRITORY_CODES,
    "code_commune": TERRITORY_CODES,
    "code_de_la_commune": TERRITORY_CODES,
    "code_territoire": TERRITORY_CODES,
    "commune": TERRITORY_NAMES,
    "nom_commune": TERRITORY_NAMES,
    "nom_de_la_commune": TERRITORY_NAMES,
    "libelle_commune": TERRITORY_NAMES,
    "libgeo": TERRITORY_NAMES,
    "territoire": TERRITORY_NAMES,
    "millesime": ("annee",),
    "an": ("annee",),
    "exercice": ("annee",),
    "taille": ("typologie",),
    "taille_du_logement": ("typologie",),
    "type_de_logement": ("typologie",),
    "bailleur": ("code_bailleur", "nom_bailleur"),
    "reservataire": ("contingent", "code_reservataire"),
    "siren": ("siren_epci",),
}
"""Usual titles in spreadsheets and the columns of the contract they stand for, best first."""


def slug(title: str) -> str:
    """Return a title in lower case, without accents, its words joined by `_`: `code_insee`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return OTHER.sub("_", plain.casefold()).strip("_")


def recognised(labels: Sequence[str], fields: Sequence[Field]) -> tuple[str | None, ...]:
    """Return, for each label, the name of the column it stands for, or None.

    An exact name wins over a title, a title over a usual name; a column is taken once, by
    the label that resembles it most, so that nothing is matched twice.
    """
    matched: list[str | None] = [None] * len(labels)
    taken: set[str] = set()
    for step in (_exact, _named, _titled, _usual):
        for position, label in enumerate(labels):
            name = None if matched[position] else step(label, fields, taken)
            if name is not None and name not in taken:
                matched[position] = name
                taken.add(name)
    return tuple(matched)


def _exact(label: str, fields: Sequence[Field], taken: set[str]) -> str | None:
    return next((f.name for f in fields if f.name == label and f.name not in taken), None)


def _named(label: str, fields: Sequence[Field], taken: set[str]) -> str | None:
    wanted = slug(label)
    return next((f.name for f in fields if f.name == wanted and f.name not in taken), None)


def _titled(label: str, fields: Sequence[Field], taken: set[str]) -> str | None:
    wanted = slug(label)
    same = [f.name for f in fields if slug(f.title) == wanted and f.name not in taken]
    return same[0] if len(same) == 1 else None


def _usual(label: str, fields: Sequence[Field], taken: set[str]) -> str | None:
    names = {f.name for f in fields}
    wanted = ALIASES.get(slug(label), ())
    return next((name for name in wanted if name in names and name not in taken), None)
