"""The gate: a proof that a pencil can check, and a check that agrees with listing every table."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator import build, check, disclosure, kept, load, masking
from generator.__main__ import main
from generator.check import audit
from generator.disclosure import BlockVerdicts, Verdict
from generator.disclosure.system import FAR
from generator.equations import DELAYS, LEASES, Cell, Knowledge, knowledge
from generator.errors import ContentError, ExitCode, Finding, SecrecyError, Severity
from generator.model import Table, Tables
from generator.settings import EPCI_ONLY
from generator.versions import differences
from tests.broken_deposits.broken import NEW
from tests.broken_deposits.valid import COMMUNES, SIREN, files, write
from tests.disclosure.enumeration import Crossing, ranges
from tests.disclosure.enumeration import crossed as full
from tests.drawn_leases import drawn
from tests.small_deposits import controlled, crossed, described, lines, of_table, read

CELLS = {("44132", "T1"): 3, ("44132", "T2"): 50, ("44184", "T1"): 60, ("44184", "T2"): 70}
FILE = "demandes_nouvelles.csv"


def said(root: Path, **asked: object) -> list[tuple[str, int, str]]:
    """Return code, line and sentence of what the attack finds in a deposit."""
    try:
        found = check.audited(read(root), **asked).findings  # type: ignore[arg-type]
    except SecrecyError as error:
        found = error.findings
    return [(f.code, f.line, f.message) for f in found]


def test_a_subtraction_is_written_with_its_lines(tmp_path: Path) -> None:
    """The part is the total less the other part: three cells, three lines, no number."""
    text = lines(crossed(CELLS), frozenset({("44132", "T1")}))
    root = write(tmp_path, of_table(text))
    part = f"« Pornichet, une pièce, 2024 » ({FILE}, ligne 2)"
    whole = f"« Saint-Nazaire Agglo, une pièce, 2024 » ({FILE}, ligne 8)"
    other = f"« Saint-Nazaire, une pièce, 2024 » ({FILE}, ligne 5)"
    expected = f"Ce nombre caché peut être retrouvé : {part} = {whole} − {other}."
    assert said(root) == [("S-010", 2, expected)]


def test_a_subtraction_between_two_tables_points_at_what_can_be_read(tmp_path: Path) -> None:
    """A total hidden in one file and printed in another is named where it is printed."""
    valid = read(write(tmp_path, files()))
    months = [Fraction(n) for n in (*range(1, 25), *range(25, 121, 5), *range(125, 190, 5))]
    first, second = COMMUNES
    groups = {(first, "T1"): months[:3], (first, "T2"): months,
              (second, "T1"): months * 2, (second, "T2"): months * 3}  # fmt: skip
    leases = drawn(valid, groups, 1)[LEASES]
    frame = leases.frame
    hide = (frame["code_territoire"] == first) & (frame["typologie"] == "ensemble")
    hide |= frame["typologie"] == "T1"
    hidden = frame.assign(
        nb_baux=frame["nb_baux"].mask(hide),
        nb_baux_statut=frame["nb_baux_statut"].mask(hide, "secret"),
    )
    quarters = valid["baux_qpv_quartile"]
    whole = (quarters.frame["secteur_qpv"] == "ensemble") & (
        quarters.frame["quartile"] == "ensemble"
    )
    total = quarters.frame[whole & (quarters.frame["annee"] == 2024)]
    sizes = {first: 3 + len(months), second: 5 * len(months), SIREN: 3 + 6 * len(months)}
    total = total.assign(nb_baux=[sizes[place] for place in total["code_territoire"]])
    tables = {LEASES: replace(leases, frame=hidden),
              quarters.name: replace(quarters, frame=total)}  # fmt: skip
    with pytest.raises(SecrecyError) as refused:
        check.audited(tables)
    here = frame[(frame["code_territoire"] == first) & (frame["delai"] == "ensemble")]
    at = dict(zip(here["typologie"], here.index, strict=True))
    message = next(f.message for f in refused.value.findings if f.line == at["T1"])
    line = total.index[0]
    assert message == (
        "Ce nombre caché peut être retrouvé : « Pornichet, une pièce, 2024 » "
        f"(baux_delai.csv, ligne {at['T1']}) = « Pornichet, 2024 » "
        f"(baux_qpv_quartile.csv, ligne {line}) − « Pornichet, deux pièces, 2024 » "
        f"(baux_delai.csv, ligne {at['T2']})."
    )


def test_a_line_left_out_is_found_as_well_as_a_hidden_one(tmp_path: Path) -> None:
    """Leaving a small count out of the file hides nothing; a large one or a zero is no secret."""
    for small, codes in ((3, ["S-018"]), (40, []), (0, [])):
        cells = crossed({**CELLS, ("44132", "T1"): small})
        text = "".join(
            one for one in lines(cells).splitlines(keepends=True) if "Pornichet,T1" not in one
        )
        found = said(write(tmp_path / str(small), of_table(text)))
        assert [code for code, _, _ in found] == codes
        assert all("ligne absente « 44132, T1, 2024 »" in message for _, _, message in found)


@pytest.mark.parametrize("without", [
    "44132,Pornichet,T1 44132,Pornichet,ensemble 244400644,Saint-Nazaire Agglo,T1",
    "44132,Pornichet",
    "44132,Pornichet,T1 44184,Saint-Nazaire,T1 244400644,Saint-Nazaire Agglo,T1",
    "44132,Pornichet,T1 44184",
])  # fmt: skip
def test_leaving_out_more_lines_hides_no_more(tmp_path: Path, without: str) -> None:
    """Totals, a commune or a category left out altogether: what remains still says three."""
    gone = [f"{one.strip()}," for one in re.split(" (?=[0-9])", without)]
    text = "".join(
        line
        for line in lines(crossed(CELLS)).splitlines(keepends=True)
        if not any(one in line for one in gone)
    )
    assert {code for code, _, _ in said(write(tmp_path, of_table(text)))} == {"S-018"}


def of_leases(valid: Tables, months: list[int]) -> Tables:
    """Return the leases of two communes of which one has these waits, for two rooms or one."""
    first, second = COMMUNES
    many = [Fraction(n) for n in (*range(1, 25), *range(25, 121, 5), *range(125, 190, 5))]
    groups = {(first, "T1"): [Fraction(n) for n in months], (first, "T2"): many,
              (second, "T1"): many * 2, (second, "T2"): many * 3}  # fmt: skip
    return {LEASES: drawn(valid, groups, 1)[LEASES]}


def told(tables: Tables) -> set[str]:
    """Return the codes of what the attack finds."""
    try:
        return {f.code for f in check.audited(tables).findings}
    except SecrecyError as error:
        return {f.code for f in error.findings}


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Return the tables of the valid deposit."""
    return read(write(tmp_path_factory.mktemp("valide"), files()))


