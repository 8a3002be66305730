"""The report as JSON, for another program. Its schema is published with the site."""

from __future__ import annotations

import json
from typing import Any

from generator.errors import Finding
from generator.report.model import Group, Report, cut

FORMAT = "rapport-de-controle/1"
"""Name and major version of this form; it changes when a reader of the old one would fail."""


def as_json(told: Report) -> str:
    """Return the whole report, nothing left out, for `rapport.schema.json`."""
    content = {
        "format": FORMAT,
        "verdict": str(told.verdict),
        "lignes": list(told.headlines),
        "totaux": {str(severity): count for severity, count in told.totals.items()},
        "constats": [_group(group) for group in told.groups],
        "conversions": [_group(group) for group in told.normalised],
        "propositions": [{"fichier": p.file, "changements": p.changes} for p in told.proposals],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _group(group: Group) -> dict[str, Any]:
    return {
        "gravite": str(group.severity),
        "code": group.code,
        "phrase": group.message,
        "remede": group.advice,
        "valeur": group.value,
        "proposition": cut(group.places[0].suggestion),
        "nombre": group.count,
        "places": [_place(finding) for finding in group.places],
    }


def _place(finding: Finding) -> dict[str, Any]:
    return {
        "fichier": cut(finding.file),
        "feuille": cut(finding.sheet),
        "ligne": finding.line,
        "colonne": cut(finding.column),
        "cellule": cut(finding.cell),
    }
