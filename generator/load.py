"""Read the deposit and the texts. The only door to the files of a territory; trusts nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from generator.errors import ContentError, DataError, Finding
from generator.fields import field_of, key_of
from generator.model import Document, Package, Resource, Template
from generator.rules import At, found
from generator.settings import HOME, MAX_DESCRIPTOR_BYTES, MAX_FILE_BYTES, MAX_PATH_CHARACTERS
from generator.texts.importer import Imported

FRONT_MATTER = "---\n"
KINDS = ("*.md", "articles.yml", "*.pdf")
"""Files of content/: texts, registers of articles, signed acts."""
ARCHIVES = (".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".tgz", ".zst")
NAME_SHOWN = 80


def packages(root: Path) -> tuple[Package, ...]:
    """Return the packages of `root`/datapackages, sorted by name.

    Raises:
        DataError: with every descriptor, schema or file that cannot be read.
    """
    found_packages, findings = readable(root)
    if findings:
        raise DataError.found(*findings)
    return found_packages


def readable(root: Path) -> tuple[tuple[Package, ...], tuple[Finding, ...]]:
    """Return the packages of `root` that can be read, and what is wrong with the others."""
    findings: list[Finding] = []
    read: list[Package] = []
    for descriptor_file in sorted((root / "datapackages").glob("*/datapackage.json")):
        try:
            read.append(_package(root, descriptor_file))
        except DataError as error:
            findings.extend(error.findings)
    if not read and not findings:
        findings.append(found("D-000", At("datapackages")))
    return tuple(read), tuple(findings)


def documents(root: Path) -> tuple[Document, ...]:
    """Return the texts of `root`/content with their registers and signed PDF, sorted by path.

    Raises:
        ContentError: with every text that cannot be read.
    """
    folder = root / "content"
    findings: list[Finding] = []
    read: list[Document] = []
    for path in sorted(p for kind in KINDS for p in folder.rglob(kind)):
        try:
            read.append(_of_kind(folder, path))
        except ContentError as error:
            findings.extend(error.findings)
    if findings:
        raise ContentError.found(*findings)
    return tuple(read)


def contract() -> tuple[Template, ...]:
    """Return what every file of a deposit must look like, from the schemas of the contract."""
    templates = []
    for file in sorted((HOME / "datapackages").glob("*/schemas/*/schema.json")):
        schema = _json(file, file.relative_to(HOME).as_posix())
        templates.append(
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
    return tuple(templates)


def settings(root: Path) -> Mapping[str, Any]:
    """Return the territory's mkdocs.yml, as plain data.

    Raises:
        ContentError: the file is missing or is not YAML.
    """
    path = root / "mkdocs.yml"
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise ContentError.found(found("T-001", At("mkdocs.yml", _yaml_line(error)))) from error
    return loaded if isinstance(loaded, dict) else {}


def _package(root: Path, descriptor_file: Path) -> Package:
    where = descriptor_file.relative_to(root).as_posix()
    folder = descriptor_file.parent
    if folder.is_symlink() or descriptor_file.is_symlink():
        raise DataError.found(found("D-001", At(where), folder.name))
    descriptor = _json(descriptor_file, where)
    listed = descriptor.get("resources")
    if not isinstance(listed, list) or not all(isinstance(r, dict) for r in listed):
        raise DataError.found(_unreadable(where, 0, "la liste « resources » manque"))
    findings: list[Finding] = []
    resources: list[Resource] = []
    for entry in listed:
        try:
            resources.append(_resource(root, folder, where, entry))
        except DataError as error:
            findings.extend(error.findings)
    if findings:
        raise DataError.found(*findings)
    return Package(folder.name, folder, where, descriptor, tuple(resources))


def _resource(root: Path, folder: Path, where: str, entry: Mapping[str, Any]) -> Resource:
    file = _inside(folder, entry.get("path"), where)
    if file.suffix.lower() in ARCHIVES:
        raise DataError.found(found("D-016", At(where), str(entry["path"])[:NAME_SHOWN]))
    if not _is_file(file) or file.stat().st_size > MAX_FILE_BYTES:
        what = (
            f"le fichier de données {str(entry.get('path'))[:NAME_SHOWN]} manque ou dépasse 25 Mo"
        )
        raise DataError.found(_unreadable(where, 0, what))
    schema_path = entry.get("schema")
    own = _inside(folder, schema_path, where)
    contract = HOME / "datapackages" / folder.name / str(schema_path)
    schema_file = own if _is_file(own) else contract
    if not _is_file(schema_file):
        shown = str(schema_path)[:NAME_SHOWN]
        what = f"le schéma {shown} n’existe ni dans le paquet ni dans le contrat"
        raise DataError.found(_unreadable(where, 0, what))
    schema = _json(schema_file, f"{folder.relative_to(root).as_posix()}/{schema_path}")
    name = str(entry.get("name", ""))
    return Resource(name, entry, schema, file, file.relative_to(root).as_posix())


def _inside(folder: Path, path: object, where: str) -> Path:
    """Return `path` inside `folder`, or refuse: neither `..`, nor a link, nor the web may leave it."""
    if isinstance(path, str) and _simple(path):
        candidate = folder / path
        if candidate.resolve().is_relative_to(folder.resolve()):
            return candidate
    raise DataError.found(found("D-001", At(where), str(path)[:NAME_SHOWN]))


def _simple(path: str) -> bool:
    """Return whether `path` can be looked up: relative, of a sane length, going nowhere up."""
    if not path or len(path) > MAX_PATH_CHARACTERS or "://" in path or "\0" in path:
        return False
    pure = PurePosixPath(path.replace("\\", "/"))
    encodable = path.encode("utf-8", "replace").decode("utf-8") == path
    return encodable and not pure.is_absolute() and ".." not in pure.parts and str(pure) != "."


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _json(file: Path, where: str) -> Mapping[str, Any]:
    try:
        if file.stat().st_size > MAX_DESCRIPTOR_BYTES:
            raise DataError.found(_unreadable(where, 0, "il est trop grand"))
        loaded = json.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        what = "le fichier n’est pas enregistré en UTF-8"
        raise DataError.found(_unreadable(where, 0, what)) from error
    except (OSError, ValueError, RecursionError) as error:
        what = "la ponctuation du fichier JSON est fautive"
        line = getattr(error, "lineno", 0)
        raise DataError.found(_unreadable(where, line, what)) from error
    if not isinstance(loaded, dict):
        raise DataError.found(_unreadable(where, 1, "le fichier doit commencer par {"))
    return loaded


def _unreadable(where: str, line: int, what: str) -> Finding:
    return found("D-002", At(where, line), what=what)


def _of_kind(folder: Path, path: Path) -> Document:
    if path.suffix == ".pdf":
        return _signed(folder, path)
    return _register(folder, path) if path.suffix == ".yml" else _document(folder, path)


def _signed(folder: Path, path: Path) -> Document:
    """Return a signed PDF: its text as body, its bytes and their sum as front matter."""
    from generator.texts.pdf import text_of

    relative = path.relative_to(folder).as_posix()
    where = f"content/{relative}"
    content = path.read_bytes() if path.stat().st_size <= MAX_FILE_BYTES else b""
    text = text_of(content)
    if text is None:
        what = "Ce PDF ne peut pas être lu, ou il dépasse 25 Mo."
        raise ContentError.found(_bad_text(where, 0, what))
    sha256 = hashlib.sha256(content).hexdigest()
    return Document(relative, {"octets": content, "sha256": sha256}, text, 1)


def _register(folder: Path, path: Path) -> Document:
    """Return the register of articles of a convention: front matter only."""
    relative = path.relative_to(folder).as_posix()
    where = f"content/{relative}"
    try:
        meta = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        what = "Le registre des articles est mal écrit."
        raise ContentError.found(_bad_text(where, _yaml_line(error), what)) from error
    if not isinstance(meta, dict):
        raise ContentError.found(_bad_text(where, 1, "Le registre des articles est mal écrit."))
    return Document(relative, meta, "", 1)


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
    return found("T-002", At(where, line), what=what)


def watched(root: Path) -> Iterator[Path]:
    """Yield the folders and files whose change calls for a new build."""
    for name in ("datapackages", "content", "mkdocs.yml"):
        if (root / name).exists():
            yield root / name


def foreign_text(path: Path) -> Imported:
    """Return a .docx or a text PDF as a convention in Markdown, with what needs a human eye.

    Raises:
        ContentError: the file is missing, too big, of another kind, or cannot be read.
    """
    from generator.texts.importer import KINDS as READABLE
    from generator.texts.importer import imported

    suffix = path.suffix.lower()
    sound = path.is_file() and path.stat().st_size <= MAX_FILE_BYTES and suffix in READABLE
    found = imported(suffix, path.read_bytes()) if sound else None
    if found is None:
        finding = Finding(
            path.name, 0, "", "T-130", "", "Ce fichier ne peut pas être repris.",
            "Donnez un fichier .docx, ou un PDF qui contient du texte, de moins de 25 Mo.",
        )  # fmt: skip
        raise ContentError.found(finding)
    return found
