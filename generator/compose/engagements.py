"""Tie each engagement to the article that makes it and to the indicator that measures it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator import words
from generator.compose.material import Material
from generator.compose.render import ROOT
from generator.compose.targets import Target, goal_of, period_of, targets
from generator.model import Indicator
from generator.settings import ENSEMBLE
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
    """Return the engagements of the deposit, by code."""
    if "engagements" not in m.publication.tables:
        return []
    rows = m.publication.tables["engagements"].table.frame.sort_values("code_engagement")
    measured = {
        target.code: (published.indicator, target)
        for published in m.publication.results.values()
        for target in targets(m, published.indicator)
    }
    return [
        _commitment(m, row, measured.get(str(row["code_engagement"])))
        for row in rows.to_dict("records")
    ]


def _commitment(
    m: Material, row: Mapping[Any, Any], measure: tuple[Indicator, Target] | None
) -> Commitment:
    convention, article = article_of(m.library, row)
    indicator = measure[0] if measure else None
    return Commitment(
        code=str(row["code_engagement"]),
        about=indicator.title if indicator else words.quoted(str(row["indicateur"])),
        goal=goal_of(row),
        period=period_of(row),
        achieved=_achieved(m, indicator) if indicator else "aucun indicateur publié",
        verdict=measure[1].verdict if measure else UNMEASURED,
        source=_source(row),
        indicator=indicator,
        convention=convention,
        article=article,
    )


def _achieved(m: Material, indicator: Indicator) -> str:
    """Return what was achieved in the last year known, with its base."""
    from generator.reading import text

    year = m.reader.last_year(indicator.id)
    value = m.reader.value(indicator.id, year, m.publication.territory.siren, ENSEMBLE)
    if value.amount is None:
        return f"{text(value, indicator.unit)} ({year})" if year else text(value, indicator.unit)
    said = f"{text(value, indicator.unit)} en {year}"
    if value.numerator is None or not value.denominator:
        return said
    return f"{said}, soit {words.number(value.numerator)} sur {words.number(value.denominator)}"


def _source(row: Mapping[Any, Any]) -> str:
    article = row["article"]
    return f"{row['document']}{', ' + str(article) if pd.notna(article) else ''}"


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
