"""A rounded table adds up, hides nothing, feeds no figure, and no reader finds what it rounds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import build, check, compute, load, masking, protect, secretariat
from generator.__main__ import main
from generator.check.sums import sum_findings
from generator.compose.data_pages import _csv, _title
from generator.disclosure import Published, Rounded, round_counts
from generator.equations import NEW, knowledge, numbers_of, rounded_of
from generator.errors import SecrecyError
from generator.grouping import Wish
from generator.indicators import declared
from generator.model import Publication, Table, Tables
from generator.rounding import rounded
from tests.broken_deposits.valid import COMMUNES, SIREN, files, write
from tests.small_deposits import Counts, crossed, described, lines, of_table, read, small
from tests.test_formulas import table

BASES = st.sampled_from((5, 10))
COUNTS = st.fixed_dictionaries(
    {(place, size): st.integers(0, 60) for place in COMMUNES for size in ("T1", "T2")}
)
ONE_FOLDER = settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Return a checked table of new demands, whose counts each test draws anew."""
    return read(write(tmp_path_factory.mktemp("petit"), small()))[NEW]


def counting(drawn: Table, cells: Counts) -> Table:
    """Return the table with these counts and their totals."""
    whole = crossed(cells)
    keys = zip(drawn.frame["code_territoire"], drawn.frame["typologie"], strict=True)
    numbers = pd.Series([whole[key] for key in keys], index=drawn.frame.index, dtype="Int64")
    return replace(drawn, frame=drawn.frame.assign(nb_nouvelles=numbers))


@ONE_FOLDER
@given(COUNTS, BASES)
def test_a_rounded_table_adds_up_around_the_true_one(
    drawn: Table, cells: dict[tuple[str, str], int], base: int
) -> None:
    """Multiples only, sums kept, true zeros kept, and each true count within what readers know."""
    true = counting(drawn, cells)
    done, _ = rounded({NEW: true}, {NEW: str(base)})
    printed = done[NEW].frame["nb_nouvelles"]
    assert list(sum_findings(done[NEW])) == []
    assert (printed % base == 0).all()
    assert check.rounding_findings(done) == []
    around, numbers = rounded_of(done), numbers_of({NEW: true})
    assert around.keys() == numbers.keys()
    for cell, (low, high) in around.items():
        assert low <= (numbers[cell] or 0) <= high
        assert high - low >= done[NEW].reach
    for before, after in zip(true.frame["nb_nouvelles"], printed, strict=True):
        assert before or not after


@ONE_FOLDER
@given(COUNTS, BASES)
def test_the_attack_never_contradicts_a_rounded_table(
    drawn: Table, cells: dict[tuple[str, str], int], base: int
) -> None:
    """The true table is one that readers can believe: it is alone, so nothing is found either."""
    done, _ = rounded({NEW: counting(drawn, cells)}, {NEW: str(base)})
    assert check.audited(done).findings == ()


@ONE_FOLDER
@given(COUNTS, BASES)
def test_the_truth_agrees_with_all_that_a_reader_writes(
    drawn: Table, cells: dict[tuple[str, str], int], base: int
) -> None:
    """Every sum and every limit written down about a rounded table holds for the true counts."""
    true = counting(drawn, cells)
    done, _ = rounded({NEW: true}, {NEW: str(base)})
    public, numbers = knowledge(done).system.freeze(), numbers_of({NEW: true})
    values = [numbers[cell] or 0 for cell in public.keys]  # type: ignore[index]
    assert public.hidden.all()
    assert ((public.lower <= values) & (values <= public.upper)).all()
    assert (public.low <= public.matrix @ values).all()
    assert (public.matrix @ values <= public.high).all()


# --- margins printed exactly elsewhere --------------------------------------------------------


def whole(drawn_table: Table) -> Table:
    """Return a table drawn by hand in which place 9 is all places."""
    margins = {**drawn_table.margins, "code_territoire": "9"}
    return replace(drawn_table, margins=margins)


def pencil(base: int) -> dict[str, Table]:
    """Return 4, 5, 20 and 0 rounded; beside them, their exact totals by place and by kind."""
    text = """
        annee | code_territoire | type | nb_baux | nb_baux_statut
        2024  | 1 | A        | 0  |
        2024  | 1 | B        | 5  |
        2024  | 1 | ensemble | 5  |
        2024  | 2 | A        | 20 |
        2024  | 2 | B        | 0  |
        2024  | 2 | ensemble | 20 |
        2024  | 9 | A        | 20 |
        2024  | 9 | B        | 5  |
        2024  | 9 | ensemble | 25 |
    """
    places = """
        annee | code_territoire | nb_baux | nb_baux_statut
        2024  | 1 | 9  |
        2024  | 2 | 20 |
        2024  | 9 | 29 |
    """
    kinds = """
        annee | code_territoire | type | nb_baux | nb_baux_statut
        2024  | 9 | A        | 24 |
        2024  | 9 | B        | 5  |
        2024  | 9 | ensemble | 29 |
    """
    cross = replace(whole(table("croise", text)), rounding=base)
    return {"croise": cross, "lieux": whole(table("lieux", places)),
            "types": whole(table("types", kinds))}  # fmt: skip


