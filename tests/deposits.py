"""Copies of the demonstration deposit, to break in one place, and what the checks say of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator import build, check, load
from generator.errors import Finding, GeneratorError
from generator.settings import HOME

Json = dict[str, Any]
Said = tuple[str, int, str, str, str, str]
"""File, line, column, code, sentence and remedy of a finding."""

COMMUNES = "datapackages/territoires/data/communes.csv"
TERRITOIRES = "datapackages/territoires/datapackage.json"
CIB = "datapackages/cib/datapackage.json"
SAISINES = "datapackages/cib/data/cib_saisines.csv"


def copied(folder: Path, packages: Iterable[str] = ("territoires", "cib")) -> Path:
    """Return a copy of some packages of the default territory, with neither text nor setting."""
    for name in packages:
        shutil.copytree(HOME / "datapackages" / name, folder / "datapackages" / name)
    return folder


def whole(folder: Path) -> Path:
    """Return a copy of the default territory, complete: data, texts and settings."""
    for name in ("datapackages", "content"):
        shutil.copytree(HOME / name, folder / name)
    shutil.copy(HOME / "mkdocs.yml", folder)
    return folder


def replace(root: Path, file: str, old: str, new: str) -> None:
    """Replace the only occurrence of `old` in a file."""
    content = (root / file).read_text(encoding="utf-8")
    assert content.count(old) == 1, f"{old!r} is not there once"
    (root / file).write_text(content.replace(old, new), encoding="utf-8")


def describe(root: Path, file: str, change: Callable[[Json], object]) -> None:
    """Change a descriptor."""
    descriptor = json.loads((root / file).read_text(encoding="utf-8"))
    change(descriptor)
    (root / file).write_text(json.dumps(descriptor), encoding="utf-8")


def refused(root: Path) -> GeneratorError:
    """Return the error that stops the deposit of `root`."""
    try:
        check.territory(check.tables(load.packages(root)))
    except GeneratorError as error:
        return error
    message = "the deposit was accepted"
    raise AssertionError(message)


def said(findings: Iterable[Finding]) -> list[Said]:
    """Return what a secretariat reads of each finding."""
    return [(f.file, f.line, f.column, f.code, f.message, f.remedy) for f in findings]


def stopped(root: Path) -> GeneratorError:
    """Return the error that stops `check` on a whole territory."""
    try:
        build.checked(root)
    except GeneratorError as error:
        return error
    message = "the territory was accepted"
    raise AssertionError(message)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=HOME, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of every file under `folder`, by relative path."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
