"""The command line: French words, one exit code per kind of failure, reports where they are asked."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import pytest

from generator import __main__ as cli
from generator import build
from generator.errors import DataError, DefinitionError, ExitCode, GeneratorError, SiteError
from generator.model import Checked
from tests.deposits import COMMUNES, SAISINES, copied, describe, replace, run, whole

ENGLISH = re.compile(
    r"\b(usage|options?:? are|optional arguments|positional|show this|help message|required|error|invalid|"
    r"choose from|expected|the following|default:|exit code|argument|unrecognized)\b",
    re.IGNORECASE,
)
COMMANDS = ("check", "build", "serve", "import", "new", "aggregate", "protect")


def test_the_help_of_the_program_names_every_command_and_every_exit_code() -> None:
    """A newcomer learns from it all that can be typed and all that can come back."""
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("utilisation : python -m generator [-h] COMMANDE ...")
    assert re.findall(r"^    (\w+) +\S", done.stdout, re.MULTILINE) == list(COMMANDS)
    assert [int(c) for c in re.findall(r"^  (\d)  \S", done.stdout, re.MULTILINE)] == sorted(
        ExitCode
    )
    assert ENGLISH.findall(done.stdout) == []


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("check", ["-h, --help", "--root DOSSIER", "--summary FICHIER", "--annotations",
                   "--report FICHIER", "--json FICHIER", "--verdicts FICHIER",
                   "--previous DOSSIER", "--proposals DOSSIER"]),
        ("build", ["-h, --help", "--root DOSSIER", "--output DOSSIER", "--summary FICHIER",
                   "--annotations", "--report FICHIER", "--json FICHIER",
                   "--verdicts FICHIER"]),
        ("import", ["-h, --help", "--root DOSSIER", "--summary FICHIER", "--annotations",
                    "--report FICHIER", "--json FICHIER", "--to DOSSIER", "--package PAQUET",
                    "--resource TABLEAU", "--complete"]),
        ("new", ["-h, --help", "--root DOSSIER", "--year ANNÉE", "--output FICHIER"]),
        ("serve", ["-h, --help", "--root DOSSIER", "--output DOSSIER", "--port NOMBRE"]),
    ],
)  # fmt: skip
def test_the_help_of_each_command_is_french(command: str, options: list[str]) -> None:
    """Each option has its French sentence; nothing of the library's English is left."""
    done = run(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"utilisation : python -m generator {command} ")
    found = re.findall(r"^  (-.*?)(?:  |$)", done.stdout, re.MULTILINE)
    assert [option.strip() for option in found] == options
    assert ENGLISH.findall(done.stdout) == []
    assert cli.HELP[command] in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["bilan"], ["build", "--rapide"], ["serve", "--port", "huit mille"],
        ["check", "--output", "x"], ["build", "--root"], ["check", "surplus"],
    ],
)  # fmt: skip
def test_a_command_that_is_not_understood_says_so_and_how_to_be_helped(
    arguments: list[str],
) -> None:
    """Code 2, the line as it was typed, the usage; in French, without a word of the library."""
    done = run(*arguments)
    typed = " ".join(arguments) or "(rien)"
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert done.stderr.startswith(
        f"Commande non comprise : {typed}\nutilisation : python -m generator"
    )
    assert done.stderr.endswith("Pour l’aide : python -m generator --help\n")
    assert ENGLISH.findall(done.stderr.replace(typed, "")) == []


def test_the_documented_codes_are_those_of_the_errors() -> None:
    """One code per kind of failure: none is used twice for two kinds of people."""
    kinds = {kind.__name__: int(kind.exit_code) for kind in GeneratorError.__subclasses__()}
    assert kinds == {
        "DataError": 1, "ContentError": 3, "SecrecyError": 4, "DefinitionError": 5, "SiteError": 5,
    }  # fmt: skip
    assert [code.name for code in ExitCode] == [
        "OK", "DATA", "USAGE", "CONTENT", "SECRECY", "INTERNAL",
    ]  # fmt: skip


def test_a_sound_territory_is_told_in_one_line(proven: Path, tmp_path: Path) -> None:
    """`check` writes nothing but its verdict, and adds to the summary what stood there."""
    summary = tmp_path / "resume.md"
    summary.write_text("Avant.\n", encoding="utf-8")
    done = run("check", "--summary", str(summary), "--annotations", "--verdicts", str(proven))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Rien à corriger : le dépôt peut être publié.\n"
    report = summary.read_text(encoding="utf-8")
    assert report.startswith("Avant.\n## Contrôle des données\u202f: Rien à corriger.\n\n")


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_broken_territory_is_told_three_times(command: str, tmp_path: Path) -> None:
    """To the terminal, to the summary in Markdown, to the forge as an annotation of the line."""
    root, summary = whole(tmp_path / "root"), tmp_path / "resume.md"
    replace(root, COMMUNES, "Besné,244400644,2024,3284", "Besné,244400644,2024,beaucoup")
    summary.write_text("Avant.\n", encoding="utf-8")
    done = run(command, "--root", str(root), "--summary", str(summary), "--annotations")
    assert done.returncode == ExitCode.DATA
    assert done.stdout == (
        f"::error file={COMMUNES},line=2,title=D-101::(E2) "
        "La valeur «\u202fbeaucoup\u202f» n’est pas un nombre entier. "
        "Écrivez par exemple «\u202f12\u202f», sans espace ni unité.\n"
    )
    lines = done.stderr.splitlines()
    assert f"{COMMUNES}, cellule E2, colonne «\u202fpopulation_municipale\u202f»" in lines
    assert "Traceback" not in done.stderr
    report = summary.read_text(encoding="utf-8")
    assert report.startswith("Avant.\n## Contrôle des données\u202f: 1\u00a0point à corriger")
    assert "| beaucoup |" in report
    assert "cellule E2, colonne «\u202fpopulation\\_municipale\u202f»" in report


