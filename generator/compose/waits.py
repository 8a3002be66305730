"""« Combien de temps vais-je attendre ? »: a page to choose a commune, and one per commune."""

from __future__ import annotations

from collections.abc import Iterator

from generator import words
from generator.compose.chances import curve, wait
from generator.compose.material import Material
from generator.compose.places import HOME_CRUMB, commune_path, place_slug
from generator.compose.provenance import derivation, sources
from generator.compose.render import ROOT, body
from generator.compose.sentences import DELAY, lacking
from generator.curve import CHANCE, LEFT
from generator.model import Cell, Column, Commune, Crumb, Grid, Page, Row, Unit
from generator.reading import SIZE_WORDS, SIZES, cell, slug
from generator.settings import ENSEMBLE

WAIT_CRUMB = Crumb("Attente", "attente/")
TABLES = ("demandes_stock", "baux_delai", "sorties_anciennete", "delais_attributaires")
TITLE = "Combien de temps vais-je attendre ?"


def wait_path(commune: Commune) -> str:
    """Return the address of the chances of a commune."""
    return f"attente/{commune.code}-{place_slug(commune.name)}/"


def wait_pages(m: Material) -> Iterator[Page]:
    """Yield the page of the whole territory, then one per commune."""
    yield _index(m)
    for commune in m.publication.territory.communes:
        yield _commune(m, commune)


def _index(m: Material) -> Page:
    territory = m.publication.territory
    context = {
        **_shared(m, territory.siren, territory.short_name),
        "communes": [(c, wait_path(c)) for c in territory.communes],
        "tableau_tailles": _by_size(m),
    }
    return Page(
        "attente/", TITLE,
        f"La chance d’avoir signé un bail en 1, 2, 3 et 4 ans {words.a(territory.short_name)}, et ce "
        "qu’elle ne dit pas.",
        (HOME_CRUMB, Crumb("Attente", None)), "attente/", body("attente", context),
    )  # fmt: skip


def _commune(m: Material, commune: Commune) -> Page:
    context = {
        **_shared(m, commune.code, commune.name),
        "commune": commune,
        "chiffres": f"{ROOT}/{commune_path(commune)}",
    }
    return Page(
        wait_path(commune), f"{TITLE} {commune.name}",
        f"La chance d’avoir signé un bail {words.a(commune.name)}, par taille de logement.",
        (HOME_CRUMB, WAIT_CRUMB, Crumb(commune.name, None)), "attente/",
        body("attente_commune", context),
    )  # fmt: skip


def _shared(m: Material, code: str, name: str) -> dict[str, object]:
    """Return what both pages say: one answer per size, the limits, the sources."""
    published = CHANCE in m.publication.results and not m.publication.results[CHANCE].missing
    return {
        "territoire": m.publication.territory,
        "annee": m.reader.last_year(CHANCE),
        "publie": published,
        "manquants": "" if published else lacking(m, _missing(m)),
        "reponses": [wait(m, code, name, size) for size in (*SIZES, ENSEMBLE)] if published else [],
        "delai": derivation(DELAY),
        "sources": sources(m.publication, TABLES),
        "textes": m.texts,
        "demonstration": m.publication.demonstration,
    }


def _missing(m: Material) -> tuple[str, ...]:
    return m.publication.results[CHANCE].missing if CHANCE in m.publication.results else ()


def _by_size(m: Material) -> Grid:
    """Return the chance within one and four years of each size, for the whole territory."""
    code = m.publication.territory.siren
    year = m.reader.last_year(DELAY)
    rows = []
    for size in (*SIZES, ENSEMBLE):
        found = curve(m, code, size)
        median = m.reader.value(DELAY, year, code, size, "mediane")
        cells = [cell(found.housed[i], Unit.PERCENT, 100 if not i else None) for i in (0, 1, 3)]
        rows.append(
            Row(
                Cell(SIZE_WORDS[size], href=f"#{slug(size)}"),
                (*cells, cell(found.left[3], Unit.PERCENT), cell(median, Unit.MONTHS)),
            )
        )
    columns = (
        Column("Taille du logement", numeric=False),
        *(Column(f"Bail signé en {words.counted(y, 'an')}", href=derivation(CHANCE)) for y in (1, 2, 4)),
        Column("Sortie sans logement en 4 ans", href=derivation(LEFT)),
        Column("Délai médian des ménages logés", href=derivation(DELAY)),
    )  # fmt: skip
    caption = f"{m.publication.territory.short_name} : la chance et le délai, côte à côte"
    return Grid("chances", caption, columns, tuple(rows))
