"""What the declarations of indicators promise to a reader, on the real deposit."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator import check, compute, load
from generator.engaged import engaged
from generator.indicators import declared
from generator.model import Derived, Indicator, Result, Tables, Unit
from generator.settings import ENSEMBLE, HOME
from tests.test_declarations import EACH, drawn

INDICATORS = declared()
UNITS = {
    "I-01": Unit.DEMANDES, "I-03": Unit.DEMANDES, "I-04": Unit.BAUX,
    "I-05": Unit.DEMANDES_PAR_BAIL, "I-06": Unit.PERCENT, "I-07": Unit.PERCENT,
    "I-08": Unit.PERCENT, "I-10": Unit.MONTHS, "I-11": Unit.MONTHS, "I-12": Unit.PERCENT,
    "I-13": Unit.MONTHS,
}  # fmt: skip
"""The unit that the domain gives to each code: a share is no count."""


OVERSEAS = {"LLTS", "LLS"}
"""Loans that a territory of the mainland never has."""


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Return the checked tables of the default territory."""
    return check.tables(load.packages(HOME)).tables


@pytest.fixture(scope="module")
def results(tables: Tables) -> Mapping[str, Result]:
    """Return the results of the default territory, by id."""
    return {r.indicator.id: r for r in compute.results(tables, INDICATORS)}


def test_each_indicator_has_its_own_name_and_the_first_ones_their_unit() -> None:
    """Ids and titles are unique: they name pages and columns. A share is no count."""
    for names in ([i.id for i in INDICATORS], [i.title for i in INDICATORS]):
        assert len(set(names)) == len(INDICATORS)
    units = {i.code: i.unit for i in INDICATORS}
    assert {code: units[code] for code in UNITS} == UNITS


@EACH
def test_its_modalities_are_those_that_the_deposit_yields(
    indicator: Indicator, results: Mapping[str, Result]
) -> None:
    """A modality without a label would have no name on the page; a label without values, no row.

    Where a register names them, they are exactly its codes.
    """
    result = results[indicator.id]
    found = {str(modality) for modality in result.frame["modalite"]}
    if result.missing:
        assert found == set()
    elif isinstance(indicator.formula, Derived):
        promised = engaged({table.name: table.frame for table in result.sources})
        assert found == set(promised["code_engagement"])
    elif indicator.modalities:
        assert found == set(indicator.modalities) - OVERSEAS
    elif found != {""}:
        assert found in [
            {str(code) for code in table.frame[key]} - {ENSEMBLE}
            for table in result.sources
            for key in table.keys
            if key.startswith("code_")
        ]


@EACH
def test_each_key_of_its_result_is_there_once(
    indicator: Indicator, results: Mapping[str, Result]
) -> None:
    """Two values at one key would make the page depend on their order."""
    frame = results[indicator.id].frame
    keys = ["annee", "code_territoire", "typologie", "modalite"]
    assert len(frame) > 0 or results[indicator.id].missing
    assert frame[keys].isna().sum().to_dict() == dict.fromkeys(keys, 0)
    assert frame[frame.duplicated(keys)].to_dict("records") == []
    assert frame[keys].to_dict("records") == frame.sort_values(keys)[keys].to_dict("records")


@EACH
def test_a_missing_value_always_says_why(
    indicator: Indicator, results: Mapping[str, Result]
) -> None:
    """A reason, or what is certain, stands for a number; nothing else does."""
    frame = results[indicator.id].frame
    reasons = {"secret", "nd", "so", "ns", "bornes", "au_moins", "non_atteint"}
    assert set(frame.loc[frame["valeur"].isna(), "statut"]) <= reasons
    assert set(frame.loc[frame["valeur"].notna(), "statut"]) <= {"", "provisoire", "revise"}


@EACH
def test_shares_stay_between_nothing_and_all(
    indicator: Indicator, results: Mapping[str, Result]
) -> None:
    """A share above 100 % or a negative number betrays a formula."""
    if indicator.unit is Unit.POINTS:
        return  # a grid may take points back
    values = results[indicator.id].frame["valeur"].dropna()
    most = 100.0 if indicator.unit is Unit.PERCENT else float("inf")
    assert ((values >= 0) & (values <= most)).all()


@EACH
def test_its_example_is_drawn_with_the_words_of_the_contract(indicator: Indicator) -> None:
    """A lawyer who checks the example reads the columns and categories of the deposits."""
    for name, text in indicator.example.given.items():
        table = drawn(name, text)
        known = {field.name: field for field in table.fields}
        assert set(table.frame.columns) <= set(known)
        wrong = [
            (column, value)
            for column in table.frame.columns
            for value in table.frame[column].dropna()
            if known[column].categories and value not in known[column].categories
        ]
        assert wrong == []
    # A promise is drawn with the table of the indicator that measures it.
    beside = {"production_pmr"} if isinstance(indicator.formula, Derived) else set()
    assert set(indicator.example.given) == {*indicator.formula.tables, *beside}


@EACH
def test_it_is_demonstration_exactly_when_one_of_its_tables_is(
    indicator: Indicator, results: Mapping[str, Result], tables: Tables
) -> None:
    """One invented table makes everything computed from it invented."""
    if results[indicator.id].missing or isinstance(indicator.formula, Derived):
        return
    flags = [tables[name].demonstration for name in indicator.formula.tables]
    assert results[indicator.id].demonstration == any(flags)
    assert [t.name for t in results[indicator.id].sources] == list(indicator.formula.tables)
