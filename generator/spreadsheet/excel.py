"""Read .xlsx workbooks. The only door to openpyxl."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

from generator.errors import DataError
from generator.spreadsheet.guards import refused
from generator.spreadsheet.sheets import NOTHING, Cell, Kind, Sheet, Workbook, number_text

MAX_CELLS = 3_000_000
"""Cells of a whole workbook: some ten times a deposit of ten years of the largest table."""
FORMULAS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
"""Beginnings of a formula in a sheet, with or without a prefix; rules of validation are others."""
EMPTY_TEXT = "str"
"""Type of a formula whose result, a text, was saved: without a value, that text is empty."""


def workbook(data: bytes, archive: zipfile.ZipFile, name: str) -> Workbook:
    """Return what a .xlsx file holds.

    Raises:
        DataError: it cannot be read.
    """
    try:
        computed = _loaded(data, values=True)
        written = _loaded(data, values=False) if _has_formulas(archive) else computed
        sheets = tuple(_sheet(sheet, written[sheet.title], name) for sheet in computed.worksheets)
    except DataError:
        raise
    except Exception as error:
        # The reader of the format has no error of its own: whatever breaks, the file is unreadable.
        raise refused(name, "X-001") from error
    return Workbook(name, sheets)


def _loaded(data: bytes, *, values: bool) -> Any:  # noqa: ANN401 - the library has no types
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # English remarks on parts that are not read
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)


def _has_formulas(archive: zipfile.ZipFile) -> bool:
    names = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
    parts = (archive.read(n) for n in names if n.endswith(".xml"))
    return any(mark in part for part in parts for mark in FORMULAS)


def _sheet(computed: Any, written: Any, name: str) -> Sheet:  # noqa: ANN401
    if computed.max_row * computed.max_column > MAX_CELLS:
        raise refused(name, "X-004")
    rows = tuple(
        tuple(_cell(value, source) for value, source in zip(values, sources, strict=True))
        for values, sources in zip(computed.iter_rows(), written.iter_rows(), strict=True)
    )
    return Sheet(
        name=str(computed.title),
        rows=rows,
        hidden=computed.sheet_state != "visible",
        hidden_rows=frozenset(r for r, d in computed.row_dimensions.items() if d.hidden),
        hidden_columns=_hidden_columns(computed),
        merged=tuple(
            (area.min_row, area.min_col, area.max_row, area.max_col)
            for area in computed.merged_cells.ranges
        ),
    )


def _hidden_columns(sheet: Any) -> frozenset[int]:  # noqa: ANN401
    return frozenset(
        number
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for number in range(dimension.min or 1, min(dimension.max or 1, sheet.max_column) + 1)
    )


def _cell(computed: Any, written: Any) -> Cell:  # noqa: ANN401
    formula = written.data_type == "f"
    value = computed.value
    if formula and value is None and computed.data_type != EMPTY_TEXT:
        return Cell(Kind.UNREAD, formula=True)
    if computed.data_type == "e":
        return Cell(Kind.ERROR, str(value), formula)
    kind, text = _value(value)
    if kind is Kind.NUMBER and "%" in str(computed.number_format):
        kind = Kind.PERCENT
    return Cell(kind, text, formula) if kind is not Kind.EMPTY else NOTHING


def _value(value: object) -> tuple[Kind, str]:
    if value is None or value == "":
        return Kind.EMPTY, ""
    if isinstance(value, bool):
        return Kind.BOOLEAN, "true" if value else "false"
    if isinstance(value, int | float):
        return Kind.NUMBER, number_text(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return Kind.DATE, value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return Kind.DATE, value.isoformat()
    return Kind.TEXT, str(value)
