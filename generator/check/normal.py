"""Write the cells of a spreadsheet as the contract asks: what is converted is always said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from generator import words
from generator.check.sheet import Column, Sheet
from generator.errors import Finding
from generator.rules import found, shown
from generator.settings import MAX_ERRORS

EDGES = " \t\u00a0\u202f\u2007\u2009"
"""Spaces that a spreadsheet leaves around a cell."""

THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:[\u00a0\u202f\u2009][0-9]{3})+(?:[.,][0-9]+)?")
COMMA = re.compile(r"-?[0-9]+,[0-9]+")
TWO_SENSES = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
NUMBERS = ("integer", "number")

Change = Callable[[str], str]


def normalised(sheet: Sheet, kinds: Mapping[str, str]) -> tuple[Sheet, list[Finding]]:
    """Return `sheet` with its cells written as the contract asks, and what was converted."""
    columns, findings = [], list[Finding]()
    for column in sheet.columns:
        if column.name is None:  # its title is unknown, and may be personal: nothing to say of it
            columns.append(column)
            continue
        kind = kinds.get(column.name, "")
        findings += _two_senses(sheet, column) if kind == "number" else []
        changed = column
        for code, change, noun in _changes(kind):
            texts = tuple(map(change, changed.texts))
            moved = [a != b for a, b in zip(texts, changed.texts, strict=True)]
            rows = changed.where(np.array(moved, dtype=bool))
            if rows.size:
                count = words.counted(rows.size, noun, _plural(noun))
                at = sheet.at(column, int(rows[0]))
                findings.append(found(code, at, count=count))
                changed = replace(changed, texts=texts)
        columns.append(changed)
    return replace(sheet, columns=tuple(columns)), findings


def _changes(kind: str) -> tuple[tuple[str, Change, str], ...]:
    spaces = ("D-210", _trimmed, "cellule")
    if kind not in NUMBERS:
        return (spaces,)
    thousands = ("D-207", _joined, "nombre")
    return (
        (spaces, thousands, ("D-206", _pointed, "nombre"))
        if kind == "number"
        else (spaces, thousands)
    )


def _plural(noun: str) -> str:
    return f"{noun}s"


def _trimmed(text: str) -> str:
    return text.strip(EDGES)


def _joined(text: str) -> str:
    if not THOUSANDS.fullmatch(text):
        return text
    return re.sub(r"[\u00a0\u202f\u2009]", "", text)


def _pointed(text: str) -> str:
    decimal = COMMA.fullmatch(text) and not TWO_SENSES.fullmatch(text)
    return text.replace(",", ".") if decimal else text


def _two_senses(sheet: Sheet, column: Column) -> list[Finding]:
    """Return the numbers that can be read in two ways; they are left as they are."""
    table = np.array([bool(TWO_SENSES.fullmatch(_trimmed(t))) for t in column.texts], dtype=bool)
    findings = []
    for row in column.where(table)[:MAX_ERRORS]:
        text = column.text(int(row))
        whole, decimal = text.replace(",", ""), text.replace(",", ".")
        at = sheet.at(column, int(row))
        findings.append(found("D-215", at, shown(text), whole=whole, decimal=decimal))
    return findings
