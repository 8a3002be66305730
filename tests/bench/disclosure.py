"""Prints how long the audit and the repair take, and how that grows.

Run: python -m tests.bench.disclosure [name ...]; without a name, the quick ones; with
`big`, a country and the linked tables, which take minutes.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy import sparse

from generator.disclosure.attack import Means
from generator.disclosure.audit import audit
from generator.disclosure.repair import Cells, protect
from generator.disclosure.system import Bools, Ints, Matrix, Published, Rule
from generator.disclosure.tables import Sum, assemble, crossing
from generator.disclosure.verdict import Progress, Verdict
from tests.disclosure.examples import cases

TYPOLOGIES = 6


@dataclass(frozen=True, eq=False)
class Tables:
    """True counts with all their margins."""

    values: Ints
    matrix: Matrix
    margins: Bools

    def published(self, rule: Rule) -> Published:
        """Return the tables with their primary cells hidden."""
        hidden = (self.values > 0) & (self.values < rule.threshold)
        return assemble(self.values, hidden, self.matrix, rule=rule)


def territory(communes: int, groups: int, years: int, *, bands: tuple[int, ...] = ()) -> Tables:
    """Return commune x typology tables, each crossed with `bands`, linked by their margin."""
    random = np.random.default_rng(communes + years)
    counts = _counts(random, communes * years, 20 if bands else 8)
    tree = _geography(communes, groups, years)
    base = _with_totals(counts, tree)
    cells, values = [np.arange(base.size).reshape(base.shape)], [base.ravel()]
    axes: list[list[Sum]] = [tree, [(TYPOLOGIES, range(TYPOLOGIES))]]
    for band in bands:
        share = random.dirichlet(np.ones(band), counts.shape)
        detail = random.multinomial(counts, share)
        full = np.stack([_with_totals(detail[..., b], tree) for b in range(band)], axis=-1)
        fresh = np.arange(full.size).reshape(full.shape) + sum(v.size for v in values)
        cells.append(np.concatenate([fresh, cells[0][..., None]], axis=-1))
        values.append(full.ravel())
    size = sum(v.size for v in values)
    rows = [crossing(cells[0], axes, size)]
    for table, band in zip(cells[1:], bands, strict=True):
        by_band = [(band, range(band))]
        rows += [crossing(table[..., :band], axes, size)] if band else []
        rows += [_last_axis(table, by_band[0], size)]
    margins = np.zeros(base.shape, dtype=bool)
    margins[communes * years :] = True
    flags = [margins.ravel()]
    flags += [np.repeat(margins.ravel(), band) for band in bands]
    return Tables(np.concatenate(values), _stack(rows), np.concatenate(flags))


def _counts(random: np.random.Generator, communes: int, median: float) -> Ints:
    sizes = random.lognormal(np.log(median), 1.9, communes).astype(np.int64) + 1
    mix = random.dirichlet(np.array([2, 4, 5, 4, 2, 1.0]), communes)
    return random.multinomial(sizes, mix)


def _geography(communes: int, groups: int, years: int) -> list[Sum]:
    leaves = communes * years
    tree: list[Sum] = []
    for year in range(years):
        parts = np.array_split(np.arange(communes) + year * communes, groups)
        first = leaves + year * (groups + 1)
        tree += [(first + g, list(part)) for g, part in enumerate(parts)]
        tree.append((first + groups, list(range(first, first + groups))))
    return tree


def _with_totals(counts: Ints, tree: list[Sum]) -> Ints:
    table = np.zeros((counts.shape[0] + len(tree), TYPOLOGIES + 1), dtype=np.int64)
    table[: counts.shape[0], :TYPOLOGIES] = counts
    for total, parts in tree:
        table[total, :TYPOLOGIES] = table[list(parts), :TYPOLOGIES].sum(axis=0)
    table[:, TYPOLOGIES] = table[:, :TYPOLOGIES].sum(axis=1)
    return table


def _last_axis(table: Ints, node: Sum, size: int) -> Matrix:
    return crossing(table, [[]] * (table.ndim - 1) + [[node]], size)


def _stack(rows: list[Matrix]) -> Matrix:
    return sparse.vstack(rows).tocsr()


def audited(name: str, tables: Tables, threshold: int) -> None:
    """Print one audit of the primary mask."""
    rule = Rule(threshold=threshold, width=threshold // 2)
    published = tables.published(rule)
    begin, work = time.perf_counter(), _processor()
    report = audit(published, means=Means())
    seconds, work = time.perf_counter() - begin, _processor() - work
    counts = " ".join(f"{verdict.name}={report.count(verdict)}" for verdict in Verdict)
    print(  # noqa: T201 - a bench speaks to the terminal
        f"audit {name} t={threshold}: {published.value.size} cells, "
        f"{report.cells.size} hidden, {report.programs} programs, "
        f"{seconds:.2f} s ({work:.2f} s of processor), {counts}",
        flush=True,
    )


def _processor() -> float:
    """Return the seconds of processor used so far, those of other processes we started included."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _step(progress: Progress) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{progress.step} {progress.done}/{progress.total} ")


