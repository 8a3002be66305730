"""Guides with figures: the journey of a demande, cotation, flow of reservations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator import words
from generator.compose.blocks import Block, Link, Plan, block_page, count_cell, labels_of, rows_of
from generator.compose.material import Material, address
from generator.compose.places import HOME_CRUMB
from generator.compose.provenance import origins, sources, ways
from generator.compose.render import ROOT, body
from generator.compose.rights import threshold_page
from generator.model import Cell, Column, Crumb, Grid, Page, Row, Ways
from generator.reading import text
from generator.settings import ENSEMBLE

CRUMB = Crumb("Guides", "guides/")
FOLDERS = ("guides/", "facile/")


def guide_pages(m: Material) -> Iterator[Page]:
    """Yield the guides that the deposit allows, with their list."""
    pages = [_journey(m)]
    if rows_of(m, "cotation_grille"):
        pages.append(_cotation(m))
    if rows_of(m, "flux_reservation"):
        pages.append(_flow(m))
    pages.append(threshold_page(m, (HOME_CRUMB, CRUMB)))
    yield _index(m, pages)
    yield from pages


def _index(m: Material, pages: Sequence[Page]) -> Page:
    links = [Link(p.title, f"{ROOT}/{p.path}", p.description) for p in pages]
    links += [
        Link(str(d.meta["titre"]), f"{ROOT}/{address(d)}", str(d.meta["description"]))
        for d in m.documents
        if d.path.startswith(FOLDERS)
    ]
    links.append(Link("Faire une demande de logement social", f"{ROOT}/demarche/"))
    if "glossaire/" in m.texts:
        links.append(Link("Le glossaire", f"{ROOT}/glossaire/", "les mots et les sigles du site"))
    blocks = [Block("liste", "Choisir un guide", (), None, links)]
    lead = "Comprendre chaque étape, ses règles et ses chiffres."
    return block_page(
        m, Plan("guides/", "Les guides", lead, (HOME_CRUMB, Crumb("Guides", None)), blocks)
    )


def _crumbs(title: str) -> tuple[Crumb, ...]:
    return (HOME_CRUMB, CRUMB, Crumb(title, None))


# --- the journey of a demande ------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One step of the journey.

    Attributes:
        id: its anchor.
        title: its name.
        told: what happens.
        indicator: indicator that gives its figure, empty when a table does.
        noun: what the figure counts.
        table: table that gives its figure, with the category to read and the count.
    """

    id: str
    title: str
    told: str
    indicator: str = ""
    noun: str = ""
    table: tuple[str, str, str, str] | None = None


STEPS = (
    Step("enregistrement", "L’enregistrement",
         "La demande est déposée en ligne ou dans un guichet. Elle reçoit un numéro unique.",
         "nouvelles-demandes", "nouvelles demandes"),
    Step("instruction", "L’instruction",
         "Les pièces du dossier sont vérifiées. La demande est renouvelée chaque année.",
         "demandes-en-attente", "demandes en attente"),
    Step("designation", "La désignation",
         "Un logement se libère. Un réservataire ou le bailleur propose des candidats.",
         noun="logements proposés",
         table=("flux_reservation", "contingent", ENSEMBLE, "nb_logements_proposes")),
    Step("commission", "La commission d’attribution",
         "La CALEOL examine les dossiers et décide.", noun="décisions",
         table=("caleol_decisions", "decision", ENSEMBLE, "nb_decisions")),
    Step("rang", "Le rang",
         "La commission peut classer les candidats. Le suivant est appelé si le premier refuse.",
         noun="décisions avec un rang",
         table=("caleol_decisions", "decision", "attribution_rang", "nb_decisions")),
    Step("reponse", "La visite et la réponse", "Le candidat accepte ou refuse.", noun="refus",
         table=("caleol_decisions", "decision", ENSEMBLE, "nb_refus")),
    Step("bail", "Le bail", "Le ménage signe. C’est là que ce site compte une attribution.",
         "attributions", "baux signés"),
)  # fmt: skip


