"""`make bench`: where the time of a build goes, and what one more commune costs."""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

from generator import build
from generator.settings import HOME
from tests.bench import waiting
from tests.conftest import CAP_NORD


def main() -> None:
    """Build two territories from scratch and print the share of each stage."""
    with tempfile.TemporaryDirectory() as folder:
        runs = {
            "Saint-Nazaire Agglo, 10 communes": _run(HOME, Path(folder) / "a"),
            "CAP Nord Martinique, 18 communes": _run(CAP_NORD, Path(folder) / "b"),
        }
    for name, built in runs.items():
        total = sum(built.seconds.values())
        _say(f"\n{name}: {built.pages} pages in {total:.1f} s")
        for stage, seconds in built.seconds.items():
            _say(f"  {stage:<14}{seconds:7.2f} s {100 * seconds / total:5.1f} %")
    first, second = runs.values()
    ratio = (_own(second) / second.pages) / (_own(first) / first.pages)
    _say(f"\nOwn work per page, 18 communes against 10: × {ratio:.2f} (1.00 is linear)")
    _say("\nEvery waiting time of the country:")
    waiting.main([])
    _say(f"Peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _run(root: Path, output: Path) -> build.Built:
    return build.build(root, output / "site")


def _own(built: build.Built) -> float:
    """Return the seconds of our own stages: without the engine, whose start is a fixed cost."""
    return sum(s for name, s in built.seconds.items() if name != "publication")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
