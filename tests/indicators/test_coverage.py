"""Every line of the founding documents is carried by something that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.compose.founding import LINES
from generator.indicators import declared
from generator.settings import HOME

COUNT = {"A": 26, "B": 12, "C": 15, "D": 24}
CARRIERS = sorted({carrier for _, _, carriers in LINES for carrier in carriers})


def test_every_line_is_traced_once_in_order() -> None:
    """A1 to A26, B1 to B12, C1 to C15, D1 to D24: none forgotten."""
    expected = [f"{letter}{n}" for letter, last in COUNT.items() for n in range(1, last + 1)]
    assert [code for code, _, _ in LINES] == expected
    assert all(subject and carriers for _, subject, carriers in LINES)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_carrier_exists(carrier: str) -> None:
    """An indicator is declared, a table is in the contract, a text is written for some territory."""
    kind, _, name = carrier.partition(":")
    if kind == "I":
        assert name in {i.id for i in declared()}
    if kind == "T":
        assert list((HOME / "datapackages").glob(f"*/schemas/{name}/schema.json"))
    if kind == "X":
        path = f"{name.rstrip('/')}.md"
        texts = {
            p.relative_to(HOME / "content").as_posix() for p in (HOME / "content").rglob("*.md")
        }
        assert path in texts or f"{name}index.md" in texts


@pytest.mark.site
def test_the_coverage_page_shows_every_line_and_leads_somewhere(built_site: Path) -> None:
    """The page is generated: what a territory lacks is said on it."""
    page = (built_site / "couverture" / "index.html").read_text(encoding="utf-8")
    headers = re.findall(r'<th scope="row">([A-D]\d+)</th>', page)
    assert headers == [code for code, _, _ in LINES]
    missing = [
        carrier for carrier in CARRIERS
        if carrier.startswith("P:") and not (built_site / carrier[2:] / "index.html").exists()
    ]  # fmt: skip
    assert missing == []
