"""The founding territories: each builds from the same code, its files are safe and simulated."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from generator import build
from generator.settings import HOME
from tests.conftest import CAP_NORD
from tests.simulation.territories import CAEN, NANTES, shared

TERRITORIES = HOME / "tests" / "territories"


def text(page: Path) -> str:
    """Return the words of a page, without markup, with ordinary spaces."""
    raw = re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", raw)


def test_totals_are_shared_out_to_the_last_household() -> None:
    """Whole numbers, one at least, whose sum is the total."""
    parts = shared(100, {"a": 1.0, "b": 2.0, "c": 0.001})
    assert parts == {"a": 33, "b": 66, "c": 1}
    for scenario in (CAEN, NANTES):
        assert sum(stock for _, stock, _ in scenario.communes.values()) == scenario.stock
        assert sum(leases for _, _, leases in scenario.communes.values()) == scenario.leases


@pytest.mark.parametrize(
    ("name", "communes", "people"),
    [("caen-la-mer", 48, 274_685), ("nantes-metropole", 24, 677_879), ("cap-nord", 18, 95_643)],
)
def test_a_founding_territory_has_its_real_communes(name: str, communes: int, people: int) -> None:
    """Codes are distinct and legal populations add up to that of the authority."""
    path = TERRITORIES / name / "datapackages" / "territoires" / "data" / "communes.csv"
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert max(Counter(row["code_commune"] for row in rows).values()) == 1
    assert (len(rows), sum(int(row["population_municipale"]) for row in rows)) == (communes, people)


@pytest.mark.site
@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("caen-la-mer", {"attente/index.html": "Caen la Mer", "communes/index.html": "Éterville"}),
        (
            "nantes-metropole",
            {
                "attente/index.html": "La Chapelle-sur-Erdre",
                "indicateurs/lieux-accueil/index.html": "Niveau 3",
                "index.html": "67 829",
            },
        ),
        (
            "cap-nord",
            {
                "indicateurs/seuil-premier-quartile/index.html": "532 €",
                "indicateurs/logements-livres/index.html": "LLTS",
                "reservataires/index.html": "Réservataires",
            },
        ),
    ],
)
def test_a_founding_territory_builds_with_its_own_facts(
    name: str, facts: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """No Python changes from one territory to the next; links and anchors are checked by the build."""
    site = tmp_path / "site"
    if TERRITORIES / name == CAP_NORD:
        site = request.getfixturevalue("second_site")
    else:
        build.build(TERRITORIES / name, site)
    for page, fact in facts.items():
        assert fact in text(site / page), page
