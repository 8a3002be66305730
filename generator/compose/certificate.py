"""The certificate of protection, as a page and as JSON: what was attacked, and what was not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from generator import words
from generator.compose.data_pages import LIST_CRUMB
from generator.compose.material import Material
from generator.compose.places import HOME_CRUMB
from generator.compose.plan import crossings, level_counts, plan_grid, table_href
from generator.compose.quality import share_cell
from generator.compose.render import ROOT, body
from generator.equations import (
    DELAYS,
    EXITS,
    LEASES,
    NEW,
    STOCK,
    TERRITORY,
    required_width,
    secret_columns,
)
from generator.model import Cell, Column, Crumb, Grid, Page, Row, Tables
from generator.settings import PROJECT_VERSION, SENSITIVE_THRESHOLD, TEMPLATES

PATH: Final = "donnees/certificat/"
FILE: Final = "donnees/certificat.json"
SCHEMA: Final = "donnees/certificat.schema.json"
FORM: Final = "certificat-de-protection/1"
"""Name and major version of the JSON form."""

KINDS: Final[Mapping[str, str]] = {
    "effectif_simple": "Comptage simple : demandes ou attributions, par commune et par taille",
    "sensible": "Ressources, quartile, priorité, âge, composition, ancienneté, délai, motif, "
    "recours, dossier",
    "public": "Tableau qui ne compte aucun ménage",
}

RESERVED: Final[Mapping[str, str]] = {
    "motif_demande": "le motif de la demande",
    "public_prioritaire": "la catégorie de public prioritaire",
    "motif_sortie": "le motif de la sortie",
    "complement_handicap": "le handicap",
    "situation_familiale": "la situation familiale",
}
"""How a reader calls each dimension that is never published below the authority."""

NOT_COVERED: Final = (
    "Ce qu’un lecteur sait déjà : un voisin, un agent, ou le ménage lui-même, qui peut se retirer du compte.",
    "Le passage d’une tranche à la suivante : une demande de 1 à 2 ans cette année avait moins d’un an "
    "l’an dernier. Le contrôle ne relie pas ces tranches d’une année à l’autre.",
    "Un groupe dont aucune ligne ne donne le détail, mais qui est la différence de deux groupes imprimés : "
    "le contrôle cherche ses petits nombres, pas ses 100 %.",
    "Deux façons de placer un ménage dans une commune, dès qu’un seul nombre les distingue.",
    "Le plus probable : le contrôle dit ce qui est possible, pas ce qui est vraisemblable.",
    "Les chiffres publiés ailleurs, sur un autre site ou dans un autre fichier.",
    "Les nombres écrits dans un texte ou un PDF, les totaux repris d’autres publications et les "
    "tableaux qui ne comptent aucun ménage.",
    "Un nombre caché aujourd’hui, mais qu’une version antérieure montrait : il compte comme connu, et un "
    "avertissement le dit.",
    "Les versions publiées qui ne sont pas dans le registre des versions antérieures.",
    "Les valeurs qui exigeraient d’essayer tous les nombres entiers, quand le doute n’est prouvé que "
    "par des tableaux en fractions.",
)
"""What the attack leaves out; said in full, because a certificate that hides its limits lies."""


NOT_COVERED_ROUNDED: Final = (
    "Les arrondis d’une version antérieure que le contrôle n’a pas sous la main : le registre ne les "
    "garde pas.",
    "La façon d’arrondir : au plus proche, quand les sommes le permettent. La base choisie laisse assez de "
    "doute sur chaque nombre à qui le sait, mais le contrôle ne refait pas tout ce calcul.",
)
"""What it leaves out besides, where a table is rounded."""


@dataclass(frozen=True)
class Attack:
    """One way to find a hidden number, and whether these tables gave occasion to try it."""

    code: str
    text: str
    tried: bool


ATTACKS: Final[tuple[tuple[str, str, Callable[[Tables], bool]], ...]] = (
    ("sommes", "Un total moins ses parties, le long de chaque dimension : communes, tailles, "
     "tranches, catégories.",
     lambda secret: any(set(t.margins) & set(t.keys) for t in secret.values())),
    ("tableaux", "Tous les tableaux ensemble : un nombre imprimé dans deux tableaux est un seul nombre.",
     lambda secret: len(secret) > 1),
    ("regroupements", "Une catégorie regroupée, comparée à la somme des catégories fines.",
     lambda secret: any(f.regroups for t in secret.values() for f in t.fields)),
    ("parties_de_ligne", "Un nombre qui ne peut pas dépasser un autre nombre de la même ligne.",
     lambda secret: any(f.at_most for t in secret.values() for f in t.fields)),
    ("mouvements", "Le stock d’une année, déduit du précédent, des nouvelles demandes, des baux et des "
     "sorties, si tous les nombres visibles s’équilibrent à l’unité.",
     lambda secret: all(name in secret for name in (STOCK, NEW, LEASES, EXITS))),
    ("groupes", "Un groupe dont tous les ménages sont dans une seule catégorie sensible (100 %), imprimée "
     "ou trouvée par les zéros des autres.",
     lambda secret: any(set(t.secrecy.sensitive_dimensions) & set(t.margins) for t in secret.values())),
    ("reservees", "Une information réservée à l’intercommunalité, cherchée dans les lignes des communes.",
     lambda secret: any(TERRITORY in t.keys for t in secret.values())),
)  # fmt: skip
"""Code, sentence, and what tables must be there for the attack to have an object."""


def _limits(m: Material) -> tuple[str, ...]:
    """Return what the attack leaves out of these tables."""
    rounded = any(one.table.rounding > 1 for one in m.publication.tables.values())
    return (*NOT_COVERED, *(NOT_COVERED_ROUNDED if rounded else ()))


def certificate_page(m: Material) -> Page:
    """Return the page « Certificat de protection »."""
    secrecy, found = m.publication.secrecy, crossings(m)
    context = {
        "territoire": m.publication.territory,
        "demonstration": m.publication.demonstration,
        "date": words.day(m.on),
        "version": _version(m),
        "regles": _rules_grid(m),
        "reservees": words.listing(list(RESERVED.values())),
        "s": secrecy,
        "seuil": SENSITIVE_THRESHOLD,
        "imprimes": _total(secrecy.shown),
        "caches": _total(secrecy.hidden),
        "statistiques": _statistics(m),
        "caches_par_tableau": _tables_grid(m),
        "plan": plan_grid(found),
        "niveaux": level_counts(found),
        "attaques": attacks(m),
        "limites": _limits(m),
        "generateur": PROJECT_VERSION,
        "paquets": _packages_grid(m),
        "fichier": f"{ROOT}/{FILE}",
        "schema": f"{ROOT}/{SCHEMA}",
    }
    return Page(
        PATH, "Certificat de protection",
        "Ce que le contrôle a tenté pour retrouver les nombres cachés, et ce qu’il ne couvre pas.",
        (HOME_CRUMB, LIST_CRUMB, Crumb("Certificat de protection", None)), "donnees/",
        body("certificat", context),
    )  # fmt: skip


def certificate_files(m: Material) -> Iterator[tuple[str, bytes]]:
    """Yield the certificate as JSON, and the schema that documents its keys."""
    text = json.dumps(certificate(m), ensure_ascii=False, indent=2)
    yield FILE, f"{text}\n".encode()
    yield SCHEMA, (TEMPLATES / "schemas" / "certificat.schema.json").read_bytes()


def certificate(m: Material) -> dict[str, Any]:
    """Return the certificate: the same numbers and sentences as the page, in a stable order."""
    territory = m.publication.territory
    return {
        "format": FORM,
        "titre": "Certificat de protection",
        "demonstration": m.publication.demonstration,
        "territoire": {"nom": territory.name, "siren": territory.siren},
        "version": _version(m),
        "date_depot": m.on.isoformat(),
        "regles": _rules(m),
        "mesures": _measures(m),
        "tableaux": _tables(m),
        "plan_de_publication": [
            {
                "tableau": c.table, "niveau": c.level, "croise_avec": list(c.by),
                "imprimes": c.shown, "caches": c.hidden,
            }
            for c in crossings(m)
        ],
        "attaques": [
            {"code": a.code, "attaque": words.typography(a.text), "essayee": a.tried}
            for a in attacks(m)
        ],
        "non_couvert": [words.typography(text) for text in _limits(m)],
        "versions": {
            "generateur": PROJECT_VERSION,
            "solveur": m.publication.secrecy.engine,
            "paquets": {p.name: str(p.descriptor["version"]) for p in m.publication.packages},
        },
    }  # fmt: skip


def attacks(m: Material) -> list[Attack]:
    """Return every attack, and whether the tables gave occasion to try it."""
    tables = {name: p.table for name, p in m.publication.tables.items()}
    secret = {name: table for name, table in tables.items() if secret_columns(table)}
    delays = DELAYS in tables and "delai" in getattr(secret.get(LEASES), "margins", ())
    return [
        *(Attack(code, text, has_object(secret)) for code, text, has_object in ATTACKS),
        Attack(
            "delais", "Les médianes, les quartiles et les moyennes de délais, comparés aux tranches.",
            delays,
        ),
        Attack(
            "versions", "Les versions antérieures, lues en même temps que celle-ci.",
            m.publication.secrecy.releases > 0,
        ),
    ]  # fmt: skip


# --- parts ------------------------------------------------------------------------------------


def _version(m: Material) -> str:
    return max(str(p.descriptor["version"]) for p in m.publication.packages)


def _total(counts: Mapping[str, int]) -> int:
    return sum(counts.values())


def _rules(m: Material) -> dict[str, Any]:
    kinds = m.publication.secrecy.thresholds
    return {
        "seuils": dict(sorted(kinds.items())),
        "ecarts_exiges": {kind: required_width(kinds[kind]) for kind in sorted(kinds)},
        "zeros_publies": True,
        "signe_unique": True,
        "reservees_intercommunalite": sorted(RESERVED),
    }


def _measures(m: Material) -> dict[str, Any]:
    secrecy = m.publication.secrecy
    return {
        "tableaux": len(secrecy.shown),
        "nombres_differents": secrecy.cells,
        "relations": secrecy.equations,
        "imprimes": _total(secrecy.shown),
        "caches": _total(secrecy.hidden),
        "statistiques_de_delai": _statistics(m),
        "doute_le_plus_etroit": secrecy.narrowest,
        "doutes_par_tableaux_entiers": secrecy.exact,
        "doutes_par_tableaux_en_fractions": secrecy.relaxed,
        "caches_non_petits": secrecy.harmless,
        "versions_anterieures": secrecy.releases,
    }


def _statistics(m: Material) -> dict[str, int] | None:
    """Return how many statistics of delays are printed and hidden; they are not counts."""
    published = m.publication.tables.get(DELAYS)
    if published is None:
        return None
    column = next(
        f.name for f in published.table.fields if f"{f.name}_statut" in published.table.frame
    )
    shown = int(published.table.frame[column].notna().sum())
    return {"imprimees": shown, "cachees": published.masked}


@dataclass(frozen=True)
class _Line:
    nom: str
    titre: str
    imprimes: int
    caches: int
    part_cachee_pct: float
    arrondi: int


def _tables(m: Material) -> list[dict[str, Any]]:
    told = [asdict(line) for line in _lines(m)]
    return [{k: v for k, v in one.items() if k != "arrondi" or v > 1} for one in told]


def _lines(m: Material) -> list[_Line]:
    """Return each table that counts households, in the order of its name."""
    secrecy = m.publication.secrecy
    return [
        _Line(
            nom=name,
            titre=m.publication.tables[name].table.title,
            imprimes=shown,
            caches=secrecy.hidden[name],
            part_cachee_pct=_percent(secrecy.hidden[name], shown + secrecy.hidden[name]),
            arrondi=m.publication.tables[name].table.rounding,
        )
        for name, shown in sorted(secrecy.shown.items())
    ]


def _percent(part: int, whole: int) -> float:
    return float(words.rounded(100 * part / whole, 1)) if whole else 0.0


# --- tables of the page -----------------------------------------------------------------------


def _tables_grid(m: Material) -> Grid | None:
    lines = _lines(m)
    rows = tuple(
        Row(
            Cell(line.titre, href=table_href(m.publication.tables[line.nom].table)),
            (
                Cell(words.number(line.imprimes)),
                Cell(words.number(line.caches)),
                _share(line),
            ),
        )
        for line in lines
    )
    columns = (
        Column("Tableau", numeric=False), Column("Imprimés"), Column("Cachés"),
        Column("Part cachée"),
    )  # fmt: skip
    return (
        Grid("caches", "Nombres imprimés et cachés, par tableau", columns, rows) if rows else None
    )


def _share(line: _Line) -> Cell:
    total = line.imprimes + line.caches
    return share_cell(line.caches, total) if total else Cell("sans objet", muted=True)


def _rules_grid(m: Material) -> Grid:
    thresholds = m.publication.secrecy.thresholds
    rows = tuple(
        Row(Cell(KINDS[kind]), (Cell(_small(thresholds[kind])), Cell(_width(thresholds[kind]))))
        for kind in KINDS
        if kind in thresholds
    )
    columns = (
        Column("Genre de tableau", numeric=False), Column("Nombre caché", numeric=False),
        Column("Doute exigé", numeric=False),
    )  # fmt: skip
    return Grid("regles", "Les seuils, et le doute exigé", columns, rows)


def _small(threshold: int) -> str:
    return f"de 1 à {threshold - 1}" if threshold > 1 else "aucun"


def _width(threshold: int) -> str:
    width = required_width(threshold)
    return f"au moins {width} d’écart" if width else "sans objet"


def _packages_grid(m: Material) -> Grid:
    rows = tuple(
        Row(
            Cell(str(p.descriptor["title"]), href=f"{ROOT}/donnees/{p.name.replace('_', '-')}/"),
            (Cell(str(p.descriptor["version"])), Cell(str(p.descriptor["created"])[:10])),
        )
        for p in m.publication.packages
    )
    columns = (
        Column("Paquet", numeric=False), Column("Version", numeric=False),
        Column("Créé le", numeric=False),
    )  # fmt: skip
    return Grid("paquets", "Les paquets de données lus par le contrôle", columns, rows)
