"""A .docx or a PDF becomes a draft: imported, checked, published, compared."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from generator import build, load
from generator.__main__ import main
from generator.errors import ContentError, ExitCode
from generator.publish.pdf import printed
from generator.settings import HOME
from generator.texts import parsed
from generator.texts.importer import Imported, imported
from generator.texts.pdf import gaps, text_of
from tests.test_texts_site import page
from tests.word_file import p, r, table, word_file

LINK = '<w:hyperlink r:id="lien0"><w:r><w:t>le code</w:t></w:r></w:hyperlink>'
BODY = (
    p(r("Convention intercommunale d’attribution"), style="Titre"),
    p(r("Article 1 — Objet"), style="Titre1"),
    p(r("Signée le 12 mai 2024, elle suit "), LINK, r(".")),
    p(r("Article 2 — Engagements"), style="Titre1"),
    p(r("2.1 Hors quartiers"), style="Titre2"),
    p(r("Au moins "), r("25 %", "b"), r(" des attributions.")),
    p(r("rendre lisible ;"), item=1),
    p(r("rendre "), r("fluide", "i"), r("."), item=1),
    p(r("d’abord"), item=2),
    p(r("2.2 Dans les quartiers")),
    p(r("Une part_à_fixer de <50 %.".replace("<", "&lt;"))),
    table(("Bailleur", "Part"), ("A", "25 %")),
)


def draft(*body: str, links: tuple[str, ...] = ("https://exemple.example/code",)) -> Imported:
    """Return what becomes of a .docx."""
    made = imported(".docx", word_file(body or BODY, links))
    assert made is not None
    return made


def test_a_word_file_becomes_the_markdown_of_a_convention() -> None:
    """Headings, lists, bold, italic, links and tables; marks in words stay words."""
    head, _, body = draft().markdown.removeprefix("---\n").partition("---\n")
    meta = yaml.safe_load(head)
    assert (meta["nature"], meta["titre"]) == ("cia", "Convention intercommunale d’attribution")
    assert body.strip().split("\n\n") == [
        "## Article 1 — Objet",
        "Signée le 12 mai 2024, elle suit [le code](https://exemple.example/code).",
        "## Article 2 — Engagements",
        "### 2.1 Hors quartiers",
        "Au moins **25 %** des attributions.",
        "- rendre lisible ;\n- rendre *fluide*.",
        "1. d’abord",
        "### 2.2 Dans les quartiers",
        "Une part\\_à\\_fixer de <50 %.",
        "| Bailleur | Part |\n|---|---|\n| A | 25 % |",
    ]


def test_what_a_human_must_see_is_in_the_report() -> None:
    """A guess, a date, a table: each is named with the words near it."""
    told = [doubt.told for doubt in draft().doubts]
    assert "Ce paragraphe a été pris pour un titre : vérifiez." in told
    assert "Dates lues dans le texte, à placer : 12 mai 2024." in told
    assert "Un tableau a été repris : vérifiez que sa première ligne est celle des titres." in told


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<w:r><w:footnoteReference w:id='1'/></w:r>", "Une note de bas de page n’a pas été reprise."),
        ("<w:r><w:drawing/></w:r>", "Une image n’a pas été reprise : décrivez-la en une phrase, "
         "ou laissez-la de côté."),
        ("<w:r><w:commentReference w:id='1'/></w:r>", "Un commentaire n’a pas été repris."),
        ("<w:ins><w:r><w:t>mot</w:t></w:r></w:ins>", "Une modification suivie (ajout) a été acceptée."),
        ("<w:del><w:r><w:delText>mot</w:delText></w:r></w:del>",
         "Une modification suivie (suppression) a été acceptée."),
        ("<w:hyperlink r:id='absent'><w:r><w:t>ici</w:t></w:r></w:hyperlink>",
         "Le lien de « ici » n’a pas été repris."),
    ],
)  # fmt: skip
def test_what_markdown_cannot_hold_is_never_dropped_in_silence(inside: str, told: str) -> None:
    """Notes, pictures, comments and tracked changes become doubts."""
    made = draft(p(r("Article 1 — Objet"), style="Titre1"), p(r("Un texte "), inside))
    assert told in [doubt.told for doubt in made.doubts]


def test_a_number_that_the_word_processor_makes_is_told() -> None:
    """Automatic numbers are not in the text: the article would have no permanent id."""
    made = draft(p(r("Objet"), style="Titre1", item=2), p(r("Durée"), style="Titre2", item=2))
    assert "Le numéro du titre « Durée » est automatique : écrivez-le." in [
        doubt.told for doubt in made.doubts
    ]


def test_a_text_without_articles_is_told() -> None:
    """Nothing can be linked to."""
    made = draft(p(r("Un texte.")))
    assert made.articles == 0
    assert "Aucun article n’a été reconnu : écrivez « ## Article 1 — … »." in [
        doubt.told for doubt in made.doubts
    ]


def printed_text(pages: int = 3) -> bytes:
    """Return a PDF with the same words at the foot of each page."""
    articles = "".join(
        f"<h2 style='break-before:page'>Article {n} — Partie {n}</h2><p>La règle numéro {n} vaut "
        f"pour tous les bailleurs et pour tous les réservataires du territoire, sauf la partie {n}.</p>"
        for n in range(1, pages + 1)
    )
    html = "<!doctype html><html lang='fr'><title>T</title><h1>Règlement de la CIB</h1>" + articles
    return printed({"t.pdf": html}, "/")["t.pdf"]


def test_a_text_pdf_becomes_articles_without_its_running_heads() -> None:
    """Feet of pages are left out and told; cut lines are joined."""
    made = imported(".pdf", printed_text())
    assert made is not None
    assert made.articles == 3
    assert "nature: reglement-cib" in made.markdown
    assert (
        "La règle numéro 2 vaut pour tous les bailleurs et pour tous les réservataires du "
        "territoire, sauf la partie 2."
    ) in made.markdown
    assert "page 2 sur" not in made.markdown
    assert any(doubt.told.startswith("Répété à chaque page") for doubt in made.doubts)


def test_a_signed_pdf_is_set_against_the_page() -> None:
    """Same words: nothing but what stands outside the articles; another number is found."""
    act = text_of(printed_text(1))
    assert act is not None
    text = (
        "## Article 1 — Partie 1\n\nLa règle numéro {} vaut pour tous les bailleurs et pour tous les "
        "réservataires du territoire, sauf la partie 1."
    )
    same = [gap for gap in gaps(parsed(text.format(1)), act) if gap.page]
    other = [(gap.page, gap.act) for gap in gaps(parsed(text.format(7)), act) if gap.page]
    assert (same, other) == ([], [("7", "1")])


@pytest.mark.parametrize(("name", "content"), [
    ("note.odt", b"x"), ("faux.docx", b"x"), ("faux.pdf", b"x"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_french(
    tmp_path: Path, name: str, content: bytes
) -> None:
    """T-130: the file is named, and what to give instead."""
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ContentError) as caught:
        load.foreign_text(file)
    [finding] = caught.value.findings
    assert (finding.code, finding.message) == ("T-130", "Ce fichier ne peut pas être repris.")


def test_a_text_in_place_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """T-131: the current text is first put among its versions."""
    file = tmp_path / "cia.docx"
    file.write_bytes(word_file(BODY, ("https://exemple.example/code",)))
    command = ["import-text", str(file), "--to", "cia.md", "--root", str(tmp_path)]
    assert main(command) == ExitCode.OK
    before = (tmp_path / "cia.md").read_text(encoding="utf-8")
    assert "À regarder avant de publier" in capsys.readouterr().out
    assert main(command) == ExitCode.CONTENT
    assert (tmp_path / "cia.md").read_text(encoding="utf-8") == before
    assert "T-131" in capsys.readouterr().err


COMPLETED = {
    "description: \"À compléter\"": "description: \"Un texte importé.\"",
    "statut: \"À compléter\"": "statut: \"Adoptée\"",
    "version: \"À compléter\"": "version: \"2024\"",
    "adoption: null": "adoption: 2024-05-12",
}  # fmt: skip


@pytest.fixture(scope="module")
def territory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the second territory without conventions."""
    root = tmp_path_factory.mktemp("reprise") / "territoire"
    shutil.copytree(HOME / "tests" / "territories" / "cap-nord", root)
    shutil.rmtree(root / "content" / "conventions")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("../../../mkdocs.yml", str(HOME / "mkdocs.yml"))
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return root


