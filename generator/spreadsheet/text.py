"""Read and write CSV: whatever a spreadsheet saved, to the one form that a deposit has."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from generator.settings import MAX_FILE_BYTES
from generator.spreadsheet.guards import refused
from generator.spreadsheet.sheets import NOTHING, Cell, Kind, Sheet, Workbook

DELIMITERS = ",;\t"
MARKS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
"""Encodings that say their name in their first bytes."""
QUOTE = '"'
SPECIAL = frozenset(f"{QUOTE},\r\n")
SAID = {",": "virgule", ";": "point-virgule", "\t": "tabulation"}


def records(data: bytes, name: str) -> tuple[list[list[str]], tuple[str, ...]]:
    """Return the rows of a CSV file, and what had to be converted to read them.

    Raises:
        DataError: the file is not a text, or its quotation marks never end.
    """
    if len(data) > MAX_FILE_BYTES:
        raise refused(name, "X-004")
    text, encoding = _decoded(data, name)
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise refused(name, "X-001") from error
    notes = []
    if encoding != "utf-8":
        notes.append(f"Le texte était en {encoding} : il est converti en UTF-8.")
    if delimiter != ",":
        notes.append(
            f"Les colonnes étaient séparées par : {SAID[delimiter]}. Le dépôt a des virgules."
        )
    return rows, tuple(notes)


def workbook(data: bytes, name: str) -> Workbook:
    """Return a CSV file as a workbook of one sheet, named after the file."""
    rows, notes = records(data, name)
    # The same text is the same cell: a column of categories costs one object per category.
    known = {c: Cell(Kind.TEXT, c) if c else NOTHING for row in rows for c in row}
    cells = tuple(tuple(known[c] for c in row) for row in rows)
    sheet = Sheet(name.rsplit(".", 1)[0], cells)
    return Workbook(name, (sheet,), notes, plain=True)


def canonical(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as the CSV of a deposit: UTF-8, comma, line feed."""
    lines = [",".join(_quoted(cell) for cell in row) or '""' for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()


def _quoted(cell: str) -> str:
    """Return a cell between quotation marks where it needs them.

    The writer of the standard library leaves a carriage return bare, which ends the row.
    """
    if not SPECIAL & set(cell):
        return cell
    return f'"{cell.replace(QUOTE, QUOTE * 2)}"'


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for encoding, mark in MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name), encoding.removesuffix(
                "-sig"
            ).upper() + " avec marque"
    if b"\0" in data:
        raise refused(name, "X-001")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strict(data, "cp1252", name), "Windows-1252"


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refused(name, "X-001") from error


def _delimiter(text: str) -> str:
    """Return the delimiter that the line of titles uses most."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda d: (first.count(d), -DELIMITERS.index(d)))
