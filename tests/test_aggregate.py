"""A list of households becomes protected tables; nothing of a household is written or told."""

from __future__ import annotations

import csv
import subprocess
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from generator import aggregate, check, counting, extraction, load
from generator.__main__ import main
from generator.errors import DataError, SecrecyError
from tests.broken_deposits.valid import COMMUNES, SIREN, files, write

TITLES = "code_commune,typologie,date_depot,date_sortie,issue,type_demande"
GOOD = ("44132,T1,2023-05-10,,,premiere", "44184,T2,2022-12-31,2024-01-01,bail,mutation")
EXTRACTED = date(2025, 2, 1)
LISTS = extraction.Lists(
    COMMUNES, extraction.categories({"type_demande": ("premiere", "mutation")}), EXTRACTED
)
UNMISTAKABLE = "zq7391"
"""A value that stands nowhere else: it must never be repeated."""


def listed(folder: Path, *lines: str, titles: str = TITLES, name: str = "extraction.csv") -> Path:
    """Return a list of households."""
    file = folder / name
    file.write_text("\n".join([titles, *lines]) + "\n", encoding="utf-8")
    return file


def order(folder: Path, file: Path) -> aggregate.Order:
    """Return an order on the valid territory, towards a new folder."""
    root = write(folder / "territoire", files())
    return aggregate.Order(file, folder / "depot", root, 2023, EXTRACTED)


def said(file: Path) -> list[tuple[str, int, str]]:
    """Return code, line and column of what is wrong with a list; no value is told."""
    with pytest.raises(DataError) as refused:
        extraction.households(file, LISTS)
    assert UNMISTAKABLE not in repr(refused.value.findings)
    assert all(f.value == "" for f in refused.value.findings)
    return [(f.code, f.line, f.column) for f in refused.value.findings]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{UNMISTAKABLE},T1,2023-05-10,,,premiere", ("D-904", 4, "code_commune")),
        (f"44132,{UNMISTAKABLE},2023-05-10,,,premiere", ("D-902", 4, "typologie")),
        (f"44132,T1,{UNMISTAKABLE},,,premiere", ("D-903", 4, "date_depot")),
        ("44132,T1,,,,premiere", ("D-903", 4, "date_depot")),
        (f"44132,T1,2023-05-10,{UNMISTAKABLE},bail,premiere", ("D-903", 4, "date_sortie")),
        ("44132,T1,2024-05-10,2024-05-09,bail,premiere", ("D-905", 4, "date_sortie")),
        ("44132,T1,2025-02-02,,,premiere", ("D-905", 4, "date_depot")),
        ("44132,T1,2023-05-10,2024-05-09,,premiere", ("D-906", 4, "issue")),
        ("44132,T1,2023-05-10,,bail,premiere", ("D-906", 4, "issue")),
        (f"44132,T1,2023-05-10,,,{UNMISTAKABLE}", ("D-902", 4, "type_demande")),
        (f"44132,T1,2023-05-10,,,premiere,{UNMISTAKABLE}", ("D-908", 4, "")),
    ],
)
def test_a_wrong_line_is_told_by_its_place_alone(
    tmp_path: Path, line: str, expected: tuple[str, int, str]
) -> None:
    """Line and column are enough to mend it; what stands there may be personal."""
    assert said(listed(tmp_path, *GOOD, line)) == [expected]


def test_titles_that_leave_a_doubt_are_refused(tmp_path: Path) -> None:
    """A missing title, a title twice, no line at all."""
    short = listed(tmp_path, "44132,T1", titles="code_commune,typologie")
    assert {code for code, _, _ in said(short)} == {"D-901"}
    twice = listed(tmp_path, "44132,T1,2023-05-10,,,T2", titles=f"{TITLES[:50]},typologie")
    assert {code for code, _, _ in said(twice)} >= {"D-909"}
    assert said(listed(tmp_path)) == [("D-907", 0, "")]


