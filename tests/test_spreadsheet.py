"""From a spreadsheet to a deposit: what is certain is converted and said, what is not is refused."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import deposit, load, spreadsheet
from generator.__main__ import main
from generator.errors import DataError, ExitCode, Finding, GeneratorError, SecrecyError, Severity
from generator.settings import HOME, MAX_FILE_BYTES
from generator.spreadsheet.match import normal
from generator.spreadsheet.sentences import SENTENCES
from generator.spreadsheet.sheets import address

CONTRACT = load.contract()
HEADER = [
    "annee",
    "code_territoire",
    "nom_territoire",
    "typologie",
    "nb_nouvelles",
    "nb_nouvelles_statut",
]
ROWS: list[list[object]] = [
    [2025, "44132", "Pornichet", "T1", 24, None],
    [2025, "44132", "Pornichet", "T2", None, "secret"],
]
SHEET = "demandes_nouvelles"
CSV = "demandes/data/demandes_nouvelles.csv"


# --- makers of files --------------------------------------------------------------------------


def book(tmp_path: Path, change: Callable[[Any], object] = lambda _: None, **named: Any) -> Path:  # noqa: ANN401
    """Write a workbook of one valid sheet, after `change` did something to the sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = named.get("sheet", SHEET)
    for row in named.get("rows", [HEADER, *ROWS]):
        sheet.append(row)
    change(sheet)
    file = tmp_path / "depot.xlsx"
    made.save(file)
    return file


def edited(address: str, value: object, number_format: str = "") -> Callable[[Any], None]:
    """Return a change that writes one cell."""

    def change(sheet: Any) -> None:  # noqa: ANN401
        sheet[address] = value
        if number_format:
            sheet[address].number_format = number_format

    return change


def packed(tmp_path: Path, name: str, parts: Mapping[str, bytes]) -> Path:
    """Write an archive."""
    file = tmp_path / name
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return file


def with_part(file: Path, part: str, content: bytes) -> Path:
    """Add a part to a workbook."""
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(part, content)
    return file


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="demandes_nouvelles">{}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(tmp_path: Path, rows: str, columns: str = "") -> Path:
    """Write an OpenDocument workbook from the XML of its rows."""
    return packed(tmp_path, "depot.ods", {"content.xml": ODS.format(columns + rows).encode()})


def ods_row(values: Sequence[object], attributes: str = "") -> str:
    """Return the XML of one row."""
    cells = "".join(
        f'<table:table-cell office:value-type="float" office:value="{v}"/>' if isinstance(v, int)
        else f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>'
        if v is not None else "<table:table-cell/>"
        for v in values
    )  # fmt: skip
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def read(file: Path, **chosen: str) -> list[list[str]]:
    """Return the rows of the only table of a file, header first."""
    tables, said = spreadsheet.tables(spreadsheet.workbook(file), CONTRACT, **chosen)
    assert not any(f.severity is Severity.ERROR for f in said)
    (table,) = tables
    return [[f.name for f in table.template.fields], *(list(row) for row in table.rows)]


def findings(file: Path, **chosen: str) -> list[Finding]:
    """Return what is noted while a file is read, refused or not."""
    try:
        _, said = spreadsheet.tables(spreadsheet.workbook(file), CONTRACT, **chosen)
    except DataError as error:
        return list(error.findings)
    return list(said)


EXPECTED = [HEADER, ["2025", "44132", "Pornichet", "T1", "24", ""],
            ["2025", "44132", "Pornichet", "T2", "", "secret"]]  # fmt: skip


# --- each defect, its code and its cell -------------------------------------------------------


def _two_sheets(sheet: Any) -> None:  # noqa: ANN401
    other = sheet.parent.create_sheet("Demandes nouvelles")
    for row in [HEADER, *ROWS]:
        other.append(row)


def _hidden_sheet(sheet: Any) -> None:  # noqa: ANN401
    other = sheet.parent.create_sheet("brouillon")
    other["A1"] = "brouillon"
    other.sheet_state = "hidden"


def _large(tmp_path: Path) -> Path:
    file = tmp_path / "grand.xlsx"
    with file.open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    return file


def _written(tmp_path: Path, name: str, data: bytes) -> Path:
    file = tmp_path / name
    file.write_bytes(data)
    return file


