"""From a list of households to a package that may be published: the secretariat's own machine.

Households are read, counted and forgotten: no line of theirs is ever written, nor any value told.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from generator import check, extraction, load
from generator.counting import (
    BANDS,
    COUNTS,
    DELAYS,
    GROUP_CODES,
    LANDLORD,
    STATISTICS,
    Frame,
    Rows,
    delay_rows,
    events,
    needed,
    possible,
    rows_of,
)
from generator.deposit import DIALECT, written
from generator.disclosure.verdict import ProgressCallback
from generator.equations import secret_columns
from generator.errors import DataError, SecrecyError
from generator.fields import field_of
from generator.model import Package, Resource, Tables, Territory
from generator.rules import At, found
from generator.secretariat import Protected, protect, work_tree
from generator.settings import ENSEMBLE

Built = Mapping[str, Rows]
BESIDE = ("territoires", "acteurs", "controles")
"""Packages without which the tables of counts cannot be checked."""
LANDLORDS = "bailleurs"
ALL = (*COUNTS, DELAYS)
KNOWN = frozenset(one.resource for one in ALL)


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
        demonstration: whether the households are invented; the territory's own tables may be
            either, and say nothing of these.
    """

    file: Path
    to: Path
    root: Path
    first: int
    extracted: date
    seconds: float | None = None
    demonstration: bool = False


@dataclass(frozen=True)
class Aggregated:
    """What was written, and what could not be.

    Attributes:
        protected: what was written, and what hiding cost.
        unmade: tables that the extraction could give, each with the columns that it lacks.
        undeclared: tables that it could give, which no descriptor of the territory names.
        elsewhere: tables of counts of the territory that no such extraction gives.
        reread: tables whose descriptor was written for the other kind of rows.
    """

    protected: Protected
    unmade: Mapping[str, tuple[str, ...]]
    undeclared: tuple[str, ...]
    elsewhere: tuple[str, ...]
    reread: tuple[str, ...]


def aggregated(order: Order, progress: ProgressCallback | None = None) -> Aggregated:
    """Write the protected tables of an extraction.

    Raises:
        DataError: the extraction is wrong; line and column are told, never a value. Or its
            households are invented, and the territory tells real ones.
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
    codes = extraction.categories(_allowed(wanted, tables))
    people = _households(order, territory, codes)
    built = _built(order, territory, wanted, codes, people)
    before = _already_public(order, tables, built)
    with tempfile.TemporaryDirectory() as folder:
        complete = Path(folder) / "complet"
        written(complete / "datapackages", _files(packages, built, order))
        done = protect(complete, order.to, seconds=order.seconds, progress=progress, before=before)
    return Aggregated(
        protected=done,
        unmade=_unmade(wanted, built, people.columns),
        undeclared=tuple(one.resource for one in ALL if one.resource not in wanted),
        elsewhere=tuple(name for name in _counts(packages, tables) if name not in KNOWN),
        reread=tuple(
            name for name in built
            if wanted[name].descriptor["demonstration"] is not order.demonstration
        ),
    )  # fmt: skip


def refuse_rows(file: Path, to: Path) -> None:
    """Refuse a list of households in a work tree, or beside what will be published.

    Raises:
        SecrecyError: the list could be published, or the folder already holds packages.
    """
    if work_tree(file) is not None or file.resolve().is_relative_to(to.resolve()):
        raise SecrecyError.found(found("S-023", At(file.name)))
    if (to / "datapackages").exists():
        raise SecrecyError.found(found("S-024", At(to.name)))


def _households(
    order: Order, territory: Territory, codes: Mapping[str, Collection[str]]
) -> pd.DataFrame:
    """Return the households of the extraction.

    Raises:
        DataError: the extraction is wrong, or covers no whole year.
    """
    if order.first >= order.extracted.year:
        at = At(order.file.name)
        raise DataError.found(found("D-907", at, what="Elle ne couvre aucune année entière."))
    communes = [commune.code for commune in territory.communes]
    return extraction.households(order.file, extraction.Lists(communes, codes, order.extracted))


def _built(
    order: Order,
    territory: Territory,
    wanted: Mapping[str, Resource],
    codes: Mapping[str, Collection[str]],
    people: pd.DataFrame,
) -> dict[str, Rows]:
    """Return the complete rows of each table that the extraction allows.

    Raises:
        DataError: no table can be made of it.
    """
    years = range(order.first, order.extracted.year)
    names = {territory.siren: territory.short_name, **{c.code: c.name for c in territory.communes}}
    made = {"anciennete": BANDS, "delai": BANDS, "statistique": STATISTICS, **GROUP_CODES}
    known = {name: tuple(given) for name, given in codes.items()}
    frame = Frame(territory.siren, names, years, known | made)
    facts = events(people, years)
    built = {
        one.resource: rows_of(one, facts[one.event], frame)
        for one in COUNTS
        if one.resource in wanted and possible(one, people.columns)
    }
    if DELAYS.resource in wanted and DELAYS.resource.replace(*_LEASES) in built:
        built[DELAYS.resource] = delay_rows(facts["baux"], frame)
    if not built:
        at = At(order.file.name)
        raise DataError.found(found("D-907", at, what="Aucun tableau du territoire n’en dépend."))
    return built


def _unmade(
    wanted: Mapping[str, Resource], built: Built, columns: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return the tables of the territory that could not be counted, with the columns they lack."""
    return {
        one.resource: tuple(name for name in needed(one) if name not in columns)
        for one in COUNTS
        if one.resource in wanted and one.resource not in built
    }


