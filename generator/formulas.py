"""The few shapes a formula can have. Declarations combine them; nothing else computes.

Every shape reads margin rows where the deposit has them and adds cells only through
`masked_sum`: a hidden cell hides every sum over it. Values of a hidden or missing base
are missing and carry the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate, pairwise

import pandas as pd

from generator.model import RESULT_COLUMNS, RESULT_KEYS, Status, Table, Tables
from generator.secrecy import crossing_threshold
from generator.settings import ENSEMBLE, SENSITIVE_THRESHOLD
from generator.words import quoted

PLACE_KEYS = ["annee", "code_territoire", "typologie"]
WEIGHT: Mapping[str, int] = {
    Status.PLAIN: 0,
    Status.PROVISIONAL: 1,
    Status.REVISED: 2,
    Status.NOT_APPLICABLE: 3,
    Status.MISSING: 4,
    Status.SECRET: 5,
}
"""When several statuses meet, the heaviest one is what the reader must know."""
STATUS_OF = {weight: str(status) for status, weight in WEIGHT.items()}
HIDING = (str(Status.SECRET), str(Status.MISSING), str(Status.NOT_APPLICABLE))


class Moment(StrEnum):
    """Which year a stock counts for: the one that starts on its date, or the one that ended."""

    START = "au 1er janvier"
    END = "au 31 décembre"


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
    """

    table: str
    column: str
    label: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    moment: Moment = Moment.START
    keep: str | None = None

    def columns(self) -> tuple[str, ...]:
        """Return the columns it reads."""
        kept = (self.keep,) if self.keep else ()
        return (self.column, *self.where, *kept)

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
            code_territoire=rows.get("code_territoire", _whole(tables)),
            typologie=rows.get("typologie", ENSEMBLE),
            modalite=rows[self.keep] if self.keep else "",
            n=rows[self.column].astype("Int64"),
            statut=status.fillna("").astype("string"),
        )
        return masked_sum(keyed, RESULT_KEYS, "n")

    def _rows(self, table: Table) -> pd.DataFrame:
        frame = table.frame
        for dimension in table.keys:
            if dimension in ("annee", "date", "code_territoire", "typologie", self.keep):
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


def _years(rows: pd.DataFrame, moment: Moment) -> pd.Series[int]:
    if "annee" in rows:
        return rows["annee"].astype("int64")
    years = rows["date"].str[:4].astype("int64")
    return years - 1 if moment is Moment.END else years


def _whole(tables: Tables) -> str:
    """Return the code of the whole territory, for tables that only describe it."""
    if "epci" in tables:
        return str(tables["epci"].frame["siren_epci"].iloc[0])
    return ENSEMBLE


def _framed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with exactly the columns of a result, typed and sorted."""
    hidden = frame["statut"].isin(HIDING).astype(bool)
    typed = frame.assign(
        valeur=frame["valeur"].astype("Float64").mask(hidden),
        numerateur=frame["numerateur"].astype("Int64").mask(hidden),
        denominateur=frame["denominateur"].astype("Int64").mask(hidden),
        statut=frame["statut"].astype("string"),
    )
    return typed[list(RESULT_COLUMNS)].sort_values(list(RESULT_KEYS)).reset_index(drop=True)


def _joined(of: pd.DataFrame, among: pd.DataFrame) -> pd.DataFrame:
    """Return numerators beside their denominators, with the heavier status of the two.

    A denominator without modalities serves every modality of its numerator. A denominator
    of zero leaves nothing to divide: `so`.
    """
    both = of.rename(columns={"n": "numerateur"}).merge(
        among.rename(columns={"n": "denominateur"}).drop(columns="modalite"),
        on=PLACE_KEYS, how="inner", validate="many_to_one", suffixes=("", "_denominateur"),
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


def _none(frame: pd.DataFrame) -> pd.Series[int]:
    """Return a column without any count, as long as `frame`."""
    return pd.Series(pd.NA, index=frame.index, dtype="Int64")


def _divided(joined: pd.DataFrame, factor: int) -> pd.Series[float]:
    top = joined["numerateur"].astype("Float64")
    bottom = joined["denominateur"].astype("Float64")
    return factor * top / bottom.mask(bottom == 0)


@dataclass(frozen=True)
class Count:
    """A count, as deposited."""

    of: Counts

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return (self.of.table,)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return {self.of.table: self.of.columns()}

    def threshold(self, tables: Tables) -> int:
        """Return the smallest count that may be seen."""
        return self.of.threshold(tables)

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the counts."""
        counts = self.of.read(tables)
        return _framed(
            counts.assign(valeur=counts["n"], numerateur=counts["n"], denominateur=_none(counts))
        )

    def words(self) -> str:
        """Return the formula in French."""
        return f"nombre de {self.of.label}"