AMBIGUOUS = ["date", "code_territoire", "nom_territoire", "nb_demandes", "nb_demandes_statut"]
DEFECTS: list[tuple[str, str, Callable[[Path], Path]]] = [
    ("X-001", "", lambda p: _written(p, "a.xlsx", b"ceci n'est pas un classeur")),
    ("X-001", "", lambda p: packed(p, "a.xlsx", {"x.txt": b"x"})),
    ("X-001", "", lambda p: packed(p, "a.ods", {"content.xml": b"<!DOCTYPE a []><a/>"})),
    ("X-001", "", lambda p: packed(p, "a.ods", {"content.xml": b"<a>"})),
    ("X-001", "", lambda p: _written(p, "a.csv", b"PK\x03\x04")),
    ("X-001", "", lambda p: _written(p, "a.csv", b"\x00\x01")),
    ("X-001", "", lambda p: _written(p, "a.csv", b'annee,"code\n')),
    ("X-002", "", lambda p: _written(
        p, "a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))),
    ("X-002", "", lambda p: packed(
        p, "a.ods", {"META-INF/manifest.xml": b"<manifest:encryption-data/>"})),
    ("X-003", "", lambda p: with_part(book(p), "xl/vbaProject.bin", b"x")),
    ("X-003", "", lambda p: with_part(ods(p, ods_row(HEADER)), "Basic/Standard/a.xml", b"<a/>")),
    ("X-003", "", lambda p: _written(p, "a.xlsm", b"PK")),
    ("X-004", "", _large),
    ("X-004", "", lambda p: packed(p, "a.ods", {"content.xml": b" " * (5 * MAX_FILE_BYTES)})),
    ("X-004", "", lambda p: ods(
        p, ods_row(HEADER) + ods_row(HEADER, 'table:number-rows-repeated="1000000"'))),
    ("X-005", "", lambda p: _written(p, "a.xls", b"\xd0\xcf\x11\xe0")),
    ("X-005", "", lambda p: _written(p, "a.pdf", b"%PDF")),
    ("X-006", "", lambda p: p / "absent.xlsx"),
    ("X-010", "", lambda p: book(p, rows=[])),
    ("X-011", "", lambda p: book(p, sheet="Feuil1", rows=[["a", "b"], [1, 2]])),
    ("X-012", "", lambda p: book(p, sheet="Feuil1", rows=[
        ["code_serie", "code_territoire", "nom_territoire", "periode", "valeur", "unite",
         "definition", "source", "source_url", "lu_le"], ["a"] * 10])),
    ("X-013", "", lambda p: book(p, _two_sheets)),
    ("X-015", "", lambda p: book(p, _hidden_sheet)),
    ("X-020", "", lambda p: book(p, sheet="Feuil1", rows=[HEADER])),
    ("X-021", "G1", lambda p: book(p, edited("G1", "Remarque"))),
    ("X-022", "G1", lambda p: book(p, edited("G1", "Année"))),
    ("X-023", "", lambda p: book(p, lambda s: s.delete_cols(1))),
    ("X-024", "G1", lambda p: book(p, edited("G2", 12))),
    ("X-030", "B2", lambda p: book(p, lambda s: s.merge_cells("B2:B3"))),
    ("X-031", "", lambda p: book(p, lambda s: setattr(s.row_dimensions[2], "hidden", True))),
    ("X-031", "", lambda p: ods(
        p, ods_row(HEADER) + ods_row(ROWS[0], 'table:visibility="filter"'))),
    ("X-032", "E1", lambda p: book(p, lambda s: setattr(s.column_dimensions["E"], "hidden", True))),
    ("X-032", "A1", lambda p: ods(
        p, ods_row(HEADER) + ods_row(ROWS[0]), '<table:table-column table:visibility="collapse"/>')),
    ("X-033", "E2", lambda p: book(p, edited("E2", "#REF!"))),
    ("X-034", "E2", lambda p: book(p, edited("E2", "=1+1"))),
    ("X-035", "C4", lambda p: book(p, lambda s: s.append([2025, None, "Total", None, 24]))),
    ("X-036", "B2", lambda p: book(p, edited("B2", 1053))),
    ("X-038", "D2", lambda p: book(p, edited("D2", datetime(2025, 3, 1)))),  # noqa: DTZ001
    ("X-039", "E2", lambda p: book(p, edited("E2", 0.12, "0%"))),
    ("X-051", "", lambda p: book(p, edited("E2", "1 234"))),
    ("X-051", "", lambda p: book(p, edited("D2", " t1 "))),
    ("X-052", "", lambda p: book(p, rows=[HEADER, ROWS[0], [], ROWS[1]])),
    ("X-053", "", lambda p: _written(
        p, "demandes_nouvelles.csv", (";".join(HEADER) + "\n2025;44132;Besné;T1;24;\n").encode())),
    ("X-054", "B1", lambda p: book(p, edited("B1", "Code INSEE"))),
    ("X-055", "", lambda p: book(p, edited("F1", None), rows=[HEADER[:5], ROWS[0][:5]])),
]  # fmt: skip
STOCK = [
    "date",
    "code_territoire",
    "nom_territoire",
    "type_demande",
    "nb_demandes",
    "nb_demandes_statut",
]
ELSEWHERE = {"X-014", "X-037", "X-040", "X-041", "X-050", "X-056", "X-057", "X-058"}
"""Codes with a test of their own below."""


@pytest.mark.parametrize(("code", "cell", "make"), DEFECTS)
def test_each_defect_is_said_once_at_its_cell(
    tmp_path: Path, code: str, cell: str, make: Callable[[Path], Path]
) -> None:
    """One defect, one sentence in French, one address."""
    try:
        said = findings(make(tmp_path))
    except GeneratorError as error:
        said = list(error.findings)
    assert [(f.code, f.cell) for f in said if f.code == code] == [(code, cell)]
    rest = {f.code for f in said} - {code}
    assert not any(SENTENCES[c].severity is Severity.ERROR for c in rest), rest


def test_every_code_of_the_import_has_its_defect() -> None:
    """No sentence is there for nothing."""
    assert {code for code, _, _ in DEFECTS} | ELSEWHERE == set(SENTENCES)


def test_an_unknown_table_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    """A slip of the keyboard in --resource gets the list."""
    (said,) = findings(book(tmp_path), resource="demandes_nouveles")
    assert (said.code, "demandes_nouvelles" in said.remedy) == ("X-014", True)


@pytest.mark.parametrize("value", [45658, "45658"])
def test_a_date_written_as_a_number_has_its_date_suggested(tmp_path: Path, value: object) -> None:
    """45658 is the 1st of January 2025 for a spreadsheet; the reader decides."""
    rows = [STOCK, [value, "44132", "Pornichet", "acces", 24, None]]
    said = findings(book(tmp_path, sheet="demandes_type", rows=rows))
    wrong = [(f.code, f.cell, f.suggestion) for f in said]
    assert wrong == [("X-037", "A2", "2025-01-01")]


def test_a_formula_with_its_result_is_read_and_said(tmp_path: Path) -> None:
    """LibreOffice saves results: the value is what the sheet shows."""
    cell = (
        '<table:table-cell table:formula="of:=12*2" office:value-type="float" office:value="24"/>'
    )
    row = ods_row(ROWS[0]).replace(
        '<table:table-cell office:value-type="float" office:value="24"/>', cell
    )
    file = ods(tmp_path, ods_row(HEADER) + row)
    assert read(file) == EXPECTED[:2]
    assert [(f.code, f.column) for f in findings(file)] == [("X-050", "nb_nouvelles")]


def test_a_lost_zero_and_a_percent_have_their_value_suggested(tmp_path: Path) -> None:
    """What can be computed is proposed, and still refused."""
    said = findings(book(tmp_path, edited("B2", 1053))) + findings(
        book(tmp_path, edited("E2", 0.12, "0%"))
    )
    assert [(f.code, f.suggestion) for f in said] == [("X-036", "01053"), ("X-039", "12")]


# --- what is accepted -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        [
            "ANNÉE",
            "Code territoire",
            "Nom  Territoire",
            "Typologie",
            "NB_NOUVELLES",
            "nb nouvelles statut",
        ],
        [
            "Année",
            "Code INSEE",
            "Commune",
            "Taille du logement",
            "Nouvelles demandes",
            "nb_nouvelles_statut",
        ],
    ],
    ids=["own", "case and accents", "aliases"],
)
def test_titles_are_recognised_as_people_write_them(tmp_path: Path, header: list[str]) -> None:
    """Case, accents, spaces and the usual other names."""
    assert read(book(tmp_path, sheet="Feuil1", rows=[header, *ROWS])) == EXPECTED


