"""Findings as Markdown for the job summary of the forge. Cells cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import words
from generator.errors import Finding
from generator.report.terminal import headline, plain
from generator.settings import MAX_FINDINGS_SHOWN

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~:>-]|(?<=www)\.)", re.IGNORECASE)
"""Signs of markup, and the point that would make an address of « www.exemple.fr »."""
BREAK = "&#8203;"
"""A space without width: after « @ », the forge sees neither a mention nor a mail address."""


def safe(text: str) -> str:
    """Return `text` so that Markdown shows it and does nothing with it."""
    escaped = plain(text).replace("&", "&amp;").replace("<", "&lt;")
    return SPECIAL.sub(r"\\\1", escaped).replace("@", f"@{BREAK}")


def summary(findings: Sequence[Finding]) -> str:
    """Return the report: the verdict, then a table of at most twenty findings and the total."""
    lines = [f"## Contrôle des données : {headline(findings)}", ""]
    if not findings:
        return "\n".join([*lines, "Le site peut être publié.", ""])
    lines += ["| Où | Ce qui ne va pas | Valeur | Comment corriger |", "| --- | --- | --- | --- |"]
    lines += [_line(finding) for finding in findings[:MAX_FINDINGS_SHOWN]]
    rest = len(findings) - MAX_FINDINGS_SHOWN
    if rest > 0:
        lines += ["", f"… et {words.counted(rest, 'autre')}."]
    return "\n".join([*lines, ""])


def _line(finding: Finding) -> str:
    where = finding.file + (f", ligne {finding.line}" if finding.line else "")
    where += f", colonne {finding.column}" if finding.column else ""
    cells = (where, finding.message, finding.value, f"{finding.remedy} ({finding.code})")
    return f"| {' | '.join(safe(cell) for cell in cells)} |"
