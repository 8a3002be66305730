"""The simulated territories: known truth, exact anchors, nothing small left to read."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd
import pytest

from tests.simulation.deposit import COUNT_OF, LEASES, Simulated, files, simulated
from tests.simulation.hazards import Stratum, incidence, strata, true_hazards, true_incidence
from tests.simulation.households import BAIL, arrival_times, exits, in_stock, leaves_in
from tests.simulation.masking import Cells, Flags, Key, determined, is_exposed, narrow, ranges
from tests.simulation.protection import DELAYS, cell_key, published_cells
from tests.simulation.scenario import (
    ALL,
    BANDS,
    CAP_NORD,
    EDGES,
    SAINT_NAZAIRE,
    SCENARIOS,
    TYPOLOGIES,
    YEARS,
    Scenario,
)
from tests.simulation.territories import MORE

BOTH = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=lambda one: one.name)
EVERY = {**SCENARIOS, **MORE}
EACH = pytest.mark.parametrize("scenario", EVERY.values(), ids=lambda one: one.name)
Z = 4.5


def margin_of(table: pd.DataFrame, *dimensions: str) -> pd.DataFrame:
    """Return the rows of a table at the margin of some dimensions."""
    rows = table
    for dimension in dimensions:
        rows = rows.loc[rows[dimension] == ALL]
    return rows


@cache
def protected(name: str) -> tuple[Cells, Flags]:
    """Return the cells of a territory and which ones its published tables hide."""
    scenario = EVERY[name]
    cells = published_cells(simulated(scenario).complete, scenario)
    hidden = np.zeros(len(cells.numbers), dtype=np.bool_)
    for key, secret in readings(scenario):
        hidden[cells.keys[key]] |= secret
    return cells, hidden


def readings(scenario: Scenario) -> Iterator[tuple[Key, bool]]:
    """Yield every published count with its name and whether it is hidden."""
    for resource, table in simulated(scenario).published.items():
        if resource in COUNT_OF:
            count = COUNT_OF[resource]
            for row in table.to_dict("records"):
                codes = {str(name): value for name, value in row.items()}
                yield cell_key(count, codes), codes[f"{count.measure}_statut"] == "secret"


def cells_of(scenario: Scenario) -> Cells:
    """Return the complete cells and equations of a territory."""
    return protected(scenario.name)[0]


def flags_of(scenario: Scenario) -> Flags:
    """Return which cells the published tables hide, as a reader sees them."""
    return protected(scenario.name)[1]


@EACH
def test_committed_files_are_what_the_simulation_writes(scenario: Scenario) -> None:
    """A demonstration file is never edited by hand: the simulation writes its bytes."""
    changed = [
        path.name for path, content in files(scenario).items() if path.read_bytes() != content
    ]
    assert changed == []


@BOTH
def test_every_demonstration_resource_comes_from_the_simulation(scenario: Scenario) -> None:
    """A resource is wholly demonstration, hence simulated, or wholly real."""
    declared = {
        f"{path.parent.name}/{resource['name']}"
        for path in scenario.folder.glob("*/datapackage.json")
        for resource in json.loads(path.read_text(encoding="utf-8"))["resources"]
        if resource["demonstration"]
    }
    # The register of verdicts tells what happened to each version; nobody simulates that.
    assert declared - {"controles/verdicts"} == set(simulated(scenario).published)


@BOTH
def test_the_two_anchor_totals_are_the_published_ones(scenario: Scenario) -> None:
    """The stock of 1 January 2024 and the leases of 2023 are public: they must match."""
    households = simulated(scenario).households
    stock = int(in_stock(households, 2024).sum())
    leases = int(leaves_in(households, 2023, BAIL).sum())
    assert (stock, leases) == (scenario.stock, scenario.leases)


@BOTH
def test_the_anchor_totals_are_visible_in_the_tables(scenario: Scenario) -> None:
    """What is known from elsewhere is not hidden here."""
    published = simulated(scenario).published
    stock = margin_of(published["demandes/demandes_stock"], "typologie", "anciennete")
    leases = margin_of(published[LEASES], "typologie", "delai")
    here = stock["code_territoire"] == scenario.siren_epci
    there = leases["code_territoire"] == scenario.siren_epci
    assert stock.loc[here & (stock["date"] == "2024-01-01"), "nb_demandes"].tolist() == [
        scenario.stock
    ]
    assert leases.loc[there & (leases["annee"] == 2023), "nb_baux"].tolist() == [scenario.leases]


def test_the_stock_of_each_year_follows_from_the_flows() -> None:
    """stock(N+1) = stock(N) + new demands - leases - other exits, for every margin."""
    complete = simulated(SAINT_NAZAIRE).complete
    stock = margin_of(complete["demandes/demandes_stock"], "anciennete")
    stock = stock.assign(annee=stock["date"].str[:4].astype(int))
    keys = ["annee", "code_territoire", "typologie"]
    level = stock.set_index(keys)["nb_demandes"]
    entries = complete["demandes/demandes_nouvelles"].set_index(keys)["nb_nouvelles"]
    leases = margin_of(complete[LEASES], "delai").set_index(keys)["nb_baux"]
    others = margin_of(complete["sorties/sorties_anciennete"], "anciennete")
    balance = level + entries - leases - others.set_index(keys)["nb_sorties"]
    following = level.rename(lambda year: year - 1, level="annee")
    compared = pd.DataFrame({"balance": balance, "following": following}).dropna()
    assert len(compared) == len(YEARS) * 11 * 6
    assert (compared["balance"] == compared["following"]).all()


@EACH
def test_every_published_sum_holds_before_protection(scenario: Scenario) -> None:
    """Communes, typologies, bands and quartiles add up to their margins, flows to stocks."""
    cells = cells_of(scenario)
    gaps = [sum(sign * cells.numbers[cell] for cell, sign in terms) for terms in cells.equations]
    assert len(gaps) > 4000
    assert set(gaps) == {0}


@EACH
def test_one_count_has_one_mask_in_every_table(scenario: Scenario) -> None:
    """A number hidden in one table and shown in another would not be hidden."""
    seen: dict[Key, set[bool]] = {}
    for key, secret in readings(scenario):
        seen.setdefault(key, set()).add(secret)
    assert [key for key, masks in seen.items() if len(masks) > 1] == []


@EACH
def test_no_small_count_is_visible(scenario: Scenario) -> None:
    """Counts from 1 to the threshold less one never leave the simulation."""
    cells = cells_of(scenario)
    assert not (cells.primary() & ~flags_of(scenario)).any()


@EACH
def test_a_zero_is_hidden_with_the_whole_of_its_group_or_not_at_all(scenario: Scenario) -> None:
    """Among printed zeros a hidden one would be read as a filled category."""
    cells, hidden = cells_of(scenario), flags_of(scenario)
    zeros = np.flatnonzero(hidden & (np.array(cells.numbers) == 0))
    assert zeros.size
    assert not cells.least(hidden)[zeros].any()


@EACH
def test_no_group_is_seen_to_be_in_one_category(scenario: Scenario) -> None:
    """A group with households has two categories at least where they may be."""
    cells, hidden = cells_of(scenario), flags_of(scenario)
    filled = hidden | (np.array(cells.numbers) > 0)
    alone = [g for g in cells.groups if filled[g].sum() == 1]
    assert cells.groups
    assert alone == []


@EACH
def test_no_single_equation_gives_a_small_cell_away(scenario: Scenario) -> None:
    """Every sum that hides a small cell hides another, with room enough between them."""
    cells, hidden, small = cells_of(scenario), flags_of(scenario), cells_of(scenario).primary()
    least = cells.least(hidden)
    exposed = [
        terms
        for terms in cells.equations
        if any(small[cell] and hidden[cell] for cell, _ in terms)
        and is_exposed(terms, hidden, cells, least)
    ]
    assert exposed == []


@EACH
def test_all_equations_together_determine_no_small_cell(scenario: Scenario) -> None:
    """Solving every published sum at once yields no small count."""
    cells = cells_of(scenario)
    known = determined(cells, flags_of(scenario))
    assert known[cells.primary()[known]].tolist() == []


@EACH
def test_a_small_cell_keeps_at_least_three_possible_values(scenario: Scenario) -> None:
    """Bounds passed from sum to sum never close in on a small count."""
    cells = cells_of(scenario)
    hidden = flags_of(scenario)
    low, high = ranges(cells, hidden)
    numbers = np.array(cells.numbers)
    assert ((low <= numbers) & (numbers <= high)).all()
    assert narrow(cells, hidden).tolist() == []


@BOTH
def test_totals_by_typologie_of_the_epci_are_hidden_last(scenario: Scenario) -> None:
    """The margins that readers need most: one in twenty at most, and never a total of all sizes."""
    cells = cells_of(scenario)
    hidden = flags_of(scenario)
    margins = {
        key: bool(hidden[cell])
        for key, cell in cells.keys.items()
        if key[2] == scenario.siren_epci and {name for name, _ in key[3]} <= {"typologie"}
    }
    lost = [key for key, secret in margins.items() if secret]
    assert len(lost) <= len(margins) / 20
    assert [key for key in lost if not key[3]] == []


def test_delays_are_published_for_eleven_leases_or_more() -> None:
    """A statistic of delays needs eleven leases, and their number must be public."""
    world = simulated(SAINT_NAZAIRE)
    joined = with_leases(world)
    shown = joined["delai_mois"].notna()
    assert shown.any()
    assert (joined.loc[shown, "exact"] >= 11).all()
    assert joined.loc[shown, "nb_baux_statut"].isna().all()
    assert (joined["delai_mois_statut"].eq("so") == joined["exact"].eq(0)).all()
    assert (joined["delai_mois_statut"].isna() == shown).all()


def with_leases(world: Simulated) -> pd.DataFrame:
    """Return the published delays beside the exact and the published number of leases."""
    keys = ["annee", "code_territoire", "typologie"]
    published = margin_of(world.published[LEASES], "delai")[[*keys, "nb_baux_statut"]]
    exact = margin_of(world.complete[LEASES], "delai").rename(columns={"nb_baux": "exact"})
    delays = world.published[DELAYS].merge(published, on=keys, validate="many_to_one")
    return delays.merge(exact[[*keys, "exact"]], on=keys, validate="many_to_one")


def test_published_delays_are_the_rounded_exact_ones() -> None:
    """Published months differ from the exact statistic by half a month at most."""
    world = simulated(SAINT_NAZAIRE)
    shown = world.published[DELAYS]["delai_mois"].notna()
    months = world.published[DELAYS].loc[shown, "delai_mois"].astype(float).reset_index(drop=True)
    exact = world.delays.loc[shown, "delai_mois"].reset_index(drop=True)
    assert ((months - exact).abs() <= 0.5).all()


def test_pornichet_t3_can_be_followed_in_the_year_of_the_example() -> None:
    """The worked example of the site needs eleven T3 leases in Pornichet, in 2023."""
    leases = margin_of(simulated(SAINT_NAZAIRE).published[LEASES], "delai")
    pornichet = leases["code_territoire"].eq("44132") & leases["typologie"].eq("T3")
    shown = leases.loc[pornichet & leases["annee"].eq(2023), "nb_baux"]
    assert shown.notna().all()
    assert int(shown.iloc[0]) >= 11


@pytest.mark.parametrize(("code", "low", "high"), [("44132", 10, 12), ("44184", 3.5, 4.5)])
def test_the_coast_is_tenser_than_the_city(code: str, low: float, high: float) -> None:
    """About eleven demands per lease in Pornichet, about four in Saint-Nazaire."""
    households = simulated(SAINT_NAZAIRE).households
    local = households.loc[households["code_commune"] == code]
    tension = in_stock(local, 2024).sum() / leaves_in(local, 2023, BAIL).sum()
    assert low < tension < high


def test_a_target_just_missed_stays_just_missed() -> None:
    """344 of 1 377 leases to priority households is 24,98 %: under 25, not equal to it."""
    table = simulated(SAINT_NAZAIRE).complete["attributions/baux_contingent_priorite"]
    year = margin_of(table, "contingent").query("annee == 2023").set_index("public_prioritaire")
    counts = year["nb_baux"]
    assert (counts["dalo"] + counts["prioritaire"], counts[ALL]) == (344, 1377)


@BOTH
def test_truth_is_exposed_for_every_stratum_and_band(scenario: Scenario) -> None:
    """Estimators are judged on commune × typologie × band, none missing, all positive."""
    truth = true_hazards(scenario)
    assert len(truth) == len(scenario.communes) * len(TYPOLOGIES) * len(BANDS)
    assert not truth.duplicated(["code_commune", "typologie", "band"]).any()
    assert (truth[["hazard_bail", "hazard_sortie"]] > 0).all(axis=None)


@BOTH
def test_true_chances_of_the_three_states_add_up_to_one(scenario: Scenario) -> None:
    """Leased, gone otherwise, still waiting: nobody is counted twice or lost."""
    truth = true_incidence(scenario)
    states = truth[["incidence_bail", "incidence_sortie", "encore_en_attente"]]
    assert ((states >= 0) & (states <= 1)).all(axis=None)
    assert states.sum(axis=1).to_numpy() == pytest.approx(np.ones(len(states)))


def test_true_chance_with_constant_rates_is_the_textbook_one() -> None:
    """With one rate of each kind, the chance is share × (1 - exp(-total × time))."""
    flat = Stratum("44132", "T3", (0.1,) * 7, (0.3,) * 7, arrivals=1.0)
    leased, left = incidence(flat, 36)
    assert leased == pytest.approx(0.25 * (1 - math.exp(-1.2)))
    assert left == pytest.approx(0.75 * (1 - math.exp(-1.2)))


@pytest.fixture(scope="module")
def crowd() -> tuple[Stratum, pd.DataFrame]:
    """Return a stratum and 300 000 households that obey its rates."""
    one = next(s for s in strata(SAINT_NAZAIRE) if (s.code_commune, s.typologie) == ("44132", "T3"))
    waited, leased = exits(np.random.Generator(np.random.PCG64(7)), one, 300_000)
    return one, pd.DataFrame({"attente": waited, "bail": leased})


def test_simulated_exits_obey_the_rates_of_each_band(crowd: tuple[Stratum, pd.DataFrame]) -> None:
    """Occurrences divided by exposure give back both rates, within sampling error."""
    one, households = crowd
    waited, leased = households["attente"].to_numpy(), households["bail"].to_numpy()
    bounds = zip(EDGES, [*EDGES[1:], math.inf], one.bail, one.sortie, strict=True)
    for low, high, bail, sortie in bounds:
        exposure = float(np.clip(waited - low, 0.0, high - low).sum())
        inside = (waited >= low) & (waited < high)
        for rate, events in ((bail, inside & leased), (sortie, inside & ~leased)):
            expected = rate * exposure
            assert abs(int(events.sum()) - expected) < Z * math.sqrt(expected)


def test_simulated_exits_reach_the_true_chances(crowd: tuple[Stratum, pd.DataFrame]) -> None:
    """The share housed within a horizon is the true incidence, within sampling error."""
    one, households = crowd
    for months in (12, 24, 36, 48, 60, 120):
        leased, left = incidence(one, months)
        within = households["attente"] < months / 12
        for chance, seen in ((leased, households["bail"]), (left, ~households["bail"])):
            error = math.sqrt(chance * (1 - chance) / len(households))
            assert abs(float((within & seen).mean()) - chance) < Z * error


def test_rates_are_recovered_from_a_whole_uncalibrated_stratum() -> None:
    """Stocks and flows of five years, seen as a file sees them, give back the rates."""
    one = next(s for s in strata(CAP_NORD) if (s.code_commune, s.typologie) == ("97222", "T2"))
    rng = np.random.Generator(np.random.PCG64(11))
    arrived = arrival_times(rng, 20_000.0, CAP_NORD.growth)
    waited, leased = exits(rng, one, len(arrived))
    left = arrived + waited
    for band, (low, high) in enumerate(itertools.pairwise(EDGES)):
        since = np.maximum(arrived + low, YEARS[0])
        until = np.minimum(np.minimum(left, arrived + high), YEARS[-1] + 1)
        exposure = float(np.clip(until - since, 0.0, None).sum())
        seen = (left >= YEARS[0]) & (left < YEARS[-1] + 1)
        inside = seen & (waited >= low) & (waited < high)
        for rate, events in ((one.bail, inside & leased), (one.sortie, inside & ~leased)):
            expected = rate[band] * exposure
            assert abs(int(events.sum()) - expected) < Z * math.sqrt(expected)


def test_entries_arrive_at_the_wanted_yearly_rate() -> None:
    """Entries form a Poisson process whose rate at the reference date is the given one."""
    rng = np.random.Generator(np.random.PCG64(5))
    arrived = arrival_times(rng, 50_000.0, 0.015)
    year = ((arrived >= 2023.5) & (arrived < 2024.5)).sum()
    assert abs(int(year) - 50_000) < Z * math.sqrt(50_000)


def cells_from(counts: dict[str, int], sums: dict[str, str], threshold: int = 5) -> Cells:
    """Return a small drawn system: counts by name, totals by their space-separated parts."""
    cells = Cells()
    names = {name: ("drawn", 2024, name, frozenset[tuple[str, object]]()) for name in counts}
    for name, value in counts.items():
        cells.add(names[name], value, threshold=threshold)
    for total, parts in sums.items():
        cells.bind(cells.keys[names[total]], [cells.keys[names[part]] for part in parts.split()])
    return cells


def test_cells_tied_by_several_sums_are_found_together() -> None:
    """Three pairs of hidden cells in three sums have a single solution."""
    counts = {"a": 8, "b": 7, "c": 9, "ab": 15, "bc": 16, "ac": 17}
    cells = cells_from(counts, {"ab": "a b", "bc": "b c", "ac": "a c"})
    hidden = np.array([name in {"a", "b", "c"} for name in counts])
    assert determined(cells, hidden).tolist() == [0, 1, 2]


def test_ranges_pass_from_one_sum_to_the_next() -> None:
    """With a + b = 4, b is at most 3; then b + c = 9 leaves c at least 6."""
    counts = {"a": 2, "b": 2, "c": 7, "ab": 4, "bc": 9}
    cells = cells_from(counts, {"ab": "a b", "bc": "b c"})
    low, high = ranges(cells, np.array([name in {"a", "b", "c"} for name in counts]))
    assert low.tolist() == [1, 1, 6, 4, 9]
    assert high.tolist() == [3, 3, 8, 4, 9]


def test_two_tables_cannot_give_one_cell_two_values() -> None:
    """Tables that count the same fact must agree before they are protected."""
    cells = cells_from({"a": 8}, {})
    with pytest.raises(ValueError, match="8 in one table, 9 in another"):
        cells.add(next(iter(cells.keys)), 9, threshold=5)
