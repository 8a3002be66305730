"""A build that fails says why in French and changes nothing; one that succeeds is the same again."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.settings import HOME

CELL = "datapackages/attributions/data/baux_delai.csv"


@pytest.fixture
def territory(tmp_path: Path) -> Path:
    """Return a copy of the default territory, free to be broken."""
    root = tmp_path / "territoire"
    for name in ("datapackages", "content"):
        shutil.copytree(HOME / name, root / name)
    shutil.copy(HOME / "mkdocs.yml", root)
    return root


def build(root: Path, output: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the build as a newcomer would."""
    command = [
        sys.executable,
        "-m",
        "generator",
        "build",
        "--root",
        str(root),
        "--output",
        str(output),
    ]
    return subprocess.run(
        command, cwd=HOME, env={**os.environ, **environment}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def bytes_of(folder: Path) -> dict[str, str]:
    """Return a sum of each file under a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.site
def test_two_builds_give_the_same_bytes(built_site: Path, tmp_path: Path) -> None:
    """No clock, no order of the file system, no seed of a hash, no time zone in the site."""
    again = tmp_path / "site"
    done = build(HOME, again, PYTHONHASHSEED="7", TZ="Pacific/Auckland", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert bytes_of(again) == bytes_of(built_site)


@pytest.mark.site
def test_one_broken_cell_stops_everything_and_says_where(
    built_site: Path, territory: Path, tmp_path: Path
) -> None:
    """File, line, column, value and remedy in French; no traceback; the last site untouched."""
    output = tmp_path / "site"
    shutil.copytree(built_site, output)
    before = bytes_of(output)
    file = territory / CELL
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert ",T3," in lines[20]
    lines[20] = lines[20].replace(",T3,", ",F3,")
    file.write_text("".join(lines), encoding="utf-8")
    done = build(territory, output)
    assert done.returncode == 1
    assert f"{CELL}, ligne 21, colonne «\u202ftypologie\u202f»" in done.stderr
    assert "La valeur «\u202fF3\u202f» n’est pas connue" in done.stderr
    assert "Choisissez parmi\u202f: T1, T2, T3, T4, T5+, ensemble" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert bytes_of(output) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site", "territoire"]


@pytest.mark.site
def test_a_broken_link_in_a_text_stops_everything(
    built_site: Path, territory: Path, tmp_path: Path
) -> None:
    """The engine is strict: a page is published with all its links or not at all."""
    output = tmp_path / "site"
    shutil.copytree(built_site, output)
    before = bytes_of(output)
    with (territory / "content/contact.md").open("a", encoding="utf-8") as text:
        text.write("\n[Une page](/n-existe-pas/)\n")
    done = build(territory, output)
    assert done.returncode != 0
    assert "n-existe-pas" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert bytes_of(output) == before


def test_a_small_count_is_refused_and_never_repeated(territory: Path, tmp_path: Path) -> None:
    """A deposit that shows a count under its threshold stops with its own code, value unsaid."""
    file = territory / "datapackages/demandes/data/demandes_nouvelles.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    number, line = next((n, t) for n, t in enumerate(lines) if t.endswith(",,secret"))
    lines[number] = line.removesuffix(",secret").removesuffix(",") + ",3,"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = build(territory, tmp_path / "site")
    assert done.returncode == 4, done.stderr
    assert f"demandes_nouvelles.csv, ligne {number + 1}, colonne" in done.stderr
    assert "pourrait désigner un ménage" in done.stderr
    assert line.split(",")[1] not in done.stdout
    assert not (tmp_path / "site").exists()


def test_the_command_line_speaks_french() -> None:
    """Help and refusals are French, with the exit codes that the help announces."""
    helped = subprocess.run(
        [sys.executable, "-m", "generator", "--help"], cwd=HOME, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert "utilisation :" in helped.stdout
    assert "codes de sortie" in helped.stdout
    refused = subprocess.run(
        [sys.executable, "-m", "generator", "bilan"], cwd=HOME, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert refused.returncode == 2
    assert "Commande non comprise" in refused.stderr
    assert "invalid choice" not in refused.stderr


@pytest.mark.site
def test_another_territory_is_another_folder(second_site: Path) -> None:
    """Eighteen overseas communes, their own names and figures, and none of the default's."""
    pages = sorted(p.parent.name for p in (second_site / "communes").glob("*/index.html"))
    assert len(pages) == 18
    assert all(name.startswith("972") for name in pages)
    robert = (second_site / "communes/97222-le-robert/index.html").read_text(encoding="utf-8")
    assert "au Robert" in robert
    missing = (second_site / "indicateurs/part-publics-prioritaires/index.html").read_text(
        encoding="utf-8"
    )
    assert "<strong>Non publié.</strong>" in missing
    contract = second_site / "donnees/contrat/index.html"  # its examples name both territories
    for page in {*second_site.rglob("*.html")} - {contract}:
        assert "Saint-Nazaire" not in page.read_text(encoding="utf-8"), page
