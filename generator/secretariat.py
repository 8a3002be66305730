"""The commands that touch true counts: they run on the secretariat's machine, never in public.

Nothing is written before the attack on what would be written has failed.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from generator import check, load, report, words
from generator.deposit import CHANGES, DIALECT, written
from generator.disclosure.verdict import ProgressCallback
from generator.equations import DELAYS, SUFFIX, secret_columns
from generator.errors import Finding, GeneratorError, SecrecyError
from generator.grouping import Grouped, Wish, grouped
from generator.masking import Masked, masked
from generator.model import Package, Table, Tables
from generator.rounding import Told, rounded
from generator.rules import At, found
from generator.versions import COLUMNS, REGISTER, differences

CONTROLS = "controles"
PROPOSAL_SECONDS = 120.0
"""Time to look for a wider mask in CI; past it, none is proposed."""
HARMLESS = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
"""Words that keep a repository from running its own programs."""
GIT_SECONDS = 60.0
"""Time for one answer of git; past it, the folder is refused."""


@dataclass(frozen=True)
class Protected:
    """What was written, and what hiding cost.

    Attributes:
        masked: the mask.
        files: paths written, relative to the folder.
        findings: what is worth knowing of the deposit.
        remembered: former numbers added to the register.
        grouped: what grouping took, in the order of the wishes.
        rounded: what rounding did, in the order of the wishes.
    """

    masked: Masked
    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    remembered: int
    grouped: tuple[Grouped, ...] = ()
    rounded: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Wishes:
    """What the secretariat asks beyond hiding.

    Attributes:
        group: tables, each with a dimension not to tell apart inside communes.
        rounding: tables, each with the base that its counts are rounded to.
    """

    group: tuple[Wish, ...] = ()
    rounding: tuple[Wish, ...] = ()


def protect(  # noqa: PLR0913 - two folders, then what may be left out
    complete: Path,
    to: Path,
    *,
    seconds: float | None = None,
    progress: ProgressCallback | None = None,
    before: Path | None = None,
    wishes: Wishes | None = None,
) -> Protected:
    """Write the deposit of `complete`, in which nothing is hidden, as it may be published.

    Args:
        complete: folder of a territory whose `datapackages` hold true counts.
        to: folder whose `datapackages` receive the masked deposit; what it already holds is the
            version published before, whose numbers are taken as known by all.
        seconds: time allowed to choose the mask.
        progress: called while it is chosen.
        before: folder of the version published before, when it is not `to`.
        wishes: what else is asked of some tables.

    Raises:
        DataError: the deposit is wrong.
        SecrecyError: it stands where it would be published, a wish cannot be granted, or it
            cannot be protected; nothing is written.
    """
    refuse_public(complete, to)
    packages = load.packages(complete)
    deposit = check.tables(packages, complete=True)
    public, forgotten = _published(before or to)
    wishes = wishes or Wishes()
    fewer, taken = grouped(deposit.tables, wishes.group)
    asked, told = rounded(fewer, dict(wishes.rounding))
    _refuse(check.rounding_findings(asked))
    chosen = masked(asked, published=public, seconds=seconds, progress=progress)
    audited = check.audited(chosen.tables, previous=public)
    files = _files(packages, chosen.tables)
    remembered = _remember(before or to, public, chosen.tables, files)
    _judged(files)
    written(to / "datapackages", files)
    findings = (*deposit.findings, *forgotten, *audited.findings)
    return Protected(chosen, tuple(files), findings, remembered, taken, told)


def _refuse(findings: Sequence[Finding]) -> None:
    if findings:
        raise SecrecyError.found(*findings)


def refuse_public(source: Path, to: Path) -> None:
    """Refuse true counts inside a work tree of the forge, from where they would be published.

    Raises:
        SecrecyError: `source` is in a work tree, or holds the folder to be published.
    """
    tree = work_tree(source)
    if tree is not None and not _left_alone(source.resolve(), tree):
        raise SecrecyError.found(found("S-020", At(source.name)))
    if _entangled(source.resolve(), to.resolve()):
        raise SecrecyError.found(found("S-021", At(to.name)))


def _entangled(source: Path, to: Path) -> bool:
    """Return whether writing into `to` would replace true counts, or publish them with it."""
    same = (source / "datapackages").resolve() == (to / "datapackages").resolve()
    return same or source.is_relative_to(to) or to.is_relative_to(source / "datapackages")


def work_tree(path: Path) -> Path | None:
    """Return the folder of the repository that holds `path`, if any."""
    here = path.resolve()
    return next((one for one in (here, *here.parents) if (one / ".git").exists()), None)


def _left_alone(path: Path, tree: Path) -> bool:
    """Return whether the forge is told never to take this path, and holds nothing of it already.

    A file that was added by force is published although its folder is ignored. Whatever git
    cannot answer is taken for a danger.

    Raises:
        SecrecyError: git is not there to answer.
    """
    ignored = _git(tree, "check-ignore", "--quiet", "--", str(path))
    held = _git(tree, "ls-files", "-z", "--", f":(literal){path}")
    return ignored.returncode == 0 and held.returncode == 0 and not held.stdout


def _git(tree: Path, *asked: str) -> subprocess.CompletedProcess[bytes]:
    """Ask git, which neither prompts, waits, nor runs a program that the repository names.

    Variables of the caller that would point git to another repository are left out.
    """
    program = shutil.which("git")
    if program is None:
        raise SecrecyError.found(found("S-025", At(tree.name)))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        return subprocess.run(  # noqa: S603 - no shell, fixed words
            [program, *HARMLESS, "-C", str(tree), *asked],
            check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=GIT_SECONDS,
            env={**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SecrecyError.found(found("S-025", At(tree.name))) from error


def _published(to: Path) -> tuple[Tables | None, tuple[Finding, ...]]:
    """Return the tables already public in a folder, if it holds any, and the files that are not read."""
    if not (to / "datapackages").is_dir():
        return None, ()
    packages, unread = load.readable(to)
    forgotten = check.unread_before(packages, unread)
    return (check.sound_tables(packages) if packages else None), forgotten


# --- files ------------------------------------------------------------------------------------


def _files(packages: tuple[Package, ...], tables: Tables) -> dict[str, bytes]:
    """Return the files of the masked deposit; those without a count are copied as they are."""
    files: dict[str, bytes] = {}
    for package in packages:
        name = package.folder.name
        descriptor = (package.folder / "datapackage.json").read_bytes()
        files[f"{name}/datapackage.json"] = _with_rounding(descriptor, tables)
        for resource in package.resources:
            path = f"{name}/{resource.file.relative_to(package.folder).as_posix()}"
            table = tables[resource.name]
            counts = secret_columns(table) or table.name == DELAYS
            files[path] = csv_of(table) if counts else resource.file.read_bytes()
    return files


def _with_rounding(content: bytes, tables: Tables) -> bytes:
    """Return a descriptor that names the base of each rounded table; the same bytes without one."""
    descriptor = json.loads(content.decode("utf-8-sig"))
    rounded_ones = [e for e in descriptor["resources"] if tables[e["name"]].rounding > 1]
    for entry in rounded_ones:
        table = tables[entry["name"]]
        entry["arrondi"] = table.rounding
        if table.rounding_steps:
            entry["arrondi_pas"] = table.rounding_steps
    if not rounded_ones:
        return content
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def csv_of(table: Table) -> bytes:
    """Return a checked table as a file of the contract."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    names = [field.name for field in table.fields]
    writer.writerow(names)
    columns = [[_written(value) for value in table.frame[name].tolist()] for name in names]
    writer.writerows(zip(*columns, strict=True))
    return stream.getvalue().encode()


