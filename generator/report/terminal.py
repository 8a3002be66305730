"""Findings as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from generator import words
from generator.errors import Finding, Severity
from generator.report.model import advice, headline, order, place, sentence
from generator.settings import MAX_FINDINGS_SHOWN

PARTS = {
    Severity.ERROR: "",
    Severity.WARNING: "À vérifier (n’empêche pas la publication) :",
    Severity.INFORMATION: "Converti ou relevé automatiquement :",
}


def told(findings: Sequence[Finding]) -> str:
    """Return the findings, errors first, at most twenty of each code and the totals."""
    lines = [headline(findings), ""]
    ordered = sorted(findings, key=order)
    for severity, title in PARTS.items():
        chosen = [f for f in ordered if f.severity is severity]
        lines += [title, ""] if title and chosen else []
        for code in dict.fromkeys(f.code for f in chosen):
            lines += _same([f for f in chosen if f.code == code], code)
    return words.typography("\n".join(lines))


def _same(findings: Sequence[Finding], code: str) -> list[str]:
    """Return the lines of the findings of one code."""
    lines: list[str] = []
    for finding in findings[:MAX_FINDINGS_SHOWN]:
        lines += [place(finding), f"  {sentence(finding)}", f"  → {advice(finding)} ({code})", ""]
    rest = len(findings) - MAX_FINDINGS_SHOWN
    if rest > 0:
        lines += [f"  … et {words.counted(rest, 'autre')} du même genre ({code}).", ""]
    return lines
