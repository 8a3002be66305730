"""The site asks nothing from anyone else and keeps nothing about its readers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Visit
from .pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_leaves_the_site_and_nothing_stays(
    desk: Callable[[str], Visit], site_url: str, path: str
) -> None:
    """No request to another origin, no cookie, no storage."""
    visit = desk(path)
    page = visit.page
    assert [url for url in visit.requests if not url.startswith(site_url + "/")] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("path", PAGES)
def test_the_security_policy_holds_without_a_complaint(
    desk: Callable[[str], Visit], path: str
) -> None:
    """The page states a policy that allows nothing inline, and the browser has no objection."""
    visit = desk(path)
    policy = visit.page.locator("meta[http-equiv='Content-Security-Policy']")
    assert "default-src 'none'" in (policy.get_attribute("content") or "")
    assert (
        visit.page.locator(
            "[style], style, script:not([src]):not([type='application/ld+json'])"
        ).count()
        == 0
    )
    assert visit.complaints == []
