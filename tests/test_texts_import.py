"""A .docx or a PDF becomes a draft: imported, checked, published, compared."""

from __future__ import annotations

import hashlib
import shutil
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
from tests import writer_file as w
from tests.pdf_ua import faults
from tests.test_texts_site import page
from tests.word_file import p, r, word_file

CODE = "https://exemple.example/code"


def text(share: str, aim: str = "Objet", *, comment: str = "", last: str = "") -> str:
    """Return a convention as it is written in LibreOffice Writer."""
    return w.flat(
        w.title("Convention intercommunale d’attribution"),
        w.h(1, f"Article 1 — {aim}"),
        w.p(f"Signée le 12 mai 2024, elle suit {w.link('le code', CODE)}.{w.NOTE}"),
        w.p(f"Un équilibre {w.DELETED}{w.ADDED} est recherché."),
        w.h(1, "Article 2 — Engagements"),
        w.h(2, "2.1 Hors quartiers"),
        w.p(f"Au moins {w.bold(share)} des attributions, {w.italic('chaque année')}.{comment}"),
        w.items(
            "puces", "rendre lisible ;", "rendre fluide :", w.items("puces", "vite ;", "bien.")
        ),
        w.p("Dans cet ordre :"),
        w.items("numeros", "d’abord ;", "ensuite."),
        w.h(2, "2.2 Dans les quartiers"),
        w.p("Une part_à_fixer de &lt;50 %."),
        w.table(("Bailleur", "Part"), ("A", share)),
        last,
    )


