# ruff: noqa: E501 - a sentence that must be exact is not cut
"""One broken deposit per rule or more: what is changed in the valid one, and what must be said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from generator.settings import HOME

Change = Callable[[dict[str, bytes]], None]

STOCK = "datapackages/demandes/data/demandes_stock.csv"
NEW = "datapackages/demandes/data/demandes_nouvelles.csv"
LEASES = "datapackages/attributions/data/baux_delai.csv"
DELAYS = "datapackages/attributions/data/delais_attributaires.csv"
QPV = "datapackages/attributions/data/baux_qpv_quartile.csv"
LANDLORDS = "datapackages/attributions/data/baux_qpv_quartile_bailleur.csv"
HOLDERS = "datapackages/attributions/data/baux_contingent_priorite.csv"
COMMUNES = "datapackages/territoires/data/communes.csv"
EPCI = "datapackages/territoires/data/epci.csv"
LESSORS = "datapackages/acteurs/data/bailleurs.csv"
HOMES = "datapackages/parc/data/parc_commune.csv"
TARGETS = "datapackages/engagements/data/engagements.csv"
MEETINGS = "datapackages/instances/data/seances.csv"
CONVENTION = "content/conventions/cia.md"
ROW = "2024-01-01,44132,Pornichet,T1,M_0_12,60,"
FIRST = "2024,44132,Pornichet,T1,100,"
Q1 = (
    "« Saint-Nazaire Agglo, premier quartile, ressources les plus faibles, 2021 » "
    "(baux_qpv_quartile.csv, ligne 83)"
)
Q2 = "« Saint-Nazaire Agglo, deuxième quartile, 2021 » (baux_qpv_quartile.csv, ligne 84)"
WHOLE = "« Saint-Nazaire Agglo, 2021 » (baux_qpv_quartile.csv, ligne 85)"
Q3 = "« Saint-Nazaire Agglo, troisième quartile, 2021 » (baux_qpv_quartile.csv, ligne 85)"
LARGER = "« Saint-Nazaire Agglo, 2021 » (baux_qpv_quartile.csv, ligne 86)"
ANOTHER_YEAR = ("D-409", "D-410")
"""Warnings of lines added for 2021: a year of one place, away from the others."""


@dataclass(frozen=True)
class Broken:
    """A deposit with one defect.

    Attributes:
        code: the rule that must find it.
        name: what is done to the valid deposit.
        change: does it.
        message: the exact sentence that must be said.
        suggestion: the value that must be proposed.
        also: codes that follow from the same defect.
        before: true when the deposit is compared with the valid one as its previous version.
    """

    code: str
    name: str
    change: Change
    message: str
    suggestion: str = ""
    also: tuple[str, ...] = ()
    before: bool = False


def swap(path: str, old: str, new: str, times: int = -1) -> Change:
    """Return the change that writes `new` for `old` in a file."""

    def change(files: dict[str, bytes]) -> None:
        text = files[path].decode()
        assert old in text, f"{old} is not in {path}"
        files[path] = text.replace(old, new, times).encode()

    return change


def data(path: str, make: Callable[[bytes], bytes]) -> Change:
    """Return the change that makes other bytes of a file."""

    def change(files: dict[str, bytes]) -> None:
        files[path] = make(files[path])

    return change


def text(path: str, make: Callable[[str], str]) -> Change:
    """Return the change that makes another text of a file."""
    return data(path, lambda content: make(content.decode()).encode())


def more(path: str, *rows: str) -> Change:
    """Return the change that adds lines of another year for the whole authority."""
    lines = "".join(f"2021,244400644,Saint-Nazaire Agglo,{row}\n" for row in rows)
    return data(path, lambda content: content + lines.encode())


def margins_elsewhere(files: dict[str, bytes]) -> None:
    """Round 4, 5, 20 and 0 to 0, 5, 20 and 0 in one table; print 9, 20, 24 and 5 in two others."""
    told("attributions", "resources", 2, "arrondi", value=5)(files)
    places = (("44132,Pornichet", 0, 5, 9), ("44184,Saint-Nazaire", 20, 0, 20),
              ("244400644,Saint-Nazaire Agglo", 20, 5, 29))  # fmt: skip
    cells = [
        (place, code, count) for place, inside, outside, _ in places
        for code, count in (("qpv", inside), ("hors_qpv", outside), ("ensemble", inside + outside))
    ]  # fmt: skip
    header = files[QPV].decode().splitlines()[0]
    lines = [header, *(f"2021,{place},{code},ensemble,{count}," for place, code, count in cells)]
    files[QPV] = ("\n".join(lines) + "\n").encode()
    exact = "".join(f"2021,{place},ensemble,ensemble,{count},\n" for place, _, _, count in places)
    files[LEASES] += exact.encode()
    more(LANDLORDS, "ensemble,qpv,ensemble,24,", "ensemble,hors_qpv,ensemble,5,",
         "ensemble,ensemble,ensemble,29,")(files)  # fmt: skip


def drop(prefix: str) -> Change:
    """Return the change that removes the files under `prefix`."""

    def change(files: dict[str, bytes]) -> None:
        for path in [p for p in files if p.startswith(prefix)]:
            del files[path]

    return change


def told(package: str, *keys: str | int, value: Any) -> Change:  # noqa: ANN401 - any JSON value
    """Return the change that writes a value in a descriptor; None removes the key."""
    path = f"datapackages/{package}/datapackage.json"

    def change(files: dict[str, bytes]) -> None:
        descriptor = json.loads(files[path])
        part = descriptor
        for key in keys[:-1]:
            part = part[key]
        if value is None:
            del part[keys[-1]]
        else:
            part[keys[-1]] = value
        files[path] = json.dumps(descriptor, ensure_ascii=False).encode()

    return change


def schema(package: str, resource: str, content: Any) -> Change:  # noqa: ANN401 - any JSON value
    """Return the change that gives a file a schema of its own."""

    def change(files: dict[str, bytes]) -> None:
        path = f"datapackages/{package}/schemas/{resource}/schema.json"
        files[path] = json.dumps(content).encode()

    return change


def contract(package: str, resource: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return the schema of the contract for a file."""
    path = HOME / "datapackages" / package / "schemas" / resource / "schema.json"
    return json.loads(path.read_text(encoding="utf-8"))


