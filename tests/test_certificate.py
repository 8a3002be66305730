"""The certificate of protection and the method page: exact numbers, no leak, and settings told right."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import jsonschema
import numpy as np
import pandas as pd
import pytest

from generator import check, compose, compute, indicators, kept, load, protect
from generator.check import audit as attack
from generator.compose import certificate, plan
from generator.compose.data_pages import data_pages
from generator.compose.material import Material
from generator.disclosure import BlockVerdicts, Report, Rule, System, Verdict, audit, bounds
from generator.equations import required_width
from generator.errors import SecrecyError
from generator.model import (
    Commune,
    Counting,
    Field,
    Package,
    Resource,
    Secrecy,
    SecrecyRule,
    Site,
    Table,
    Territory,
)
from generator.reading import Reader
from generator.secrecy import THRESHOLDS
from generator.settings import EPCI_ONLY, HOME, PLAIN_THRESHOLD, SENSITIVE_THRESHOLD
from tests.certified import CERTIFICATE
from tests.house.test_documents import LOOSE_SPACE
from tests.test_snapshots import same

SIREN = "200000001"
PLACES = Territory(
    SIREN, "Pays d’Essai", "Pays d’Essai", "Ain", 1, "2025",
    (Commune("01001", "Alphaville", 1), Commune("01002", "Betabourg", 1)),
)  # fmt: skip
VOID = {"br", "hr", "img", "input", "link", "meta", "rect"}
NARROW_SPACE = "\u202f"

LEASES = """
    200000001 T2 20
    200000001 T3 20
    200000001 T4 10
    200000001 ensemble 50
    01001 T2 .
    01001 T3 .
    01001 T4 .
    01001 ensemble 45
    01002 T2 .
    01002 T3 .
    01002 T4 .
    01002 ensemble 5
"""
"""In Betabourg three counts make 5: each is 1, 2 or 3, and nothing else."""

MOTIVES = """
    200000001 sante 12
    200000001 autre 30
    200000001 ensemble 42
"""


def table(name: str, rows: str, dimension: str, *, sensitive: tuple[str, ...] = ()) -> Table:
    """Return a checked table drawn as « place category number », « . » for a secret."""
    lines = [row.split() for row in rows.split("\n") if row.strip()]
    frame = pd.DataFrame(
        [["2024", place, category, None if n == "." else n] for place, category, n in lines],
        columns=["annee", "code_territoire", dimension, "nb"],
        dtype="string",
    )
    frame = frame.assign(
        nb=pd.to_numeric(frame["nb"]).astype("Int64"),
        nb_statut=frame["nb"].isna().map({True: "secret", False: None}).astype("string"),
    )
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    fields = tuple(
        Field(n, n.upper(), "", "integer" if n == "nb" else "string", {}) for n in frame.columns
    )
    return Table(
        package="essai", package_title="Essai", version="2024.1.0", name=name, title=name,
        description="", frame=frame, fields=fields, keys=("annee", "code_territoire", dimension),
        margins={"code_territoire": SIREN, dimension: "ensemble"}, demonstration=True,
        counting=Counting(name, "", "", "", "", localisation="choix_1"),
        secrecy=SecrecyRule("effectif_simple", sensitive),
        where=f"datapackages/essai/data/{name}.csv",
    )  # fmt: skip


def tables() -> dict[str, Table]:
    """Return the small deposit: leases by commune and size, motives for the whole territory."""
    return {
        "baux": table("baux", LEASES, "typologie"),
        "demandes_motif": table(
            "demandes_motif", MOTIVES, "motif_demande", sensitive=("motif_demande",)
        ),
    }


def package(*names: str) -> Package:
    """Return the package of the small deposit."""
    descriptor = {"title": "Essai", "description": "", "version": "2024.1.0",
                  "created": "2024-03-31T00:00:00Z"}  # fmt: skip
    schema: dict[str, Any] = {"fields": []}
    resources = tuple(
        Resource(n, {"title": n, "demonstration": True}, schema, Path(n), n) for n in names
    )
    return Package("essai", Path(), "datapackages/essai/datapackage.json", descriptor, resources)


def material(secrecy: Secrecy | None = None, given: Mapping[str, Table] | None = None) -> Material:
    """Return what the page is composed from; the certificate is that of the real attack."""
    drawn = tables() if given is None else given
    signed = secrecy or check.audited(drawn).secrecy
    published = protect.publication(PLACES, (package(*drawn),), drawn, (), signed)
    return Material(published, Reader(published), {}, (), ())


def page(m: Material) -> str:
    """Return the body of the certificate."""
    return str(certificate.certificate_page(m).body)


def words_of(text: str) -> str:
    """Return what is read of a page."""
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def sheet(text: str) -> dict[str, str]:
    """Return what each term of the page says."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text, re.DOTALL)
    return {term: words_of(said) for term, said in pairs}


