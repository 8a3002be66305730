"""Promises come from three registers and are read as one list."""

from __future__ import annotations

import pandas as pd
import pytest

from generator.compose.promises import trend
from generator.compute import results
from generator.engaged import COLUMNS, TABLE, engaged
from generator.indicators import declared
from generator.model import Unit
from tests.indicators.drawn import tables_of

FLOW = """
    annee | code_territoire | contingent | objectif_pct | nb_logements_proposes
    2022  | 99001           | AL         | 20           | 40
    2022  | 99001           | BAILLEUR   | 80           | 160
    2022  | 99001           | ensemble   |              | 200
    2023  | 99001           | AL         | 20           | 36
    2023  | 99001           | BAILLEUR   | 80           | 164
    2023  | 99001           | ensemble   |              | 200
    2024  | 99001           | AL         | 25           | 60
    2024  | 99001           | BAILLEUR   | 75           | 140
    2024  | 99001           | ensemble   |              | 200
"""
COMMON = """
    code_engagement | indicateur       | code_territoire | annee_debut | cible
    pmr-2017        | nb-logements-pmr | 99001           | 2017        | 20
"""
OWN = """
    code_engagement | indicateur             | code_acteur | code_territoire | annee_debut | cible
    flux-propre     | part-flux-reservataire | AL          | 99001           | 2024        | 40
"""
SHOWN = ["code_engagement", "code_acteur", "annee_debut", "annee_fin", "cible", TABLE]


def frames(**given: str) -> dict[str, pd.DataFrame]:
    """Return the frames of some drawn tables."""
    return {name: table.frame for name, table in tables_of(given).items()}


def test_a_share_of_the_flow_is_one_promise_for_the_years_it_stays_the_same() -> None:
    """20 % in 2022 and 2023, then 25 %: two promises. What nobody reserves is promised to none."""
    found = engaged(frames(flux_reservation=FLOW))
    assert found[SHOWN].to_numpy().tolist() == [
        ["objectif-flux-al-2022", "AL", 2022, 2023, 20.0, "flux_reservation"],
        ["objectif-flux-al-2024", "AL", 2024, 2024, 25.0, "flux_reservation"],
    ]


def test_every_register_gives_rows_of_the_same_shape() -> None:
    """A reader finds common promises and those of one actor in one list, by measure."""
    found = engaged(frames(flux_reservation=FLOW, engagements=COMMON, engagements_acteurs=OWN))
    assert found.columns.tolist() == [*COLUMNS, TABLE]
    assert found["code_engagement"].tolist() == [
        "pmr-2017", "flux-propre", "objectif-flux-al-2022", "objectif-flux-al-2024",
    ]  # fmt: skip


def test_no_register_is_no_promise() -> None:
    """A territory that has promised nothing yet still has its pages."""
    assert len(engaged({})) == 0


@pytest.mark.parametrize(
    ("year", "promise", "expected"),
    [
        # 40 of 200 homes are 20 % for 20 promised; 36 of 200 are 18 %, nine tenths of it.
        (2022, "objectif-flux-al-2022", 100.0),
        (2023, "objectif-flux-al-2022", 90.0),
        # 60 of 200 are 30 %: 120 % of the 25 % promised, 75 % of the 40 % that the actor set itself.
        (2024, "objectif-flux-al-2024", 120.0),
        (2024, "flux-propre", 75.0),
    ],
)
def test_each_actor_is_measured_against_its_own_promise(
    year: int, promise: str, expected: float
) -> None:
    """The promise of a holder is compared with what that holder was offered, year by year."""
    given = {"flux_reservation": FLOW, "engagements": COMMON, "engagements_acteurs": OWN}
    both = [i for i in declared() if i.code in ("I-09", "I-22")]
    frame = results(tables_of(given), both)[0].frame
    own = frame[(frame["annee"] == year) & (frame["modalite"] == promise)]
    assert own["valeur"].tolist() == [pytest.approx(expected)]


def test_nothing_measured_has_no_trend() -> None:
    """« Une seule année » would say that one is known."""
    assert trend((), Unit.PERCENT) == "sans objet"
