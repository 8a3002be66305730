"""Stub."""

from generator.errors import Finding
from generator.model import Tables


def coherence_findings(tables: Tables) -> list[Finding]:
    """Return nothing yet."""
    return []
