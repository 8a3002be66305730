"""Reports that say what is wrong and obey nothing that a deposit contains."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.errors import Finding, Severity
from generator.report import summary, told, workflow_commands
from generator.report.markdown import safe
from generator.report.terminal import plain
from generator.words import NBSP, NNBSP

FINDING = Finding(
    "datapackages/attributions/data/baux.csv", 118, "typologie", "D-103", "F3",
    "La valeur « F3 » n’est pas connue.", "Corrigez cette cellule.",
)  # fmt: skip
ZERO_WIDTH = "\u200b"
CELLS = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)
ADDRESSES = st.lists(
    st.sampled_from(("@", "www.", "WWW.", "://", "https", "mailto:", "a", "b.fr", "\\", "<", " ")),
    max_size=8,
).map("".join)
SIGNS = st.text(alphabet="\\`*_{}[]()#+!|~@:<>&-.\"'=^$%wab1/", max_size=40)


def many(count: int, code: str = "D-103") -> list[Finding]:
    """Return findings of one code on lines 1 to `count`."""
    return [replace(FINDING, line=n, code=code) for n in range(1, count + 1)]


# --- terminal ---------------------------------------------------------------------------------


def test_the_terminal_says_where_what_and_what_to_do() -> None:
    """File, line and column; the fault; the remedy with its code; French spaces throughout."""
    assert told([FINDING]) == (
        f"1{NBSP}point à corriger avant publication.\n\n"
        f"datapackages/attributions/data/baux.csv, ligne 118, colonne «{NNBSP}typologie{NNBSP}»\n"
        f"  La valeur «{NNBSP}F3{NNBSP}» n’est pas connue.\n"
        "  → Corrigez cette cellule. (D-103)\n"
    )


def test_a_finding_on_a_whole_file_names_no_line_and_no_column() -> None:
    """Line 0 means the whole file."""
    whole = replace(FINDING, line=0, column="")
    assert told([whole]).splitlines()[2] == "datapackages/attributions/data/baux.csv"


def test_nothing_wrong_is_said_in_one_line() -> None:
    """No finding, nothing to mend; remarks alone stop no publication."""
    assert told([]) == "Rien à corriger.\n"
    remark = replace(FINDING, severity=Severity.WARNING)
    assert told([remark]).splitlines()[0] == "Rien à corriger."


def test_errors_come_before_remarks() -> None:
    """What stops the publication is read first, whatever the codes."""
    remark = replace(FINDING, code="A-001", severity=Severity.WARNING, message="Remarque.")
    lines = told([remark, FINDING]).splitlines()
    assert lines.index("  Remarque.") > lines.index(
        f"  La valeur «{NNBSP}F3{NNBSP}» n’est pas connue."
    )


@pytest.mark.parametrize(
    ("count", "shown", "rest"),
    [
        (20, 20, []),
        (21, 20, [f"  … et 1{NBSP}autre du même genre (D-103)."]),
        (1220, 20, [f"  … et 1{NNBSP}200{NBSP}autres du même genre (D-103)."]),
    ],
)
def test_at_most_twenty_findings_of_a_code_are_shown_with_their_total(
    count: int, shown: int, rest: list[str]
) -> None:
    """Twenty are enough to understand; the total tells how much work is left."""
    text = told([*many(count), *many(3, "D-104")])
    lines = text.splitlines()
    assert (text.count("(D-103)") - len(rest), text.count("(D-104)")) == (shown, 3)
    assert [line for line in lines if "autre" in line] == rest
    assert lines[0] == f"{count + 3:,} points à corriger avant publication.".replace(
        ",", NNBSP
    ).replace(" points", f"{NBSP}points")


@pytest.mark.parametrize(
    "sign",
    ["\x00", "\x07", "\x1b", "\r", "\n", "\t", "\x7f", "\x85", "\x9b", "\u061c", "\u200b", "\u200e",
     "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff"],
)  # fmt: skip
def test_a_sign_that_acts_on_a_terminal_is_replaced(sign: str) -> None:
    """Escape sequences, line ends, turned directions and invisible signs show as « � »."""
    assert plain(f"F3{sign}31m") == "F3�31m"


def test_signs_of_french_are_kept() -> None:
    """Accents, guillemets, no-break spaces and the apostrophe are no control characters."""
    text = f"L’été, «{NNBSP}Œuilly{NNBSP}», 3{NBSP}€ – ¿n°?"
    assert plain(text) == text


@given(CELLS, CELLS, CELLS)
def test_no_cell_adds_a_line_or_a_command_to_the_terminal(
    message: str, column: str, remedy: str
) -> None:
    """A finding takes three lines; none starts a command of the forge, which reads logs too."""
    finding = replace(FINDING, message=message, column=column, remedy=remedy)
    text = told([finding])
    assert len(text.splitlines()) == 5
    assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []
    assert "##[" not in text


@pytest.mark.parametrize("cell", ["::error::x", "  ::add-mask::x", ":::x", "##[error]x", "a ###[x"])
def test_a_message_that_looks_like_a_command_is_broken(cell: str) -> None:
    """The forge obeys `::error::` after leading spaces and `##[error]` anywhere in a line."""
    text = told([replace(FINDING, message=cell, file=cell)])
    assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []
    assert "##[" not in text


# --- Markdown ---------------------------------------------------------------------------------


def table_cells(markdown: str) -> list[list[tuple[set[str], str]]]:
    """Return, for each row of the only table, the kinds of marks and the text of each cell."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    rows: list[list[tuple[set[str], str]]] = []
    for before, token in itertools.pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if before.type == "td_open":
            children = token.children or []
            text = "".join(c.content for c in children).replace(ZERO_WIDTH, "")
            rows[-1].append(({c.type for c in children}, text))
    return [row for row in rows if row]


