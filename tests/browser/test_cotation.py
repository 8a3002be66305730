"""The calculator of points: it adds, tells, and keeps nothing; without it the grid is complete."""

from __future__ import annotations

import pytest

from .conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.site]

GUIDE = "/guides/cotation/"


def test_the_points_of_ticked_criteria_are_added(visitor: Visitor) -> None:
    """By keyboard, with a loss of points; nothing is asked from the network or stored."""
    visit = visitor.open(GUIDE)
    visit.page.wait_for_load_state("networkidle")
    before = len(visit.requests)
    for box in ("#c-dalo", "#c-refus"):
        visit.page.locator(box).focus()
        visit.page.keyboard.press("Space")
    assert visit.page.locator("#total").inner_text() == "45"
    visit.page.locator("#c-dalo").uncheck()
    assert visit.page.locator("#total").inner_text() == "−15"
    assert [url for url in visit.requests[before:] if "favicon" not in url] == []
    stored = "localStorage.length + sessionStorage.length + document.cookie.length"
    assert visit.page.evaluate(stored) == 0


def test_without_script_the_grid_is_there_and_the_calculator_is_not(visitor: Visitor) -> None:
    """The same page can be printed and added by hand."""
    page = visitor.open(GUIDE, java_script_enabled=False).page
    assert page.locator("#calculette").is_hidden()
    assert page.locator("#grille tbody tr").count() == 10
    assert page.locator("text=font ensemble 20 points").is_visible()


def test_nothing_is_left_of_a_calculation_after_coming_back(visitor: Visitor) -> None:
    """A browser brings ticks back with the page: the next person at this screen sees none."""
    page = visitor.open(GUIDE).page
    page.locator("#c-dalo").check()
    assert page.locator("#total").inner_text() == "60"
    page.goto(page.url.replace(GUIDE, "/guides/"))
    page.go_back()
    page.wait_for_function("!document.querySelector('#calculette input:checked')")
    assert page.locator("#total").inner_text() == "0"