def test_columns_may_stand_in_any_order_under_a_title(tmp_path: Path) -> None:
    """People write a heading above, and move columns."""
    rows = [["Demandes de l’année"], [], HEADER[::-1], *(row[::-1] for row in ROWS)]
    assert read(book(tmp_path, rows=rows)) == EXPECTED


def test_an_alias_never_takes_the_place_of_another_column(tmp_path: Path) -> None:
    """« nom_commune » is a column of its own where the table has one."""
    communes = next(t for t in CONTRACT if t.resource == "communes")
    rows = [[f.name for f in communes.fields], [f.example for f in communes.fields]]
    table = read(book(tmp_path, sheet="communes", rows=rows))
    assert table == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_files_are_read_as_spreadsheets_save_them(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    """Any usual encoding, delimiter and line end gives the same rows."""
    rows = [HEADER, ["2025", "44013", "Besné", "T1", "1\u00a0234", ""]]
    text = end.join(delimiter.join(row) for row in rows) + end
    file = _written(tmp_path, "demandes_nouvelles.csv", text.encode(encoding))
    assert read(file) == [HEADER, ["2025", "44013", "Besné", "T1", "1234", ""]]


def test_real_dates_and_decimal_commas_take_the_form_of_a_deposit(tmp_path: Path) -> None:
    """A date cell is its day, « 30,8 » is 30.8."""
    rows = [STOCK, [date(2025, 1, 1), "44132", "Pornichet", "acces", 24, None]]
    assert read(book(tmp_path, sheet="demandes_type", rows=rows))[1][0] == "2025-01-01"
    header = ["annee", "code_territoire", "nom_territoire", "typologie", "statistique", "delai_mois",
              "delai_mois_statut"]  # fmt: skip
    rows = [header, [2025, "44132", "Pornichet", "T1", "mediane", "30,8", None]]
    assert read(book(tmp_path, sheet="delais_attributaires", rows=rows))[1][5] == "30.8"


def test_a_sheet_left_as_it_was_given_is_skipped(tmp_path: Path) -> None:
    """Nobody has to delete the sheets of tables that are not deposited."""
    file = book(tmp_path, rows=[HEADER, [2025, "44132", "Pornichet", "T1", None, None]])
    (said,) = findings(file)
    assert (said.code, said.message) == ("X-058", "Laissé de côté : 1\u00a0feuille non remplie.")


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=4))
def test_no_cell_alters_the_file_that_is_written(rows: list[list[str]]) -> None:
    """Delimiters, quotation marks and line ends in a cell stay in that cell."""
    content = spreadsheet.canonical(rows)
    assert list(csv.reader(io.StringIO(content.decode(), newline=""))) == rows


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_in_a_sheet_ends_with_rows_or_with_french_findings(name: str, title: str) -> None:
    """No cell and no title breaks the reading, whatever it holds."""
    from generator.spreadsheet.sheets import Cell, Kind, Sheet, Workbook

    cells = (
        tuple(Cell(Kind.TEXT, text) for text in [*HEADER[:5], title]),
        tuple(Cell(Kind.TEXT, text) for text in ["2025", "44132", name, "T1", "24", title]),
    )
    made = Workbook("a.xlsx", (Sheet(SHEET, cells),))
    try:
        tables, _ = spreadsheet.tables(made, CONTRACT)
    except DataError as error:
        assert {f.code for f in error.findings} <= set(SENTENCES)
        return
    assert [t.rows[0][2] for t in tables] == [name.strip(" \u00a0\u202f")]