def test_the_summary_is_a_table_of_findings() -> None:
    """Where, what, the value and the remedy, one line each; the raw text is the file's own."""
    assert table_cells(summary([FINDING])) == [
        [
            ({"text"}, "datapackages/attributions/data/baux.csv, ligne 118, colonne typologie"),
            ({"text"}, "La valeur « F3 » n’est pas connue."),
            ({"text"}, "F3"),
            ({"text"}, "Corrigez cette cellule. (D-103)"),
        ]
    ]


def test_a_summary_without_findings_says_that_the_site_can_be_published() -> None:
    """No table when there is nothing in it."""
    assert summary([]) == (
        "## Contrôle des données : Rien à corriger.\n\nLe site peut être publié.\n"
    )


@pytest.mark.parametrize(
    ("count", "end"),
    [(20, ""), (21, f"… et 1{NBSP}autre."), (25, f"… et 5{NBSP}autres.")],
)
def test_the_summary_shows_twenty_findings_and_counts_the_others(count: int, end: str) -> None:
    """A job summary has a size; the total stays known."""
    text = summary(many(count))
    assert (len(table_cells(text)), text.startswith(f"## Contrôle des données : {count}{NBSP}points")) == (
        20, True,
    )  # fmt: skip
    assert [line for line in text.splitlines() if line.startswith("…")] == ([end] if end else [])


@pytest.mark.parametrize(
    "cell",
    [
        "a | b", "\\| x", "a\\", "**gras**", "`code`", "[lien](https://autre.fr)", "<b>x</b>",
        "![x](https://autre.fr/x.png)", "<https://autre.fr>", "&lt;b&gt;", "~~x~~", "<!-- x -->",
        "# titre", "- point", "> cité", "--- | ---",
    ],
)  # fmt: skip
def test_a_cell_of_the_summary_stays_one_cell_of_text(cell: str) -> None:
    """Markup, addresses and bars of a deposited cell are shown as they were typed."""
    assert table_cells(summary([replace(FINDING, value=cell)]))[0][2] == ({"text"}, cell)


