"""The shapes of formulas that need an estimate: waits from bands, chances, thresholds, promises.

The numbers come from `waiting`; this module brings checked tables to it as arrays and its
answers back as results. It reads visible cells only: what a hidden one may be is bounded
by the margin that the same table shows, which any reader can subtract as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from generator.banded import Banded, banded
from generator.engaged import engaged
from generator.errors import DefinitionError
from generator.formulas import (
    Counts,
    Moment,
    framed,
    no_counts,
    once,
    whole_code,
)
from generator.model import RESULT_COLUMNS, Indicator, Result, Status, Tables
from generator.settings import ENSEMBLE, SENSITIVE_THRESHOLD
from generator.waiting import housed, lifetable, limits, threshold, variance
from generator.waiting.bands import MONTHS_PER_YEAR, Bands
from generator.waiting.errors import ExposureError
from generator.waiting.fallback import enough_exits
from generator.waiting.results import BoolArray, Bounds, IntArray, StatusArray, Values
from generator.waiting.results import Counts as Cells
from generator.waiting.results import Status as Known

PERCENT: Final = 100
TOUCHING: Final = 1e-9
"""Limits this close are one value that was computed twice."""

EVER: Final = 9999
"""Last year of a promise that has none."""

WIDEST_POINTS: Final = 20.0
"""Points of percent between two certain limits beyond which they say nothing to a reader."""

WIDEST_MONTHS: Final = 24.0
"""The same for a duration."""

STATUS_BACK: Final[Mapping[int, Status]] = {
    Known.VALUE: Status.PLAIN,
    Known.OPEN_BAND: Status.AT_LEAST,
    Known.NOT_REACHED: Status.NOT_REACHED,
    Known.SO: Status.NOT_APPLICABLE,
    Known.NS: Status.NOT_SIGNIFICANT,
    Known.C: Status.SECRET,
    Known.ND: Status.MISSING,
}


# --- arrays to results ------------------------------------------------------------------------


def answered(
    keys: pd.MultiIndex, modality: str, values: Values, *, factor: float = 1.0
) -> pd.DataFrame:
    """Return figures as rows: value and status, the floor of « plus de X » in `bas`."""
    frame = keys.to_frame(index=False)
    return frame.assign(
        modalite=modality,
        valeur=pd.array(factor * values.number, dtype="Float64"),
        statut=[str(STATUS_BACK[int(code)]) for code in values.status],
        bas=pd.array(factor * values.at_least, dtype="Float64"),
        haut=pd.array(np.full(len(frame), np.nan), dtype="Float64"),
        numerateur=no_counts(frame),
        denominateur=no_counts(frame),
    )


def bounded(rows: pd.DataFrame, bounds: Bounds, *, factor: float = 1.0) -> pd.DataFrame:
    """Return `rows` with certain limits where a hidden count leaves no value but leaves limits.

    Limits that meet are a value. Limits too far apart to say anything are left out.
    """
    low, high = bounds.low, bounds.high
    secret = rows["statut"].isin([str(Status.SECRET), str(Status.MISSING)]).to_numpy()
    both = secret & (low.status == Known.VALUE) & (high.status == Known.VALUE)
    apart = factor * np.where(both, high.number - low.number, np.inf)
    told = apart <= (WIDEST_POINTS if factor == PERCENT else WIDEST_MONTHS)
    met = apart <= TOUCHING
    beyond = secret & (low.status == Known.OPEN_BAND)
    status = rows["statut"].mask(told, str(Status.BOUNDED)).mask(met, "")
    least = factor * np.where(low.status == Known.VALUE, low.number, low.at_least)
    return rows.assign(
        statut=status.mask(beyond, str(Status.AT_LEAST)),
        valeur=rows["valeur"].mask(met, pd.Series(least, index=rows.index)),
        bas=rows["bas"].mask((told & ~met) | beyond, pd.Series(least, index=rows.index)),
        haut=rows["haut"].mask(told & ~met, pd.Series(factor * high.number, index=rows.index)),
    )


def _noted(rows: pd.DataFrame, note: pd.Series[str]) -> pd.DataFrame:
    """Return rows that say « provisoire » or « révisé » where they have nothing graver to say."""
    plain = rows["statut"] == ""
    return rows.assign(statut=rows["statut"].mask(plain, pd.Series(note.to_numpy(), rows.index)))


def _whole(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    if not parts:
        return framed(pd.DataFrame(columns=list(RESULT_COLUMNS)))
    return framed(pd.concat(parts, ignore_index=True))


# --- waits ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seniority:
    """Mean, median and quartiles of a duration counted by band.

    Each household counts at the middle of its band for the mean; quantiles are read inside
    their band. A quantile in the open band is only known to be beyond its start.
    """

    of: Counts

    MEAN = "moyenne"
    QUANTILES = ("q1", "mediane", "q3")

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
        """Return the smallest base that may be seen."""
        return max(SENSITIVE_THRESHOLD, self.of.threshold(tables))

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return the four statistics, as certain limits where a band is hidden."""
        return _whole([rows for one in banded(self.of, tables) for rows in self._rows(one)])

    def _rows(self, one: Banded) -> Iterator[pd.DataFrame]:
        visible = (one.cells.status == Known.VALUE).all(axis=1)
        base = np.where(visible, one.cells.low.sum(axis=1), one.total)
        mean = housed.mean_wait(one.cells, one.bands).mean
        points = housed.quantiles(one.cells, one.bands)
        low, high = self._limits(one, ~visible & (one.total > 0))
        columns = [(self.MEAN, mean, low[:, 0], high[:, 0])]
        columns += [
            (name, points[:, i], low[:, i + 1], high[:, i + 1])
            for i, name in enumerate(self.QUANTILES)
        ]
        for name, values, least, most in columns:
            rows = bounded(answered(one.keys, name, values), Bounds(least, most))
            known = pd.Series(base, index=rows.index, dtype="Int64").mask(rows["valeur"].isna())
            yield _noted(rows.assign(denominateur=known), one.note)

    def _limits(self, one: Banded, doubtful: BoolArray) -> tuple[Values, Values]:
        """Return the limits of mean and quantiles; secret where the margin is hidden too."""
        shape = (len(one.keys), 1 + len(self.QUANTILES))
        cells, total = one.cells[doubtful], one.total[doubtful]
        means = housed.mean_bounds(cells, one.bands, total=total)
        points = housed.quantile_bounds(cells, one.bands, total=total)
        sides = []
        for mean, quantiles in ((means.low, points.low), (means.high, points.high)):
            status = np.full(shape, Known.C, dtype=np.int8)
            number, floor = np.full(shape, np.nan), np.full(shape, np.nan)
            status[doubtful] = np.column_stack([mean.status, quantiles.status])
            number[doubtful] = np.column_stack([mean.number, quantiles.number])
            floor[doubtful] = np.column_stack([mean.at_least, quantiles.at_least])
            sides.append(Values.floored(number, status, floor))
        return sides[0], sides[1]

    def words(self) -> str:
        """Return the formula in French."""
        return (
            f"moyenne, médiane et quartiles {_of(self.of.label)}, estimés par tranches ; "
            "la tranche sans fin compte, pour la moyenne seulement, comme la tranche d’avant"
        )


