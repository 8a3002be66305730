"""Tables drawn in a declaration, read as the contract says."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from generator.compute import results
from generator.fields import field_of, key_of
from generator.indicators import declared
from generator.model import Counting, Derived, Field, Indicator, Result, SecrecyRule, Table, Tables
from generator.settings import ENSEMBLE, HOME

TYPES = {"integer": "Int64", "year": "Int64", "number": "Float64"}
RULES = {"demandes": "effectif_simple", "attributions": "effectif_simple"}
"""Packages that count households; a wrong rule here would hide the value of an example."""


@cache
def schema(name: str) -> Mapping[str, Any]:
    """Return the schema of the contract for a resource."""
    (path,) = (HOME / "datapackages").glob(f"*/schemas/{name}/schema.json")
    content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def drawn(name: str, text: str) -> Table:
    """Return the table drawn in `text`, typed by the contract; columns left out stay out."""
    rows = [[c.strip() for c in line.split("|")] for line in _lines(text)]
    fields = {f.name: f for f in (field_of(f) for f in schema(name)["fields"])}
    raw = pd.DataFrame(rows[1:], columns=rows[0], dtype="string")
    raw = raw.mask(raw == "")
    types = {c: TYPES.get(fields[str(c)].kind, "string") for c in raw}
    frame = raw.assign(**{str(c): raw[c].astype(kind) for c, kind in types.items()})  # type: ignore[call-overload]
    for measure in [n.removesuffix("_statut") for n in fields if n.endswith("_statut")]:
        if measure in frame and f"{measure}_statut" not in frame:
            empty = pd.Series(pd.NA, index=frame.index, dtype="string")
            frame = frame.assign(**{f"{measure}_statut": empty})
    return _table(name, frame, fields)


def _lines(text: str) -> list[str]:
    return [line for line in textwrap.dedent(text).split("\n") if line.strip()]


def _table(name: str, frame: pd.DataFrame, fields: Mapping[str, Field]) -> Table:
    keys = tuple(k for k in key_of(schema(name)) if k in frame)
    margins = {k: ENSEMBLE for k in keys if ENSEMBLE in fields[k].categories}
    return Table(
        package="paquet", package_title="Paquet", version="1", name=name, title=name,
        description="", frame=frame, fields=tuple(fields[str(c)] for c in frame if str(c) in fields),
        keys=keys, margins=margins, demonstration=True,
        counting=Counting("unité", "", "Producteur d’essai", "2025-01-01", ""),
        secrecy=SecrecyRule("effectif_simple"), where=f"{name}.csv",
    )  # fmt: skip


def tables_of(given: Mapping[str, str]) -> Tables:
    """Return the tables drawn in an example."""
    return {name: drawn(name, text) for name, text in given.items()}


def result_of(indicator: Indicator, tables: Tables) -> Result:
    """Return the result of one indicator; one that reads the others has them beside it."""
    derived = isinstance(indicator.formula, Derived)
    found = results(tables, declared() if derived else (indicator,))
    return next(r for r in found if r.indicator.id == indicator.id)


def row_at(frame: pd.DataFrame, key: Mapping[str, str]) -> pd.Series[Any]:
    """Return the one row at a key."""
    own = frame
    for column, value in key.items():
        own = own[own[column].astype("string") == value]
    assert len(own) == 1, own
    return own.iloc[0]
