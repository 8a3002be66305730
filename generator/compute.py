"""Compute the indicators from checked tables. Computes what a declaration says, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from generator.formulas import Readings
from generator.model import RESULT_COLUMNS, Derived, Indicator, Result, Tables


def results(tables: Tables, indicators: Sequence[Indicator]) -> tuple[Result, ...]:
    """Return one result per indicator, in their order.

    An indicator whose table the deposit lacks gives an empty result that names the table:
    its page then says « non publié » and why. Those that read other results come after them.
    A table of rounded counts is as good as missing: a figure made of them would look exact.
    What several formulas read of a table is read once.
    """
    read = Readings({name: table for name, table in tables.items() if table.rounding == 1})
    direct = {i.id: _result(read, i, ()) for i in indicators if not isinstance(i.formula, Derived)}
    first = tuple(direct.values())
    return tuple(direct.get(i.id) or _result(read, i, first) for i in indicators)


def _result(tables: Tables, indicator: Indicator, others: Sequence[Result]) -> Result:
    formula = indicator.formula
    missing = tuple(name for name in formula.tables if name not in tables)
    if missing:
        return Result(indicator, pd.DataFrame(columns=list(RESULT_COLUMNS)), 0, missing, (), False)
    beside = formula.beside if isinstance(formula, Derived) else ()
    read = (*formula.tables, *(name for name in beside if name in tables))
    sources = tuple(tables[name] for name in read)
    frame = (
        formula.derive(tables, others) if isinstance(formula, Derived) else formula.values(tables)
    )
    return Result(
        indicator=indicator,
        frame=frame,
        threshold=formula.threshold(tables),
        missing=(),
        sources=sources,
        demonstration=any(table.demonstration for table in sources)
        or (isinstance(formula, Derived) and any(other.demonstration for other in others)),
    )
