"""What each publication would hide: the measurement behind the choice of crossings.

Run: python -m tests.bench.plan [territory ...]; by default the default territory. With the
argument `joint`, the whole deposit of each territory is protected as one system instead.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import pandas as pd
from scipy import sparse

from generator.disclosure import Cells, Means, Plan, Progress, Published, Repair, protect
from generator.disclosure.system import FAR
from tests.simulation import masking
from tests.simulation.attributes import with_attributes
from tests.simulation.households import calibrated, uncalibrated
from tests.simulation.protection import add_table, published_cells
from tests.simulation.scenario import SCENARIOS, Scenario
from tests.simulation.tables import Count, complete_table, complete_tables, events
from tests.simulation.territories import MORE

TERRITORIES = {**SCENARIOS, **MORE}
# What is crossed, whose event it counts, and how the reader knows it.
SUBJECTS = (
    ("délai", "baux", "delai"),
    ("ancienneté", "stock", "anciennete"),
    ("quartile (demandes)", "stock", "quartile"),
    ("quartile (baux)", "baux", "quartile"),
    ("âge", "stock", "tranche_age"),
    ("composition", "stock", "composition"),
    ("priorité", "baux", "public_prioritaire"),
)
LEVELS = ("commune × typologie", "commune", "EPCI × typologie")


@dataclass(frozen=True)
class Line:
    """One crossing at one level, once protected."""

    subject: str
    level: str
    cells: int
    filled: int
    primary: int
    added: int
    unprotected: int
    households: float
    gap: float
    seconds: float

    def __str__(self) -> str:
        """Return one row of a Markdown table."""
        hidden = self.primary + self.added
        return (
            f"| {self.subject} | {self.level} | {self.cells} | {self.primary} | "
            f"{self.primary / self.filled:.1%} | {self.added} | {hidden / self.filled:.1%} | "
            f"{self.households:.1%} | {self.unprotected} | {self.gap:.0%} | {self.seconds:.1f} |"
        )


HEADER = (
    "| croisement | niveau | cellules | masquées d'abord | part des non nulles | ajoutées | "
    "part masquée en tout | ménages masqués | restent exposées | écart | secondes |\n" + "|---" * 11
)


def crossed(scenario: Scenario, subject: tuple[str, str, str], level: str) -> masking.Cells:
    """Return the cells of one crossing with all its margins, five years."""
    _, event, dimension = subject
    facts = _facts(scenario.name)[event]
    count = Count(
        resource="plan",
        event=event,
        measure="nb",
        dimensions=("typologie", dimension) if "typologie" in level else (dimension,),
        sensible=frozenset({dimension}),
        epci_only=level.startswith("EPCI"),
    )
    cells = masking.Cells()
    add_table(cells, count, complete_table(count, facts, scenario), scenario.siren_epci)
    return cells


@cache
def _households(name: str) -> pd.DataFrame:
    """Return the households of a territory, without the tables that its deposit holds."""
    scenario = TERRITORIES[name]
    rng = np.random.Generator(np.random.PCG64(scenario.seed))
    anchored = calibrated(uncalibrated(scenario, rng), scenario, rng)
    return with_attributes(anchored, scenario, rng)


@cache
def _facts(name: str) -> dict[str, pd.DataFrame]:
    return events(_households(name))


def published(cells: masking.Cells) -> Published:
    """Return the complete system with its primary cells hidden."""
    values = np.array(cells.numbers, dtype=np.int64)
    threshold = np.array(cells.thresholds, dtype=np.int64)
    size, rows = values.size, len(cells.equations)
    terms = np.array(list(chain.from_iterable(cells.equations)), dtype=np.int64)
    ends = np.cumsum([0, *map(len, cells.equations)])
    matrix = sparse.csr_array((terms[:, 1], terms[:, 0], ends), shape=(rows, size))
    return Published(
        keys=list(cells.keys),
        value=values,
        hidden=(values > 0) & (values < threshold),
        lower=np.ones(size, dtype=np.int64),
        upper=np.full(size, FAR),
        threshold=threshold,
        width=np.maximum(threshold // 2, 1),
        zeros_secret=np.zeros(size, dtype=bool),
        matrix=matrix,
        low=np.zeros(rows, dtype=np.int64),
        high=np.zeros(rows, dtype=np.int64),
        origins=[""] * rows,
    )


def repaired(cells: masking.Cells, part_seconds: float) -> Repair:
    """Return the mask; margins of the EPCI are given up last."""
    system = published(cells)
    filled = system.value > 0
    sirens = {scenario.siren_epci for scenario in TERRITORIES.values()}
    precious = np.array([_precious(key, sirens) for key in cells.keys])
    cost = np.log1p(system.value) + 1
    what = Cells(filled & ~precious, (precious & filled,), cost, part_seconds)
    return protect(system, what, means=Means(seconds=400.0, progress=_step))


def _precious(key: masking.Key, sirens: set[str]) -> bool:
    """Return whether a count is a total of the whole territory, by size of home at most."""
    return key[2] in sirens and {name for name, _ in key[3]} <= {"typologie"}


def _step(progress: Progress) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{progress.step} {progress.done}/{progress.total}  ")


def measured(name: tuple[str, str], cells: masking.Cells) -> Line:
    """Return what one publication hides."""
    begin = time.process_time()
    result = repaired(cells, Plan().part_seconds)
    seconds = time.process_time() - begin
    values = result.complete.value
    finest = ~np.isin(np.arange(values.size), _totals(cells))
    hidden = result.hidden & finest
    return Line(
        subject=name[0],
        level=name[1],
        cells=values.size,
        filled=int((values > 0).sum()),
        primary=int(result.primary.size),
        added=int(result.added.size),
        unprotected=int(result.unprotected.size),
        households=float(values[hidden].sum() / max(values[finest].sum(), 1)),
        gap=result.gap,
        seconds=seconds,
    )


def _totals(cells: masking.Cells) -> list[int]:
    return sorted({cell for terms in cells.equations for cell, sign in terms if sign < 0})


def main(arguments: list[str]) -> None:
    """Print one row per crossing and level, or one per territory."""
    names = [name for name in arguments if name in TERRITORIES] or [next(iter(SCENARIOS))]
    sys.stdout.write(f"{HEADER}\n")
    for scenario in (TERRITORIES[name] for name in names):
        if "joint" in arguments:
            cells = published_cells(complete_tables(_households(scenario.name), scenario), scenario)
            sys.stdout.write(f"{measured((scenario.name, 'tout le dépôt'), cells)}\n")
            continue
        for subject in SUBJECTS:
            for level in LEVELS:
                cells = crossed(scenario, subject, level)
                sys.stdout.write(f"{measured((subject[0], level), cells)}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
