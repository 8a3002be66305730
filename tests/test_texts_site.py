"""The convention pages of the built site: addresses, live results, versions, PDF."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pikepdf
import pytest

from generator.publish.links import faults
from generator.publish.pdf import printed

pytestmark = pytest.mark.site


def page(site: Path, path: str) -> str:
    """Return a page as read, with plain spaces."""
    html = (site / path / "index.html").read_text(encoding="utf-8")
    return html.replace("\u202f", " ").replace("\u00a0", " ")


def test_every_article_has_its_address_and_its_place_in_the_contents(built_site: Path) -> None:
    """`/conventions/cia/#art-3-2` is a promise."""
    html = page(built_site, "conventions/cia")
    assert '<h3 id="art-3-2">3.2 Quatre buts</h3>' in html
    assert '<a href="#art-3-2">3.2 Quatre buts</a>' in html
    assert "Lien permanent<span" in html


def test_a_deleted_article_has_a_tombstone(built_site: Path) -> None:
    """It says when and by which version, at the old address."""
    html = page(built_site, "conventions/cia")
    assert '<li id="art-11">« Article 11 — Comité de suivi » : supprimé le 21 mars 2017' in html
    assert "par la version 2017." in html


def test_an_article_shows_what_became_of_its_promise(built_site: Path) -> None:
    """Objective, result with its base and year, verdict by the exact value, link to the measure."""
    html = page(built_site, "conventions/cia")
    own = html[html.index('id="art-4-1"') : html.index('id="art-4-2"')]
    assert re.search(r"Objectif : au moins 25 %\. Réalisé : \d+,\d % en \d{4}, soit \d+ sur", own)
    assert "<strong>Non atteint.</strong>" in own or "<strong>Atteint.</strong>" in own
    assert 'href="../../indicateurs/part-q1-hors-qpv/"' in own


def test_an_indicator_quotes_its_article(built_site: Path) -> None:
    """The other way round: from the number to the rule."""
    html = page(built_site, "indicateurs/part-q1-hors-qpv")
    assert 'href="../../conventions/cia/#art-4-1"' in html


def test_the_coverage_page_says_what_is_not_measured(built_site: Path) -> None:
    """Articles without a measure and measures without an article, each with its link."""
    html = page(built_site, "conventions/engagements")
    without = html[html.index('id="articles-sans-mesure"') :]
    assert 'href="../../conventions/cia/#art-7"' in without
    assert 'href="../../conventions/cia/#art-4-1"' not in without
    assert 'href="../../indicateurs/tension/"' in html[html.index('id="mesures-sans-article"') :]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("conventions/cia/comparaison/2016-projet-a-2017", "[ajouté : </span>Au moins 25 %"),
        ("conventions/reglement-cib/comparaison/2017-a-projet-2024", "Article ajouté."),
    ],
)
def test_two_versions_are_compared_word_by_word(built_site: Path, path: str, words: str) -> None:
    """Readable without colour and by a screen reader: marks carry hidden words."""
    html = page(built_site, path)
    assert words in html
    assert html.count("<ins>") == html.count("fin de l’ajout]") + 1
    assert "Résumé des changements, article par article" in html


def test_every_version_stays_at_its_own_address(built_site: Path) -> None:
    """An older version says so and leads to the current one."""
    html = page(built_site, "conventions/cia/versions/2016-projet")
    assert "Une version plus récente existe" in html
    assert "Révisé : remplacé le 21 mars 2017 par une version plus récente" in html
    assert 'class="engagement"' not in html


def test_the_status_of_the_plan_is_computed(built_site: Path) -> None:
    """The plan of 2018 lasted six years."""
    assert "Expiré depuis le 26 juin 2024" in page(built_site, "conventions/ppgdid")


def test_each_text_describes_itself_for_machines(built_site: Path) -> None:
    """schema.org/Legislation, as data; each part has its address."""
    html = (built_site / "conventions/cia/index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["@type"] == "Legislation"
    assert data["legislationDate"] == "2017-03-21"
    assert {"@type": "Legislation", "@id": "#art-4-1"}.items() <= data["hasPart"][6].items()
    assert data["eli:version"] == "2017"


def test_a_data_block_may_stand_in_a_page_and_a_script_may_not(tmp_path: Path) -> None:
    """The content security policy runs neither; only data is let through."""
    (tmp_path / "index.html").write_text(
        '<script type="application/ld+json">{}</script><script>1</script>', encoding="utf-8"
    )
    assert any("script écrit dans la page" in fault for fault in faults(tmp_path))
    (tmp_path / "index.html").write_text(
        '<script type="application/ld+json">{}</script>', encoding="utf-8"
    )
    assert faults(tmp_path) == []


def test_a_text_is_printed_with_the_same_bytes_twice() -> None:
    """No date, no random number in a PDF."""
    html = '<!doctype html><html lang="fr"><head><title>T</title></head><body><h1>T</h1></body>'
    first, second = (printed({"t.pdf": html}, "https://site.example/")["t.pdf"] for _ in range(2))
    assert first == second
    assert pikepdf.open(io.BytesIO(first)).Root.Lang == "fr"


def test_a_text_to_print_fetches_nothing() -> None:
    """A picture from elsewhere is left out, and nothing is asked for on the network."""
    html = (
        '<!doctype html><html lang="fr"><title>T</title><img alt="x" src="https://a.example/i.png">'
    )
    assert printed({"t.pdf": html}, "/")["t.pdf"].startswith(b"%PDF")
