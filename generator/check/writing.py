"""Check that numbers and dates are written in the one way that every reader understands.

The judge of the schemas is more lenient than those who will reuse the files: it takes
`1_000`, `2024-1-1` or digits of other alphabets.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date

from generator.check.hints import HIDDEN, shown, type_hint
from generator.errors import Finding
from generator.fields import field_of
from generator.model import Field, Resource

FORMS = {
    "integer": re.compile(r"-?[0-9]{1,15}"),
    "year": re.compile(r"[0-9]{4}"),
    "number": re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}


def writing_findings(resource: Resource) -> list[Finding]:
    """Return every cell of a structurally sound file that is not written as it should be."""
    fields = [field_of(f) for f in resource.schema["fields"]]
    with resource.file.open(encoding="utf-8-sig", newline="") as stream:
        rows = enumerate(list(csv.reader(stream))[1:], start=2)
    return [
        finding
        for line, row in rows
        for field, cell in zip(fields, row, strict=True)
        for finding in _cell(resource, line, field, cell)
    ]


def _cell(resource: Resource, line: int, field: Field, cell: str) -> Iterator[Finding]:
    if "\n" in cell or "\r" in cell:
        yield Finding(
            resource.where, line, field.name, "D-122", "",
            "Cette cellule contient un retour à la ligne.",
            "Écrivez tout le texte de la cellule sur une seule ligne.",
        )  # fmt: skip
        return
    kind = "date" if FORMS["date"].fullmatch(cell) else field.kind
    form = FORMS.get(kind)
    if cell and form and not (form.fullmatch(cell) and (kind != "date" or _is_day(cell))):
        told = shown(field.name, cell, [str(f["name"]) for f in resource.schema["fields"]])
        expected, remedy = type_hint(kind, told)
        message = f"La valeur « {told[:80]} » n’est pas {expected}."
        yield Finding(
            resource.where, line, field.name, "D-101", told[:80].strip(HIDDEN), message, remedy
        )  # fmt: skip


def _is_day(cell: str) -> bool:
    try:
        return bool(date.fromisoformat(cell))
    except ValueError:
        return False
