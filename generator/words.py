"""One French grammar for every sentence: numbers, units, plurals, elision, places, dates.

Used for sentences, alternative texts, captions and pages alike, so that a number is
never written in two ways. CSV files never contain these characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NNBSP = "\u202f"
"""Narrow no-break space: between thousands, before « ; : ! ? % » and inside guillemets."""

NBSP = "\u00a0"
"""No-break space: between a number and its unit."""

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip

NOT_PUBLISHED = {
    "secret": "secret statistique",
    "nd": "non disponible",
    "so": "sans objet",
    "ns": "trop peu de cas",
    "non_atteint": "non atteint",
}
"""What a reader sees in place of a number, by status."""

WHY_NOT_PUBLISHED = {
    "secret": "Nombre trop petit, ou qui permettrait d’en retrouver un : il est couvert par le secret.",
    "nd": "Le producteur n’a pas transmis ce nombre.",
    "so": "Ce nombre n’a pas de sens ici : il n’y a rien à compter.",
    "ns": "Trop peu de cas : le hasard suffirait à expliquer ce nombre.",
    "non_atteint": "Ce niveau n’est pas atteint dans la durée observée.",
}  # fmt: skip

WHY_UNPUBLISHED = "Les tableaux nécessaires n’ont pas été déposés, ou leurs nombres sont arrondis."
WHY_NOT_DETAILED = "Le tableau publié ne donne pas ce détail : regardez le total."
"""Why there is no number where no row was published at all: of anything, or of this detail."""

WHY_UNCERTAIN = {
    "bornes": "Le secret cache une partie du compte : la valeur est certainement entre ces bornes.",
    "au_moins": "La valeur est dans la dernière tranche, qui n’a pas de fin.",
}  # fmt: skip
"""What a reader may want to know beside limits that stand for a number, by status."""

ARTICLES = (("Le ", "au ", "du "), ("Les ", "aux ", "des "))
"""Articles of a place name that contract with « à » and « de »."""

VOWELS = "aàâæeéèêëiîïoôœuùûüyAÀÂÆEÉÈÊËIÎÏOÔŒUÙÛÜY"


def rounded(value: float, decimals: int = 0) -> Decimal:
    """Return `value` rounded half up, as a reader with a pencil would.

    Floats are read through their shortest text, so that 2.675 rounds to 2.68.
    """
    written = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return abs(written) if written.is_zero() else written  # no « -0 »


def number(value: float, decimals: int = 0) -> str:
    """Return `value` in French: « 1 234,5 » with a narrow no-break space between thousands."""
    return f"{rounded(value, decimals):,f}".replace(",", NNBSP).replace(".", ",")


def percent(value: float, decimals: int = 1) -> str:
    """Return a share given in percent: « 17,0 % »."""
    return f"{number(value, decimals)}{NNBSP}%"


def plural(count: float, one: str, many: str | None = None) -> str:
    """Return the word that agrees with `count`; French is singular below 2."""
    return one if abs(count) < 2 else many or f"{one}s"  # noqa: PLR2004 - rule of grammar


def counted(count: float, one: str, many: str | None = None) -> str:
    """Return a number and its noun: « 1 demande », « 6 002 demandes ».

    The noun agrees with the number as it is written: 1.6 is « 2 demandes ».
    """
    return f"{number(count)}{NBSP}{plural(float(rounded(count)), one, many)}"


def duration(months: float) -> str:
    """Return a duration in months and, from a year on, in years: « 31 mois, soit 2 ans et 7 mois »."""
    whole = int(rounded(months))
    if whole < 12:  # noqa: PLR2004 - months in a year
        return f"{whole}{NBSP}mois" if whole else f"moins d’un{NBSP}mois"
    years, rest = divmod(whole, 12)
    text = counted(years, "an")
    if rest:
        text = f"{text} et {rest}{NBSP}mois"
    return f"{whole}{NBSP}mois, soit {text}"


def signed(value: float, decimals: int = 0) -> str:
    """Return a difference with its sign: « + 1,2 », « − 0,5 », « 0 »."""
    written = rounded(value, decimals)
    if written.is_zero():
        return number(0, decimals)
    return f"{'+' if written > 0 else '−'}{NBSP}{number(abs(value), decimals)}"


def years(months: float) -> str:
    """Return whole years, or months when they do not make whole years: « 2 ans », « 18 mois »."""
    count, rest = divmod(int(rounded(months)), 12)
    return duration(months).partition(", soit ")[0] if rest or not count else counted(count, "an")


def more_than(months: float) -> str:
    """Return a duration that is only known to be longer: « plus de 10 ans »."""
    return f"plus de {years(months)}"


def between(low: str, high: str) -> str:
    """Return two limits: « entre 14,8 % et 19,5 % », « 12 % » when they read alike."""
    return low if low == high else f"entre {low} et {high}"


def of_hundred(percent_: float) -> str:
    """Return a share in percent as people: « 21 ménages sur 100 », « moins de 1 ménage sur 100 »."""
    whole = int(rounded(percent_))
    if not whole and percent_ > 0:
        return f"moins de 1{NBSP}ménage sur{NBSP}100"
    return f"{counted(whole, 'ménage')} sur{NBSP}100"


def one_in(numerator: float, denominator: float) -> str:
    """Return a pressure as people say it: « 1 logement attribué pour 9 demandes »."""
    ratio = int(rounded(denominator / numerator))
    return f"1{NBSP}logement attribué pour {counted(ratio, 'demande')}"


def de(name: str) -> str:
    """Return « de » and a noun: « de Besné », « d’Orvault », « du Robert », « des Sorinières »."""
    for article, _, contracted in ARTICLES:
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if name[:1] in VOWELS else f"de {name}"


def a(place: str) -> str:
    """Return « à » and a place: « à Besné », « au Robert », « aux Sorinières »."""
    for article, contracted, _ in ARTICLES:
        if place.startswith(article):
            return contracted + place.removeprefix(article)
    return f"à {place}"


def listing(items: Sequence[str], last: str = "et") -> str:
    """Return items as a French list: « T1, T2 et T3 »."""
    if not items:
        return ""
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def day(value: date) -> str:
    """Return a date in words: « 1er janvier 2024 »."""
    number_of_day = "1er" if value.day == 1 else str(value.day)
    return f"{number_of_day}{NBSP}{MOIS[value.month - 1]}{NBSP}{value.year}"


def quoted(text: str) -> str:
    """Return `text` between French quotation marks."""
    return f"«{NNBSP}{text}{NNBSP}»"


LOOSE = re.compile(r"[ \u00a0]+([;:!?»%])|(«)[ \u00a0]+")


def rounded_to(base: int) -> str:
    """Return what is said of the numbers of a table: « arrondi à 5 près », nothing when exact."""
    return f"arrondi à {base}{NBSP}près" if base > 1 else ""


def typography(text: str) -> str:
    """Return `text` with the narrow spaces that French puts around « ; : ! ? % » and guillemets."""
    return LOOSE.sub(lambda m: f"{NNBSP}{m[1]}" if m[1] else f"{m[2]}{NNBSP}", text)


def size(octets: int) -> str:
    """Return the size of a file: « 2 ko », never zero."""
    kilobytes = max(1, -(-octets // 1000))
    if kilobytes < 1000:  # noqa: PLR2004 - a million bytes
        return f"{number(kilobytes)}{NBSP}ko"
    return f"{number(octets / 1_000_000, 1)}{NBSP}Mo"


def upper_first(text: str) -> str:
    """Return `text` with a capital at its start, the rest unchanged."""
    return text[:1].upper() + text[1:]
