"""Read a word processor's document (.docx) as Markdown. The only door to python-docx.

What Markdown cannot hold is never dropped in silence: it becomes a doubt for a human eye.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from generator.texts.doubts import Doubt, Draft, Piece, escaped

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
HEADINGS = ("heading ", "titre ")
TITLES = ("title", "titre")
LOST = {
    "footnoteReference": "Une note de bas de page n’a pas été reprise.",
    "endnoteReference": "Une note de fin n’a pas été reprise.",
    "drawing": "Une image n’a pas été reprise : décrivez-la en une phrase, ou laissez-la de côté.",
    "pict": "Une image n’a pas été reprise : décrivez-la en une phrase, ou laissez-la de côté.",
    "object": "Un objet inséré n’a pas été repris.",
    "commentReference": "Un commentaire n’a pas été repris.",
    "ins": "Une modification suivie (ajout) a été acceptée.",
    "del": "Une modification suivie (suppression) a été acceptée.",
    "delText": "",
}
"""Elements that Markdown cannot hold, and what is said of them."""


def read_docx(content: bytes) -> Draft | None:
    """Return the pieces of a .docx in their order, None when it cannot be read."""
    from zipfile import BadZipFile

    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(content))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError):
        return None
    reader = _Reader(document)
    return Draft(tuple(reader.pieces()), tuple(reader.doubts))


class _Reader:
    """Walks the body of one document; keeps its doubts."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - the library has no types
        self.document = document
        self.doubts: list[Doubt] = []
        self.place = ""

    def pieces(self) -> Iterator[Piece]:
        """Yield headings, paragraphs, items and tables."""
        for element in self.document.element.body.iterchildren():
            if element.tag == f"{W}p":
                piece = self._paragraph(element)
                if piece.text:
                    self.place = piece.text[:60]
                    yield piece
            elif element.tag == f"{W}tbl":
                yield Piece("table", self._table(element))
            elif element.tag != f"{W}sectPr":
                self._doubt("Une partie du document (sommaire, cadre) n’a pas été reprise.")

    def _doubt(self, told: str) -> None:
        if told:
            self.doubts.append(Doubt(self.place or "début du document", told))

    def _paragraph(self, element: Any) -> Piece:  # noqa: ANN401
        text = " ".join(self._inline(element).split(" ")).strip()
        style = self._style(element)
        if style in TITLES:
            return Piece("title", text)
        for prefix in HEADINGS:
            if style.startswith(prefix) and style.removeprefix(prefix).isdigit():
                if self._numbering(element) and not text[:1].isdigit():
                    self._doubt(f"Le numéro du titre « {text[:60]} » est automatique : écrivez-le.")
                return Piece("heading", text, int(style.removeprefix(prefix)))
        kind = self._numbering(element) or (
            "bullet" if "bullet" in style or "puce" in style else ""
        )
        return Piece(kind or "paragraph", text)

    def _style(self, element: Any) -> str:  # noqa: ANN401
        found = element.find(f"{W}pPr/{W}pStyle")
        if found is None:
            return ""
        key = found.get(f"{W}val")
        style = next((s for s in self.document.styles if s.style_id == key), None)
        return str(style.name if style is not None else key).lower()

    def _numbering(self, element: Any) -> str:  # noqa: ANN401
        """Return whether a paragraph is an item of a list: `bullet`, `number`, or neither."""
        found = element.find(f"{W}pPr/{W}numPr/{W}numId")
        if found is None or found.get(f"{W}val") == "0":
            return ""
        root = self.document.part.numbering_part.element
        number = root.find(f"{W}num[@{W}numId='{found.get(f'{W}val')}']/{W}abstractNumId")
        if number is None:
            return "bullet"
        level = root.find(f"{W}abstractNum[@{W}abstractNumId='{number.get(f'{W}val')}']/{W}lvl")
        shape = level.find(f"{W}numFmt") if level is not None else None
        return "bullet" if shape is None or shape.get(f"{W}val") == "bullet" else "number"

    def _inline(self, element: Any) -> str:  # noqa: ANN401
        """Return the words of a paragraph, with links, bold and italic."""
        parts: list[str] = []
        for child in element.iterchildren():
            name = child.tag.removeprefix(W)
            if name == "r":
                parts.append(self._run(child))
            elif name == "hyperlink":
                parts.append(self._link(child))
            elif name == "ins":
                self._doubt(LOST["ins"])
                parts.append(self._inline(child))
            elif name in LOST:
                self._doubt(LOST[name])
            elif name in ("smartTag", "sdt", "sdtContent"):
                parts.append(self._inline(child))
        return "".join(parts).replace("****", "")

    def _run(self, element: Any) -> str:  # noqa: ANN401
        words = ""
        for child in element.iterchildren():
            name = child.tag.removeprefix(W)
            if name == "t":
                words += escaped(child.text or "")
            elif name in ("tab", "br", "cr"):
                words += " "
            elif name == "noBreakHyphen":
                words += "-"
            elif name in LOST:
                self._doubt(LOST[name])
        return _marked(words, bold=_on(element, "b"), italic=_on(element, "i"))

    def _link(self, element: Any) -> str:  # noqa: ANN401
        words = "".join(self._run(run) for run in element.iter(f"{W}r"))
        relation = self.document.part.rels.get(element.get(R_ID))
        if relation is None or not str(relation.target_ref).startswith("https://"):
            self._doubt(f"Le lien de « {words[:60]} » n’a pas été repris.")
            return words
        return f"[{words}]({relation.target_ref})"

    def _table(self, element: Any) -> str:  # noqa: ANN401
        if next(element.iter(f"{W}gridSpan", f"{W}vMerge"), None) is not None:
            self._doubt("Un tableau a des cellules fusionnées : vérifiez chaque case.")
        rows = []
        for line in element.iterchildren(f"{W}tr"):
            cells = [
                " ".join(self._inline(p) for p in cell.iter(f"{W}p")).strip().replace("|", "\\|")
                for cell in line.iterchildren(f"{W}tc")
            ]
            rows.append(f"| {' | '.join(cells)} |")
        width = rows[0].count(" | ") + 1 if rows else 0
        self._doubt(
            "Un tableau a été repris : vérifiez que sa première ligne est celle des titres."
        )
        return "\n".join([*rows[:1], f"|{'---|' * width}", *rows[1:]])


def _on(run: Any, name: str) -> bool:  # noqa: ANN401
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val") not in ("0", "false")


def _marked(words: str, *, bold: bool, italic: bool) -> str:
    """Return words in bold or italic; spaces stay outside the marks."""
    inner = words.strip()
    mark = "**" if bold else "*" if italic else ""
    if not inner or not mark:
        return words
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"
