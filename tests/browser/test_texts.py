"""Every page of the texts, of governance and of the guides: none is left out of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from .test_accessibility import AXE, TAGS

pytestmark = [pytest.mark.browser, pytest.mark.site]

FOLDERS = ("conventions", "gouvernance", "guides", "facile", "glossaire", "demarche")
KINDS = (
    "/versions/", "/comparaison/", "gouvernance/seances/", "guides/cotation/",
    "conventions/engagements/",
)  # fmt: skip
"""Kinds of pages that a site without would not have been looked at."""
JUDGE = """async tags => {
    document.querySelectorAll('main details').forEach(d => { d.open = true })
    const found = await axe.run(
        {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
    return found.violations.flatMap(
        v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} ${n.failureSummary}`))
}"""


@pytest.fixture(scope="module")
def paths(built_site: Path) -> list[str]:
    """Return the address of every page of these folders."""
    found = sorted(
        page.parent.relative_to(built_site).as_posix() + "/"
        for folder in FOLDERS
        for page in (built_site / folder).rglob("index.html")
    )
    assert all(any(kind in path for path in found) for kind in KINDS)
    assert len(found) >= 30
    return found


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["desk", "phone"])
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Yield one page that walks from address to address: opening thirty sessions is slow."""
    width: int
    scheme: Literal["light", "dark"]
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def test_no_page_of_the_texts_breaks_an_automatic_rule(
    screen: Page, site_url: str, paths: list[str]
) -> None:
    """RGAA 4 and WCAG 2.2 AA on each redline, version, register and guide."""
    wrong: dict[str, Any] = {}
    for path in paths:
        screen.goto(f"{site_url}/{path}")
        found = screen.evaluate(JUDGE, TAGS)
        if found:
            wrong[path] = found
    assert wrong == {}


def test_no_page_of_the_texts_scrolls_sideways(
    browser: Browser, site_url: str, paths: list[str]
) -> None:
    """RGAA 10.11: at 320 px only the regions of tables and of the map may scroll."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    wide = []
    for path in paths:
        page.goto(f"{site_url}/{path}")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)
    context.close()
    assert wide == []
