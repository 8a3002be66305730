"""Turn spreadsheets into deposits and back. The only door to spreadsheets; refuses rather than guesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generator.errors import DataError, Finding, Severity
from generator.model import Template
from generator.settings import MAX_FILE_BYTES
from generator.spreadsheet import excel, opendocument, text
from generator.spreadsheet.convert import Converted as Converted
from generator.spreadsheet.convert import converted
from generator.spreadsheet.convert import uncomputed as uncomputed
from generator.spreadsheet.guards import opened, refused
from generator.spreadsheet.match import matches
from generator.spreadsheet.model_file import Plan as Plan
from generator.spreadsheet.model_file import model_file as model_file
from generator.spreadsheet.proposals import Proposed as Proposed
from generator.spreadsheet.proposals import changes_told as changes_told
from generator.spreadsheet.proposals import proposed as proposed
from generator.spreadsheet.proposals import shows_small_count as shows_small_count
from generator.spreadsheet.sentences import Spot as Spot
from generator.spreadsheet.sentences import found as found
from generator.spreadsheet.sheets import Cell as Cell
from generator.spreadsheet.sheets import Kind as Kind
from generator.spreadsheet.sheets import Sheet as Sheet
from generator.spreadsheet.sheets import Workbook as Workbook
from generator.spreadsheet.sheets import address
from generator.spreadsheet.text import canonical as canonical
from generator.spreadsheet.text import records as records

WITH_MACROS = (".xlsm", ".xltm", ".xlam")
ARCHIVE = b"PK"


def workbook(file: Path) -> Workbook:
    """Return what `file` holds.

    Raises:
        DataError: it cannot be read, or may not be.
    """
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise refused(file.name, "X-004")
        data = file.read_bytes()
    except OSError as error:
        raise refused(file.name, "X-006") from error
    kind = file.suffix.casefold()
    if kind in (".csv", ".tsv", ".txt"):
        if data.startswith(ARCHIVE):
            raise refused(file.name, "X-001")
        return text.workbook(data, file.name)
    if kind in (".xlsx", ".ods"):
        archive = opened(data, file.name)
        if kind == ".ods":
            return opendocument.workbook(archive, file.name)
        return excel.workbook(data, archive, file.name)
    raise refused(file.name, "X-003" if kind in WITH_MACROS else "X-005")


def tables(
    book: Workbook, contract: Sequence[Template], *, package: str = "", resource: str = ""
) -> tuple[tuple[Converted, ...], tuple[Finding, ...]]:
    """Return the tables of `book` and everything that was noted while reading it.

    Raises:
        DataError: a sheet or a title leaves a doubt; a cell that does is only said, so that
            all of them can be mended at once.
    """
    chosen, findings = matches(book, contract, package=package, resource=resource)
    read = tuple(converted(book, match) for match in chosen)
    everything = [*findings, *(f for table in read for f in table.findings)]
    everything += [found("X-053", Spot(book.name), what=note) for note in book.notes]
    titles = [*findings, *(f for match in chosen for f in match.findings)]
    if any(f.severity is Severity.ERROR for f in titles):
        raise DataError.found(*everything)
    return read, tuple(everything)


def translated(
    finding: Finding, table: Converted, book: Workbook, origins: Sequence[int]
) -> Finding:
    """Return a finding of the written file as one of the sheet it was read from.

    Args:
        finding: what the check found in the file.
        table: the table, with the columns of its sheet.
        book: the workbook.
        origins: row of the sheet behind each line of the file, from line 2; 0 when there is none.
    """
    index = finding.line - 2
    row = origins[index] if 0 <= index < len(origins) else 0
    if not row:
        return finding
    column = table.columns.get(finding.column, 0)
    cell = address(row, column) if column and not book.plain else ""
    return replace(finding, file=book.name, sheet=table.sheet, line=row, cell=cell)
