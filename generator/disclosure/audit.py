"""The audit: from what is published alone, one verdict per hidden cell."""

from __future__ import annotations

import os
from collections.abc import Iterator, MutableMapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np

from generator.disclosure.attack import Attack, Means
from generator.disclosure.blocks import Block, Labels, components, content_key, settle, split
from generator.disclosure.propagate import Intervals, propagate
from generator.disclosure.system import (
    FAR,
    Bools,
    Floats,
    Ints,
    Key,
    Published,
    System,
    Unknowns,
    unknowns,
)
from generator.disclosure.verdict import BlockVerdicts, Progress, Report, Verdict

Cache = MutableMapping[str, BlockVerdicts]

# From this many unknowns on, starting other processes pays.
_COUNTRY = 200_000
# Blocks sent to a process at a time.
_CHUNK = 64


@dataclass(eq=False)
class _Work:
    """The audit under way: everything is indexed by unknown."""

    published: Published
    system: Unknowns
    labels: Labels
    verdicts: Ints
    lower: Ints
    upper: Ints
    shown: Ints
    relaxed: Bools
    known: Bools
    deadline: float
    means: Means
    programs: int = 0
    keys: dict[int, str] = field(default_factory=dict)


def audit(
    system: System | Published, *, means: Means | None = None, cache: Cache | None = None
) -> Report:
    """Return the verdict of every hidden cell; true values are neither needed nor used.

    Args:
        system: what is published.
        means: how hard to try, and how long.
        cache: verdicts of earlier runs by content of block; filled with the new ones.
            Reading it needs a hash of every block: leave it out for a single run.
    """
    published = system.freeze() if isinstance(system, System) else system
    work = _start(published, means or Means())
    if cache is not None:
        _recall(work, cache)
    reduced = _propagate(work)
    _attack(work, reduced)
    _excuse_harmless(work)
    if cache is not None:
        _remember(work, cache)
    return _report(work)


def bounds(
    system: System | Published, *, means: Means | None = None
) -> dict[Key, tuple[int, int | None]]:
    """Return the interval of every hidden cell, both ends reached unless time ran out.

    None stands for no upper bound. Ends are exact for whole tables with `strict` means.
    """
    published = system.freeze() if isinstance(system, System) else system
    work = _start(published, means or Means(strict=True))
    reduced = _propagate(work)
    for block in _blocks(work, reduced):
        attack = Attack(block, work.means, work.deadline)
        attack.exhaust()
        work.lower[block.cells], work.upper[block.cells] = attack.low, attack.high
    cells = [published.keys[cell] for cell in work.system.cells.tolist()]
    ends = zip(work.lower.tolist(), work.upper.tolist(), strict=True)
    spans = [(low, None if high >= FAR else high) for low, high in ends]
    return dict(zip(cells, spans, strict=True))


def whole_table(system: System | Published) -> Ints:
    """Return one table of whole counts that fits everything published.

    Raises:
        ValueError: no such table was found.
    """
    published = system.freeze() if isinstance(system, System) else system
    work = _start(published, Means(strict=True))
    reduced = _propagate(work)
    guess = work.lower.copy()
    for block in _blocks(work, reduced):
        attack = Attack(block, work.means, work.deadline)
        attack.begin()
        if attack.table is None:
            work.verdicts[block.cells] = Verdict.INCONSISTENT
        else:
            guess[block.cells] = attack.table
    if work.system.broken.size or (work.verdicts == Verdict.INCONSISTENT).any():
        message = "no table of counts fits what is published"
        raise ValueError(message)
    values = published.value.copy()
    values[work.system.cells] = guess
    return values


def block_keys(system: System | Published) -> dict[str, tuple[Key, ...]]:
    """Return the hidden cells of each independent block, by hash of its masked content."""
    published = system.freeze() if isinstance(system, System) else system
    work = _start(published, Means())
    return {
        content_key(published, work.system, members): tuple(
            published.keys[cell] for cell in work.system.cells[members[1]].tolist()
        )
        for members in _members(work.labels).values()
    }


def _start(published: Published, means: Means) -> _Work:
    system = unknowns(published)
    size = system.cells.size
    return _Work(
        published=published,
        system=system,
        labels=components(system.matrix),
        verdicts=np.full(size, int(Verdict.UNPROVEN)),
        lower=system.lower.copy(),
        upper=system.upper.copy(),
        shown=np.zeros(size, dtype=np.int64),
        relaxed=np.zeros(size, dtype=bool),
        known=np.zeros(size, dtype=bool),
        deadline=means.deadline(),
        means=means,
    )


def _propagate(work: _Work) -> Unknowns:
    """Narrow every interval by subtraction, and return what is still free."""
    system, labels = work.system, work.labels
    start = Intervals(system.lower, system.upper, np.zeros(system.cells.size, dtype=bool))
    found = propagate(system.matrix, system.low, system.high, start)
    work.lower = np.where(work.known, work.lower, found.lower)
    work.upper = np.where(work.known, work.upper, found.upper)
    wrong = np.isin(labels.columns, np.unique(labels.columns[found.crossed]))
    work.verdicts[wrong & ~work.known] = Verdict.INCONSISTENT
    fixed = found.lower == found.upper
    work.verdicts[fixed & ~wrong & ~work.known] = Verdict.EXACT
    narrowed = Unknowns(
        cells=system.cells,
        rows=system.rows,
        matrix=system.matrix,
        low=system.low,
        high=system.high,
        lower=found.lower,
        upper=found.upper,
        broken=system.broken,
    )
    return settle(narrowed, fixed | wrong | work.known)