def test_exact_totals_elsewhere_undo_a_rounding_and_the_attack_says_so() -> None:
    """9 − 5 = 4: the only table that fits is the true one, and one of its counts is small."""
    with pytest.raises(SecrecyError) as error:
        check.audited(pencil(5))
    assert {(f.code, f.file, f.line) for f in error.value.findings} == {("S-005", "croise.csv", 2)}
    assert check.audited({"croise": pencil(5)["croise"]}).findings == ()


def test_the_mask_hides_exact_totals_until_the_rounding_holds() -> None:
    """Nothing is hidden in the rounded table: the totals beside it give way."""
    done = masking.masked(pencil(5))
    assert done.unprotected == ()
    assert "croise" not in {**done.primary, **done.added}
    assert done.tables["croise"].frame.equals(pencil(5)["croise"].frame)
    hidden = [t.frame["nb_baux"].isna().sum() for n, t in done.tables.items() if n != "croise"]
    assert sum(hidden) > 0
    check.audited(done.tables)


def test_what_is_rounded_is_not_what_was_shown() -> None:
    """A rounded number is no count: the next version may not take it for one."""
    numbers = numbers_of({"croise": pencil(5)["croise"]})
    assert set(numbers.values()) == {None}


def test_a_former_rounding_is_remembered_beside_a_mask() -> None:
    """The version before rounded what this one hides: readers put both together."""
    now = {name: one for name, one in pencil(5).items() if name != "croise"}
    cross = pencil(5)["croise"]
    statuses = cross.frame["nb_baux_statut"].fillna("secret").replace("", "secret")
    nothing = cross.frame["nb_baux"].mask(cross.frame["nb_baux"] >= 0)
    hidden = cross.frame.assign(nb_baux=nothing, nb_baux_statut=statuses)
    now["croise"] = replace(cross, rounding=1, frame=hidden)
    assert check.audited(now).findings == ()
    with pytest.raises(SecrecyError):
        check.audited(now, previous={"croise": cross})


# --- the command ------------------------------------------------------------------------------


def complete(folder: Path) -> Path:
    """Return a folder with true counts, one of them small."""
    cells = {("44132", "T1"): 3, ("44132", "T2"): 52, ("44184", "T1"): 61, ("44184", "T2"): 77}
    return write(folder / "complet", of_table(lines(crossed(cells))))


