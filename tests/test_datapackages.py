"""The data contract: packages, schemas, examples and the files deposited under them."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frictionless import Package, Resource, Schema

from tests.simulation.masking import PLAIN_THRESHOLD, SENSITIVE_THRESHOLD
from tests.simulation.scenario import ROOT

CONTRACT = ROOT / "datapackages"
TERRITORIES = sorted((ROOT / "tests" / "territories").glob("*/datapackages"))
CAP_NORD = ROOT / "tests" / "territories" / "cap-nord" / "datapackages"
STATUSES = ["secret", "nd", "so", "provisoire", "revise"]
EMPTY_STATUSES = {"secret", "nd", "so"}
COUNTING = {
    "unite",
    "localisation",
    "typologie",
    "generation_qpv",
    "definition",
    "producteur",
    "date_extraction",
    "methode",
}
PROTECTION = {"regle", "dimensions_sensibles"}
RULES = {"effectif_simple", "sensible", "public"}
# Columns that would describe a person, never a count.
PERSONAL = re.compile(r"(prenom|telephone|courriel|email|mail|naissance|adresse|numero_unique)")

Json = dict[str, Any]


def read_json(path: Path) -> Json:
    """Return a JSON file as a dictionary."""
    content: Json = json.loads(path.read_text(encoding="utf-8"))
    return content


SCHEMAS = sorted(CONTRACT.glob("*/schemas/*/schema.json"))
EVERYWHERE = (CONTRACT, *TERRITORIES)
DESCRIPTORS = sorted(path for folder in EVERYWHERE for path in folder.glob("*/datapackage.json"))
RESOURCES = [
    (descriptor, resource)
    for descriptor in DESCRIPTORS
    for resource in read_json(descriptor)["resources"]
]


def label(value: object) -> str:
    """Return a readable test name for a path or a resource."""
    if isinstance(value, Path):
        return "/".join(value.parts[-4:-1]).replace("datapackages/", "")
    return str(value["name"]) if isinstance(value, dict) else str(value)


EACH_SCHEMA = pytest.mark.parametrize("path", SCHEMAS, ids=label)
EACH_DESCRIPTOR = pytest.mark.parametrize("path", DESCRIPTORS, ids=label)
EACH_RESOURCE = pytest.mark.parametrize(("path", "resource"), RESOURCES, ids=label)
EACH_CROSSING = pytest.mark.parametrize(
    ("path", "resource"), [one for one in RESOURCES if one[1]["marges"]], ids=label
)
EACH_REAL_RESOURCE = pytest.mark.parametrize(
    ("path", "resource"), [one for one in RESOURCES if not one[1]["demonstration"]], ids=label
)


def contract_schema(path: Path, resource: Json) -> Path:
    """Return the schema of a resource: the territory's own, else the contract's."""
    own = path.parent / str(resource["schema"])
    return own if own.exists() else CONTRACT / path.parent.name / str(resource["schema"])


@cache
def columns(path: Path) -> pd.DataFrame:
    """Return a deposited file with every cell as text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def deposited(path: Path, resource: Json) -> pd.DataFrame:
    """Return the file of a resource with every cell as text."""
    return columns(path.parent / str(resource["path"]))


def measures(schema: Json) -> list[str]:
    """Return the columns that have a companion status."""
    names = [str(field["name"]) for field in schema["fields"]]
    return [name for name in names if f"{name}_statut" in names]


def errors_of(data: list[list[str]], schema: Json) -> list[str]:
    """Return the kinds of error frictionless finds in rows read under a schema."""
    alone = {name: value for name, value in schema.items() if name != "foreignKeys"}
    report = Resource(data=data, schema=Schema.from_descriptor(alone)).validate()
    return [str(kind) for (kind,) in report.flatten(["type"])]


