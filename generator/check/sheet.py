"""Read a deposited file: each distinct text of a column is kept once, so that memory is bounded."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice

import numpy as np
import numpy.typing as npt

from generator import headers
from generator.errors import Finding
from generator.model import Field
from generator.raw import DELIMITER_NAMES, Text, UnreadableError, delimiter_of, text_of
from generator.rules import At, found
from generator.settings import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ERRORS, MAX_ROWS

CHUNK = 20_000
TOO_MANY_ROWS, TOO_MANY_COLUMNS = "D-013", "D-014"
ABSENT = -1
"""Code of a cell that its row does not have."""

Codes = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Attributes:
        label: its title as deposited.
        number: its place in the file, from 1.
        name: the column of the contract it stands for, or None.
        codes: for each row, the place of its text in `texts`; `ABSENT` when the row lacks it.
        texts: the distinct texts.
    """

    label: str
    number: int
    name: str | None
    codes: Codes
    texts: tuple[str, ...]

    def rows(self, wanted: Callable[[str], object]) -> Rows:
        """Return the rows whose text satisfies `wanted`, asked once for each distinct text."""
        table = np.fromiter(
            (bool(wanted(t)) for t in self.texts), dtype=bool, count=len(self.texts)
        )
        return self.where(table)

    def where(self, table: npt.NDArray[np.bool_]) -> Rows:
        """Return the rows whose text is marked in `table`."""
        if not table.any():
            return np.empty(0, dtype=np.int64)
        marked = np.append(table, False)  # the last place stands for absent cells
        return np.flatnonzero(marked[self.codes])

    def text(self, row: int) -> str:
        """Return the text of a row, empty when the row lacks it."""
        code = int(self.codes[row])
        return "" if code == ABSENT else self.texts[code]


@dataclass(frozen=True)
class Sheet:
    """A file as read: its columns in the order of the file, and what was found on the way.

    Attributes:
        where: path of the file relative to the territory's root.
        columns: its columns.
        size: number of rows, blank and damaged ones included.
        damaged: rows that are blank or do not have as many cells as the titles.
        findings: what was found while reading.
    """

    where: str
    columns: tuple[Column, ...]
    size: int
    damaged: Rows
    findings: tuple[Finding, ...]

    def at(self, column: Column | None = None, row: int | None = None) -> At:
        """Return the place of a cell, a column, a row or the whole file."""
        line = 0 if row is None else row + 2
        if column is None:
            return At(self.where, line)
        return At(self.where, line, column.name or column.label, column.number)

    def column(self, name: str) -> Column | None:
        """Return the column that stands for `name`."""
        return next((c for c in self.columns if c.name == name), None)


def sheet_of(data: bytes, where: str, fields: tuple[Field, ...]) -> Sheet:
    """Return a file as read. What stops the reading is an error among its findings."""
    empty = Sheet(where, (), 0, np.empty(0, dtype=np.int64), ())
    try:
        text = text_of(data)
        if data.count(b"\n") > MAX_ROWS + 1:
            raise UnreadableError(TOO_MANY_ROWS, str(MAX_ROWS))
        delimiter = delimiter_of(text, lambda labels: _known(labels, fields))
        said = _conversions(where, text, delimiter)
        return _Reader(where, text, delimiter, fields).sheet(said)
    except UnreadableError as error:
        finding = found(error.code, At(where), what=error.what, limit=error.what)
        return replace(empty, findings=(finding,))
    except csv.Error as error:
        return replace(empty, findings=(_quotes(where, str(error)),))


def _known(labels: list[str], fields: tuple[Field, ...]) -> int:
    return sum(name is not None for name in headers.recognised(labels[:MAX_COLUMNS], fields))


