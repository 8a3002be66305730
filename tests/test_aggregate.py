"""A list of households becomes protected tables; nothing of a household is written or told."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import openpyxl
import pandas as pd
import pytest

from generator import aggregate, check, counting, extraction, load, secretariat
from generator.__main__ import main
from generator.errors import DataError, SecrecyError
from generator.settings import HOME
from tests.broken_deposits.valid import COMMUNES, SIREN, files, write
from tests.deposits import Json, describe

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


def book(folder: Path, *rows: Sequence[object]) -> Path:
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
    assert not tables["demandes_stock"].demonstration
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


# --- every table, against counts made by hand --------------------------------------------------

COLUMNS = (*extraction.REQUIRED, *extraction.OPTIONAL)
FEW_DOZENS: tuple[tuple[int, str], ...] = (
    (6, "44132 T1 2023-03-15 - - premiere Q1 A_M25 seul sans_logement non - - - - - -"),
    (5, "44184 T2 2022-06-15 - - mutation Q2 A_30_39 monoparental trop_petit non - - - - - -"),
    (8, "44184 T2 2022-02-15 2024-05-15 bail premiere Q1 A_25_29 seul heberge non"
        " - qpv 44132 silene ETAT dalo"),
    (7, "44132 T3 2023-11-15 2024-11-15 bail mutation Q3 A_40_49 couple_avec_enfants trop_petit non"
        " - hors_qpv 44184 cisn AL non_prioritaire"),
    (3, "44184 T2 2022-01-15 2024-02-15 bail premiere nd A_25_29 seul heberge non"
        " - hors_qpv 44184 silene ETAT prioritaire"),
    (4, "44132 T1 2021-01-15 2024-01-20 sans_bail premiere nd A_75_P seul handicap_sante oui"
        " non_renouvellement - - - - -"),
    (2, "44132 T1 2024-07-01 - - premiere Q4 A_65_74 autre autre non - - - - - -"),
)  # fmt: skip
"""Groups of the same households, thirty-five in all: how many, then their columns in order."""
THEN, NOW, YEAR = "2024-01-01", "2025-01-01", "2024"
PORNICHET, NAZAIRE = "44132", "44184"
BY_HAND: dict[str, dict[str, int]] = {
    "demandes/demandes_stock": {
        f"{THEN} {PORNICHET} T1 M_0_12": 6, f"{THEN} {NAZAIRE} T2 M_12_24": 16,
        f"{THEN} {PORNICHET} T3 M_0_12": 7, f"{THEN} {PORNICHET} T1 M_24_36": 4,
        f"{NOW} {PORNICHET} T1 M_12_24": 6, f"{NOW} {NAZAIRE} T2 M_24_36": 5,
        f"{NOW} {PORNICHET} T1 M_0_12": 2,
    },
    "demandes/demandes_type": {
        f"{THEN} {PORNICHET} premiere": 10, f"{THEN} {PORNICHET} mutation": 7,
        f"{THEN} {NAZAIRE} premiere": 11, f"{THEN} {NAZAIRE} mutation": 5,
        f"{NOW} {PORNICHET} premiere": 8, f"{NOW} {NAZAIRE} mutation": 5,
    },
    "demandes/demandes_quartile": {
        f"{THEN} {PORNICHET} Q1": 6, f"{THEN} {PORNICHET} Q3": 7, f"{THEN} {PORNICHET} nd": 4,
        f"{THEN} {NAZAIRE} Q1": 8, f"{THEN} {NAZAIRE} Q2": 5, f"{THEN} {NAZAIRE} nd": 3,
        f"{NOW} {PORNICHET} Q1": 6, f"{NOW} {PORNICHET} Q4": 2, f"{NOW} {NAZAIRE} Q2": 5,
    },
    "demandes/demandes_age": {
        f"{THEN} {PORNICHET} A_M25": 6, f"{THEN} {PORNICHET} A_40_49": 7,
        f"{THEN} {PORNICHET} A_75_P": 4, f"{THEN} {NAZAIRE} A_30_39": 5,
        f"{THEN} {NAZAIRE} A_25_29": 11, f"{NOW} {PORNICHET} A_M25": 6,
        f"{NOW} {PORNICHET} A_65_74": 2, f"{NOW} {NAZAIRE} A_30_39": 5,
    },
    "demandes/demandes_composition": {
        f"{THEN} {PORNICHET} seul": 10, f"{THEN} {PORNICHET} couple_avec_enfants": 7,
        f"{THEN} {NAZAIRE} monoparental": 5, f"{THEN} {NAZAIRE} seul": 11,
        f"{NOW} {PORNICHET} seul": 6, f"{NOW} {PORNICHET} autre": 2,
        f"{NOW} {NAZAIRE} monoparental": 5,
    },
    "demandes/demandes_motif": {
        f"{THEN} {SIREN} sans_logement": 6, f"{THEN} {SIREN} trop_petit": 12,
        f"{THEN} {SIREN} heberge": 11, f"{THEN} {SIREN} handicap_sante": 4,
        f"{NOW} {SIREN} sans_logement": 6, f"{NOW} {SIREN} trop_petit": 5, f"{NOW} {SIREN} autre": 2,
    },
    "demandes/demandes_handicap": {
        f"{THEN} {SIREN} oui": 4, f"{THEN} {SIREN} non": 29, f"{NOW} {SIREN} non": 13,
    },
    "demandes/demandes_mutations_typologie": {
        f"{THEN} {SIREN} premiere T1": 10, f"{THEN} {SIREN} premiere T2": 11,
        f"{THEN} {SIREN} mutation T2": 5, f"{THEN} {SIREN} mutation T3": 7,
        f"{NOW} {SIREN} premiere T1": 8, f"{NOW} {SIREN} mutation T2": 5,
    },
    "demandes/demandes_mutations_composition": {
        f"{THEN} {SIREN} premiere seul": 21, f"{THEN} {SIREN} mutation monoparental": 5,
        f"{THEN} {SIREN} mutation couple_avec_enfants": 7, f"{NOW} {SIREN} premiere seul": 6,
        f"{NOW} {SIREN} premiere autre": 2, f"{NOW} {SIREN} mutation monoparental": 5,
    },
    "demandes/demandes_nouvelles": {f"{YEAR} {PORNICHET} T1": 2},
    "attributions/baux_delai": {
        f"{YEAR} {NAZAIRE} T2 M_24_36": 11, f"{YEAR} {PORNICHET} T3 M_12_24": 7,
    },
    "attributions/baux_mutations": {
        f"{YEAR} {PORNICHET} premiere": 8, f"{YEAR} {NAZAIRE} mutation": 7,
        f"{YEAR} {NAZAIRE} premiere": 3,
    },
    "attributions/baux_mutations_typologie": {
        f"{YEAR} {SIREN} premiere T2": 11, f"{YEAR} {SIREN} mutation T3": 7,
    },
    "attributions/baux_mutations_composition": {
        f"{YEAR} {SIREN} premiere seul": 11, f"{YEAR} {SIREN} mutation couple_avec_enfants": 7,
    },
    "attributions/baux_qpv_quartile": {
        f"{YEAR} {PORNICHET} qpv Q1": 8, f"{YEAR} {NAZAIRE} hors_qpv Q3": 7,
        f"{YEAR} {NAZAIRE} hors_qpv nd": 3,
    },
    "attributions/baux_qpv_quartile_bailleur": {
        f"{YEAR} {SIREN} silene qpv Q1": 8, f"{YEAR} {SIREN} cisn hors_qpv autres": 7,
        f"{YEAR} {SIREN} silene hors_qpv nd": 3,
    },
    "attributions/baux_contingent_priorite": {
        f"{YEAR} {SIREN} ETAT dalo": 8, f"{YEAR} {SIREN} AL non_prioritaire": 7,
        f"{YEAR} {SIREN} ETAT prioritaire": 3,
    },
    "sorties/sorties_anciennete": {f"{YEAR} {PORNICHET} T1 M_36_48": 4},
    "sorties/sorties_motif": {f"{YEAR} {SIREN} non_renouvellement M_36_48": 4},
}  # fmt: skip


def few_dozens(folder: Path, *without: str) -> Path:
    """Return the extraction of the households above, without some of its columns."""
    order_of = ("code_commune", "typologie", "date_depot", "date_sortie", "issue", "type_demande",
                "quartile", "tranche_age", "composition", "motif_demande",
                "complement_handicap", "motif_sortie",
                "secteur_qpv", "code_commune_logement", "code_bailleur", "contingent",
                "public_prioritaire")  # fmt: skip
    assert set(order_of) == set(COLUMNS)
    kept = [place for place, name in enumerate(order_of) if name not in without]
    lines = []
    for count, told in FEW_DOZENS:
        cells = told.replace(" -", " ~").split()
        texts = ["" if cell == "~" else cell for cell in cells]
        lines += [",".join(texts[place] for place in kept)] * count
    return listed(folder, *lines, titles=",".join(order_of[place] for place in kept))


def with_handicap(descriptor: Json) -> None:
    """Declare the table of the contract that the default territory does not deposit."""
    like = next(r for r in descriptor["resources"] if r["name"] == "demandes_motif")
    text = json.dumps(like).replace("demandes_motif", "demandes_handicap")
    descriptor["resources"].append(json.loads(text.replace("motif_demande", "complement_handicap")))


def counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, file: Path, **asked: object
) -> tuple[aggregate.Aggregated, Path]:
    """Return what the command says and the complete tables, as they are before protection."""
    kept = folder / "complet"

    def keep(complete: Path, *_: object, **__: object) -> secretariat.Protected:
        shutil.copytree(complete, kept)
        masked = SimpleNamespace(primary={}, added={}, statistics=0)
        told = SimpleNamespace(masked=masked, files=(), findings=(), remembered=0)
        return cast("secretariat.Protected", told)

    monkeypatch.setattr(aggregate, "protect", keep)
    root = folder / "territoire"
    shutil.copytree(HOME / "datapackages", root / "datapackages")
    describe(root, "datapackages/demandes/datapackage.json", with_handicap)
    example = "schemas/demandes_handicap/exemple-valide.csv"
    shutil.copy(
        HOME / "datapackages/demandes" / example,
        root / "datapackages/demandes/data/demandes_handicap.csv",
    )
    one = aggregate.Order(file, folder / "depot", root, 2024, EXTRACTED, **asked)  # type: ignore[arg-type]
    return aggregate.aggregated(one), kept


def numbers(folder: Path, resource: str) -> dict[tuple[str, ...], int]:
    """Return the counts of a table that are not zero: period, place and categories."""
    package, name = resource.split("/")
    file = folder / "datapackages" / package / "data" / f"{name}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    return {(*row[:2], *row[3:-2]): int(row[-2]) for row in rows if row[-2] != "0"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[aggregate.Aggregated, Path]:
    """Return every table of the default territory, counted from the households above."""
    folder = tmp_path_factory.mktemp("main")
    with pytest.MonkeyPatch.context() as patch:
        return counted(folder, patch, few_dozens(folder))


def test_every_declared_table_is_counted_by_hand() -> None:
    """A table that is declared without counts to compare it with is not tested."""
    assert set(BY_HAND) == {one.resource for one in counting.COUNTS}


@pytest.mark.parametrize("resource", BY_HAND)
def test_a_table_holds_the_counts_made_by_hand(
    resource: str, whole: tuple[aggregate.Aggregated, Path]
) -> None:
    """Each household stands in its own cell and in every total above it, and nowhere else."""
    expected: dict[tuple[str, ...], int] = {}
    for told, count in BY_HAND[resource].items():
        period, place, *codes = told.split()
        for key in product((period,), {place, SIREN}, *((code, "ensemble") for code in codes)):
            expected[key] = expected.get(key, 0) + count
    assert numbers(whole[1], resource) == expected


def test_the_complete_tables_follow_the_contract(whole: tuple[aggregate.Aggregated, Path]) -> None:
    """Every table of the contract that can be counted is made, and accepted as it is."""
    deposit = check.tables(load.packages(whole[1]), complete=True)
    made = {one.resource.split("/")[1] for one in (*counting.COUNTS, counting.DELAYS)}
    assert made <= set(deposit.tables)
    assert whole[0].unmade == {}


def test_exact_delays_are_those_of_the_leases(whole: tuple[aggregate.Aggregated, Path]) -> None:
    """Eight waits of 27 months and three of 25; seven of 12 months: means and quartiles by hand."""
    file = whole[1] / "datapackages/attributions/data/delais_attributaires.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if row[3] == "ensemble"]
    said = {(row[1], row[4]): row[5] for row in rows}
    assert [said[NAZAIRE, name] for name in counting.STATISTICS] == ["26", "26", "27", "27"]
    assert [said[PORNICHET, name] for name in counting.STATISTICS] == ["12"] * 4
    assert [said[SIREN, name] for name in counting.STATISTICS] == ["21", "12", "25", "27"]


def test_what_is_not_made_is_said_with_the_columns_that_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secretariat learns what to ask of the national system to have the other tables."""
    file = few_dozens(tmp_path, "quartile", "code_bailleur", "code_commune_logement")
    done, _ = counted(tmp_path, monkeypatch, file)
    home = "code_commune_logement"
    assert done.unmade == {
        "demandes/demandes_quartile": ("quartile",),
        "attributions/baux_mutations": (home,),
        "attributions/baux_qpv_quartile": ("quartile", home),
        "attributions/baux_qpv_quartile_bailleur": ("code_bailleur", "quartile", home),
        "attributions/baux_contingent_priorite": (home,),
    }
    assert done.undeclared == ()
    assert {"caleol/caleol_decisions", "dalo/dalo_recours"} <= set(done.elsewhere)


