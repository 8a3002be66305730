"""One page per indicator, from its declaration: definition, formula, law, example, values."""

from __future__ import annotations

from collections.abc import Iterator

from generator import words
from generator.compose.places import HOME_CRUMB, commune_path, indicator_csv
from generator.compose.provenance import sources
from generator.compose.render import ROOT, body
from generator.compose.targets import Target, targets
from generator.model import Cell, Column, Crumb, Grid, Page, Publication, Published, Row, Unit
from generator.reading import SIZE_WORDS, SIZES, Reader, Value, cell, longest, text
from generator.settings import ENSEMBLE

LIST_CRUMB = Crumb("Indicateurs", "indicateurs/")
MAIN_MODALITY = {
    "delai-median": "mediane",
    "delai-moyen": "moyenne",
    "anciennete-demandes": "mediane",
}


def indicator_pages(publication: Publication, reader: Reader) -> Iterator[Page]:
    """Yield the list of indicators and one page for each."""
    yield _list(publication, reader)
    for published in publication.results.values():
        yield _page(publication, reader, published)


def indicator_files(publication: Publication) -> Iterator[tuple[str, bytes]]:
    """Yield the CSV of each indicator."""
    for name in sorted(publication.results):
        yield f"indicateurs/{name}/donnees.csv", indicator_csv(publication, name)


def _list(publication: Publication, reader: Reader) -> Page:
    place = publication.territory
    rows = tuple(
        Row(
            Cell(p.indicator.title, href=f"{ROOT}/indicateurs/{p.indicator.id}/"),
            (Cell(p.indicator.code), _latest(reader, p, place.siren), Cell(_period(reader, p))),
        )
        for p in publication.results.values()
    )
    columns = (
        Column("Indicateur", numeric=False),
        Column("Repère", numeric=False),
        Column(f"Valeur pour {place.short_name}"),
        Column("Période", numeric=False),
    )
    context = {
        "territoire": place,
        "tableau_indicateurs": Grid("indicateurs", "Les indicateurs publiés", columns, rows),
    }
    return Page(
        "indicateurs/", "Les indicateurs", "Chaque indicateur : définition, calcul, sources et valeurs.",
        (HOME_CRUMB, Crumb("Indicateurs", None)), "indicateurs/", body("indicateurs", context),
    )  # fmt: skip


def _latest(reader: Reader, published: Published, code: str) -> Cell:
    indicator = published.indicator
    if published.missing:
        return Cell("non publié", muted=True)
    if indicator.modalities and indicator.id not in MAIN_MODALITY:
        return Cell("voir la page")
    modality = MAIN_MODALITY.get(indicator.id, "")
    value = reader.value(indicator.id, reader.last_year(indicator.id), code, ENSEMBLE, modality)
    return cell(value, indicator.unit)


def _period(reader: Reader, published: Published) -> str:
    return str(reader.last_year(published.indicator.id) or "sans objet")


def _page(publication: Publication, reader: Reader, published: Published) -> Page:
    indicator = published.indicator
    territory = publication.territory
    goals = targets(publication, reader, indicator)
    context = {
        "indicateur": indicator,
        "territoire": territory,
        "formule": indicator.formula.words(),
        "manquants": published.missing,
        "objectifs": goals,
        "exemple": indicator.example,
        "tableaux": _grids(publication, reader, published),
        "caches": published.masked,
        "fichier": f"{ROOT}/indicateurs/{indicator.id}/donnees.csv",
        "sources": sources(publication, [s.table.name for s in published.sources]),
        "lu_le": words.day(indicator.reference.read_on) if indicator.reference else "",
        "demonstration": published.demonstration,
        "tableau_objectifs": _goal_grid(goals) if goals else None,
    }
    return Page(
        f"indicateurs/{indicator.id}/", indicator.title, indicator.definition,
        (HOME_CRUMB, LIST_CRUMB, Crumb(indicator.title, None)), "indicateurs/",
        body("indicateur", context),
    )  # fmt: skip


