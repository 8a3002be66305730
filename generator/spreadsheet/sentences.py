"""Every sentence of the import, by code: what is wrong, what to do, how much it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import Finding, Severity
from generator.spreadsheet.sheets import address

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.INFORMATION


@dataclass(frozen=True)
class Sentence:
    """What a code says; `{words}` between braces are filled for each finding."""

    message: str
    remedy: str
    severity: Severity = ERROR


LONGEST_WORDS = 300
"""Characters of a title or a list that a sentence repeats."""

SAVE_AGAIN = "Ouvrez-le dans le tableur et enregistrez-le à nouveau au format .xlsx ou .ods."

SENTENCES: Mapping[str, Sentence] = {
    "X-001": Sentence("Ce fichier ne peut pas être lu comme un tableau.", SAVE_AGAIN),
    "X-002": Sentence(
        "Ce fichier est protégé par un mot de passe.",
        "Dans le tableur, retirez le mot de passe, puis enregistrez le fichier.",
    ),
    "X-003": Sentence(
        "Ce fichier contient des macros : elles ne sont jamais lues.",
        "Enregistrez-le au format .xlsx ou .ods, sans macro.",
    ),
    "X-004": Sentence(
        "Ce fichier est trop grand pour être lu.",
        "Gardez seulement les feuilles à déposer, puis enregistrez le fichier.",
    ),
    "X-005": Sentence(
        "Ce genre de fichier n’est pas lu.",
        "Dans le tableur, enregistrez-le au format .xlsx, .ods ou CSV.",
    ),
    "X-006": Sentence(
        "Ce fichier n’existe pas.",
        "Vérifiez son nom et son dossier.",
    ),
    "X-010": Sentence(
        "Aucune feuille ne correspond à un tableau du contrat.",
        "Partez du modèle : python -m generator new --year ANNÉE.",
    ),
    "X-011": Sentence(
        "Cette feuille contient des cellules, mais ne correspond à aucun tableau du contrat.",
        "Donnez-lui le nom du tableau et les titres de colonnes du modèle, ou supprimez-la.",
    ),
    "X-012": Sentence(
        "Cette feuille peut correspondre à plusieurs tableaux : {names}.",
        "Donnez à la feuille le nom du tableau, ou précisez --resource.",
    ),
    "X-013": Sentence(
        "Deux feuilles correspondent au tableau « {resource} ».",
        "Gardez une seule feuille pour chaque tableau.",
    ),
    "X-014": Sentence(
        "Le tableau demandé n’existe pas dans le contrat.",
        "Choisissez par exemple : {names}.",
    ),
    "X-015": Sentence(
        "Cette feuille masquée n’a pas été lue.",
        "Supprimez-la si elle ne sert à rien ; affichez-la si elle doit être lue.",
        WARNING,
    ),
    "X-020": Sentence(
        "Cette feuille n’a aucune ligne sous ses titres.",
        "Remplissez la feuille, ou supprimez-la.",
    ),
    "X-021": Sentence(
        "Cette colonne n’est pas prévue dans le tableau « {resource} ».",
        "Corrigez son titre, ou supprimez la colonne.",
    ),
    "X-022": Sentence(
        "Deux colonnes correspondent à « {column} ».",
        "Gardez une seule des deux colonnes.",
    ),
    "X-023": Sentence(
        "Il manque la colonne « {column} » ({title}).",
        "Ajoutez cette colonne, avec ce titre.",
    ),
    "X-024": Sentence(
        "Cette colonne contient des cellules, mais n’a pas de titre.",
        "Donnez-lui un titre du modèle, ou effacez-la.",
    ),
    "X-030": Sentence(
        "Des cellules sont fusionnées : on ne sait pas quelles lignes la valeur concerne.",
        "Annulez la fusion, puis recopiez la valeur sur chaque ligne.",
    ),
    "X-031": Sentence(
        "Cette ligne est masquée.",
        "Retirez le filtre ou affichez la ligne ; supprimez-la si elle est de trop.",
    ),
    "X-032": Sentence(
        "Cette colonne est masquée.",
        "Affichez la colonne ; supprimez-la si elle est de trop.",
    ),
    "X-033": Sentence(
        "La formule de cette cellule donne une erreur.",
        "Corrigez la formule, ou écrivez la valeur.",
    ),
    "X-034": Sentence(
        "Le résultat de cette formule n’est pas enregistré dans le fichier.",
        "Ouvrez le fichier dans le tableur, laissez-le calculer, puis enregistrez-le.",
    ),
    "X-035": Sentence(
        "Cette ligne est un total ajouté sous le tableau.",
        "Supprimez-la : les lignes d’ensemble du modèle suffisent.",
    ),
    "X-036": Sentence(
        "Ce code a perdu son zéro du début.",
        "Mettez la colonne au format Texte, puis écrivez le code en entier.",
    ),
    "X-037": Sentence(
        "Cette date est écrite comme un nombre de jours.",
        "Mettez la colonne au format Texte, puis écrivez la date (année-mois-jour).",
    ),
    "X-038": Sentence(
        "Le tableur a transformé cette valeur en date.",
        "Mettez la colonne au format Texte, puis écrivez à nouveau la valeur.",
    ),
    "X-039": Sentence(
        "Cette cellule est au format pourcentage : le nombre enregistré est cent fois plus petit.",
        "Mettez la colonne au format Nombre, puis écrivez le nombre sans le signe %.",
    ),
    "X-040": Sentence(
        "Le fichier {path} existe déjà à cet endroit.",
        "Ajoutez --complete pour le compléter, ou choisissez un autre dossier.",
    ),
    "X-041": Sentence(
        "Le descripteur du paquet « {package} » ne cite pas le tableau « {resource} ».",
        "Ajoutez ce tableau à datapackage.json, en reprenant l’exemple d’un autre.",
    ),
    "X-050": Sentence(
        "Dans cette colonne, valeurs calculées par une formule et lues : {count}.",
        "Rien à faire si la valeur est juste.", NOTE,
    ),
    "X-051": Sentence(
        "Dans cette colonne, valeurs mises en forme (espaces, virgule, majuscules) : {count}.",
        "Rien à faire.", NOTE,
    ),
    "X-052": Sentence("Des lignes vides ont été laissées de côté.", "Rien à faire.", NOTE),
    "X-053": Sentence("{what}", "Rien à faire.", NOTE),
    "X-054": Sentence(
        "La colonne « {header} » a été lue comme « {column} ».",
        "Rien à faire si c’est bien la même chose.", NOTE,
    ),
    "X-055": Sentence(
        "La colonne « {column} » manque : elle est laissée vide.",
        "Ajoutez-la si elle doit être remplie.", NOTE,
    ),
    "X-056": Sentence(
        "Le descripteur reprend celui du dépôt précédent.",
        "Mettez à jour la version, les dates et la méthode dans datapackage.json.", NOTE,
    ),
    "X-057": Sentence(
        "Les lignes déjà déposées ont été gardées : {kept} ; remplacées : {replaced} ; "
        "ajoutées : {added}.",
        "Rien à faire si ces nombres sont justes.", NOTE,
    ),
    "X-058": Sentence(
        "Laissé de côté : {count}.",
        "Rien à faire si ces tableaux ne sont pas déposés.", NOTE,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Where a finding is: a file, a sheet, a row and a column of it, from 1; 0 when not known."""

    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    plain: bool = False


def found(
    code: str, spot: Spot, *, name: str = "", value: str = "", suggestion: str = "", **filled: str
) -> Finding:
    """Return the finding of `code` at `spot`; `name` is the column of the contract.

    Words are filled one after the other, so that braces in a cell stay what they are.
    """
    sentence = SENTENCES[code]
    at_cell = spot.row and spot.column and not spot.plain
    return Finding(
        file=spot.file,
        line=spot.row,
        column=name,
        code=code,
        value=value[:80],
        message=_filled(sentence.message, filled),
        remedy=_filled(sentence.remedy, filled),
        severity=sentence.severity,
        cell=address(spot.row, spot.column) if at_cell else "",
        sheet="" if spot.plain else spot.sheet,
        suggestion=suggestion,
    )


def _filled(text: str, filled: Mapping[str, str]) -> str:
    for name, value in filled.items():
        text = text.replace(f"{{{name}}}", value[:LONGEST_WORDS])
    return text