def _of(label: str) -> str:
    return f"de l’ancienneté des {label}"


# --- chances ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sources:
    """The three tables behind a chance: who waits, who signs a lease, who leaves otherwise.

    Attributes:
        stock: demandes en cours by seniority, read on 1 January and on the next one.
        baux: leases of the year, by seniority at the signature.
        sorties: other exits of the year, by seniority at the exit.
    """

    stock: Counts
    baux: Counts
    sorties: Counts

    def parts(self) -> tuple[Counts, ...]:
        """Return what is read: stock on both dates, leases, other exits."""
        end = replace(self.stock, moment=Moment.END)
        return (replace(self.stock, moment=Moment.START), end, self.baux, self.sorties)

    def observed(self, tables: Tables) -> tuple[tuple[pd.MultiIndex, lifetable.Observed], ...]:
        """Return one year of each group that the three tables describe, by set of bands; read once."""
        found: tuple[tuple[pd.MultiIndex, lifetable.Observed], ...] = once(
            tables,
            f"observed {[replace(part, label='') for part in self.parts()]}",
            lambda: tuple(self._observed(tables)),
        )
        return found

    def _observed(self, tables: Tables) -> Iterator[tuple[pd.MultiIndex, lifetable.Observed]]:
        read = [list(banded(part, tables)) for part in self.parts()]
        for chosen in _combinations(read):
            keys = chosen[0].keys
            for other in chosen[1:]:
                keys = keys.intersection(other.keys, sort=True)
            edges = set(chosen[0].bands.edges)
            edges = edges.intersection(*(other.bands.edges for other in chosen[1:]))
            if len(keys) and len(edges) > 1:
                bands = Bands(tuple(sorted(edges)))
                yield keys, _observed([one.at(keys, bands) for one in chosen], bands)