def kind(package: str, resource: str, column: str, other: str) -> Change:
    """Return the change that gives a file the contract's schema, with another kind of column."""
    content = contract(package, resource)
    next(f for f in content["fields"] if f["name"] == column)["type"] = other
    return schema(package, resource, content)


def beside(name: str, content: str, fields: Any = None, **told: Any) -> Change:  # noqa: ANN401
    """Return the change that adds a file beside the demands, told as the new ones but for `told`."""

    def change(files: dict[str, bytes]) -> None:
        path = "datapackages/demandes/datapackage.json"
        descriptor = json.loads(files[path])
        told_schema = f"schemas/{name}/schema.json"
        made = {**descriptor["resources"][1], "name": name, "path": f"data/{name}.csv",
                "schema": told_schema, "marges": {}, **told}  # fmt: skip
        descriptor["resources"].append(made)
        files[path] = json.dumps(descriptor, ensure_ascii=False).encode()
        files[f"datapackages/demandes/data/{name}.csv"] = content.encode()
        if fields is not None:
            files[f"datapackages/demandes/{told_schema}"] = json.dumps(fields).encode()

    return change


def of_fields(key: list[str], **kinds: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return a schema without constraints."""
    return {"fields": [{"name": n, "type": k} for n, k in kinds.items()], "primaryKey": key}


def both(*changes: Change) -> Change:
    """Return several changes as one."""

    def change(files: dict[str, bytes]) -> None:
        for one in changes:
            one(files)

    return change


def lines(path: str, keep: Callable[[str], bool]) -> Change:
    """Return the change that keeps only some lines of a file."""
    return text(path, lambda t: "".join(x for x in t.splitlines(keepends=True) if keep(x)))


def cell(value: str) -> Change:
    """Return the change that writes a text in place of a name, in a table of counts."""
    return swap(STOCK, ROW, f"2024-01-01,44132,{value},T1,M_0_12,60,", 1)


def column(title: str, value: str = "x") -> Change:
    """Return the change that adds a column to a register."""

    def make(content: str) -> str:
        first, *rest = content.splitlines()
        return "\n".join([f"{first},{title}", *(f"{line},{value}" for line in rest)]) + "\n"

    return text(LESSORS, make)


def times(path: str, number: int, by: int) -> Change:
    """Return the change that multiplies the last count of each line by `by`."""

    def make(content: str) -> str:
        first, *rest = content.splitlines()
        made = []
        for line in rest:
            cells = line.split(",")
            cells[number] = str(int(cells[number]) * by)
            made.append(",".join(cells))
        return "\n".join([first, *made]) + "\n"

    return text(path, make)


def mark_of_tables(content: str) -> bytes:
    """Return a text as the « texte Unicode » of a spreadsheet."""
    return content.encode("utf-16")


REVISED = both(
    swap(STOCK, "2024-01-01,44132,Pornichet,T1,M_0_12,60,", "2024-01-01,44132,Pornichet,T1,M_0_12,61,"),
    swap(STOCK, "2024-01-01,44132,Pornichet,T1,ensemble,200,",
         "2024-01-01,44132,Pornichet,T1,ensemble,201,"),
    swap(STOCK, "2024-01-01,44132,Pornichet,ensemble,M_0_12,120,",
         "2024-01-01,44132,Pornichet,ensemble,M_0_12,121,"),
    swap(STOCK, "2024-01-01,44132,Pornichet,ensemble,ensemble,400,",
         "2024-01-01,44132,Pornichet,ensemble,ensemble,401,"),
    swap(STOCK, "2024-01-01,244400644,Saint-Nazaire Agglo,T1,M_0_12,180,",
         "2024-01-01,244400644,Saint-Nazaire Agglo,T1,M_0_12,181,"),
    swap(STOCK, "2024-01-01,244400644,Saint-Nazaire Agglo,T1,ensemble,600,",
         "2024-01-01,244400644,Saint-Nazaire Agglo,T1,ensemble,601,"),
    swap(STOCK, "2024-01-01,244400644,Saint-Nazaire Agglo,ensemble,M_0_12,360,",
         "2024-01-01,244400644,Saint-Nazaire Agglo,ensemble,M_0_12,361,"),
    swap(STOCK, "2024-01-01,244400644,Saint-Nazaire Agglo,ensemble,ensemble,1200,",
         "2024-01-01,244400644,Saint-Nazaire Agglo,ensemble,ensemble,1201,"),
)  # fmt: skip
NUMBERED = told("demandes", "version", value="2026.1.1")
NOTED = told("demandes", "revision", value="Demandes recomptées par le producteur.")
SIZES = {"name": "typologie", "type": "string"}

# fmt: off
DEPOSITS: Final[tuple[Broken, ...]] = (
    # --- descriptor ---------------------------------------------------------------------------
    Broken("D-000", "no package at all", drop("datapackages/"),
           "Aucun paquet de données n’a été trouvé."),
    Broken("D-001", "a path out of the package",
           told("demandes", "resources", 0, "path", value="../acteurs/data/bailleurs.csv"),
           "L’adresse d’un fichier sort du dossier du paquet."),
    Broken("D-001", "an absolute path", told("demandes", "resources", 0, "path", value="/etc/hostname"),
           "L’adresse d’un fichier sort du dossier du paquet."),
    Broken("D-001", "an address of the web",
           told("demandes", "resources", 0, "path", value="https://exemple.fr/demandes.csv"),
           "L’adresse d’un fichier sort du dossier du paquet."),
    Broken("D-001", "a list of paths", told("demandes", "resources", 0, "path", value=["data/a.csv"]),
           "L’adresse d’un fichier sort du dossier du paquet."),
    Broken("D-002", "a comma forgotten in the descriptor",
           swap("datapackages/acteurs/datapackage.json", '",\n  "title"', '"\n  "title"', 1),
           "Le descripteur ne peut pas être lu : la ponctuation du fichier JSON est fautive."),
    Broken("D-002", "a file that is not there", drop(NEW),
           "Le descripteur ne peut pas être lu : le fichier de données "
           "data/demandes_nouvelles.csv manque ou dépasse 25 Mo."),
    Broken("D-002", "a descriptor of thousands of brackets",
           data("datapackages/acteurs/datapackage.json", lambda _: b"[" * 200_000),
           "Le descripteur ne peut pas être lu : la ponctuation du fichier JSON est fautive."),
    Broken("D-003", "no licence", told("parc", "licenses", value=None),
           "Dans le descripteur, il manque la licence (licenses)."),
    Broken("D-003", "no method", told("parc", "resources", 0, "comptage", "methode", value=None),
           "Dans le descripteur de « parc_commune », il manque comptage.methode."),
    Broken("D-004", "a version that is no number", told("parc", "version", value="v1"),
           "La version du paquet n’est pas de la forme année.majeur.mineur."),
    Broken("D-004", "a name with capitals", told("acteurs", "resources", 0, "name", value="Bailleurs 2"),
           "Le nom d’un fichier doit être en minuscules, sans espace ni accent.", also=("D-119",)),
    Broken("D-005", "one name for two files", told("parc", "resources", 0, "name", value="demandes_stock"),
           "Le nom « demandes_stock » est déjà pris par datapackages/demandes/datapackage.json."),
    Broken("D-006", "a margin of a column that is not there",
           told("parc", "resources", 0, "marges", value={"taille": "ensemble"}),
           "Le descripteur de « parc_commune » cite une colonne qui n’existe pas."),
    Broken("D-007", "no territory", drop("datapackages/territoires/"),
           "Le territoire n’est pas décrit : il manque l’intercommunalité ou ses communes."),
    Broken("D-008", "a way to place a demand that no page can say",
           told("demandes", "resources", 0, "comptage", "localisation", value="quartier"),
           "Dans le descripteur de « demandes_stock », la valeur de « comptage.localisation » n’est pas permise."),
    Broken("D-009", "keywords as one text", told("parc", "keywords", value="logement"),
           "Dans le descripteur, « keywords » n’est pas une liste de textes."),
    Broken("D-009", "a title that is a number", told("parc", "resources", 0, "title", value=3),
           "Dans le descripteur de « parc_commune », « title » n’est pas un texte.", also=("D-003",)),
    Broken("D-010", "a schema without columns", schema("parc", "parc_commune", {"fields": {}}),
           "Le schéma de « parc_commune » est mal fait : la liste « fields » manque.", also=("D-006",)),
    Broken("D-010", "a column of an unknown kind",
           schema("parc", "parc_commune", {"fields": [{"name": "code_territoire", "type": "entier"}]}),
           "Le schéma de « parc_commune » est mal fait : la colonne « code_territoire » est d’un genre inconnu."),
    Broken("D-011", "a licence of nobody", told("parc", "licenses", value=[{"name": "libre"}]),
           "La licence « libre » n’est pas de celles qu’une collectivité peut choisir."),
    Broken("D-012", "one file for two entries",
           told("acteurs", "resources", 1, "path", value="data/bailleurs.csv"),
           "« reservataires » et « bailleurs » lisent le même fichier.", also=("D-109", "D-110", "D-111")),
    Broken("D-013", "more than a million rows",
           text(LESSORS, lambda t: t + "a,b,\n" * 1_000_001),
           "Le fichier a plus de 1000000 lignes."),
    Broken("D-014", "a column per day", text(LESSORS, lambda _: ",".join(map(str, range(365))) + "\n"),
           "Le fichier a plus de 100 colonnes."),
    Broken("D-015", "a book in a cell", swap(LESSORS, "Silène", "S" * 120_000),
           "Cette cellule a plus de 100000 caractères."),
    Broken("D-016", "an archive", both(
               told("acteurs", "resources", 0, "path", value="data/bailleurs.zip"),
               lambda f: f.update({"datapackages/acteurs/data/bailleurs.zip": b"PK\x03\x04"})),
           "Le fichier « data/bailleurs.zip » est une archive ou un fichier compressé."),
    Broken("D-119", "a property of the norm of another kind", told("parc", "profile", value=3),
           "Le descripteur ne suit pas la norme Data Package : une propriété n’a pas la forme attendue."),
    # --- table --------------------------------------------------------------------------------
    Broken("D-101", "a unit in a number", swap(NEW, FIRST, "2024,44132,Pornichet,T1,100 demandes,", 1),
           "La valeur « … » n’est pas un nombre entier."),
    Broken("D-101", "a French date", swap(STOCK, ROW, "01/01/2024,44132,Pornichet,T1,M_0_12,60,"),
           "La valeur « 01/01/2024 » n’est pas une date.", "2024-01-01"),
    Broken("D-101", "a decimal written by a spreadsheet", swap(NEW, FIRST, '2024,44132,Pornichet,T1,"100,0",', 1),
           "La valeur « 100,0 » n’est pas un nombre entier.", "100"),
    Broken("D-101", "digits of another alphabet", swap(NEW, FIRST, "2024,44132,Pornichet,T1,١٠٠,", 1),
           "La valeur « ١٠٠ » n’est pas un nombre entier."),
    Broken("D-101", "a number with an underscore", swap(NEW, FIRST, "2024,44132,Pornichet,T1,1_00,", 1),
           "La valeur « 1_00 » n’est pas un nombre entier."),
    Broken("D-101", "a day that is not", swap(MEETINGS, "2024-05-31", "2024-02-31"),
           "La valeur « 2024-02-31 » n’est pas une date."),
    Broken("D-101", "no number at all", swap(DELAYS, "18.5", "NaN", 1),
           "La valeur « NaN » n’est pas un nombre."),
    Broken("D-102", "no year", swap(NEW, FIRST, ",44132,Pornichet,T1,100,", 1),
           "Cette cellule est vide, or elle est obligatoire."),
    Broken("D-103", "a size that is not", swap(NEW, FIRST, "2024,44132,Pornichet,F1,100,", 1),
           "La valeur « F1 » n’est pas connue."),
    Broken("D-103", "a size in lower case", swap(NEW, FIRST, "2024,44132,Pornichet,t1,100,", 1),
           "La valeur « t1 » n’est pas connue.", "T1"),
    Broken("D-103", "a category without a list of values", both(
               schema("acteurs", "bailleurs", {"fields": [
                   {"name": "code_bailleur", "type": "string"},
                   {"name": "nom_bailleur", "type": "string"},
                   {"name": "forme_juridique", "type": "string", "categories": ["office", "société"]},
                   {"name": "page_contact", "type": "string"},
               ], "primaryKey": "code_bailleur"}),
               swap(LESSORS, "Silène,", "Silène,autre")),
           "La valeur « autre » n’est pas connue."),
    Broken("D-104", "a row twice", swap(NEW, FIRST, f"{FIRST}\n{FIRST}", 1),
           "Cette ligne compte une seconde fois ce qu’une autre ligne a déjà compté."),
    Broken("D-105", "a commune of no authority", swap(COMMUNES, "44132,Pornichet,244400644", "44132,Pornichet,200041788"),
           "La valeur « 200041788 » (siren_epci) n’existe pas dans le fichier de référence."),
    Broken("D-106", "a cell forgotten", swap(NEW, FIRST, "2024,44132,Pornichet,T1,100", 1),
           "Il manque une cellule dans cette ligne."),
    Broken("D-107", "a comma in a name", swap(NEW, FIRST, "2024,44132,Pornichet, plage,T1,100,", 1),
           "Cette ligne a une cellule de trop.", also=("D-101", "D-103", "D-210")),
    Broken("D-108", "an empty row", swap(NEW, FIRST, f"{FIRST}\n,,,,,", 1), "Cette ligne est vide."),
    Broken("D-109", "a column forgotten", text(HOMES, lambda t: "\n".join(
               line.rpartition(",")[0] for line in t.splitlines()) + "\n"),
           "Il manque cette colonne."),
    Broken("D-110", "a column too many", column("rang"), "Cette colonne n’est pas prévue."),
    Broken("D-111", "a column under another name", swap(NEW, ",typologie,", ",gabarit,", 1),
           "Cette colonne n’est pas à sa place ou porte un autre nom."),
    Broken("D-112", "one title twice", swap(LESSORS, "forme_juridique", "nom_bailleur"),
           "Deux colonnes portent le même nom.", also=("D-109",)),
    Broken("D-113", "a column without title", swap(LESSORS, "forme_juridique", ""),
           "Une colonne n’a pas de titre.", also=("D-109",)),
    Broken("D-114", "no titles", swap(LESSORS, "code_bailleur,nom_bailleur,forme_juridique,page_contact", ",,,"),
           "La ligne de titres est vide."),
    Broken("D-115", "bytes of no encoding", data(LESSORS, lambda b: b.replace("è".encode(), b"\xe8\x81")),
           "Le fichier n’est pas enregistré en UTF-8."),
    Broken("D-116", "an empty file", data(LESSORS, lambda _: b""),
           "Le fichier est vide ou ne contient pas de tableau."),
    Broken("D-117", "a code without its zero", swap(COMMUNES, "44132,Pornichet", "1053,Pornichet"),
           "La valeur « 1053 » n’a pas la forme attendue.", "01053"),
    Broken("D-118", "a negative count", swap(NEW, FIRST, "2024,44132,Pornichet,T1,-100,", 1),
           "La valeur « -100 » est hors des limites permises."),
    Broken("D-120", "an empty count", swap(NEW, FIRST, "2024,44132,Pornichet,T1,,", 1),
           "Cette cellule est vide et rien ne dit pourquoi."),
    Broken("D-121", "a hidden count that shows", swap(NEW, FIRST, "2024,44132,Pornichet,T1,100,secret", 1),
           "Cette cellule porte un nombre alors que son statut dit qu’il est caché ou absent."),
    Broken("D-122", "a name on two lines", swap(LESSORS, "Silène", '"Silène\nhabitat"'),
           "Cette cellule contient un retour à la ligne."),
    Broken("D-124", "thousands of errors",
           text(LESSORS, lambda t: t + "".join(f"A{n},Nom,,\n" for n in range(1500))),
           "Ce fichier a 1500 erreurs de structure ; les 1000 premières sont montrées.", also=("D-117",)),
    # --- reading ------------------------------------------------------------------------------
    Broken("D-201", "semicolons", text(NEW, lambda t: t.replace(",", ";")),
           "Les colonnes sont séparées par le point-virgule ; elles ont été lues ainsi."),
    Broken("D-201", "tabulations", text(NEW, lambda t: t.replace(",", "\t")),
           "Les colonnes sont séparées par la tabulation ; elles ont été lues ainsi."),
    Broken("D-202", "saved on Windows", data(LESSORS, lambda b: b.decode().encode("cp1252")),
           "Le fichier est dans l’ancien encodage de Windows ; il a été converti en UTF-8."),
    Broken("D-203", "saved as Unicode text", data(LESSORS, lambda b: mark_of_tables(b.decode())),
           "Le fichier est en UTF-16 ; il a été converti en UTF-8."),
    Broken("D-204", "the mark of a spreadsheet", data(NEW, lambda b: b"\xef\xbb\xbf" + b),
           "Le fichier commence par la marque invisible du tableur ; elle a été retirée."),
    Broken("D-205", "ends of line of Windows", text(NEW, lambda t: t.replace("\n", "\r\n")),
           "Les fins de ligne sont celles de Windows ; elles ont été converties."),
    Broken("D-206", "a decimal comma", swap(DELAYS, ",18.5,", ',"18,5",', 2),
           "2\u00a0nombres avec une virgule décimale : elle est devenue un point."),
    Broken("D-207", "spaces between thousands", swap(HOMES, ",1200,", ",1\u202f200,", 1),
           "1\u00a0nombre avec une espace entre les milliers : elle a été retirée."),
    Broken("D-208", "a usual title", swap(NEW, "code_territoire", "Code INSEE"),
           "Le titre de cette colonne a été lu comme « code_territoire »."),
    Broken("D-208", "a title with capitals and an accent", swap(NEW, "annee", "Année"),
           "Le titre de cette colonne a été lu comme « annee »."),
    Broken("D-209", "columns in another order", data(LESSORS, lambda _:
               "nom_bailleur,code_bailleur,forme_juridique,page_contact\nSilène,silene,,\nCISN,cisn,,\n".encode()),
           "Les colonnes sont dans un autre ordre que prévu ; elles ont été remises en place."),
    Broken("D-210", "spaces around a cell", swap(NEW, FIRST, "2024,44132,Pornichet,T1 ,100,", 1),
           "1\u00a0cellule avec des espaces au début ou à la fin : elles ont été retirées."),
    Broken("D-211", "a row of totals", text(NEW, lambda t: t + "Total,,,,7200,\n"),
           "Une ligne de total du tableur s’est glissée dans le tableau."),
    Broken("D-212", "a workbook renamed", data(NEW, lambda _: b"PK\x03\x04 classeur"),
           "Le fichier n’est pas un tableau CSV : c’est un classeur ou une archive."),
    Broken("D-212", "a workbook with a password", data(NEW, lambda _: b"\xd0\xcf\x11\xe0 secret"),
           "Le fichier n’est pas un tableau CSV : "
           "c’est un ancien classeur, ou un classeur protégé par un mot de passe."),
    Broken("D-212", "a page of the web", data(NEW, lambda _: b"<!DOCTYPE html><p>Erreur 404</p>"),
           "Le fichier n’est pas un tableau CSV : c’est une page web."),
    Broken("D-212", "random bytes", data(NEW, lambda _: b"\x01\x00\x02\x03\x00\x00\x07"),
           "Le fichier n’est pas un tableau CSV : c’est un fichier binaire."),
    Broken("D-213", "a file cut in its last row", data(NEW, lambda b: b[:-12]),
           "Le fichier s’arrête au milieu d’une ligne."),
    Broken("D-213", "a quotation mark that nothing closes", swap(LESSORS, "cisn,CISN", 'cisn,"CISN'),
           "Le fichier s’arrête au milieu d’une ligne."),
    Broken("D-214", "titles alone", lines(LESSORS, lambda line: line.startswith("code")),
           "Le fichier a des titres mais aucune ligne.", also=("D-309",)),
    Broken("D-215", "a number with two senses", swap(DELAYS, ",18.5,", ',"1,234",', 1),
           "Ce nombre peut se lire de deux façons : milliers ou décimales."),
    Broken("D-216", "quotation marks inside quotation marks", swap(LESSORS, "Silène", '"Le "Silène""'),
           "Les guillemets de cette ligne sont mal placés."),
    # --- lists --------------------------------------------------------------------------------
    Broken("D-301", "a commune of elsewhere", swap(NEW, FIRST, "2024,44109,Nantes,T1,100,", 1),
           "La commune « 44109 » ne fait pas partie de Saint-Nazaire Agglo en 2026.", also=("D-410",)),
    Broken("D-302", "a commune that merged", swap(NEW, FIRST, "2024,44998,Sainte-Marguerite,T1,100,", 1),
           "La commune « 44998 » fait partie de « Pornichet » depuis 2019.", "44132", also=("D-410",)),
    Broken("D-303", "a name of another commune", swap(NEW, FIRST, "2024,44132,Saint-Nazaire,T1,100,", 1),
           "Le code 44132 est celui de « Pornichet », pas de « Saint-Nazaire ».", "Pornichet"),
    Broken("D-304", "a name in capitals", swap(NEW, FIRST, "2024,44132,PORNICHET,T1,100,", 1),
           "Le nom « PORNICHET » s’écrit « Pornichet » dans la liste.", "Pornichet"),
    Broken("D-305", "a SIREN with a wrong key", both(
               swap(EPCI, "244400644", "244400645"), swap(COMMUNES, "244400644", "244400645")),
           "Le numéro « 244400645 » n’est pas un numéro SIREN : sa clé est fausse.", also=("D-306",)),
    Broken("D-306", "the total of another authority",
           swap(NEW, "2024,244400644,Saint-Nazaire Agglo,T1,", "2024,200041788,CAP Nord,T1,"),
           "Le numéro « 200041788 » n’est pas celui de Saint-Nazaire Agglo.", "244400644",
           also=("D-410",)),
    Broken("D-307", "no generation of districts",
           told("attributions", "resources", 2, "comptage", "generation_qpv", value=None),
           "Dans « baux_qpv_quartile », la génération des quartiers prioritaires n’est pas connue."),
    Broken("D-308", "the former list of districts",
           told("attributions", "resources", 2, "comptage", "generation_qpv", value="QPV2015"),
           "L’année 2026 est comptée avec la liste de quartiers de 2015."),
    Broken("D-309", "a landlord that nobody declared", swap(LANDLORDS, ",cisn,", ",habitat,"),
           "Le bailleur « habitat » n’est pas dans la liste des bailleurs."),
    Broken("D-310", "a holder that nobody declared", swap(HOLDERS, ",AL,", ",DEPT,"),
           "Le réservataire « DEPT » n’est pas dans la liste des réservataires."),
    Broken("D-311", "communes of two vintages", swap(COMMUNES, "244400644,2026,12000", "244400644,2025,12000"),
           "Les communes sont décrites à plusieurs millésimes : 2025, 2026."),
    # --- coherence ----------------------------------------------------------------------------
    Broken("D-401", "a total of another extraction", swap(HOMES, "2024,44132,Pornichet,600,", "2024,44132,Pornichet,590,"),
           "Le total est 1800, mais la somme selon « code_territoire » donne 1790 (2024)."),
    Broken("D-402", "parts larger than their total", both(
               swap(HOMES, "2024,44132,Pornichet,600,", "2024,44132,Pornichet,,nd"),
               swap(HOMES, "2024,44184,Saint-Nazaire,1200,", "2024,44184,Saint-Nazaire,1900,")),
           "Le total est 1800, mais les parties visibles selon « code_territoire » font déjà 1900 (2024)."),
    Broken("D-403", "entries that the stock does not show", times(NEW, 4, 2),
           "44132, T1 : 300 demandes attendues au 1er janvier 2025, 200 déposées (écart -100)."),
    Broken("D-404", "old demands from nowhere", both(
               text(STOCK, lambda t: t.replace("M_12_24", "M_X").replace("M_0_12", "M_12_24")
                    .replace("M_X", "M_0_12"))),
           "44132, T1 : 60 demandes « de 1 à moins de 2 ans » en 2025, "
           "mais 40 « moins de 1 an » un an plus tôt."),
    Broken("D-405", "more recent demands than new ones", both(
               text(NEW, lambda t: t.replace(",100,", ",40,").replace(",200,", ",80,")
                    .replace(",400,", ",160,").replace(",300,", ",120,").replace(",600,", ",240,"))),
           "44132, T1 : 60 demandes de moins d’un an au 1er janvier 2025, mais 40 nouvelles.",
           also=("D-403",)),
    Broken("D-406", "more leases than homes", text(HOMES, lambda t: t.replace(",600,", ",300,")
               .replace(",1200,", ",600,").replace(",1800,", ",900,")),
           "44132 : 120 baux signés en 2024 pour 300 logements."),
    Broken("D-407", "a target that nothing follows", swap(TARGETS, "part-q1-hors-qpv", "part-logements-verts"),
           "Aucun indicateur du site ne suit l’engagement « part-logements-verts »."),
    Broken("D-408", "an end before the start", swap(TARGETS, "2024,2030", "2024,2020"),
           "La fin (2020) vient avant le début (2024)."),
    Broken("D-409", "a year forgotten", lines(HOMES, lambda line: not line.startswith("2025")),
           "L’année 2025 manque."),
    Broken("D-410", "a commune forgotten", lines(HOMES, lambda line: not line.startswith("2026,44132")),
           "« 44132 » manque en 2026."),
    Broken("D-411", "a jump", text(HOMES, lambda t: t.replace("2026,44132,Pornichet,600", "2026,44132,Pornichet,6000")
               .replace("2026,244400644,Saint-Nazaire Agglo,1800", "2026,244400644,Saint-Nazaire Agglo,7200")),
           "44132 : 600 en 2025, 6000 en 2026."),
    # --- versions -----------------------------------------------------------------------------
    Broken("D-501", "a new row", both(told("acteurs", "version", value="2026.2.0"),
               text(LESSORS, lambda t: t + "espacil,Espacil,,\n")),
           "1\u00a0ligne nouvelle depuis la version 2026.1.0.", before=True),
    Broken("D-502", "a row gone", both(told("acteurs", "version", value="2026.2.0"),
               lines("datapackages/acteurs/data/reservataires.csv", lambda line: "REGION" not in line),
               lines(MEETINGS, lambda line: "cil-2024" not in line), told("instances", "version", value="2026.1.1")),
           "1\u00a0ligne disparue de la version 2026.1.0, dont cil-2024.", also=("D-214",), before=True),
    Broken("D-503", "a number revised in silence", both(REVISED, NUMBERED, NOTED),
           "Le nombre publié était 60 ; il est maintenant 61.", before=True),
    Broken("D-504", "a number revised by much", both(told("parc", "version", value="2026.1.1"),
               told("parc", "revision", value="Logements recomptés par le producteur."),
               text(HOMES, lambda t: t.replace("2024,44132,Pornichet,600,", "2024,44132,Pornichet,300,revise")
                    .replace("2024,244400644,Saint-Nazaire Agglo,1800,", "2024,244400644,Saint-Nazaire Agglo,1500,revise"))),
           "Forte révision : le nombre publié était 600, il est maintenant 300.", also=("D-406",), before=True),
    Broken("D-505", "other data under the same version", text(LESSORS, lambda t: t + "espacil,Espacil,,\n"),
           "Les données ont changé mais la version est toujours 2026.1.0.", "2026.1.1",
           also=("D-501",), before=True),
    Broken("D-506", "a version that goes back", told("parc", "version", value="2025.9.0"),
           "La version 2025.9.0 est plus petite que la précédente, 2026.1.0.", "2026.1.1", before=True),
    Broken("D-507", "a column less under a correction", both(told("acteurs", "version", value="2026.1.1"),
               schema("acteurs", "bailleurs", {"fields": [
                   {"name": "code_bailleur", "type": "string"}, {"name": "nom_bailleur", "type": "string"},
               ], "primaryKey": "code_bailleur"}),
               data(LESSORS, lambda _: "code_bailleur,nom_bailleur\nsilene,Silène\ncisn,CISN\n".encode())),
           "Les colonnes de « bailleurs » ont changé, mais la version 2026.1.1 n’annonce qu’une correction.",
           "2026.2.0", before=True),
    Broken("D-508", "a correction without a note", both(REVISED, NUMBERED,
               text(STOCK, lambda t: t.replace("61,", "61,revise").replace("201,", "201,revise")
                    .replace("121,", "121,revise").replace("401,", "401,revise").replace("181,", "181,revise")
                    .replace("601,", "601,revise"))),
           "Des nombres sont corrigés, mais aucune note ne dit pourquoi.", also=("D-808",), before=True),
    Broken("D-509", "another definition in silence",
           told("parc", "resources", 0, "comptage", "definition", value="Un logement occupé, compté une fois."),
           "Dans « parc_commune », « comptage.definition » a changé depuis la version 2026.1.0, "
           "sans rupture déclarée.", before=True),
    Broken("D-510", "a file withdrawn", told("acteurs", "resources", 1, value=None),
           "Le fichier « reservataires » de la version précédente n’est plus là.", before=True),
    # --- hostile ------------------------------------------------------------------------------
    Broken("D-601", "a formula", swap(LESSORS, "Silène", "=HYPERLINK(1)"),
           "Cette cellule commence comme une formule de tableur."),
    Broken("D-601", "a call", swap(LESSORS, "Silène", "@SUM(1)"),
           "Cette cellule commence comme une formule de tableur."),
    Broken("D-602", "a character of command", swap(LESSORS, "Silène", "Sil\x1b[31mène"),
           "Cette cellule contient un caractère invisible."),
    Broken("D-602", "a mark that turns the text around", swap(LESSORS, "Silène", "Sil\u202eène"),
           "Cette cellule contient un caractère invisible."),
    Broken("D-603", "a tag", swap(LESSORS, "Silène", "<script>Silène"),
           "Cette cellule contient une balise de page web."),
    Broken("D-604", "a command of the forge", swap(LESSORS, "Silène", "::error::Silène"),
           "Cette cellule ressemble à une commande de la forge."),
    # --- personal data ------------------------------------------------------------------------
    Broken("D-701", "a column for telephones", column("telephone"),
           "Le titre de cette colonne annonce une donnée sur une personne."),
    Broken("D-702", "an address for letters", cell("jean.dupont@exemple.fr"),
           "Cette cellule ressemble à une adresse électronique."),
    Broken("D-703", "a telephone", cell("06 12 34 56 78"),
           "Cette cellule ressemble à un numéro de téléphone."),
    Broken("D-704", "a social security number", cell("1 85 05 78 006 084 36"),
           "Cette cellule ressemble à un numéro de sécurité sociale."),
    Broken("D-705", "the number of a demand", cell("044051234567890123"),
           "Cette cellule ressemble à un numéro unique de demande."),
    Broken("D-706", "a birth", cell("née le 12/03/1980"),
           "Cette cellule ressemble à une date de naissance."),
    Broken("D-707", "a home", cell("12 rue des Lilas"),
           "Cette cellule ressemble à une adresse postale."),
    Broken("D-708", "a point on the map", cell('"47.27361, -2.21374"'),
           "Cette cellule ressemble à une position sur la carte."),
    Broken("D-709", "the story of a household", both(
               told("acteurs", "resources", 0, "confidentialite", "regle", value="effectif_simple"),
               swap(LESSORS, "Silène,", "Silène,famille de cinq avec un enfant malade depuis mars")),
           "Cette cellule contient un texte libre dans un tableau de nombres."),
    Broken("D-710", "a person", cell("Mme Dupont"),
           "Cette cellule ressemble au nom d’une personne."),
    Broken("D-711", "an account", cell("FR76 3000 6000 0112 3456 7890 189"),
           "Cette cellule ressemble à un numéro de compte bancaire."),
    # --- release ------------------------------------------------------------------------------
    Broken("D-801", "no publisher", told("parc", "contributors", 0, "roles", value=["author"]),
           "Le descripteur ne dit pas qui publie les données."),
    Broken("D-802", "no contact", told("parc", "contributors", 0, "path", value=None),
           "Le descripteur ne donne pas de contact."),
    Broken("D-803", "no next date", told("parc", "prochaine_publication", value=None),
           "Le descripteur ne dit pas quand paraîtront les prochaines données."),
    Broken("D-804", "a creation that is no date", told("parc", "created", value="mars 2027"),
           "Dans le descripteur, « created » n’est pas une date."),
    Broken("D-805", "rows after the extraction",
           told("parc", "resources", 0, "comptage", "date_extraction", value="2025-02-15"),
           "La date « 2026 » vient après l’extraction du 2025-02-15."),
    Broken("D-806", "a method of one word", told("parc", "resources", 0, "comptage", "methode", value="SNE"),
           "Dans « parc_commune », la méthode tient en quelques mots."),
    Broken("D-807", "the address of a person",
           told("parc", "contributors", 0, "email", value="jean.dupont@exemple.fr"),
           "Le contact semble être l’adresse d’une personne."),
    Broken("D-808", "revised without a note",
           swap(HOMES, "2024,44132,Pornichet,600,", "2024,44132,Pornichet,600,revise"),
           "Dans « parc_commune », des nombres sont marqués « revise » sans note de révision."),
    # --- secrecy ------------------------------------------------------------------------------
    Broken("S-001", "a count that names a household",
           swap(NEW, FIRST, "2024,44132,Pornichet,T1,3,", 1),
           "Ce nombre est petit (moins de 5) : il pourrait désigner un ménage.",
           also=("D-401", "D-403", "D-405")),
    Broken("S-002", "a true count among rounded ones",
           both(told("demandes", "resources", 1, "arrondi", value=5), swap(NEW, FIRST, "2024,44132,Pornichet,T1,103,", 1)),
           "Ce tableau est arrondi à 5 près, et ce nombre n’est pas un multiple de 5.", also=("D-401",)),
    Broken("S-003", "a base that is too small", told("demandes", "resources", 0, "arrondi", value=5),
           "Dans « demandes_stock », « arrondi » 5 laisse trop peu de doute sur une information sensible."),
    Broken("S-003", "a base of nobody", told("demandes", "resources", 1, "arrondi", value=3),
           "Dans « demandes_nouvelles », « arrondi » vaut 5 ou 10."),
    Broken("S-004", "rounded leases beside exact delays", told("attributions", "resources", 0, "arrondi", value=10),
           "« baux_delai » est arrondi, mais « delais_attributaires » donne les délais exacts."),
    Broken("S-005", "a rounded table whose margins are exact elsewhere", margins_elsewhere,
           "Le vrai nombre derrière cet arrondi est connu à 0 près : par un calcul avec les nombres exacts de "
           "baux_delai et baux_qpv_quartile_bailleur.", also=("D-409",)),
    Broken("S-010", "a count that a subtraction gives back",
           more(QPV, "ensemble,Q1,,secret", "ensemble,Q2,20,", "ensemble,ensemble,23,"),
           "Ce nombre caché peut être retrouvé : "
           f"{Q1} = {WHOLE} − {Q2}.", also=ANOTHER_YEAR),
    Broken("S-011", "two hidden counts that are six together beside a printed one",
           more(QPV, "ensemble,Q1,,secret", "ensemble,Q2,,secret", "ensemble,Q3,20,",
                "ensemble,ensemble,26,"),
           "Ce nombre caché est connu à 4 près : "
           f"{Q1} ≤ {LARGER} − {Q3} − 1 (au moins : {Q2}) ; {Q1} ≥ 1 (au moins : {Q1}) : "
           "trop peu de valeurs restent possibles.", also=ANOTHER_YEAR),
    Broken("S-013", "a total that its visible part fills already",
           more(QPV, "ensemble,Q1,,secret", "ensemble,Q2,20,", "ensemble,ensemble,20,"),
           "Aucun tableau ne peut contenir à la fois les nombres publiés autour de cette case.",
           also=("S-014", *ANOTHER_YEAR)),
    Broken("S-014", "a whole group in one category",
           more(QPV, "ensemble,Q1,20,", "ensemble,Q2,0,", "ensemble,ensemble,20,"),
           f"Tous les ménages de ce groupe sont ici : {Q1}.", also=ANOTHER_YEAR),
    Broken("S-015", "a priority told of a commune", both(
               told("attributions", "resources", 4, "marges", "code_territoire", value="244400644"),
               data(HOLDERS, lambda content: content + b"2024,44132,Pornichet,ensemble,ensemble,120,\n")),
           "La colonne « public_prioritaire » ne se publie que pour l’intercommunalité.", also=("D-410",)),
    Broken("S-016", "a count hidden once it was read", both(swap(NEW, FIRST, f"{FIRST[:-4]},secret", 1), told("demandes", "version", value="2026.2.0"),
                    told("demandes", "created", value="2027-04-30T00:00:00Z")),
           "La version précédente montrait ce nombre.", before=True),
    Broken("S-017", "a large count hidden alone", swap(NEW, FIRST, f"{FIRST[:-4]},secret", 1), "Un nombre caché peut être retrouvé, mais il n’est pas petit."),
    Broken("S-018", "a line left out that a subtraction gives back",
           more(QPV, "ensemble,Q2,20,", "ensemble,ensemble,23,"),
           "Une ligne manque sous ce total, et son nombre peut être retrouvé : "
           "la ligne absente « 244400644, Q1, 2021 » = « Saint-Nazaire Agglo, 2021 » "
           "(baux_qpv_quartile.csv, ligne 84) − « Saint-Nazaire Agglo, deuxième quartile, 2021 » "
           "(baux_qpv_quartile.csv, ligne 83).", also=ANOTHER_YEAR),
    Broken("S-030", "counts of households that say they are public",
           told("demandes", "resources", 1, "confidentialite", "regle", value="public"),
           "La règle de secret de « demandes_nouvelles » est « public » : le contrat demande au moins "
           "« effectif_simple ».", "effectif_simple"),
    Broken("S-031", "a sensitive dimension that is not told",
           told("demandes", "resources", 0, "confidentialite", "dimensions_sensibles", value=[]),
           "« demandes_stock » ne déclare pas « anciennete » comme une dimension sensible."),
    Broken("S-032", "totals that are not told", told("demandes", "resources", 1, "marges", value={"typologie": "ensemble"}),
           "Dans « demandes_nouvelles », les totaux de « code_territoire » ne sont pas déclarés comme des totaux.",
           "244400644"),
    Broken("S-032", "another code than that of the totals",
           told("demandes", "resources", 0, "marges", "anciennete", value="total"),
           "Dans « demandes_stock », les totaux de « anciennete » ne sont pas déclarés comme des totaux.",
           "ensemble"),
    Broken("S-033", "demands placed in each commune they ask for",
           told("demandes", "resources", 1, "comptage", "localisation", value="tous_choix"),
           "« demandes_nouvelles » est localisé par « tous_choix » : le contrat compte chaque ménage dans une seule "
           "commune."),
    Broken("S-034", "counts that are no longer whole numbers", kind("demandes", "demandes_nouvelles", "nb_nouvelles", "number"),
           "Le schéma déposé pour « demandes_nouvelles » n’est pas celui du contrat (colonnes ou propriétés autres : "
           "nb_nouvelles)."),
    Broken("S-034", "a count among the landlords", both(
               schema("acteurs", "bailleurs", of_fields(["code_bailleur"], code_bailleur="string", nom_bailleur="string",
                      forme_juridique="string", page_contact="string", nb_menages="integer")),
               column("nb_menages", "3")),
           "Le schéma déposé pour « bailleurs » n’est pas celui du contrat (colonnes ou propriétés autres : nb_menages)."),
    Broken("S-035", "public households of a table of its own", beside(
               "foyers", "annee,nb_foyers,nb_foyers_statut\n2024,3,\n",
               of_fields(["annee"], annee="year", nb_foyers="integer", nb_foyers_statut="string"),
               confidentialite={"regle": "public", "dimensions_sensibles": []}),
           "« foyers », hors du contrat, compte des ménages, mais sa règle de secret est « public »."),
    Broken("S-035", "households without a status", beside(
               "foyers", "annee,nb_foyers\n2024,3\n", of_fields(["annee"], annee="year", nb_foyers="integer")),
           "« foyers », hors du contrat, compte des ménages, mais la colonne « nb_foyers » n’a pas de colonne de statut."),
    Broken("S-036", "a reason to ask under another name", beside(
               "foyers", "annee,raison,nb_foyers,nb_foyers_statut\n2024,handicap_sante,30,\n",
               of_fields(["annee", "raison"], annee="year", raison="string", nb_foyers="integer", nb_foyers_statut="string")),
           "La colonne « raison » de « foyers » contient les codes de « motif_demande ».", "motif_demande"),
    Broken("S-037", "a small number printed elsewhere", beside(
               "demandes_publiees",
               "code_serie,code_territoire,nom_territoire,periode,valeur,unite,definition,source,source_url,lu_le\n"
               "stock_t1,44132,Pornichet,2024-01-01,3,demandes,Demandes actives,Fiche,,2026-11-01\n",
               confidentialite={"regle": "public", "dimensions_sensibles": []}),
           "Ce nombre repris est petit (moins de 5) : il pourrait désigner un ménage."),
    Broken("S-042", "delays of a group whose leases are not printed", more(DELAYS, "ensemble,moyenne,18.5,"),
           "Les délais de ce groupe sont publiés, mais « baux_delai » ne dit pas qu’il compte au moins 11 baux.",
           also=ANOTHER_YEAR),
    # --- texts --------------------------------------------------------------------------------
    Broken("T-001", "settings without sense", data("mkdocs.yml", lambda _: b"nav: [\n"),
           "Le fichier de réglages du site ne peut pas être lu."),
    Broken("T-002", "a head that is no head", swap(CONVENTION, 'statut: "en vigueur"', 'statut: "en vigueur'),
           "L’en-tête du texte (entre les deux lignes « --- ») est mal écrit."),
    Broken("T-101", "a page without a title", swap("content/contact.md", 'titre: "Une page"\n', ""),
           "Il manque « titre » dans l’en-tête du texte."),
    Broken("T-102", "a convention without its end", swap(CONVENTION, "echeance: null\n", ""),
           "Il manque « echeance » dans l’en-tête de la convention."),
    Broken("T-103", "a convention of no kind", swap(CONVENTION, "nature: cia", "nature: charte"),
           "La nature du texte n’est pas connue."),
    Broken("T-104", "a date in words", swap(CONVENTION, "adoption: 2024-05-31", "adoption: mai 2024"),
           "La date « adoption » n’est pas une date."),
    Broken("T-105", "a tag in a text", swap(CONVENTION, "Un texte", "Un <b>texte</b>"),
           "Le texte contient une balise HTML."),
    Broken("T-106", "braces in a text", swap(CONVENTION, "Un texte", "Un texte {: .rouge }"),
           "Le texte contient un attribut caché entre accolades."),
    Broken("T-107", "the title again", swap(CONVENTION, "Un texte", "# Une convention\n\nUn texte"),
           "Le titre principal est répété dans le texte."),
    Broken("T-108", "a link to a program", swap(CONVENTION, "Un texte", "[Un texte](javascript:alert)"),
           "Ce lien n’est pas d’un genre permis."),
    Broken("T-109", "a duration in words", swap(CONVENTION, "duree_annees: 6", "duree_annees: six"),
           "La durée « duree_annees » n’est pas un nombre d’années."),
    Broken("T-110", "a page that the law asks for", drop("content/accessibilite.md"),
           "Cette page est obligatoire et elle manque."),
)
# fmt: on
