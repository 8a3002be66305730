"""Broken deposits: one defect each, and the French sentence that lets the secretariat mend it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import check, load
from generator.check import contract
from generator.check.structure import SENTENCES
from generator.compose import provenance
from generator.errors import ExitCode, GeneratorError, SecrecyError
from tests.deposits import (
    CIB,
    COMMUNES,
    SAISINES,
    TERRITOIRES,
    Json,
    copied,
    describe,
    refused,
    replace,
    said,
    tree,
)

Break = Callable[[Path], object]

BESNE = "44013,Besné,244400644,2024,3284,2024,4,2,false"
HEADER_REMEDY = "Recopiez la ligne de titres de l’exemple valide placé à côté du schéma."
ASK_DOC = "Reprenez l’exemple d’un autre paquet, ou la page « Déposer des données »."
WHY_EMPTY = "Écrivez le nombre, ou « secret », « nd » ou « so » dans « nb_dossiers_statut »."


def row(old: str, new: str) -> Break:
    """Return the defect that replaces a piece of the communes' file."""
    return lambda root: replace(root, COMMUNES, old, new)


def lines(root: Path) -> list[str]:
    """Return the lines of the communes' file."""
    return (root / COMMUNES).read_text(encoding="utf-8").splitlines()


def rewritten(change: Callable[[list[str]], list[str]]) -> Break:
    """Return the defect that rewrites every line of the communes' file."""
    return lambda root: (root / COMMUNES).write_text(
        "\n".join([*change(lines(root)), ""]), encoding="utf-8"
    )


def case(old: str, new: str) -> Break:
    """Return the defect that replaces a piece of the file of counted cases."""
    return lambda root: replace(root, SAISINES, old, new)


def resource(change: Callable[[Json], object]) -> Break:
    """Return the defect that changes the descriptor of the file of counted cases."""
    return lambda root: describe(root, CIB, lambda package: change(package["resources"][0]))


def package(change: Callable[[Json], object]) -> Break:
    """Return the defect that changes the descriptor of the package of counted cases."""
    return lambda root: describe(root, CIB, change)


