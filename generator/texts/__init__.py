"""Convention texts as values: articles with permanent ids, versions, redlines, status from dates.

Texts in, values out: nothing here knows a page, a number or a clock.
"""

from __future__ import annotations

from generator.texts.articles import Article, Text, parsed
from generator.texts.library import Convention, Version, convention_of, library
from generator.texts.redline import Change, Kind, Redline, Run, compared
from generator.texts.register import Deleted, Register, register_of
from generator.texts.status import Standing, Status, status_of

__all__ = [
    "Article", "Change", "Convention", "Deleted", "Kind", "Redline", "Register", "Run",
    "Standing", "Status", "Text", "Version", "compared", "convention_of", "library", "parsed",
    "register_of", "status_of",
]  # fmt: skip
