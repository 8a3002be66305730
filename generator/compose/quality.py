"""The public page on the quality of the data, and the help page of the messages of the check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pandas as pd

from generator import words
from generator.compose.data_pages import LIST_CRUMB
from generator.compose.material import Material
from generator.compose.places import HOME_CRUMB
from generator.compose.quality_fields import lags, revisions, unknown
from generator.compose.render import ROOT, body
from generator.compose.rule import Rule
from generator.errors import Finding, Severity
from generator.model import Cell, Column, Crumb, Grid, Page, PublishedTable, Row, Status
from generator.settings import TEMPLATES

REPORT_SCHEMA = "donnees/rapport.schema.json"
REGISTER = "verdicts"
"""Table that keeps one verdict per version."""
SUFFIX = "_statut"
HIDING = (Status.SECRET, Status.MISSING, Status.NOT_APPLICABLE)
CHECKED_ALWAYS = (
    "la structure des fichiers : colonnes, valeurs admises, lignes en double",
    "le lien entre chaque nombre et son statut : une case vide dit pourquoi",
    "le secret statistique : aucun petit nombre ne part",
    "les textes : titres, liens et dates",
)
"""What the check covers when the catalogue of its rules is not given."""


def quality_page(m: Material) -> Page:
    """Return the page « Qualité des données »: all of it comes from this very build."""
    tables = [t for _, t in sorted(m.publication.tables.items())]
    context = {
        "familles": _families(m.rules),
        "messages": bool(m.rules),
        "avertissements": _standing(m.findings),
        "manquants": _missing(tables),
        "vides": _empty_texts(tables),
        "couverture": _coverage(m, tables),
        "registre": _register(m),
        "inconnus": unknown(m),
        "ecarts": lags(m),
        "revisions": revisions(m),
        "schema": f"{ROOT}/{REPORT_SCHEMA}",
        "demonstration": m.publication.demonstration,
    }
    return Page(
        "donnees/qualite/", "Qualité des données",
        "Ce qui a été contrôlé, ce qui manque, ce qui est caché, commune par commune.",
        (HOME_CRUMB, LIST_CRUMB, Crumb("Qualité des données", None)), "donnees/",
        body("qualite", context),
    )  # fmt: skip


def quality_files() -> Iterator[tuple[str, bytes]]:
    """Yield the schema of the report of the check."""
    yield REPORT_SCHEMA, (TEMPLATES / "schemas" / "rapport.schema.json").read_bytes()


def messages_page(m: Material) -> Page:
    """Return the page « Comprendre les messages du contrôle », one part per family of rules."""
    families: dict[str, list[Rule]] = {}
    for rule in sorted(m.rules, key=lambda r: r.code):
        families.setdefault(str(rule.family), []).append(rule)
    crumbs = (Crumb("Déposer", "deposer/"),) if "deposer/" in m.texts else ()
    context = {
        "familles": families, "ancre": str.lower, "mode_emploi": bool(crumbs),
        "protection": "deposer/proteger/" in m.texts,
    }  # fmt: skip
    return Page(
        "deposer/messages/", "Comprendre les messages du contrôle",
        "Pour le secrétariat : chaque message, pourquoi il compte et comment corriger.",
        (HOME_CRUMB, *crumbs, Crumb("Messages du contrôle", None)), "deposer/",
        body("messages", context),
    )  # fmt: skip


def _families(rules: Sequence[Rule]) -> list[str]:
    """Return what was checked: the families of rules with the size of each."""
    if not rules:
        return list(CHECKED_ALWAYS)
    names = dict.fromkeys(str(r.family) for r in rules)
    counts = {name: sum(str(r.family) == name for r in rules) for name in names}
    return [f"{name} : {words.counted(counts[name], 'règle')}" for name in names]


def _standing(findings: Iterable[Finding]) -> Grid | None:
    """Return the warnings that did not stop the publication, identical ones together."""
    counts: dict[tuple[str, str, str], int] = {}
    for f in sorted(findings):
        if f.severity is Severity.WARNING:
            key = (f.file, _shown(f.message), f.code)
            counts[key] = counts.get(key, 0) + 1
    rows = tuple(
        Row(Cell(_shown(file)), (Cell(message), Cell(code), Cell(words.number(count))))
        for (file, message, code), count in counts.items()
    )
    columns = (
        Column("Fichier", numeric=False), Column("Ce qui est signalé", numeric=False),
        Column("Code", numeric=False), Column("Fois"),
    )  # fmt: skip
    return Grid("avertissements", "Avertissements qui restent", columns, rows) if rows else None


def _shown(text: str) -> str:
    """Return `text` without characters that hide or turn the direction of what follows."""
    spaces = words.NBSP + words.NNBSP
    return "".join(c if c.isprintable() or c in spaces else "�" for c in text)


def _missing(tables: Sequence[PublishedTable]) -> Grid:
    """Return, for each number of each table, the share that a reader sees and why not the rest."""
    rows = tuple(
        Row(
            Cell(f"{published.table.title} : {_title(published, measure)}"),
            (Cell(words.number(len(published.table.frame))), *_shares(published, measure)),
        )
        for published in tables
        for measure in _measures(published)
        if len(published.table.frame)
    )
    columns = (
        Column("Tableau et nombre", numeric=False), Column("Lignes"), Column("Publiés"),
        Column("Cachés (secret)"), Column("Non disponibles"), Column("Sans objet"),
    )  # fmt: skip
    return Grid("manquants", "Part des nombres publiés, cachés ou absents", columns, rows)


def _measures(published: PublishedTable) -> list[str]:
    names = [f.name for f in published.table.fields]
    return [name for name in names if f"{name}{SUFFIX}" in names]


def _title(published: PublishedTable, column: str) -> str:
    return next(f.title for f in published.table.fields if f.name == column)


def _shares(published: PublishedTable, measure: str) -> tuple[Cell, ...]:
    frame = published.table.frame
    statuses = frame[f"{measure}{SUFFIX}"]
    counts = [int(frame[measure].notna().sum())]
    counts += [int((statuses == str(s)).fillna(value=False).sum()) for s in HIDING]
    return tuple(share_cell(count, len(frame)) for count in counts)


def share_cell(count: int, total: int) -> Cell:
    """Return a share with its base; never 0 % nor 100 % for what is neither."""
    percent = 100 * count / total
    text = words.percent(percent)
    if 0 < count < total and text in (words.percent(0), words.percent(100)):
        text = f"moins de {words.percent(0.1)}" if percent < 1 else f"plus de {words.percent(99.9)}"
    return Cell(text, bar=count / total, title=f"{words.number(count)} sur {words.number(total)}")


def _empty_texts(tables: Sequence[PublishedTable]) -> Grid | None:
    """Return the other columns with empty cells; none when every cell is filled."""
    rows = []
    for published in tables:
        table = published.table
        measures = _measures(published)
        for f in table.fields:
            if f.name in measures or f.name.endswith(SUFFIX) or table.frame.empty:
                continue
            empty = int(table.frame[f.name].isna().sum())
            if empty:
                share = share_cell(empty, len(table.frame))
                rows.append(Row(Cell(f"{table.title} : {f.title}"), (share,)))
    columns = (Column("Tableau et colonne", numeric=False), Column("Cases vides"))
    return (
        Grid("vides", "Colonnes de texte ou de date incomplètes", columns, tuple(rows))
        if rows
        else None
    )


def _coverage(m: Material, tables: Sequence[PublishedTable]) -> Grid | None:
    """Return how many tables have a number, for each place and year."""
    seen = {one for published in tables for one in _seen(published)}
    if not seen:
        return None
    known = Counter((code, year) for _, code, year in seen)
    totals = Counter(year for _, year in {(table, year) for table, _, year in seen})
    years = sorted(totals)
    territory = m.publication.territory
    places = [(territory.siren, territory.short_name)]
    places += [(c.code, c.name) for c in territory.communes]
    rows = tuple(
        Row(Cell(name), tuple(_covered(known[code, year], totals[year]) for year in years))
        for code, name in places
    )
    columns = (Column("Territoire", numeric=False), *(Column(str(y)) for y in years))
    return Grid("couverture", "Tableaux qui ont au moins un nombre publié", columns, rows)


def _covered(count: int, total: int) -> Cell:
    return Cell(f"{count} sur {total}", bar=count / total, muted=not count)


def _seen(published: PublishedTable) -> Iterator[tuple[str, str, int]]:
    """Yield table, place and year of each row that shows a number."""
    frame, measures = published.table.frame, _measures(published)
    period = next((n for n in ("annee", "date") if n in published.table.keys), None)
    if not period or not measures or "code_territoire" not in frame:
        return
    visible = frame[frame[measures].notna().any(axis="columns")]
    years = visible[period].astype("string").str.slice(0, 4)
    for code, year in sorted(set(zip(visible["code_territoire"], years, strict=True))):
        yield published.table.name, str(code), int(year)


def _register(m: Material) -> Grid | None:
    """Return the verdict of each version, newest first; none when no register is kept."""
    published = m.publication.tables.get(REGISTER)
    if published is None or published.table.frame.empty:
        return None
    labels = published.table.labels("verdict")
    frame = published.table.frame.sort_values(["date_controle", "version"], ascending=False)
    rows = tuple(
        Row(
            Cell(_shown(str(row["version"]))),
            (
                Cell(words.day(date.fromisoformat(str(row["date_controle"])))),
                Cell(labels.get(str(row["verdict"]), str(row["verdict"]))),
                Cell(words.number(float(row["nb_avertissements"]))),
                Cell("" if pd.isna(row["motif_verdict"]) else _shown(str(row["motif_verdict"]))),
            ),
        )
        for row in frame.to_dict("records")
    )
    columns = (
        Column("Version", numeric=False), Column("Date du contrôle", numeric=False),
        Column("Verdict", numeric=False), Column("Avertissements"),
        Column("Motif", numeric=False),
    )  # fmt: skip
    return Grid("registre", "Verdict du contrôle, version par version", columns, rows)