def _valid(kind: str) -> bytes:
    """Return the bytes of a valid file."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "xlsx":
            return book(Path(folder)).read_bytes()
        if kind == "ods":
            return ods(Path(folder), ods_row(HEADER) + ods_row(ROWS[0])).read_bytes()
    return f"{','.join(HEADER)}\n2025,44132,Pornichet,T1,24,\n".encode()


VALID = {kind: _valid(kind) for kind in ("xlsx", "ods", "csv")}


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(sorted(VALID)), st.floats(0, 1, exclude_max=True), st.binary(max_size=6),
    st.integers(0, 40),
)  # fmt: skip
def test_a_damaged_file_ends_with_a_table_or_a_french_finding(
    kind: str, place: float, bytes_in: bytes, cut: int
) -> None:
    """Whatever bytes are lost or written over, nobody sees a traceback."""
    data = VALID[kind]
    at = int(place * len(data))
    with tempfile.TemporaryDirectory() as folder:
        file = _written(
            Path(folder), f"demandes_nouvelles.{kind}", data[:at] + bytes_in + data[at + cut :]
        )
        assert {f.code for f in findings(file)} <= set(SENTENCES)


def _content(xml: str) -> bytes:
    """Return the bytes of a workbook with this content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", xml)
    return stream.getvalue()


@settings(deadline=None, max_examples=100)
@given(st.floats(0, 1, exclude_max=True), st.text(max_size=6), st.integers(0, 60))
def test_a_damaged_content_inside_a_sound_archive_is_no_trap_either(
    place: float, text: str, cut: int
) -> None:
    """The same, behind the checksum of the archive."""
    xml = ODS.format(ods_row(HEADER) + ods_row(ROWS[0]))
    at = int(place * len(xml))
    with tempfile.TemporaryDirectory() as folder:
        damaged = (xml[:at] + text + xml[at + cut :]).encode("utf-8", "replace").decode()
        file = _written(Path(folder), "a.ods", _content(damaged))
        assert {f.code for f in findings(file)} <= set(SENTENCES)


