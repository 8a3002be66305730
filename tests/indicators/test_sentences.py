"""What a reader is told of a chance and of a promise, word for word."""

from __future__ import annotations

import pytest

from generator import words
from generator.compose.chances import (
    already_sentence,
    chance_sentence,
    ends_sentence,
    scope,
    sure_sentence,
)
from generator.compose.promises import Achieved, gap, trend, verdict
from generator.curve import Curve, people, remaining
from generator.model import Status, Unit
from generator.reading import Value, interval, text

P = Unit.PERCENT


def known(amount: float, low: float | None = None, high: float | None = None) -> Value:
    """Return a known value with its interval."""
    return Value(amount, 40, 90, "", low, high)


def why(status: Status, low: float | None = None, high: float | None = None) -> Value:
    """Return a value that is not a number."""
    return Value(None, None, None, str(status), low, high)


def plain(said: str) -> str:
    """Return a sentence with ordinary spaces."""
    return said.replace(words.NBSP, " ").replace(words.NNBSP, " ")


WHOLE = Curve(
    (known(13.9, 12.1, 15.9), known(21.5, 19.3, 23.8), known(24.6, 22, 27), known(27.2, 24.8, 29.7)),
    (known(18.9), known(49.6), known(57.1), known(62.5)), wide=False, reason="",
)  # fmt: skip
CUT = Curve(
    (known(13.9, 12.1, 15.9), why(Status.BOUNDED, 21.5, 31.2), why(Status.SECRET), why(Status.SECRET)),
    (known(18.9), why(Status.SECRET), why(Status.SECRET), why(Status.SECRET)), wide=False, reason="",
)  # fmt: skip


def test_a_chance_is_told_in_people_at_the_pace_of_a_year() -> None:
    """Never « you will wait »: a hundred households, and a condition."""
    assert plain(chance_sentence("un T2 à Besné", 2024, WHOLE)) == (
        "Si les rythmes de 2024 se maintenaient, sur 100 ménages qui demandent un T2 à Besné, "
        "14 auraient signé un bail en 1 an et 27 en 4 ans."
    )


def test_what_becomes_of_the_others_adds_up_to_a_hundred() -> None:
    """27 housed, 63 gone, 10 waiting: the reader can add them."""
    assert plain(ends_sentence(WHOLE)) == (
        "Au bout de 4 ans, 63 seraient sortis du fichier sans logement et 10 attendraient encore."
    )


def test_a_curve_that_secrecy_cuts_says_so_and_what_remains_certain() -> None:
    """Limits are told as limits."""
    assert plain(ends_sentence(CUT)) == (
        "Au bout de 1 an, 19 seraient sortis du fichier sans logement et 67 attendraient encore. "
        "En 2 ans, ce serait entre 22 et 31 : le secret statistique cache une partie du compte."
    )


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.NOT_APPLICABLE, "personne n’attendait depuis aussi longtemps"),
        (Status.NOT_SIGNIFICANT, "les sorties sont trop peu nombreuses"),
        (Status.SECRET, "le secret statistique cache une partie du compte"),
    ],
)
def test_a_curve_that_stops_says_why(status: Status, expected: str) -> None:
    """Never 0 %, never silence."""
    stopped = Curve((known(10), why(status)), (known(20), why(status)), wide=False, reason="")
    assert plain(ends_sentence(stopped)).endswith(
        f"Au-delà de 1 an, le calcul s’arrête : {expected}."
    )


def test_nothing_known_is_said_with_its_reason() -> None:
    """A hidden chance is no small chance."""
    nothing = Curve((why(Status.SECRET),), (why(Status.SECRET),), wide=False, reason="")
    assert plain(chance_sentence("un T1 à Besné", 2024, nothing)) == (
        "Pour un T1 à Besné, la chance d’être logé n’est pas publiée : le secret statistique cache "
        "une partie du compte."
    )
    assert ends_sentence(nothing) == sure_sentence(nothing) == ""


def test_the_interval_is_told_in_people() -> None:
    """95 times in 100, chance alone stays within."""
    assert plain(sure_sentence(WHOLE)) == (
        "Le hasard seul peut déplacer ces nombres : entre 12 et 16 en 1 an et entre 25 et 30 en "
        "4 ans, 95 fois sur 100."
    )


def test_the_wider_territory_is_named_when_it_speaks_in_place_of_the_commune() -> None:
    """A commune never borrows a figure in silence."""
    assert plain(scope("Le Robert", "CAP Nord Martinique", "ns")) == (
        "Au Robert, les sorties sont trop peu nombreuses : les nombres qui suivent sont ceux de "
        "l’ensemble de CAP Nord Martinique."
    )


