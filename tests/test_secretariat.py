"""The commands that touch true counts refuse what could publish them, and write nothing then."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from generator import load, secretariat
from generator.__main__ import main
from generator.errors import SecrecyError
from generator.grouping import Wish
from generator.rules import At, found
from tests.broken_deposits.broken import FIRST, NEW
from tests.broken_deposits.valid import files, write
from tests.deposits import tree
from tests.small_deposits import CONTROLS, controlled, crossed, lines, of_table, small

SMALL = {("44132", "T1"): 3, ("44132", "T2"): 50, ("44184", "T1"): 60, ("44184", "T2"): 70}


def refused(complete: Path, to: Path) -> list[str]:
    """Return the codes said of a refusal; nothing may have been written."""
    before = tree(to)
    with pytest.raises(SecrecyError) as error:
        secretariat.protect(complete, to)
    assert tree(to) == before
    return [f.code for f in error.value.findings]


def test_complete_numbers_in_a_work_tree_are_refused(tmp_path: Path) -> None:
    """What a repository holds is public; a folder that it is told to ignore is not held."""
    complete = write(tmp_path / "complet", small())
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert refused(complete, tmp_path / "depot") == ["S-020"]
    (tmp_path / ".gitignore").write_text("complet/\n")
    secretariat.refuse_public(complete, tmp_path / "depot")


def test_a_linked_work_tree_is_a_work_tree(tmp_path: Path) -> None:
    """A second work tree has a file where the first one has a folder."""
    complete = write(tmp_path / "complet", small())
    (tmp_path / ".git").write_text("gitdir: ailleurs\n")
    assert refused(complete, tmp_path / "depot") == ["S-020"]


def ignoring(folder: Path) -> Path:
    """Return complete numbers in a folder that a repository is told to ignore."""
    complete = write(folder / "com[p]let", small())
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / ".gitignore").write_text("com[[]p]let/\n")
    secretariat.refuse_public(complete, folder / "depot")
    return complete


def test_a_file_added_by_force_to_an_ignored_folder_is_refused(tmp_path: Path) -> None:
    """One file that the repository holds already would leave with the next push."""
    complete = ignoring(tmp_path)
    (tmp_path / "complet").mkdir()  # what « com[p]let » would name, were it a pattern
    subprocess.run(["git", "-C", str(tmp_path), "--literal-pathspecs", "add", "--force",
                    str(complete / NEW)], check=True)  # fmt: skip
    assert refused(complete, tmp_path / "depot") == ["S-020"]


def test_without_git_a_folder_of_a_repository_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody can tell whether the forge holds the folder: refused, in French, without a traceback."""
    complete = ignoring(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(complete, tmp_path / "depot") == ["S-025"]
    assert main(["protect", str(complete), "--to", str(tmp_path / "depot")]) == 4
    said = capsys.readouterr().err
    assert "git" in said
    assert "Traceback" not in said


def test_a_git_that_does_not_answer_is_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that waits for ever is stopped, and the folder is refused."""
    complete = ignoring(tmp_path)
    asleep = tmp_path / "bin" / "git"
    asleep.parent.mkdir()
    asleep.write_text("#!/bin/sh\nexec sleep 60\n")
    asleep.chmod(0o755)
    monkeypatch.setenv("PATH", str(asleep.parent), prepend=":")
    monkeypatch.setattr(secretariat, "GIT_SECONDS", 0.2)
    assert refused(complete, tmp_path / "depot") == ["S-025"]


def test_asking_git_runs_no_program_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository may name programs in its settings, and a variable another repository."""
    complete = ignoring(tmp_path)
    trap = tmp_path / "piege.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/pris'\n")
    trap.chmod(0o755)
    hooks = tmp_path / ".git" / "hooks"
    (hooks / "post-index-change").write_bytes(trap.read_bytes())
    (hooks / "post-index-change").chmod(0o755)
    subprocess.run(["git", "-C", str(tmp_path), "config", "core.fsmonitor", str(trap)], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "ailleurs"))
    secretariat.refuse_public(complete, tmp_path / "depot")
    assert not (tmp_path / "pris").exists()


def test_a_folder_is_never_protected_over_itself(tmp_path: Path) -> None:
    """The same folder, by its name, by a link, or one inside the other: numbers would be lost or leave."""
    complete = write(tmp_path / "complet", small())
    (tmp_path / "lien").symlink_to(complete)
    twin = tmp_path / "jumeau"
    twin.mkdir()
    (twin / "datapackages").symlink_to(complete / "datapackages")
    for to in (complete, tmp_path / "lien", twin, tmp_path, complete / "datapackages" / "depot"):
        assert refused(complete, to) == ["S-021"], to


