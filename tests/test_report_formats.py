"""One report, five forms: the same sentences, bounded, and no cell that alters any of them."""

from __future__ import annotations

import html as html_text
import json
import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import deposit, report
from generator.__main__ import main
from generator.errors import Finding, Severity, SiteError
from generator.report.markdown import safe
from generator.settings import TEMPLATES

SCHEMA = json.loads((TEMPLATES / "schemas" / "rapport.schema.json").read_text(encoding="utf-8"))
FILE = "datapackages/demandes/data/demandes_stock.csv"
ZERO_WIDTH = "\u200b"
MEBIBYTE = 1024 * 1024


def finding(line: int = 3, **changed: object) -> Finding:
    """Return an error on one cell, with what a test changes of it."""
    one = Finding(
        FILE, line, "typologie", "D-103", "F3", "La valeur « F3 » n’est pas connue.",
        "Choisissez parmi : T1, T2.",
    )  # fmt: skip
    return replace(one, **changed)  # type: ignore[arg-type]


WARNING = finding(
    9, severity=Severity.WARNING, code="D-300", message="Ce nombre a doublé.", value=""
)
NOTE = finding(
    1, severity=Severity.INFORMATION, code="D-900", message="Le fichier avait des points-virgules.",
    value="",
)  # fmt: skip


def forms(findings: list[Finding]) -> dict[str, str]:
    """Return every form of the report of `findings`."""
    told = report.report(findings)
    return {
        "terminal": report.told(findings),
        "markdown": report.markdown(told),
        "annotations": report.workflow_commands(findings),
        "json": report.as_json(told),
        "html": report.html(told),
    }


def unescaped(form: str, text: str) -> str:
    """Return what a reader of a form sees."""
    if form == "markdown":
        return html_text.unescape(re.sub(r"\\(.)", r"\1", text)).replace(ZERO_WIDTH, "")
    if form == "annotations":
        return text.replace("%0A", "\n").replace("%25", "%")
    return html_text.unescape(text) if form == "html" else text


# --- one model --------------------------------------------------------------------------------


def test_the_same_sentence_and_remedy_stand_in_every_form() -> None:
    """A reader who goes from an annotation to the page meets the same words."""
    one = finding(suggestion="T3", value="F3")
    sentence = "La valeur «\u202fF3\u202f» n’est pas connue."
    advice = "Écrivez «\u202fT3\u202f». Choisissez parmi\u202f: T1, T2."
    missing = [
        form
        for form, text in forms([one]).items()
        if sentence not in unescaped(form, text) or advice not in unescaped(form, text)
    ]
    assert missing == []


def test_a_suggestion_that_the_remedy_says_is_not_said_twice() -> None:
    """« Écrivez 01053 » once is enough."""
    one = finding(suggestion="01053", remedy="Écrivez « 01053 ».")
    assert report.told([one]).count("01053") == 1


def test_identical_errors_are_one_group_with_all_their_places() -> None:
    """Thirty-seven cells with the same fault are one thing to understand."""
    told = report.report([finding(line) for line in range(2, 39)])
    assert [(g.code, g.count) for g in told.groups] == [("D-103", 37)]
    assert "37 lignes" in report.markdown(told)
    assert "… et 17\u00a0autres" in report.markdown(told)


def test_different_values_are_different_groups() -> None:
    """Two wrong values call for two corrections."""
    told = report.report([finding(2), finding(3, value="F4")])
    assert [g.count for g in told.groups] == [1, 1]


@pytest.mark.parametrize(
    ("findings", "verdict", "next_step"),
    [
        ([], "accepté", "Le dépôt peut être publié."),
        ([NOTE], "accepté", "Le dépôt peut être publié."),
        ([WARNING, NOTE], "accepté avec avertissements", "lisez d’abord les avertissements"),
        ([finding(), WARNING], "à corriger", "Le site en ligne ne change pas"),
    ],
)
def test_the_verdict_follows_the_heaviest_finding(
    findings: list[Finding], verdict: str, next_step: str
) -> None:
    """Only an error refuses; a warning is to be read; an information changes nothing."""
    told = report.report(findings)
    assert (str(told.verdict), next_step in told.headlines[1]) == (verdict, True)


def test_conversions_are_said_apart_from_errors() -> None:
    """What was converted is neither an error nor hidden."""
    told = report.report([finding(), WARNING, NOTE])
    assert [g.code for g in told.groups] == ["D-103", "D-300"]
    assert [g.code for g in told.normalised] == ["D-900"]
    assert report.markdown(told).index("D\\-103") < report.markdown(told).index("### Converti")


