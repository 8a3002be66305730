"""What several test files share, made once per run by whichever process asks first."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from generator import build, check, kept
from generator.model import Tables
from generator.settings import HOME

CAP_NORD = HOME / "tests" / "territories" / "cap-nord"

# A busy machine is slow, not wrong: properties have no time limit of their own.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all the processes of this run see, and no other run."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Let one process at a time make `file`; its end, even by a crash, lets the next one in."""
    with file.with_name(f"{file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session", autouse=True)
def remembered(shared: Path) -> Iterator[check.Verdicts]:
    """Attack each deposit once per run: its verdicts are kept by content, as `--verdicts` does.

    Commands run in a process of their own, and tests that pass verdicts, attack anew.
    """
    known: check.Verdicts = {}
    attack = check.audited

    def audited(
        tables: Tables,
        *,
        previous: Tables | None = None,
        verdicts: check.Verdicts | None = None,
        seconds: float | None = None,
    ) -> check.Audited:
        if verdicts is not None:
            return attack(tables, previous=previous, verdicts=verdicts, seconds=seconds)
        file = shared / f"{_digest(tables)}.json"
        with alone(file):
            known.update(kept.read(file))
            before = set(known)
            try:
                return attack(tables, previous=previous, verdicts=known, seconds=seconds)
            finally:
                if new := set(known) - before:
                    kept.write(file, kept.read(file) | {key: known[key] for key in new})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "audited", audited)
        yield known


def _digest(tables: Tables) -> str:
    """Return a name for a deposit: two processes with the same one wait for each other."""
    digest = hashlib.sha256()
    for name, table in tables.items():
        digest.update(name.encode())
        digest.update(pd.util.hash_pandas_object(table.frame).to_numpy().tobytes())
    return digest.hexdigest()


def _built(root: Path, output: Path) -> Path:
    with alone(output):
        if not output.exists():  # a build shows its site whole or not at all
            build.build(root, output)
    return output


@pytest.fixture(scope="session")
def built_site(shared: Path) -> Path:
    """Return the demonstration site of the default territory, built once."""
    return _built(HOME, shared / "demonstration")


@pytest.fixture(scope="session")
def second_site(shared: Path) -> Path:
    """Return the site of the second, overseas territory, built once."""
    return _built(CAP_NORD, shared / "cap-nord")


@pytest.fixture(scope="session")
def proven(remembered: check.Verdicts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of verdicts, for commands on the default territory that are not the attack's."""
    build.checked(HOME)
    file = tmp_path_factory.mktemp("verdicts") / "verdicts.json"
    kept.write(file, dict(remembered))
    return file