def test_numbers_that_changed_need_a_register(tmp_path: Path) -> None:
    """Without the package of the register, what was public would be forgotten."""
    to = write(tmp_path / "depot", small(version="2026.1.0"))
    complete = write(tmp_path / "complet", small(version="2026.2.0", more=1))
    assert refused(complete, to) == ["S-022"]


def test_the_register_remembers_what_was_public(tmp_path: Path) -> None:
    """What a version showed otherwise is written down, once, and the descriptor names the file."""
    to = write(tmp_path / "depot", controlled(small(version="2026.1.0")))
    complete = write(tmp_path / "complet", controlled(small(version="2026.2.0", more=1)))
    done = secretariat.protect(complete, to)
    lines = (to / CONTROLS / "data/cellules_anterieures.csv").read_text().splitlines()
    assert lines[0] == "version,ressource,colonne,cle,valeur_anterieure"
    key = "annee=2024;code_territoire=44132;typologie=T1"
    assert f"2026.1.0,demandes_nouvelles,nb_nouvelles,{key},40" in lines
    assert done.remembered == len(lines) - 1
    named = json.loads((to / CONTROLS / "datapackage.json").read_text())["resources"]
    assert [r["name"] for r in named][-1] == "cellules_anterieures"
    load.packages(to)


def test_a_version_before_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """The mask is chosen without what it showed: the secretary must know."""
    broken = controlled(small(version="2026.1.0"))
    broken[NEW] += b"20x4,44132,Pornichet,T9,1,\n"
    to = write(tmp_path / "depot", broken)
    done = secretariat.protect(write(tmp_path / "complet", controlled(small())), to)
    assert [(f.code, f.file) for f in done.findings if f.code == "S-040"] == [("S-040", NEW)]


