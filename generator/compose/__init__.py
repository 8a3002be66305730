"""Compose every page and file from what may be seen, the charts and the texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup, escape

from generator import words
from generator.compose.coverage import coverage
from generator.compose.data_pages import data_files, data_pages
from generator.compose.dossiers import dossier_pages, page
from generator.compose.home import NATURES, conventions_page, home_page, map_page
from generator.compose.indicator_pages import indicator_files, indicator_pages
from generator.compose.material import Material
from generator.compose.places import place_files, place_pages
from generator.compose.render import ROOT, body
from generator.compose.waits import wait_pages
from generator.model import (
    Document,
    Editorial,
    Figure,
    Publication,
    Site,
    Template,
)
from generator.reading import Reader

SHELL = Editorial("_coquille.md", {"titre": "Coquille", "coquille": True}, "")
"""The page the engine builds once; data pages are stamped into it."""


def site(
    publication: Publication,
    figures: Mapping[str, Figure],
    documents: Sequence[Document],
    contract: Sequence[Template],
) -> Site:
    """Return the whole site, complete and sorted."""
    charts = {k: replace(f, csv_href=f"{ROOT}/{f.csv_href}") for k, f in figures.items()}
    m = Material(publication, Reader(publication), charts, documents, contract)
    pages = [
        home_page(m),
        *place_pages(m),
        *wait_pages(m),
        *dossier_pages(m),
        *indicator_pages(m),
        *data_pages(m),
        conventions_page(m),
    ]
    pages.append(page(m, coverage(m, pages)))
    pages.append(map_page(m, pages))
    files = {
        **dict(place_files(m)),
        **dict(indicator_files(m)),
        **dict(data_files(m)),
        **{figure.csv_href: figure.csv for figure in figures.values()},
    }
    return Site(
        pages=tuple(sorted(pages, key=lambda one: one.path)),
        editorials=(SHELL, *(_editorial(d) for d in documents)),
        files=dict(sorted(files.items())),
        settings=_settings(publication),
        timestamp=int(_newest(publication).timestamp()),
    )


def _newest(publication: Publication) -> datetime:
    """Return the date of the newest deposit: the only clock of a build."""
    return max(_moment(str(p.descriptor["created"])) for p in publication.packages)


def _moment(text: str) -> datetime:
    """Return a date as UTC; without a zone it is UTC, wherever the build runs."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _settings(publication: Publication) -> dict[str, Any]:
    """Return what the engine's templates need to know of the data."""
    versions = sorted(str(p.descriptor["version"]) for p in publication.packages)
    return {
        "demonstration": publication.demonstration,
        "date_donnees": words.day(_newest(publication).date()),
        "version": versions[-1],
        "territoire": {
            "nom": publication.territory.short_name,
            "siren": publication.territory.siren,
        },
    }


def _editorial(document: Document) -> Editorial:
    meta: dict[str, Any] = {
        "titre": document.meta["titre"],
        "description": document.meta["description"],
    }
    if document.path.startswith("conventions/"):
        meta["entete_html"] = str(_identity(document))
    return Editorial(document.path, meta, document.body)


def _identity(document: Document) -> Markup:
    """Return the identity card of a convention: what it is, since when, until when, by whom."""
    meta = document.meta
    years = meta.get("duree_annees")
    lines = [
        ("Nature", NATURES[str(meta["nature"])]),
        ("Statut", str(meta["statut"])),
        ("Adoption", _said(meta.get("adoption"))),
        ("Entrée en vigueur", _said(meta.get("entree_en_vigueur"))),
        ("Durée", words.counted(float(years), "an") if years else "non précisée"),
        ("Échéance", _said(meta.get("echeance"))),
        ("Signataires", words.listing([str(s) for s in meta.get("signataires") or []])),
    ]
    known = [(name, escape(text or "non précisés")) for name, text in lines]
    return body("identite", {"lignes": known, "specimen": bool(meta.get("specimen"))})


def _said(value: object) -> str:
    return words.day(value) if isinstance(value, date) else "non précisée"
