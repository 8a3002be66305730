"""Any deposit that the check accepts can be built: what was not deposited is said to be missing."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from generator import build, check, compose, compute, draw, indicators, load, protect
from generator.draw import charts, specs
from generator.errors import DataError
from generator.model import Document, Package, Site, Table, Tables
from generator.settings import HOME
from tests.broken_deposits.valid import files, write
from tests.certified import CERTIFICATE
from tests.conftest import CAP_NORD

NEEDED = ("epci", "communes")
"""Tables without which there is no territory: the check refuses such a deposit."""
PACKAGES = load.packages(HOME)
NAMES = [r.name for package in PACKAGES for r in package.resources if r.name not in NEEDED]
PLACE, LAST = "44184", 2
PROMISES = ("engagements", "engagements_acteurs", "flux_reservation")


@dataclass(frozen=True)
class Part:
    """A part of the default territory that is quick to compose: one commune, the last years."""

    tables: Tables
    documents: tuple[Document, ...]


@pytest.fixture(scope="module")
def part() -> Part:
    """Return the smallest deposit that has every table of the contract."""
    tables = check.tables(PACKAGES).tables
    texts = check.documents(load.documents(HOME), check.known(PACKAGES, tables))
    return Part({name: cut(table) for name, table in tables.items()}, texts)


def cut(table: Table) -> Table:
    """Return the lines of the authority and of one commune, of the last years; few promises."""
    frame = table.frame
    for column in (name for name in ("code_territoire", "code_commune") if name in frame):
        places = frame[column].astype("string")
        frame = frame[(places.str.len() != 5) | (places == PLACE)]
    if "date" in frame or "annee" in frame:
        years = frame["date" if "date" in frame else "annee"].astype("string").str[:4]
        frame = frame[years.isin(sorted(set(years))[-LAST:])]
    return replace(table, frame=frame.head(1) if table.name in PROMISES else frame)


def without(packages: Collection[Package], gone: Collection[str]) -> list[Package]:
    """Return packages without some of their tables; a package without a table is left out too."""
    kept = [
        replace(p, resources=tuple(r for r in p.resources if r.name not in gone)) for p in packages
    ]
    return [package for package in kept if package.resources]


def composed(part: Part, *gone: str) -> Site:
    """Return the site of a deposit that lacks some tables, from its tables to its pages."""
    tables = {name: table for name, table in part.tables.items() if name not in gone}
    results = compute.results(tables, indicators.declared())
    published = protect.publication(
        check.territory(tables), without(PACKAGES, gone), tables, results, CERTIFICATE
    )
    return compose.site(published, draw.figures(published), part.documents, load.contract())


@pytest.fixture
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let charts say all that they say, but draw nothing: drawing takes most of the time."""
    monkeypatch.setattr(specs, "_finished", lambda *_, **__: {})
    monkeypatch.setattr(charts, "render", lambda *_, **__: "<svg></svg>")


@pytest.mark.usefixtures("_undrawn")
@pytest.mark.parametrize("name", NAMES)
def test_a_table_may_be_left_out(name: str, part: Part) -> None:
    """Each indicator that needs it has a page, which says that it is missing; the others stay."""
    site = composed(part, name)
    pages = {page.path: str(page.body) for page in site.pages}
    for indicator in indicators.declared():
        page = pages[f"indicateurs/{indicator.id}/"]
        missing = page.partition("n’ont pas été déposés")[2].partition("</p>")[0]
        assert (name in missing) == (name in indicator.formula.tables), indicator.id


def test_every_table_may_be_left_out_together(part: Part) -> None:
    """A territory and nothing else: every indicator has its page, which names what is missing."""
    site = composed(part, *NAMES)
    pages = {page.path: str(page.body) for page in site.pages}
    for indicator in indicators.declared():
        assert "Non publié." in pages[f"indicateurs/{indicator.id}/"], indicator.id


def territory(folder: Path, content: dict[str, bytes]) -> Path:
    """Return a territory with these data, the mandatory texts and the settings."""
    write(folder, {path: data for path, data in content.items() if path.startswith("data")})
    shutil.copytree(CAP_NORD / "content", folder / "content")
    shutil.rmtree(folder / "content" / "conventions")
    shutil.copy(HOME / "mkdocs.yml", folder)
    return folder


def test_the_smallest_deposits_build(tmp_path: Path) -> None:
    """Two communes, tables without detail, then the territory alone: links and anchors included."""
    content = files()
    bare = {p: d for p, d in content.items() if p.startswith("datapackages/territoires/")}
    for name, kept in (("petit", content), ("nu", bare)):
        root = territory(tmp_path / name, kept)
        built = build.build(root, tmp_path / f"site-{name}")
        assert built.pages > len(indicators.declared())


@pytest.mark.usefixtures("_undrawn")
def test_no_line_for_an_indicator_is_said(part: Part) -> None:
    """A table without the lines that an indicator reads: « non publié », with its reason."""
    table = part.tables["dalo_recours"]
    bare = {**part.tables, table.name: replace(table, frame=table.frame.head(0))}
    pages = {page.path: str(page.body) for page in composed(replace(part, tables=bare)).pages}
    assert "n’ont pas les lignes nécessaires" in pages["indicateurs/dalo/"]


def test_the_territory_may_not_be_left_out(part: Part) -> None:
    """Without the authority and its communes there is nothing to tell: the check refuses."""
    for name in NEEDED:
        with pytest.raises(DataError):
            check.territory({n: t for n, t in part.tables.items() if n != name})