def _conversions(where: str, text: Text, delimiter: str) -> list[Finding]:
    """Return what the reading converts: separator, encoding, mark, ends of line."""
    codes = {"cp1252": "D-202", "utf-16": "D-203", "utf-16-le": "D-203", "utf-16-be": "D-203"}
    said = []
    if delimiter != ",":
        said.append(found("D-201", At(where), what=DELIMITER_NAMES[delimiter]))
    if text.encoding in codes:
        said.append(found(codes[text.encoding], At(where)))
    if text.encoding == "utf-8-sig":
        said.append(found("D-204", At(where)))
    if text.crlf:
        said.append(found("D-205", At(where)))
    return said


def _quotes(where: str, reason: str) -> Finding:
    if "unexpected end" in reason:
        return found("D-213", At(where))
    if "field limit" in reason:
        return found("D-015", At(where), limit=MAX_CELL_CHARACTERS)
    return found("D-216", At(where))


def _numbers() -> dict[str | None, int]:
    """Return a dictionary that numbers the texts it is asked for, in the order they are met."""
    numbers: dict[str | None, int] = defaultdict(count().__next__)
    numbers[None] = ABSENT
    return numbers


class _Reader:
    """Reads one file, a few thousand rows at a time."""

    def __init__(self, where: str, text: Text, delimiter: str, fields: tuple[Field, ...]) -> None:
        self.where = where
        self.text = text
        self.stream = text.rows(delimiter)
        self.labels = next(self.stream, [])
        self.names = headers.recognised(self.labels, fields)
        self.places = [_numbers() for _ in self.labels]
        self.codes: list[list[Codes]] = [[] for _ in self.labels]
        self.damaged: list[int] = []
        self.findings: list[Finding] = []
        self.size = 0

    def sheet(self, said: list[Finding]) -> Sheet:
        if len(self.labels) > MAX_COLUMNS:
            raise UnreadableError(TOO_MANY_COLUMNS, str(MAX_COLUMNS))
        while chunk := list(islice(self.stream, CHUNK)):
            self._take(chunk)
        columns = tuple(self._columns())
        damaged = np.array(self.damaged, dtype=np.int64)
        return Sheet(self.where, columns, self.size, damaged, (*said, *self._cut()))

    def _take(self, chunk: list[list[str]]) -> None:
        width = len(self.labels)
        rows: Sequence[Sequence[str | None]] = chunk
        if {len(row) for row in chunk} != {width} or not all(map(any, chunk)):
            rows = [self._mended(row, self.size + n) for n, row in enumerate(chunk)]
        for places, codes, cells in zip(
            self.places, self.codes, zip(*rows, strict=True), strict=True
        ):
            taken = map(places.__getitem__, cells)
            codes.append(np.fromiter(taken, dtype=np.int32, count=len(cells)))
        self.size += len(chunk)

    def _mended(self, row: list[str], position: int) -> list[str | None]:
        """Return a row as wide as the titles, and say what it lacks or has in excess."""
        width = len(self.labels)
        if not any(row):
            self._damage("D-108", position)
            return [None] * width
        if len(row) < width:
            self._damage("D-106", position, len(row))
            return [*row, *[None] * (width - len(row))]
        if len(row) > width:
            self._damage("D-107", position)
        return list(row[:width])

    def _damage(self, code: str, position: int, cell: int | None = None) -> None:
        column = "" if cell is None else self.names[cell] or ""
        number = 0 if cell is None else cell + 1
        self.damaged.append(position)
        if len(self.damaged) <= MAX_ERRORS:
            self.findings.append(found(code, At(self.where, position + 2, column, number)))

    def _cut(self) -> Iterator[Finding]:
        """Yield the findings; a last row that is neither whole nor ended says the file was cut."""
        for finding in self.findings:
            short = finding.code == "D-106" and finding.line == self.size + 1
            cut = short and not self.text.ended
            yield found("D-213", At(self.where, finding.line)) if cut else finding

    def _columns(self) -> Iterator[Column]:
        for number, label in enumerate(self.labels, start=1):
            parts = self.codes[number - 1]
            codes = np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
            texts = tuple(t for t in self.places[number - 1] if t is not None)
            yield Column(label, number, self.names[number - 1], codes, texts)
