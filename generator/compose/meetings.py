"""Meetings of the conference: when, with which agenda, and what was written of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import words
from generator.compose.blocks import Block, labels_of, rows_of, written
from generator.compose.material import Material
from generator.compose.partial_dates import bounds, told
from generator.compose.render import ROOT
from generator.model import Cell, Column, Grid, Row

HELD = ("reunion", "atelier")
"""Kinds of steps that people meet for."""
TITLES = ("Réunion", "Instance", "Prévue", "Tenue", "Ordre du jour", "Compte rendu")


def meetings_block(m: Material) -> Block | None:
    """Return the meetings, newest first, with their documents; None when there are none."""
    steps = [row for row in rows_of(m, "seances") if str(row["type_etape"]) in HELD]
    if not steps:
        return None
    bodies = labels_of(m, "seances", "instance")
    steps.sort(key=lambda row: bounds(_when(row)), reverse=True)
    columns = tuple(Column(title, numeric=False) for title in TITLES)
    rows = tuple(_row(m, row, bodies) for row in steps)
    sentences = (
        "Un document « non déposé » n’a pas été remis à ce site : cela ne dit pas qu’il n’existe pas.",
        "Les noms des participants ne sont pas publiés.",
    )
    grid = Grid(
        "reunions-documents", "Ordre du jour et compte rendu de chaque réunion", columns, rows
    )
    return Block("reunions", "Les réunions et leurs documents", sentences, grid)


def _when(row: Mapping[Any, Any]) -> str:
    return written(row["date_tenue"], "") or written(row["date_prevue"], "1000")


def _row(m: Material, row: Mapping[Any, Any], bodies: Mapping[str, str]) -> Row:
    page = f"gouvernance/seances/{row['code_seance']}/"
    return Row(
        Cell(str(row["intitule"]), href=f"{ROOT}/{page}" if page in m.texts else None),
        (
            Cell(words.upper_first(bodies.get(str(row["instance"]), str(row["instance"])))),
            _day(row["date_prevue"], "non annoncée"),
            _day(row["date_tenue"], "non constatée"),
            _document(row.get("ordre_du_jour"), "lire l’ordre du jour"),
            _document(row.get("compte_rendu"), "lire le compte rendu"),
        ),
    )


def _day(value: object, missing: str) -> Cell:
    day = written(value, "")
    return Cell(told(day)) if day else Cell(missing, muted=True)


def _document(value: object, told_as: str) -> Cell:
    where = written(value, "")
    return Cell(told_as, href=where) if where else Cell("non déposé", muted=True)
