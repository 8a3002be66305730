"""Pages stay readable on a small phone, without script, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Visitor
from .pages import FINDERS, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_small_phone(visitor: Visitor, path: str) -> None:
    """RGAA 10.11: at 320 px only the regions of tables may scroll."""
    page = visitor.open(path, width=320).page
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES)
def test_no_text_is_smaller_than_sixteen_pixels(visitor: Visitor, path: str) -> None:
    """Our rule for readers with tired eyes; exponents and drawings apart."""
    small = visitor.open(path, width=360).page.evaluate(
        """() => [...document.querySelectorAll('body *:not(sup, sub, svg, svg *)')].filter(it =>
            [...it.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
            && !it.closest('sup, sub, svg')
            && parseFloat(getComputedStyle(it).fontSize) < 15.9
        ).map(it => it.outerHTML.slice(0, 120))"""
    )
    assert small == []


@pytest.mark.parametrize("path", FINDERS)
def test_the_list_of_communes_is_complete_without_script(visitor: Visitor, path: str) -> None:
    """The script only shortens the list: without it every commune is there, and no dead field."""
    page = visitor.open(path, java_script_enabled=False).page
    links = page.locator(".liste-communes a")
    assert links.count() >= 2
    assert all(link.is_visible() for link in links.all())
    expect(page.locator(".filtre")).to_be_hidden()


@pytest.mark.parametrize("typed", ["st naz", "SAINT-NAZAIRE", "saintnaz", "nazaire"])
def test_a_commune_is_found_however_it_is_typed(visitor: Visitor, typed: str) -> None:
    """Accents, hyphens, case and « st » do not matter; the number found is announced."""
    page = visitor.open("/communes/", width=360).page
    page.locator("input[data-filtre]").fill(typed)
    assert page.locator(".liste-communes li:visible").all_inner_texts() == ["Saint-Nazaire"]
    expect(page.get_by_role("status")).to_have_text("1 commune correspond.")


def test_a_search_without_result_says_so(visitor: Visitor) -> None:
    """An empty list is never left without a word."""
    page = visitor.open("/communes/").page
    page.locator("input[data-filtre]").fill("xyz")
    expect(page.get_by_role("status")).to_contain_text("Aucune commune")
    page.locator("input[data-filtre]").fill("")
    assert all(it.is_visible() for it in page.locator(".liste-communes li").all())


@pytest.mark.parametrize("path", PAGES)
def test_paper_carries_the_content_and_not_the_menus(visitor: Visitor, path: str) -> None:
    """In print, navigation goes, folded parts open, the warning on demonstration stays."""
    page = visitor.open(path).page
    warned = page.locator(".bandeau").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for navigation in page.get_by_role("navigation", include_hidden=True).all():
        expect(navigation).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("main details:not([open])").count() == 0
    assert page.locator(".bandeau:visible").count() == warned