def _journey(m: Material) -> Page:
    """Return the seven steps of a demande, each with the figure of the last year known."""
    blocks = [
        Block(
            step.id, f"{number}. {step.title}", (step.told, _figure(m, step)), ways=_ways(m, step)
        )
        for number, step in enumerate(STEPS, 1)
    ]
    blocks.append(
        Block("lire", "Lire ces chiffres",
              ("Chaque chiffre compte autre chose : ne divisez pas l’un par l’autre.",
               "Une même demande peut être examinée plusieurs fois, et attendre plusieurs années."))
    )  # fmt: skip
    title = "Le parcours d’une demande"
    tables = (
        "demandes_nouvelles",
        "demandes_stock",
        "flux_reservation",
        "caleol_decisions",
        "baux_delai",
    )
    return block_page(
        m, Plan("guides/parcours/", title, "De l’enregistrement au bail : sept étapes et leur chiffre.",
                _crumbs(title), blocks, tables),
    )  # fmt: skip


def _figure(m: Material, step: Step) -> str:
    """Return the figure of a step in one sentence, or that it is not published."""
    here = words.upper_first(words.a(m.publication.territory.short_name))
    if step.indicator:
        published = m.publication.results.get(step.indicator)
        year = m.reader.last_year(step.indicator)
        if published is None or not year:
            return "Chiffre de cette étape : non publié."
        value = m.reader.value(step.indicator, year, m.publication.territory.siren)
        return f"{here}, {year} : {text(value, published.indicator.unit)} {step.noun}."
    if step.table is None:
        return "Chiffre de cette étape : non publié."
    table, column, category, count = step.table
    rows = [row for row in rows_of(m, table) if row[column] == category]
    if not rows:
        return "Chiffre de cette étape : non publié."
    last = max(rows, key=lambda row: int(row["annee"]))
    return f"{here}, {last['annee']} : {count_cell(last, count).text} {step.noun}."


def _ways(m: Material, step: Step) -> Ways:
    """Return how the figure of a step was obtained: by an indicator, or read in a table."""
    if step.indicator:
        return ways(m.publication, step.indicator)
    return origins(m.publication, step.table[0]) if step.table else ()


# --- cotation ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Criterion:
    """One line of the grid, as the calculator needs it."""

    code: str
    family: str
    label: str
    points: int
    for_mutations: bool


def _cotation(m: Material) -> Page:
    """Return the grid in force, worked examples and the calculator of the page."""
    rows = rows_of(m, "cotation_grille")
    effect = max(str(row["date_effet"])[:10] for row in rows)
    families = labels_of(m, "cotation_grille", "famille_critere")
    criteria = [
        Criterion(
            str(row["code_critere"]),
            families.get(str(row["famille_critere"]), str(row["famille_critere"])),
            str(row["libelle_critere"]),
            int(row["points"]),
            bool(row["vaut_mutations"]),
        )
        for row in rows
        if str(row["date_effet"])[:10] == effect
    ]
    order = list(families.values())
    criteria.sort(key=lambda c: (order.index(c.family) if c.family in order else 99, -c.points))
    table = m.publication.tables["cotation_grille"].table
    context = {
        "criteres": criteria,
        "grille": _grid(m, criteria, effect),
        "chemins": ways(m.publication, "cotation-points"),
        "exemples": _examples(criteria),
        "demonstration": table.demonstration,
        "sources": sources(m.publication, ("cotation_grille",)),
        "reglement": "conventions/cotation/" in {f"conventions/{c.slug}/" for c in m.library},
    }
    title = "Comprendre la cotation"
    return Page(
        "guides/cotation/", title, "Les critères, leurs points, des exemples, et leurs limites.",
        _crumbs(title), "guides/", body("cotation", context),
    )  # fmt: skip


def _grid(m: Material, criteria: Sequence[Criterion], effect: str) -> Grid:
    from generator.compose.partial_dates import told

    columns = (
        Column("Critère", numeric=False), Column("Points"), Column("Famille", numeric=False),
        Column("Compte pour une mutation", numeric=False),
    )  # fmt: skip
    rows = tuple(
        Row(
            Cell(c.label),
            (Cell(signed(c.points)), Cell(c.family), Cell("oui" if c.for_mutations else "non")),
        )
        for c in criteria
    )
    return Grid(
        "grille", f"La grille de points, en vigueur depuis le {told(effect)}", columns, rows,
        ways=ways(m.publication, "cotation-points"),
    )  # fmt: skip


