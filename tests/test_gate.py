"""The gate: a proof that a pencil can check, and a check that agrees with listing every table."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator import build, check, disclosure, kept, load
from generator.__main__ import main
from generator.check import audit
from generator.disclosure import BlockVerdicts, Verdict
from generator.disclosure.system import FAR
from generator.equations import LEASES, Knowledge, knowledge
from generator.errors import ContentError, ExitCode, Finding, SecrecyError
from generator.model import Tables
from generator.settings import EPCI_ONLY
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
