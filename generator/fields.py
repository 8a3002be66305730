"""Read columns and keys from a Table Schema, and the date of a deposit from its descriptors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from generator.model import Field, Package


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
        regroups=_regroups(field.get("regroupe")),
        at_most=str(field.get("au_plus", "")),
    )


def _regroups(declared: Mapping[str, Any] | None) -> tuple[str, dict[str, tuple[str, ...]]] | None:
    """Return what the categories of a column are made of (property `regroupe`)."""
    if declared is None:
        return None
    made = {str(one): tuple(parts) for one, parts in declared["categories"].items()}
    return str(declared["dimension"]), made


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


def newest(packages: Iterable[Package]) -> datetime:
    """Return the date of the newest deposit: the only clock of a build."""
    return max(_moment(str(p.descriptor["created"])) for p in packages)


def _moment(text: str) -> datetime:
    """Return a date as UTC; without a zone it is UTC, wherever the build runs."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