def example_of(path: Path) -> list[list[str]]:
    """Return the rows of the example beside a schema, header first."""
    text = (path.parent / "exemple-valide.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))


@EACH_SCHEMA
def test_every_example_is_valid_under_its_schema(path: Path) -> None:
    """Whoever deposits data can start from the example."""
    assert errors_of(example_of(path), read_json(path)) == []


@EACH_SCHEMA
def test_every_example_says_what_its_schema_says(path: Path) -> None:
    """The first row of an example is made of the examples of the fields."""
    schema, (header, first, *_) = read_json(path), example_of(path)
    expected = {
        field["name"]: str(field["example"]).lower()
        for field in schema["fields"]
        if not field["name"].endswith("_statut")
    }
    actual = {name: cell.lower() for name, cell in zip(header, first, strict=True)}
    assert {name: actual[name] for name in expected} == expected


@EACH_SCHEMA
def test_a_code_outside_its_list_is_refused(path: Path) -> None:
    """Lists of codes are enforced: categories alone would not be."""
    schema, rows = read_json(path), example_of(path)
    for position, field in enumerate(schema["fields"]):
        if "enum" in field.get("constraints", {}):
            broken = [list(row) for row in rows]
            broken[1][position] = "inconnu"
            assert "constraint-error" in errors_of(broken, schema), field["name"]


@EACH_SCHEMA
def test_every_schema_and_field_is_described_in_full(path: Path) -> None:
    """A schema is the page where a reader learns what a column means."""
    schema = read_json(path)
    assert schema["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
    assert schema["name"] == path.parent.name
    assert schema["title"] and schema["description"].endswith(".")
    assert schema["primaryKey"] and schema["missingValues"] == [""]
    for field in schema["fields"]:
        assert {"name", "type", "title", "description", "example"} <= set(field), field
        assert field["description"].endswith("."), field["name"]


@EACH_SCHEMA
def test_column_names_are_short_plain_and_impersonal(path: Path) -> None:
    """Names fit every tool that reads them, and none describes a person."""
    names = [field["name"] for field in read_json(path)["fields"]]
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]{0,49}", name)] == []
    assert [name for name in names if PERSONAL.search(name)] == []


@EACH_SCHEMA
def test_codes_are_texts_with_a_label_each(path: Path) -> None:
    """Every admitted code has its French label; codes keep their leading zeros."""
    for field in read_json(path)["fields"]:
        admitted = field.get("constraints", {}).get("enum")
        assert (admitted is None) == ("categories" not in field), field["name"]
        if admitted is not None:
            assert field["type"] == "string"
            assert [one["value"] for one in field["categories"]] == admitted
            assert all(one["label"] for one in field["categories"])
        if field["name"].startswith("code_"):
            assert field["type"] == "string"


@EACH_SCHEMA
def test_every_measure_has_a_status_right_after_it(path: Path) -> None:
    """A hidden number is an empty cell with a reason, never a letter among numbers."""
    fields = read_json(path)["fields"]
    names = [field["name"] for field in fields]
    for name in names:
        if name.endswith("_statut"):
            measure = fields[names.index(name) - 1]
            assert measure["name"] == name.removesuffix("_statut")
            assert measure["type"] in {"integer", "number"}
            assert fields[names.index(name)]["constraints"]["enum"] == STATUSES


def test_a_name_means_the_same_thing_everywhere() -> None:
    """One column name has one type, one title, one description, one list of codes."""
    seen: dict[str, list[Json]] = {}
    for path in SCHEMAS:
        for field in read_json(path)["fields"]:
            known = seen.setdefault(field["name"], [])
            if field not in known:
                known.append(field)
    assert [name for name, versions in seen.items() if len(versions) > 1] == []


@EACH_DESCRIPTOR
def test_every_descriptor_says_who_what_and_under_which_licence(path: Path) -> None:
    """A package can be reused without asking its publisher anything."""
    package = read_json(path)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"\d{4}\.\d+\.\d+", package["version"])
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", package["created"])
    assert [one["name"] for one in package["licenses"]] == ["etalab-2.0"]
    assert {"publisher"} == {role for one in package["contributors"] for role in one["roles"]}
    assert package["title"] and package["description"] and package["keywords"]
    assert all(source["title"] for source in package["sources"])


@EACH_RESOURCE
def test_every_resource_declares_what_it_counts_and_hides(path: Path, resource: Json) -> None:
    """No table is read without its definition, its margins and its secrecy rule."""
    assert isinstance(resource["demonstration"], bool)
    assert set(resource["comptage"]) == COUNTING
    assert resource["comptage"]["definition"].endswith(".")
    assert resource["comptage"]["methode"].endswith(".")
    assert set(resource["confidentialite"]) == PROTECTION
    assert resource["confidentialite"]["regle"] in RULES
    names = {field["name"] for field in read_json(contract_schema(path, resource))["fields"]}
    assert set(resource["marges"]) <= names
    assert set(resource["confidentialite"]["dimensions_sensibles"]) <= set(resource["marges"])


@EACH_RESOURCE
def test_every_resource_says_how_its_file_is_written(path: Path, resource: Json) -> None:
    """Encoding, header row and separators are explicit, and the file obeys them."""
    content = (path.parent / resource["path"]).read_bytes()
    expected = {"header": True, "headerRows": [1], "delimiter": ",", "lineTerminator": "\n"}
    assert expected.items() <= resource["dialect"].items()
    assert (resource["encoding"], resource["format"], resource["type"]) == ("utf-8", "csv", "table")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")


@EACH_RESOURCE
def test_every_file_is_valid_under_the_contract(path: Path, resource: Json) -> None:
    """A territory without schemas of its own follows those of the contract."""
    package = read_json(path)
    described = [
        {**one, "schema": read_json(contract_schema(path, one))} for one in package["resources"]
    ]
    loaded = Package.from_descriptor({**package, "resources": described}, basepath=str(path.parent))
    report = loaded.get_resource(resource["name"]).validate()
    assert report.flatten(["rowNumber", "fieldName", "note"]) == []


@EACH_RESOURCE
def test_a_status_says_whether_a_number_is_there(path: Path, resource: Json) -> None:
    """Empty with a reason, or filled: never both, never neither."""
    table = deposited(path, resource)
    for measure in measures(read_json(contract_schema(path, resource))):
        hidden = table[f"{measure}_statut"].isin(EMPTY_STATUSES)
        assert (hidden == table[measure].eq("")).all(), measure


