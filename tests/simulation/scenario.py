"""The two demonstration territories: what each simulation aims at.

Only the totals and the codes are real. The split by commune and typologie, the shape of
the rates and the shares by attribute are invented, of a plausible order of magnitude.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALL = "ensemble"
TYPOLOGIES = ("T1", "T2", "T3", "T4", "T5+")
BANDS = ("M_0_12", "M_12_24", "M_24_36", "M_36_48", "M_48_60", "M_60_120", "M_120_P")
# Lower edge of each band in years; the last one is open.
EDGES = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 10.0)
YEARS = (2020, 2021, 2022, 2023, 2024)
STOCK_YEARS = (*YEARS, 2025)
REFERENCE_YEAR = 2024
RUN_UP_YEARS = 40


@dataclass(frozen=True)
class LeaseYear:
    """Shares wanted among the leases of one year.

    Attributes:
        qpv: leases in a priority neighbourhood, among all leases.
        q1_hors_qpv: first quartile, among leases outside those neighbourhoods.
        q1_qpv: first quartile, among leases inside them.
        prioritaires: priority households, among all leases.
    """

    qpv: float
    q1_hors_qpv: float
    q1_qpv: float
    prioritaires: float


@dataclass(frozen=True)
class Scenario:
    """Everything a simulated territory is made of.

    Attributes:
        name: short name on the command line.
        folder: data packages to rewrite.
        siren_epci: code of the territory.
        nom_epci: name on the margin rows.
        seed: start of the random stream.
        stock: demands on 1 January 2024, exactly.
        leases: leases signed in 2023, exactly.
        communes: name, wanted demands and wanted leases per commune code.
        typologies: wanted shares of demands and of leases.
        base_bail: yearly lease rates per band, before the commune's multiplier.
        base_sortie: yearly rates of the other exits per band.
        sortie_by_typologie: multiplier of the other exits.
        growth: yearly growth of entries, as an exponential rate.
        margin: over-simulation of the stock and of the leases, dropped afterwards.
        qpv_communes: communes with a priority neighbourhood.
        lease_years: shares among the leases, year by year.
        resources: tables to write, as package/resource.
        whole_only: those of them that tell of the whole territory, not of its communes.
    """

    name: str
    folder: Path
    siren_epci: str
    nom_epci: str
    seed: int
    stock: int
    leases: int
    communes: Mapping[str, tuple[str, int, int]]
    typologies: Mapping[str, tuple[float, float]]
    base_bail: tuple[float, ...]
    base_sortie: tuple[float, ...]
    sortie_by_typologie: Mapping[str, float]
    growth: float
    margin: tuple[float, float]
    qpv_communes: frozenset[str]
    lease_years: Mapping[int, LeaseYear]
    resources: tuple[str, ...]
    whole_only: frozenset[str] = frozenset()

    def targets(self, code_commune: str, typologie: str) -> tuple[float, float]:
        """Return the expected stock and yearly leases of one stratum, margin included."""
        _, stock, leases = self.communes[code_commune]
        of_stock, of_leases = self.typologies[typologie]
        return stock * of_stock * self.margin[0], leases * of_leases * self.margin[1]

    @property
    def names(self) -> dict[str, str]:
        """Return the name of every territory code, the EPCI first."""
        communes = {code: name for code, (name, _, _) in sorted(self.communes.items())}
        return {self.siren_epci: self.nom_epci, **communes}


BASE_BAIL = (0.24, 0.22, 0.20, 0.18, 0.18, 0.18, 0.10)
# The second band is high: a demand not renewed is struck off after thirteen months.
BASE_SORTIE = (0.23, 0.66, 0.27, 0.38, 0.38, 0.33, 0.18)

SAINT_NAZAIRE = Scenario(
    name="saint_nazaire",
    folder=ROOT / "datapackages",
    siren_epci="244400644",
    nom_epci="Saint-Nazaire Agglo",
    seed=44_2024_06,
    stock=6002,
    leases=1377,
    communes={
        "44184": ("Saint-Nazaire", 4020, 1020),
        "44132": ("Pornichet", 640, 58),
        "44210": ("Trignac", 330, 105),
        "44052": ("Donges", 250, 52),
        "44103": ("Montoir-de-Bretagne", 250, 70),
        "44151": ("Saint-André-des-Eaux", 220, 32),
        "44030": ("La Chapelle-des-Marais", 110, 16),
        "44168": ("Saint-Joachim", 70, 11),
        "44013": ("Besné", 62, 7),
        "44176": ("Saint-Malo-de-Guersac", 50, 6),
    },
    typologies={
        "T1": (0.09, 0.07),
        "T2": (0.40, 0.27),
        "T3": (0.28, 0.38),
        "T4": (0.17, 0.23),
        "T5+": (0.06, 0.05),
    },
    base_bail=BASE_BAIL,
    base_sortie=BASE_SORTIE,
    sortie_by_typologie={"T1": 1.1, "T2": 1.0, "T3": 0.95, "T4": 0.95, "T5+": 0.9},
    growth=0.015,
    margin=(1.02, 1.04),
    qpv_communes=frozenset({"44184", "44210"}),
    lease_years={
        2020: LeaseYear(0.286, 0.138, 0.300, 0.212),
        2021: LeaseYear(0.281, 0.149, 0.293, 0.221),
        2022: LeaseYear(0.276, 0.161, 0.287, 0.236),
        2023: LeaseYear(372 / 1377, 171 / 1005, 0.280, 344 / 1377),
        2024: LeaseYear(0.268, 0.184, 0.274, 0.262),
    },
    resources=(
        "demandes/demandes_stock",
        "demandes/demandes_nouvelles",
        "demandes/demandes_type",
        "demandes/demandes_quartile",
        "demandes/demandes_age",
        "demandes/demandes_composition",
        "demandes/demandes_motif",
        "attributions/baux_delai",
        "attributions/delais_attributaires",
        "attributions/baux_qpv_quartile",
        "attributions/baux_qpv_quartile_bailleur",
        "attributions/baux_contingent_priorite",
        "attributions/baux_mutations",
        "demandes/demandes_mutations_typologie",
        "demandes/demandes_mutations_composition",
        "attributions/baux_mutations_typologie",
        "attributions/baux_mutations_composition",
        "sorties/sorties_anciennete",
        "sorties/sorties_motif",
    ),
)

WHOLE_ONLY = frozenset({"sorties/sorties_anciennete"})
"""Exits by commune would tie the stocks of all years to each other, hence all hidden counts.

