"""The report as Markdown for the job summary of the forge. Cells cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import words
from generator.errors import Finding
from generator.report.model import Group, Report, cut, places, plain, report
from generator.settings import MAX_FINDINGS_SHOWN

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~:>-]|(?<=www)\.)", re.IGNORECASE)
"""Signs of markup, and the point that would make an address of « www.exemple.fr »."""
COLON = f"{words.NNBSP}: "
BREAK = "&#8203;"
"""A space without width: after « @ », the forge sees neither a mention nor a mail address."""


def safe(text: str) -> str:
    """Return `text` so that Markdown shows it and does nothing with it."""
    escaped = plain(text).replace("&", "&amp;").replace("<", "&lt;")
    return SPECIAL.sub(r"\\\1", escaped).replace("@", f"@{BREAK}")


def summary(findings: Sequence[Finding]) -> str:
    """Return the report of `findings` in Markdown."""
    return markdown(report(findings))


def markdown(told: Report) -> str:
    """Return the report: three lines, then a table of at most twenty groups and the total.

    Its size is bounded by what is shown, far under the mebibyte that the forge accepts.
    """
    first, second, third = (words.typography(line) for line in told.headlines)
    lines = [words.typography(f"## Contrôle des données : {first}"), ""]
    if not told.groups and not told.normalised:
        return "\n".join([*lines, "Le site peut être publié.", ""])
    lines += [second, "", third, ""]
    if told.groups:
        lines += [
            "| Où | Ce qui ne va pas | Valeur | Comment corriger |",
            "| --- | --- | --- | --- |",
        ]
        lines += [_row(group) for group in told.groups[:MAX_FINDINGS_SHOWN]]
        rest = sum(g.count for g in told.groups[MAX_FINDINGS_SHOWN:])
        lines += ["", f"… et {words.counted(rest, 'autre')}.", ""] if rest else [""]
    lines += _apart(told)
    return "\n".join(lines)


def _row(group: Group) -> str:
    message = words.typography(f"{str(group.severity).capitalize()} : {group.message}")
    cells = (
        places(group, MAX_FINDINGS_SHOWN), message, group.value, f"{group.advice} ({group.code})",
    )  # fmt: skip
    return f"| {' | '.join(safe(cell) for cell in cells)} |"


def _apart(told: Report) -> list[str]:
    """Return what was converted, and the corrected files, under their own titles."""
    lines: list[str] = []
    if told.normalised:
        lines += ["### Converti ou relevé automatiquement", ""]
        shown = told.normalised[:MAX_FINDINGS_SHOWN]
        lines += [f"- {safe(places(g, MAX_FINDINGS_SHOWN))}{COLON}{safe(g.message)}" for g in shown]
        rest = sum(g.count for g in told.normalised[MAX_FINDINGS_SHOWN:])
        lines += [f"- … et {words.counted(rest, 'autre')}."] if rest else []
        lines.append("")
    if told.proposals:
        lines += ["### Fichiers corrigés proposés", ""]
        lines += [
            f"- {safe(cut(p.file))}{COLON}{words.counted(p.changes, 'cellule changée', 'cellules changées')}"
            for p in told.proposals[:MAX_FINDINGS_SHOWN]
        ]
        lines += ["", "Rien n’est appliqué. Relisez la liste des changements, puis déposez.", ""]
    return lines
