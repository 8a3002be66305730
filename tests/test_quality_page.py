"""The public page on quality, and the help page of the messages: written from the build itself."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import build, check, compose, compute, draw, indicators, load, protect
from generator.compose import quality, quality_fields
from generator.compose.material import Material
from generator.errors import Finding, Severity
from generator.model import (
    Checked,
    Commune,
    Counting,
    Field,
    Grid,
    Package,
    Publication,
    Resource,
    SecrecyRule,
    Site,
    Table,
    Territory,
)
from generator.reading import Reader
from generator.settings import HOME
from tests.certified import CERTIFICATE
from tests.conftest import CAP_NORD

COUNTING = Counting("demande", "", "", "", "")
PLACES = Territory(
    "200000001", "Agglo", "Agglo", "Ain", 1, "2025",
    (Commune("01001", "Alpha", 1), Commune("01002", "Beta", 1)),
)  # fmt: skip


def field(name: str, kind: str = "string", **labels: str) -> Field:
    """Return a column whose title is its name."""
    return Field(name, name, "", kind, labels)


def table(
    name: str, fields: tuple[Field, ...], frame: pd.DataFrame, keys: tuple[str, ...]
) -> Table:
    """Return a table as the check gives it."""
    return Table(
        package="essai", package_title="", version="2025.1.0", name=name, title=name, description="",
        frame=frame, fields=fields, keys=keys, margins={}, demonstration=False, counting=COUNTING,
        secrecy=SecrecyRule("public"), where="",
    )  # fmt: skip


def demandes(rows: str) -> Table:
    """Return a table drawn as « annee territoire nombre statut », « . » for nothing."""
    cells = [[None if c == "." else c for c in row.split()] for row in rows.strip().splitlines()]
    frame = pd.DataFrame(
        cells,
        columns=["annee", "code_territoire", "nb_demandes", "nb_demandes_statut"],
        dtype="string",
    )
    frame = frame.assign(
        annee=pd.to_numeric(frame["annee"]).astype("Int64"),
        nb_demandes=pd.to_numeric(frame["nb_demandes"]).astype("Int64"),
    )
    fields = (field("annee", "year"), field("code_territoire"), field("nb_demandes", "integer"),
              field("nb_demandes_statut"))  # fmt: skip
    return table("demandes", fields, frame, ("annee", "code_territoire"))


def material(
    *tables: Table, findings: tuple[Finding, ...] = (), rules: tuple[Rule, ...] = ()
) -> Material:
    """Return what the page is composed from."""
    published = protect.publication(PLACES, (), {t.name: t for t in tables}, (), CERTIFICATE)
    return Material(published, Reader(published), {}, (), (), (), findings, rules)


def drawn(grid: Grid | None) -> list[list[str]]:
    """Return the texts of a table, header first."""
    assert grid is not None
    rows = [[row.header.text, *(cell.text for cell in row.cells)] for row in grid.rows]
    return [[column.title for column in grid.columns], *rows]


@dataclass(frozen=True)
class Rule:
    """A rule as the check declares it."""

    code: str = "D-103"
    severity: Severity = Severity.ERROR
    family: str = "Valeurs"
    title: str = "Valeur inconnue"
    wrong: str = "La valeur n’est pas dans la liste."
    why: str = "Le site ne saurait pas où la ranger."
    mend: str = "Choisissez dans la liste."
    bad: str = "F3"
    good: str = "T3"


def warning(line: int, message: str = "Ce nombre a doublé.") -> Finding:
    """Return a warning that stands."""
    return Finding(
        "datapackages/essai/data/a.csv", line, "nb", "D-501", "", message, "", Severity.WARNING
    )


# --- what the page says -----------------------------------------------------------------------


def test_shares_say_what_is_published_hidden_absent_and_without_object() -> None:
    """One line per number of each table, with its base (I-34)."""
    m = material(
        demandes("""
        2024 200000001 40 .
        2024 01001 . secret
        2024 01002 . nd
        2025 200000001 . so
    """)
    )
    assert drawn(quality._missing(list(m.publication.tables.values()))) == [
        ["Tableau et nombre", "Lignes", "Publiés", "Cachés (secret)", "Non disponibles", "Sans objet"],
        ["demandes : nb_demandes", "4", *["25,0\u202f%"] * 4],
    ]  # fmt: skip


@given(st.integers(0, 5_000), st.integers(1, 5_000))
def test_a_share_never_says_none_or_all_for_some(count: int, total: int) -> None:
    """One missing cell in ten thousand is not « 0,0 % »."""
    count = min(count, total)
    text = quality.share_cell(count, total).text
    assert (text == "0,0\u202f%") == (count == 0)
    assert (text == "100,0\u202f%") == (count == total)


def test_coverage_counts_the_tables_with_a_visible_number_by_place_and_year() -> None:
    """A hidden number is no coverage; a table of the authority alone does not cover a commune."""
    m = material(
        demandes("""
        2024 200000001 40 .
        2024 01001 20 .
        2024 01002 . secret
        2025 200000001 50 .
    """)
    )
    assert drawn(quality._coverage(m, list(m.publication.tables.values()))) == [
        ["Territoire", "2024", "2025"],
        ["Agglo", "1 sur 1", "1 sur 1"],
        ["Alpha", "1 sur 1", "0 sur 1"],
        ["Beta", "0 sur 1", "0 sur 1"],
    ]  # fmt: skip


def test_warnings_that_stand_are_grouped_and_errors_are_not_there() -> None:
    """What was published has warnings only; the same one is said once."""
    error = Finding("a.csv", 1, "", "D-1", "", "Erreur.", "")
    assert drawn(quality._standing([warning(2), warning(3), error])) == [
        ["Fichier", "Ce qui est signalé", "Code", "Fois"],
        ["datapackages/essai/data/a.csv", "Ce nombre a doublé.", "D-501", "2"],
    ]  # fmt: skip
    assert quality._standing([error]) is None


def test_the_register_shows_the_newest_verdict_first() -> None:
    """History reads from today backwards, in words."""
    names = ("version", "date_controle", "verdict", "nb_avertissements", "motif_verdict")
    rows = [["2024.1.0", "2024-03-01", "reserve", "2", None],
            ["2025.1.0", "2025-03-31", "accepte", "0", "Première."]]  # fmt: skip
    labels = {"accepte": "accepté", "reserve": "accepté avec avertissements"}
    fields = tuple(field(n, **(labels if n == "verdict" else {})) for n in names)
    frame = pd.DataFrame(rows, columns=list(names), dtype="string")
    assert drawn(quality._register(material(table("verdicts", fields, frame, ("version",))))) == [
        ["Version", "Date du contrôle", "Verdict", "Avertissements", "Motif"],
        ["2025.1.0", "31\u00a0mars\u00a02025", "accepté", "0", "Première."],
        ["2024.1.0", "1er\u00a0mars\u00a02024", "accepté avec avertissements", "2", ""],
    ]  # fmt: skip


def ages(rows: str) -> Table:
    """Return a table of ages drawn as « date code nombre statut », « . » for nothing."""
    cells = [[None if c == "." else c for c in row.split()] for row in rows.strip().splitlines()]
    names = ["date", "tranche_age", "nb_demandes", "nb_demandes_statut"]
    frame = pd.DataFrame(cells, columns=names, dtype="string").assign(code_territoire="200000001")
    counts = pd.to_numeric(frame["nb_demandes"]).astype("Int64")
    fields = (field("date", "date"), field("code_territoire"), field("tranche_age"),
              field("nb_demandes", "integer"), field("nb_demandes_statut"))  # fmt: skip
    keys = ("date", "code_territoire", "tranche_age")
    return table("demandes_age", fields, frame.assign(nb_demandes=counts), keys)


def test_what_is_unknown_of_demandes_is_told_field_by_field_or_why_not() -> None:
    """12 of 240 demandes without an age are 5 %; nothing deposited tells of sizes and reasons."""
    found = drawn(
        quality_fields.unknown(
            material(
                ages("""
        2024-01-01 A_M25 90 .
        2024-01-01 nd 20 .
        2024-01-01 ensemble 200 .
        2025-01-01 A_M25 100 .
        2025-01-01 nd 12 .
        2025-01-01 ensemble 240 .
    """)
            )
        )
    )
    assert found == [
        ["Ce qui est demandé", "Part inconnue", "Base", "Année", "Ce qu’il faut savoir"],
        ["Taille demandée", "non publié", "sans objet", "sans objet",
         "Le tableau n’a pas été déposé."],
        ["Motif de la demande", "non publié", "sans objet", "sans objet",
         "Le tableau n’a pas été déposé."],
        ["Âge du titulaire", "5,0\u202f%", "12 sur 240", "2025",
         "Comptées à part dans le tableau déposé."],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "2025-01-01 A_M25 100 .\n2025-01-01 ensemble 240 .",
            ["non publié", "sans objet", "sans objet",
             "Le tableau déposé ne compte pas à part les demandes où cette information manque : "
             "rien ne dit s’il y en a."],
        ),
        (
            "2025-01-01 nd . secret\n2025-01-01 ensemble 240 .",
            ["non publié", "sans objet", "2025", "Secret statistique."],
        ),
    ],
)  # fmt: skip
def test_an_unknown_number_of_unknowns_is_never_zero(rows: str, expected: list[str]) -> None:
    """A table that does not count them apart says nothing of them; a hidden count stays hidden."""
    assert drawn(quality_fields.unknown(material(ages(rows))))[-1][1:] == expected


def deposited(name: str, created: str, *tables: Table) -> Package:
    """Return the package of some tables."""
    resources = tuple(Resource(t.name, {}, {}, Path(), "") for t in tables)
    return Package(name, Path(), "", {"title": name, "created": created}, resources)


def test_the_lag_counts_from_the_last_day_told_to_the_deposit() -> None:
    """31 December 2024 to 31 March 2025 is 90 days; a stock of 2025 counts from its first day."""
    yearly = demandes("2023 200000001 40 .\n2024 200000001 50 .")
    stock = replace(demandes("2025 200000001 50 ."), name="parc")
    m = material(yearly, stock)
    packages = (deposited("A", "2025-03-31T00:00:00Z", yearly),
                deposited("B", "2025-03-31T00:00:00Z", stock))  # fmt: skip
    told = replace(m, publication=replace(m.publication, packages=packages))
    assert drawn(quality_fields.lags(told)) == [
        ["Dépôt", "Dernier jour compté", "Déposé le", "Écart"],
        ["A", "31\u00a0décembre\u00a02024", "31\u00a0mars\u00a02025", "90\u00a0jours"],
        ["B", "1er\u00a0janvier\u00a02025", "31\u00a0mars\u00a02025", "89\u00a0jours"],
    ]


def test_revised_and_provisional_numbers_are_counted_and_none_is_said_in_words() -> None:
    """A reader who cites a number learns that it moved, or may move."""
    m = material(demandes("""
        2023 200000001 40 revise
        2024 200000001 41 revise
        2025 200000001 50 provisoire
    """))  # fmt: skip
    assert drawn(quality_fields.revisions(m)) == [
        ["Tableau", "Révisés", "Provisoires"], ["demandes", "2", "1"],
    ]  # fmt: skip
    assert quality_fields.revisions(material(demandes("2025 200000001 50 ."))) is None


def test_without_register_rules_or_numbers_the_page_says_so() -> None:
    """Nothing to show is said in words, never as an empty table."""
    text = str(quality.quality_page(material()).body)
    assert "Aucun registre des contrôles" in text
    assert "Aucun avertissement ne reste" in text
    assert "Aucun tableau de nombres" in text
    assert "deposer/messages" not in text
    assert "la structure des fichiers" in text


def test_with_rules_the_page_counts_them_by_family_and_links_to_their_help() -> None:
    """What was checked is the catalogue itself."""
    text = str(quality.quality_page(material(rules=(Rule(), Rule("D-104")))).body)
    assert "Valeurs\u202f: 2\u00a0règles" in text
    assert "/deposer/messages/" in text


def test_the_help_page_explains_each_message_by_family() -> None:
    """Code, title, what is wrong, why, how to mend, and both examples."""
    page = quality.messages_page(material(rules=(Rule(), Rule("S-001", family="Secret"))))
    text = html.unescape(str(page.body))
    assert page.path == "deposer/messages/"
    assert re.findall(r'<h3 id="([^"]+)"', text) == ["d-103", "s-001"]
    assert re.findall(r'<h2 id="famille-\d">([^<]+)', text) == ["Valeurs", "Secret"]
    one = Rule()
    assert all(
        said in text for said in (one.title, one.wrong, one.why, one.mend, one.bad, one.good)
    )


@given(st.text(max_size=40))
def test_no_warning_and_no_rule_becomes_markup(text: str) -> None:
    """A hostile cell repeated by a warning is shown, and does nothing."""
    hostile = f"<script>{text}</script>\u202e"
    rule = Rule(wrong=hostile, bad=hostile, family=hostile)
    m = material(findings=(warning(1, hostile),), rules=(rule,))
    for page in (quality.quality_page(m), quality.messages_page(m)):
        assert "<script" not in page.body
    assert "\u202e" not in quality.quality_page(m).body.split("Avertissements")[1]


# --- in the site ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Return the demonstration site, composed with one warning and one rule, without charts."""
    packages = load.packages(HOME)
    tables = check.tables(packages).tables
    published: Publication = protect.publication(
        check.territory(tables),
        packages,
        tables,
        compute.results(tables, indicators.declared()),
        CERTIFICATE,
    )
    yield compose.site(
        published, {}, load.documents(HOME), load.contract(),
        findings=(warning(2),), rules=(Rule(),),
    )  # fmt: skip


