"""What conventions and laws promise, and what became of it: per promise, actor and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from generator import words
from generator.compose.material import Material
from generator.compose.places import place_slug
from generator.compose.provenance import origin
from generator.compose.render import ROOT
from generator.engaged import TABLE
from generator.estimates import measures
from generator.model import Published, Unit
from generator.reading import Value, interval, text
from generator.settings import ENSEMBLE

POINTS, HOMES = ("point", "points"), ("logement", "logements")


@dataclass(frozen=True)
class Achieved:
    """One year of a promise.

    Attributes:
        year: the year.
        value: the published figure, with its base and interval.
        gap: what is missing or beyond, by the exact value; empty when not measured.
        verdict: « atteint », « non atteint » or « non mesuré ».
    """

    year: int
    value: Value
    gap: str
    verdict: str


@dataclass(frozen=True)
class Promise:
    """One promise of one actor in one place.

    Attributes:
        code: its code.
        title: what is measured.
        indicator: id of the indicator that measures it, empty when none does.
        unit: unit of that indicator.
        actor: who promised; « tous » when it holds for all.
        actor_code: code of that actor, or empty.
        place: where.
        goal: « au moins 25 % ».
        target: the number itself.
        least: whether it is a floor.
        period: when it holds.
        text: the text that fixes it, with its article.
        source: public document it was read in; empty when the actor alone says it.
        register: table it comes from.
        origin: address of that table.
        href: address of the place where it is told year by year.
        note: what to know of it.
        years: what became of it, newest first.
    """

    code: str
    title: str
    indicator: str
    unit: Unit
    actor: str
    actor_code: str
    place: str
    goal: str
    target: float
    least: bool
    period: str
    text: str
    source: str
    register: str
    origin: str | None
    href: str
    note: str
    years: tuple[Achieved, ...]

    @property
    def name(self) -> str:
        """Return what is measured, and for whom when it is one actor's own promise."""
        return f"{self.title} : {self.actor}" if self.actor_code else self.title

    @property
    def last(self) -> Achieved | None:
        """Return the newest year with a figure, else the newest; None when nothing measures it."""
        known = (year for year in self.years if year.value.known)
        return next(known, self.years[0] if self.years else None)


def promises(m: Material) -> list[Promise]:
    """Return every promise of the deposit, by indicator then code."""
    return [_promise(m, _given(row)) for row in m.promised.to_dict("records")]


def _given(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items() if not pd.isna(value)}


def _promise(m: Material, row: Mapping[str, Any]) -> Promise:
    actor = str(row.get("code_acteur", ""))
    measure = _measure(m, str(row["indicateur"]), actor)
    least = row["sens"] == "minimum"
    goal = (
        words.percent(row["cible"], 0)
        if row["unite"] == "pourcentage"
        else words.counted(row["cible"], str(row["unite"]).removesuffix("s"))
    )
    article = row.get("article")
    return Promise(
        code=str(row["code_engagement"]),
        title=measure.indicator.title if measure else str(row["indicateur"]),
        indicator=measure.indicator.id if measure else "",
        unit=measure.indicator.unit if measure else Unit.PERCENT,
        actor=actor_name(m, actor) if actor else "tous",
        actor_code=actor,
        place=place_name(m, str(row["code_territoire"])),
        goal=f"{'au moins' if least else 'au plus'} {goal}",
        target=float(row["cible"]),
        least=least,
        period=_period(row),
        text=f"{row['document']}, {article}" if article else str(row["document"]),
        source=str(row.get("source", "")),
        register=str(row[TABLE]),
        origin=origin(m.publication, str(row[TABLE])),
        href=f"{ROOT}/{_told_at(m, actor)}#{row['code_engagement']}",
        note=str(row.get("observation", "")),
        years=tuple(_years(m, measure, row, actor)) if measure else (),
    )


def actor_path(kind: str, code: str) -> str:
    """Return the address of an actor's page: `bailleurs/silene/`."""
    return f"{kind}/{place_slug(code)}/"


def _told_at(m: Material, actor: str) -> str:
    """Return the page that tells a promise: its actor's own when it has one."""
    for kind, names in (("bailleurs", landlords(m)), ("reservataires", holders(m))):
        if actor in names:
            return actor_path(kind, actor)
    return "engagements/"


def _measure(m: Material, threshold: str, actor: str) -> Published | None:
    """Return the indicator of a target that knows the actor, if the deposit has its tables."""
    for published in m.publication.results.values():
        if measures(published.indicator, threshold) and not published.missing:
            known = set(published.frame["modalite"].astype(str))
            if actor in known:
                return published
    return None