def test_a_band_left_out_everywhere_is_what_the_others_leave(valid: Tables) -> None:
    """Fourteen waits, three of them under a year: without that band, the total still says three."""
    leases = of_leases(valid, [3] * 3 + [13] * 11)[LEASES]
    frame = leases.frame[leases.frame["delai"] != "M_0_12"]
    assert "S-018" in told({LEASES: replace(leases, frame=frame)})


def test_a_wide_band_is_the_sum_of_the_narrow_ones(valid: Tables) -> None:
    """Two years or more, printed beside the bands that it is made of, gives the hidden one back."""
    leases = masking.masked(of_leases(valid, [3] * 20 + [13] * 20))
    table = leases.tables[LEASES]
    assert told(leases.tables) <= {"S-017"}
    tail = table.frame[(table.frame["delai"] == "M_120_P") & table.frame["nb_baux"].notna()]
    here = tail.iloc[[0]]
    last = table.frame[table.frame["delai"] == "M_60_120"].merge(
        here[["code_territoire", "typologie"]]
    )
    count = int(here["nb_baux"].iloc[0]) + int(last["nb_baux"].iloc[0]) + 3
    wide = here.assign(delai="M_60_P", nb_baux=count)
    wide.index = pd.Index([max(table.frame.index) + 1])
    assert told({LEASES: replace(table, frame=pd.concat([table.frame, wide]))}) >= {"S-013"}


