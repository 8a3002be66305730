"""The chart of a chance: what becomes of 100 demandes, year after year, as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator import words
from generator.curve import CHANCE, LEFT, YEARS, Curve, curve_of, home_words, stops, years_grid
from generator.draw import specs
from generator.draw.charts import Wording, figure_of, raw
from generator.model import Figure, Publication, Unit
from generator.reading import Reader, slug, text

SIGNED, GONE = "bail signé", "sortie sans logement"


@dataclass(frozen=True)
class Place:
    """A place: its code and its name."""

    code: str
    name: str


def chances(publication: Publication, reader: Reader, place: Place, size: str) -> Figure | None:
    """Return the chances of a place's own demandes; None when it has too little to say.

    The whole authority has a chart of its own, that a page shows in the place of this one.
    The curve stops where the figures stop being known; the axis does not.
    """
    found = curve_of(reader, publication.territory.siren, place.code, size)
    if found.wide or not found.known:
        return None
    wording = Wording(
        key=f"chance-{place.code}-{slug(size)}",
        title=f"Que deviennent 100 ménages qui demandent {home_words(size)} {words.a(place.name)} ?",
        subtitle=f"Part des ménages, aux rythmes de {reader.last_year(CHANCE)} ; "
        "la bande pâle dit ce que le hasard seul peut déplacer, 95 fois sur 100",
        alt=_said(size, found),
        shows=(CHANCE, LEFT),
    )
    grid = years_grid(size, found)
    spec = specs.curves(_points(found), series=(SIGNED, GONE), years=YEARS[-1])
    return figure_of(publication, wording, spec, grid, _rows(found))


def _points(found: Curve) -> pd.DataFrame:
    """Return what is drawn: nothing happens on the first day, nothing is drawn past the last year known."""
    start = [(0, name, 0.0, 0.0, 0.0) for name in (SIGNED, GONE)]
    drawn = [
        (year, name, value.amount, value.low, value.high)
        for name, values in ((SIGNED, found.housed), (GONE, found.left))
        for year, value in zip(YEARS[: found.known], values, strict=False)
        if value.known
    ]
    return pd.DataFrame([*start, *drawn], columns=["annees", "serie", "valeur", "bas", "haut"])


def _said(size: str, found: Curve) -> str:
    """Return the curves in words: each year known, then where and why they stop."""
    parts = [
        f"En {words.counted(year, 'an')} : {SIGNED} {text(housed, Unit.PERCENT)}, "
        f"{GONE} {text(left, Unit.PERCENT)}."
        for year, housed, left in zip(YEARS, found.housed, found.left, strict=True)
        if year <= found.known
    ]
    start = f"Sur 100 ménages qui demandent {home_words(size)}."
    return " ".join([start, *parts, stops(found)]).strip()


def _rows(found: Curve) -> tuple[list[str], list[list[Any]]]:
    header = ["mois", "bail_signe_pct", "bas_pct", "haut_pct", "sortie_sans_logement_pct", "statut"]
    rows: list[list[Any]] = [
        [
            12 * year,
            raw(housed.amount),
            raw(housed.low),
            raw(housed.high),
            raw(left.amount),
            housed.status,
        ]
        for year, housed, left in zip(YEARS, found.housed, found.left, strict=True)
    ]
    return header, rows