def signed(points: int) -> str:
    """Return points with a real minus sign."""
    return words.number(points) if points >= 0 else f"−{words.number(-points)}"


def _examples(criteria: Sequence[Criterion]) -> list[str]:
    """Return worked examples made from the grid itself: they can never contradict it."""
    best: dict[str, Criterion] = {}
    for criterion in criteria:
        if criterion.points > 0:
            best.setdefault(criterion.family, criterion)
    chosen = list(best.values())
    losses = [c for c in criteria if c.points < 0]
    sets = [chosen[:1], chosen[1:3], [*chosen[1:3], *losses[:1]]]
    return [_sum(s) for n, s in enumerate(sets) if s and (n != 1 or len(s) > 1)]


def _sum(criteria: Sequence[Criterion]) -> str:
    parts = [f"« {c.label} » ({signed(c.points)})" for c in criteria]
    total = sum(c.points for c in criteria)
    noun = words.plural(total, "point")
    verb = "fait" if len(parts) == 1 else "font ensemble"
    return f"{words.listing(parts)} {verb} {signed(total)} {noun}."


# --- flow of reservations ----------------------------------------------------------------------


def _flow(m: Material) -> Page:
    """Return the guide of flow reservations, with the yearly table by réservataire."""
    rows = rows_of(m, "flux_reservation")
    year = max(int(row["annee"]) for row in rows)
    labels = labels_of(m, "flux_reservation", "contingent")
    own = [row for row in rows if int(row["annee"]) == year]
    columns = (
        Column("Réservataire", numeric=False), Column("Objectif"), Column("Proposés"),
        Column("Attribués"), Column("Rendus"),
    )  # fmt: skip
    lines = tuple(_flow_row(row, labels) for row in own)
    grid = Grid("flux", f"Logements proposés, attribués et rendus en {year}", columns, lines,
                ways=origins(m.publication, "flux_reservation"))  # fmt: skip
    blocks = [
        Block("principe", "Le principe", (
            "Un réservataire propose des candidats pour une part des logements proposés dans l’année.",
            "Depuis le 24 novembre 2023, cette part remplace la réservation de logements précis.",
            "Celles de la défense, de la sécurité et de la santé restent attachées à des logements.",
            "La part de l’État ne dépasse pas 30 % du flux.",
        ), ways=origins(m.publication, "engagements")),
        Block("conventions", "Les conventions", (
            "Une convention lie chaque bailleur à chaque réservataire, pour le département.",
            "Quand le réservataire est une commune, la convention vaut pour la commune.",
            "Un bilan est transmis chaque année avant le 28 février (CCH, art. R. 441-5-1).",
        ), links=[Link(c.title, f"{ROOT}/conventions/{c.slug}/") for c in m.library
                  if c.current.meta.get("nature") == "gestion-en-flux"]),
        Block("bilan", f"Le bilan {year}", (), grid),
    ]  # fmt: skip
    title = "Comprendre la gestion en flux"
    return block_page(
        m, Plan("guides/gestion-en-flux/", title, "Qui propose des candidats, pour quelle part.",
                _crumbs(title), blocks, ("flux_reservation",)),
    )  # fmt: skip


def _flow_row(row: Mapping[Any, Any], labels: Mapping[str, str]) -> Row:
    goal = row["objectif_pct"]
    counts = ("nb_logements_proposes", "nb_logements_attribues", "nb_logements_rendus")
    name = labels.get(str(row["contingent"]), str(row["contingent"]))
    return Row(
        Cell(words.upper_first(name)),
        (
            Cell(words.percent(float(goal), 0))
            if pd.notna(goal)
            else Cell("sans objet", muted=True),
            *(count_cell(row, count) for count in counts),
        ),
    )
