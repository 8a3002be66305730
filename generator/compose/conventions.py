"""Pages of the convention texts: articles with live results, versions, redlines, coverage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from markupsafe import Markup

from generator import words
from generator.compose.engagements import Commitment, commitments, indicators_in
from generator.compose.legislation import legislation
from generator.compose.material import Material
from generator.compose.places import HOME_CRUMB
from generator.compose.provenance import ways
from generator.compose.render import ROOT, body
from generator.compose.standing import standing_sentence, standing_word
from generator.model import Cell, Column, Crumb, Grid, Page, Row
from generator.texts import Article, Change, Convention, Kind, Status, Version, compared, status_of
from generator.texts.markup import rendered
from generator.texts.redline import LEAD

NATURES = {
    "cia": "Convention intercommunale d’attribution",
    "ppgdid": "Plan partenarial de gestion de la demande et d’information des demandeurs",
    "document-cadre": "Document-cadre d’orientations",
    "gestion-en-flux": "Convention de gestion en flux",
    "reglement-cib": "Règlement de la commission inter-bailleurs",
    "cotation": "Cotation de la demande",
}
LIST_CRUMB = Crumb("Conventions", "conventions/")
TWO = 2


@dataclass(frozen=True)
class Shown:
    """One article as a page shows it."""

    article: Article
    tag: str
    html: Markup
    promises: tuple[Commitment, ...]


def convention_pages(m: Material) -> Iterator[Page]:
    """Yield the register, then each text with its versions and comparisons, then the coverage."""
    made = commitments(m)
    yield _index(m)
    for convention in m.library:
        yield _text_page(m, convention, convention.current, made)
        if len(convention.versions) > 1 or convention.current.meta.get("version"):
            for version in convention.versions:
                yield _text_page(m, convention, version, (), archived=True)
        for older, newer in combinations(convention.versions, TWO):
            yield _comparison(convention, older, newer)
    if m.library:
        yield _coverage(m, made)


def version_path(convention: Convention, version: Version) -> str:
    """Return the permanent address of a version."""
    return f"conventions/{convention.slug}/versions/{version.name.lower()}/"


def comparison_path(convention: Convention, older: Version, newer: Version) -> str:
    """Return the address of a comparison, oldest first."""
    pair = f"{older.name}-a-{newer.name}".lower()
    return f"conventions/{convention.slug}/comparaison/{pair}/"


def version_status(convention: Convention, version: Version, on: date) -> Status:
    """Return where a version stands: an older one is replaced when the next one was adopted."""
    place = convention.versions.index(version)
    later = convention.versions[place + 1 :]
    return status_of(version.meta, on, next((v.adopted for v in later if v.adopted), None))


def version_name(version: Version) -> str:
    """Return a version as readers say it: « version 2017, adoptée le 21 mars 2017 »."""
    adopted = f", adoptée le {words.day(version.adopted)}" if version.adopted else ""
    return f"version {version.name}{adopted}"


def shown(
    convention: Convention, version: Version, made: tuple[Commitment, ...] | list[Commitment]
) -> tuple[str, list[Shown]]:
    """Return the HTML before the first article, then each article as the page shows it."""
    html = rendered(version.text, folder="conventions", root=ROOT)
    pieces = [
        Shown(
            article,
            f"h{min(article.level, 4)}",
            Markup(piece),  # noqa: S704 - plain Markdown, raw HTML is refused by the check
            tuple(p for p in made if p.convention is convention and p.article == article),
        )
        for article, piece in zip(version.text.articles, html.articles, strict=True)
    ]
    return html.lead, pieces


def _text_page(
    m: Material,
    convention: Convention,
    version: Version,
    made: tuple[Commitment, ...] | list[Commitment],
    *,
    archived: bool = False,
) -> Page:
    lead, pieces = shown(convention, version, made)
    title = str(version.meta["titre"])
    path = version_path(convention, version) if archived else f"conventions/{convention.slug}/"
    status = version_status(convention, version, m.on)
    context = {
        "titre": title,
        "specimen": bool(version.meta.get("specimen")),
        "archive": archived,
        "actuelle": version.current,
        "phrase_statut": standing_sentence(status, m.on),
        "lignes": identity(version, status),
        "entete": Markup(lead),  # noqa: S704 - plain Markdown, raw HTML is refused by the check
        "articles": pieces,
        "supprimes": () if archived else convention.register.deleted,
        "convention": convention,
        "version": version,
        "version_nom": version_name(version),
        "versions": _versions(m, convention),
        "pdf": pdf_path(convention, version),
        "acte": _act(m, convention, version),
        "donnees": legislation(m, convention, version, status, path),
        "suivi": any(piece.promises for piece in pieces),
    }
    crumbs: tuple[Crumb, ...] = (HOME_CRUMB, LIST_CRUMB, Crumb(title, None))
    if archived:
        crumbs = (HOME_CRUMB, LIST_CRUMB, Crumb(title, f"conventions/{convention.slug}/"),
                  Crumb(words.upper_first(f"version {version.name}"), None))  # fmt: skip
    name = f"{title} ({version_name(version)})" if archived else title
    return Page(
        path, name, str(version.meta["description"]), crumbs, "conventions/",
        body("convention", context),
    )  # fmt: skip


def prints(m: Material) -> Iterator[tuple[str, str]]:
    """Yield the whole HTML of each version to print, by the path of its PDF."""
    for convention in m.library:
        for version in convention.versions:
            lead, pieces = shown(convention, version, ())
            status = version_status(convention, version, m.on)
            kept = len(convention.versions) > 1 or version.meta.get("version")
            context = {
                "titre": str(version.meta["titre"]),
                "description": str(version.meta["description"]),
                "territoire": m.publication.territory.name,
                "version_nom": version_name(version),
                "specimen": bool(version.meta.get("specimen")),
                "phrase_statut": standing_sentence(status, m.on),
                "chemin": version_path(convention, version)
                if kept
                else f"conventions/{convention.slug}/",
                "lignes": identity(version, status),
                "entete": Markup(lead),  # noqa: S704 - plain Markdown, see the check
                "articles": pieces,
            }
            yield pdf_path(convention, version), str(body("impression", context))


def pdf_path(convention: Convention, version: Version) -> str:
    """Return the address of the printed version."""
    name = f"{convention.slug}-{version.name.lower()}.pdf"
    return f"conventions/{convention.slug}/{name}"


def identity(version: Version, status: Status) -> list[tuple[str, str]]:
    """Return the identity card of a text: what it is, since when, until when, by whom."""
    meta = version.meta
    years = meta.get("duree_annees")
    end = meta.get("echeance") or (status.since if status.computed else None)
    lines = [
        ("Nature", NATURES[str(meta["nature"])]),
        ("Statut calculé", standing_word(status)),
        ("Précision du secrétariat", str(meta["statut"])),
        ("Adoption", said(meta.get("adoption"))),
        ("Entrée en vigueur", said(meta.get("entree_en_vigueur"))),
        ("Durée", words.counted(float(years), "an") if years else "non précisée"),
        ("Échéance", said(end)),
        ("Signataires", words.listing([str(s) for s in meta.get("signataires") or []])),
    ]
    if isinstance(meta.get("prorogation"), date):
        lines.insert(7, ("Prorogation", f"jusqu’au {said(meta['prorogation'])}"))
    return [(name, text or "non précisés") for name, text in lines]


def said(value: object) -> str:
    """Return a date in words, or that it is not given."""
    return words.day(value) if isinstance(value, date) else "non précisée"


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of versions: its name, address and comparisons."""

    name: str
    href: str
    standing: str
    comparisons: tuple[tuple[str, str], ...]