# --- exact numbers ----------------------------------------------------------------------------


def test_the_certificate_of_a_small_deposit_is_exact() -> None:
    """Fifteen counts, eight sums, six hidden; three counts that make 5 are 1 to 3: a doubt of 2."""
    assert certificate.certificate(material())["mesures"] == {
        "tableaux": 2,
        "nombres_differents": 15,
        "relations": 8,
        "imprimes": 9,
        "caches": 6,
        "statistiques_de_delai": None,
        "doute_le_plus_etroit": 2,
        "doutes_par_tableaux_entiers": 6,
        "doutes_par_tableaux_en_fractions": 0,
        "caches_non_petits": 0,
        "versions_anterieures": 0,
    }


def test_a_count_known_to_be_large_does_not_narrow_the_doubt_of_the_others() -> None:
    """A doubt of 1 about 21 or 22 is enough; the least of those that must reach 2 or 5 is told."""
    safe, narrow = int(Verdict.SAFE), int(Verdict.NARROW)
    report = SimpleNamespace(
        cells=np.arange(4), published=SimpleNamespace(width=np.array([2, 2, 5, 5])),
        verdicts=np.array([safe, safe, safe, narrow]), shown=np.array([1, 3, 7, 4]),
    )  # fmt: skip
    assert attack._narrowest(cast("Report", report)) == 3
    report.verdicts = np.full(4, narrow)
    assert attack._narrowest(cast("Report", report)) is None


def test_kept_verdicts_give_the_same_certificate(tmp_path: Path) -> None:
    """What was proven yesterday is told as it was told yesterday."""
    verdicts: dict[str, BlockVerdicts] = {}
    first = check.audited(tables(), verdicts=verdicts).secrecy
    kept.write(tmp_path / "verdicts.json", verdicts)
    again = check.audited(tables(), verdicts=kept.read(tmp_path / "verdicts.json")).secrecy
    assert again == first


def test_each_table_has_its_printed_and_hidden_counts_and_their_share() -> None:
    """Six of twelve are half; nothing hidden is nothing."""
    assert certificate.certificate(material())["tableaux"] == [
        {"nom": "baux", "titre": "baux", "imprimes": 6, "caches": 6, "part_cachee_pct": 50.0},
        {"nom": "demandes_motif", "titre": "demandes_motif", "imprimes": 3, "caches": 0,
         "part_cachee_pct": 0.0},
    ]  # fmt: skip


def test_a_rounded_table_says_its_base_and_what_the_attack_leaves_out_of_it() -> None:
    """Exact tables have no such key; the limits of rounding are told only where there is one."""
    exact = certificate.certificate(material())
    one = replace(table("baux", "200000001 T2 20\n200000001 ensemble 50", "typologie"), rounding=10)
    printed = replace(CERTIFICATE, shown={"baux": 2}, hidden={"baux": 0})
    rounded = certificate.certificate(material(printed, {"baux": one}))
    assert [t.get("arrondi") for t in exact["tableaux"]] == [None, None]
    assert [t.get("arrondi") for t in rounded["tableaux"]] == [10]
    assert len(rounded["non_couvert"]) == len(exact["non_couvert"]) + 2


