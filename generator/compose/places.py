"""Pages of places and sizes of home: what to expect here, for the home that is needed."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from generator import words
from generator.compose.material import Material
from generator.compose.provenance import derivation, sources, ways
from generator.compose.render import ROOT, body
from generator.compose.sentences import DELAY, LEASES, PENDING, TENSION, answer, waiting
from generator.model import (
    Cell,
    Column,
    Commune,
    Crumb,
    Figure,
    Grid,
    Page,
    Row,
    Unit,
)
from generator.reading import SIZE_WORDS, SIZES, cell, longest, slug
from generator.settings import ENSEMBLE

Figures = dict[str, Figure]
HOME_CRUMB = Crumb("Accueil", "")
COMMUNES_CRUMB = Crumb("Communes", "communes/")
SIZES_CRUMB = Crumb("Tailles", "tailles/")
WAIT_TABLE = ("baux_delai", "delais_attributaires", "demandes_stock")
NOT_WORD = re.compile(r"[^a-z0-9]+")


def place_slug(name: str) -> str:
    """Return a name as part of an address: « Saint-André-des-Eaux » gives saint-andre-des-eaux."""
    plain = (
        unicodedata.normalize("NFKD", name.replace("œ", "oe")).encode("ascii", "ignore").decode()
    )
    return NOT_WORD.sub("-", plain.lower()).strip("-")


def commune_path(commune: Commune) -> str:
    """Return the address of a commune's page."""
    return f"communes/{commune.code}-{place_slug(commune.name)}/"


def size_path(size: str) -> str:
    """Return the address of a size's page."""
    return f"tailles/{slug(size)}/"


def place_pages(m: Material) -> Iterator[Page]:
    """Yield the list of communes, each commune, the list of sizes and each size."""
    yield _communes(m)
    for commune in m.publication.territory.communes:
        yield _commune(m, commune)
    yield _sizes(m)
    for size in SIZES:
        yield _size(m, size)


