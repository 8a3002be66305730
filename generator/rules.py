"""Every rule of the checker, declared once: used by the messages and by the help page.

A rule says what is wrong, why it matters, how to mend it, and shows both. A message is the
same sentence with the words of the case; a test holds that each code has a broken deposit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from generator.errors import Finding, Severity

LONGEST_VALUE: Final = 80
"""Characters of a cell repeated in a message."""


class Family(StrEnum):
    """What a rule is about, as the help page says it."""

    READING = "Lecture du fichier"
    DESCRIPTOR = "Descripteur du paquet"
    STRUCTURE = "Structure du tableau"
    LISTS = "Listes de référence"
    COHERENCE = "Cohérence des nombres"
    VERSIONS = "Comparaison avec la version précédente"
    HOSTILE = "Contenu dangereux"
    PERSONAL = "Données personnelles"
    RELEASE = "Bonne livraison"
    SECRECY = "Secret statistique"
    TEXTS = "Textes et réglages"


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        code: stable code, such as `D-103`.
        severity: erreur, avertissement or information.
        family: what it is about.
        title: short French name.
        wrong: what is wrong, in general.
        why: why it matters.
        mend: how to mend it, in general.
        bad: an example of what is refused or said.
        good: the same example, mended.
        message: the sentence of a finding, with `{words}` to fill; empty when it is `wrong`.
        remedy: what to do, with `{words}` to fill; empty when it is `mend`.
    """

    code: str
    severity: Severity
    family: Family
    title: str
    wrong: str
    why: str
    mend: str
    bad: str
    good: str
    message: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class At:
    """The place a finding is about.

    Attributes:
        file: path relative to the territory's root.
        line: line of the file, 0 when the whole file is meant.
        column: name of the column, as deposited.
        number: number of the column, from 1; 0 when it is not known.
        sheet: sheet of a workbook.
    """

    file: str
    line: int = 0
    column: str = ""
    number: int = 0
    sheet: str = ""


def found(code: str, at: At, value: str = "", suggestion: str = "", /, **words: object) -> Finding:
    """Return the finding of the rule `code` at a place, its sentences filled with `words`."""
    rule = RULES[code]
    filled = {
        key: clean(str(word))
        for key, word in {"value": value, "suggestion": suggestion, **words}.items()
    }
    return Finding(
        file=clean(at.file),
        line=at.line,
        column=clean(at.column),
        code=code,
        value=clean(value),
        message=(rule.message or rule.wrong).format_map(filled),
        remedy=(rule.remedy or rule.mend).format_map(filled),
        severity=rule.severity,
        cell=address(at.number, at.line),
        sheet=clean(at.sheet),
        suggestion=clean(suggestion),
    )


def address(number: int, line: int) -> str:
    """Return the address of a cell as a spreadsheet shows it: `E3`, or nothing."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{line}" if letters and line else ""


def clean(text: str) -> str:
    """Return `text` short enough to be read, without halves of characters that no file can hold."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole if len(whole) <= LONGEST_TEXT else f"{whole[:LONGEST_TEXT]}…"


def shown(cell: str) -> str:
    """Return the start of a cell, as a message repeats it."""
    return cell if len(cell) <= LONGEST_VALUE else f"{cell[:LONGEST_VALUE]}…"


LONGEST_TEXT: Final = 1000

E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFORMATION
F = Family
LAST_GOOD = (
    "Rétablissez la dernière version qui fonctionnait, puis refaites une modification à la fois."
)
ASK_DOC = "Reprenez l’exemple d’un autre paquet, ou la page « Déposer des données »."
HEADER = "Recopiez la ligne de titres de l’exemple valide placé à côté du schéma."
NOTHING_TO_DO = "Rien à faire : la conversion est sûre. Vérifiez seulement qu’elle est juste."
DELETE_PERSONAL = (
    "Retirez-la du fichier avant tout nouveau dépôt, "
    "et prévenez le délégué à la protection des données."
)
PUBLIC_AT_ONCE = "Un fichier déposé devient public tout de suite et reste dans l’historique."

