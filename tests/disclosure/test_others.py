"""Group disclosure, controlled rounding, the linear level, and tables from arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from generator.disclosure.audit import audit, bounds, whole_table
from generator.disclosure.group import telling_cells
from generator.disclosure.linear import linear_disclosures
from generator.disclosure.rounding import Rounded, round_counts
from generator.disclosure.system import Rule, System
from generator.disclosure.tables import assemble, crossing
from tests.disclosure.enumeration import crossed
from tests.disclosure.examples import case_system, cases


@pytest.mark.parametrize("case", cases("attribute"), ids=lambda case: case["id"])
def test_cells_that_hold_a_whole_group_are_found(case: dict[str, Any]) -> None:
    """All persons of a municipality in one category, or all but a few."""
    totals = [(total, parts) for total, *parts in case["totals"] if total.startswith("k")]
    for coalition, cells in case["expected"]["directly_disclosive_by_coalition"].items():
        assert telling_cells(case["cells"], totals, coalition=int(coalition)) == cells


def adds_up(rounded: Rounded, case: dict[str, Any]) -> bool:
    """Return whether every total is the sum of its parts."""
    values = dict(zip(case["cells"], rounded.values.tolist(), strict=True))
    return all(values[t] == sum(values[p] for p in parts) for t, *parts in case["totals"])


@pytest.mark.parametrize("case", cases("rounding"), ids=lambda case: case["id"])
@pytest.mark.parametrize("steps", [0, 1])
def test_rounded_tables_add_up_and_stay_near(case: dict[str, Any], steps: int) -> None:
    """Each count within the base, multiples unmoved, no further than the reference."""
    base = case["expected"]["base"]
    rounded = round_counts(case_system(case, []).freeze(), base=base, steps=steps)
    assert adds_up(rounded, case)
    assert (rounded.values % base == 0).all()
    for value, truth in zip(rounded.values.tolist(), case["cells"].values(), strict=True):
        low, high = rounded.interval(value)
        assert low <= truth <= high
        assert truth % base or value == truth
    assert rounded.deviation <= case["expected"].get("handbook_total_deviation", rounded.deviation)
    assert rounded.bound <= rounded.deviation + 1e-6


def test_the_handbook_table_is_rounded_at_its_least_deviation() -> None:
    """The optimum of the known case is 18, its book solution 22."""
    case = next(c for c in cases("rounding") if "optimal_total_deviation" in c["expected"])
    rounded = round_counts(case_system(case, []).freeze(), base=case["expected"]["base"])
    assert rounded.deviation == case["expected"]["optimal_total_deviation"]
    assert Rounded(rounded.values, 5, 1, 0, 0.0).interval(15) == (6, 24)


def test_a_table_that_does_not_add_up_cannot_be_rounded() -> None:
    """Nothing additive comes of it."""
    system = System()
    system.visible("total", 10)
    system.visible("a", 5)
    system.total("total", ["a"])
    with pytest.raises(ValueError, match="additive"):
        round_counts(system.freeze())


@pytest.mark.parametrize(
    "case", [c for c in cases() if "exact_linear" in c["expected"]], ids=lambda case: case["id"]
)
def test_the_linear_level_is_that_of_the_known_cases(case: dict[str, Any]) -> None:
    """Additions and subtractions alone."""
    found = linear_disclosures(case_system(case, case["hidden"]))
    assert set(found) == set(case["expected"]["exact_linear"])


def test_the_linear_level_misses_what_positive_counts_give_away() -> None:
    """So it is never the verdict."""
    system = System()
    system.visible("total", 2)
    for key in "ab":
        system.masked(key)
    system.total("total", ["a", "b"])
    assert linear_disclosures(system) == []
    assert bounds(system) == {"a": (1, 1), "b": (1, 1)}


def test_the_linear_level_needs_several_equations_at_once() -> None:
    """No equation has one unknown, their combination has."""
    system = System(Rule(zeros_published=False))
    for first, second in ("ab", "bc", "ca"):
        system.visible(first + second, 20)
        system.total(first + second, [first, second])
    assert sorted(map(str, linear_disclosures(system))) == ["a", "b", "c"]


def test_a_table_from_arrays_is_the_table_cell_by_cell() -> None:
    """Two ways to write one publication give the same intervals."""
    inner = [0, 3, 9, 12, 2, 7]
    values = crossed((2, 3), inner)
    counts = np.array(list(values.values()))
    cells = np.arange(12).reshape(3, 4)
    matrix = crossing(cells, [[(2, [0, 1])], [(3, [0, 1, 2])]], 12)
    hidden = (counts > 0) & (counts < 10)
    rule = Rule(threshold=10, width=3)
    fast = assemble(counts, hidden, matrix, rule=rule, keys=list(values))
    system = System(rule)
    for place, value in values.items():
        if 0 < value < 10:
            system.masked(place)
        else:
            system.visible(place, value)
    for column in range(4):
        system.total((2, column), [(0, column), (1, column)])
    for row in range(3):
        system.total((row, 3), [(row, column) for column in range(3)])
    assert bounds(fast) == bounds(system)
    assert audit(fast).verdicts.tolist() == audit(system).verdicts.tolist()


def test_a_whole_table_is_found_for_cells_printed_nowhere() -> None:
    """Totals that meet in an unpublished crossing."""
    system = System()
    system.visible("x", 12)
    system.visible("y", 30)
    system.total("x", ["xa", "xb"])
    system.total("y", ["xa", "ya"])
    table = dict(zip(system.freeze().keys, whole_table(system).tolist(), strict=True))
    assert table["xa"] + table["xb"] == 12
    assert table["xa"] + table["ya"] == 30


def test_no_whole_table_is_an_error() -> None:
    """A publication that contradicts itself has none."""
    system = System()
    system.visible("x", 1)
    system.total("x", ["a", "b"])
    for key in "ab":
        system.masked(key)
    with pytest.raises(ValueError, match="no table"):
        whole_table(system)
