"""What a reader sees, kept as plain files: the difference is part of each review.

Taken from a deposit drawn here and from the declared indicators it feeds, so that a new
year of data changes none. A snapshot never replaces a test of a number.
Rewrite them with `make accept`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from generator import compute, draw, protect
from generator.indicators import declared
from generator.model import Commune as Place
from generator.model import Counting, Field, Publication, SecrecyRule, Table, Territory
from tests.certified import CERTIFICATE

FOLDER = Path(__file__).parent / "snapshots"
SIREN = "200000001"
PLACES = (Place("99001", "Le Bourg", 4000), Place("99002", "Orval", 900))
LEASES = {"T3": (60, 25), "T4": (12, 0), "ensemble": (90, 40)}
WAITING = {"T3": (300, 90), "T4": (48, 20), "ensemble": (420, 130)}


def _table(name: str, text: str, keys: tuple[str, ...], margins: Mapping[str, str]) -> Table:
    frame = pd.read_csv(StringIO(text), dtype="string")
    counts = [c for c in frame.columns if c.startswith(("nb_", "delai_")) and "statut" not in c]
    frame = frame.assign(**{c: pd.to_numeric(frame[c]).astype("Int64") for c in counts})
    if "annee" in frame:
        frame = frame.assign(annee=pd.to_numeric(frame["annee"]).astype("Int64"))
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    fields = tuple(
        Field(c, c, "", "integer" if c in counts else "string", {}) for c in frame.columns
    )
    counting = Counting("bail", "Un bail signé.", "Producteur d’essai", "2024-02-01", "Essai.")
    return Table(
        package="essai", package_title="Essai", version="2024.1.0", name=name, title=name,
        description="", frame=frame, fields=fields, keys=keys, margins=margins, demonstration=True,
        counting=counting, secrecy=SecrecyRule("effectif_simple", tuple(margins)),
        where=f"datapackages/essai/data/{name}.csv",
    )  # fmt: skip


def _tables() -> dict[str, Table]:
    codes = ("99001", "99002")
    leases = [
        f"2023,{code},{size},ensemble,{counts[i]},"
        for i, code in enumerate(codes)
        for size, counts in LEASES.items()
    ]
    waiting = [
        f"2024-01-01,{code},{size},ensemble,{counts[i]},"
        for i, code in enumerate(codes)
        for size, counts in WAITING.items()
    ]
    delays = [
        f"2023,{code},T3,{statistic},{value},"
        for code in codes
        for statistic, value in (("q1", 9), ("mediane", 18), ("q3", 31), ("moyenne", 22))
    ]
    return {
        "baux_delai": _table(
            "baux_delai",
            "\n".join(["annee,code_territoire,typologie,delai,nb_baux,nb_baux_statut", *leases]),
            ("annee", "code_territoire", "typologie", "delai"),
            {"delai": "ensemble"},
        ),
        "demandes_stock": _table(
            "demandes_stock",
            "\n".join(
                [
                    "date,code_territoire,typologie,anciennete,nb_demandes,nb_demandes_statut",
                    *waiting,
                ]
            ),
            ("date", "code_territoire", "typologie", "anciennete"),
            {"anciennete": "ensemble"},
        ),
        "delais_attributaires": _table(
            "delais_attributaires",
            "\n".join(
                [
                    "annee,code_territoire,typologie,statistique,delai_mois,delai_mois_statut",
                    *delays,
                ]
            ),
            ("annee", "code_territoire", "typologie", "statistique"),
            {},
        ),
    }


@pytest.fixture(scope="module")
def publication() -> Publication:
    """Return a small publication: two communes, two sizes of home, one year."""
    territory = Territory(SIREN, "Pays d’Essai", "Pays d’Essai", "Essai", 4900, "2024", PLACES)
    tables = _tables()
    chosen = [i for i in declared() if i.id in ("tension", "delai-median", "attributions")]
    chosen += [i for i in declared() if i.id in ("demandes-en-attente", "repartition-delais")]
    results = compute.results(tables, sorted(chosen, key=lambda i: i.code))
    return protect.publication(territory, (), tables, results, CERTIFICATE)


@pytest.fixture(scope="module")
def pages(publication: Publication) -> Mapping[str, str]:
    """Return the bodies of the pages of the small publication, by address."""
    from generator.compose.indicator_pages import indicator_pages
    from generator.compose.material import Material
    from generator.compose.places import place_pages
    from generator.reading import Reader

    m = Material(publication, Reader(publication), draw.figures(publication), (), ())
    return {page.path: str(page.body) for page in (*place_pages(m), *indicator_pages(m))}


@pytest.mark.parametrize(
    "path", ["communes/99001-le-bourg/", "tailles/t3/", "indicateurs/delai-median/"]
)
def test_a_page_reads_as_it_was_accepted(pages: Mapping[str, str], path: str) -> None:
    """The words, their order and the tables of a page change on purpose only."""
    same(f"{path.strip('/').replace('/', '-')}.html", pages[path])


@pytest.mark.parametrize("kind", ["delais", "evolution"])
def test_a_chart_is_specified_as_it_was_accepted(publication: Publication, kind: str) -> None:
    """A chart's specification changes on purpose only; its rows are not part of it."""
    spec = draw.figures(publication)[f"territoires/99001/{kind}"].spec
    same(f"graphique-{kind}.json", json.dumps(_without_rows(spec), indent=2, sort_keys=True))


def test_every_snapshot_is_used() -> None:
    """A file that no test reads would only look like a test."""
    used = {
        "communes-99001-le-bourg.html", "tailles-t3.html", "indicateurs-delai-median.html",
        "graphique-delais.json", "graphique-evolution.json", "donnees-certificat.html",
    }  # fmt: skip
    assert {path.name for path in FOLDER.iterdir()} == used


def _without_rows(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification without its data, which altair names by their content."""
    return {k: v for k, v in spec.items() if k not in ("datasets", "data")}


def same(name: str, text: str) -> None:
    """Compare `text` with the file kept under `name`, or keep it when asked to."""
    file = FOLDER / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(f"{text.rstrip()}\n", encoding="utf-8")
    assert f"{text.rstrip()}\n" == file.read_text(encoding="utf-8")
