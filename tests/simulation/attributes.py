"""What is known of each household beyond its commune, typologie and dates.

Attributes are drawn once the exit is known, so that they change no rate of leaving the
file: the truth exposed by `hazards` holds for every household alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tests.simulation.households import BAIL, Flags, exponential, leaves_in
from tests.simulation.scenario import YEARS, LeaseYear, Scenario

Codes = npt.NDArray[np.object_]

AGES = {
    "A_M25": 0.11,
    "A_25_29": 0.15,
    "A_30_39": 0.25,
    "A_40_49": 0.18,
    "A_50_64": 0.18,
    "A_65_74": 0.08,
    "A_75_P": 0.05,
}
COMPOSITIONS = {
    "T1": {"seul": 0.93, "couple_sans_enfant": 0.03, "autre": 0.04},
    "T2": {"seul": 0.74, "couple_sans_enfant": 0.14, "monoparental": 0.09, "autre": 0.03},
    "T3": {
        "seul": 0.18,
        "couple_sans_enfant": 0.14,
        "monoparental": 0.44,
        "couple_avec_enfants": 0.20,
        "autre": 0.04,
    },
    "T4": {"monoparental": 0.47, "couple_avec_enfants": 0.47, "autre": 0.06},
    "T5+": {"monoparental": 0.27, "couple_avec_enfants": 0.64, "autre": 0.09},
}
MOTIFS = {
    "sans_logement": 0.10,
    "heberge": 0.16,
    "trop_petit": 0.14,
    "trop_grand": 0.03,
    "trop_cher": 0.13,
    "non_decent": 0.06,
    "separation": 0.11,
    "conge_expulsion": 0.05,
    "handicap_sante": 0.08,
    "rapprochement": 0.06,
    "situation_protegee": 0.03,
    "autre": 0.05,
}
QUARTILES = {"Q1": 0.26, "Q2": 0.24, "Q3": 0.23, "Q4": 0.23, "nd": 0.04}
MUTATION_OF_HOUSED, MUTATION_OF_OTHERS = 0.30, 0.43
MOTIFS_SORTIE = {
    "non_renouvellement": 0.78,
    "renonciation": 0.10,
    "irrecevable": 0.04,
    "non_reponse": 0.05,
    "autre": 0.03,
}
BAILLEURS = {
    "silene": 0.62,
    "cisn": 0.12,
    "habitat-44": 0.10,
    "atlantique-habitations": 0.08,
    "logiouest": 0.05,
    "harmonie-habitat": 0.03,
}
CONTINGENTS = {
    "ETAT": 0.24,
    "AL": 0.22,
    "EPCI": 0.06,
    "COMMUNE": 0.17,
    "DEPT": 0.04,
    "BAILLEUR": 0.27,
}
# How much more often than elsewhere a priority household is housed on each contingent.
PRIORITY_WEIGHT = {
    "ETAT": 6.0,
    "AL": 1.2,
    "EPCI": 1.5,
    "COMMUNE": 1.0,
    "DEPT": 2.0,
    "BAILLEUR": 1.0,
}
DALO_OF_PRIORITY = 0.17
UNKNOWN_RESOURCES = 0.04


def pick(rng: np.random.Generator, shares: Mapping[str, float], size: int) -> Codes:
    """Return codes drawn with these shares, by inversion."""
    codes = np.array(list(shares), dtype=object)
    edges = np.cumsum(list(shares.values()))
    drawn: Codes = codes[np.searchsorted(edges[:-1], rng.random(size), side="right")]
    return drawn


def draw_exactly(
    rng: np.random.Generator, among: Flags, wanted: int, weights: npt.NDArray[np.floating[Any]]
) -> Flags:
    """Return flags on exactly `wanted` members, heavier ones more often.

    The smallest of exponential draws divided by their weights are a weighted sample
    without replacement.
    """
    rank = np.where(among & (weights > 0), exponential(rng, len(among)), np.inf)
    rank = rank / np.where(weights > 0, weights, 1.0)
    chosen = np.zeros(len(among), dtype=np.bool_)
    chosen[np.argsort(rank, kind="stable")[:wanted]] = True
    return chosen


def _demand_attributes(households: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the attributes that a demand has from its first day."""
    size = len(households)
    composition = np.empty(size, dtype=object)
    for typologie, shares in COMPOSITIONS.items():
        members = (households["typologie"] == typologie).to_numpy()
        composition[members] = pick(rng, shares, int(members.sum()))
    housed = (households["issue"] == BAIL).to_numpy()
    mutation = rng.random(size) < np.where(housed, MUTATION_OF_HOUSED, MUTATION_OF_OTHERS)
    return households.assign(
        composition=composition,
        type_demande=np.where(mutation, "mutation", "premiere"),
        tranche_age=pick(rng, AGES, size),
        motif_demande=pick(rng, MOTIFS, size),
        quartile=pick(rng, QUARTILES, size),
        motif_sortie=pick(rng, MOTIFS_SORTIE, size),
        code_bailleur=pick(rng, BAILLEURS, size),
        contingent=pick(rng, CONTINGENTS, size),
        secteur_qpv="hors_qpv",
        public_prioritaire="non_prioritaire",
    )


def _quartiles(rng: np.random.Generator, sector: Flags, share: float, size: int) -> Codes:
    """Return the quartiles of one year and sector, the first one in an exact share."""
    count = int(sector.sum())
    flat = np.ones(size)
    first = draw_exactly(rng, sector, round(share * count), flat)
    unknown = draw_exactly(rng, sector & ~first, round(UNKNOWN_RESOURCES * count), flat)
    others = pick(rng, {"Q2": 0.36, "Q3": 0.34, "Q4": 0.30}, size)
    return np.where(first, "Q1", np.where(unknown, "nd", others))


def _lease_attributes(
    households: pd.DataFrame, year: int, wanted: LeaseYear, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the households with sector, quartile and priority of one year's leases set."""
    leases = leaves_in(households, year, BAIL)
    count, size = int(leases.sum()), len(households)
    urban = households["en_commune_qpv"].to_numpy(dtype=np.float64)
    qpv = draw_exactly(rng, leases, round(wanted.qpv * count), urban)
    outside = leases & ~qpv
    quartile = households["quartile"].to_numpy(dtype=object)
    for sector, share in ((qpv, wanted.q1_qpv), (outside, wanted.q1_hors_qpv)):
        quartile = np.where(sector, _quartiles(rng, sector, share, size), quartile)
    weights = households["contingent"].map(PRIORITY_WEIGHT).to_numpy(dtype=np.float64)
    priority = draw_exactly(rng, leases, round(wanted.prioritaires * count), weights)
    dalo = draw_exactly(rng, priority, round(DALO_OF_PRIORITY * priority.sum()), weights)
    status = households["public_prioritaire"].to_numpy(dtype=object)
    status = np.where(dalo, "dalo", np.where(priority, "prioritaire", status))
    sector_code = np.where(qpv, "qpv", households["secteur_qpv"].to_numpy(dtype=object))
    return households.assign(secteur_qpv=sector_code, quartile=quartile, public_prioritaire=status)


def with_attributes(
    households: pd.DataFrame, scenario: Scenario, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the calibrated households with every attribute the tables need.

    Shares among the leases of a year (sector, first quartile, priority) are met exactly,
    to the household, so that a target just missed stays just missed.
    """
    in_qpv_commune = households["code_commune"].isin(scenario.qpv_communes)
    complete = _demand_attributes(households.assign(en_commune_qpv=in_qpv_commune), rng)
    for year in YEARS:
        complete = _lease_attributes(complete, year, scenario.lease_years[year], rng)
    return complete