def test_who_already_waits_is_answered_apart() -> None:
    """Waiting longer promises nothing."""
    assert plain(already_sentence(2, known(11.2, 8.4, 14.1))) == (
        "Après 2 ans d’attente : 11 ménages sur 100 auraient signé un bail dans l’année qui suit "
        "(entre 8 et 14 selon le hasard)."
    )


@pytest.mark.parametrize(("percent", "expected"), [(0.0, "0"), (0.3, "moins de 1"), (21.5, "22")])
def test_a_few_are_never_nobody(percent: float, expected: str) -> None:
    """0,3 % is not 0."""
    assert people(percent) == expected


def test_those_who_still_wait_are_what_remains() -> None:
    """The three parts make the whole; one that is hidden hides it."""
    assert plain(remaining(known(13.9), known(18.9)).text) == "67,2 %"
    hidden = remaining(why(Status.BOUNDED, 1, 2), known(18.9))
    assert (hidden.text, hidden.muted) == ("secret statistique", True)


# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (why(Status.AT_LEAST, 120), Unit.MONTHS, "plus de 10 ans"),
        (why(Status.AT_LEAST, 18), Unit.MONTHS, "plus de 18 mois"),
        (why(Status.BOUNDED, 12, 18.4), Unit.MONTHS, "entre 12 mois et 18 mois"),
        (why(Status.BOUNDED, 14.84, 19.5), P, "entre 14,8 % et 19,5 %"),
        (why(Status.NOT_REACHED, 48), Unit.MONTHS, "non atteint"),
        (why(Status.NOT_SIGNIFICANT), P, "trop peu de cas"),
        (known(532), Unit.EUROS, "532 €"),
    ],
)
def test_what_is_not_a_number_is_said_for_what_it_is(
    value: Value, unit: Unit, expected: str
) -> None:
    """Bounds, floors and reasons each have their words."""
    assert plain(text(value, unit)) == expected


def test_an_interval_stands_beside_a_number_only() -> None:
    """Certain limits are not the limits of chance."""
    assert plain(interval(known(17, 14.8, 19.5), P)) == "entre 14,8 % et 19,5 %"
    assert interval(why(Status.BOUNDED, 1, 2), P) == ""


@pytest.mark.parametrize(
    ("value", "expected"), [(1.25, "+ 1,3"), (-0.5, "− 0,5"), (0.0, "0,0"), (-0.04, "0,0")]
)
def test_a_difference_has_its_sign(value: float, expected: str) -> None:
    """A minus, not a hyphen; no sign for nothing."""
    assert plain(words.signed(value, 1)) == expected


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(20.6, "21 ménages sur 100"), (0.2, "moins de 1 ménage sur 100"), (1.2, "1 ménage sur 100")],
)
def test_a_share_is_told_in_people(percent: float, expected: str) -> None:
    """French is singular below 2."""
    assert plain(words.of_hundred(percent)) == expected


# --- promises ---------------------------------------------------------------------------------


def share(top: int, bottom: int) -> Value:
    """Return a share with its counts."""
    return Value(100 * top / bottom, top, bottom, "")


def test_a_target_is_reached_by_the_exact_value_only() -> None:
    """344 of 1 377 prints 25,0 % and is below 25 %: the gap is printed until it shows."""
    value = share(344, 1377)
    assert plain(text(value, P)) == "25,0 %"
    assert verdict(value, 25, P, least=True) == "non atteint"
    assert plain(gap(value, 25, P)) == "− 0,02 point"


@pytest.mark.parametrize(
    ("value", "target", "unit", "least", "expected"),
    [
        (share(12, 48), 25, P, True, "atteint"),
        (share(13, 48), 25, P, False, "non atteint"),
        (Value(21, 21, None, ""), 20, Unit.LOGEMENTS, True, "atteint"),
        (why(Status.SECRET), 25, P, True, "non mesuré"),
    ],
)
def test_a_floor_a_ceiling_and_a_hidden_value(
    value: Value, target: float, unit: Unit, expected: str, *, least: bool
) -> None:
    """A hidden value decides nothing."""
    assert verdict(value, target, unit, least=least) == expected


def test_gaps_and_trends_carry_their_unit_and_years() -> None:
    """Homes are counted, shares move in points; a hidden newest year is not compared."""
    years = tuple(
        Achieved(y, v, "", "")
        for y, v in ((2024, share(253, 1000)), (2023, share(241, 1000)), (2022, share(230, 1000)))
    )
    assert plain(trend(years, P)) == "+ 1,2 point depuis 2023"
    assert plain(trend(years[:1], P)) == "une seule année"
    hidden = (Achieved(2025, why(Status.SECRET), "", ""), *years[:2])
    assert plain(trend(hidden, P)) == "+ 1,2 point de 2023 à 2024"
    assert plain(gap(Value(18, 18, None, ""), 20, Unit.LOGEMENTS)) == "− 2 logements"
    assert gap(why(Status.SECRET), 20, P) == ""
