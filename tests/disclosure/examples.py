"""Small tables for the tests: drawn ones, and the known cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from generator.disclosure.system import Key, Rule, System
from tests.disclosure.enumeration import Crossing, crossed

CASES = Path(__file__).parent / "cases"


def cases(kind: str | None = None) -> list[dict[str, Any]]:
    """Return the known cases, of one kind or all."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.json"))]
    return [case for case in read if kind in (None, case["kind"])]


def case_system(case: dict[str, Any], hidden: list[Key], *, width: int = 1) -> System:
    """Return the public system of a case with these cells hidden."""
    rule = Rule(threshold=10**6, width=width, zeros_published=case["least"] == 1)
    system = System(rule)
    for key, value in case["cells"].items():
        if key in hidden:
            system.masked(key)
        else:
            system.visible(key, value)
    for total, *parts in case["totals"]:
        system.total(total, parts, origin=f"total {total}")
    return system


def system_of(table: Crossing, rule: Rule) -> System:
    """Return the public system of a small crossing."""
    system = System(rule)
    for place in table.places():
        if place in table.hidden:
            system.masked(place)
        else:
            system.visible(place, table.values[place])
    for total, parts in table.sums():
        system.total(total, parts, origin=str(total))
    return system


@st.composite
def crossings(draw: st.DrawFn, *, least: int | None = None) -> Crossing:
    """Draw a small table and a mask that hides few totals."""
    shape = draw(st.sampled_from([(2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (2, 2, 2), (3, 2, 2)]))
    size = 1
    for width in shape:
        size *= width
    inner = draw(st.lists(st.integers(0, 6), min_size=size, max_size=size))
    values = crossed(shape, inner)
    floor = draw(st.integers(0, 1)) if least is None else least
    small = [place for place, value in values.items() if floor <= value]
    inside = [p for p in small if all(i < s for i, s in zip(p, shape, strict=True))]
    hidden = draw(st.sets(st.sampled_from(inside), max_size=9)) if inside else set()
    if small and draw(st.integers(0, 3)) == 0:
        hidden |= draw(st.sets(st.sampled_from(small), max_size=2))
    return Crossing(shape, values, frozenset(hidden), floor)
