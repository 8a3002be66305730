"""Judge the deposit and the texts: checked tables and documents, or every finding at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator import indicators
from generator.check.articles import Known, convention_findings, register_shape
from generator.check.audit import Audited as Audited
from generator.check.audit import Verdicts as Verdicts
from generator.check.audit import audited as audited
from generator.check.coherence import coherence_findings
from generator.check.contract import contract_findings
from generator.check.floor import floor_findings
from generator.check.lists import list_findings
from generator.check.release import release_findings
from generator.check.secrecy import rounding_findings as rounding_findings
from generator.check.secrecy import small_counts
from generator.check.table import Examined, examined, references
from generator.check.targets import places_of
from generator.check.territory import territory as territory
from generator.check.texts import MANDATORY, missing_texts, text_findings
from generator.check.typed import typed_table
from generator.check.values import value_findings
from generator.check.versions import version_findings
from generator.engaged import REGISTERS, engaged
from generator.errors import ContentError, DataError, Finding, SecrecyError, Severity
from generator.fields import newest
from generator.model import Checked, Document, Package, Tables
from generator.rules import RULES, At, Family, found


def tables(
    packages: Sequence[Package],
    *,
    previous: Sequence[Package] | None = None,
    unread: Iterable[Finding] = (),
    complete: bool = False,
) -> Checked:
    """Return the checked tables of the deposit and what is worth knowing about them.

    All findings are collected before anything is refused.

    Args:
        packages: the deposit.
        previous: the version published before, to compare with; empty when it cannot be read.
        unread: what stopped other packages from being read.
        complete: whether these are true counts before protection, where small ones belong.

    Raises:
        DataError: the deposit is wrong; carries every finding, warnings included.
        SecrecyError: the deposit is well formed but shows a count that is too small.
    """
    contracts = {p.name: contract_findings(p) for p in packages}
    seen = [(p, examined(p, r)) for p in packages for r in p.resources]
    findings = [*unread, *_same_names(packages), *(f for p in contracts.values() for f in p)]
    broken = _of_references(seen)
    findings += [*(f for _, one in seen for f in one.findings), *broken]
    lost = {f.file for f in broken}
    sound = {p.name for p in packages if not _errors(contracts[p.name])}
    typed = {
        one.resource.name: typed_table(package, one.resource, one.columns)
        for package, one in seen
        if package.name in sound and one.sound and one.resource.where not in lost
    }
    findings += _of_tables(dict(sorted(typed.items())), packages)
    findings += rounding_findings(typed)
    findings += floor_findings(packages, typed)
    if not complete:
        findings += [f for table in typed.values() for f in small_counts(table)]
    if not _errors(findings) and previous is not None:
        findings += version_findings(packages, typed, _older(previous))
    return _verdict(dict(sorted(typed.items())), _discreet(findings))


def _of_references(seen: Sequence[tuple[Package, Examined]]) -> list[Finding]:
    findings = []
    for package, one in seen:
        others = {other.resource.name: other for same, other in seen if same is package}
        findings += references(one, others)
    return findings


def _of_tables(typed: Tables, packages: Sequence[Package]) -> list[Finding]:
    findings = [f for table in typed.values() for f in value_findings(table)]
    findings += list_findings(typed)
    findings += coherence_findings(typed)
    findings += release_findings(packages, typed)
    return findings


def sound_tables(packages: Sequence[Package]) -> Tables:
    """Return the tables of a version published before that can be read, whatever else is wrong."""
    return {name: t for _, tables in _older(packages).values() for name, t in tables.items()}


def unread_before(
    previous: Sequence[Package], unread: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """Return the files of a version published before that the attack cannot take into account.

    Args:
        previous: its packages that can be read; without any, there is no version before.
        unread: what stopped its other packages from being read.
    """
    if not previous:
        return tuple(found("S-040", At(f.file), f.file) for f in unread if f.code != "D-000")
    sound = sound_tables(previous)
    lost = [r.where for p in previous for r in p.resources if r.name not in sound]
    files = dict.fromkeys([*lost, *(f.file for f in unread)])
    return tuple(found("S-040", At(file), file) for file in files)


def _older(previous: Sequence[Package]) -> Mapping[str, tuple[Package, Tables]]:
    """Return the packages of a previous version, by name, with the tables that are sound."""
    older = {}
    for package in previous:
        tables = {}
        if not _errors(contract_findings(package)):
            seen = [examined(package, resource) for resource in package.resources]
            tables = {
                one.resource.name: typed_table(package, one.resource, one.columns)
                for one in seen
                if one.sound
            }
        older[package.name] = (package, tables)
    return older


def _errors(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.severity is Severity.ERROR]


def _discreet(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that say nothing of a line on which a personal value was met."""
    people = {
        (f.file, f.line)
        for f in findings
        if RULES[f.code].family is Family.PERSONAL and f.code != "D-701"
    }
    return [
        f
        for f in findings
        if (f.file, f.line) not in people or RULES[f.code].family is Family.PERSONAL
    ]


def _verdict(typed: Tables, findings: Sequence[Finding]) -> Checked:
    unique = list(dict.fromkeys(findings))
    errors = _errors(unique)
    if any(RULES[f.code].family is not Family.SECRECY for f in errors):
        raise DataError.found(*unique)
    if errors:
        raise SecrecyError.found(*unique)
    return Checked(typed, tuple(sorted(unique)))


def known(packages: Sequence[Package], tables: Tables) -> Known:
    """Return what a text may name: the date of the data, indicators, engagements."""
    promised = engaged({name: tables[name].frame for name in REGISTERS if name in tables})
    return Known(
        on=newest(packages).date(),
        indicators=frozenset(i.id for i in indicators.declared()),
        engagements=frozenset(str(code) for code in promised["code_engagement"]),
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
                at = At(package.where)
                findings.append(found("D-005", at, resource.name, other=seen[resource.name]))
            seen[resource.name] = package.where
    return findings