def test_a_landlord_that_the_territory_does_not_know_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its leases would be in the total and under no landlord."""
    file = few_dozens(tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("silene", "inconnu"), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        counted(tmp_path, monkeypatch, file)
    assert {(f.code, f.column) for f in refused.value.findings} == {("D-902", "code_bailleur")}


@pytest.mark.parametrize("demonstration", [False, True])
def test_whether_rows_are_invented_is_a_fact_of_the_extraction(
    *, demonstration: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The descriptors of a demonstration territory serve real rows, which are never called invented."""
    done, folder = counted(tmp_path, monkeypatch, few_dozens(tmp_path), demonstration=demonstration)
    for package in ("demandes", "attributions", "sorties"):
        path = folder / "datapackages" / package / "datapackage.json"
        flags = {r["demonstration"] for r in json.loads(path.read_text())["resources"]}
        assert flags == {demonstration}
    assert bool(done.reread) is not demonstration


def test_invented_households_are_never_mixed_with_real_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real tables are already there: a reader would no longer know which households exist."""
    real = {
        n: replace(t, demonstration=False)
        for n, t in check.tables(load.packages(HOME)).tables.items()
    }
    monkeypatch.setattr(check, "sound_tables", lambda _: real)
    with pytest.raises(DataError) as refused:
        counted(tmp_path, monkeypatch, few_dozens(tmp_path), demonstration=True)
    assert [f.code for f in refused.value.findings] == ["D-910"]


def test_the_command_says_what_it_did_not_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In French, on the terminal, after what was made."""
    file = few_dozens(tmp_path, "code_bailleur")
    done, _ = counted(tmp_path, monkeypatch, file)
    monkeypatch.setattr(aggregate, "aggregated", lambda *_: done)
    code = main(["aggregate", str(file), "--to", str(tmp_path / "depot"), "--first", "2024",
                 "--extracted", "2025-02-01"])  # fmt: skip
    said = capsys.readouterr().out.replace("\u202f", " ").replace("\u00a0", " ")
    assert code == 0
    assert (
        "Pas fait : attributions/baux_qpv_quartile_bailleur ; 1 colonne absente : code_bailleur."
        in said
    )
    assert "Ne se compte pas à partir de cette extraction : " in said
    assert "À relire : producteur, méthode et titre" in said
