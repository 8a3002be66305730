"""Count households into the tables of the contract: every combination of codes, margins included.

Takes households as a frame and gives rows; knows no file, and gives nothing smaller than a count.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

import pandas as pd

from generator.settings import ENSEMBLE, EPCI_ONLY

SIZES: Final = ("T1", "T2", "T3", "T4", "T5+")
EDGES: Final = (0, 12, 24, 36, 48, 60, 120)
BANDS: Final = tuple(f"M_{low}_{high}" for low, high in zip(EDGES, [*EDGES[1:], "P"], strict=True))
STATISTICS: Final = ("moyenne", "q1", "mediane", "q3")
LEASE, NO_LEASE = "bail", "sans_bail"
ASKED, SIGNED = "code_commune", "code_commune_logement"
LANDLORD = "code_bailleur"


@dataclass(frozen=True)
class Counted:
    """What one table of the contract counts.

    Attributes:
        resource: package/resource.
        event: stock, nouvelles, baux or sorties.
        measure: its column of numbers.
        dimensions: crossed dimensions besides the period and the territory.
        place: column of the household that places it.
    """

    resource: str
    event: str
    measure: str
    dimensions: tuple[str, ...]
    place: str = ASKED

    @property
    def period(self) -> str:
        """Return the name of the period column."""
        return "date" if self.event == "stock" else "annee"

    @property
    def communes(self) -> bool:
        """Return whether it has rows by commune."""
        wide = self.resource.split("/")[1] in WHOLE_ONLY
        return not wide and not EPCI_ONLY & set(self.dimensions)


WHOLE_ONLY: Final = frozenset(
    {"demandes_mutations_typologie", "demandes_mutations_composition",
     "baux_mutations_typologie", "baux_mutations_composition", "baux_qpv_quartile_bailleur"}
)  # fmt: skip
"""Tables of transfers and of landlords: told in detail for the whole authority alone."""


def _of(event: str, measure: str, rows: str, place: str = ASKED) -> tuple[Counted, ...]:
    """Return declarations from lines « package/resource dimension dimension »."""
    parts = [line.split() for line in rows.splitlines() if line.split()]
    return tuple(Counted(name, event, measure, tuple(dims), place) for name, *dims in parts)


COUNTS: Final = (
    *_of("stock", "nb_demandes", """
        demandes/demandes_stock typologie anciennete
        demandes/demandes_type type_demande
        demandes/demandes_quartile quartile
        demandes/demandes_age tranche_age
        demandes/demandes_composition composition
        demandes/demandes_motif motif_demande
        demandes/demandes_handicap complement_handicap
        demandes/demandes_mutations_typologie type_demande typologie
        demandes/demandes_mutations_composition type_demande composition"""),
    *_of("nouvelles", "nb_nouvelles", "demandes/demandes_nouvelles typologie"),
    *_of("baux", "nb_baux", """
        attributions/baux_delai typologie delai
        attributions/baux_mutations_typologie type_demande typologie
        attributions/baux_mutations_composition type_demande composition"""),
    *_of("baux", "nb_baux", """
        attributions/baux_mutations type_demande
        attributions/baux_qpv_quartile secteur_qpv quartile
        attributions/baux_qpv_quartile_bailleur code_bailleur secteur_qpv quartile_regroupe
        attributions/baux_contingent_priorite contingent public_prioritaire""", SIGNED),
    *_of("sorties", "nb_sorties", """
        sorties/sorties_anciennete typologie anciennete
        sorties/sorties_motif motif_sortie anciennete"""),
)  # fmt: skip
DELAYS: Final = Counted(
    "attributions/delais_attributaires", "baux", "delai_mois", ("typologie", "statistique")
)
MADE: Final = frozenset({"anciennete", "delai", "statistique"})
"""Dimensions that the dates give; the others are columns of the extraction."""
REGROUPED: Final[Mapping[str, Mapping[str, str]]] = {
    "quartile": {"Q1": "Q1", "Q2": "autres", "Q3": "autres", "Q4": "autres", "nd": "nd"}
}
GROUPS: Final = {"quartile_regroupe": "quartile"}
"""Dimensions made of another one, whose codes they put together."""
GROUP_CODES: Final = {
    made: tuple(dict.fromkeys(REGROUPED[of].values())) for made, of in GROUPS.items()
}


@dataclass(frozen=True)
class Frame:
    """What every table shares.

    Attributes:
        siren: code of the authority.
        names: name of each place, the authority first, then its communes.
        years: years whose flows are counted; stocks go one 1 January further.
        categories: codes of each dimension, without its margin.
    """

    siren: str
    names: Mapping[str, str]
    years: Sequence[int]
    categories: Mapping[str, Sequence[str]]

    @property
    def days(self) -> list[str]:
        """Return the 1 Januaries on which the stock is counted."""
        return [f"{year}-01-01" for year in (*self.years, self.years[-1] + 1)]


Rows = list[tuple[str, ...]]


def months_between(start: date, end: date) -> Fraction:
    """Return a duration in months: whole months, then days as a share of the month under way.

    A demand of 31 January is one month old on 28 February (or 29): the last day stands for it.
    """
    whole = 12 * (end.year - start.year) + end.month - start.month
    if _months_later(start, whole) > end:
        whole -= 1
    since, until = _months_later(start, whole), _months_later(start, whole + 1)
    return whole + Fraction((end - since).days, (until - since).days)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    last = (date(year + (month == 11), month % 11 + 1 if month == 11 else month + 2, 1)  # noqa: PLR2004 - December
            - date(year, month + 1, 1)).days  # fmt: skip
    return date(year, month + 1, min(day.day, last))


def band_of(months: Fraction) -> str:
    """Return the band that holds a duration."""
    return BANDS[sum(months >= edge for edge in EDGES) - 1]


def rounded(value: Fraction) -> int:
    """Return the nearest whole number, the half going up."""
    return math.floor(value + Fraction(1, 2))


def statistics(months: Sequence[Fraction]) -> dict[str, Fraction]:
    """Return mean and quartiles; quartiles by linear interpolation of ranks."""
    ordered = sorted(months)

    def quantile(quarters: int) -> Fraction:
        position = Fraction(quarters * (len(ordered) - 1), 4)
        low = math.floor(position)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (position - low) * (ordered[high] - ordered[low])

    mean = sum(ordered, Fraction()) / len(ordered)
    return dict(zip(STATISTICS, (mean, quantile(1), quantile(2), quantile(3)), strict=True))


def needed(counted: Counted) -> tuple[str, ...]:
    """Return the columns of the extraction that a table is counted from."""
    told = [GROUPS.get(name, name) for name in counted.dimensions if name not in MADE]
    return tuple(dict.fromkeys((*told, counted.place)))


def possible(counted: Counted, columns: Collection[str]) -> bool:
    """Return whether the extraction has the columns that a table needs."""
    return set(needed(counted)) <= set(columns)


def events(households: pd.DataFrame, years: Sequence[int]) -> dict[str, pd.DataFrame]:
    """Return the four kinds of countable facts, one row each.

    Who leaves on 1 January is counted in the stock of that day and in the exits of that year;
    who comes that day is new of that year. So each stock follows from the one before.
    """
    households = _regrouped(households)
    filed, left = households["date_depot"], households["date_sortie"]
    waiting = []
    for year in (*years, years[-1] + 1):
        day = date(year, 1, 1)
        here = households[
            [s < day and (e is None or e >= day) for s, e in zip(filed, left, strict=True)]
        ]
        bands = [band_of(months_between(start, day)) for start in here["date_depot"]]
        waiting.append(here.assign(date=day.isoformat(), anciennete=bands))
    new = households.assign(annee=[day.year for day in filed])
    gone = households[left.notna()]
    waits = [
        months_between(*dates)
        for dates in zip(gone["date_depot"], gone["date_sortie"], strict=True)
    ]
    bands = [band_of(months) for months in waits]
    gone = gone.assign(
        annee=[day.year for day in gone["date_sortie"]],
        mois=pd.Series(waits, index=gone.index, dtype=object),
        anciennete=bands,
        delai=bands,
    )
    return {
        "stock": pd.concat(waiting, ignore_index=True),
        "nouvelles": new[new["annee"].isin(years)],
        "baux": gone[(gone["issue"] == LEASE) & gone["annee"].isin(years)],
        "sorties": gone[(gone["issue"] == NO_LEASE) & gone["annee"].isin(years)],
    }


def _regrouped(households: pd.DataFrame) -> pd.DataFrame:
    """Return the households with the dimensions that put codes of another one together."""
    made = {
        name: households[of].map(REGROUPED[of]) for name, of in GROUPS.items() if of in households
    }
    return households.assign(**made)


def rows_of(counted: Counted, facts: pd.DataFrame, frame: Frame) -> Rows:
    """Return the lines of one table: period, code, name, categories, number, status."""
    places, axes = _axes(counted, frame)
    keys = [counted.period, counted.place, *counted.dimensions]
    numbers: dict[tuple[str, ...], int] = {}
    for row in facts[keys].astype("string").itertuples(index=False, name=None):
        for key in _and_margins(tuple(str(code) for code in row), frame.siren):
            numbers[key] = numbers.get(key, 0) + 1
    return [
        (
            period,
            place,
            frame.names[place],
            *codes,
            str(numbers.get((period, place, *codes), 0)),
            "",
        )
        for period in _periods(counted, frame)
        for place in places
        for codes in _crossed(axes)
    ]


def _axes(counted: Counted, frame: Frame) -> tuple[list[str], list[list[str]]]:
    places = [*frame.names] if counted.communes else [frame.siren]
    return places, [[*frame.categories[name], ENSEMBLE] for name in counted.dimensions]


def _periods(counted: Counted, frame: Frame) -> list[str]:
    return frame.days if counted.event == "stock" else [str(year) for year in frame.years]


def _crossed(axes: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    if not axes:
        yield ()
        return
    for code in axes[0]:
        for rest in _crossed(axes[1:]):
            yield code, *rest


def _and_margins(key: tuple[str, ...], siren: str) -> Iterator[tuple[str, ...]]:
    """Yield every cell that a household is counted in: its own and all the totals above it."""
    period, place, *codes = key
    for here in (place, siren):
        for chosen in _crossed([[code, ENSEMBLE] for code in codes]):
            yield period, here, *chosen


def delay_rows(leases: pd.DataFrame, frame: Frame) -> Rows:
    """Return the lines of the statistics of exact durations, in whole months."""
    groups: dict[tuple[str, ...], list[Fraction]] = {}
    keys = leases[["annee", ASKED, "typologie"]].astype("string")
    for row, months in zip(keys.itertuples(index=False, name=None), leases["mois"], strict=True):
        for key in _and_margins(tuple(str(code) for code in row), frame.siren):
            groups.setdefault(key, []).append(months)
    return [
        (year, place, frame.names[place], size, name, *_printed(groups.get((year, place, size)), name))
        for year in (str(year) for year in frame.years)
        for place in frame.names
        for size in (*SIZES, ENSEMBLE)
        for name in STATISTICS
    ]  # fmt: skip


def _printed(months: Sequence[Fraction] | None, name: str) -> tuple[str, str]:
    """Return a statistic and its status: without a lease, there is none."""
    return (str(rounded(statistics(months)[name])), "") if months else ("", "so")
