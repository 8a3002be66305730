"""Pages made of sections of tables: promises, actors, who obtains a home, change, comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator import words
from generator.compose.blocks import count_cell, labels_of, rows_of
from generator.compose.indicator_pages import crossed
from generator.compose.material import Material
from generator.compose.places import HOME_CRUMB, commune_path, place_slug
from generator.compose.promises import (
    Promise,
    achieved_text,
    actor_path,
    base,
    holders,
    landlords,
    promises,
    span,
    trend,
)
from generator.compose.provenance import derivation, origins, sources, ways
from generator.compose.render import ROOT, body
from generator.compose.sentences import lacking
from generator.engaged import REGISTERS
from generator.model import Cell, Column, Crumb, Figure, Grid, Page, Row, Unit, Ways
from generator.reading import Value, cell, interval, longest, text
from generator.settings import ENSEMBLE

NEVER_RANKED = (
    "Les bailleurs sont dans l’ordre alphabétique, jamais classés : avec peu de baux, le hasard "
    "suffit à expliquer un écart. L’intervalle dit ce qu’il peut changer, 95 fois sur 100."
)


@dataclass(frozen=True)
class Section:
    """A part of a page: a title, sentences, tables, and how the figures of its sentences were obtained."""

    id: str
    title: str
    texts: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    figures: tuple[Figure, ...] = ()
    ways: Ways = ()


@dataclass(frozen=True)
class Dossier:
    """A page made of sections."""

    path: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    tables: tuple[str, ...]
    parents: tuple[Crumb, ...] = ()


def dossier_pages(m: Material) -> Iterator[Page]:
    """Yield the dashboard of promises, the actors, and the pages that compare."""
    yield page(m, promises_dossier(m))
    for dossier in (*_landlords(m), *_holders(m)):
        yield page(m, dossier)
    yield page(m, _obtains(m))
    yield page(m, _change(m))
    yield page(m, _compare(m))


def page(m: Material, dossier: Dossier) -> Page:
    """Return the page of a dossier; sections without anything to show are left out."""
    shown = [s for s in dossier.sections if s.texts or s.figures or any(g.rows for g in s.grids)]
    context = {
        "titre": dossier.title,
        "chapeau": dossier.lead,
        "sections": shown,
        "sources": sources(m.publication, dossier.tables),
        "demonstration": m.publication.demonstration,
    }
    head = dossier.path.split("/", maxsplit=1)[0]
    return Page(
        dossier.path, dossier.title, dossier.lead,
        (HOME_CRUMB, *dossier.parents, Crumb(dossier.title, None)), f"{head}/",
        body("dossier", context),
    )  # fmt: skip


# --- promises ---------------------------------------------------------------------------------


def promises_dossier(m: Material) -> Dossier:
    """Return the dashboard: what was promised, by whom, where, and what became of it."""
    found = promises(m)
    common = [p for p in found if not p.actor_code]
    sections = (
        Section("tous", "Tous les engagements", (_counted_promises(found),), (_all(m, common),)),
        *_by_actor(m, found),
        _by_commune(m, found),
        *(_one(m, promise) for promise in common),
        _production(m),
        _mutations(m),
        _priority(m),
        _indicator_section(m, "relogements", "Relogements", ("relogements",)),
        _flow(m),
        _sru(m),
    )
    tables = (*REGISTERS, "production_logements", "production_pmr", "baux_contingent_priorite",
              "baux_qpv_quartile", "baux_qpv_quartile_bailleur", *FLOW_TABLES, "sru")  # fmt: skip
    lead = (
        "Ce que la loi et les conventions demandent, à qui, où, et ce qui a été fait. Un objectif "
        "n’est atteint que par la valeur exacte, avant tout arrondi."
    )
    return Dossier("engagements/", "Les engagements et leurs résultats", lead, sections, tables)


def _counted_promises(found: Sequence[Promise]) -> str:
    if not found:
        return "Aucun engagement chiffré n’a été déposé."
    verdicts = [p.last.verdict if p.last else "non mesuré" for p in found]
    told = [
        f"{verdicts.count(name)} {name if verdicts.count(name) < 2 else plural}"  # noqa: PLR2004
        for name, plural in (
            ("atteint", "atteints"), ("non atteint", "non atteints"), ("non mesuré", "non mesurés"),
        )
        if name in verdicts
    ]  # fmt: skip
    return f"{words.counted(len(found), 'engagement')} : {words.listing(told)}, à la dernière année connue."


def _measured_by(m: Material) -> Ways:
    """Return the way to what all promises have in common: achieved for each unit promised."""
    return ways(m.publication, "realisation-engagements")


def _all(m: Material, found: Sequence[Promise]) -> Grid:
    rows = tuple(Row(Cell(p.title, href=f"#{p.code}"), (Cell(p.place), *_line(p))) for p in found)
    return Grid(
        "engagements", "Engagements communs, à la dernière année connue",
        _columns("Engagement", "Territoire"), rows, ways=_measured_by(m),
    )  # fmt: skip


def _columns(*first: str) -> tuple[Column, ...]:
    """Return the columns of a table of promises; the first ones name them."""
    titles = (
        *first,
        "Cible",
        "Réalisé",
        "Statut",
        "Écart",
        "Intervalle à 95 %",
        "Évolution",
        "Texte",
    )
    return tuple(Column(title, numeric=False) for title in titles)


def _line(p: Promise) -> tuple[Cell, ...]:
    return (Cell(p.goal, href=p.origin), *_state(p), Cell(p.text))


def _by_actor(m: Material, found: Sequence[Promise]) -> Iterator[Section]:
    """Yield what each landlord, then each holder, promised: by measure, never by result."""
    for kind, title, names, note in (
        ("bailleurs", "Les engagements de chaque bailleur", landlords(m), (NEVER_RANKED,)),
        ("reservataires", "Les engagements de chaque réservataire", holders(m), ()),
    ):
        own = [p for p in found if p.actor_code in names]
        grids = tuple(
            _promised(m, f"engagements-{kind}-{n}", [p for p in own if p.title == measure])
            for n, measure in enumerate(sorted({p.title for p in own}))
        )
        nothing = () if own else ("Non publié : aucun engagement d’un seul acteur n’a été déposé.",)
        yield Section(f"engagements-par-{kind}", title, (*note, *nothing), grids)


def _promised(m: Material, key: str, own: Sequence[Promise]) -> Grid:
    """Return what each actor promised of one measure, in alphabetical order."""
    rows = tuple(
        Row(Cell(p.actor, href=p.href), _line(p))
        for p in sorted(own, key=lambda p: p.actor.casefold())
    )
    caption = f"{own[0].title}, à la dernière année connue"
    return Grid(key, caption, _columns("Acteur"), rows, ways=_measured_by(m))


def _by_commune(m: Material, found: Sequence[Promise]) -> Section:
    """Return what was promised for one commune, or why nothing is published."""
    whole = m.publication.territory
    names = {c.name for c in whole.communes}
    own = [p for p in found if p.place in names]
    rows = tuple(Row(Cell(p.place), (Cell(p.title), *_line(p))) for p in own)
    reason = (
        "Non publié : aucun engagement d’une seule commune n’a été déposé. Les engagements ci-dessus "
        f"valent pour l’ensemble {words.de(whole.short_name)} : comparer une commune à cette cible "
        "serait la juger sur un engagement qui n’est pas le sien. Les baux par bailleur et par réservataire "
        "ne sont pas partagés par commune : il y en aurait trop peu par case. Ce que la loi SRU "
        "demande à chaque commune est plus bas."
    )
    grid = Grid("engagements-communes", "Engagements pour une commune, à la dernière année connue",
                _columns("Commune", "Engagement"), rows, ways=_measured_by(m))  # fmt: skip
    return Section("engagements-par-commune", "Par commune", () if rows else (reason,), (grid,))


def _state(p: Promise) -> tuple[Cell, ...]:
    last = p.last
    if last is None:
        nothing = Cell("non publié", muted=True)
        return (nothing, Cell("non mesuré"), nothing, nothing, nothing)
    return (
        Cell(achieved_text(last, p.unit), href=derivation(p.indicator)),
        Cell(last.verdict),
        Cell(last.gap or "sans objet"),
        Cell(span(last, p.unit)),
        Cell(trend(p.years, p.unit)),
    )


def _one(m: Material, p: Promise) -> Section:
    texts = [
        f"{words.upper_first(p.goal)}, {p.period}. Acteur : {p.actor}. Territoire : {p.place}.",
        f"Texte : {p.text}." + (f" Source : {p.source}." if p.source else ""),
    ]
    if p.note:
        texts.append(p.note)
    if not p.years:
        texts.append("Non publié : aucun tableau déposé ne mesure cet engagement.")
    columns = (
        Column("Année", numeric=False),
        Column("Réalisé"),
        Column("Base", numeric=False),
        Column("Écart", numeric=False),
        Column("Intervalle à 95 %", numeric=False),
        Column("Statut", numeric=False),
    )
    rows = tuple(
        Row(
            Cell(str(y.year)),
            (
                cell(y.value, p.unit),
                Cell(base(y.value) or "sans objet"),
                Cell(y.gap or "sans objet"),
                Cell(span(y, p.unit)),
                Cell(y.verdict),
            ),
        )
        for y in p.years
    )
    told = ways(m.publication, p.indicator) if p.indicator else ()
    grid = Grid(f"{p.code}-annees", f"{p.name}, {p.goal}", columns, rows, ways=told)
    return Section(p.code, p.name, tuple(texts), (grid,), ways=origins(m.publication, p.register))


# --- sections that several pages share --------------------------------------------------------


def _indicator_section(m: Material, key: str, title: str, names: Sequence[str]) -> Section:
    """Return the values of some indicators year by year, or why they are not published."""
    results = [m.publication.results[name] for name in names]
    texts = tuple(
        f"{one.indicator.title} : non publié. {lacking(m, one.missing)}"
        for one in results
        if one.missing
    )
    grids = tuple(_by_year(m, one.indicator.id) for one in results if not one.missing)
    untold = ways(m.publication, *(one.indicator.id for one in results if one.missing))
    return Section(key, title, texts, grids, ways=untold)


def _by_year(m: Material, name: str, modalities: Mapping[str, str] | None = None) -> Grid:
    """Return an indicator for the whole territory: its modalities as rows, years newest first."""
    published = m.publication.results[name]
    indicator = published.indicator
    kept = modalities if modalities is not None else indicator.modalities or {"": indicator.title}
    years = sorted(m.reader.years(name), reverse=True)
    code = m.publication.territory.siren
    lines = {
        label: [m.reader.value(name, y, code, ENSEMBLE, modality) for y in years]
        for modality, label in kept.items()
    }
    rows = tuple(
        Row(
            Cell(words.upper_first(label)),
            (
                *(cell(v, indicator.unit) for v in values),
                Cell(interval(values[0], indicator.unit) or "sans objet"),
            ),
        )
        for label, values in lines.items()
        if any(v.told or v.status != "nd" for v in values)
    )
    columns = (
        Column("Ce qui est mesuré", numeric=False),
        *(Column(str(y)) for y in years),
        Column("Intervalle à 95 %, dernière année", numeric=False),
    )
    caption = f"{indicator.title}, {indicator.unit}"
    return Grid(f"annees-{name}", caption, columns, rows, ways=ways(m.publication, name))


def _production(m: Material) -> Section:
    return _indicator_section(
        m, "production", "Production",
        ("part-plai", "nb-plai-a", "nb-logements-pmr", "logements-livres"),
    )  # fmt: skip


def _mutations(m: Material) -> Section:
    return _indicator_section(
        m, "mutations", "Mutations",
        ("part-mutations-demandes", "part-mutations-baux", "tension-mutations"),
    )  # fmt: skip


def _priority(m: Material) -> Section:
    return _indicator_section(
        m, "publics-prioritaires", "Publics prioritaires, par contingent",
        ("part-publics-prioritaires", "part-prioritaires-action-logement",
         "part-prioritaires-collectivites", "part-prioritaires-bailleurs"),
    )  # fmt: skip


def _flow(m: Material) -> Section:
    section = _indicator_section(
        m, "gestion-en-flux", "Gestion en flux",
        ("part-flux-reservataire", "part-flux-attribues", "part-flux-rendus", *FLOW_SHARES),
    )  # fmt: skip
    law = (
        "Le bilan annuel distingue le réservataire, la taille, le financement, le quartier, la "
        "commune et la période de construction (CCH, art. R. 441-5-1). Croisées ensemble, ces "
        "dimensions comptent trop peu de logements par case : chacune est publiée seule avec le "
        "réservataire, en classes larges. Par commune : non publié, pour la même raison."
    )
    counts = tuple(_offered(m, table, column) for table, column in FLOW_DETAIL.items())
    return replace(section, texts=(law, *section.texts), grids=(*section.grids, *counts))


FLOW_DETAIL: Mapping[str, str] = {
    "flux_typologie": "typologie",
    "flux_financement": "financement_regroupe",
    "flux_secteur": "secteur_qpv",
    "flux_periode": "periode_construction",
}
"""Tables of the homes offered to each holder, with the one characteristic that each crosses."""

FLOW_TABLES = ("flux_reservation", *FLOW_DETAIL)
FLOW_SHARES = ("part-flux-plai", "part-flux-qpv", "part-flux-recents")


def _offered(m: Material, table: str, column: str) -> Grid:
    """Return the homes offered to each holder in the newest year; no row without the table."""
    rows = rows_of(m, table)
    year = max((int(row["annee"]) for row in rows), default=0)
    now = [row for row in rows if int(row["annee"]) == year]
    counts = {
        (str(r["contingent"]), str(r[column])): count_cell(r, "nb_logements_proposes") for r in now
    }
    codes = {code: label for code, label in labels_of(m, table, column).items()
             if any(code == found for _, found in counts)}  # fmt: skip
    lines = tuple(
        Row(Cell(words.upper_first(label)), tuple(counts[holder, code] for code in codes))
        for holder, label in labels_of(m, table, "contingent").items()
        if (holder, next(iter(codes), "")) in counts
    )
    titled = m.publication.tables[table].table.title if rows else ""
    columns = (
        Column("Réservataire", numeric=False),
        *(Column(words.upper_first(label)) for label in codes.values()),
    )
    caption = f"{titled}, {year}, logements"
    told = origins(m.publication, table)
    return Grid(f"bilan-{place_slug(table)}", caption, columns, lines, ways=told)


def _sru(m: Material) -> Section:
    """Return the communes of the register with what the law asked and what was built."""
    if "sru" not in m.publication.tables:
        return Section("sru", "Loi SRU", ("Non publié : le registre SRU n’a pas été déposé.",))
    frame = m.publication.tables["sru"].table.frame
    rows = tuple(
        _sru_row(m, {str(k): v for k, v in row.items()}) for row in frame.to_dict("records")
    )
    columns = (
        Column("Commune", numeric=False),
        Column("Taux SRU", href=derivation("taux-sru")),
        Column("Au", numeric=False),
        Column("Réalisé pour à réaliser", href=derivation("rattrapage-sru")),
        Column("Période", numeric=False),
        Column("Commune carencée", numeric=False),
        Column("Source", numeric=False),
    )
    return Section(
        "sru", "Loi SRU", (), (Grid("sru-communes", "Communes relevées", columns, rows),)
    )


def _sru_row(m: Material, row: Mapping[str, object]) -> Row:
    names = {
        c.code: Cell(c.name, href=f"{ROOT}/{commune_path(c)}")
        for c in m.publication.territory.communes
    }
    lacking = row["carencee"] is True
    decree = (
        f", arrêté du {words.day(date.fromisoformat(str(row['date_arrete'])))}" if lacking else ""
    )
    cells = (
        Cell(words.percent(float(str(row["taux_sru_pct"])), 2)),
        Cell(words.day(date.fromisoformat(str(row["date"])))),
        Cell(f"{row['nb_logements_realises']} sur {row['nb_logements_objectif']}"),
        Cell(str(row["periode_triennale"])),
        Cell(f"oui{decree}" if lacking else "non"),
        Cell(str(row["source"])),
    )
    return Row(names.get(str(row["code_commune"]), Cell(str(row["nom_commune"]))), cells)


# --- actors -----------------------------------------------------------------------------------

BY_LANDLORD = ("part-q1-hors-qpv-bailleur", "part-q2-q4-qpv-bailleur")
BY_HOLDER = (
    "part-flux-reservataire", "part-flux-attribues", "part-flux-rendus", *FLOW_SHARES,
    "part-prioritaires-reservataire",
)  # fmt: skip


def _landlords(m: Material) -> Iterator[Dossier]:
    names = landlords(m)
    if not names:
        return
    title = "Les bailleurs"
    sections = [
        Section(f"liste-{name}", m.publication.results[name].indicator.title, (NEVER_RANKED,),
                (_actors(m, name, names, "bailleurs"),))
        for name in BY_LANDLORD
    ]  # fmt: skip
    sections.insert(0, _listed("bailleurs", names))
    tables = ("bailleurs", "baux_qpv_quartile_bailleur", "engagements")
    lead = "Qui loue les logements sociaux ici, et ce que chacun a attribué."
    yield Dossier("bailleurs/", title, lead, tuple(sections), tables)
    crumb = (Crumb(title, "bailleurs/"),)
    for code, name in names.items():
        yield _actor(m, ("bailleurs", code, name), BY_LANDLORD, tables, crumb)


def _holders(m: Material) -> Iterator[Dossier]:
    names = holders(m)
    if not names:
        return
    title = "Les réservataires"
    sections = [
        Section(f"liste-{name}", m.publication.results[name].indicator.title, (),
                (_actors(m, name, names, "reservataires"),))
        for name in BY_HOLDER
    ]  # fmt: skip
    sections.insert(0, _listed("reservataires", names))
    tables = ("reservataires", "flux_reservation", "baux_contingent_priorite", "engagements")
    lead = "Qui peut proposer des candidats pour les logements sociaux, et ce que chacun en a fait."
    yield Dossier("reservataires/", title, lead, tuple(sections), tables)
    crumb = (Crumb(title, "reservataires/"),)
    for code, name in names.items():
        yield _actor(m, ("reservataires", code, name), BY_HOLDER, tables, crumb)


def _listed(kind: str, names: Mapping[str, str]) -> Section:
    """Return the list of actors, in alphabetical order."""
    rows = tuple(
        Row(Cell(name, href=f"{ROOT}/{actor_path(kind, code)}"), (Cell(code),))
        for code, name in names.items()
    )
    columns = (Column("Nom", numeric=False), Column("Code", numeric=False))
    return Section(
        "liste", "Qui ils sont", (), (Grid(f"liste-{kind}", "Les acteurs", columns, rows),)
    )


def _actors(m: Material, name: str, names: Mapping[str, str], kind: str) -> Grid:
    """Return the newest value of each actor with its base and interval, in alphabetical order."""
    indicator = m.publication.results[name].indicator
    year = m.reader.last_year(name)
    whole = m.publication.territory.siren
    rows = tuple(
        Row(Cell(told, href=f"{ROOT}/{actor_path(kind, code)}"), _measured(value, indicator.unit))
        for code, told in names.items()
        if (value := m.reader.value(name, year, whole, ENSEMBLE, code)).status != "nd"
        or value.known
    )
    columns = (
        Column("Acteur", numeric=False),
        Column(f"{year}"),
        Column("Base", numeric=False),
        Column("Intervalle à 95 %", numeric=False),
    )
    caption = f"{indicator.title}, {indicator.unit}, {year}"
    return Grid(f"acteurs-{name}", caption, columns, rows, ways=ways(m.publication, name))


def _measured(value: Value, unit: Unit) -> tuple[Cell, ...]:
    return (
        cell(value, unit),
        Cell(base(value) or text(value, unit), muted=not base(value)),
        Cell(interval(value, unit) or "sans objet"),
    )


def _actor(
    m: Material, who: tuple[str, str, str], measures: Sequence[str], tables: tuple[str, ...],
    parents: tuple[Crumb, ...],
) -> Dossier:  # fmt: skip
    kind, code, name = who
    own = [p for p in promises(m) if p.actor_code == code]
    grids = tuple(
        _by_year(m, one, {code: name}) for one in measures if not m.publication.results[one].missing
    )
    nothing = (
        () if any(g.rows for g in grids) else ("Aucun chiffre n’a été déposé pour cet acteur.",)
    )
    engaged = (
        tuple(_one(m, p) for p in own)
        if own
        else (
            Section(
                "engagements",
                "Engagements",
                ("Aucun engagement propre à cet acteur n’a été déposé.",),
            ),
        )
    )
    note = (NEVER_RANKED,) if kind == "bailleurs" else ()
    sections = (Section("resultats", "Résultats", (*note, *nothing), grids), *engaged)
    return Dossier(
        actor_path(kind, code),
        name,
        f"Résultats et engagements : {name}.",
        sections,
        tables,
        parents,
    )


# --- who, when, where -------------------------------------------------------------------------


def _obtains(m: Material) -> Dossier:
    """Return who asks and who obtains, side by side where both are counted."""
    sections = (
        _quartiles(m),
        _indicator_section(m, "ressources", "Les ressources", ("part-q1-hors-qpv", "part-q2-q4-qpv",
                           "ressources-inconnues-demandes", "ressources-inconnues-baux")),
        _mutations(m),
        _transfers(m),
        _priority(m),
        _indicator_section(m, "ages", "Les âges", ("part-jeunes", "part-seniors")),
        _indicator_section(m, "motifs", "Les motifs", ("motifs",)),
        _indicator_section(m, "handicap", "Le handicap", ("part-handicap",)),
        _indicator_section(m, "commissions", "Les commissions", ("decisions-commissions", "refus-candidats")),
        _indicator_section(m, "dalo", "Le droit au logement opposable", ("dalo",)),
    )  # fmt: skip
    tables = ("demandes_quartile", "baux_qpv_quartile", "demandes_type", "baux_mutations",
              *TRANSFERS, "demandes_age", "demandes_motif", "caleol_decisions", "dalo_recours")  # fmt: skip
    lead = "Qui demande, qui obtient : ressources, mutations, publics prioritaires, âges, motifs."
    return Dossier("qui-obtient/", "Qui obtient un logement ?", lead, sections, tables)


ASKING, SIGNING = "quartiles-demandes", "quartiles-baux"
BY_SIZE, BY_HOUSEHOLD = "tension-mutations-taille", "tension-mutations-menage"
TRANSFERS = (
    "demandes_mutations_typologie", "baux_mutations_typologie",
    "demandes_mutations_composition", "baux_mutations_composition",
)  # fmt: skip


def _quartiles(m: Material) -> Section:
    """Return the quartiles of those who ask beside those of who signs, at the start and in a year."""
    title = "Les quartiles de ressources : qui demande, qui obtient"
    found = [m.publication.results[name] for name in (ASKING, SIGNING)]
    missing = tuple(name for one in found for name in one.missing)
    if missing:
        return Section("quartiles", title, (f"Non publié. {lacking(m, missing)}",))
    year, whole = m.reader.last_year(SIGNING), m.publication.territory
    kinds = found[1].indicator.modalities.items()
    rows = tuple(_quartile(m, year, code, label) for code, label in kinds)
    columns = (
        Column("Quartile", numeric=False),
        Column(f"Demandes au 1er janvier {year}", href=derivation(ASKING)),
        Column(f"Baux signés en {year}", href=derivation(SIGNING)),
        Column("Intervalle à 95 %, baux", numeric=False, href=derivation(SIGNING)),
    )
    texts = (
        "Si les baux suivaient les demandes, les deux parts seraient proches. L’objectif légal, lui, "
        "ne porte que sur les baux hors quartier prioritaire : voir la partie suivante.",
    )
    caption = f"{whole.short_name}, quartiles des demandes et des baux"
    return Section(
        "quartiles", title, texts, (Grid("quartiles-cote-a-cote", caption, columns, rows),)
    )


def _quartile(m: Material, year: int, code: str, label: str) -> Row:
    whole = m.publication.territory.siren
    asking, signing = (
        m.reader.value(name, year, whole, ENSEMBLE, code) for name in (ASKING, SIGNING)
    )
    chance = interval(signing, Unit.PERCENT) or "sans intervalle"
    shares = (cell(value, Unit.PERCENT, ALL_OF_THEM) for value in (asking, signing))
    return Row(Cell(words.upper_first(label)), (*shares, Cell(chance)))


ALL_OF_THEM = 100.0
"""Full length of the bar behind a share."""


def _transfers(m: Material) -> Section:
    """Return the pressure for a transfer by size and by household, one characteristic at a time."""
    title = "Qui attend une mutation, vers quelle taille"
    known = [m.publication.results[name] for name in (BY_SIZE, BY_HOUSEHOLD)]
    missing = tuple(name for one in known for name in one.missing)
    if missing:
        return Section("mutations-detail", title, (f"Non publié. {lacking(m, missing)}",))
    sizes, _ = known
    by_size = replace(
        crossed(m, sizes, dict(sizes.indicator.modalities)),
        id="mutations-par-taille", ways=ways(m.publication, BY_SIZE),
    )  # fmt: skip
    texts = (
        "La taille et le ménage ne sont pas croisés, et le motif d’une mutation n’est pas publié : "
        "il y aurait trop peu de ménages par case, et certains motifs exposent des personnes.",
    )
    return Section("mutations-detail", title, texts, (by_size, _by_year(m, BY_HOUSEHOLD)))


SUMMARY = (
    "demandes-en-attente", "nouvelles-demandes", "attributions", "tension", "taux-satisfaction",
    "part-q1-hors-qpv", "part-q2-q4-qpv", "part-publics-prioritaires", "part-mutations-baux",
    "parc-social", "part-plai", "nb-logements-pmr",
)  # fmt: skip


def _change(m: Material) -> Dossier:
    """Return the main figures year after year."""
    figure = m.figures.get(f"territoires/{m.publication.territory.siren}/evolution")
    known = [n for n in SUMMARY if not m.publication.results[n].missing]
    sections = (
        Section("courbes", "Demandes et attributions", (), (), (figure,) if figure else ()),
        Section("annees", "Année après année", (), tuple(_by_year(m, n) for n in known)),
        Section("chances", "La chance d’être logé", (), _chances(m)),
    )
    lead = (
        "Ce qui change d’une année à l’autre. Une petite variation peut venir du hasard : "
        "l’intervalle le dit."
    )
    tables = ("demandes_stock", "demandes_nouvelles", "baux_delai", "sorties_anciennete")
    return Dossier("evolution/", "Évolution", lead, sections, tables)


def _chances(m: Material) -> tuple[Grid, ...]:
    published = m.publication.results["chance-bail"]
    return () if published.missing else (_by_year(m, "chance-bail"),)


COMPARED = (
    ("delai-median", "mediane"), ("chance-bail", "M_12"), ("tension", ""), ("taux-satisfaction", ""),
    ("part-q1-hors-qpv", ""), ("part-mutations-demandes", ""), ("parc-social", ""),
)  # fmt: skip


def _compare(m: Material) -> Dossier:
    """Return the communes side by side, in alphabetical order."""
    known = [(n, c) for n, c in COMPARED if not m.publication.results[n].missing]
    years = {n: m.reader.last_year(n) for n, _ in known}
    places = m.publication.territory.communes
    values = {
        (n, c.code): m.reader.value(n, years[n], c.code, ENSEMBLE, code)
        for n, code in known
        for c in places
    }
    full = {n: longest(values[n, c.code] for c in places) for n, _ in known}
    rows = tuple(
        Row(
            Cell(c.name, href=f"{ROOT}/{commune_path(c)}"),
            tuple(cell(values[n, c.code], _unit(m, n), full[n]) for n, _ in known),
        )
        for c in places
    )
    columns = (
        Column("Commune", numeric=False),
        *(
            Column(f"{_short_title(m, n, code)}, {years[n]}", href=derivation(n))
            for n, code in known
        ),
    )
    grid = Grid("comparer", "Les communes, toutes tailles de logement", columns, rows)
    sections = (
        Section(
            "communes", "Les communes",
            ("Les communes sont dans l’ordre alphabétique. Une valeur absente dit pourquoi elle l’est. "
             "Un écart entre deux petites communes peut venir du hasard.",),
            (grid,),
        ),
    )  # fmt: skip
    lead = "Les mêmes chiffres pour chaque commune, avec leur définition."
    return Dossier(
        "comparer/", "Comparer les communes", lead, sections, ("demandes_stock", "baux_delai")
    )


def _unit(m: Material, name: str) -> Unit:
    return m.publication.results[name].indicator.unit


def _short_title(m: Material, name: str, modality: str) -> str:
    indicator = m.publication.results[name].indicator
    told = indicator.modalities.get(modality, "")
    return f"{indicator.title} ({told})" if told else indicator.title
