"""Propose a corrected file for what can be mended safely; never apply it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from generator.errors import Finding, Severity
from generator.model import Table
from generator.secrecy import too_small
from generator.spreadsheet.text import canonical, records

WITHHELD = ("S-", "D-7")
"""Families of codes about persons: nothing is copied from a file that has one."""


@dataclass(frozen=True)
class Change:
    """One cell that differs; the old value is said only when the finding said it."""

    line: int
    column: str
    before: str
    after: str
    code: str


@dataclass(frozen=True)
class Proposed:
    """A corrected file.

    Attributes:
        content: the whole file in canonical form.
        changes: the cells that differ.
        notes: what was normalised for the whole file.
    """

    content: bytes
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def proposed(data: bytes, name: str, findings: Sequence[Finding]) -> Proposed | None:
    """Return `data` with every suggestion of `findings` written in, or None.

    None when nothing can be mended, or when a finding is about persons or secrecy.

    Raises:
        DataError: the file cannot be read as a table at all.
    """
    if any(f.code.startswith(WITHHELD) for f in findings):
        return None
    rows, notes = records(data, name)
    if not rows:
        return None
    changes = [c for f in sorted(findings) if (c := _change(rows, f))]
    for change in changes:
        rows[change.line - 1][rows[0].index(change.column)] = change.after
    content = canonical(rows)
    if b"\r" in data and "\r" not in content.decode():
        notes = (*notes, "Les fins de ligne étaient celles de Windows : elles sont unifiées.")
    if not changes and not notes:
        return None
    return Proposed(content, tuple(changes), notes)


def _change(rows: Sequence[Sequence[str]], finding: Finding) -> Change | None:
    """Return the change that a finding suggests, when the cell still is what it judged."""
    if not finding.suggestion or finding.severity is Severity.INFORMATION:
        return None
    if finding.column not in rows[0] or not 1 < finding.line <= len(rows):
        return None
    row, place = rows[finding.line - 1], rows[0].index(finding.column)
    if place >= len(row) or (finding.value and row[place][:80] != finding.value):
        return None
    return Change(finding.line, finding.column, finding.value, finding.suggestion, finding.code)


def shows_small_count(content: bytes, name: str, table: Table) -> bool:
    """Return whether a corrected file shows a count that must stay hidden.

    Args:
        content: the corrected file.
        name: its name, for errors.
        table: an empty table with the columns and the rules of the file.
    """
    rows, _ = records(content, name)
    frame = pd.DataFrame(
        [row for row in rows[1:] if len(row) == len(rows[0])], columns=rows[0], dtype="string"
    )
    measures = [f.name for f in table.fields if f"{f.name}_statut" in frame and f.name in frame]
    numeric = {m: pd.to_numeric(frame[m], errors="coerce").astype("Float64") for m in measures}
    unread = {m: frame[m].notna() & (frame[m] != "") & numeric[m].isna() for m in measures}
    if any(bool(cells.any()) for cells in unread.values()):
        return True  # what is not a number cannot be judged
    read = replace(table, frame=frame.assign(**numeric))
    dimensions = table.secrecy.sensitive_dimensions
    if any(dimension not in frame for dimension in dimensions):
        return bool(measures)
    return any(len(too_small(read, measure)) for measure in measures)


def changes_told(path: str, made: Proposed) -> list[str]:
    """Return the changes of one file, one plain French line each."""
    lines = [f"{path} : {note}" for note in made.notes]
    for change in made.changes:
        before = f"« {change.before} » devient " if change.before else "écrire "
        lines.append(
            f"{path}, ligne {change.line}, colonne « {change.column} » : "
            f"{before}« {change.after} » ({change.code})"
        )
    return lines
