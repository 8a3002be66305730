"""Write the Excel template of a year from the schemas. The only door to xlsxwriter."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from generator.model import Field, Template
from generator.spreadsheet.sheets import letters

README = "lisez-moi"
LISTS = "listes"
SPARE_ROWS = 200
"""Empty rows with their lists under the prepared ones."""
MOST_ROWS = 5_000
"""Rows prepared on one sheet; beyond, the sheet starts empty."""
WIDEST = 45
TITLE_LIMIT = 32
TEXT_LIMIT = 255
"""Limits of the file format for the title and the text of a message."""
GROUPED = "regroupement"
"""Word in the label of a category that gathers others: it is never prepared beside them."""
STATUS_HELP = (
    "Laissez la case du nombre vide, puis écrivez ici pourquoi : "
    "secret, nd (non disponible) ou so (sans objet)."
)


@dataclass(frozen=True)
class Plan:
    """What one sheet of the template holds.

    Attributes:
        template: the table of the contract.
        places: code and name of each territory, the authority first.
        fixed: value of the columns that are the same on every row, such as the year.
        previous: dimensions of the rows of the last deposit, by column; empty when there is none.
    """

    template: Template
    places: tuple[tuple[str, str], ...]
    fixed: Mapping[str, str]
    previous: tuple[Mapping[str, str], ...]


def model_file(plans: Sequence[Plan], year: int) -> bytes:
    """Return the workbook: « lisez-moi », one sheet per table, a hidden sheet of lists.

    Every cell is written as a text or a number: nothing in it is ever a formula.
    """
    import xlsxwriter

    stream = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False,
        "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(stream, options) as book:
        # The date of the file is that of its year: the same year gives the same bytes.
        book.set_properties({"title": f"Modèle de dépôt {year}", "created": datetime(year, 1, 1)})  # noqa: DTZ001 - no zone in the format
        _readme(book, plans, year)
        sheets = [(plan, book.add_worksheet(plan.template.resource[:31])) for plan in plans]
        lists = _Lists(book)
        for plan, sheet in sheets:
            _fill(book, sheet, plan, lists)
        lists.sheet.hide()
    return stream.getvalue()


def prepared(plan: Plan) -> list[dict[str, str]]:
    """Return the rows to prepare: those of the last deposit, else every combination."""
    names = [f.name for f in plan.template.fields if _dimension(f, plan)]
    if plan.previous:
        rows = [{n: row.get(n, "") for n in names} | dict(plan.fixed) for row in plan.previous]
        unique = {tuple(row[n] for n in names): row for row in rows}
        return list(unique.values())[:MOST_ROWS]
    crossed = [f for f in plan.template.fields if f.name in plan.template.keys and f.allowed]
    rest = set(plan.template.keys) - {f.name for f in crossed} - set(plan.fixed)
    if rest - {"code_territoire"} or "code_territoire" not in plan.template.keys:
        return []
    choices = [[v for v in f.allowed if GROUPED not in f.categories.get(v, "")] for f in crossed]
    rows = [
        {**plan.fixed, "code_territoire": code, "nom_territoire": name,
         **dict(zip([f.name for f in crossed], combination, strict=True))}
        for code, name in plan.places
        for combination in product(*choices)
    ]  # fmt: skip
    return rows if len(rows) <= MOST_ROWS else []


def _dimension(field: Field, plan: Plan) -> bool:
    return field.name in plan.template.keys or field.name.startswith("nom_")


class _Lists:
    """The hidden sheet: one column per list of values, written once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - the library has no types
        self.sheet = book.add_worksheet(LISTS)
        self.known: dict[tuple[str, ...], str] = {}

    def source(self, values: tuple[str, ...]) -> str:
        """Return the address of a list of values, after writing it if it is new."""
        if values not in self.known:
            column = len(self.known)
            for row, value in enumerate(values):
                self.sheet.write_string(row, column, value)
            name = letters(column + 1)
            self.known[values] = f"={LISTS}!${name}$1:${name}${len(values)}"
        return self.known[values]


