"""Every way a run can stop, and who can mend it.

GeneratorError
├─ DataError        a deposit in datapackages/ is wrong           → the secretariat
├─ ContentError     a text in content/ or mkdocs.yml is wrong     → the secretariat
├─ SecrecyError     a small count would become public             → stop, both
├─ DefinitionError  an indicator declaration is wrong             → a developer
└─ SiteError        a page, a link or an engine step failed       → a developer
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Self


class ExitCode(IntEnum):
    """The documented exit codes of the command line."""

    OK = 0
    DATA = 1
    USAGE = 2
    CONTENT = 3
    SECRECY = 4
    INTERNAL = 5


class Severity(StrEnum):
    """How much a finding weighs: an error stops the publication."""

    ERROR = "erreur"
    WARNING = "avertissement"
    INFORMATION = "information"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that was found in a deposit or a text, ready to be read in French.

    Attributes:
        file: path relative to the territory's root, with forward slashes.
        line: line of the file, 1 for the header row; 0 when the whole file is meant.
        column: name of the column, empty when the whole line is meant.
        code: stable code of the rule, such as `D-103`.
        value: the smallest cell that shows the problem; never a masked or small count.
        message: what is wrong, one French sentence.
        remedy: what to do, one French sentence.
        severity: erreur, avertissement or information.
        cell: address of the cell in a spreadsheet, such as `E3`; empty when it is not known.
        sheet: sheet of a workbook; empty for a CSV file.
        suggestion: the value to write, where it can be computed from the wrong one.
    """

    file: str
    line: int
    column: str
    code: str
    value: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR
    cell: str = ""
    sheet: str = ""
    suggestion: str = ""


class GeneratorError(Exception):
    """Root of everything this project raises on purpose.

    Attributes:
        findings: what was found, complete; may be empty for developers' errors.
        exit_code: the exit code of the command line.
    """

    exit_code = ExitCode.INTERNAL

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(sorted(findings))

    @classmethod
    def found(cls, *findings: Finding) -> Self:
        """Return the error that carries `findings`, sorted; its text is for developers only."""
        codes = sorted({finding.code for finding in findings})
        return cls(f"{len(findings)} finding(s): {', '.join(codes)}", findings)


class DataError(GeneratorError):
    """A deposit in datapackages/ is wrong: the secretariat can mend it."""

    exit_code = ExitCode.DATA


class ContentError(GeneratorError):
    """A text in content/ or the settings in mkdocs.yml are wrong: the secretariat can mend it."""

    exit_code = ExitCode.CONTENT


class SecrecyError(GeneratorError):
    """A small count would become public: nothing may be written."""

    exit_code = ExitCode.SECRECY


class DefinitionError(GeneratorError):
    """An indicator declaration is wrong: a developer must mend it."""


class SiteError(GeneratorError):
    """A page, a link or a step of the site engine failed: a developer must mend it."""
