"""Read columns and keys from a Table Schema. Used where a deposit and its contract are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model import Field


def field_of(field: Mapping[str, Any]) -> Field:
    """Return a column of a schema."""
    categories = dict(_category(category) for category in field.get("categories") or ())
    constraints = field.get("constraints", {})
    return Field(
        name=str(field["name"]),
        title=str(field.get("title", field["name"])),
        description=str(field.get("description", "")),
        kind=str(field.get("type", "string")),
        categories=categories,
        required=bool(constraints.get("required")),
        allowed=tuple(str(value) for value in constraints.get("enum", ())),
        pattern=str(constraints.get("pattern", "")),
        example=_written(field.get("example", "")),
    )


def _written(example: object) -> str:
    """Return an example as a CSV file holds it."""
    return str(example).lower() if isinstance(example, bool) else str(example)


def _category(category: object) -> tuple[str, str]:
    """Return value and label; the norm also allows a bare value."""
    if isinstance(category, Mapping):
        return str(category["value"]), str(category.get("label", category["value"]))
    return str(category), str(category)


def key_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the primary key of a schema: one name or several."""
    key = schema.get("primaryKey", [])
    return (key,) if isinstance(key, str) else tuple(str(name) for name in key)