@given(st.integers(1, 20_000), st.integers(1, 16_384))
def test_addresses_are_those_of_a_spreadsheet(row: int, column: int) -> None:
    """The report and the spreadsheet program name the same cell."""
    assert address(row, column) == f"{openpyxl.utils.get_column_letter(column)}{row}"


def test_normal_titles_lose_only_what_people_change() -> None:
    """T5 and T5+ stay two sizes."""
    assert [normal(t) for t in ("Année ", "CODE-insee", "T5+", "T5")] == [
        "annee", "code_insee", "t5+", "t5",
    ]  # fmt: skip


# --- import -----------------------------------------------------------------------------------


def imported(file: Path, to: Path, *options: str) -> int:
    """Run the command of the secretariat."""
    return main(["import", str(file), "--to", str(to), *options])


def test_an_import_writes_the_file_and_its_descriptor(tmp_path: Path) -> None:
    """The folder is a package: the check can read it as it is."""
    assert imported(book(tmp_path), tmp_path / "datapackages") == ExitCode.OK
    (package,) = load.packages(tmp_path)
    assert [r.name for r in package.resources] == [SHEET]
    text = (tmp_path / "datapackages" / CSV).read_text(encoding="utf-8")
    assert [row.split(",") for row in text.splitlines()] == EXPECTED


def test_what_is_read_from_the_descriptor_is_to_be_reviewed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Version, dates and method are those of the last deposit until somebody changes them."""
    imported(book(tmp_path), tmp_path / "d")
    assert "X-056" in capsys.readouterr().out


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    """Replacing years of data takes more than a slip."""
    to = tmp_path / "d"
    imported(book(tmp_path), to)
    before = (to / CSV).read_bytes()
    with pytest.raises(DataError) as refused:
        deposit.imported(deposit.Order(book(tmp_path, edited("E2", 99)), to), HOME)
    assert [f.code for f in refused.value.findings] == ["X-040"]
    assert (to / CSV).read_bytes() == before


def test_completing_keeps_the_other_years(tmp_path: Path) -> None:
    """A row of the same key is replaced, the others stay."""
    to = tmp_path / "d"
    imported(book(tmp_path), to)
    later = [HEADER, [2026, "44132", "Pornichet", "T1", 30, None], [2025, *ROWS[0][1:4], 25, None]]
    order = deposit.Order(book(tmp_path, rows=later), to, complete=True)
    said = [f.message for f in deposit.imported(order, HOME) if f.code == "X-057"]
    assert "gardées : 1 ; remplacées : 1 ; ajoutées : 1." in said[0]
    rows = [line.split(",") for line in (to / CSV).read_text(encoding="utf-8").splitlines()[1:]]
    assert [(r[0], r[3], r[4]) for r in rows] == [
        ("2025", "T1", "25"), ("2025", "T2", ""), ("2026", "T1", "30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "kind", "code", "cell"),
    [
        (edited("D2", "T9"), DataError, "D-103", "D2"),
        (edited("E2", None), DataError, "D-120", "E2"),
        (edited("E2", 3), SecrecyError, "S-001", "E2"),
        (edited("A2", "deux mille"), DataError, "D-101", "A2"),
    ],
)
def test_what_the_check_refuses_is_said_at_its_cell_and_nothing_is_written(
    tmp_path: Path, change: Callable[[Any], None], kind: type[GeneratorError], code: str, cell: str
) -> None:
    """An import that is accepted is a deposit that is; a refused one leaves no trace."""
    to = tmp_path / "d"
    with pytest.raises(kind) as refused:
        deposit.imported(deposit.Order(book(tmp_path, change), to), HOME)
    places = [(f.file, f.sheet, f.code, f.cell) for f in refused.value.findings]
    assert places == [("depot.xlsx", SHEET, code, cell)]
    assert not to.exists()


def test_one_wrong_sheet_stops_the_others_too(tmp_path: Path) -> None:
    """A package is whole or is not there."""

    def change(sheet: Any) -> None:  # noqa: ANN401
        other = sheet.parent.create_sheet("demandes_type")
        other.append(STOCK)
        other.append(["2025-01-01", "1053", "Pornichet", "acces", 24, None])

    assert imported(book(tmp_path, change), tmp_path / "d") == ExitCode.DATA
    assert not (tmp_path / "d").exists()


def test_a_table_that_the_territory_does_not_describe_is_refused(tmp_path: Path) -> None:
    """A descriptor is not invented: its counting and secrecy rules are decisions."""
    shutil.copytree(
        HOME / "tests" / "territories" / "cap-nord" / "datapackages", tmp_path / "datapackages"
    )
    rows = [["annee", "code_territoire", "nom_territoire", "nb_logements", "nb_logements_statut"],
            [2025, "44132", "Pornichet", 24, None]]  # fmt: skip
    with pytest.raises(DataError) as refused:
        order = deposit.Order(book(tmp_path, sheet="parc_commune", rows=rows), tmp_path / "d")
        deposit.imported(order, tmp_path)
    assert [f.code for f in refused.value.findings] == ["X-041"]


def test_the_report_of_an_import_can_be_a_page(tmp_path: Path) -> None:
    """The secretary reads the same report as the forge's."""
    page = tmp_path / "rapport.html"
    imported(book(tmp_path, edited("B2", 1053)), tmp_path / "d", "--report", str(page))
    text = page.read_text(encoding="utf-8")
    assert "cellule B2" in text
    assert "01053" in text


