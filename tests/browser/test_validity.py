"""What the W3C's validator says of the HTML of every page: nothing."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.site

VALIDATOR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def errors(*folders: Path) -> list[str]:
    """Return the errors of all the pages under some folders, in one run."""
    assert VALIDATOR.is_file(), "vnu-jar manque : lancez « npm ci --prefix tests/browser »."
    done = subprocess.run(
        ["java", "-jar", str(VALIDATOR), "--errors-only", "--skip-non-html", "--format", "json",
         *map(str, folders)],
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    said = json.loads(done.stderr)["messages"]
    assert bool(done.returncode) is bool(said), done.stderr[-2000:]
    return [
        f"{m.get('url', '')}, ligne {m.get('lastLine', 0)} : {m['message']} {m.get('extract', '')}"
        for m in said
    ]


def test_every_page_of_two_territories_is_valid_html(built_site: Path, second_site: Path) -> None:
    """RGAA 8.2: zero error on all the pages, those of the other territory included."""
    assert len(list(built_site.rglob("*.html"))) > 150
    assert errors(built_site, second_site) == []


def test_the_validator_sees_an_invalid_page(tmp_path: Path) -> None:
    """A run that says nothing must mean something."""
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="fr"><title>T</title><p><ul></ul></p>', encoding="utf-8"
    )
    [fault] = errors(tmp_path)
    assert "No “p” element in scope" in fault
