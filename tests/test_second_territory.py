"""A second territory, overseas: its own folder is enough, and nothing of the first one shows."""

from __future__ import annotations

import csv
import html
import json
import re
from pathlib import Path

import pytest

from generator import check, indicators, load, words
from generator.settings import HOME
from tests.conftest import CAP_NORD

pytestmark = pytest.mark.site

FIRST = re.compile(
    r"saint-nazaire|carene|nazairien|loire-atlantique|244400644|\b44\d{3}\b", re.IGNORECASE
)
CONTRACT = "donnees/contrat/index.html"
"""The only page made from the contract of all territories: its examples are the default's."""
EXAMPLE = re.compile(r'^ *"example": .*$', re.MULTILINE)
"""What the contract writes beside a column in every published schema."""
ARTICLES = {
    "97204-le-carbet": "au Carbet", "97214-le-lorrain": "au Lorrain",
    "97216-le-marigot": "au Marigot", "97218-le-morne-rouge": "au Morne-Rouge",
    "97219-le-precheur": "au Prêcheur", "97222-le-robert": "au Robert",
    "97230-la-trinite": "à La Trinité", "97233-le-morne-vert": "au Morne-Vert",
    "97201-l-ajoupa-bouillon": "à L'Ajoupa-Bouillon", "97211-grand-riviere": "à Grand'Rivière",
    "97225-saint-pierre": "à Saint-Pierre", "97234-bellefontaine": "à Bellefontaine",
}  # fmt: skip


DEPOSITED = {
    "attributions_publiees", "baux_delai", "baux_qpv_quartile", "communes",
    "delais_attributaires", "demandes_nouvelles", "demandes_publiees", "demandes_stock",
    "engagements", "epci", "premier_quartile", "production_logements", "reservataires", "seances",
    "sorties_anciennete",
}  # fmt: skip
"""Every table of this deposit: what an indicator reads beside them is missing."""


def text(path: Path) -> str:
    """Return a page as a reader gets it."""
    return html.unescape(path.read_text(encoding="utf-8"))


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_its_folder_holds_data_texts_and_settings_only() -> None:
    """Opening a territory needs no Python, no template and no schema."""
    assert sorted(p.name for p in CAP_NORD.iterdir()) == ["content", "datapackages", "mkdocs.yml"]
    kinds = {p.suffix for p in CAP_NORD.rglob("*") if p.is_file()}
    assert kinds == {".csv", ".json", ".md", ".yml"}
    assert list(CAP_NORD.glob("datapackages/*/schemas")) == []


def test_each_of_its_communes_has_its_page(second_site: Path) -> None:
    """Eighteen communes with overseas codes, whose five digits begin with 972."""
    communes = rows(CAP_NORD / "datapackages/territoires/data/communes.csv")
    pages = sorted(p.parent.name for p in second_site.glob("communes/*/index.html"))
    assert [name[:5] for name in pages] == sorted(c["code_commune"] for c in communes)
    assert len(pages) == 18
    assert [name for name in pages if not name.startswith("972")] == []


@pytest.mark.parametrize("folder", ARTICLES)
def test_its_names_follow_french_grammar(second_site: Path, folder: str) -> None:
    """« Le » contracts, « La » and « L’ » do not: « au Robert », « à La Trinité »."""
    page = text(second_site / "communes" / folder / "index.html")
    assert f"<h1>Quelle attente pour un logement social {ARTICLES[folder]}\u202f?</h1>" in page
    assert [wrong for wrong in ("à Le ", "de Le ", "à Les ", "de Les ") if wrong in page] == []


def test_indicators_whose_tables_it_lacks_say_so(second_site: Path) -> None:
    """« Non publié », with the table that is missing: neither a zero nor an empty page."""
    assert set(check.tables(load.packages(CAP_NORD)).tables) == DEPOSITED
    lacking, empty = 0, set()
    for indicator in indicators.declared():
        missing = [name for name in indicator.formula.tables if name not in DEPOSITED]
        page = text(second_site / f"indicateurs/{indicator.id}/index.html")
        given = rows(second_site / f"indicateurs/{indicator.id}/donnees.csv")
        assert ("<strong>Non publié.</strong>" in page) == (not given), indicator.id
        lacking += not given
        assert not (missing and given)
        if missing:
            assert f"n’ont pas été déposés\u202f: {words.listing(missing)}." in page
        elif not given:
            empty.add(indicator.id)
            assert "Les tableaux déposés n’ont pas les lignes nécessaires." in page
    assert empty == {"part-plai", "nb-plai-a"}  # overseas, no home is financed by these loans
    assert text(second_site / "indicateurs/index.html").count("non publié") == lacking


def test_nothing_of_the_first_territory_is_in_it(second_site: Path) -> None:
    """Neither a name, nor a code, nor a department of the default.

    But in the contract's examples, and on the page that traces the four founding documents.
    """
    files = [
        path
        for path in sorted(second_site.rglob("*"))
        if path.suffix in (".html", ".csv", ".json", ".xml", ".js")
        and path.relative_to(second_site).as_posix() not in (CONTRACT, "couverture/index.html")
    ]
    assert len(files) > 100
    found = {
        path.relative_to(second_site).as_posix(): sorted(set(names))
        for path in files
        if (names := FIRST.findall(EXAMPLE.sub("", text(path))))
    }
    assert found == {}


def test_its_frame_bears_its_own_name_and_address(second_site: Path) -> None:
    """Title, header, canonical address and site map are the territory's."""
    home = text(second_site / "index.html")
    assert "— CAP Nord Martinique</title>" in home
    assert '<span class="entete__territoire">CAP Nord Martinique</span>' in home
    assert '<link rel="canonical" href="https://cap-nord.example/transparence/">' in home
    sitemap = (second_site / "sitemap.xml").read_text(encoding="utf-8")
    addresses = re.findall(r"<loc>(.*?)</loc>", sitemap)
    assert {a.startswith("https://cap-nord.example/transparence/") for a in addresses} == {True}


def test_it_uses_the_schemas_of_the_contract(second_site: Path) -> None:
    """Its published descriptors carry the schemas that its folder does not hold."""
    published = json.loads(
        (second_site / "donnees/attributions/datapackage.json").read_text(encoding="utf-8")
    )
    contract = json.loads(
        (HOME / "datapackages/attributions/schemas/baux_delai/schema.json").read_text("utf-8")
    )
    (own,) = [r["schema"] for r in published["resources"] if r["name"] == "baux_delai"]
    assert own["fields"][:-1] == contract["fields"]


def test_a_commune_without_lease_shows_zero_and_never_a_secret(second_site: Path) -> None:
    """Nobody was housed: the count is a known zero, the ratio has no sense, both are said."""
    none = [
        r["code_territoire"]
        for r in rows(second_site / "indicateurs/attributions/donnees.csv")
        if (r["annee"], r["typologie"], r["valeur"]) == ("2024", "ensemble", "0")
    ]
    assert none
    pending = {
        r["code_territoire"]: r["valeur"]
        for r in rows(second_site / "indicateurs/demandes-en-attente/donnees.csv")
        if (r["annee"], r["typologie"]) == ("2025", "ensemble")
    }
    for code in none:
        (folder,) = second_site.glob(f"communes/{code}-*")
        table = text(folder / "index.html").partition('id="voisines"')[2].partition("</table>")[0]
        (own,) = re.findall(r'<tr class="ici">(.*?)</tr>', table)
        cells = re.findall(r"<td[^>]*>(.*?)</td>", own)
        words = [re.sub(r"<[^>]+>", "", cell) for cell in cells]
        assert words == ["sans objet", "0", pending[code] or "secret statistique"]
