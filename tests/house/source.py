"""Read the project's own source, for the tests that hold it to its design."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from generator.settings import HOME

GENERATOR = HOME / "generator"
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.If, ast.IfExp, ast.For, ast.While,
         ast.comprehension, ast.Match, ast.Try, ast.ClassDef, ast.BoolOp, ast.Compare)  # fmt: skip
"""What a declaration never needs."""
SEEN = ("Published", "PublishedTable", "Publication")


def modules(folder: Path = GENERATOR) -> Iterator[tuple[str, ast.Module]]:
    """Yield each module under `folder`: its path relative to the checkout, and its tree."""
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(HOME).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def logic(tree: ast.Module) -> list[str]:
    """Return every piece of logic of a declaration, with its line."""
    return [f"line {n.lineno}: {type(n).__name__}" for n in ast.walk(tree)
            if isinstance(n, LOGIC) and hasattr(n, "lineno")] + [
        "comprehension" for n in ast.walk(tree) if isinstance(n, ast.comprehension)
    ]  # fmt: skip


def makers(tree: ast.Module) -> list[str]:
    """Return every call that would make something that may be seen."""
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    return [f"line {c.lineno}: {name}" for c in calls if (name := called(c)) in SEEN]


def called(call: ast.Call) -> str:
    """Return the name of what a call calls, without its module."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def names(tree: ast.AST) -> set[str]:
    """Return every name and attribute used in a tree, annotations written as text included."""
    found = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    found |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    found |= {a.name.split(".")[-1] for n in ast.walk(tree)
              if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names}  # fmt: skip
    texts = [
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    return found | {t for t in texts if t.isidentifier()}
