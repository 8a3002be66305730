"""Proof that no whole table exists, node by node, without trusting the solver."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from generator.disclosure.blocks import Block
from generator.disclosure.proof import Bounded, least
from generator.disclosure.propagate import Intervals, propagate
from generator.disclosure.solver import MINIMISE, Answer, EngineMaker, Program, Status
from generator.disclosure.system import FAR, Floats, Ints

# Far more than tables of counts need; beyond, the claim stays unproven.
NODES = 400
_WHOLE = 1e-6


def no_whole_table(block: Block, start: tuple[Ints, Ints], engine: EngineMaker) -> bool:
    """Return whether it is proven that no whole table lies between these bounds.

    Each leaf of the search is closed by subtraction or by prices, both in exact integers.

    Args:
        block: rows and cells.
        start: least and greatest value allowed to each cell.
        engine: gives candidate tables and prices; what it says is checked.
    """
    nodes = [start]
    for _ in range(NODES):
        if not nodes:
            return True
        lower, upper = nodes.pop()
        found = propagate(block.matrix, block.low, block.high, _intervals(lower, upper))
        if found.crossed.any():
            continue
        node = _within(block, found.lower, found.upper)
        answer = _candidate(node, engine)
        if answer.status is Status.INFEASIBLE and refuted(node, engine):
            continue
        if answer.status is not Status.OPTIMAL or answer.values.shape != lower.shape:
            return False
        cell = _most_fractional(answer.values)
        if cell is None:
            return False
        nodes += _halves(node, cell, answer.values[cell])
    return False


def refuted(block: Block, engine: EngineMaker) -> bool:
    """Return whether prices prove, in whole numbers, that not even fractions fit."""
    rows, size = block.matrix.shape
    slack = sparse.eye_array(rows, dtype=np.int64)
    none, far = np.zeros(2 * rows, dtype=np.int64), np.full(2 * rows, FAR)
    program = Program(
        matrix=sparse.hstack([block.matrix, slack, -slack]).tocsr(),
        low=block.low,
        high=block.high,
        lower=np.concatenate([block.lower, none]),
        upper=np.concatenate([block.upper, far]),
    )
    costs = np.concatenate([np.zeros(size), np.ones(2 * rows)])
    answer = engine(program).solve(costs, MINIMISE)
    proven: Bounded = block
    bound = least(proven, np.zeros(size, dtype=np.int64), answer.duals)
    return bound is not None and bound > 0


def _candidate(block: Block, engine: EngineMaker) -> Answer:
    program = Program(block.matrix, block.low, block.high, block.lower, block.upper)
    return engine(program).solve(np.zeros(block.cells.size), MINIMISE)


def _intervals(lower: Ints, upper: Ints) -> Intervals:
    return Intervals(lower, upper, np.zeros(lower.size, dtype=bool))


def _within(block: Block, lower: Ints, upper: Ints) -> Block:
    return Block(
        cells=block.cells,
        matrix=block.matrix,
        low=block.low,
        high=block.high,
        lower=lower,
        upper=upper,
        threshold=block.threshold,
        width=block.width,
    )


def _most_fractional(values: Floats) -> int | None:
    distance = np.abs(values - np.rint(values))
    cell = int(distance.argmax())
    return None if distance[cell] < _WHOLE else cell


def _halves(block: Block, cell: int, value: float) -> list[tuple[Ints, Ints]]:
    below, above = block.upper.copy(), block.lower.copy()
    below[cell], above[cell] = int(np.floor(value)), int(np.ceil(value))
    return [(block.lower, below), (above, block.upper)]
