"""The help page of the two commands on true counts tells what they are: no option, no code left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import load
from generator.__main__ import main
from generator.rules import RULES
from generator.settings import HOME

PAGE = HOME / "content" / "deposer" / "proteger.md"
SECTIONS = {
    "protect": "Protéger des tableaux complets",
    "aggregate": "Partir d’une liste de ménages",
}


def section(title: str) -> str:
    """Return the words of one part of the page, with ordinary spaces."""
    text = PAGE.read_text(encoding="utf-8").replace("\u202f", " ")
    return text.partition(f"## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("command", SECTIONS)
def test_every_option_is_named(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The options come from the command itself: a new one asks for its line, an old one must go."""
    with pytest.raises(SystemExit):
        main([command, "--help"])
    real = set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out))
    rows = re.findall(r"^\| `(--[a-z-]+)` \|", section(SECTIONS[command]), re.MULTILINE)
    assert sorted(rows) == sorted(real)
    assert f"    python -m generator {command} " in section(SECTIONS[command])


def test_every_refusal_is_explained() -> None:
    """Each code of the two commands has a line that says what to do, and no line is of another."""
    told = re.findall(r"`([SDX]-\d{3})`", section("Quand la commande refuse"))
    own = {code for code in RULES if "S-020" <= code < "S-030"}
    own |= {code for code in RULES if code.startswith("D-9")}
    assert own <= set(told)
    assert len(told) == len(set(told))
    assert {code for code in told if code[0] != "X"} <= set(RULES)


def test_what_is_quoted_is_what_is_said() -> None:
    """The words in the first column are those of the command, numbers aside."""
    source = (HOME / "generator" / "__main__.py").read_text(encoding="utf-8")
    said = re.sub(r"\{[^}]*\}", "#", source)
    quoted = re.findall(
        r"^\| « (.+) » \|", section("Ce qui s’affiche quand tout va bien"), re.MULTILINE
    )
    assert len(quoted) > 5
    for words in quoted:
        assert re.sub(r"\d+", "#", words) in said, words


def test_the_page_is_reached_from_the_help_of_the_secretariat() -> None:
    """Who deposits finds it: on the page « Déposer », which stands in the map and beside the messages."""
    texts = {document.path: document.body for document in load.documents(HOME)}
    assert "(deposer/proteger.md)" in texts["deposer.md"]
    assert "(../deposer.md)" in texts["deposer/proteger.md"]
    template = (HOME / "site_templates/pages/messages.html").read_text(encoding="utf-8")
    assert "/deposer/proteger/" in template


@pytest.mark.site
def test_the_page_stands_in_the_site(built_site: Path) -> None:
    """It is built, its way back is « Déposer », and the map lists it."""
    page = (built_site / "deposer/proteger/index.html").read_text(encoding="utf-8")
    assert "python -m generator protect" in page
    assert "Déposer</a>" in page
    assert "/deposer/proteger/" in (built_site / "plan-du-site/index.html").read_text(
        encoding="utf-8"
    )
