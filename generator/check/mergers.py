"""Communes that merged, with the code to use since.

A territory lists its own in the file `fusions` of its package `territoires`; the few below
serve those that did not, and come from the official list of events of communes (Insee, code
officiel géographique).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.model import Tables


@dataclass(frozen=True)
class Merger:
    """A commune that took the place of others.

    Attributes:
        code: its code.
        name: its name.
        since: the day it was created.
    """

    code: str
    name: str
    since: str


_VALSERHONE = Merger("01033", "Valserhône", "2019-01-01")
_ANNECY = Merger("74010", "Annecy", "2017-01-01")
_CHERBOURG = Merger("50129", "Cherbourg-en-Cotentin", "2016-01-01")
_MACHECOUL = Merger("44087", "Machecoul-Saint-Même", "2016-01-01")

KNOWN: Final[Mapping[str, Merger]] = {
    "01091": _VALSERHONE,
    "01205": _VALSERHONE,
    "44181": _MACHECOUL,
    "50173": _CHERBOURG,
    "50203": _CHERBOURG,
    "50416": _CHERBOURG,
    "50602": _CHERBOURG,
    "74011": _ANNECY,
    "74093": _ANNECY,
    "74182": _ANNECY,
    "74217": _ANNECY,
    "74268": _ANNECY,
}
"""Codes that no longer exist, and what took their place."""


def mergers(tables: Tables) -> Mapping[str, Merger]:
    """Return the mergers known to the deposit: its own list, then the few built in."""
    table = tables.get("fusions")
    if table is None:
        return KNOWN
    own = {
        str(row["ancien_code"]): Merger(
            str(row["nouveau_code"]), str(row["nouveau_nom"]), str(row["date_fusion"])
        )
        for row in table.frame.to_dict("records")
    }
    return {**KNOWN, **own}
