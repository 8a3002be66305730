"""Set a published value beside what a convention promises. Targets are rows, never code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from generator import words
from generator.compose.material import Material
from generator.model import Indicator, Unit
from generator.reading import Value, text
from generator.settings import ENSEMBLE


@dataclass(frozen=True)
class Target:
    """One promise and what became of it."""

    goal: str
    period: str
    achieved: str
    verdict: str
    source: str


def targets(m: Material, indicator: Indicator) -> list[Target]:
    """Return the targets of an indicator for the whole territory, by year of start."""
    if indicator.threshold is None or "engagements" not in m.publication.tables:
        return []
    frame = m.publication.tables["engagements"].table.frame
    own = frame[(frame["indicateur"] == indicator.threshold) & frame["code_acteur"].isna()]
    rows = own.sort_values("code_engagement").to_dict("records")
    return list(_targets(m, indicator, rows))


def _targets(m: Material, indicator: Indicator, rows: list[dict[Any, Any]]) -> Iterator[Target]:
    year = m.reader.last_year(indicator.id)
    value = m.reader.value(indicator.id, year, m.publication.territory.siren, ENSEMBLE)
    for row in rows:
        least = row["sens"] == "minimum"
        goal = (
            words.percent(row["cible"], 0)
            if row["unite"] == "pourcentage"
            else words.number(row["cible"])
        )
        yield Target(
            goal=f"{'au moins' if least else 'au plus'} {goal}",
            period=_period(row),
            achieved=f"{text(value, indicator.unit)} ({year})",
            verdict=verdict(value, float(row["cible"]), indicator.unit, least=least),
            source=f"{row['document']}{', ' + row['article'] if pd.notna(row['article']) else ''}",
        )


def _period(row: dict[Any, Any]) -> str:
    if pd.notna(row["annee_fin"]):
        return f"de {row['annee_debut']} à {row['annee_fin']}"
    return f"depuis {row['annee_debut']}" if pd.notna(row["annee_debut"]) else "non précisée"


def verdict(value: Value, target: float, unit: Unit, *, least: bool) -> str:
    """Return « atteint » or « non atteint » by the exact value, never by the printed one."""
    if value.amount is None:
        return "non mesuré"
    exact = Fraction(value.amount)
    if unit is Unit.PERCENT and value.numerator is not None and value.denominator:
        exact = Fraction(100 * value.numerator, value.denominator)
    goal = Fraction(str(target))
    reached = exact >= goal if least else exact <= goal
    return "atteint" if reached else "non atteint"