def _written(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a whole number of months is written as it was deposited
    return str(value).lower() if isinstance(value, bool) else str(value)


def _judged(files: Mapping[str, bytes]) -> None:
    """Let the whole check judge what is about to be written.

    Raises:
        GeneratorError: with every finding.
    """
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder) / "datapackages", files)
        deposit = check.tables(load.packages(Path(folder)))
        check.audited(deposit.tables)


# --- register ---------------------------------------------------------------------------------


def _remember(to: Path, before: Tables | None, after: Tables, files: dict[str, bytes]) -> int:
    """Add to the register what the version in place showed otherwise; return how many numbers.

    Raises:
        SecrecyError: numbers changed and no package can hold the register.
    """
    if before is None:
        return 0
    version = max((table.version for table in before.values()), default="")
    changed = [(version, *row) for row in differences(before, after)]
    if not changed:
        return 0
    descriptor = f"{CONTROLS}/datapackage.json"
    if descriptor not in files:
        raise SecrecyError.found(found("S-022", At("datapackages"), package=CONTROLS))
    former = _former(to)
    kept = [row for row in former if row[0] != version]
    rows = sorted({*kept, *changed})
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows])
    files[f"{CONTROLS}/data/{REGISTER}.csv"] = stream.getvalue().encode()
    files[descriptor] = _with_register(files[descriptor])
    return len(changed)


