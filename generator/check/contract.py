"""Check a descriptor against what this project asks of every package, before reading its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from frictionless import Package as Judge

from generator.check.shapes import is_day, shape_findings
from generator.errors import Finding
from generator.model import Package, Resource
from generator.rules import At, found
from generator.settings import ROUNDING_BASES

NAME = re.compile(r"[a-z][a-z0-9_]{1,49}")
VERSION = re.compile(r"\d{4}\.\d{1,6}\.\d{1,6}")
RULES = ("public", "effectif_simple", "sensible")
COUNTING = ("unite", "definition", "producteur", "date_extraction", "methode")
CHOICES = {
    "localisation": ("choix_1", "tous_choix", "residence", "logement_attribue"),
    "typologie": ("souhaitee", "theorique", "attribuee"),
    "generation_qpv": ("QPV2015", "QPV2024"),
}
"""Properties of `comptage` that pages put into words; each may also be null."""
ENCODINGS = ("utf-8", "utf8")
DIALECT: Mapping[str, tuple[Any, ...]] = {
    "$schema": ("https://datapackage.org/profiles/2.0/tabledialect.json",),
    "header": (True,),
    "headerRows": ([1],),
    "delimiter": (",",),
    "lineTerminator": ("\n", "\r\n"),
    "quoteChar": ('"',),
    "doubleQuote": (True,),
    "skipInitialSpace": (False,),
}
"""How a published file is written: UTF-8, commas, double quotes, one header row."""
FOREIGN = {"compression", "data", "extrapaths", "innerpath"}
"""Properties that would make another reader read something else than the file."""
ASK_DOC = "Reprenez l’exemple d’un autre paquet, ou la page « Déposer des données »."

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
    yield from _rounding(package, resource)
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
    for key, allowed in CHOICES.items():
        if counting.get(key) is not None and counting[key] not in allowed:
            remedy = f"Choisissez parmi : {', '.join(allowed)}."
            yield _wrong(package, resource.name, f"comptage.{key}", remedy)
    day = counting.get("date_extraction")
    if _text(day) and not is_day(str(day)):
        remedy = "Écrivez la date comme 2024-05-31."
        yield _wrong(package, resource.name, "comptage.date_extraction", remedy)


def _secrecy(package: Package, resource: Resource) -> Iterator[Finding]:
    secrecy = _mapping(resource.descriptor.get("confidentialite"))
    if secrecy.get("regle") not in RULES:
        yield _missing(
            package, resource.name,
            "confidentialite.regle (public, effectif_simple ou sensible)",
        )  # fmt: skip
    columns = {str(name) for f in _fields(resource) if (name := f.get("name"))}
    margins, sensitive = resource.descriptor.get("marges"), secrecy.get("dimensions_sensibles")
    if margins is not None and not _flat(margins):
        yield _wrong(package, resource.name, "marges", ASK_DOC)
    if sensitive is not None and not isinstance(sensitive, list):
        yield _wrong(package, resource.name, "confidentialite.dimensions_sensibles", ASK_DOC)
    for column in [*_mapping(margins), *(sensitive if isinstance(sensitive, list) else [])]:
        if str(column) not in columns:
            yield found(
                "D-006", At(package.where), str(column)[:40],
                resource=resource.name, allowed=", ".join(sorted(columns)),
            )  # fmt: skip


def _rounding(package: Package, resource: Resource) -> Iterator[Finding]:
    for key, allowed in (("arrondi", ROUNDING_BASES), ("arrondi_pas", (0, 1))):
        value = resource.descriptor.get(key, allowed[0])
        if type(value) is not int or value not in allowed:
            what = f"« {key} » vaut {' ou '.join(str(one) for one in allowed)}"
            yield found(
                "S-003", At(package.where), resource.name, resource=resource.name, what=what
            )


def _dialect(package: Package, resource: Resource) -> Iterator[Finding]:
    # Without them other readers of the published package guess.
    encoding, dialect = (resource.descriptor.get(key) for key in ("encoding", "dialect"))
    if not dialect or not encoding:
        yield _missing(package, resource.name, "encoding et dialect, écrits en toutes lettres")
        return
    if str(encoding).lower() not in ENCODINGS:
        yield _wrong(package, resource.name, "encoding", 'Écrivez "encoding": "utf-8".')
    if not isinstance(dialect, Mapping) or any(not _plain(k, v) for k, v in dialect.items()):
        yield _wrong(package, resource.name, "dialect", ASK_DOC)
    for key in sorted(FOREIGN & set(resource.descriptor)):
        yield _wrong(package, resource.name, key, f"Supprimez « {key} ».")


def _plain(key: str, value: object) -> bool:
    """Return whether a property of a dialect says what every published file is."""
    return key in DIALECT and value in DIALECT[key]


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
    descriptor = {
        **package.descriptor,
        "resources": [dict(r.descriptor) for r in package.resources],
    }
    for resource in descriptor["resources"]:
        resource.pop("schema", None)
    try:
        errors = list(Judge.metadata_validate(descriptor))
    except Exception as error:  # the judge stumbles on some descriptors it refuses
        errors = [error]
    if errors:
        yield found("D-119", At(package.where))


def _fields(resource: Resource) -> list[Mapping[str, Any]]:
    fields = resource.schema.get("fields")
    return [f for f in fields if isinstance(f, Mapping)] if isinstance(fields, list) else []


def _missing(package: Package, resource: str, what: str) -> Finding:
    place = f" de « {resource} »" if resource else ""
    return found("D-003", At(package.where), resource, place=place, what=what)


def _wrong(package: Package, resource: str, key: str, remedy: str) -> Finding:
    words = {"resource": resource, "property": key, "do": remedy}
    return found("D-008", At(package.where), resource, **words)


def _flat(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(v, str) for v in value.values())


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
