"""Find which table of the contract a sheet holds, and which column each title means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from generator import words
from generator.errors import Finding
from generator.model import Field, Template
from generator.spreadsheet.sentences import Spot, found
from generator.spreadsheet.sheets import Kind, Sheet, Workbook

HEADER_ROWS = 10
"""Rows in which the line of titles is looked for: people write a title and a date above it."""

OWN_SHEETS = ("lisez_moi", "listes")
"""Sheets of the template that hold no data."""

ALIASES: Mapping[str, tuple[str, ...]] = {
    "annee": ("an", "exercice", "millesime"),
    "date": ("date_du_stock", "date_d_observation", "jour"),
    "code_commune": ("code_insee", "insee", "code_insee_commune", "depcom", "codgeo", "com"),
    "nom_commune": ("commune", "libelle_commune", "nom_de_la_commune"),
    "code_territoire": (
        "code_commune", "code_insee", "insee", "code_insee_commune", "depcom", "codgeo",
    ),
    "nom_territoire": ("commune", "nom_commune", "territoire", "libelle_commune", "libelle"),
    "typologie": ("type_de_logement", "taille", "taille_du_logement", "nombre_de_pieces", "type"),
    "anciennete": ("anciennete_de_la_demande",),
    "siren_epci": ("siren", "code_epci", "epci"),
    "nb_demandes": ("demandes", "nombre_de_demandes", "nb_de_demandes"),
    "nb_nouvelles": ("nouvelles_demandes", "nombre_de_nouvelles_demandes"),
    "nb_baux": ("baux", "nombre_de_baux", "baux_signes", "attributions", "nb_attributions"),
    "delai_mois": ("delai_en_mois",),
}  # fmt: skip


@dataclass(frozen=True)
class Match:
    """A sheet and the table it holds.

    Attributes:
        sheet: the sheet.
        template: the table of the contract.
        header: number of the line of titles, from 1.
        columns: number of the column of each field found, from 1.
        findings: what is wrong with the titles.
    """

    sheet: Sheet
    template: Template
    header: int
    columns: Mapping[str, int]
    findings: tuple[Finding, ...]


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """Return `text` without case, accents, spaces and punctuation, to compare titles."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9+]+", "_", bare).strip("_")


def matches(
    workbook: Workbook, contract: Sequence[Template], *, package: str = "", resource: str = ""
) -> tuple[list[Match], list[Finding]]:
    """Return the tables found in `workbook`, and what could not be recognised.

    Args:
        workbook: what was read.
        contract: the tables it may hold.
        package: keep to this package, when given.
        resource: keep to this table, when given.
    """
    wanted = [
        t for t in contract
        if package in ("", t.package) and resource in ("", t.resource)
    ]  # fmt: skip
    if not wanted:
        known = sorted(t.resource for t in contract)
        close = get_close_matches(resource, known, n=5, cutoff=0.4) or known[:5]
        return [], [found("X-014", Spot(workbook.name), names=", ".join(close))]
    chosen: list[Match] = []
    findings: list[Finding] = []
    for sheet in workbook.sheets:
        match, said = _sheet_match(workbook, sheet, wanted)
        chosen += [match] if match else []
        findings += said
    findings = [*_together(workbook, findings), *_twice(workbook, chosen)]
    if not chosen and not findings:
        findings.append(found("X-010", Spot(workbook.name)))
    return chosen, findings


def _sheet_match(
    workbook: Workbook, sheet: Sheet, wanted: Sequence[Template]
) -> tuple[Match | None, list[Finding]]:
    spot = Spot(workbook.name, sheet.name, plain=workbook.plain)
    if normal(sheet.name) in OWN_SHEETS or not _filled(sheet):
        return None, []
    if sheet.hidden:
        return None, [found("X-015", spot)]
    named = [t for t in wanted if normal(sheet.name) in (normal(t.resource), normal(t.title))]
    if named and _untouched(sheet, named[0]):
        return None, [found("X-058", spot)]
    only = named or (list(wanted) if len(wanted) == 1 else [])
    if only:
        return _match(workbook, sheet, only[0]), []
    return _by_titles(workbook, sheet, wanted)


def _by_titles(
    workbook: Workbook, sheet: Sheet, wanted: Sequence[Template]
) -> tuple[Match | None, list[Finding]]:
    """Return the only table whose columns the titles of a sheet name."""
    spot = Spot(workbook.name, sheet.name, plain=workbook.plain)
    fitting = [m for t in wanted if _fits(m := _match(workbook, sheet, t))]
    if not fitting:
        return None, [found("X-011", spot)]
    best = min(_unknown(m) for m in fitting)
    closest = [m for m in fitting if _unknown(m) == best]
    if len(closest) > 1:
        names = words.listing([m.template.resource for m in closest], "ou")
        return None, [found("X-012", spot, names=names)]
    return closest[0], []


def _filled(sheet: Sheet) -> bool:
    return any(cell.kind is not Kind.EMPTY for row in sheet.rows for cell in row)


