"""The shortest attack on a cell, as data that anyone can check in whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse

from generator.disclosure.attack import Attack, Means
from generator.disclosure.blocks import Block, components
from generator.disclosure.proof import DENOMINATORS
from generator.disclosure.solver import MAXIMISE, MINIMISE, Answer, Highs, Program, Status
from generator.disclosure.system import (
    FAR,
    Floats,
    Ints,
    Key,
    Matrix,
    Published,
    System,
    Unknowns,
    unknowns,
)

# Price of one equation, of each of its terms, and of leaning on the least or greatest value
# of another hidden cell: fewer equations first, then shorter ones, then plain subtraction.
_EQUATION, _TERM, _LEAN = 1.0, 0.01, 0.6
_WHOLE = 1e-5
# A bound may exceed a whole number by less than 1 and still round to it; tried last, since
# the room it gives invites fractions where none are needed.
_ROUNDINGS = (0.0, 0.99)
# A proof that needs more equations than these around the cell is none for a pencil.
_FAR_AWAY = 400


@dataclass(frozen=True)
class Use:
    """One published equation or inequality, and how many times it is added.

    A positive count uses its maximum, a negative one its minimum.
    """

    count: int
    row: int
    origin: str
    terms: tuple[tuple[int, Key], ...]


@dataclass(frozen=True)
class Lean:
    """What readers know of a hidden cell: at most (positive count) or at least (negative)."""

    count: int
    key: Key
    value: int


@dataclass(frozen=True)
class Proof:
    """A sum of published facts that bounds a hidden cell.

    Attributes:
        key: the cell.
        sense: MAXIMISE when it proves "at most", MINIMISE when it proves "at least".
        divisor: the sum bounds this many times the cell.
        uses: equations added up.
        leans: bounds of other hidden cells added up.
        value: what is proven; not printed.
    """

    key: Key
    sense: int
    divisor: int
    uses: tuple[Use, ...]
    leans: tuple[Lean, ...]
    value: int = field(repr=False)

    def verify(self, published: Published) -> bool:
        """Return whether the sum proves the value, in whole numbers and nothing else."""
        sums: dict[int, int] = {}
        limit = 0
        for use in self.uses:
            limit += use.count * int((published.high if use.count > 0 else published.low)[use.row])
            for coefficient, key in use.terms:
                cell = published.index[key]
                sums[cell] = sums.get(cell, 0) + use.count * coefficient
        for lean in self.leans:
            cell = published.index[lean.key]
            limit += lean.count * int(
                (published.upper if lean.count > 0 else published.lower)[cell]
            )
            sums[cell] = sums.get(cell, 0) + lean.count
        limit -= sum(
            count * int(published.value[cell])
            for cell, count in sums.items()
            if not published.hidden[cell]
        )
        rest = {cell: c for cell, c in sums.items() if c and published.hidden[cell]}
        # MAXIMISE is -1: a sum of "at most" facts bounds the cell itself from above.
        direction = -self.sense
        if rest != {published.index[self.key]: direction * self.divisor}:
            return False
        return limit // self.divisor == direction * self.value


@dataclass(frozen=True)
class Certificate:
    """Everything needed to redo an attack on one cell.

    Attributes:
        key: the cell.
        proofs: one when a plain subtraction gives the cell, else one per end of its range.
        lower: least value proven; not printed.
        upper: greatest value proven, None when there is none; not printed.
    """

    key: Key
    proofs: tuple[Proof, ...]
    lower: int = field(repr=False)
    upper: int | None = field(repr=False)

    @property
    def exact(self) -> bool:
        """Whether the cell has one possible value."""
        return self.lower == self.upper

    @property
    def by_subtraction(self) -> bool:
        """Whether published numbers alone give it, without knowing that counts are positive."""
        return self.exact and len(self.proofs) == 1

    def verify(self, published: Published) -> bool:
        """Return whether every proof holds and together they give the stated range."""
        ends = {proof.sense: proof.value for proof in self.proofs}
        if self.by_subtraction:
            return self.proofs[0].verify(published) and self.lower in ends.values()
        stated = {MINIMISE: self.lower, MAXIMISE: self.upper}
        return bool(self.proofs) and all(
            proof.verify(published) and stated[proof.sense] == proof.value for proof in self.proofs
        )


@dataclass(frozen=True, eq=False)
class _Search:
    published: Published
    system: Unknowns
    cell: int
    lower: int
    upper: int


def explain(
    system: System | Published, key: Key, *, ends: tuple[int, int | None] | None = None
) -> Certificate:
    """Return the shortest attack on a hidden cell: its range and why it goes no further.

    Args:
        system: what is published.
        key: the cell.
        ends: its range, when an audit has already proven it.

    Equations are looked for around the cell first, then further away; the least sum of
    multipliers wins, which is nearly always the fewest equations. An end that only a
    search by cases can prove has no entry in `proofs`.
    """
    published = system.freeze() if isinstance(system, System) else system
    rest = unknowns(published)
    cell = int(np.searchsorted(rest.cells, published.index[key]))
    search = _range(published, rest, cell) if ends is None else _known(published, rest, cell, ends)
    high = _prove(search, MAXIMISE) if search.upper < FAR else None
    upper = None if search.upper >= FAR else search.upper
    if high is not None and upper == search.lower and _is_identity(published, high):
        return Certificate(key, (high,), search.lower, upper)
    low = _prove(search, MINIMISE)
    proofs = tuple(proof for proof in (high, low) if proof is not None)
    return Certificate(key, proofs, search.lower, upper)


def _known(
    published: Published, rest: Unknowns, cell: int, ends: tuple[int, int | None]
) -> _Search:
    lower, upper = ends
    return _Search(published, rest, cell, lower, FAR if upper is None else upper)


def _is_identity(published: Published, proof: Proof) -> bool:
    rows = [use.row for use in proof.uses]
    equal = bool((published.low[rows] == published.high[rows]).all())
    return equal and not proof.leans and proof.divisor == 1


def _range(published: Published, system: Unknowns, cell: int) -> _Search:
    labels = components(system.matrix)
    cells = np.flatnonzero(labels.columns == labels.columns[cell])
    rows = np.flatnonzero(labels.rows == labels.columns[cell])
    block = Block(
        cells=cells,
        matrix=system.matrix[rows][:, cells].tocsr(),
        low=system.low[rows],
        high=system.high[rows],
        lower=system.lower[cells],
        upper=system.upper[cells],
        threshold=published.threshold[system.cells[cells]],
        width=published.width[system.cells[cells]],
    )
    place = int(np.searchsorted(cells, cell))
    attack = Attack(block, Means(strict=True), float("inf"))
    attack.close(place)
    return _Search(published, system, cell, int(attack.low[place]), int(attack.high[place]))


def _prove(search: _Search, sense: int) -> Proof | None:
    """Return the shortest proof of one end, from the nearest equations that suffice."""
    value = search.upper if sense == MAXIMISE else search.lower
    for rounding in _ROUNDINGS:
        for rows in _around(search.system.matrix, search.cell):
            proof = _prove_with(search, rows, sense, -sense * value + rounding)
            if proof is not None:
                stated = replace(proof, value=value)
                if stated.verify(search.published):
                    return stated
    return None


def _around(matrix: Matrix, cell: int) -> Iterator[Ints]:
    """Yield wider and wider sets of rows: those of the cell, of their cells, and so on."""
    columns = matrix.T.tocsr()
    rows = np.empty(0, dtype=np.int64)
    cells = np.array([cell])
    while True:
        wider = np.unique(columns[cells].indices).astype(np.int64)
        if rows.size and wider.size > _FAR_AWAY:
            return
        yield wider
        if wider.size == rows.size:
            return
        rows, cells = wider, np.unique(matrix[wider].indices)


def _prove_with(search: _Search, rows: Ints, sense: int, goal: float) -> Proof | None:
    system = search.system
    near = system.matrix[rows]
    cells = np.unique(np.append(near.indices, search.cell))
    near = near[:, cells].tocsr()
    place = int(np.searchsorted(cells, search.cell))
    limits = (system.high[rows], system.low[rows], system.upper[cells], system.lower[cells])
    answer = _shortest(near, limits, (place, -sense), goal)
    if answer.status is not Status.OPTIMAL:
        return None
    counts = _whole(answer.values)
    if counts is None:
        return None
    divisor, whole = counts
    size = rows.size
    uses = whole[:size] - whole[size : 2 * size]
    leans = whole[2 * size : 2 * size + cells.size] - whole[2 * size + cells.size :]
    return _written(search, (sense, divisor), (rows, uses), (cells, leans))


def _shortest(
    near: Matrix, limits: tuple[Ints, Ints, Ints, Ints], target: tuple[int, int], goal: float
) -> Answer:
    """Return the cheapest multipliers whose sum bounds the cell by the goal."""
    high, low, upper, lower = limits
    width = near.shape[1]
    across = near.T.tocsr()
    one = sparse.eye_array(width, dtype=np.int64)
    worth = np.concatenate([high, -low, upper, -lower])
    usable = np.abs(worth) < FAR
    matrix = sparse.vstack(
        [
            sparse.hstack([across, -across, one, -one]),
            sparse.csr_array(np.where(usable, worth, 0)[None, :]),
        ]
    ).tocsr()
    floor = np.zeros(width + 1)
    floor[target[0]] = target[1]
    ceiling = floor.copy()
    floor[-1], ceiling[-1] = -FAR, goal
    lengths = np.diff(near.indptr)
    price = np.tile(_EQUATION + _TERM * lengths, 2)
    costs = np.concatenate([price, np.full(2 * width, _LEAN)])
    program = Program(matrix, floor, ceiling, np.zeros(worth.size), np.where(usable, FAR, 0.0))
    return Highs(program).solve(costs, MINIMISE)


def _whole(values: Floats) -> tuple[int, Ints] | None:
    for divisor in DENOMINATORS:
        scaled = np.rint(values * divisor)
        if np.abs(scaled - values * divisor).max() < _WHOLE:
            return divisor, scaled.astype(np.int64)
    return None


def _written(
    search: _Search,
    claim: tuple[int, int],
    rows: tuple[Ints, Ints],
    cells: tuple[Ints, Ints],
) -> Proof:
    """Return the proof in the words of the publication: its keys and the origin of its rows."""
    published, system = search.published, search.system
    sense, divisor = claim
    uses = [
        _use(published, int(system.rows[row]), count)
        for row, count in zip(rows[0].tolist(), rows[1].tolist(), strict=True)
        if count
    ]
    leans = []
    for cell, count in zip(cells[0].tolist(), cells[1].tolist(), strict=True):
        if count:
            bound = system.upper[cell] if count > 0 else system.lower[cell]
            leans.append(Lean(count, published.keys[system.cells[cell]], int(bound)))
    key = published.keys[system.cells[search.cell]]
    return Proof(key, sense, divisor, tuple(uses), tuple(leans), 0)


def _use(published: Published, row: int, count: int) -> Use:
    inside = slice(published.matrix.indptr[row], published.matrix.indptr[row + 1])
    pairs = zip(published.matrix.data[inside], published.matrix.indices[inside], strict=True)
    terms = tuple((int(coefficient), published.keys[cell]) for coefficient, cell in pairs)
    return Use(count, row, published.origins[row], terms)
