"""Tie each engagement to the article that makes it and to the indicator that measures it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator import words
from generator.compose.material import Material
from generator.compose.promises import Promise, promises
from generator.compose.render import ROOT
from generator.model import Indicator
from generator.reading import text
from generator.texts import Article, Convention
from generator.texts.articles import slug as slugged

UNMEASURED = "non mesuré"
NUMBER = re.compile(r"\d+(?:[.]\d+)*(?: (?:bis|ter|quater))?")
TO_INDICATOR = re.compile(r"\]\((?:/|(?:\.\./)*)indicateurs/([a-z0-9-]+)/")


@dataclass(frozen=True)
class Commitment:
    """One engagement with its article and its result.

    Attributes:
        code: code of the engagement in the deposit.
        about: what it is about: title of its indicator, or the name of the missing one.
        goal: « au moins 25 % ».
        period: years it holds for.
        achieved: « 17,0 % en 2023, soit 171 sur 1 005 », or why there is nothing.
        verdict: atteint, non atteint or non mesuré.
        source: text that the deposit names.
        origin: address of the table that holds it.
        indicator: what measures it, None when nothing does.
        convention: text that makes it, None when no text of the site does.
        article: its article there.
    """

    code: str
    about: str
    goal: str
    period: str
    achieved: str
    verdict: str
    source: str
    origin: str | None
    indicator: Indicator | None
    convention: Convention | None
    article: Article | None

    @property
    def href(self) -> str | None:
        """Return the address of its article, None when there is none."""
        if self.convention is None or self.article is None:
            return None
        return f"{ROOT}/conventions/{self.convention.slug}/#{self.article.id}"

    @property
    def where(self) -> str:
        """Return « Convention …, article 4.1 » when an article makes it, else what the data say."""
        if self.convention is None or self.article is None:
            return self.source
        return f"{self.convention.title}, article {self.article.number or self.article.heading}"


def commitments(m: Material) -> list[Commitment]:
    """Return the promises of the deposit with their articles, by code."""
    rows = {str(row["code_engagement"]): row for row in m.promised.to_dict("records")}
    return [_commitment(m, p, rows[p.code]) for p in sorted(promises(m), key=lambda p: p.code)]


def _commitment(m: Material, promise: Promise, row: Mapping[Any, Any]) -> Commitment:
    convention, article = article_of(m.library, row)
    measure = m.publication.results.get(promise.indicator)
    return Commitment(
        code=promise.code,
        about=promise.name if measure else words.quoted(promise.title),
        goal=promise.goal,
        period=promise.period,
        achieved=_achieved(promise) if measure else "aucun indicateur publié",
        verdict=promise.last.verdict if promise.last else UNMEASURED,
        source=promise.text,
        origin=promise.origin,
        indicator=measure.indicator if measure else None,
        convention=convention,
        article=article,
    )


def _achieved(promise: Promise) -> str:
    """Return what was achieved in the last year known, with its base."""
    if promise.last is None:
        return "non publié"
    year, value = promise.last.year, promise.last.value
    said = text(value, promise.unit)
    if value.amount is None:
        return f"{said} ({year})"
    if value.numerator is None or not value.denominator:
        return f"{said} en {year}"
    base = f"{words.number(value.numerator)} sur {words.number(value.denominator)}"
    return f"{said} en {year}, soit {base}"


def article_of(
    library: Sequence[Convention], row: Mapping[Any, Any]
) -> tuple[Convention | None, Article | None]:
    """Return the article that makes an engagement.

    A text names it in its front matter (`engagements`), or the row names text and article.
    """
    for convention in library:
        named = (convention.current.meta.get("engagements") or {}).get(row["code_engagement"])
        if named is not None:
            return convention, _numbered(convention, str(named))
    document = slugged(str(row["document"]))
    article = row["article"] if pd.notna(row["article"]) else ""
    number = NUMBER.search(str(article))
    for convention in library:
        if number and document in (convention.slug, slugged(convention.title)):
            return convention, _numbered(convention, number[0])
    return None, None


def _numbered(convention: Convention, number: str) -> Article | None:
    return next((a for a in convention.current.text.articles if a.number == number), None)


def indicators_in(article: Article) -> tuple[str, ...]:
    """Return the ids of the indicators that an article points to, in their order."""
    return tuple(dict.fromkeys(TO_INDICATOR.findall(article.body)))


def quoting(m: Material, indicator: str) -> list[tuple[str, str]]:
    """Return the articles that speak of an indicator: what to call them, and their address."""
    made = {(p.where, p.href) for p in commitments(m) if p.href and p.indicator
            and p.indicator.id == indicator}  # fmt: skip
    pointing = {
        (f"{c.title}, article {a.number or a.heading}", f"{ROOT}/conventions/{c.slug}/#{a.id}")
        for c in m.library
        for a in c.current.text.articles
        if indicator in indicators_in(a)
    }
    return sorted({(str(where), str(href)) for where, href in made | pointing})