def repaired(name: str, tables: Tables, threshold: int) -> None:
    """Print one repair, all group margins kept."""
    masked = tables.published(Rule(threshold=threshold, width=threshold // 2))
    published = replace(masked, value=tables.values)
    may = (tables.values > 0) & ~tables.margins
    cost = np.log1p(tables.values) + 1
    cells = Cells(may, (), cost)
    begin, work = time.perf_counter(), _processor()
    result = protect(published, cells, means=Means(seconds=400.0, progress=_step))
    seconds, work = time.perf_counter() - begin, _processor() - work
    print(  # noqa: T201 - a bench speaks to the terminal
        f"repair {name} t={threshold}: {result.primary.size} primary, {result.added.size} added, "
        f"{result.unprotected.size} unprotected, cost {result.cost:.1f}, gap {result.gap:.3f}, "
        f"{seconds:.2f} s ({work:.2f} s of processor)",
        flush=True,
    )


CASES: dict[str, Callable[[], Tables]] = {
    "50x6x10": lambda: territory(50, 1, 10),
    "1300x6x1": lambda: territory(1300, 40, 1),
    "1300x6x10": lambda: territory(1300, 40, 10),
    "35000x6x1": lambda: territory(35000, 1250, 1),
    "35000x6x10": lambda: territory(35000, 1250, 10),
    "50x6x5": lambda: territory(50, 1, 1, bands=(5,)),
    "200x6x5": lambda: territory(200, 5, 1, bands=(5,)),
    "linked2": lambda: territory(50, 1, 1, bands=(5,) * 2),
    "linked4": lambda: territory(50, 1, 1, bands=(5,) * 4),
    "linked8": lambda: territory(50, 1, 1, bands=(5,) * 8),
}
LINKED = ("50x6x5", "linked2", "linked4", "linked8")
BIG = ("repair:35000x6x1", "35000x6x10", "repair:linked4", "repair:linked8")
THRESHOLD = 11


def _work(run: Callable[[], None]) -> float:
    begin = _processor()
    run()
    return _processor() - begin


def _growth(names: Sequence[str]) -> None:
    """Audit tables of growing size and print how the work grows with the cells."""
    first: tuple[float, int] | None = None
    for name in names:
        tables = CASES[name]()
        seconds = _work(partial(audited, name, tables, THRESHOLD))
        here = (seconds, tables.values.size)
        first = first or here
        _say(f"  cells x {here[1] / first[1]:.1f}, work x {here[0] / max(first[0], 1e-9):.1f}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def compared() -> None:
    """Print, case by case, what established tools hide and guarantee, and what we do."""
    from tests.disclosure.test_repair import case_repair

    _say("case: their complementary cells -> ours; their guarantee -> ours")
    for case in cases("repair"):
        expected, result = case["expected"], case_repair(case)
        theirs = expected.get("reference_secondary_count", "not given")
        fewest = expected.get("min_extra", expected.get("min_extra_inner_only", "not searched"))
        _say(
            f"  {case['id']}: {theirs} (fewest by search: {fewest}) -> {result.added.size}; "
            f"not a sum of visible cells -> at least two values, audited: {result.report.safe}, "
            f"gap {result.gap:.2f}"
        )


def main(names: list[str]) -> None:
    """Run the named cases, `big` for all large ones; without a name, growth and comparison.

    A name that starts with `repair:` is repaired.
    """
    names = [*BIG] if names == ["big"] else names
    for name in names:
        run = repaired if name.startswith("repair:") else audited
        run(name.removeprefix("repair:"), CASES[name.removeprefix("repair:")](), THRESHOLD)
    if names:
        return
    _say("Audit, as the years and the territory grow:")
    _growth(("50x6x10", "1300x6x10"))
    _say("Audit, as more tables share one margin:")
    _growth(LINKED)
    _say("Repair:")
    for name in ("1300x6x1", "50x6x5"):
        repaired(name, CASES[name](), THRESHOLD)
    compared()


if __name__ == "__main__":
    main(sys.argv[1:])
