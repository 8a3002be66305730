"""Charts that everyone can read: colours, words, sizes, and nothing that must stay hidden."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from markupsafe import Markup

from generator import compute, draw, indicators, protect
from generator.draw import palette
from generator.draw.specs import bars
from generator.draw.svg import SVG, render
from generator.model import Commune, Figure, Publication, Table, Territory
from generator.words import NNBSP
from tests.certified import CERTIFICATE
from tests.test_formulas import table

TERRITORY = Territory(
    "200000001", "Communauté d’essai", "Essai", "44", 9000, "2024",
    (Commune("99002", "Besné", 3000), Commune("99001", "Le Robert", 6000)),
)  # fmt: skip
SIZES = ("T1", "T2", "T3", "T4", "T5+")
PALETTE_DISTANCE = 20.0
"""Smallest CIE 1976 ΔE between two series: far above the 2.3 of a just noticeable difference."""

# --- a small deposit --------------------------------------------------------------------------


def deposit(secret: int = 7) -> dict[str, Table]:
    """Return three tables; in Besné, `secret` leases are too few to show a delay of 777 months."""
    leases = ["annee | code_territoire | typologie | delai | nb_baux | nb_baux_statut"]
    delays = ["annee | code_territoire | typologie | statistique | delai_mois | delai_mois_statut"]
    for place, size in itertools.product(("200000001", "99001"), (*SIZES, "ensemble")):
        leases += [
            f"2023 | {place} | {size} | {delai} | {n} |"
            for delai, n in (("M_0_12", 50), ("M_12_24", 30), ("M_24_36", 20), ("ensemble", 100))
        ]
        delays += [
            f"2023 | {place} | {size} | {s} | {v} |"
            for s, v in (("q1", 9), ("mediane", 18), ("q3", 31))
        ]
    leases += [f"2023 | 99002 | {size} | ensemble | {secret} |" for size in (*SIZES, "ensemble")]
    delays += [f"2023 | 99002 | T3 | {s} | 777 |" for s in ("q1", "mediane", "q3")]
    stock = ["date | code_territoire | typologie | anciennete | nb_demandes | nb_demandes_statut"]
    stock += [
        f"{year}-01-01 | {place} | ensemble | ensemble | {n} |"
        for place in ("200000001", "99001")
        for year, n in ((2022, 4000), (2023, 5500), (2024, 6002))
    ]
    tables = (
        table("baux_delai", "\n".join(leases), rule="sensible", sensitive="delai"),
        table("delais_attributaires", "\n".join(delays), rule="sensible"),
        table("demandes_stock", "\n".join(stock), sensitive="anciennete"),
    )
    return {t.name: t for t in tables}


def published(tables: dict[str, Table]) -> Publication:
    """Return what may be seen of a deposit."""
    results = compute.results(tables, indicators.declared())
    return protect.publication(TERRITORY, [], tables, results, CERTIFICATE)


@cache
def drawn() -> dict[str, Figure]:
    """Return the charts of the small deposit, drawn once."""
    return draw.figures(published(deposit()))


def texts(svg: Markup) -> list[str]:
    """Return what is written in a picture, its title and description excepted."""
    return [t.text or "" for t in ET.fromstring(svg).iter(f"{{{SVG}}}text")]  # noqa: S314 - ours


# --- colours ----------------------------------------------------------------------------------

MACHADO = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "usual": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
}
"""Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB."""
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
Vector = np.ndarray[tuple[int], np.dtype[np.float64]]


def linear(colour: str) -> Vector:
    """Return linear RGB of a colour written « #RRGGBB » (WCAG 2.2, relative luminance)."""
    coded = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as WCAG 2.2 defines it."""
    light = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def lab(rgb: Vector) -> Vector:
    """Return CIE L*a*b* (D65) of linear RGB."""
    ratios = XYZ @ np.clip(rgb, 0, 1) / XYZ.sum(axis=1)
    f = np.where(ratios > 216 / 24389, np.cbrt(ratios), (24389 / 27 * ratios + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, vision: str) -> float:
    """Return the CIE 1976 ΔE of two colours as a kind of vision sees them."""
    matrix = np.array(MACHADO[vision])
    return float(np.linalg.norm(lab(matrix @ linear(one)) - lab(matrix @ linear(other))))


def test_the_measures_of_colour_are_those_of_the_standards() -> None:
    """Black on white is 21:1 and ΔE 100; grey #767676 is the well-known limit of 4.5:1."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert distance("#000000", "#FFFFFF", "usual") == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("colour", palette.SERIES)
def test_a_colour_with_a_meaning_stands_out_on_white(colour: str) -> None:
    """WCAG 2.2, 1.4.11: 3:1 or more between a graphical object and its background."""
    assert contrast(colour, palette.BACKGROUND) >= 3


def test_text_of_charts_stands_out_on_white_and_on_the_pale_bar() -> None:
    """WCAG 2.2, 1.4.3: 4.5:1 for text; the edge of the pale bar is 3:1, the bar itself is not."""
    assert contrast(palette.INK, palette.BACKGROUND) >= 4.5
    assert contrast(palette.INK, palette.PALE) >= 4.5
    assert contrast(palette.BLUE, palette.PALE) >= 3


