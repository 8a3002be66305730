"""The few shapes a formula can have. Declarations combine them; nothing else computes.

Every shape reads margin rows where the deposit has them and adds cells only through
`masked_sum`: a hidden cell hides every sum over it. Values of a hidden or missing base
are missing and carry the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

import pandas as pd

from generator.errors import DefinitionError
from generator.model import RESULT_COLUMNS, RESULT_KEYS, Status, Table, Tables
from generator.secrecy import crossing_threshold
from generator.settings import ENSEMBLE, SENSITIVE_THRESHOLD
from generator.waiting.results import Counts as Known
from generator.waiting.shares import wilson
from generator.words import quoted

PLACE_KEYS = ["annee", "code_territoire", "typologie"]
NEVER_CHOSEN = ("annee", "date", "typologie")
"""Dimensions that every result keeps: a formula reads them all, it cannot choose among them."""
WEIGHT: Mapping[str, int] = {
    Status.PLAIN: 0,
    Status.PROVISIONAL: 1,
    Status.REVISED: 2,
    Status.NOT_APPLICABLE: 3,
    Status.NOT_SIGNIFICANT: 4,
    Status.MISSING: 5,
    Status.SECRET: 6,
}
"""When several statuses meet, the heaviest one is what the reader must know."""
STATUS_OF = {weight: str(status) for status, weight in WEIGHT.items()}
HIDING = tuple(str(s) for s, weight in WEIGHT.items() if weight >= WEIGHT[Status.NOT_APPLICABLE])


class Moment(StrEnum):
    """Which year a stock counts for: the one that starts on its date, or the one that ended."""

    START = "au 1er janvier"
    END = "au 31 décembre"


class Readings(dict[str, Table]):
    """Checked tables, with what was already read of them: one reading serves every formula."""

    def __init__(self, tables: Tables) -> None:
        """Start with nothing read."""
        super().__init__(tables)
        self.kept: dict[str, Any] = {}


def once(tables: Tables, name: str, read: Callable[[], Any]) -> Any:  # noqa: ANN401 - what `read` returns
    """Return what `read` returns, read at most once when `tables` remember what was read.

    Args:
        tables: checked tables.
        name: what is read, the same words for the same thing.
        read: reads it.
    """
    if not isinstance(tables, Readings):
        return read()
    if name not in tables.kept:
        tables.kept[name] = read()
    return tables.kept[name]


def masked_sum(frame: pd.DataFrame, by: Sequence[str], column: str) -> pd.DataFrame:
    """Return the sums of `column` within `by`, missing wherever one part is.

    pandas skips missing values and would publish a false total; here the heaviest status
    of the parts becomes the status of the sum.

    Args:
        frame: rows with `column` (Int64) and `statut` (text).
        by: grouping columns.
        column: the counts.

    Returns:
        One row per group, sorted, with the columns `by`, `column` and `statut`.
    """
    rows = frame.assign(
        _nombre=frame[column],
        _trou=frame[column].isna(),
        _poids=frame["statut"].map(WEIGHT).fillna(0).astype("int64"),
    )
    groups = rows.groupby(list(by), sort=True, observed=True, dropna=False)
    sums = groups.agg(nombre=("_nombre", "sum"), trou=("_trou", "any"), poids=("_poids", "max"))
    whole = sums["nombre"].mask(sums["trou"]).astype("Int64").rename(column)
    status = sums["poids"].map(STATUS_OF).astype("string").rename("statut")
    return pd.concat([whole, status], axis=1).reset_index()


@dataclass(frozen=True)
class Counts:
    """Counts taken from one table: the rows, and the dimension that is kept apart, if any.

    Attributes:
        table: name of the resource.
        column: the counts.
        label: French name of what is counted, without article: « baux signés dans l’année ».
        where: categories kept, per dimension; dimensions not named are read at their margin.
        moment: for a stock, the year it counts for.
        keep: dimension whose categories become modalities.
        place: column of the territory.

    Raises:
        DefinitionError: `where` chooses among years, places, sizes or what `keep` keeps apart,
            which the result has one row for: the choice would be ignored.
    """

    table: str
    column: str
    label: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    moment: Moment = Moment.START
    keep: str | None = None
    place: str = "code_territoire"

    def __post_init__(self) -> None:
        """Refuse a choice that no row would follow."""
        ignored = [d for d in self.where if d in (*NEVER_CHOSEN, self.place, self.keep)]
        if ignored:
            message = f"{self.table}.{self.column}: where cannot choose among {ignored}"
            raise DefinitionError(message)

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return (self.table,)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        kept = (self.keep,) if self.keep else ()
        return {self.table: (self.column, *self.where, *kept)}

    def rows(self) -> str:
        """Return which rows it keeps, in French: « delai = ensemble »."""
        kept = [f"{d} = {' ou '.join(codes)}" for d, codes in self.where.items()]
        apart = [f"{self.keep} : chaque valeur à part"] if self.keep else []
        said = ", ".join([*kept, *apart]) or "la ligne d’ensemble de chaque dimension"
        return f"{self.table}.{self.column} ({said})"

    def read(self, tables: Tables) -> pd.DataFrame:
        """Return the counts by year, territory, typologie and modality.

        Returns:
            Columns of `RESULT_KEYS`, `n` (Int64) and `statut`; sorted by the keys.
        """
        table = tables[self.table]
        rows = self._rows(table)
        status = rows.get(f"{self.column}_statut", pd.Series(pd.NA, index=rows.index))
        keyed = rows.assign(
            annee=_years(rows, self.moment),
            code_territoire=rows.get(self.place, whole_code(tables)),
            typologie=rows.get("typologie", ENSEMBLE),
            modalite=rows[self.keep] if self.keep else "",
            n=rows[self.column].astype("Int64"),
            statut=status.fillna("").astype("string"),
        )
        return masked_sum(keyed, RESULT_KEYS, "n")

    def _rows(self, table: Table) -> pd.DataFrame:
        """Return the rows chosen.

        Raises:
            DefinitionError: `where` names a column that is no dimension of the table.
        """
        frame = table.frame
        unknown = sorted(set(self.where) - set(table.keys))
        if unknown:
            message = f"{self.table}.{self.column}: {unknown} are no dimensions of this table"
            raise DefinitionError(message)
        for dimension in table.keys:
            if dimension in ("annee", "date", self.place, "typologie", self.keep):
                continue
            wanted = self.where.get(dimension, (table.margins.get(dimension, ENSEMBLE),))
            frame = frame[frame[dimension].isin(wanted)]
        if self.keep:
            frame = frame[frame[self.keep] != table.margins.get(self.keep, ENSEMBLE)]
        return frame

    def threshold(self, tables: Tables) -> int:
        """Return the smallest of these counts that may be seen."""
        table = tables[self.table]
        crossed = {d for d, kept in self.where.items() if kept != (table.margins.get(d),)}
        return crossing_threshold(table.secrecy, crossed | ({self.keep} if self.keep else set()))


class Operand(Protocol):
    """What a formula divides or shows: counts of one table, or several added."""

    @property
    def label(self) -> str:
        """French name of what is counted, without article."""
        ...

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables it reads."""
        ...

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Columns it reads, per table."""
        ...

    def rows(self) -> str:
        """Which rows it keeps, in French."""
        ...

    def read(self, tables: Tables) -> pd.DataFrame:
        """Return the counts, see `Counts.read`."""
        ...

    def threshold(self, tables: Tables) -> int:
        """Return the smallest count that may be seen."""
        ...


@dataclass(frozen=True)
class Added:
    """Counts added to each other, where all of them are there.

    Attributes:
        parts: what is added.
        label: French name of the sum, without article.
    """

    parts: tuple[Counts, ...]
    label: str

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.tables))

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return _columns(*self.parts)

    def rows(self) -> str:
        """Return which rows it keeps, in French."""
        return " + ".join(part.rows() for part in self.parts)

    def read(self, tables: Tables) -> pd.DataFrame:
        """Return the sums where every part has a row; a hidden part hides its sum."""
        every = pd.concat([part.read(tables) for part in self.parts], ignore_index=True)
        found = every.groupby(list(RESULT_KEYS), sort=True, observed=True)["n"].transform("size")
        return masked_sum(every[found == len(self.parts)], RESULT_KEYS, "n")

    def threshold(self, tables: Tables) -> int:
        """Return the smallest count that may be seen."""
        return max(part.threshold(tables) for part in self.parts)


def _years(rows: pd.DataFrame, moment: Moment) -> pd.Series[int]:
    if "annee" in rows:
        return rows["annee"].astype("int64")
    years = rows["date"].str[:4].astype("int64")
    return years - 1 if moment is Moment.END else years


def whole_code(tables: Tables) -> str:
    """Return the code of the whole territory, for tables that only describe it."""
    if "epci" in tables:
        return str(tables["epci"].frame["siren_epci"].iloc[0])
    return ENSEMBLE


def framed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with exactly the columns of a result, typed and sorted.

    A frame without `bas` and `haut` has no limits.
    """
    hidden = frame["statut"].isin(HIDING).astype(bool)
    limits: dict[str, Any] = {
        side: frame.get(side, pd.Series(pd.NA, index=frame.index)).astype("Float64").mask(hidden)
        for side in ("bas", "haut")
    }
    typed = frame.assign(
        **limits,
        valeur=frame["valeur"].astype("Float64").mask(hidden),
        numerateur=frame["numerateur"].astype("Int64").mask(hidden),
        denominateur=frame["denominateur"].astype("Int64").mask(hidden),
        statut=frame["statut"].astype("string"),
    )
    return typed[list(RESULT_COLUMNS)].sort_values(list(RESULT_KEYS)).reset_index(drop=True)