def test_the_publication_plan_is_read_from_the_rows() -> None:
    """A table is as fine as its finest rows; a total is no detail."""
    (near, far) = plan.crossings(material())
    assert (near.table, near.level, near.by, near.shown, near.hidden) == (
        "baux", "commune_et_taille", (), 0, 6,
    )  # fmt: skip
    assert (far.table, far.level, far.by, far.shown, far.hidden) == (
        "demandes_motif", "intercommunalite", ("MOTIF_DEMANDE",), 2, 0,
    )  # fmt: skip


def test_a_size_told_for_the_whole_territory_alone_is_a_crossing_like_another() -> None:
    """Only a commune crossed with a size comes near a household."""
    rows = "200000001 T2 20\n200000001 ensemble 50\n01001 ensemble 45\n01002 ensemble 5"
    found = plan.crossings(material(CERTIFICATE, {"baux": table("baux", rows, "typologie")}))
    assert [(c.level, c.by, c.shown) for c in found] == [
        ("commune", (), 2),
        ("intercommunalite", ("TYPOLOGIE",), 1),
    ]
    assert plan.level_counts(found) == ["1\u00a0tableau au niveau « commune, sans la taille »"]


def test_an_attack_without_object_is_not_said_to_have_been_tried() -> None:
    """A certificate that boasts would be worth nothing."""
    tried = {a.code: a.tried for a in certificate.attacks(material())}
    assert tried == {
        "sommes": True, "tableaux": True, "regroupements": False, "parties_de_ligne": False,
        "mouvements": False, "groupes": True, "reservees": True, "delais": False, "versions": False,
    }  # fmt: skip
    known = replace(CERTIFICATE, releases=2)
    assert {a.code: a.tried for a in certificate.attacks(material(known))}["versions"]


def test_on_the_demonstration_every_kind_of_table_is_there_to_be_attacked() -> None:
    """Regrouped quartiles, refused leases, stock and flows, statistics of delays."""
    found = check.tables(load.packages(HOME)).tables
    tried = {a.code for a in certificate.attacks(material(CERTIFICATE, found)) if a.tried}
    assert tried >= {"regroupements", "parties_de_ligne", "mouvements", "delais", "groupes"}


# --- the page and its JSON --------------------------------------------------------------------


def test_the_page_says_the_same_numbers_as_its_json() -> None:
    """Two forms of one certificate cannot disagree."""
    m = material()
    told, measures = sheet(page(m)), certificate.certificate(m)["mesures"]
    pairs = {
        "Tableaux attaqués": "tableaux", "Nombres différents": "nombres_differents",
        "Relations entre eux": "relations", "Imprimés": "imprimes", "Cachés": "caches",
        "Doute le plus étroit": "doute_le_plus_etroit",
        "Prouvés par des tableaux entiers": "doutes_par_tableaux_entiers",
        "Prouvés par des tableaux en fractions": "doutes_par_tableaux_en_fractions",
        "Cachés, mais pas petits": "caches_non_petits",
    }  # fmt: skip
    read = {key: int(re.findall(r"\d+", told[term])[0]) for term, key in pairs.items()}
    assert read == {key: measures[key] for key in pairs.values()}
    assert "Statistiques de délai" not in told


def test_both_forms_are_labelled_as_demonstration() -> None:
    """Nobody takes the certificate of invented data for that of real ones."""
    m = material()
    assert certificate.certificate(m)["demonstration"] is True
    assert "Données de démonstration" in page(m)
    real = {name: replace(t, demonstration=False) for name, t in tables().items()}
    assert "démonstration" not in page(material(given=real))


