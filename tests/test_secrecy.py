"""The primary rule of secrecy: which counts are too small to be seen."""

from __future__ import annotations

import pytest

from generator.model import SecrecyRule
from generator.secrecy import THRESHOLDS, crossing_threshold, row_thresholds, too_small
from tests.test_formulas import table

CROSSED = """
    annee | code_territoire | delai    | age      | nb_baux | nb_baux_statut
    2023  | 99001           | ensemble | ensemble | 5       |
    2023  | 99001           | M_0_12   | ensemble | 5       |
    2023  | 99001           | ensemble | A_M25    | 5       |
    2023  | 99001           | M_0_12   | A_M25    | 5       |
    2023  | 99001           |          | ensemble | 5       |
"""


def counts(*cells: int | str) -> str:
    """Return a drawn table with one count per year."""
    rows = [f"{2000 + i} | {c} |" for i, c in enumerate(cells)]
    return "\n".join(["annee | nb_baux | nb_baux_statut", *rows])


def test_the_thresholds_are_those_of_the_convention() -> None:
    """Nothing to hide without households, 5 for plain counts, 11 for sensitive ones."""
    assert dict(THRESHOLDS) == {"public": 0, "effectif_simple": 5, "sensible": 11}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("public", {}),
        ("effectif_simple", {3: 5, 4: 5}),
        ("sensible", {3: 11, 4: 11, 5: 11, 6: 11}),
    ],
)
def test_a_count_under_its_threshold_is_too_small(rule: str, expected: dict[int, int]) -> None:
    """1 to 4 in a plain table, 1 to 10 in a sensitive one; the index is the line of the file."""
    drawn = table("baux", counts(0, 1, 4, 5, 10, 11, 400), rule=rule)
    assert too_small(drawn, "nb_baux").to_dict() == expected


def test_zeros_and_missing_counts_are_not_too_small() -> None:
    """Zero describes nobody, and what is already hidden shows nothing."""
    assert too_small(table("baux", counts(0, ""), rule="sensible"), "nb_baux").to_dict() == {}


def test_a_plain_count_becomes_sensitive_when_it_crosses_a_sensitive_dimension() -> None:
    """Off the margin of one sensitive dimension, the threshold of the row is 11."""
    drawn = table("baux", CROSSED, sensitive="delai")
    assert row_thresholds(drawn).tolist() == [5, 11, 5, 11, 11]
    both = table("baux", CROSSED, sensitive="delai age")
    assert row_thresholds(both).tolist() == [5, 11, 11, 11, 11]


def test_a_sensitive_dimension_without_a_margin_is_always_crossed() -> None:
    """Where no row says « all », every row keeps the dimension apart."""
    drawn = table("delais", "annee | typologie | nb_baux | nb_baux_statut\n2023 | T3 | 5 |",
                  sensitive="typologie")  # fmt: skip
    assert row_thresholds(drawn).tolist() == [11]


def test_a_public_table_that_crosses_a_sensitive_dimension_is_not_public() -> None:
    """The sensitive dimension decides, whatever the rule of the table says."""
    drawn = table("baux", CROSSED, rule="public", sensitive="delai")
    assert row_thresholds(drawn).tolist() == [0, 11, 0, 11, 11]
    assert list(too_small(drawn, "nb_baux")) == [11, 11, 11]


def test_only_whole_numbers_are_counts() -> None:
    """A delay of 4 months is no count of households."""
    drawn = table("delais", "annee | delai_mois | delai_mois_statut\n2023 | 4 |", rule="sensible")
    assert too_small(drawn, "delai_mois").to_dict() == {}


@pytest.mark.parametrize(
    ("rule", "crossed", "expected"),
    [
        ("effectif_simple", set(), 5),
        ("effectif_simple", {"typologie"}, 5),
        ("effectif_simple", {"typologie", "delai"}, 11),
        ("sensible", set(), 11),
        ("public", set(), 0),
        ("public", {"delai"}, 11),
    ],
)
def test_crossing_a_sensitive_dimension_asks_for_eleven(
    rule: str, crossed: set[str], expected: int
) -> None:
    """What is derived follows the rule of what it is derived from."""
    assert crossing_threshold(SecrecyRule(rule, ("delai", "age")), crossed) == expected