def _joined(of: pd.DataFrame, among: pd.DataFrame) -> pd.DataFrame:
    """Return numerators beside their denominators, with the heavier status of the two.

    A denominator without modalities serves every modality of its numerator; one with
    modalities meets those of its numerator, none of which may be deposited. A denominator of
    zero leaves nothing to divide: `so`.
    """
    apart = all(counts.empty or bool((counts["modalite"] != "").any()) for counts in (of, among))
    below = among.rename(columns={"n": "denominateur"})
    both = of.rename(columns={"n": "numerateur"}).merge(
        below if apart else below.drop(columns="modalite"),
        on=list(RESULT_KEYS) if apart else PLACE_KEYS,
        how="inner", validate="one_to_one" if apart else "many_to_one",
        suffixes=("", "_denominateur"),
    )  # fmt: skip
    return both.assign(
        statut=_worst(both["statut"], both["statut_denominateur"], both["denominateur"])
    )


def _worst(first: pd.Series[str], second: pd.Series[str], base: pd.Series[int]) -> pd.Series[str]:
    """Return the heavier status of two, `so` where the base is zero and nothing heavier is said."""
    weights = first.map(WEIGHT), second.map(WEIGHT)
    heavier = weights[0].where(weights[0] >= weights[1], weights[1])
    status = heavier.map(STATUS_OF).astype("string")
    nothing = (base == 0).fillna(value=False).astype(bool)
    return status.mask(nothing & ~status.isin(HIDING), Status.NOT_APPLICABLE)


