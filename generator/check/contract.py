"""Check a descriptor against what this project asks of every package, before reading its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from generator.errors import Finding
from generator.model import Package, Resource

NAME = re.compile(r"[a-z][a-z0-9_]{1,49}")
VERSION = re.compile(r"\d{4}\.\d+\.\d+")
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
"""The only way to write a file: UTF-8, commas, double quotes, one header row."""
FOREIGN = {"compression", "data", "extrapaths", "innerpath"}
"""Properties that would make the judge read something else than the file."""
ASK_DOC = "Reprenez l’exemple d’un autre paquet, ou la page « Déposer des données »."

PACKAGE_TEXTS = {
    "title": "le titre du paquet (title)",
    "description": "la description du paquet (description)",
    "created": "la date de création (created)",
}


def contract_findings(package: Package) -> list[Finding]:
    """Return what the descriptor of `package` lacks or says wrongly."""
    return [*_package(package), *(f for r in package.resources for f in _resource(package, r))]


def _package(package: Package) -> Iterator[Finding]:
    descriptor = package.descriptor
    for key, words in PACKAGE_TEXTS.items():
        if not _text(descriptor.get(key)):
            yield _missing(package, "", words)
    if not VERSION.fullmatch(str(descriptor.get("version", ""))):
        yield Finding(
            package.where, 0, "", "D-004", str(descriptor.get("version", ""))[:40],
            "La version du paquet n’est pas de la forme année.majeur.mineur.",
            "Écrivez par exemple \"version\": \"2025.1.0\".",
        )  # fmt: skip
    if not descriptor.get("licenses"):
        yield _missing(package, "", "la licence (licenses)")


def _resource(package: Package, resource: Resource) -> Iterator[Finding]:
    descriptor = resource.descriptor
    if not NAME.fullmatch(resource.name):
        yield Finding(
            package.where, 0, "", "D-004", resource.name[:40],
            "Le nom d’un fichier doit être en minuscules, sans espace ni accent.",
            "Écrivez par exemple \"name\": \"demandes_stock\".",
        )  # fmt: skip
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
            yield _wrong(
                package,
                resource.name,
                f"comptage.{key}",
                f"Choisissez parmi : {', '.join(allowed)}.",
            )
    if _text(counting.get("date_extraction")) and not _day(counting["date_extraction"]):
        yield _wrong(
            package, resource.name, "comptage.date_extraction", "Écrivez la date comme 2024-05-31."
        )


def _secrecy(package: Package, resource: Resource) -> Iterator[Finding]:
    secrecy = _mapping(resource.descriptor.get("confidentialite"))
    if secrecy.get("regle") not in RULES:
        yield _missing(
            package, resource.name,
            "confidentialite.regle (public, effectif_simple ou sensible)",
        )  # fmt: skip
    columns = {f.get("name") for f in resource.schema.get("fields", ())}
    margins, sensitive = resource.descriptor.get("marges"), secrecy.get("dimensions_sensibles")
    if margins is not None and not isinstance(margins, Mapping):
        yield _wrong(package, resource.name, "marges", ASK_DOC)
    if sensitive is not None and not isinstance(sensitive, list):
        yield _wrong(package, resource.name, "confidentialite.dimensions_sensibles", ASK_DOC)
    named = sensitive if isinstance(sensitive, list) else []
    for column in [*_mapping(margins), *named]:
        if column not in columns:
            yield Finding(
                package.where, 0, "", "D-006", str(column)[:40],
                f"Le descripteur de « {resource.name} » cite une colonne qui n’existe pas.",
                f"Choisissez parmi : {', '.join(sorted(str(c) for c in columns))}.",
            )  # fmt: skip


def _dialect(package: Package, resource: Resource) -> Iterator[Finding]:
    # Without them the reader of the file guesses, and a ragged file moves the header row.
    encoding, dialect = (resource.descriptor.get(key) for key in ("encoding", "dialect"))
    if not dialect or not encoding:
        yield _missing(package, resource.name, "encoding et dialect, écrits en toutes lettres")
        return
    # Files are read twice, by the judge and by `typed`: both must see the same cells.
    if str(encoding).lower() not in ENCODINGS:
        yield _wrong(package, resource.name, "encoding", 'Écrivez "encoding": "utf-8".')
    if not isinstance(dialect, Mapping) or any(not _plain(k, v) for k, v in dialect.items()):
        yield _wrong(package, resource.name, "dialect", ASK_DOC)
    for key in sorted(FOREIGN & set(resource.descriptor)):
        yield _wrong(package, resource.name, key, f"Supprimez « {key} ».")


def _plain(key: str, value: object) -> bool:
    """Return whether a property of a dialect says what every file of a deposit is."""
    return key in DIALECT and value in DIALECT[key]


def _missing(package: Package, resource: str, words: str) -> Finding:
    place = f" de « {resource} »" if resource else ""
    return Finding(
        package.where, 0, "", "D-003", resource,
        f"Dans le descripteur{place}, il manque {words}.", ASK_DOC,
    )  # fmt: skip


def _wrong(package: Package, resource: str, key: str, remedy: str) -> Finding:
    return Finding(
        package.where, 0, "", "D-008", resource,
        f"Dans le descripteur de « {resource} », la valeur de « {key} » n’est pas permise.", remedy,
    )  # fmt: skip


def _day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
