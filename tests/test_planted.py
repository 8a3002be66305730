"""Secret counts planted in a deposit are found nowhere: not on the site, not in any output."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

import pytest
from pypdf import PdfReader

from generator import build, check
from generator.model import Status
from generator.settings import HOME
from tests.broken_deposits.broken import STOCK
from tests.broken_deposits.valid import COMMUNES, NAMES, SIREN, YEARS, write
from tests.certified import CERTIFICATE
from tests.conftest import CAP_NORD
from tests.deposits import run
from tests.small_deposits import publishable

BANDS = ("M_0_12", "M_12_24", "M_24_P")
SIZES = ("T1", "T2")
SECRET = ("44132", "T1", "M_0_12")
LARGE = (73961, 86243, 91397, 68483, 52267, 97127, 61543, 58679, 83591, 77213, 94907)
PLANTED = dict(zip(product(COMMUNES, SIZES, BANDS), (3, *LARGE), strict=True))
"""A secret of three households among large numbers that nobody would print by accident."""
PLAIN = re.compile(r"(?<!\d)\d{5,7}(?!\d)")
PARTED = re.compile(r"(?<!\d)\d{1,3}(?:[\s\u00a0\u202f.,]\d{3})+(?!\d)")


def planted() -> dict[str, bytes]:
    """Return a complete deposit whose stock of the first day holds the planted counts."""
    content = publishable()
    pages = [p for p in (CAP_NORD / "content").rglob("*") if p.is_file()]
    content |= {p.relative_to(CAP_NORD).as_posix(): p.read_bytes() for p in pages}
    own = (CAP_NORD / "mkdocs.yml").read_text(encoding="utf-8")
    content["mkdocs.yml"] = own.replace("../../..", HOME.as_posix()).encode()
    header, *rows = content[STOCK].decode().splitlines()
    others = [row for row in rows if not row.startswith(f"{YEARS[0]}-01-01")]
    content[STOCK] = "\n".join([header, *_first_day(), *others, ""]).encode()
    return content


def _first_day() -> Iterator[str]:
    for place, size, band in product(NAMES, (*SIZES, "ensemble"), (*BANDS, "ensemble")):
        communes = COMMUNES if place == SIREN else (place,)
        sizes = SIZES if size == "ensemble" else (size,)
        bands = BANDS if band == "ensemble" else (band,)
        count = sum(PLANTED[cell] for cell in product(communes, sizes, bands))
        yield f"{YEARS[0]}-01-01,{place},{NAMES[place]},{size},{band},{count},"


def numbers(text: str) -> set[int]:
    """Return the numbers of five digits or more that a text shows, however their digits are parted."""
    return {int(re.sub(r"\D", "", one)) for form in (PLAIN, PARTED) for one in form.findall(text)}


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the text of every file: pages, data, spreadsheets unzipped, PDF read."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if path.suffix == ".pdf":
            pages = PdfReader(io.BytesIO(data)).pages
            yield path.name, "\n".join(page.extract_text() for page in pages)
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name).decode("utf-8", "replace")
        else:
            yield path.relative_to(folder).as_posix(), data.decode("utf-8", "replace")


def stock(text: str) -> dict[str, int | None]:
    """Return the counts of the first day by place, size and band; None where one is secret."""
    rows = [line.split(",") for line in text.splitlines() if line.startswith(f"{YEARS[0]}-01-01")]
    return {",".join((r[1], *r[3:5])): int(r[5]) if r[5] else None for r in rows}


def telling(masked: str) -> set[int]:
    """Return the hidden numbers, and the sums of two or three of them that nothing printed says."""
    true, seen = stock(planted()[STOCK].decode()), stock(masked)
    hidden = [true[cell] or 0 for cell, value in seen.items() if value is None]
    sums = {sum(some) for size in (1, 2, 3) for some in combinations(hidden, size)}
    return {one for one in sums if one > 9999} - {value for value in seen.values() if value}


def leaks(folder: Path, wanted: set[int]) -> list[tuple[str, int]]:
    """Return where one of these numbers is shown."""
    return [(name, n) for name, text in texts(folder) for n in sorted(numbers(text) & wanted)]


def outputs(root: Path, out: Path) -> str:
    """Run every command that speaks of a deposit; return what they said, keep what they wrote."""
    out.mkdir()
    said = [
        run("check", "--root", str(root), "--summary", str(out / "resume.md"), "--annotations",
            "--report", str(out / "rapport.html"), "--json", str(out / "rapport.json"),
            "--proposals", str(out / "propositions")),
        run("build", "--root", str(root), "--output", str(out / "site"), "--summary",
            str(out / "resume-site.md"), "--json", str(out / "site.json")),
    ]  # fmt: skip
    text = "\n".join(done.stdout + done.stderr for done in said)
    (out / "dit.txt").write_text(text, encoding="utf-8")
    return text


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the masked territory, and the folder of everything that was said and built of it."""
    folder = tmp_path_factory.mktemp("semis")
    source, root, out = folder / "source", folder / "depot", folder / "sorties"
    content = planted()
    write(source, content)
    write(root, {p: data for p, data in content.items() if not p.startswith("datapackages")})
    done = run("protect", str(source), "--to", str(root))
    assert done.returncode == 0, done.stderr
    said = outputs(root, out)
    (out / "protect.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    assert (out / "site" / "index.html").is_file(), said
    return root, out


def test_the_planted_numbers_are_seen_where_they_stand(tmp_path: Path) -> None:
    """The search is no rubber stamp: it finds each number in the complete deposit, however written."""
    write(tmp_path, planted())
    assert {number for _, number in leaks(tmp_path, set(LARGE))} == set(LARGE)
    for text in ("73961", "73 961", "73\u00a0961", "73\u202f961", "73,961", "73.961"):
        assert numbers(text) == {73961}, text


def test_a_planted_number_is_shown_nowhere(protected: tuple[Path, Path]) -> None:
    """Neither the deposit, nor the site, nor a report, nor a word of any command."""
    root, out = protected
    wanted = telling((root / STOCK).read_text(encoding="utf-8"))
    assert len(wanted & set(LARGE)) >= 3
    assert leaks(root, wanted) == []
    assert leaks(out, wanted) == []


def test_the_cells_of_the_secret_are_empty_in_every_table(protected: tuple[Path, Path]) -> None:
    """Three is too small a number to be searched for: its cells are read, wherever they are."""
    root, out = protected
    start = f"{YEARS[0]}-01-01,44132,Pornichet,T1,M_0_12,"
    told = [(name, line) for folder in (root, out) for name, text in texts(folder)
            for line in text.splitlines() if line.startswith(start)]  # fmt: skip
    assert told
    assert {line.removesuffix(",données de démonstration") for _, line in told} == {
        f"{start},{Status.SECRET}"
    }


def test_the_search_fails_when_protection_is_bypassed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the rule of small counts and the attack turned off, the site shows what it was given."""
    root = write(tmp_path / "depot", planted())
    monkeypatch.setattr(check, "small_counts", lambda _: [])
    monkeypatch.setattr(check, "audited", lambda _, **__: check.Audited(CERTIFICATE, ()))
    build.build(root, tmp_path / "site")
    shown = {number for _, number in leaks(tmp_path / "site", set(LARGE))}
    assert shown == set(LARGE)


def test_the_complete_deposit_itself_is_refused_without_a_number(tmp_path: Path) -> None:
    """The refusal names the cell; neither the report nor the terminal repeats what stands there."""
    root, out = write(tmp_path / "depot", planted()), tmp_path / "sorties"
    said = outputs(root, out)
    assert "S-001" in said
    assert not (out / "site" / "index.html").exists()
    assert leaks(out, set(LARGE)) == []