def no_counts(frame: pd.DataFrame) -> pd.Series[int]:
    """Return a column without any count, as long as `frame`."""
    return pd.Series(pd.NA, index=frame.index, dtype="Int64")


def _divided(joined: pd.DataFrame, factor: int) -> pd.Series[float]:
    top = joined["numerateur"].astype("Float64")
    bottom = joined["denominateur"].astype("Float64")
    return factor * top / bottom.mask(bottom == 0)


@dataclass(frozen=True)
class Count:
    """A count, as deposited."""

    of: Operand

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return self.of.tables

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return self.of.columns()

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        return (self.of.rows(),)

    def threshold(self, tables: Tables) -> int:
        """Return the smallest count that may be seen."""
        return self.of.threshold(tables)

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the counts."""
        counts = self.of.read(tables)
        return framed(
            counts.assign(
                valeur=counts["n"], numerateur=counts["n"], denominateur=no_counts(counts)
            )
        )

    def words(self) -> str:
        """Return the formula in French."""
        return f"nombre de {self.of.label}"


@dataclass(frozen=True)
class Share:
    """A share in percent: some counts among all of them."""

    of: Operand
    among: Operand

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return tuple(dict.fromkeys((*self.of.tables, *self.among.tables)))

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return _columns(self.of, self.among)

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        return (self.of.rows(), self.among.rows())

    def threshold(self, tables: Tables) -> int:
        """Return the smallest base that may be seen."""
        return max(self.of.threshold(tables), self.among.threshold(tables))

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the shares, in percent, with the limits that chance alone respects.

        Tables that count homes have no limits: what is decided is not left to chance.
        """
        joined = _joined(self.of.read(tables), self.among.read(tables))
        shares = joined.assign(valeur=_divided(joined, 100))
        decided = all(tables[name].counting.unite == "logement" for name in self.tables)
        return framed(shares if decided else shares.assign(**_limits(shares)))

    def words(self) -> str:
        """Return the formula in French."""
        return f"100 × {quoted(self.of.label)} ÷ {quoted(self.among.label)}"


