"""Compose every page and file from what may be seen, the charts and the texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator import words
from generator.compose.certificate import certificate_files, certificate_page
from generator.compose.conventions import act_files, convention_pages, prints
from generator.compose.coverage import coverage
from generator.compose.data_pages import data_files, data_pages
from generator.compose.dossiers import dossier_pages, page
from generator.compose.glossary import Term, terms, text_meta, with_words
from generator.compose.governance import governance_pages
from generator.compose.guides import guide_pages
from generator.compose.home import home_page, map_page
from generator.compose.indicator_pages import indicator_files, indicator_pages
from generator.compose.material import Material
from generator.compose.places import place_files, place_pages
from generator.compose.provenance import ways
from generator.compose.quality import messages_page, quality_files, quality_page
from generator.compose.render import ROOT
from generator.compose.rule import Rule
from generator.compose.waits import wait_pages
from generator.errors import Finding
from generator.fields import newest
from generator.model import (
    Document,
    Editorial,
    Figure,
    Page,
    Publication,
    Site,
    Template,
)
from generator.reading import Reader
from generator.texts import convention_of

SHELL = Editorial("_coquille.md", {"titre": "Coquille", "coquille": True}, "")
"""The page the engine builds once; data pages are stamped into it."""


def site(  # noqa: PLR0913 - one argument per stage before it
    publication: Publication,
    figures: Mapping[str, Figure],
    documents: Sequence[Document],
    contract: Sequence[Template],
    *,
    findings: Sequence[Finding] = (),
    rules: Sequence[Rule] = (),
) -> Site:
    """Return the whole site, complete and sorted.

    Args:
        publication: all that may be seen of the data.
        figures: charts by key.
        documents: the texts of the territory.
        contract: what every file of a deposit must look like.
        findings: what the check noted without stopping the publication.
        rules: the rules of the check; their help page is left out when there are none.
    """
    charts = {
        k: replace(f, csv_href=f"{ROOT}/{f.csv_href}", ways=ways(publication, *f.shows))
        for k, f in figures.items()
    }
    written = [d for d in documents if d.path.endswith(".md")]
    m = Material(
        publication, Reader(publication), charts, written, contract, documents, findings, rules
    )
    pages = _pages(m)
    pages.append(page(m, coverage(m, pages)))
    known = terms(written)
    pages = [with_words(one, known) for one in (*pages, map_page(m, pages))]
    files = {
        **dict(place_files(m)),
        **dict(indicator_files(m)),
        **dict(data_files(m)),
        **dict(act_files(m)),
        **dict(quality_files()),
        **dict(certificate_files(m)),
        **{figure.csv_href: figure.csv for figure in figures.values()},
    }
    return Site(
        pages=tuple(sorted(pages, key=lambda one: one.path)),
        editorials=(
            SHELL,
            *(_editorial(d, known) for d in written if convention_of(d.path) is None),
        ),
        files=dict(sorted(files.items())),
        settings={**_settings(publication), "glossaire": bool(known)},
        timestamp=int(newest(publication.packages).timestamp()),
        prints=dict(prints(m)),
    )


def _pages(m: Material) -> list[Page]:
    """Return every page but the two that list the others."""
    return [
        home_page(m),
        *place_pages(m),
        *wait_pages(m),
        *dossier_pages(m),
        *indicator_pages(m),
        *data_pages(m),
        quality_page(m),
        certificate_page(m),
        *convention_pages(m),
        *governance_pages(m),
        *guide_pages(m),
        *([messages_page(m)] if m.rules else []),
    ]


def _settings(publication: Publication) -> dict[str, Any]:
    """Return what the engine's templates need to know of the data."""
    versions = sorted(str(p.descriptor["version"]) for p in publication.packages)
    return {
        "demonstration": publication.demonstration,
        "date_donnees": words.day(newest(publication.packages).date()),
        "version": versions[-1],
        "territoire": {
            "nom": publication.territory.short_name,
            "siren": publication.territory.siren,
        },
    }


FALC = '<p class="etiquette-demo">Texte en FALC, relu et approuvé par des personnes concernées</p>'
"""Shown only when the secretariat declares that people concerned have read the text."""
TRAILS = {
    "guides": "Guides",
    "gouvernance": "Gouvernance",
    "facile": "Facile à lire",
    "deposer": "Déposer",
}
"""Folders of texts that the menu does not list, and their step in the way from the home page."""
TO_CONVENTION = re.compile(r"\]\((?:\.\./)*conventions/([a-z0-9-]+)\.md")
"""Link of a text to a convention, which is a data page by the time the engine reads the text."""


def _editorial(document: Document, known: Sequence[Term]) -> Editorial:
    meta: dict[str, Any] = {
        "titre": document.meta["titre"],
        "description": document.meta["description"],
        **text_meta(document, known),
    }
    folder = document.path.partition("/")[0]
    if folder in TRAILS:
        meta["fil"] = [{"adresse": f"{folder}/", "titre": TRAILS[folder]}]
    if document.meta.get("falc_teste") is True:
        meta["entete_html"] = FALC
    return Editorial(document.path, meta, TO_CONVENTION.sub(r"](/conventions/\1/", document.body))
