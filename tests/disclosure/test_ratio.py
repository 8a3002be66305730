"""A rounded indicator is two inequalities, exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from generator.disclosure.audit import bounds
from generator.disclosure.ratio import rounded_mean, rounded_median, rounded_ratio
from generator.disclosure.system import Inequality, Key, Rule, System


def half_up(value: Fraction, decimals: int) -> Decimal:
    """Return a fraction rounded as the site rounds it."""
    whole = int(value * 10**decimals + Fraction(1, 2))
    return Decimal(whole).scaleb(-decimals)


def holds(facts: list[Inequality], counts: dict[Key, int]) -> bool:
    """Return whether counts satisfy all the inequalities."""
    sums = [sum(c * counts[key] for key, c in fact.coefficients.items()) for fact in facts]
    return all(
        (fact.minimum is None or made >= fact.minimum)
        and (fact.maximum is None or made <= fact.maximum)
        for fact, made in zip(facts, sums, strict=True)
    )


@pytest.mark.parametrize("decimals", [0, 1])
def test_a_rounded_share_allows_the_numerators_that_round_to_it_and_no_other(decimals: int) -> None:
    """Every denominator under 60, every numerator, every printed share."""
    for denominator in range(1, 60):
        printed = [
            half_up(Fraction(100 * n, denominator), decimals) for n in range(denominator + 1)
        ]
        for share in set(printed):
            facts = rounded_ratio({"n": 1}, {"d": 1}, published=share, factor=100)
            actual = [holds(facts, {"n": n, "d": denominator}) for n in range(denominator + 1)]
            assert actual == [other == share for other in printed]


def test_a_rate_gives_back_a_small_hidden_denominator() -> None:
    """857 demandes and "95.2 demandes par attribution" leave one number of attributions."""
    system = System()
    system.visible("demandes", 857)
    system.masked("attributions", maximum=10)
    for fact in rounded_ratio({"demandes": 1}, {"attributions": 1}, published=Decimal("95.2")):
        system.inequality(fact)
    assert bounds(system) == {"attributions": (9, 9)}


def test_a_mean_bounds_its_unknown_sum() -> None:
    """A mean of 14.5 months over 4 exits is a sum of 58 months and no other."""
    system = System(Rule(zeros_published=False))
    system.visible("sorties", 4)
    for fact in rounded_mean("mois", {"sorties": 1}, published=Decimal("14.5")):
        system.inequality(fact)
    assert bounds(system) == {"mois": (58, 58)}


@pytest.mark.parametrize("counts", [(3, 5, 2), (6, 1, 4), (0, 7, 7), (2, 2, 9)])
def test_a_median_of_bands_allows_the_counts_that_give_it(counts: tuple[int, ...]) -> None:
    """Interpolated in the band where half of the households lie before."""
    edges = [(0, 6), (6, 6), (12, 12)]
    total, before, band = sum(counts), 0, 0
    while 2 * (before + counts[band]) < total:
        before += counts[band]
        band += 1
    edge, width = edges[band]
    exact = edge + width * (Fraction(total, 2) - before) / counts[band]
    bands: list[tuple[Key, int, int]] = [(i, *edges[i]) for i in range(3)]
    facts = rounded_median(bands, band=band, published=half_up(exact, 1))
    assert holds(facts, dict(enumerate(counts)))
    wrong = rounded_median(bands, band=band, published=half_up(exact, 1) + Decimal("0.1"))
    assert not holds(wrong, dict(enumerate(counts)))


def test_what_is_not_a_number_is_refused() -> None:
    """A share that is not a number says nothing."""
    with pytest.raises(TypeError):
        rounded_ratio({"n": 1}, {"d": 1}, published=Decimal("NaN"))