def _limits(joined: pd.DataFrame) -> dict[str, pd.Series[float]]:
    """Return the score interval of each known share, in percent."""
    top, bottom = joined["numerateur"], joined["denominateur"]
    given = top.notna() & bottom.notna() & (bottom > 0) & (top <= bottom)
    known = joined[given.fillna(value=False).astype(bool)]
    found = wilson(
        Known.known(known["numerateur"].to_numpy(dtype="int64")),
        of=Known.known(known["denominateur"].to_numpy(dtype="int64")),
    )
    return {
        side: pd.Series(100 * limit.number, index=known.index, dtype="Float64").reindex(
            joined.index
        )
        for side, limit in (("bas", found.low), ("haut", found.high))
    }


@dataclass(frozen=True)
class Ratio:
    """One count for each unit of another."""

    of: Operand
    per: Operand

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return tuple(dict.fromkeys((*self.of.tables, *self.per.tables)))

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return _columns(self.of, self.per)

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        return (self.of.rows(), self.per.rows())

    def threshold(self, tables: Tables) -> int:
        """Return the smallest base that may be seen."""
        return max(self.of.threshold(tables), self.per.threshold(tables))

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the ratios."""
        joined = _joined(self.of.read(tables), self.per.read(tables))
        return framed(joined.assign(valeur=_divided(joined, 1)))

    def words(self) -> str:
        """Return the formula in French."""
        return f"{quoted(self.of.label)} ÷ {quoted(self.per.label)}"


@dataclass(frozen=True)
class Statistic:
    """A statistic of individual delays that the producer computed, with the count behind it.

    Attributes:
        table: resource with one row per statistic.
        column: the values, in months.
        dimension: the dimension that names the statistic.
        kept: the statistics kept, which become modalities.
        base: the leases behind it.
        label: French name, without article.
    """

    table: str
    column: str
    dimension: str
    kept: tuple[str, ...]
    base: Counts
    label: str

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return (self.table, *self.base.tables)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return {
            self.table: (self.column, self.dimension),
            **self.base.columns(),
        }

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        return (
            f"{self.table}.{self.column} ({self.dimension} = {' ou '.join(self.kept)})",
            self.base.rows(),
        )

    def threshold(self, tables: Tables) -> int:
        """Return the smallest base that may be seen: delays are sensitive."""
        return max(SENSITIVE_THRESHOLD, self.base.threshold(tables))

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the statistics, one modality each."""
        frame = tables[self.table].frame
        rows = frame[frame[self.dimension].isin(self.kept)]
        status = rows[f"{self.column}_statut"].fillna("").astype("string")
        given = rows.assign(modalite=rows[self.dimension], statut_valeur=status)
        base = self.base.read(tables).rename(columns={"n": "denominateur"})
        joined = given.merge(
            base.drop(columns="modalite"), on=PLACE_KEYS, how="inner", validate="many_to_one"
        )
        worst = _worst(joined["statut_valeur"], joined["statut"], joined["denominateur"])
        return framed(
            joined.assign(
                valeur=joined[self.column],
                numerateur=no_counts(joined),
                statut=worst,
            )
        )

    def words(self) -> str:
        """Return the formula in French."""
        return f"{self.label}, calculé par le producteur sur les durées exactes"


