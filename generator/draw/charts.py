"""The charts of the site: which published values each one shows, and how it is said."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator import words
from generator.draw import specs
from generator.draw.svg import render
from generator.model import Cell, Column, Figure, Grid, Publication, Row, Unit
from generator.reading import SIZE_WORDS, SIZES, Reader, Value, cell, slug, text
from generator.settings import ENSEMBLE

DELAY, SPREAD = "delai-median", "repartition-delais"
PENDING, LEASES = "demandes-en-attente", "attributions"
QUARTILES = ("q1", "mediane", "q3")
RANGE_NOTE = (
    "Le trait marque la médiane : la moitié des ménages logés a attendu moins, l’autre moitié plus. "
    "La barre va du premier au troisième quartile : la moitié des ménages est dedans."
)


@dataclass(frozen=True)
class Wording:
    """What a chart says of itself, and the indicators that it shows."""

    key: str
    title: str
    subtitle: str
    alt: str
    shows: tuple[str, ...]


def delays_by_size(publication: Publication, reader: Reader, code: str, name: str) -> Figure | None:
    """Return the delays of the households housed last year in a place, by size of home."""
    year = reader.last_year(DELAY)
    values = {size: _quartiles(reader, year, code, size) for size in SIZES}
    wording = Wording(
        key=f"delais-{code}",
        title=f"Attente des ménages logés {words.a(name)} en {year}, par taille de logement",
        subtitle="Délai entre la demande et la signature du bail, en mois",
        alt=_said({SIZE_WORDS[size]: v for size, v in values.items()}),
        shows=(DELAY,),
    )
    named = {SIZE_WORDS[size]: v for size, v in values.items()}
    return _ranges(publication, wording, named, "Taille du logement")


def delays_by_commune(publication: Publication, reader: Reader, size: str) -> Figure | None:
    """Return the delays of the households housed last year in a size of home, by commune."""
    year = reader.last_year(DELAY)
    values = {
        c.name: _quartiles(reader, year, c.code, size) for c in publication.territory.communes
    }
    wording = Wording(
        key=f"delais-{slug(size)}",
        title=f"Attente des ménages logés en {size} en {year}, par commune",
        subtitle="Délai entre la demande et la signature du bail, en mois",
        alt=_said(values),
        shows=(DELAY,),
    )
    return _ranges(publication, wording, values, "Commune")


def history(publication: Publication, reader: Reader, code: str, name: str) -> Figure | None:
    """Return the demandes en attente and the leases of a place, year after year."""
    years = sorted({*reader.years(PENDING), *reader.years(LEASES)})
    series = {
        "demandes en attente": [reader.value(PENDING, y, code) for y in years],
        "attributions": [reader.value(LEASES, y, code) for y in years],
    }
    if not any(v.known for values in series.values() for v in values):
        return None
    wording = Wording(
        key=f"evolution-{code}",
        title=f"Demandes et attributions {words.a(name)}, année après année",
        subtitle="Demandes en attente au 1er janvier ; attributions dans l’année",
        alt=_told(years, series),
        shows=(PENDING, LEASES),
    )
    spec = specs.lines(_long(years, series), series=list(series))
    grid = Grid(
        f"{wording.key}-tableau", wording.title,
        (Column("Année", numeric=False), *(Column(words.upper_first(s)) for s in series)),
        tuple(
            Row(Cell(str(y)), tuple(cell(v[i], Unit.DEMANDES) for v in series.values()))
            for i, y in enumerate(years)
        ),
    )  # fmt: skip
    rows = [
        [y, name_, raw(v[i].amount), v[i].status]
        for i, y in enumerate(years)
        for name_, v in series.items()
    ]
    header = ["annee", "serie", "valeur", "statut"]
    return figure_of(publication, wording, spec, grid, (header, rows))


def shares(publication: Publication, reader: Reader, code: str, name: str) -> Figure | None:
    """Return how the leases of last year in a place are spread over the time waited."""
    year = reader.last_year(SPREAD)
    modalities = publication.results[SPREAD].indicator.modalities
    values = {
        label: reader.value(SPREAD, year, code, ENSEMBLE, modality)
        for modality, label in modalities.items()
    }
    known = {label: v for label, v in values.items() if v.known}
    if len(known) < 2:  # noqa: PLR2004 - one bar compares with nothing
        return None
    wording = Wording(
        key=f"repartition-{code}",
        title=f"Temps attendu par les ménages logés {words.a(name)} en {year}",
        subtitle="Part des baux signés dans l’année, selon la durée d’attente",
        alt=f"{_list((n, text(v, Unit.PERCENT)) for n, v in values.items())}.",
        shows=(SPREAD,),
    )
    data = pd.DataFrame(
        {
            "nom": list(known),
            "valeur": [v.amount for v in known.values()],
            "etiquette": [text(v, Unit.PERCENT) for v in known.values()],
        }
    )
    grid = Grid(
        f"{wording.key}-tableau", wording.title,
        (Column("Durée d’attente", numeric=False), Column("Part des baux"), Column("Nombre de baux")),
        tuple(Row(Cell(n), (cell(v, Unit.PERCENT), _count(v))) for n, v in values.items()),
    )  # fmt: skip
    rows = [
        [year, code, n, raw(v.amount), v.numerator, v.denominator, v.status]
        for n, v in values.items()
    ]
    header = ["annee", "code_territoire", "delai", "part_pct", "nb_baux", "nb_baux_total", "statut"]
    spec = specs.bars(data, unit="% des baux signés")
    return figure_of(publication, wording, spec, grid, (header, rows))


def _quartiles(reader: Reader, year: int, code: str, size: str) -> tuple[Value, ...]:
    return tuple(reader.value(DELAY, year, code, size, q) for q in QUARTILES)


def _ranges(
    publication: Publication,
    wording: Wording,
    values: dict[str, tuple[Value, ...]],
    first_column: str,
) -> Figure | None:
    known = {n: v for n, v in values.items() if all(q.known for q in v)}
    if not known:
        return None
    data = pd.DataFrame(
        {
            "nom": list(known),
            **{
                column: [v[i].amount for v in known.values()]
                for i, column in enumerate(("bas", "milieu", "haut"))
            },
            "etiquette": [text(v[1], Unit.MONTHS) for v in known.values()],
        }
    )
    titles = (first_column, "Un quart a attendu moins de", "La moitié a attendu moins de",
              "Un quart a attendu plus de", "Baux signés")  # fmt: skip
    grid = Grid(
        f"{wording.key}-tableau", wording.title,
        tuple(Column(t, numeric=i > 0) for i, t in enumerate(titles)),
        tuple(
            Row(Cell(n), (*(cell(q, Unit.MONTHS) for q in v), _base(v[1])))
            for n, v in values.items()
        ),
        RANGE_NOTE,
    )  # fmt: skip
    rows = [
        [n, *(raw(q.amount) for q in v), v[1].denominator, v[1].status] for n, v in values.items()
    ]
    header = ["nom", "q1_mois", "mediane_mois", "q3_mois", "nb_baux", "statut"]
    spec = specs.ranges(data, unit="mois d’attente")
    return figure_of(publication, wording, spec, grid, (header, rows))


def figure_of(
    publication: Publication,
    wording: Wording,
    spec: dict[str, Any],
    grid: Grid,
    data: tuple[list[str], list[list[Any]]],
) -> Figure:
    """Return a chart with what replaces it: words, table and file."""
    demonstration = publication.demonstration
    file = _csv(*data, demonstration=demonstration)
    svg = render(spec, key=wording.key, title=wording.title, description=wording.alt)
    return Figure(
        id=wording.key,
        title=wording.title,
        subtitle=wording.subtitle,
        spec=spec,
        svg=svg,
        alt=wording.alt,
        table=grid,
        csv=file,
        csv_href=f"donnees/graphiques/{wording.key}.csv",
        csv_label=f"CSV, {words.size(len(file))}",
        source=words.listing(_producers(publication, wording)),
        demonstration=demonstration,
        shows=wording.shows,
    )


def _producers(publication: Publication, wording: Wording) -> list[str]:
    """Return who produced the tables behind a chart, each once."""
    shown = [publication.results[name] for name in wording.shows if name in publication.results]
    tables = [source.table for result in shown for source in result.sources]
    return list(dict.fromkeys(table.counting.producteur for table in tables))


def _csv(header: list[str], rows: Sequence[Sequence[Any]], *, demonstration: bool) -> bytes:
    nature = "données de démonstration" if demonstration else "données déposées"
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*header, "nature_donnees"])
    writer.writerows([*("" if v is None else v for v in row), nature] for row in rows)
    return stream.getvalue().encode()


def _said(values: dict[str, tuple[Value, ...]]) -> str:
    """Return ranges in words, hidden ones included."""
    parts = [
        (n, f"médiane {text(v[1], Unit.MONTHS)}, la moitié des ménages entre "
            f"{text(v[0], Unit.MONTHS)} et {text(v[2], Unit.MONTHS)}")
        if all(q.known for q in v)
        else (n, text(v[1], Unit.MONTHS))
        for n, v in values.items()
    ]  # fmt: skip
    return f"{_list(parts)}."


def _told(years: Sequence[int], series: dict[str, list[Value]]) -> str:
    """Return lines in words: the first and the last known value of each."""
    parts = []
    for name, values in series.items():
        known = [(y, v) for y, v in zip(years, values, strict=True) if v.known]
        if known:
            ends = dict.fromkeys((known[0], known[-1]))  # one year is said once
            said = ", ".join(f"{text(v, Unit.DEMANDES)} en {y}" for y, v in ends)
            parts.append(f"{words.upper_first(name)} : {said}.")
    return " ".join(parts).replace(" :", f"{words.NNBSP}:")


def _list(parts: Any) -> str:  # noqa: ANN401 - any iterable of pairs
    return f"{words.NNBSP}; ".join(f"{n}{words.NNBSP}: {said}" for n, said in parts)


def _long(years: Sequence[int], series: dict[str, list[Value]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"annee": str(y), "serie": name, "valeur": values[i].amount}
            for name, values in series.items()
            for i, y in enumerate(years)
        ]
    )


def raw(amount: float | None) -> float | int | None:
    """Return an amount as a file holds it: rounded, an integer when it is one."""
    if amount is None:
        return None
    rounded = float(words.rounded(amount, 2))
    return int(rounded) if rounded.is_integer() else rounded


def _base(value: Value) -> Cell:
    """Return the number of leases behind a delay."""
    if value.denominator is None:
        return Cell(words.NOT_PUBLISHED.get(value.status, words.NOT_PUBLISHED["nd"]), muted=True)
    return Cell(words.number(value.denominator))


def _count(value: Value) -> Cell:
    if value.numerator is None:
        return Cell(words.NOT_PUBLISHED.get(value.status, words.NOT_PUBLISHED["nd"]), muted=True)
    return Cell(words.number(value.numerator))
