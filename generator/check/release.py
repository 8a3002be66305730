"""Check what every official release says: who, how, until when, and why numbers were revised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.check.values import cell_at, measured
from generator.errors import Finding
from generator.model import Package, Status, Table, Tables
from generator.rules import At, found

SHORTEST_METHOD = 25
"""Characters of « Extraction du SNE, 2025. »: less explains nothing."""

PERSON = re.compile(r"[a-zà-ÿ]+[.\-_][a-zà-ÿ]+@", re.IGNORECASE)
SERVICE = ("contact", "service", "secretariat", "accueil", "donnees", "cil", "habitat", "logement")
"""Words of the address of a service, such as `service.habitat@`."""


def release_findings(packages: Sequence[Package], tables: Tables) -> list[Finding]:
    """Return what the release checklist lacks, package by package, table by table."""
    findings = [f for package in packages for f in _package(package)]
    notes = {p.name: bool(p.descriptor.get("revision")) for p in packages}
    for table in tables.values():
        findings += [*_table(table), *_revised(table, explained=notes.get(table.package, False))]
    return findings


def _package(package: Package) -> Iterator[Finding]:
    people = _objects(package.descriptor.get("contributors"))
    publishers = [p for p in people if p.get("title") and "publisher" in _roles(p)]
    at = At(package.where)
    if not publishers:
        yield found("D-801", at)
    if not any(p.get("email") or p.get("path") for p in people):
        yield found("D-802", at)
    if any(_of_a_person(str(p.get("email", ""))) for p in people):
        yield found("D-807", at)
    if not package.descriptor.get("prochaine_publication"):
        yield found("D-803", at)


def _table(table: Table) -> Iterator[Finding]:
    if len(table.counting.methode.strip()) < SHORTEST_METHOD:
        yield found("D-806", At(table.where), resource=table.name)
    yield from _late(table)


def _late(table: Table) -> Iterator[Finding]:
    """Yield the first row of each date that comes after the extraction."""
    extraction = table.counting.date_extraction
    column = next((c for c in ("date", "annee") if c in table.keys and c in table.frame), None)
    if column is None:
        return
    dates = table.frame[column].astype("string")
    late = dates[dates > extraction[: 4 if column == "annee" else 10]].dropna()
    for value in sorted(set(late)):
        line = late.index[late == value][0]
        yield found("D-805", cell_at(table, line, column), value, extraction=extraction)


def _revised(table: Table, *, explained: bool) -> Iterator[Finding]:
    revised = [c for c in measured(table) if (table.frame[f"{c}_statut"] == Status.REVISED).any()]
    if revised and not explained:
        yield found("D-808", At(table.where), resource=table.name)


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _roles(person: Mapping[str, Any]) -> list[str]:
    roles = person.get("roles", [])
    single = person.get("role")
    return [*(roles if isinstance(roles, list) else []), *([single] if single else [])]


def _of_a_person(email: str) -> bool:
    local = email.partition("@")[0].casefold()
    return bool(PERSON.match(email)) and not any(word in local for word in SERVICE)