def _former(to: Path) -> list[tuple[str, ...]]:
    path = to / "datapackages" / CONTROLS / "data" / f"{REGISTER}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return [tuple(row) for row in csv.reader(stream)][1:]


def _with_register(content: bytes) -> bytes:
    """Return the descriptor of the controls, naming the register."""
    descriptor = json.loads(content)
    resources: list[dict[str, Any]] = descriptor["resources"]
    if all(entry["name"] != REGISTER for entry in resources):
        resources.append({**resources[0], **_REGISTER_ENTRY, "dialect": DIALECT})
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


_REGISTER_ENTRY: dict[str, Any] = {
    "name": REGISTER,
    "title": "Registre des nombres d’autrefois",
    "description": "Les nombres qu’une version antérieure montrait autrement que la suivante.",
    "path": f"data/{REGISTER}.csv",
    "schema": f"schemas/{REGISTER}/schema.json",
}


# --- proposals --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wider:
    """Files that hide more, or why there are none.

    Attributes:
        proposals: what was written.
        findings: why nothing could be proposed, and what to do instead.
    """

    proposals: tuple[report.Proposal, ...] = ()
    findings: tuple[Finding, ...] = ()


def wider_mask(root: Path, folder: Path) -> Wider:
    """Write files that hide more into `folder`, so that nothing hidden can be found any more.

    Needs no true count, so that it runs in public: one table that fits everything printed stands
    for the true one. The attack on the result, which knows no true count either, decides; when it
    finds something still, nothing is proposed, and that is said.
    """
    try:
        tables = check.tables(load.packages(root)).tables
    except GeneratorError:
        return _nothing_wider("le dépôt est à corriger d’abord")
    try:
        chosen = masked(tables, seconds=PROPOSAL_SECONDS)
    except (GeneratorError, ValueError):
        return _nothing_wider("aucun n’a été trouvé dans le temps donné")
    try:
        check.audited(chosen.tables)
    except GeneratorError:
        return _nothing_wider("celui qui a été essayé laisse encore retrouver un nombre")
    made = _written_wider(tables, chosen.tables, folder)
    return Wider(made) if made else _nothing_wider("cacher davantage n’y changerait rien")


def _nothing_wider(why: str) -> Wider:
    what = f"Aucun masque plus large n’est proposé : {why}."
    return Wider(findings=(found("S-026", At("datapackages"), what=what),))


def _written_wider(before: Tables, after: Tables, folder: Path) -> tuple[report.Proposal, ...]:
    """Write each table that hides more, with the list of what it hides."""
    made, lines = [], []
    for name, table in sorted(after.items()):
        places = list(_newly_hidden(before[name], table))
        if places:
            target = folder / table.where
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(csv_of(table))
            made.append(report.Proposal(table.where, len(places)))
            lines += [f"- {table.where}, ligne {n} : cacher aussi « {c} »" for n, c in places]
    if lines:
        text = words.typography("\n".join(lines))
        with (folder / CHANGES).open("a", encoding="utf-8") as stream:
            stream.write(f"\n# Nombres à cacher aussi\n\n{text}\n")
    return tuple(made)


def _newly_hidden(before: Table, after: Table) -> Iterator[tuple[int, str]]:
    """Yield line and column of each number that the wider mask hides."""
    for column in [f.name for f in after.fields if f"{f.name}{SUFFIX}" in after.frame]:
        hidden = before.frame[column].notna() & after.frame[column].isna()
        for line in after.frame.index[hidden.astype(bool)]:
            yield int(line), column
