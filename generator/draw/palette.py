"""Colours of the charts: told apart by most colour-blind readers, 3:1 or more on white.

Blue and vermilion come from the palette of Okabe and Ito, wine from Paul Tol's: their bluish green
is too close to the blue for readers without blue cones. Tests compute the contrasts and the
distances.
Colour never speaks alone: each series also has its own dash, mark and written name.
"""

from __future__ import annotations

from typing import Final

BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
WINE: Final = "#882255"
PALE: Final = "#CFE6F3"
INK: Final = "#1B1B1B"
GRID: Final = "#D0D0D0"
BACKGROUND: Final = "#FFFFFF"
SERIES: Final = (BLUE, VERMILION, WINE)
"""Colours that carry meaning, in the order of the series."""