def test_a_group_is_seen_without_the_line_of_its_total(valid: Tables) -> None:
    """Twelve in one band, zeros in all others: who needs the total?"""
    leases = of_leases(valid, [3] * 12)[LEASES]
    first, _ = COMMUNES
    gone = (
        (leases.frame["code_territoire"] == first)
        & (leases.frame["typologie"] == "T1")
        & (leases.frame["delai"] == "ensemble")
    )
    assert "S-014" in told({LEASES: replace(leases, frame=leases.frame[~gone])})


def test_a_protected_rectangle_is_accepted_and_the_same_with_six_in_it_is_not(
    tmp_path: Path,
) -> None:
    """Four hidden cells protect each other only while enough values remain possible."""
    hidden = frozenset(product(COMMUNES, ("T1", "T2")))
    root = write(tmp_path / "a", of_table(lines(crossed(CELLS), hidden)))
    assert said(root) == []
    tight = {("44132", "T1"): 1, ("44132", "T2"): 1, ("44184", "T1"): 4, ("44184", "T2"): 1}
    margins = hidden | {("44132", "ensemble"), (SIREN, "T2")}
    narrow = said(write(tmp_path / "b", of_table(lines(crossed(tight), margins))))
    assert {code for code, _, _ in narrow} <= {"S-010", "S-011"}
    assert narrow


def test_what_is_not_proven_in_time_is_refused(tmp_path: Path) -> None:
    """No time at all: the attack is not finished, so nothing is called safe."""
    hidden = frozenset(product(COMMUNES, ("T1", "T2")))
    root = write(tmp_path, of_table(lines(crossed(CELLS), hidden)))
    assert {code for code, _, _ in said(root, seconds=0.0, verdicts={})} == {"S-012"}


def test_a_count_hidden_for_nothing_is_kept_without_its_number(tmp_path: Path) -> None:
    """Fifty hidden alone: told again word for word from the file, which does not hold fifty."""
    large = {**CELLS, ("44132", "T1"): 40}
    root = write(tmp_path, of_table(lines(crossed(large), frozenset({("44132", "T2")}))))
    found: dict[str, BlockVerdicts] = {}
    first = check.audited(read(root), verdicts=found)
    assert [f.code for f in first.findings] == ["S-017"]
    file = tmp_path / "verdicts.json"
    kept.write(file, found)
    (cells,) = json.loads(file.read_text(encoding="utf-8"))["blocs"].values()
    assert list(cells.values()) == [[int(Verdict.DEDUCED), 1, 0, 0]]
    again = kept.read(file)
    assert set(again) == set(found)
    assert check.audited(read(root), verdicts=again) == first


def test_what_is_refused_is_never_kept(tmp_path: Path) -> None:
    """Ten hidden alone would be found: nothing of its block is written, nor believed when it is."""
    root = write(tmp_path, of_table(lines(crossed(CELLS), frozenset({("44132", "T1")}))))
    found: dict[str, BlockVerdicts] = {}
    assert [code for code, _, _ in said(root, verdicts=found)] == ["S-010"]
    file = tmp_path / "verdicts.json"
    kept.write(file, found)
    assert kept.read(file) == {}
    ((key, block),) = found.items()
    forged = {key: {name: [int(Verdict.EXACT), 0, 0, 0] for name in block.keys}}
    file.write_text(json.dumps({"format": kept.FORMAT, "blocs": forged}), encoding="utf-8")
    assert kept.read(file) == {}


def test_a_number_hidden_once_it_was_public_is_taken_as_known(tmp_path: Path) -> None:
    """The version before showed one corner of the rectangle: the three others follow."""
    hidden = frozenset(product(COMMUNES, ("T1", "T2")))
    before = read(
        write(tmp_path / "a", of_table(lines(crossed(CELLS), hidden - {("44184", "T2")})))
    )
    after = write(tmp_path / "b", of_table(lines(crossed(CELLS), hidden)))
    codes = [(code, line) for code, line, _ in said(after, previous=before)]
    assert ("S-016", 6) in codes
    assert ("S-010", 2) in codes


def test_the_register_speaks_as_the_version_before_would(tmp_path: Path) -> None:
    """A former number written in the register is known, whoever forgot the former version."""
    hidden = frozenset(product(COMMUNES, ("T1", "T2")))
    content = controlled(of_table(lines(crossed(CELLS), hidden)))
    register(
        content,
        "2025.1.0,demandes_nouvelles,nb_nouvelles,annee=2024;code_territoire=44184;typologie=T2,70",
    )
    found = said(write(tmp_path, content))
    assert ("S-016", 6, "La version 2025.1.0 montrait ce nombre.") in found
    assert ("S-010", 2) in [(code, line) for code, line, _ in found]