CELLS: dict[str, tuple[Break, tuple[int, str, str, str, str]]] = {
    "a text where a whole number is due": (
        row("Besné,244400644,2024,3284", "Besné,244400644,2024,beaucoup"),
        (2, "population_municipale", "D-101", "La valeur « beaucoup » n’est pas un nombre entier.",
         "Écrivez par exemple « 12 », sans espace ni unité."),
    ),
    "a number with a space between thousands": (
        row("Besné,244400644,2024,3284", "Besné,244400644,2024,3 284"),
        (2, "population_municipale", "D-101", "La valeur « 3 284 » n’est pas un nombre entier.",
         "Écrivez « 3284 »."),
    ),
    "a number written as programmers do": (
        row("Besné,244400644,2024,3284", "Besné,244400644,2024,3_284"),
        (2, "population_municipale", "D-101", "La valeur « 3_284 » n’est pas un nombre entier.",
         "Écrivez par exemple « 12 », sans espace ni unité."),
    ),
    "digits of another alphabet": (
        row("Besné,244400644,2024,3284", "Besné,244400644,2024,٣"),
        (2, "population_municipale", "D-101", "La valeur « ٣ » n’est pas un nombre entier.",
         "Écrivez par exemple « 12 », sans espace ni unité."),
    ),
    "a number too long for any machine": (
        row("Besné,244400644,2024,3284", f"Besné,244400644,2024,{'9' * 30}"),
        (2, "population_municipale", "D-101",
         f"La valeur « {'9' * 30} » n’est pas un nombre entier.",
         "Écrivez par exemple « 12 », sans espace ni unité."),
    ),
    "a year with two digits": (
        row("Besné,244400644,2024,3284", "Besné,244400644,24,3284"),
        (2, "millesime_cog", "D-101", "La valeur « 24 » n’est pas une année.",
         "Écrivez par exemple « 2024 », sans espace ni unité."),
    ),
    "a French word for true": (
        row("4,2,false", "4,2,Vrai"),
        (2, "sru_soumise", "D-101", "La valeur « Vrai » n’est pas vrai ou faux.",
         "Écrivez par exemple « true », sans espace ni unité."),
    ),
    "a code that lost its leading zero": (
        row("44013,Besné", "1013,Besné"),
        (2, "code_commune", "D-117", "La valeur « 1013 » n’a pas la forme attendue.",
         "Écrivez « 01013 » : le tableur a retiré le zéro du début."),
    ),
    "a code with a letter": (
        row("44013,Besné", "44O13,Besné"),
        (2, "code_commune", "D-117", "La valeur « 44O13 » n’a pas la forme attendue.",
         "Écrivez la valeur comme dans l’exemple : « 44132 »."),
    ),
    "a population below zero": (
        row("Besné,244400644,2024,3284", "Besné,244400644,2024,-1"),
        (2, "population_municipale", "D-118", "La valeur « -1 » est hors des limites permises.",
         "Écrivez une valeur égale ou supérieure à 0."),
    ),
    "a mandatory cell left empty": (
        row("44013,Besné", "44013,"),
        (2, "nom_commune", "D-102", "Cette cellule est vide, or elle est obligatoire.",
         "Remplissez la cellule."),
    ),
    "a commune given twice": (
        row(BESNE, f"{BESNE}\n{BESNE}"),
        (3, "", "D-104", "Cette ligne compte une seconde fois ce qu’une autre ligne a déjà compté.",
         "Gardez une seule ligne pour chaque combinaison de territoire, de date et de catégories."),
    ),
    "an authority that is not in its file": (
        row("Besné,244400644", "Besné,244400645"),
        (2, "", "D-105",
         "La valeur « 244400645 » (siren_epci) n’existe pas dans le fichier de référence.",
         "Corrigez la valeur, ou ajoutez-la d’abord au fichier de référence du paquet."),
    ),
    "a cell too many": (
        row("4,2,false", "4,2,false,oui"),
        (2, "", "D-107", "Cette ligne a une cellule de trop.",
         "Supprimez la cellule en trop ; une virgule dans un texte demande des guillemets."),
    ),
    "a cell that is missing": (
        row("4,2,false", "4,2"),
        (2, "sru_soumise", "D-106", "Il manque une cellule dans cette ligne.",
         "Ajoutez la cellule, même vide, pour que la ligne ait autant de colonnes que le titre."),
    ),
    "an empty line": (
        row(BESNE, f"{BESNE}\n"),
        (3, "", "D-108", "Cette ligne est vide.", "Supprimez la ligne vide."),
    ),
    "a line break inside a cell": (
        row("44013,Besné", '44013,"Be\nsné"'),
        (2, "nom_commune", "D-122", "Cette cellule contient un retour à la ligne.",
         "Écrivez tout le texte de la cellule sur une seule ligne."),
    ),
    "a column under another name": (
        row("nom_commune", "commune"),
        (1, "nom_commune", "D-111", "Cette colonne n’est pas à sa place ou porte un autre nom.",
         HEADER_REMEDY),
    ),
    "two columns of the same name": (
        row("nom_commune", "code_commune"),
        (1, "nom_commune", "D-112", "Deux colonnes portent le même nom.", HEADER_REMEDY),
    ),
    "a column without a name": (
        row("nom_commune", ""),
        (1, "nom_commune", "D-113", "Une colonne n’a pas de titre.", HEADER_REMEDY),
    ),
    "the last column left out": (
        rewritten(lambda all_: [line.rpartition(",")[0] for line in all_]),
        (1, "sru_soumise", "D-109", "Il manque cette colonne.", HEADER_REMEDY),
    ),
    "a column nobody asked for": (
        rewritten(lambda all_: [f"{all_[0]},note", *(f"{line},oui" for line in all_[1:])]),
        (1, "note", "D-110", "Cette colonne n’est pas prévue.", HEADER_REMEDY),
    ),
    "semicolons, as French spreadsheets write them": (
        rewritten(lambda all_: [line.replace(",", ";") for line in all_]),
        (1, "", "D-123", "Les colonnes de ce fichier sont séparées par des points-virgules.",
         "Enregistrez le fichier avec la virgule comme séparateur, puis déposez-le à nouveau."),
    ),
    "another encoding than UTF-8": (
        lambda root: (root / COMMUNES).write_bytes(
            (root / COMMUNES).read_text(encoding="utf-8").encode("latin-1")
        ),
        (0, "", "D-115", "Le fichier n’est pas enregistré en UTF-8.",
         "Dans le tableur, enregistrez sous « CSV UTF-8 », puis déposez à nouveau le fichier."),
    ),
    "an empty file": (
        lambda root: (root / COMMUNES).write_bytes(b""),
        (0, "", "D-116", "Le fichier est vide ou ne contient pas de tableau.",
         "Vérifiez le fichier dans le tableur, puis déposez-le à nouveau."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_a_broken_line_is_named_with_its_column_and_its_remedy(name: str, tmp_path: Path) -> None:
    """One defect gives one finding: file, line, column, code, sentence, remedy; nothing else."""
    spoil, expected = CELLS[name]
    spoil(copied(tmp_path))
    error = refused(tmp_path)
    assert said(error.findings) == [(COMMUNES, *expected)]
    assert error.exit_code is ExitCode.DATA


COUNTS: dict[str, tuple[Break, tuple[int, str, str, str, str]]] = {
    "a category that does not exist": (
        case("2020,244400644,Saint-Nazaire Agglo,admises", "2020,244400644,Saint-Nazaire Agglo,acceptees"),
        (3, "etape_cib", "D-103", "La valeur « acceptees » n’est pas connue.",
         "Choisissez parmi : recues, admises, resolues."),
    ),
    "an empty number without a reason": (
        case("recues,24,", "recues,,"),
        (2, "nb_dossiers", "D-120", "Cette cellule est vide et rien ne dit pourquoi.", WHY_EMPTY),
    ),
    "a provisional number that is not there": (
        case("recues,24,", "recues,,provisoire"),
        (2, "nb_dossiers", "D-120", "Cette cellule est vide et rien ne dit pourquoi.", WHY_EMPTY),
    ),
    "a number beside the status « secret »": (
        case("recues,24,", "recues,24,secret"),
        (2, "nb_dossiers", "D-121",
         "Cette cellule porte un nombre alors que son statut dit qu’il est caché ou absent.",
         "Effacez le nombre, ou videz « nb_dossiers_statut »."),
    ),
    "a visible count under the threshold": (
        case("admises,15,", "admises,10,"),
        (3, "nb_dossiers", "S-001",
         "Ce nombre est petit (moins de 11) : il pourrait désigner un ménage.",
         "Effacez-le et écrivez « secret » dans la colonne « nb_dossiers_statut »."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_that_contradicts_its_status_or_is_too_small_is_named(
    name: str, tmp_path: Path
) -> None:
    """The finding says where the number stands, and never repeats a number that must be hidden."""
    spoil, expected = COUNTS[name]
    spoil(copied(tmp_path))
    error = refused(tmp_path)
    assert said(error.findings) == [(SAISINES, *expected)]
    assert [f.value for f in error.findings] == ["acceptees" if expected[2] == "D-103" else ""]
    assert error.exit_code == (ExitCode.SECRECY if expected[2] == "S-001" else ExitCode.DATA)


@pytest.mark.parametrize("number", ["0", "11"])
def test_nobody_and_the_threshold_itself_may_be_seen(number: str, tmp_path: Path) -> None:
    """Under eleven means from one to ten: zero describes nobody, eleven is enough."""
    replace(copied(tmp_path), SAISINES, "admises,15,", f"admises,{number},")
    checked = check.tables(load.packages(tmp_path))
    assert checked["cib_saisines"].frame["nb_dossiers"].loc[3] == int(number)


DESCRIPTORS: dict[str, tuple[Break, tuple[str, str, str]]] = {
    "no comptage": (
        resource(lambda r: r["comptage"].pop("definition")),
        ("D-003", "Dans le descripteur de « cib_saisines », il manque comptage.definition.", ASK_DOC),
    ),
    "no secrecy rule": (
        resource(lambda r: r["confidentialite"].pop("regle")),
        ("D-003", "Dans le descripteur de « cib_saisines », il manque "
         "confidentialite.regle (public, effectif_simple ou sensible).", ASK_DOC),
    ),
    "an unknown secrecy rule": (
        resource(lambda r: r["confidentialite"].update(regle="libre")),
        ("D-003", "Dans le descripteur de « cib_saisines », il manque "
         "confidentialite.regle (public, effectif_simple ou sensible).", ASK_DOC),
    ),
    "no word on demonstration": (
        resource(lambda r: r.pop("demonstration")),
        ("D-003", "Dans le descripteur de « cib_saisines », il manque demonstration : true ou false.",
         ASK_DOC),
    ),
    "demonstration as a text": (
        resource(lambda r: r.update(demonstration="false")),
        ("D-003", "Dans le descripteur de « cib_saisines », il manque demonstration : true ou false.",
         ASK_DOC),
    ),
    "no title": (
        resource(lambda r: r.update(title=" ")),
        ("D-003", "Dans le descripteur de « cib_saisines », il manque le titre (title).", ASK_DOC),
    ),
    "no title of the package": (
        package(lambda p: p.pop("title")),
        ("D-003", "Dans le descripteur, il manque le titre du paquet (title).", ASK_DOC),
    ),
    "no licence": (
        package(lambda p: p.pop("licenses")),
        ("D-003", "Dans le descripteur, il manque la licence (licenses).", ASK_DOC),
    ),
    "no encoding": (
        resource(lambda r: r.pop("encoding")),
        ("D-003", "Dans le descripteur de « cib_saisines », il manque "
         "encoding et dialect, écrits en toutes lettres.", ASK_DOC),
    ),
    "a version that is not one": (
        package(lambda p: p.update(version="v3")),
        ("D-004", "La version du paquet n’est pas de la forme année.majeur.mineur.",
         "Écrivez par exemple \"version\": \"2025.1.0\"."),
    ),
    "a name with an accent": (
        resource(lambda r: r.update(name="cib_arrêtées")),
        ("D-004", "Le nom d’un fichier doit être en minuscules, sans espace ni accent.",
         "Écrivez par exemple \"name\": \"demandes_stock\"."),
    ),
    "a name that another file has": (
        resource(lambda r: r.update(name="communes")),
        ("D-005", f"Le nom « communes » est déjà pris par {CIB}.",
         "Donnez à chaque fichier un nom différent dans datapackage.json."),
    ),
    "a margin of a column that does not exist": (
        resource(lambda r: r.update(marges={"typologie": "ensemble"})),
        ("D-006", "Le descripteur de « cib_saisines » cite une colonne qui n’existe pas.",
         "Choisissez parmi : annee, code_territoire, etape_cib, nb_dossiers, nb_dossiers_statut, "
         "nom_territoire."),
    ),
    "a sensitive dimension that does not exist": (
        resource(lambda r: r["confidentialite"].update(dimensions_sensibles=["age"])),
        ("D-006", "Le descripteur de « cib_saisines » cite une colonne qui n’existe pas.",
         "Choisissez parmi : annee, code_territoire, etape_cib, nb_dossiers, nb_dossiers_statut, "
         "nom_territoire."),
    ),
    "margins that are no list of columns": (
        resource(lambda r: r.update(marges="ensemble")),
        ("D-008", "Dans le descripteur de « cib_saisines », la valeur de « marges » n’est pas permise.",
         ASK_DOC),
    ),
    "a place that pages cannot put into words": (
        resource(lambda r: r["comptage"].update(localisation="ailleurs")),
        ("D-008", "Dans le descripteur de « cib_saisines », "
         "la valeur de « comptage.localisation » n’est pas permise.",
         "Choisissez parmi : choix_1, tous_choix, residence, logement_attribue."),
    ),
    "a day that is none": (
        resource(lambda r: r["comptage"].update(date_extraction="2025-02-30")),
        ("D-008", "Dans le descripteur de « cib_saisines », "
         "la valeur de « comptage.date_extraction » n’est pas permise.",
         "Écrivez la date comme 2024-05-31."),
    ),
    "another encoding in the descriptor": (
        resource(lambda r: r.update(encoding="latin-1")),
        ("D-008", "Dans le descripteur de « cib_saisines », la valeur de « encoding » n’est pas permise.",
         "Écrivez \"encoding\": \"utf-8\"."),
    ),
    "another separator in the descriptor": (
        resource(lambda r: r["dialect"].update(delimiter=";")),
        ("D-008", "Dans le descripteur de « cib_saisines », la valeur de « dialect » n’est pas permise.",
         ASK_DOC),
    ),
    "a second source beside the file": (
        resource(lambda r: r.update(extrapaths=["/etc/passwd"])),
        ("D-008", "Dans le descripteur de « cib_saisines », "
         "la valeur de « extrapaths » n’est pas permise.", "Supprimez « extrapaths »."),
    ),
    "a property of the wrong kind": (
        package(lambda p: p.update(name=5)),
        ("D-119",
         "Le descripteur ne suit pas la norme Data Package : une propriété n’a pas la forme attendue.",
         "Rétablissez la dernière version qui fonctionnait, puis refaites une modification à la fois."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_a_wrong_descriptor_is_refused_before_its_rows_are_read(name: str, tmp_path: Path) -> None:
    """What a file counts, hides and invents must be said: nothing is guessed."""
    spoil, expected = DESCRIPTORS[name]
    spoil(copied(tmp_path))
    where = TERRITOIRES if expected[0] == "D-005" else CIB
    assert said(refused(tmp_path).findings) == [(where, 0, "", *expected)]


@pytest.mark.parametrize("lack", ["package", "resource", "rows"])
def test_a_territory_that_is_not_described_is_refused(lack: str, tmp_path: Path) -> None:
    """Every page needs to know where it is: the package, its communes, at least one of them."""
    root = copied(tmp_path, ["cib"] if lack == "package" else ["territoires"])
    if lack == "resource":
        describe(
            root,
            TERRITOIRES,
            lambda p: p.update(resources=[r for r in p["resources"] if r["name"] == "epci"]),
        )
    if lack == "rows":
        (root / COMMUNES).write_text(f"{lines(root)[0]}\n", encoding="utf-8")
    assert said(refused(root).findings) == [
        (
            TERRITOIRES, 0, "", "D-007",
            "Le territoire n’est pas décrit : il manque l’intercommunalité ou ses communes.",
            "Ajoutez le paquet « territoires » avec les fichiers epci et communes.",
        )
    ]  # fmt: skip


def test_every_defect_is_collected_before_anything_is_refused(tmp_path: Path) -> None:
    """A secretariat mends a deposit once: two defects in two files give two findings."""
    root = copied(tmp_path)
    replace(root, COMMUNES, "Besné,244400644,2024,3284", "Besné,244400644,2024,beaucoup")
    replace(root, SAISINES, "2024,244400644,Saint-Nazaire Agglo,resolues", "2024,,,finies")
    found = [(f.file, f.line, f.column, f.code) for f in refused(root).findings]
    assert found == [
        (SAISINES, 16, "code_territoire", "D-102"),
        (SAISINES, 16, "etape_cib", "D-103"),
        (SAISINES, 16, "nom_territoire", "D-102"),
        (COMMUNES, 2, "population_municipale", "D-101"),
    ]


def test_every_contradiction_and_every_small_count_is_collected(tmp_path: Path) -> None:
    """The last two stages of the check also give all they find at once."""
    root = copied(tmp_path / "a")
    replace(root, SAISINES, "recues,24,", "recues,,")
    replace(root, SAISINES, "resolues,12,", "resolues,12,nd")
    assert [(f.line, f.code) for f in refused(root).findings] == [(2, "D-120"), (7, "D-121")]
    root = copied(tmp_path / "b")
    replace(root, SAISINES, "recues,24,", "recues,1,")
    replace(root, SAISINES, "resolues,12,", "resolues,10,")
    error = refused(root)
    assert isinstance(error, SecrecyError)
    assert [(f.line, f.code) for f in error.findings] == [(2, "S-001"), (7, "S-001")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("recues,24,", "recues,7 ,", "La valeur « … » n’est pas un nombre entier."),
        ("recues,24,", '"recues","7,0",', "La valeur « … » n’est pas un nombre entier."),
        ("recues,24,", "recues,7 ménages,", "La valeur « … » n’est pas un nombre entier."),
        ("recues,24,", "recues,-7,", "La valeur « … » est hors des limites permises."),
        ("recues,24,", "recues,24,7", "La valeur « … » n’est pas connue."),
        ("recues,24,", "7,24,", "La valeur « … » n’est pas connue."),
        ("recues,24,", "recues,24,,7", "Cette ligne a une cellule de trop."),
    ],
)
def test_a_report_never_repeats_what_may_be_a_small_count(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    """Reports are read by all; a count that is badly written or shifted is still a count."""
    replace(copied(tmp_path), SAISINES, old, new)
    findings = refused(tmp_path).findings
    assert [f.message for f in findings] == [told]
    assert [text for f in findings for text in (f.value, f.message, f.remedy) if "7" in text] == []


@pytest.mark.parametrize(
    ("written", "told", "remedy"),
    [
        ("1 234", "La valeur « 1 234 » n’est pas un nombre entier.", "Écrivez « 1234 »."),
        ("beaucoup", "La valeur « beaucoup » n’est pas un nombre entier.",
         "Écrivez par exemple « 12 », sans espace ni unité."),
    ],
)  # fmt: skip
def test_a_count_that_is_surely_not_small_is_repeated(
    written: str, told: str, remedy: str, tmp_path: Path
) -> None:
    """Silence is for small counts only: otherwise the value helps to find the cell."""
    replace(copied(tmp_path), SAISINES, "recues,24,", f"recues,{written},")
    assert [(f.value, f.message, f.remedy) for f in refused(tmp_path).findings] == [
        (written, told, remedy)
    ]


def test_the_mark_that_spreadsheets_put_first_is_accepted(tmp_path: Path) -> None:
    """« CSV UTF-8 », which the remedy advises, begins with a byte order mark."""
    root = copied(tmp_path, ["territoires"])
    plain = check.territory(check.tables(load.packages(root)))
    content = (root / COMMUNES).read_text(encoding="utf-8")
    (root / COMMUNES).write_text(content.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert (root / COMMUNES).read_bytes().startswith(b"\xef\xbb\xbfcode_commune")
    assert check.territory(check.tables(load.packages(root))) == plain


def test_a_sound_deposit_is_accepted_and_left_as_it_was(tmp_path: Path) -> None:
    """A check reads; it writes nothing."""
    root = copied(tmp_path)
    before = tree(root)
    assert list(check.tables(load.packages(root))) == ["cib_saisines", "communes", "epci"]
    assert tree(root) == before


WRONG: tuple[object, ...] = (None, 5, "x", [], [None], {"a": 1})


def test_no_descriptor_whatsoever_gives_a_traceback(tmp_path: Path) -> None:
    """Each property in turn is replaced by a value of every other kind: refused or accepted, no more."""
    root = copied(tmp_path, ["cib"])
    sound = json.loads((root / CIB).read_text(encoding="utf-8"))
    outcomes: dict[str, int] = {}
    for path in list(paths(sound)):
        for value in WRONG:
            broken = copy.deepcopy(sound)
            put(broken, path, value)
            (root / CIB).write_text(json.dumps(broken), encoding="utf-8")
            outcome = judged(root)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert set(outcomes) == {"accepted", "DataError"}
    assert outcomes["DataError"] > outcomes["accepted"] > 0


def paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - JSON
    """Yield the way to every value of a JSON document but the document itself."""
    entries = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in entries:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from paths(value, (*path, key))


def put(node: Any, path: tuple[Any, ...], value: object) -> None:  # noqa: ANN401 - JSON
    """Replace the value at a path."""
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value


def judged(root: Path) -> str:
    """Return « accepted », or the kind of the error that refuses the deposit."""
    try:
        check.tables(load.packages(root))
    except GeneratorError as error:
        assert error.findings, "a refusal says why"
        return type(error).__name__
    return "accepted"


def test_what_the_check_admits_is_what_pages_can_say() -> None:
    """A place or a size that passes the check has its French words, and none has them in vain."""
    assert contract.CHOICES["localisation"] == tuple(provenance.PLACES)
    assert contract.CHOICES["typologie"] == tuple(provenance.SIZES_AS)


def test_each_sentence_has_its_own_code() -> None:
    """A code names one rule: a person on the telephone can say which."""
    fixed = [kind for kind in SENTENCES if kind not in ("type-error", "constraint-error")]
    codes = [SENTENCES[kind]({"type": kind}, {})[0] for kind in fixed]
    assert len(codes) == len(set(codes)) == len(fixed)