def test_the_command_says_a_refusal_in_french(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, its remedy, the exit code of secrets, no traceback."""
    complete = write(tmp_path / "complet", small())
    assert main(["protect", str(complete), "--to", str(complete)]) == 4
    said = capsys.readouterr().err
    assert "S-021" in said
    assert "Traceback" not in said


def test_a_wider_mask_is_written_where_there_is_one(tmp_path: Path) -> None:
    """Nothing is to be excused then."""
    root = write(tmp_path / "depot", of_table(lines(crossed(SMALL), frozenset({("44132", "T1")}))))
    made = secretariat.wider_mask(root, tmp_path / "propositions")
    assert made.findings == ()
    assert [p.file for p in made.proposals] == [NEW]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("check.tables", "corriger d’abord"),
        ("masked", "temps donné"),
        ("check.audited", "laisse encore"),
    ],
)
def test_a_mask_that_is_not_found_is_told_with_what_to_do(
    broken: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence would let the reader wait for files that never come."""
    root = write(tmp_path / "depot", of_table(lines(crossed(SMALL), frozenset({("44132", "T1")}))))

    def fail(*_: object, **__: object) -> None:
        raise SecrecyError.found(found("S-010", At("x"), how="x"))

    monkeypatch.setattr(f"generator.secretariat.{broken}", fail)
    made = secretariat.wider_mask(root, tmp_path / "propositions")
    assert made.proposals == ()
    (told,) = made.findings
    assert told.code == "S-026"
    assert why in told.message
    assert "protect" in told.remedy
    assert "regroupez" in told.remedy
    assert not (tmp_path / "propositions").exists()


def test_the_check_says_that_it_proposes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the terminal and in the report, beside what is to be mended."""
    texts = {path: data for path, data in files().items() if not path.startswith("datapackages")}
    data = of_table(lines(crossed(SMALL), frozenset({("44132", "T1")})))
    root = write(tmp_path / "depot", {**texts, **data})

    def fail(*_: object, **__: object) -> None:
        message = "no table fits"
        raise ValueError(message)

    monkeypatch.setattr(secretariat, "masked", fail)
    report = tmp_path / "rapport.json"
    code = main(["check", "--root", str(root), "--json", str(report), "--proposals",
                 str(tmp_path / "propositions")])  # fmt: skip
    assert code == 4
    assert {f["code"] for f in json.loads(report.read_text())["constats"]} == {"S-010", "S-026"}
    assert "Aucun masque plus large" in capsys.readouterr().err


def test_a_small_count_is_hidden_with_what_protects_it(tmp_path: Path) -> None:
    """The deposit that the check refuses is the one that it accepts once protected."""
    content = small(first=3)
    complete = write(tmp_path / "complet", content)
    done = secretariat.protect(complete, tmp_path / "depot")
    text = (tmp_path / "depot" / NEW).read_text()
    assert "44132,Pornichet,T1,,secret" in text
    assert sum(done.masked.primary.values()) >= 1
    assert done.masked.unprotected == ()
    assert FIRST not in text
    assert files()[NEW] != text.encode()


@pytest.mark.parametrize(
    ("table", "dimension", "code", "said"),
    [
        ("baux", "typologie", "S-027", "Le tableau « baux » n’existe pas"),
        ("epci", "commune", "S-027", "Le tableau « epci » ne compte aucun ménage."),
        ("delais_attributaires", "typologie", "S-027", "suit « baux_delai »"),
        ("baux_delai", "quartile", "S-027", "dimensions possibles : typologie, delai, commune."),
        ("baux_contingent_priorite", "contingent", "S-027", "n’a pas de communes à regrouper."),
        ("baux_delai", "annee", "S-028", "Les années de « baux_delai » ne se regroupent pas"),
        ("demandes_stock", "date", "S-028", "Les années de « demandes_stock »"),
    ],
)
def test_a_grouping_that_cannot_be_made_is_refused(
    tmp_path: Path, table: str, dimension: str, code: str, said: str
) -> None:
    """A total that is not written cannot be published; years have no total; nothing is written."""
    complete = write(tmp_path / "complet", files())
    wishes = secretariat.Wishes(group=(Wish(table, dimension),))
    with pytest.raises(SecrecyError) as error:
        secretariat.protect(complete, tmp_path / "depot", wishes=wishes)
    assert [f.code for f in error.value.findings] == [code]
    assert said in error.value.findings[0].message
    assert not (tmp_path / "depot").exists()


@pytest.mark.parametrize(
    ("table", "base", "said"),
    [
        ("baux", "5", "« baux » n’est pas un tableau de comptes"),
        ("epci", "10", "« epci » n’est pas un tableau de comptes"),
        ("demandes_nouvelles", "3", "s’arrondit à 5 ou à 10, pas à 3."),
        ("demandes_nouvelles", "cinq", "pas à cinq."),
    ],
)
def test_a_rounding_that_cannot_be_made_is_refused(
    tmp_path: Path, table: str, base: str, said: str
) -> None:
    """Counts only, five or ten only; nothing is written."""
    complete = write(tmp_path / "complet", files())
    with pytest.raises(SecrecyError) as error:
        secretariat.protect(
            complete, tmp_path / "depot", wishes=secretariat.Wishes(rounding=(Wish(table, base),))
        )
    assert [f.code for f in error.value.findings] == ["S-029"]
    assert said in error.value.findings[0].message
    assert not (tmp_path / "depot").exists()


def test_a_table_already_masked_is_not_rounded(tmp_path: Path) -> None:
    """What is hidden cannot be rounded: totals would be rounded without their parts."""
    content = small(first=3)
    masked = content[NEW].replace(b"T1,3,", b"T1,,secret")
    complete = write(tmp_path / "complet", {**content, NEW: masked})
    wishes = secretariat.Wishes(rounding=(Wish("demandes_nouvelles", "5"),))
    with pytest.raises(SecrecyError) as error:
        secretariat.protect(complete, tmp_path / "depot", wishes=wishes)
    assert [f.code for f in error.value.findings] == ["S-029"]


@pytest.mark.parametrize(
    ("table", "base", "code"), [("demandes_stock", "5", "S-003"), ("baux_delai", "10", "S-004")]
)
def test_a_rounding_that_would_not_protect_is_refused_at_once(
    tmp_path: Path, table: str, base: str, code: str
) -> None:
    """A base too small, or exact delays beside rounded leases: before any mask is looked for."""
    complete = write(tmp_path / "complet", files())
    with pytest.raises(SecrecyError) as error:
        secretariat.protect(
            complete, tmp_path / "depot", wishes=secretariat.Wishes(rounding=(Wish(table, base),))
        )
    assert [f.code for f in error.value.findings] == [code]
    assert not (tmp_path / "depot").exists()
