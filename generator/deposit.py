"""Prepare a deposit outside the site: import a spreadsheet, write the template, propose corrections."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from generator import check, load, report, spreadsheet, words
from generator.errors import DataError, Finding, GeneratorError, SecrecyError, Severity
from generator.fields import field_of, key_of
from generator.model import Counting, Package, Resource, SecrecyRule, Table, Template
from generator.spreadsheet import Converted, Plan, Spot, Workbook, canonical, found, records

CORE = ("demandes_stock", "demandes_nouvelles", "baux_delai", "delais_attributaires")
"""Tables without which the site says nothing: first in the template."""
SECRECY = "S-"
"""Codes of counts that must stay hidden."""
CHANGES = "changements.md"
DIALECT = {
    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
    "header": True, "headerRows": [1], "delimiter": ",", "lineTerminator": "\n",
    "quoteChar": "\"", "doubleQuote": True, "skipInitialSpace": False,
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """What is to be imported, and where it goes.

    Attributes:
        file: the spreadsheet.
        to: folder of packages to write into, such as `datapackages`.
        package: keep to this package, when given.
        resource: keep to this table, when given.
        complete: keep the rows already there; without it an existing file is refused.
    """

    file: Path
    to: Path
    package: str = ""
    resource: str = ""
    complete: bool = False


@dataclass(frozen=True)
class _Made:
    """A file ready to be written: its rows, and the row of the sheet behind each of them."""

    table: Converted
    path: str
    rows: tuple[tuple[str, ...], ...]
    origins: tuple[int, ...]


def imported(order: Order, root: Path) -> tuple[Finding, ...]:
    """Write the packages that a spreadsheet holds; return what was converted on the way.

    The check judges the files among the deposit of `root` before the first one is written.

    Raises:
        DataError, SecrecyError: with every finding, at its cell; nothing was written.
    """
    book = spreadsheet.workbook(order.file)
    packages = {p.name: p for p in load.packages(root)}
    tables, notes = spreadsheet.tables(
        book, load.contract(), package=order.package, resource=order.resource
    )
    made, said = _made(order, tables)
    descriptors = _descriptors(order, packages, made, book)
    files = {
        **{m.path: canonical([_header(m.table.template), *m.rows]) for m in made},
        **{f"{name}/datapackage.json": _json(d) for name, d in descriptors.items()},
    }
    everything = [*notes, *said, *_unsaid(_judged(root, files, made, book), notes)]
    errors = [f for f in everything if f.severity is Severity.ERROR]
    if errors:
        secret = all(f.code.startswith(SECRECY) for f in errors)
        raise (SecrecyError if secret else DataError).found(*everything)
    written(order.to, files)
    review = [found("X-056", Spot(f"{name}/datapackage.json")) for name in descriptors]
    return tuple(sorted([*everything, *review]))


def _header(template: Template) -> tuple[str, ...]:
    return tuple(f.name for f in template.fields)


def _made(order: Order, tables: Sequence[Converted]) -> tuple[list[_Made], list[Finding]]:
    """Return the rows of each file, completed with those already there where asked for."""
    made, said, refused = [], [], []
    for table in tables:
        path = f"{table.template.package}/data/{table.template.resource}.csv"
        existing = order.to / path
        if not existing.exists():
            made.append(_Made(table, path, table.rows, table.origins))
        elif not order.complete:
            refused.append(found("X-040", Spot(order.file.name, table.sheet), path=path))
        else:
            one, finding = _completed(table, path, existing.read_bytes())
            made.append(one)
            said.append(finding)
    if refused:
        raise DataError.found(*refused)
    return made, said


def _completed(table: Converted, path: str, data: bytes) -> tuple[_Made, Finding]:
    """Return the rows of the file and of the sheet together; a row of the same key is replaced."""
    header = _header(table.template)
    rows, _ = records(data, path)
    if not rows or tuple(rows[0]) != header or any(len(r) != len(header) for r in rows):
        raise DataError.found(found("X-001", Spot(path)))
    key = [header.index(name) for name in table.template.keys]
    merged: dict[tuple[str, ...], tuple[tuple[str, ...], int]] = {
        tuple(row[i] for i in key): (tuple(row), 0) for row in rows[1:]
    }
    before = set(merged)
    new = {tuple(row[i] for i in key) for row in table.rows}
    for row, origin in zip(table.rows, table.origins, strict=True):
        merged[tuple(row[i] for i in key)] = (row, origin)
    finding = found(
        "X-057", Spot(path), kept=str(len(before - new)), replaced=str(len(before & new)),
        added=str(len(new - before)),
    )  # fmt: skip
    together = tuple(row for row, _ in merged.values())
    return _Made(table, path, together, tuple(origin for _, origin in merged.values())), finding


def _descriptors(
    order: Order, packages: Mapping[str, Package], made: Sequence[_Made], book: Workbook
) -> dict[str, dict[str, Any]]:
    """Return the descriptors to write: that of the last deposit, kept to the files there are.

    A descriptor already in place is left as it is, when it cites the file.
    """
    found_: dict[str, dict[str, Any]] = {}
    refused = []
    for name in sorted({m.table.template.package for m in made}):
        wanted = [m.table.template.resource for m in made if m.table.template.package == name]
        known = packages[name].descriptor if name in packages else {"resources": []}
        entries = {str(e.get("name")): e for e in known["resources"]}
        refused += [
            found("X-041", Spot(book.name), package=name, resource=resource)
            for resource in wanted if resource not in entries
        ]  # fmt: skip
        if (order.to / name / "datapackage.json").exists():
            continue
        kept = [_entry(entries[r]) for r in entries if r in wanted]
        found_[name] = {**known, "resources": kept}
    if refused:
        raise DataError.found(*refused)
    return found_


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    name = entry["name"]
    return {**entry, "path": f"data/{name}.csv", "encoding": "utf-8", "dialect": DIALECT}


def _json(descriptor: Mapping[str, Any]) -> bytes:
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _judged(
    root: Path, files: Mapping[str, bytes], made: Sequence[_Made], book: Workbook
) -> list[Finding]:
    """Return what the check says of the new files, at their cells.

    The files stand in a copy of the whole deposit, so that keys to other files are followed.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "datapackages"
        shutil.copytree(root / "datapackages", copy)
        for path, content in files.items():
            if path.endswith(".csv"):
                (copy / path).parent.mkdir(parents=True, exist_ok=True)
                (copy / path).write_bytes(content)
        try:
            checked = check.tables(load.packages(Path(folder)))
            check.audited(checked.tables)
        except GeneratorError as error:
            return _at_cells(error.findings, made, book)
    return _at_cells(checked.findings, made, book)


