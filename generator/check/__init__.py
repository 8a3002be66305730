"""Judge the deposit and the texts: checked tables and documents, or every finding at once."""

from __future__ import annotations

from collections.abc import Sequence

from generator import indicators
from generator.check.articles import Known, convention_findings, register_shape
from generator.check.contract import contract_findings
from generator.check.secrecy import small_counts
from generator.check.structure import structure_findings
from generator.check.targets import places_of
from generator.check.territory import territory as territory
from generator.check.texts import MANDATORY, missing_texts, text_findings
from generator.check.typed import typed_table
from generator.check.values import value_findings
from generator.check.writing import writing_findings
from generator.errors import ContentError, DataError, Finding, SecrecyError, Severity
from generator.fields import newest
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


def known(packages: Sequence[Package], tables: Tables) -> Known:
    """Return what a text may name: the date of the data, indicators, engagements."""
    rows = tables["engagements"].frame["code_engagement"] if "engagements" in tables else ()
    return Known(
        on=newest(packages).date(),
        indicators=frozenset(i.id for i in indicators.declared()),
        engagements=frozenset(str(code) for code in rows),
    )


def documents(texts: Sequence[Document], known: Known | None = None) -> tuple[Document, ...]:
    """Return the texts when none of them is wrong.

    Raises:
        ContentError: carries every finding.
    """
    findings = document_findings(texts, known or Known())
    if any(f.severity is Severity.ERROR for f in findings):
        raise ContentError.found(*findings)
    return tuple(texts)


def document_findings(texts: Sequence[Document], known: Known) -> list[Finding]:
    """Return everything found in the texts, warnings included."""
    places = places_of(texts, known.indicators, MANDATORY)
    written = [text for text in texts if text.path.endswith(".md")]
    findings = [f for text in written for f in text_findings(text, places)]
    findings += [f for t in texts if t.path.endswith(".yml") for f in register_shape(t)]
    findings += convention_findings(texts, known)
    return findings + missing_texts(texts)


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
