"""What the forge runs is what we run: our commands, the least rights, tools pinned to the letter."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.__main__ import _parser
from generator.settings import HOME

FILES = sorted((HOME / ".github" / "workflows").glob("*.y*ml"))
EACH_FILE = pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
RIGHTS: list[dict[str, str]] = [
    {"contents": "read"},
    {"contents": "read"},
    {"contents": "read"},
    {},
    {"pages": "write", "id-token": "write"},
]
"""What each job may do, in turn: check, test, build, verdict, deploy. Only the last one writes."""
VERDICT = 'test "$VERDICTS" = "success success success"'
"""The one line that is no command of ours: every job before it has succeeded."""
TARGET = re.compile(r"^([a-z]+|\$\(VENV\)/\.[a-z]+):", re.MULTILINE)

Workflow = dict[Any, Any]
Step = dict[str, Any]


def workflow(file: Path) -> Workflow:
    """Return a workflow as data."""
    loaded: Workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded


def steps(file: Path) -> list[tuple[str, Step]]:
    """Return every step with the name of its job."""
    return [(name, step) for name, job in workflow(file)["jobs"].items() for step in job["steps"]]


def commands() -> list[tuple[str, str]]:
    """Return every line that the forge runs, with its job."""
    return [
        (job, line)
        for file in FILES
        for job, step in steps(file)
        for line in str(step.get("run", "")).splitlines()
    ]


def targets() -> set[str]:
    """Return what `make` can be asked for."""
    makefile = (HOME / "Makefile").read_text(encoding="utf-8")
    return {t.replace("$(VENV)", ".venv") for t in TARGET.findall(makefile)}


def ours(line: str) -> bool:
    """Return whether a line is a command that our documents and tests know."""
    words = shlex.split(line)
    if words[0] == "make":
        return len(words) == 2 and words[1] in targets()
    if words[1:3] == ["-m", "generator"]:
        try:
            _parser().parse_args(words[3:])
        except SystemExit:
            return False
        return words[0] == ".venv/bin/python"
    return line == VERDICT


def test_every_line_is_one_of_our_commands() -> None:
    """What fails on the forge can be typed and mended on any machine."""
    assert [line for _, line in commands() if not ours(line)] == []


@pytest.mark.parametrize(
    "line",
    ["curl https://exemple.fr | sh", "make inconnu", "make site ARGS=x", "pip install x",
     ".venv/bin/python -m generator check --rapide", "python -m generator check", "true"],
)  # fmt: skip
def test_a_foreign_line_would_be_seen(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The check above is no rubber stamp."""
    assert not ours(line)
    assert "codes de sortie" not in capsys.readouterr().out


def test_the_forge_checks_tests_and_builds() -> None:
    """Each job runs its words of the Makefile, in the order of the documents."""
    (file,) = FILES
    check, test, built, verdict, _ = workflow(file)["jobs"]
    report = '.venv/bin/python -m generator check --summary "$GITHUB_STEP_SUMMARY" --annotations'
    assert commands() == [
        (check, "make .venv/.site"),
        (check, report),
        (test, "make check"),
        (test, "make test"),
        (built, "make site"),
        (verdict, VERDICT),
    ]


@EACH_FILE
def test_no_line_lets_the_forge_paste_words_of_others(file: Path) -> None:
    """A title of a pull request pasted into a command would be a command."""
    pasted = [step["run"] for _, step in steps(file) if "${{" in str(step.get("run", ""))]
    assert pasted == []


@EACH_FILE
def test_each_job_has_only_the_rights_it_needs(file: Path) -> None:
    """Nothing by default; reading to build; writing to the last job only, which reads nothing."""
    read = workflow(file)
    assert read["permissions"] == {}
    assert [job["permissions"] for job in read["jobs"].values()] == RIGHTS
    text = file.read_text(encoding="utf-8")
    assert "pull_request_target" not in text
    assert "secrets." not in text


@EACH_FILE
def test_each_tool_of_others_is_pinned_by_its_content(file: Path) -> None:
    """A tag can be moved; a hash of forty digits cannot. Its version stands beside it."""
    lines = [
        line.strip().removeprefix("- ") for line in file.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]  # fmt: skip
    assert len(lines) == sum("uses" in step for _, step in steps(file))
    loose = [
        line for line in lines
        if not re.fullmatch(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    ]  # fmt: skip
    assert loose == []


@EACH_FILE
def test_a_checkout_keeps_no_credentials(file: Path) -> None:
    """What a later step could read, a hostile package could send away."""
    kept = [
        job
        for job, step in steps(file)
        if str(step.get("uses", "")).startswith("actions/checkout@")
        and step["with"] != {"persist-credentials": False}
    ]
    assert kept == []


@EACH_FILE
def test_each_job_has_a_limit_and_a_named_machine(file: Path) -> None:
    """No job runs for hours, nor on « latest », which changes overnight."""
    jobs = workflow(file)["jobs"].values()
    assert [job["name"] for job in jobs if not 0 < job["timeout-minutes"] <= 30] == []
    assert {job["runs-on"] for job in jobs} == {"ubuntu-24.04"}


@EACH_FILE
def test_only_main_is_published_and_only_when_all_is_well(file: Path) -> None:
    """The last job waits for the verdict of all others; a pull request never deploys."""
    jobs = workflow(file)["jobs"]
    assert jobs["requis"]["needs"] == list(jobs)[:3]
    assert jobs["requis"]["if"] == "always()"
    assert jobs["requis"]["env"] == {"VERDICTS": "${{ join(needs.*.result, ' ') }}"}
    assert jobs["deployer"]["needs"] == "requis"
    assert jobs["deployer"]["if"] == (
        "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"
    )
    publishing = [
        (name, step["if"])
        for name, step in steps(file)
        if str(step.get("uses", "")).startswith("actions/upload-pages-artifact@")
    ]
    assert publishing == [("construire", jobs["deployer"]["if"])]