def test_a_cell_of_a_spreadsheet_is_named_by_its_address() -> None:
    """In a workbook people look for E3, not for a line."""
    one = finding(3, file="depot.xlsx", sheet="attributions", cell="E3")
    assert "feuille «\u202fattributions\u202f», cellule E3" in report.told([one])
    assert "cellule E3" in unescaped("markdown", forms([one])["markdown"])


# --- Markdown ---------------------------------------------------------------------------------


def test_the_summary_begins_with_three_lines_then_a_table() -> None:
    """A hurried reader stops after three lines and knows enough."""
    lines = [line for line in forms([finding(), WARNING])["markdown"].splitlines() if line]
    assert lines[0] == "## Contrôle des données\u202f: 1\u00a0point à corriger avant publication."
    assert lines[1].startswith("Le site en ligne ne change pas")
    assert (
        lines[2]
        == "1\u00a0erreur, 1\u00a0avertissement et 0\u00a0information, dans 1\u00a0fichier."
    )
    assert lines[3].startswith("| Où |")


def test_the_summary_shows_twenty_groups_and_says_how_many_are_left() -> None:
    """The rest is in the page and in the JSON."""
    text = forms([finding(line, value=f"v{line}") for line in range(2, 47)])["markdown"]
    assert len([line for line in text.splitlines() if line.startswith("| data")]) == 20
    assert "… et 25\u00a0autres." in text


def test_the_summary_stays_under_the_limit_of_the_forge() -> None:
    """However bad a deposit is, the forge shows its report."""
    long = "\\" * 10_000
    findings = [finding(1, value="\\" * 2 * MEBIBYTE)]
    findings += [
        finding(n, value=f"{n}{long}", message=f"{n}{long}", remedy=long, file=long)
        for n in range(3_000)
    ]
    assert len(report.markdown(report.report(findings)).encode()) < MEBIBYTE


# --- annotations, JSON, HTML ------------------------------------------------------------------


def test_ten_annotations_at_most_errors_first() -> None:
    """The forge drops the eleventh: the last one says how many are missing."""
    lines = report.workflow_commands([WARNING, *(finding(n) for n in range(2, 30))]).splitlines()
    assert len(lines) == 10
    assert {line.split(" ")[0] for line in lines} == {"::error"}
    assert "+ 19\u00a0autres, voir le résumé." in lines[-1]


@pytest.mark.parametrize("findings", [[], [finding(), WARNING, NOTE]])
def test_the_json_form_follows_its_published_schema(findings: list[Finding]) -> None:
    """Another program can rely on it."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(forms(findings)["json"]), SCHEMA)


def test_the_json_form_leaves_nothing_out() -> None:
    """A program reads all the places that the other forms count."""
    content = json.loads(forms([finding(line) for line in range(2, 500)])["json"])
    assert [len(g["places"]) for g in content["constats"]] == [498]


class Outline(HTMLParser):
    """The tags of a page, and every attribute that could load something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append(tag)
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)
        self.loads += [name for name, _ in attrs if name in ("src", "href", "action", "style")]
        self.loads += [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        """Close the tag."""
        assert self.open.pop() == tag


def outline(text: str) -> Outline:
    """Return the outline of a page."""
    read = Outline()
    read.feed(text)
    read.close()
    return read


def test_the_page_opens_alone() -> None:
    """No script, no address, nothing loaded: it can be sent by mail and opened from a disk."""
    page = forms([finding(), WARNING, NOTE])["html"]
    read = outline(page)
    assert (read.open, read.loads) == ([], [])
    assert not {"script", "link", "img", "iframe", "object"} & set(read.tags)
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page


def test_the_page_can_be_read_with_a_screen_reader() -> None:
    """Language, title, one main heading, captions, headers of columns and of rows."""
    page = forms([finding(), NOTE])["html"]
    read = outline(page)
    assert page.startswith('<!doctype html>\n<html lang="fr">')
    assert [read.tags.count(tag) for tag in ("h1", "main", "title")] == [1, 1, 1]
    assert read.tags.count("caption") == read.tags.count("table") == 2
    assert page.count('scope="col"') == 8
    assert page.count('scope="row"') == 2
    assert page.count('tabindex="0"') == 2


def test_the_style_of_the_page_is_the_one_its_policy_allows() -> None:
    """A browser applies the style only when its fingerprint is the one that the page says."""
    import base64
    import hashlib

    page = forms([])["html"]
    style = page.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page


# --- no cell alters a form --------------------------------------------------------------------

HOSTILE = st.one_of(
    st.text(st.characters(codec=None), max_size=60),
    st.sampled_from([
        "::error::x", "\n::set-output name=a::b", "a|b", "<script>alert(1)</script>", "`x`",
        "@equipe", "![x](http://a)", "\u202eabc", "\x1b[31m", "</td></table>", "%0A::error::",
        "=1+1", "]]>", "\ud800", "&lt;", "\\|", "# titre", "--", "x" * 5_000, "{}", "{0}", "\u2028",
    ]),
)  # fmt: skip
FINDINGS = st.builds(
    Finding, HOSTILE, st.integers(0, 99), HOSTILE, st.just("D-103"), HOSTILE, HOSTILE, HOSTILE,
    st.sampled_from(Severity), st.sampled_from(["", "E3"]), HOSTILE, HOSTILE,
)  # fmt: skip


@given(st.lists(FINDINGS, min_size=1, max_size=3))
def test_no_cell_acts_on_a_terminal_or_becomes_a_command(findings: list[Finding]) -> None:
    """No escape sequence, no line of the reader's own making, no second workflow command."""
    text = report.told(findings)
    acting = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]
    assert acting == []
    lines = report.workflow_commands(findings).splitlines()
    assert len(lines) == len(findings)
    assert all(re.match(r"::(error|warning|notice) file=[^:]*::", line) for line in lines)
    assert all(line.encode() for line in lines)


