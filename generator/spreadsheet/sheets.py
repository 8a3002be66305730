"""A workbook as it was read: cells with what they are, before anything is decided about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto


class Kind(Enum):
    """What a spreadsheet says a cell is."""

    EMPTY = auto()
    TEXT = auto()
    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()
    BOOLEAN = auto()
    ERROR = auto()
    UNREAD = auto()
    """A formula whose result was never saved."""


@dataclass(frozen=True)
class Cell:
    """One cell: its kind, its text in canonical form, and whether a formula made it."""

    kind: Kind
    text: str = ""
    formula: bool = False


NOTHING = Cell(Kind.EMPTY)


@dataclass(frozen=True)
class Sheet:
    """One sheet; the first row and the first column stand at index 0.

    Attributes:
        name: its name.
        rows: its cells; rows may have different lengths.
        hidden: whether the whole sheet is hidden.
        hidden_rows: numbers of the hidden rows, from 1.
        hidden_columns: numbers of the hidden columns, from 1.
        merged: merged areas as (first row, first column, last row, last column), from 1.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at `row` and `column`, from 1."""
        cells = self.rows[row - 1] if row <= len(self.rows) else ()
        return cells[column - 1] if column <= len(cells) else NOTHING

    @property
    def width(self) -> int:
        """Return the number of columns of the longest row."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True)
class Workbook:
    """What was read from one file.

    Attributes:
        name: name of the file, without its folder.
        sheets: its sheets, in order.
        notes: what was converted while reading, one French sentence each.
        plain: true for a CSV file, which has lines rather than cells.
    """

    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = field(default=())
    plain: bool = False


def letters(column: int) -> str:
    """Return the letters of a column: 1 is « A », 28 is « AB »."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def address(row: int, column: int) -> str:
    """Return the address of a cell, such as « E3 »."""
    return f"{letters(column)}{row}"


def number_text(value: float) -> str:
    """Return a number as a CSV file holds it: point for decimals, no exponent where avoidable."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact in a float
        return str(int(value))
    return str(value)
