"""Differences between releases: what was ever visible stays known."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.disclosure.system import Key, System

# A release: counts of the visible cells, None where the sign of secrecy stands.
Release = Mapping[Key, int | None]
PeriodOf = Callable[[Key], Hashable]


@dataclass(frozen=True)
class Memory:
    """What readers of all releases know together.

    Attributes:
        visible: every count ever shown of a period that was not revised since.
        masked: cells of the last release that no release ever showed.
        reopened: cells shown in one release and masked in another: masking them again is
            vain, and the audit must count them as visible.
        revised: periods in which a count shown twice changed; each keeps its last release
            only, and readers may believe that nothing else changed.
        dropped: cells masked once and visible in the last release.
    """

    visible: Mapping[Key, int] = field(repr=False)
    masked: tuple[Key, ...]
    reopened: tuple[Key, ...]
    revised: tuple[Hashable, ...]
    dropped: tuple[Key, ...]

    def write(self, system: System) -> None:
        """Put everything known into a system."""
        for key, value in self.visible.items():
            system.visible(key, value)
        for key in self.masked:
            system.masked(key)


def remember(releases: Sequence[Release], period_of: PeriodOf) -> Memory:
    """Return what is known once every release is read, the last one being the current one.

    Args:
        releases: in order of publication.
        period_of: part of the data that is revised as a whole: what is counted, and a year.
    """
    revised = _revised(releases, period_of)
    visible: dict[Key, int] = {}
    masked: dict[Key, None] = {}
    for position, release in enumerate(releases):
        last = position == len(releases) - 1
        for key, value in release.items():
            if not last and period_of(key) in revised:
                continue
            if value is None:
                masked[key] = None
            else:
                visible[key] = value
    now = releases[-1] if releases else {}
    return Memory(
        visible=visible,
        masked=tuple(key for key in masked if key not in visible),
        reopened=tuple(key for key in masked if key in visible and now.get(key, 0) is None),
        revised=tuple(sorted(revised, key=repr)),
        dropped=tuple(key for key in masked if now.get(key) is not None),
    )


def _revised(releases: Sequence[Release], period_of: PeriodOf) -> set[Hashable]:
    known: dict[Key, int] = {}
    revised: set[Hashable] = set()
    for release in releases:
        for key, value in release.items():
            if value is None:
                continue
            if known.setdefault(key, value) != value:
                revised.add(period_of(key))
                known[key] = value
    return revised
