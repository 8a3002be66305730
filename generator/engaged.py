"""What laws, conventions and actors promise: every register of targets as rows of one shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

ALL, OWN, FLOW = "engagements", "engagements_acteurs", "flux_reservation"
REGISTERS: Final = (ALL, OWN, FLOW)
"""Tables that hold targets: common ones, those of one actor, shares of the yearly flow."""

COLUMNS: Final = (
    "code_engagement", "indicateur", "code_acteur", "code_territoire", "annee_debut", "annee_fin",
    "sens", "cible", "unite", "article", "document", "source", "observation",
)  # fmt: skip
TABLE: Final = "tableau"
"""Column that names the register a row comes from."""

REST: Final = "BAILLEUR"
"""Homes that nobody reserves: what is left of the flow is promised to no one."""


def engaged(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every promise of the deposit, by measure then code.

    Args:
        frames: tables by name; those of `REGISTERS` are read where they are.

    Returns:
        One row per promise with `COLUMNS` and the table it comes from; what a register does
        not say is missing.
    """
    given = [frames[name].assign(**{TABLE: name}) for name in (ALL, OWN) if name in frames]
    if FLOW in frames:
        shares = pd.DataFrame(list(_shares(frames[FLOW])))
        given += [shares.assign(**{TABLE: FLOW})] if len(shares) else []
    rows = [frame.reindex(columns=[*COLUMNS, TABLE]).astype(object) for frame in given]
    every = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=[*COLUMNS, TABLE])
    return every.sort_values(["indicateur", "code_engagement"], kind="stable", ignore_index=True)


def _shares(flow: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the share of the flow promised to each holder, once for the years it stays the same."""
    told = flow[flow["objectif_pct"].notna() & (flow["contingent"] != REST)]
    keys = ["code_territoire", "contingent"]
    for (place, holder), own in told.sort_values("annee").groupby(keys, sort=True, observed=True):
        runs = (own["objectif_pct"].diff().fillna(0) != 0).cumsum()
        for _, run in own.groupby(runs, sort=True):
            first = int(run["annee"].iloc[0])
            yield {
                "code_engagement": f"objectif-flux-{str(holder).lower()}-{first}",
                "indicateur": "part-flux-reservataire",
                "code_acteur": holder,
                "code_territoire": place,
                "annee_debut": first,
                "annee_fin": int(run["annee"].iloc[-1]),
                "sens": "minimum",
                "cible": float(run["objectif_pct"].iloc[0]),
                "unite": "pourcentage",
                "article": "CCH, art. R. 441-5-1",
                "document": "Convention de gestion en flux",
                "observation": "Objectif que reprend le bilan annuel de la gestion en flux.",
            }
