"""Compare a deposit with the version published before: what is new, gone, revised, redefined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from generator import words
from generator.check.bands import REVISION_SPREAD, said, unexpected
from generator.check.contract import VERSION
from generator.check.values import SUFFIX, cell_at, measured
from generator.errors import Finding
from generator.model import Package, Status, Table, Tables
from generator.rules import At, found
from generator.secrecy import INTEGER

DEFINITION = ("unite", "definition", "localisation", "typologie", "generation_qpv")
"""Parts of `comptage` that say what is counted; the date and the producer may change."""

Older = Mapping[str, tuple[Package, Tables]]


def version_findings(packages: Sequence[Package], tables: Tables, older: Older) -> list[Finding]:
    """Return what changed since the previous version, and what its number should say."""
    if not older:
        return [found("D-511", At("datapackages"))]
    findings: list[Finding] = []
    for package in packages:
        if package.name in older:
            before, before_tables = older[package.name]
            findings += _package(package, before)
            findings += _tables(package, tables, (before, before_tables))
    return findings


def _package(package: Package, before: Package) -> Iterator[Finding]:
    """Yield what the version number and the list of files say wrongly."""
    at, version, earlier = At(package.where), _number(package), _number(before)
    if version and earlier and version < earlier:
        words_ = {"before": before.descriptor["version"]}
        yield found("D-506", at, str(package.descriptor["version"]), _next(earlier, 2), **words_)
    names = {r.name for r in package.resources}
    for resource in before.resources:
        if resource.name not in names:
            yield found("D-510", at, resource.name)


def _tables(package: Package, tables: Tables, before: tuple[Package, Tables]) -> list[Finding]:
    previous, older = before
    findings: list[Finding] = []
    changed = revised = False
    for name, old in older.items():
        new = tables.get(name)
        if new is None or new.package != package.name:
            continue
        findings += _structure(package, previous, (new, old))
        findings += _definition(package, previous, (new, old))
        cells, moved = _cells(new, old)
        findings += [*_rows(new, old, str(previous.descriptor["version"])), *cells]
        changed |= not new.frame.equals(old.frame)
        revised |= moved
    return [*findings, *_numbering(package, previous, changed=changed, revised=revised)]


def _numbering(
    package: Package, previous: Package, *, changed: bool, revised: bool
) -> Iterator[Finding]:
    version = _number(package)
    if changed and version and version == _number(previous):
        suggestion = _next(version, 2)
        value = str(package.descriptor["version"])
        yield found("D-505", At(package.where), value, suggestion)
    if revised and not package.descriptor.get("revision"):
        yield found("D-508", At(package.where))


def _structure(package: Package, previous: Package, pair: tuple[Table, Table]) -> Iterator[Finding]:
    new, old = pair
    version, earlier = _number(package), _number(previous)
    same = [(f.name, f.kind) for f in new.fields] == [(f.name, f.kind) for f in old.fields]
    if not same and version and earlier and version[:2] == earlier[:2]:
        value, suggestion = str(package.descriptor["version"]), _next(earlier, 1)
        yield found("D-507", At(package.where), value, suggestion, resource=new.name)


def _definition(
    package: Package, previous: Package, pair: tuple[Table, Table]
) -> Iterator[Finding]:
    new, old = pair
    resource = next(r for r in package.resources if r.name == new.name)
    if resource.descriptor["comptage"].get("rupture"):
        return
    for part in DEFINITION:
        if getattr(new.counting, part) != getattr(old.counting, part):
            words_ = {"resource": new.name, "property": f"comptage.{part}"}
            earlier = previous.descriptor["version"]
            yield found("D-509", At(package.where), part, previous=earlier, **words_)


def _rows(new: Table, old: Table, earlier: str) -> Iterator[Finding]:
    """Yield how many rows are new, and how many are gone."""
    keys = [k for k in old.keys if k in new.keys]
    if not keys:
        return
    now, before = _index(new, keys), _index(old, keys)
    added, gone = now.difference(before), before.difference(now)
    if len(added):
        count = f"{words.counted(len(added), 'ligne')} {words.plural(len(added), 'nouvelle')}"
        yield found("D-501", At(new.where), count=count, previous=earlier)
    if len(gone):
        count = f"{words.counted(len(gone), 'ligne')} {words.plural(len(gone), 'disparue')}"
        first = ", ".join(str(part) for part in gone[0])
        yield found("D-502", At(new.where), count=count, previous=earlier, first=first)


def _index(table: Table, keys: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(table.frame[keys].astype("string").fillna(""))


def _cells(new: Table, old: Table) -> tuple[list[Finding], bool]:
    """Return what is to be said of numbers already published, and whether any of them changed."""
    keys = list(new.keys)
    if keys != list(old.keys) or not keys or new.rounding != old.rounding:
        return [], False  # a number told more roughly, or less, is no other number
    findings: list[Finding] = []
    revised = False
    for column in measured(new):
        if column not in old.frame:
            continue
        before = old.frame[[*keys, column]].rename(columns={column: "avant"})
        both = new.frame.reset_index().merge(before, on=keys, validate="one_to_one")
        moved = both[(both[column] != both["avant"]).fillna(value=False).astype(bool)]
        revised |= not moved.empty
        kind = next(f.kind for f in new.fields if f.name == column)
        for row in moved.to_dict("records"):
            findings += _revision(new, column, row, counted=kind == INTEGER)
    return findings, revised


def _revision(
    table: Table, column: str, row: Mapping[Any, Any], *, counted: bool
) -> Iterator[Finding]:
    """Yield the finding of a revised number: a strong revision, or one that does not say so."""
    value, before = float(row[column]), float(row["avant"])
    at = cell_at(table, row["ligne"], column)
    if counted and unexpected(before, value, REVISION_SPREAD):
        yield found("D-504", at, said(value), before=said(before))
    elif row[f"{column}{SUFFIX}"] != Status.REVISED:
        yield found("D-503", at, said(value), before=said(before), status=f"{column}{SUFFIX}")


def _number(package: Package) -> tuple[int, ...]:
    """Return a version as numbers, empty when it is not one."""
    version = str(package.descriptor.get("version", ""))
    return tuple(int(part) for part in version.split(".")) if VERSION.fullmatch(version) else ()


def _next(version: tuple[int, ...], place: int) -> str:
    """Return the version that follows, its number at `place` raised: 1 for a break, 2 for a correction."""
    raised = [*version[:place], version[place] + 1, *(0 for _ in version[place + 1 :])]
    return ".".join(str(part) for part in raised)
