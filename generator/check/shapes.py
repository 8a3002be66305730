"""Check the kind of every property of a descriptor and of its schemas, as Data Package 2.0 has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from generator.errors import Finding
from generator.model import Package
from generator.rules import At, found, shown

TYPES: Final = (
    "any", "array", "boolean", "date", "datetime", "duration", "geojson", "geopoint", "integer",
    "list", "number", "object", "string", "time", "year", "yearmonth",
)  # fmt: skip

Test = Callable[[object], bool]
Shape = tuple[Test, str]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _is_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, Mapping) for v in value)


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_text_or_null(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


TEXT: Final[Shape] = (_is_text, "un texte")
TEXT_OR_NULL: Final[Shape] = (_is_text_or_null, "un texte ou null")
TEXTS: Final[Shape] = (_is_texts, "une liste de textes")
OBJECTS: Final[Shape] = (_is_objects, "une liste d’objets entre accolades")
OBJECT: Final[Shape] = (_is_object, "un objet entre accolades")
ADDRESS: Final[Shape] = (_is_address, "une adresse qui commence par https://")
NUMBER: Final[Shape] = (
    lambda v: isinstance(v, int) and not isinstance(v, bool),
    "un nombre entier",
)

PACKAGE: Final[Mapping[str, Shape]] = {
    "$schema": ADDRESS, "id": TEXT, "title": TEXT, "description": TEXT,
    "homepage": ADDRESS, "version": TEXT, "created": TEXT, "image": TEXT, "keywords": TEXTS,
    "licenses": OBJECTS, "contributors": OBJECTS, "sources": OBJECTS, "revision": TEXT,
    "prochaine_publication": TEXT,
}  # fmt: skip
RESOURCE: Final[Mapping[str, Shape]] = {
    "$schema": ADDRESS, "name": TEXT, "type": TEXT, "title": TEXT, "description": TEXT,
    "format": TEXT, "mediatype": TEXT, "encoding": TEXT, "hash": TEXT, "bytes": NUMBER,
    "dialect": OBJECT, "licenses": OBJECTS, "sources": OBJECTS, "comptage": OBJECT,
    "confidentialite": OBJECT,
}  # fmt: skip
COUNTING: Final[Mapping[str, Shape]] = {"rupture": TEXT_OR_NULL}

LICENCES: Final = ("etalab-2.0", "ODbL-1.0", "odc-odbl", "fr-lo", "lov2", "CC-BY-4.0", "CC0-1.0")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})")


def shape_findings(package: Package) -> Iterator[Finding]:
    """Yield every property of `package` that is not of its kind, and unknown licences."""
    yield from _shapes(package.where, "", package.descriptor, PACKAGE)
    yield from _people(package)
    yield from _licences(package)
    yield from _dates(package)
    for resource in package.resources:
        descriptor, place = resource.descriptor, f" de « {shown(resource.name)} »"
        yield from _shapes(package.where, place, descriptor, RESOURCE)
        counting = descriptor.get("comptage")
        if isinstance(counting, Mapping):
            yield from _shapes(package.where, place, counting, COUNTING, "comptage.")


def _shapes(
    where: str, place: str, part: Mapping[str, Any], shapes: Mapping[str, Shape], prefix: str = ""
) -> Iterator[Finding]:
    for key, (test, expected) in shapes.items():
        if key in part and not test(part[key]):
            words = {"place": place, "property": f"{prefix}{key}", "expected": expected}
            yield found("D-009", At(where), f"{prefix}{key}", **words)


def _people(package: Package) -> Iterator[Finding]:
    for key in ("contributors", "sources"):
        entries = package.descriptor.get(key)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, Mapping) and not isinstance(entry.get("title", ""), str):
                words = {"place": "", "property": f"{key}.title", "expected": "un texte"}
                yield found("D-009", At(package.where), key, **words)


def _licences(package: Package) -> Iterator[Finding]:
    licences = package.descriptor.get("licenses")
    for licence in licences if isinstance(licences, list) else ():
        name = licence.get("name") if isinstance(licence, Mapping) else None
        if isinstance(name, str) and name not in LICENCES:
            yield found("D-011", At(package.where), shown(name))
        elif isinstance(licence, Mapping) and not name:
            words = {
                "place": "",
                "property": "licenses",
                "expected": "une liste de licences nommées",
            }
            yield found("D-009", At(package.where), "licenses", **words)


def _dates(package: Package) -> Iterator[Finding]:
    created = package.descriptor.get("created")
    if isinstance(created, str) and created.strip() and not _moment(created):
        words = {"place": "", "property": "created", "example": "2025-03-31T00:00:00Z"}
        yield found("D-804", At(package.where), shown(created), **words)
    following = package.descriptor.get("prochaine_publication")
    if isinstance(following, str) and not is_day(following):
        words = {"place": "", "property": "prochaine_publication", "example": "2026-03-31"}
        yield found("D-804", At(package.where), shown(following), **words)


def is_day(text: str) -> bool:
    """Return whether `text` is a day of the calendar, written 2024-05-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return bool(MOMENT.fullmatch(text))


def schema_problem(schema: Mapping[str, Any]) -> str:
    """Return what is wrong with a Table Schema, in French, or nothing."""
    fields = schema.get("fields")
    if not isinstance(fields, list) or not fields or not _is_objects(fields):
        return "la liste « fields » manque"
    names = [field.get("name") for field in fields]
    if not all(isinstance(name, str) and name for name in names):
        return "une colonne n’a pas de nom"
    if len(set(names)) < len(names):
        return "deux colonnes portent le même nom"
    for field in fields:
        if problem := _field_problem(field):
            return f"la colonne « {shown(field['name'])} » {problem}"
    return _key_problem(schema, names)


def _field_problem(field: Mapping[str, Any]) -> str:
    if field.get("type", "string") not in TYPES:
        return "est d’un genre inconnu"
    if not isinstance(field.get("constraints", {}), Mapping):
        return "a des contraintes mal écrites"
    categories = field.get("categories", [])
    if not isinstance(categories, list):
        return "a des catégories mal écrites"
    if not all(_category(category) for category in categories):
        return "a des catégories mal écrites"
    pattern = field.get("constraints", {}).get("pattern", "")
    try:
        re.compile(pattern)
    except (re.error, TypeError):
        return "a un modèle mal écrit"
    return ""


def _category(category: object) -> bool:
    if isinstance(category, Mapping):
        return isinstance(category.get("value"), str | int)
    return isinstance(category, str | int)


def _key_problem(schema: Mapping[str, Any], names: list[Any]) -> str:
    key = schema.get("primaryKey", [])
    keys = [key] if isinstance(key, str) else key
    if not isinstance(keys, list) or not all(k in names for k in keys):
        return "la clé cite une colonne qui n’existe pas"
    for foreign in schema.get("foreignKeys", []) or []:
        reference = foreign.get("reference") if isinstance(foreign, Mapping) else None
        if not isinstance(reference, Mapping) or not reference.get("fields"):
            return "une référence à un autre fichier est mal écrite"
        own = foreign.get("fields")
        if not all(name in names for name in ([own] if isinstance(own, str) else own or [])):
            return "une référence cite une colonne qui n’existe pas"
    return ""
