"""Give checked rows their types. Line numbers of the file become the index of the frame."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

import pandas as pd

from generator.fields import field_of, key_of
from generator.model import Counting, Field, Package, Resource, SecrecyRule, Table

INTEGERS = ("integer", "year")
TRUTH = {"true": True, "false": False, "1": True, "0": False}


def typed_table(package: Package, resource: Resource) -> Table:
    """Return the table of a resource that has passed the structural checks.

    Text columns are strings; empty cells are missing. Dates stay ISO text, which sorts as it
    should.
    """
    fields = tuple(field_of(f) for f in resource.schema["fields"])
    descriptor = resource.descriptor
    secrecy = descriptor["confidentialite"]
    return Table(
        package=package.name,
        package_title=str(package.descriptor["title"]),
        version=str(package.descriptor["version"]),
        name=resource.name,
        title=str(descriptor["title"]),
        description=str(descriptor["description"]),
        frame=_frame(resource, fields),
        fields=fields,
        keys=key_of(resource.schema),
        margins=dict(descriptor.get("marges") or {}),
        demonstration=bool(descriptor["demonstration"]),
        counting=_counting(descriptor["comptage"]),
        secrecy=SecrecyRule(secrecy["regle"], tuple(secrecy.get("dimensions_sensibles") or ())),
        where=resource.where,
    )


def _frame(resource: Resource, fields: tuple[Field, ...]) -> pd.DataFrame:
    with resource.file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    columns = [f.name for f in fields]
    index = pd.RangeIndex(2, len(rows) + 1, name="ligne")
    text = pd.DataFrame(rows[1:], columns=columns, index=index, dtype="string")
    text = text.mask(text == "")
    return text.assign(**{f.name: _column(text[f.name], f.kind) for f in fields})


def _column(text: pd.Series[str], kind: str) -> pd.Series[Any]:
    if kind == "boolean":
        return text.str.lower().map(TRUTH).astype("boolean")
    if kind in INTEGERS:
        return pd.to_numeric(text).astype("Int64")
    return pd.to_numeric(text).astype("Float64") if kind == "number" else text


def _counting(comptage: Mapping[str, Any]) -> Counting:
    return Counting(
        **{
            key: str(comptage[key])
            for key in ("unite", "definition", "producteur", "date_extraction", "methode")
        },
        localisation=comptage.get("localisation"),
        typologie=comptage.get("typologie"),
        generation_qpv=comptage.get("generation_qpv"),
    )