def _combinations(read: list[list[Banded]]) -> Iterator[tuple[Banded, ...]]:
    if not read:
        yield ()
        return
    for one in read[0]:
        for others in _combinations(read[1:]):
            yield (one, *others)


def _observed(cells: list[Cells], bands: Bands) -> lifetable.Observed:
    """Return the year; where exits meet no stock the half-sum of stocks is too thin: NS."""
    exposure = lifetable.exposure_from_stocks(cells[0], cells[1])
    try:
        return lifetable.Observed(bands, exposure, cells[2], cells[3])
    except ExposureError as error:
        thin = np.where(error.at_fault, np.int8(Known.NS), exposure.status)
        high = np.where(error.at_fault, 1.0, exposure.high)
        return lifetable.Observed(bands, replace(exposure, high=high, status=thin), *cells[2:])


@dataclass(frozen=True)
class Incidence:
    """The chance of an exit within some months, competing exits counted.

    Rates of one year put end to end (period life table of Chiang, incidence of Aalen and
    Johansen). Each figure has the interval that chance alone respects 95 times in 100. A
    group with too few exits has none: the whole authority's is then read in its place.

    Attributes:
        sources: the tables.
        exit: which exit: `bail` or `sortie`.
        months: horizons, in months, counted from now.
        waited: months already waited; nothing is said of who left before.
    """

    sources: Sources
    exit: str
    months: tuple[int, ...] = (12, 24, 36, 48)
    waited: tuple[int, ...] = (0,)

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return _tables(self.sources)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return _sources_columns(self.sources)

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        return _sources_rows(self.sources)

    def threshold(self, tables: Tables) -> int:
        """Return the smallest number of exits that may be seen behind a chance."""
        return max(SENSITIVE_THRESHOLD, *(p.threshold(tables) for p in self.sources.parts()))

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return one row per group and horizon, in percent; leases and exits behind it."""
        return _whole(
            [
                rows
                for keys, observed in self.sources.observed(tables)
                for waited in self.waited
                for rows in self._rows(keys, observed, waited)
            ]
        )

    def _rows(
        self, keys: pd.MultiIndex, observed: lifetable.Observed, waited: int
    ) -> Iterator[pd.DataFrame]:
        edges = observed.bands.edges
        if waited not in edges[:-1]:
            return
        table = lifetable.having_waited(lifetable.life_table(observed), months=waited)
        bail = self.exit == "bail"
        curve = table.housed if bail else table.left
        spread = variance.housed_variance(table) if bail else variance.left_variance(table)
        chance = variance.interval(curve, spread)
        sides = limits.housed_bounds if bail else limits.left_bounds
        certain = sides(observed, waited=waited)
        for within in self.months:
            until = waited + within
            if until in edges:
                at = table.edges.index(until)
                rows = answered(keys, modality(waited, within), curve[:, at], factor=PERCENT)
                rows = bounded(
                    rows, Bounds(certain.low[:, at], certain.high[:, at]), factor=PERCENT
                )
                rows = _with_interval(rows, chance.low[:, at], chance.high[:, at])
                yield _if_enough(rows, observed, waited, until)

    def words(self) -> str:
        """Return the formula in French."""
        exits = "baux signés" if self.exit == "bail" else "sorties sans logement"
        already = " parmi ceux qui attendent déjà" if self.waited != (0,) else ""
        return (
            f"part des ménages que les taux annuels de sortie, mis bout à bout, mènent aux {exits}"
            f"{already} ; taux d’une tranche = sorties de l’année ÷ moyenne des demandes au "
            "1er janvier de l’année et de la suivante ; baux et autres sorties se concurrencent"
        )


def modality(waited: int, within: int) -> str:
    """Return the code of a horizon: `M_24`, or `D_12_M_24` for who has waited 12 months."""
    return f"M_{within}" if waited == 0 else f"D_{waited}_M_{within}"


def _with_interval(rows: pd.DataFrame, low: Values, high: Values) -> pd.DataFrame:
    plain = (rows["statut"] == "").to_numpy()
    return rows.assign(
        bas=rows["bas"].mask(plain, pd.Series(PERCENT * low.number, index=rows.index)),
        haut=rows["haut"].mask(plain, pd.Series(PERCENT * high.number, index=rows.index)),
    )


def _if_enough(
    rows: pd.DataFrame, observed: lifetable.Observed, since: int, until: int
) -> pd.DataFrame:
    """Return rows with the exits behind them; NS where these are too few to mean anything."""
    used = slice(observed.bands.index_of(since), observed.bands.index_of(until))
    enough = enough_exits(observed, until=until, since=since)
    known = rows["statut"] == ""
    few = known & ~pd.Series(enough, index=rows.index)
    baux = observed.baux.low[:, used].sum(axis=1)
    exits = baux + observed.autres_sorties.low[:, used].sum(axis=1)
    hidden = ~known | few
    return rows.assign(
        statut=rows["statut"].mask(few, str(Status.NOT_SIGNIFICANT)),
        valeur=rows["valeur"].mask(few),
        bas=rows["bas"].mask(few),
        haut=rows["haut"].mask(few),
        numerateur=pd.Series(baux, index=rows.index, dtype="Int64").mask(hidden),
        denominateur=pd.Series(exits, index=rows.index, dtype="Int64").mask(hidden),
    )


def _tables(sources: Sources) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in sources.parts() for name in part.tables))


def _sources_columns(sources: Sources) -> Mapping[str, tuple[str, ...]]:
    return {name: columns for part in sources.parts() for name, columns in part.columns().items()}


def _sources_rows(sources: Sources) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.rows() for part in sources.parts()))


@dataclass(frozen=True)
class HalfHoused:
    """The months at the end of which half of the newcomers have signed a lease.

    Those who leave otherwise count among the other half: where they are more than half the
    level is never reached (« non atteint »), and no time is made up.
    """

    sources: Sources

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return _tables(self.sources)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return _sources_columns(self.sources)

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        return _sources_rows(self.sources)

    def threshold(self, tables: Tables) -> int:
        """Return the smallest number of exits that may be seen behind it."""
        return max(SENSITIVE_THRESHOLD, *(p.threshold(tables) for p in self.sources.parts()))

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return months; `non_atteint` with the last month observed in `bas`."""
        return _whole([self._rows(k, o) for k, o in self.sources.observed(tables)])

    def _rows(self, keys: pd.MultiIndex, observed: lifetable.Observed) -> pd.DataFrame:
        table = lifetable.life_table(observed)
        rows = _not_yet(answered(keys, "", lifetable.time_to(table.housed, table.edges)), table)
        enough = enough_exits(observed, until=MONTHS_PER_YEAR)
        told = rows["statut"].isin(["", str(Status.NOT_REACHED)])
        few = told & ~pd.Series(enough, index=rows.index)
        return rows.assign(
            statut=rows["statut"].mask(few, str(Status.NOT_SIGNIFICANT)),
            valeur=rows["valeur"].mask(few),
            bas=rows["bas"].mask(few),
        )

    def words(self) -> str:
        """Return the formula in French."""
        return "plus courte durée au bout de laquelle la chance d’avoir signé un bail atteint la moitié"


