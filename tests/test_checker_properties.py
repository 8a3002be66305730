"""Whatever is deposited, the checker ends with a verdict in French and never changes a number."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package as Judge
from frictionless import system
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import check, load
from generator.check.guard import personal
from generator.check.table import examined
from generator.errors import DataError, Finding, GeneratorError
from generator.model import Package
from generator.settings import HOME
from tests.broken_deposits.valid import files, write

ENGLISH = re.compile(
    r"\b(the|is|not|row|cell|field|type|error|constraint|missing|value is|expected|invalid)\b",
    re.IGNORECASE,
)
NUMBERS = "datapackages/parc/data/parc_commune.csv"
SPACES = " \t\u00a0\u202f\u2007\u2009"
BASE = {p: c for p, c in files().items() if "/parc/" in p or "/territoires/" in p}
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def judged(content: dict[str, bytes]) -> tuple[tuple[Finding, ...], dict[str, pd.DataFrame] | None]:
    """Return what is said of a deposit, and its tables when it is accepted."""
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), content)
        try:
            packages, unread = load.readable(root)
            checked = check.tables(packages, unread=unread)
        except GeneratorError as error:
            return error.findings, None
        return checked.findings, {n: t.frame for n, t in checked.tables.items()}


def written(content: bytes, encoding: str = "utf-8-sig", delimiter: str = ",") -> pd.DataFrame:
    """Return the rows of a file as a person reads them: no type, spaces around left out."""
    rows = list(csv.reader(io.StringIO(content.decode(encoding), newline=""), delimiter=delimiter))
    return pd.DataFrame([[c.strip(SPACES) for c in row] for row in rows[1:]], columns=rows[0])


def in_french(findings: tuple[Finding, ...]) -> bool:
    """Return whether no sentence of ours is English; words of the deposit are left out."""
    own = [f.message.replace(f.value, "") + f.remedy for f in findings if "«" not in f.message]
    return not any(ENGLISH.search(sentence) for sentence in own)


def agrees(frame: pd.DataFrame, rows: pd.DataFrame) -> bool:
    """Return whether an accepted table says what was written, cell by cell."""
    if len(frame) != len(rows) or set(frame.columns) != set(rows.columns):
        return False
    return all(
        _same(value, text)
        for name in frame.columns
        for value, text in zip(frame[name], rows[name], strict=True)
    )


def _same(value: object, text: str) -> bool:
    if value is pd.NA:
        return text == ""
    if isinstance(value, str):
        return value == text
    plain = re.sub(r"[\u00a0\u202f\u2009]", "", text)
    return float(str(value)) == float(plain.replace(",", "."))


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["12,5", "1 234", "1\u202f234", "1_000", "NaN", "inf", "1e3", "٣", "=1+1", "::error::x",
         "<b>", "\u202e", "true", "", "  600 ", "600.0", "0600", "-1", "Total", "jean@exemple.fr"]
    ),
)  # fmt: skip


@QUICK
@given(st.integers(0, 9), st.integers(0, 4), CELLS)
@example(1, 3, "1_000")
@example(1, 3, "0600")
def test_any_cell_is_refused_or_kept_as_it_was_written(row: int, column: int, cell: str) -> None:
    """One cell of a register of counts is replaced: a verdict, in French, and no other number."""
    rows = list(csv.reader(io.StringIO(BASE[NUMBERS].decode())))
    rows[row][column] = cell
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    content = stream.getvalue().encode("utf-8", "replace")
    findings, tables = judged({**BASE, NUMBERS: content})
    assert in_french(findings)
    if tables is not None and row > 0:
        assert agrees(tables["parc_commune"], written(content))
    if personal(cell) and cell:
        assert not any(cell in repr(finding) for finding in findings)


@QUICK
@given(st.integers(0, len(BASE[NUMBERS]) - 1), st.binary(min_size=0, max_size=3), st.integers(0, 3))
def test_any_damaged_byte_is_refused_or_changes_nothing(at: int, put: bytes, cut: int) -> None:
    """Bytes are changed, lost or added anywhere in a file."""
    content = BASE[NUMBERS][:at] + put + BASE[NUMBERS][at + cut :]
    findings, tables = judged({**BASE, NUMBERS: content})
    assert in_french(findings)
    if tables is not None and not {f.code for f in findings} & {"D-202", "D-208", "D-203"}:
        assert agrees(tables["parc_commune"], written(content))


@QUICK
@given(st.data())
def test_any_descriptor_gets_a_verdict(data: st.DataObject) -> None:
    """A descriptor is cut or its words replaced: a verdict, never a traceback."""
    path = "datapackages/parc/datapackage.json"
    text = BASE[path].decode()
    values = re.findall(r'"[^"]*"|true|false|\[\]|null', text)
    old = data.draw(st.sampled_from(values))
    new = data.draw(
        st.sampled_from(['"x"', "3", "null", "[]", "{}", '"../x"', "1e999", '"\\ud800"', ""])
    )
    findings, _ = judged({**BASE, path: text.replace(old, new, 1).encode()})
    assert in_french(findings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_dress_of_a_file_gives_the_same_table(
    encoding: str, delimiter: str, end: str
) -> None:
    """A file is the same table whatever its encoding, its separator and its ends of line."""
    plain = BASE[NUMBERS].decode()
    dressed = plain.replace(",", delimiter).replace("\n", end).encode(encoding)
    findings, tables = judged({**BASE, NUMBERS: dressed})
    _, expected = judged(BASE)
    assert tables is not None
    assert expected is not None
    pd.testing.assert_frame_equal(tables["parc_commune"], expected["parc_commune"])
    assert all(f.code.startswith("D-20") for f in findings)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("annee", "ANNÉE").replace("nb_logements,", "Nb logements,"),
        lambda t: t.replace("code_territoire", "Code INSEE").replace("nom_territoire", "Commune"),
        lambda t: t.replace(",600,", ', "600 " ,').replace(' ,', ',').replace(', "', ',"'),
    ],
)  # fmt: skip
def test_titles_and_spaces_are_recognised_and_said(change: Callable[[str], str]) -> None:
    """What is converted is said, and the table is the one that was meant."""
    findings, tables = judged({**BASE, NUMBERS: change(BASE[NUMBERS].decode()).encode()})
    _, expected = judged(BASE)
    assert findings
    assert tables is not None
    assert expected is not None
    pd.testing.assert_frame_equal(tables["parc_commune"], expected["parc_commune"])


# --- the reference judge ------------------------------------------------------------------------

OURS = {"D-101": "cell", "D-102": "cell", "D-103": "cell", "D-117": "cell", "D-118": "cell",
        "D-104": "primary-key", "D-105": "foreign-key", "D-106": "missing-cell",
        "D-107": "extra-cell", "D-108": "blank-row", "D-213": "missing-cell"}  # fmt: skip
THEIRS = {"type-error": "cell", "constraint-error": "cell"}


def by_us(package: Package) -> set[tuple[str, int, str]]:
    """Return what our checker refuses of the structure of a package: kind, row, column."""
    from generator.check.table import references

    seen = {r.name: examined(package, r) for r in package.resources}
    findings = [f for one in seen.values() for f in [*one.findings, *references(one, seen)]]
    return {
        (OURS[f.code], f.line, f.column if OURS[f.code] == "cell" else "")
        for f in findings
        if f.code in OURS
    }


def by_the_judge(package: Package) -> set[tuple[str, int, str]]:
    """Return what frictionless refuses of the same package."""
    descriptor: dict[str, list[dict[str, object]]] = {"resources": []}
    for resource in package.resources:
        entry = {**resource.descriptor, "schema": dict(resource.schema)}
        descriptor["resources"].append(entry)
    with system.use_context(trusted=False):
        report = Judge.from_descriptor(descriptor, basepath=str(package.folder)).validate()
    found = set()
    for error in (e.to_descriptor() for task in report.tasks for e in task.errors):
        kind = THEIRS.get(error["type"], error["type"])
        if not (kind == "primary-key" and not any(error.get("cells", ()))):
            column = error.get("fieldName", "") if kind == "cell" else ""
            found.add((kind, int(error["rowNumber"]), column))
    return found


FAULTS = st.sampled_from(["", "x", "-5", "2024", "44132", "244400644", "600", "nd", "F3", "12.5"])


@example(cells=[], rows=[(1, "short"), (2, "twice")])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 4), FAULTS), max_size=4),
       st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["short", "long", "blank", "twice"])),
                max_size=2))  # fmt: skip
def test_our_verdicts_are_those_of_frictionless(
    cells: list[tuple[int, int, str]], rows: list[tuple[int, str]]
) -> None:
    """On what both can judge, the same rows and the same cells are refused."""
    table = list(csv.reader(io.StringIO(BASE[NUMBERS].decode())))
    for row, column, cell in cells:
        table[row][column] = cell
    for row, fault in rows:
        if table[row] and fault == "short":
            table[row] = table[row][:-1]
        elif fault == "long":
            # a blank row stays one to the other judge, whatever stands beyond its columns
            table[row] = [*table[row], "x"] if any(table[row]) else table[row]
        else:
            table[row] = [""] * 5 if fault == "blank" else list(table[1])
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(table)
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), {**BASE, NUMBERS: stream.getvalue().encode()})
        package = next(p for p in load.readable(root)[0] if p.name == "parc")
        assert keyed(by_us(package)) == keyed(by_the_judge(package))


def keyed(verdicts: set[tuple[str, int, str]]) -> set[tuple[str, int, str]]:
    """Return verdicts without the key of a row of the wrong length: we stop at its length."""
    misshapen = {row for kind, row, _ in verdicts if kind in ("missing-cell", "extra-cell")}
    return {v for v in verdicts if v[0] != "primary-key" or v[1] not in misshapen}


def test_the_judge_agrees_on_the_deposits_of_the_project() -> None:
    """Both accept every package of the demonstration."""
    for root in (HOME, HOME / "tests" / "territories" / "cap-nord"):
        for package in load.packages(root):
            assert by_us(package) == by_the_judge(package) == set()


# --- hostile deposits ---------------------------------------------------------------------------


def test_a_link_out_of_the_package_is_not_followed(tmp_path: Path) -> None:
    """A link to a file of the machine is refused by its place, without being opened."""
    root = write(tmp_path, BASE)
    (root / NUMBERS).unlink()
    (root / NUMBERS).symlink_to("/etc/hostname")
    with pytest.raises(DataError) as refused:
        load.packages(root)
    assert [f.code for f in refused.value.findings] == ["D-001"]


def test_a_bar_in_a_text_is_no_attack(tmp_path: Path) -> None:
    """A vertical bar is a sign like another; the reports escape it."""
    path = "datapackages/instances/data/seances.csv"
    content = files()
    content[path] = content[path].replace("Réunion de".encode(), "Réunion | de".encode())
    packages, _ = load.readable(write(tmp_path, content))
    assert check.tables(packages).findings == ()


@pytest.mark.parametrize(
    "value",
    ["jean.dupont@exemple.fr", "06 12 34 56 78", "185057800608436", "12 rue des Lilas",
     "FR76 3000 6000 0112 3456 7890 189", "Mme Dupont"],
)  # fmt: skip
@pytest.mark.parametrize("row", [0, 1, 5])
@pytest.mark.parametrize("column", [0, 1, 2, 3, 4])
def test_a_personal_value_is_never_repeated(value: str, row: int, column: int) -> None:
    """Wherever it stands, title included, no finding repeats it, not even in part."""
    table = list(csv.reader(io.StringIO(BASE[NUMBERS].decode())))
    table[row][column] = value
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(table)
    findings, tables = judged({**BASE, NUMBERS: stream.getvalue().encode()})
    assert tables is None
    assert any(f.code.startswith("D-70") or f.code.startswith("D-71") for f in findings)
    assert not any(value in repr(f) or value.rpartition(" ")[2] in repr(f) for f in findings)
