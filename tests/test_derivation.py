"""Every figure of the site leads to its derivation: rows, filter, formula, code, law, version."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.indicators import declared
from generator.settings import HOME, PROJECT_VERSION
from tests.conftest import CAP_NORD
from tests.figures import Tree, lost

THEMSELVES = ("indicateurs/", "donnees/", "deposer/messages/")
"""Pages where a figure is derived, where data stand as deposited, and help with examples."""

WORDS_OF_A_TEXT = re.compile(r"conventions/(?!engagements/)")
"""Articles give their own targets; what was achieved of them is held like every figure."""

DERIVED = ("Tableaux", "Lignes lues", "Formule", "Calcul", "Unité", "Repère", "Exemple", "Texte")


def written(path: str, root: Path) -> bool:
    """Return whether a page is a text of content/: the secretariat writes its sources in it."""
    name = path.removesuffix("/index.html")
    return any((root / "content" / f"{name}{end}").is_file() for end in (".md", "/index.md"))


def without_way(site: Path, root: Path) -> tuple[int, dict[str, list[str]]]:
    """Return how many pages are made from data, and the figures on them that lead nowhere."""
    every = sorted(file.relative_to(site).as_posix() for file in site.rglob("index.html"))
    pages = [
        path
        for path in every
        if not path.startswith(THEMSELVES)
        and not WORDS_OF_A_TEXT.match(path)
        and not written(path, root)
    ]
    found = {path: lost((site / path).read_text(encoding="utf-8")) for path in pages}
    return len(pages), {path: figures for path, figures in found.items() if figures}


@pytest.mark.site
def test_every_figure_of_the_site_leads_to_its_derivation(built_site: Path) -> None:
    """A reader can ask of any number where it comes from, on the spot."""
    pages, found = without_way(built_site, HOME)
    assert found == {}
    assert pages > 50


@pytest.mark.site
def test_so_does_every_figure_of_a_territory_that_deposits_less(second_site: Path) -> None:
    """Where tables are missing, the figures that remain still have their way."""
    pages, found = without_way(second_site, CAP_NORD)
    assert found == {}
    assert pages > 40


@pytest.mark.site
def test_every_promise_beside_an_article_leads_to_its_derivation(built_site: Path) -> None:
    """What became of an article is a figure like another."""
    found = []
    for file in sorted((built_site / "conventions").rglob("index.html")):
        nodes = Tree(file.read_text(encoding="utf-8")).root.inside()
        told = [n for n in nodes if n.tag == "p" and n.has("engagement")]
        found += [n for n in told if re.search(r"Réalisé\D*\d", n.text())]
        for node in told:
            links = [n.attributes["href"] for n in node.inside() if n.tag == "a"]
            assert links == [one for one in links if one.endswith("/#derivation")], file
    assert len(found) > 5


@pytest.mark.site
@pytest.mark.parametrize("indicator", [i.id for i in declared()])
def test_a_derivation_says_rows_filter_formula_code_law_and_version(
    built_site: Path, indicator: str
) -> None:
    """The place where every figure leads answers the whole question."""
    page = (built_site / "indicateurs" / indicator / "index.html").read_text(encoding="utf-8")
    (sheet,) = re.findall(
        r'<h2 id="derivation">.*?</h2>\s*<dl class="fiche">(.*?)</dl>', page, re.S
    )
    terms = re.findall(r"<dt>(.*?)</dt>", sheet)
    assert [term for term in terms if term in DERIVED] == list(DERIVED)
    assert f"version {PROJECT_VERSION}" in sheet
    assert re.search(r", version \d{4}\.\d|non déposés", sheet)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Il y a 12 demandes.</p>", ["Il y a 12 demandes."]),
        ("<p>Il y a 1\u202f394\u00a0baux.</p>", ["Il y a 1 394 baux."]),
        (
            '<li class="carte"><a href="x"><strong class="carte__valeur">12</strong></a></li>',
            ["12"],
        ),
        ('<p>12 mois <a href="../indicateurs/delai-median/">délai</a></p>', ["12 mois délai"]),
        ('<p>12 mois <a href="../indicateurs/delai-median/#derivation">délai</a></p>', []),
        ('<p>12 mois <a href="../donnees/parc/#sru">SRU</a></p>', []),
        ("<p>Sur 100 ménages, plusieurs.</p>", []),
        ('<p><a href="x">Part des moins de 30 ans</a></p>', []),
        (
            '<section><p>12 mois</p><p class="origine"><a href="indicateurs/d/#derivation">d</a></p>'
            "</section>",
            [],
        ),
        (
            '<section><p>12 mois</p><p class="origine" id="t-origine">'
            '<a href="indicateurs/d/#derivation">d</a></p></section>',
            ["12 mois"],
        ),
        (
            '<table><tr><th scope="col">Lieu</th><th scope="col">Baux</th></tr>'
            '<tr><th scope="row">A</th><td class="nombre">12</td></tr></table>',
            ["Baux : 12"],
        ),
        (
            '<table><tr><th scope="col">Lieu</th><th scope="col">'
            '<a href="indicateurs/d/#derivation">Baux</a></th></tr>'
            '<tr><th scope="row">A</th><td class="nombre">12</td></tr></table>',
            [],
        ),
    ],
)
def test_a_figure_without_its_way_would_be_seen(page: str, expected: list[str]) -> None:
    """The reading of pages finds what it is there to find, and nothing else."""
    assert lost(f"<main>{page}</main>") == expected
