"""The few numbers and places the whole project shares, each with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).resolve().parent.parent
"""The checkout: the contract (datapackages/*/schemas) and the templates live here."""

TEMPLATES: Final = HOME / "site_templates"

PLAIN_THRESHOLD: Final = 5
"""Smallest visible count of a plain commune × typologie table.

Within the range used for housing and police open data; a household is not described
by its commune and the size of home it wants alone.
"""

SENSITIVE_THRESHOLD: Final = 11
"""Smallest visible count of a table that crosses delays, resources, priority or age.

The rule applied in France to counts of natural persons drawn from tax files.
"""

PUBLIC_THRESHOLD: Final = 0
"""Tables that count no household (homes, targets): nothing to hide."""

MAX_FINDINGS_SHOWN: Final = 20
"""Findings of one kind shown in a report; the total is always given."""

MAX_FILE_BYTES: Final = 25 * 1024 * 1024
"""Largest file read from a deposit: the limit of an upload through the forge's web page."""

ENSEMBLE: Final = "ensemble"
"""The category that means « all » in every dimension but the territory."""

PROJECT_VERSION: Final = "2026.1.0"
"""Version of the code, repeated in pyproject.toml (a test compares the two)."""
