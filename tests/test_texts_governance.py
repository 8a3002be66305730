"""Governance and guides: due dates, timeline, commissions, places, journey, cotation."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator import build
from generator.compose.partial_dates import bounds, lateness, still_late, told
from generator.compose.standing import standing_sentence
from generator.compose.tiles import _lines as names
from generator.settings import HOME
from generator.texts import Standing, Status
from tests.test_texts_site import page

ON = date(2025, 3, 31)
ASSETS = Path(__file__).parents[1] / "site_templates" / "assets"


@pytest.mark.parametrize(
    ("due", "done", "sentence"),
    [
        ("2023-11-24", "2023-11-24", "à temps"),
        ("2023-12-31", "2022-07", "à temps"),
        ("2023-11-24", "2023-12-01", "7 jours de retard"),
        ("2023-11-24", "2023", "à temps ou jusqu’à 37 jours de retard : le jour exact n’est pas connu"),
        ("2023-11-24", "2024-01", "entre 38 et 68 jours de retard : le jour exact n’est pas connu"),
    ],
)  # fmt: skip
def test_lateness_is_told_as_precisely_as_dates_allow(due: str, done: str, sentence: str) -> None:
    """A year without a day gives bounds, never a made-up day."""
    assert lateness(due, done).replace("\u00a0", " ") == sentence


def test_what_is_not_seen_done_is_told_with_its_days() -> None:
    """The site does not know that it was not done: it says that nobody said so."""
    assert still_late("2024-06-26", ON).replace("\u00a0", " ") == (
        "non constaté au 31 mars 2025, 278 jours après l’échéance"
    )
    assert still_late("2026", ON) == "pas encore dû"


def test_dates_are_told_as_precisely_as_they_are_known() -> None:
    """A year, a month or a day."""
    assert [told(d).replace("\u00a0", " ") for d in ("2017", "2015-09", "2016-12-15")] == [
        "2017", "septembre 2015", "15 décembre 2016",
    ]  # fmt: skip
    assert bounds("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status(Standing.UNKNOWN), "Dates à compléter : le statut de ce texte ne peut pas être calculé."),
        (Status(Standing.COMING, since=date(2026, 1, 1)), "Adopté, en vigueur à partir du 1er janvier 2026"),
        (Status(Standing.IN_FORCE, date(2020, 1, 1), date(2026, 1, 1)),
         "En vigueur depuis le 1er janvier 2020, jusqu’au 1er janvier 2026"),
        (Status(Standing.EXTENDED, date(2024, 6, 26), date(2025, 6, 26)),
         "Prorogé jusqu’au 26 juin 2025, après l’échéance du 26 juin 2024"),
        (Status(Standing.EXPIRED, date(2024, 6, 26), computed=True),
         "Expiré depuis le 26 juin 2024, échéance calculée d’après la durée"),
        (Status(Standing.REVISED, date(2017, 3, 21)),
         "Révisé : remplacé le 21 mars 2017 par une version plus récente"),
    ],
)  # fmt: skip
def test_each_standing_has_its_sentence(status: Status, sentence: str) -> None:
    """The day of the data is always named beside a computed status."""
    found = standing_sentence(status, ON).replace("\u00a0", " ")
    assert found.startswith(sentence)
    assert ("31 mars 2025" in found) is (status.standing is not Standing.UNKNOWN)


@pytest.mark.site
def test_the_register_gives_due_dates_and_lateness(built_site: Path) -> None:
    """Two legal dates of 2023, and the end of the plan."""
    html = page(built_site, "gouvernance/obligations")
    assert "24 novembre 2023" in html
    assert "31 décembre 2023" in html
    assert "À temps ou jusqu’à 37 jours de retard" in html
    assert "278 jours après l’échéance" in html


@pytest.mark.site
def test_a_planned_date_stays_beside_the_real_one(built_site: Path) -> None:
    """The workshops of 2024 were announced; nobody said that they took place."""
    html = page(built_site, "gouvernance/calendrier")
    assert '<th scope="col">Prévu</th><th scope="col">Fait</th>' in html
    assert "<td>2024</td><td>non constatée</td><td>non constaté au 31 mars 2025" in html


@pytest.mark.site
def test_a_small_count_of_a_commission_stays_hidden(built_site: Path) -> None:
    """What the deposit hides is said to be hidden, never 0."""
    html = page(built_site, "gouvernance/commissions")
    row = html[html.index("Situations résolues") :]
    assert "secret statistique" in row[: row.index("</tr>")]


@pytest.mark.site
def test_the_network_shows_levels_and_last_checks(built_site: Path) -> None:
    """Each place has a level and the day it was checked; communes without one are named."""
    html = page(built_site, "gouvernance/accueil")
    assert "<td>niveau 3</td>" in html
    assert "15 janvier 2025" in html
    assert "Communes sans lieu déclaré : Besné" in html
    assert "<td>information, enregistrement de la demande</td>" in html


@pytest.mark.site
def test_the_map_says_what_the_list_says(built_site: Path) -> None:
    """A square per commune; its picture is named, and asks nothing from anywhere."""
    html = page(built_site, "gouvernance/accueil")
    drawing = html[html.index('<svg class="plan-cases') : html.index("</svg>")]
    assert (
        '<title id="carte-lieux-titre">Carte : 8 lieux d’accueil dans 6 communes sur 10' in drawing
    )
    squares = [
        re.findall(r">([^<]+)</text>", square)
        for square in re.findall(r"<g .*?</g>", drawing, re.DOTALL)
    ]
    assert len(squares) == 10
    assert ["Saint-", "Nazaire", "3 lieux", "niveau 3"] in squares
    assert ["Besné", "aucun lieu"] in squares
    served = sorted("".join(s[:-2]) for s in squares if s[-1] != "aucun lieu")
    listed = sorted(set(re.findall(r"communes/\d+-[a-z-]+/\">([^<]+)</a>", html)))
    assert served == listed
    assert "http" not in drawing


def test_a_long_name_is_cut_where_it_may_be() -> None:
    """At its hyphens and spaces; a word too long for a square is drawn tighter."""
    assert names("Saint-Malo-de-Guersac") == ["Saint-", "Malo-de-", "Guersac"]
    assert names("La Chapelle-des-Marais") == ["La", "Chapelle-", "des-", "Marais"]
    assert names("Mondeville") == ["Mondeville"]


@pytest.mark.site
def test_the_checklist_gives_a_page_or_says_missing(built_site: Path) -> None:
    """Each piece of information has its legal basis; nothing missing is passed over."""
    html = page(built_site, "gouvernance/informations-obligatoires")
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", html)
    assert all("CCH, art. " in row for row in rows)
    assert all(("href=" in row) != ("manquant" in row) for row in rows)
    assert "R. 441-2-10, 5°" in html


@pytest.mark.site
def test_each_step_of_the_journey_has_its_figure(built_site: Path) -> None:
    """Seven steps, from registration to lease."""
    html = page(built_site, "guides/parcours")
    assert re.findall(r"<h2 id=\"[a-z]+\">(\d)\. ", html) == list("1234567")
    assert html.count("À Saint-Nazaire Agglo, 20") == 7


@pytest.mark.site
def test_the_grid_of_points_works_on_paper(built_site: Path) -> None:
    """The calculator is hidden until its script runs; grid and examples are always there."""
    html = page(built_site, "guides/cotation")
    assert '<div class="calcul" id="calculette" hidden>' in html
    assert "font ensemble 20 points." in html
    assert "Cette grille est inventée pour la démonstration" in html
    labels = re.findall(r'<label for="(c-[a-z-]+)">', html)
    assert labels == re.findall(r'<input type="checkbox" id="(c-[a-z-]+)"', html)
    assert len(labels) == 10


def test_the_calculator_stores_and_sends_nothing() -> None:
    """It weighs less than a kilobyte and knows neither storage nor network."""
    script = (ASSETS / "cotation.js").read_text(encoding="utf-8")
    assert len(script.encode()) <= 1000
    for word in ("fetch", "XMLHttp", "localStorage", "cookie", "sendBeacon", "http"):
        assert word not in script


@pytest.mark.site
def test_no_page_calls_itself_falc_before_it_was_tested(built_site: Path) -> None:
    """« Facile à lire » until people concerned have read it."""
    assert "FALC" not in page(built_site, "facile")
    assert "Elles n’ont pas encore été relues" in page(built_site, "facile")


@pytest.mark.site
def test_a_territory_without_these_data_has_none_of_these_pages(second_site: Path) -> None:
    """Pages follow the deposit; only the lists that menus lead to are always there."""
    assert not (second_site / "guides/cotation").exists()
    assert (second_site / "guides/parcours/index.html").is_file()
    assert (second_site / "conventions/engagements/index.html").is_file()


# --- what the demonstration lacks: a territory that deposited it ---------------------------------

THRESHOLDS = """annee,code_territoire,nom_territoire,typologie,seuil_mois,source,source_url,lu_le
2022,200041788,CAP Nord Martinique,ensemble,40,Arrêté de démonstration,,2026-11-01
2023,200041788,CAP Nord Martinique,T1,24,Arrêté de démonstration,,2026-11-01
2023,200041788,CAP Nord Martinique,T3,30,Arrêté de démonstration,,2026-11-01
"""
AGENDA = "https://agglo.example/ordre-du-jour.pdf"
MEETING = """---
titre: "L’atelier sur la convention"
description: "Ce qui a été dit de la convention d’attribution."
---