def _counts(packages: Collection[Package], tables: Tables) -> Iterator[str]:
    """Yield the names of the tables that count households."""
    for package in packages:
        for resource in package.resources:
            if resource.name in tables and secret_columns(tables[resource.name]):
                yield f"{package.name}/{resource.name}"


_LEASES = ("delais_attributaires", "baux_delai")


def _allowed(wanted: Mapping[str, Resource], tables: Tables) -> dict[str, tuple[str, ...]]:
    """Return the codes that schemas and registers allow, without the margin."""
    known: dict[str, tuple[str, ...]] = dict.fromkeys(extraction.OPTIONAL, ())
    for counted in COUNTS:
        for entry in (
            wanted[counted.resource].schema["fields"] if counted.resource in wanted else ()
        ):
            field = field_of(entry)
            if field.name in known:
                known[field.name] = tuple(c for c in field.allowed if c != ENSEMBLE)
    if LANDLORDS in tables:
        known[LANDLORD] = tuple(tables[LANDLORDS].frame[LANDLORD].astype(str))
    return {name: codes for name, codes in known.items() if codes}


def _already_public(order: Order, tables: Tables, built: Built) -> Path | None:
    """Return the folder whose numbers are public and of the same households, if any.

    Invented numbers say nothing of anybody, and are never mixed with real ones.

    Raises:
        DataError: the households are invented, and the territory tells real ones.
    """
    names = {resource.split("/")[1] for resource in built}
    real = sorted(n for n in names if n in tables and not tables[n].demonstration)
    if real and order.demonstration:
        what = f"Des ménages inventés ne se mêlent pas à des tableaux réels : {', '.join(real)}."
        raise DataError.found(found("D-910", At(order.file.name), what=what))
    return order.root if real else None


# --- files ------------------------------------------------------------------------------------


def _files(packages: tuple[Package, ...], built: Built, order: Order) -> dict[str, bytes]:
    """Return the complete deposit: what was counted, and what it is checked against."""
    files: dict[str, bytes] = {}
    for package in packages:
        mine = [r for r in package.resources if f"{package.name}/{r.name}" in built]
        if package.name in BESIDE:
            files |= _copied(package)
        elif mine:
            entries = [_entry(r, order) for r in mine]
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


def _entry(resource: Resource, order: Order) -> dict[str, Any]:
    """Return how a table counts: as its descriptor says, on the day of this extraction.

    Whether the rows are invented is a fact of the extraction: the descriptor spoke of others.
    """
    told = {**resource.descriptor["comptage"], "date_extraction": order.extracted.isoformat()}
    return {
        **resource.descriptor, "comptage": told, "path": f"data/{resource.name}.csv",
        "encoding": "utf-8", "dialect": DIALECT, "demonstration": order.demonstration,
    }  # fmt: skip


def _csv(resource: Resource, rows: Rows) -> bytes:
    stream = io.StringIO()
    header = [str(entry["name"]) for entry in resource.schema["fields"]]
    csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    return stream.getvalue().encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
