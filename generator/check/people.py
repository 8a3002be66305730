"""Find what would let a reader reach or name a private person in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

EMAIL = re.compile(r"([A-Za-z0-9._%+-]+)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
MOBILE = re.compile(r"(?<!\d)(?:\+33[ \u00a0\u202f]?|0)[67](?:[ .\u00a0\u202f-]?\d{2}){4}(?!\d)")
NAMED = re.compile(r"\b(?:M\.|Mr|Mme|Mlle|Madame|Monsieur)[ \u00a0]+([A-ZÀ-Ý][\w’'-]+)")
FUNCTIONAL = frozenset({
    "accueil", "acces", "administration", "agglo", "bureau", "cil", "communication", "contact",
    "courrier", "dalo", "ddets", "ddtm", "direction", "donnees", "dpd", "dpo", "guichet", "habitat",
    "info", "information", "logement", "logements", "mairie", "mediation", "pole", "prefecture",
    "presidence", "prada", "rgpd", "sante", "secretariat", "service", "services", "siad", "siao",
    "social", "transparence", "urbanisme", "ville", "webmaster",
})  # fmt: skip
"""Words of an address that belongs to a service, not to a person."""
OFFICES = frozenset({
    "le", "la", "les", "président", "présidente", "préfet", "préfète", "maire", "directeur",
    "directrice",
})  # fmt: skip
NAME_PARTS = 2


def personal(text: str) -> Iterator[str]:
    """Yield what kind of personal detail a text shows; never the detail itself."""
    if any(_of_a_person(match[1]) for match in EMAIL.finditer(text)):
        yield "l’adresse électronique d’une personne"
    if MOBILE.search(text):
        yield "un numéro de téléphone portable"
    if any(match[1].lower() not in OFFICES for match in NAMED.finditer(text)):
        yield "le nom d’une personne"


def _of_a_person(local: str) -> bool:
    parts = [part for part in re.split(r"[._-]", local.lower()) if part]
    return (
        len(parts) >= NAME_PARTS
        and all(part.isalpha() for part in parts)
        and not FUNCTIONAL.intersection(parts)
    )
