"""The kinds of charts, as Altair specifications: ranges, bars, lines. The only door to altair.

All are drawn 340 px wide with text of 14 px, so that nothing shrinks below reading size
on a phone; wider screens show them larger, never the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from generator.draw.palette import BACKGROUND, BLUE, GRID, INK, PALE, SERIES

WIDTH = 340
LINE_HEIGHT = 46
TEXT = 14
ROOM_FOR_LABEL = 1.3
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
DASHES = ([1, 0], [6, 4], [2, 3])
SHAPES = ("circle", "square", "triangle-up")


def ranges(rows: pd.DataFrame, *, unit: str) -> dict[str, Any]:
    """Return a chart of ranges: a bar from `bas` to `haut` with a mark at `milieu`, per `nom`.

    Args:
        rows: columns nom, bas, milieu, haut (numbers) and etiquette (text), in drawing order.
        unit: title of the horizontal axis.
    """
    order = [str(name) for name in rows["nom"]]
    base = alt.Chart().encode(y=_names("nom", order))
    scale = _scale(rows["haut"])
    # A pale bar alone would not stand out at 3:1 on white: its edge does.
    span = base.mark_bar(
        height=12, color=PALE, opacity=1, stroke=BLUE, strokeWidth=1.5, cornerRadius=3
    ).encode(x=alt.X("bas:Q", scale=scale, axis=_axis(unit)), x2="haut:Q")
    middle = base.mark_tick(thickness=5, size=20, color=INK, opacity=1).encode(x="milieu:Q")
    label = base.mark_text(align="left", baseline="middle", dx=6).encode(
        x="haut:Q", text="etiquette:N"
    )
    return _finished(span, middle, label, data=rows, height=LINE_HEIGHT * len(order))


def bars(rows: pd.DataFrame, *, unit: str) -> dict[str, Any]:
    """Return horizontal bars of `valeur` per `nom`, each with its `etiquette` above it."""
    order = [str(name) for name in rows["nom"]]
    base = alt.Chart().encode(y=_names("nom", order))
    bar = base.mark_bar(height=14, color=BLUE, cornerRadius=2).encode(
        x=alt.X("valeur:Q", scale=_scale(rows["valeur"]), axis=_axis(unit))
    )
    label = base.mark_text(align="left", baseline="middle", dx=6).encode(
        x="valeur:Q", text="etiquette:N"
    )
    return _finished(bar, label, data=rows, height=LINE_HEIGHT * len(order))


def lines(rows: pd.DataFrame, *, series: Sequence[str]) -> dict[str, Any]:
    """Return lines of `valeur` per `annee`, one per `serie`, each named at its end.

    Args:
        rows: columns annee (text), serie (text), valeur (number or missing).
        series: the series, in order; at most three.
    """
    colours = alt.Scale(domain=list(series), range=list(SERIES[: len(series)]))
    base = alt.Chart().encode(
        x=alt.X("annee:O", axis=alt.Axis(title=None, labelAngle=0)),
        y=alt.Y("valeur:Q", scale=alt.Scale(zero=True, nice=True), axis=_axis(None)),
        color=alt.Color("serie:N", scale=colours, legend=None),
    )
    dashes = alt.Scale(domain=list(series), range=list(DASHES[: len(series)]))
    shapes = alt.Scale(domain=list(series), range=list(SHAPES[: len(series)]))
    line = base.mark_line(strokeWidth=3).encode(
        strokeDash=alt.StrokeDash("serie:N", scale=dashes, legend=None)
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        shape=alt.Shape("serie:N", scale=shapes, legend=None)
    )
    # The name stands at the last known point: a series may stop before the others.
    known = rows.dropna(subset=["valeur"])
    last = known.sort_values("annee").groupby("serie", sort=True).tail(1)
    # A series that stops early has its name on the right of its end, off the axis.
    years = sorted(rows["annee"].unique())
    early = last["annee"].map(years.index) * 2 < len(years) - 1
    layers = [line, points]
    named = rows.assign(nom=rows["serie"].where(rows.index.isin(last.index[~early]), ""))
    layers.append(base.mark_text(align="right", **_ABOVE).encode(text="nom:N"))
    if early.any():
        named = named.assign(debut=rows["serie"].where(rows.index.isin(last.index[early]), ""))
        layers.append(base.mark_text(align="left", **_ABOVE).encode(text="debut:N"))
    return _finished(*layers, data=named, height=240)


_ABOVE: Mapping[str, Any] = {"baseline": "bottom", "dy": -12, "fontWeight": "bold"}


def curves(rows: pd.DataFrame, *, series: Sequence[str], years: int) -> dict[str, Any]:
    """Return cumulative shares by year since the filing, each named at its end, with its interval.

    Args:
        rows: columns annees (number), serie (text), valeur, bas and haut (numbers or missing).
        series: the series, in order; at most three.
        years: last year of the horizontal axis, known or not: where a curve stops is seen.
    """
    colours = alt.Scale(domain=list(series), range=list(SERIES[: len(series)]))
    whole = alt.Scale(domain=[0, 100], nice=False)
    base = alt.Chart().encode(
        x=alt.X(
            "annees:Q",
            scale=alt.Scale(domain=[0, years], nice=False),
            axis=alt.Axis(
                title="années après le dépôt", values=list(range(years + 1)), format="d",
                gridColor=GRID, domainColor=INK,
            ),
        ),
        color=alt.Color("serie:N", scale=colours, legend=None),
    )  # fmt: skip
    height = alt.Y("valeur:Q", scale=whole, axis=_axis("sur 100 ménages"))
    spans = base.mark_area(opacity=0.2).encode(
        y=alt.Y("bas:Q", scale=whole, axis=_axis("sur 100 ménages")), y2="haut:Q"
    )
    line = base.mark_line(strokeWidth=3).encode(
        y=height, strokeDash=alt.StrokeDash("serie:N", scale=_ranked(series, DASHES), legend=None)
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        y=height, shape=alt.Shape("serie:N", scale=_ranked(series, SHAPES), legend=None)
    )
    ends = rows.sort_values("annees").groupby("serie", sort=True).tail(1)
    names = [
        base.mark_text(fontWeight="bold", **place).encode(y=height, text=f"{column}:N")
        for column, place in _PLACES.items()
    ]
    layers = (spans, line, points, *names)
    return _finished(*layers, data=_named(rows, ends, years), height=260)


_PLACES: Mapping[str, Mapping[str, Any]] = {
    "nom_haut_gauche": {"align": "right", "baseline": "bottom", "dy": -10},
    "nom_bas_gauche": {"align": "right", "baseline": "top", "dy": 12},
    "nom_haut_droite": {"align": "left", "baseline": "bottom", "dx": 8, "dy": -2},
    "nom_bas_droite": {"align": "left", "baseline": "top", "dx": 8, "dy": 4},
}
"""Where a name stands beside the end of its curve."""


def _named(rows: pd.DataFrame, ends: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return rows with each name at the end of its curve, in the free room, away from the others.

    The highest end has its name above, the others below; a curve that stops early has it on
    the right, where nothing is drawn.
    """
    highest = ends["valeur"].idxmax()
    places = {
        index: f"nom_{'haut' if index == highest else 'bas'}_"
        f"{'droite' if 2 * end <= years else 'gauche'}"
        for index, end in ends["annees"].items()
    }
    return rows.assign(
        **{
            column: [name if places.get(i) == column else "" for i, name in rows["serie"].items()]
            for column in _PLACES
        }
    )


