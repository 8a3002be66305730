"""The audit says exactly what an attacker with all the time in the world would find."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.disclosure.attack import Means
from generator.disclosure.audit import audit, block_keys, bounds
from generator.disclosure.system import Inequality, Key, Rule, System
from generator.disclosure.verdict import BlockVerdicts, Progress, Verdict
from tests.disclosure.enumeration import Crossing, ranges
from tests.disclosure.examples import case_system, cases, crossings, system_of

SLOW = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def rule_of(table: Crossing, *, width: int = 2, threshold: int = 5) -> Rule:
    """Return a rule that knows whether zeros are published."""
    return Rule(threshold=threshold, width=width, zeros_published=table.least == 1)


def expected_verdict(span: tuple[int, int], rule: Rule) -> Verdict:
    """Return the verdict that the definition gives to an interval."""
    low, high = span
    if low == high:
        return Verdict.EXACT if low < rule.threshold else Verdict.DEDUCED
    if low < rule.threshold and high - low < rule.width:
        return Verdict.NARROW
    return Verdict.SAFE


def verdicts_of(system: System, means: Means | None = None) -> dict[Key, Verdict]:
    """Return the audit's verdict of each hidden cell."""
    report = audit(system, means=means)
    keys = [report.published.keys[cell] for cell in report.cells.tolist()]
    return dict(zip(keys, map(Verdict, report.verdicts.tolist()), strict=True))


@SLOW
@given(crossings())
def test_intervals_are_those_of_the_enumerating_attacker(table: Crossing) -> None:
    """Both ends of every interval are reached by a table, and none goes beyond."""
    assert bounds(system_of(table, rule_of(table))) == ranges(table)


@SLOW
@given(crossings(), st.integers(1, 4), st.integers(1, 12))
def test_verdicts_are_those_of_the_enumerating_attacker(
    table: Crossing, width: int, threshold: int
) -> None:
    """One possible value is EXACT, too few are NARROW, and the rest is SAFE."""
    rule = rule_of(table, width=width, threshold=threshold)
    actual = verdicts_of(system_of(table, rule), Means(strict=True))
    assert actual == {place: expected_verdict(s, rule) for place, s in ranges(table).items()}


@SLOW
@given(crossings())
def test_linear_programs_alone_never_call_safe_what_is_not(table: Crossing) -> None:
    """Without branch and bound the audit may doubt more, on these tables it does not."""
    rule = rule_of(table)
    relaxed = verdicts_of(system_of(table, rule))
    assert relaxed == verdicts_of(system_of(table, rule), Means(strict=True))


@SLOW
@given(crossings(), st.data())
def test_hiding_one_more_cell_never_narrows_an_interval(
    table: Crossing, data: st.DataObject
) -> None:
    """A mask that contains another protects at least as much."""
    free = [p for p in table.places() if p not in table.hidden and table.values[p] >= table.least]
    assume(free)
    more = table.hidden | {data.draw(st.sampled_from(free))}
    before = bounds(system_of(table, rule_of(table)))
    wider = Crossing(table.shape, table.values, frozenset(more), table.least)
    after = bounds(system_of(wider, rule_of(table)))
    for place, (low, high) in before.items():
        new_low, new_high = after[place]
        assert new_low <= low
        assert new_high is None or (high is not None and new_high >= high)


@SLOW
@given(crossings())
def test_a_redundant_total_and_the_order_of_things_change_nothing(table: Crossing) -> None:
    """Only what is published counts, not how it is written down."""
    rule = rule_of(table)
    other = System(rule)
    for total, parts in reversed(list(table.sums())):
        other.total(total, reversed(parts))
        other.total(total, parts)
    for place in reversed(table.places()):
        if place in table.hidden:
            other.masked(place)
        else:
            other.visible(place, table.values[place])
    system = system_of(table, rule)
    assert bounds(other) == bounds(system)
    assert verdicts_of(other) == verdicts_of(system)


@SLOW
@given(crossings())
def test_true_values_never_enter_the_audit(table: Crossing) -> None:
    """The masked publication alone gives the same intervals."""
    blind = {p: v for p, v in table.values.items() if p not in table.hidden}
    masked = Crossing(
        table.shape, blind | dict.fromkeys(table.hidden, -7), table.hidden, table.least
    )
    assert bounds(system_of(masked, rule_of(table))) == ranges(table)


