"""Read the deposit and the texts. The only door to the files of a territory; trusts nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.errors import ContentError, DataError, Finding
from generator.fields import field_of, key_of
from generator.model import Document, Package, Resource, Template
from generator.settings import HOME, MAX_FILE_BYTES

FRONT_MATTER = "---\n"
BAD_PATH = Finding(
    "", 0, "", "D-001", "",
    "L’adresse d’un fichier sort du dossier du paquet.",
    "Dans datapackage.json, donnez à « path » et « schema » un chemin simple, comme data/fichier.csv.",
)  # fmt: skip


def packages(root: Path) -> tuple[Package, ...]:
    """Return the packages of `root`/datapackages, sorted by name.

    Raises:
        DataError: with every descriptor, schema or file that cannot be read.
    """
    findings: list[Finding] = []
    found: list[Package] = []
    folder = root / "datapackages"
    for descriptor_file in sorted(folder.glob("*/datapackage.json")):
        try:
            found.append(_package(root, descriptor_file))
        except DataError as error:
            findings.extend(error.findings)
    if not found and not findings:
        findings.append(
            Finding(
                "datapackages", 0, "", "D-000", "",
                "Aucun paquet de données n’a été trouvé.",
                "Ajoutez au moins un dossier avec un fichier datapackage.json.",
            )
        )  # fmt: skip
    if findings:
        raise DataError.found(*findings)
    return tuple(found)


def documents(root: Path) -> tuple[Document, ...]:
    """Return the texts of `root`/content, sorted by path.

    Raises:
        ContentError: with every text that cannot be read.
    """
    folder = root / "content"
    findings: list[Finding] = []
    found: list[Document] = []
    for path in sorted(folder.rglob("*.md")):
        try:
            found.append(_document(folder, path))
        except ContentError as error:
            findings.extend(error.findings)
    if findings:
        raise ContentError.found(*findings)
    return tuple(found)


def contract() -> tuple[Template, ...]:
    """Return what every file of a deposit must look like, from the schemas of the contract."""
    found = []
    for file in sorted((HOME / "datapackages").glob("*/schemas/*/schema.json")):
        schema = _json(file, file.relative_to(HOME).as_posix())
        found.append(
            Template(
                package=file.parents[2].name,
                resource=file.parent.name,
                title=str(schema.get("title", file.parent.name)),
                description=str(schema.get("description", "")),
                fields=tuple(field_of(f) for f in schema["fields"]),
                keys=key_of(schema),
                example=(file.parent / "exemple-valide.csv").read_text(encoding="utf-8"),
            )
        )
    return tuple(found)


def settings(root: Path) -> Mapping[str, Any]:
    """Return the territory's mkdocs.yml, as plain data.

    Raises:
        ContentError: the file is missing or is not YAML.
    """
    path = root / "mkdocs.yml"
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        finding = Finding(
            "mkdocs.yml", _yaml_line(error), "", "T-001", "",
            "Le fichier de réglages du site ne peut pas être lu.",
            "Rétablissez la dernière version qui fonctionnait, puis refaites une modification à la fois.",
        )  # fmt: skip
        raise ContentError.found(finding) from error
    return loaded if isinstance(loaded, dict) else {}


def _package(root: Path, descriptor_file: Path) -> Package:
    where = descriptor_file.relative_to(root).as_posix()
    descriptor = _json(descriptor_file, where)
    listed = descriptor.get("resources")
    if not isinstance(listed, list) or not all(isinstance(r, dict) for r in listed):
        raise DataError.found(_unreadable(where, 0, "la liste « resources » manque"))
    folder = descriptor_file.parent
    resources = tuple(_resource(root, folder, where, entry) for entry in listed)
    return Package(folder.name, folder, where, descriptor, resources)


def _resource(root: Path, folder: Path, where: str, entry: Mapping[str, Any]) -> Resource:
    file = _inside(folder, entry.get("path"), where)
    if not file.is_file() or file.stat().st_size > MAX_FILE_BYTES:
        what = f"le fichier de données {entry.get('path')!s} manque ou dépasse 25 Mo"
        raise DataError.found(_unreadable(where, 0, what))
    schema_path = entry.get("schema")
    own = _inside(folder, schema_path, where)
    contract = HOME / "datapackages" / folder.name / str(schema_path)
    schema_file = own if own.is_file() else contract
    if not schema_file.is_file():
        what = f"le schéma {schema_path!s} n’existe ni dans le paquet ni dans le contrat"
        raise DataError.found(_unreadable(where, 0, what))
    schema = _json(schema_file, f"{folder.relative_to(root).as_posix()}/{schema_path}")
    name = str(entry.get("name", ""))
    return Resource(name, entry, schema, file, file.relative_to(root).as_posix())


def _inside(folder: Path, path: object, where: str) -> Path:
    """Return `path` inside `folder`, or refuse: links and `..` may not leave the package."""
    if isinstance(path, str) and path and "://" not in path:
        candidate = folder / path
        if candidate.resolve().is_relative_to(folder.resolve()):
            return candidate
    finding = Finding(
        where, 0, "", BAD_PATH.code, str(path)[:80], BAD_PATH.message, BAD_PATH.remedy
    )
    raise DataError.found(finding)


def _json(file: Path, where: str) -> Mapping[str, Any]:
    try:
        loaded = json.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        what = "le fichier n’est pas enregistré en UTF-8"
        raise DataError.found(_unreadable(where, 0, what)) from error
    except json.JSONDecodeError as error:
        what = "la ponctuation du fichier JSON est fautive"
        raise DataError.found(_unreadable(where, error.lineno, what)) from error
    if not isinstance(loaded, dict):
        raise DataError.found(_unreadable(where, 1, "le fichier doit commencer par {"))
    return loaded


def _unreadable(where: str, line: int, what: str) -> Finding:
    return Finding(
        where, line, "", "D-002", "",
        f"Le descripteur ne peut pas être lu : {what}.",
        "Rétablissez la dernière version qui fonctionnait, puis refaites une modification à la fois.",
    )  # fmt: skip


def _document(folder: Path, path: Path) -> Document:
    relative = path.relative_to(folder).as_posix()
    where = f"content/{relative}"
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        what = "Ce texte est un lien vers un fichier d’un autre dossier."
        raise ContentError.found(_bad_text(where, 0, what))
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        head, body = _split(text)
        meta = yaml.safe_load(head) or {}
    except UnicodeDecodeError as error:
        what = "Le texte n’est pas enregistré en UTF-8."
        raise ContentError.found(_bad_text(where, 0, what)) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day such as 2024-02-30
        what = "L’en-tête du texte (entre les deux lignes « --- ») est mal écrit."
        line = _yaml_line(error)  # counted after the opening « --- »
        raise ContentError.found(_bad_text(where, line and line + 1, what)) from error
    if not isinstance(meta, dict):
        raise ContentError.found(_bad_text(where, 1, "L’en-tête est vide."))
    return Document(relative, meta, body, text.removesuffix(body).count("\n") + 1)


def _split(text: str) -> tuple[str, str]:
    """Return front matter and body; the front matter is empty when there is none."""
    if not text.startswith(FRONT_MATTER):
        return "", text
    head, separator, body = text.removeprefix(FRONT_MATTER).partition(f"\n{FRONT_MATTER}")
    return (head, body) if separator else ("", text)


def _yaml_line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else 0


def _bad_text(where: str, line: int, what: str) -> Finding:
    return Finding(
        where, line, "", "T-002", "", what,
        "Reprenez la présentation d’un texte voisin, puis déposez à nouveau le fichier.",
    )  # fmt: skip


def watched(root: Path) -> Iterator[Path]:
    """Yield the folders and files whose change calls for a new build."""
    for name in ("datapackages", "content", "mkdocs.yml"):
        if (root / name).exists():
            yield root / name
