"""The values that travel from stage to stage. They carry no behaviour beyond reading themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pandas as pd
from markupsafe import Markup

from generator.errors import Finding

# --- what a deposit is ------------------------------------------------------------------------


class Status(StrEnum):
    """Why a number is missing, or what a reader must know of it.

    BOUNDED, AT_LEAST and NOT_REACHED stand where there is no number but something certain is
    known: it lies between two limits, beyond one (« plus de 10 ans »), or is not reached by
    the end of what was observed. A deposit never holds them, nor NOT_SIGNIFICANT.
    """

    PLAIN = ""
    SECRET = "secret"  # noqa: S105 - a statistical status, not a password
    MISSING = "nd"
    NOT_APPLICABLE = "so"
    NOT_SIGNIFICANT = "ns"
    BOUNDED = "bornes"
    AT_LEAST = "au_moins"
    NOT_REACHED = "non_atteint"
    PROVISIONAL = "provisoire"
    REVISED = "revise"


@dataclass(frozen=True)
class Resource:
    """One file of a package as deposited, not yet trusted.

    Attributes:
        name: name of the resource in its package.
        descriptor: its part of datapackage.json.
        schema: its Table Schema, read from the package or from the contract.
        file: the data file.
        where: path of the data file relative to the territory's root, for messages.
    """

    name: str
    descriptor: Mapping[str, Any]
    schema: Mapping[str, Any]
    file: Path
    where: str


@dataclass(frozen=True)
class Package:
    """One theme of the deposit: a descriptor and its files.

    Attributes:
        name: name of the package, also the name of its folder.
        folder: the folder that holds datapackage.json.
        where: path of datapackage.json relative to the territory's root, for messages.
        descriptor: the whole descriptor.
        resources: the files it lists.
    """

    name: str
    folder: Path
    where: str
    descriptor: Mapping[str, Any]
    resources: tuple[Resource, ...]


@dataclass(frozen=True)
class Field:
    """One column of a table, as its schema describes it.

    Attributes:
        name: name of the column.
        title: French title.
        description: French description.
        kind: type of the Table Schema.
        categories: French label of each category.
        required: whether an empty cell is refused.
        allowed: the only values accepted; empty when any is.
        pattern: form of the value; empty when any is accepted.
        example: a valid value.
        regroups: the finer dimension and, for each category that regroups, what it is made of.
        at_most: column of the same line that this count is a part of; empty when there is none.
    """

    name: str
    title: str
    description: str
    kind: str
    categories: Mapping[str, str]
    required: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""
    regroups: tuple[str, Mapping[str, tuple[str, ...]]] | None = None
    at_most: str = ""


@dataclass(frozen=True)
class Template:
    """One file of the contract: what a deposit must look like, with a valid example.

    Attributes:
        package: package it belongs to.
        resource: its name.
        title: French title of its schema.
        description: French description of its schema.
        fields: its columns.
        keys: its dimensions (primary key).
        example: text of the valid example.
    """

    package: str
    resource: str
    title: str
    description: str
    fields: tuple[Field, ...]
    keys: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class Counting:
    """What one unit of a table is, and where it comes from (property `comptage`)."""

    unite: str
    definition: str
    producteur: str
    date_extraction: str
    methode: str
    localisation: str | None = None
    typologie: str | None = None
    generation_qpv: str | None = None


@dataclass(frozen=True)
class SecrecyRule:
    """Which counts of a table are too small to be seen (property `confidentialite`).

    Attributes:
        rule: `public`, `effectif_simple` or `sensible`.
        sensitive_dimensions: dimensions that make a count sensitive when not at their margin.
    """

    rule: str
    sensitive_dimensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A checked table: typed columns, rows in the order of the file.

    Attributes:
        package: name of the package it comes from.
        package_title: French title of that package.
        version: version of the package.
        name: name of the resource.
        title: French title.
        description: French description.
        frame: one row per line of the file; the index is the line number in the file.
        fields: the columns, in order.
        keys: the dimensions (primary key).
        margins: value that means « all », per dimension that has explicit margin rows.
        demonstration: true when the figures are invented; everything derived carries it.
        counting: what one unit is.
        secrecy: which counts are too small to be seen.
        where: path of the file relative to the territory's root.
        numbers: place of each column in the deposited file, from 1; for messages only.
        rounding: every count is a multiple of it (property `arrondi`); 1 when counts are exact.
        rounding_steps: how many multiples further than the two nearest a count may be printed
            (property `arrondi_pas`), where sums could not be kept otherwise.
    """

    package: str
    package_title: str
    version: str
    name: str
    title: str
    description: str
    frame: pd.DataFrame
    fields: tuple[Field, ...]
    keys: tuple[str, ...]
    margins: Mapping[str, str]
    demonstration: bool
    counting: Counting
    secrecy: SecrecyRule
    where: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    rounding: int = 1
    rounding_steps: int = 0

    @property
    def reach(self) -> int:
        """Return how far from a printed count the true one may lie."""
        return self.rounding * (self.rounding_steps + 1) - 1

    def labels(self, column: str) -> Mapping[str, str]:
        """Return the French label of each category of `column`."""
        return next((f.categories for f in self.fields if f.name == column), {})