@SLOW
@given(crossings())
def test_verdicts_kept_by_block_are_the_verdicts(table: Crossing) -> None:
    """A second audit of the same content asks the solver nothing."""
    system = system_of(table, rule_of(table))
    cache: dict[str, BlockVerdicts] = {}
    first = audit(system, cache=cache)
    second = audit(system, cache=cache)
    assert second.programs == 0
    assert second.verdicts.tolist() == first.verdicts.tolist()
    assert second.lower.tolist() == first.lower.tolist()
    assert second.narrowest() == first.narrowest()
    assert set(cache) == set(block_keys(system))


def case_masks() -> list[Any]:
    """Return every mask of the known cases with its intervals and its disclosed cells."""
    found = []
    for case in cases():
        expected = case["expected"]
        if "bounds" in expected:
            found.append((case, case["hidden"], expected["bounds"], expected["exact"]))
        if "primary_only" in expected:
            only = expected["primary_only"]
            found.append((case, case["primary"], only["bounds"], only["exact"]))
        if "reference_secondary" in expected:
            mask = case["primary"] + expected["reference_secondary"]
            after = expected.get("after_reference", {})
            spans = after.get("bounds") or expected["reference_bounds"]
            found.append((case, mask, spans, after.get("exact", [])))
    return [pytest.param(*entry, id=f"{entry[0]['id']}-{len(entry[1])}") for entry in found]


@pytest.mark.parametrize(("case", "hidden", "spans", "exact"), case_masks())
def test_known_cases_have_their_known_intervals(
    case: dict[str, Any], hidden: list[Key], spans: dict[Key, list[int]], exact: list[Key]
) -> None:
    """Cases from the literature and from the tests of established tools."""
    system = case_system(case, hidden)
    assert bounds(system) == {key: tuple(span) for key, span in spans.items()}
    found = [f.key for f in audit(system).findings() if f.verdict is Verdict.EXACT]
    assert sorted(map(str, found)) == sorted(map(str, exact))


def test_totals_that_do_not_add_up_are_inconsistent() -> None:
    """Nothing is proven about a table that cannot exist."""
    system = System()
    system.visible("total", 4)
    system.visible("a", 3)
    system.visible("b", 2)
    system.masked("c")
    system.total("total", ["a", "b", "c"])
    report = audit(system)
    assert not report.safe
    assert report.findings()[0].verdict is Verdict.INCONSISTENT


def test_visible_counts_that_contradict_each_other_name_the_equation() -> None:
    """The row is kept by position, for the message."""
    system = System()
    system.visible("total", 4)
    system.visible("a", 3)
    system.total("total", ["a"], origin="ligne 12")
    report = audit(system)
    assert not report.safe
    assert [report.published.origins[row] for row in report.broken] == ["ligne 12"]


def test_a_contradiction_that_only_a_linear_program_sees_is_found() -> None:
    """Each equation allows whole values; together they allow none."""
    system = System(Rule(zeros_published=False))
    for key in "abc":
        system.masked(key)
    for first, second in ("ab", "bc", "ca"):
        system.inequality(Inequality({first: 1, second: 1}, 5, 5, ""))
    assert audit(system, means=Means(strict=True)).count(Verdict.INCONSISTENT) == 3


def test_counts_that_are_not_counts_stop_the_publication() -> None:
    """Negative numbers and two values of one cell are reported, never guessed at."""
    system = System()
    system.visible("a", -1)
    system.visible("b", 12)
    system.visible("b", 13)
    report = audit(system)
    assert [(fault.kind, fault.key) for fault in report.faults] == [
        ("not a count", "a"),
        ("two values", "b"),
    ]
    assert not report.safe


