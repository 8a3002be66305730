"""Run the site engine as a command. The only place that knows which engine it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from generator.errors import SiteError


def build_texts(work: Path, *, timestamp: int) -> None:
    """Build the texts of `work`/docs into `work`/site, strictly.

    Never with `--quiet`: it hides the warnings that `--strict` counts.

    Raises:
        SiteError: with everything the engine said.
    """
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(timestamp),
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "PYTHONHASHSEED": "0",
    }
    command = [
        sys.executable, "-m", "mkdocs", "build", "--strict",
        "--config-file", str(work / "mkdocs.yml"),
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603 - our own command line, no shell
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        message = f"the site engine failed:\n{done.stdout}{done.stderr}"
        raise SiteError(message)