LEFT_OUT = frozenset({("44132", "T1"), ("44184", "T1"), ("44184", "ensemble")})
"""Hidden beside the total of Pornichet, whose line is left out: 53 less 50 would give the three."""


ANOTHER_YEAR = "".join(
    line
    for line in lines(crossed({**CELLS, ("44132", "T1"): 40}), year=2023).splitlines(keepends=True)
    if "Pornichet,T1" not in line
)
"""A year that lacks a line of forty: nobody takes a missing line for a zero."""


def without_the_total(text: str) -> str:
    """Return the lines without the total of the first commune."""
    kept = [line for line in text.splitlines(keepends=True) if "Pornichet,ensemble" not in line]
    return "".join(kept)


def test_a_line_left_out_stays_known_from_the_version_before(tmp_path: Path) -> None:
    """The total was printed; the line is gone, and its number is still in the old files."""
    text = lines(crossed(CELLS), LEFT_OUT)
    now = write(tmp_path / "b", of_table(ANOTHER_YEAR + without_the_total(text)))
    before = read(write(tmp_path / "a", of_table(ANOTHER_YEAR + text)))
    assert said(now) == []
    assert "S-010" in {code for code, _, _ in said(now, previous=before)}


def test_a_line_left_out_stays_known_from_the_register(tmp_path: Path) -> None:
    """The register names a count that has no line any more: it is known all the same."""
    content = controlled(
        of_table(ANOTHER_YEAR + without_the_total(lines(crossed(CELLS), LEFT_OUT)))
    )
    key = "annee=2024;code_territoire=44132;typologie=ensemble"
    register(content, f"2025.1.0,demandes_nouvelles,nb_nouvelles,{key},53")
    found = {code for code, _, _ in said(write(tmp_path, content))}
    assert "S-010" in found
    assert "S-041" not in found


def test_what_leaves_the_file_enters_the_register(tmp_path: Path) -> None:
    """A number whose line is left out changed as much as one that is hidden."""
    text = lines(crossed(CELLS), LEFT_OUT)
    before = read(write(tmp_path / "a", of_table(ANOTHER_YEAR + text)))
    after = read(write(tmp_path / "b", of_table(ANOTHER_YEAR + without_the_total(text))))
    key = "annee=2024;code_territoire=44132;typologie=ensemble"
    assert [*differences(before, after)] == [("demandes_nouvelles", "nb_nouvelles", key, "53")]
    assert [*differences(after, before)] == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("demandes_nouvelles,nb_nouvelles,typologie=T2;code_territoire=44184;annee=2024", "S-010"),
        ("demandes_nouvelles,nb_nouvelle,annee=2024;code_territoire=44184;typologie=T2", "S-041"),
        ("demandes_nouvele,nb_nouvelles,annee=2024;code_territoire=44184;typologie=T2", "S-041"),
        ("demandes_nouvelles,nb_nouvelles,annee=2024;typologie=T2", "S-041"),
        ("demandes_nouvelles,nb_nouvelles,annee=2024;code_territoire=44185;typologie=T2", "S-041"),
        ("demandes_nouvelles,nb_nouvelles,annee=24;code_territoire=44184;typologie=T2", "S-041"),
    ],
)
def test_a_line_of_the_register_is_read_or_refused(row: str, code: str, tmp_path: Path) -> None:
    """In another order it says the same; of no count at all, it is not passed over."""
    content = controlled(
        of_table(lines(crossed(CELLS), frozenset(product(COMMUNES, ("T1", "T2")))))
    )
    register(content, f"2025.1.0,{row},70")
    assert code in {code for code, _, _ in said(write(tmp_path, content))}


HIDDEN = frozenset(product(COMMUNES, ("T1", "T2")))


def counted(root: Path, hidden: frozenset[tuple[str, str]], **counting: str) -> Table:
    """Return the new demands of 2024, some of them hidden, as a table counted in another way."""
    table = read(write(root, of_table(lines(crossed(CELLS), hidden))))["demandes_nouvelles"]
    return replace(table, counting=replace(table.counting, **counting))