@given(st.lists(FINDINGS, min_size=1, max_size=3))
def test_no_cell_becomes_markup_of_the_summary(findings: list[Finding]) -> None:
    """Each row of the table keeps its four cells, and no line begins anything."""
    text = report.summary(findings)
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    bare = [re.sub(r"\\.", "", row) for row in rows]
    assert [row.count("|") for row in bare] == [5] * len(rows)
    assert not any(re.search(r"[<`]|@(?!&#8203;)|\]\(", row) for row in bare)
    others = [line for line in text.splitlines() if line and not line.startswith("|")]
    assert all(re.match(r"##? |### |- |…|[A-ZÉ0-9]", line) for line in others)


@given(FINDINGS)
def test_no_cell_becomes_a_tag_of_the_page(one: Finding) -> None:
    """The page of a hostile finding has the very tags of a plain one."""
    plain = replace(one, file="f", column="c", value="v", message="m", remedy="r", sheet="s",
                    suggestion="s")  # fmt: skip
    hostile, calm = (outline(report.html(report.report([f]))) for f in (one, plain))
    assert (hostile.tags, hostile.loads, hostile.open) == (calm.tags, [], [])


@given(st.lists(FINDINGS, max_size=3))
def test_no_cell_breaks_the_json_form(findings: list[Finding]) -> None:
    """It always loads, always follows its schema and can always be written as UTF-8."""
    text = report.as_json(report.report(findings))
    content = json.loads(text.encode())
    said = [g for part in ("constats", "conversions") for g in content[part]]
    assert sum(g["nombre"] for g in said) == len(findings)


@given(HOSTILE)
def test_escaped_text_is_read_back_as_it_was(text: str) -> None:
    """Escaping changes how a text is written, not what a reader sees."""
    seen = unescaped("markdown", safe(text))
    assert seen == safe_reading(text)


def safe_reading(text: str) -> str:
    """Return a text with the marks that stand for characters nobody should meet."""
    from generator.report.model import plain

    return plain(text)


# --- command line and proposals ---------------------------------------------------------------

SCHEMA_FIELDS = [
    {"name": "annee", "type": "year", "constraints": {"required": True}},
    {"name": "typologie", "type": "string", "constraints": {"enum": ["T1", "T2"]}},
    {"name": "nb_demandes", "type": "integer"},
    {"name": "nb_demandes_statut", "type": "string"},
]


def territory(root: Path, rows: str) -> Path:
    """Write a territory of one small table into `root` and return its data file."""
    folder = root / "datapackages" / "essai"
    (folder / "data").mkdir(parents=True)
    (folder / "schemas").mkdir()
    resource = {
        "name": "essai", "title": "Essai", "description": "Essai.", "path": "data/essai.csv",
        "schema": "schemas/essai.json", "encoding": "utf-8", "dialect": {"delimiter": ","},
        "demonstration": True, "marges": {},
        "confidentialite": {"regle": "effectif_simple", "dimensions_sensibles": []},
    }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    (folder / "schemas" / "essai.json").write_text(
        json.dumps({"fields": SCHEMA_FIELDS, "primaryKey": ["annee", "typologie"]})
    )
    file = folder / "data" / "essai.csv"
    file.write_bytes(rows.encode())
    return file