def test_a_first_line_that_is_a_household_is_not_repeated(tmp_path: Path) -> None:
    """Without titles, the first line is a household: the columns that are named are ours."""
    file = listed(tmp_path, titles=f"{UNMISTAKABLE},T1,2023-05-10,,,premiere")
    with pytest.raises(DataError) as refused:
        extraction.households(file, LISTS)
    assert UNMISTAKABLE not in repr(refused.value.findings)


def test_a_workbook_is_read_and_its_hidden_rows_refused(tmp_path: Path) -> None:
    """Dates and codes of a spreadsheet are those of the CSV; a filter would lose households."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(TITLES.split(","))
    sheet.append([44132, "T1", date(2023, 5, 10), None, None, "premiere"])
    book.save(tmp_path / "a.xlsx")
    seen = extraction.households(tmp_path / "a.xlsx", LISTS)
    plain = extraction.households(listed(tmp_path, GOOD[0]), LISTS)
    pd.testing.assert_frame_equal(seen, plain)
    sheet.row_dimensions[2].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert said(tmp_path / "a.xlsx") == [("D-907", 0, "")]


def book(folder: Path, *rows: list[object]) -> Path:
    """Return a workbook of households."""
    made = openpyxl.Workbook()
    for row in (TITLES.split(","), *rows):
        made.active.append(row)
    made.save(folder / "extraction.xlsx")
    return folder / "extraction.xlsx"


@pytest.mark.parametrize(
    ("row", "column", "cell"),
    [
        (["44132", "T1", "2023-05-10", "=B1", None, "premiere"], "date_sortie", "D3"),
        (["44132", '=IF(1,"T1")', "2023-05-10", None, None, "premiere"], "typologie", "B3"),
    ],
)
def test_a_formula_that_was_never_computed_is_refused(
    tmp_path: Path, row: list[object], column: str, cell: str
) -> None:
    """It is no empty cell: a household would wait for ever. Sheet, cell and remedy are told."""
    good = ["44132", "T1", "2023-05-10", None, None, "premiere"]
    with pytest.raises(DataError) as refused:
        extraction.households(book(tmp_path, good, row), LISTS)
    (told,) = refused.value.findings
    assert (told.code, told.file, told.line) == ("X-034", "extraction.xlsx", 3)
    assert (told.sheet, told.column, told.cell) == ("Sheet", column, cell)
    assert told.value == ""
    assert "enregistrez-le" in told.remedy


def test_lines_of_formulas_alone_are_not_taken_for_empty_ones(tmp_path: Path) -> None:
    """Neither a title nor a whole line may be lost; a formula in error is told as such."""
    file = book(tmp_path, [f"=Autre!{letter}2" for letter in "ABCDEF"])
    assert said(file) == [("X-034", 2, name) for name in sorted(TITLES.split(","))]
    made = openpyxl.load_workbook(file)
    made.active.delete_rows(2)
    made.active["F1"] = '=CONCATENATE("type_demande")'
    made.active["G1"] = "#REF!"
    made.save(file)
    assert said(file) == [("X-033", 1, ""), ("X-034", 1, "")]


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    """Spreadsheets save « =IF(A2="";"";A2) » with an empty text: it is computed, and empty."""
    file = book(tmp_path, ["44132", "T1", "2023-05-10", '=""', None, "premiere"])
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<c r="D2">', b'<c r="D2" t="str">')
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert list(extraction.households(file, LISTS)["date_sortie"]) == [None]


def test_households_are_counted_where_and_when_they_wait(tmp_path: Path) -> None:
    """Who leaves on 1 January still waits that day; each stock follows from the one before."""
    people = extraction.households(listed(tmp_path, *GOOD), LISTS)
    facts = counting.events(people, [2023, 2024])
    codes = {"anciennete": counting.BANDS, "typologie": counting.SIZES}
    frame = counting.Frame(SIREN, {SIREN: "Agglo", **COMMUNES}, [2023, 2024], codes)
    stock = next(c for c in counting.COUNTS if c.resource.endswith("demandes_stock"))
    rows = counting.rows_of(stock, facts["stock"], frame)
    shown = {row[:2] + row[3:5]: row[5] for row in rows if row[5] != "0" and row[1] != SIREN}
    assert shown == {
        ("2023-01-01", "44184", "T2", "M_0_12"): "1",
        ("2023-01-01", "44184", "T2", "ensemble"): "1",
        ("2023-01-01", "44184", "ensemble", "M_0_12"): "1",
        ("2023-01-01", "44184", "ensemble", "ensemble"): "1",
        ("2024-01-01", "44132", "T1", "M_0_12"): "1",
        ("2024-01-01", "44132", "T1", "ensemble"): "1",
        ("2024-01-01", "44132", "ensemble", "M_0_12"): "1",
        ("2024-01-01", "44132", "ensemble", "ensemble"): "1",
        ("2024-01-01", "44184", "T2", "M_12_24"): "1",
        ("2024-01-01", "44184", "T2", "ensemble"): "1",
        ("2024-01-01", "44184", "ensemble", "M_12_24"): "1",
        ("2024-01-01", "44184", "ensemble", "ensemble"): "1",
        ("2025-01-01", "44132", "T1", "M_12_24"): "1",
        ("2025-01-01", "44132", "T1", "ensemble"): "1",
        ("2025-01-01", "44132", "ensemble", "M_12_24"): "1",
        ("2025-01-01", "44132", "ensemble", "ensemble"): "1",
    }
    whole = {row[0]: row[5] for row in rows if row[1] == SIREN and row[3:5] == ("ensemble",) * 2}
    assert whole == {"2023-01-01": "1", "2024-01-01": "2", "2025-01-01": "1"}
    assert len(rows) == 3 * 3 * 6 * 8


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2023, 1, 31), date(2023, 2, 28), Fraction(1)),
        (date(2024, 1, 31), date(2024, 2, 28), Fraction(28, 29)),
        (date(2023, 5, 10), date(2024, 5, 10), Fraction(12)),
        (date(2023, 5, 10), date(2024, 5, 9), 11 + Fraction(29, 30)),
        (date(2023, 12, 31), date(2024, 1, 1), Fraction(1, 31)),
        (date(2023, 5, 10), date(2023, 5, 10), Fraction(0)),
    ],
)
def test_a_duration_is_whole_months_and_a_share_of_the_next(
    start: date, end: date, months: Fraction
) -> None:
    """Twelve months to the day are twelve months, whatever their days."""
    assert counting.months_between(start, end) == months


def test_a_band_begins_with_its_first_month_and_the_half_goes_up() -> None:
    """Exactly twelve months are of the second band; 22.5 is printed 23."""
    assert counting.band_of(Fraction(12)) == "M_12_24"
    assert counting.band_of(12 - Fraction(1, 31)) == "M_0_12"
    assert counting.band_of(Fraction(500)) == "M_120_P"
    assert [counting.rounded(Fraction(n, 2)) for n in (45, 46, 47)] == [23, 23, 24]
    found = counting.statistics([Fraction(n) for n in (4, 1, 2, 3)])
    assert list(found.values()) == [Fraction(5, 2), Fraction(7, 4), Fraction(5, 2), Fraction(13, 4)]


def test_a_list_in_a_work_tree_is_refused(tmp_path: Path) -> None:
    """Even a file that the forge ignores: one line of settings would publish it."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("*.csv\n")
    with pytest.raises(SecrecyError) as refused:
        aggregate.aggregated(order(tmp_path, listed(tmp_path, *GOOD)))
    assert [f.code for f in refused.value.findings] == ["S-023"]
    assert not (tmp_path / "depot").exists()


