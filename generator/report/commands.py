"""Findings as workflow commands of the forge, at most ten, escaped so that no cell can give one."""

from __future__ import annotations

from collections.abc import Sequence

from generator.errors import Finding, Severity
from generator.report.terminal import plain
from generator.words import counted

LIMIT = 10
"""The forge keeps ten annotations of a kind per step."""
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "notice"}


def workflow_commands(findings: Sequence[Finding]) -> str:
    """Return one workflow command per finding; the last one counts those left out."""
    shown = findings[:LIMIT]
    left = len(findings) - len(shown)
    lines = [_command(f, f.message) for f in shown[: LIMIT - 1 if left else LIMIT]]
    if left:
        lines.append(
            _command(shown[-1], f"{shown[-1].message} + {counted(left, 'autre')}, voir le résumé.")
        )
    return "\n".join(lines)


def _command(finding: Finding, message: str) -> str:
    properties = [f"file={_property(finding.file)}", f"title={_property(finding.code)}"]
    if finding.line:
        properties.insert(1, f"line={finding.line}")
    body = _data(f"{message} {finding.remedy}")
    return f"::{LEVELS[finding.severity]} {','.join(properties)}::{body}"


def _data(text: str) -> str:
    return plain(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
