"""Every indicator is what its declaration says: its example holds, its columns exist."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest

from generator import compute
from generator.fields import field_of, key_of
from generator.formulas import Counts
from generator.indicators import declared
from generator.model import Counting, Derived, Indicator, SecrecyRule, Table
from generator.settings import ENSEMBLE, HOME

DOMAIN = [f"I-{number:02}" for number in range(1, 36)]
"""Every indicator of the domain, I-01 to I-35; variants add a letter."""
OFFICIAL = ("legifrance.gouv.fr", "insee.fr")
SCHEMAS = {
    path.parent.name: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((HOME / "datapackages").glob("*/schemas/*/schema.json"))
}
INDICATORS = declared()
EACH = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.id)


def test_the_whole_domain_is_declared_and_nothing_else() -> None:
    """Each of the 35 indicators has a declaration, and no declaration has another number."""
    assert sorted({i.code[:4] for i in INDICATORS}) == DOMAIN
    assert [i.code for i in INDICATORS if i.code[4:] and not i.code[4:].isalpha()] == []


@EACH
def test_the_worked_example_holds(indicator: Indicator) -> None:
    """A lawyer can redo the example with a pencil and finds what the code finds."""
    tables = {name: drawn(name, text) for name, text in indicator.example.given.items()}
    beside = INDICATORS if isinstance(indicator.formula, Derived) else (indicator,)
    found = {r.indicator.id: r for r in compute.results(tables, beside)}
    values = found[indicator.id].frame
    at = indicator.example.at
    own = values[
        (values["annee"] == int(at["annee"]))
        & (values["code_territoire"] == at["code_territoire"])
        & (values["typologie"] == at["typologie"])
        & (values["modalite"] == at["modalite"])
    ]
    assert own["valeur"].tolist() == [pytest.approx(indicator.example.expect, rel=1e-12)]


@EACH
def test_every_column_it_reads_is_in_the_contract(indicator: Indicator) -> None:
    """A declaration cannot read what no deposit can bring."""
    missing = [
        (table, column)
        for table, columns in indicator.formula.columns().items()
        for column in columns
        if column not in {f["name"] for f in SCHEMAS[table]["fields"]}
    ]
    assert missing == []


@EACH
def test_every_category_it_keeps_is_in_the_contract(indicator: Indicator) -> None:
    """A category that no deposit can hold would give an empty indicator for ever."""
    wrong = [
        (operand.table, dimension, category)
        for operand in _operands(indicator.formula)
        for dimension, kept in operand.where.items()
        for category in kept
        if category not in _categories(operand.table, dimension)
    ]
    assert wrong == []


@EACH
def test_its_reference_is_official_and_complete(indicator: Indicator) -> None:
    """A legal text is quoted from its official publisher, with the day it was read."""
    if indicator.reference is None:
        assert "définition est celle de ce site" in (
            HOME / "site_templates/pages/indicateur.html"
        ).read_text(encoding="utf-8")
        return
    host = urlsplit(indicator.reference.url).netloc
    assert host.endswith(OFFICIAL)
    assert indicator.reference.text
    assert indicator.reference.article


@EACH
def test_its_words_end_as_sentences_do(indicator: Indicator) -> None:
    """What readers read is made of sentences."""
    texts = [indicator.definition, indicator.why, *indicator.caveats, indicator.example.words]
    assert [text for text in texts if not text.endswith((".", "?"))] == []


def _operands(shape: Any) -> Iterator[Counts]:  # noqa: ANN401 - a formula, or a part of one
    """Yield every count that a formula reads, however deep it lies."""
    if isinstance(shape, Counts):
        yield shape
    elif isinstance(shape, tuple):
        yield from (found for part in shape for found in _operands(part))
    elif is_dataclass(shape):
        yield from (f for field in fields(shape) for f in _operands(getattr(shape, field.name)))


def drawn(name: str, text: str) -> Table:
    """Return a table drawn with `|`, typed by its schema; columns not drawn are left out."""
    schema = SCHEMAS[name]
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    kinds = {f["name"]: f["type"] for f in schema["fields"]}
    frame = pd.DataFrame(lines[1:], columns=lines[0], dtype="string")
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    typed = {c: _typed(frame[c], kinds[c]) for c in frame.columns}
    status = {f"{c}_statut": pd.Series(pd.NA, index=frame.index, dtype="string") for c in typed}
    frame = frame.assign(**typed, **{c: s for c, s in status.items() if c in kinds})
    key = [k for k in key_of(schema) if k in frame or k not in ("code_territoire",)]
    return Table(
        package="essai", package_title="Essai", version="2024.1.0", name=name, title=name,
        description="", frame=frame, fields=tuple(field_of(f) for f in schema["fields"]),
        keys=tuple(k for k in key if k in frame), margins=dict.fromkeys(key, ENSEMBLE),
        demonstration=True, counting=Counting("bail", "Essai.", "Essai", "2024-02-01", "Essai."),
        secrecy=SecrecyRule("public"), where=f"{name}.csv",
    )  # fmt: skip


def _typed(column: pd.Series[str], kind: str) -> pd.Series[Any]:
    if kind in ("integer", "year"):
        return pd.to_numeric(column).astype("Int64")
    return pd.to_numeric(column).astype("Float64") if kind == "number" else column


def _categories(table: str, dimension: str) -> list[str]:
    field: Mapping[str, Any] = next(f for f in SCHEMAS[table]["fields"] if f["name"] == dimension)
    return [str(value) for value in field.get("constraints", {}).get("enum", ())]
