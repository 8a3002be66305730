"""The whole flow, one line per stage: load, check, compute, protect, draw, compose, write, publish."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

from generator import (
    check,
    compose,
    compute,
    draw,
    indicators,
    load,
    protect,
    publish,
    rules,
    write,
)
from generator.errors import DefinitionError, Finding, GeneratorError, SiteError
from generator.model import Checked, Stopwatch

Progress = Callable[[str], None]
Stage = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True)
class Built:
    """What a build did, for the last line the reader sees and for `bench`.

    Attributes:
        pages: number of pages.
        seconds: seconds per stage.
        findings: warnings and informations that stand; they did not stop the build.
    """

    pages: int
    seconds: dict[str, float]
    findings: tuple[Finding, ...] = ()


def checked(
    root: Path, previous: Path | None = None, verdicts: check.Verdicts | None = None
) -> Checked:
    """Return the checked deposit of `root`, its texts being right too; write nothing.

    Args:
        root: folder of the territory.
        previous: folder of the version published before, to compare with.
        verdicts: what earlier runs found safe, by content; filled with what this one finds.

    Raises:
        DataError, ContentError, SecrecyError: with every finding.
    """
    packages, unread = load.readable(root)
    older, lost = (None, ()) if previous is None else load.readable(previous)
    deposit = check.tables(packages, previous=older, unread=unread)
    with _besides(deposit.findings):
        check.territory(deposit.tables)
        documents, known = load.documents(root), check.known(packages, deposit.tables)
        check.documents(documents, known)
        load.settings(root)
    forgotten = check.unread_before(older or (), lost)
    told = (*deposit.findings, *check.document_findings(documents, known), *forgotten)
    before = None if older is None else check.sound_tables(older)
    with _besides(told):
        audited = check.audited(deposit.tables, previous=before, verdicts=verdicts)
    return Checked(deposit.tables, tuple(sorted((*told, *audited.findings))))


@contextmanager
def _besides(findings: Sequence[Finding]) -> Iterator[None]:
    """Say what was found before, warnings included, along with what stops the run.

    Raises:
        GeneratorError: what stopped it, with every finding.
    """
    try:
        yield
    except GeneratorError as error:
        if not error.findings:
            raise
        raise type(error).found(*findings, *error.findings) from error


def build(
    root: Path,
    output: Path,
    progress: Progress = lambda _: None,
    verdicts: check.Verdicts | None = None,
) -> Built:
    """Build the site of the territory in `root` into `output`.

    The site in `output` stays as it was if anything fails.

    Raises:
        GeneratorError: one of its children; nothing was written to `output`.
    """
    watch = Stopwatch()
    with _work(output) as work:
        stage = partial(_stage, watch, progress)
        pages, findings = _built(root, output, work=work, stage=stage, verdicts=verdicts)
    return Built(pages, watch.seconds, findings)


def _built(
    root: Path, output: Path, *, work: Path, stage: Stage, verdicts: check.Verdicts | None
) -> tuple[int, tuple[Finding, ...]]:
    """Run every stage in order and return the number of pages and the findings that stand."""
    with stage("lecture"):
        packages, documents = load.packages(root), load.documents(root)
        settings, contract = load.settings(root), load.contract()
    with stage("contrôle"):
        deposit = check.tables(packages)
        tables, territory = deposit.tables, check.territory(deposit.tables)
        with _besides(deposit.findings):
            documents = check.documents(documents, check.known(packages, tables))
    with stage("secret"):
        with _besides(deposit.findings):
            audited = check.audited(tables, verdicts=verdicts)
        findings = tuple(sorted((*deposit.findings, *audited.findings)))
    with stage("calcul"):
        results = compute.results(tables, indicators.declared())
    with stage("protection"):
        published = protect.publication(territory, packages, tables, results, audited.secrecy)
    with stage("graphiques"):
        figures = draw.figures(published)
    with stage("composition"):
        site = compose.site(
            published, figures, documents, contract, findings=findings, rules=rules.ALL
        )
    with stage("écriture"):
        write.work_folder(site, root=root, work=work)
    with stage("publication"):
        pages = publish.publish(site, documents, work=work, output=output, settings=settings)
    return pages, findings


@contextmanager
def _work(output: Path) -> Iterator[Path]:
    """Yield the folder to work in, beside `output`; it is gone afterwards, whatever happens.

    Raises:
        SiteError: `output` holds something else than a site, which a build would replace.
    """
    if output.exists() and not _replaceable(output):
        message = f"{output} contient autre chose qu’un site : rien n’y est remplacé."
        raise SiteError(message)
    work = output.with_name(f".{output.name}.travail")
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _replaceable(output: Path) -> bool:
    return output.is_dir() and ((output / "sitemap.xml").is_file() or not any(output.iterdir()))


@contextmanager
def _stage(watch: Stopwatch, progress: Progress, name: str) -> Iterator[None]:
    progress(name)
    start = perf_counter()
    yield
    watch.seconds[name] = perf_counter() - start


def watched(root: Path) -> tuple[Path, ...]:
    """Return the folders and files whose change calls for a new build."""
    found = tuple(load.watched(root))
    if not found:
        message = f"nothing to build in {root}"
        raise DefinitionError(message)
    return found
