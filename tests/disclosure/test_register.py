"""Two safe releases are not safe together."""

from __future__ import annotations

from generator.disclosure.audit import audit
from generator.disclosure.register import Release, remember
from generator.disclosure.system import Key, Rule, System

RULE = Rule(threshold=5, width=2)
CELLS = ["a", "b", "c", "d"]


def period(key: Key) -> str:
    """Return the year at the head of a key."""
    return str(key)[:4]


def release(hidden: str, year: str = "2024", shift: int = 0) -> dict[Key, int | None]:
    """Return a year of four cells that make a published total."""
    counts = {"a": 3, "b": 9, "c": 12, "d": 20 + shift}
    shown: dict[Key, int | None] = {f"{year}{key}": counts[key] for key in CELLS}
    shown |= {f"{year}{key}": None for key in hidden}
    return shown | {f"{year}total": 44 + shift}


def safe(*releases: Release) -> bool:
    """Return whether these releases are safe together."""
    system = System(RULE)
    remember(releases, period).write(system)
    system.total("2024total", [f"2024{key}" for key in CELLS])
    return audit(system).safe


def test_each_release_is_safe_and_their_union_is_not() -> None:
    """Hiding b then c beside a shows both to who keeps the old files."""
    assert safe(release("ab"))
    assert safe(release("ac"))
    assert not safe(release("ab"), release("ac"))


def test_the_union_is_never_safer_than_either() -> None:
    """A release can only add to what is known."""
    for first in ("ab", "ac", "abc"):
        for second in ("ab", "ad", "abcd"):
            together = safe(release(first), release(second))
            assert not together or (safe(release(first)) and safe(release(second)))


def test_a_count_shown_once_cannot_be_hidden_again() -> None:
    """The register says which signs are vain."""
    memory = remember([release("ab"), release("ac")], period)
    assert memory.reopened == ("2024c",)
    assert memory.dropped == ("2024b",)
    assert memory.masked == ("2024a",)


def test_a_revised_period_starts_afresh_and_is_named() -> None:
    """Its former counts are no longer those of the same households."""
    memory = remember([release("ab"), release("ac", shift=1)], period)
    assert memory.revised == ("2024",)
    assert memory.masked == ("2024a", "2024c")
    assert memory.visible["2024d"] == 21
    other = remember([release("ab", "2023"), release("ac")], period)
    assert other.revised == ()
    assert set(other.masked) == {"2023a", "2023b", "2024a", "2024c"}


def test_without_release_nothing_is_known() -> None:
    """The first publication has no past."""
    assert remember([], period).visible == {}
