"""Findings as plain text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import words
from generator.errors import Finding, Severity
from generator.settings import MAX_FINDINGS_SHOWN

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Characters that could move the cursor, colour the text, turn its direction or hide in it."""
COMMAND = re.compile(r"^(\s*:)(?=:)|(#)(?=#\[)")
"""How the forge writes its commands in a log: `::` at the start of a line, `##[` anywhere."""


def plain(text: str) -> str:
    """Return `text` without the characters that act on a terminal or on the forge's log."""
    return COMMAND.sub(r"\1\2 ", CONTROL.sub("�", text))


def place(finding: Finding) -> str:
    """Return where a finding is: « fichier, ligne 118, colonne « typologie » »."""
    parts = [plain(finding.file)]
    if finding.line:
        parts.append(f"ligne {finding.line}")
    if finding.column:
        parts.append(f"colonne {words.quoted(plain(finding.column))}")
    return ", ".join(parts)


def told(findings: Sequence[Finding]) -> str:
    """Return the findings, errors first, at most twenty of each code and the totals."""
    lines = [headline(findings), ""]
    for code in dict.fromkeys(f.code for f in _ordered(findings)):
        same = [f for f in findings if f.code == code]
        for finding in same[:MAX_FINDINGS_SHOWN]:
            lines += [
                place(finding),
                f"  {plain(finding.message)}",
                f"  → {plain(finding.remedy)} ({finding.code})",
                "",
            ]
        if len(same) > MAX_FINDINGS_SHOWN:
            rest = len(same) - MAX_FINDINGS_SHOWN
            lines += [f"  … et {words.counted(rest, 'autre')} du même genre ({code}).", ""]
    return words.typography("\n".join(lines))


def headline(findings: Sequence[Finding]) -> str:
    """Return the verdict in one line."""
    errors = sum(f.severity is Severity.ERROR for f in findings)
    if errors:
        return f"{words.counted(errors, 'point')} à corriger avant publication."
    return "Rien à corriger."


def _ordered(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: (f.severity is not Severity.ERROR, f.code, f))
