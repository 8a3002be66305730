"""An independent solver and larger tables agree with the audit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from generator.disclosure import Means, Rule, Verdict, audit, bounds, protect
from generator.disclosure.repair import Cells
from generator.disclosure.system import FAR, Ints, Published, unknowns
from tests.bench.disclosure import Tables, territory


def published(tables: Tables, rule: Rule) -> Published:
    """Return the tables with their true counts and their primary cells marked."""
    masked = tables.published(rule)
    return Published(**(vars(masked) | {"value": tables.values}))


def independent(system: Published, cell: int) -> tuple[int, int | None]:
    """Return the interval of one unknown by another door to another build of the solver."""
    rest = unknowns(system)
    assert (rest.low == rest.high).all()
    limits = [
        (low, None if up >= FAR else up) for low, up in zip(rest.lower, rest.upper, strict=True)
    ]
    ends: list[float | None] = []
    for sign in (1, -1):
        costs = np.zeros(rest.cells.size)
        costs[cell] = sign
        found = linprog(costs, A_eq=rest.matrix, b_eq=rest.low, bounds=limits, method="highs")
        ends.append(sign * found.fun if found.status == 0 else None)
    low, high = ends
    assert low is not None
    return int(np.ceil(low - 1e-6)), None if high is None else int(np.floor(high + 1e-6))


def drawn_cells(size: int) -> Ints:
    """Return some unknowns, always the same."""
    return np.random.default_rng(7).choice(size, 12, replace=False)


@pytest.mark.parametrize("bands", [(), (3,)])
def test_intervals_agree_with_an_independent_linear_program(bands: tuple[int, ...]) -> None:
    """Two-way and three-way tables of a small territory."""
    system = territory(12, 2, 1, bands=bands).published(Rule(threshold=11, width=5))
    spans = list(bounds(system, means=Means()).values())
    for cell in drawn_cells(len(spans)).tolist():
        assert spans[cell] == independent(system, cell)


def test_linked_tables_are_repaired_with_a_stated_gap_and_judged_without_true_counts() -> None:
    """Two tables that share a margin are one system; the verdict reads only the masked one."""
    tables = territory(12, 1, 1, bands=(3, 3))
    system = published(tables, Rule(threshold=5, width=2))
    cells = Cells((tables.values > 0) & ~tables.margins, (), np.log1p(tables.values) + 1, 2.0)
    result = protect(system, cells, means=Means())
    assert 0 < result.bound <= result.cost + 1e-6
    blind = Published(
        **(
            vars(result.complete)
            | {"hidden": result.hidden, "value": tables.values * ~result.hidden}
        )
    )
    assert audit(blind).verdicts.tolist() == result.report.verdicts.tolist()
    assert result.unprotected.size < result.primary.size / 10


def test_cutting_into_blocks_changes_no_verdict() -> None:
    """Years and groups are judged alone; tied together by a vain inequality, all the same."""
    system = territory(8, 2, 2).published(Rule(threshold=11, width=5))
    everything = sparse.csr_array(np.ones((1, system.value.size), dtype=np.int64))
    tied = Published(
        **(
            vars(system)
            | {
                "matrix": sparse.vstack([system.matrix, everything]).tocsr(),
                "low": np.append(system.low, 0),
                "high": np.append(system.high, FAR),
                "origins": [*system.origins, ""],
            }
        )
    )
    assert audit(tied).verdicts.tolist() == audit(system).verdicts.tolist()


def test_work_grows_with_the_number_of_blocks() -> None:
    """Counted in linear programs, which do not depend on the machine."""
    rule = Rule(threshold=11, width=5)
    small = audit(territory(60, 2, 1).published(rule))
    large = audit(territory(240, 8, 1).published(rule))
    assert large.programs < 8 * small.programs
    assert large.count(Verdict.UNPROVEN) == 0
