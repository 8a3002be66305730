"""The known truth: exit rates per seniority band, and the chances they imply.

Every waiting-time estimator of the generator is judged against these functions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from tests.simulation.scenario import ALL, BANDS, EDGES, TYPOLOGIES, Scenario

BISECTIONS = 60
FACTOR_MAX = 40.0


@dataclass(frozen=True)
class Stratum:
    """One commune × typologie, with its yearly rates and its entries.

    Attributes:
        code_commune: official code of the commune.
        typologie: T1 to T5+.
        bail: yearly rate of leases in each band.
        sortie: yearly rate of other exits in each band.
        arrivals: entries per year at the reference date.
    """

    code_commune: str
    typologie: str
    bail: tuple[float, ...]
    sortie: tuple[float, ...]
    arrivals: float

    @property
    def total(self) -> tuple[float, ...]:
        """Return the rate of leaving the file for any reason, band by band."""
        return tuple(b + s for b, s in zip(self.bail, self.sortie, strict=True))


def person_years(total: tuple[float, ...], growth: float) -> tuple[float, ...]:
    """Return the stock per band that one entry per year sustains.

    Entries grow at `growth` per year, so older bands descend from smaller years.
    """
    years: list[float] = []
    alive = 1.0
    for low, high, rate in zip(EDGES, [*EDGES[1:], math.inf], total, strict=True):
        decay = rate + growth
        left = 0.0 if math.isinf(high) else math.exp(-decay * (high - low))
        years.append(alive * (1.0 - left) / decay)
        alive *= left
    return tuple(years)


def _turnover(factor: float, scenario: Scenario, sortie: tuple[float, ...]) -> float:
    """Return the leases per home-seeker and year when the base rates are multiplied."""
    bail = [factor * rate for rate in scenario.base_bail]
    total = tuple(b + s for b, s in zip(bail, sortie, strict=True))
    years = person_years(total, scenario.growth)
    return sum(b * y for b, y in zip(bail, years, strict=True)) / sum(years)


def _lease_factor(wanted: float, scenario: Scenario, sortie: tuple[float, ...]) -> float:
    """Return the multiplier of the base lease rates that gives the wanted turnover."""
    low, high = 0.0, FACTOR_MAX
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if _turnover(middle, scenario, sortie) < wanted:
            low = middle
        else:
            high = middle
    # Rounded, so that a last-bit difference between machines cannot reach the files.
    return round(low, 3)


def stratum(scenario: Scenario, code_commune: str, typologie: str) -> Stratum:
    """Return the rates and entries of one commune × typologie.

    The lease rate is solved from the wanted tension, the entries from the wanted stock.
    """
    stock, leases = scenario.targets(code_commune, typologie)
    multiplier = scenario.sortie_by_typologie[typologie]
    sortie = tuple(round(multiplier * rate, 4) for rate in scenario.base_sortie)
    factor = _lease_factor(leases / stock, scenario, sortie)
    bail = tuple(round(factor * rate, 4) for rate in scenario.base_bail)
    total = tuple(b + s for b, s in zip(bail, sortie, strict=True))
    arrivals = round(stock / sum(person_years(total, scenario.growth)), 4)
    return Stratum(code_commune, typologie, bail, sortie, arrivals)


def strata(scenario: Scenario) -> tuple[Stratum, ...]:
    """Return every commune × typologie of the territory, in a fixed order."""
    return tuple(
        stratum(scenario, code, typologie)
        for code in sorted(scenario.communes)
        for typologie in TYPOLOGIES
    )


def true_hazards(scenario: Scenario) -> pd.DataFrame:
    """Return the yearly rates every simulated household obeys.

    Returns:
        One row per (code_commune, typologie, band) with hazard_bail and hazard_sortie,
        in exits per person-year, constant inside the band.
    """
    rows = [
        (one.code_commune, one.typologie, band, bail, sortie)
        for one in strata(scenario)
        for band, bail, sortie in zip(BANDS, one.bail, one.sortie, strict=True)
    ]
    columns = ["code_commune", "typologie", "band", "hazard_bail", "hazard_sortie"]
    return pd.DataFrame(rows, columns=columns)


def incidence(one: Stratum, months: int) -> tuple[float, float]:
    """Return the chances of a lease and of another exit within `months`.

    The two exits compete: the rest of 1 is the chance of still waiting.
    """
    horizon = months / 12
    alive, leased, left = 1.0, 0.0, 0.0
    rates = zip(EDGES, [*EDGES[1:], math.inf], one.bail, one.sortie, strict=True)
    for low, high, bail, sortie in rates:
        length = min(high, horizon) - low
        if length <= 0:
            break
        gone = alive * (1.0 - math.exp(-(bail + sortie) * length))
        leased += gone * bail / (bail + sortie)
        left += gone * sortie / (bail + sortie)
        alive -= gone
    return leased, left


def _mixture(group: list[Stratum], months: int) -> tuple[float, float]:
    """Return the chances of one newcomer drawn from several strata."""
    weight = sum(one.arrivals for one in group)
    pairs = [(one.arrivals, incidence(one, months)) for one in group]
    leased = sum(w * chance[0] for w, chance in pairs) / weight
    left = sum(w * chance[1] for w, chance in pairs) / weight
    return leased, left


def true_incidence(
    scenario: Scenario, months: tuple[int, ...] = (12, 24, 36, 48, 60, 120)
) -> pd.DataFrame:
    """Return the exact chances of a newcomer, competing exits included.

    Margins (the EPCI, all typologies) mix the strata in proportion to their entries.

    Returns:
        One row per (code_territoire, typologie, mois) with incidence_bail,
        incidence_sortie and encore_en_attente, three shares whose sum is 1.
    """
    every = strata(scenario)
    rows: list[tuple[str, str, int, float, float, float]] = []
    for territoire in [scenario.siren_epci, *sorted(scenario.communes)]:
        for typologie in [*TYPOLOGIES, ALL]:
            group = [
                one
                for one in every
                if territoire in {scenario.siren_epci, one.code_commune}
                and typologie in {ALL, one.typologie}
            ]
            for horizon in months:
                leased, left = _mixture(group, horizon)
                rows.append((territoire, typologie, horizon, leased, left, 1.0 - leased - left))
    columns = [
        "code_territoire",
        "typologie",
        "mois",
        "incidence_bail",
        "incidence_sortie",
        "encore_en_attente",
    ]
    return pd.DataFrame(rows, columns=columns)
