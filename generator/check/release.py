"""Stub."""

from generator.errors import Finding


def release_findings(packages, tables) -> list[Finding]:
    return []
