"""What the pages need of a rule of the check, whoever declares it."""

from __future__ import annotations

from typing import Protocol

from generator.errors import Severity


class Rule(Protocol):
    """What the help page needs of a rule of the check."""

    @property
    def code(self) -> str:
        """Stable code, such as `D-103`."""
        ...

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        ...

    @property
    def family(self) -> str:
        """What it is about."""
        ...

    @property
    def title(self) -> str:
        """Short French name."""
        ...

    @property
    def wrong(self) -> str:
        """What is wrong."""
        ...

    @property
    def why(self) -> str:
        """Why it matters."""
        ...

    @property
    def mend(self) -> str:
        """How to mend it."""
        ...

    @property
    def bad(self) -> str:
        """What is refused."""
        ...

    @property
    def good(self) -> str:
        """The same, mended."""
        ...
