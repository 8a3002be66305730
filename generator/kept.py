"""Verdicts kept from one run to the next, so that what has not changed is not attacked again.

Only what was proven harmless is kept, under the hash of all it depends on, without any bound: the
file tells nothing that the deposit does not. Whoever can write it can call anything safe: it is
read only where somebody asks for it, never found by itself.
"""

from __future__ import annotations

import json
from pathlib import Path

from generator.disclosure import BlockVerdicts, Verdict

FORMAT = 3
HARMLESS = frozenset({int(Verdict.SAFE), int(Verdict.DEDUCED)})
"""What stops no publication; one count hidden for nothing must not have its whole block forgotten."""


def read(path: Path) -> dict[str, BlockVerdicts]:
    """Return the verdicts of a file; none when it is missing, or not one of ours."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        blocks = content["blocs"] if content["format"] == FORMAT else {}
        return {key: _block(key, cells) for key, cells in blocks.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # nothing kept: everything is attacked again, which is always right


def _block(key: str, cells: dict[str, list[int]]) -> BlockVerdicts:
    findings = tuple(
        (_harmless(one), 0, int(filled), int(doubt), int(soft))
        for one, filled, doubt, soft in cells.values()
    )
    return BlockVerdicts(key, tuple(cells), findings)


def _harmless(verdict: int) -> int:
    if verdict not in HARMLESS:
        message = "a file of verdicts holds harmless ones only"
        raise ValueError(message)
    return verdict


def _kept(finding: tuple[int, ...]) -> list[int]:
    """Return a verdict without its bounds: of a deduced count, only whether it is a zero is said."""
    verdict, _, upper, doubt, soft = finding
    return [verdict, int(verdict == Verdict.DEDUCED and upper > 0), doubt, soft]


def write(path: Path, verdicts: dict[str, BlockVerdicts]) -> None:
    """Write the verdicts of the blocks that are harmless throughout."""
    blocks = {
        key: {name: _kept(one) for name, one in zip(kept.keys, kept.findings, strict=True)}
        for key, kept in sorted(verdicts.items())
        if all(one[0] in HARMLESS for one in kept.findings)
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"format": FORMAT, "blocs": blocks}, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
