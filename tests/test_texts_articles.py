"""Articles keep their address; versions can be compared; a status follows from dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from generator import texts
from generator.model import Document
from generator.texts import Kind, Standing, register_of
from generator.texts.articles import natural_id
from generator.texts.markup import rendered, target
from generator.texts.redline import words_of

ON = date(2025, 3, 31)


def document(path: str, body: str, **meta: Any) -> Document:  # noqa: ANN401 - any front matter
    """Return a text of content/ with a title."""
    return Document(path, {"titre": "Une convention", **meta}, body, 1)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Article 3.2 — Quatre buts", "art-3-2"),
        ("3.2 Quatre buts", "art-3-2"),
        ("ARTICLE 12 : Durée", "art-12"),
        ("Article 1er - Objet", "art-1"),
        ("Article premier", "art-1"),
        ("Article 5 bis — Suivi", "art-5-bis"),
        ("Art. 7 – Bilan", "art-7"),
        ("Annexe 2 — Résidences", "annexe-2"),
        ("Préambule", "preambule"),
    ],
)
def test_the_address_of_an_article_follows_from_its_number(heading: str, key: str) -> None:
    """A secretary writes headings, never addresses."""
    assert natural_id(heading) == key


def test_a_reworded_heading_keeps_its_address() -> None:
    """The number makes the address, so the words are free."""
    before = texts.parsed("## Article 1 — But\n\nA.\n\n### 1.1 Mots\n\nB.")
    after = texts.parsed("## Article 1 — Objet de l’accord\n\nA.\n\n### 1.1 Autres mots\n\nB.")
    assert [a.id for a in before.articles] == [a.id for a in after.articles] == ["art-1", "art-1-1"]
    assert [c.kind for c in texts.compared(before, after).changes] == [Kind.RENAMED, Kind.RENAMED]


def test_a_renumbered_article_keeps_its_address_by_the_register() -> None:
    """What was article 5 stays at art-5 when a new article takes its number."""
    register = register_of({"identifiants": {"2026": {"5": "art-nouveau", "6": "art-5"}}})
    body = "## Article 5 — Coordination\n\nA.\n\n## Article 6 — Décision\n\nB."
    assert [a.id for a in texts.parsed(body, register, "2026").articles] == ["art-nouveau", "art-5"]
    assert [a.id for a in texts.parsed(body, register, "2017").articles] == ["art-5", "art-6"]


def test_a_heading_without_number_keeps_the_address_written_for_it() -> None:
    """« Préambule » becomes « Introduction », and its old links still work."""
    register = register_of({"identifiants": {"toutes": {"Introduction": "preambule"}}})
    assert [a.id for a in texts.parsed("## Introduction\n\nA.", register).articles] == ["preambule"]


def test_a_merged_article_answers_for_the_old_address() -> None:
    """A former id is an anchor of the article that took its content."""
    register = register_of({"autres_adresses": {"art-2-bis": "art-2"}})
    text = texts.parsed("## Article 2 — Objet\n\nA.", register)
    found = text.by_id("art-2-bis")
    assert found is not None
    assert found.number == "2"
    assert text.ids == {"art-2", "art-2-bis"}


def test_headings_in_a_block_of_code_are_no_articles() -> None:
    """An example of text is shown, not read."""
    body = "## Article 1 — Objet\n\n```\n## Article 2 — Exemple\n```\n"
    assert [a.number for a in texts.parsed(body).articles] == ["1"]


def test_versions_are_ordered_and_the_current_one_comes_last() -> None:
    """Names are numbers, years or dates: 2 comes before 10."""
    files = [
        document("conventions/cia.md", "## Article 1 — A\n", version="2026"),
        document("conventions/cia/versions/10.md", "## Article 1 — A\n"),
        document("conventions/cia/versions/2.md", "## Article 1 — A\n"),
        document("conventions/ppgdid.md", "## Article 1 — A\n"),
        document("methode/index.md", "## Titre\n"),
    ]
    library = texts.library(files)
    assert [c.slug for c in library] == ["cia", "ppgdid"]
    assert [v.name for v in library[0].versions] == ["2", "10", "2026"]
    assert library[1].current.name == "actuelle"


def test_words_that_changed_are_told_in_their_paragraph() -> None:
    """Unchanged words stand around; a lone unchanged word between two changes joins them."""
    redline = texts.compared(
        texts.parsed("## Article 1 — Objet\n\nAu moins 20 % des attributions.\n\nSans changement."),
        texts.parsed("## Article 1 — Objet\n\nAu moins 25 % des attributions.\n\nSans changement."),
    )
    change = redline.changes[0]
    told = [[(run.kind, run.text) for run in paragraph] for paragraph in change.paragraphs]
    assert told == [
        [
            (Kind.SAME, "Au moins"),
            (Kind.DELETED, "20\u202f%"),
            (Kind.ADDED, "25\u202f%"),
            (Kind.SAME, "des attributions."),
        ],
        [(Kind.SAME, "Sans changement.")],
    ]
    assert (change.kind, change.added, change.deleted) == (Kind.CHANGED, 1, 1)


def test_added_and_deleted_articles_are_told_where_they_stand() -> None:
    """Articles are matched by address; a deleted one comes after its old neighbour."""
    redline = texts.compared(
        texts.parsed("## Article 1 — A\n\nx\n\n## Article 2 — B\n\ny\n\n## Article 4 — D\n\nz"),
        texts.parsed("## Article 1 — A\n\nx\n\n## Article 3 — C\n\nw\n\n## Article 4 — D\n\nz"),
    )
    assert [(c.id, c.kind) for c in redline.changes] == [
        ("art-1", Kind.SAME),
        ("art-2", Kind.DELETED),
        ("art-3", Kind.ADDED),
        ("art-4", Kind.SAME),
    ]


def test_the_words_on_both_sides_of_a_redline_are_those_of_the_versions() -> None:
    """Nothing is lost: without additions it is the old text, without deletions the new one."""
    old = "Un *deux* trois.\n\n- quatre\n- cinq six\n\nSept [huit](x.md) neuf."
    new = "Un deux 3.\n\n- quatre\n- six cinq\n- dix\n\nHuit neuf sept."
    change = texts.compared(
        texts.parsed(f"## Article 1 — A\n\n{old}"), texts.parsed(f"## Article 1 — A\n\n{new}")
    ).changes[0]
    runs = [run for paragraph in change.paragraphs for run in paragraph]
    for text, other in ((old, Kind.ADDED), (new, Kind.DELETED)):
        kept = " ".join(run.text for run in runs if run.kind is not other).split()
        assert kept == [word for word in words_of(text) if word != "\n"]


@pytest.mark.parametrize(
    ("meta", "standing"),
    [
        ({"nature": "ppgdid", "adoption": date(2018, 6, 26)}, Standing.EXPIRED),
        ({"nature": "ppgdid", "adoption": date(2019, 6, 26)}, Standing.IN_FORCE),
        ({"nature": "cia", "adoption": date(2017, 3, 21)}, Standing.IN_FORCE),
        ({"nature": "cia", "adoption": date(2017, 3, 21), "duree_annees": 6}, Standing.EXPIRED),
        ({"adoption": date(2018, 6, 26), "duree_annees": 6, "prorogation": date(2025, 6, 26)},
         Standing.EXTENDED),
        ({"adoption": date(2018, 6, 26), "duree_annees": 6, "prorogation": date(2025, 1, 1)},
         Standing.EXPIRED),
        ({"entree_en_vigueur": date(2026, 1, 1)}, Standing.COMING),
        ({"adoption": None}, Standing.UNKNOWN),
    ],
)  # fmt: skip
def test_the_status_of_a_text_follows_from_its_dates(
    meta: dict[str, Any], standing: Standing
) -> None:
    """The day is that of the data: a build knows no clock."""
    assert texts.status_of(meta, ON).standing is standing


def test_a_plan_of_2018_ends_six_years_later() -> None:
    """CCH, art. R. 441-2-13: a plan lasts six years; the end is said to be computed."""
    status = texts.status_of({"nature": "ppgdid", "adoption": date(2018, 6, 26)}, ON)
    assert status.since == date(2024, 6, 26)
    assert status.computed


def test_a_plan_adopted_on_a_leap_day_ends_on_the_last_day_of_february() -> None:
    """29 February has no anniversary in most years."""
    meta = {"adoption": date(2016, 2, 29), "duree_annees": 6}
    assert texts.status_of(meta, ON).since == date(2022, 2, 28)


def test_a_replaced_version_is_revised_from_the_day_of_the_next_one() -> None:
    """An older text says when it stopped to count."""
    meta = {"adoption": date(2012, 1, 1)}
    replaced = date(2017, 3, 21)
    assert texts.status_of(meta, ON, replaced).standing is Standing.REVISED
    assert texts.status_of(meta, date(2016, 1, 1), replaced).standing is Standing.IN_FORCE


def test_links_of_a_text_lead_to_the_same_page_from_any_version() -> None:
    """A text moved to its versions keeps the links it was written with."""
    assert target("reglement-cib.md#art-2", "conventions") == "conventions/reglement-cib/#art-2"
    assert target("../methode/index.md", "conventions") == "methode/"
    assert target("/indicateurs/tension/", "conventions") == "indicateurs/tension/"
    assert target("https://exemple.example/", "conventions") is None


def test_a_table_of_a_text_gets_caption_scope_and_region() -> None:
    """Plain Markdown cannot say it; readers of tables need it."""
    body = "## Article 1 — Parts\n\n| Nom | Part |\n|---|---:|\n| a | 1 |\n"
    html = rendered(texts.parsed(body), folder="conventions", root="..").articles[0]
    assert 'role="region" aria-labelledby="tableau-1-1" tabindex="0"' in html
    assert "Article 1 — Parts</caption>" in html
    assert '<th scope="col" class="nombre">Part</th>' in html
    assert "style=" not in html


def test_a_redline_shows_words_never_marks() -> None:
    """Notes and their calls are told in words; what the import escaped is shown as it was."""
    body = "Une part\\_à\\_fixer de **25 %**[^1].\n\n[^1]: Voir *la loi*."
    assert " ".join(words_of(body)).split("\n") == [
        "Une part_à_fixer de 25\u202f% (note 1). ", " Note 1\u202f: Voir la loi.",
    ]  # fmt: skip


def test_footnotes_keep_their_numbers_across_articles() -> None:
    """A text is converted in one piece."""
    body = (
        "## Article 1 — A\n\nUn.[^a]\n\n## Article 2 — B\n\nDeux.[^b]\n\n[^a]: Une.\n[^b]: Deux.\n"
    )
    html = rendered(texts.parsed(body), folder="conventions", root="..").articles
    assert ">1</a>" in html[0]
    assert ">2</a>" in html[1]
