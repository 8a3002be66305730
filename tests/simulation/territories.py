"""Two more founding territories: real communes and populations, invented demand and leases.

Their totals are orders of magnitude, not anchors: no exact published number was found. Demand
and leases are shared out between communes by a power of their population, so that nothing in
the split pretends to be known.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping

from tests.simulation.scenario import (
    BASE_BAIL,
    BASE_SORTIE,
    ROOT,
    WHOLE_ONLY,
    LeaseYear,
    Scenario,
)

FOLDER = ROOT / "tests" / "territories"
RESOURCES = (
    "demandes/demandes_stock",
    "demandes/demandes_nouvelles",
    "attributions/baux_delai",
    "attributions/delais_attributaires",
    "attributions/baux_qpv_quartile",
    "sorties/sorties_anciennete",
)
STOCK_POWER, LEASE_POWER = 1.15, 1.10


def shared(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Return `total` in whole numbers in proportion to `weights`, one at least, exact in sum."""
    whole = sum(weights.values())
    exact = {code: total * weight / whole for code, weight in weights.items()}
    parts = {code: max(1, int(part)) for code, part in exact.items()}
    # The largest remainders take what is left; ties go by code.
    order = sorted(exact, key=lambda code: (int(exact[code]) - exact[code], code))
    missing = total - sum(parts.values())
    for position in range(abs(missing)):
        parts[order[position % len(order)]] += 1 if missing > 0 else -1
    return parts


def communes(name: str, stock: int, leases: int) -> dict[str, tuple[str, int, int]]:
    """Return name, demands and leases of each commune of a territory's own register."""
    path = FOLDER / name / "datapackages" / "territoires" / "data" / "communes.csv"
    with path.open(encoding="utf-8") as stream:
        rows = {row["code_commune"]: row for row in csv.DictReader(stream)}
    people = {code: float(row["population_municipale"]) for code, row in rows.items()}
    demands = shared(stock, {code: number**STOCK_POWER for code, number in people.items()})
    homes = shared(leases, {code: number**LEASE_POWER for code, number in people.items()})
    return {code: (row["nom_commune"], demands[code], homes[code]) for code, row in rows.items()}


CAEN = Scenario(
    name="caen_la_mer",
    folder=FOLDER / "caen-la-mer" / "datapackages",
    siren_epci="200065597",
    nom_epci="Caen la Mer",
    seed=14_2024_08,
    stock=16_000,
    leases=4_400,
    communes=communes("caen-la-mer", 16_000, 4_400),
    typologies={
        "T1": (0.12, 0.10),
        "T2": (0.37, 0.29),
        "T3": (0.29, 0.35),
        "T4": (0.17, 0.20),
        "T5+": (0.05, 0.06),
    },
    base_bail=BASE_BAIL,
    base_sortie=BASE_SORTIE,
    sortie_by_typologie={"T1": 1.1, "T2": 1.0, "T3": 1.0, "T4": 0.95, "T5+": 0.9},
    growth=0.02,
    margin=(1.03, 1.05),
    qpv_communes=frozenset({"14118", "14271", "14341"}),
    lease_years={
        2020: LeaseYear(0.30, 0.150, 0.31, 0.21),
        2021: LeaseYear(0.30, 0.158, 0.31, 0.22),
        2022: LeaseYear(0.29, 0.166, 0.30, 0.23),
        2023: LeaseYear(0.29, 0.172, 0.30, 0.24),
        2024: LeaseYear(0.28, 0.180, 0.30, 0.25),
    },
    resources=RESOURCES,
    whole_only=WHOLE_ONLY,
)

NANTES = Scenario(
    name="nantes_metropole",
    folder=FOLDER / "nantes-metropole" / "datapackages",
    siren_epci="244400404",
    nom_epci="Nantes Métropole",
    seed=44_2024_09,
    stock=38_000,
    leases=6_000,
    communes=communes("nantes-metropole", 38_000, 6_000),
    typologies={
        "T1": (0.16, 0.14),
        "T2": (0.38, 0.31),
        "T3": (0.26, 0.31),
        "T4": (0.15, 0.18),
        "T5+": (0.05, 0.06),
    },
    base_bail=BASE_BAIL,
    base_sortie=BASE_SORTIE,
    sortie_by_typologie={"T1": 1.1, "T2": 1.0, "T3": 0.95, "T4": 0.95, "T5+": 0.9},
    growth=0.03,
    margin=(1.03, 1.05),
    qpv_communes=frozenset({"44109", "44114", "44143", "44162"}),
    lease_years={
        2020: LeaseYear(0.31, 0.160, 0.30, 0.22),
        2021: LeaseYear(0.31, 0.165, 0.30, 0.23),
        2022: LeaseYear(0.30, 0.171, 0.29, 0.23),
        2023: LeaseYear(0.30, 0.178, 0.29, 0.24),
        2024: LeaseYear(0.29, 0.186, 0.29, 0.25),
    },
    resources=RESOURCES,
    whole_only=WHOLE_ONLY,
)

MORE = {scenario.name: scenario for scenario in (CAEN, NANTES)}
"""Territories whose tables are simulated and held by the lighter tests of this package."""