def test_every_key_of_the_json_is_documented_in_ascii() -> None:
    """Whoever reads it finds the sense of each key in the schema, and can check the form."""
    files = dict(certificate.certificate_files(material()))
    schema = json.loads(files[certificate.SCHEMA])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(files[certificate.FILE]), schema)
    assert [key for key, says in _keys(schema) if not key.isascii() or not says] == []


def _keys(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key of a schema, with what describes it."""
    for key, value in schema.get("properties", {}).items():
        yield key, value.get("description", "")
        yield from _keys(value)
    for nested in (schema.get("items"), *schema.get("oneOf", ())):
        if nested:
            yield from _keys(nested)


def test_the_json_is_the_same_whatever_the_order_of_the_tables() -> None:
    """Two builds of one deposit give the same bytes."""
    turned = dict(reversed(tables().items()))
    first, second = (
        dict(certificate.certificate_files(m))[certificate.FILE]
        for m in (material(), material(given=turned))
    )
    assert first == second


def test_the_certificate_names_no_place_and_so_no_cell() -> None:
    """It tells how many and how wide, never where: nothing in it is about one cell."""
    m = material()
    for text in (page(m), json.dumps(certificate.certificate(m), ensure_ascii=False)):
        for commune in PLACES.communes:
            assert commune.code not in text
            assert commune.name not in text
        assert "T4" not in text


def test_without_a_table_of_households_the_page_says_so() -> None:
    """Nothing to hide is said in words, never as an empty table."""
    text = page(material(CERTIFICATE, {}))
    assert "Aucun tableau attaqué ne compte de ménages" in text
    assert 'id="plan-de-publication"' not in text
    assert "sans objet" in sheet(text)["Doute le plus étroit"]


def test_a_refused_deposit_has_no_certificate() -> None:
    """Two hidden counts that make 3 are 1 or 2: the doubt is too narrow, and nothing is signed."""
    rows = LEASES.replace("01002 ensemble 5", "01002 ensemble 8").replace(
        "01002 T2 .", "01002 T2 5"
    )
    with pytest.raises(SecrecyError):
        check.audited({"baux": table("baux", rows.replace(" 45", " 42"), "typologie")})


# --- form -------------------------------------------------------------------------------------


class Nesting(HTMLParser):
    """Checks that every element is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element and its id."""
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last element, which must be this one."""
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


def test_the_page_is_well_formed() -> None:
    """Elements are closed in their turn, and no id stands twice."""
    parser = Nesting()
    parser.feed(page(material()))
    assert (parser.open, parser.wrong) == ([], [])
    assert len(parser.ids) == len(set(parser.ids))


def test_the_page_and_the_json_have_their_narrow_spaces() -> None:
    """French for readers, wherever they read it."""
    m = material()
    sentences = [a["attaque"] for a in certificate.certificate(m)["attaques"]]
    sentences += certificate.certificate(m)["non_couvert"]
    lines = [*re.sub(r"<[^>]+>", "", page(m)).splitlines(), *sentences]
    assert [line for line in lines if LOOSE_SPACE.search(html.unescape(line))] == []
    assert [line for line in lines if re.search(r"[a-zé]'[a-zé]", html.unescape(line))] == []


def test_the_page_reads_as_it_was_accepted() -> None:
    """The words and their order change on purpose only; the solver's version is not part of them."""
    text = page(material(replace(check.audited(tables()).secrecy, engine="solveur d’essai")))
    same("donnees-certificat.html", text)


# --- in the site ------------------------------------------------------------------------------


def test_a_table_with_hidden_counts_links_to_the_method() -> None:
    """A reader who meets a hidden number finds why, on the spot."""
    (body,) = [str(p.body) for p in data_pages(material()) if p.path == "donnees/essai/"]
    assert body.count('/methode/secret/">secret statistique</a>') == 1


@pytest.fixture(scope="module")
def site() -> Site:
    """Return the demonstration site, composed without charts; its certificate says nothing."""
    packages = load.packages(HOME)
    found = check.tables(packages).tables
    results = compute.results(found, indicators.declared())
    published = protect.publication(check.territory(found), packages, found, results, CERTIFICATE)
    return compose.site(published, {}, load.documents(HOME), load.contract())


def test_the_certificate_is_reached_from_the_data_the_quality_page_and_the_map(site: Site) -> None:
    """A page that nobody can reach does not exist."""
    pages = {p.path: str(p.body) for p in site.pages}
    for path in ("donnees/", "donnees/qualite/", "plan-du-site/"):
        assert "%%racine%%/donnees/certificat/" in pages[path], path
    secret = (HOME / "content/methode/secret.md").read_text(encoding="utf-8")
    assert "](/donnees/certificat/)" in secret
    assert {certificate.FILE, certificate.SCHEMA} <= set(site.files)


def test_every_page_that_hides_a_number_links_to_the_method(site: Site) -> None:
    """« secret statistique » always says why; the dictionary of a column is no hidden number."""
    hiding = [p for p in site.pages if "secret statistique" in p.body]
    shown = [p for p in hiding if not p.path.startswith("donnees/")]
    communes = [p.path for p in shown if p.path.startswith(("communes/", "attente/"))]
    assert len(communes) >= 20
    assert [p.path for p in shown if "%%racine%%/methode/secret/" not in p.body] == []


# --- the method page tells the settings -------------------------------------------------------

SECRET_PAGE = (HOME / "content/methode/secret.md").read_text(encoding="utf-8")


def told(plain: int, sensitive: int) -> list[str]:
    """Return what the method page must say of two thresholds."""
    return [
        f"| de 1 à {plain - 1} |",
        f"| de 1 à {sensitive - 1} |",
        f"Un comptage simple est donc publié à partir de {plain}.",
        f"Les autres nombres sont publiés à partir de {sensitive}.",
        f"Une médiane ou une moyenne de délai demande au moins {sensitive} baux.",
        f"## Pourquoi {plain} et {sensitive}",
        f"Le seuil de {sensitive} est celui",
        f"Le seuil de {plain} convient",
        f"C’est {required_width(plain)} pour un comptage simple, et "
        f"{required_width(sensitive)} pour les autres tableaux.",
    ]


def test_the_method_page_tells_the_thresholds_of_the_settings() -> None:
    """Words are written by hand; they cannot differ from what the program does."""
    asked = told(PLAIN_THRESHOLD, SENSITIVE_THRESHOLD)
    assert [sentence for sentence in asked if sentence not in SECRET_PAGE] == []


def test_other_thresholds_would_be_seen() -> None:
    """The check above is no rubber stamp."""
    assert [s for s in told(PLAIN_THRESHOLD + 1, SENSITIVE_THRESHOLD) if s not in SECRET_PAGE]
    assert [s for s in told(PLAIN_THRESHOLD, SENSITIVE_THRESHOLD - 1) if s not in SECRET_PAGE]


@pytest.mark.parametrize("name", ["cap-nord", "caen-la-mer", "nantes-metropole"])
def test_other_territories_tell_the_same_thresholds(name: str) -> None:
    """One rule, whoever writes the page."""
    text = (HOME / "tests/territories" / name / "content/methode/secret.md").read_text("utf-8")
    assert [s for s in told(PLAIN_THRESHOLD, SENSITIVE_THRESHOLD)[:2] if s not in text] == []


def test_both_pages_name_what_is_reserved_to_the_authority() -> None:
    """The list of the settings, in words, with its reason."""
    assert set(certificate.RESERVED) == EPCI_ONLY
    part = SECRET_PAGE.split("## Jamais par commune")[1].split("\n## ")[0]
    listed = re.findall(rf"^- (.*?)(?:{NARROW_SPACE};|\.)$", part, re.MULTILINE)
    assert sorted(listed) == sorted(certificate.RESERVED.values())
    assert "santé, violences, expulsion" in part
    text = page(material())
    assert [name for name in certificate.RESERVED.values() if name not in text] == []


SENSITIVE_WORDS = {
    "delai": "délai", "anciennete": "ancienneté", "quartile": "quartile",
    "quartile_regroupe": "quartile", "public_prioritaire": "priorité", "tranche_age": "âge",
    "composition": "composition", "motif_demande": "motif", "motif_sortie": "motif",
    "etape_dalo": "recours", "etape_cib": "dossier",
}  # fmt: skip


def test_both_pages_name_every_kind_of_sensitive_table() -> None:
    """What a deposit declares sensitive is on the line of the higher threshold."""
    (line,) = re.findall(
        rf"^\|(.*)\| de 1 à {SENSITIVE_THRESHOLD - 1} \|$", SECRET_PAGE, re.MULTILINE
    )
    for package_ in load.packages(HOME):
        for resource in package_.resources:
            rule = resource.descriptor["confidentialite"]
            names = set(rule["dimensions_sensibles"])
            if rule["regle"] == "sensible":
                names |= set(resource.schema["primaryKey"]) & set(SENSITIVE_WORDS)
            for name in names:
                assert SENSITIVE_WORDS[name] in line
                assert SENSITIVE_WORDS[name] in certificate.KINDS["sensible"]


def test_every_rule_of_secrecy_has_its_words() -> None:
    """A new kind of table is told before it is used."""
    assert set(certificate.KINDS) == set(THRESHOLDS)


# --- the worked example of the method page ----------------------------------------------------


def example() -> System:
    """Return the two tables drawn on the method page, as the attack sees them."""
    part = SECRET_PAGE.split("## Un exemple avec un crayon")[1].split("\n## ")[0]
    system = System(Rule(threshold=PLAIN_THRESHOLD, width=required_width(PLAIN_THRESHOLD)))
    names = {"Bruyère": "Bruyère T4", "T4": "Bruyère T4"}
    for number, block in enumerate(re.findall(r"(?:^\|.*\|\n)+", part, re.MULTILINE)):
        rows = re.findall(r"^\| (\w+) \| (\d+|secret) \|$", block, re.MULTILINE)
        cells = [names.get(name, f"{name} {number}") for name, _ in rows]
        for cell, (_, value) in zip(cells, rows, strict=True):
            if value == "secret":
                system.masked(cell)
            else:
                system.visible(cell, int(value))
        system.total(cells[-1], cells[:-1])
    return system


def test_the_worked_example_says_what_the_attack_finds() -> None:
    """8 shared by two: 1 to 7. Then 3 shared by two: 1 or 2, refused. Then 11 by three: 1 to 7 again."""
    first = System(Rule(threshold=PLAIN_THRESHOLD, width=2))
    first.visible("total", 16)
    first.visible("Aubépine", 8)
    for hidden in ("Bruyère", "Clairière"):
        first.masked(hidden)
    first.total("total", ["Aubépine", "Bruyère", "Clairière"])
    assert bounds(first)["Bruyère"] == (1, 7)
    assert audit(first).safe

    both = example()
    assert bounds(both)["Bruyère T4"] == (1, 2)
    assert audit(both).count(Verdict.NARROW) >= 1

    mended = System(Rule(threshold=PLAIN_THRESHOLD, width=2))
    for name, value in (("total", 16), ("Aubépine", 8), ("Bruyère", 20), ("T2", 9)):
        mended.visible(name, value)
    for hidden in ("T3", "T4", "T5", "Clairière"):
        mended.masked(hidden)
    mended.total("total", ["Aubépine", "T4", "Clairière"])
    mended.total("Bruyère", ["T2", "T3", "T4", "T5"])
    assert bounds(mended)["T4"] == (1, 7)
    assert audit(mended).safe
