"""Complete tables: every combination of codes, margins included, nothing hidden yet."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.simulation.attributes import (
    AGES,
    BAILLEURS,
    CONTINGENTS,
    MOTIFS,
    MOTIFS_SORTIE,
    QUARTILES,
)
from tests.simulation.households import BAIL, SANS_BAIL, in_stock, leaves_in
from tests.simulation.scenario import (
    ALL,
    BANDS,
    EDGES,
    STOCK_YEARS,
    TYPOLOGIES,
    YEARS,
    Scenario,
)

TERRITOIRE = "code_territoire"

CODES: dict[str, tuple[str, ...]] = {
    "typologie": TYPOLOGIES,
    "anciennete": BANDS,
    "delai": BANDS,
    "type_demande": ("premiere", "mutation"),
    "quartile": tuple(QUARTILES),
    "quartile_regroupe": ("Q1", "autres", "nd"),
    "tranche_age": tuple(AGES),
    "composition": (
        "seul",
        "couple_sans_enfant",
        "monoparental",
        "couple_avec_enfants",
        "autre",
    ),
    "motif_demande": tuple(MOTIFS),
    "secteur_qpv": ("qpv", "hors_qpv"),
    "code_bailleur": tuple(BAILLEURS),
    "contingent": tuple(CONTINGENTS),
    "public_prioritaire": ("dalo", "prioritaire", "non_prioritaire"),
    "motif_sortie": tuple(MOTIFS_SORTIE),
}


@dataclass(frozen=True)
class Count:
    """What one published table counts.

    Attributes:
        resource: package/resource.
        event: stock, nouvelles, baux or sorties; tables of one event share their cells.
        measure: name of the column of numbers.
        dimensions: crossed dimensions besides the period and the territory.
        sensible: dimensions for which the higher threshold applies off the margin.
        epci_only: one territory, the EPCI, without its communes.
    """

    resource: str
    event: str
    measure: str
    dimensions: tuple[str, ...]
    sensible: frozenset[str] = frozenset()
    epci_only: bool = False

    @property
    def period(self) -> str:
        """Return the name of the period column."""
        return "date" if self.event == "stock" else "annee"

    @property
    def columns(self) -> list[str]:
        """Return the columns of the file, in order."""
        key = [self.period, TERRITOIRE, "nom_territoire", *self.dimensions]
        return [*key, self.measure, f"{self.measure}_statut"]


def _count(resource: str, event: str, dimensions: str, sensible: str = "") -> Count:
    """Return a declaration; a leading star on the resource means the EPCI alone."""
    measure = {"stock": "nb_demandes", "nouvelles": "nb_nouvelles", "baux": "nb_baux"}
    return Count(
        resource=resource.removeprefix("*"),
        event=event,
        measure=measure.get(event, "nb_sorties"),
        dimensions=tuple(dimensions.split()),
        sensible=frozenset(sensible.split()),
        epci_only=resource.startswith("*"),
    )


COUNTS = (
    _count("demandes/demandes_stock", "stock", "typologie anciennete", "anciennete"),
    _count("demandes/demandes_nouvelles", "nouvelles", "typologie"),
    _count("demandes/demandes_type", "stock", "type_demande"),
    _count("demandes/demandes_quartile", "stock", "quartile", "quartile"),
    _count("demandes/demandes_age", "stock", "tranche_age", "tranche_age"),
    _count("demandes/demandes_composition", "stock", "composition", "composition"),
    _count("*demandes/demandes_motif", "stock", "motif_demande", "motif_demande"),
    _count("attributions/baux_delai", "baux", "typologie delai", "delai"),
    _count("attributions/baux_qpv_quartile", "baux", "secteur_qpv quartile", "quartile"),
    _count(
        "*attributions/baux_qpv_quartile_bailleur",
        "baux",
        "code_bailleur secteur_qpv quartile_regroupe",
        "quartile_regroupe",
    ),
    _count(
        "*attributions/baux_contingent_priorite",
        "baux",
        "contingent public_prioritaire",
        "public_prioritaire",
    ),
    _count("attributions/baux_mutations", "baux", "type_demande"),
    # A transfer is told by size and by household for the whole authority alone, one at a time.
    _count("*demandes/demandes_mutations_typologie", "stock", "type_demande typologie"),
    _count(
        "*demandes/demandes_mutations_composition",
        "stock",
        "type_demande composition",
        "composition",
    ),
    _count("*attributions/baux_mutations_typologie", "baux", "type_demande typologie"),
    _count(
        "*attributions/baux_mutations_composition",
        "baux",
        "type_demande composition",
        "composition",
    ),
    _count("sorties/sorties_anciennete", "sorties", "typologie anciennete", "anciennete"),
    _count(
        "*sorties/sorties_motif", "sorties", "motif_sortie anciennete", "motif_sortie anciennete"
    ),
)


def band_of(years: pd.Series[float]) -> pd.Series[str]:
    """Return the seniority band of each waiting time in years."""
    position = np.searchsorted(np.array(EDGES), years.to_numpy(), side="right") - 1
    return pd.Series(np.array(BANDS, dtype=object)[position], index=years.index)


def _stock(households: pd.DataFrame) -> pd.DataFrame:
    """Return who waits on each 1 January, with the seniority of that day."""
    parts = []
    for year in STOCK_YEARS:
        waiting = households.loc[in_stock(households, year)]
        seniority = band_of(year - waiting["arrivee"])
        parts.append(waiting.assign(date=f"{year}-01-01", anciennete=seniority))
    return pd.concat(parts, ignore_index=True)


def _arrivals(households: pd.DataFrame) -> pd.DataFrame:
    """Return the first filings of each year."""
    year = np.floor(households["arrivee"]).astype(int)
    arrivals: pd.DataFrame = households.assign(annee=year).loc[year.isin(YEARS)]
    return arrivals


def _leavers(households: pd.DataFrame, issue: str) -> pd.DataFrame:
    """Return the exits of each year by one issue, with the time waited."""
    parts = [
        households.loc[leaves_in(households, year, issue)].assign(annee=year) for year in YEARS
    ]
    leavers = pd.concat(parts, ignore_index=True)
    grouped = leavers["quartile"].replace(["Q2", "Q3", "Q4"], "autres")
    band = band_of(leavers["attente"])
    return leavers.assign(anciennete=band, delai=band, quartile_regroupe=grouped)


def events(households: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the four kinds of countable facts, one row each."""
    return {
        "stock": _stock(households),
        "nouvelles": _arrivals(households),
        "baux": _leavers(households, BAIL),
        "sorties": _leavers(households, SANS_BAIL),
    }


