"""What a library can say of PDF/UA-1 (ISO 14289-1) from the structure of a file.

No validator of the profile is on the registries that the tests may use. These rules follow the
checkpoints of the Matterhorn Protocol that a machine can decide; a human reads the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

Json = Any
NOTHING: Json = {}
PAINTING = {
    "Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "INLINE IMAGE",
}  # fmt: skip
STANDARD = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
    "NonStruct", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR",
    "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "Code", "Link",
    "Figure", "Formula",
}  # fmt: skip
PARENTS = {
    "LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"},
    "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
}  # fmt: skip
"""What may hold an element that has no sense elsewhere."""


def faults(file: Path) -> list[str]:
    """Return what is wrong with the structure of a PDF; empty when nothing can be seen."""
    with pikepdf.open(file) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return ["le document n’est pas balisé"]
        elements = list(walked(pdf.Root.StructTreeRoot, ""))
        return [
            *_document(pdf), *_kinds(elements), *_headings(elements), *_figures(elements),
            *_tables(elements), *_links(pdf, elements), *_fonts(pdf), *_content(pdf, elements),
        ]  # fmt: skip


def walked(node: Json, parent: str) -> Iterator[tuple[str, Json, str]]:
    """Yield the structure elements in reading order: kind, element, kind of its parent."""
    kind = str(node["/S"])[1:] if "/S" in node else ""
    if kind:
        yield kind, node, parent
    for child in kids(node):
        if isinstance(child, Dictionary) and "/Obj" not in child:
            yield from walked(child, kind)


def kids(node: Json) -> list[Json]:
    """Return what an element holds: elements, numbers of marked content, objects."""
    held = node.get("/K", [])
    return list(held) if isinstance(held, Array) else [held]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Json = pdf.Root
    if pdf.is_encrypted:
        yield "le document est chiffré"
    if str(root.get("/Lang", "")) != "fr":
        yield "la langue n’est pas le français"
    if not bool(root.get("/MarkInfo", NOTHING).get("/Marked", False)):
        yield "le document ne se dit pas balisé"
    if bool(root.get("/MarkInfo", NOTHING).get("/Suspects", False)):
        yield "le document se dit douteux"
    if not bool(root.get("/ViewerPreferences", NOTHING).get("/DisplayDocTitle", False)):
        yield "le titre n’est pas affiché"
    with pdf.open_metadata() as xmp:
        if xmp.get("pdfuaid:part") != "1":
            yield "le document ne se dit pas PDF/UA-1"
        if not xmp.get("dc:title"):
            yield "les métadonnées n’ont pas de titre"
    if "/Outlines" not in root:
        yield "le document n’a pas de signets"


def _kinds(elements: list[tuple[str, Json, str]]) -> Iterator[str]:
    for kind, _, parent in elements:
        if kind not in STANDARD:
            yield f"genre inconnu : {kind}"
        if kind in PARENTS and parent not in PARENTS[kind]:
            yield f"{kind} dans {parent}"


def _headings(elements: list[tuple[str, Json, str]]) -> Iterator[str]:
    levels = [int(k[1]) for k, _, _ in elements if k in {"H1", "H2", "H3", "H4", "H5", "H6"}]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "le premier titre n’est pas le seul de niveau 1"
    yield from (f"titre {b} après {a}" for a, b in pairwise(levels) if b > a + 1)


def _figures(elements: list[tuple[str, Json, str]]) -> Iterator[str]:
    for kind, element, _ in elements:
        if kind in {"Figure", "Formula"} and not str(element.get("/Alt", "")).strip():
            yield f"{kind} sans texte de remplacement"


def _tables(elements: list[tuple[str, Json, str]]) -> Iterator[str]:
    ids = {str(e["/ID"]) for k, e, _ in elements if k == "TH" and "/ID" in e}
    for kind, element, _ in elements:
        own = element.get("/A", NOTHING)
        if kind == "TH" and str(own.get("/Scope", "")) not in {"/Row", "/Column"}:
            yield "en-tête de tableau sans portée"
        if kind == "TD":
            named = [str(header) for header in own.get("/Headers", [])]
            if not named or not set(named) <= ids:
                yield "cellule sans en-tête"
        if kind == "Table" and len(widths := set(_widths(element))) > 1:
            yield f"lignes de longueurs différentes : {sorted(widths)}"


def _widths(table: Json) -> Iterator[int]:
    """Yield the number of columns of each row; spans over rows are not used in our texts."""
    for kind, row, _ in walked(table, ""):
        if kind == "TR":
            cells = [k for k in kids(row) if str(k.get("/S", "")) in {"/TH", "/TD"}]
            yield sum(int(cell.get("/A", NOTHING).get("/ColSpan", 1)) for cell in cells)


def _links(pdf: pikepdf.Pdf, elements: list[tuple[str, Json, str]]) -> Iterator[str]:
    tagged = set()
    for kind, element, _ in elements:
        objects = [k for k in kids(element) if isinstance(k, Dictionary) and "/Obj" in k]
        tagged |= {k["/Obj"].objgen for k in objects if kind == "Link"}
        if kind == "Link" and not objects:
            yield "lien balisé sans lien"
        if kind == "Link" and len(objects) == len(kids(element)):
            yield "lien sans texte"
    for number, page in enumerate(pdf.pages, 1):
        notes = list(page.obj.get("/Annots", []))
        if notes and page.obj.get("/Tabs") != Name.S:
            yield f"page {number} : l’ordre de tabulation n’est pas celui du texte"
        for note in notes:
            if note.objgen not in tagged or "/StructParent" not in note:
                yield f"page {number} : lien hors des balises"
            if not str(note.get("/Contents", "")).strip():
                yield f"page {number} : lien sans texte de remplacement"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        fonts: Json = page.obj.Resources.Font
        for font in fonts.values():
            name = str(font.get("/BaseFont", "?"))
            inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
            held = inner.get("/FontDescriptor", NOTHING)
            if not any(key in held for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"police non incorporée : {name}"
            if "/ToUnicode" not in font:
                yield f"police dont les signes ne se lisent pas : {name}"


def _content(pdf: pikepdf.Pdf, elements: list[tuple[str, Json, str]]) -> Iterator[str]:
    """Yield content that no element holds and that is not set apart as an artifact."""
    held: dict[tuple[int, int], set[int]] = {}
    for _, element, _ in elements:
        own = {int(k) for k in kids(element) if isinstance(k, int)}
        held.setdefault(element["/Pg"].objgen if "/Pg" in element else (0, 0), set()).update(own)
    for number, page in enumerate(pdf.pages, 1):
        known = held.get(page.obj.objgen, set())
        marked, painted = _painted(page)
        if painted:
            yield f"page {number} : {painted} tracés hors des balises"
        if marked - known:
            yield f"page {number} : contenus {sorted(marked - known)} dans aucune balise"
        if known - marked:
            yield f"page {number} : balises sans contenu {sorted(known - marked)}"


def _painted(page: pikepdf.Page) -> tuple[set[int], int]:
    """Return the numbers of the marked contents of a page, and how much is painted outside."""
    numbers: set[int] = set()
    inside: list[bool] = []
    outside = 0
    for step in pikepdf.parse_content_stream(page):
        operands: Json = step.operands
        operator = step.operator
        name = str(operator)
        if operator in (Operator("BDC"), Operator("BMC")):
            own = operands[1] if len(operands) > 1 else NOTHING
            if "/MCID" in own:
                numbers.add(int(own["/MCID"]))
            inside.append("/MCID" in own or operands[0] == Name.Artifact)
        elif operator == Operator("EMC"):
            inside.pop()
        elif name in PAINTING and not any(inside):
            outside += 1
    return numbers, outside