def _years(
    m: Material, measure: Published, row: Mapping[str, Any], actor: str
) -> Iterator[Achieved]:
    first, last = int(row.get("annee_debut", 0)), int(row.get("annee_fin", 9999))
    indicator = measure.indicator
    for year in sorted(m.reader.years(indicator.id), reverse=True):
        if first <= year <= last:
            value = m.reader.value(indicator.id, year, str(row["code_territoire"]), ENSEMBLE, actor)
            target, least = float(row["cible"]), row["sens"] == "minimum"
            yield Achieved(
                year, value, gap(value, target, indicator.unit),
                verdict(value, target, indicator.unit, least=least),
            )  # fmt: skip


def exact(value: Value, unit: Unit) -> Fraction | None:
    """Return a value before any rounding: from its two counts for a share."""
    if value.amount is None:
        return None
    if unit is Unit.PERCENT and value.numerator is not None and value.denominator:
        return Fraction(100 * value.numerator, value.denominator)
    return Fraction(value.amount)


def verdict(value: Value, target: float, unit: Unit, *, least: bool) -> str:
    """Return « atteint » or « non atteint » by the exact value, never by the printed one."""
    found = exact(value, unit)
    if found is None:
        return "non mesuré"
    goal = Fraction(str(target))
    return "atteint" if (found >= goal if least else found <= goal) else "non atteint"


def gap(value: Value, target: float, unit: Unit) -> str:
    """Return the distance to the target: « − 8,0 points », « + 1 logement »; never « 0 » if missed.

    344 of 1 377 leaves « − 0,02 point »: decimals are added until the distance shows.
    """
    found = exact(value, unit)
    if found is None:
        return ""
    distance = float(found - Fraction(str(target)))
    decimals = 1 if unit is Unit.PERCENT else 0
    while distance and not words.rounded(distance, decimals) and decimals < 4:  # noqa: PLR2004
        decimals += 1
    size = abs(float(words.rounded(distance, decimals)))
    nouns = POINTS if unit is Unit.PERCENT else HOMES
    return f"{words.signed(distance, decimals)}{words.NBSP}{words.plural(size, *nouns)}"


def trend(years: tuple[Achieved, ...], unit: Unit) -> str:
    """Return how the newest year compares with the one before: « + 1,2 point depuis 2023 »."""
    known = [y for y in years if y.value.amount is not None]
    if not known:
        return "sans objet"
    if len(known) < 2:  # noqa: PLR2004 - two years make a trend
        return "une seule année"
    new, old = known[0], known[1]
    change = float(new.value.amount or 0) - float(old.value.amount or 0)
    decimals = 1 if unit is Unit.PERCENT else 0
    # The newest year may be hidden: the reader is told which ones are compared.
    since = f"depuis {old.year}" if new is years[0] else f"de {old.year} à {new.year}"
    if not words.rounded(change, decimals):
        return f"stable {since}"
    nouns = POINTS if unit is Unit.PERCENT else HOMES
    return f"{words.signed(change, decimals)}{words.NBSP}{words.plural(change, *nouns)} {since}"


def base(value: Value) -> str:
    """Return the counts behind a share: « 171 sur 1 005 »; empty without."""
    if value.numerator is None or value.denominator is None:
        return ""
    return f"{words.number(value.numerator)} sur {words.number(value.denominator)}"


def achieved_text(achieved: Achieved, unit: Unit) -> str:
    """Return a result with its base and year: « 17,0 % (171 sur 1 005), 2023 »."""
    counts = base(achieved.value)
    return f"{text(achieved.value, unit)}{f' ({counts})' if counts else ''}, {achieved.year}"


def span(achieved: Achieved, unit: Unit) -> str:
    """Return what chance alone can change, or why nothing is said of it."""
    return interval(achieved.value, unit) or "sans objet"


def actor_name(m: Material, code: str) -> str:
    """Return the name of a landlord or of a holder of reservations, its code when unknown."""
    return {**landlords(m), **holders(m)}.get(code, code)


def landlords(m: Material) -> dict[str, str]:
    """Return landlords by code, in alphabetical order: never by result."""
    return m.landlords


def holders(m: Material) -> dict[str, str]:
    """Return holders of reservations by code, in alphabetical order."""
    return m.holders


def place_name(m: Material, code: str) -> str:
    """Return the name of a commune, or of the whole authority."""
    names = {c.code: c.name for c in m.publication.territory.communes}
    return names.get(code, m.publication.territory.short_name)


def _period(row: Mapping[str, Any]) -> str:
    if "annee_fin" in row:
        return f"de {row['annee_debut']} à {row['annee_fin']}"
    return f"depuis {row['annee_debut']}" if "annee_debut" in row else "non précisée"
