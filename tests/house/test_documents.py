"""Documents cannot lie: what they name exists, and what exists is named."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from generator import errors
from generator.errors import ExitCode
from generator.settings import HOME, PROJECT_VERSION
from tests.house.source import GENERATOR

TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
MADE = re.compile(r"`make ([a-z]+)")
FOREIGN = re.compile(r"registry\.np" r"m|pytho" r"nhosted|py" r"pi\.org|deb\.deb" r"ian\.org")
LOOSE_SPACE = re.compile(r"[^\s|\-:] [;!?»%](?=\s|$)|« (?=\S)")
TEXT = (".md", ".html", ".py", ".yml", ".toml", ".json", ".txt", ".css", ".js", ".sh")


def tracked() -> list[Path]:
    """Return the files of the project that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=HOME, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [path for name in listed.stdout.splitlines() if (path := HOME / name).is_file()]


def read(name: str) -> str:
    """Return a file of the checkout."""
    return (HOME / name).read_text(encoding="utf-8")


def test_every_module_has_its_line_in_the_architecture() -> None:
    """ARCHITECTURE.md names each module or folder of generator/, and none that is gone."""
    page = read("ARCHITECTURE.md")
    tops = {p.name for p in GENERATOR.iterdir() if not p.name.startswith("__py")} - {"__init__.py"}
    named = {
        name.rstrip("/") for name in re.findall(r"^\| `([a-z_]+(?:\.py|/))` \|", page, re.MULTILINE)
    }
    assert named == tops


def test_every_exit_code_and_error_is_in_the_architecture() -> None:
    """The tree of errors on the page is the tree of the code."""
    page = read("ARCHITECTURE.md")
    kinds = [
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.GeneratorError)
    ]
    assert [name for name in kinds if name not in page] == []
    help_text = (HOME / "generator/__main__.py").read_text(encoding="utf-8")
    assert [c for c in ExitCode if f"  {int(c)}  " not in help_text] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"])
def test_every_make_target_that_is_promised_exists(name: str) -> None:
    """A newcomer may type each command that a document shows."""
    targets = set(TARGET.findall(read("Makefile")))
    assert [t for t in MADE.findall(read(name)) if t not in targets] == []


def test_the_version_is_written_once_more_only() -> None:
    """The number in the code is the number of the package and the newest of the changelog."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert project["version"] == PROJECT_VERSION
    assert f"## {PROJECT_VERSION.removesuffix('.0')} " in read("CHANGELOG.md")


def test_each_indicator_is_in_the_changelog() -> None:
    """Readers learn of an indicator from CHANGELOG.md, by its code; of none that is gone."""
    from generator.indicators import declared

    page = read("CHANGELOG.md")
    told = re.findall(r"^- \*\*[^*]+\*\* \((I-\d\d[a-z]?)\)", page, re.MULTILINE)
    assert sorted(told) == [i.code for i in declared()]


def test_nothing_names_a_package_registry() -> None:
    """The project works behind any mirror: it names none."""
    found = [
        path.relative_to(HOME).as_posix()
        for path in tracked()
        if path.suffix in TEXT
        and FOREIGN.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_french_texts_have_their_narrow_spaces() -> None:
    """Texts for readers have U+202F before « ; ! ? » % » and inside guillemets."""
    readers = [p for p in tracked() if p.suffix == ".md" and p.is_relative_to(HOME / "content")]
    found = [
        f"{path.relative_to(HOME).as_posix()}:{number}"
        for path in readers
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LOOSE_SPACE.search(re.sub(r"`[^`]*`", "", line))
    ]
    assert found == []


def test_ci_runs_the_commands_of_the_readme() -> None:
    """The machine checks what a newcomer types, and nothing hidden."""
    commands = [
        line.strip()
        for line in read(".ci/run").splitlines()
        if line.strip() and not line.startswith(("#", "set", "cd"))
    ]
    assert commands == ["make check", "make test"]
    assert "make test" in read("README.md")