def _untouched(sheet: Sheet, template: Template) -> bool:
    """Return whether a sheet of the template was left as it was given: no number, no status."""
    titles = {f.name: normal(f.name) for f in template.fields}
    measures = {t for n, t in titles.items() if f"{n}_statut" in titles or n.endswith("_statut")}
    columns = {n for n in range(1, sheet.width + 1) if normal(sheet.cell(1, n).text) in measures}
    rows = range(2, len(sheet.rows) + 1)
    empty = all(sheet.cell(r, n).kind is Kind.EMPTY for r in rows for n in columns)
    return bool(measures) and len(columns) == len(measures) and empty


def _fits(match: Match) -> bool:
    """Return whether every column that must be filled was found, and a number beside them."""
    fields = match.template.fields
    needed = [f.name for f in fields if f.required]
    measures = [f.name for f in fields if f"{f.name}_statut" in {g.name for g in fields}]
    found_all = all(name in match.columns for name in needed)
    return found_all and (not measures or any(name in match.columns for name in measures))


def _unknown(match: Match) -> int:
    """Return how many columns disagree, in either direction."""
    return sum(f.code in ("X-021", "X-022", "X-023", "X-055") for f in match.findings)


def _match(workbook: Workbook, sheet: Sheet, template: Template) -> Match:
    """Return the best reading of `sheet` as `template`."""
    titles = {f.name: _titles(f, template) for f in template.fields}
    rows = range(1, min(HEADER_ROWS, len(sheet.rows)) + 1)
    header = max(rows, key=lambda row: (_known(sheet, row, titles), -row), default=1)
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    for number in range(1, sheet.width + 1):
        spot = Spot(workbook.name, sheet.name, header, number, workbook.plain)
        text = sheet.cell(header, number).text
        name = _field(text, titles, columns)
        if name is None:
            findings += _stranger(sheet, spot, text, template)
        elif name in columns:
            findings.append(found("X-022", spot, value=text, column=name))
        else:
            columns[name] = number
            if normal(text) != normal(name):
                findings.append(found("X-054", spot, name=name, header=text, column=name))
    spot = Spot(workbook.name, sheet.name, header, plain=workbook.plain)
    findings += [
        found("X-023" if _needed(f) else "X-055", spot, column=f.name, title=f.title)
        for f in template.fields if f.name not in columns
    ]  # fmt: skip
    return Match(sheet, template, header, columns, tuple(findings))


def _needed(field: Field) -> bool:
    """Return whether a missing column stops the import: it identifies or counts something."""
    return field.required or not (field.name.endswith("_statut") or field.kind == "string")


def _titles(field: Field, template: Template) -> frozenset[str]:
    """Return every title that means `field`; an alias never takes the name of another column."""
    taken = {normal(f.name) for f in template.fields if f is not field}
    own = {normal(field.name), normal(field.title)}
    return frozenset(own | (set(ALIASES.get(field.name, ())) - taken))


def _known(sheet: Sheet, row: int, titles: Mapping[str, frozenset[str]]) -> int:
    cells = {normal(sheet.cell(row, n).text) for n in range(1, sheet.width + 1)}
    return sum(bool(cells & known) for known in titles.values())


def _field(text: str, titles: Mapping[str, frozenset[str]], columns: Iterable[str]) -> str | None:
    """Return the column that a title means; its own name wins over an alias."""
    asked = normal(text)
    named = [name for name in titles if normal(name) == asked]
    free = [name for name, known in titles.items() if asked in known and name not in columns]
    taken = [name for name, known in titles.items() if asked in known]
    return next(iter([*named, *free, *taken]), None) if asked else None


def _stranger(sheet: Sheet, spot: Spot, text: str, template: Template) -> list[Finding]:
    """Return the finding of a column that means nothing; none when it is empty."""
    below = range(spot.row + 1, len(sheet.rows) + 1)
    if text:
        names = {normal(f.name): f.name for f in template.fields}
        close = get_close_matches(normal(text), list(names), n=1, cutoff=0.75)
        guess = names[close[0]] if close else ""
        return [found("X-021", spot, value=text, suggestion=guess, resource=template.resource)]
    if any(sheet.cell(row, spot.column).kind is not Kind.EMPTY for row in below):
        return [found("X-024", spot)]
    return []


def _together(workbook: Workbook, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with one note for all the sheets that were left as they were given."""
    left = [f.sheet for f in findings if f.code == "X-058"]
    rest = [f for f in findings if f.code != "X-058"]
    if left:
        said = words.counted(len(left), "feuille non remplie", "feuilles non remplies")
        rest.append(found("X-058", Spot(workbook.name), value=", ".join(left), count=said))
    return rest


def _twice(workbook: Workbook, chosen: Sequence[Match]) -> list[Finding]:
    names = [m.template.resource for m in chosen]
    return [
        found("X-013", Spot(workbook.name, m.sheet.name), resource=m.template.resource)
        for i, m in enumerate(chosen)
        if m.template.resource in names[:i]
    ]
