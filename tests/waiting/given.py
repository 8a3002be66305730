"""Numbers drawn for the tests."""

from collections.abc import Sequence

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from generator.waiting.bands import STANDARD, Bands
from generator.waiting.lifetable import Exposure, Observed
from generator.waiting.results import Counts, IntArray, Status

V, C, ND = Status.VALUE, Status.C, Status.ND

SHORT = Bands((0, 12, 24))
"""Two closed years and an open band: small enough to be worked by hand."""

drawn = settings(deadline=None, derandomize=True, max_examples=60)
"""The same examples at every run: a red test is red for everybody."""


def one_year(
    years: Sequence[float], baux: Sequence[int], others: Sequence[int], bands: Bands = SHORT
) -> Observed:
    """Return one group, all known."""
    return Observed(
        bands,
        Exposure.known(np.array([years], dtype=np.float64)),
        Counts.known([list(baux)]),
        Counts.known([list(others)]),
    )


def counts(groups: int = 4, top: int = 200, bands: Bands = STANDARD) -> st.SearchStrategy[IntArray]:
    """Draw counts per group and band."""
    return arrays(np.int64, (groups, bands.size), elements=st.integers(0, top))


@st.composite
def years_of_file(draw: st.DrawFn, groups: int = 4, bands: Bands = STANDARD) -> Observed:
    """Draw known years: a stock that is never empty, and any exits."""
    stock = draw(arrays(np.int64, (groups, bands.size), elements=st.integers(1, 400)))
    baux, others = draw(counts(groups, bands=bands)), draw(counts(groups, bands=bands))
    return Observed(bands, Exposure.known(stock / 2), Counts.known(baux), Counts.known(others))


def times(observed: Observed, factor: int) -> Observed:
    """Return the same year in a file so many times larger."""
    return Observed(
        observed.bands,
        Exposure.known(observed.exposure.low * factor),
        Counts.known(observed.baux.low * factor),
        Counts.known(observed.autres_sorties.low * factor),
    )
