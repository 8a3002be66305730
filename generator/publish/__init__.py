"""Turn the work folder into the site: engine, shell, files, last checks, then one swap.

The site in place stays untouched until everything has succeeded.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from generator import words
from generator.errors import ContentError, SiteError
from generator.model import Document, Page, Site
from generator.publish.engine import build_texts
from generator.publish.links import found_faults
from generator.publish.origin import findings
from generator.publish.pdf import printed
from generator.publish.shell import read_shell, stamp
from generator.publish.sitemap import sitemap
from generator.settings import TEMPLATES

SHELL_FOLDER = "_coquille"
WEIGHT = "%%poids:"
UNUSED = ("assets/javascripts", "assets/images", "sitemap.xml.gz", SHELL_FOLDER)
"""What the engine brings and no page uses: above all, every script of the theme."""


def publish(
    site: Site,
    documents: Sequence[Document] = (),
    *,
    work: Path,
    output: Path,
    settings: Mapping[str, Any],
) -> int:
    """Build the site from the work folder into `output` and return its number of pages.

    Args:
        site: the site.
        documents: the texts that it was made from, to tell the line of a dead link.
        work: folder that holds what was written.
        output: folder of the site.
        settings: settings of the territory.

    Raises:
        ContentError: a link of a text leads nowhere.
        SiteError: the engine failed, or a link, an anchor or a script of the result is wrong.
    """
    built = work / "site"
    build_texts(work, timestamp=site.timestamp)
    address = str(settings.get("site_url") or "/")
    papers = printed(site.prints, address)
    _stamp_pages(site, built, address, papers)
    _clean(built)
    shutil.copytree(TEMPLATES / "assets", built / "assets", dirs_exist_ok=True)
    shutil.copytree(work / "files", built, dirs_exist_ok=True)
    for path, content in papers.items():
        if (built / path).exists():
            message = f"a printed text would replace a deposited file: {path}"
            raise SiteError(message)
        (built / path).parent.mkdir(parents=True, exist_ok=True)
        (built / path).write_bytes(content)
    (built / "sitemap.xml").write_bytes(sitemap(built, address))
    _judge(built, documents)
    _swap(built, output)
    shutil.rmtree(work, ignore_errors=True)
    return sum(1 for _ in output.rglob("*.html"))


def _judge(built: Path, documents: Sequence[Document]) -> None:
    """Refuse a site with a fault: a dead link of a text is the secretariat's, the rest is ours."""
    wrong = found_faults(built)
    told = findings(wrong, documents)
    if told is None:
        raise SiteError("\n".join(map(str, wrong)))
    if told:
        raise ContentError.found(*told)


def _stamp_pages(site: Site, built: Path, address: str, papers: Mapping[str, bytes]) -> None:
    sizes = {path: words.size(len(content)) for path, content in papers.items()}
    shell = read_shell((built / SHELL_FOLDER / "index.html").read_text(encoding="utf-8"))
    for page in site.pages:
        target = built / page.path / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            stamp(shell, _weighed(page, sizes), address), encoding="utf-8", newline="\n"
        )


def _weighed(page: Page, sizes: Mapping[str, str]) -> Page:
    """Return a page with the sizes of its PDF, which are known once they are printed."""
    if WEIGHT not in page.body:
        return page
    text = str(page.body)
    for path, size in sizes.items():
        text = text.replace(f"{WEIGHT}{path}%%", size)
    return replace(page, body=Markup(text))  # noqa: S704 - only sizes were put in


def _clean(built: Path) -> None:
    for name in UNUSED:
        unused = built / name
        if unused.is_dir():
            shutil.rmtree(unused)
        else:
            unused.unlink(missing_ok=True)
    for source_map in built.rglob("*.map"):
        source_map.unlink()


def _swap(built: Path, output: Path) -> None:
    """Put `built` in the place of `output`; the old site comes back if the move fails."""
    output.parent.mkdir(parents=True, exist_ok=True)
    old = output.with_name(f".{output.name}.ancien")
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.rename(old)
    try:
        built.rename(output)
    except OSError:
        if old.exists():
            old.rename(output)
        raise
    shutil.rmtree(old, ignore_errors=True)
