"""Turn a sheet into the rows of a deposit: what is certain is written, what is not is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from generator import words
from generator.errors import Finding
from generator.model import Field, Template
from generator.spreadsheet.match import Match, normal
from generator.spreadsheet.sentences import Spot, found
from generator.spreadsheet.sheets import Cell, Kind, Workbook, address

TOTALS = ("total", "totaux", "sous_total", "sous_totaux", "total_general", "somme", "cumul")
NUMERIC = ("integer", "number")
THOUSANDS = re.compile(r"-?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?")
COMMA = re.compile(r"-?\d+,\d+")
TRUTH = {
    "vrai": "true",
    "oui": "true",
    "true": "true",
    "faux": "false",
    "non": "false",
    "false": "false",
}
FIRST_DAY = date(1899, 12, 30)
"""Day 0 of spreadsheets."""
SERIALS = range(20_000, 80_000)
"""Days from 1954 to 2119: a number outside is no date of a deposit."""
LONGEST_SERIAL = 6
LOST_ZEROS = 2
"""A code loses one zero at most in France; two are tried for codes of other lists."""


@dataclass(frozen=True)
class Converted:
    """A table of the contract, read from a sheet.

    Attributes:
        template: the table.
        sheet: name of the sheet.
        rows: its rows, cells in the order of the contract.
        origins: number of the row of the sheet behind each row.
        columns: number of the column of the sheet behind each field.
        findings: what is wrong, and what was converted.
    """

    template: Template
    sheet: str
    rows: tuple[tuple[str, ...], ...]
    origins: tuple[int, ...]
    columns: Mapping[str, int]
    findings: tuple[Finding, ...]


@dataclass
class _Reading:
    """What is gathered while one sheet is read."""

    workbook: Workbook
    match: Match
    findings: list[Finding] = field(default_factory=list)
    formulas: Counter[str] = field(default_factory=Counter)
    tidied: Counter[str] = field(default_factory=Counter)
    known: dict[tuple[str, str, int], tuple[str, str, str]] = field(default_factory=dict)

    def spot(self, row: int = 0, column: int = 0) -> Spot:
        """Return a place of the sheet."""
        return Spot(self.workbook.name, self.match.sheet.name, row, column, self.workbook.plain)


def converted(workbook: Workbook, match: Match) -> Converted:
    """Return the table that `match` found, with every finding of its cells."""
    reading = _Reading(workbook, match, list(match.findings))
    sheet, fields = match.sheet, match.template.fields
    numbers = range(match.header + 1, len(sheet.rows) + 1)
    filled = [n for n in numbers if _row_filled(match, n)]
    reading.findings += _structure(reading, filled)
    kept = [n for n in filled if not _total(reading, n)]
    rows = tuple(tuple(_cell(reading, n, f) for f in fields) for n in kept)
    reading.findings += _said(reading, numbers, filled)
    return Converted(
        template=match.template,
        sheet="" if workbook.plain else sheet.name,
        rows=rows,
        origins=tuple(kept),
        columns=match.columns,
        findings=tuple(reading.findings),
    )


def _row_filled(match: Match, row: int) -> bool:
    columns = match.columns.values()
    return any(match.sheet.cell(row, c).kind is not Kind.EMPTY for c in columns)


def _structure(reading: _Reading, filled: Sequence[int]) -> Iterator[Finding]:
    """Yield what makes a sheet ambiguous: merged cells, hidden rows and columns, no row."""
    sheet, header = reading.match.sheet, reading.match.header
    if not filled:
        yield found("X-020", reading.spot())
        return
    for top, left, bottom, right in sorted(sheet.merged):
        if bottom >= header and left <= sheet.width and top <= filled[-1]:
            area = f"{address(top, left)}:{address(bottom, right)}"
            yield found("X-030", reading.spot(top, left), value=area)
    for row in sorted(sheet.hidden_rows):
        if header <= row <= filled[-1]:
            yield found("X-031", reading.spot(row))
    names = {number: name for name, number in reading.match.columns.items()}
    for column in sorted(sheet.hidden_columns & set(names)):
        yield found("X-032", reading.spot(header, column), name=names[column])


def _total(reading: _Reading, row: int) -> bool:
    """Return whether a row is a total, after saying so."""
    for column in reading.match.template.fields:
        number = reading.match.columns.get(column.name)
        if number is None or column.kind in NUMERIC or column.name.endswith("_statut"):
            continue
        text = reading.match.sheet.cell(row, number).text
        asked = normal(text)
        if text in column.allowed or not asked:
            continue
        if asked in TOTALS or asked.startswith(("total_", "sous_total_")):
            spot = reading.spot(row, number)
            reading.findings.append(found("X-035", spot, name=column.name, value=text))
            return True
    return False


def _cell(reading: _Reading, row: int, column: Field) -> str:
    """Return the text of a cell, after saying what is wrong with it."""
    number = reading.match.columns.get(column.name)
    if number is None:
        return ""
    cell = reading.match.sheet.cell(row, number)
    code, suggestion, text = _judged(reading, cell, column)
    if code:
        shown = "" if column.kind in NUMERIC else cell.text
        spot = reading.spot(row, number)
        reading.findings.append(
            found(code, spot, name=column.name, value=shown, suggestion=suggestion)
        )
    elif cell.formula:
        reading.formulas[column.name] += 1
    if not code and text != cell.text:
        reading.tidied[column.name] += 1
    return text


def _judged(reading: _Reading, cell: Cell, column: Field) -> tuple[str, str, str]:
    """Return the refusal of a cell and its text, worked out once for each value of a column."""
    key = (column.name, cell.text, cell.kind.value)
    if key not in reading.known:
        code, suggestion = _refusal(cell, column)
        reading.known[key] = (code, suggestion, "" if code else _tidy(cell, column))
    return reading.known[key]


def uncomputed(cell: Cell) -> str:
    """Return the code that refuses a formula without a result; empty when there is one."""
    return {Kind.ERROR: "X-033", Kind.UNREAD: "X-034"}.get(cell.kind, "")


def _refusal(cell: Cell, column: Field) -> tuple[str, str]:
    """Return the code that refuses a cell and the value to write; two empty texts when it is fine."""
    refusals = (
        (uncomputed(cell), bool(uncomputed(cell)), ""),
        ("X-039", *_hundredfold(cell, column)),
        ("X-038", cell.kind is Kind.DATE and not _date_welcome(cell, column), ""),
        ("X-037", *_serial(cell, column)),
        ("X-036", *_with_zero(cell.text, column)),
    )
    return next(((code, value) for code, wrong, value in refusals if wrong), ("", ""))


def _date_welcome(cell: Cell, column: Field) -> bool:
    if column.kind == "date":
        return True
    return bool(
        column.kind == "string" and column.pattern and re.fullmatch(column.pattern, cell.text)
    )


def _hundredfold(cell: Cell, column: Field) -> tuple[bool, str]:
    """Return whether a number hides behind « % », and the number that a reader saw."""
    if cell.kind is not Kind.PERCENT or column.kind not in NUMERIC:
        return False, ""
    return True, f"{round(float(cell.text) * 100, 6):g}"


def _serial(cell: Cell, column: Field) -> tuple[bool, str]:
    """Return whether a date is written as a number of days, and the date."""
    digits = cell.text.isascii() and cell.text.isdigit() and len(cell.text) < LONGEST_SERIAL
    if column.kind != "date" or not digits or int(cell.text) not in SERIALS:
        return False, ""
    return True, (FIRST_DAY + timedelta(days=int(cell.text))).isoformat()


def _with_zero(text: str, column: Field) -> tuple[bool, str]:
    """Return whether a code lost its zeros, and the code that becomes valid with them."""
    digits = text.isascii() and text.isdigit()
    if column.kind != "string" or not column.pattern or not digits:
        return False, ""
    if re.fullmatch(column.pattern, text):
        return False, ""
    padded = [f"{'0' * n}{text}" for n in range(1, LOST_ZEROS + 1)]
    valid = [code for code in padded if re.fullmatch(column.pattern, code)]
    return bool(valid), next(iter(valid), "")


def _tidy(cell: Cell, column: Field) -> str:
    """Return the text of a cell in canonical form; what is not certain stays as it is."""
    text = cell.text.strip(" \u00a0\u202f")
    if column.kind in NUMERIC:
        if THOUSANDS.fullmatch(text):
            text = re.sub(r"[ \u00a0\u202f]", "", text)
        return text.replace(",", ".") if column.kind == "number" and COMMA.fullmatch(text) else text
    if column.kind == "boolean":
        return TRUTH.get(normal(text), text)
    if column.allowed and text not in column.allowed:
        same = [value for value in column.allowed if normal(value) == normal(text)]
        return same[0] if len(same) == 1 and normal(text) else text
    return text


def _said(reading: _Reading, numbers: range, filled: Sequence[int]) -> Iterator[Finding]:
    """Yield what was converted: once per column, with the number of cells."""
    for code, counter in (("X-050", reading.formulas), ("X-051", reading.tidied)):
        for name, count in counter.items():
            yield found(code, reading.spot(), name=name, count=words.number(count))
    if filled and len(filled) < len([n for n in numbers if n <= filled[-1]]):
        yield found("X-052", reading.spot())