def _unsaid(judged: Iterable[Finding], notes: Iterable[Finding]) -> list[Finding]:
    """Return what the check says of the cells that the reading did not refuse already."""
    refused = {(f.sheet, f.line, f.column) for f in notes if f.severity is Severity.ERROR}
    rows = {(sheet, line) for sheet, line, _ in refused}
    return [
        f for f in judged
        if (f.sheet, f.line, f.column) not in refused
        and (f.column or (f.sheet, f.line) not in rows)
    ]  # fmt: skip


def _at_cells(findings: Iterable[Finding], made: Sequence[_Made], book: Workbook) -> list[Finding]:
    by_file = {f"datapackages/{m.path}": m for m in made}
    return [
        spreadsheet.translated(f, by_file[f.file].table, book, by_file[f.file].origins)
        for f in findings
        if f.file in by_file
    ]


def written(to: Path, files: Mapping[str, bytes]) -> None:
    """Write all files, or none: each is complete on the same disk before the first takes its place."""
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".import-", dir=to) as folder:
        stage = Path(folder)
        for number, content in enumerate(files.values()):
            (stage / str(number)).write_bytes(content)
        for number, path in enumerate(files):
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / str(number)).replace(to / path)


# --- the template -----------------------------------------------------------------------------


def template(root: Path, year: int) -> bytes:
    """Return the Excel template of a year for the territory in `root`."""
    resources = {r.name: r for p in load.packages(root) for r in p.resources}
    places = tuple(_places(resources))
    templates = [t for t in load.contract() if t.resource in resources and _yearly(t)]
    templates.sort(key=lambda t: (CORE.index(t.resource) if t.resource in CORE else len(CORE),))
    plans = [_plan(t, resources[t.resource], places, year) for t in templates]
    return spreadsheet.model_file(plans, year)