def _not_yet(rows: pd.DataFrame, table: lifetable.LifeTable) -> pd.DataFrame:
    """Return rows where a curve that secrecy cuts has not reached half by its last known edge."""
    known = np.logical_and.accumulate(table.housed.status == Known.VALUE, axis=1).sum(axis=1)
    last = np.asarray(table.edges, dtype=np.float64)[known - 1]
    cut = (rows["statut"] == str(Status.SECRET)).to_numpy() & (known > 1)
    return rows.assign(
        statut=rows["statut"].mask(cut, str(Status.NOT_REACHED)),
        bas=rows["bas"].mask(cut, pd.Series(last, index=rows.index)),
    )


# --- thresholds -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Beyond:
    """The part of a stock that has waited longer than a threshold set by the prefect.

    A threshold inside a band cuts what nobody can split: certain limits, no share of it.

    Attributes:
        stock: demandes en cours by seniority.
        table: register of thresholds: annee, code_territoire, typologie and `column`.
        column: the thresholds, in months.
    """

    stock: Counts
    table: str
    column: str

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return (*self.stock.tables, self.table)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        named = ("annee", "code_territoire", "typologie", self.column)
        return {**self.stock.columns(), self.table: named}

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        return (self.stock.rows(), f"{self.table}.{self.column} (dernière ligne en vigueur)")

    def threshold(self, tables: Tables) -> int:
        """Return the smallest count that may be seen."""
        return max(SENSITIVE_THRESHOLD, self.stock.threshold(tables))

    def values(self, tables: Tables) -> pd.DataFrame:
        """Return shares in percent, certain limits where the threshold or secrecy cuts a band."""
        found = thresholds(tables, self.table, self.column)
        return _whole([self._rows(one, found) for one in banded(self.stock, tables)])

    def _rows(self, one: Banded, found: Thresholds) -> pd.DataFrame:
        months = np.array([in_force(found, key) for key in one.keys], dtype=np.int64)
        total = np.where(one.total < 0, one.cells.low.sum(axis=1), one.total)
        visible = (one.cells.status == Known.VALUE).all(axis=1) | (one.total >= 0)
        usable = visible & (months > 0) & (total >= one.cells.low.sum(axis=1))
        usable &= total <= one.cells.high.sum(axis=1)
        part = threshold.beyond(
            one.cells[usable], one.bands, months=months[usable], total=total[usable]
        )
        rows = answered(one.keys, "", _spread(part.share.low, usable), factor=PERCENT)
        exact = _spread(part.share.high, usable).number == _spread(part.share.low, usable).number
        doubtful = (rows["statut"] == "") & ~pd.Series(exact, index=rows.index)
        count = pd.Series(_spread(part.count.low, usable).number, index=rows.index)
        known = (rows["statut"] == "") & ~doubtful
        rows = rows.assign(
            valeur=rows["valeur"].mask(doubtful),
            statut=rows["statut"].mask(doubtful, str(Status.SECRET)),
            numerateur=count.round().astype("Int64").mask(~known),
            denominateur=pd.Series(total, index=rows.index, dtype="Int64").mask(~known),
        )
        sides = Bounds(_spread(part.share.low, usable), _spread(part.share.high, usable))
        return _without_threshold(bounded(rows, sides, factor=PERCENT), months)

    def words(self) -> str:
        """Return the formula in French."""
        return (
            f"100 × « {self.stock.label} plus anciennes que le seuil du préfet » ÷ "
            f"« {self.stock.label} »"
        )