def total(table: Table, counts: Mapping[str, int], **counting: str) -> Table:
    """Return another table with the total of the whole territory only, one count a year."""
    frame = table.frame.tail(1).loc[table.frame.index[-1:].repeat(len(counts))]
    frame = frame.assign(annee=list(counts), nb_nouvelles=pd.array([*counts.values()], "Int64"))
    frame.index = pd.RangeIndex(2, 2 + len(counts))
    other = replace(table.counting, **counting)
    return replace(table, name="autre", where="autre.csv", frame=frame, counting=other)


def codes(now: tuple[Table, ...], before: tuple[Table, ...]) -> set[str]:
    """Return what is said of some tables beside those of the version before."""
    try:
        found = check.audited(
            {t.name: t for t in now}, previous={t.name: t for t in before}
        ).findings
    except SecrecyError as error:
        found = error.findings
    return {f.code for f in found}


def test_the_version_before_is_read_with_the_names_of_today(tmp_path: Path) -> None:
    """Two ways of placing agreed in all that was printed; a new year tells them apart."""
    hidden = counted(tmp_path / "b", HIDDEN, localisation="residence")
    shown = counted(tmp_path / "a", HIDDEN - {("44184", "T2")}, localisation="residence")
    first, newer = {"2024": 183}, {"2024": 183, "2025": 200}
    another = total(hidden, {"2025": 201}).frame.set_axis([90])
    more = replace(hidden, frame=pd.concat([hidden.frame, another]))
    old = (shown, total(shown, first, localisation="choix_1"))
    assert "S-010" in codes((hidden, total(hidden, first, localisation="choix_1")), old)
    assert "S-010" in codes((more, total(hidden, newer, localisation="choix_1")), old)


def test_a_revision_makes_nothing_else_forgotten(tmp_path: Path) -> None:
    """Another count of the same year was corrected by one: what was shown of this one stays known."""
    hidden = counted(tmp_path / "b", HIDDEN)
    shown = counted(tmp_path / "a", HIDDEN - {("44184", "T2")})
    for year in (70, 71):
        now = (hidden, total(hidden, {"2024": year}, unite="bail"))
        before = (shown, total(shown, {"2024": 70}, unite="bail"))
        assert "S-010" in codes(now, before), year


def test_a_part_is_revised_with_its_whole(tmp_path: Path) -> None:
    """A count printed as a part of another on its line is not bound to what that one was."""
    table = counted(tmp_path, HIDDEN)
    fields = [replace(f, at_most="nb_vus") if f.name == "nb_nouvelles" else f for f in table.fields]
    together = audit._together({"a": replace(table, fields=tuple(fields))})
    part, whole = (
        Cell(f"{name} demande choix_1", "2024", SIREN, ()) for name in ("nb_nouvelles", "nb_vus")
    )
    assert together(part) == together(whole)
    assert together(part) != together(part._replace(period="2025"))


@pytest.mark.parametrize("change", ["line", "file", "descriptor"])
def test_a_version_before_that_cannot_be_read_is_told(change: str, tmp_path: Path) -> None:
    """What it showed is public all the same: whoever reads the report is warned."""
    old = files()
    if change == "line":
        old[NEW] += b"20x4,44132,Pornichet,T9,1,\n"
    elif change == "file":
        del old[NEW]
    else:
        old["datapackages/demandes/datapackage.json"] = b"{"
    root, before = write(tmp_path / "a", files()), write(tmp_path / "b", old)
    told = [(f.code, f.severity) for f in build.checked(root, before).findings]
    assert ("S-040", Severity.WARNING) in told
    assert check.unread_before(*load.readable(root)) == ()