def bring(root: Path, name: str, body: Sequence[str]) -> None:
    """Import a .docx as a text, see it refused, then complete it as the secretariat would."""
    file = root.parent / "depose.docx"
    file.write_bytes(word_file(body, ("https://exemple.example/code",)))
    target = f"content/conventions/{name}"
    assert main(["import-text", str(file), "--to", target, "--root", str(root)]) == ExitCode.OK
    with pytest.raises(ContentError, match="T-128"):
        build.checked(root)
    text = (root / target).read_text(encoding="utf-8")
    for before, after in COMPLETED.items():
        text = text.replace(before, after)
    (root / target).write_text(text, encoding="utf-8")


def sign(root: Path) -> bytes:
    """Put a signed act with other words beside the current text; return its bytes."""
    act = printed_text(1)
    (root / "content/conventions/cia/acte.pdf").write_bytes(act)
    current = root / "content/conventions/cia.md"
    named = current.read_text(encoding="utf-8").replace("pdf: null", "pdf: acte.pdf")
    current.write_text(named, encoding="utf-8")
    return act


@pytest.mark.site
def test_a_word_file_is_imported_checked_published_and_compared(territory: Path) -> None:
    """The whole way: two drafts, two versions, one redline, one signed act beside."""
    bring(territory, "cia/versions/2020.md", BODY)
    bring(territory, "cia.md", [piece.replace("25 %", "30 %") for piece in BODY])
    act = sign(territory)
    told = build.checked(territory).findings
    assert {finding.code for finding in told if finding.code.startswith("T-")} == {"T-124"}
    site = territory.parent / "site"
    build.build(territory, site)
    html = page(site, "conventions/cia/comparaison/2020-a-2024")
    assert "[supprimé : </span>25 %<span" in html
    assert "[ajouté : </span>30 %<span" in html
    html = page(site, "conventions/cia")
    assert hashlib.sha256(act).hexdigest() in html
    assert "Ses mots diffèrent de ceux de cette page" in html
    assert (site / "conventions/cia/acte.pdf").read_bytes() == act