def _versions(m: Material, convention: Convention) -> list[VersionLine]:
    """Return the versions, newest first, each with its comparisons to older ones."""
    lines = []
    for place, version in enumerate(convention.versions):
        pairs = tuple(
            (f"version {older.name}", f"{ROOT}/{comparison_path(convention, older, version)}")
            for older in convention.versions[:place]
        )
        status = version_status(convention, version, m.on)
        href = f"{ROOT}/{version_path(convention, version)}"
        lines.append(
            VersionLine(words.upper_first(version_name(version)), href, str(status.standing), pairs)
        )
    return lines[::-1]


@dataclass(frozen=True)
class Act:
    """The signed PDF beside a text."""

    href: str
    label: str
    sha256: str
    same: bool


def _act(m: Material, convention: Convention, version: Version) -> Act | None:
    from generator.texts.pdf import gaps

    path = f"conventions/{convention.slug}/{version.meta.get('pdf')}"
    found = next((d for d in m.files if d.path == path), None)
    if found is None:
        return None
    size = words.size(len(found.meta["octets"]))
    same = not gaps(version.text, found.body)
    return Act(f"{ROOT}/{path}", f"PDF, {size}", str(found.meta["sha256"]), same)


def act_files(m: Material) -> Iterator[tuple[str, bytes]]:
    """Yield the signed acts, byte for byte."""
    for document in m.files:
        if document.path.startswith("conventions/") and document.path.endswith(".pdf"):
            yield document.path, document.meta["octets"]


