"""Attack the deposit as a reader would: what is hidden must stay hidden, and be proven to.

Knows only what is published: it needs no secret, so it runs in public. A finding names the cells
and the operation, never its result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import cast

import numpy as np

from generator.check.values import cell_at
from generator.disclosure import (
    BlockVerdicts,
    Key,
    Means,
    Memory,
    Report,
    Verdict,
    audit,
    explain,
    phrase,
    remember,
)
from generator.disclosure import Finding as Exposed
from generator.equations import (
    DELAYS,
    LEASES,
    TERRITORY,
    Cell,
    Knowledge,
    fact_of,
    knowledge,
    numbers_of,
    one_place,
    rounded_of,
    secret_columns,
)
from generator.errors import Finding, SecrecyError, Severity
from generator.model import Secrecy, Status, Table, Tables
from generator.naming import Naming
from generator.rules import At, found
from generator.secrecy import THRESHOLDS
from generator.settings import EPCI_ONLY, MAX_PROOFS, SENSITIVE_THRESHOLD
from generator.versions import REGISTER, Version, earlier_versions, unmatched
from generator.words import listing

Verdicts = MutableMapping[str, BlockVerdicts]
CODES: Mapping[Verdict, str] = {
    Verdict.EXACT: "S-010",
    Verdict.NARROW: "S-011",
    Verdict.UNPROVEN: "S-012",
    Verdict.INCONSISTENT: "S-013",
}
UNSAID = "par un calcul de même sorte que les premiers de cette liste"
LONG = "par un calcul qui réunit de nombreuses cases"
UNMEASURED = "quelques unités"
COUNT = "nb_baux"
GROUP = ("annee", TERRITORY, "typologie")
"""What the leases by band count, and the group of a statistic of delays."""
LONGEST_PROOF = 1_000
"""Characters of an operation that a person can still check with a pencil."""


@dataclass(frozen=True)
class Audited:
    """A deposit that the attack left whole.

    Attributes:
        secrecy: its certificate.
        findings: warnings and informations.
    """

    secrecy: Secrecy
    findings: tuple[Finding, ...]


def audited(
    tables: Tables,
    *,
    previous: Tables | None = None,
    verdicts: Verdicts | None = None,
    seconds: float | None = None,
) -> Audited:
    """Return the certificate of a deposit in which nothing hidden can be found.

    Args:
        tables: checked tables.
        previous: tables of the version published before, when they are at hand.
        verdicts: verdicts of earlier runs, by content; filled with the new ones.
        seconds: time allowed; what is not proven by then is refused.

    Raises:
        SecrecyError: with every finding; each says where, and by which operation.
    """
    known = knowledge(tables)
    versions = [*earlier_versions(tables), *_before(previous, one_place(tables))]
    seen = [*(v.cells for v in versions), numbers_of(tables)]
    memory = remember([cast("Mapping[Key, int | None]", one) for one in seen], _together(tables))
    for cell, value in memory.visible.items():
        if cell in known.system:  # hidden now, or left out where a total still counts it
            known.system.visible(cell, value)
    _rounded_before(known, previous or {})
    report = audit(known.system, means=Means(seconds=seconds), cache=verdicts)
    findings = [
        *_unmatched(tables),
        *_reserved(tables),
        *_few(tables),
        *_groups(known, report),
        *_reopened(known, memory, versions),
        *_exposed(known, report),
    ]
    if any(f.severity is Severity.ERROR for f in findings):
        raise SecrecyError.found(*findings)
    return Audited(_certificate(known, report, len(versions)), tuple(sorted(findings)))


def _rounded_before(known: Knowledge, previous: Tables) -> None:
    """Write down what the version before told by rounding, where this one does not belie it."""
    now = rounded_of(known.tables)
    for cell, (low, high) in rounded_of(previous).items():
        least, most = now.get(cell, (low, high))
        if cell in known.spots and least <= high and low <= most:
            known.system.masked(cell, minimum=low, maximum=high)


def _before(previous: Tables | None, same: Mapping[str, str]) -> list[Version]:
    """Return the version before, its counts named as those of the current one are."""
    return [] if previous is None else [Version("précédente", numbers_of(previous, same=same))]


def _together(tables: Tables) -> Callable[[Key], tuple[str, str]]:
    """Return what is revised as a whole with a cell: its fact, and those it is a part of, in its period.

    A revised number is known in both its values, and its former equations bind it no longer. What
    counts something else was not revised: what was shown of it stays known.
    """
    same, wholes = one_place(tables), dict[str, str]()
    for table in tables.values():
        for field in table.fields:
            if field.at_most:
                whole = fact_of(table, field.at_most, same)
                wholes[fact_of(table, field.name, same)] = whole

    def together(key: Key) -> tuple[str, str]:
        if not isinstance(key, Cell):
            return "", ""
        fact = key.fact
        for _ in wholes:  # a part of a part; a schema that turns round stops too
            fact = wholes.get(fact, fact)
        return fact, key.period

    return together


# --- findings ---------------------------------------------------------------------------------


def _unmatched(tables: Tables) -> Iterator[Finding]:
    """Yield the lines of the register that name no count: what they remember would be forgotten."""
    for line in unmatched(tables):
        yield found("S-041", cell_at(tables[REGISTER], line, "cle"))


def _reserved(tables: Tables) -> Iterator[Finding]:
    """Yield the tables that tell by commune what is only told of the whole territory."""
    for table in tables.values():
        for dimension in sorted(EPCI_ONLY & set(table.keys)):
            if TERRITORY in table.keys and secret_columns(table):
                places = table.frame[TERRITORY].astype("string")
                below = places[places.str.len() == 5]  # noqa: PLR2004 - a commune has five characters
                for line in below.index[:1]:
                    at = cell_at(table, line, dimension)
                    yield found("S-015", at, dimension=dimension)


def _few(tables: Tables) -> Iterator[Finding]:
    """Yield the groups with statistics whose number is not known to be enough to have any.

    It must stand among the leases by band: only there is it weighed against them by the attack.
    """
    if DELAYS not in tables:
        return
    delays, margin = tables[DELAYS], tables[DELAYS].margins.get("typologie")
    counted = tables.get(LEASES, delays)
    numbers = numbers_of({LEASES: counted}) if LEASES in tables else {}
    shown = delays.frame[delays.frame["delai_mois"].notna()]
    fact, kind = fact_of(counted, COUNT), counted.counting.typologie
    name = f"typologie {kind}" if kind else "typologie"
    groups = shown[list(GROUP)].astype("string").drop_duplicates()
    for line, year, place, size in groups.itertuples(name=None):
        cell = Cell(fact, year, place, () if size == margin else ((name, size),))
        if (numbers.get(cell) or 0) < SENSITIVE_THRESHOLD:
            yield found("S-042", cell_at(delays, line, "delai_mois"), leases=LEASES)


def _groups(known: Knowledge, report: Report) -> Iterator[Finding]:
    """Yield the groups whose households are all known to be in one category."""
    naming, empty = Naming(known), report.zeros()
    for row in known.rows:
        only = row.only(empty)
        if only is not None:
            told = "Tous les ménages de ce groupe sont ici"
            if only.value is None:
                told = "Les autres nombres de ce groupe sont des zéros, imprimés ou faciles à retrouver"
            yield found("S-014", _at(known, only.cell), what=f"{told} : {naming.one(only.cell)}.")


def _reopened(known: Knowledge, memory: Memory, versions: Sequence[Version]) -> Iterator[Finding]:
    for cell in memory.reopened:
        if isinstance(cell, Cell):
            shown = next(v.name for v in reversed(versions) if v.cells.get(cell) is not None)
            yield found("S-016", _at(known, cell), version=shown)


def _exposed(known: Knowledge, report: Report) -> Iterator[Finding]:
    """Yield the cells that can be found, with the operation for the first ones."""
    naming = Naming(known)
    rounded = rounded_of(known.tables)
    expected = {part.cell for row in known.rows if row.dark for part in row.parts} | {*rounded}
    for number, one in enumerate(report.findings(Verdict.DEDUCED)):
        cell = one.key
        if one.verdict is Verdict.DEDUCED and (cell in expected or cell not in known.spots):
            continue  # a zero hidden with its whole group, as the rule asks, a line left out, or a rounding
        code = CODES.get(one.verdict, "S-017")
        if one.verdict in (Verdict.EXACT, Verdict.NARROW):
            code = "S-018" if cell not in known.spots else "S-005" if cell in rounded else code
        how = UNSAID
        if number < MAX_PROOFS:
            blurred = code == "S-005"
            how = _against(known, report, one) if blurred else _operation(report, one, naming)
        words: dict[str, object] = {"how": how, "width": _width(one), "where": "de cette case"}
        yield found(code, _where(known, cell), **words)
    for row in report.broken.tolist():
        yield _contradiction(known, report, row)
    for fault in report.faults:
        cell = fault.key if isinstance(fault.key, Cell) and known.spots.get(fault.key) else None
        yield _incompatible(known, cell)


def _width(one: Exposed) -> int | str:
    """Return how far apart the ends of a range are; no number where an end is not known."""
    if one.upper is None or one.upper < one.lower:
        return UNMEASURED
    return one.upper - one.lower


def _operation(report: Report, one: Exposed, naming: Naming) -> str:
    """Return the operation that recovers or bounds a cell, without its result."""
    if one.verdict not in (Verdict.EXACT, Verdict.NARROW):
        return ""
    if _width(one) == UNMEASURED:
        return LONG
    certificate = explain(report.published, one.key, ends=(one.lower, one.upper))
    if len(certificate.proofs) < 1 + (not certificate.by_subtraction):
        return LONG  # an end of the range is proven from too far away
    text = phrase(certificate, naming)
    return text if len(text) <= LONGEST_PROOF else LONG


def _against(known: Knowledge, report: Report, one: Exposed) -> str:
    """Return the tables whose exact numbers undo a rounding; the operation would tell its result."""
    certificate = explain(report.published, one.key, ends=(one.lower, one.upper))
    keys = [k for proof in certificate.proofs for use in proof.uses for _, k in use.terms]
    spots = [spot for key in keys if isinstance(key, Cell) for spot in known.spots.get(key, ())]
    exact = sorted({s.table for s in spots if known.tables[s.table].rounding == 1})
    return f"par un calcul avec les nombres exacts de {listing(exact)}" if exact else LONG


def _contradiction(known: Knowledge, report: Report, row: int) -> Finding:
    matrix = report.published.matrix
    cells = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
    named = [report.published.keys[cell] for cell in cells.tolist()]
    printed = (c for c in named if isinstance(c, Cell) and known.spots.get(c))
    return _incompatible(known, next(printed, None))


def _incompatible(known: Knowledge, cell: Cell | None) -> Finding:
    """Return the finding of a contradiction at a cell; None when no table prints its cells."""
    if cell is None:
        return found("S-013", At("datapackages"), where="d’un total qu’aucun tableau n’écrit")
    return found("S-013", _at(known, cell), where="de cette case")


def _where(known: Knowledge, key: Key) -> At:
    """Return where a count stands; where its total stands when it has no line."""
    if isinstance(key, Cell) and key in known.spots:
        return _at(known, key)
    spot = known.absent.get(key) if isinstance(key, Cell) else None
    if spot is None:
        return At("datapackages")
    return cell_at(known.tables[spot.table], spot.line, spot.column)


def _at(known: Knowledge, cell: Cell) -> At:
    spot = known.spots[cell][0]
    return cell_at(known.tables[spot.table], spot.line, spot.column)


# --- certificate ------------------------------------------------------------------------------


def _certificate(known: Knowledge, report: Report, releases: int) -> Secrecy:
    secret = [table for table in known.tables.values() if secret_columns(table)]
    safe = report.count(Verdict.SAFE)
    return Secrecy(
        shown={table.name: _count(table, hidden=False) for table in secret},
        hidden={table.name: _count(table, hidden=True) for table in secret},
        cells=len(report.published.keys),
        equations=len(report.published.origins),
        narrowest=_narrowest(report),
        exact=safe - report.relaxed,
        relaxed=report.relaxed,
        harmless=report.count(Verdict.DEDUCED),
        releases=releases,
        thresholds=THRESHOLDS,
        engine=f"HiGHS {version('highspy')}",
    )


def _narrowest(report: Report) -> int | None:
    """Return the least doubt among those that reach the width required; the same from kept verdicts.

    A safe count whose doubt is narrower is known to be large: it only needs not to be known exactly.
    """
    required = report.published.width[report.cells]
    reached = (report.verdicts == Verdict.SAFE) & (report.shown >= np.maximum(required, 1))
    return int(report.shown[reached].min()) if reached.any() else None


def _count(table: Table, *, hidden: bool) -> int:
    """Return how many counts of a table are kept secret, or printed."""
    total = 0
    for column in secret_columns(table):
        secret = (table.frame[f"{column}_statut"] == str(Status.SECRET)).fillna(value=False)
        total += int(secret.sum()) if hidden else int(table.frame[column].notna().sum())
    return total