Tables = Mapping[str, Table]
"""Checked tables by resource name."""


@dataclass(frozen=True)
class Checked:
    """A deposit without error.

    Attributes:
        tables: the checked tables, by resource name.
        findings: warnings and informations, sorted; they do not stop the publication.
    """

    tables: Tables
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Secrecy:
    """What the attack on a deposit could not find: its certificate. Only `check.audited` makes it.

    Attributes:
        shown: counts printed, by table.
        hidden: counts kept secret, by table.
        cells: different counts, once tables that print the same one are put together.
        equations: published facts that bind them.
        narrowest: distance that remains, at least, between two possible values of any hidden count
            that may be small; None when there is none.
        exact: hidden counts whose doubt was shown by two whole tables that differ.
        relaxed: hidden counts whose doubt was shown by tables in fractions.
        harmless: hidden counts that can be found but are not small.
        releases: earlier versions read together with this one.
        thresholds: smallest visible count, by rule.
        engine: solver and its version.
    """

    shown: Mapping[str, int]
    hidden: Mapping[str, int]
    cells: int
    equations: int
    narrowest: int | None
    exact: int
    relaxed: int
    harmless: int
    releases: int
    thresholds: Mapping[str, int]
    engine: str


@dataclass(frozen=True)
class Document:
    """A file of content/, as the secretariat wrote it; its body is never templated.

    Attributes:
        path: path relative to content/, such as `conventions/cia.md`.
        meta: its front matter; of a register, the whole; of a signed PDF, `octets` and `sha256`.
        body: its Markdown; of a signed PDF, its text.
        body_line: line of the file where the body begins, for messages.
    """

    path: str
    meta: Mapping[str, Any]
    body: str
    body_line: int


# --- the territory ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Commune:
    """A commune of the territory."""

    code: str
    name: str
    population: int


@dataclass(frozen=True)
class Territory:
    """The intercommunal authority and its communes, sorted by name."""

    siren: str
    name: str
    short_name: str
    departement: str
    population: int
    vintage: str
    communes: tuple[Commune, ...]


# --- indicators -------------------------------------------------------------------------------


class Unit(StrEnum):
    """Unit of an indicator's value."""

    DEMANDES = "demandes"
    BAUX = "baux"
    DEMANDES_PAR_BAIL = "demandes par attribution"
    PERCENT = "%"
    OF_TARGET = "% de la cible"
    MONTHS = "mois"
    DAYS = "jours"
    LOGEMENTS = "logements"
    DECISIONS = "décisions"
    DOSSIERS = "dossiers"
    RECOURS = "recours"
    LIEUX = "lieux d’accueil"
    POINTS = "points"
    EUROS = "euros par mois et par unité de consommation"
    TIMES = "fois la moyenne"


@dataclass(frozen=True)
class Reference:
    """The text an indicator comes from, and the day it was read.

    Attributes:
        text: short name of the text, such as « CCH ».
        article: article, such as « art. R. 441-2-10, 5° ».
        url: official address.
        read_on: the day the reference was read.
    """

    text: str
    article: str
    url: str
    read_on: date


