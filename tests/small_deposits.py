"""Deposits that a person can check with a pencil: two communes, two sizes, one year."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator import check, load
from generator.model import Tables
from generator.settings import HOME
from tests.broken_deposits.broken import NEW
from tests.broken_deposits.valid import COMMUNES, NAMES, SIREN, files

CONTROLS = "datapackages/controles"
PACKAGES = ("territoires", "demandes", "attributions", "sorties")
PLACES = (*COMMUNES, SIREN)
SIZES = ("T1", "T2", "ensemble")
Counts = Mapping[tuple[str, str], int]


def crossed(cells: Counts) -> dict[tuple[str, str], int]:
    """Return counts by place and size with their totals."""
    whole = dict(cells)
    for place in COMMUNES:
        whole[place, "ensemble"] = cells[place, "T1"] + cells[place, "T2"]
    for size in SIZES:
        whole[SIREN, size] = sum(whole[place, size] for place in COMMUNES)
    return whole


def lines(cells: Counts, hidden: frozenset[tuple[str, str]] = frozenset(), year: int = 2024) -> str:
    """Return the lines of new demands, the hidden ones kept secret."""
    return "".join(
        f"{year},{place},{NAMES[place]},{size},"
        + (",secret\n" if (place, size) in hidden else f"{cells[place, size]},\n")
        for place in PLACES
        for size in SIZES
    )


HEADER = "annee,code_territoire,nom_territoire,typologie,nb_nouvelles,nb_nouvelles_statut\n"


def of_table(text: str) -> dict[str, bytes]:
    """Return a deposit with one table of counts: new demands."""
    content = files()
    kept = ("datapackages/territoires/", "datapackages/demandes/")
    found = {path: data for path, data in content.items() if path.startswith(kept)}
    del found["datapackages/demandes/data/demandes_stock.csv"]
    found[NEW] = (HEADER + text).encode()
    return described(
        found, lambda d: d.update(resources=[r for r in d["resources"] if "nouv" in r["name"]])
    )


def described(content: dict[str, bytes], change: Any) -> dict[str, bytes]:  # noqa: ANN401
    """Return the deposit with another descriptor of the demands."""
    path = "datapackages/demandes/datapackage.json"
    descriptor = json.loads(content[path])
    change(descriptor)
    return {**content, path: json.dumps(descriptor, ensure_ascii=False).encode()}


def small(*, version: str = "2026.1.0", more: int = 0, first: int = 40) -> dict[str, bytes]:
    """Return the smallest deposit: four counts and their totals."""
    cells = {("44132", "T1"): first + more, ("44132", "T2"): 50,
             ("44184", "T1"): 60, ("44184", "T2"): 70}  # fmt: skip
    content = of_table(lines(crossed(cells)))
    return described(content, lambda d: d.update(version=version))


def publishable() -> dict[str, bytes]:
    """Return the data of a small deposit whose site can be built, to put beside texts."""
    kept = tuple(f"datapackages/{name}/" for name in PACKAGES)
    content = {path: data for path, data in files().items() if path.startswith(kept)}
    leases = "datapackages/attributions/datapackage.json"
    descriptor = json.loads(content[leases])
    descriptor["resources"] = [r for r in descriptor["resources"] if "dela" in r["name"]]
    return {**content, leases: json.dumps(descriptor, ensure_ascii=False).encode()}


def controlled(content: dict[str, bytes]) -> dict[str, bytes]:
    """Return the deposit with the package that holds the registers."""
    whole = json.loads((HOME / CONTROLS / "datapackage.json").read_text(encoding="utf-8"))
    data = (HOME / CONTROLS / "data/verdicts.csv").read_bytes()
    return {
        **content,
        f"{CONTROLS}/datapackage.json": json.dumps(whole, ensure_ascii=False).encode(),
        f"{CONTROLS}/data/verdicts.csv": data,
    }


def read(root: Path, *, complete: bool = False) -> Tables:
    """Return the checked tables of a folder."""
    return check.tables(load.packages(root), complete=complete).tables
