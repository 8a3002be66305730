"""Rewrite the simulated files of the demonstration territories.

With `--protect`, and a name of territory or none, choose what they hide anew: minutes each.
"""

from __future__ import annotations

import sys

from tests.simulation.deposit import protect, write
from tests.simulation.scenario import ROOT, SCENARIOS
from tests.simulation.territories import MORE


def main() -> None:
    """Write every generated file and name it."""
    options = sys.argv[1:]
    names = [option for option in options if not option.startswith("--")]
    every = {**SCENARIOS, **MORE}
    for scenario in [every[name] for name in names or every]:
        for path in protect(scenario) if "--protect" in options else write(scenario):
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