def test_statistics_of_few_leases_are_refused(tmp_path: Path) -> None:
    """Six leases, a number that is hidden, missing or printed elsewhere: eleven must be read there."""
    tables = read(write(tmp_path, files()))
    leases, delays = tables[LEASES], tables[DELAYS]
    whole = (leases.frame["typologie"] == "ensemble") & (leases.frame["delai"] == "ensemble")
    here = whole & (leases.frame["code_territoire"] == "44132") & (leases.frame["annee"] == "2024")
    here = here | (
        whole & (leases.frame["code_territoire"] == "44132") & (leases.frame["annee"] == 2024)
    )

    def told(frame: pd.DataFrame) -> list[tuple[str, int]]:
        given = {LEASES: replace(leases, frame=frame), DELAYS: delays}
        return [(f.code, f.line) for f in audit._few(given)]

    counts = leases.frame["nb_baux"]
    assert here.sum() == 1
    assert told(leases.frame) == []
    assert told(leases.frame.assign(nb_baux=counts.mask(here, 11))) == []
    assert told(leases.frame.assign(nb_baux=counts.mask(here, 10))) == [("S-042", 2)]
    assert told(leases.frame.assign(nb_baux=counts.mask(here))) == [("S-042", 2)]
    assert told(leases.frame[~here]) == [("S-042", 2)]
    assert {f.code for f in audit._few({DELAYS: delays})} == {"S-042"}


def register(content: dict[str, bytes], *rows: str) -> None:
    """Write the register of masks in a deposit."""
    path = "datapackages/controles/datapackage.json"
    descriptor = json.loads(content[path])
    name = "cellules_anterieures"
    entry = {**descriptor["resources"][0], "name": name, "path": f"data/{name}.csv",
             "schema": f"schemas/{name}/schema.json"}  # fmt: skip
    descriptor["resources"].append(entry)
    content[path] = json.dumps(descriptor, ensure_ascii=False).encode()
    text = "\n".join(["version,ressource,colonne,cle,valeur_anterieure", *rows])
    content[f"datapackages/controles/data/{name}.csv"] = f"{text}\n".encode()


# --- against a list of every table ------------------------------------------------------------

PLACES, SIZES = (*COMMUNES, SIREN), ("T1", "T2", "ensemble")


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)  # fmt: skip
@given(
    st.lists(st.integers(1, 9), min_size=4, max_size=4),
    st.sets(st.sampled_from(list(product(range(3), range(3)))), min_size=1),
)
def test_the_check_accepts_exactly_what_an_enumeration_finds_safe(
    tmp_path_factory: pytest.TempPathFactory, inner: list[int], more: set[tuple[int, int]]
) -> None:
    """Listing every table that fits: a small count keeps two other values, or the check refuses."""
    values = full((2, 2), inner)
    small_ones = {place for place, count in values.items() if count < 5}
    hidden = frozenset(small_ones | (more - {(2, 2)}))
    assume(hidden and (2, 2) not in hidden)
    found = ranges(Crossing((2, 2), values, hidden, 1))
    safe = all(high - low >= 2 or (low >= 5 and low == high) for low, high in found.values())
    cells = {(PLACES[i], SIZES[j]): count for (i, j), count in values.items()}
    masked = frozenset((PLACES[i], SIZES[j]) for i, j in hidden)
    root = write(tmp_path_factory.mktemp("liste"), of_table(lines(cells, masked)))
    codes = {code for code, _, _ in said(root)}
    assert (codes <= {"S-017"}) == safe, (values, hidden, found, codes)
    assert "S-012" not in codes


def test_a_refusal_keeps_the_warnings_of_the_deposit(tmp_path: Path) -> None:
    """Whoever mends the secret must not find out afterwards that something else was to be mended."""
    text = lines(crossed(CELLS), frozenset({("44132", "T1")}))
    unsigned = described(of_table(text), lambda d: d.update(contributors=[]))
    texts = {path: data for path, data in files().items() if not path.startswith("datapackages")}
    root = write(tmp_path, {**unsigned, **texts})
    report = tmp_path / "rapport.json"
    code = main(["check", "--root", str(root), "--json", str(report)])
    assert code == ExitCode.SECRECY
    told = {f["code"]: f["gravite"] for f in json.loads(report.read_text())["constats"]}
    assert told == {"S-010": "erreur", "D-801": "avertissement"}
    assert main(["build", "--root", str(root), "--json", str(report)]) == ExitCode.SECRECY
    assert {f["code"] for f in json.loads(report.read_text())["constats"]} == set(told)


