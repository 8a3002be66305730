"""French sentences: numbers, agreement, elision, dates, spaces."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import words
from generator.words import NBSP, NNBSP


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, f"1{NNBSP}000"),
        (1234567, 0, f"1{NNBSP}234{NNBSP}567"),
        (1234.5, 1, f"1{NNBSP}234,5"),
        (17, 1, "17,0"),
        (-1234.5, 1, f"-1{NNBSP}234,5"),
    ],
)
def test_a_number_has_narrow_spaces_between_thousands_and_a_comma(
    value: float, decimals: int, expected: str
) -> None:
    """Thousands are set apart by U+202F, decimals by a comma, as in all public French text."""
    assert words.number(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (2.675, 2, "2,68"), (0.05, 1, "0,1"), (2.4, 0, "2")],
)  # fmt: skip
def test_halves_round_up_as_with_a_pencil(value: float, decimals: int, expected: str) -> None:
    """Half up on the decimal that is written; never half to even, never the binary tail."""
    assert words.number(value, decimals) == expected


@pytest.mark.parametrize("value", [-0.4, -0.0])
def test_nothing_has_no_sign(value: float) -> None:
    """What rounds to zero is written « 0 », not « -0 »."""
    assert words.number(value) == "0"


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_reads_back_as_itself(value: int) -> None:
    """Grouping thousands loses no digit."""
    assert int(words.number(value).replace(NNBSP, "")) == value


@given(
    st.floats(min_value=0, max_value=1e9, allow_nan=False, allow_subnormal=False), st.integers(0, 3)
)
def test_a_rounded_number_is_at_most_half_a_step_away(value: float, decimals: int) -> None:
    """Rounding moves a value by half of the last written digit at most."""
    written = Fraction(repr(value))
    moved = Fraction(words.rounded(value, decimals)) - written
    assert abs(moved) <= Fraction(1, 2 * 10**decimals)


def test_a_percentage_has_one_decimal_and_a_narrow_space() -> None:
    """« 17,0 % »: one decimal even when it is zero, U+202F before the sign."""
    assert words.percent(17) == f"17,0{NNBSP}%"
    assert words.percent(33.35) == f"33,4{NNBSP}%"
    assert words.percent(33.35, 0) == f"33{NNBSP}%"


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "logement attribué"),
        (1, "logement attribué"),
        (1.9, "logement attribué"),
        (2, "logements attribués"),
        (-1, "logement attribué"),
        (-2, "logements attribués"),
    ],
)
def test_french_is_singular_below_two(count: float, expected: str) -> None:
    """Zero and one and a half take the singular in French."""
    assert words.plural(count, "logement attribué", "logements attribués") == expected


def test_a_plural_takes_an_s_unless_another_is_given() -> None:
    """The regular plural needs no second word."""
    assert words.plural(3, "demande") == "demandes"
    assert words.plural(3, "bail", "baux") == "baux"


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, f"0{NBSP}demande"),
        (1, f"1{NBSP}demande"),
        (1.4, f"1{NBSP}demande"),
        (1.6, f"2{NBSP}demandes"),
        (6002, f"6{NNBSP}002{NBSP}demandes"),
    ],
)
def test_a_noun_agrees_with_the_number_that_is_written(count: float, expected: str) -> None:
    """The noun follows the rounded number the reader sees, not the one before rounding."""
    assert words.counted(count, "demande") == expected


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (0, f"moins d’un{NBSP}mois"),
        (0.4, f"moins d’un{NBSP}mois"),
        (0.5, f"1{NBSP}mois"),
        (11, f"11{NBSP}mois"),
        (11.5, f"12{NBSP}mois, soit 1{NBSP}an"),
        (13, f"13{NBSP}mois, soit 1{NBSP}an et 1{NBSP}mois"),
        (24, f"24{NBSP}mois, soit 2{NBSP}ans"),
        (31, f"31{NBSP}mois, soit 2{NBSP}ans et 7{NBSP}mois"),
    ],
)
def test_a_duration_is_said_in_months_then_in_years(months: float, expected: str) -> None:
    """« 31 mois, soit 2 ans et 7 mois »: years from the twelfth month on."""
    assert words.duration(months) == expected


def test_a_pressure_is_said_as_one_home_for_so_many_demandes() -> None:
    """« 1 logement attribué pour 9 demandes », rounded half up."""
    start = f"1{NBSP}logement attribué pour "
    assert words.one_in(10, 90) == f"{start}9{NBSP}demandes"
    assert words.one_in(2, 9) == f"{start}5{NBSP}demandes"
    assert words.one_in(1377, 6002) == f"{start}4{NBSP}demandes"


@pytest.mark.parametrize(
    ("name", "expected_de", "expected_a"),
    [
        ("Besné", "de Besné", "à Besné"),
        ("Orvault", "d’Orvault", "à Orvault"),
        ("Évry", "d’Évry", "à Évry"),
        ("Œuilly", "d’Œuilly", "à Œuilly"),
        ("Le Robert", "du Robert", "au Robert"),
        ("Les Sorinières", "des Sorinières", "aux Sorinières"),
        ("La Chapelle-des-Marais", "de La Chapelle-des-Marais", "à La Chapelle-des-Marais"),
        ("L'Ajoupa-Bouillon", "de L'Ajoupa-Bouillon", "à L'Ajoupa-Bouillon"),
        ("L’Ajoupa-Bouillon", "de L’Ajoupa-Bouillon", "à L’Ajoupa-Bouillon"),
        ("Legé", "de Legé", "à Legé"),
        ("Lesneven", "de Lesneven", "à Lesneven"),
    ],
)
def test_a_place_contracts_with_its_article(name: str, expected_de: str, expected_a: str) -> None:
    """« du Robert », « aux Sorinières », « d’Orvault »: a real article contracts, a vowel elides."""
    assert (words.de(name), words.a(name)) == (expected_de, expected_a)


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["T1"], "T1"), (["T1", "T2"], "T1 et T2"), (["T1", "T2", "T3"], "T1, T2 et T3")],
)
def test_a_list_ends_with_et(items: list[str], expected: str) -> None:
    """French puts no comma before the last « et »."""
    assert words.listing(items) == expected


def test_a_list_may_end_with_ou() -> None:
    """Choices are joined by « ou »."""
    assert words.listing(["secret", "nd", "so"], "ou") == "secret, nd ou so"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2024, 1, 1), f"1er{NBSP}janvier{NBSP}2024"),
        (date(2023, 12, 31), f"31{NBSP}décembre{NBSP}2023"),
        (date(2025, 8, 11), f"11{NBSP}août{NBSP}2025"),
    ],
)
def test_a_day_is_written_in_words(value: date, expected: str) -> None:
    """Only the first of a month is an ordinal: « 1er janvier 2024 »."""
    assert words.day(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quelle attente ?", f"Quelle attente{NNBSP}?"),
        (f"Attente{NBSP}: 3", f"Attente{NNBSP}: 3"),
        ("« bail »", f"«{NNBSP}bail{NNBSP}»"),
        ("25 % ; 30 % !", f"25{NNBSP}%{NNBSP}; 30{NNBSP}%{NNBSP}!"),
        ("https://exemple.fr/?a=1", "https://exemple.fr/?a=1"),
        ("", ""),
    ],
)
def test_typography_narrows_the_spaces_of_french_signs(text: str, expected: str) -> None:
    """U+202F before « ; : ! ? % » and inside guillemets; an address keeps its signs."""
    assert words.typography(text) == expected


@given(st.text(alphabet=f"ab12 ;:!?%«»{NBSP}{NNBSP}\n"))
def test_typography_done_twice_changes_nothing_more(text: str) -> None:
    """A text may pass through several stages; only the first one changes it."""
    once = words.typography(text)
    assert words.typography(once) == once


@given(st.text(alphabet=f"ab12 ;:!?%«»{NBSP}{NNBSP}"))
def test_typography_changes_nothing_but_spaces(text: str) -> None:
    """Letters, digits and signs stay, in their order."""

    def bare(value: str) -> str:
        return "".join(value.split())

    assert bare(words.typography(text)) == bare(text)


def test_quotation_marks_hold_narrow_spaces() -> None:
    """« bail », with U+202F inside."""
    assert words.quoted("bail") == f"«{NNBSP}bail{NNBSP}»"


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (0, f"1{NBSP}ko"),
        (1, f"1{NBSP}ko"),
        (1000, f"1{NBSP}ko"),
        (1001, f"2{NBSP}ko"),
        (999_000, f"999{NBSP}ko"),
        (999_001, f"1,0{NBSP}Mo"),
        (1_000_000, f"1,0{NBSP}Mo"),
        (12_345_678, f"12,3{NBSP}Mo"),
    ],
)
def test_a_size_is_never_zero(octets: int, expected: str) -> None:
    """Kilobytes are rounded up, so that no file weighs nothing; a thousand of them is a megabyte."""
    assert words.size(octets) == expected


def test_every_hidden_value_says_why() -> None:
    """The five reasons for a missing number each have a short and a long text."""
    reasons = {"secret", "nd", "so", "ns", "non_atteint"}
    assert words.NOT_PUBLISHED.keys() == words.WHY_NOT_PUBLISHED.keys() == reasons


def test_a_sentence_starts_with_a_capital_and_keeps_the_rest() -> None:
    """Only the first letter changes: « QPV » stays in capitals."""
    assert words.upper_first("été en QPV") == "Été en QPV"
    assert words.upper_first("") == ""
