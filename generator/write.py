"""Write what was composed into a work folder, sorted, the same bytes every time."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from generator.errors import ContentError, Finding, SiteError
from generator.model import Editorial, Site
from generator.settings import TEMPLATES

CONFIG = "mkdocs.yml"
DOCS = "docs"
FILES = "files"


def work_folder(site: Site, *, root: Path, work: Path) -> None:
    """Write texts, settings and files of `site` under `work`, which is emptied first.

    Args:
        site: what to write.
        root: the territory's root; its mkdocs.yml is inherited.
        work: the folder to fill: `docs/`, `files/` and `mkdocs.yml`.
    """
    shutil.rmtree(work, ignore_errors=True)
    for editorial in site.editorials:
        _put(work / DOCS, editorial.path, _text(editorial))
    for path, content in site.files.items():
        _put(work / FILES, path, content)
    _put(work, CONFIG, _config(site, root, work))


def _put(folder: Path, path: str, content: bytes) -> None:
    target = folder / path
    if not target.resolve().is_relative_to(folder.resolve()):
        message = f"a file would be written outside the site: {path}"
        raise SiteError(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _text(editorial: Editorial) -> bytes:
    head = yaml.safe_dump(dict(editorial.meta), allow_unicode=True, sort_keys=True)
    return f"---\n{head}---\n\n{editorial.body}".encode()


def _config(site: Site, root: Path, work: Path) -> bytes:
    """Return the engine's settings: the territory's own, with places and values of this build."""
    settings = {
        "INHERIT": str((root / CONFIG).resolve()),
        "docs_dir": str((work / DOCS).resolve()),
        "site_dir": str((work / "site").resolve()),
        "theme": {"custom_dir": str((TEMPLATES / "overrides").resolve())},
        "extra": dict(site.settings),
    }
    return yaml.safe_dump(settings, allow_unicode=True, sort_keys=True).encode()


def new_text(path: Path, text: str) -> None:
    """Write a text that was not there.

    Raises:
        ContentError: a file stands there already; it is left as it is.
    """
    if path.exists() or path.suffix != ".md":
        finding = Finding(
            path.as_posix(), 0, "", "T-131", "", "Le texte n’a pas été écrit : cette place est prise, "
            "ou le nom ne finit pas par .md.",
            "Rangez d’abord le texte actuel dans versions/, ou donnez un autre nom.",
        )  # fmt: skip
        raise ContentError.found(finding)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
