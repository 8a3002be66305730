"""Pages of governance: bodies, timeline, legal due dates, places of reception, directory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from generator import words
from generator.compose.blocks import (
    Block,
    Link,
    Plan,
    block_page,
    by_year,
    labels_of,
    rows_of,
    written,
)
from generator.compose.checklist import checklist_page
from generator.compose.conventions import NATURES, said, version_status
from generator.compose.material import Material, address
from generator.compose.meetings import meetings_block
from generator.compose.partial_dates import bounds, lateness, still_late, told
from generator.compose.places import HOME_CRUMB
from generator.compose.provenance import origins, ways
from generator.compose.render import ROOT
from generator.compose.standing import standing_word
from generator.compose.tiles import map_block
from generator.model import Cell, Column, Crumb, Grid, Page, Row, Ways
from generator.texts import Convention, Standing
from generator.texts.status import end_of

CRUMB = Crumb("Gouvernance", "gouvernance/")
DONE_BY: Mapping[str, str] = {
    "echeance-flux": "convention-cadre-flux",
    "echeance-cotation": "cotation",
}
"""Legal due date → step that meets it, by their codes in seances.csv."""
NATURE_DUE: Mapping[str, str] = {
    "echeance-flux": "gestion-en-flux",
    "echeance-cotation": "cotation",
}


def governance_pages(m: Material) -> Iterator[Page]:
    """Yield the pages of governance that the deposit and the texts allow."""
    pages = []
    if rows_of(m, "seances"):
        pages += [_timeline(m), _obligations(m)]
    if rows_of(m, "lieux_accueil"):
        pages.append(_reception(m))
    if rows_of(m, "caleol_decisions") or rows_of(m, "cib_saisines"):
        pages.append(_commissions(m))
    if rows_of(m, "bailleurs") or rows_of(m, "reservataires"):
        pages.append(_directory(m))
    if any(c.current.meta.get("nature") == "ppgdid" for c in m.library):
        pages.append(checklist_page(m, CRUMB))
    yield _index(m, pages)
    yield from pages


def _index(m: Material, pages: list[Page]) -> Page:
    texts = [
        Link(str(d.meta["titre"]), f"{ROOT}/{address(d)}", str(d.meta["description"]))
        for d in m.documents
        if d.path.startswith("gouvernance/")
    ]
    links = [Link(p.title, f"{ROOT}/{p.path}", p.description) for p in pages]
    links.append(Link("Les conventions et les règles", f"{ROOT}/conventions/"))
    blocks = [Block("pages", "Qui décide, quand, et ce qui est dû", (), None, [*texts, *links])]
    lead = "Les instances, leur calendrier, les obligations légales et les lieux d’accueil."
    return block_page(
        m, Plan("gouvernance/", "La gouvernance", lead, (HOME_CRUMB, Crumb("Gouvernance", None)), blocks)
    )  # fmt: skip


def _crumbs(title: str) -> tuple[Crumb, ...]:
    return (HOME_CRUMB, CRUMB, Crumb(title, None))


def _when(row: Mapping[Any, Any]) -> str:
    return str(row["date_tenue"] if pd.notna(row["date_tenue"]) else row["date_prevue"])


def _timeline(m: Material) -> Page:
    """Return the timeline: a planned date stays beside the real one, even when it was missed."""
    bodies = labels_of(m, "seances", "instance")
    kinds = labels_of(m, "seances", "type_etape")
    steps = sorted(rows_of(m, "seances"), key=lambda row: bounds(_when(row)))
    rows = tuple(
        Row(
            Cell(str(row["intitule"])),
            (
                Cell(words.upper_first(bodies.get(str(row["instance"]), str(row["instance"])))),
                Cell(kinds.get(str(row["type_etape"]), str(row["type_etape"]))),
                Cell(_partial(row["date_prevue"], "non annoncée")),
                Cell(_partial(row["date_tenue"], "non constatée")),
                Cell(_gap(m, row)),
                Cell(written(row["source"])),
            ),
        )
        for row in steps
    )
    columns = tuple(
        Column(title, numeric=False)
        for title in ("Étape", "Instance", "Genre", "Prévu", "Fait", "Écart", "Source")
    )
    grid = Grid("calendrier", "Les étapes, de la plus ancienne à la plus récente", columns, rows,
                ways=origins(m.publication, "seances"))  # fmt: skip
    sentences = ("Une date prévue n’est jamais effacée : elle reste à côté de la date réelle.",)
    title = "Le calendrier des instances"
    return block_page(
        m, Plan("gouvernance/calendrier/", title, "Ce qui était prévu, ce qui a été fait, et quand.",
                _crumbs(title),
                [b for b in (Block("etapes", "Les étapes", sentences, grid), meetings_block(m)) if b],
                ("seances",)),
    )  # fmt: skip


def _partial(value: object, missing: str) -> str:
    text = written(value, "")
    return told(text) if text else missing


def _gap(m: Material, row: Mapping[Any, Any]) -> str:
    planned, done = written(row["date_prevue"], ""), written(row["date_tenue"], "")
    if str(row["type_etape"]) == "echeance":
        return "voir les obligations"
    if planned and done:
        return lateness(planned, done)
    return still_late(planned, m.on) if planned else "sans objet"


def _obligations(m: Material) -> Page:
    """Return the register of legal due dates: due, done, days late; then the terms of the texts."""
    steps = {str(row["code_seance"]): row for row in rows_of(m, "seances")}
    due = [_due_row(m, steps, code) for code in DONE_BY if code in steps]
    columns = tuple(
        Column(t, numeric=False)
        for t in ("Obligation", "Échéance légale", "Fait", "Écart", "Texte")
    )
    terms = tuple(row for c in m.library if (row := _term_row(m, c)))
    term_columns = tuple(
        Column(t, numeric=False)
        for t in ("Texte", "Adoption", "Échéance", "Statut calculé", "Écart")
    )
    blocks = [
        Block("echeances", "Échéances légales",
              ("Les dates limites sont celles que la loi fixe à tous les territoires concernés.",),
              Grid("echeances-legales", "Échéances légales et retards", columns, tuple(due),
                   ways=origins(m.publication, "seances"))
              if due else None),
        Block("durees", "Durée des textes", (),
              Grid("durees-textes", "Échéance de chaque texte", term_columns, terms,
                   ways=origins(m.publication, "seances"))
              if terms else None),
    ]  # fmt: skip
    title = "Les obligations et leurs échéances"
    lead = f"Ce que la loi demande, pour quand, et les jours de retard au {words.day(m.on)}."
    return block_page(
        m, Plan("gouvernance/obligations/", title, lead, _crumbs(title), blocks, ("seances",))
    )  # fmt: skip


def _due_row(m: Material, steps: Mapping[str, Mapping[Any, Any]], code: str) -> Row:
    due, step = steps[code], steps.get(DONE_BY[code])
    planned = str(due["date_prevue"])
    done = written(step["date_tenue"], "") if step is not None else ""
    nature = NATURE_DUE[code]
    text = next((c for c in m.library if c.current.meta.get("nature") == nature), None)
    return Row(
        Cell(str(due["intitule"])),
        (
            Cell(told(planned)),
            Cell(told(done) if done else "non constaté"),
            Cell(words.upper_first(lateness(planned, done) if done else still_late(planned, m.on))),
            Cell(text.title, href=f"{ROOT}/conventions/{text.slug}/") if text
            else Cell(f"{NATURES[nature]} : manquant", muted=True),
        ),
    )  # fmt: skip


def _term_row(m: Material, convention: Convention) -> Row | None:
    current = convention.current
    end, _ = end_of(current.meta)
    status = version_status(convention, current, m.on)
    late = "sans objet"
    if end is not None:
        late = (
            still_late(end.isoformat(), m.on) if status.standing is Standing.EXPIRED else "à temps"
        )
        late = late.replace("non constaté", "renouvellement non constaté")
    return Row(
        Cell(convention.title, href=f"{ROOT}/conventions/{convention.slug}/"),
        (
            Cell(said(current.meta.get("adoption"))),
            Cell(said(end)),
            Cell(standing_word(status)),
            Cell(words.upper_first(late)),
        ),
    )


def _reception(m: Material) -> Page:
    """Return the network of places of reception: a list by commune, with level and last check."""
    places = sorted(
        rows_of(m, "lieux_accueil"), key=lambda r: (str(r["nom_commune"]), str(r["nom_lieu"]))
    )
    known = {c.code: c for c in m.publication.territory.communes}
    rows = tuple(_place_row(row, known) for row in places)
    columns = (
        Column("Lieu", numeric=False), Column("Commune", numeric=False), Column("Niveau", numeric=False),
        Column("Enregistre les demandes", numeric=False), Column("Services", numeric=False),
        Column("Délai pour être reçu"),
        Column("Vérifié le", numeric=False),
    )  # fmt: skip
    levels = labels_of(m, "lieux_accueil", "niveau")
    counted = [
        f"{words.upper_first(label)} : {words.counted(n, 'lieu', 'lieux')}."
        for key, label in levels.items()
        if (n := sum(str(r["niveau"]) == key for r in places))
    ]
    sentences = [
        *counted,
        "Le niveau est choisi par chaque lieu. Les missions de chaque niveau n’ont pas été déposées.",
    ]
    without = [c for c in known.values() if c.code not in {str(r["code_commune"]) for r in places}]
    if without:
        names = words.listing([c.name for c in without])
        sentences.append(f"Communes sans lieu déclaré : {names}.")
    grid = Grid("lieux", "Les lieux d’accueil, par commune", columns, rows,
                ways=ways(m.publication, "lieux-accueil", "delai-reception"))  # fmt: skip
    title = "Les lieux d’accueil"
    return block_page(
        m, Plan("gouvernance/accueil/", title, "Où demander un renseignement ou déposer une demande.",
                _crumbs(title),
                [b for b in (map_block(m, places), Block("reseau", "Le réseau", sentences, grid)) if b],
                ("lieux_accueil",)),
    )  # fmt: skip


def _place_row(row: Mapping[Any, Any], known: Mapping[str, Any]) -> Row:
    from generator.compose.places import commune_path

    commune = known.get(str(row["code_commune"]))
    days = row["delai_reception_jours"]
    checked = row["date_verification"]
    return Row(
        Cell(str(row["nom_lieu"])),
        (
            Cell(str(row["nom_commune"]), href=f"{ROOT}/{commune_path(commune)}" if commune else None),
            Cell(f"niveau {row['niveau']}"),
            Cell("oui" if row["enregistre_demandes"] else "non"),
            Cell(written(row.get("services"))),
            Cell(words.counted(float(days), "jour") if pd.notna(days) else "non disponible",
                 muted=bool(pd.isna(days))),
            Cell(told(str(checked)[:10]) if pd.notna(checked) else "jamais"),
        ),
    )  # fmt: skip


def _commissions(m: Material) -> Page:
    """Return the yearly counts of the commissions, for the whole territory only."""
    blocks = [_caleol(m, "nb_decisions", "decisions", "Décisions de la CALEOL"),
              _caleol(m, "nb_refus", "refus", "Refus par les candidats, après décision"),
              _cib(m), _dalo(m)]  # fmt: skip
    title = "Les commissions"
    lead = (
        "Combien de dossiers chaque année, à la CALEOL, à la commission inter-bailleurs, au DALO."
    )
    return block_page(
        m, Plan("gouvernance/commissions/", title, lead, _crumbs(title), [b for b in blocks if b],
                ("caleol_decisions", "cib_saisines", "dalo_recours")),
    )  # fmt: skip


Counted = tuple[list[int], list[tuple[str, list[Cell]]]]
"""Years, then each line of a table of counts."""


def _yearly(key: str, title: str, found: Counted, told: Ways) -> Grid:
    years, lines = found
    columns = (Column("Étape", numeric=False), *(Column(str(year)) for year in years))
    rows = tuple(Row(Cell(words.upper_first(label)), tuple(cells)) for label, cells in lines)
    return Grid(key, title, columns, rows, ways=told)


def _caleol(m: Material, count: str, key: str, title: str) -> Block | None:
    rows = rows_of(m, "caleol_decisions")
    if not rows:
        return None
    found = by_year(rows, "decision", labels_of(m, "caleol_decisions", "decision"), count)
    sentences = (
        "Une décision n’est pas encore une attribution : il faut un bail signé.",
        "La CALEOL est la commission d’attribution de chaque bailleur.",
    )
    measure = "decisions-commissions" if count == "nb_decisions" else "refus-candidats"
    told = ways(m.publication, measure)
    return Block(key, title, sentences if count == "nb_decisions" else (),
                 _yearly(f"caleol-{key}", f"{title}, par année", found, told))  # fmt: skip


def _cib(m: Material) -> Block | None:
    rows = rows_of(m, "cib_saisines")
    if not rows:
        return None
    found = by_year(rows, "etape_cib", labels_of(m, "cib_saisines", "etape_cib"), "nb_dossiers")
    sentences = (
        "Pour toute l’agglomération, jamais par commune : les dossiers sont peu nombreux.",
    )
    told = ways(m.publication, "dossiers-commission-bailleurs")
    title = "Dossiers de la commission inter-bailleurs, par année"
    grid = _yearly("cib-dossiers", title, found, told)
    return Block("cib", "Commission inter-bailleurs", sentences, grid)


def _dalo(m: Material) -> Block | None:
    rows = rows_of(m, "dalo_recours")
    if not rows:
        return None
    found = by_year(rows, "etape_dalo", labels_of(m, "dalo_recours", "etape_dalo"), "nb_recours")
    sentences = ("Recours au titre du droit au logement opposable, pour toute l’agglomération.",)
    told = ways(m.publication, "dalo")
    grid = _yearly("dalo-recours", "Recours DALO, par année", found, told)
    links = [Link("Droits et recours", f"{ROOT}/guides/droits/")]
    return Block("dalo", "Recours DALO", sentences, grid, links
                 if "guides/droits/" in m.texts else ())  # fmt: skip


def _directory(m: Material) -> Page:
    """Return the directory by role: bodies and functional contacts, never people."""
    roles = (
        ("bailleurs", "nom_bailleur", "Bailleurs sociaux", "Ils possèdent et louent les logements."),
        ("reservataires", "nom_reservataire", "Réservataires",
         "Ils proposent des candidats pour une part des logements."),
    )  # fmt: skip
    blocks = [
        Block(
            table, title, (sentence,),
            links=[Link(str(row[column]), written(row.get("page_contact"), "") or None,
                        written(row.get("forme_juridique"), ""))
                   for row in sorted(rows_of(m, table), key=lambda r: str(r[column]))],
        )
        for table, column, title, sentence in roles
        if rows_of(m, table)
    ]  # fmt: skip
    blocks.append(
        Block("joindre", "Les joindre",
              ("Aucun nom n’est publié. Pour une demande, adressez-vous à un lieu d’accueil.",
               "Le nom d’un organisme mène à sa page de contact quand elle a été déposée."),
              links=[Link("Les lieux d’accueil", f"{ROOT}/gouvernance/accueil/")
                     if rows_of(m, "lieux_accueil") else Link("Lieux d’accueil", None, "non déposés"),
                     Link("Écrire au secrétariat", f"{ROOT}/contact/")])
    )  # fmt: skip
    title = "L’annuaire par rôle"
    return block_page(
        m, Plan("gouvernance/annuaire/", title, "Les organismes, rangés par rôle.", _crumbs(title),
                blocks, ("bailleurs", "reservataires")),
    )  # fmt: skip
