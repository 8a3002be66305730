"""Examine one file: read it, guard it, write it as the contract asks, judge each cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.check.guard import discreet, guard_findings
from generator.check.normal import normalised
from generator.check.shapes import schema_problem
from generator.check.sheet import Rows, Sheet, sheet_of
from generator.check.structure import (
    Typed,
    cell_findings,
    header_findings,
    judged,
    key_findings,
    reference_findings,
    schema_of,
    values_of,
)
from generator.errors import Finding, Severity
from generator.fields import field_of, key_of
from generator.model import Package, Resource
from generator.rules import At, found

TOTAL = re.compile(r"\s*(?:sous[- ]?)?tota(?:l|ux)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Examined:
    """A file that was examined.

    Attributes:
        resource: the file.
        columns: its columns, typed; empty when it cannot be read.
        findings: everything found in it alone.
    """

    resource: Resource
    columns: tuple[Typed, ...]
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Return whether nothing found stops the file from being used."""
        return bool(self.columns) and not any(f.severity is Severity.ERROR for f in self.findings)


def examined(package: Package, resource: Resource) -> Examined:
    """Return one file of `package`, judged."""
    if problem := schema_problem(resource.schema):
        return _refused(package, resource, problem)
    schema = schema_of(resource.schema)
    if schema is None:
        return _refused(package, resource, "la norme Table Schema le refuse")
    fields = tuple(field_of(field) for field in resource.schema["fields"])
    raw = sheet_of(resource.file.read_bytes(), resource.where, fields)
    guards = guard_findings(raw, counts=_counts(resource), described=_described(resource))
    sheet, converted = normalised(raw, {field.name: field.kind for field in fields})
    if not sheet.columns:
        return Examined(resource, (), raw.findings)
    columns = judged(sheet, schema, resource.schema["fields"])
    totals = _total_rows(sheet, columns, resource)
    findings = [
        *raw.findings,
        *converted,
        *header_findings(sheet, [field.name for field in fields]),
        *_but(sheet, totals, [*cell_findings(sheet, columns)]),
        *key_findings(sheet, columns, key_of(resource.schema)),
        *(found("D-211", sheet.at(None, int(row))) for row in totals),
    ]
    if not sheet.size:
        findings.append(found("D-214", sheet.at()))
    return Examined(resource, columns, tuple(discreet(_once(findings), guards)))


def references(one: Examined, others: Mapping[str, Examined]) -> list[Finding]:
    """Return the cells of a file that refer to something that another file does not have."""
    findings = []
    sheet = Sheet(one.resource.where, (), _size(one), np.empty(0, dtype=np.int64), ())
    for key in one.resource.schema.get("foreignKeys") or ():
        reference = key["reference"]
        other = others.get(str(reference.get("resource") or one.resource.name))
        if other is not None and other.columns and one.columns:
            names = _names(key["fields"])
            known = values_of(other.columns, _names(reference["fields"]))
            findings += reference_findings(sheet, one.columns, names, known)
    return findings


def _refused(package: Package, resource: Resource, problem: str) -> Examined:
    words = {"resource": resource.name, "what": problem}
    return Examined(resource, (), (found("D-010", At(package.where), resource.name, **words),))


def _size(one: Examined) -> int:
    return len(one.columns[0].column.codes) if one.columns else 0


def _names(value: str | Sequence[object]) -> list[str]:
    return [value] if isinstance(value, str) else [str(name) for name in value]


def _counts(resource: Resource) -> bool:
    """Return whether a file counts households: its counts are then under a rule of secrecy."""
    secrecy = resource.descriptor.get("confidentialite")
    return not isinstance(secrecy, Mapping) or secrecy.get("regle") != "public"


def _described(resource: Resource) -> dict[str, str]:
    """Return how each column is held: by a kind, a list, a pattern, a list of places, or freely."""
    held = {}
    for field in resource.schema["fields"]:
        constraints = field.get("constraints", {})
        listed = field.get("categories") or "enum" in constraints or "pattern" in constraints
        free = field.get("type", "string") in ("string", "any") and not listed
        named = str(field["name"]).startswith("nom_")
        held[str(field["name"])] = "free" if free and not named else "held"
    return held


def _total_rows(sheet: Sheet, columns: Sequence[Typed], resource: Resource) -> Rows:
    """Return the rows in which a spreadsheet wrote a total: no category is called so."""
    keys = key_of(resource.schema)
    rows = [
        one.column.rows(TOTAL.match)
        for one in columns
        if one.column.name in keys or str(one.column.name).startswith("nom_")
    ]
    return np.unique(np.concatenate(rows)) if rows and sheet.size else np.empty(0, dtype=np.int64)


def _but(sheet: Sheet, rows: Rows, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that are not about `rows`: their one fault is to be there."""
    lines = {sheet.at(None, int(row)).line for row in rows}
    return [f for f in findings if f.line not in lines]


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings without a second sentence on the same cell for the same fault."""
    two_senses = {(f.line, f.column) for f in findings if f.code == "D-215"}
    cut = {f.line for f in findings if f.code == "D-213"}
    return [
        f
        for f in findings
        if not (f.code == "D-101" and (f.line, f.column) in two_senses)
        and not (f.line in cut and f.code != "D-213")
    ]
