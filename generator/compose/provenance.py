"""Say where figures come from: which tables, what they count, who produced them, when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from generator import words
from generator.compose.render import ROOT
from generator.model import Counting, Publication, Way, Ways

PLACES: Mapping[str, str] = {
    "choix_1": "commune demandée en premier choix",
    "tous_choix": "toutes les communes demandées",
    "residence": "commune de résidence",
    "logement_attribue": "commune du logement attribué",
}
SIZES_AS: Mapping[str, str] = {
    "souhaitee": "taille souhaitée",
    "theorique": "taille théorique selon le ménage",
    "attribuee": "taille du logement attribué",
}


DERIVATION = "derivation"
"""Anchor, on the page of an indicator, of the way its figures were obtained."""


def derivation(indicator: str) -> str:
    """Return the address of the way the figures of an indicator were obtained."""
    return f"{ROOT}/indicateurs/{indicator}/#{DERIVATION}"


def ways(publication: Publication, *indicators: str) -> Ways:
    """Return the way to the derivation of each indicator that the site knows, once each."""
    known = [publication.results[name].indicator for name in dict.fromkeys(indicators)
             if name in publication.results]  # fmt: skip
    return tuple(Way(indicator.title, derivation(indicator.id)) for indicator in known)


def origins(publication: Publication, *tables: str) -> Ways:
    """Return the way to each published table, for figures that stand as deposited."""
    return tuple(
        Way(publication.tables[name].table.title, str(origin(publication, name)))
        for name in tables
        if name in publication.tables
    )


def origin(publication: Publication, table: str) -> str | None:
    """Return the address of a published table, where its figures stand as deposited."""
    found = publication.tables.get(table)
    if found is None:
        return None
    package = found.table.package.replace("_", "-")
    return f"{ROOT}/donnees/{package}/#{table.replace('_', '-')}"


@dataclass(frozen=True)
class Source:
    """One table behind the figures of a page."""

    title: str
    href: str
    producer: str
    extracted: str
    version: str
    counts: str
    demonstration: bool


def sources(publication: Publication, names: Iterable[str]) -> list[Source]:
    """Return the published tables among `names`, in their order."""
    return [_source(publication, name) for name in names if name in publication.tables]


def _source(publication: Publication, name: str) -> Source:
    table = publication.tables[name].table
    return Source(
        title=table.title,
        href=str(origin(publication, name)),
        producer=table.counting.producteur,
        extracted=words.day(date.fromisoformat(table.counting.date_extraction)),
        version=table.version,
        counts=counted_as(table.counting),
        demonstration=table.demonstration,
    )


def counted_as(counting: Counting) -> str:
    """Return what one unit is, where it is counted and for which size of home."""
    parts = [counting.definition]
    if counting.localisation:
        parts.append(f"Territoire{words.NNBSP}: {PLACES[counting.localisation]}.")
    if counting.typologie:
        parts.append(f"Taille{words.NNBSP}: {SIZES_AS[counting.typologie]}.")
    if counting.generation_qpv:
        year = counting.generation_qpv.removeprefix("QPV")
        parts.append(f"Quartiers prioritaires{words.NNBSP}: liste de {year}.")
    return " ".join(parts)
