"""Everything can be reached and used without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visitor
from .pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.site]

MAX_STOPS = 600

WHERE = """() => {
    const it = document.activeElement
    if (!it || it === document.body) return null
    const box = it.getClientRects()[0], style = getComputedStyle(it)
    const name = it.outerHTML.slice(0, 120)
    if (!box || box.width < 1 || box.height < 1) return [name, 'invisible']
    if (box.left < 0 || box.left > innerWidth || box.bottom < 0 || box.top > innerHeight)
        return [name, 'off screen']
    if (parseFloat(style.outlineWidth) < 3 || style.outlineStyle === 'none')
        return [name, 'no focus ring']
    const x = Math.min(box.left + box.width / 2, innerWidth - 1)
    const y = Math.min(Math.max(box.top, 0) + Math.min(box.height, 40) / 2, innerHeight - 1)
    const over = document.elementFromPoint(x, y)
    if (!it.contains(over) && !over.contains(it)) return [name, 'behind ' + over.outerHTML]
    return [name, '']
}"""


def stops(page: Page) -> list[list[str]]:
    """Return every stop of the Tab key, with what is wrong with it."""
    seen: list[list[str]] = []
    for _ in range(MAX_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        if stop is None:
            return seen
        seen.append(stop)
    return seen


@pytest.mark.parametrize("path", PAGES)
def test_the_first_stop_leads_to_the_content(visitor: Visitor, path: str) -> None:
    """RGAA 12.7: a skip link comes first, is seen when focused, and moves the focus."""
    page = visitor.open(path, width=360).page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main#contenu")).to_be_focused()


def test_the_menu_of_a_phone_opens_with_the_keyboard(visitor: Visitor) -> None:
    """RGAA 7.3, 12.8: the menu is a control of the keyboard, its links come right after."""
    page = visitor.open("/attente/", width=360).page
    summary = page.locator(".menu summary")
    links = page.locator(".menu details a")
    expect(links.first).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(links.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "page"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", PAGES)
def test_no_stop_of_the_keyboard_is_out_of_sight(visitor: Visitor, path: str, width: int) -> None:
    """RGAA 10.7, WCAG 2.4.11: what has the focus is on screen, uncovered, and ringed."""
    found = stops(visitor.open(path, width=width).page)
    assert 8 < len(found) < MAX_STOPS
    assert [stop for stop in found if stop[1]] == []
