"""Say in one plain sentence what happened in a place, for a size of home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator import words
from generator.compose.material import Material
from generator.compose.provenance import ways
from generator.model import Status, Unit, Ways
from generator.reading import NOTHING, SIZE_WORDS, UNPUBLISHED, Value, slug, text
from generator.settings import ENSEMBLE, SENSITIVE_THRESHOLD

DELAY, LEASES, PENDING, TENSION = (
    "delai-median", "attributions", "demandes-en-attente", "tension",
)  # fmt: skip
MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class Answer:
    """The answer for one size of home.

    Attributes:
        anchor: id of the section, such as `t3`.
        size: French name of the size.
        sentence: the answer.
        detail: a second sentence: the spread, or the wider territory; empty when there is none.
        pressure: how many demandes for one lease, with both counts.
        ways: how these figures were obtained.
    """

    anchor: str
    size: str
    sentence: str
    detail: str
    pressure: str
    ways: Ways


def lacking(m: Material, names: Sequence[str]) -> str:
    """Return why figures are not published: tables that are missing, or only rounded."""
    absent = [name for name in names if name not in m.publication.tables]
    blurred = [name for name in names if name in m.publication.tables]
    told = [f"Il manque {words.listing(absent)}."] if absent else []
    told += [
        f"Le tableau {name} est {words.rounded_to(m.publication.tables[name].table.rounding)}"
        f"{words.NNBSP}: aucun chiffre n’en est tiré, il tromperait."
        for name in blurred
    ]
    return " ".join(told)


def answer(
    m: Material, code: str, name: str, size: str
) -> Answer:  # a place is its code and its name
    """Return the answer for a place and a size of home, for the last year known."""
    year = m.reader.last_year(DELAY)
    where = place_words(m, name, size)
    middle = m.reader.value(DELAY, year, code, size, "mediane")
    leases = m.reader.value(LEASES, year, code, size)
    sentence = _half(where, middle, year) if middle.known else _hidden(where, leases, middle, year)
    low, high = (m.reader.value(DELAY, year, code, size, q) for q in ("q1", "q3"))
    detail = _spread(low, high) if middle.known else _wider(m, code, size)
    return Answer(
        anchor=slug(size),
        size=SIZE_WORDS[size],
        sentence=sentence,
        detail=detail,
        pressure=pressure(m, code, size, year),
        ways=ways(m.publication, *_measured(m, code, size, year)),
    )


def _measured(m: Material, code: str, size: str, year: int) -> tuple[str, ...]:
    """Return the indicators that an answer quotes: the delay, then what presses on it."""
    leases = m.reader.value(LEASES, year, code, size).amount
    few = (LEASES,) if leases is not None and leases < SENSITIVE_THRESHOLD else ()
    if m.reader.value(TENSION, year, code, size).amount:
        return (DELAY, *few, TENSION)
    return (DELAY, *few, PENDING) if pressure(m, code, size, year) else (DELAY, *few)


def place_words(m: Material, name: str, size: str) -> str:
    """Return « Pour un T3, à Pornichet » in the terms of the count: wanted or obtained."""
    home = "Toutes tailles confondues" if size == ENSEMBLE else f"Pour un {_short(size)}"
    table = m.publication.tables.get("baux_delai")
    wanted = table is not None and table.table.counting.localisation == "choix_1"
    if wanted and name != m.publication.territory.short_name:
        asked = "pour les demandes en" if size == ENSEMBLE else "demandé en"
        comma = "," if size == ENSEMBLE else ""
        return f"{home}{comma} {asked} premier choix {words.a(name)}"
    return f"{home}, {words.a(name)}"


def _short(size: str) -> str:
    return "T5 ou plus" if size == "T5+" else size


def _half(where: str, middle: Value, year: int) -> str:
    months = float(middle.amount or 0)
    return f"{where}, la moitié des ménages logés en {year} avait attendu plus de {spoken(months)}."


def spoken(months: float) -> str:
    """Return months as people say them: « 31 mois (2 ans et 7 mois) »."""
    full = words.duration(months)
    short, comma, years = full.partition(", soit ")
    return f"{short} ({years})" if comma else full


def _spread(low: Value, high: Value) -> str:
    if low.amount is None or high.amount is None:
        return ""
    return (
        f"Un ménage logé sur quatre avait attendu moins de {spoken(low.amount)}{words.NNBSP}; "
        f"un sur quatre, plus de {spoken(high.amount)}."
    )


def _hidden(where: str, leases: Value, middle: Value, year: int) -> str:
    if leases.amount == 0:
        return f"{where}, aucun logement n’a été attribué en {year}."
    if leases.amount is not None and leases.amount < SENSITIVE_THRESHOLD:
        homes = words.counted(leases.amount, "logement attribué", "logements attribués")
        return f"{where}, il y a eu {homes} en {year}{words.NNBSP}: trop peu pour publier un délai."
    if str(Status.SECRET) in (middle.status, leases.status):
        return (
            f"{where}, le délai de {year} n’est pas publié{words.NNBSP}: le secret statistique protège "
            "les ménages quand ils sont peu nombreux."
        )
    if middle is UNPUBLISHED:
        return f"{where}, le délai n’est pas publié."
    if middle is NOTHING:
        return f"{where}, le délai de {year} n’est pas publié à ce niveau de détail."
    return f"{where}, le délai n’a pas été transmis pour {year}."


def _wider(m: Material, code: str, size: str) -> str:
    """Return the value of the whole territory, when the commune's own may not be seen."""
    year = m.reader.last_year(DELAY)
    whole = m.reader.value(DELAY, year, m.publication.territory.siren, size, "mediane")
    if whole.amount is None or code == m.publication.territory.siren:
        return ""
    name = m.publication.territory.short_name
    return (
        f"Dans l’ensemble {words.de(name)}, la moitié des ménages logés pour cette "
        f"taille avait attendu plus de {spoken(whole.amount)}."
    )


def pressure(m: Material, code: str, size: str, year: int) -> str:
    """Return « 1 logement attribué pour 9 demandes » with the two counts behind it.

    Without the ratio, return the demandes that wait; nothing when they are hidden too.
    """
    ratio = m.reader.value(TENSION, year, code, size)
    if not ratio.amount or ratio.numerator is None or ratio.denominator is None:
        pending = m.reader.value(PENDING, year + 1, code, size).amount
        if pending is None:
            return ""
        return f"{words.counted(pending, 'demande')} en attente à la fin de l’année {year}."
    homes = words.counted(ratio.denominator, "logement attribué", "logements attribués")
    waiting = words.counted(ratio.numerator, "demande")
    told = words.one_in(ratio.denominator, ratio.numerator)
    return (
        f"{told}{words.NNBSP}: {homes} en {year}, {waiting} encore en attente à la fin de l’année."
    )


def waiting(m: Material, code: str, name: str) -> str:
    """Return how many demandes wait in a place, at the newest date known."""
    year = m.reader.last_year(PENDING)
    value = m.reader.value(PENDING, year, code)
    said = text(value, Unit.DEMANDES)
    if value is UNPUBLISHED:
        return f"Demandes en attente {words.a(name)}{words.NNBSP}: nombre non publié."
    if value.amount is None:
        return f"Demandes en attente {words.a(name)} au 1er{words.NBSP}janvier {year}{words.NNBSP}: {said}."
    noun = words.plural(value.amount, "demande")
    return f"{said}{words.NBSP}{noun} en attente {words.a(name)} au 1er{words.NBSP}janvier {year}."
