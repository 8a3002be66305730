"""The chart of a chance: it stops with what is known, says so, and never borrows in silence."""

from __future__ import annotations

import pandas as pd
import pytest

from generator import indicators, protect
from generator.curve import CHANCE, LEFT, curve_of, stops
from generator.draw.chances import Place, chances
from generator.model import RESULT_COLUMNS, Figure, Publication, Result
from generator.reading import Reader
from generator.words import NBSP, NNBSP
from tests.certified import CERTIFICATE
from tests.test_draw import TERRITORY, deposit

WHOLE, OWN, SMALL = "200000001", "99001", "99002"
# Per place and horizon: chance, its limits, other exits, status. Le Robert is cut after two
# years because nobody had waited longer; Besné has too few exits for one figure.
KNOWN: dict[str, list[tuple[float | None, float | None, float | None, float | None, str]]] = {
    WHOLE: [(14.0, 12.0, 16.0, 19.0, ""), (22.0, 19.0, 24.0, 50.0, ""),
            (25.0, 22.0, 27.0, 57.0, ""), (27.0, 25.0, 30.0, 63.0, "")],
    OWN: [(20.0, 15.0, 25.0, 10.0, ""), (40.0, 33.0, 47.0, 25.0, ""),
          (None, None, None, None, "so"), (None, None, None, None, "so")],
    SMALL: [(None, None, None, None, "ns")] * 4,
}  # fmt: skip


def result(name: str) -> Result:
    """Return the chance of a lease, or of another exit, of the three places."""
    rows = [
        (2024, place, "T3", f"M_{12 * (i + 1)}", housed if name == CHANCE else left, 40, 90, status,
         low if name == CHANCE else None, high if name == CHANCE else None)
        for place, years in KNOWN.items()
        for i, (housed, low, high, left, status) in enumerate(years)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(RESULT_COLUMNS))
    kinds = dict.fromkeys(("valeur", "bas", "haut"), "Float64")
    counts = dict.fromkeys(("numerateur", "denominateur"), "Int64")
    typed = frame.astype({**kinds, **counts})
    (indicator,) = (i for i in indicators.declared() if i.id == name)
    return Result(indicator, typed, 11, (), (), demonstration=True)


def published() -> Publication:
    """Return what may be seen of the three places."""
    return protect.publication(
        TERRITORY, [], deposit(), [result(CHANCE), result(LEFT)], CERTIFICATE
    )


def drawn(code: str, name: str) -> Figure | None:
    """Return the chart of a place for a T3."""
    publication = published()
    return chances(publication, Reader(publication), Place(code, name), "T3")


def marks(figure: Figure) -> dict[str, list[tuple[int, float]]]:
    """Return the points of each curve of a chart."""
    (rows,) = figure.spec["datasets"].values()
    found: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        found.setdefault(row["serie"], []).append((row["annees"], row["valeur"]))
    return found


def test_both_exits_are_drawn_from_the_first_day_to_the_last_year_known() -> None:
    """Nobody has left on the day of the filing; the figures are those of the two indicators."""
    figure = drawn(WHOLE, "Essai")
    assert figure is not None
    assert marks(figure) == {
        "bail signé": [(0, 0.0), (1, 14.0), (2, 22.0), (3, 25.0), (4, 27.0)],
        "sortie sans logement": [(0, 0.0), (1, 19.0), (2, 50.0), (3, 57.0), (4, 63.0)],
    }


def test_a_curve_stops_where_nobody_was_exposed_and_says_it() -> None:
    """After two years nobody waits in Le Robert: no line is drawn on, and words tell why."""
    figure = drawn(OWN, "Le Robert")
    assert figure is not None
    assert marks(figure) == {
        "bail signé": [(0, 0.0), (1, 20.0), (2, 40.0)],
        "sortie sans logement": [(0, 0.0), (1, 10.0), (2, 25.0)],
    }
    assert figure.alt.replace(NBSP, " ").replace(NNBSP, " ") == (
        "Sur 100 ménages qui demandent un T3. "
        "En 1 an : bail signé 20,0 %, sortie sans logement 10,0 %. "
        "En 2 ans : bail signé 40,0 %, sortie sans logement 25,0 %. "
        "Au-delà de 2 ans, le calcul s’arrête : personne n’attendait depuis aussi longtemps."
    )


def test_the_axis_goes_on_after_the_curve() -> None:
    """A curve that stops early must not look like one that goes to the end."""
    figure = drawn(OWN, "Le Robert")
    assert figure is not None
    scales = {str(layer["encoding"]["x"]["scale"]["domain"]) for layer in figure.spec["layer"]}
    assert scales == {"[0, 4]"}


def test_a_place_that_says_too_little_has_no_chart_of_its_own() -> None:
    """The chart of the whole authority, under its own name, stands in its place."""
    assert drawn(SMALL, "Besné") is None
    found = curve_of(Reader(published()), WHOLE, SMALL, "T3")
    assert (found.wide, found.reason, found.known) == (True, "ns", 4)


def test_the_file_and_the_table_hold_every_year_and_its_reason() -> None:
    """Whoever does not see the picture has the same values, and why two are missing."""
    figure = drawn(OWN, "Le Robert")
    assert figure is not None
    assert figure.csv.decode().splitlines() == [
        "mois,bail_signe_pct,bas_pct,haut_pct,sortie_sans_logement_pct,statut,nature_donnees",
        "12,20,15,25,10,,données de démonstration",
        "24,40,33,47,25,,données de démonstration",
        "36,,,,,so,données de démonstration",
        "48,,,,,so,données de démonstration",
    ]
    cells = [[c.text.replace(NNBSP, " ") for c in row.cells] for row in figure.table.rows]
    assert cells == [
        ["20,0 %", "entre 15,0 % et 25,0 %", "10,0 %", "70,0 %"],
        ["40,0 %", "entre 33,0 % et 47,0 %", "25,0 %", "35,0 %"],
        ["sans objet", "sans intervalle", "sans objet", "sans objet"],
        ["sans objet", "sans intervalle", "sans objet", "sans objet"],
    ]


@pytest.mark.parametrize(("code", "expected"), [(WHOLE, ""), (SMALL, "")])
def test_a_curve_that_goes_to_its_end_says_nothing_of_a_stop(code: str, expected: str) -> None:
    """No reason is given where nothing stops."""
    assert stops(curve_of(Reader(published()), WHOLE, code, "T3")) == expected


def test_a_chart_names_the_indicators_that_it_shows() -> None:
    """Its figures lead to both derivations."""
    figure = drawn(WHOLE, "Essai")
    assert figure is not None
    assert figure.shows == (CHANCE, LEFT)
