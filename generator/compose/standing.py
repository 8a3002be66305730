"""Say where a text stands, in one French sentence."""

from __future__ import annotations

from datetime import date

from generator import words
from generator.texts import Standing, Status


def standing_word(status: Status) -> str:
    """Return where a text stands, with its capital: « Expiré »."""
    return words.upper_first(str(status.standing))


def standing_sentence(status: Status, on: date) -> str:
    """Return where a text stands on a day, with the dates behind it."""
    if status.standing is Standing.UNKNOWN:
        return "Dates à compléter : le statut de ce texte ne peut pas être calculé."
    return f"{_told(status)} (calculé au {words.day(on)}, date des données)."


def _told(status: Status) -> str:
    since = words.day(status.since) if status.since else ""
    until = words.day(status.until) if status.until else ""
    word = standing_word(status)
    if status.standing is Standing.COMING:
        return f"Adopté, en vigueur à partir du {since}"
    if status.standing is Standing.IN_FORCE:
        began = f" depuis le {since}" if since else ""
        return f"{word}{began}{f', jusqu’au {until}' if until else ', sans échéance connue'}"
    if status.standing is Standing.EXTENDED:
        return f"{word} jusqu’au {until}, après l’échéance du {since}"
    if status.standing is Standing.EXPIRED:
        how = ", échéance calculée d’après la durée" if status.computed else ""
        return f"{word} depuis le {since}{how}"
    return f"{word} : remplacé le {since} par une version plus récente"