With many communes the deposit then has no mask that is found in minutes. Without them each year
stands alone, and the chance of a commune is said from the whole territory.
"""

CAP_NORD = Scenario(
    name="cap_nord",
    folder=ROOT / "tests" / "territories" / "cap-nord" / "datapackages",
    siren_epci="200041788",
    nom_epci="CAP Nord Martinique",
    seed=972_2024_07,
    stock=2728,
    leases=499,
    communes={
        "97222": ("Le Robert", 860, 150),
        "97228": ("Sainte-Marie", 480, 78),
        "97230": ("La Trinité", 406, 92),
        "97212": ("Gros-Morne", 210, 36),
        "97214": ("Le Lorrain", 148, 28),
        "97218": ("Le Morne-Rouge", 96, 19),
        "97205": ("Case-Pilote", 104, 17),
        "97225": ("Saint-Pierre", 92, 18),
        "97204": ("Le Carbet", 76, 12),
        "97216": ("Le Marigot", 62, 12),
        "97203": ("Basse-Pointe", 52, 11),
        "97234": ("Bellefontaine", 38, 7),
        "97233": ("Le Morne-Vert", 28, 5),
        "97201": ("L'Ajoupa-Bouillon", 26, 5),
        "97219": ("Le Prêcheur", 22, 4),
        "97215": ("Macouba", 14, 3),
        "97208": ("Fonds-Saint-Denis", 8, 1),
        "97211": ("Grand'Rivière", 6, 1),
    },
    typologies={
        "T1": (0.14, 0.08),
        "T2": (0.36, 0.27),
        "T3": (0.30, 0.38),
        "T4": (0.15, 0.21),
        "T5+": (0.05, 0.06),
    },
    base_bail=BASE_BAIL,
    base_sortie=BASE_SORTIE,
    sortie_by_typologie={"T1": 1.0, "T2": 1.0, "T3": 1.0, "T4": 1.0, "T5+": 0.9},
    growth=0.01,
    margin=(1.03, 1.06),
    qpv_communes=frozenset({"97222", "97228"}),
    lease_years={
        2020: LeaseYear(0.140, 0.108, 0.300, 0.200),
        2021: LeaseYear(0.138, 0.114, 0.295, 0.205),
        2022: LeaseYear(0.136, 0.121, 0.290, 0.215),
        2023: LeaseYear(0.134, 0.130, 0.285, 0.225),
        2024: LeaseYear(0.132, 0.137, 0.280, 0.230),
    },
    resources=(
        "demandes/demandes_stock",
        "demandes/demandes_nouvelles",
        "attributions/baux_delai",
        "attributions/delais_attributaires",
        "attributions/baux_qpv_quartile",
        "sorties/sorties_anciennete",
    ),
    whole_only=WHOLE_ONLY,
)

SCENARIOS = {scenario.name: scenario for scenario in (SAINT_NAZAIRE, CAP_NORD)}
