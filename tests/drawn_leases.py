"""Leases drawn one by one, with their exact durations, as the tables that count them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd

from generator import counting
from generator.equations import DELAYS, LEASES
from generator.model import Table, Tables
from tests.broken_deposits.valid import COMMUNES, SIREN

YEAR = "2024"
BANDS = ("M_0_12", "M_12_24", "M_24_36", "M_36_48", "M_48_60", "M_60_120", "M_120_P")


def drawn(valid: Tables, groups: dict[tuple[str, str], list[Fraction]], step: int) -> Tables:
    """Return the leases and the statistics of exact durations by place and size."""
    rows = [
        (YEAR, place, size, months) for (place, size), found in groups.items() for months in found
    ]
    facts = pd.DataFrame(rows, columns=["annee", "code_commune", "typologie", "mois"], dtype=object)
    facts["delai"] = [counting.band_of(months) for months in facts["mois"]]
    codes = {"typologie": ("T1", "T2"), "delai": BANDS}
    names = {SIREN: "Agglo", **COMMUNES}
    frame = counting.Frame(SIREN, names, [2024], codes)
    of = next(c for c in counting.COUNTS if c.resource.endswith(LEASES))
    leases = pd.DataFrame(counting.rows_of(of, facts, frame), columns=_columns(valid[LEASES]))
    delays = pd.DataFrame(
        [(*row[:5], "", "so") for row in counting.delay_rows(facts, frame)],
        columns=_columns(valid[DELAYS]),
    )
    members = {(p, s): list(m) for p, s, m in _members(groups)}
    delays["delai_mois"] = [
        _statistic(members.get((p, s), []), name, step)
        for p, s, name in zip(
            delays["code_territoire"], delays["typologie"], delays["statistique"], strict=True
        )
    ]
    leases["nb_baux"] = leases["nb_baux"].astype("Int64")
    delays["delai_mois"] = delays["delai_mois"].astype("Float64")
    return {LEASES: _with(valid[LEASES], leases), DELAYS: _with(valid[DELAYS], delays)}


def _members(
    groups: dict[tuple[str, str], list[Fraction]],
) -> list[tuple[str, str, list[Fraction]]]:
    found = [(p, s, m) for (p, s), m in groups.items()]
    found += [(p, "ensemble", groups[p, "T1"] + groups[p, "T2"]) for p in COMMUNES]
    found += [(SIREN, s, [m for p in COMMUNES for m in groups[p, s]]) for s in ("T1", "T2")]
    found.append((SIREN, "ensemble", [m for one in groups.values() for m in one]))
    return found


def _statistic(months: list[Fraction], name: str, step: int) -> float | None:
    if not months:
        return None
    return counting.rounded(counting.statistics(months)[name] * step) / step


def _columns(table: Table) -> list[str]:
    return [f.name for f in table.fields]


def _with(table: Table, frame: pd.DataFrame) -> Table:
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return replace(table, frame=frame)
