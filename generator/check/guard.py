"""Refuse what looks like a person or like an attack, before anything is shown or written.

A value that looks personal is never repeated: its findings carry the place alone, and every
other finding about the same line is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from generator.check.sheet import Column, Sheet
from generator.errors import Finding
from generator.headers import slug
from generator.rules import RULES, Family, found
from generator.settings import MAX_CELL_CHARACTERS, MAX_ERRORS

COUNTS: Final = ("nb", "part", "taux", "delai", "population")
"""First words of columns that count: a number of telephones is not a telephone."""

PERSONAL_WORDS: Final = {
    "prenom", "prenoms", "patronyme", "conjoint", "telephone", "telephones", "tel", "portable",
    "courriel", "mail", "email", "mel", "nir", "naissance", "ddn", "datenaiss", "adresse",
    "latitude", "longitude", "gps", "iban", "rib", "nud", "commentaire", "commentaires",
    "remarque", "remarques", "civilite",
}  # fmt: skip
PERSONAL_TITLES: Final = {
    "nom", "noms", "nom_prenom", "nom_demandeur", "nom_de_famille", "nom_famille", "nom_usage",
    "nom_d_usage", "nom_du_demandeur", "demandeur", "nom_locataire", "nom_candidat", "candidat",
    "locataire", "numero_unique", "num_unique", "no_unique", "numero_demande", "numero_de_demande",
    "numero_securite_sociale", "securite_sociale", "numero_secu", "num_secu", "e_mail", "lat",
    "lon", "lng", "x_wgs84", "y_wgs84", "id_demandeur", "identifiant_demandeur", "id_menage",
    "code_parcelle", "parcelle",
}  # fmt: skip

EMAIL = re.compile(r"[\w.+-]\s?@\s?[\w-]+\.\w")
PHONE = re.compile(
    r"(?<![\d.])(?:(?:\+|00)\s?(?:33|590|596|594|262)[\s.()-]*|0)[1-9](?:[\s.-]?\d{2}){4}(?!\d)"
)
NIR = re.compile(
    r"(?<!\d)[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\d)"
)
UNIQUE = re.compile(r"(?<!\d)\d{18}(?!\d)")
BIRTH = re.compile(r"\bn[ée]{1,2}(?:\(e\)|e)?\s+(?:le|en)\s+\d", re.IGNORECASE)
STREET = re.compile(
    r"\b\d{1,4}\s*(?:bis|ter|quater)?\s*,?\s+(?:rue|avenue|av\.|boulevard|bd|allée|allee|impasse|"
    r"chemin|square|quai|cours|place|route|lotissement|résidence|residence)\s+\w",
    re.IGNORECASE,
)
POINT = re.compile(
    r"\(?\s*-?\d{1,3}\.\d{4,}\s*[,;/ ]\s*-?\d{1,3}\.\d{4,}\s*\)?|POINT\s*\(.*", re.IGNORECASE
)
CIVILITY = re.compile(
    r"(?:^|\W)(?:M\.|MM\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+[A-ZÀ-Ý][\w'’-]+"
)
IBAN = re.compile(r"\bFR\s?\d{2}(?:\s?[0-9A-Z]{4}){5}\s?[0-9A-Z]{3}\b")
SENTENCE_WORDS: Final = 8
"""Words from which a text of a table of counts tells something."""

VALUES: Final[tuple[tuple[str, Callable[[str], object]], ...]] = (
    ("D-702", EMAIL.search),
    ("D-711", IBAN.search),
    ("D-705", UNIQUE.search),
    ("D-704", NIR.search),
    ("D-703", PHONE.search),
    ("D-706", BIRTH.search),
    ("D-707", STREET.search),
    ("D-708", POINT.fullmatch),
    ("D-710", CIVILITY.search),
)
SHORTEST: Final = 5
"""No pattern above holds in fewer characters."""

INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffc\ufffd\ud800-\udfff]"
)
BREAK = re.compile(r"[\r\n]")
TAG = re.compile(r"<[A-Za-z/!?]|&#?\w+;")
COMMAND = re.compile(r"\s*(?:::|##\[)")
FORMULA = re.compile(r"\s*[=+@-]")
SIGNED = re.compile(r"-[0-9\s\u00a0\u202f]+([.,][0-9]+)?")
"""A negative number is refused by its limits, with a better sentence."""


def personal(text: str) -> str | None:
    """Return the code of the personal datum that `text` looks like, or None."""
    if not SHORTEST <= len(text) <= MAX_CELL_CHARACTERS or (text.isdigit() and len(text) < 10):  # noqa: PLR2004 - a telephone
        return None
    return next((code for code, looks in VALUES if looks(text)), None)


def hostile(text: str) -> str | None:
    """Return the code of the attack that `text` looks like, or None."""
    if len(text) > MAX_CELL_CHARACTERS:
        return "D-015"
    if text.isalnum():
        return None
    if INVISIBLE.search(text):
        return "D-122" if BREAK.search(text) else "D-602"
    if COMMAND.match(text):
        return "D-604"
    if FORMULA.match(text) and not SIGNED.fullmatch(text):
        return "D-601"
    return "D-603" if TAG.search(text) else None


def personal_title(label: str) -> bool:
    """Return whether the title of a column announces a datum on a person."""
    name = slug(label)
    parts = name.split("_")
    if parts[0] in COUNTS:
        return False
    return name in PERSONAL_TITLES or bool(PERSONAL_WORDS & set(parts))


def guard_findings(sheet: Sheet, *, counts: bool, described: Mapping[str, str]) -> list[Finding]:
    """Return what looks like a person or an attack, in the titles and in the cells of `sheet`.

    Args:
        sheet: the file as read.
        counts: whether the file counts households, so that no sentence belongs in it.
        described: the kind of each column that the contract describes by a list or a pattern.
    """
    findings: list[Finding] = []
    for column in sheet.columns:
        known = sheet if personal(column.label) is None else _nameless(sheet, column)
        findings += _title(known, column)
        checks: list[Callable[[str], str | None]] = [personal, hostile]
        if counts and described.get(column.name or "", "free") == "free":
            checks.append(_told)
        findings += list(_cells(known, column, checks))
    return findings


def _told(text: str) -> str | None:
    return "D-709" if len(text.split()) >= SENTENCE_WORDS else None


def _nameless(sheet: Sheet, column: Column) -> Sheet:
    """Return `sheet` with a title left out: it looks personal itself."""
    columns = tuple(replace(c, label="") if c is column else c for c in sheet.columns)
    return replace(sheet, columns=columns)


def _title(sheet: Sheet, column: Column) -> Iterator[Finding]:
    shown = next(c for c in sheet.columns if c.number == column.number)
    at = sheet.at(shown, -1)
    if code := personal(column.label) or hostile(column.label):
        yield found(code, replace(at, column=""), limit=MAX_CELL_CHARACTERS)
    elif personal_title(column.label):
        yield found("D-701", at)


def _cells(
    sheet: Sheet, column: Column, checks: Sequence[Callable[[str], str | None]]
) -> Iterator[Finding]:
    codes = [next((c for check in checks if (c := check(t))), None) for t in column.texts]
    if not any(codes):
        return
    shown = next(c for c in sheet.columns if c.number == column.number)
    rows = column.rows(dict(zip(column.texts, codes, strict=True)).get)
    for row in rows[:MAX_ERRORS]:
        code = codes[int(column.codes[row])]
        if code:
            yield found(code, sheet.at(shown, int(row)), limit=MAX_CELL_CHARACTERS)


def discreet(findings: Sequence[Finding], guards: Sequence[Finding]) -> list[Finding]:
    """Return the findings that repeat nothing of what the guard refused, and the guard's own."""
    people = {(f.file, f.line) for f in guards if _on_a_person(f)}
    cells = {(f.file, f.cell) for f in guards}
    kept = [f for f in findings if (f.file, f.line) not in people]
    return [*guards, *(f for f in kept if not f.cell or (f.file, f.cell) not in cells)]


def _on_a_person(finding: Finding) -> bool:
    """Return whether the whole line of a finding must stay unsaid: it holds a personal value."""
    return RULES[finding.code].family is Family.PERSONAL and finding.code != "D-701"
