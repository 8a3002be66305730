"""Each declaration is held to its own words: its example is computed, its tables exist."""

from __future__ import annotations

import pytest

from generator.indicators import declared
from generator.model import Indicator
from tests.indicators.drawn import result_of, row_at, schema, tables_of

EACH = pytest.mark.parametrize("indicator", declared(), ids=lambda i: i.id)


@EACH
def test_the_worked_example_of_a_declaration_gives_the_value_it_says(indicator: Indicator) -> None:
    """What the page explains is what the formula does."""
    example = indicator.example
    found = result_of(indicator, tables_of(example.given))
    assert row_at(found.frame, example.at)["valeur"] == pytest.approx(example.expect)


@EACH
def test_a_declaration_reads_columns_that_the_contract_has(indicator: Indicator) -> None:
    """A table that nobody may deposit would never be computed."""
    missing = [
        f"{table}.{column}"
        for table, columns in indicator.formula.columns().items()
        for column in columns
        if column not in {f["name"] for f in schema(table)["fields"]}
    ]
    assert missing == []


@EACH
def test_a_declaration_says_all_that_a_reader_needs(indicator: Indicator) -> None:
    """Definition, reason, limits, arithmetic, formula and rows are never empty."""
    said = [
        indicator.definition, indicator.why, indicator.example.words, indicator.formula.words(),
        *indicator.caveats, *indicator.formula.rows(),
    ]  # fmt: skip
    assert all(said)
    assert indicator.caveats


def test_the_modalities_of_the_result_are_those_declared() -> None:
    """A category without a label would reach a page as a code."""
    found = {}
    for indicator in declared():
        result = result_of(indicator, tables_of(indicator.example.given))
        codes = set(result.frame["modalite"]) - {""}
        if indicator.modalities and codes - set(indicator.modalities):
            found[indicator.id] = codes - set(indicator.modalities)
    assert found == {}
