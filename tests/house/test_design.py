"""The design is held by tests: what may import, make and see what."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.settings import HOME
from tests.house.source import GENERATOR, logic, makers, modules, names

TRUSTED_WITH_RESULTS = ("generator/compute.py", "generator/protect.py", "generator/model.py")
LONGEST_FUNCTION = 40
AFTER_PROTECTION = (
    "generator/draw",
    "generator/compose",
    "generator/write.py",
    "generator/publish",
)


def test_declarations_of_indicators_hold_no_logic() -> None:
    """A module of indicators/ declares; a shape that is missing goes to formulas."""
    found = {
        path: logic(tree)
        for path, tree in modules(GENERATOR / "indicators")
        if not path.endswith("__init__.py") and logic(tree)
    }
    assert found == {}


def test_logic_in_a_declaration_would_be_seen() -> None:
    """The check above is no rubber stamp: a condition or a loop is found."""
    assert logic(ast.parse("X = 1 if 2 else 3")) == ["line 1: IfExp"]
    assert logic(ast.parse("X = [a for a in b]")) == ["comprehension"]


def test_only_protect_makes_what_may_be_seen() -> None:
    """Nothing reaches a page without going through the stage that hides small counts."""
    found = {
        path: makers(tree)
        for path, tree in modules()
        if path != "generator/protect.py"
        # The audit has a « Published » of its own: what readers know, in numbers.
        and not path.startswith("generator/disclosure/")
        and makers(tree)
    }
    assert found == {}


def test_no_stage_after_protect_knows_results() -> None:
    """Charts, pages and files take what was protected; a `Result` is not to be had there."""
    found = [
        path
        for path, tree in modules()
        if path.startswith(AFTER_PROTECTION) and "Result" in names(tree)
    ]
    assert found == []


def test_the_type_checker_refuses_to_draw_unprotected_results(tmp_path: Path) -> None:
    """A build that skips `protect` does not pass `make check`."""
    skipping = tmp_path / "skipping.py"
    skipping.write_text(
        "from generator import draw\n"
        "from generator.model import Result\n\n\n"
        "def shortcut(results: tuple[Result, ...]) -> None:\n"
        "    draw.figures(results)\n",
        encoding="utf-8",
    )
    done = _run("mypy", "--strict", "--no-incremental", "--follow-imports=silent", str(skipping))
    assert done.returncode == 1
    assert 'incompatible type "tuple[Result, ...]"; expected "Publication"' in done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("generator/compute.py", "from generator import draw"),
        ("generator/draw/charts.py", "from generator import protect"),
        ("generator/indicators/tension.py", "from generator import compute"),
        ("generator/words.py", "from generator import formulas"),
        ("generator/compose/home.py", "import frictionless"),
    ],
)
def test_an_import_that_goes_up_or_sideways_is_refused(
    tmp_path: Path, module: str, line: str
) -> None:
    """The import contract breaks as soon as one stage knows another one."""
    shutil.copytree(GENERATOR, tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOME / "pyproject.toml", tmp_path)
    changed = tmp_path / module
    changed.write_text(f"{changed.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    done = _run("importlinter.cli", "lint", "--no-cache", cwd=tmp_path)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout


def test_functions_stay_short() -> None:
    """One job, at most forty lines with its docstring: longer ones hide a second job."""
    found = {
        f"{path}:{node.name}": lines
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (lines := _code_lines(node)) > LONGEST_FUNCTION
    }
    assert found == {}


def _code_lines(function: ast.FunctionDef) -> int:
    """Return the lines of a function without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def _run(module: str, *arguments: str, cwd: Path = HOME) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, "-m", module, *arguments]
    if module == "importlinter.cli":
        script = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(script, cwd=cwd, capture_output=True, text=True, check=False)
