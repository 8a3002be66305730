"""What the contract asks of secrecy, at least: written once, and no deposit may ask for less."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import check, load
from generator.check.floor import counts_households
from generator.check.least import (
    LEAST,
    PUBLIC,
    contract_schemas,
    household_measures,
    sense,
    sensitive_codes,
)
from generator.errors import GeneratorError
from generator.settings import HOME
from tests.broken_deposits.broken import contract, schema, told
from tests.broken_deposits.valid import files, write

TERRITORIES = (HOME, *sorted(p for p in (HOME / "tests" / "territories").iterdir() if p.is_dir()))


def deposited() -> Iterator[dict[str, Any]]:
    """Yield what each descriptor of the territories says of each file."""
    for root in TERRITORIES:
        for path in sorted((root / "datapackages").glob("*/datapackage.json")):
            yield from json.loads(path.read_text(encoding="utf-8"))["resources"]


def codes(change: Any, tmp_path: Path) -> set[str]:  # noqa: ANN401 - a change of files
    """Return the codes of what is said of the valid deposit, once changed."""
    content = files()
    change(content)
    packages = load.packages(write(tmp_path, content))
    try:
        return {f.code for f in check.tables(packages).findings}
    except GeneratorError as error:
        return {f.code for f in error.findings}


def test_the_deposits_say_what_the_contract_asks() -> None:
    """The table of the code and the descriptors of four territories agree, both ways."""
    for one in deposited():
        rule = one["confidentialite"]
        least = LEAST.get(one["name"])
        if least is None:
            assert rule["regle"] == PUBLIC, one["name"]
            continue
        assert rule["regle"] == least.rule
        assert sorted(rule["dimensions_sensibles"]) == sorted(least.sensitive)
        assert set(one["marges"]) == set(least.margins)


def test_the_least_names_tables_and_dimensions_of_the_contract() -> None:
    """A table renamed in the contract cannot leave its rule behind."""
    for name, least in LEAST.items():
        key = contract_schemas()[name]["primaryKey"]
        assert {*least.sensitive, *least.margins} <= set(key), name


def test_every_unit_under_secrecy_is_a_household_but_homes() -> None:
    """The words of units come from the deposits; a home is public elsewhere."""
    secret = {
        one["comptage"]["unite"] for one in deposited() if one["confidentialite"]["regle"] != PUBLIC
    }
    assert {unit for unit in secret if not counts_households(unit)} == {"logement"}


@pytest.mark.parametrize(
    ("unit", "households"),
    [
        ("Ménages", True), ("demande de logement", True), ("baux", True), ("décision", True),
        ("logement", False), ("lieu d’accueil des demandeurs", False), ("", False), ("contrôle", False),
    ],
)  # fmt: skip
def test_a_unit_is_known_by_its_first_word(unit: str, households: bool) -> None:
    """Accents, capitals and plurals do not hide a household."""
    assert counts_households(unit) is households


def test_codes_of_sensitive_dimensions_are_known() -> None:
    """Codes that any dimension may have are none of them."""
    assert sensitive_codes()["handicap_sante"] == "motif_demande"
    assert not {"ensemble", "nd", "autre", "oui", "T1", "irrecevable"} & set(sensitive_codes())
    assert {"nb_demandes", "nb_baux", "delai_mois"} <= household_measures()
    assert "nb_logements" not in household_measures()


def test_a_stricter_descriptor_is_accepted(tmp_path: Path) -> None:
    """A deposit may ask for more than the contract."""
    change = told("demandes", "resources", 1, "confidentialite", "regle", value="sensible")
    assert codes(change, tmp_path) == set()


def test_a_schema_of_other_words_is_accepted(tmp_path: Path) -> None:
    """Titles, labels and the order of codes are the deposit's."""
    content = contract("demandes", "demandes_stock")
    for field in content["fields"]:
        field.update(title="Autre", description="Autre.")
        field.get("categories", []).reverse()
    assert codes(schema("demandes", "demandes_stock", content), tmp_path) == set()


def _change(part: dict[str, Any], how: str) -> None:
    field = next(f for f in part["fields"] if f["name"] == "typologie")
    count = next(f for f in part["fields"] if f["name"] == "nb_demandes")
    if how == "enum":
        field["constraints"]["enum"].append("T9")
    elif how == "minimum":
        del count["constraints"]["minimum"]
    elif how == "key":
        part["primaryKey"].remove("typologie")
        part["primaryKey"].insert(0, "typologie")
    elif how == "missing":
        part["missingValues"] = ["", "60"]
    else:
        count[how] = "typologie" if how == "au_plus" else "default"


@pytest.mark.parametrize("how", ["enum", "minimum", "key", "missing", "au_plus", "format"])
def test_a_schema_of_another_sense_is_refused(how: str, tmp_path: Path) -> None:
    """Whatever makes a cell mean something else is not the deposit's."""
    content = contract("demandes", "demandes_stock")
    _change(content, how)
    assert "S-034" in codes(schema("demandes", "demandes_stock", content), tmp_path)


def test_the_sense_of_a_field_has_no_words() -> None:
    """Two fields that differ by their words alone are the same."""
    field = {"name": "a", "type": "string", "categories": ["x", {"value": "y", "label": "Y"}]}
    assert sense({**field, "title": "A"}) == sense({**field, "categories": ["y", "x"]})
