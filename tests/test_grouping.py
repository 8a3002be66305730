"""Grouping leaves out the detail of communes, and nothing else: totals were rows already."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import build, secretariat
from generator.__main__ import main
from generator.equations import DELAYS, LEASES, STOCK
from generator.grouping import Wish
from generator.model import Table, Tables
from generator.settings import HOME
from tests.broken_deposits.valid import COMMUNES, SIREN, files, write
from tests.conftest import CAP_NORD
from tests.small_deposits import read, small

NARROW = "\u202f"


def rows(table: Table) -> list[tuple[object, ...]]:
    """Return the rows of a table, without the numbers of their lines."""
    return list(table.frame.fillna("").itertuples(index=False, name=None))


def protected(folder: Path, *group: tuple[str, str]) -> tuple[Tables, Tables]:
    """Return the complete tables of the valid deposit, and those published once grouped."""
    complete = write(folder / "complet", files())
    wishes = secretariat.Wishes(group=tuple(Wish(*pair) for pair in group))
    secretariat.protect(complete, folder / "depot", wishes=wishes)
    return read(complete, complete=True), read(folder / "depot")


def test_a_grouped_dimension_stays_for_the_whole_territory_only(tmp_path: Path) -> None:
    """Rows of communes keep the margin; every row of the whole, and every other table, stay."""
    before, after = protected(tmp_path, (STOCK, "anciennete"))
    kept = [
        row for row, place, age in zip(
            rows(before[STOCK]), before[STOCK].frame["code_territoire"],
            before[STOCK].frame["anciennete"], strict=True,
        ) if place == SIREN or age == "ensemble"
    ]  # fmt: skip
    assert rows(after[STOCK]) == kept
    assert len(kept) < len(before[STOCK].frame)
    others = {n: rows(t) for n, t in before.items() if n != STOCK}
    assert {n: rows(t) for n, t in after.items() if n != STOCK} == others


@pytest.mark.parametrize("word", ["commune", "code_territoire"])
def test_grouping_communes_leaves_the_whole_alone(tmp_path: Path, word: str) -> None:
    """Where even a commune is too small, only rows of the whole territory are published."""
    before, after = protected(tmp_path, ("baux_qpv_quartile", word))
    frame = before["baux_qpv_quartile"].frame
    assert len(after["baux_qpv_quartile"].frame) == (frame["code_territoire"] == SIREN).sum()
    assert set(after["baux_qpv_quartile"].frame["code_territoire"]) == {SIREN}


@pytest.mark.parametrize(
    ("dimension", "communes"), [("typologie", True), ("delai", False), ("commune", False)]
)
def test_delays_follow_the_leases_that_they_describe(
    tmp_path: Path, dimension: str, *, communes: bool
) -> None:
    """No statistic stays for a group whose leases, or whose bands, are no longer counted."""
    content = files()
    path = f"datapackages/attributions/data/{DELAYS}.csv"
    line = "2024,44132,Pornichet,T1,moyenne,18.5,\n"
    content[path] += line.encode()
    complete = write(tmp_path / "complet", content)
    wishes = secretariat.Wishes(group=(Wish(LEASES, dimension),))
    secretariat.protect(complete, tmp_path / "depot", wishes=wishes)
    text = (tmp_path / "depot" / path).read_text()
    assert line not in text
    assert any(f",{code}," in text for code in COMMUNES) == communes
    assert f"2024,{SIREN}," in text


def test_the_command_groups_then_says_what_it_saved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A small count that is no longer told needs no mask: what is published has nothing to hide."""
    complete = write(tmp_path / "complet", small(first=3))
    to = tmp_path / "depot"
    asked = ["--group", "demandes_nouvelles=typologie"]
    assert main(["protect", str(complete), "--to", str(to), *asked]) == 0
    text = (to / "datapackages/demandes/data/demandes_nouvelles.csv").read_text()
    assert text.splitlines()[1:] == [
        "2024,44132,Pornichet,ensemble,53,",
        "2024,44184,Saint-Nazaire,ensemble,130,",
        f"2024,{SIREN},Saint-Nazaire Agglo,T1,63,",
        f"2024,{SIREN},Saint-Nazaire Agglo,T2,120,",
        f"2024,{SIREN},Saint-Nazaire Agglo,ensemble,183,",
    ]
    said = capsys.readouterr().out
    expected = (
        f"demandes_nouvelles, «{NARROW}typologie{NARROW}» non détaillé par commune{NARROW}: "
        f"4\u00a0lignes retirées{NARROW}; 0\u00a0nombre caché, au lieu de 1 au moins."
    )
    assert said.splitlines()[0] == expected


def test_a_grouped_deposit_is_accepted_by_the_check(tmp_path: Path) -> None:
    """Several groupings at once, read again from the files with the texts of the territory."""
    protected(tmp_path, (STOCK, "anciennete"), (LEASES, "typologie"), (LEASES, "delai"),
              ("demandes_nouvelles", "commune"))  # fmt: skip
    texts = {path: data for path, data in files().items() if not path.startswith("datapackages/")}
    root = write(tmp_path / "depot", texts)
    assert [f.code for f in build.checked(root).findings] == []


def test_a_grouping_that_is_not_understood_is_refused_as_a_command(tmp_path: Path) -> None:
    """Without the equals sign, nothing is even read."""
    for asked in ("baux_delai", "=typologie", "baux_delai="):
        with pytest.raises(SystemExit) as left:
            main(["protect", str(tmp_path), "--to", str(tmp_path / "depot"), "--group", asked])
        assert left.value.code == 2


@pytest.mark.site
def test_pages_of_communes_say_that_the_detail_is_not_published(tmp_path: Path) -> None:
    """A size that is no longer told is not « not sent »; the total and the whole still are."""
    complete, root = tmp_path / "complet", tmp_path / "tests" / "territories" / "cap-nord"
    shutil.copytree(CAP_NORD, complete)
    shutil.copy(HOME / "mkdocs.yml", tmp_path)  # its own settings inherit from three folders up
    wishes = secretariat.Wishes(group=(Wish(LEASES, "typologie"),))
    secretariat.protect(complete, root, wishes=wishes)
    shutil.copytree(CAP_NORD / "content", root / "content")
    shutil.copy(CAP_NORD / "mkdocs.yml", root)
    build.build(root, tmp_path / "site")
    page = (tmp_path / "site/communes/97201-l-ajoupa-bouillon/index.html").read_text("utf-8")
    assert "n’est pas publié à ce niveau de détail" in page
    assert "pas été transmis" not in page
    assert "Le tableau publié ne donne pas ce détail" in page