class _Decision(NamedTuple):
    """What one attack concludes of a block."""

    verdicts: Ints
    low: Ints
    high: Ints
    shown: Ints
    programs: int
    relaxed: bool
    impossible: bool


def _attack(work: _Work, reduced: Unknowns) -> None:
    total = int(work.verdicts.size)
    done = total - reduced.cells.size
    blocks = _blocks(work, reduced)
    for block, found in zip(blocks, _decisions(work, blocks), strict=True):
        work.verdicts[block.cells] = found.verdicts
        work.lower[block.cells], work.upper[block.cells] = found.low, found.high
        work.shown[block.cells] = found.shown
        work.programs += found.programs
        work.relaxed[block.cells] = found.relaxed & (found.verdicts == Verdict.SAFE)
        if found.impossible:
            _condemn(work, block)
        done += block.cells.size
        if work.means.progress is not None:
            work.means.progress(Progress(done, total, "attack"))


def _decisions(work: _Work, blocks: list[Block]) -> Iterator[_Decision]:
    """Yield what is concluded of each block, in order; a country's on every processor."""
    processors = os.cpu_count() or 1
    if sum(block.cells.size for block in blocks) < _COUNTRY or processors == 1:
        yield from (_decided(work, block) for block in blocks)
        return
    decide = partial(_decide, replace(work.means, progress=None, known=None), work.deadline)
    # a fresh process, not a copy: the solver's own threads do not survive being copied
    with ProcessPoolExecutor(processors, mp_context=get_context("spawn")) as pool:
        yield from pool.map(decide, blocks, chunksize=_CHUNK)


def _decided(work: _Work, block: Block) -> _Decision:
    known, cells = work.means.known, work.system.cells[block.cells]
    return _decide(work.means, work.deadline, block, None if known is None else known.of(cells))


def _decide(
    means: Means, deadline: float, block: Block, known: list[Floats] | None = None
) -> _Decision:
    attack = Attack(block, means, deadline)
    if known is not None:
        attack.recall(known)
    verdicts = attack.decide()
    if known is not None:
        known.extend(attack.tables)
    ends = (attack.low, attack.high, attack.shown())
    return _Decision(verdicts, *ends, attack.programs, attack.relaxed, attack.impossible)


def _condemn(work: _Work, block: Block) -> None:
    label = work.labels.columns[block.cells[0]]
    work.verdicts[work.labels.columns == label] = Verdict.INCONSISTENT


def _blocks(work: _Work, reduced: Unknowns) -> list[Block]:
    cells = work.system.cells[reduced.cells]
    published = work.published
    return list(split(reduced, published.threshold[cells], published.width[cells]))


def _excuse_harmless(work: _Work) -> None:
    """Tell a secret found out from a large count, or a zero, that was hidden for nothing."""
    cells, published = work.system.cells, work.published
    large = work.lower >= published.threshold[cells]
    zero = (work.upper == 0) & ~published.zeros_secret[cells]
    work.verdicts[(work.verdicts == Verdict.EXACT) & (large | zero)] = Verdict.DEDUCED


def _members(labels: Labels) -> dict[int, tuple[Ints, Ints]]:
    """Return rows and cells of each component, in order."""
    row_order = np.argsort(labels.rows, kind="stable")
    order = np.argsort(labels.columns, kind="stable")
    edges = np.arange(labels.count + 1)
    row_ends = np.searchsorted(labels.rows[row_order], edges)
    ends = np.searchsorted(labels.columns[order], edges)
    return {
        label: (
            row_order[row_ends[label] : row_ends[label + 1]],
            order[ends[label] : ends[label + 1]],
        )
        for label in np.unique(labels.columns).tolist()
    }


def _recall(work: _Work, cache: Cache) -> None:
    for label, (rows, cells) in _members(work.labels).items():
        key = content_key(work.published, work.system, (rows, cells))
        work.keys[label] = key
        if key in cache and {_name(work, cell) for cell in cells.tolist()} <= {*cache[key].keys}:
            _restore(work, cells, cache[key])


def _restore(work: _Work, cells: Ints, kept: BlockVerdicts) -> None:
    names = dict(zip(kept.keys, kept.findings, strict=True))
    found = np.array([names[_name(work, cell)] for cell in cells.tolist()], dtype=np.int64)
    work.verdicts[cells] = found[:, 0]
    work.lower[cells], work.upper[cells] = found[:, 1], found[:, 2]
    work.shown[cells], work.relaxed[cells] = found[:, 3], found[:, 4] > 0
    work.known[cells] = True


def _remember(work: _Work, cache: Cache) -> None:
    for label, (_, cells) in _members(work.labels).items():
        if (work.verdicts[cells] == Verdict.UNPROVEN).any():
            continue  # another run may have more time
        kinds = (work.verdicts, work.lower, work.upper, work.shown, work.relaxed)
        columns = [of[cells].astype(np.int64) for of in kinds]
        findings = np.stack(columns, axis=1).tolist()
        names = tuple(_name(work, cell) for cell in cells.tolist())
        kept = BlockVerdicts(work.keys[label], names, tuple(map(tuple, findings)))
        cache[work.keys[label]] = kept


def _name(work: _Work, cell: int) -> str:
    return repr(work.published.keys[work.system.cells[cell]])


def _report(work: _Work) -> Report:
    return Report(
        published=work.published,
        cells=work.system.cells,
        verdicts=work.verdicts,
        lower=work.lower,
        upper=work.upper,
        shown=work.shown,
        blocks=work.labels.columns,
        broken=work.system.broken,
        programs=work.programs,
        relaxed=int(work.relaxed.sum()),
    )
