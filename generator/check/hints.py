"""Turn a refused cell into a sentence and, where it can be computed, the value to write."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from generator.settings import SENSITIVE_THRESHOLD

SPACES = re.compile(r"[\s\u00a0\u202f]")
FRENCH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
TWO_SENSES = re.compile(r"-?\d{1,3}([.,]\d{3})+")
"""1,000 is a thousand for some and one for others: nothing can be proposed."""

EXPECTED = {
    "integer": ("un nombre entier", "12"),
    "number": ("un nombre", "30.8"),
    "year": ("une année", "2024"),
    "date": ("une date", "2024-01-01"),
    "boolean": ("vrai ou faux", "true"),
}

HIDDEN = "…"
"""What a message shows in place of a cell that may be a small count."""


def repeated(column: str, cell: str, columns: Collection[str]) -> str:
    """Return what a message may repeat of `cell`: reports are public, small counts are not.

    In a table of counts, a small number may stand in any column, as commas shift cells. In
    the column of the counts, whatever holds a digit may be one.
    """
    if not any(name.endswith("_statut") for name in columns):
        return cell
    number = SPACES.sub("", cell).replace(",", ".")
    try:
        small = abs(float(number)) < SENSITIVE_THRESHOLD
    except ValueError:
        small = f"{column}_statut" in columns and any(c.isdigit() for c in cell)
    return HIDDEN if small else cell


def type_hint(kind: str, cell: str) -> tuple[str, str, str]:
    """Return what was expected of `cell`, how to write it, and the value to write if it is known."""
    expected, example = EXPECTED.get(kind, ("un texte", "T3"))
    guess = _rewritten(kind, cell)
    if guess:
        return expected, f"Écrivez « {guess} ».", guess
    return expected, f"Écrivez par exemple « {example} », sans espace ni unité.", ""


def broken_constraint(field: Mapping[str, Any], cell: str) -> tuple[str, str, str]:
    """Return code, remedy and value to write for the first constraint that `cell` breaks."""
    constraints = field.get("constraints", {})
    if not cell and constraints.get("required"):
        return "D-102", "", ""
    allowed = [str(value) for value in constraints.get("enum") or ()]
    if allowed and cell not in allowed:
        return "D-103", "", _nearest(cell, allowed)
    pattern = constraints.get("pattern")
    if pattern and not re.fullmatch(pattern, cell):
        return "D-117", *_padded(field, pattern, cell)
    return "D-118", _limits(constraints), ""


def _nearest(cell: str, allowed: list[str]) -> str:
    """Return the only value that differs by its case or its spaces, or nothing."""
    wanted = SPACES.sub("", cell).casefold()
    same = [value for value in allowed if SPACES.sub("", value).casefold() == wanted]
    return same[0] if len(same) == 1 else ""


def _rewritten(kind: str, cell: str) -> str:
    """Return the value that was probably meant, or nothing."""
    bare = SPACES.sub("", cell)
    if kind == "date" and (match := FRENCH_DATE.fullmatch(bare)):
        day, month, year = match.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    if TWO_SENSES.fullmatch(bare):
        return ""
    if kind == "integer" and re.fullmatch(r"-?[0-9]{1,15}([.,]0+)?", bare):
        return re.split(r"[.,]", bare)[0]
    if kind == "number" and re.fullmatch(r"-?[0-9]{1,15}([.,][0-9]+)?", bare):
        return bare.replace(",", ".")
    return ""


def _padded(field: Mapping[str, Any], pattern: str, cell: str) -> tuple[str, str]:
    """Return the remedy for a code, and the code; spreadsheets drop leading zeros."""
    if cell.isdigit() and re.fullmatch(pattern, f"0{cell}"):
        return f"Écrivez « 0{cell} » : le tableur a retiré le zéro du début.", f"0{cell}"
    if re.fullmatch(pattern, cell.upper()):
        return f"Écrivez « {cell.upper()} ».", cell.upper()
    example = str(field.get("example", ""))
    return f"Écrivez la valeur comme dans l’exemple : « {example} ».", ""


def _limits(constraints: Mapping[str, Any]) -> str:
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if low is not None and high is not None:
        return f"Écrivez une valeur entre {low} et {high}."
    if low is not None:
        return f"Écrivez une valeur égale ou supérieure à {low}."
    return f"Écrivez une valeur qui respecte la limite : {high}."
