"""Read .ods workbooks with the standard library alone.

No maintained reader tells hidden rows, merged cells and formulas of this format; the part
of it that a deposit needs is small.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from generator.spreadsheet.guards import BROKEN, refused
from generator.spreadsheet.sheets import NOTHING, Cell, Kind, Sheet, Workbook, number_text

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
HIDDEN = ("collapse", "filter")
NUMBERS = {"float": Kind.NUMBER, "currency": Kind.NUMBER, "percentage": Kind.PERCENT}
MAX_CELLS = 3_000_000
MAX_COLUMNS = 1_024

Element = ElementTree.Element


@dataclass
class _Grid:
    """A sheet being read; repeated empty cells are only counted until something follows them."""

    name: str
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    waiting: int = 0
    cells: int = 0


def workbook(archive: zipfile.ZipFile, name: str) -> Workbook:
    """Return what a .ods file holds.

    Raises:
        DataError: it cannot be read.
    """
    try:
        root = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314 - see above
        tables = list(root.iterfind(f".//{OFFICE}spreadsheet/{TABLE}table"))
        undisplayed = _undisplayed(root)
        sheets = tuple(_sheet(table, undisplayed, name) for table in tables)
    except (ElementTree.ParseError, RecursionError, *BROKEN) as error:
        raise refused(name, "X-001") from error
    return Workbook(name, sheets)


def _undisplayed(root: Element) -> set[str]:
    """Return the names of the styles that hide a sheet."""
    return {
        str(style.get(f"{STYLE}name"))
        for style in root.iter(f"{STYLE}style")
        for properties in style.iter(f"{STYLE}table-properties")
        if properties.get(f"{TABLE}display") == "false"
    }


def _sheet(table: Element, undisplayed: set[str], name: str) -> Sheet:
    grid = _Grid(name)
    for row in table.iter(f"{TABLE}table-row"):
        _read_row(grid, row)
    return Sheet(
        name=table.get(f"{TABLE}name", ""),
        rows=tuple(grid.rows),
        hidden=table.get(f"{TABLE}style-name") in undisplayed,
        hidden_rows=frozenset(n for n in grid.hidden_rows if n <= len(grid.rows)),
        hidden_columns=_hidden_columns(table),
        merged=tuple(grid.merged),
    )


def _hidden_columns(table: Element) -> frozenset[int]:
    hidden: set[int] = set()
    number = 1
    for column in table.iter(f"{TABLE}table-column"):
        repeated = int(column.get(f"{TABLE}number-columns-repeated", "1"))
        if column.get(f"{TABLE}visibility") in HIDDEN:
            hidden |= set(range(number, min(number + repeated, MAX_COLUMNS)))
        number += repeated
    return frozenset(hidden)


def _read_row(grid: _Grid, row: Element) -> None:
    """Add a row to `grid`, as often as it is repeated."""
    repeated = int(row.get(f"{TABLE}number-rows-repeated", "1"))
    number = len(grid.rows) + grid.waiting + 1
    cells = tuple(_cells(grid, row, number))
    if not cells:
        grid.waiting += repeated
    else:
        grid.cells += (len(cells) + 1) * repeated + grid.waiting
        if grid.cells > MAX_CELLS:
            raise refused(grid.name, "X-004")
        grid.rows += [()] * grid.waiting + [cells] * repeated
        grid.waiting = 0
    if row.get(f"{TABLE}visibility") in HIDDEN and cells:
        grid.hidden_rows |= set(range(number, number + repeated))


def _cells(grid: _Grid, row: Element, number: int) -> Iterator[Cell]:
    """Yield the cells of a row up to the last one that is not empty."""
    column, waiting = 1, 0
    for element in row:
        if element.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        repeated = int(element.get(f"{TABLE}number-columns-repeated", "1"))
        cell = _cell(element)
        if cell is NOTHING:
            waiting += repeated
        else:
            if column + repeated > MAX_COLUMNS:
                raise refused(grid.name, "X-004")
            yield from [NOTHING] * waiting + [cell] * repeated
            waiting = 0
        _note_merged(grid, element, number, column)
        column += repeated


def _note_merged(grid: _Grid, element: Element, row: int, column: int) -> None:
    high = int(element.get(f"{TABLE}number-rows-spanned", "1"))
    wide = int(element.get(f"{TABLE}number-columns-spanned", "1"))
    if high > 1 or wide > 1:
        grid.merged.append((row, column, row + high - 1, column + wide - 1))


def _cell(element: Element) -> Cell:
    formula = element.get(f"{TABLE}formula") is not None
    kind = element.get(f"{OFFICE}value-type", "")
    text = "\n".join(_text(p) for p in element.findall(f"{TEXT}p"))
    if element.get(f"{CALC}value-type") == "error" or (formula and text.startswith(("#", "Err:"))):
        return Cell(Kind.ERROR, text, formula)
    if kind in NUMBERS:
        value = element.get(f"{OFFICE}value", "")
        return Cell(NUMBERS[kind], number_text(float(value)), formula)
    if kind == "date":
        value = element.get(f"{OFFICE}date-value", "").removesuffix("T00:00:00")
        return Cell(Kind.DATE, value.replace("T", " "), formula)
    if kind == "boolean":
        return Cell(Kind.BOOLEAN, element.get(f"{OFFICE}boolean-value", ""), formula)
    text = element.get(f"{OFFICE}string-value", text)
    if text:
        return Cell(Kind.TEXT, text, formula)
    return Cell(Kind.UNREAD, formula=True) if formula and not kind else NOTHING


def _text(paragraph: Element) -> str:
    """Return the text of a paragraph; this format writes repeated spaces as elements."""
    parts = [paragraph.text or ""]
    for child in paragraph:
        if child.tag == f"{TEXT}s":
            parts.append(" " * min(int(child.get(f"{TEXT}c", "1")), 1_000))
        elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            parts.append("\t" if child.tag.endswith("tab") else "\n")
        elif child.tag.startswith(TEXT):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
