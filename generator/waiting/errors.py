"""What can be wrong with the numbers handed to `waiting`."""

import numpy as np
from numpy.typing import NDArray

QUOTED = 20
"""How many cells an error quotes: enough to find the cause, few enough to read."""


class WaitingError(ValueError):
    """Numbers from which no honest figure can be drawn."""


class BandError(WaitingError):
    """Seniority bands that do not follow each other, or a duration that is not an edge."""


class CountError(WaitingError):
    """Counts that no population could have produced."""


class StatusError(WaitingError):
    """A number without a status, or a status that contradicts its number."""


class ExposureError(WaitingError):
    """Exits from a band in which nobody was exposed.

    Attributes:
        cells: (group, band) of the first cells at fault, in order.
        total: how many cells are at fault.
        at_fault: which of them, shape (groups, bands).
    """

    def __init__(self, at_fault: NDArray[np.bool_]) -> None:
        self.at_fault = at_fault
        found = np.argwhere(at_fault)
        self.total = len(found)
        self.cells = tuple((int(group), int(band)) for group, band in found[:QUOTED])
        quoted = ", ".join(f"group {group} band {band}" for group, band in self.cells)
        super().__init__(f"{self.total} cell(s) with exits and no exposure: {quoted}")