@pytest.mark.parametrize("vision", MACHADO)
@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(palette.SERIES, 2)])
def test_two_series_are_told_apart_by_every_kind_of_vision(
    one: str, other: str, vision: str
) -> None:
    """ΔE of 20 or more between two series, without red, green or blue cones too."""
    assert distance(one, other, vision) >= PALETTE_DISTANCE


# --- pictures ---------------------------------------------------------------------------------


def test_every_place_and_size_with_something_known_has_its_charts() -> None:
    """Delays, history and spread of each place, delays of each size; Besné knows too little."""
    places = [
        f"territoires/{code}/{kind}"
        for code in ("200000001", "99001")
        for kind in ("delais", "evolution", "repartition")
    ]
    assert sorted(drawn()) == sorted(places + [f"tailles/{size}/delais" for size in SIZES])


def test_a_deposit_without_values_has_no_chart() -> None:
    """A chart with nothing known is no chart: no empty axes."""
    tables = {n: replace(t, frame=t.frame[:0]) for n, t in deposit().items()}
    assert draw.figures(published(tables)) == {}


def test_the_spread_of_one_bar_is_no_chart() -> None:
    """One bar compares with nothing."""
    tables = deposit()
    frame = tables["baux_delai"].frame
    one = frame[frame["delai"].isin(["M_0_12", "ensemble"])]
    few = {**tables, "baux_delai": replace(tables["baux_delai"], frame=one)}
    assert [key for key in draw.figures(published(few)) if key.endswith("repartition")] == []


def test_a_picture_is_one_image_with_a_title_and_a_description() -> None:
    """Assistive technology meets one image: its name, its description, and nothing inside."""
    for figure in drawn().values():
        root = ET.fromstring(figure.svg)  # noqa: S314 - ours
        key = figure.id
        assert (root.tag, root.get("role"), root.get("aria-labelledby")) == (
            f"{{{SVG}}}svg", "img", f"{key}-titre {key}-desc",
        )  # fmt: skip
        assert [(e.tag, e.get("id")) for e in root[:2]] == [
            (f"{{{SVG}}}title", f"{key}-titre"),
            (f"{{{SVG}}}desc", f"{key}-desc"),
        ]
        assert all(e.text for e in root[:2])
        inside = [name for e in root.iter() if e is not root for name in e.attrib]
        assert [n for n in inside if n == "role" or n.startswith("aria-")] == []


def test_ids_of_a_picture_are_its_own_and_lead_somewhere() -> None:
    """Several pictures share a page: each id starts with the key, and each reference exists."""
    for figure in drawn().values():
        ids = re.findall(r'\bid="([^"]*)"', figure.svg)
        assert [i for i in ids if not i.startswith(f"{figure.id}-")] == []
        assert len(ids) == len(set(ids))
        assert set(re.findall(r"url\(#([^)]*)\)", figure.svg)) <= set(ids)


def test_pictures_of_a_clip_are_named_by_the_picture_and_not_by_the_process() -> None:
    """The renderer counts its clip paths for as long as it lives: two pages would differ."""
    rows = pd.DataFrame({"nom": ["A"], "valeur": [1.0], "etiquette": ["1"]})
    spec = bars(rows, unit="%")
    clipped = {
        **spec,
        "layer": [{**layer, "mark": {**layer["mark"], "clip": True}} for layer in spec["layer"]],
    }
    first, second = (render(clipped, key="essai", title="t", description="d") for _ in range(2))
    assert first == second
    clips = re.findall(r'clip-path="url\(#([^)]*)\)"', first)
    assert sorted(set(clips)) == ["essai-clip0", "essai-clip1", "essai-clip2"]


def test_a_picture_holds_no_script_no_style_and_no_link() -> None:
    """A strict content policy refuses them, and a picture needs none."""
    refused = re.compile(r"<(script|style|foreignObject|a|image|use)\b|\bstyle=|\bon\w+=|href=")
    assert [f.id for f in drawn().values() if refused.search(f.svg)] == []


def test_words_given_to_a_picture_stay_words() -> None:
    """A name with signs of markup is shown, not obeyed."""
    rows = pd.DataFrame({"nom": ["<b>A</b> & B"], "valeur": [1.0], "etiquette": ["</svg>"]})
    svg = render(bars(rows, unit="%"), key="k", title="<script>x</script>", description='a & "b"')
    root = ET.fromstring(svg)  # noqa: S314 - ours
    assert [root[0].text, root[1].text] == ["<script>x</script>", 'a & "b"']
    assert {"<b>A</b> & B", "</svg>"} <= set(texts(svg))


def test_no_text_of_a_chart_is_smaller_than_14_px_at_340_px() -> None:
    """A phone shows a chart at its natural width of 340 px: its text keeps reading size."""
    for figure in drawn().values():
        box = ET.fromstring(figure.svg).get("viewBox", "").split()  # noqa: S314 - ours
        sizes = [float(s) for s in re.findall(r'font-size="([\d.]+)px"', figure.svg)]
        assert (box[:3], len(sizes)) == (["0", "0", "340"], len(texts(figure.svg)))
        assert min(sizes) >= 14


