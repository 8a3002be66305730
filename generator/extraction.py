"""Read a secretariat's extraction, one line per household, and say what is wrong without a value.

A finding gives line and column, never what stands there. Nothing here is ever written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pandas as pd

from generator import spreadsheet
from generator.counting import ASKED, LANDLORD, LEASE, NO_LEASE, SIGNED, SIZES
from generator.errors import DataError, Finding
from generator.rules import At, found
from generator.spreadsheet import Cell, Kind, Sheet, Spot, Workbook

REQUIRED: Final[Mapping[str, str]] = {
    ASKED: "code INSEE de la commune du premier choix",
    "typologie": "taille demandée : T1, T2, T3, T4 ou T5+",
    "date_depot": "jour du premier dépôt : 2024-03-31 ou 31/03/2024",
    "date_sortie": "jour du bail ou de la radiation ; vide tant que la demande est active",
    "issue": f"{LEASE} ou {NO_LEASE} ; vide tant que la demande est active",
}
OPTIONAL: Final[Mapping[str, str]] = {
    "type_demande": "premiere ou mutation",
    "quartile": "Q1, Q2, Q3, Q4 ou nd",
    "tranche_age": "codes du contrat : A_M25, A_25_29…",
    "composition": "codes du contrat : seul, monoparental…",
    "motif_demande": "codes du contrat",
    "complement_handicap": "oui ou non",
    "motif_sortie": "codes du contrat ; seulement pour une sortie sans bail",
    "secteur_qpv": "qpv ou hors_qpv ; seulement pour un bail",
    SIGNED: "code INSEE de la commune du logement ; seulement pour un bail",
    LANDLORD: "code du tableau « bailleurs » du territoire ; seulement pour un bail",
    "contingent": "ETAT, AL, EPCI, COMMUNE, DEPT ou BAILLEUR ; seulement pour un bail",
    "public_prioritaire": "dalo, prioritaire ou non_prioritaire ; seulement pour un bail",
}
DAYS: Final = ("date_depot", "date_sortie")
PLACES: Final = (ASKED, SIGNED)
ONLY_FOR: Final[Mapping[str, str]] = {
    "motif_sortie": NO_LEASE, "secteur_qpv": LEASE, SIGNED: LEASE, LANDLORD: LEASE,
    "contingent": LEASE, "public_prioritaire": LEASE,
}  # fmt: skip
"""Columns filled for one issue alone."""


@dataclass(frozen=True)
class Lists:
    """What a cell may hold.

    Attributes:
        communes: codes of the communes of the territory.
        categories: codes of each dimension.
        extracted: day of the extraction; nothing happened later.
    """

    communes: Collection[str]
    categories: Mapping[str, Collection[str]]
    extracted: date


@dataclass(frozen=True)
class Lines:
    """The cells of an extraction: never printed.

    Attributes:
        name: name of the file.
        sheet: its sheet; empty for a CSV file.
        columns: number of each known column, from 1.
        rows: line number and cells of each household.
    """

    name: str
    sheet: str
    columns: Mapping[str, int]
    rows: tuple[tuple[int, Mapping[str, str]], ...] = field(repr=False)

    def at(self, line: int = 0, column: str = "") -> At:
        """Return a place of the file."""
        return At(self.name, line, column, self.columns.get(column, 0), self.sheet)


def households(file: Path, lists: Lists) -> pd.DataFrame:
    """Return the households of an extraction, one row each, days as dates.

    Raises:
        DataError: with every line and column that is wrong; no value is told.
    """
    used = [name for name in OPTIONAL if name in PLACES or name in lists.categories]
    lines = _lines(spreadsheet.workbook(file), [*REQUIRED, *used])
    wrong = [
        finding for number, cells in lines.rows for finding in _wrong(lines, number, cells, lists)
    ]
    if not lines.rows:
        wrong.append(found("D-907", lines.at(), what="Elle n’a aucune ligne."))
    if wrong:
        raise DataError.found(*wrong)
    frame = pd.DataFrame(
        [dict(cells) for _, cells in lines.rows], columns=list(lines.columns), dtype=object
    )
    days = {
        name: pd.Series([day_of(text) for text in frame[name]], index=frame.index, dtype=object)
        for name in DAYS
    }
    return frame.assign(**days)


def _lines(book: Workbook, wanted: Collection[str]) -> Lines:
    """Return the lines of the only sheet that holds something; columns of no table are left unread.

    Raises:
        DataError: columns are missing, or the workbook leaves a doubt.
    """
    sheets = [s for s in book.sheets if any(_filled(row) for row in s.rows)]
    doubts = []
    if len(sheets) != 1:
        doubts.append("Elle doit avoir une seule feuille remplie.")
    elif sheets[0].hidden or sheets[0].hidden_rows or sheets[0].hidden_columns or sheets[0].merged:
        doubts.append("Elle a des lignes ou des colonnes masquées, ou des cellules fusionnées.")
    if doubts:
        raise DataError.found(*(found("D-907", At(book.name), what=what) for what in doubts))
    sheet = sheets[0]
    titles = [cell.text.strip().casefold() for cell in sheet.rows[0]]
    known = {n: titles.index(n) + 1 for n in wanted if n in titles}
    at = At(book.name, 1, sheet="" if book.plain else sheet.name)
    wrong = [found("D-901", at, column=name) for name in REQUIRED if name not in known]
    wrong += [found("D-909", at, column=name) for name in known if titles.count(name) > 1]
    long = [n for n, row in enumerate(sheet.rows, 1) if _filled(row[len(titles) :])]
    wrong += [found("D-908", At(book.name, line, sheet=at.sheet)) for line in long]
    wrong += _uncomputed(book, sheet, known)
    if wrong:
        raise DataError.found(*wrong)
    rows = tuple(
        (number, {name: sheet.cell(number, place).text.strip() for name, place in known.items()})
        for number, row in enumerate(sheet.rows[1:], 2)
        if _filled(row)
    )
    return Lines(book.name, at.sheet, known, rows)


def _filled(row: Collection[Cell]) -> bool:
    """Return whether a row holds something: a formula without a result is not an empty cell."""
    return any(cell.kind is not Kind.EMPTY for cell in row)


def _uncomputed(book: Workbook, sheet: Sheet, known: Mapping[str, int]) -> Iterator[Finding]:
    """Yield the formulas without a result, among titles and in the columns that are read."""
    titles = dict.fromkeys(range(1, sheet.width + 1), "")
    read = {place: name for name, place in known.items()}
    for number in range(1, len(sheet.rows) + 1):
        for place, name in (titles if number == 1 else read).items():
            code = spreadsheet.uncomputed(sheet.cell(number, place))
            if code:
                yield spreadsheet.found(code, Spot(book.name, sheet.name, number, place), name=name)


def day_of(text: str) -> date | None:
    """Return a day written 2024-03-31 or 31/03/2024; None for anything else."""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    return None


def _wrong(lines: Lines, number: int, cells: Mapping[str, str], lists: Lists) -> Iterator[Finding]:
    """Yield what is wrong with one household."""
    yield from _of_dates(lines, number, cells, lists.extracted)
    issue = cells["issue"]
    if bool(issue) != bool(cells["date_sortie"]):
        yield found("D-906", lines.at(number, "issue"))
    for name, text in cells.items():
        if name in DAYS or (name == "issue" and not text):
            continue
        wanted = ONLY_FOR.get(name)
        if wanted and issue != wanted:
            continue
        if name in PLACES and text not in lists.communes:
            yield found("D-904", lines.at(number, name))
        elif name not in PLACES and text not in lists.categories[name]:
            allowed = ", ".join(lists.categories[name])
            yield found("D-902", lines.at(number, name), column=name, allowed=allowed)


def _of_dates(
    lines: Lines, number: int, cells: Mapping[str, str], extracted: date
) -> Iterator[Finding]:
    filed, left = (day_of(cells[name]) for name in DAYS)
    for name, day in zip(DAYS, (filed, left), strict=True):
        if day is None and (cells[name] or name == DAYS[0]):
            yield found("D-903", lines.at(number, name), column=name)
        elif day and day > extracted:
            what = "Cette date est postérieure au jour de l’extraction."
            yield found("D-905", lines.at(number, name), what=what)
    if filed and left and left < filed:
        what = "La demande est déposée après sa sortie (bail ou radiation)."
        yield found("D-905", lines.at(number, DAYS[1]), what=what)


def categories(allowed: Mapping[str, Collection[str]]) -> dict[str, Collection[str]]:
    """Return the codes of every dimension, those of the contract and those of the dates."""
    return {**allowed, "typologie": SIZES, "issue": (LEASE, NO_LEASE)}
