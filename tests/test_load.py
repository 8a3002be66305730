"""The door to a territory's files: it trusts nothing, and says in French what it cannot read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import build, load
from generator.errors import ContentError, DataError, DefinitionError, ExitCode
from generator.settings import HOME, MAX_FILE_BYTES
from tests.deposits import CIB, SAISINES, copied, describe, replace, said

OUTSIDE = "L’adresse d’un fichier sort du dossier du paquet."
SIMPLE = (
    "Dans datapackage.json, donnez à « path » et « schema » un chemin simple, "
    "comme data/fichier.csv."
)
UNDO = "Rétablissez la dernière version qui fonctionnait, puis refaites une modification à la fois."
SCHEMA = "datapackages/cib/schemas/cib_saisines/schema.json"


def unreadable(root: Path) -> DataError:
    """Return the error that says what cannot be read in the deposit of `root`."""
    with pytest.raises(DataError) as caught:
        load.packages(root)
    return caught.value


@pytest.mark.parametrize("key", ["path", "schema"])
@pytest.mark.parametrize(
    "address",
    [
        "../cib2/data/cib_saisines.csv",
        "data/../../parc/data/sru.csv",
        "/etc/passwd",
        "https://exemple.fr/cib_saisines.csv",
        "file:///etc/passwd",
        "",
        5,
        None,
        ["data/cib_saisines.csv"],
        {"fields": []},
    ],
)
def test_an_address_that_may_leave_the_package_is_refused(
    key: str, address: object, tmp_path: Path
) -> None:
    """A deposit reads its own files only: no parent, no root, no network, no list."""
    describe(copied(tmp_path), CIB, lambda p: p["resources"][0].update({key: address}))
    error = unreadable(tmp_path)
    assert said(error.findings) == [(CIB, 0, "", "D-001", OUTSIDE, SIMPLE)]
    assert error.exit_code is ExitCode.DATA


@pytest.mark.parametrize(("file", "folder"), [(SAISINES, False), ("datapackages/cib/data", True)])
def test_a_link_that_leaves_the_package_is_refused(file: str, folder: bool, tmp_path: Path) -> None:
    """A link in the checkout may point anywhere on the machine that builds."""
    root = copied(tmp_path / "root")
    foreign = tmp_path / "foreign"
    shutil.move(root / file, foreign)
    (root / file).symlink_to(foreign, target_is_directory=folder)
    assert said(unreadable(root).findings) == [(CIB, 0, "", "D-001", OUTSIDE, SIMPLE)]


def test_a_link_inside_the_package_is_followed(tmp_path: Path) -> None:
    """Only what leaves is refused."""
    root = copied(tmp_path)
    shutil.move(root / SAISINES, root / "datapackages/cib/data/autre.csv")
    (root / SAISINES).symlink_to("autre.csv")
    assert [p.name for p in load.packages(root)] == ["cib", "territoires"]


def broken_json(root: Path) -> None:
    """Break the punctuation of a descriptor, on its third line."""
    replace(root, CIB, '"name": "cib-saint-nazaire-agglo",', '"name": "cib-saint-nazaire-agglo"')


def write(file: str, content: bytes) -> Callable[[Path], object]:
    """Return the defect that replaces a file."""
    return lambda root: (root / file).write_bytes(content)


DEFECTS: dict[str, tuple[Callable[[Path], object], tuple[str, int, str]]] = {
    "a comma forgotten in a descriptor": (
        broken_json, (CIB, 4, "la ponctuation du fichier JSON est fautive"),
    ),
    "an empty descriptor": (
        write(CIB, b""), (CIB, 1, "la ponctuation du fichier JSON est fautive"),
    ),
    "a list instead of a descriptor": (
        write(CIB, b"[]"), (CIB, 1, "le fichier doit commencer par {"),
    ),
    "a descriptor in another encoding": (
        write(CIB, '{"title": "été"}'.encode("latin-1")),
        (CIB, 0, "le fichier n’est pas enregistré en UTF-8"),
    ),
    "no list of files": (
        lambda root: describe(root, CIB, lambda p: p.pop("resources")),
        (CIB, 0, "la liste « resources » manque"),
    ),
    "files that are no objects": (
        lambda root: describe(root, CIB, lambda p: p.update(resources=["data/a.csv"])),
        (CIB, 0, "la liste « resources » manque"),
    ),
    "a file that is not there": (
        lambda root: (root / SAISINES).unlink(),
        (CIB, 0, "le fichier de données data/cib_saisines.csv manque ou dépasse 25 Mo"),
    ),
    "a file that is a folder": (
        lambda root: describe(root, CIB, lambda p: p["resources"][0].update(path="data")),
        (CIB, 0, "le fichier de données data manque ou dépasse 25 Mo"),
    ),
    "a file of more than 25 megabytes": (
        write(SAISINES, b"x" * (MAX_FILE_BYTES + 1)),
        (CIB, 0, "le fichier de données data/cib_saisines.csv manque ou dépasse 25 Mo"),
    ),
    "a schema that is nowhere": (
        lambda root: describe(root, CIB, lambda p: p["resources"][0].update(schema="schemas/x.json")),
        (CIB, 0, "le schéma schemas/x.json n’existe ni dans le paquet ni dans le contrat"),
    ),
    "a broken schema": (
        write(SCHEMA, b'{\n"fields": [,]}'),
        (SCHEMA, 2, "la ponctuation du fichier JSON est fautive"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_a_descriptor_that_cannot_be_read_says_where_and_what(name: str, tmp_path: Path) -> None:
    """One defect gives one finding, in French, with the line where one is known."""
    spoil, (file, line, what) = DEFECTS[name]
    spoil(copied(tmp_path))
    sentence = f"Le descripteur ne peut pas être lu : {what}."
    assert said(unreadable(tmp_path).findings) == [(file, line, "", "D-002", sentence, UNDO)]


def test_a_territory_without_any_package_is_refused(tmp_path: Path) -> None:
    """An empty folder is no deposit."""
    assert said(unreadable(tmp_path).findings) == [
        (
            "datapackages", 0, "", "D-000", "Aucun paquet de données n’a été trouvé.",
            "Ajoutez au moins un dossier avec un fichier datapackage.json.",
        )
    ]  # fmt: skip


def test_every_package_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Two broken descriptors give two findings."""
    root = copied(tmp_path)
    for name in ("cib", "territoires"):
        (root / f"datapackages/{name}/datapackage.json").write_text("{", encoding="utf-8")
    assert [f.file for f in unreadable(root).findings] == [
        CIB, "datapackages/territoires/datapackage.json",
    ]  # fmt: skip


