"""Judge the deposit and the texts: checked tables and documents, or every finding at once."""

from __future__ import annotations

from collections.abc import Sequence

from generator.check.contract import contract_findings
from generator.check.secrecy import small_counts
from generator.check.structure import structure_findings
from generator.check.territory import territory as territory
from generator.check.texts import missing_texts, text_findings
from generator.check.typed import typed_table
from generator.check.values import value_findings
from generator.check.writing import writing_findings
from generator.errors import ContentError, DataError, Finding, SecrecyError, Severity
from generator.model import Document, Package, Tables


def tables(packages: Sequence[Package]) -> Tables:
    """Return the checked tables of the deposit, by resource name.

    All findings are collected before anything is refused.

    Raises:
        DataError: the deposit is wrong; carries every finding.
        SecrecyError: the deposit is well formed but shows a count that is too small.
    """
    findings = [f for package in packages for f in contract_findings(package)]
    findings += _same_names(packages)
    if not findings:
        findings += [f for package in packages for f in structure_findings(package)]
    if not findings:
        findings += [
            f for package in packages for r in package.resources for f in writing_findings(r)
        ]
    if findings:
        raise DataError.found(*findings)
    checked = {r.name: typed_table(package, r) for package in packages for r in package.resources}
    findings = [f for table in checked.values() for f in value_findings(table)]
    if findings:
        raise DataError.found(*findings)
    small = [f for table in checked.values() for f in small_counts(table)]
    if small:
        raise SecrecyError.found(*small)
    return dict(sorted(checked.items()))


def documents(texts: Sequence[Document]) -> tuple[Document, ...]:
    """Return the texts when none of them is wrong.

    Raises:
        ContentError: carries every finding.
    """
    findings = [f for text in texts for f in text_findings(text)]
    findings += missing_texts(texts)
    if any(f.severity is Severity.ERROR for f in findings):
        raise ContentError.found(*findings)
    return tuple(texts)


def _same_names(packages: Sequence[Package]) -> list[Finding]:
    seen: dict[str, str] = {}
    findings = []
    for package in packages:
        for resource in package.resources:
            if resource.name in seen:
                findings.append(
                    Finding(
                        package.where, 0, "", "D-005", resource.name,
                        f"Le nom « {resource.name} » est déjà pris par {seen[resource.name]}.",
                        "Donnez à chaque fichier un nom différent dans datapackage.json.",
                    )
                )  # fmt: skip
            seen[resource.name] = package.where
    return findings
