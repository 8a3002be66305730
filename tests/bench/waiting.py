"""Time and memory of every waiting-time figure of the whole country.

Run: python -m tests.bench.waiting [communes]. Each size is measured in a process of its
own, since a process only tells the most memory it ever held.
"""

import resource
import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter

import numpy as np

from generator.waiting.bands import STANDARD
from generator.waiting.fallback import enough_exits
from generator.waiting.housed import mean_wait, quantiles
from generator.waiting.lifetable import (
    Observed,
    at_edge,
    exposure_from_stocks,
    having_waited,
    life_table,
    time_to,
)
from generator.waiting.results import Counts, IntArray
from generator.waiting.threshold import beyond
from generator.waiting.variance import housed_variance, interval

COMMUNES, TYPOLOGIES, YEARS = 35_000, 6, 10
CHUNK = 8_000
"""Groups at a time: large enough for numpy, small enough to stay in a few megabytes."""

HORIZONS = (12, 24, 36, 48)


def chunks(groups: int) -> Iterator[tuple[IntArray, IntArray, Observed]]:
    """Yield the stock of 1 January, that of the next one, and the year between them."""
    stream = np.random.Generator(np.random.PCG64(2026))
    typical = np.array([60, 35, 22, 15, 10, 20, 6])
    for start in range(0, groups, CHUNK):
        shape = (min(CHUNK, groups - start), STANDARD.size)
        first, last = (stream.poisson(typical, size=shape) + 1 for _ in range(2))
        baux, others = (Counts.known(stream.poisson(typical * r, size=shape)) for r in (0.1, 0.2))
        exposure = exposure_from_stocks(Counts.known(first), Counts.known(last))
        yield first, last, Observed(STANDARD, exposure, baux, others)


def figures(first: IntArray, last: IntArray, observed: Observed) -> int:
    """Compute every figure of one chunk; return how many were computed."""
    edges = STANDARD.edges
    table = life_table(observed)
    limits = interval(table.housed, housed_variance(table))
    waits = [mean_wait(observed.baux, STANDARD).mean, mean_wait(Counts.known(first), STANDARD).mean]
    quarters = [quantiles(observed.baux, STANDARD), quantiles(Counts.known(first), STANDARD)]
    chances = [
        at_edge(curve, edges, months=months)
        for curve in (table.housed, table.left, limits.low, limits.high)
        for months in HORIZONS
    ]
    later = [having_waited(table, months=months).housed for months in HORIZONS]
    medians = [time_to(curve, edges) for curve in (table.housed, limits.low, limits.high)]
    late = beyond(Counts.known(last), STANDARD, months=np.full(len(last), 30)).share
    enough = enough_exits(observed, until=48)
    values = [*waits, *quarters, *chances, *later, *medians, late.low, late.high]
    return enough.size + sum(value.number.size for value in values)


def measure(communes: int) -> None:
    """Compute one size and print its groups, figures, seconds and peak memory in MB."""
    groups = communes * TYPOLOGIES * YEARS
    seconds, computed = 0.0, 0
    for first, last, observed in chunks(groups):
        begin = perf_counter()
        computed += figures(first, last, observed)
        seconds += perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{groups} {computed} {seconds:.2f} {peak:.0f}\n")


def measured(communes: int) -> tuple[int, int, float, float]:
    """Return the same measured in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.waiting", "--measure", str(communes)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(answer[0]), int(answer[1]), float(answer[2]), float(answer[3])


def main(arguments: list[str]) -> None:
    """Measure the whole size and a tenth of it, and print both with their ratio."""
    if arguments[:1] == ["--measure"]:
        measure(int(arguments[1]))
        return
    communes = int(arguments[0]) if arguments else COMMUNES
    tenth, whole = measured(communes // 10), measured(communes)
    for groups, computed, seconds, peak in (tenth, whole):
        sys.stdout.write(
            f"{groups:>9} groups × {STANDARD.size} bands: {computed:>11} figures"
            f" in {seconds:6.2f} s, peak {peak:4.0f} MB\n"
        )
    sys.stdout.write(
        f"ten times the size: time × {whole[2] / tenth[2]:.1f},"
        f" memory × {whole[3] / tenth[3]:.2f}\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
