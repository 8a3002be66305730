"""The glossary is the one source of definitions, and every page leads to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.compose.glossary import terms, used
from generator.model import Document
from tests.test_texts_site import page

WRITTEN = """Un mot.

## C

CALEOL
:   Commission d’attribution. Voir [la page](a.md).
    Elle décide.

PLUS, PLS
:   Deux financements.

## D

Délai anormalement long
:   Durée fixée par le préfet.

Demande
:   Dossier d’un ménage.
"""
KNOWN = terms([Document("glossaire.md", {}, WRITTEN, 5)])


def test_an_entry_has_a_name_an_anchor_and_a_sentence() -> None:
    """The secretariat writes plain Markdown; addresses follow from the names."""
    assert [(t.title, t.id, t.told) for t in KNOWN] == [
        ("CALEOL", "mot-caleol", "Commission d’attribution. Voir la page."),
        ("PLUS, PLS", "mot-plus-pls", "Deux financements."),
        ("Délai anormalement long", "mot-delai-anormalement-long", "Durée fixée par le préfet."),
        ("Demande", "mot-demande", "Dossier d’un ménage."),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La CALEOL décide.", ["CALEOL"]),
        ("Un prêt PLS, et plus encore.", ["PLUS, PLS"]),
        ("Un peu plus de demandes.", []),
        ("Le délai\nanormalement\u00a0long du préfet.", ["Délai anormalement long"]),
        ("Les PLUSIEURS et le PLAI-CALEOL.", []),
    ],
)
def test_acronyms_and_expressions_are_found_and_common_words_left(
    text: str, found: list[str]
) -> None:
    """« Demande » would be everywhere: a reminder of everything reminds of nothing."""
    assert [term.title for term in used(text, KNOWN)] == found


def test_a_territory_without_glossary_has_no_reminder() -> None:
    """The glossary is not among the mandatory texts."""
    assert terms([]) == ()


@pytest.mark.site
def test_every_page_leads_to_the_glossary(built_site: Path, second_site: Path) -> None:
    """From the foot of each page, where there is a glossary."""
    lost = [
        path
        for path in built_site.rglob("*.html")
        if not re.search(r'href="[./]*/?glossaire/"', path.read_text(encoding="utf-8"))
    ]
    assert lost == []
    assert "glossaire/" not in page(second_site, "communes")


@pytest.mark.site
@pytest.mark.parametrize("path", ["guides/caleol", "gouvernance/commissions", "conventions/cia"])
def test_a_page_reminds_of_its_words_at_its_end(built_site: Path, path: str) -> None:
    """Texts and data pages alike; each word leads to its own entry."""
    html = page(built_site, path)
    reminder = html[html.index('<details class="mots">') :]
    anchors = re.findall(r'href="[./]+glossaire/#(mot-[a-z-]+)"', reminder)
    assert "mot-caleol" in anchors or "mot-cil" in anchors or "mot-qpv" in anchors
    assert all(f'<dt id="{anchor}">' in page(built_site, "glossaire") for anchor in anchors)
