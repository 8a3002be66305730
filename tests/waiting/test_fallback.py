"""From the commune to the EPCI."""

import numpy as np
import pytest

from generator.waiting.errors import BandError
from generator.waiting.fallback import Scope, enough_exits, scopes, shown
from generator.waiting.lifetable import Exposure, Observed
from generator.waiting.results import Counts, Status, Value, Values, filled
from tests.waiting.given import SHORT, C, V, one_year


def test_a_commune_speaks_for_itself_from_thirty_leases_and_five_exits_a_band() -> None:
    """15 + 15 leases are enough, 15 + 14 are not; nor 29 + 1 when the second band has 4 exits."""
    years = Exposure.known(np.full((4, 3), 100.0))
    baux = Counts.known([[15, 15, 0], [15, 14, 9], [29, 1, 0], [29, 1, 0]])
    others = Counts.known([[0, 0, 0], [9, 9, 0], [9, 3, 0], [9, 4, 0]])
    found = enough_exits(Observed(SHORT, years, baux, others), until=24)
    assert found.tolist() == [True, False, False, True]


def test_only_the_bands_before_the_horizon_are_asked() -> None:
    """30 leases in the first year are enough to speak of 12 months, not of 24."""
    year = one_year((100, 100, 100), (30, 0, 0), (9, 0, 0))
    assert enough_exits(year, until=12).tolist() == [True]
    assert enough_exits(year, until=24).tolist() == [False]
    with pytest.raises(BandError):
        enough_exits(year, until=18)


def test_a_hidden_count_is_never_enough() -> None:
    """Whatever it hides: the choice would give it away."""
    hidden = Counts.partly([[40, 0, 0]], [[V, C, V]], hidden=(20, 50))
    year = Observed(SHORT, Exposure.known(np.full((1, 3), 100.0)), hidden, hidden)
    assert enough_exits(year, until=24).tolist() == [False]


def test_the_epci_speaks_for_the_commune_and_nobody_when_it_cannot_either() -> None:
    """Own figure, then that of the parent, then NS."""
    parent_of = np.array([0, 0, 1])
    scope = scopes(np.array([True, False, False]), np.array([True, False]), parent_of=parent_of)
    assert scope.tolist() == [Scope.OWN, Scope.PARENT, Scope.NEITHER]
    own = Values.of(np.array([0.1, 0.2, 0.3]), filled((3,), V))
    parent = Values.floored(
        np.array([0.5, 0.6]), np.array([Status.NOT_REACHED, V], dtype=np.int8), np.array([60.0, 0])
    )
    found = shown(own, parent, scope=scope, parent_of=parent_of)
    assert [found.item(i) for i in range(3)] == [
        Value(Status.VALUE, 0.1, None),
        Value(Status.NOT_REACHED, None, 60.0),
        Value(Status.NS, None, None),
    ]


def test_whole_curves_are_chosen_like_single_figures() -> None:
    """One scope per group, whatever the number of edges."""
    own = Values.of(np.zeros((2, 3)), filled((2, 3), V))
    parent = Values.of(np.ones((1, 3)), filled((1, 3), V))
    scope = np.array([Scope.OWN, Scope.PARENT], dtype=np.int8)
    found = shown(own, parent, scope=scope, parent_of=np.array([0, 0]))
    assert found.number.tolist() == [[0, 0, 0], [1, 1, 1]]
