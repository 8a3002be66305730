"""What a machine can say of accessibility: a third of the criteria, never the declaration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest

from .conftest import Visit, Visitor
from .pages import PAGES, WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.site]

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


def violations(visitor: Visitor, path: str, width: int, scheme: Literal["light", "dark"]) -> Any:  # noqa: ANN401 - JSON
    """Return what axe finds wrong on a page with its folded parts open, one line per element."""
    assert AXE.is_file(), "axe-core manque : lancez « npm ci --prefix tests/browser »."
    page = visitor.open(path, width=width, scheme=scheme).page
    page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
    return page.evaluate(
        """async tags => {
            const found = await axe.run(
                {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
            return found.violations.flatMap(
                v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} ${n.failureSummary}`))
        }""",
        TAGS,
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_breaks_an_automatic_rule(visitor: Visitor, path: str, width: int) -> None:
    """RGAA 4 and WCAG 2.2 AA: no violation that axe can see, on any width."""
    assert violations(visitor, path, width, "light") == []


@pytest.mark.parametrize("path", PAGES)
def test_dark_pages_follow_the_same_rules(visitor: Visitor, path: str) -> None:
    """RGAA 3.2: contrasts hold in the dark scheme too."""
    assert violations(visitor, path, 360, "dark") == []


@pytest.mark.parametrize("path", PAGES)
def test_every_table_names_itself_and_its_headers(desk: Callable[[str], Visit], path: str) -> None:
    """RGAA 5.4, 5.6, 5.7: a caption, a scope on every header, a named region around."""
    wrong = desk(path).page.evaluate(
        """() => [...document.querySelectorAll('table')].filter(table =>
            !table.caption?.textContent.trim()
            || [...table.querySelectorAll('th')].some(th => !['col', 'row'].includes(th.scope))
            || !table.querySelector('th')
            || !table.closest('[role=region][tabindex="0"][aria-labelledby]')
        ).map(table => table.outerHTML.slice(0, 200))"""
    )
    assert wrong == []


@pytest.mark.parametrize("path", PAGES)
def test_every_drawing_is_named_or_silent(desk: Callable[[str], Visit], path: str) -> None:
    """RGAA 1.1.5, 1.2: an informative drawing has a name, a decorative one is hidden."""
    wrong = desk(path).page.evaluate(
        """() => [...document.querySelectorAll('svg')].filter(svg =>
            svg.getAttribute('role') === 'img'
              ? !svg.querySelector(':scope > title')?.textContent.trim()
              : svg.getAttribute('aria-hidden') !== 'true'
        ).map(svg => svg.outerHTML.slice(0, 200))"""
    )
    assert wrong == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_its_language_subject_and_place(
    desk: Callable[[str], Visit], path: str
) -> None:
    """RGAA 8.3, 8.5, 9.1: French, a title of its own, one main heading, no unfilled mark."""
    page = desk(path).page
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").count() == 1
    assert page.title()
    assert "%%" not in page.content()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_the_accessibility_declaration(
    desk: Callable[[str], Visit], path: str
) -> None:
    """Decree 2019-768: the state of conformity is a link on every page."""
    link = desk(path).page.get_by_role("contentinfo").get_by_role("link", name="Accessibilité : ")
    assert link.is_visible()
