"""Every figure of the site leads to its derivation: rows, filter, formula, code, law, version."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.indicators import declared
from generator.settings import HOME, PROJECT_VERSION
from tests.figures import Tree, lost

THEMSELVES = ("indicateurs/", "donnees/", "deposer/messages/")
"""Pages where a figure is derived, where data stand as deposited, and help with examples."""

WORDS_OF_A_TEXT = re.compile(r"conventions/(?!engagements/)")
"""Articles give their own targets; what was achieved of them is held like every figure."""

DERIVED = ("Tableaux", "Lignes lues", "Formule", "Calcul", "Unité", "Repère", "Exemple", "Texte")


def written(path: Path) -> bool:
    """Return whether a page is a text of content/: the secretariat writes its sources in it."""
    name = path.as_posix().removesuffix("/index.html")
    return any((HOME / "content" / f"{name}{end}").is_file() for end in (".md", "/index.md"))


@pytest.mark.site
def test_every_figure_of_the_site_leads_to_its_derivation(built_site: Path) -> None:
    """A reader can ask of any number where it comes from, on the spot."""
    found: dict[str, list[str]] = {}
    seen = 0
    for file in sorted(built_site.rglob("index.html")):
        path = file.relative_to(built_site)
        if path.as_posix().startswith(THEMSELVES) or WORDS_OF_A_TEXT.match(path.as_posix()):
            continue
        if written(path):
            continue
        seen += 1
        if without := lost(file.read_text(encoding="utf-8")):
            found[path.as_posix()] = without
    assert found == {}
    assert seen > 50


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
