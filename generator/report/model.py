"""One model of the report: every form of it is written from these values, with the same sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator import words
from generator.errors import Finding, Severity

ACTIVE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that move a cursor, colour a text, turn its direction, hide in it or break its encoding."""

COMMAND = re.compile(r"^(\s*:)(?=:)|(#)(?=#\[)")
"""How the forge writes its commands in a log: `::` at the start of a line, `##[` anywhere."""

LONGEST = 400
"""Characters of a sentence or a value that a report repeats; a longer one is cut."""

RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFORMATION: 2}


class Verdict(StrEnum):
    """What becomes of a deposit."""

    REFUSED = "à corriger"
    RESERVED = "accepté avec avertissements"
    ACCEPTED = "accepté"


@dataclass(frozen=True)
class Group:
    """One thing to say, and every place where it is true.

    Attributes:
        severity: erreur, avertissement or information.
        code: code of the rule.
        message: what is wrong.
        advice: what to do, with the value to write where it is known.
        value: the value found, cut and harmless.
        places: the findings, in the order of the file.
    """

    severity: Severity
    code: str
    message: str
    advice: str
    value: str
    places: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """Return the number of places."""
        return len(self.places)


@dataclass(frozen=True)
class Proposal:
    """A corrected file that was written where it was asked for.

    Attributes:
        file: path of the deposited file, relative to the territory's root.
        changes: number of cells that differ from the deposit.
    """

    file: str
    changes: int


@dataclass(frozen=True)
class Report:
    """What was found, ready to be written in any form.

    Attributes:
        verdict: what becomes of the deposit.
        headlines: three lines that a hurried reader needs.
        groups: errors then warnings, identical ones together.
        normalised: what was converted or noted, said apart.
        totals: number of findings of each severity.
        proposals: corrected files.
    """

    verdict: Verdict
    headlines: tuple[str, str, str]
    groups: tuple[Group, ...]
    normalised: tuple[Group, ...]
    totals: dict[Severity, int]
    proposals: tuple[Proposal, ...]


def report(findings: Iterable[Finding], proposals: Sequence[Proposal] = ()) -> Report:
    """Return the report of one run."""
    ordered = sorted(findings, key=order)
    totals = {s: sum(f.severity is s for f in ordered) for s in Severity}
    verdict = _verdict(totals)
    groups = _groups(ordered)
    return Report(
        verdict=verdict,
        headlines=(headline(ordered), _what_next(verdict), _totals(totals, ordered)),
        groups=tuple(g for g in groups if g.severity is not Severity.INFORMATION),
        normalised=tuple(g for g in groups if g.severity is Severity.INFORMATION),
        totals=totals,
        proposals=tuple(proposals),
    )


def order(finding: Finding) -> tuple[object, ...]:
    """Return the rank of a finding: errors first, then by code, file, sheet and place."""
    f = finding
    return RANKS[f.severity], f.code, f.file, f.sheet, f.line, f.column, f


def headline(findings: Sequence[Finding]) -> str:
    """Return the verdict in one line."""
    errors = sum(f.severity is Severity.ERROR for f in findings)
    if errors:
        return f"{words.counted(errors, 'point')} à corriger avant publication."
    return "Rien à corriger."


def plain(text: str) -> str:
    """Return `text` without what acts on a terminal or on the forge's log, or hides in a page."""
    return COMMAND.sub(r"\1\2 ", ACTIVE.sub("�", text))


def cut(text: str) -> str:
    """Return `text`, harmless and short enough for a report."""
    kept = plain(text)
    return kept if len(kept) <= LONGEST else f"{kept[: LONGEST - 1]}…"


def sentence(finding: Finding) -> str:
    """Return what is wrong: the same words in every form of the report."""
    return words.typography(cut(finding.message))


def advice(finding: Finding) -> str:
    """Return what to do; the value to write is said where it is known."""
    remedy = finding.remedy
    if finding.suggestion and finding.suggestion not in remedy:
        remedy = f"Écrivez « {finding.suggestion} ». {remedy}"
    return words.typography(cut(remedy))


def place(finding: Finding) -> str:
    """Return where a finding is: « fichier, ligne 118, colonne « typologie » », or its cell."""
    parts = [cut(finding.file)]
    if finding.sheet:
        parts.append(f"feuille {words.quoted(cut(finding.sheet))}")
    if finding.cell:
        parts.append(f"cellule {cut(finding.cell)}")
    elif finding.line:
        parts.append(f"ligne {finding.line}")
    if finding.column:
        parts.append(f"colonne {words.quoted(cut(finding.column))}")
    return ", ".join(parts)


def places(group: Group, limit: int) -> str:
    """Return where a group is: its file once, then its lines or cells, at most `limit`."""
    first = group.places[0]
    if group.count == 1:
        return place(first)
    spots = [f.cell or str(f.line) for f in group.places if f.cell or f.line]
    if not spots:
        return f"{place(first)} ({words.counted(group.count, 'fois', 'fois')})"
    shown = ", ".join(dict.fromkeys(cut(spot) for spot in spots[:limit]))
    rest = group.count - len(spots[:limit])
    more = f" … et {words.counted(rest, 'autre')}" if rest else ""
    noun = "cellules" if first.cell else "lignes"
    parts = [cut(first.file)]
    parts += [f"feuille {words.quoted(cut(first.sheet))}"] if first.sheet else []
    parts += [f"colonne {words.quoted(cut(first.column))}"] if first.column else []
    return words.typography(f"{', '.join(parts)}, {group.count} {noun} : {shown}{more}")


def _verdict(totals: dict[Severity, int]) -> Verdict:
    if totals[Severity.ERROR]:
        return Verdict.REFUSED
    return Verdict.RESERVED if totals[Severity.WARNING] else Verdict.ACCEPTED


def _what_next(verdict: Verdict) -> str:
    if verdict is Verdict.REFUSED:
        return "Le site en ligne ne change pas : corrigez, puis déposez à nouveau au même endroit."
    if verdict is Verdict.RESERVED:
        return "Le dépôt peut être publié : lisez d’abord les avertissements."
    return "Le dépôt peut être publié."


def _totals(totals: dict[Severity, int], findings: Sequence[Finding]) -> str:
    files = len({f.file for f in findings})
    said = [words.counted(totals[s], str(s)) for s in Severity]
    return f"{words.listing(said)}, dans {words.counted(files, 'fichier')}."


def _groups(findings: Sequence[Finding]) -> list[Group]:
    found: dict[tuple[str, ...], list[Finding]] = {}
    for f in findings:
        # The value is in the key: cells that show the same message may hold different values.
        key = (f.severity, f.code, f.file, f.sheet, f.column, f.value, f.message, advice(f))
        found.setdefault(key, []).append(f)
    return [
        Group(f[0].severity, f[0].code, sentence(f[0]), advice(f[0]), cut(f[0].value), tuple(f))
        for f in found.values()
    ]
