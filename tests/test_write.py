"""Writing what was composed: everything inside the work folder, the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from generator.errors import SiteError
from generator.model import Editorial, Site
from generator.write import work_folder

SITE = Site(
    pages=(),
    editorials=(
        Editorial("methode/index.md", {"title": "Méthode : les délais", "n": 1}, "# Méthode\n"),
    ),
    files={"donnees/été.csv": b"annee\r\n2023\r\n", "robots.txt": b"User-agent: *\n"},
    settings={"licence": "Etalab", "annee": 2023},
    timestamp=1_700_000_000,
)


def written(work: Path) -> dict[str, bytes]:
    """Return every file under `work` by its path."""
    return {p.relative_to(work).as_posix(): p.read_bytes() for p in work.rglob("*") if p.is_file()}


def test_texts_files_and_settings_go_to_their_folders(tmp_path: Path) -> None:
    """Front matter is YAML with sorted keys; files keep their bytes, line ends included."""
    work = tmp_path / "travail"
    work_folder(SITE, root=tmp_path, work=work)
    files = written(work)
    config = files.pop("mkdocs.yml")
    assert files == {
        "docs/methode/index.md": "---\nn: 1\ntitle: 'Méthode : les délais'\n---\n\n# Méthode\n".encode(),
        "files/donnees/été.csv": b"annee\r\n2023\r\n",
        "files/robots.txt": b"User-agent: *\n",
    }
    loaded = yaml.safe_load(config)
    assert (loaded["INHERIT"], loaded["docs_dir"], loaded["site_dir"], loaded["extra"]) == (
        str(tmp_path / "mkdocs.yml"),
        str(work / "docs"),
        str(work / "site"),
        {"licence": "Etalab", "annee": 2023},
    )


def test_the_same_site_gives_the_same_bytes(tmp_path: Path) -> None:
    """Neither the order of the files nor an earlier run leaves a trace."""
    work = tmp_path / "travail"
    work_folder(SITE, root=tmp_path, work=work)
    first = written(work)
    (work / "files" / "ancien.txt").write_text("reste d’un autre jour", encoding="utf-8")
    turned = replace(
        SITE,
        files=dict(reversed(list(SITE.files.items()))),
        settings=dict(reversed(list(SITE.settings.items()))),
    )
    work_folder(turned, root=tmp_path, work=work)
    assert written(work) == first


OUTSIDE = ["../evade.txt", "a/../../evade.txt", "../files-evade/x.txt", "/evade-absolu/x.txt"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_file_that_would_leave_the_site_is_refused(tmp_path: Path, path: str) -> None:
    """An address from a deposit writes nowhere but under the site."""
    with pytest.raises(SiteError, match="outside the site"):
        work_folder(replace(SITE, files={path: b"x"}), root=tmp_path, work=tmp_path / "travail")
    assert list(tmp_path.rglob("*evade*")) == []


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_text_that_would_leave_the_site_is_refused(tmp_path: Path, path: str) -> None:
    """The same holds for texts."""
    site = replace(SITE, editorials=(Editorial(path, {}, "x"),))
    with pytest.raises(SiteError, match="outside the site"):
        work_folder(site, root=tmp_path, work=tmp_path / "travail")
    assert list(tmp_path.rglob("*evade*")) == []


def test_a_link_inside_the_work_folder_leads_nowhere_else(tmp_path: Path) -> None:
    """A path is judged where it really ends; `..` that stays inside is no harm."""
    work = tmp_path / "travail"
    work_folder(replace(SITE, files={"a/../b.txt": b"x"}), root=tmp_path, work=work)
    assert written(work)["files/b.txt"] == b"x"