@dataclass(frozen=True)
class Example:
    """A worked example: drawn tables in, one value out.

    Attributes:
        given: for each table, its rows drawn with `|` between cells, header first.
        at: the key of the value, such as {"annee": "2023", "typologie": "T3"}.
        expect: the value, in the indicator's unit.
        words: the arithmetic in French.
    """

    given: Mapping[str, str]
    at: Mapping[str, str]
    expect: float
    words: str


class Formula(Protocol):
    """How a value is obtained from tables: data, so that it can be computed and explained."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables it reads."""
        ...

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Columns it reads, per table."""
        ...

    def rows(self) -> tuple[str, ...]:
        """Which rows of which table it reads, in French."""
        ...

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the values, see `Result.frame`."""
        ...

    def threshold(self, tables: Tables) -> int:
        """Return the smallest base that may be seen."""
        ...

    def words(self) -> str:
        """Return the formula in French."""
        ...


@runtime_checkable
class Derived(Protocol):
    """A formula that reads the results of other indicators, computed after them."""

    @property
    def beside(self) -> tuple[str, ...]:
        """Names of the tables it also reads, where the deposit has them."""
        ...

    def derive(self, tables: Tables, results: Sequence[Result]) -> pd.DataFrame:
        """Return the values, see `Result.frame`."""
        ...


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator of the domain, declared once. Every field is required.

    Attributes:
        id: slug of its page.
        code: its code in the domain file, such as `I-11`.
        title: French title.
        definition: what it says, one or two sentences.
        why: why a reader should care.
        unit: unit of the value.
        formula: how it is computed.
        reference: the legal text behind it, or None when there is none to quote.
        threshold: id of its targets in datapackages/engagements, or None.
        modalities: French label of each modality, in order; empty when it has one value only.
        caveats: what it does not say.
        example: a worked example, run by the tests.
    """

    id: str
    code: str
    title: str
    definition: str
    why: str
    unit: Unit
    formula: Formula
    reference: Reference | None
    threshold: str | None
    modalities: Mapping[str, str]
    caveats: tuple[str, ...]
    example: Example


RESULT_KEYS = ("annee", "code_territoire", "typologie", "modalite")
RESULT_COLUMNS = (
    *RESULT_KEYS, "valeur", "numerateur", "denominateur", "statut", "bas", "haut",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """Computed values, not yet protected: no page may see them.

    Attributes:
        indicator: the declaration.
        frame: one row per (annee, code_territoire, typologie, modalite) with `valeur`
            (Float64, in the indicator's unit), `numerateur` and `denominateur` (Int64 counts
            behind it), `statut`, then `bas` and `haut` (Float64, in the indicator's unit):
            beside a value, the limits that chance alone respects 95 times in 100; without
            one, certain limits (`bornes`) or the one that is passed (`au_moins`,
            `non_atteint`). Sorted by its keys. Empty when a table is missing.
        threshold: smallest count that may be seen behind a value.
        missing: names of the tables that the deposit lacks.
        sources: tables it was computed from.
        demonstration: true when one of them is.
    """

    indicator: Indicator
    frame: pd.DataFrame
    threshold: int
    missing: tuple[str, ...]
    sources: tuple[Table, ...]
    demonstration: bool


# --- what may be seen -------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """Values that may be seen. Only `generator.protect` makes them."""

    indicator: Indicator
    frame: pd.DataFrame
    missing: tuple[str, ...]
    sources: tuple[PublishedTable, ...]
    demonstration: bool
    masked: int

    @property
    def told(self) -> bool:
        """Whether there is anything to tell: its tables are there, with the lines it needs."""
        return not self.missing and not self.frame.empty


@dataclass(frozen=True)
class PublishedTable:
    """A deposited table that may be downloaded. Only `generator.protect` makes them.

    Attributes:
        table: the table, with every small count hidden.
        masked: number of hidden cells.
    """

    table: Table
    masked: int


@dataclass(frozen=True)
class Publication:
    """All that may be seen. Only `generator.protect` makes it.

    Attributes:
        territory: the territory.
        results: protected values, by indicator id.
        tables: protected tables, by resource name.
        packages: the packages, for their descriptors.
        thresholds: the rules applied, by rule name.
        secrecy: the certificate of the attack that nothing of this gave way to.
    """

    territory: Territory
    results: Mapping[str, Published]
    tables: Mapping[str, PublishedTable]
    packages: tuple[Package, ...]
    thresholds: Mapping[str, int]
    secrecy: Secrecy

    @property
    def demonstration(self) -> bool:
        """Return whether any published table holds invented figures."""
        return any(t.table.demonstration for t in self.tables.values())


# --- what a reader meets ----------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One cell of a table shown on a page; its text is already French.

    Attributes:
        text: what is read; a hidden value says why.
        bar: length of the bar behind the number, 0 to 1, or None.
        muted: true for a hidden or missing value.
        href: address relative to the site's root, or None.
        title: longer explanation, or None.
    """

    text: str
    bar: float | None = None
    muted: bool = False
    href: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table shown on a page; `href` leads to the way its figures were obtained."""

    title: str
    numeric: bool = True
    href: str | None = None


@dataclass(frozen=True)
class Row:
    """A line of a table shown on a page; `header` names it."""

    header: Cell
    cells: tuple[Cell, ...]
    current: bool = False


@dataclass(frozen=True)
class Way:
    """The way figures were obtained: what they measure, and the address of its derivation."""

    title: str
    href: str


Ways = tuple[Way, ...]


@dataclass(frozen=True)
class Grid:
    """A table shown on a page: caption, columns (the first one is the row header), rows.

    Attributes:
        id: unique on its page.
        caption: what the table shows.
        columns: the columns.
        rows: the lines.
        note: what to know to read it.
        ways: how its figures were obtained, when its columns do not say it each for itself.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str | None = None
    ways: Ways = ()


@dataclass(frozen=True)
class Figure:
    """A chart that may be seen, with everything that replaces it.

    Attributes:
        id: unique on its page.
        title: the finding, one sentence.
        subtitle: measure, place, period, unit.
        spec: the chart as a Vega-Lite specification.
        svg: static picture with role, title and description.
        alt: what the picture shows, in words.
        table: the same values.
        csv: the same values as a file.
        csv_href: its address relative to the site's root.
        csv_label: format and size, such as « CSV, 2 ko ».
        source: where the values come from.
        demonstration: true when they are invented.
        shows: ids of the indicators that it shows.
        ways: how their figures were obtained.
    """

    id: str
    title: str
    subtitle: str
    spec: Mapping[str, Any]
    svg: Markup
    alt: str
    table: Grid
    csv: bytes
    csv_href: str
    csv_label: str
    source: str
    demonstration: bool
    shows: tuple[str, ...]
    ways: Ways = ()


@dataclass(frozen=True)
class Crumb:
    """One step of the way from the home page; `path` is None for the page itself."""

    title: str
    path: str | None


@dataclass(frozen=True)
class Page:
    """A data page: its body is stamped into the shell that the engine built.

    Attributes:
        path: address relative to the site's root, empty or ending in `/`.
        title: title of the page, without the site's name.
        description: one sentence for search engines.
        crumbs: the way from the home page.
        section: first part of the menu entry it belongs to.
        body: HTML of the article; its links start with `%%racine%%/`.
    """

    path: str
    title: str
    description: str
    crumbs: tuple[Crumb, ...]
    section: str
    body: Markup


@dataclass(frozen=True)
class Editorial:
    """A text page: Markdown for the engine, with front matter composed by us.

    Attributes:
        path: path of the Markdown file under build/docs.
        meta: front matter.
        body: Markdown, as written by the secretariat.
    """

    path: str
    meta: Mapping[str, Any]
    body: str


@dataclass(frozen=True)
class Site:
    """Everything to write, complete.

    Attributes:
        pages: data pages, sorted by path.
        editorials: text pages, sorted by path.
        files: other files by path relative to the site's root.
        settings: values for the engine's `extra` settings.
        timestamp: seconds since 1970 of the newest deposit; the only clock of a build.
        prints: texts to print as PDF, whole HTML by path relative to the site's root.
    """

    pages: tuple[Page, ...]
    editorials: tuple[Editorial, ...]
    files: Mapping[str, bytes]
    settings: Mapping[str, Any]
    timestamp: int
    prints: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Stopwatch:
    """Seconds spent per stage, in order; only for `bench` and progress, never written."""

    seconds: dict[str, float] = field(default_factory=dict)