def test_numbers_of_a_chart_are_french() -> None:
    """« 2 000 » with U+202F on the axis, « 50,0 % » on the bars: no English comma or point."""
    history = texts(drawn()["territoires/99001/evolution"].svg)
    spread = texts(drawn()["territoires/99001/repartition"].svg)
    assert f"6{NNBSP}000" in history
    assert {f"50,0{NNBSP}%", f"30,0{NNBSP}%", f"20,0{NNBSP}%"} <= set(spread)
    english = re.compile(r"\d[,.]\d{3}|\d\.\d|\d[ \u00a0]\d")
    assert [t for f in drawn().values() for t in texts(f.svg) if english.search(t)] == []


def test_lines_are_named_in_words_and_by_their_dashes_and_marks() -> None:
    """Colour never speaks alone: each series has a written name, a dash and a shape of its own."""
    figure = drawn()["territoires/99001/evolution"]
    assert {"demandes en attente", "attributions"} <= set(texts(figure.svg))
    spec = json.dumps(figure.spec)
    assert ('"strokeDash"' in spec, '"shape"' in spec, '"text"' in spec) == (True, True, True)


def test_charts_are_the_same_bytes_twice() -> None:
    """A build that changes nothing publishes nothing new."""
    assert draw.figures(published(deposit())) == drawn()


def test_charts_are_the_same_bytes_whatever_the_order_of_the_file() -> None:
    """Order comes from the categories, not from the lines of the deposit."""
    chance = random.Random(2023)  # noqa: S311 - a shuffle, not a secret
    shuffled = {
        n: replace(t, frame=t.frame.loc[chance.sample(list(t.frame.index), len(t.frame))])
        for n, t in deposit().items()
    }
    assert draw.figures(published(shuffled)) == drawn()


# --- what a chart says ------------------------------------------------------------------------


def test_the_description_of_delays_says_what_the_picture_shows() -> None:
    """The same values as the marks, hidden ones with their reason."""
    assert drawn()["tailles/T3/delais"].alt == (
        f"Besné{NNBSP}: secret statistique{NNBSP}; Le Robert{NNBSP}: médiane 18\u00a0mois, "
        "la moitié des ménages entre 9\u00a0mois et 31\u00a0mois."
    )


def test_the_description_of_a_history_gives_its_ends() -> None:
    """First and last known values of each series; a single year is said once."""
    assert drawn()["territoires/99001/evolution"].alt == (
        f"Demandes en attente{NNBSP}: 4{NNBSP}000 en 2022, 6{NNBSP}002 en 2024. "
        f"Attributions{NNBSP}: 100 en 2023."
    )


def test_the_description_of_a_history_is_silent_on_a_series_nobody_knows() -> None:
    """Without any visible lease, only the demandes are told."""
    tables = deposit()
    none = replace(tables["baux_delai"], frame=tables["baux_delai"].frame[:0])
    history = draw.figures(published({**tables, "baux_delai": none}))
    assert history["territoires/99001/evolution"].alt == (
        f"Demandes en attente{NNBSP}: 4{NNBSP}000 en 2022, 6{NNBSP}002 en 2024."
    )


def test_the_file_of_a_chart_holds_raw_numbers_and_reasons() -> None:
    """Points, no unit, no narrow space: a file for machines, that says the data are invented."""
    assert drawn()["tailles/T3/delais"].csv.decode().splitlines() == [
        "nom,q1_mois,mediane_mois,q3_mois,nb_baux,statut,nature_donnees",
        "Besné,,,,,secret,données de démonstration",
        "Le Robert,9,18,31,100,,données de démonstration",
    ]


def test_the_table_of_a_chart_holds_its_values_and_its_reasons() -> None:
    """Whoever does not see the picture reads the same values, hidden ones included."""
    grid = drawn()["tailles/T3/delais"].table
    assert [(row.header.text, [c.text for c in row.cells]) for row in grid.rows] == [
        ("Besné", ["secret statistique"] * 4),
        ("Le Robert", ["9\u00a0mois", "18\u00a0mois", "31\u00a0mois", "100"]),
    ]


def test_titles_contract_the_place_with_its_article() -> None:
    """« au Robert », never « à Le Robert »."""
    assert drawn()["territoires/99001/evolution"].title == (
        "Demandes et attributions au Robert, année après année"
    )


def leaks(figure: Figure) -> Iterator[str]:
    """Yield everything of a chart that can be read, by people or by machines."""
    yield json.dumps(figure.spec)
    yield figure.csv.decode()
    yield figure.alt
    yield repr(figure.table)
    yield from texts(figure.svg)


def test_a_hidden_delay_is_nowhere_in_a_chart() -> None:
    """777 months behind 7 leases: neither in the specification, nor the file, nor the words."""
    assert [f.id for f in drawn().values() if any("777" in said for said in leaks(f))] == []


def test_a_hidden_count_changes_no_byte_of_a_chart() -> None:
    """Two deposits that differ by a hidden count only have the same charts."""
    assert draw.figures(published(deposit(secret=9))) == drawn()
