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

ROUNDING_BASES: Final = (5, 10)
"""Bases of controlled rounding: readers know them, and each leaves a doubt of its own size."""

EPCI_ONLY: Final = frozenset(
    {
        "motif_demande",
        "public_prioritaire",
        "motif_sortie",
        "complement_handicap",
        "situation_familiale",
    }
)
"""Dimensions never published below the intercommunal authority.

They say why a household asks or why it goes first: health, violence, eviction. In a commune a
neighbour would recognise the case, whatever the count.
"""

MAX_PROOFS: Final = 12
"""Recoverable cells whose arithmetic is shown; mending these usually mends the others."""

MAX_FINDINGS_SHOWN: Final = 20
"""Findings of one kind shown in a report; the total is always given."""

MAX_FILE_BYTES: Final = 25 * 1024 * 1024
"""Largest file read from a deposit: the limit of an upload through the forge's web page."""

ENSEMBLE: Final = "ensemble"
"""The category that means « all » in every dimension but the territory."""

PROJECT_VERSION: Final = "2026.1.0"
"""Version of the code, repeated in pyproject.toml (a test compares the two)."""

MAX_DESCRIPTOR_BYTES: Final = 2 * 1024 * 1024
"""Largest descriptor or schema: a hundred times what the contract needs."""

MAX_ROWS: Final = 1_000_000
"""Most rows of a file: beyond, the check would not end in minutes."""

MAX_COLUMNS: Final = 100
"""Most columns of a file: a table of the contract has fewer than fifteen."""

MAX_CELL_CHARACTERS: Final = 100_000
"""Longest cell: the outline of a commune, the largest text of the contract, takes a third."""

MAX_ERRORS: Final = 1000
"""Errors of structure shown per file: beyond, the file is of another kind altogether."""

MAX_PATH_CHARACTERS: Final = 300
"""Longest path of a file in a descriptor."""