def _ranked(series: Sequence[str], marks: Sequence[Any]) -> alt.Scale:
    return alt.Scale(domain=list(series), range=list(marks[: len(series)]))


def _names(column: str, order: list[str]) -> alt.Y:
    """Return the vertical axis: each name stands above its own mark, so that it is never cut."""
    axis = alt.Axis(
        title=None, domain=False, ticks=False, orient="left", labelAlign="left",
        labelPadding=-4, labelOffset=-18, labelLimit=WIDTH,
    )  # fmt: skip
    return alt.Y(f"{column}:N", sort=order, axis=axis, scale=alt.Scale(paddingOuter=0.3))


def _axis(title: str | None) -> alt.Axis:
    return alt.Axis(title=title, tickCount=4, gridColor=GRID, domainColor=INK)


def _scale(longest: pd.Series[float]) -> alt.Scale:
    """Return a scale from zero that leaves room for a label after the longest bar."""
    return alt.Scale(domain=[0, float(longest.max()) * ROOM_FOR_LABEL], nice=True)


def _finished(*layers: alt.Chart, height: int, data: pd.DataFrame) -> dict[str, Any]:
    chart = alt.LayerChart(layer=list(layers), data=data)
    styled = chart.properties(
        width=WIDTH,
        height=height,
        background=BACKGROUND,
        padding=4,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    ).configure(
        font=FONT,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(labelFontSize=TEXT, titleFontSize=TEXT, labelColor=INK, titleColor=INK),
        text=alt.MarkConfig(fontSize=TEXT, color=INK),
    )
    spec: dict[str, Any] = styled.to_dict(validate=True)
    return spec
