"""Time and memory of every waiting-time figure of the whole country.

Run: python -m tests.bench.waiting [communes]. Each size is measured in a process of its
own, since a process only tells the most memory it ever held. Arrays first, then the same
country as checked tables, read and answered as a build does, one year after the other.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from time import process_time

import numpy as np
import pandas as pd

from generator import compute
from generator.indicators import declared
from generator.model import Counting, SecrecyRule, Table, Tables
from generator.settings import ENSEMBLE
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

REGION = 3_500
"""Communes whose tables are held together: ten times the largest authority of the country."""

SIZES = ("T1", "T2", "T3", "T4", "T5+", ENSEMBLE)
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
        begin = process_time()
        computed += figures(first, last, observed)
        seconds += process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{groups} {computed} {seconds:.2f} {peak:.0f}\n")


ANSWERS = ("I-13", "I-14", "I-14b", "I-15", "I-16")
"""Indicators that read the banded tables: seniority, chances, half housed."""

CODES = (*STANDARD.codes, ENSEMBLE)


def drawn(name: str, period: tuple[str, str | int], codes: str, counts: IntArray) -> Table:
    """Return a banded table of one year: one row per commune, size and band, margins included.

    Args:
        name: name of the resource.
        period: its column of the year or date, and its value.
        codes: its column of bands.
        counts: one line per commune and size, one column per band.
    """
    groups = len(counts)
    every = np.column_stack([counts, counts.sum(axis=1)]).ravel()
    places = np.repeat([f"{n:05d}" for n in range(groups // TYPOLOGIES)], TYPOLOGIES * len(CODES))
    sizes = np.tile(np.repeat(SIZES, len(CODES)), groups // TYPOLOGIES)
    column = {"demandes_stock": "nb_demandes", "baux_delai": "nb_baux"}.get(name, "nb_sorties")
    text = {
        "code_territoire": places,
        "typologie": sizes,
        codes: np.tile(CODES, groups),
        f"{column}_statut": np.full(len(every), None),
    }
    frame = pd.DataFrame({n: pd.array(v, dtype="string") for n, v in text.items()})
    first, value = period
    frame[first] = value
    frame[column] = pd.array(every, dtype="Int64")
    return Table(
        package="banc", package_title="", version="", name=name, title="", description="",
        frame=frame, fields=(), keys=(first, "code_territoire", "typologie", codes),
        margins={codes: ENSEMBLE}, demonstration=True, where="",
        counting=Counting("demande", "", "", "", ""), secrecy=SecrecyRule("effectif_simple"),
    )  # fmt: skip


def year_of_tables(communes: int, stream: np.random.Generator) -> Tables:
    """Return the three tables of one year, with the stock on both of its ends."""
    shape = (communes * TYPOLOGIES, STANDARD.size)
    typical = np.array([60, 35, 22, 15, 10, 20, 6])
    ends = [
        drawn("demandes_stock", ("date", day), "anciennete", stream.poisson(typical, shape) + 1)
        for day in ("2023-01-01", "2024-01-01")
    ]
    stock = replace(ends[0], frame=pd.concat([one.frame for one in ends], ignore_index=True))
    baux = drawn("baux_delai", ("annee", 2023), "delai", stream.poisson(typical * 0.1, shape))
    others = drawn(
        "sorties_anciennete", ("annee", 2023), "anciennete", stream.poisson(typical * 0.2, shape)
    )
    return {table.name: table for table in (stock, baux, others)}


def measure_tables(communes: int) -> None:
    """Answer from tables, a region and a year at a time; print rows, answers, seconds, peak in MB."""
    asked = [i for i in declared() if i.code in ANSWERS]
    stream = np.random.Generator(np.random.PCG64(2026))
    seconds, rows, answers = 0.0, 0, 0
    regions = [min(REGION, communes - start) for start in range(0, communes, REGION)]
    for size in regions * YEARS:
        tables = year_of_tables(size, stream)
        begin = process_time()
        found = compute.results(tables, asked)
        seconds += process_time() - begin
        rows += sum(len(table.frame) for table in tables.values())
        answers += sum(len(result.frame) for result in found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{rows} {answers} {seconds:.2f} {peak:.0f}\n")


def measured(communes: int, how: str = "--measure") -> tuple[int, int, float, float]:
    """Return the same measured in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.waiting", how, str(communes)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(answer[0]), int(answer[1]), float(answer[2]), float(answer[3])


def main(arguments: list[str]) -> None:
    """Measure the whole size and a tenth of it, and print both with their ratio."""
    if arguments[:1] == ["--measure"]:
        measure(int(arguments[1]))
        return
    if arguments[:1] == ["--tables"]:
        measure_tables(int(arguments[1]))
        return
    communes = int(arguments[0]) if arguments else COMMUNES
    tenth, whole = measured(communes // 10), measured(communes)
    for groups, computed, seconds, peak in (tenth, whole):
        sys.stdout.write(
            f"{groups:>9} groups × {STANDARD.size} bands: {computed:>11} figures"
            f" in {seconds:6.2f} CPU s, peak {peak:4.0f} MB\n"
        )
    sys.stdout.write(
        f"ten times the size: time × {whole[2] / tenth[2]:.1f},"
        f" memory × {whole[3] / tenth[3]:.2f}\n"
    )
    few, all_of_them = measured(communes // 10, "--tables"), measured(communes, "--tables")
    for rows, answers, seconds, peak in (few, all_of_them):
        sys.stdout.write(
            f"{rows:>9} rows of tables: {answers:>11} answers in {seconds:6.2f} CPU s,"
            f" peak {peak:4.0f} MB\n"
        )
    sys.stdout.write(
        f"ten times the size: time × {all_of_them[2] / few[2]:.1f},"
        f" memory × {all_of_them[3] / few[3]:.2f};"
        f" tables against arrays: time × {all_of_them[2] / whole[2]:.1f}\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
