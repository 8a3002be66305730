"""Check the texts of content/: plain Markdown, a complete front matter, no hidden markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from generator.check.people import personal
from generator.check.targets import Places, fault
from generator.errors import Finding
from generator.model import Document
from generator.texts.markup import CODE_SPAN, LINK, linked

RAW_HTML = re.compile(r"<[A-Za-z/!?]")
ATTRIBUTES = re.compile(r"\{:|\{\s*[#.]")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
ALLOWED = ("https:", "mailto:", "tel:")
UNFINISHED = "À compléter"
"""What the importer writes where it does not know."""
TITLE = re.compile(r"# ")
DATES = ("adoption", "entree_en_vigueur", "echeance")
CONVENTION_KEYS = (
    "nature", "titre", "description", "statut", "specimen", "adoption", "entree_en_vigueur",
    "duree_annees", "echeance", "signataires", "pdf", "remplace",
)  # fmt: skip
NATURES = ("cia", "ppgdid", "document-cadre", "gestion-en-flux", "reglement-cib", "cotation")


MANDATORY = (
    "accessibilite.md", "contact.md", "demarche.md", "donnees-personnelles.md", "licence.md",
    "mentions-legales.md", "methode/delais.md", "methode/demonstration.md", "methode/index.md",
    "methode/secret.md",
)  # fmt: skip
"""Texts that the law asks for or that every page links to."""


def missing_texts(documents: Sequence[Document]) -> list[Finding]:
    """Return a finding for each mandatory text that is not there."""
    present = {document.path for document in documents}
    return [
        Finding(
            f"content/{path}", 0, "", "T-110", "",
            "Cette page est obligatoire et elle manque.",
            "Créez-la : reprenez celle d’un autre territoire et adaptez-la.",
        )
        for path in MANDATORY
        if path not in present
    ]  # fmt: skip


def text_findings(document: Document, places: Places | None = None) -> list[Finding]:
    """Return everything wrong with one text; links are followed when `places` are known."""
    findings = [*_page_meta(document), *_markup(document), *_people(document), *_easy(document)]
    findings += _to_complete(document)
    if places is not None:
        findings += _followed(document, places)
    if document.path.startswith("conventions/"):
        findings += _convention_meta(document)
    return findings


def _page_meta(document: Document) -> Iterator[Finding]:
    for key in ("titre", "description"):
        if not isinstance(document.meta.get(key), str) or not document.meta[key].strip():
            yield _finding(
                document, 1, ("T-101", "", f"Il manque « {key} » dans l’en-tête du texte."),
                f"Ajoutez une ligne « {key}: … » entre les deux lignes « --- » du début.",
            )  # fmt: skip


def _convention_meta(document: Document) -> Iterator[Finding]:
    for key in CONVENTION_KEYS:
        if key not in document.meta:
            yield _finding(
                document, 1, ("T-102", "", f"Il manque « {key} » dans l’en-tête de la convention."),
                f"Ajoutez « {key}: » suivi de la valeur, ou de null si elle n’est pas connue.",
            )  # fmt: skip
    if document.meta.get("nature") not in NATURES:
        yield _finding(
            document, 1,
            ("T-103", str(document.meta.get("nature"))[:40], "La nature du texte n’est pas connue."),
            f"Choisissez parmi : {', '.join(NATURES)}.",
        )  # fmt: skip
    for key in DATES:
        value = document.meta.get(key)
        if value is not None and not isinstance(value, date):
            yield _finding(
                document, 1, ("T-104", str(value)[:40], f"La date « {key} » n’est pas une date."),
                "Écrivez la date comme 2024-05-31.",
            )  # fmt: skip

    years, names = document.meta.get("duree_annees"), document.meta.get("signataires")
    if years is not None and not (isinstance(years, int | float) and years > 0):
        yield _finding(
            document, 1,
            ("T-109", str(years)[:40], "La durée « duree_annees » n’est pas un nombre d’années."),
            "Écrivez un nombre seul, comme 6, ou null.",
        )  # fmt: skip
    if names is not None and not isinstance(names, list):
        yield _finding(
            document, 1,
            ("T-109", str(names)[:40], "La liste « signataires » n’est pas une liste."),
            "Écrivez un signataire par ligne, en retrait, après un tiret.",
        )  # fmt: skip


def _markup(document: Document) -> Iterator[Finding]:
    for number, text in _lines(document):
        if RAW_HTML.search(text):
            yield _finding(
                document, number, ("T-105", "", "Le texte contient une balise HTML."),
                "Écrivez en Markdown simple ; pour le signe « < », écrivez « moins de ».",
            )  # fmt: skip
        if ATTRIBUTES.search(text):
            yield _finding(
                document, number, ("T-106", "", "Le texte contient un attribut caché entre accolades."),
                "Supprimez les accolades.",
            )  # fmt: skip
        if TITLE.match(text):
            yield _finding(
                document, number, ("T-107", "", "Le titre principal est répété dans le texte."),
                "Supprimez cette ligne : le titre vient de « titre » dans l’en-tête.",
            )  # fmt: skip
        yield from _links(document, number, text)


def _links(document: Document, number: int, text: str) -> Iterator[Finding]:
    for match in LINK.finditer(text):
        target = match.group(1) or match.group(2) or ""
        scheme = SCHEME.match(target)
        if target.startswith("//") or (scheme and scheme.group().lower() not in ALLOWED):
            yield _finding(
                document, number, ("T-108", target[:80], "Ce lien n’est pas d’un genre permis."),
                "Utilisez une adresse qui commence par https://, ou le chemin d’une page du site.",
            )  # fmt: skip


def _followed(document: Document, places: Places) -> Iterator[Finding]:
    for place, href in linked(document.body):
        for code, told in fault(href, document, places):
            yield _finding(
                document, document.body_line + place, (code, href[:80], told),
                "Corrigez l’adresse : reprenez celle de la page dans votre navigateur.",
            )  # fmt: skip


def _to_complete(document: Document) -> Iterator[Finding]:
    """Yield what an imported text still lacks in its front matter."""
    for key, value in document.meta.items():
        if value == UNFINISHED:
            yield _finding(
                document, 1, ("T-128", "", f"« {key} » est encore à compléter dans l’en-tête."),
                "Écrivez la valeur, ou null si elle n’est pas connue et peut manquer.",
            )  # fmt: skip


def _people(document: Document) -> Iterator[Finding]:
    """Yield each place that names or lets reach a private person, without repeating it."""
    head = [(1, str(value)) for value in document.meta.values()]
    for number, text in [*head, *_lines(document)]:
        for kind in personal(text):
            yield _finding(
                document, number, ("T-116", "", f"Le texte montre {kind}."),
                "Remplacez par une fonction et l’adresse d’un service.",
            )  # fmt: skip


def _easy(document: Document) -> Iterator[Finding]:
    """Yield a text that calls itself FALC though nobody concerned has read it."""
    said = f"{document.meta.get('titre', '')} {document.meta.get('description', '')}"
    if "FALC" in said and document.meta.get("falc_teste") is not True:
        yield _finding(
            document, 1, ("T-126", "", "Ce texte se dit FALC sans relecture par des personnes concernées."),
            "Écrivez « facile à lire », ou « falc_teste: true » une fois la relecture faite.",
        )  # fmt: skip


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    for offset, line in enumerate(document.body.split("\n")):
        yield document.body_line + offset, CODE_SPAN.sub("", line)


def _finding(document: Document, line: int, words: tuple[str, str, str], remedy: str) -> Finding:
    code, value, message = words
    return Finding(f"content/{document.path}", line, "", code, value, message, remedy)