def test_a_list_beside_what_is_published_is_refused(tmp_path: Path) -> None:
    """A list inside the folder to publish would leave with it; a filled folder is not replaced."""
    one = order(tmp_path, listed(tmp_path, *GOOD))
    for bad, code in ((tmp_path, "S-023"), (one.root, "S-024")):
        with pytest.raises(SecrecyError) as refused:
            aggregate.refuse_rows(one.file, bad)
        assert [f.code for f in refused.value.findings] == [code]


def test_a_list_without_a_whole_year_is_refused(tmp_path: Path) -> None:
    """The year of the extraction is not over: it is never counted."""
    one = order(tmp_path, listed(tmp_path, *GOOD))
    late = aggregate.Order(one.file, one.to, one.root, 2025, EXTRACTED)
    with pytest.raises(DataError) as refused:
        aggregate.aggregated(late)
    assert [f.code for f in refused.value.findings] == ["D-907"]


def households() -> list[str]:
    """Return a hundred and fifty households, two hundredths of whom are a small group."""
    lines = []
    for number in range(150):
        place, size = ("44184", "T2") if number % 3 else ("44132", "T1")
        filed = date(2022, 1 + number % 12, 1 + number % 28)
        left = date(2024, 1 + number % 12, 28) if number % 2 else None
        issue = ("bail" if number % 4 == 1 else "sans_bail") if left else ""
        lines.append(f"{place},{size},{filed},{left or ''},{issue},premiere")
    return lines


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of protected tables made from a list, by the command."""
    folder = tmp_path_factory.mktemp("agregat")
    one = order(folder, listed(folder, *households()))
    code = main(["aggregate", str(one.file), "--to", str(one.to), "--territory", str(one.root),
                 "--first", "2024", "--extracted", "2025-02-01"])  # fmt: skip
    assert code == 0
    return one.to


def test_the_package_is_a_deposit_that_the_check_accepts(made: Path) -> None:
    """What was written passes the same check as any deposit, and its attack."""
    packages = load.packages(made)
    tables = check.tables(packages).tables
    check.audited(tables)
    assert {"demandes_stock", "demandes_nouvelles", "baux_delai", "delais_attributaires",
            "sorties_anciennete"} <= set(tables)  # fmt: skip
    assert tables["demandes_stock"].demonstration
    assert tables["demandes_stock"].counting.date_extraction == "2025-02-01"


def test_no_line_of_the_list_is_written(made: Path) -> None:
    """Neither a day of the list nor its columns stand in any file."""
    wrote = [p.read_text(encoding="utf-8") for p in made.rglob("*") if p.is_file()]
    days = {line.split(",")[2] for line in households()} - {"2022-01-01"}
    assert not [day for day in days if any(day in text for text in wrote)]
    assert not [name for name in ("date_depot", "date_sortie") if any(name in t for t in wrote)]


def test_what_is_shown_is_what_was_counted(made: Path) -> None:
    """A visible number is the number of households; the total of the authority is kept."""
    with (made / "datapackages/demandes/data/demandes_stock.csv").open(encoding="utf-8") as stream:
        rows = {tuple(row[:2] + row[3:5]): row[5] for row in csv.reader(stream)}
    people = [line.split(",") for line in households()]
    waiting = [p for p in people if not p[3] or p[3] >= "2025-01-01"]
    assert rows["2024-01-01", SIREN, "ensemble", "ensemble"] == "150"
    assert rows["2025-01-01", SIREN, "ensemble", "ensemble"] == str(len(waiting))


def test_help_names_every_column(capsys: pytest.CaptureFixture[str]) -> None:
    """A secretariat learns the titles of its list from the command."""
    with pytest.raises(SystemExit):
        main(["aggregate", "--help"])
    told = capsys.readouterr().out
    assert [n for n in (*extraction.REQUIRED, *extraction.OPTIONAL) if n not in told] == []


def test_tables_that_are_not_proven_safe_are_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without time for the attack nothing is proven: a French refusal, and no file."""
    one = order(tmp_path, listed(tmp_path, *households()))
    code = main(["aggregate", str(one.file), "--to", str(one.to), "--territory", str(one.root),
                 "--first", "2024", "--extracted", "2025-02-01", "--seconds", "0"])  # fmt: skip
    assert code == 4
    assert not (one.to / "datapackages").exists()
    assert "Traceback" not in capsys.readouterr().err
