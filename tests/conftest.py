"""What several test files share: the demonstration site, built once per run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from generator import build, check
from generator.model import Tables
from generator.settings import HOME

CAP_NORD = HOME / "tests" / "territories" / "cap-nord"

# A busy machine is slow, not wrong: properties have no time limit of their own.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _remembered() -> Iterator[None]:
    """Attack each deposit once per run: its verdicts are kept by content, as `--verdicts` does.

    Commands run in a process of their own, and tests that pass verdicts, attack anew.
    """
    kept: check.Verdicts = {}
    attack = check.audited

    def audited(
        tables: Tables,
        *,
        previous: Tables | None = None,
        verdicts: check.Verdicts | None = None,
        seconds: float | None = None,
    ) -> check.Audited:
        known = kept if verdicts is None else verdicts
        return attack(tables, previous=previous, verdicts=known, seconds=seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "audited", audited)
        yield


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demonstration site of the default territory, built once."""
    output = tmp_path_factory.mktemp("site") / "site"
    build.build(HOME, output)
    return output


@pytest.fixture(scope="session")
def second_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the second, overseas territory, built once."""
    output = tmp_path_factory.mktemp("cap-nord") / "site"
    build.build(CAP_NORD, output)
    return output