# --- the template -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the template of 2026, written by the command."""
    file = tmp_path_factory.mktemp("modele") / "modele-2026.xlsx"
    assert main(["new", "--year", "2026", "--output", str(file)]) == ExitCode.OK
    return file


def test_the_template_begins_with_a_readme_and_the_core_tables(model_file: Path) -> None:
    """What matters most comes first."""
    names = openpyxl.load_workbook(model_file).sheetnames
    assert names[:5] == ["lisez-moi", "demandes_stock", "demandes_nouvelles", "baux_delai",
                         "delais_attributaires"]  # fmt: skip
    assert names[-1] == "listes"


def test_the_template_prepares_the_rows_of_the_last_deposit(model_file: Path) -> None:
    """Same places and categories as last year, for the new year, without any number."""
    sheet = openpyxl.load_workbook(model_file)["demandes_nouvelles"]
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
    assert len(rows) == 66
    assert rows[0] == (2026, "244400644", "Saint-Nazaire Agglo", "T1", None, None)
    assert {row[4:] for row in rows} == {(None, None)}


def test_the_template_speaks_french_and_lists_what_is_allowed(model_file: Path) -> None:
    """Lists come from a hidden sheet, codes are texts, titles stay in sight."""
    made = openpyxl.load_workbook(model_file)
    sheet = made["demandes_nouvelles"]
    lists = {v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"}
    assert all(re.fullmatch(r"=?listes!\$[A-Z]+\$1:\$[A-Z]+\$\d+", text) for text in lists)
    assert len(lists) == 4
    assert made["listes"].sheet_state == "hidden"
    assert sheet.freeze_panes == "A2"
    assert sheet["B2"].number_format == "@"
    errors = {v.error for v in sheet.data_validations.dataValidation if v.error}
    assert any("Choisissez une valeur de la liste" in text for text in errors)


def test_nothing_in_the_template_is_a_formula(tmp_path: Path) -> None:
    """The name of a commune is a text, whatever it begins with."""
    root = tmp_path / "territoire"
    shutil.copytree(HOME / "datapackages", root / "datapackages")
    communes = root / "datapackages" / "territoires" / "data" / "communes.csv"
    text = communes.read_text(encoding="utf-8").replace("Besné", "=1+1")
    communes.write_text(text, encoding="utf-8")
    stock = root / "datapackages" / "demandes" / "data" / "demandes_nouvelles.csv"
    stock.write_text(f"{','.join(HEADER)}\n2025,44013,=HYPERLINK(1),T1,24,\n", encoding="utf-8")
    file = _written(tmp_path, "m.xlsx", deposit.template(root, 2026))
    cells = [c for s in openpyxl.load_workbook(file) for row in s.iter_rows() for c in row]
    assert [c.coordinate for c in cells if c.data_type == "f"] == []
    assert "=HYPERLINK(1)" in [c.value for c in cells]


def test_the_template_of_a_territory_without_history_crosses_its_communes(tmp_path: Path) -> None:
    """A first deposit finds its rows prepared too."""
    root = tmp_path / "territoire"
    shutil.copytree(HOME / "datapackages", root / "datapackages")
    for name in ("demandes_nouvelles", "demandes_stock"):
        file = root / "datapackages" / "demandes" / "data" / f"{name}.csv"
        file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    file = _written(tmp_path, "m.xlsx", deposit.template(root, 2026))
    made = openpyxl.load_workbook(file)
    news = [r for r in made["demandes_nouvelles"].iter_rows(min_row=2, values_only=True) if r[0]]
    assert len(news) == 11 * 6
    kept = {r[4] for r in made["demandes_stock"].iter_rows(min_row=2, values_only=True) if r[0]}
    assert "M_24_P" not in kept
    assert "M_120_P" in kept


def test_the_same_year_gives_the_same_bytes() -> None:
    """Two people who ask for the template get the same file."""
    assert deposit.template(HOME, 2026) == deposit.template(HOME, 2026)


@pytest.mark.parametrize("year", ["26", "deux", "20266"])
def test_a_year_that_is_none_is_a_command_that_is_not_understood(year: str) -> None:
    """Exit code 2, in French, nothing written."""
    with pytest.raises(SystemExit) as left:
        main(["new", "--year", year])
    assert left.value.code == ExitCode.USAGE


# --- a real spreadsheet program ---------------------------------------------------------------


def saved_again(file: Path, kind: str, folder: Path) -> Path:
    """Open a workbook in LibreOffice and save it as `kind`."""
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profil').as_uri()}",
         "--convert-to", kind, "--outdir", str(folder / kind), str(file)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder / kind / f"{file.stem}.{kind}"


TOTALS = {"244400644", "ensemble"}
"""What a row of totals says: they are not available here, for the check adds up their parts."""


def filled(model_file: Path, file: Path, sheets: Sequence[str]) -> dict[str, list[list[str]]]:
    """Fill some sheets of the template; return the rows that an import must give."""
    made = openpyxl.load_workbook(model_file)
    expected = {}
    for name in sheets:
        sheet = made[name]
        header = [str(cell.value) for cell in sheet[1]]
        place = header.index(next(h for h in header if h.endswith("_statut"))) - 1
        rows = []
        for number in range(2, sheet.max_row + 1):
            if sheet.cell(number, 1).value is None:
                continue
            keys = {str(sheet.cell(number, c + 1).value) for c in range(place)}
            # no total is given, so no group is known to be large enough for its delays
            hide = number % 5 == 0 or name == "delais_attributaires"
            status = "nd" if keys & TOTALS else "secret" if hide else None
            sheet.cell(number, place + 1).value = None if status else number + 20
            sheet.cell(number, place + 2).value = status
            values = [sheet.cell(number, c + 1).value for c in range(len(header))]
            rows.append(["" if v is None else str(v) for v in values])
        expected[name] = rows
    made.save(file)
    return expected


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_template_filled_and_saved_by_libreoffice_comes_back_whole(
    tmp_path: Path, model_file: Path, kind: str
) -> None:
    """Template, filling, LibreOffice, import: the tables are equal, cell by cell."""
    wanted = {
        "demandes_stock": "demandes", "demandes_nouvelles": "demandes",
        "baux_delai": "attributions", "delais_attributaires": "attributions",
    }  # fmt: skip
    expected = filled(model_file, tmp_path / "rempli.xlsx", list(wanted))
    file = saved_again(tmp_path / "rempli.xlsx", kind, tmp_path)
    assert imported(file, tmp_path / "d") == ExitCode.OK
    actual = {}
    for name, package in wanted.items():
        text = (tmp_path / "d" / package / "data" / f"{name}.csv").read_text(encoding="utf-8")
        actual[name] = list(csv.reader(io.StringIO(text)))[1:]
    assert actual == expected


def _with_defects(made: Any) -> None:  # noqa: ANN401
    """Fill a workbook with one defect per sheet, each on a table of its own."""
    period = {"annee": 2025, "date": "2025-01-01"}
    sheets = {}
    for template in CONTRACT:
        names = [f.name for f in template.fields]
        if template.package != "demandes" or names[-1] != "nb_demandes_statut":
            continue
        sheet = sheets[template.resource] = made.create_sheet(template.resource)
        sheet.append(names)
        chosen = next(f.allowed for f in template.fields if f.allowed)
        crossed = [f for f in template.fields if f.allowed and f.name in template.keys]
        for value in chosen[:3]:
            rest = [value, *(f.allowed[-1] for f in crossed[1:])]
            sheet.append([period[names[0]], "44132", "Pornichet", *rest, 24, None])
    sheets["demandes_type"].merge_cells("C2:C3")
    sheets["demandes_age"].row_dimensions[3].hidden = True
    sheets["demandes_quartile"].column_dimensions["C"].hidden = True
    sheets["demandes_composition"]["E3"] = "=1/0"
    sheets["demandes_motif"]["E3"] = 0.25
    sheets["demandes_motif"]["E3"].number_format = "0%"
    sheets["demandes_motif"]["E4"] = "=12*2"
    sheets["demandes_stock"]["B2"] = 1053
    sheets["demandes_stock"]["A3"] = 45658
    sheets["demandes_stock"]["A3"].number_format = "General"


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_defects_of_a_real_spreadsheet_program_are_seen_in_both_formats(
    tmp_path: Path, kind: str
) -> None:
    """Merged, hidden, broken, computed: LibreOffice writes them its own way."""
    made = openpyxl.Workbook()
    _with_defects(made)
    made.remove(made["Sheet"])
    made.save(tmp_path / "depot.xlsx")
    said = findings(saved_again(tmp_path / "depot.xlsx", kind, tmp_path))
    assert sorted((f.sheet, f.code, f.cell, f.suggestion) for f in said) == [
        ("demandes_age", "X-031", "", ""),
        ("demandes_composition", "X-033", "E3", ""),
        ("demandes_motif", "X-039", "E3", "25"),
        ("demandes_motif", "X-050", "", ""),
        ("demandes_quartile", "X-032", "C1", ""),
        ("demandes_stock", "X-036", "B2", "01053"),
        ("demandes_stock", "X-037", "A3", "2025-01-01"),
        ("demandes_type", "X-030", "C2", ""),
    ]


def test_libreoffice_keeps_the_lists_and_the_messages_of_the_template(
    tmp_path: Path, model_file: Path
) -> None:
    """What guides the hand is there for those without Excel too."""
    made = openpyxl.load_workbook(saved_again(model_file, "xlsx", tmp_path))
    sheet = made["demandes_nouvelles"]
    rules = sheet.data_validations.dataValidation
    assert len([r for r in rules if r.type == "list" and "listes" in r.formula1]) == 4
    assert any("Choisissez une valeur de la liste" in (r.error or "") for r in rules)
    assert made["listes"].sheet_state == "hidden"
    again = spreadsheet.workbook(saved_again(model_file, "ods", tmp_path))
    assert [s.name for s in again.sheets if s.hidden] == ["listes"]


MISTAKE = re.compile(
    r"feuille «\u202f(?P<sheet>\w+)\u202f», cellule (?P<cell>[A-Z]+\d+).*\n.*\n  → (?P<remedy>.*)"
)


def test_a_secretary_mends_five_mistakes_from_the_report_alone(
    tmp_path: Path, model_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Template, five mistakes, LibreOffice, report read, cells mended as it says, accepted.

    The hand that mends knows nothing but the report: a sheet, a cell, what to do there.
    """
    filled(model_file, tmp_path / "a.xlsx", ["demandes_nouvelles"])
    made = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = made["demandes_nouvelles"]
    sheet["D9"] = "F3"  # a size of another list
    sheet["E11"] = None  # forgotten, without a status
    sheet["E12"] = 3  # too small to be shown
    sheet["E8"].value, sheet["E8"].number_format = 0.28, "0 %"  # a percent by accident
    last = 1 + sum(1 for row in sheet.iter_rows(min_row=2, max_col=1) if row[0].value)
    sheet.cell(last + 1, 3, "Total")
    sheet.cell(last + 1, 5, 4_000)
    made.save(tmp_path / "a.xlsx")
    file, rounds = tmp_path / "a.xlsx", 0
    while (code := imported(saved_again(file, "ods", tmp_path), tmp_path / "d")) != ExitCode.OK:
        assert code in (ExitCode.DATA, ExitCode.SECRECY)
        rounds += 1
        assert rounds < 6, "the report leads nowhere"
        mended(file, capsys.readouterr().err)
    assert "Importé dans" in capsys.readouterr().out
    assert (tmp_path / "d" / CSV).exists()


def mended(file: Path, text: str) -> None:
    """Do in the workbook what the report says, cell by cell."""
    made = openpyxl.load_workbook(file)
    done = 0
    for match in MISTAKE.finditer(text):
        sheet, remedy = made[match["sheet"]], match["remedy"]
        cell = sheet[match["cell"]]
        value = re.search(r"Écrivez «\u202f([^»]*)\u202f»", remedy)
        choice = re.search(r"Choisissez parmi\u202f: ([^.]*)\.", remedy)
        status = re.search(r"écrivez «\u202f(secret)\u202f»|«\u202f(nd)\u202f»", remedy)
        if "Supprimez-la" in remedy:
            sheet.delete_rows(cell.row)
        elif status:
            cell.value = None
            sheet.cell(cell.row, cell.column + 1).value = status[1] or status[2]
        elif value:
            cell.value, cell.number_format = float(value[1]), "0"
        elif choice:
            cell.value = choice[1].split(", ")[1]
        done += 1
    assert done, text
    made.save(file)


def test_the_help_of_the_commands_is_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    """Titles of the help included."""
    for command in ("import", "new", "check"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
    text = capsys.readouterr().out
    assert not re.search(r"usage:|positional|optional|show this", text)
    assert "--complete" in text