def _fill(book: Any, sheet: Any, plan: Plan, lists: _Lists) -> None:  # noqa: ANN401
    """Write the titles, the prepared rows and the rules of each column."""
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "integer": book.add_format({"num_format": "0"}),
        "number": book.add_format({"num_format": "General"}),
    }
    rows = prepared(plan)
    last = len(rows) + SPARE_ROWS
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(plan.template.fields):
        chosen = formats.get(field.kind, formats["integer" if field.kind == "year" else "text"])
        sheet.set_column(column, column, _width(field, rows), chosen)
        sheet.write_string(0, column, field.name, head)
        sheet.data_validation(0, column, 0, column, _told(field))
        sheet.data_validation(1, column, last, column, _rule(field, plan, lists))
        for number, row in enumerate(rows, 1):
            text = row.get(field.name, "")
            if text and field.kind == "year":
                sheet.write_number(number, column, int(text), chosen)
            elif text:
                sheet.write_string(number, column, text, chosen)


def _width(field: Field, rows: Sequence[Mapping[str, str]]) -> int:
    longest = max((len(row.get(field.name, "")) for row in rows), default=0)
    return min(max(len(field.name), longest) + 2, WIDEST)


def _told(field: Field) -> dict[str, Any]:
    """Return the message that explains a column when its title is selected."""
    return {
        "validate": "any",
        "input_title": field.title[:TITLE_LIMIT],
        "input_message": f"{field.description} Exemple : {field.example or 'vide'}."[:TEXT_LIMIT],
    }


def _rule(field: Field, plan: Plan, lists: _Lists) -> dict[str, Any]:
    """Return what a cell of a column accepts, and what is said otherwise."""
    told = {
        "ignore_blank": True,
        "input_title": field.title[:TITLE_LIMIT],
        "input_message": _help(field)[:TEXT_LIMIT],
        "error_title": "Valeur refusée",
        "error_message": f"{_help(field)} Exemple : {field.example or 'vide'}."[:TEXT_LIMIT],
        "error_type": "stop",
    }
    values = field.allowed or _places(field, plan)
    if values:
        return {**told, "validate": "list", "source": lists.source(values)}
    if field.kind in ("integer", "year"):
        return {**told, "validate": "integer", "criteria": ">=", "value": 0}
    if field.kind == "number":
        return {**told, "validate": "decimal", "criteria": ">=", "value": -1_000_000}
    if field.kind == "boolean":
        return {**told, "validate": "list", "source": lists.source(("true", "false"))}
    return {**told, "validate": "any"}


def _places(field: Field, plan: Plan) -> tuple[str, ...]:
    """Return the codes or names of the territory that a column may hold."""
    if field.name == "code_territoire":
        return tuple(code for code, _ in plan.places)
    return tuple(name for _, name in plan.places) if field.name == "nom_territoire" else ()


def _help(field: Field) -> str:
    if field.name.endswith("_statut"):
        return STATUS_HELP
    if field.allowed:
        return "Choisissez une valeur de la liste."
    told = {
        "integer": "Écrivez un nombre entier, sans espace. S’il est secret ou inconnu, laissez vide.",
        "number": "Écrivez un nombre. S’il est secret ou inconnu, laissez vide.",
        "year": "Écrivez une année en quatre chiffres.",
        "date": "Écrivez la date en texte : année-mois-jour.",
    }
    return told.get(field.kind, field.description)


def _readme(book: Any, plans: Sequence[Plan], year: int) -> None:  # noqa: ANN401
    """Write the first sheet: what to do, in the order of doing it."""
    sheet = book.add_worksheet(README)
    bold = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100, wrapped)
    sheet.write_string(0, 0, f"Modèle de dépôt {year}", bold)
    lines = [
        "1. Une feuille par tableau. Remplissez seulement les colonnes de nombres et de statuts.",
        "2. Gardez les titres des colonnes. L’ordre des colonnes peut changer.",
        "3. Un nombre petit ne doit pas partir : laissez la case vide et écrivez « secret » à côté.",
        "   Comptages simples : de 1 à 4. Ressources, priorité, ancienneté, délai : de 1 à 10.",
        "4. Un nombre inconnu : laissez la case vide et écrivez « nd ». N’écrivez jamais 0 à sa place.",
        "5. N’ajoutez ni total, ni cellule fusionnée, ni ligne masquée, ni nom de personne.",
        "6. Une feuille dont vous n’avez pas les nombres : supprimez-la.",
        "7. Enregistrez au format .xlsx ou .ods, sans mot de passe ni macro.",
        "8. Lancez l’import, lisez le rapport, corrigez ici, puis recommencez.",
        "",
        "Feuilles de ce modèle :",
        *(f"{p.template.resource} : {p.template.title}" for p in plans),
    ]
    for row, line in enumerate(lines, 2):
        sheet.write_string(row, 0, line, wrapped)
