"""Group disclosure: a count may be large and still tell something of each household."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.disclosure.system import Key


def telling_cells(
    values: Mapping[Key, int], totals: Iterable[tuple[Key, Sequence[Key]]], *, coalition: int = 0
) -> list[Key]:
    """Return the cells that hold a whole group, or all of it but a few who know themselves.

    Args:
        values: visible counts.
        totals: each group with its parts along a sensitive dimension.
        coalition: members of the group who may put together what they know.

    Source:
        Lupp and Langsrud (2021): a cell c of a group p tells when p - coalition <= c.
    """
    found: dict[Key, None] = {}
    for total, parts in totals:
        group = values.get(total)
        for part in parts:
            count = values.get(part)
            if group and count and group - coalition <= count:
                found[part] = None
    return list(found)