def test_a_wrong_text_keeps_the_warnings_of_the_deposit(tmp_path: Path) -> None:
    """What was found in the data is said along with what is found in the texts."""
    large = dict.fromkeys(CELLS, 60)
    unsigned = described(of_table(lines(crossed(large))), lambda d: d.update(contributors=[]))
    root = write(tmp_path, unsigned)
    with pytest.raises(ContentError) as refused:
        build.checked(root)
    assert "D-801" in {f.code for f in refused.value.findings}


def attacked(monkeypatch: pytest.MonkeyPatch, tables: Tables, **changed: object) -> list[Finding]:
    """Return what is said of a deposit whose attack gives another report."""
    monkeypatch.setattr(
        audit,
        "audit",
        lambda *a, **k: replace(disclosure.audit(*a, **k), **changed),  # type: ignore[arg-type]
    )
    with pytest.raises(SecrecyError) as refused:
        audit.audited(tables)
    return list(refused.value.findings)


@pytest.mark.parametrize("upper", [FAR, 0])
def test_a_range_without_an_end_has_no_width(
    upper: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a width of nothing nor a negative one: no number is said at all."""
    hidden = frozenset(product(COMMUNES, ("T1", "T2")))
    tables = read(write(tmp_path, of_table(lines(crossed(CELLS), hidden))))
    told = attacked(
        monkeypatch, tables, verdicts=np.full(4, Verdict.NARROW), lower=np.full(4, 2),
        upper=np.full(4, upper),
    )  # fmt: skip
    assert {f.code for f in told} == {"S-011"}
    assert all("connu à quelques unités près" in f.message for f in told)


def test_a_contradiction_that_no_table_prints_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of the cells of the equation stands in a file: the finding is of the whole deposit."""
    hidden = frozenset(product(COMMUNES, ("T1", "T2")))
    tables = read(write(tmp_path, of_table(lines(crossed(CELLS), hidden))))
    monkeypatch.setattr(audit, "knowledge", lambda given: replace(knowledge(given), spots={}))
    told = attacked(monkeypatch, tables, broken=np.array([0]))
    assert [(f.code, f.file, f.line) for f in told] == [("S-013", "datapackages", 0)]
    assert "aucun tableau" in told[0].message


def test_a_count_with_two_values_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is proven of numbers that contradict each other, wherever they were read."""
    tables = read(write(tmp_path, of_table(lines(crossed(dict.fromkeys(CELLS, 60))))))

    def twice(given: Tables) -> Knowledge:
        found = knowledge(given)
        cell = next(iter(found.spots))
        found.system.visible(cell, 7)
        return found

    monkeypatch.setattr(audit, "knowledge", twice)
    with pytest.raises(SecrecyError) as refused:
        audit.audited(tables)
    assert [(f.code, f.line) for f in refused.value.findings] == [("S-013", 2)]


def test_every_reserved_dimension_is_a_column_of_the_contract() -> None:
    """A name that no table has reserves nothing; what tells of health is reserved by its real name."""
    names = {name for template in load.contract() for name in template.keys}
    assert EPCI_ONLY - names <= {"situation_familiale"}
    assert "complement_handicap" in EPCI_ONLY


def test_handicap_told_of_a_commune_is_refused(tmp_path: Path) -> None:
    """The schema says it, and now the gate: for the authority alone."""
    content = of_table("")
    del content[NEW]

    def handicap(descriptor: dict[str, Any]) -> None:
        text = json.dumps(descriptor["resources"][0]).replace(
            "demandes_nouvelles", "demandes_handicap"
        )
        entry = json.loads(text)
        entry["marges"] = {"code_territoire": SIREN, "complement_handicap": "ensemble"}
        entry["confidentialite"]["dimensions_sensibles"] = ["complement_handicap"]
        descriptor["resources"] = [entry]

    path = "datapackages/demandes/data/demandes_handicap.csv"
    header = (
        "date,code_territoire,nom_territoire,complement_handicap,nb_demandes,nb_demandes_statut"
    )
    for place, name, codes in (
        (SIREN, "Saint-Nazaire Agglo", []),
        ("44132", "Pornichet", ["S-015"]),
    ):
        rows = f"{header}\n2024-01-01,{place},{name},oui,36,\n"
        root = write(tmp_path / place, {**described(content, handicap), path: rows.encode()})
        assert [code for code, _, _ in said(root)] == codes
