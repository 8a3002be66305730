"""Check a descriptor against what this project asks of every package, before reading its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from frictionless import Package as Judge

from generator.check.shapes import shape_findings
from generator.errors import Finding
from generator.model import Package, Resource
from generator.rules import At, found, shown

NAME = re.compile(r"[a-z][a-z0-9_]{1,49}")
VERSION = re.compile(r"\d{4}\.\d{1,6}\.\d{1,6}")
RULES = ("public", "effectif_simple", "sensible")
COUNTING = ("unite", "definition", "producteur", "date_extraction", "methode")

PACKAGE_TEXTS = {
    "title": "le titre du paquet (title)",
    "description": "la description du paquet (description)",
    "created": "la date de création (created)",
}


def contract_findings(package: Package) -> list[Finding]:
    """Return what the descriptor of `package` lacks or says wrongly."""
    findings = [*_package(package), *(f for r in package.resources for f in _resource(package, r))]
    findings += [*shape_findings(package), *_same_file(package)]
    return findings or list(_norm(package))


def _package(package: Package) -> Iterator[Finding]:
    descriptor = package.descriptor
    for key, words in PACKAGE_TEXTS.items():
        if not _text(descriptor.get(key)):
            yield _missing(package, "", words)
    version = str(descriptor.get("version", ""))
    if not VERSION.fullmatch(version):
        what = "La version du paquet n’est pas de la forme année.majeur.mineur."
        example = '"version": "2025.1.0"'
        yield found("D-004", At(package.where), version[:40], what=what, example=example)
    if not descriptor.get("licenses"):
        yield _missing(package, "", "la licence (licenses)")


def _resource(package: Package, resource: Resource) -> Iterator[Finding]:
    descriptor = resource.descriptor
    if not NAME.fullmatch(resource.name):
        what = "Le nom d’un fichier doit être en minuscules, sans espace ni accent."
        example = '"name": "demandes_stock"'
        yield found("D-004", At(package.where), resource.name[:40], what=what, example=example)
    for key, words in (("title", "le titre (title)"), ("description", "la description")):
        if not _text(descriptor.get(key)):
            yield _missing(package, resource.name, words)
    if not isinstance(descriptor.get("demonstration"), bool):
        yield _missing(package, resource.name, "demonstration : true ou false")
    yield from _counting(package, resource)
    yield from _secrecy(package, resource)
    yield from _dialect(package, resource)


def _counting(package: Package, resource: Resource) -> Iterator[Finding]:
    counting = _mapping(resource.descriptor.get("comptage"))
    for key in COUNTING:
        if not _text(counting.get(key)):
            yield _missing(package, resource.name, f"comptage.{key}")


def _secrecy(package: Package, resource: Resource) -> Iterator[Finding]:
    secrecy = _mapping(resource.descriptor.get("confidentialite"))
    if secrecy.get("regle") not in RULES:
        yield _missing(
            package, resource.name,
            "confidentialite.regle (public, effectif_simple ou sensible)",
        )  # fmt: skip
    columns = {str(name) for f in _fields(resource) if (name := f.get("name"))}
    sensitive = secrecy.get("dimensions_sensibles") or []
    margins = _mapping(resource.descriptor.get("marges"))
    for column in [*margins, *(sensitive if isinstance(sensitive, list) else [])]:
        if str(column) not in columns:
            yield found(
                "D-006", At(package.where), str(column)[:40],
                resource=resource.name, allowed=", ".join(sorted(columns)),
            )  # fmt: skip


def _dialect(package: Package, resource: Resource) -> Iterator[Finding]:
    # Without them other readers of the published package guess.
    if not resource.descriptor.get("dialect") or not resource.descriptor.get("encoding"):
        yield _missing(package, resource.name, "encoding et dialect, écrits en toutes lettres")


def _same_file(package: Package) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for resource in package.resources:
        path = str(resource.file)
        if path in seen:
            words = {"resource": resource.name, "other": seen[path]}
            yield found("D-012", At(package.where), resource.name, **words)
        seen[path] = resource.name


def _norm(package: Package) -> Iterator[Finding]:
    """Yield what frictionless refuses in the descriptor and no rule of ours names."""
    descriptor = {**package.descriptor, "resources": [dict(r.descriptor) for r in package.resources]}
    for resource in descriptor["resources"]:
        resource.pop("schema", None)
    try:
        errors = list(Judge.metadata_validate(descriptor))
    except Exception as error:  # noqa: BLE001 - the judge stumbles on some descriptors it refuses
        errors = [error]
    for error in errors[:1]:
        kind = getattr(error, "type", "package-error")
        yield found("D-199", At(package.where), shown(kind), what=kind)


def _fields(resource: Resource) -> list[Mapping[str, Any]]:
    fields = resource.schema.get("fields")
    return [f for f in fields if isinstance(f, Mapping)] if isinstance(fields, list) else []


def _missing(package: Package, resource: str, what: str) -> Finding:
    place = f" de « {resource} »" if resource else ""
    return found("D-003", At(package.where), resource, place=place, what=what)


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