@EACH_RESOURCE
def test_no_small_count_is_deposited(path: Path, resource: Json) -> None:
    """Counts of households from 1 to the threshold less one are never in a file."""
    rule = resource["confidentialite"]
    names = measures(read_json(contract_schema(path, resource)))
    counts = [name for name in names if name.startswith("nb_")]
    table = deposited(path, resource)
    high = pd.Series(rule["regle"] == "sensible", index=table.index)
    for dimension in rule["dimensions_sensibles"]:
        high |= table[dimension] != resource["marges"][dimension]
    thresholds = high.map({True: SENSITIVE_THRESHOLD, False: PLAIN_THRESHOLD})
    for name in counts if rule["regle"] != "public" else []:
        numbers = pd.to_numeric(table[name])
        assert not ((numbers >= 1) & (numbers < thresholds)).any(), name


@EACH_CROSSING
def test_tables_with_margins_have_every_combination(path: Path, resource: Json) -> None:
    """A missing row would be a silence that nobody can read."""
    key = read_json(contract_schema(path, resource))["primaryKey"]
    table = deposited(path, resource)
    codes = [table[name].unique().tolist() for name in key]
    expected = set(itertools.product(*codes))
    assert set(table[key].itertuples(index=False, name=None)) == expected
    for name, margin in resource["marges"].items():
        assert margin in set(table[name]), name


@EACH_REAL_RESOURCE
def test_real_rows_name_their_source(path: Path, resource: Json) -> None:
    """A real number, a target or a date is worth what its source is worth."""
    table = deposited(path, resource)
    named = "source" in table.columns and table["source"].ne("").all()
    assert named or "sources" in read_json(path)


@EACH_RESOURCE
def test_rows_with_a_source_are_never_demonstration(path: Path, resource: Json) -> None:
    """A resource is wholly real or wholly simulated."""
    cited = "source" in deposited(path, resource).columns
    assert not (cited and resource["demonstration"])


@pytest.mark.parametrize(
    ("folder", "demands", "leases"),
    [(CONTRACT, {"6002", "6593"}, {"1377"}), (CAP_NORD, {"2728"}, {"499"})],
    ids=["saint-nazaire", "cap-nord"],
)
def test_published_totals_are_those_of_the_sources(
    folder: Path, demands: set[str], leases: set[str]
) -> None:
    """The figures that readers can check elsewhere are deposited as printed."""
    stock = columns(folder / "demandes" / "data" / "demandes_publiees.csv")
    flows = columns(folder / "attributions" / "data" / "attributions_publiees.csv")
    assert (set(stock["valeur"]), set(flows["valeur"])) == (demands, leases)


@pytest.mark.parametrize("folder", EVERYWHERE, ids=lambda folder: folder.parent.name)
def test_communes_of_a_territory_are_those_of_its_tables(folder: Path) -> None:
    """Codes and names agree between the register of communes and every table."""
    communes = columns(folder / "territoires" / "data" / "communes.csv")
    epci = columns(folder / "territoires" / "data" / "epci.csv")
    known = dict(zip(communes["code_commune"], communes["nom_commune"], strict=True))
    known |= dict(zip(epci["siren_epci"], epci["nom_court"], strict=True))
    for path in sorted(folder.glob("*/data/*.csv")):
        table = columns(path)
        if "nom_territoire" in table:
            pairs = dict(zip(table["code_territoire"], table["nom_territoire"], strict=True))
            assert pairs.items() <= known.items(), path.name


def test_population_of_the_communes_adds_up_to_the_epci() -> None:
    """The legal populations are those of one file, commune by commune."""
    for folder in EVERYWHERE:
        communes = columns(folder / "territoires" / "data" / "communes.csv")
        epci = columns(folder / "territoires" / "data" / "epci.csv")
        total = communes["population_municipale"].astype(int).sum()
        assert [total] == epci["population_municipale"].astype(int).tolist()


def test_two_communes_never_share_a_tile() -> None:
    """The tile map shows each commune once."""
    for folder in EVERYWHERE:
        communes = columns(folder / "territoires" / "data" / "communes.csv")
        assert not communes.duplicated(["tuile_colonne", "tuile_ligne"]).any()


def test_a_second_territory_brings_no_schema_of_its_own() -> None:
    """Another territory is data and descriptors: the contract stays in one place."""
    assert [path for folder in TERRITORIES for path in folder.rglob("schema.json")] == []


def test_landlords_of_the_leases_are_in_the_register() -> None:
    """Frictionless cannot follow a key across packages: this test does."""
    register = columns(CONTRACT / "acteurs" / "data" / "bailleurs.csv")
    leases = columns(CONTRACT / "attributions" / "data" / "baux_qpv_quartile_bailleur.csv")
    assert set(leases["code_bailleur"]) == {*register["code_bailleur"], "ensemble"}
