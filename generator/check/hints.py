"""Turn a refused cell into a sentence and, where it can be computed, the value to write."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from generator.settings import SENSITIVE_THRESHOLD

SPACES = re.compile(r"[\s\u00a0\u202f]")
FRENCH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
WHOLE = re.compile(r"-?\d{1,15}([.,]0+)?", re.ASCII)
DECIMAL = re.compile(r"-?\d{1,15},\d+", re.ASCII)

EXPECTED = {
    "integer": ("un nombre entier", "12"),
    "number": ("un nombre", "30.8"),
    "year": ("une année", "2024"),
    "date": ("une date", "2024-01-01"),
    "boolean": ("vrai ou faux", "true"),
}


HIDDEN = "…"
"""What a message shows in place of a cell that may be a small count."""


def shown(column: str, cell: str, columns: Collection[str]) -> str:
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


def type_hint(kind: str, cell: str) -> tuple[str, str]:
    """Return what was expected of `cell` and how to write it."""
    expected, example = EXPECTED.get(kind, ("un texte", "T3"))
    guess = _rewritten(kind, cell)
    if guess:
        return expected, f"Écrivez « {guess} »."
    return expected, f"Écrivez par exemple « {example} », sans espace ni unité."


def broken_constraint(field: Mapping[str, Any], cell: str) -> tuple[str, str, str]:
    """Return code, sentence and remedy for the first constraint of `field` that `cell` breaks."""
    constraints = field.get("constraints", {})
    if not cell and constraints.get("required"):
        return (
            "D-102", "Cette cellule est vide, or elle est obligatoire.",
            "Remplissez la cellule.",
        )  # fmt: skip
    allowed = constraints.get("enum")
    if allowed and cell not in [str(value) for value in allowed]:
        return (
            "D-103", f"La valeur « {cell[:80]} » n’est pas connue.",
            f"Choisissez parmi : {', '.join(str(value) for value in allowed)}.",
        )  # fmt: skip
    pattern = constraints.get("pattern")
    if pattern and not re.fullmatch(pattern, cell):
        return (
            "D-117",
            f"La valeur « {cell[:80]} » n’a pas la forme attendue.",
            _padded(field, cell),
        )
    return (
        "D-118", f"La valeur « {cell[:80]} » est hors des limites permises.", _limits(constraints),
    )  # fmt: skip


def _rewritten(kind: str, cell: str) -> str | None:
    """Return the value that was probably meant, or None."""
    bare = SPACES.sub("", cell)
    if kind == "date" and (match := FRENCH_DATE.fullmatch(bare)):
        day, month, year = match.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    if kind == "integer" and WHOLE.fullmatch(bare):
        return re.split(r"[.,]", bare)[0]
    if kind == "number" and DECIMAL.fullmatch(bare):
        return bare.replace(",", ".")
    return None


def _padded(field: Mapping[str, Any], cell: str) -> str:
    """Return the remedy for a code; spreadsheets drop leading zeros."""
    example = str(field.get("example", ""))
    if cell.isdigit() and len(cell) == len(example) - 1:
        return f"Écrivez « 0{cell} » : le tableur a retiré le zéro du début."
    return f"Écrivez la valeur comme dans l’exemple : « {example} »."


def _limits(constraints: Mapping[str, Any]) -> str:
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if low is not None and high is not None:
        return f"Écrivez une valeur entre {low} et {high}."
    if low is not None:
        return f"Écrivez une valeur égale ou supérieure à {low}."
    return f"Écrivez une valeur qui respecte la limite : {high}."
