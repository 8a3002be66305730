"""Refuse a descriptor or a schema that would loosen the secrecy that the contract asks for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from generator.check.least import (
    HOUSEHOLDS,
    LEAST,
    PUBLIC,
    SENSITIVE_DIMENSIONS,
    STRICTER,
    Least,
    contract_schemas,
    household_measures,
    sense,
    sensitive_codes,
)
from generator.check.values import SUFFIX, cell_at
from generator.equations import ADDITIVE, TERRITORY
from generator.errors import Finding
from generator.fields import key_of
from generator.model import Package, Resource, Table, Tables
from generator.rules import At, found, shown
from generator.settings import ENSEMBLE, PLAIN_THRESHOLD

AUTHORITY = re.compile(r"2\d{8}")
"""Code of an intercommunal authority, whose line is the total of its communes."""

MOST_NAMED = 5
"""Columns of a schema named in a message."""

NUMBERS = ("integer", "number", "any")
VALUE, UNIT, PERCENTAGE = "valeur", "unite", "pourcentage"


def floor_findings(packages: Sequence[Package], tables: Tables) -> list[Finding]:
    """Return what the descriptors and schemas of a deposit say more loosely than the contract."""
    findings = []
    times = Counter(r.name for package in packages for r in package.resources)
    for package in packages:
        at = At(package.where)
        for resource in package.resources:
            table = tables.get(resource.name)
            if table is not None and times[resource.name] == 1:  # else D-005 refuses the deposit
                findings += [*_of_table(at, resource, table), *_published(table)]
    return findings


def _of_table(at: At, resource: Resource, table: Table) -> Iterator[Finding]:
    if table.name not in contract_schemas():
        yield from _outside(at, table)
        return
    yield from _schema(at, resource)
    least = LEAST.get(table.name)
    if least is not None:
        yield from _rule(at, table, least)
        yield from _dimensions(at, table, least.sensitive)
        yield from _margins(at, table, least.margins)


# --- tables of the contract ---------------------------------------------------------------------


def _rule(at: At, table: Table, least: Least) -> Iterator[Finding]:
    if STRICTER.index(table.secrecy.rule) < STRICTER.index(least.rule):
        words = {"resource": table.name, "rule": table.secrecy.rule, "least": least.rule}
        yield found("S-030", at, table.secrecy.rule, least.rule, **words)
    placed = table.counting.localisation
    if placed not in ADDITIVE:
        yield found("S-033", at, str(placed), resource=table.name, localisation=placed)


def _margins(at: At, table: Table, dimensions: Iterable[str]) -> Iterator[Finding]:
    for dimension in dimensions:
        if dimension not in table.keys:
            continue
        declared = table.margins.get(dimension)
        total = _total(table, dimension, declared)
        missing = declared is None and total is not None
        if missing or (declared is not None and declared != (total or _usual(dimension, declared))):
            code = total or ENSEMBLE
            words = {"resource": table.name, "dimension": dimension, "code": code}
            yield found("S-032", at, declared or "", code, **words)


def _total(table: Table, dimension: str, declared: str | None = None) -> str | None:
    """Return the code of the lines of `table` that are totals of `dimension`; None without them.

    Of two authorities the one declared is taken: D-306 tells of the other.
    """
    codes = {str(code) for code in table.frame[dimension].dropna().unique()}
    if dimension != TERRITORY:
        return ENSEMBLE if ENSEMBLE in codes else None
    whole = sorted(code for code in codes if AUTHORITY.fullmatch(code))
    # Alone, it is the total of nothing: a margin would say no more than its code.
    if not whole or len(codes) == 1:
        return None
    return declared if declared in whole else whole[0]


def _usual(dimension: str, declared: str) -> str:
    """Return the margin that a table without totals may declare."""
    sound = dimension == TERRITORY and AUTHORITY.fullmatch(declared)
    return declared if sound else ENSEMBLE


def _schema(at: At, resource: Resource) -> Iterator[Finding]:
    """Yield what a schema of the deposit makes otherwise than that of the contract."""
    contract = contract_schemas()[resource.name]
    theirs = {str(f["name"]): sense(f) for f in contract["fields"]}
    own = {str(f["name"]): sense(f) for f in resource.schema["fields"]}
    if resource.name in LEAST:
        wrong = [name for name in {**theirs, **own} if own.get(name) != theirs.get(name)]
        if key_of(resource.schema) != key_of(contract):
            wrong.append("primaryKey")
        if resource.schema.get("missingValues", [""]) != contract.get("missingValues", [""]):
            wrong.append("missingValues")
    else:
        numbers = [name for name, field in own.items() if field["type"] in NUMBERS]
        wrong = [name for name in numbers if name not in theirs]
    if wrong:
        columns = ", ".join(shown(name) for name in wrong[:MOST_NAMED])
        yield found("S-034", at, shown(wrong[0]), resource=resource.name, columns=columns)


def _dimensions(at: At, table: Table, asked: Iterable[str]) -> Iterator[Finding]:
    """Yield the sensitive dimensions that a table holds and does not declare."""
    for dimension in asked:
        if dimension in table.frame.columns and dimension not in table.secrecy.sensitive_dimensions:
            yield found("S-031", at, dimension, resource=table.name, dimension=dimension)


# --- tables outside of the contract -------------------------------------------------------------


def _outside(at: At, table: Table) -> Iterator[Finding]:
    kinds = {f.name: f.kind for f in table.fields}
    measures = sorted(household_measures() & set(kinds))
    if not measures and not counts_households(table.counting.unite):
        return
    if table.secrecy.rule == PUBLIC:
        what = "sa règle de secret est « public »"
        yield found("S-035", at, table.name, resource=table.name, what=what)
    for name, kind in kinds.items():
        if kind in NUMBERS and name not in table.keys and f"{name}{SUFFIX}" not in kinds:
            what = f"la colonne « {shown(name)} » n’a pas de colonne de statut"
            yield found("S-035", at, table.name, resource=table.name, what=what)
    yield from _dimensions(at, table, sorted(SENSITIVE_DIMENSIONS))
    yield from _margins(at, table, [d for d in table.keys if _total(table, d) is not None])
    yield from _disguised(at, table)


def _disguised(at: At, table: Table) -> Iterator[Finding]:
    """Yield the columns that hold the codes of a sensitive dimension under another name."""
    known = sensitive_codes()
    for column in table.fields:
        if column.name in SENSITIVE_DIMENSIONS or column.kind != "string":
            continue
        codes = sorted({str(code) for code in table.frame[column.name].dropna().unique()})
        for code in [code for code in codes if code in known][:1]:
            words = {"resource": table.name, "column": shown(column.name), "name": known[code]}
            yield found("S-036", at, shown(column.name), known[code], **words)


def counts_households(unit: str) -> bool:
    """Return whether one `unit` is one household, whatever its accents and its number."""
    plain = unicodedata.normalize("NFKD", unit).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z]+", plain)
    return bool(words) and bool({words[0], words[0].removesuffix("s")} & HOUSEHOLDS)


# --- any table ----------------------------------------------------------------------------------


def _published(table: Table) -> Iterator[Finding]:
    """Yield the small counts of households among numbers that a source printed."""
    kinds: Mapping[str, str] = {f.name: f.kind for f in table.fields}
    if UNIT not in kinds or kinds.get(VALUE) not in NUMBERS:
        return
    whole = counts_households(table.counting.unite) or table.name in LEAST
    units = table.frame[UNIT].fillna("").astype(str)
    households = units.map(lambda unit: counts_households(unit) or (whole and unit != PERCENTAGE))
    values = pd.to_numeric(table.frame[VALUE], errors="coerce")
    small = ((values > 0) & (values < PLAIN_THRESHOLD)).fillna(value=False).astype(bool)
    for line in table.frame.index[small & households.astype(bool)]:
        yield found("S-037", cell_at(table, line, VALUE), threshold=PLAIN_THRESHOLD)
