"""Each rule has a broken deposit, each broken deposit its sentence, and both lists are complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import build
from generator.errors import Finding, GeneratorError, Severity
from generator.rules import RULES
from generator.settings import HOME
from tests.broken_deposits.broken import DEPOSITS, Broken
from tests.broken_deposits.valid import files, write

EACH_DEPOSIT = pytest.mark.parametrize(
    "broken", DEPOSITS, ids=[f"{b.code}-{b.name}".replace(" ", "-") for b in DEPOSITS]
)
BY_COMMAND = {
    "D-511", "S-012", "S-040", "S-041", *(code for code in RULES if "S-020" <= code < "S-030"),
    *(code for code in RULES if "D-901" <= code <= "D-999"),
}  # fmt: skip
"""Said of a command's argument or of its time, not of a deposit: tests of their own hold them."""
WITHOUT_DEPOSIT = BY_COMMAND | {code for code in RULES if "T-111" <= code <= "T-199"}
"""Rules of whole conventions have their broken texts in test_texts_*."""
TESTS_OF_COMMANDS = ("test_checker.py", "test_aggregate.py", "test_gate.py", "test_secretariat.py")


def verdict(root: Path, previous: Path | None = None) -> tuple[Finding, ...]:
    """Return everything the checker says of a territory, whether it accepts it or not."""
    try:
        return build.checked(root, previous).findings
    except GeneratorError as error:
        return error.findings


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the valid deposit."""
    return write(tmp_path_factory.mktemp("valide"), files())


def test_the_valid_deposit_has_nothing_to_mend(valid: Path) -> None:
    """Nothing at all is said of a deposit without a fault, even beside its own previous version."""
    assert verdict(valid) == ()
    assert verdict(valid, valid) == ()


@EACH_DEPOSIT
def test_one_defect_gives_its_sentence(broken: Broken, tmp_path: Path, valid: Path) -> None:
    """The finding has its code, its exact sentence and its value to write; nothing unrelated is said."""
    content = files()
    broken.change(content)
    found = verdict(write(tmp_path, content), valid if broken.before else None)
    expected = [f for f in found if f.code == broken.code]
    assert {f.code for f in found} - {broken.code, *broken.also} == set()
    sentences = [(f.message, f.suggestion) for f in expected]
    assert (broken.message, broken.suggestion) in sentences


def test_every_rule_has_a_deposit_and_every_deposit_a_rule() -> None:
    """The catalogue is complete both ways."""
    assert {b.code for b in DEPOSITS} | WITHOUT_DEPOSIT == set(RULES)
    assert len(DEPOSITS) >= 80


@pytest.mark.parametrize("code", sorted(BY_COMMAND))
def test_a_rule_without_a_deposit_has_a_test_that_names_it(code: str) -> None:
    """No rule is let off: what only a command can raise is raised by a test of that command."""
    tests = "".join((HOME / "tests" / name).read_text("utf-8") for name in TESTS_OF_COMMANDS)
    assert len(re.findall(f'"{code}"', tests)) > (code in ("D-511", "D-901", "S-012", "S-020"))


def test_without_a_previous_version_nothing_is_compared_and_it_is_said(
    valid: Path, tmp_path: Path
) -> None:
    """An empty folder given as the previous version is no version."""
    assert [f.code for f in verdict(valid, tmp_path)] == ["D-511"]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_says_what_why_and_how(rule: object) -> None:
    """Each rule is complete and its sentences end as sentences."""
    for part in ("wrong", "why", "mend"):
        assert getattr(rule, part).endswith((".", "!", "?")), part
    assert all(getattr(rule, part) for part in ("title", "good"))


def test_every_code_of_the_checker_is_in_the_catalogue() -> None:
    """No sentence is written outside of the catalogue of rules."""
    sources = [p for p in sorted((HOME / "generator").glob("*.py")) if p.name != "rules.py"]
    sources += sorted((HOME / "generator" / "check").glob("*.py"))
    codes = {c for s in sources for c in re.findall(r'"([DST]-\d{3})"', s.read_text())}
    assert codes <= set(RULES)
    assert set(RULES) - codes == set()


def test_everything_is_collected_in_one_run(tmp_path: Path) -> None:
    """A secretary reads all the faults at once: structure, lists, secrecy and warnings."""
    content = files()
    for code, name in (("D-301", "a commune of elsewhere"), ("D-703", "a telephone"),
                       ("D-011", "a licence of nobody"), ("D-401", "a total of another extraction"),
                       ("D-101", "no number at all")):  # fmt: skip
        next(b for b in DEPOSITS if (b.code, b.name) == (code, name)).change(content)
    found = verdict(write(tmp_path, content))
    assert {"D-301", "D-703", "D-011", "D-401", "D-101"} <= {f.code for f in found}
    assert {f.severity for f in found} >= {Severity.ERROR, Severity.WARNING}
