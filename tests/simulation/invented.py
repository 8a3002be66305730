"""Small demonstration tables that no household explains: stock of homes, commissions."""

from __future__ import annotations

import pandas as pd

from tests.simulation.scenario import Scenario


def invented_tables(scenario: Scenario) -> dict[str, pd.DataFrame]:
    """Return the invented tables of a territory."""
    del scenario
    return {}