def test_a_territory_without_schemas_follows_the_contract(tmp_path: Path) -> None:
    """Another territory does not copy the schemas."""
    root = copied(tmp_path)
    own = load.packages(root)[0].resources[0].schema
    shutil.rmtree(root / "datapackages/cib/schemas")
    assert load.packages(root)[0].resources[0].schema == own


def test_the_contract_holds_every_schema_with_its_example() -> None:
    """Each folder of schemas is one file of the contract, read in the order of the packages."""
    files = sorted((HOME / "datapackages").glob("*/schemas/*/schema.json"))
    expected = [
        (
            file.parents[2].name, file.parent.name, json.loads(file.read_text(encoding="utf-8"))["title"],
            (file.parent / "exemple-valide.csv").read_text(encoding="utf-8"),
        )
        for file in files
    ]  # fmt: skip
    assert [(t.package, t.resource, t.title, t.example) for t in load.contract()] == expected


def test_only_the_inputs_of_a_build_are_watched(tmp_path: Path) -> None:
    """What is written must not call for a new build; a folder without inputs cannot be built."""
    with pytest.raises(DefinitionError):
        build.watched(tmp_path)
    copied(tmp_path)
    (tmp_path / "build").mkdir()
    (tmp_path / "mkdocs.yml").touch()
    assert build.watched(tmp_path) == (tmp_path / "datapackages", tmp_path / "mkdocs.yml")


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"site_name: [a\nb: c", 2), (b"\xe9", 0), (b"a: b: c", 1), (None, 0)],
)
def test_settings_that_cannot_be_read_are_named(
    content: bytes | None, line: int, tmp_path: Path
) -> None:
    """mkdocs.yml belongs to the secretariat: its faults have a line too."""
    if content is not None:
        (tmp_path / "mkdocs.yml").write_bytes(content)
    with pytest.raises(ContentError) as caught:
        load.settings(tmp_path)
    assert said(caught.value.findings) == [
        (
            "mkdocs.yml",
            line,
            "",
            "T-001",
            "Le fichier de réglages du site ne peut pas être lu.",
            UNDO,
        )
    ]
