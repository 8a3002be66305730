"""What several test files share: the demonstration site, built once per run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from generator import build
from generator.settings import HOME

CAP_NORD = HOME / "tests" / "territories" / "cap-nord"

# A busy machine is slow, not wrong: properties have no time limit of their own.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")


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