@dataclass(frozen=True)
class Given:
    """Values that a register states: a rate, a threshold, the points of a grid.

    Attributes:
        table: the register.
        column: its values.
        label: French name, without article.
        period: column of the year or date.
        place: column of the territory; empty when the register is of the whole territory.
        modality: column whose codes become modalities; empty when there is one value only.
    """

    table: str
    column: str
    label: str
    period: str = "annee"
    place: str = "code_territoire"
    modality: str = ""

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return (self.table,)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        named = (self.column, self.period, self.place, self.modality)
        return {self.table: tuple(name for name in named if name)}

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        return (f"{self.table}.{self.column} (chaque ligne)",)

    def threshold(self, tables: Tables) -> int:
        """Return the smallest count that may be seen: a register counts no household."""
        return crossing_threshold(tables[self.table].secrecy, set())

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the values; an empty one is not available."""
        rows = tables[self.table].frame
        periods = rows[self.period].astype("string").str[:4]
        dated = rows[periods.notna()]
        given = dated[self.column].astype("Float64")
        return framed(
            dated.assign(
                annee=periods.dropna().astype("int64"),
                code_territoire=dated[self.place] if self.place else whole_code(tables),
                typologie=ENSEMBLE,
                modalite=dated[self.modality] if self.modality else "",
                valeur=given,
                numerateur=no_counts(dated),
                denominateur=no_counts(dated),
                statut=pd.Series("", index=dated.index).mask(given.isna(), str(Status.MISSING)),
            )
        )

    def words(self) -> str:
        """Return the formula in French."""
        return f"{self.label}, tel que le registre le donne"


@dataclass(frozen=True)
class Entries:
    """How many entries a register has, for each value of one column.

    Attributes:
        table: the register.
        by: column whose codes become modalities.
        period: column of the date at which an entry was checked.
        place: column of the commune.
        label: French name of what is counted, without article.
    """

    table: str
    by: str
    period: str
    place: str
    label: str

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return (self.table,)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return {self.table: (self.by, self.period, self.place)}

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        return (f"{self.table} (chaque ligne ; {self.by} : chaque valeur à part)",)

    def threshold(self, tables: Tables) -> int:
        """Return the smallest count that may be seen: a register counts no household."""
        return crossing_threshold(tables[self.table].secrecy, set())

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the number of entries of each commune and of the whole territory."""
        rows = tables[self.table].frame
        year = rows[self.period].astype("string").str[:4].max()
        own = rows.assign(
            annee=int(year), typologie=ENSEMBLE, modalite=rows[self.by],
            code_territoire=rows[self.place], n=1, statut="",
        )  # fmt: skip
        every = pd.concat([own, own.assign(code_territoire=whole_code(tables))], ignore_index=True)
        counts = masked_sum(every.astype({"n": "Int64"}), RESULT_KEYS, "n")
        return framed(
            counts.assign(
                valeur=counts["n"], numerateur=counts["n"], denominateur=no_counts(counts)
            )
        )

    def words(self) -> str:
        """Return the formula in French."""
        return f"nombre de {self.label}, à la dernière vérification"


@dataclass(frozen=True)
class Relative:
    """A ratio for one size of home, for each unit of the same ratio for all sizes."""

    ratio: Ratio

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return self.ratio.tables

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return self.ratio.columns()

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        return self.ratio.rows()

    def threshold(self, tables: Tables) -> int:
        """Return the smallest base that may be seen."""
        return self.ratio.threshold(tables)

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the quotients; missing as soon as one of the two ratios is."""
        ratios = self.ratio.values(tables)
        whole = ratios[ratios["typologie"] == ENSEMBLE]
        both = ratios[ratios["typologie"] != ENSEMBLE].merge(
            whole[["annee", "code_territoire", "valeur", "statut"]],
            on=["annee", "code_territoire"], how="inner", validate="many_to_one",
            suffixes=("", "_ensemble"),
        )  # fmt: skip
        status = _worst(both["statut"], both["statut_ensemble"], both["denominateur"])
        zero = (both["valeur_ensemble"] == 0).fillna(value=False).astype(bool)
        return framed(
            both.assign(
                valeur=both["valeur"] / both["valeur_ensemble"].mask(zero),
                statut=status.mask(zero & ~status.isin(HIDING), str(Status.NOT_APPLICABLE)),
            )
        )

    def words(self) -> str:
        """Return the formula in French."""
        return f"({self.ratio.words()} pour la taille) ÷ (le même rapport, toutes tailles)"


def _columns(*operands: Operand) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for operand in operands:
        for table, columns in operand.columns().items():
            found[table] = tuple(dict.fromkeys((*found.get(table, ()), *columns)))
    return found