Un texte.
"""


def deposit_thresholds(root: Path) -> None:
    """Put the prefect's delay beside the other thresholds of the territory."""
    folder = root / "datapackages" / "seuils"
    (folder / "data" / "delai_anormal.csv").write_text(THRESHOLDS, encoding="utf-8")
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    [known] = descriptor["resources"]
    own = {**known, "name": "delai_anormal", "title": "Délai anormalement long",
           "path": "data/delai_anormal.csv", "schema": "schemas/delai_anormal/schema.json",
           "demonstration": True}  # fmt: skip
    descriptor["resources"] = [own, known]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def deposit_agenda(root: Path) -> None:
    """Give a meeting its agenda elsewhere, and a page of the site."""
    file = root / "datapackages" / "instances" / "data" / "seances.csv"
    lines = file.read_text(encoding="utf-8").split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith("atelier-cia,"))
    lines[place] = lines[place].replace(",2021-09-23,,,", f",2021-09-23,{AGENDA},,")
    assert AGENDA in lines[place]
    file.write_text("\n".join(lines), encoding="utf-8")
    (root / "content" / "gouvernance" / "seances").mkdir(parents=True)
    (root / "content/gouvernance/seances/atelier-cia.md").write_text(MEETING, encoding="utf-8")


@pytest.fixture(scope="module")
def informed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of a territory that deposited the prefect's delay and an agenda."""
    root = tmp_path_factory.mktemp("informe") / "territoire"
    shutil.copytree(HOME / "tests" / "territories" / "cap-nord", root)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("../../../mkdocs.yml", str(HOME / "mkdocs.yml"))
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    deposit_thresholds(root)
    deposit_agenda(root)
    site = root.parent / "site"
    build.build(root, site)
    return site


