"""The report of the check as a page: it opens from a disk, loads nothing, and anybody can read it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from generator import report
from generator.errors import Finding, Severity

from .conftest import Visit
from .pages import WIDTHS
from .test_accessibility import AXE, TAGS

pytestmark = pytest.mark.browser

FOUND = [
    Finding("depot.xlsx", 3, "code_commune", "X-036", "1053", "Ce code a perdu son zéro du début.",
            "Mettez la colonne au format Texte.", Severity.ERROR, "B3", "attributions", "01053"),
    *(Finding("a.csv", n, "nb_demandes", "D-501", "", "Ce nombre a doublé.", "Vérifiez-le.",
              Severity.WARNING) for n in range(2, 60)),
    Finding("a.csv", 1, "", "D-900", "<script>alert(1)</script>" * 20, "Le fichier est converti.",
            "Rien à faire.", Severity.INFORMATION),
]  # fmt: skip


@pytest.fixture(scope="module")
def report_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a report on the disk."""
    file = tmp_path_factory.mktemp("rapport") / "rapport.html"
    told = report.report(FOUND, (report.Proposal("a.csv", 3),))
    file.write_text(report.html(told), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_breaks_no_rule_and_loads_nothing(
    browser: Browser, report_page: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    """Same rules as the site; its policy lets its own style through, and nothing else."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=False
    )
    visit = Visit(context.new_page())
    visit.listen()
    visit.page.goto(report_page)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        visit.page.evaluate("getComputedStyle(document.querySelector('th')).borderTopWidth")
        == "1px"
    )
    assert visit.requests == [report_page]
    assert visit.complaints == []
    found = visit.page.evaluate(
        f"""async tags => {{ {Path(AXE).read_text(encoding="utf-8")};
            const found = await axe.run({{runOnly: {{type: 'tag', values: tags}}}});
            return found.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target)); }}""",
        TAGS,
    )
    assert found == []
    context.close()
