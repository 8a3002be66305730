"""A certificate for tests that draw and compose invented tables; it says nothing of them."""

from __future__ import annotations

from generator.model import Secrecy
from generator.secrecy import THRESHOLDS

CERTIFICATE = Secrecy(
    shown={}, hidden={}, cells=0, equations=0, narrowest=None, exact=0, relaxed=0, harmless=0,
    releases=0, thresholds=THRESHOLDS, engine="aucun",
)  # fmt: skip
