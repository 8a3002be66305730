"""What every page is composed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from generator.compose.rule import Rule
from generator.engaged import engaged
from generator.errors import Finding
from generator.fields import newest
from generator.model import Document, Figure, Publication, Template
from generator.reading import Reader
from generator.texts import Convention, library


@dataclass(frozen=True)
class Material:
    """What every page is composed from.

    Attributes:
        publication: all that may be seen of the data.
        reader: look-up in it.
        figures: charts by key.
        documents: the texts of the territory.
        contract: what every file of a deposit must look like.
        files: every file of content/, registers and signed acts included.
        findings: what the check noted without stopping the publication.
        rules: catalogue of the rules of the check; empty when it is not given.
    """

    publication: Publication
    reader: Reader
    figures: Mapping[str, Figure]
    documents: Sequence[Document]
    contract: Sequence[Template]
    files: Sequence[Document] = ()
    findings: Sequence[Finding] = ()
    rules: Sequence[Rule] = ()

    @cached_property
    def library(self) -> tuple[Convention, ...]:
        """Return the conventions with their versions, sorted by slug."""
        return library(self.files or self.documents)

    @cached_property
    def promised(self) -> pd.DataFrame:
        """Return the rows of every register of targets, see `engaged`; every page asks for them."""
        return engaged({name: one.table.frame for name, one in self.publication.tables.items()})

    @cached_property
    def landlords(self) -> dict[str, str]:
        """Return landlords by code, in alphabetical order."""
        return _register(self.publication, "bailleurs", "code_bailleur", "nom_bailleur")

    @cached_property
    def holders(self) -> dict[str, str]:
        """Return holders of reservations by code, in alphabetical order."""
        return _register(self.publication, "reservataires", "code_reservataire", "nom_reservataire")

    @cached_property
    def on(self) -> date:
        """Return the day the data describe: that of the newest deposit."""
        return newest(self.publication.packages).date()

    @property
    def texts(self) -> frozenset[str]:
        """Return the addresses of the texts: a page links to those that exist."""
        return frozenset(address(document) for document in self.documents)


def _register(publication: Publication, table: str, code: str, name: str) -> dict[str, str]:
    if table not in publication.tables:
        return {}
    frame = publication.tables[table].table.frame
    return dict(
        sorted(
            zip(frame[code].astype(str), frame[name].astype(str), strict=True),
            key=lambda pair: pair[1].casefold(),
        )
    )


def address(document: Document) -> str:
    """Return the address that the engine gives to a text, relative to the site's root."""
    path = document.path.removesuffix(".md")
    return path.removesuffix("index") if path.endswith("index") else f"{path}/"
