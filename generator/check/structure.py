"""Check a sheet against its Table Schema. The only door to frictionless; speaks French.

frictionless judges each distinct cell of a column once, with the reader it uses itself, and
gives it its type; rows, keys and references are compared by us. A property test compares
the verdicts with those of a whole run of frictionless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from frictionless import FrictionlessException, Schema

from generator.check.hints import HIDDEN, broken_constraint, type_hint
from generator.check.hints import repeated as told
from generator.check.shapes import is_day
from generator.check.sheet import ABSENT, Codes, Column, Rows, Sheet
from generator.errors import Finding
from generator.rules import At, found, shown
from generator.settings import MAX_ERRORS

FORMS: Final[Mapping[str, Callable[[str], object]]] = {
    "integer": re.compile(r"-?[0-9]{1,15}").fullmatch,
    "year": re.compile(r"[0-9]{4}").fullmatch,
    "number": re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?").fullmatch,
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch,
    "boolean": re.compile(r"true|false|1|0", re.IGNORECASE).fullmatch,
}
"""How a value may be written: frictionless also takes `1_000`, other digits and `NaN`."""


@dataclass(frozen=True)
class Typed:
    """A column whose distinct texts were judged.

    Attributes:
        column: the column.
        field: its part of the schema.
        values: the typed value of each distinct text, None for an empty one.
        notes: what is wrong with each distinct text, empty when nothing is.
    """

    column: Column
    field: Mapping[str, Any]
    values: tuple[Any, ...]
    notes: tuple[Mapping[str, str], ...]


def schema_of(descriptor: Mapping[str, Any]) -> Schema | None:
    """Return a Table Schema as the judge understands it, or None when it refuses it.

    Categories are enforced as a list of values, even when the schema gives no such list.
    """
    fields = [_enforced(field) for field in descriptor.get("fields", ())]
    plain = {k: v for k, v in descriptor.items() if k not in ("foreignKeys", "primaryKey")}
    try:
        schema = Schema.from_descriptor({**plain, "fields": fields})
        for field in schema.fields:
            field.create_cell_reader()
    except (FrictionlessException, TypeError, ValueError, KeyError, re.error):
        return None
    return schema


def _enforced(field: Mapping[str, Any]) -> dict[str, Any]:
    constraints = dict(field.get("constraints") or {})
    categories = field.get("categories")
    if categories and "enum" not in constraints:
        values = [c["value"] if isinstance(c, Mapping) else c for c in categories]
        constraints["enum"] = values
    # The example is text for a reader: the judge would refuse the whole schema for it.
    rest = {key: value for key, value in field.items() if key != "example"}
    return {**rest, "constraints": constraints}


def judged(
    sheet: Sheet, schema: Schema, described: Sequence[Mapping[str, Any]]
) -> tuple[Typed, ...]:
    """Return the columns of `sheet` that the schema knows, each distinct text judged once."""
    typed = []
    as_written = {str(field["name"]): field for field in described}
    for field in schema.fields:
        column = sheet.column(field.name)
        if column is not None:
            reader = field.create_cell_reader()
            kind = str(field.type)
            pairs = [_verdict(reader, kind, text) for text in column.texts]
            values, notes = tuple(p[0] for p in pairs), tuple(p[1] for p in pairs)
            written = {**as_written[field.name], "constraints": dict(field.constraints)}
            typed.append(Typed(column, written, values, notes))
    return tuple(typed)


def _verdict(
    reader: Callable[[str], tuple[Any, dict[str, str] | None]], kind: str, text: str
) -> tuple[Any, Mapping[str, str]]:
    value, notes = reader(text)
    written = "date" if FORMS["date"](text) else kind  # a text that looks like a day must be one
    form = FORMS.get(written)
    right = form is None or (form(text) and (written != "date" or is_day(text)))
    if text and not right and (notes or value is not None):
        return None, {"type": written}
    return value, notes or {}


def cell_findings(sheet: Sheet, typed: Sequence[Typed]) -> list[Finding]:
    """Return every cell that its schema refuses, in the order of the file, and how many more."""
    wrong: list[tuple[int, int, Typed]] = []
    for one in typed:
        rows = one.column.where(np.array([bool(note) for note in one.notes], dtype=bool))
        wrong += [(int(row), one.column.number, one) for row in rows]
    wrong.sort(key=lambda place: place[:2])
    findings = [_cell(sheet, one, row) for row, _, one in wrong[:MAX_ERRORS]]
    if len(wrong) > MAX_ERRORS:
        findings.append(found("D-124", sheet.at(), count=len(wrong), limit=MAX_ERRORS))
    return findings


def _cell(sheet: Sheet, one: Typed, row: int) -> Finding:
    written = one.column.text(row)
    text = told(str(one.column.name), written, [str(c.name) for c in sheet.columns])
    value = "" if text == HIDDEN else shown(text)
    notes = one.notes[int(one.column.codes[row])]
    at = sheet.at(one.column, row)
    if "type" in notes:
        expected, do, suggestion = type_hint(_expected(one, notes), text)
        words = {"cell": shown(text), "expected": expected, "do": do}
        return found("D-101", at, value, suggestion, **words)
    code, do, suggestion = broken_constraint(one.field, text if value else written)
    allowed = ", ".join(str(v) for v in one.field.get("constraints", {}).get("enum", ()))
    suggestion = suggestion if value else ""
    return found(code, at, value, suggestion, cell=shown(text), do=do, allowed=allowed)


def _expected(one: Typed, notes: Mapping[str, str]) -> str:
    """Return the kind that a refused cell should have been of."""
    return notes["type"] if notes["type"] in FORMS else str(one.field.get("type"))


def key_findings(sheet: Sheet, typed: Sequence[Typed], keys: Sequence[str]) -> list[Finding]:
    """Return the rows whose key was already met, the damaged ones left out."""
    by_name = {one.column.name: one for one in typed}
    columns = [by_name[key] for key in keys if key in by_name]
    if not keys or len(columns) < len(keys) or not sheet.size:
        return []
    rows = repeated([_by_value(one) for one in columns])
    repeats = np.setdiff1d(rows, sheet.damaged)[:MAX_ERRORS]
    return [found("D-104", sheet.at(None, int(row))) for row in repeats]


def repeated(codes: Sequence[Codes]) -> Rows:
    """Return the rows whose combination of codes was met on an earlier row, empty keys left out."""
    combined = np.zeros(len(codes[0]), dtype=np.int64)
    empty = np.ones(len(codes[0]), dtype=bool)
    for part in codes:
        width = int(part.max(initial=0)) + 2
        if int(combined.max(initial=0)) > np.iinfo(np.int64).max // width - 1:
            combined = np.unique(combined, return_inverse=True)[1].astype(np.int64)
        combined = combined * width + part + 1
        empty &= part == ABSENT
    _, first = np.unique(combined, return_index=True)
    again = np.ones(len(combined), dtype=bool)
    again[first] = False
    return np.flatnonzero(again & ~empty)


def _by_value(one: Typed) -> Codes:
    """Return, per row, a code that is the same for equal values: `01` and `1` are one number."""
    places: dict[Any, int] = {}
    table = [ABSENT if v is None else places.setdefault(v, len(places)) for v in one.values]
    table.append(ABSENT)
    return np.array(table, dtype=np.int32)[one.column.codes]


def reference_findings(
    sheet: Sheet, typed: Sequence[Typed], names: Sequence[str], known: set[tuple[Any, ...]]
) -> list[Finding]:
    """Return the rows whose cells `names` are not among the `known` values."""
    by_name = {one.column.name: one for one in typed}
    columns = [by_name[name] for name in names if name in by_name]
    if len(columns) < len(names) or not sheet.size:
        return []
    stacked = np.stack([one.column.codes for one in columns])
    combinations, inverse = np.unique(stacked, axis=1, return_inverse=True)
    bad = np.array([_unknown(columns, c, known) for c in combinations.T], dtype=bool)
    rows: npt.NDArray[np.int64] = np.flatnonzero(bad[inverse])[:MAX_ERRORS]
    return [_reference(sheet, columns, int(row)) for row in rows]


def _unknown(columns: Sequence[Typed], codes: Codes, known: set[tuple[Any, ...]]) -> bool:
    values = tuple(
        None if code == ABSENT else one.values[code]
        for one, code in zip(columns, codes, strict=True)
    )
    return any(v is not None for v in values) and values not in known


def _reference(sheet: Sheet, columns: Sequence[Typed], row: int) -> Finding:
    cells = ", ".join(shown(one.column.text(row)) for one in columns)
    names = ", ".join(str(one.column.name) for one in columns)
    number = columns[0].column.number if len(columns) == 1 else 0
    return found("D-105", At(sheet.where, row + 2, "", number), cells, cell=cells, names=names)


def values_of(typed: Sequence[Typed], names: Sequence[str]) -> set[tuple[Any, ...]]:
    """Return the distinct combinations of the columns `names`, for those who refer to them."""
    by_name = {one.column.name: one for one in typed}
    columns = [by_name[name] for name in names if name in by_name]
    if len(columns) < len(names):
        return set()
    stacked = np.stack([one.column.codes for one in columns])
    return {
        tuple(
            None if code == ABSENT else one.values[code]
            for one, code in zip(columns, combination, strict=True)
        )
        for combination in np.unique(stacked, axis=1).T
    }


def header_findings(sheet: Sheet, names: Sequence[str]) -> Iterator[Finding]:
    """Yield what the titles lack, have in excess, or were recognised from."""
    labels = [column.label for column in sheet.columns]
    if not any(label.strip() for label in labels):
        yield found("D-114", sheet.at())
        return
    missing = [n for n in names if sheet.column(n) is None]
    for column in sheet.columns:
        if column.name is None:
            code, place = _unknown_label(column, labels, names, missing)
            yield found(code, At(sheet.where, 1, place, column.number))
        elif column.name != column.label:
            yield found("D-208", sheet.at(column, -1), name=column.name)
    renamed = [n for n in missing if _replaced(sheet, names, n)]
    for name in missing:
        if name not in renamed:
            yield found("D-109", At(sheet.where, 1, name))
    order = [c.name for c in sheet.columns if c.name]
    if not missing and order != [n for n in names if n in order]:
        yield found("D-209", sheet.at(None, -1))


def _unknown_label(
    column: Column, labels: Sequence[str], names: Sequence[str], missing: Sequence[str]
) -> tuple[str, str]:
    """Return the code of a title that stands for no column, and the column it should be."""
    expected = names[column.number - 1] if column.number <= len(names) else ""
    place = expected if expected in missing else column.label
    if not column.label.strip():
        return "D-113", place
    if labels.index(column.label) < column.number - 1 or column.label in names:
        return "D-112", place
    return ("D-111" if expected in missing else "D-110"), place


def _replaced(sheet: Sheet, names: Sequence[str], name: str) -> bool:
    """Return whether an unknown title stands where the column `name` was expected."""
    place = names.index(name)
    return place < len(sheet.columns) and sheet.columns[place].name is None