def _places(resources: Mapping[str, Resource]) -> Iterator[tuple[str, str]]:
    """Yield code and name of the authority, then of its communes."""
    named = (("epci", "siren_epci", "nom_court"), ("communes", "code_commune", "nom_commune"))
    for resource, code, name in named:
        if resource in resources:
            for row in _rows(resources[resource]):
                yield row.get(code, ""), row.get(name, "")


def _rows(resource: Resource) -> list[dict[str, str]]:
    rows, _ = records(resource.file.read_bytes(), resource.where)
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]


def _yearly(table: Template) -> bool:
    """Return whether a table counts something every year."""
    names = {f.name for f in table.fields}
    return table.keys[0] in ("annee", "date") and any(n.endswith("_statut") for n in names)


def _plan(
    table: Template, resource: Resource, places: tuple[tuple[str, str], ...], year: int
) -> Plan:
    """Return the sheet of one table, prepared like the last period of the deposit."""
    period = table.keys[0]
    rows = _rows(resource)
    last = max((row.get(period, "") for row in rows), default="")
    value = str(year) if period == "annee" else f"{year}-01-01"
    previous = tuple(row for row in rows if row.get(period) == last)
    return Plan(table, places, {period: value}, previous)


# --- corrections ------------------------------------------------------------------------------


def proposals(root: Path, findings: Sequence[Finding], folder: Path) -> tuple[report.Proposal, ...]:
    """Write the corrected files that can be proposed into `folder`, with the list of changes.

    A file that shows, or may show, what must stay hidden is left out. Nothing else is touched.
    """
    with suppress(GeneratorError):
        packages = load.packages(root)
        made = {
            r.where: one
            for p in packages
            for r in p.resources
            if (one := _proposed(p, r, findings))
        }
        for where, one in made.items():
            target = folder / where
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(one.content)
        lines = [line for w, one in made.items() for line in spreadsheet.changes_told(w, one)]
        if lines:
            told = "\n".join(f"- {report.safe(words.typography(line))}" for line in lines)
            (folder / CHANGES).write_text(f"# Changements proposés\n\n{told}\n", encoding="utf-8")
        return tuple(report.Proposal(w, len(one.changes)) for w, one in made.items())
    return ()


def _proposed(
    package: Package, resource: Resource, findings: Sequence[Finding]
) -> spreadsheet.Proposed | None:
    mine = [f for f in findings if f.file == resource.where]
    with suppress(GeneratorError, KeyError):
        one = spreadsheet.proposed(resource.file.read_bytes(), resource.where, mine)
        if one and not spreadsheet.shows_small_count(
            one.content, resource.where, _empty_table(package, resource)
        ):
            return one
    return None


def _empty_table(package: Package, resource: Resource) -> Table:
    """Return the columns and the secrecy rule of a resource, without its rows."""
    secrecy = resource.descriptor["confidentialite"]
    counting = {
        "unite": "",
        "definition": "",
        "producteur": "",
        "date_extraction": "",
        "methode": "",
    }
    return Table(
        package=package.name, package_title="", version="", name=resource.name, title="",
        description="", frame=pd.DataFrame(),
        fields=tuple(field_of(f) for f in resource.schema["fields"]),
        keys=key_of(resource.schema), margins=dict(resource.descriptor.get("marges") or {}),
        demonstration=False, counting=Counting(**counting),
        secrecy=SecrecyRule(secrecy["regle"], tuple(secrecy.get("dimensions_sensibles") or ())),
        where=resource.where,
    )  # fmt: skip
