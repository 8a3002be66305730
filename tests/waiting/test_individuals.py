"""The grouped estimator against an individual-level one, household by household.

The individual-level estimator is written here on its own, from its definition, and
was checked once against lifelines: fixtures/lifelines.json says how.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from generator.waiting.bands import STANDARD
from generator.waiting.lifetable import (
    Exposure,
    LifeTable,
    Observed,
    life_table,
    one_minus_kaplan_meier,
)
from generator.waiting.results import Counts, FloatArray, IntArray
from generator.waiting.variance import housed_variance

FIXTURES = Path(__file__).parent / "fixtures"
KINDS = ("cohort", "year")
WAITING, LEASE, OTHER = 0, 1, 2
Expected = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Households:
    """Seniority in months when each is first and last seen, and how it ended."""

    entry: FloatArray
    exit: FloatArray
    event: IntArray


def households(kind: str) -> Households:
    """Return the simulated households of one kind."""
    with (FIXTURES / "households.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == kind]
    entry, exit_ = (np.array([float(row[name]) for row in rows]) for name in ("entry", "exit"))
    return Households(entry, exit_, np.array([int(row["event"]) for row in rows]))


def expected(kind: str) -> Expected:
    """Return what lifelines found for one kind, by edge in months."""
    found: dict[str, Expected] = json.loads((FIXTURES / "lifelines.json").read_text("utf-8"))[
        "expected"
    ]
    return found[kind]


def individually(people: Households, cause: int, horizon: float) -> tuple[float, float]:
    """Return the part that left by `cause` by the horizon, and the part still waiting.

    At each exit, the chance of leaving then is one over those seen waiting just before.
    """
    part, waiting = 0.0, 1.0
    for time, event in sorted(zip(people.exit, people.event, strict=True)):
        if event == WAITING or time > horizon:
            continue
        at_risk = int(((people.entry < time) & (people.exit >= time)).sum())
        part += waiting / at_risk if event == cause else 0.0
        waiting -= waiting / at_risk
    return part, waiting


def grouped(people: Households) -> Observed:
    """Return the same households as counts and exact person-years per band."""
    ends = np.append(STANDARD.starts[1:], np.inf)
    band = np.searchsorted(STANDARD.starts, people.exit, side="right") - 1
    spent = np.minimum(people.exit[:, None], ends) - np.maximum(
        people.entry[:, None], STANDARD.starts
    )
    years = np.maximum(spent, 0).sum(axis=0) / 12
    baux, others = (
        np.bincount(band[people.event == cause], minlength=STANDARD.size)
        for cause in (LEASE, OTHER)
    )
    return Observed(
        STANDARD, Exposure.known(years[None, :]), Counts.known([baux]), Counts.known([others])
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_individual_estimator_of_these_tests_agrees_with_lifelines(kind: str) -> None:
    """To 1e-9 at every edge: housed, left, still waiting, and one minus Kaplan-Meier."""
    people = households(kind)
    alone = Households(people.entry, people.exit, np.where(people.event == LEASE, LEASE, WAITING))
    for edge, other in expected(kind).items():
        housed, waiting = individually(people, LEASE, float(edge))
        found = {
            "housed": housed,
            "waiting": waiting,
            "left": individually(people, OTHER, float(edge))[0],
            "one_minus_km": individually(alone, LEASE, float(edge))[0],
        }
        assert found == pytest.approx({name: other[name] for name in found}, abs=1e-9)


def curves(table: LifeTable) -> dict[str, FloatArray]:
    """Return the curves of the only group, without their first edge."""
    return {
        "housed": table.housed.number[0, 1:],
        "left": table.left.number[0, 1:],
        "waiting": table.waiting.number[0, 1:],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_grouped_estimator_agrees_with_lifelines_within_sampling_error(kind: str) -> None:
    """One standard error at most at yearly edges, whose bands hold a rate far below 1."""
    observed = grouped(households(kind))
    table = life_table(observed)
    errors = np.sqrt(housed_variance(table).number[0, 1:])
    one_minus_km = one_minus_kaplan_meier(observed).number[0, 1:]
    for name, found in (curves(table) | {"one_minus_km": one_minus_km}).items():
        others = np.array([edge[name] for edge in expected(kind).values()])
        assert (np.abs(found - others)[:5] <= errors[:5]).all(), name


def test_the_grouped_variance_agrees_with_the_individual_one_of_lifelines() -> None:
    """Within 10 % for a cohort, at yearly edges."""
    found = housed_variance(life_table(grouped(households("cohort")))).number[0, 1:6]
    others = [edge["variance_of_housed"] for edge in expected("cohort").values()][:5]
    np.testing.assert_allclose(found, others, rtol=0.10)


def test_without_censoring_inside_bands_both_estimators_are_the_same() -> None:
    """A cohort followed to the end: the actuarial form is then the individual one at edges."""
    people = households("cohort")
    followed = Households(
        np.zeros_like(people.exit), people.exit, np.where(people.event == LEASE, LEASE, OTHER)
    )
    band = np.searchsorted(STANDARD.starts, people.exit, side="right") - 1
    leaving = np.bincount(band, minlength=STANDARD.size)
    entering = len(band) - np.concatenate([[0], np.cumsum(leaving)[:-1]])
    widths = np.append(STANDARD.widths_years, 1.0)
    exact = grouped(followed)
    even = Exposure.known((widths * (entering - leaving / 2))[None, :])
    table = life_table(Observed(STANDARD, even, exact.baux, exact.autres_sorties))
    alone = [individually(followed, LEASE, edge)[0] for edge in STANDARD.edges]
    np.testing.assert_allclose(table.housed.number[0], alone, atol=1e-12)