COUNTED = w.flat(
    w.title("Règlement de la CIB"),
    w.h(1, "Objet"),
    w.p("Un."),
    w.h(2, "Dossiers"),
    w.items("puces", f"un mot{w.NOTE} ;", "un autre."),
    w.items("numeros", "un."),
    w.h(3, "Pièces"),
    w.p("Deux."),
    w.h(1, f"Durée{w.NOTE.replace('n1', 'n2')}"),
    w.p("Trois."),
    outline=w.AUTOMATIC,
)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return .docx files that LibreOffice itself made, in one run."""
    sources = {
        "avant": text("25 %", last=w.h(1, "Article 3 — Suivi") + w.p("Chaque année.")),
        "apres": text("30 %", "But", comment=w.COMMENT),
        "automatique": COUNTED,
    }  # fmt: skip
    return w.saved_as_docx(sources, tmp_path_factory.mktemp("writer"))


def brought(file: Path) -> Imported:
    """Return what becomes of a file."""
    made = imported(file.suffix, file.read_bytes())
    assert made is not None
    return made


def draft(*body: str) -> Imported:
    """Return what becomes of a .docx with parts that LibreOffice does not write by itself."""
    made = imported(".docx", word_file(body))
    assert made is not None
    return made


def test_a_word_file_becomes_the_markdown_of_a_convention(saved: dict[str, Path]) -> None:
    """Headings, lists, bold, italic, links, notes and tables; marks in words stay words."""
    head, _, body = brought(saved["avant"]).markdown.removeprefix("---\n").partition("---\n")
    meta = yaml.safe_load(head)
    assert (meta["nature"], meta["titre"]) == ("cia", "Convention intercommunale d’attribution")
    assert body.strip().split("\n\n") == [
        "## Article 1 — Objet",
        "Signée le 12 mai 2024, elle suit [le code](https://exemple.example/code).[^1]",
        "[^1]: Arrêté du 12 mai.",
        "Un équilibre durable est recherché.",
        "## Article 2 — Engagements",
        "### 2.1 Hors quartiers",
        "Au moins **25 %** des attributions, *chaque année*.",
        "- rendre lisible ;\n- rendre fluide :\n    - vite ;\n    - bien.",
        "Dans cet ordre :",
        "1. d’abord ;\n1. ensuite.",
        "### 2.2 Dans les quartiers",
        "Une part\\_à\\_fixer de <50 %.",
        "| Bailleur | Part |\n|---|---|\n| A | 25 % |",
        "## Article 3 — Suivi",
        "Chaque année.",
    ]


def test_what_a_human_must_see_is_in_the_report(saved: dict[str, Path]) -> None:
    """Notes, tracked changes, comments, tables, dates: each with the words near it."""
    assert [(doubt.near, doubt.told) for doubt in brought(saved["apres"]).doubts] == [
        ("Un équilibre durable est recherché.",
         "Une modification suivie (suppression) a été acceptée."),
        ("Un équilibre durable est recherché.", "Une modification suivie (ajout) a été acceptée."),
        ("note 1", "Une note de bas de page a été reprise : vérifiez son appel et son texte."),
        ("Au moins 30 % des attributions, chaque année.", "Un commentaire n’a pas été repris."),
        ("Une part_à_fixer de <50 %.",
         "Un tableau a été repris : vérifiez que sa première ligne est celle des titres."),
        ("en-tête", "Dates lues dans le texte, à placer : 12 mai 2024."),
        ("en-tête", "Complétez description, statut, dates, durée et signataires (fonctions)."),
    ]  # fmt: skip


def test_numbers_that_the_word_processor_makes_are_written(saved: dict[str, Path]) -> None:
    """They stand in no word of the text: an article without its number has no permanent id."""
    made = brought(saved["automatique"])
    headings = [line for line in made.markdown.split("\n") if line.startswith("#")]
    assert headings == [
        "## Article 1 — Objet", "### 1.1 Dossiers", "#### Pièces", "## Article 2 — Durée",
    ]  # fmt: skip
    told = [doubt.told for doubt in made.doubts]
    assert "Le numéro « 1.1 » était automatique : il a été écrit, vérifiez-le." in told
    assert "Le numéro du titre « Pièces » est automatique : écrivez-le." in told
    assert "Une note appelée dans un titre n’a pas été reprise." in told


def test_two_lists_in_a_row_are_told(saved: dict[str, Path]) -> None:
    """Markdown would number bullets, or lose numbers; the note waits for the end of the list."""
    made = brought(saved["automatique"])
    assert "- un mot[^1] ;\n- un autre.\n\n1. un.\n\n[^1]: Arrêté du 12 mai." in made.markdown
    assert any(doubt.told.startswith("Deux listes se suivent") for doubt in made.doubts)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<w:r><w:footnoteReference w:id='1'/></w:r>", "Une note de bas de page n’a pas été reprise."),
        ("<w:r><w:endnoteReference w:id='1'/></w:r>", "Une note de fin n’a pas été reprise."),
        ("<w:r><w:drawing/></w:r>", "Une image n’a pas été reprise : décrivez-la en une phrase, "
         "ou laissez-la de côté."),
        ("<w:hyperlink r:id='absent'><w:r><w:t>ici</w:t></w:r></w:hyperlink>",
         "Le lien de « ici » n’a pas été repris."),
    ],
)  # fmt: skip
def test_what_markdown_cannot_hold_is_never_dropped_in_silence(inside: str, told: str) -> None:
    """Pictures, notes and links that lead to nothing become doubts."""
    made = draft(p(r("Article 1 — Objet"), style="Titre1"), p(r("Un texte "), inside))
    assert told in [doubt.told for doubt in made.doubts]


def test_a_paragraph_that_looks_like_a_heading_is_told() -> None:
    """« 2.2 Dans les quartiers » without its style: a guess, to look at."""
    made = draft(p(r("Article 2 — Engagements"), style="Titre1"), p(r("2.2 Dans les quartiers")))
    assert "### 2.2 Dans les quartiers" in made.markdown
    assert "Ce paragraphe a été pris pour un titre : vérifiez." in [d.told for d in made.doubts]


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
    tmp_path: Path, saved: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """T-131: the current text is first put among its versions."""
    command = ["import-text", str(saved["avant"]), "--to", "cia.md", "--root", str(tmp_path)]
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


def bring(root: Path, name: str, file: Path) -> None:
    """Import a .docx as a text, see it refused, then complete it as the secretariat would."""
    target = f"content/conventions/{name}"
    assert main(["import-text", str(file), "--to", target, "--root", str(root)]) == ExitCode.OK
    with pytest.raises(ContentError, match="T-128"):
        build.checked(root)
    written = (root / target).read_text(encoding="utf-8")
    for before, after in COMPLETED.items():
        written = written.replace(before, after)
    (root / target).write_text(written, encoding="utf-8")


def bury(root: Path) -> None:
    """See the article that disappeared asked for, then write its tombstone."""
    with pytest.raises(ContentError, match="T-117"):
        build.checked(root)
    (root / "content/conventions/cia/articles.yml").write_text(
        "supprimes:\n  - id: art-3\n    titre: Article 3 — Suivi\n    version: '2024'\n"
        "    le: 2024-05-12\n",
        encoding="utf-8",
    )


def sign(root: Path) -> bytes:
    """Put a signed act with other words beside the current text; return its bytes."""
    act = printed_text(1)
    (root / "content/conventions/cia/acte.pdf").write_bytes(act)
    current = root / "content/conventions/cia.md"
    named = current.read_text(encoding="utf-8").replace("pdf: null", "pdf: acte.pdf")
    current.write_text(named, encoding="utf-8")
    return act


@pytest.mark.site
def test_a_word_file_is_imported_checked_published_and_compared(
    territory: Path, saved: dict[str, Path]
) -> None:
    """The whole way, from LibreOffice: two drafts, two versions, one redline, one signed act."""
    bring(territory, "cia/versions/2020.md", saved["avant"])
    bring(territory, "cia.md", saved["apres"])
    bury(territory)
    act = sign(territory)
    told = build.checked(territory).findings
    assert {finding.code for finding in told if finding.code.startswith("T-")} == {"T-124"}
    site = territory.parent / "site"
    build.build(territory, site)
    html = page(site, "conventions/cia/comparaison/2020-a-2024")
    assert "[supprimé : </span>25 %<span" in html
    assert "[ajouté : </span>30 %<span" in html
    assert "Ancien intitulé : « Article 1 — Objet »." in html
    assert "Note 1 : Arrêté du 12 mai." in html
    html = page(site, "conventions/cia")
    assert '<h2 id="art-1">Article 1 — But</h2>' in html
    assert (
        '<li id="art-3">« Article 3 — Suivi » : supprimé le 12 mai 2024 par la version 2024.'
        in html
    )
    assert "Arrêté du 12 mai." in html[html.index('class="footnote"') :]
    assert faults(site / "conventions/cia/cia-2024.pdf") == []
    assert hashlib.sha256(act).hexdigest() in html
    assert "Ses mots diffèrent de ceux de cette page" in html
    assert (site / "conventions/cia/acte.pdf").read_bytes() == act
