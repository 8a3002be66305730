"""One page per indicator, from its declaration: definition, formula, law, example, values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator import words
from generator.compose.engagements import commitments, quoting
from generator.compose.material import Material
from generator.compose.places import HOME_CRUMB, commune_path, indicator_csv
from generator.compose.promises import Promise, achieved_text, promises
from generator.compose.provenance import derivation, sources
from generator.compose.render import ROOT, body
from generator.compose.sentences import lacking
from generator.model import Cell, Column, Crumb, Grid, Page, Published, Row, Unit
from generator.reading import SIZE_WORDS, SIZES, Value, cell, interval, longest
from generator.settings import ENSEMBLE, PROJECT_VERSION

LIST_CRUMB = Crumb("Indicateurs", "indicateurs/")
WIDEST_GRID = 8
"""Modalities beside each other before a table is wider than it can be read."""

MAIN_MODALITY = {
    "delai-median": "mediane",
    "delai-moyen": "moyenne",
    "anciennete-demandes": "mediane",
    "delai-par-tranches": "mediane",
    "chance-bail": "M_12",
    "sortie-sans-logement": "M_12",
}


DERIVED_BY = f"version {PROJECT_VERSION} du générateur"


def indicator_pages(m: Material) -> Iterator[Page]:
    """Yield the list of indicators and one page for each."""
    yield _list(m)
    for published in m.publication.results.values():
        yield _page(m, published)


def indicator_files(m: Material) -> Iterator[tuple[str, bytes]]:
    """Yield the CSV of each indicator."""
    for name in sorted(m.publication.results):
        yield f"indicateurs/{name}/donnees.csv", indicator_csv(m, name)


def _list(m: Material) -> Page:
    place = m.publication.territory
    rows = tuple(
        Row(
            Cell(p.indicator.title, href=f"{ROOT}/indicateurs/{p.indicator.id}/"),
            (*_latest(m, p, place.siren), Cell(p.indicator.code)),
        )
        for p in m.publication.results.values()
    )
    columns = (
        Column("Indicateur", numeric=False),
        Column("Valeur"),
        Column("Année", numeric=False),
        Column("Repère", numeric=False),
    )
    context = {
        "territoire": place,
        "tableau_indicateurs": Grid(
            "indicateurs", f"Dernière valeur connue pour {place.short_name}", columns, rows
        ),
    }
    return Page(
        "indicateurs/", "Les indicateurs", "Chaque indicateur : définition, calcul, sources et valeurs.",
        (HOME_CRUMB, Crumb("Indicateurs", None)), "indicateurs/", body("indicateurs", context),
    )  # fmt: skip


def _latest(m: Material, published: Published, code: str) -> tuple[Cell, Cell]:
    """Return the newest known value of the whole territory, and its year."""
    indicator = published.indicator
    if not published.told:
        return Cell("non publié", muted=True), Cell("sans objet", muted=True)
    modality = MAIN_MODALITY.get(indicator.id, "")
    year = m.reader.last_known(indicator.id, code, modality)
    if indicator.modalities and not modality:
        return Cell("voir la page"), Cell(str(year))
    value = cell(m.reader.value(indicator.id, year, code, ENSEMBLE, modality), indicator.unit)
    return replace(value, href=derivation(indicator.id)), Cell(str(year))


def _page(m: Material, published: Published) -> Page:
    indicator = published.indicator
    territory = m.publication.territory
    goals = [p for p in promises(m) if p.indicator == indicator.id]
    context = {
        "indicateur": indicator,
        "territoire": territory,
        "formule": indicator.formula.words(),
        "lignes": indicator.formula.rows(),
        "code": DERIVED_BY,
        "manquants": [n for n in published.missing if n not in m.publication.tables],
        "arrondis": lacking(m, [n for n in published.missing if n in m.publication.tables]),
        "objectifs": goals,
        "exemple": indicator.example,
        "tableaux": _grids(m, published),
        "caches": published.masked,
        "fichier": f"{ROOT}/indicateurs/{indicator.id}/donnees.csv",
        "sources": sources(m.publication, [s.table.name for s in published.sources]),
        "lu_le": words.day(indicator.reference.read_on) if indicator.reference else "",
        "demonstration": published.demonstration,
        "tableau_objectifs": _goal_grid(m, goals) if goals else None,
        "articles": quoting(m, indicator.id),
    }
    return Page(
        f"indicateurs/{indicator.id}/", indicator.title, indicator.definition,
        (HOME_CRUMB, LIST_CRUMB, Crumb(indicator.title, None)), "indicateurs/",
        body("indicateur", context),
    )  # fmt: skip


def _goal_grid(m: Material, goals: list[Promise]) -> Grid:
    articles = {p.code: Cell(p.where, href=p.href) for p in commitments(m) if p.href}
    columns = (
        Column("Objectif", numeric=False), Column("Période", numeric=False), Column("Réalisé"),
        Column("Résultat", numeric=False), Column("Source", numeric=False),
    )  # fmt: skip
    rows = tuple(
        Row(
            Cell(
                g.goal if g.actor == "tous" else f"{g.goal} ({g.actor})",
                href=g.href,
            ),
            (
                Cell(g.period),
                Cell(achieved_text(g.last, g.unit) if g.last else "non publié"),
                Cell(g.last.verdict if g.last else "non mesuré"),
                articles.get(g.code) or Cell(g.text),
            ),
        )
        for g in goals
    )
    return Grid("objectifs", "Objectifs des conventions et résultats", columns, rows)


def _grids(m: Material, published: Published) -> list[Grid]:
    """Return the values by year for the whole territory, by size, then by commune."""
    if published.missing:
        return []
    modalities = _labels(m, published)
    if len(modalities) > 1:
        grids = [_by_modality(m, published, modalities), crossed(m, published, modalities)]
    else:
        grids = [_by_size(m, published, next(iter(modalities)))]
    grids += [_by_commune(m, published)]
    return [grid for grid in grids if grid.rows]


def _labels(m: Material, published: Published) -> dict[str, str]:
    """Return the French label of each modality; a promise has what it is about and its goal."""
    told = {p.code: f"{p.name}, {p.goal}" for p in promises(m)}
    codes = set(published.frame["modalite"].astype(str))
    if codes and codes <= set(told):
        return {code: said for code, said in told.items() if code in codes}
    return labels(published)


def labels(published: Published) -> dict[str, str]:
    """Return the French label of each modality: declared, else read in the register it comes from."""
    if published.indicator.modalities:
        return dict(published.indicator.modalities)
    codes = sorted(set(published.frame["modalite"].astype(str))) or [""]
    for source in published.sources:
        frame = source.table.frame
        for key in source.table.keys:
            named = [f"{kind}_{key.removeprefix('code_')}" for kind in ("libelle", "nom")]
            column = next((name for name in named if name in frame), None)
            if column and set(codes) <= set(frame[key].astype(str)):
                told = dict(zip(frame[key].astype(str), frame[column].astype(str), strict=True))
                return {code: told[code] for code in codes}
    return {code: code for code in codes}


def crossed(m: Material, published: Published, modalities: dict[str, str]) -> Grid:
    """Return the newest values of the whole territory by size and modality; no row for one size."""
    indicator, place = published.indicator, m.publication.territory
    year = m.reader.last_year(indicator.id)
    sizes = [s for s in (*SIZES, ENSEMBLE) if s in set(published.frame["typologie"])]
    shown = modalities if len(modalities) <= WIDEST_GRID else {}
    rows = tuple(
        Row(
            Cell(SIZE_WORDS[s]),
            tuple(
                cell(m.reader.value(indicator.id, year, place.siren, s, code), indicator.unit)
                for code in shown
            ),
        )
        for s in sizes
        if len(sizes) > 1 and shown
    )
    columns = (
        Column("Taille", numeric=False),
        *(Column(words.upper_first(t)) for t in shown.values()),
    )
    return Grid("par-taille", f"{place.short_name}, {year}, {indicator.unit}", columns, rows)


def _spans(values: list[Value], unit: Unit) -> Cell:
    """Return what chance alone can change of the newest value."""
    said = interval(values[0], unit) if values else ""
    return Cell(said) if said else Cell("sans intervalle", muted=True)


def _by_size(m: Material, published: Published, modality: str) -> Grid:
    indicator, place = published.indicator, m.publication.territory
    years = newest_first(m.reader.years(indicator.id))
    known = set(published.frame["typologie"])
    lines = {
        s: [m.reader.value(indicator.id, y, place.siren, s, modality) for y in years]
        for s in (*SIZES, ENSEMBLE)
        if s in known
    }
    spans = any(interval(values[0], indicator.unit) for values in lines.values() if values)
    rows = tuple(
        Row(
            Cell(SIZE_WORDS[s]),
            (
                *(cell(v, indicator.unit) for v in row),
                *([_spans(row, indicator.unit)] if spans else []),
            ),
        )
        for s, row in lines.items()
        if any(v.told or v.status != "nd" for v in row)
    )
    columns = (Column("Taille", numeric=False), *_year_columns(years, spans=spans))
    return Grid("ensemble", f"{place.short_name}, {indicator.unit}", columns, rows)


def _by_modality(m: Material, published: Published, modalities: dict[str, str]) -> Grid:
    indicator, place = published.indicator, m.publication.territory
    years = newest_first(m.reader.years(indicator.id))
    values = {
        label: [m.reader.value(indicator.id, y, place.siren, ENSEMBLE, code) for y in years]
        for code, label in modalities.items()
    }
    spans = any(interval(row[0], indicator.unit) for row in values.values() if row)
    rows = tuple(
        Row(
            Cell(words.upper_first(label)),
            (
                *(cell(v, indicator.unit) for v in row),
                *([_spans(row, indicator.unit)] if spans else []),
            ),
        )
        for label, row in values.items()
        if any(v.known or v.status != "nd" for v in row)
    )
    columns = (Column("Repère", numeric=False), *_year_columns(years, spans=spans))
    return Grid("ensemble", f"{place.short_name}, toutes tailles, {indicator.unit}", columns, rows)


def _by_commune(m: Material, published: Published) -> Grid:
    """Return the main value of each commune, year after year; no row when it has none."""
    indicator = published.indicator
    years = newest_first(m.reader.years(indicator.id))
    modality = MAIN_MODALITY.get(indicator.id, next(iter(indicator.modalities), ""))
    places = [
        c
        for c in m.publication.territory.communes
        if c.code in set(published.frame["code_territoire"])
    ]
    values = {
        c: [m.reader.value(indicator.id, y, c.code, ENSEMBLE, modality) for y in years]
        for c in places
    }
    full = longest(v[0] for v in values.values() if v)
    named = not indicator.modalities or indicator.id in MAIN_MODALITY
    rows = tuple(
        Row(Cell(c.name, href=f"{ROOT}/{commune_path(c)}"), _series(v, indicator.unit, full))
        for c, v in values.items()
        # A list by kind has no row for what a commune does not have: nothing is missing.
        if named or any(one.told or one.status != "nd" for one in v)
    )
    columns = (Column("Commune", numeric=False), *(Column(str(y)) for y in years))
    told = indicator.modalities.get(modality, "")
    caption = f"Par commune, toutes tailles{', ' + told if told else ''}, {indicator.unit}"
    return Grid("par-commune", caption, columns, rows)


def _year_columns(years: tuple[int, ...], *, spans: bool) -> tuple[Column, ...]:
    """Return one column per year, then what chance can change of the newest one."""
    last = [Column(f"Intervalle à 95 %, {years[0]}", numeric=False)] if spans else []
    return (*(Column(str(y)) for y in years), *last)


def _series(values: list[Value], unit: Unit, full: float | None) -> tuple[Cell, ...]:
    """Return the cells of a series, newest first; only the newest has a bar."""
    return (*(cell(v, unit, full) for v in values[:1]), *(cell(v, unit) for v in values[1:]))


def newest_first(years: tuple[int, ...]) -> tuple[int, ...]:
    """Return years so that a phone shows the newest one without scrolling."""
    return tuple(sorted(years, reverse=True))