def _without_threshold(rows: pd.DataFrame, months: IntArray) -> pd.DataFrame:
    """Return rows that are not available where no threshold is in force."""
    none = pd.Series(months <= 0, index=rows.index)
    return rows.assign(
        statut=rows["statut"].mask(none, str(Status.MISSING)),
        bas=rows["bas"].mask(none),
        haut=rows["haut"].mask(none),
    )


def _spread(values: Values, where: BoolArray) -> Values:
    """Return figures of some groups at their place among all; secret elsewhere."""
    status: StatusArray = np.full(where.shape, Known.C, dtype=np.int8)
    number = np.full(where.shape, np.nan)
    status[where], number[where] = values.status, values.number
    return Values.of(number, status)


@dataclass(frozen=True)
class Thresholds:
    """A register of thresholds: year, territory, typologie and months of each; the whole's code."""

    lines: tuple[tuple[int, str, str, int], ...]
    whole: str


def thresholds(tables: Tables, table: str, column: str) -> Thresholds:
    """Return the register of thresholds that `table` holds."""
    frame = tables[table].frame.dropna(subset=[column])
    named = frame[["annee", "code_territoire", "typologie", column]]
    lines = tuple(
        (int(year), str(place), str(size), int(months))
        for year, place, size, months in named.itertuples(index=False, name=None)
    )
    return Thresholds(lines, whole_code(tables))


