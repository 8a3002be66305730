"""What is printed is PDF/UA-1 as far as a structure can tell; each rule sees its own fault."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Name

from generator.publish.pdf import printed
from generator.texts import parsed
from generator.texts.markup import rendered
from tests.pdf_ua import faults, walked

RICH = """
Avant, un [lien vers le code](https://exemple.example/code) assez long pour passer à la ligne suivante.

- un ;
- deux :
    1. d’abord ;
    2. ensuite.

!!! note "Attention"
    Une note[^1] de bas de page.

| Bailleur | Part |
|---|---:|
| A | 25 % |
| B | 30 % |

> Une citation, du **gras** et de l’*italique*.

Terme
:   Sa définition.

[^1]: Le texte de la note.
"""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="9"><title>Trois barres</title>'
    '<rect width="60" height="9"/></svg>'
)


@pytest.fixture(scope="module")
def rich() -> bytes:
    """Return a printed text with everything that a convention may hold, on several pages."""
    html = rendered(parsed(RICH * 6), folder="conventions", root="https://site.example").lead
    page = f"<h1>Titre</h1><h2>Article 1</h2>{html}<h3>1.1 Dessin</h3><p>{DRAWING}</p>"
    whole = f'<!doctype html><html lang="fr"><title>Titre</title><body>{page}</body></html>'
    return printed({"t.pdf": whole}, "https://site.example/")["t.pdf"]


def told(content: bytes, folder: Path) -> list[str]:
    """Return the faults of a PDF."""
    file = folder / "t.pdf"
    file.write_bytes(content)
    return faults(file)


@pytest.mark.site
def test_every_printed_text_of_two_territories_has_a_sound_structure(
    built_site: Path, second_site: Path
) -> None:
    """PDF/UA-1: no PDF of a site is left out, whatever made it."""
    files = sorted([*built_site.rglob("*.pdf"), *second_site.rglob("*.pdf")])
    assert len(files) >= 8
    assert {f.name: found for f in files if (found := faults(f))} == {}


def test_a_text_with_everything_has_a_sound_structure(rich: bytes, tmp_path: Path) -> None:
    """Notes, nested lists, tables over two pages, a drawing: the secretariat may write them all."""
    assert told(rich, tmp_path) == []


def test_what_repeats_on_every_page_is_set_apart(rich: bytes) -> None:
    """A screen reader does not hear the number of the page in the middle of a sentence."""
    with pikepdf.open(io.BytesIO(rich)) as pdf:
        for page in pdf.pages:
            marks = [
                mark.operands
                for mark in pikepdf.parse_content_stream(page)
                if str(mark.operator) == "BDC" and mark.operands[0] == Name.Artifact
            ]
            assert [str(mark[1].get("/Type")) for mark in marks] == ["/Pagination", "/Pagination"]


def every(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Return the elements of a kind."""
    return [e for k, e, _ in walked(pdf.Root.StructTreeRoot, "") if k == kind]


def note(pdf: pikepdf.Pdf) -> Any:  # noqa: ANN401
    """Return the first link of the document."""
    return pdf.pages[0].obj.Annots[0]


def untag(pdf: pikepdf.Pdf) -> None:
    """Take the marks away from the content of the first page."""
    kept = [
        step for step in pikepdf.parse_content_stream(pdf.pages[0])
        if str(step.operator) not in {"BDC", "BMC", "EMC"}
    ]  # fmt: skip
    pdf.pages[0].obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def strip_font(pdf: pikepdf.Pdf) -> None:
    """Leave a font out of the file."""
    font = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    descriptor = font.DescendantFonts[0].FontDescriptor
    del descriptor["/FontFile2"]


def orphan(pdf: pikepdf.Pdf) -> None:
    """Cut the first paragraph from the tree: its words stay marked."""
    root = pdf.Root.StructTreeRoot.K[0]
    root.K = Array([k for k in root.K if k.objgen != every(pdf, "P")[0].objgen])


def unsay_ua(pdf: pikepdf.Pdf) -> None:
    """Take the mark of the standard away from the metadata."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        del xmp["pdfuaid:part"]


BROKEN: dict[str, tuple[Callable[[pikepdf.Pdf], object], str]] = {
    "untagged": (lambda p: p.Root.__delitem__("/StructTreeRoot"), "le document n’est pas balisé"),
    "language": (lambda p: p.Root.__delitem__("/Lang"), "la langue n’est pas le français"),
    "marked": (lambda p: p.Root.__delitem__("/MarkInfo"), "le document ne se dit pas balisé"),
    "title": (lambda p: p.Root.__delitem__("/ViewerPreferences"), "le titre n’est pas affiché"),
    "ua": (unsay_ua, "le document ne se dit pas PDF/UA-1"),
    "outlines": (lambda p: p.Root.__delitem__("/Outlines"), "le document n’a pas de signets"),
    "kind": (lambda p: every(p, "Div")[0].__setattr__("S", Name.Boite), "genre inconnu : Boite"),
    "parent": (lambda p: every(p, "L")[0].__setattr__("S", Name.Div), "LI dans Div"),
    "heading": (lambda p: every(p, "H2")[0].__setattr__("S", Name.H4), "titre 4 après 1"),
    "main": (lambda p: every(p, "H1")[0].__setattr__("S", Name.P),
             "le premier titre n’est pas le seul de niveau 1"),
    "figure": (lambda p: every(p, "Figure")[0].__delitem__("/Alt"),
               "Figure sans texte de remplacement"),
    "scope": (lambda p: every(p, "TH")[0].A.__delitem__("/Scope"), "en-tête de tableau sans portée"),
    "headers": (lambda p: every(p, "TD")[0].A.__delitem__("/Headers"), "cellule sans en-tête"),
    "row": (lambda p: every(p, "TR")[1].K.__delitem__(1), "lignes de longueurs différentes : [1, 2]"),
    "link": (lambda p: note(p).__delitem__("/Contents"), "page 1 : lien sans texte de remplacement"),
    "object": (lambda p: every(p, "Link")[0].__setattr__("S", Name.Span),
               "page 1 : lien hors des balises"),
    "empty link": (lambda p: every(p, "Link")[0].__setattr__("K", Array([every(p, "Link")[0].K[0]])),
                   "lien sans texte"),
    "tabs": (lambda p: p.pages[0].obj.__delitem__("/Tabs"),
             "page 1 : l’ordre de tabulation n’est pas celui du texte"),
    "font": (strip_font, "police non incorporée : "),
    "unicode": (lambda p: next(iter(p.pages[0].obj.Resources.Font.values())).__delitem__("/ToUnicode"),
                "police dont les signes ne se lisent pas : "),
    "outside": (untag, " tracés hors des balises"),
    "orphan": (orphan, " dans aucune balise"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_sees_its_fault(rich: bytes, tmp_path: Path, name: str) -> None:
    """A silent check means something: one thing broken, its fault told."""
    change, fault = BROKEN[name]
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(rich)) as pdf:
        change(pdf)
        pdf.save(stream)
    assert any(fault in line for line in told(stream.getvalue(), tmp_path))