def test_a_sign_that_tells_primary_cells_apart_discloses_more() -> None:
    """Knowing that a cell is under the threshold is one more inequality."""
    counts: dict[str, int] = {"total": 13, "c": 0}
    spans = []
    for maximum in (None, 4):
        system = System(Rule(threshold=5, width=2))
        for key, value in counts.items():
            system.visible(key, value)
        system.masked("a", maximum=maximum)
        system.masked("b")
        system.total("total", ["a", "b", "c"])
        spans.append(bounds(system)["a"])
    assert spans == [(1, 12), (1, 4)]


def test_a_cell_bound_by_nothing_is_safe_and_has_no_upper_end() -> None:
    """No total, no attack."""
    system = System()
    system.masked("a")
    assert bounds(system) == {"a": (1, None)}
    assert audit(system).safe


def test_two_perimeters_give_away_what_lies_between() -> None:
    """A group of communes that gains one is a subtraction away from that commune."""
    system = System(Rule(threshold=5, width=2))
    system.visible("epci 2024", 40)
    system.visible("epci 2025", 43)
    system.total("epci 2025", ["epci 2024", "commune"])
    finding = audit(system).findings()[0]
    assert (finding.key, finding.verdict, finding.lower) == ("commune", Verdict.EXACT, 3)


def test_a_zero_found_out_where_zeros_are_published_is_no_secret() -> None:
    """Hidden for nothing is said, and stops nothing."""
    system = System()
    system.visible("total", 40)
    system.visible("a", 40)
    system.total("total", ["a", "rest"])
    report = audit(system)
    assert report.count(Verdict.DEDUCED) == 1
    assert report.safe


def test_what_a_reader_would_find_is_not_in_the_representation() -> None:
    """Logs print findings."""
    system = System()
    system.visible("total", 7)
    system.masked("a")
    system.total("total", ["a"])
    report = audit(system)
    assert "7" not in repr(report.findings())
    assert "7" not in repr(report)


def test_the_narrowest_doubt_is_one_that_tables_show() -> None:
    """For the public certificate of a release."""
    system = System(Rule(threshold=11, width=5))
    system.visible("total", 40)
    for key in "ab":
        system.masked(key)
    system.total("total", ["a", "b"])
    narrowest = audit(system).narrowest()
    assert narrowest is not None
    assert 5 <= narrowest <= 38
    assert audit(System()).narrowest() is None


def test_time_that_runs_out_leaves_unproven_cells_and_says_how_far_it_came() -> None:
    """A partial result is a result, never a safe one."""
    steps: list[Progress] = []
    table = Crossing(
        (3, 3),
        {(i, j): 4 * (1 + 2 * (i == 3)) * (1 + 2 * (j == 3)) for i in range(4) for j in range(4)},
        frozenset((i, j) for i in range(3) for j in range(3)),
        1,
    )
    system = system_of(table, Rule(threshold=11, width=12))
    report = audit(system, means=Means(seconds=0.0, progress=steps.append))
    assert report.count(Verdict.UNPROVEN) == 9
    assert not report.safe
    assert steps == [Progress(9, 9, "attack")]


def _several_blocks() -> System:
    """Return forty blocks of a total and three hidden parts, and one with a part too many."""
    system = System(Rule(threshold=11, width=5))
    for block in range(40):
        total, parts = f"{block} total", [f"{block} {part}" for part in "abc"]
        system.visible(total, 9 + block % 7)
        for part in parts[: 1 + block % 3]:
            system.masked(part)
        for part in parts[1 + block % 3 :]:
            system.visible(part, 2)
        system.total(total, parts)
    return system


def test_a_country_attacked_in_several_processes_gives_the_same_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Blocks are independent: where each is attacked changes nothing."""
    alone = audit(_several_blocks())
    monkeypatch.setattr(sys.modules["generator.disclosure.audit"], "_COUNTRY", 1)
    monkeypatch.setattr(sys.modules["generator.disclosure.audit"], "_CHUNK", 7)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    steps: list[Progress] = []
    several = audit(_several_blocks(), means=Means(progress=steps.append))
    assert {alone.count(verdict) > 0 for verdict in (Verdict.SAFE, Verdict.EXACT)} == {True}
    for name in ("verdicts", "lower", "upper", "shown"):
        assert getattr(alone, name).tolist() == getattr(several, name).tolist()
    assert alone.programs == several.programs
    assert steps[-1].done == steps[-1].total