def _index(m: Material) -> Page:
    """Return the index of the convention texts, by nature then slug."""
    natures = list(NATURES)
    ordered = sorted(
        m.library, key=lambda c: (natures.index(str(c.current.meta["nature"])), c.slug)
    )
    rows = tuple(_index_row(m, convention) for convention in ordered)
    columns = (
        Column("Texte", numeric=False), Column("Nature", numeric=False),
        Column("Adoption", numeric=False), Column("Statut calculé", numeric=False),
        Column("Versions"),
    )  # fmt: skip
    context = {
        "tableau_textes": Grid("conventions", "Les textes publiés", columns, rows),
        "date": words.day(m.on),
        "suivi": bool(m.library),
    }
    return Page(
        "conventions/", "Les conventions et les règles", "Les textes qui fixent les règles et les objectifs.",
        (HOME_CRUMB, Crumb("Conventions", None)), "conventions/", body("conventions", context),
    )  # fmt: skip


def _index_row(m: Material, convention: Convention) -> Row:
    meta = convention.current.meta
    status = version_status(convention, convention.current, m.on)
    return Row(
        Cell(convention.title, href=f"{ROOT}/conventions/{convention.slug}/"),
        (
            Cell(NATURES[str(meta["nature"])]),
            Cell(said(meta.get("adoption"))),
            Cell(standing_word(status)),
            Cell(str(len(convention.versions))),
        ),
    )


def _comparison(convention: Convention, older: Version, newer: Version) -> Page:
    redline = compared(older.text, newer.text)
    title = (
        f"{convention.title} : ce qui change de la version {older.name} à la version {newer.name}"
    )
    articles = [c for c in redline.changes if c.id != LEAD]
    counted = {kind: sum(c.kind is kind for c in articles) for kind in Kind}
    context = {
        "titre": title,
        "avant": (version_name(older), f"{ROOT}/{version_path(convention, older)}"),
        "apres": (version_name(newer), f"{ROOT}/{version_path(convention, newer)}"),
        "specimen": bool(older.meta.get("specimen") or newer.meta.get("specimen")),
        "phrase": _summary(counted),
        "tableau": _summary_grid(redline.changed) if redline.changed else None,
        "changements": redline.changed,
        "genres": Kind,
    }
    return Page(
        comparison_path(convention, older, newer), title, f"Comparaison mot à mot. {_summary(counted)}",
        (HOME_CRUMB, LIST_CRUMB, Crumb(convention.title, f"conventions/{convention.slug}/"),
         Crumb("Comparaison", None)),
        "conventions/", body("comparaison", context),
    )  # fmt: skip