def test_without_the_option_no_annotation_is_written(tmp_path: Path) -> None:
    """Annotations are for the forge: a person at a terminal does not see them."""
    root = whole(tmp_path / "root")
    replace(root, SAISINES, "recues,24,", "recues,,")
    done = run("check", "--root", str(root))
    assert (done.returncode, done.stdout) == (ExitCode.DATA, "")
    assert "(D-120)" in done.stderr


def test_a_build_says_where_the_site_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--output` is where the site goes; each stage is named as it begins, on the error stream."""
    asked: list[tuple[Path, Path]] = []

    def built(root: Path, output: Path, progress: build.Progress) -> build.Built:
        asked.append((root, output))
        progress("lecture")
        return build.Built(68, {"lecture": 1.25, "publication": 1})

    monkeypatch.setattr(build, "build", built)
    root, output = tmp_path / "territoire", tmp_path / "un dossier" / "site"
    assert cli.main(["build", "--root", str(root), "--output", str(output)]) == ExitCode.OK
    assert asked == [(root, output)]
    said = capsys.readouterr()
    assert said.out == f"68\u00a0pages dans {output} (2,3 s).\n"
    assert said.err == "… lecture\n"


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    """A slip of `--root` says that no data were found there."""
    done = run("check", "--root", str(tmp_path / "absent"))
    assert (done.returncode, done.stdout) == (ExitCode.DATA, "")
    assert "Aucun paquet de données n’a été trouvé." in done.stderr


def test_a_file_that_the_machine_refuses_is_named_without_a_traceback(
    proven: Path, tmp_path: Path
) -> None:
    """A summary in a folder that is not there is no fault of the deposit."""
    summary = tmp_path / "absent" / "resume.md"
    done = run("check", "--summary", str(summary), "--verdicts", str(proven))
    assert (done.returncode, done.stdout) == (ExitCode.INTERNAL, "")
    assert done.stderr == (
        f"Impossible d’utiliser {summary}.\n"
        "Vérifiez que ce chemin ou ce port existe, est libre et vous est permis.\n"
    )


def test_a_default_output_is_inside_the_territory() -> None:
    """Another territory does not write over the site of this one."""
    options = argparse.Namespace(output=None, root=Path("/autre"))
    assert cli._output(options) == Path("/autre/build/site")


@pytest.mark.parametrize("kind", [SiteError, DefinitionError])
def test_a_fault_of_the_program_asks_for_the_technicians(
    kind: type[GeneratorError], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The secretariat is told that the site is intact and whom to call; a developer may see more."""

    def fails(_: Path) -> None:
        message = "détail"
        raise kind(message)

    monkeypatch.setattr(build, "checked", fails)
    monkeypatch.delenv("CIL_TRACE", raising=False)
    assert cli.main(["check"]) == ExitCode.INTERNAL
    assert capsys.readouterr().err == (
        "Le site n’a pas été construit : une erreur du programme.\ndétail\n"
        "L’ancien site est intact. Prévenez l’équipe technique en copiant ce message.\n"
    )
    monkeypatch.setenv("CIL_TRACE", "1")
    with pytest.raises(kind, match="détail"):
        cli.main(["check"])


def test_a_developer_may_ask_for_the_trace_of_a_machine_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for what the machine refuses."""
    monkeypatch.setenv("CIL_TRACE", "1")
    monkeypatch.setattr(build, "checked", lambda _: Checked({}, ()))
    with pytest.raises(FileNotFoundError):
        cli.main(["check", "--summary", str(tmp_path / "absent" / "resume.md")])


def test_an_interruption_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl+C stops, and says so without a traceback."""

    def interrupted(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "checked", interrupted)
    assert cli.main(["check"]) == ExitCode.OK
    assert capsys.readouterr().err == "Arrêté.\n"


def test_the_data_are_told_before_the_texts(tmp_path: Path) -> None:
    """A territory with several faults gives the code of the first stage that refuses it."""
    root = copied(tmp_path)
    describe(root, "datapackages/cib/datapackage.json", lambda p: p.pop("title"))
    with pytest.raises(DataError) as caught:
        build.checked(root)
    assert [f.code for f in caught.value.findings] == ["D-003"]
    assert sys.modules["generator.__main__"] is cli
