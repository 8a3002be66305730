"""Check files against their Table Schemas. The only door to frictionless; speaks French.

frictionless judges; its sentences are English, so each of its error types has a
sentence of ours, built from the attributes of the error and never from its message.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from frictionless import Package as Judge
from frictionless import system

from generator.check.hints import HIDDEN, broken_constraint, shown, type_hint
from generator.errors import Finding
from generator.model import Package, Resource

LIMIT = 1000
"""Errors kept per file: beyond, the file is of another kind altogether."""

MALFORMED = (
    "Le descripteur ne suit pas la norme Data Package : une propriété n’a pas la forme attendue.",
    "Rétablissez la dernière version qui fonctionnait, puis refaites une modification à la fois.",
)
SEMICOLONS = (
    "Les colonnes de ce fichier sont séparées par des points-virgules.",
    "Enregistrez le fichier avec la virgule comme séparateur, puis déposez-le à nouveau.",
)
Words = tuple[str, str, str]
"""Code, sentence, remedy."""
Speaker = Callable[[dict[str, Any], Any], Words]


def structure_findings(package: Package) -> list[Finding]:
    """Return every disagreement between the files of `package` and their schemas."""
    descriptor = copy.deepcopy(dict(package.descriptor))
    for entry, resource in zip(descriptor["resources"], package.resources, strict=True):
        entry["schema"] = dict(resource.schema)
    try:
        with system.use_context(trusted=False):
            judge = Judge.from_descriptor(descriptor, basepath=str(package.folder))
            report = judge.validate(limit_errors=LIMIT)
    except Exception:  # the library raises errors of every kind on a descriptor of a wrong shape
        return [Finding(package.where, 0, "", "D-119", "", *MALFORMED)]
    findings = [_finding(package.where, {}, error.to_descriptor()) for error in report.errors]
    by_name = {resource.name: resource for resource in package.resources}
    for task in report.tasks:
        resource = by_name[task.name]
        if _semicolons(resource):
            findings.append(Finding(resource.where, 1, "", "D-123", "", *SEMICOLONS))
            continue
        findings += [
            _finding(resource.where, _fields(resource), error.to_descriptor())
            for error in task.errors
            if not _echo(error.to_descriptor())
        ]
    return findings


def _semicolons(resource: Resource) -> bool:
    """Return whether the header row is cut as French spreadsheets do: every other error follows."""
    with resource.file.open("rb") as stream:
        header = stream.readline()
    return b";" in header and b"," not in header


def _echo(error: Mapping[str, Any]) -> bool:
    """Return whether the error only repeats another one: an empty line has an empty key."""
    return error["type"] == "primary-key" and not any(error.get("cells", ()))


def _fields(resource: Resource) -> Mapping[str, Mapping[str, Any]]:
    return {str(f.get("name")): f for f in resource.schema.get("fields", ())}


def _finding(where: str, fields: Mapping[str, Mapping[str, Any]], error: dict[str, Any]) -> Finding:
    kind = str(error["type"])
    cell = str(error.get("cell") or "")
    error["cell"] = shown(str(error.get("fieldName") or ""), cell, fields)
    speak: Speaker = SENTENCES.get(kind, _other)
    code, message, remedy = speak(error, fields)
    line = int(error.get("rowNumber") or (1 if kind.endswith("label") else 0))
    column = str(error.get("fieldName") or error.get("label") or "")
    value = "" if error["cell"] == HIDDEN else str(error["cell"] or error.get("label") or "")[:80]
    return Finding(where, line, column, code, value, message, remedy)


def _type_error(error: dict[str, Any], fields: Mapping[str, Mapping[str, Any]]) -> Words:
    field = fields.get(error["fieldName"], {})
    expected, remedy = type_hint(str(field.get("type")), str(error.get("cell", "")))
    return "D-101", f"La valeur « {_cell(error)} » n’est pas {expected}.", remedy


def _constraint(error: dict[str, Any], fields: Mapping[str, Mapping[str, Any]]) -> Words:
    field = fields.get(error["fieldName"], {})
    return broken_constraint(field, str(error.get("cell", "")))


def _primary_key(_error: dict[str, Any], _: object) -> Words:
    return (
        "D-104",
        "Cette ligne compte une seconde fois ce qu’une autre ligne a déjà compté.",
        "Gardez une seule ligne pour chaque combinaison de territoire, de date et de catégories.",
    )


def _foreign_key(error: dict[str, Any], _: object) -> Words:
    names = ", ".join(str(n) for n in error.get("fieldNames", ()))
    cells = ", ".join(str(c) for c in error.get("fieldCells", ()))
    return (
        "D-105",
        f"La valeur « {cells} » ({names}) n’existe pas dans le fichier de référence.",
        "Corrigez la valeur, ou ajoutez-la d’abord au fichier de référence du paquet.",
    )


def _fixed(code: str, message: str, remedy: str) -> Callable[[dict[str, Any], object], Words]:
    return lambda _error, _fields: (code, message, remedy)


def _other(error: dict[str, Any], _: object) -> Words:
    return (
        "D-199",
        f"Le fichier ne suit pas la norme Data Package ({error['type']}).",
        "Comparez-le à l’exemple valide placé à côté de son schéma.",
    )


def _cell(error: dict[str, Any]) -> str:
    return str(error.get("cell", ""))[:80]


HEADER_REMEDY = "Recopiez la ligne de titres de l’exemple valide placé à côté du schéma."

SENTENCES: Mapping[str, Speaker] = {
    "type-error": _type_error,
    "constraint-error": _constraint,
    "primary-key": _primary_key,
    "foreign-key": _foreign_key,
    "missing-cell": _fixed(
        "D-106", "Il manque une cellule dans cette ligne.",
        "Ajoutez la cellule, même vide, pour que la ligne ait autant de colonnes que le titre.",
    ),
    "extra-cell": _fixed(
        "D-107", "Cette ligne a une cellule de trop.",
        "Supprimez la cellule en trop ; une virgule dans un texte demande des guillemets.",
    ),
    "blank-row": _fixed("D-108", "Cette ligne est vide.", "Supprimez la ligne vide."),
    "missing-label": _fixed("D-109", "Il manque cette colonne.", HEADER_REMEDY),
    "extra-label": _fixed("D-110", "Cette colonne n’est pas prévue.", HEADER_REMEDY),
    "incorrect-label": _fixed(
        "D-111", "Cette colonne n’est pas à sa place ou porte un autre nom.", HEADER_REMEDY
    ),
    "duplicate-label": _fixed("D-112", "Deux colonnes portent le même nom.", HEADER_REMEDY),
    "blank-label": _fixed("D-113", "Une colonne n’a pas de titre.", HEADER_REMEDY),
    "blank-header": _fixed("D-114", "La ligne de titres est vide.", HEADER_REMEDY),
    "encoding-error": _fixed(
        "D-115", "Le fichier n’est pas enregistré en UTF-8.",
        "Dans le tableur, enregistrez sous « CSV UTF-8 », puis déposez à nouveau le fichier.",
    ),
    "source-error": _fixed(
        "D-116", "Le fichier est vide ou ne contient pas de tableau.",
        "Vérifiez le fichier dans le tableur, puis déposez-le à nouveau.",
    ),
}  # fmt: skip
