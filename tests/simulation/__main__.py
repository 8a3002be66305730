"""Rewrite the simulated files of the demonstration territories."""

from __future__ import annotations

import sys

from tests.simulation.deposit import write
from tests.simulation.scenario import ROOT, SCENARIOS
from tests.simulation.territories import MORE


def main() -> None:
    """Write every generated file and name it."""
    for scenario in (*SCENARIOS.values(), *MORE.values()):
        for path in write(scenario):
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
