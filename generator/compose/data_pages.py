"""Pages and files of open data: each package with its dictionary, and the contract of a deposit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import words
from generator.compose.material import Material
from generator.compose.places import HOME_CRUMB, csv_bytes
from generator.compose.provenance import counted_as
from generator.compose.render import ROOT, body
from generator.model import (
    Cell,
    Column,
    Crumb,
    Field,
    Grid,
    Package,
    Page,
    PublishedTable,
    Resource,
    Row,
    Table,
)

LIST_CRUMB = Crumb("Données", "donnees/")
KINDS = {
    "string": "texte", "integer": "nombre entier", "number": "nombre", "year": "année",
    "date": "date (AAAA-MM-JJ)", "boolean": "vrai ou faux (true, false)",
}  # fmt: skip
NATURE = "nature_donnees"
NATURE_FIELD = {
    "name": NATURE,
    "title": "Nature des données",
    "description": "Dit si la ligne est réelle ou de démonstration ; ajoutée à la publication.",
    "type": "string",
    "constraints": {"enum": ["données de démonstration", "données réelles"]},
}
PRECISION = "precision"
PRECISION_FIELD = {
    "name": PRECISION,
    "title": "Précision des nombres",
    "description": "Dit à combien près les nombres du tableau sont arrondis ; ajoutée à la publication.",
    "type": "string",
}
"""Only in the files of rounded tables: a line copied elsewhere still says what it is."""
DEMO_TITLE = " (données de démonstration)"


@dataclass(frozen=True)
class Download:
    """A table of a package page: its dictionary and its file."""

    id: str
    title: str
    description: str
    counts: str
    grid: Grid
    href: str
    label: str
    rows: str
    masked: int
    demonstration: bool
    rounded: str = ""


def data_pages(m: Material) -> Iterator[Page]:
    """Yield the list of packages, one page per package, and the contract of a deposit."""
    files = dict(data_files(m))
    yield _list(m)
    for package in m.publication.packages:
        yield _package(m, package, files)
    yield _contract(m)


def data_files(m: Material) -> Iterator[tuple[str, bytes]]:
    """Yield the CSV of each published table, then the descriptor of each package."""
    for package in m.publication.packages:
        folder = f"donnees/{_slug(package.name)}"
        contents = {r.name: _csv(m.publication.tables[r.name]) for r in package.resources}
        for name, content in contents.items():
            yield f"{folder}/{name}.csv", content
        yield f"{folder}/datapackage.json", _descriptor(package, contents)


def _slug(name: str) -> str:
    return name.replace("_", "-")


def _nature(*, demonstration: bool) -> str:
    return "données de démonstration" if demonstration else "données réelles"


def _csv(published: PublishedTable) -> bytes:
    table = published.table
    added = {NATURE: _nature(demonstration=table.demonstration)}
    if table.rounding > 1:
        added[PRECISION] = words.rounded_to(table.rounding)
    return csv_bytes(table.frame.assign(**added))


def _descriptor(package: Package, contents: Mapping[str, bytes]) -> bytes:
    """Return the descriptor of the published package: schemas inside, sizes and sums of files."""
    resources = [
        {
            **{k: v for k, v in resource.descriptor.items() if k not in ("schema", "path")},
            "title": _title(resource.descriptor),
            "path": f"{resource.name}.csv",
            "bytes": len(contents[resource.name]),
            "hash": f"sha256:{hashlib.sha256(contents[resource.name]).hexdigest()}",
            "schema": {**resource.schema, "fields": _published_fields(resource)},
        }
        for resource in package.resources
    ]
    demonstration = any(r.descriptor["demonstration"] for r in package.resources)
    title = str(package.descriptor["title"])
    descriptor = {
        **package.descriptor,
        "title": title + DEMO_TITLE if demonstration else title,
        "resources": resources,
    }
    return (json.dumps(descriptor, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _published_fields(resource: Resource) -> list[Mapping[str, Any]]:
    """Return the columns of a published file: its own, and those added at publication."""
    added = [NATURE_FIELD, *([PRECISION_FIELD] if "arrondi" in resource.descriptor else [])]
    return [*resource.schema["fields"], *added]


def _title(descriptor: Mapping[str, Any]) -> str:
    title = str(descriptor["title"])
    if "arrondi" in descriptor:
        title += f" ({words.rounded_to(descriptor['arrondi'])})"
    return title + DEMO_TITLE if descriptor["demonstration"] else title


def _list(m: Material) -> Page:
    rows = tuple(
        Row(
            Cell(str(p.descriptor["title"]), href=f"{ROOT}/donnees/{_slug(p.name)}/"),
            (
                Cell(str(len(p.resources))),
                Cell(str(p.descriptor["version"])),
                Cell(_kinds(p)),
                Cell("datapackage.json", href=f"{ROOT}/donnees/{_slug(p.name)}/datapackage.json"),
            ),
        )
        for p in m.publication.packages
    )
    columns = (
        Column("Paquet", numeric=False), Column("Tableaux"), Column("Version", numeric=False),
        Column("Nature", numeric=False), Column("Descripteur", numeric=False),
    )  # fmt: skip
    context = {
        "territoire": m.publication.territory,
        "tableau_paquets": Grid("paquets", "Les paquets de données à télécharger", columns, rows),
        "demonstration": m.publication.demonstration,
        "textes": m.texts,
    }
    return Page(
        "donnees/", "Les données ouvertes", "Toutes les données à télécharger, avec leur dictionnaire.",
        (HOME_CRUMB, Crumb("Données", None)), "donnees/", body("donnees", context),
    )  # fmt: skip


def _kinds(package: Package) -> str:
    flags = {bool(r.descriptor["demonstration"]) for r in package.resources}
    if flags == {True}:
        return "démonstration"
    return "réelles" if flags == {False} else "réelles et démonstration"


def _package(m: Material, package: Package, files: Mapping[str, bytes]) -> Page:
    title = str(package.descriptor["title"])
    context = {
        "titre": title,
        "description": str(package.descriptor["description"]),
        "version": str(package.descriptor["version"]),
        "cree": str(package.descriptor["created"])[:10],
        "descripteur": f"{ROOT}/donnees/{_slug(package.name)}/datapackage.json",
        "producteurs": [
            str(c.get("title", "")) for c in package.descriptor.get("contributors", ())
        ],
        "origines": [str(s.get("title", "")) for s in package.descriptor.get("sources", ())],
        "jeux": [_download(m.publication.tables[r.name], files) for r in package.resources],
    }
    return Page(
        f"donnees/{_slug(package.name)}/", title, str(package.descriptor["description"]),
        (HOME_CRUMB, LIST_CRUMB, Crumb(title, None)), "donnees/", body("paquet", context),
    )  # fmt: skip


def _download(published: PublishedTable, files: Mapping[str, bytes]) -> Download:
    table = published.table
    path = f"donnees/{_slug(table.package)}/{table.name}.csv"
    return Download(
        id=_slug(table.name),
        title=table.title,
        description=table.description,
        counts=counted_as(table.counting),
        grid=_dictionary(_slug(table.name), table.title, table.fields),
        href=f"{ROOT}/{path}",
        label=f"{table.name}.csv (CSV, {words.size(len(files[path]))})",
        rows=words.counted(len(table.frame), "ligne"),
        masked=published.masked,
        demonstration=table.demonstration,
        rounded=_rounded_sentence(table),
    )


def _rounded_sentence(table: Table) -> str:
    """Return what a reader must know of the numbers of a rounded table, nothing for an exact one."""
    if table.rounding == 1:
        return ""
    return (
        f"Les nombres de ce tableau ne sont pas exacts{words.NNBSP}: chacun est "
        f"{words.rounded_to(table.rounding)}. "
        f"Le vrai nombre est à moins de {table.reach + 1} de celui qui est écrit. "
        "Les totaux restent la somme de leurs parties. Aucun indicateur n’en est tiré."
    )


def _dictionary(key: str, title: str, fields: Sequence[Field]) -> Grid:
    columns = (
        Column("Colonne", numeric=False), Column("Contenu", numeric=False),
        Column("Genre", numeric=False), Column("Valeurs", numeric=False),
    )  # fmt: skip
    rows = tuple(
        Row(
            Cell(f.name),
            (
                Cell(f"{f.title}. {f.description}"),
                Cell(KINDS.get(f.kind, f.kind)),
                Cell(_values(f)),
            ),
        )
        for f in fields
    )
    return Grid(f"dictionnaire-{key}", f"Dictionnaire : {title}", columns, rows)


def _values(field: Field) -> str:
    if not field.categories:
        return "libres"
    return ", ".join(
        value if label == value else f"{value} ({label})"
        for value, label in field.categories.items()
    )


def _contract(m: Material) -> Page:
    parts = [
        {
            "id": _slug(t.resource),
            "titre": t.title,
            "description": t.description,
            "paquet": t.package,
            "ressource": t.resource,
            "cle": words.listing(list(t.keys)),
            "grille": _dictionary(_slug(t.resource), t.title, t.fields),
            "exemple": t.example,
        }
        for t in m.contract
    ]
    return Page(
        "donnees/contrat/", "Le contrat de dépôt : ce que contient chaque fichier",
        "Pour le secrétariat : les fichiers attendus, colonne par colonne, avec un exemple valide.",
        (HOME_CRUMB, LIST_CRUMB, Crumb("Contrat de dépôt", None)), "donnees/",
        body("contrat", {"parties": parts, "textes": m.texts}),
    )  # fmt: skip