def test_the_command_rounds_says_so_and_hides_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files, descriptor, check: all are told that the table is rounded."""
    to = tmp_path / "depot"
    asked = ["--round", f"{NEW}=5"]
    assert main(["protect", str(complete(tmp_path)), "--to", str(to), *asked]) == 0
    told = capsys.readouterr().out.splitlines()[0]
    assert told == f"{NEW}, arrondi à 5 près : 9\u00a0nombres, aucun caché.".replace(
        " :", "\u202f:"
    )
    text = (to / f"datapackages/demandes/data/{NEW}.csv").read_text()
    assert "secret" not in text
    resources = json.loads((to / "datapackages/demandes/datapackage.json").read_text())["resources"]
    assert [(r["name"], r.get("arrondi")) for r in resources] == [(NEW, 5)]
    done = read(to)
    assert done[NEW].rounding == 5
    assert check.audited(done).secrecy.hidden == {NEW: 0}


def test_a_rounded_deposit_is_accepted_by_the_check(tmp_path: Path) -> None:
    """With every other table and the texts of the territory."""
    asked = secretariat.Wishes(rounding=(Wish(NEW, "5"), Wish("sorties_anciennete", "10")))
    secretariat.protect(write(tmp_path / "complet", files()), tmp_path / "depot", wishes=asked)
    texts = {path: data for path, data in files().items() if not path.startswith("datapackages/")}
    root = write(tmp_path / "depot", texts)
    assert [f.code for f in build.checked(root).findings] == []


def seen(tmp_path: Path) -> tuple[Tables, Publication]:
    """Return a deposit with one rounded table, and what may be seen of it."""
    content = described(small(), lambda d: d["resources"][0].update(arrondi=10))
    root = write(tmp_path, content)
    deposit = read(root)
    results = compute.results(deposit, declared())
    packages = load.packages(root)
    secrecy = check.audited(deposit).secrecy
    return deposit, protect.publication(
        check.territory(deposit), packages, deposit, results, secrecy
    )


def test_no_figure_is_made_of_rounded_counts(tmp_path: Path) -> None:
    """An indicator that reads a rounded table is not published, and names it."""
    _, publication = seen(tmp_path)
    made = publication.results["nouvelles-demandes"]
    assert made.missing == (NEW,)
    assert made.frame.empty
    assert all(
        NEW not in {s.table.name for s in one.sources} for one in publication.results.values()
    )


def test_a_rounded_table_says_so_wherever_it_goes(tmp_path: Path) -> None:
    """Its title, each line of its file, and its entry in the published descriptor."""
    deposit, publication = seen(tmp_path)
    one = publication.tables[NEW]
    assert one.masked == 0
    assert one.table.title == f"{deposit[NEW].title} (arrondi à 10\u00a0près)"
    assert _csv(one).decode().count("arrondi à 10") == len(one.table.frame)
    entry = publication.packages[0].resources[0].descriptor
    assert "(arrondi à 10\u00a0près)" in _title(entry)


def test_a_number_that_is_not_rounded_is_never_published(tmp_path: Path) -> None:
    """Even past the check, a small count among rounded ones is hidden."""
    deposit, _ = seen(tmp_path)
    counts = deposit[NEW].frame["nb_nouvelles"].copy()
    counts.iloc[0] = 3
    odd = replace(deposit[NEW], frame=deposit[NEW].frame.assign(nb_nouvelles=counts))
    assert protect.protected_table(odd).masked == 1


@pytest.mark.parametrize("value", [1, 3, 50, True, "5", None, [5]])
def test_other_bases_are_refused_in_a_descriptor(tmp_path: Path, value: object) -> None:
    """Five or ten, written as numbers; whatever else is said, not guessed."""
    root = write(tmp_path, described(small(), lambda d: d["resources"][0].update(arrondi=value)))
    with pytest.raises(SecrecyError) as error:
        read(root)
    assert [f.code for f in error.value.findings] == ["S-003"]


@pytest.mark.parametrize(("steps", "reach"), [(0, 4), (1, 9)])
def test_one_step_more_is_known_to_readers(steps: int, reach: int) -> None:
    """Where a count may go one multiple further, readers are granted that wider interval."""
    text = "annee | nb_baux | nb_baux_statut\n2024 | 10 |\n"
    one = replace(table("baux", text), rounding=5, rounding_steps=steps)
    assert set(rounded_of({"baux": one}).values()) == {(10 - reach, 10 + reach)}


def test_one_step_more_is_taken_where_sums_ask_for_it_and_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no rounding to the two nearest adds up, the descriptor says how far counts may go."""
    near = round_counts

    def stubborn(published: Published, *, base: int, steps: int, seconds: float) -> Rounded:
        if not steps:
            raise ValueError
        return near(published, base=base, steps=steps, seconds=seconds)

    monkeypatch.setattr("generator.rounding.round_counts", stubborn)
    asked = secretariat.Wishes(rounding=(Wish(NEW, "5"),))
    done = secretariat.protect(complete(tmp_path), tmp_path / "depot", wishes=asked)
    assert [one.steps for one in done.rounded] == [1]
    assert read(tmp_path / "depot")[NEW].reach == 9


def test_a_table_that_no_rounding_fits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written when sums cannot be kept, or not in the time allowed."""

    def never(*_: object, **__: object) -> Rounded:
        raise ValueError

    monkeypatch.setattr("generator.rounding.round_counts", never)
    asked = secretariat.Wishes(rounding=(Wish(NEW, "5"),))
    with pytest.raises(SecrecyError) as error:
        secretariat.protect(complete(tmp_path), tmp_path / "depot", wishes=asked)
    assert [f.code for f in error.value.findings] == ["S-029"]
    assert not (tmp_path / "depot").exists()


def test_the_whole_is_rounded_with_its_parts(tmp_path: Path) -> None:
    """The total of the territory is the sum of rounded communes, not rounded for itself."""
    done, _ = rounded(read(complete(tmp_path), complete=True), {NEW: "10"})
    frame = done[NEW].frame.set_index(["code_territoire", "typologie"])["nb_nouvelles"]
    for size in ("T1", "T2", "ensemble"):
        assert frame[SIREN, size] == sum(frame[place, size] for place in COMMUNES)
