"""The indicators, one declaration per file, found by reading this folder.

Adding an indicator means adding a file with an `INDICATOR`; nothing is registered by hand.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from generator.errors import DefinitionError
from generator.model import Indicator


def declared() -> tuple[Indicator, ...]:
    """Return every declared indicator, sorted by code.

    Raises:
        DefinitionError: a file declares none, or two share an id or a code.
    """
    names = sorted(module.name for module in iter_modules(__path__))
    found = [getattr(import_module(f"{__name__}.{name}"), "INDICATOR", None) for name in names]
    indicators = [i for i in found if isinstance(i, Indicator)]
    ids, codes = {i.id for i in indicators}, {i.code for i in indicators}
    if not len(names) == len(indicators) == len(ids) == len(codes):
        message = f"each file of indicators/ declares one INDICATOR, once: {names}"
        raise DefinitionError(message)
    return tuple(sorted(indicators, key=lambda i: i.code))