def place_files(m: Material) -> Iterator[tuple[str, bytes]]:
    """Yield one CSV per commune with every published value that concerns it."""
    rows = pd.concat([_labelled(m, name) for name in sorted(m.publication.results)])
    for commune in m.publication.territory.communes:
        own = rows[rows["code_territoire"] == commune.code]
        yield f"{commune_path(commune)}donnees.csv", csv_bytes(own)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return a frame as UTF-8 CSV: comma, point, LF, empty for missing; whole numbers without .0."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(
        ["" if pd.isna(v) else _plain(v) for v in row]
        for row in frame.itertuples(index=False, name=None)
    )
    return stream.getvalue().encode()


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any column
    """Return a number rounded as published, four decimals at most; truth as the contract writes it."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    if isinstance(value, float):
        rounded = float(words.rounded(value, 4))
        return int(rounded) if rounded.is_integer() else rounded
    return value


def _labelled(m: Material, name: str) -> pd.DataFrame:
    published = m.publication.results[name]
    nature = "données de démonstration" if published.demonstration else "données déposées"
    return published.frame.assign(
        indicateur=name, unite=str(published.indicator.unit), nature_donnees=nature
    )


def indicator_csv(m: Material, name: str) -> bytes:
    """Return every published value of an indicator as CSV."""
    return csv_bytes(_labelled(m, name))


Line = tuple[Cell, str, str]
"""A line of a table of waits: its header, the code of its territory, its size of home."""


def _wait_grid(m: Material, key: str, caption: str, first: str, lines: Sequence[Line]) -> Grid:
    """Return the table that every place and size shares: wait, leases, demandes, pressure."""
    year = m.reader.last_year(DELAY)
    medians = [m.reader.value(DELAY, year, code, size, "mediane") for _, code, size in lines]
    full = longest(medians)
    rows = tuple(
        Row(header, (cell(median, Unit.MONTHS, full), *_counts(m, year, code, size)))
        for (header, code, size), median in zip(lines, medians, strict=True)
    )
    columns = (
        Column(first, numeric=False),
        Column(f"Délai médian des ménages logés en {year}", href=derivation(DELAY)),
        Column(f"Attributions en {year}", href=derivation(LEASES)),
        Column(f"Demandes en attente fin {year}", href=derivation(PENDING)),
        Column("Demandes pour une attribution", href=derivation(TENSION)),
    )
    return Grid(key, caption, columns, rows)


def _counts(m: Material, year: int, code: str, size: str) -> tuple[Cell, ...]:
    """Return leases, demandes at the end of the year and their ratio, as cells."""
    return (
        cell(m.reader.value(LEASES, year, code, size), Unit.BAUX),
        cell(m.reader.value(PENDING, year + 1, code, size), Unit.DEMANDES),
        cell(m.reader.value(TENSION, year, code, size), Unit.DEMANDES_PAR_BAIL),
    )


def _communes(m: Material) -> Page:
    territory = m.publication.territory
    caption = f"Les communes {words.de(territory.short_name)}, toutes tailles de logement"
    lines = [
        (Cell(c.name, href=f"{ROOT}/{commune_path(c)}"), c.code, ENSEMBLE)
        for c in territory.communes
    ]
    context = {
        "territoire": territory,
        "communes": [(c, commune_path(c)) for c in territory.communes],
        "tableau_communes": _wait_grid(m, "communes", caption, "Commune", lines),
        "sources": sources(m.publication, WAIT_TABLE),
        "textes": m.texts,
    }
    return Page(
        "communes/", "Trouver ma commune",
        f"Toutes les communes {words.de(territory.short_name)} : demandes, attributions et délais.",
        (HOME_CRUMB, Crumb("Communes", None)), "communes/", body("communes", context),
    )  # fmt: skip


def _commune(m: Material, commune: Commune) -> Page:
    path = commune_path(commune)
    keys = [f"territoires/{commune.code}/{kind}" for kind in ("delais", "repartition", "evolution")]
    year = m.reader.last_year(DELAY)
    context = {
        "commune": commune,
        "territoire": m.publication.territory,
        "annee": year,
        "attente": waiting(m, commune.code, commune.name),
        "chances": f"{ROOT}/attente/{commune.code}-{place_slug(commune.name)}/",
        "chemins_attente": ways(m.publication, PENDING),
        "reponses": [answer(m, commune.code, commune.name, s) for s in SIZES],
        "ensemble": answer(m, commune.code, commune.name, ENSEMBLE),
        "tableau_tailles": _by_size(m, commune),
        "tableau_voisines": _neighbours(m, commune, year),
        "figures": [m.figures[key] for key in keys if key in m.figures],
        "fichier": f"{ROOT}/{path}donnees.csv",
        "sources": sources(m.publication, WAIT_TABLE),
        "textes": m.texts,
        "demonstration": m.publication.demonstration,
    }
    return Page(
        path, f"Quelle attente {words.a(commune.name)} ?",
        f"Logement social {words.a(commune.name)} : attente constatée, demandes et attributions par "
        "taille de logement.",
        (HOME_CRUMB, COMMUNES_CRUMB, Crumb(commune.name, None)), "communes/",
        body("commune", context),
    )  # fmt: skip


def _by_size(m: Material, commune: Commune) -> Grid:
    lines = [(_size_cell(size), commune.code, size) for size in (*SIZES, ENSEMBLE)]
    caption = f"{commune.name}, par taille de logement"
    return _wait_grid(m, "tailles", caption, "Taille du logement", lines)


def _size_cell(size: str) -> Cell:
    return Cell(SIZE_WORDS[size], href=None if size == ENSEMBLE else f"{ROOT}/{size_path(size)}")


def _neighbours(m: Material, commune: Commune, year: int) -> Grid:
    """Return the communes of the territory by pressure, this one marked."""
    values = [(c, m.reader.value(TENSION, year, c.code)) for c in m.publication.territory.communes]
    values.sort(key=lambda pair: (pair[1].amount is None, -(pair[1].amount or 0)))
    full = longest(v for _, v in values)
    rows = tuple(
        Row(
            Cell(c.name, href=None if c == commune else f"{ROOT}/{commune_path(c)}"),
            (cell(v, Unit.DEMANDES_PAR_BAIL, full), *_counts(m, year, c.code, ENSEMBLE)[:2]),
            current=c == commune,
        )
        for c, v in values
    )
    columns = (
        Column("Commune", numeric=False),
        Column("Demandes pour une attribution", href=derivation(TENSION)),
        Column(f"Attributions en {year}", href=derivation(LEASES)),
        Column(f"Demandes en attente fin {year}", href=derivation(PENDING)),
    )
    return Grid("voisines", "Toutes tailles : cette commune et ses voisines", columns, rows)


def _sizes(m: Material) -> Page:
    territory = m.publication.territory
    lines = [(_size_cell(size), territory.siren, size) for size in SIZES]
    caption = f"{territory.short_name}, par taille de logement"
    keys = [f"territoires/{territory.siren}/{kind}" for kind in ("delais", "repartition")]
    context = {
        "territoire": territory,
        "tableau_tailles": _wait_grid(m, "tailles", caption, "Taille du logement", lines),
        "figures": [m.figures[key] for key in keys if key in m.figures],
        "sources": sources(m.publication, WAIT_TABLE),
        "textes": m.texts,
    }
    return Page(
        "tailles/", "Quelle attente selon la taille du logement ?",
        f"Délais, demandes et attributions par taille de logement {words.a(territory.short_name)}.",
        (HOME_CRUMB, Crumb("Tailles", None)), "tailles/", body("tailles", context),
    )  # fmt: skip


def _size(m: Material, size: str) -> Page:
    territory = m.publication.territory
    caption = f"{SIZE_WORDS[size]} : de l’attente la plus courte à la plus longue"
    lines = [
        (Cell(c.name, href=f"{ROOT}/{commune_path(c)}#{slug(size)}"), c.code, size)
        for c in _shortest_first(m, size)
    ]
    context = {
        "taille": SIZE_WORDS[size],
        "territoire": territory,
        "reponse": answer(m, territory.siren, territory.short_name, size),
        "tableau_communes": _wait_grid(m, "communes", caption, "Commune", lines),
        "figure_delais": m.figures.get(f"tailles/{size}/delais"),
        "sources": sources(m.publication, WAIT_TABLE),
        "textes": m.texts,
    }
    return Page(
        size_path(size), f"{SIZE_WORDS[size]} : où l’attente est-elle la plus courte ?",
        f"Délais des ménages logés en {size} par commune {words.a(territory.short_name)}.",
        (HOME_CRUMB, SIZES_CRUMB, Crumb(SIZE_WORDS[size], None)), "tailles/", body("taille", context),
    )  # fmt: skip


def _shortest_first(m: Material, size: str) -> list[Commune]:
    """Return the communes from the shortest median wait to the longest, unknown ones last."""
    year = m.reader.last_year(DELAY)

    def wait(commune: Commune) -> tuple[bool, float]:
        amount = m.reader.value(DELAY, year, commune.code, size, "mediane").amount
        return amount is None, amount or 0.0

    return sorted(m.publication.territory.communes, key=wait)