def test_both_pages_are_on_the_map_and_the_page_on_quality_in_the_data(site: Site) -> None:
    """A page that nobody can reach does not exist."""
    pages = {page.path: str(page.body) for page in site.pages}
    assert "%%racine%%/donnees/qualite/" in pages["donnees/"]
    assert "%%racine%%/donnees/qualite/" in pages["plan-du-site/"]
    assert "%%racine%%/deposer/messages/" in pages["plan-du-site/"]


def test_the_page_of_the_demonstration_is_whole(site: Site) -> None:
    """Every part is there: warnings, shares, coverage of each commune, register."""
    (page,) = [p for p in site.pages if p.path == "donnees/qualite/"]
    ids = re.findall(r'<table class="[^"]*" id="([^"]+)"', str(page.body))
    assert ids == [
        "avertissements", "manquants", "vides", "champs-inconnus", "ecarts", "couverture", "registre",
    ]  # fmt: skip
    assert "Pornichet" in page.body


def test_no_two_pages_have_the_same_address(site: Site) -> None:
    """A package named like a page would silently replace it."""
    paths = [page.path for page in site.pages]
    assert len(paths) == len(set(paths))


def test_the_schema_of_the_report_is_published(site: Site) -> None:
    """Whoever reads the JSON form can check it."""
    content = json.loads(site.files[quality.REPORT_SCHEMA])
    jsonschema.Draft202012Validator.check_schema(content)


