"""The home page, the index of conventions and the map of the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator import words
from generator.compose.material import Material, address
from generator.compose.places import HOME_CRUMB, commune_path, size_path
from generator.compose.provenance import derivation, origins
from generator.compose.render import body
from generator.compose.sentences import DELAY, LEASES, PENDING, TENSION, answer, spoken
from generator.model import (
    Cell,
    Column,
    Crumb,
    Grid,
    Page,
    Row,
    Unit,
)
from generator.reading import SIZE_WORDS, SIZES, text
from generator.settings import ENSEMBLE
from generator.texts import convention_of

PUBLISHED_TABLES = ("demandes_publiees", "attributions_publiees", "parc_publie")


@dataclass(frozen=True)
class Card:
    """One key figure of the home page."""

    value: str
    label: str
    href: str


def home_page(m: Material) -> Page:
    """Return the home page: find a commune, four m.figures, three doors."""
    territory = m.publication.territory
    year = m.reader.last_year(DELAY)
    context = {
        "territoire": territory,
        "communes": [(c, commune_path(c)) for c in territory.communes],
        "tailles": [(SIZE_WORDS[s], size_path(s)) for s in SIZES],
        "cartes": _cards(m),
        "annee": year,
        "reponse": answer(m, territory.siren, territory.short_name, ENSEMBLE),
        "publies": _official(m),
        "figure_evolution": m.figures.get(f"territoires/{territory.siren}/evolution"),
        "demonstration": m.publication.demonstration,
    }
    return Page(
        "", "Combien de temps attend-on un logement social ici ?",
        f"Demandes, attributions et délais des logements sociaux {words.de(territory.short_name)}.",
        (), "", body("accueil", context),
    )  # fmt: skip


def _cards(m: Material) -> list[Card]:
    code = m.publication.territory.siren
    stock_year, year = m.reader.last_year(PENDING), m.reader.last_year(DELAY)
    median = m.reader.value(DELAY, year, code, ENSEMBLE, "mediane")
    delay = spoken(median.amount) if median.amount is not None else text(median, Unit.MONTHS)
    return [
        Card(
            text(m.reader.value(PENDING, stock_year, code), Unit.DEMANDES),
            f"demandes en attente{f' au 1er janvier {stock_year}' if stock_year else ''}",
            derivation(PENDING),
        ),
        Card(
            text(m.reader.value(LEASES, year, code), Unit.BAUX),
            f"attributions en {year}",
            derivation(LEASES),
        ),
        Card(
            text(m.reader.value(TENSION, year, code), Unit.DEMANDES_PAR_BAIL),
            f"demandes pour une attribution en {year}",
            derivation(TENSION),
        ),
        Card(
            delay,
            f"délai médian des ménages logés en {year}",
            derivation(DELAY),
        ),
    ]


def _official(m: Material) -> Grid | None:
    """Return the totals that institutions really published, each with its source and date."""
    tables = [
        m.publication.tables[name] for name in PUBLISHED_TABLES if name in m.publication.tables
    ]
    rows = [_official_row(row) for t in tables for row in t.table.frame.to_dict("records")]
    columns = (
        Column("Ce qui est compté", numeric=False), Column("Nombre"), Column("Unité", numeric=False),
        Column("Période", numeric=False), Column("Source", numeric=False),
    )  # fmt: skip
    if not rows:
        return None
    return Grid(
        "publies", "Chiffres réels, tels que publiés par leurs auteurs", columns, tuple(rows),
        ways=origins(m.publication, *PUBLISHED_TABLES),
    )  # fmt: skip


def _official_row(row: dict[Any, Any]) -> Row:
    value = float(row["valeur"])
    read_on = words.day(date.fromisoformat(str(row["lu_le"])))
    cells = (
        Cell(words.number(value, _decimals(value))),
        Cell(str(row["unite"])),
        Cell(_official_period(str(row["periode"]))),
        Cell(f"{row['source']} (relevé le {read_on})"),
    )
    return Row(Cell(str(row["definition"])), cells)


def _official_period(period: str) -> str:
    """Return a year as it is, a date in words."""
    return words.day(date.fromisoformat(period)) if "-" in period else period


def _decimals(value: float) -> int:
    return 0 if value.is_integer() else 1


def map_page(m: Material, pages: Iterable[Page]) -> Page:
    """Return the map of the site: every page, by part."""
    links = [(p.path, p.title) for p in pages]
    links += [
        (address(d), str(d.meta["titre"])) for d in m.documents if convention_of(d.path) is None
    ]
    parts: dict[str, list[tuple[str, str]]] = {}
    for path, title in sorted(links):
        head, _, rest = path.partition("/")
        parts.setdefault(head if rest or path in HEADS else "", []).append((path, title))
    context = {
        "parties": [
            (HEADS.get(f"{head}/", "Le site"), entries) for head, entries in sorted(parts.items())
        ]
    }
    return Page(
        "plan-du-site/", "Plan du site", "Toutes les pages du site.",
        (HOME_CRUMB, Crumb("Plan du site", None)), "plan-du-site/", body("plan", context),
    )  # fmt: skip


HEADS = {
    "communes/": "Communes",
    "attente/": "Combien de temps vais-je attendre ?",
    "tailles/": "Tailles de logement",
    "engagements/": "Engagements",
    "bailleurs/": "Bailleurs",
    "reservataires/": "Réservataires",
    "indicateurs/": "Indicateurs",
    "conventions/": "Conventions",
    "donnees/": "Données",
    "facile/": "Facile à lire",
    "gouvernance/": "Gouvernance",
    "guides/": "Guides",
    "methode/": "Méthode",
    "deposer/": "Déposer",
}
