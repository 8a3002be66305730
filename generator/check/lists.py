"""Check codes against the lists of the territory and of the actors, each with its vintage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from generator import headers
from generator.check.mergers import Merger, mergers
from generator.check.values import cell_at
from generator.errors import Finding
from generator.model import Table, Tables
from generator.rules import found, shown
from generator.settings import ENSEMBLE

CODES = ("code_territoire", "code_commune")
NAMES = {"code_territoire": "nom_territoire", "code_commune": "nom_commune"}
COMMUNE, SIREN, SIRET = 5, 9, 14
POST_OFFICE = "356000000"
"""The one SIREN whose branches do not follow the key."""

ACTORS = (
    ("D-309", ("code_bailleur",), "bailleurs", "code_bailleur"),
    ("D-310", ("contingent", "code_reservataire"), "reservataires", "code_reservataire"),
)
FIRST_YEAR_OF_2024_LIST = 2025
"""The list of 2024 holds since 2024-01-01 in metropolitan France and 2025-01-01 overseas."""


@dataclass(frozen=True)
class Places:
    """What the package `territoires` says: the authority, its vintage, its communes."""

    siren: str
    name: str
    short_name: str
    vintage: str
    communes: Mapping[str, str]
    mergers: Mapping[str, Merger]


def list_findings(tables: Tables) -> list[Finding]:
    """Return every code that no list knows, or that goes with another name."""
    findings: list[Finding] = []
    places = _places(tables)
    for table in tables.values():
        findings += _keys(table)
        findings += _generation(table)
        if places is not None:
            findings += [f for column in CODES for f in _codes(table, column, places)]
        for code, columns, source, key in ACTORS:
            if source in tables and table.name != source:
                known = set(tables[source].frame[key].dropna())
                findings += [f for c in columns for f in _actors(table, c, code, known)]
    return [*findings, *_vintages(tables)]


def _places(tables: Tables) -> Places | None:
    epci, communes = tables.get("epci"), tables.get("communes")
    if epci is None or communes is None or epci.frame.empty or communes.frame.empty:
        return None
    first = epci.frame.iloc[0]
    return Places(
        siren=str(first["siren_epci"]),
        name=str(first["nom_epci"]),
        short_name=str(first["nom_court"]),
        vintage=str(first["millesime_cog"]),
        communes=dict(
            zip(communes.frame["code_commune"], communes.frame["nom_commune"], strict=True)
        ),
        mergers=mergers(tables),
    )


def _codes(table: Table, column: str, places: Places) -> Iterator[Finding]:
    """Yield the codes of places outside of the territory, and the names that contradict them."""
    if column not in table.frame or table.name == "communes":
        return
    name = NAMES[column]
    named = [column, name] if name in table.frame else [column]
    for pair, rows in table.frame.groupby(named, observed=True, sort=True, dropna=False):
        code, label = (str(pair[0]), str(pair[1]) if len(pair) > 1 else "")
        known = code in places.communes or (column == "code_territoire" and code == places.siren)
        for line in rows.index:
            if not known:
                yield _unknown(table, (column, line), code, places)
            elif label:
                yield from _name(table, name, line, (code, label, places))


def _unknown(table: Table, place: tuple[str, object], code: str, places: Places) -> Finding:
    """Return the finding of a place that is not of the territory."""
    column, line = place
    at = cell_at(table, line, column)
    if len(code) == SIREN:
        return found("D-306", at, code, places.siren, epci=places.short_name)
    merger = places.mergers.get(code)
    if merger is not None and merger.code in places.communes:
        words = {"new": merger.name, "year": merger.since[:4]}
        return found("D-302", at, code, merger.code, **words)
    words = {"epci": places.short_name, "vintage": places.vintage}
    return found("D-301", at, code, **words)


def _name(
    table: Table, column: str, line: object, case: tuple[str, str, Places]
) -> Iterator[Finding]:
    code, label, places = case
    names = (places.short_name, places.name) if code == places.siren else (places.communes[code],)
    if label in names:
        return
    at = cell_at(table, line, column)
    words = {"name": names[0], "code": code}
    same = headers.slug(label) in [headers.slug(name) for name in names]
    yield found("D-304" if same else "D-303", at, shown(label), names[0], **words)


def _keys(table: Table) -> Iterator[Finding]:
    """Yield the SIREN and SIRET numbers whose key is wrong."""
    for field in table.fields:
        name = field.name
        if not (name in CODES or "siren" in name or "siret" in name) or field.kind != "string":
            continue
        for number in sorted(set(table.frame[name].dropna())):
            kind = {SIREN: "SIREN", SIRET: "SIRET"}.get(len(number)) if number.isdigit() else None
            if kind and not luhn(number):
                for line in table.frame.index[table.frame[name] == number]:
                    yield found("D-305", cell_at(table, line, name), number, kind=kind)


def luhn(number: str) -> bool:
    """Return whether the last digit of a SIREN or SIRET is its key."""
    if number.startswith(POST_OFFICE):
        return True
    digits = [int(digit) for digit in reversed(number)]
    doubled = [2 * d - 9 if 2 * d > 9 else 2 * d for d in digits[1::2]]  # noqa: PLR2004 - digits
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def _generation(table: Table) -> Iterator[Finding]:
    columns = [f.name for f in table.fields]
    if "secteur_qpv" not in columns and "generation_qpv" not in columns:
        return
    generation = table.counting.generation_qpv
    if generation is None and "generation_qpv" not in columns:
        yield found("D-307", cell_at(table, 0, ""), resource=table.name)
    if generation == "QPV2015" and "annee" in columns:
        late = table.frame["annee"] > FIRST_YEAR_OF_2024_LIST
        for year in sorted(set(table.frame.loc[late.fillna(value=False), "annee"])):
            line = table.frame.index[table.frame["annee"] == year][0]
            yield found("D-308", cell_at(table, line, "annee"), str(year), year=year)


def _actors(table: Table, column: str, code: str, known: set[str]) -> Iterator[Finding]:
    if column not in table.frame:
        return
    declared = known | {ENSEMBLE, table.margins.get(column, ENSEMBLE)}
    codes: pd.Series[str] = table.frame[column]
    for line, value in codes[~codes.isin(list(declared)) & codes.notna()].items():
        yield found(code, cell_at(table, line, column), shown(str(value)))


def _vintages(tables: Tables) -> Iterator[Finding]:
    table = tables.get("communes")
    if table is None or "millesime_cog" not in table.frame:
        return
    years = sorted(set(table.frame["millesime_cog"].dropna()))
    if len(years) > 1:
        value = ", ".join(str(year) for year in years)
        yield found("D-311", cell_at(table, 0, "millesime_cog"), value)