def _goal_grid(goals: list[Target]) -> Grid:
    columns = (
        Column("Objectif", numeric=False), Column("Période", numeric=False), Column("Réalisé"),
        Column("Résultat", numeric=False), Column("Source", numeric=False),
    )  # fmt: skip
    rows = tuple(
        Row(Cell(g.goal), (Cell(g.period), Cell(g.achieved), Cell(g.verdict), Cell(g.source)))
        for g in goals
    )
    return Grid("objectifs", "Objectifs des conventions et résultats", columns, rows)


def _grids(publication: Publication, reader: Reader, published: Published) -> list[Grid]:
    """Return the values by year for the whole territory, by size, then by commune."""
    if published.missing:
        return []
    modalities = dict(published.indicator.modalities) or {"": ""}
    if len(modalities) > 1:
        grids = [_by_modality(publication, reader, published, modalities)]
    else:
        grids = [_by_size(publication, reader, published, next(iter(modalities)))]
    grids += [_by_commune(publication, reader, published)]
    return [grid for grid in grids if grid.rows]


def _by_size(publication: Publication, reader: Reader, published: Published, modality: str) -> Grid:
    indicator, place = published.indicator, publication.territory
    years = reader.years(indicator.id)
    known = set(published.frame["typologie"])
    rows = tuple(
        Row(
            Cell(SIZE_WORDS[s]),
            tuple(
                cell(reader.value(indicator.id, y, place.siren, s, modality), indicator.unit)
                for y in years
            ),
        )
        for s in (*SIZES, ENSEMBLE)
        if s in known
    )
    columns = (Column("Taille", numeric=False), *(Column(str(y)) for y in years))
    return Grid("ensemble", f"{place.short_name}, {indicator.unit}", columns, rows)


def _by_modality(
    publication: Publication, reader: Reader, published: Published, modalities: dict[str, str]
) -> Grid:
    indicator, place = published.indicator, publication.territory
    years = reader.years(indicator.id)
    values = {
        label: [reader.value(indicator.id, y, place.siren, ENSEMBLE, code) for y in years]
        for code, label in modalities.items()
    }
    rows = tuple(
        Row(Cell(words.upper_first(label)), tuple(cell(v, indicator.unit) for v in row))
        for label, row in values.items()
        if any(v.known or v.status != "nd" for v in row)
    )
    columns = (Column("Repère", numeric=False), *(Column(str(y)) for y in years))
    return Grid("ensemble", f"{place.short_name}, toutes tailles, {indicator.unit}", columns, rows)


def _by_commune(publication: Publication, reader: Reader, published: Published) -> Grid:
    """Return the main value of each commune, year after year; no row when it has none."""
    indicator = published.indicator
    years = reader.years(indicator.id)
    modality = MAIN_MODALITY.get(indicator.id, next(iter(indicator.modalities), ""))
    places = [
        c
        for c in publication.territory.communes
        if c.code in set(published.frame["code_territoire"])
    ]
    values = {
        c: [reader.value(indicator.id, y, c.code, ENSEMBLE, modality) for y in years]
        for c in places
    }
    full = longest(v[-1] for v in values.values() if v)
    rows = tuple(
        Row(Cell(c.name, href=f"{ROOT}/{commune_path(c)}"), _series(v, indicator.unit, full))
        for c, v in values.items()
    )
    columns = (Column("Commune", numeric=False), *(Column(str(y)) for y in years))
    told = indicator.modalities.get(modality, "")
    caption = f"Par commune, toutes tailles{', ' + told if told else ''}, {indicator.unit}"
    return Grid("par-commune", caption, columns, rows)


def _series(values: list[Value], unit: Unit, full: float | None) -> tuple[Cell, ...]:
    """Return the cells of a series; only the last one has a bar."""
    return (*(cell(v, unit) for v in values[:-1]), *(cell(v, unit, full) for v in values[-1:]))


def value_text(value: Value, unit: Unit) -> str:
    """Return a value as text, or why there is none."""
    return text(value, unit)
