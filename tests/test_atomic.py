"""A build that fails changes nothing: the last site stays, and nothing half-written lies beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import build, draw, publish
from generator.errors import SiteError
from generator.settings import HOME
from tests.conftest import CAP_NORD
from tests.deposits import CIB, COMMUNES, SAISINES, replace, run, tree, whole

pytestmark = pytest.mark.site

Defect = Callable[[Path], object]


def append(file: str, text: str) -> Defect:
    """Return the defect that adds a line to a text."""

    def spoil(root: Path) -> None:
        with (root / file).open("a", encoding="utf-8") as stream:
            stream.write(f"\n{text}\n")

    return spoil


def change(file: str, old: str, new: str) -> Defect:
    """Return the defect that replaces a piece of a file."""
    return lambda root: replace(root, file, old, new)


DEFECTS: dict[str, tuple[Defect, int, tuple[str, ...]]] = {
    "a broken cell": (
        change(COMMUNES, "Besné,244400644,2024,3284", "Besné,244400644,2024,beaucoup"), 1,
        (
            f"1\u00a0point à corriger avant publication.\n\n{COMMUNES}, cellule E2, "
            "colonne «\u202fpopulation_municipale\u202f»\n"
            "  La valeur «\u202fbeaucoup\u202f» n’est pas un nombre entier.\n"
            "  → Écrivez par exemple «\u202f12\u202f», sans espace ni unité. (D-101)\n",
        ),
    ),
    "a broken descriptor": (
        change(CIB, '"version": ', '"version" '), 1,
        (f"{CIB}, ligne ", "la ponctuation du fichier JSON est fautive", "(D-002)"),
    ),
    "a broken text": (
        append("content/contact.md", "<b>gras</b>"), 3,
        ("content/contact.md, ligne ", "Le texte contient une balise HTML.", "(T-105)"),
    ),
    "broken settings": (
        append("mkdocs.yml", "extra: ["), 3,
        ("mkdocs.yml, ligne ", "Le fichier de réglages du site ne peut pas être lu.", "(T-001)"),
    ),
    "a small count": (
        change(SAISINES, "recues,24,", "recues,9,"), 4,
        (f"{SAISINES}, cellule E2, colonne «\u202fnb_dossiers\u202f»", "(S-001)"),
    ),
    "a link to a text that is not there": (
        append("content/contact.md", "[page](absente.md)"), 3,
        ("content/contact.md, ligne ", "absente.md", "(T-115)"),
    ),
    "a link to an anchor that the engine does not find": (
        append("content/contact.md", "[page](methode/delais.md#absent)"), 3,
        ("content/contact.md, ligne ", "#absent", "(T-115)"),
    ),
    "a link to an address that the site does not have": (
        append("content/contact.md", "[page](/communes/absente/)"), 3,
        ("content/contact.md, ligne ", "/communes/absente/", "(T-115)"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_a_build_that_fails_leaves_the_last_site_byte_for_byte(
    name: str, built_site: Path, proven: Path, tmp_path: Path
) -> None:
    """Own exit code, French on the error stream, no traceback, nothing written beside the site."""
    spoil, code, told = DEFECTS[name]
    root, place = whole(tmp_path / "root"), tmp_path / "place"
    shutil.copytree(built_site, place / "site")
    before, inputs = tree(place), tree(root)
    spoil(root)
    spoiled = tree(root)
    assert spoiled != inputs
    done = run("build", "--root", str(root), "--output", str(place / "site"), "--verdicts",
               str(proven))  # fmt: skip
    assert done.returncode == code, done.stderr
    assert [part for part in told if part not in done.stderr] == []
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stdout == ""
    assert tree(place) == before
    assert [p.name for p in place.iterdir()] == ["site"]
    assert tree(root) == spoiled


def test_a_first_build_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no site was, none appears, and the folder of work, already filled, is gone."""
    seen: list[bool] = []

    def fails(*_: object, work: Path, **__: object) -> int:
        seen.append((work / "mkdocs.yml").is_file())
        message = "a link is broken"
        raise SiteError(message)

    monkeypatch.setattr(draw, "figures", lambda _: {})
    monkeypatch.setattr(publish, "publish", fails)
    with pytest.raises(SiteError, match="a link is broken"):
        build.build(CAP_NORD, tmp_path / "site")
    assert seen == [True]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_site_is_never_replaced(tmp_path: Path) -> None:
    """A slip of `--output` must not cost a folder: only a site, or an empty folder, is replaced."""
    (tmp_path / "these.txt").write_text("dix ans de travail", encoding="utf-8")
    before = tree(tmp_path.parent)
    with pytest.raises(SiteError, match="contient autre chose qu’un site"):
        build.build(HOME, tmp_path)
    with pytest.raises(SiteError, match="contient autre chose qu’un site"):
        build.build(HOME, tmp_path / "these.txt")
    assert tree(tmp_path.parent) == before


def test_a_machine_that_fails_in_the_last_step_leaves_the_last_site(
    second_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a fault that nobody foresaw, after all pages are written, changes nothing."""

    def full(built: Path, _: Path) -> None:
        assert (built / "index.html").is_file()
        message = "no space left on device"
        raise OSError(message)

    place = tmp_path / "place"
    shutil.copytree(second_site, place / "site")
    before = tree(place)
    monkeypatch.setattr(draw, "figures", lambda _: {})
    monkeypatch.setattr(publish, "_swap", full)
    with pytest.raises(OSError, match="no space left"):
        build.build(CAP_NORD, place / "site")
    assert tree(place) == before
    assert [p.name for p in place.iterdir()] == ["site"]