@pytest.mark.site
def test_the_prefects_delay_is_told_by_departement_from_data(informed_site: Path) -> None:
    """The newest year, by size, with its source; the invented number is labelled."""
    html = page(informed_site, "guides/delai-anormalement-long")
    assert "Département : Martinique. Valeurs à partir de 2023." in html
    rows = re.findall(
        r"<tr><th scope=\"row\">(.*?)</th><td>.*?</td><td class=\"nombre\">(.*?)</td>", html
    )
    assert rows == [
        ("Une pièce", "24 mois, soit 2 ans"), ("Trois pièces", "30 mois, soit 2 ans et 6 mois"),
    ]  # fmt: skip
    assert "Données de démonstration" in html


@pytest.mark.site
def test_a_delay_that_was_not_deposited_is_never_guessed(built_site: Path) -> None:
    """No national value exists: the page says what is missing, the list of duties too."""
    html = page(built_site, "guides/delai-anormalement-long")
    assert "Département : Loire-Atlantique. La valeur n’a pas été déposée." in html
    assert 'href="../../guides/delai-anormalement-long/"' in page(built_site, "guides/droits")
    duties = page(built_site, "gouvernance/informations-obligatoires")
    row = duties[duties.index("le délai fixé par le préfet") :]
    assert "manquant" in row[: row.index("</tr>")]


@pytest.mark.site
def test_a_meeting_shows_its_documents_or_that_it_has_none(informed_site: Path) -> None:
    """A link to what was deposited, « non déposé » for the rest, a page where there is one."""
    html = page(informed_site, "gouvernance/calendrier")
    table = html[html.index('id="reunions-documents"') :]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table)
    assert len(rows) == 2
    own = next(row for row in rows if AGENDA in row)
    assert f'<a href="{AGENDA}">lire l’ordre du jour</a>' in own
    assert 'href="../../gouvernance/seances/atelier-cia/"' in own
    assert own.count("non déposé") == 1
