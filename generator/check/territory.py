"""Read the territory from its own tables: the authority and its communes."""

from __future__ import annotations

import unicodedata

import pandas as pd

from generator.errors import DataError
from generator.model import Commune, Tables, Territory
from generator.rules import At, found

NEEDED = ("epci", "communes")


def territory(tables: Tables) -> Territory:
    """Return the territory described by the package `territoires`.

    Raises:
        DataError: the package is missing or names no commune.
    """
    missing = [name for name in NEEDED if name not in tables or tables[name].frame.empty]
    if missing:
        where = At("datapackages/territoires/datapackage.json")
        finding = found("D-007", where, ", ".join(missing))
        raise DataError.found(finding)
    epci = tables["epci"].frame.iloc[0]
    return Territory(
        siren=str(epci["siren_epci"]),
        name=str(epci["nom_epci"]),
        short_name=str(epci["nom_court"]),
        departement=str(epci["nom_departement"]),
        population=int(epci["population_municipale"]),
        vintage=str(epci["millesime_cog"]),
        communes=_communes(tables["communes"].frame),
    )


def _communes(frame: pd.DataFrame) -> tuple[Commune, ...]:
    communes = [
        Commune(str(row.code_commune), str(row.nom_commune), int(str(row.population_municipale)))
        for row in frame.itertuples()
    ]
    return tuple(sorted(communes, key=lambda commune: _plain(commune.name)))


def _plain(name: str) -> str:
    """Return `name` without accents, for an order that a reader expects."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
