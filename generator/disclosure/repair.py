"""The repair: which further cells to hide so that nothing can be found, at least cost.

Needs the true counts: it runs where they are, before anything is committed.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from generator.disclosure.attack import Means
from generator.disclosure.audit import audit, whole_table
from generator.disclosure.ground import Ground, grounds, surroundings
from generator.disclosure.perturb import Perturbation, Step
from generator.disclosure.probe import Probe
from generator.disclosure.suppress import Suppression
from generator.disclosure.system import Bools, Floats, Ints, Key, Published, System
from generator.disclosure.verdict import Progress, ProgressCallback, Report, Verdict

# Above this many cells in one part the cheapest mask is not searched for, only approached.
_LARGE = 3_000
# Up to this many cells in all, reserves are given up by looking at everything at once.
_WHOLE = 3_000
_PART_SECONDS = 10.0
_BOUND_SECONDS = 5.0


@dataclass(frozen=True)
class Plan:
    """What may be hidden, and at what price.

    Attributes:
        keep: cells that stay visible: headline figures, and all that a past release showed.
        already: cells hidden in a past release, which stay hidden.
        dark: cells hidden whatever they count, of which readers cannot even tell that they are
            not zero.
        reserves: groups of kept cells given up in turn, only for what nothing else protects.
        costs: information lost by hiding a cell; by default the logarithm of its count, so
            that small cells go first.
        part_seconds: time for the cheapest mask of one part; then an approached one.
    """

    keep: Collection[Key] = ()
    already: Collection[Key] = ()
    dark: Collection[Key] = ()
    reserves: Sequence[Collection[Key]] = ()
    costs: Mapping[Key, float] = field(default_factory=dict)
    part_seconds: float = _PART_SECONDS


@dataclass(frozen=True, eq=False)
class Repair:
    """A safe mask and what it costs.

    Attributes:
        complete: the tables with their true counts: never to be written where they are public.
        hidden: the mask.
        primary: cells hidden for their own sake, by a past release or because never printed.
        shown: small counts that the plan keeps visible: already public, or a mistake.
        added: complementary cells.
        unprotected: cells that remain exposed, to be escalated.
        cost: information lost by the complementary cells.
        bound: no mask that protects as much costs less.
        level: how many reserves had to be given up.
        report: the audit of the result, which needs no true count.
    """

    complete: Published = field(repr=False)
    hidden: Bools = field(repr=False)
    primary: Ints = field(repr=False)
    shown: Ints = field(repr=False)
    added: Ints = field(repr=False)
    unprotected: Ints = field(repr=False)
    cost: float
    bound: float
    level: int
    report: Report = field(repr=False)

    @property
    def gap(self) -> float:
        """How much dearer than necessary the mask may be, from 0 (proven cheapest) to 1."""
        return 0.0 if self.cost <= 0 else max(0.0, 1 - self.bound / self.cost)

    def keys(self, cells: Ints) -> list[Key]:
        """Return the names of cells."""
        return [self.complete.keys[cell] for cell in cells.tolist()]


@dataclass(frozen=True, eq=False)
class Cells:
    """What may be hidden of a complete system, by position.

    Attributes:
        may: cells that may be hidden.
        reserves: more cells, given up in turn.
        cost: information lost by hiding each cell.
        part_seconds: see Plan.
    """

    may: Bools
    reserves: tuple[Bools, ...]
    cost: Floats
    part_seconds: float = _PART_SECONDS


@dataclass(eq=False)
class _State:
    hidden: Bools
    deadline: float
    bound: float = 0.0


@dataclass(frozen=True, eq=False)
class _Pass:
    report: Report
    may: Bools
    cells: Cells
    level: int


def repair(complete: System, plan: Plan | None = None, *, means: Means | None = None) -> Repair:
    """Return a mask that protects every small count, with the least information lost.

    Args:
        complete: the tables with all their true counts.
        plan: what may be hidden and at what price.
        means: time allowed and progress; the audit at the end uses them too.
    """
    plan = plan or Plan()
    published = _hidesmall(complete.freeze(), plan)
    named = [_flags(published, keys) for keys in plan.reserves]
    kept = _flags(published, plan.keep)
    for flags in named:
        kept |= flags
    cost = np.log1p(published.value.astype(np.float64)) + 1
    for key, price in plan.costs.items():
        cost[published.index[key]] = price
    may = ~kept & ((published.value > 0) | published.zeros_secret)
    cells = Cells(may, tuple(named), cost, plan.part_seconds)
    return protect(published, cells, means=means or Means())


def protect(published: Published, cells: Cells, *, means: Means) -> Repair:
    """Return a mask that protects every cell hidden in `published`, whose values are true."""
    state = _State(published.hidden.copy(), means.deadline())
    may, level = cells.may, 0
    report = audit(published, means=_quiet(means))
    for level, reserve in enumerate((np.zeros_like(may), *cells.reserves)):
        if report.safe:
            break
        may = may | reserve
        before = state.hidden.copy()
        _mend(_Pass(report, may, cells, level), state, means.progress)
        if (before != state.hidden).any():
            report = audit(replace(published, hidden=state.hidden), means=_quiet(means))
    added = np.flatnonzero(state.hidden & ~published.hidden)
    return Repair(
        complete=published,
        hidden=state.hidden,
        primary=np.flatnonzero(published.hidden),
        shown=np.flatnonzero(small(published) & ~published.hidden),
        added=added,
        unprotected=report.cells[report.verdicts >= Verdict.NARROW],
        cost=float(cells.cost[added].sum()),
        bound=state.bound,
        level=level,
        report=report,
    )


def _flags(published: Published, keys: Collection[Key]) -> Bools:
    flags = np.zeros(published.value.size, dtype=bool)
    flags[[published.index[key] for key in keys if key in published.index]] = True
    return flags


def _hidesmall(published: Published, plan: Plan) -> Published:
    """Return the system with its primary cells hidden and a count for each implied cell."""
    implied = published.hidden
    values = whole_table(published) if implied.any() else published.value
    valued = replace(published, value=values)
    few = small(valued) & ~_flags(published, plan.keep)
    dark = _flags(published, plan.dark) & ~_flags(published, plan.keep)
    past = ((values > 0) | published.zeros_secret) & _flags(published, plan.already)
    least = np.where(published.zeros_secret | dark, 0, 1)
    # what is hidden here may be known elsewhere, between two limits: rounded, or from a release
    lower = np.where(implied, published.lower, np.maximum(least, published.lower))
    return replace(valued, hidden=implied | few | past | dark, lower=lower)


def small(published: Published) -> Bools:
    """Return the cells too small to be shown."""
    secret: Bools = (published.value > 0) | published.zeros_secret
    return secret & (published.value < published.threshold)


def _mend(work: _Pass, state: _State, progress: ProgressCallback | None) -> None:
    """Mend every part that needs it."""
    report, cells = work.report, work.cells
    exposed = np.zeros(work.may.size, dtype=bool)
    exposed[report.cells[report.verdicts >= Verdict.NARROW]] = True
    done, total = 0, int(exposed.sum())
    for ground in _parts(work, state, exposed):
        here = exposed[ground.cells]
        if not here.any():
            continue
        limit = min(state.deadline, time.monotonic() + cells.part_seconds)
        mender = Mender(ground, here, (limit, state.deadline))
        state.hidden[ground.cells] = mender.mend(_teller(progress, done, total, work.level))
        # Reserves are only for what nothing else protects: no bound is claimed for them.
        state.bound += 0.0 if work.level else mender.bound
        done += int(here.sum())
        if progress is not None:
            progress(Progress(done, total, f"repair {work.level}"))


def _teller(progress: ProgressCallback | None, done: int, total: int, level: int) -> Step:
    """Return what tells how many cells of a part are still exposed."""

    def tell(settled: int) -> None:
        if progress is not None:
            progress(Progress(done + settled, total, f"repair {level}"))

    return tell


def _parts(work: _Pass, state: _State, exposed: Bools) -> Iterator[Ground]:
    published, cost = work.report.published, work.cells.cost
    now = replace(published, hidden=state.hidden)
    if not work.level or published.value.size <= _WHOLE:
        return grounds(now, work.may, cost)
    # the mask grows in place: a margin hidden for one part is hidden for the next
    return surroundings(now, work.may, cost, exposed)


def _quiet(means: Means) -> Means:
    return replace(means, progress=None, seconds=None)


class Mender:
    """The repair of one part: cheapest mask if time allows, else a good one, then trimmed.

    Attributes:
        bound: no mask of this part that protects as much costs less.
    """

    def __init__(self, ground: Ground, exposed: Bools, limits: tuple[float, float]) -> None:
        self.ground = ground
        self.bound = 0.0
        self._exposed = exposed
        self._limit, self._deadline = limits
        self._probe = Probe(ground)

    def mend(self, step: Step) -> Bools:
        """Return the mask of this part, or as much of it as time allows."""
        if self.ground.cells.size > _LARGE:
            return self._grown(self.ground.must, self._exposed, step)
        targets = self._exposed & ~self._hopeless()
        if not targets.any():
            return self.ground.must
        search = Suppression(self.ground, self._probe, self._limit)
        mask = search.optimal(targets)
        if mask is None:
            mask = self._grown(search.nearest, targets, step)
        self.bound = max(self.bound, search.bound)
        return mask & ~self.ground.found_out(mask)

    def _hopeless(self) -> Bools:
        """Return the cells exposed even with everything hidden."""
        everything = np.ones(self._exposed.size, dtype=bool)
        return self._probe.exposed(everything, self._exposed)

    def _grown(self, start: Bools, targets: Bools, step: Step) -> Bools:
        """Return a mask that is good but not the cheapest; what cannot be helped is left."""
        growth = Perturbation(self.ground, start, self._deadline)
        begin = time.monotonic()
        growth.grow(targets, step)
        now = time.monotonic()
        patience = now - begin + self._limit - begin
        growth.shrink(targets, now + max(patience, 0.0))
        search = Suppression(self.ground, self._probe, time.monotonic() + _BOUND_SECONDS)
        self.bound = search.floor(targets & ~growth.lost & growth.hidden)
        return growth.hidden
