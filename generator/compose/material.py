"""What every page is composed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.compose.rule import Rule
from generator.errors import Finding
from generator.model import Document, Figure, Publication, Template
from generator.reading import Reader


@dataclass(frozen=True)
class Material:
    """What every page is composed from.

    Attributes:
        publication: all that may be seen of the data.
        reader: look-up in it.
        figures: charts by key.
        documents: the texts of the territory.
        contract: what every file of a deposit must look like.
        findings: what the check noted without stopping the publication.
        rules: catalogue of the rules of the check; empty when it is not given.
    """

    publication: Publication
    reader: Reader
    figures: Mapping[str, Figure]
    documents: Sequence[Document]
    contract: Sequence[Template]
    findings: Sequence[Finding] = ()
    rules: Sequence[Rule] = ()

    @property
    def texts(self) -> frozenset[str]:
        """Return the addresses of the texts: a page links to those that exist."""
        return frozenset(address(document) for document in self.documents)


def address(document: Document) -> str:
    """Return the address that the engine gives to a text, relative to the site's root."""
    path = document.path.removesuffix(".md")
    return path.removesuffix("index") if path.endswith("index") else f"{path}/"