def _codes(count: Count, scenario: Scenario) -> dict[str, list[object]]:
    """Return the codes of each key column in the order of the file, margins included."""
    periods = [f"{year}-01-01" for year in STOCK_YEARS] if count.event == "stock" else YEARS
    alone = count.epci_only or count.resource in scenario.whole_only
    communes = [] if alone else sorted(scenario.communes)
    codes: dict[str, list[object]] = {
        count.period: list(periods),
        TERRITOIRE: [scenario.siren_epci, *communes],
    }
    for dimension in count.dimensions:
        codes[dimension] = [*CODES[dimension], ALL]
    return codes


def _margins(count: Count, scenario: Scenario) -> dict[str, str]:
    """Return the code that means "all" in each dimension of the table."""
    return {TERRITOIRE: scenario.siren_epci, **dict.fromkeys(count.dimensions, ALL)}


def complete_table(count: Count, facts: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Return the table with every combination and exact numbers.

    Returns:
        One row per combination of codes, in the order of the codes; zero where nothing.
    """
    codes = _codes(count, scenario)
    keys = list(codes)
    rows = facts.assign(**{TERRITOIRE: facts["code_commune"]})[keys]
    for dimension, margin in _margins(count, scenario).items():
        rows = pd.concat([rows, rows.assign(**{dimension: margin})], ignore_index=True)
    # A table without communes keeps only the margin of the territory.
    sizes = rows.groupby(keys, observed=True, sort=True).size()
    index = pd.MultiIndex.from_product(list(codes.values()), names=keys)
    counted: pd.Series[int] = sizes.reindex(index, fill_value=0).rename(count.measure)
    return counted.reset_index()


def complete_tables(households: pd.DataFrame, scenario: Scenario) -> dict[str, pd.DataFrame]:
    """Return every count table of the scenario before protection, by package/resource."""
    facts = events(households)
    return {
        count.resource: complete_table(count, facts[count.event], scenario)
        for count in COUNTS
        if count.resource in scenario.resources
    }


def _statistics(months: list[float]) -> Mapping[str, float]:
    """Return mean and quartiles, the quartiles by linear interpolation of ranks."""
    ordered = sorted(months)

    def quantile(share: float) -> float:
        position = share * (len(ordered) - 1)
        low = int(position)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (position - low) * (ordered[high] - ordered[low])

    return {
        "moyenne": sum(ordered) / len(ordered),
        "q1": quantile(0.25),
        "mediane": quantile(0.5),
        "q3": quantile(0.75),
    }


STATISTICS = ("moyenne", "q1", "mediane", "q3")


def complete_delays(households: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Return exact statistics of the individual delays, in unrounded months.

    Returns:
        One row per (annee, code_territoire, typologie, statistique) with delai_mois,
        missing where nobody signed, and nb_baux, the number of leases behind it.
    """
    leases = _leavers(households, BAIL)
    rows: list[tuple[int, str, str, str, float, int]] = []
    combinations = itertools.product(YEARS, scenario.names, [*TYPOLOGIES, ALL])
    for year, territoire, typologie in combinations:
        here = leases["annee"] == year
        if territoire != scenario.siren_epci:
            here &= leases["code_commune"] == territoire
        if typologie != ALL:
            here &= leases["typologie"] == typologie
        months = (leases.loc[here, "attente"] * 12).tolist()
        values = _statistics(months) if months else dict.fromkeys(STATISTICS, float("nan"))
        place = (year, territoire, typologie)
        rows.extend((*place, name, values[name], len(months)) for name in STATISTICS)
    columns = ["annee", TERRITOIRE, "typologie", "statistique", "delai_mois", "nb_baux"]
    return pd.DataFrame(rows, columns=columns)