# fmt: off
ALL: Final[tuple[Rule, ...]] = (
    # --- the descriptor -----------------------------------------------------------------------
    Rule("D-000", E, F.DESCRIPTOR, "Aucun paquet",
         "Aucun paquet de données n’a été trouvé.",
         "Sans paquet, le site n’a rien à montrer.",
         "Ajoutez au moins un dossier avec un fichier datapackage.json.",
         "datapackages/ vide", "datapackages/demandes/datapackage.json"),
    Rule("D-001", E, F.DESCRIPTOR, "Chemin hors du paquet",
         "L’adresse d’un fichier sort du dossier du paquet.",
         "Seuls les fichiers déposés sont lus : ni lien, ni adresse du web, ni autre dossier.",
         "Dans datapackage.json, donnez à « path » et « schema » un chemin simple, comme data/fichier.csv.",
         "../../autre/fichier.csv", "data/fichier.csv"),
    Rule("D-002", E, F.DESCRIPTOR, "Descripteur illisible",
         "Le descripteur ou un fichier qu’il cite ne peut pas être lu.",
         "Le descripteur dit où sont les fichiers et ce qu’ils comptent.",
         LAST_GOOD, "une virgule oubliée dans datapackage.json", "le fichier d’avant la modification",
         message="Le descripteur ne peut pas être lu : {what}."),
    Rule("D-003", E, F.DESCRIPTOR, "Mention manquante",
         "Il manque une mention obligatoire dans le descripteur.",
         "Un lecteur doit savoir ce qui est compté, par qui, quand et comment.",
         ASK_DOC, "\"comptage\": {}", "\"comptage\": {\"unite\": \"demande\", …}",
         message="Dans le descripteur{place}, il manque {what}."),
    Rule("D-004", E, F.DESCRIPTOR, "Nom ou version mal écrits",
         "Le nom d’un fichier ou la version du paquet n’ont pas la forme attendue.",
         "Les noms servent d’adresses sur le site, et les versions disent ce qui a changé.",
         "Écrivez le nom en minuscules sans espace, et la version comme 2025.1.0.",
         "\"version\": \"v1\"", "\"version\": \"2025.1.0\"",
         message="{what}", remedy="Écrivez par exemple {example}."),
    Rule("D-005", E, F.DESCRIPTOR, "Nom pris deux fois",
         "Deux fichiers portent le même nom.",
         "Le nom d’un fichier est son adresse : il n’en désigne qu’un.",
         "Donnez à chaque fichier un nom différent dans datapackage.json.",
         "demandes_stock, demandes_stock", "demandes_stock, demandes_age",
         message="Le nom « {value} » est déjà pris par {other}."),
    Rule("D-006", E, F.DESCRIPTOR, "Colonne citée inconnue",
         "Le descripteur cite une colonne qui n’existe pas.",
         "Les totaux et le secret sont appliqués aux colonnes qu’il nomme.",
         "Choisissez un nom de colonne du schéma.",
         "\"marges\": {\"taille\": \"ensemble\"}", "\"marges\": {\"typologie\": \"ensemble\"}",
         message="Le descripteur de « {resource} » cite une colonne qui n’existe pas.",
         remedy="Choisissez parmi : {allowed}."),
    Rule("D-007", E, F.DESCRIPTOR, "Territoire absent",
         "Le territoire n’est pas décrit : il manque l’intercommunalité ou ses communes.",
         "Chaque page est celle d’une commune ou de l’intercommunalité.",
         "Ajoutez le paquet « territoires » avec les fichiers epci et communes.",
         "pas de paquet territoires", "datapackages/territoires/"),
    Rule("D-008", E, F.DESCRIPTOR, "Valeur non permise",
         "Une mention du descripteur a une valeur qui n’est pas permise.",
         "Le site met cette mention en phrases, ou s’en sert pour lire le fichier.",
         "Choisissez une valeur permise.",
         "\"localisation\": \"quartier\"", "\"localisation\": \"choix_1\"",
         message="Dans le descripteur de « {resource} », la valeur de « {property} » n’est pas permise.",
         remedy="{do}"),
    Rule("D-016", E, F.DESCRIPTOR, "Archive",
         "Le fichier est une archive ou un fichier compressé.",
         "Une archive n’est jamais ouverte : on ne sait pas ce qu’elle contient.",
         "Déposez le fichier CSV lui-même, sans le compresser.",
         "data/demandes.zip", "data/demandes.csv",
         message="Le fichier « {value} » est une archive ou un fichier compressé."),
    Rule("D-009", E, F.DESCRIPTOR, "Mention mal formée",
         "Une mention du descripteur n’est pas du genre attendu.",
         "Le catalogue national relit ces mentions : une seule mal écrite et le jeu n’est plus trouvé.",
         "Reprenez la forme de la même mention dans un autre paquet.",
         "\"keywords\": \"logement\"", "\"keywords\": [\"logement\"]",
         message="Dans le descripteur{place}, « {property} » n’est pas {expected}."),
    Rule("D-010", E, F.DESCRIPTOR, "Schéma mal fait",
         "Le schéma d’un fichier est mal fait.",
         "Sans schéma juste, aucune cellule ne peut être contrôlée.",
         "Reprenez le schéma d’origine du contrat, ou prévenez l’équipe technique.",
         "\"fields\": {}", "\"fields\": [{\"name\": \"annee\", \"type\": \"year\"}]",
         message="Le schéma de « {resource} » est mal fait : {what}."),
    Rule("D-011", W, F.DESCRIPTOR, "Licence inconnue",
         "Cette licence n’est pas de celles qu’une collectivité peut choisir.",
         "Les collectivités choisissent parmi les licences fixées par décret.",
         "Écrivez « etalab-2.0 » pour la Licence Ouverte, ou « ODbL-1.0 ».",
         "\"name\": \"libre\"", "\"name\": \"etalab-2.0\"",
         message="La licence « {value} » n’est pas de celles qu’une collectivité peut choisir."),
    Rule("D-012", E, F.DESCRIPTOR, "Fichier lu deux fois",
         "Deux entrées du descripteur lisent le même fichier.",
         "Les mêmes ménages seraient comptés deux fois.",
         "Supprimez l’entrée en trop, ou corrigez son « path ».",
         "deux « path » égaux", "un « path » par fichier",
         message="« {resource} » et « {other} » lisent le même fichier."),
    Rule("D-013", E, F.HOSTILE, "Trop de lignes",
         "Le fichier a trop de lignes.",
         "Le contrôle doit finir en quelques minutes, et un tableau publié reste lisible.",
         "Découpez le fichier par année, ou regroupez les catégories.",
         "1 200 000 lignes", "300 000 lignes",
         message="Le fichier a plus de {limit} lignes."),
    Rule("D-014", E, F.HOSTILE, "Trop de colonnes",
         "Le fichier a trop de colonnes.",
         "Une ligne décrit un comptage : quelques colonnes suffisent.",
         "Mettez les années et les catégories en lignes, comme dans l’exemple valide.",
         "une colonne par année", "une ligne par année",
         message="Le fichier a plus de {limit} colonnes."),
    Rule("D-015", E, F.HOSTILE, "Cellule trop longue",
         "Cette cellule est trop longue.",
         "Une cellule porte un nombre, un code ou une phrase ; au-delà, le fichier est abîmé.",
         "Vérifiez les guillemets de la ligne, ou raccourcissez le texte.",
         "une page entière dans une cellule", "une phrase",
         message="Cette cellule a plus de {limit} caractères."),
    # --- the table ----------------------------------------------------------------------------
    Rule("D-101", E, F.STRUCTURE, "Valeur d’un autre genre",
         "La valeur n’est pas du genre attendu : nombre, année, date.",
         "Un nombre mal écrit ne peut être ni additionné ni dessiné.",
         "Écrivez la valeur comme dans l’exemple valide, sans espace ni unité.",
         "12 logements", "12",
         message="La valeur « {cell} » n’est pas {expected}.", remedy="{do}"),
    Rule("D-102", E, F.STRUCTURE, "Cellule obligatoire vide",
         "Cette cellule est vide, or elle est obligatoire.",
         "Sans elle, on ne sait pas de quoi la ligne parle.",
         "Remplissez la cellule.", "une ligne sans commune", "44132"),
    Rule("D-103", E, F.STRUCTURE, "Valeur inconnue",
         "La valeur n’est pas dans la liste permise.",
         "Une catégorie écrite de deux façons compterait à part.",
         "Choisissez une valeur de la liste.", "F3", "T3",
         message="La valeur « {cell} » n’est pas connue.", remedy="Choisissez parmi : {allowed}."),
    Rule("D-104", E, F.STRUCTURE, "Ligne en double",
         "Cette ligne compte une seconde fois ce qu’une autre ligne a déjà compté.",
         "Deux nombres pour une même case : le lecteur ne saurait lequel croire.",
         "Gardez une seule ligne pour chaque combinaison de territoire, de date et de catégories.",
         "deux lignes 2024, Pornichet, T3", "une ligne 2024, Pornichet, T3"),
    Rule("D-105", E, F.STRUCTURE, "Référence inconnue",
         "La valeur n’existe pas dans le fichier de référence.",
         "Une commune ou un acteur cités doivent être décrits une fois.",
         "Corrigez la valeur, ou ajoutez-la d’abord au fichier de référence du paquet.",
         "244400645", "244400644",
         message="La valeur « {cell} » ({names}) n’existe pas dans le fichier de référence."),
    Rule("D-106", E, F.STRUCTURE, "Cellule manquante",
         "Il manque une cellule dans cette ligne.",
         "Les valeurs suivantes seraient lues dans la mauvaise colonne.",
         "Ajoutez la cellule, même vide, pour que la ligne ait autant de colonnes que le titre.",
         "2024,44132,T3", "2024,44132,T3,36,"),
    Rule("D-107", E, F.STRUCTURE, "Cellule en trop",
         "Cette ligne a une cellule de trop.",
         "Les valeurs suivantes seraient lues dans la mauvaise colonne.",
         "Supprimez la cellule en trop ; une virgule dans un texte demande des guillemets.",
         "Donjon, château", "\"Donjon, château\""),
    Rule("D-108", E, F.STRUCTURE, "Ligne vide",
         "Cette ligne est vide.", "Une ligne vide cache souvent une ligne perdue.",
         "Supprimez la ligne vide.", ",,,,", "pas de ligne"),
    Rule("D-109", E, F.STRUCTURE, "Colonne manquante",
         "Il manque cette colonne.", "Chaque colonne du contrat a son usage sur le site.",
         HEADER, "annee,typologie", "annee,code_territoire,typologie"),
    Rule("D-110", E, F.STRUCTURE, "Colonne en trop",
         "Cette colonne n’est pas prévue.",
         "Ce qui n’est pas prévu n’est pas contrôlé, et serait pourtant public.",
         HEADER, "annee,remarque", "annee"),
    Rule("D-111", E, F.STRUCTURE, "Titre de colonne inconnu",
         "Cette colonne n’est pas à sa place ou porte un autre nom.",
         "Un titre inconnu peut cacher une autre façon de compter.",
         HEADER, "taille", "typologie"),
    Rule("D-112", E, F.STRUCTURE, "Titre en double",
         "Deux colonnes portent le même nom.", "On ne saurait laquelle lire.",
         HEADER, "annee,annee", "annee,typologie"),
    Rule("D-113", E, F.STRUCTURE, "Colonne sans titre",
         "Une colonne n’a pas de titre.", "Une colonne sans nom ne dit pas ce qu’elle compte.",
         HEADER, "annee,,typologie", "annee,typologie"),
    Rule("D-114", E, F.STRUCTURE, "Pas de titres",
         "La ligne de titres est vide.", "Les titres disent ce que chaque colonne compte.",
         HEADER, ",,,", "annee,code_territoire,typologie"),
    Rule("D-115", E, F.READING, "Encodage inconnu",
         "Le fichier n’est pas enregistré en UTF-8.",
         "Les accents seraient remplacés par des signes sans sens.",
         "Dans le tableur, enregistrez sous « CSV UTF-8 », puis déposez à nouveau le fichier.",
         "BesnÃ©", "Besné"),
    Rule("D-116", E, F.READING, "Fichier vide",
         "Le fichier est vide ou ne contient pas de tableau.",
         "Un fichier vide vient souvent d’un enregistrement interrompu.",
         "Vérifiez le fichier dans le tableur, puis déposez-le à nouveau.",
         "0 octet", "une ligne de titres et des lignes"),
    Rule("D-117", E, F.STRUCTURE, "Forme inattendue",
         "La valeur n’a pas la forme attendue.",
         "Un code mal écrit ne désigne plus la bonne commune.",
         "Écrivez la valeur comme dans l’exemple.", "1053", "01053",
         message="La valeur « {cell} » n’a pas la forme attendue.", remedy="{do}"),
    Rule("D-118", E, F.STRUCTURE, "Hors des limites",
         "La valeur est hors des limites permises.",
         "Un nombre négatif ou une part de plus de 100 % sont des erreurs de saisie.",
         "Écrivez une valeur entre les limites.", "-4", "4",
         message="La valeur « {cell} » est hors des limites permises.", remedy="{do}"),
    Rule("D-123", INFO, F.STRUCTURE, "Rapport coupé",
         "Ce fichier a trop d’erreurs pour les montrer toutes.",
         "Au-delà d’un millier d’erreurs, le fichier est d’un autre genre.",
         "Corrigez d’abord les erreurs montrées : les autres ont sans doute la même cause.",
         "5 000 erreurs", "les 1 000 premières",
         message="Ce fichier a {count} erreurs de structure ; les {limit} premières sont montrées."),
    Rule("D-119", E, F.DESCRIPTOR, "Norme non suivie",
         "Le descripteur ne suit pas la norme Data Package : une propriété n’a pas la forme attendue.",
         "Les outils qui relisent le jeu le refuseraient.",
         LAST_GOOD, "\"profile\": 3", "pas de « profile »"),
    Rule("D-122", E, F.HOSTILE, "Retour à la ligne",
         "Cette cellule contient un retour à la ligne.",
         "D’autres lecteurs du fichier y verraient une ligne de plus.",
         "Écrivez tout le texte de la cellule sur une seule ligne.",
         "un texte sur deux lignes", "un texte sur une ligne"),
    Rule("D-120", E, F.STRUCTURE, "Vide sans raison",
         "Cette cellule est vide et rien ne dit pourquoi.",
         "Une case vide n’est ni zéro, ni un secret : le lecteur doit savoir.",
         "Écrivez le nombre, ou « secret », « nd » ou « so » dans la colonne de statut.",
         ",", "secret",
         remedy="Écrivez le nombre, ou « secret », « nd » ou « so » dans « {status} »."),
    Rule("D-121", E, F.STRUCTURE, "Nombre et statut contraires",
         "Cette cellule porte un nombre alors que son statut dit qu’il est caché ou absent.",
         "Le nombre serait public alors qu’il devait être caché.",
         "Effacez le nombre, ou videz le statut.", "36,secret", ",secret",
         remedy="Effacez le nombre, ou videz « {status} »."),
    # --- reading ------------------------------------------------------------------------------
    Rule("D-201", INFO, F.READING, "Autre séparateur",
         "Les colonnes sont séparées par un autre signe que la virgule ; le site l’a compris.",
         "Le fichier publié emploie la virgule, comme la norme.",
         NOTHING_TO_DO, "2024;44132", "2024,44132",
         message="Les colonnes sont séparées par {what} ; elles ont été lues ainsi."),
    Rule("D-202", INFO, F.READING, "Encodage de Windows",
         "Le fichier est dans l’ancien encodage de Windows ; il a été converti en UTF-8.",
         "Le fichier publié est en UTF-8 : les accents s’y lisent partout.",
         "Rien à faire si les accents sont justes ; sinon, enregistrez en « CSV UTF-8 ».",
         "Windows-1252", "UTF-8"),
    Rule("D-203", INFO, F.READING, "Encodage UTF-16",
         "Le fichier est en UTF-16 ; il a été converti en UTF-8.",
         "Le fichier publié est en UTF-8 : il s’ouvre partout.",
         NOTHING_TO_DO, "UTF-16 (« texte Unicode » du tableur)", "UTF-8"),
    Rule("D-204", INFO, F.READING, "Marque d’ordre",
         "Le fichier commence par la marque invisible du tableur ; elle a été retirée.",
         "Sans ce retrait, le premier titre ne serait pas reconnu.",
         NOTHING_TO_DO, "marque + annee", "annee"),
    Rule("D-205", INFO, F.READING, "Fins de ligne de Windows",
         "Les fins de ligne sont celles de Windows ; elles ont été converties.",
         "Le fichier publié a toujours les mêmes fins de ligne : ses versions se comparent.",
         NOTHING_TO_DO, "CR LF", "LF"),
    Rule("D-206", INFO, F.READING, "Virgule décimale",
         "Des nombres sont écrits avec une virgule décimale ; elle est devenue un point.",
         "La norme écrit un point, que tous les logiciels comprennent.",
         NOTHING_TO_DO, "30,8", "30.8",
         message="{count} avec une virgule décimale : elle est devenue un point."),
    Rule("D-207", INFO, F.READING, "Espaces entre les milliers",
         "Des nombres ont une espace entre les milliers ; elle a été retirée.",
         "Avec une espace, le nombre est un texte pour un logiciel.",
         NOTHING_TO_DO, "1 234", "1234",
         message="{count} avec une espace entre les milliers : elle a été retirée."),
    Rule("D-208", INFO, F.READING, "Titre reconnu",
         "Un titre de colonne est écrit autrement que prévu ; il a été reconnu.",
         "Le fichier publié porte les titres du contrat.",
         NOTHING_TO_DO, "Code INSEE", "code_commune",
         message="Le titre de cette colonne a été lu comme « {name} »."),
    Rule("D-209", INFO, F.READING, "Autre ordre",
         "Les colonnes sont dans un autre ordre que prévu ; elles ont été remises en place.",
         "Le fichier publié garde toujours le même ordre.",
         NOTHING_TO_DO, "typologie,annee", "annee,typologie"),
    Rule("D-210", INFO, F.READING, "Espaces autour",
         "Des cellules ont des espaces au début ou à la fin ; elles ont été retirées.",
         "« T3 » suivi d’une espace serait une autre catégorie.",
         NOTHING_TO_DO, "« T3  »", "« T3 »",
         message="{count} avec des espaces au début ou à la fin : elles ont été retirées."),
    Rule("D-211", E, F.READING, "Ligne de total",
         "Une ligne de total du tableur s’est glissée dans le tableau.",
         "Elle compterait tout le monde une seconde fois.",
         "Supprimez cette ligne ; le total s’écrit avec la catégorie « ensemble ».",
         "Total,,,1234", "2024,244400644,ensemble,1234"),
    Rule("D-212", E, F.READING, "Pas un CSV",
         "Le fichier n’est pas un tableau CSV.",
         "Changer le nom d’un classeur n’en fait pas un CSV.",
         "Dans le tableur, choisissez « Enregistrer sous », puis « CSV UTF-8 ».",
         "classeur.xlsx renommé en .csv", "un vrai CSV",
         message="Le fichier n’est pas un tableau CSV : c’est {what}."),
    Rule("D-213", E, F.READING, "Fichier coupé",
         "Le fichier s’arrête au milieu d’une ligne.",
         "La fin du tableau manque sans doute.",
         "Enregistrez à nouveau le fichier depuis le tableur, puis déposez-le.",
         "2024,441", "2024,44132,T3,36,"),
    Rule("D-214", W, F.READING, "Aucune ligne",
         "Le fichier a des titres mais aucune ligne.",
         "Le site dirait « non publié » partout.",
         "Ajoutez les lignes, ou retirez le fichier du descripteur.",
         "une ligne de titres seule", "titres et lignes"),
    Rule("D-215", E, F.READING, "Nombre à deux sens",
         "Ce nombre peut se lire de deux façons : milliers ou décimales.",
         "1,234 vaut mille deux cent trente-quatre ou un peu plus d’un, selon le pays.",
         "Écrivez-le sans virgule, ou avec un point pour les décimales.",
         "1,234", "1234 ou 1.234",
         remedy="Écrivez « {whole} » ou « {decimal} »."),
    Rule("D-216", E, F.READING, "Guillemets mal placés",
         "Les guillemets de cette ligne sont mal placés.",
         "Les colonnes suivantes seraient mal lues.",
         "Un texte qui contient une virgule est entouré de guillemets ; un guillemet s’y double.",
         "\"Le \"Bourg\"\"", "\"Le \"\"Bourg\"\"\""),
    # --- lists --------------------------------------------------------------------------------
    Rule("D-301", E, F.LISTS, "Commune d’ailleurs",
         "Cette commune ne fait pas partie de l’intercommunalité.",
         "Un code d’ailleurs est presque toujours une faute de frappe.",
         "Corrigez le code, ou ajoutez la commune au fichier communes si elle a rejoint le territoire.",
         "44109", "44132",
         message="La commune « {value} » ne fait pas partie de {epci} en {vintage}."),
    Rule("D-302", E, F.LISTS, "Commune fusionnée",
         "Cette commune a fusionné : son code n’existe plus.",
         "Les années d’avant et d’après ne se compareraient plus.",
         "Additionnez les communes réunies et écrivez le code de la commune nouvelle.",
         "01091", "01033",
         message="La commune « {value} » fait partie de « {new} » depuis {year}.",
         remedy="Additionnez les communes réunies et écrivez « {suggestion} »."),
    Rule("D-303", E, F.LISTS, "Code et nom contraires",
         "Le code et le nom ne désignent pas la même commune.",
         "Une ligne décalée attribue à une commune les nombres d’une autre.",
         "Corrigez celui des deux qui est faux.", "44132, Donges", "44132, Pornichet",
         message="Le code {code} est celui de « {name} », pas de « {value} »."),
    Rule("D-304", W, F.LISTS, "Nom écrit autrement",
         "Le nom est écrit autrement que dans la liste des communes.",
         "Le lecteur croirait voir deux communes.",
         "Recopiez le nom de la liste.", "MONTOIR DE BRETAGNE", "Montoir-de-Bretagne",
         message="Le nom « {value} » s’écrit « {name} » dans la liste.",
         remedy="Écrivez « {name} »."),
    Rule("D-305", E, F.LISTS, "Numéro SIREN ou SIRET faux",
         "Ce numéro SIREN ou SIRET n’existe pas : sa clé est fausse.",
         "Un chiffre inversé désigne une autre collectivité, ou personne.",
         "Recopiez le numéro depuis l’annuaire des entreprises.", "244400645", "244400644",
         message="Le numéro « {value} » n’est pas un numéro {kind} : sa clé est fausse."),
    Rule("D-306", E, F.LISTS, "Autre intercommunalité",
         "Ce numéro n’est pas celui de l’intercommunalité du site.",
         "Le total serait celui d’un autre territoire.",
         "Écrivez le numéro SIREN de votre intercommunalité.", "200041788", "244400644",
         message="Le numéro « {value} » n’est pas celui de {epci}.",
         remedy="Écrivez « {suggestion} »."),
    Rule("D-307", E, F.LISTS, "Génération de quartiers",
         "La génération des quartiers prioritaires n’est pas dite, ou pas connue.",
         "La liste des quartiers a changé en 2024 : sans elle, les années ne se comparent pas.",
         "Dans le descripteur, écrivez « QPV2015 » ou « QPV2024 » pour comptage.generation_qpv.",
         "\"generation_qpv\": null", "\"generation_qpv\": \"QPV2024\"",
         message="Dans « {resource} », la génération des quartiers prioritaires n’est pas connue."),
    Rule("D-308", W, F.LISTS, "Ancienne liste de quartiers",
         "Ces années sont comptées avec l’ancienne liste de quartiers prioritaires.",
         "La liste de 2024 remplace celle de 2015, outre-mer au plus tard en 2025.",
         "Demandez au producteur un comptage avec la liste de 2024, ou expliquez ce choix.",
         "2026, QPV2015", "2026, QPV2024",
         message="L’année {year} est comptée avec la liste de quartiers de 2015."),
    Rule("D-309", E, F.LISTS, "Bailleur non déclaré",
         "Ce bailleur n’est pas dans la liste des bailleurs.",
         "Le site ne saurait pas son nom.",
         "Corrigez le code, ou ajoutez le bailleur au fichier bailleurs du paquet acteurs.",
         "silenne", "silene", message="Le bailleur « {value} » n’est pas dans la liste des bailleurs."),
    Rule("D-310", E, F.LISTS, "Réservataire non déclaré",
         "Ce réservataire n’est pas dans la liste des réservataires.",
         "Le site ne saurait pas son nom.",
         "Corrigez le code, ou ajoutez-le au fichier reservataires du paquet acteurs.",
         "ACTION_LOGEMENT", "AL",
         message="Le réservataire « {value} » n’est pas dans la liste des réservataires."),
    Rule("D-311", W, F.LISTS, "Deux millésimes",
         "Les communes ne sont pas toutes décrites au même millésime.",
         "Une fusion entre deux millésimes ferait compter une commune deux fois.",
         "Reprenez toute la liste des communes au même millésime.", "2023 et 2024", "2024 partout",
         message="Les communes sont décrites à plusieurs millésimes : {value}."),
    # --- coherence ----------------------------------------------------------------------------
    Rule("D-401", E, F.COHERENCE, "Somme et total différents",
         "La somme des parties n’est pas égale au total.",
         "Le lecteur qui refait l’addition ne retrouve pas le total.",
         "Vérifiez le total et chaque partie ; l’un des deux vient d’une autre extraction.",
         "T1 + T2 = 90, ensemble = 100", "T1 + T2 = 100, ensemble = 100",
         message="Le total est {total}, mais la somme selon « {dimension} » donne {sum} ({at})."),
    Rule("D-402", E, F.COHERENCE, "Parties plus grandes que le total",
         "Les parties visibles dépassent déjà le total.",
         "Un total plus petit que ses parties est impossible.",
         "Vérifiez le total et chaque partie visible.",
         "T1 = 60, T2 = 70, ensemble = 100", "T1 = 30, T2 = 70, ensemble = 100",
         message="Le total est {total}, mais les parties visibles "
                 "selon « {dimension} » font déjà {sum} ({at})."),
    Rule("D-403", W, F.COHERENCE, "Flux et stock",
         "Les demandes d’une année à l’autre ne suivent pas les entrées et les sorties.",
         "Un grand écart vient d’une définition qui a changé ou d’un fichier d’une autre date.",
         "Vérifiez les quatre fichiers, ou expliquez l’écart dans la méthode.",
         "100 + 50 − 20 − 10 → 150", "100 + 50 − 20 − 10 → 120",
         message="{at} : {stock} demandes attendues au 1er janvier {year}, "
                 "{value} déposées (écart {gap})."),
    Rule("D-404", W, F.COHERENCE, "Demandes qui vieillissent",
         "Il y a plus de demandes anciennes qu’il n’y en avait de plus jeunes un an plus tôt.",
         "Une demande vieillit d’un an par an : leur nombre ne peut que baisser.",
         "Vérifiez les deux années, ou expliquez : demandes réactivées, transferts, définition.",
         "2023 : 10 de moins de 1 an ; 2024 : 15 de 1 à 2 ans", "2024 : 8 de 1 à 2 ans",
         message="{at} : {value} demandes « {older} » en {year}, "
                 "mais {before} « {younger} » un an plus tôt."),
    Rule("D-405", W, F.COHERENCE, "Demandes de l’année",
         "Il y a plus de demandes récentes que de demandes nouvelles dans l’année.",
         "Une demande de moins d’un an a été déposée dans l’année.",
         "Vérifiez les fichiers demandes_stock et demandes_nouvelles.",
         "300 de moins de 1 an, 200 nouvelles", "180 de moins de 1 an, 200 nouvelles",
         message="{at} : {value} demandes de moins d’un an au 1er janvier {year}, mais {before} nouvelles."),
    Rule("D-406", W, F.COHERENCE, "Plus de baux que de logements libérés",
         "Il y a beaucoup plus de baux que de logements qui ont pu se libérer.",
         "En un an, moins d’un logement sur trois change d’occupant, livraisons comprises.",
         "Vérifiez le nombre de baux et le nombre de logements de la commune.",
         "80 baux pour 100 logements", "8 baux pour 100 logements",
         message="{at} : {value} baux signés en {year} pour {homes} logements."),
    Rule("D-407", INFO, F.COHERENCE, "Engagement sans indicateur",
         "Aucun indicateur du site ne suit cet engagement.",
         "L’engagement est montré, sans courbe en face.",
         "Rien à faire, ou demandez l’indicateur à l’équipe technique.",
         "part-logements-verts", "part-q1-hors-qpv",
         message="Aucun indicateur du site ne suit l’engagement « {value} »."),
    Rule("D-408", E, F.COHERENCE, "Fin avant le début",
         "La fin vient avant le début.", "Un engagement ne peut finir avant d’avoir commencé.",
         "Corrigez l’une des deux années.", "2024 → 2020", "2020 → 2024",
         message="La fin ({value}) vient avant le début ({start})."),
    Rule("D-409", W, F.COHERENCE, "Année absente",
         "Il manque une année entre la première et la dernière.",
         "La courbe sauterait une année sans le dire.",
         "Ajoutez les lignes de l’année, avec « nd » si le nombre n’est pas connu.",
         "2021, 2023", "2021, 2022, 2023", message="L’année {value} manque."),
    Rule("D-410", W, F.COHERENCE, "Territoire absent une année",
         "Une commune présente les autres années manque cette année-là.",
         "Le lecteur ne sait pas si la commune a zéro ou si la ligne est perdue.",
         "Ajoutez les lignes, avec « nd » si le nombre n’est pas connu.",
         "2024 sans Besné", "2024, Besné, nd",
         message="« {value} » manque en {year}."),
    Rule("D-411", W, F.COHERENCE, "Évolution inattendue",
         "Le nombre change bien plus que d’habitude d’une année à l’autre.",
         "Un saut vient souvent d’une faute de frappe ou d’une autre définition.",
         "Vérifiez les deux nombres, ou expliquez le saut dans la méthode.",
         "2023 : 400 ; 2024 : 40", "2023 : 400 ; 2024 : 380",
         message="{at} : {before} en {year_before}, {value} en {year}."),
    # --- versions -----------------------------------------------------------------------------
    Rule("D-501", INFO, F.VERSIONS, "Lignes nouvelles",
         "Des lignes sont nouvelles depuis la version précédente.",
         "C’est l’effet attendu d’une nouvelle année.",
         "Rien à faire si le nombre vous paraît juste.", "", "120 lignes de 2025",
         message="{count} depuis la version {previous}."),
    Rule("D-502", W, F.VERSIONS, "Lignes disparues",
         "Des lignes de la version précédente ont disparu.",
         "Un lecteur qui citait ces nombres ne les retrouve plus.",
         "Remettez-les, ou expliquez leur retrait dans la note de révision.",
         "2020 retiré", "2020 gardé",
         message="{count} de la version {previous}, dont {first}."),
    Rule("D-503", W, F.VERSIONS, "Nombre révisé sans le dire",
         "Un nombre déjà publié a changé sans être marqué « revise ».",
         "Le lecteur qui l’a cité doit pouvoir comprendre pourquoi il a changé.",
         "Écrivez « revise » dans la colonne de statut, ou rétablissez l’ancien nombre.",
         "400 puis 380", "380,revise",
         message="Le nombre publié était {before} ; il est maintenant {value}.",
         remedy="Écrivez « revise » dans « {status} », ou rétablissez l’ancien nombre."),
    Rule("D-504", W, F.VERSIONS, "Forte révision",
         "Un nombre déjà publié a beaucoup changé.",
         "Une correction ordinaire est petite devant le nombre.",
         "Vérifiez les deux nombres et expliquez la correction dans la note de révision.",
         "400 puis 40", "400 puis 396",
         message="Forte révision : le nombre publié était {before}, il est maintenant {value}."),
    Rule("D-505", E, F.VERSIONS, "Version inchangée",
         "Les données ont changé mais la version est la même.",
         "Deux contenus sous un même numéro : personne ne sait lequel est cité.",
         "Changez « version » dans datapackage.json.", "2025.1.0 → 2025.1.0", "2025.1.0 → 2025.1.1",
         message="Les données ont changé mais la version est toujours {value}.",
         remedy="Écrivez « {suggestion} » pour une correction."),
    Rule("D-506", E, F.VERSIONS, "Version qui recule",
         "La version est plus petite que la précédente.",
         "Les versions se suivent : un retour en arrière les mélange.",
         "Écrivez une version plus grande que la précédente.", "2025.1.0 → 2024.3.0",
         "2025.1.0 → 2025.1.1",
         message="La version {value} est plus petite que la précédente, {before}.",
         remedy="Écrivez « {suggestion} » ou une version plus grande."),
    Rule("D-507", E, F.VERSIONS, "Rupture sans nouvelle version",
         "Des colonnes ont changé, mais la version n’annonce qu’une correction.",
         "Un programme qui relit le fichier s’arrêterait sans prévenir.",
         "Augmentez l’année ou le deuxième nombre de la version.", "2025.1.0 → 2025.1.1",
         "2025.1.0 → 2025.2.0",
         message="Les colonnes de « {resource} » ont changé, "
                 "mais la version {value} n’annonce qu’une correction.",
         remedy="Écrivez « {suggestion} »."),
    Rule("D-508", W, F.VERSIONS, "Correction sans note",
         "Des nombres sont corrigés, mais aucune note ne dit pourquoi.",
         "Une correction expliquée renforce la confiance ; cachée, elle la détruit.",
         "Ajoutez à datapackage.json une ligne \"revision\" avec une ou deux phrases.",
         "pas de note", "\"revision\": \"Baux de 2023 recomptés par le bailleur.\""),
    Rule("D-509", E, F.VERSIONS, "Définition changée sans le dire",
         "La façon de compter a changé depuis la version précédente, sans rupture déclarée.",
         "Deux définitions sur une même courbe trompent le lecteur.",
         "Ajoutez \"rupture\" à « comptage » : l’année et la raison du changement.",
         "choix_1 → logement_attribue", "\"rupture\": \"2025 : premier choix seulement\"",
         message="Dans « {resource} », « {property} » a changé "
                 "depuis la version {previous}, sans rupture déclarée."),
    Rule("D-510", W, F.VERSIONS, "Fichier retiré",
         "Un fichier de la version précédente n’est plus là.",
         "Les liens vers ce fichier ne mènent plus nulle part.",
         "Remettez le fichier, ou dites dans la note de révision pourquoi il est retiré.",
         "demandes_age retiré", "demandes_age gardé",
         message="Le fichier « {value} » de la version précédente n’est plus là."),
    Rule("D-511", INFO, F.VERSIONS, "Pas de version précédente",
         "La version précédente ne peut pas être lue : rien n’a été comparé.",
         "Sans elle, une révision peut passer sans être vue.",
         "Donnez le dossier de la dernière version publiée.", "--previous absent/", "--previous publie/"),
    # --- hostile ------------------------------------------------------------------------------
    Rule("D-601", E, F.HOSTILE, "Formule",
         "Cette cellule commence comme une formule de tableur.",
         "Ouverte dans un tableur, elle pourrait agir sur l’ordinateur du lecteur.",
         "Écrivez le résultat, sans signe =, +, - ou @ au début.", "=A1+A2", "42"),
    Rule("D-602", E, F.HOSTILE, "Caractère invisible",
         "Cette cellule contient un caractère invisible.",
         "Il peut couper une ligne, cacher un texte ou en inverser le sens.",
         "Effacez la cellule et tapez-la à nouveau.", "T3 suivi d’un caractère de commande", "T3"),
    Rule("D-603", E, F.HOSTILE, "Balise",
         "Cette cellule contient une balise de page web.",
         "Une balise pourrait changer la page qui l’affiche.",
         "Écrivez le texte seul, sans < ni >.", "<b>Donges</b>", "Donges"),
    Rule("D-604", E, F.HOSTILE, "Commande",
         "Cette cellule ressemble à une commande de la forge.",
         "Elle pourrait donner un ordre au programme qui contrôle le dépôt.",
         "Écrivez le texte seul, sans :: au début.", "::error::", "erreur"),
    # --- personal data ------------------------------------------------------------------------
    Rule("D-701", E, F.PERSONAL, "Colonne sur une personne",
         "Le titre de cette colonne annonce une donnée sur une personne.",
         PUBLIC_AT_ONCE, f"Supprimez la colonne. {DELETE_PERSONAL}",
         "telephone", "pas de telle colonne"),
    Rule("D-702", E, F.PERSONAL, "Adresse électronique",
         "Cette cellule ressemble à une adresse électronique.",
         PUBLIC_AT_ONCE, DELETE_PERSONAL, "une adresse électronique", "pas d’adresse"),
    Rule("D-703", E, F.PERSONAL, "Numéro de téléphone",
         "Cette cellule ressemble à un numéro de téléphone.",
         PUBLIC_AT_ONCE, DELETE_PERSONAL, "un numéro à dix chiffres", "pas de numéro"),
    Rule("D-704", E, F.PERSONAL, "Numéro de sécurité sociale",
         "Cette cellule ressemble à un numéro de sécurité sociale.",
         PUBLIC_AT_ONCE, DELETE_PERSONAL, "un numéro à treize ou quinze chiffres", "pas de numéro"),
    Rule("D-705", E, F.PERSONAL, "Numéro unique de demande",
         "Cette cellule ressemble à un numéro unique de demande.",
         PUBLIC_AT_ONCE, DELETE_PERSONAL, "un numéro à dix-huit chiffres", "pas de numéro"),
    Rule("D-706", E, F.PERSONAL, "Date de naissance",
         "Cette cellule ressemble à une date de naissance.",
         PUBLIC_AT_ONCE, DELETE_PERSONAL, "« né le » et une date", "une tranche d’âge"),
    Rule("D-707", E, F.PERSONAL, "Adresse d’un logement",
         "Cette cellule ressemble à une adresse postale.",
         PUBLIC_AT_ONCE, DELETE_PERSONAL, "un numéro et une rue", "le code de la commune"),
    Rule("D-708", E, F.PERSONAL, "Position d’un logement",
         "Cette cellule ressemble à une position sur la carte.",
         PUBLIC_AT_ONCE, DELETE_PERSONAL, "une latitude et une longitude", "le code de la commune"),
    Rule("D-709", E, F.PERSONAL, "Texte libre",
         "Cette cellule contient un texte libre dans un tableau de nombres.",
         "Un texte libre finit par raconter un ménage.",
         f"Supprimez le texte. {DELETE_PERSONAL}", "une phrase", "un code de la liste"),
    Rule("D-710", E, F.PERSONAL, "Nom d’une personne",
         "Cette cellule ressemble au nom d’une personne.",
         PUBLIC_AT_ONCE, DELETE_PERSONAL, "une civilité et un nom", "une fonction"),
    Rule("D-711", E, F.PERSONAL, "Compte bancaire",
         "Cette cellule ressemble à un numéro de compte bancaire.",
         PUBLIC_AT_ONCE, DELETE_PERSONAL, "un numéro qui commence par FR76", "pas de numéro"),
    # --- release ------------------------------------------------------------------------------
    Rule("D-801", W, F.RELEASE, "Pas d’éditeur",
         "Le descripteur ne dit pas qui publie les données.",
         "Un lecteur doit savoir à qui il doit ces nombres.",
         "Ajoutez une entrée à « contributors », avec un titre et le rôle « publisher ».",
         "\"contributors\": []", "{\"title\": \"Secrétariat de la CIL\", \"roles\": [\"publisher\"]}"),
    Rule("D-802", INFO, F.RELEASE, "Pas de contact",
         "Le descripteur ne donne pas de contact.",
         "Un lecteur qui trouve une erreur doit pouvoir l’écrire.",
         "Ajoutez à l’éditeur « path » (page de contact) ou « email » (adresse de service).",
         "pas d’email", "\"email\": \"habitat@…\""),
    Rule("D-803", INFO, F.RELEASE, "Prochaine publication",
         "Le descripteur ne dit pas quand paraîtront les prochaines données.",
         "Un calendrier annoncé protège des pressions et aide les lecteurs.",
         "Ajoutez une ligne \"prochaine_publication\" avec une date.",
         "pas de date", "\"prochaine_publication\": \"2026-03-31\""),
    Rule("D-804", E, F.RELEASE, "Date mal écrite",
         "Une date du descripteur n’est pas une date.",
         "Le site écrit ces dates au bas de chaque page.",
         "Écrivez la date comme 2025-02-15.", "15/02/2025", "2025-02-15",
         message="Dans le descripteur{place}, « {property} » n’est pas une date.",
         remedy="Écrivez la date comme {example}."),
    Rule("D-805", W, F.RELEASE, "Données d’après l’extraction",
         "Des lignes portent une date d’après l’extraction.",
         "On ne compte pas ce qui n’a pas encore eu lieu.",
         "Corrigez la date d’extraction, ou la date des lignes.",
         "extraction 2024-02-15, ligne 2025-01-01", "extraction 2025-02-15, ligne 2025-01-01",
         message="La date « {value} » vient après l’extraction du {extraction}."),
    Rule("D-806", W, F.RELEASE, "Méthode trop courte",
         "La méthode tient en quelques mots.",
         "Un lecteur doit pouvoir refaire le compte.",
         "Dites en deux ou trois phrases d’où vient chaque nombre et ce qui n’y est pas.",
         "\"methode\": \"SNE\"", "\"methode\": \"Extraction du SNE le …, demandes actives, premier choix.\"",
         message="Dans « {resource} », la méthode tient en quelques mots."),
    Rule("D-807", W, F.RELEASE, "Contact nominatif",
         "Le contact semble être l’adresse d’une personne.",
         "Une personne change de poste ; l’adresse resterait publique.",
         "Donnez l’adresse d’un service, comme habitat@ suivi du domaine.",
         "prénom.nom@…", "habitat@…"),
    Rule("D-808", W, F.RELEASE, "Révision sans note",
         "Des nombres sont marqués « revise », mais aucune note ne dit pourquoi.",
         "Une correction expliquée renforce la confiance.",
         "Ajoutez à datapackage.json une ligne \"revision\" avec une ou deux phrases.",
         "revise, sans note", "\"revision\": \"Baux de 2023 recomptés.\"",
         message="Dans « {resource} », des nombres sont marqués « revise » sans note de révision."),
    # --- secrecy ------------------------------------------------------------------------------
    Rule("S-001", E, F.SECRECY, "Nombre trop petit",
         "Un nombre visible est trop petit : il pourrait désigner un ménage.",
         "Dans une petite commune, un petit nombre suffit à reconnaître quelqu’un.",
         "Effacez-le et écrivez « secret » dans la colonne de statut.", "3,", ",secret",
         message="Ce nombre est petit (moins de {threshold}) : il pourrait désigner un ménage.",
         remedy="Effacez-le et écrivez « secret » dans la colonne « {status} »."),
    # --- texts --------------------------------------------------------------------------------
    Rule("T-001", E, F.TEXTS, "Réglages illisibles",
         "Le fichier de réglages du site ne peut pas être lu.",
         "Sans réglages, le site n’a ni nom ni menu.", LAST_GOOD, "nav : - [", "le fichier d’avant"),
    Rule("T-002", E, F.TEXTS, "Texte illisible",
         "Le texte ou son en-tête ne peuvent pas être lus.",
         "La page n’aurait ni titre ni description.",
         "Reprenez la présentation d’un texte voisin, puis déposez à nouveau le fichier.",
         "titre: \"sans fin", "titre: \"Avec une fin\"", message="{what}"),
    Rule("T-101", E, F.TEXTS, "En-tête incomplet",
         "Il manque le titre ou la description dans l’en-tête du texte.",
         "Ils servent au menu et aux moteurs de recherche.",
         "Ajoutez la ligne entre les deux lignes « --- » du début.", "titre:", "titre: Contact"),
    Rule("T-102", E, F.TEXTS, "En-tête de convention incomplet",
         "Il manque une ligne dans l’en-tête de la convention.",
         "Le lecteur doit savoir si un texte est signé, et jusqu’à quand.",
         "Ajoutez la ligne, avec null si la valeur n’est pas connue.", "pas d’echeance", "echeance: null"),
    Rule("T-103", E, F.TEXTS, "Nature inconnue",
         "La nature du texte n’est pas connue.", "Elle range le texte à sa place dans le site.",
         "Choisissez une nature de la liste.", "nature: charte", "nature: cia"),
    Rule("T-104", E, F.TEXTS, "Date de convention",
         "Une date de l’en-tête n’est pas une date.", "Le site dit si la convention est en vigueur.",
         "Écrivez la date comme 2024-05-31.", "adoption: mai 2024", "adoption: 2024-05-31"),
    Rule("T-105", E, F.TEXTS, "Balise dans un texte",
         "Le texte contient une balise HTML.", "Une balise peut casser la page ou la rendre dangereuse.",
         "Écrivez en Markdown simple ; pour le signe « < », écrivez « moins de ».", "<b>", "**gras**"),
    Rule("T-106", E, F.TEXTS, "Attribut caché",
         "Le texte contient un attribut caché entre accolades.", "Il agirait sur la page sans être vu.",
         "Supprimez les accolades.", "{: .rouge }", "rien"),
    Rule("T-107", E, F.TEXTS, "Titre répété",
         "Le titre principal est répété dans le texte.", "Une page n’a qu’un titre principal.",
         "Supprimez cette ligne : le titre vient de « titre » dans l’en-tête.", "# Contact", "## Adresse"),
    Rule("T-108", E, F.TEXTS, "Lien d’un autre genre",
         "Ce lien n’est pas d’un genre permis.", "Un lien doit mener à une page, pas lancer un programme.",
         "Utilisez une adresse qui commence par https://, ou le chemin d’une page du site.",
         "javascript:…", "https://…"),
    Rule("T-110", E, F.TEXTS, "Page obligatoire",
         "Cette page est obligatoire et elle manque.", "La loi ou les autres pages la demandent.",
         "Créez-la : reprenez celle d’un autre territoire et adaptez-la.",
         "pas d’accessibilite.md", "content/accessibilite.md"),
)
# fmt: on

RULES: Final[Mapping[str, Rule]] = {rule.code: rule for rule in ALL}
"""The catalogue, by code."""