def _summary(counted: dict[Kind, int]) -> str:
    told = [
        words.counted(counted[kind], f"article {kind}", f"articles {kind}s")
        for kind in (Kind.CHANGED, Kind.ADDED, Kind.DELETED)
        if counted[kind]
    ]
    if counted[Kind.RENAMED]:
        told.append(f"{words.counted(counted[Kind.RENAMED], 'article')} avec un nouvel intitulé")
    return f"{words.upper_first(words.listing(told))}." if told else "Aucun mot n’a changé."


def _summary_grid(changes: tuple[Change, ...]) -> Grid:
    columns = (
        Column("Article", numeric=False), Column("Changement", numeric=False),
        Column("Mots ajoutés"), Column("Mots supprimés"),
    )  # fmt: skip
    rows = tuple(
        Row(
            Cell(c.after or c.before, href=f"#{c.id}"),
            (Cell(_kind(c)), Cell(words.number(c.added)), Cell(words.number(c.deleted))),
        )
        for c in changes
    )
    return Grid("resume", "Résumé des changements, article par article", columns, rows)


def _kind(change: Change) -> str:
    both = change.before and change.after and change.before != change.after
    if both and change.kind is Kind.CHANGED:
        return f"{change.kind}, nouvel intitulé"
    return str(change.kind)


def _coverage(m: Material, made: list[Commitment]) -> Page:
    context: dict[str, Any] = {
        "tableau_engagements": _promise_grid(m, made) if made else None,
        "sans_mesure": [
            (
                c,
                [
                    a
                    for a in c.current.text.articles
                    if a.number and a.body and not _measured(c, a, made)
                ],
            )
            for c in m.library
        ],
        "sans_article": _measures_alone(m, made),
        "engagements_sans_article": [p for p in made if p.article is None],
        "couverts": sum(_measured(c, a, made) for c in m.library for a in c.current.text.articles),
    }
    return Page(
        "conventions/engagements/", "Les engagements sont-ils tenus ?",
        "Chaque engagement avec son article, son indicateur et son résultat ; ce qui n’est pas mesuré.",
        (HOME_CRUMB, LIST_CRUMB, Crumb("Engagements", None)), "conventions/",
        body("engagements", context),
    )  # fmt: skip


def _measured(convention: Convention, article: Article, made: list[Commitment]) -> bool:
    own = (p for p in made if p.convention is convention and p.article == article)
    return bool(indicators_in(article)) or any(p.indicator for p in own)


def _measures_alone(m: Material, made: list[Commitment]) -> list[tuple[str, str]]:
    """Return the published indicators that no article of a text names."""
    named = {i for c in m.library for a in c.current.text.articles for i in indicators_in(a)} | {
        p.indicator.id for p in made if p.indicator and p.article
    }
    return [
        (p.indicator.title, f"{ROOT}/indicateurs/{p.indicator.id}/")
        for p in m.publication.results.values()
        if p.indicator.id not in named
    ]


def _promise_grid(m: Material, made: list[Commitment]) -> Grid:
    columns = (
        Column("Engagement", numeric=False), Column("Objectif", numeric=False),
        Column("Période", numeric=False), Column("Réalisé", numeric=False),
        Column("Résultat", numeric=False), Column("Article", numeric=False),
    )  # fmt: skip
    rows = tuple(
        Row(
            Cell(words.upper_first(p.about),
                 href=f"{ROOT}/indicateurs/{p.indicator.id}/" if p.indicator else None),
            (Cell(p.goal), Cell(p.period), Cell(p.achieved), Cell(p.verdict),
             Cell(p.where, href=p.href)),
        )
        for p in made
    )  # fmt: skip
    return Grid(
        "engagements", "Les engagements, leur article et leur résultat", columns, rows,
        ways=ways(m.publication, "realisation-engagements"),
    )  # fmt: skip
