"""The files of a territory: the bytes that the repository holds."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from tests.simulation.attributes import with_attributes
from tests.simulation.households import calibrated, uncalibrated
from tests.simulation.invented import invented_tables
from tests.simulation.protection import (
    DELAYS,
    as_deposited,
    delays_as_deposited,
    rounded_delays,
)
from tests.simulation.scenario import Scenario
from tests.simulation.tables import COUNTS, TERRITOIRE, complete_delays, complete_tables

LEASES = "attributions/baux_delai"


@dataclass(frozen=True)
class Simulated:
    """One territory, from its households to what may be published.

    Attributes:
        households: calibrated households, one row each; never written.
        complete: exact tables; never written.
        delays: exact statistics of delays; never written.
        published: tables as they are written, by package/resource.
    """

    households: pd.DataFrame
    complete: Mapping[str, pd.DataFrame]
    delays: pd.DataFrame
    published: Mapping[str, pd.DataFrame]


def _named(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return the table with the name of each territory after its code."""
    after = table.columns.tolist().index(TERRITOIRE) + 1
    named = table.copy()
    named.insert(after, "nom_territoire", named[TERRITOIRE].map(names))
    return named


@cache
def _simulated(name: str) -> Simulated:
    from tests.simulation.scenario import SCENARIOS
    from tests.simulation.territories import MORE

    scenario = {**SCENARIOS, **MORE}[name]
    rng = np.random.Generator(np.random.PCG64(scenario.seed))
    anchored = calibrated(uncalibrated(scenario, rng), scenario, rng)
    households = with_attributes(anchored, scenario, rng)
    complete = complete_tables(households, scenario)
    delays = complete_delays(households, scenario)
    published = {
        count.resource: as_deposited(complete[count.resource], count, scenario.folder)
        for count in COUNTS
        if count.resource in complete
    }
    published[DELAYS] = delays_as_deposited(delays, scenario.folder)
    named = {resource: _named(table, scenario.names) for resource, table in published.items()}
    return Simulated(households, complete, delays, {**named, **invented_tables(scenario)})


def simulated(scenario: Scenario) -> Simulated:
    """Return the simulation of a territory, computed once per process."""
    return _simulated(scenario.name)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return the file of one table: UTF-8 without mark, commas, points, line feeds."""
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8")


def files(scenario: Scenario) -> dict[Path, bytes]:
    """Return every generated file of a territory, sorted by path."""
    paths = {}
    for resource, table in simulated(scenario).published.items():
        package, name = resource.split("/")
        paths[scenario.folder / package / "data" / f"{name}.csv"] = csv_bytes(table)
    return dict(sorted(paths.items()))


def write(scenario: Scenario) -> list[Path]:
    """Write every generated file of a territory and return their paths."""
    written = files(scenario)
    for path, content in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(written)


def protect(scenario: Scenario) -> list[Path]:
    """Choose the mask of a territory anew with the command of the secretariat, and write it.

    The complete deposit stands in a folder of its own, outside the repository, and is gone after.
    """
    from generator import secretariat

    world = simulated(scenario)
    tables = {
        COUNT_OF[name].resource: table.assign(**{f"{COUNT_OF[name].measure}_statut": None})
        for name, table in world.complete.items()
    }
    tables[DELAYS] = rounded_delays(world.delays)
    with tempfile.TemporaryDirectory() as folder:
        complete, masked = Path(folder) / "complet", Path(folder) / "masque"
        shutil.copytree(scenario.folder, complete / "datapackages")
        for resource, table in tables.items():
            package, name = resource.split("/")
            path = complete / "datapackages" / package / "data" / f"{name}.csv"
            path.write_bytes(csv_bytes(_named(table, scenario.names)))
        done = secretariat.protect(complete, masked)
        for resource in tables:
            package, name = resource.split("/")
            place = f"{package}/data/{name}.csv"
            (scenario.folder / place).write_bytes((masked / "datapackages" / place).read_bytes())
    _simulated.cache_clear()
    sys.stdout.write(f"{scenario.name}: {done.masked}\n")
    return write(scenario)


COUNT_OF = {count.resource: count for count in COUNTS}
