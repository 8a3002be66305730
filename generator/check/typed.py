"""Give checked rows their types. Line numbers of the file become the index of the frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from pandas.api.extensions import ExtensionArray

from generator.check.structure import Typed
from generator.fields import field_of, key_of
from generator.model import Counting, Package, Resource, SecrecyRule, Table

DTYPES: Mapping[str, str] = {
    "integer": "Int64",
    "year": "Int64",
    "number": "Float64",
    "boolean": "boolean",
}


def typed_table(package: Package, resource: Resource, columns: Sequence[Typed]) -> Table:
    """Return the table of a resource that has passed the structural checks.

    Text columns are strings; empty cells are missing. Dates stay ISO text, which sorts as it
    should. A value is the one that the judge read.
    """
    descriptor = resource.descriptor
    secrecy = descriptor["confidentialite"]
    return Table(
        package=package.name,
        package_title=str(package.descriptor["title"]),
        version=str(package.descriptor["version"]),
        name=resource.name,
        title=str(descriptor["title"]),
        description=str(descriptor["description"]),
        frame=_frame(columns),
        fields=tuple(field_of(f) for f in resource.schema["fields"]),
        keys=key_of(resource.schema),
        margins=dict(descriptor.get("marges") or {}),
        demonstration=bool(descriptor["demonstration"]),
        counting=_counting(descriptor["comptage"]),
        secrecy=SecrecyRule(secrecy["regle"], tuple(secrecy.get("dimensions_sensibles") or ())),
        where=resource.where,
        numbers={str(one.column.name): one.column.number for one in columns},
        rounding=int(descriptor.get("arrondi", 1)),
        rounding_steps=int(descriptor.get("arrondi_pas", 0)),
    )


def _frame(columns: Sequence[Typed]) -> pd.DataFrame:
    size = len(columns[0].column.codes)
    index = pd.RangeIndex(2, size + 2, name="ligne")
    return pd.DataFrame(
        {str(one.column.name): pd.Series(_array(one), index=index) for one in columns}, index=index
    )


def _array(one: Typed) -> ExtensionArray:
    dtype = DTYPES.get(str(one.field.get("type")), "string")
    pairs = zip(one.values, one.column.texts, strict=True)
    values = [v if dtype != "string" or v is None else text for v, text in pairs]
    if dtype == "Float64":
        values = [None if v is None else float(v) for v in values]
    return pd.Series(values, dtype=dtype).array.take(one.column.codes)


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