@dataclass(frozen=True)
class Share:
    """A share in percent: some counts among all of them."""

    of: Counts
    among: Counts

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return tuple(dict.fromkeys((self.of.table, self.among.table)))

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return _columns(self.of, self.among)

    def threshold(self, tables: Tables) -> int:
        """Return the smallest base that may be seen."""
        return max(self.of.threshold(tables), self.among.threshold(tables))

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the shares, in percent."""
        joined = _joined(self.of.read(tables), self.among.read(tables))
        return _framed(joined.assign(valeur=_divided(joined, 100)))

    def words(self) -> str:
        """Return the formula in French."""
        return f"100 × {quoted(self.of.label)} ÷ {quoted(self.among.label)}"


@dataclass(frozen=True)
class Ratio:
    """One count for each unit of another."""

    of: Counts
    per: Counts

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return tuple(dict.fromkeys((self.of.table, self.per.table)))

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return _columns(self.of, self.per)

    def threshold(self, tables: Tables) -> int:
        """Return the smallest base that may be seen."""
        return max(self.of.threshold(tables), self.per.threshold(tables))

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the ratios."""
        joined = _joined(self.of.read(tables), self.per.read(tables))
        return _framed(joined.assign(valeur=_divided(joined, 1)))

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
        return (self.table, self.base.table)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return {
            self.table: (self.column, self.dimension),
            self.base.table: self.base.columns(),
        }

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
        return _framed(
            joined.assign(
                valeur=joined[self.column],
                numerateur=_none(joined),
                statut=worst,
            )
        )

    def words(self) -> str:
        """Return the formula in French."""
        return f"{self.label}, calculé par le producteur sur les durées exactes"


@dataclass(frozen=True)
class Seniority:
    """Mean and median seniority, estimated from counts by band.

    The mean counts each household at the middle of its band, and those of the open band
    half a preceding band beyond its start. The median is interpolated inside its band.
    """

    of: Counts

    MEAN = "moyenne"
    MEDIAN = "mediane"

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return (self.of.table,)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return {self.of.table: self.of.columns()}

    def threshold(self, tables: Tables) -> int:
        """Return the smallest base that may be seen."""
        return max(SENSITIVE_THRESHOLD, self.of.threshold(tables))

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return both statistics; missing as soon as one band of the group is."""
        counts = self.of.read(tables)
        wide = counts.pivot_table(
            index=PLACE_KEYS, columns="modalite", values="n", aggfunc="first", sort=True
        ).reindex(columns=sorted(counts["modalite"].unique(), key=_band_start))
        whole = masked_sum(counts, PLACE_KEYS, "n").rename(columns={"n": "denominateur"})
        known = wide[wide.notna().all(axis=1)].astype("int64")
        parts = [self._statistic(whole, known, name) for name in (self.MEAN, self.MEDIAN)]
        return _framed(pd.concat(parts, ignore_index=True))

    def _statistic(self, whole: pd.DataFrame, known: pd.DataFrame, name: str) -> pd.DataFrame:
        codes = [str(code) for code in known.columns]
        compute = banded_mean if name == self.MEAN else banded_median
        rows = known.itertuples(index=False, name=None)
        values = [compute(dict(zip(codes, row, strict=True))) for row in rows]
        series = pd.Series(values, index=known.index, dtype="Float64").rename("valeur")
        joined = whole.merge(series.reset_index(), on=PLACE_KEYS, how="left", validate="one_to_one")
        nothing = (joined["denominateur"] == 0).fillna(value=False).astype(bool)
        status = joined["statut"].mask(nothing, str(Status.NOT_APPLICABLE))
        return joined.assign(modalite=name, numerateur=_none(joined), statut=status)

    def words(self) -> str:
        """Return the formula in French."""
        return f"moyenne et médiane de l’ancienneté des {self.of.label}, estimées par tranches"


def _columns(*operands: Counts) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for operand in operands:
        before = found.get(operand.table, ())
        found[operand.table] = tuple(dict.fromkeys((*before, *operand.columns())))
    return found


# --- bands ------------------------------------------------------------------------------------


def band(code: str) -> tuple[int, int | None]:
    """Return the bounds in months of a band code: `M_12_24` is [12, 24), `M_120_P` is open."""
    _, start, end = code.split("_")
    return int(start), None if end == "P" else int(end)


def _band_start(code: str) -> int:
    return band(code)[0]


def banded_mean(counts: Mapping[str, int]) -> float | None:
    """Return the mean in months of counts by band, in order; None when there is nobody."""
    total = sum(counts.values())
    if not total:
        return None
    middles = _middles([band(code) for code in counts])
    return sum(m * n for m, n in zip(middles, counts.values(), strict=True)) / total


def _middles(bands: Sequence[tuple[int, int | None]]) -> list[float]:
    """Return the middle of each band; the open one is as wide as the band before it."""
    widths = [end - start for start, end in bands if end is not None]
    last = widths[-1] if widths else 0
    return [start + (last if end is None else end - start) / 2 for start, end in bands]


def banded_median(counts: Mapping[str, int]) -> float | None:
    """Return the interpolated median in months of counts by band, in order.

    None when there is nobody, or when it falls in the open band: its length is unknown.
    """
    total = sum(counts.values())
    if not total:
        return None
    half = total / 2
    cumulated = [0, *accumulate(counts.values())]
    code, (before, after) = next(
        found for found in zip(counts, pairwise(cumulated), strict=True) if found[1][1] >= half
    )
    start, end = band(code)
    return None if end is None else start + (end - start) * (half - before) / (after - before)