def in_force(found: Thresholds, key: tuple[int, str, str]) -> int:
    """Return the newest threshold for a year, a territory and a size, 0 when there is none.

    One written for the commune and the size comes before one of the whole territory, or of
    all sizes. Without a common threshold, all sizes together have none.
    """
    year, place, size = key
    fitting = [
        (place_ == place, size_ == size, year_, months)
        for year_, place_, size_, months in found.lines
        if year_ <= year and place_ in (place, found.whole) and size_ in (size, ENSEMBLE)
    ]
    return max(fitting)[3] if fitting else 0


# --- promises ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Promises:
    """What was achieved for each unit promised, one modality per promise.

    It reads the results of the other indicators, so that a promise is always compared with
    the published figure.

    Attributes:
        table: register of promises: code, indicator, actor, territory, years, target.
        beside: registers of the same promises by actor, read where the deposit has them.
    """

    table: str
    beside: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables it reads."""
        return (self.table,)

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns it reads, per table."""
        return {
            self.table: (
                "code_engagement", "indicateur", "code_acteur", "code_territoire", "annee_debut",
                "annee_fin", "cible",
            )
        }  # fmt: skip

    def rows(self) -> tuple[str, ...]:
        """Return which rows of which table it reads, in French."""
        others = [f"{name} (cible de chaque acteur)" for name in self.beside]
        return (f"{self.table}.cible (chaque engagement, chaque année où il court)", *others)

    def threshold(self, tables: Tables) -> int:
        """Return the smallest count that may be seen: the results it reads are protected alike."""
        return 0 if self.table in tables else SENSITIVE_THRESHOLD

    def values(self, tables: Tables) -> pd.DataFrame:
        """Raise: a promise is measured by `derive`, once the other results are there."""
        message = f"{self.table} is read beside results, not alone: {sorted(tables)[:3]}"
        raise DefinitionError(message)

    def derive(self, tables: Tables, results: Sequence[Result]) -> pd.DataFrame:
        """Return achieved ÷ promised in percent, per promise and year.

        The smallest threshold of the result that was read still hides a small base: rows keep
        its counts.
        """
        read = (self.table, *self.beside)
        promised = engaged({name: tables[name].frame for name in read if name in tables})
        parts = [
            _kept_promises(row, result)
            for row in promised.to_dict("records")
            for result in results
            if measures(result.indicator, str(row["indicateur"]))
        ]
        return _whole([part for part in parts if len(part)])

    def words(self) -> str:
        """Return the formula in French."""
        return "100 × « réalisé de l’année » ÷ « cible de l’engagement »"


def measures(indicator: Indicator, target: str) -> bool:
    """Return whether an indicator measures a target, which names its thresholds or itself."""
    return target in (indicator.threshold, indicator.id)


def _kept_promises(row: Mapping[Any, Any], result: Result) -> pd.DataFrame:
    frame = result.frame
    given = {column: value for column, value in row.items() if not pd.isna(value)}
    actor = str(given.get("code_acteur", ""))
    first, last = int(given.get("annee_debut", 0)), int(given.get("annee_fin", EVER))
    mine = (
        (frame["code_territoire"] == str(row["code_territoire"]))
        & (frame["typologie"] == ENSEMBLE)
        & (frame["modalite"] == actor)
        & frame["annee"].between(first, last)
    )
    own = frame[mine]
    target = float(row["cible"]) or float("nan")
    small = _small(own, result.threshold)
    kept = {name: (PERCENT * own[name] / target).mask(small) for name in ("valeur", "bas", "haut")}
    counts = {name: own[name].mask(small) for name in ("numerateur", "denominateur")}
    status = own["statut"].mask(small, str(Status.SECRET))
    return own.assign(modalite=str(row["code_engagement"]), statut=status, **kept, **counts)


def _small(rows: pd.DataFrame, threshold_: int) -> pd.Series[bool]:
    """Return the rows whose result will be hidden: their promise must be hidden as well."""
    top, bottom = rows["numerateur"], rows["denominateur"]
    parts = [top, bottom, bottom - top]
    small = pd.Series(data=False, index=rows.index)
    for part in parts:
        small |= ((part >= 1) & (part < threshold_)).fillna(value=False).astype(bool)
    uniform = ((top == 0) | (top == bottom)) & (bottom > 0)
    return small | (uniform.fillna(value=False).astype(bool) & (threshold_ >= SENSITIVE_THRESHOLD))