ROWS = "annee,typologie,nb_demandes,nb_demandes_statut\n2024,t1,12,\n2024,T2,,secret\n"
WRONG = Finding(
    "datapackages/essai/data/essai.csv", 2, "typologie", "D-103", "t1", "Valeur inconnue.",
    "Choisissez dans la liste.", suggestion="T1",
)  # fmt: skip


def test_a_proposed_file_has_the_suggestions_and_the_list_of_changes(tmp_path: Path) -> None:
    """What can be mended safely is written beside, never over the deposit."""
    file = territory(tmp_path, ROWS)
    made = deposit.proposals(tmp_path, [WRONG], tmp_path / "propositions")
    proposed = tmp_path / "propositions" / WRONG.file
    assert proposed.read_text(encoding="utf-8") == ROWS.replace("t1", "T1")
    assert file.read_bytes() == ROWS.encode()
    assert made == (report.Proposal(WRONG.file, 1),)
    changes = (tmp_path / "propositions" / "changements.md").read_text(encoding="utf-8")
    assert "ligne 2" in changes
    assert "T1" in changes


def test_a_proposed_file_is_in_the_form_of_a_deposit(tmp_path: Path) -> None:
    """Windows-1252, semicolons and line ends of Windows become the canonical form."""
    file = territory(tmp_path, "")
    file.write_bytes(ROWS.replace(",", ";").replace("\n", "\r\n").encode("cp1252"))
    deposit.proposals(tmp_path, [WRONG], tmp_path / "p")
    assert (tmp_path / "p" / WRONG.file).read_bytes() == ROWS.replace("t1", "T1").encode()


@pytest.mark.parametrize(
    ("rows", "findings"),
    [
        (ROWS.replace("12", "3"), [WRONG]),
        (ROWS.replace("12", "3 ménages"), [WRONG]),
        (ROWS, [WRONG, replace(WRONG, code="S-001", suggestion="")]),
        (ROWS, [WRONG, replace(WRONG, code="D-702", suggestion="")]),
    ],
    ids=["small count", "count with words", "secrecy", "personal data"],
)
def test_no_proposal_is_made_of_a_file_that_shows_what_must_stay_hidden(
    tmp_path: Path, rows: str, findings: list[Finding]
) -> None:
    """A copy of a secret is one secret more to take back."""
    territory(tmp_path, rows)
    assert deposit.proposals(tmp_path, findings, tmp_path / "p") == ()
    assert not (tmp_path / "p").exists()


def test_a_suggestion_for_a_cell_that_changed_is_left_out(tmp_path: Path) -> None:
    """The finding judged another value: what it suggests may be wrong now."""
    territory(tmp_path, ROWS)
    assert deposit.proposals(tmp_path, [replace(WRONG, value="t9")], tmp_path / "p") == ()


def test_check_writes_every_form_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One run, one exit code, all the forms."""
    territory(tmp_path, ROWS)
    names = {"--report": "r.html", "--json": "r.json", "--summary": "s.md", "--proposals": "p"}
    asked = [text for key, name in names.items() for text in (key, str(tmp_path / name))]
    code = main(["check", "--root", str(tmp_path), "--annotations", *asked])
    assert code == 1
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    jsonschema.validate(json.loads((tmp_path / "r.json").read_text(encoding="utf-8")), SCHEMA)
    assert (tmp_path / "s.md").read_text(encoding="utf-8").startswith("## Contrôle des données")
    assert capsys.readouterr().out.startswith("::error ")


def test_a_failure_of_the_program_is_never_reported_as_a_deposit_to_publish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without findings the summary says what happened, and no report is written."""

    def broken(_: object) -> None:
        message = "boom"
        raise SiteError(message)

    monkeypatch.setattr("generator.build.checked", broken)
    summary, page = tmp_path / "s.md", tmp_path / "r.html"
    assert main(["check", "--summary", str(summary), "--report", str(page)]) == 5
    assert "une erreur du programme" in summary.read_text(encoding="utf-8")
    assert "peut être publié" not in summary.read_text(encoding="utf-8")
    assert not page.exists()