def test_the_help_page_is_left_out_without_rules() -> None:
    """No empty page while the catalogue is not given."""
    packages = load.packages(CAP_NORD)
    tables = check.tables(packages).tables
    published = protect.publication(
        check.territory(tables),
        packages,
        tables,
        compute.results(tables, indicators.declared()),
        CERTIFICATE,
    )
    made = compose.site(published, {}, load.documents(CAP_NORD), load.contract())
    assert "deposer/messages/" not in {page.path for page in made.pages}


@pytest.mark.site
def test_what_the_check_noted_stands_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the check notes without stopping is public, not forgotten in a log."""
    judged = check.tables

    def noted(packages: Sequence[Package]) -> Checked:
        return replace(judged(packages), findings=(warning(2),))

    monkeypatch.setattr(check, "tables", noted)
    monkeypatch.setattr(draw, "figures", lambda _: {})
    found = build.build(CAP_NORD, tmp_path / "site").findings
    assert [f for f in found if f.severity is not Severity.INFORMATION] == [warning(2)]
    text = (tmp_path / "site" / "donnees" / "qualite" / "index.html").read_text(encoding="utf-8")
    assert "Ce nombre a doublé." in text
    assert "Aucun registre des contrôles" in text
    assert (tmp_path / "site" / "deposer" / "messages" / "index.html").is_file()
