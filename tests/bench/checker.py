"""A million rows checked by us and by plain frictionless: seconds, ratio and memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 1_000_000
COMMUNES = 1_200
HEADER = "date,code_territoire,nom_territoire,typologie,anciennete,nb_demandes,nb_demandes_statut"
SIZES = ("T1", "T2", "T3", "T4", "T5+", "ensemble")
AGES = ("M_0_12", "M_12_24", "M_24_36", "M_36_48", "M_48_60", "M_60_120", "M_120_P", "ensemble")


def deposit(root: Path, rows: int) -> None:
    """Write a package with one large table of the contract and a few faults."""
    folder = root / "datapackages" / "demandes"
    (folder / "data").mkdir(parents=True)
    with (folder / "data" / "demandes_stock.csv").open("w", encoding="utf-8") as stream:
        stream.write(f"{HEADER}\n")
        for n in range(rows):
            rest, size = divmod(n, len(SIZES))
            rest, age = divmod(rest, len(AGES))
            year, place = divmod(rest, COMMUNES)
            size_code = "F9" if n % 200_000 == 7 else SIZES[size]
            stream.write(
                f"{2000 + year}-01-01,{10000 + place},Commune {place},{size_code},{AGES[age]},"
                f"{11 + n * 7 % 5000},\n"
            )
    entry = {
        "name": "demandes_stock", "type": "table", "path": "data/demandes_stock.csv",
        "format": "csv", "encoding": "utf-8", "dialect": {"header": True, "delimiter": ","},
        "schema": "schemas/demandes_stock/schema.json",
        "confidentialite": {"regle": "effectif_simple"},
    }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps({"name": "d", "resources": [entry]}))


def ours(root: Path) -> int:
    """Return how many cells our checker refuses."""
    from generator import load
    from generator.check.table import examined

    (package,) = load.packages(root)
    (one,) = package.resources
    return sum(f.code.startswith("D-1") for f in examined(package, one).findings)


def plain(root: Path) -> int:
    """Return how many cells frictionless refuses, alone."""
    from frictionless import Package, system

    from generator import load

    (package,) = load.packages(root)
    (one,) = package.resources
    entry = {**one.descriptor, "schema": dict(one.schema)}
    with system.use_context(trusted=False):
        judge = Package.from_descriptor({"resources": [entry]}, basepath=str(package.folder))
        report = judge.validate()
    return sum(len(task.errors) for task in report.tasks)


def main() -> None:
    """Run each judge in a process of its own and print what it took."""
    if len(sys.argv) > 1:
        _child(sys.argv[1], Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        deposit(root, ROWS)
        size = (root / "datapackages/demandes/data/demandes_stock.csv").stat().st_size
        _say(f"{ROWS} rows, 7 columns, {size / 1e6:.0f} MB")
        taken = {name: _measured(name, root) for name in ("ours", "plain")}
    for name, (seconds, memory, refused) in taken.items():
        _say(f"  {name:<6}{seconds:7.2f} s {memory:6.0f} MiB  {refused} cells refused")
    _say(f"  ratio  × {taken['plain'][0] / taken['ours'][0]:.1f}")


def _measured(name: str, root: Path) -> tuple[float, float, int]:
    command = [sys.executable, "-m", "tests.bench.checker", name, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory, refused = done.stdout.split()
    return float(seconds), float(memory), int(refused)


def _child(name: str, root: Path) -> None:
    from generator import load

    vars(load)["MAX_FILE_BYTES"] = 10**9  # the limit of an upload is not what is measured
    start = time.perf_counter()
    refused = {"ours": ours, "plain": plain}[name](root)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(f"{seconds} {memory} {refused}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
