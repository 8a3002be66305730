"""The pieces that data pages are made of, filled alone. No browser here."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.model import Cell, Column, Grid, Row

PARTIALS = Path(__file__).resolve().parents[2] / "site_templates" / "partials"


@pytest.fixture(scope="module")
def drawn() -> str:
    """Fill the table with one ordinary cell, one hidden value and one hostile text."""
    environment = Environment(
        loader=FileSystemLoader(PARTIALS), autoescape=True, undefined=StrictUndefined
    )
    grid = Grid(
        id="essai",
        caption="Demandes",
        columns=(Column("Commune", numeric=False), Column("Nombre"), Column("Note", numeric=False)),
        rows=(
            Row(Cell("Donges", href="../donges/"), (Cell("47", bar=0.5), Cell("<b>vu</b>"))),
            Row(Cell("Besné"), (Cell("secret", muted=True, title="trop petit"), Cell("nd")), True),
        ),
        note="Lire la méthode.",
    )
    template = environment.from_string(
        '{% from "tableau.html" import tableau %}{{ tableau(grid) }}'
    )
    return template.render(grid=grid)


def test_a_table_is_named_by_its_caption(drawn: str) -> None:
    """RGAA 5.4: the caption names the table and the region that scrolls."""
    assert 'aria-labelledby="essai-titre"' in drawn
    assert '<caption id="essai-titre"><span>Demandes</span></caption>' in drawn
    assert drawn.count('scope="col"') == 3
    assert drawn.count('scope="row"') == 2


def test_a_bar_is_silent_and_needs_no_inline_style(drawn: str) -> None:
    """RGAA 1.2: the number is read, its drawing is not."""
    assert drawn.count("<svg") == drawn.count('aria-hidden="true"') == 1
    assert '<rect width="50.0%" height="8"/>' in drawn
    assert "style=" not in drawn


def test_a_hidden_value_says_its_reason_in_words(drawn: str) -> None:
    """RGAA 3.1: neither colour nor a dash carries the meaning alone."""
    assert '<span class="discret" title="trop petit">secret</span>' in drawn
    assert "vous êtes ici" in drawn


def test_a_text_of_the_deposit_never_becomes_markup(drawn: str) -> None:
    """Names and labels come from files that others write."""
    assert "&lt;b&gt;vu&lt;/b&gt;" in drawn