@given(SIGNS.map(str.strip).filter(bool))
def test_no_mixture_of_signs_becomes_markup(cell: str) -> None:
    """Whatever the signs, the table has four cells and the cell reads back as it was typed."""
    rows = table_cells(summary([replace(FINDING, value=cell)]))
    assert [(len(row), row[2]) for row in rows] == [(4, ({"text"}, plain(cell)))]


@given(ADDRESSES)
def test_no_cell_becomes_a_mention_a_mail_or_an_address(cell: str) -> None:
    """The forge calls people by « @nom » and links « www. » and « :// » even in plain text.

    It does so on what is shown, where a backslash is gone: an invisible space follows each « @ ».
    """
    shown = safe(cell)
    assert re.findall(r"@(?!&#8203;)", shown) == []
    assert re.findall(r"(?i)www\.|(?<!\\):", shown) == []


def test_a_line_end_in_a_cell_ends_no_row() -> None:
    """A cell on two lines stays one cell."""
    cell = "F3\n| x | y |\r\n\n# titre"
    assert table_cells(summary([replace(FINDING, value=cell)])) == [
        [
            *table_cells(summary([FINDING]))[0][:2],
            ({"text"}, "F3�| x | y |���# titre"),
            table_cells(summary([FINDING]))[0][3],
        ]
    ]


# --- workflow commands ------------------------------------------------------------------------


def test_an_annotation_names_its_file_its_line_and_its_code() -> None:
    """The forge shows it beside the line of the deposit."""
    assert workflow_commands([FINDING]) == (
        "::error file=datapackages/attributions/data/baux.csv,line=118,title=D-103::"
        "La valeur « F3 » n’est pas connue. Corrigez cette cellule."
    )


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (Severity.ERROR, "error"),
        (Severity.WARNING, "warning"),
        (Severity.INFORMATION, "notice"),
    ],
)
def test_each_severity_has_its_level(severity: Severity, level: str) -> None:
    """A remark is no error."""
    assert workflow_commands([replace(FINDING, severity=severity)]).startswith(f"::{level} file=")


def test_an_annotation_of_a_whole_file_has_no_line() -> None:
    """Line 0 means the whole file: the forge then shows it at its top."""
    assert ",line=" not in workflow_commands([replace(FINDING, line=0)])


@pytest.mark.parametrize(
    ("count", "note"), [(10, []), (11, [f" + 1{NBSP}autre,"]), (25, [f" + 15{NBSP}autres,"])]
)
def test_at_most_ten_annotations_are_written(count: int, note: list[str]) -> None:
    """The forge keeps ten; the last one says how many are left out."""
    lines = workflow_commands(many(count)).splitlines()
    assert len(lines) == 10
    assert re.findall(r" \+ \d+.autres?,", "\n".join(lines)) == note
    assert re.findall(r" \+ \d+.autres?,", lines[-1]) == note


def test_a_cell_with_a_command_or_a_line_end_gives_no_command() -> None:
    """Line ends and percents are encoded; colons and commas too where they would cut properties."""
    finding = replace(
        FINDING,
        file="a,line=9::x.csv",
        message="100 % ::error::x\n::add-mask::secret\r\n::stop-commands::x",
        remedy="\x1b[31mrouge",
    )
    assert workflow_commands([finding]) == (
        "::error file=a%2Cline=9%3A%3Ax.csv,line=118,title=D-103::"
        "100 %25 ::error::x%0A::add-mask::secret%0D%0A::stop-commands::x �[31mrouge"
    )


@given(CELLS, CELLS, CELLS, st.integers(0, 9))
def test_one_finding_is_one_command_whatever_it_holds(
    file: str, message: str, remedy: str, line: int
) -> None:
    """A deposit can write neither a second command nor a property of its own."""
    finding = replace(FINDING, file=file, message=message, remedy=remedy, line=line)
    text = workflow_commands([finding])
    assert len(text.splitlines()) == 1
    command = re.fullmatch(r"::error file=([^,:]*)(,line=\d)?,title=D-103::(.*)", text)
    assert command is not None
    assert bool(command[2]) == bool(line)
