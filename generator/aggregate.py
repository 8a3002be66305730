"""From a list of households to a package that may be published: the secretariat's own machine.

Households are read, counted and forgotten: no line of theirs is ever written, nor any value told.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator import check, extraction, load
from generator.counting import (
    BANDS,
    COUNTS,
    DELAYS,
    STATISTICS,
    Frame,
    Rows,
    delay_rows,
    events,
    possible,
    rows_of,
)
from generator.deposit import DIALECT, written
from generator.disclosure.verdict import ProgressCallback
from generator.errors import DataError, SecrecyError
from generator.fields import field_of
from generator.model import Package, Resource, Tables, Territory
from generator.rules import At, found
from generator.secretariat import Protected, protect, work_tree
from generator.settings import ENSEMBLE

Built = Mapping[str, Rows]
BESIDE = ("territoires", "acteurs", "controles")
"""Packages without which the tables of counts cannot be checked."""


@dataclass(frozen=True)
class Order:
    """What is to be counted, and where it goes.

    Attributes:
        file: the extraction, one line per household.
        to: new folder that receives the protected packages.
        root: folder of the territory, whose descriptors say how each table counts.
        first: first year whose flows the extraction holds whole.
        extracted: day of the extraction; the last year counted is the one before.
        seconds: time allowed to choose the mask.
    """

    file: Path
    to: Path
    root: Path
    first: int
    extracted: date
    seconds: float | None = None


def aggregated(order: Order, progress: ProgressCallback | None = None) -> Protected:
    """Write the protected tables of an extraction.

    Raises:
        DataError: the extraction is wrong; line and column are told, never a value.
        SecrecyError: it stands where it would be published, or nothing proves the tables safe;
            nothing is written.
    """
    refuse_rows(order.file, order.to)
    packages = load.packages(order.root)
    tables = check.sound_tables(packages)
    territory = check.territory(tables)
    wanted = {
        f"{p.name}/{r.name}": r for p in packages for r in p.resources
    }  # fmt: skip
    built = _built(order, territory, wanted)
    with tempfile.TemporaryDirectory() as folder:
        complete = Path(folder) / "complet"
        written(complete / "datapackages", _files(packages, built, order))
        before = _already_public(order.root, tables, built)
        return protect(complete, order.to, seconds=order.seconds, progress=progress, before=before)


def refuse_rows(file: Path, to: Path) -> None:
    """Refuse a list of households in a work tree, or beside what will be published.

    Raises:
        SecrecyError: the list could be published, or the folder already holds packages.
    """
    if work_tree(file) is not None or file.resolve().is_relative_to(to.resolve()):
        raise SecrecyError.found(found("S-023", At(file.name)))
    if (to / "datapackages").exists():
        raise SecrecyError.found(found("S-024", At(to.name)))


def _built(order: Order, territory: Territory, wanted: Mapping[str, Resource]) -> dict[str, Rows]:
    """Return the complete rows of each table that the extraction allows.

    Raises:
        DataError: the extraction is wrong, or no table can be made of it.
    """
    allowed = _allowed(wanted)
    communes = {commune.code: commune.name for commune in territory.communes}
    lists = extraction.Lists(communes, extraction.categories(allowed), order.extracted)
    years = range(order.first, order.extracted.year)
    at = At(order.file.name)
    if not years:
        raise DataError.found(found("D-907", at, what="Elle ne couvre aucune année entière."))
    people = extraction.households(order.file, lists)
    names = {territory.siren: territory.short_name, **communes}
    made = {"anciennete": BANDS, "delai": BANDS, "statistique": STATISTICS}
    codes = {name: tuple(known) for name, known in lists.categories.items()} | made
    frame = Frame(territory.siren, names, years, codes)
    facts = events(people, years)
    columns = set(people.columns)
    built = {
        one.resource: rows_of(one, facts[one.event], frame)
        for one in COUNTS
        if one.resource in wanted and possible(one, columns)
    }
    if DELAYS.resource in wanted and DELAYS.resource.replace(*_LEASES) in built:
        built[DELAYS.resource] = delay_rows(facts["baux"], frame)
    if not built:
        raise DataError.found(found("D-907", at, what="Aucun tableau du territoire n’en dépend."))
    return built


_LEASES = ("delais_attributaires", "baux_delai")


def _allowed(wanted: Mapping[str, Resource]) -> dict[str, tuple[str, ...]]:
    """Return the codes that the schemas of the tables allow, without the margin."""
    known: dict[str, tuple[str, ...]] = dict.fromkeys(extraction.OPTIONAL, ())
    for counted in COUNTS:
        for entry in (
            wanted[counted.resource].schema["fields"] if counted.resource in wanted else ()
        ):
            field = field_of(entry)
            if field.name in known:
                known[field.name] = tuple(c for c in field.allowed if c != ENSEMBLE)
    return {name: codes for name, codes in known.items() if codes}


def _already_public(root: Path, tables: Tables, built: Built) -> Path | None:
    """Return the folder whose numbers are public and of the same households, if any.

    Invented numbers say nothing of anybody.
    """
    names = {resource.split("/")[1] for resource in built}
    real = [tables[name] for name in names if name in tables and not tables[name].demonstration]
    return root if real else None


# --- files ------------------------------------------------------------------------------------


def _files(packages: tuple[Package, ...], built: Built, order: Order) -> dict[str, bytes]:
    """Return the complete deposit: what was counted, and what it is checked against."""
    files: dict[str, bytes] = {}
    for package in packages:
        mine = [r for r in package.resources if f"{package.name}/{r.name}" in built]
        if package.name in BESIDE:
            files |= _copied(package)
        elif mine:
            entries = [_entry(r, order.extracted) for r in mine]
            descriptor = {**package.descriptor, "resources": entries}
            files[f"{package.name}/datapackage.json"] = _json(descriptor)
            for resource in mine:
                path = f"{package.name}/data/{resource.name}.csv"
                files[path] = _csv(resource, built[f"{package.name}/{resource.name}"])
    return files


def _copied(package: Package) -> dict[str, bytes]:
    paths = [resource.file for resource in package.resources]
    paths.append(package.folder / "datapackage.json")
    return {
        f"{package.name}/{p.relative_to(package.folder).as_posix()}": p.read_bytes() for p in paths
    }


def _entry(resource: Resource, extracted: date) -> dict[str, Any]:
    """Return how a table counts: as its descriptor says, on the day of this extraction."""
    told = {**resource.descriptor["comptage"], "date_extraction": extracted.isoformat()}
    return {
        **resource.descriptor, "comptage": told, "path": f"data/{resource.name}.csv",
        "encoding": "utf-8", "dialect": DIALECT,
    }  # fmt: skip


def _csv(resource: Resource, rows: Rows) -> bytes:
    stream = io.StringIO()
    header = [str(entry["name"]) for entry in resource.schema["fields"]]
    csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    return stream.getvalue().encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
