"""Read a word processor's document (.docx) as Markdown. The only door to python-docx.

What Markdown cannot hold is never dropped in silence: it becomes a doubt for a human eye.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from generator.texts.doubts import Doubt, Draft, Piece, escaped
from generator.texts.numbering import Level, Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
HEADINGS = ("heading ", "titre ")
TITLES = ("title", "titre")
ITEMS = ("bullet", "number")
START = "début du document"
SHOWN = re.compile(r"\[([^\]]*)\]\([^)]*\)")
NOTE = re.compile(r"\[\^\d+\]")
LOST = {
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
        self.relations = document.part.rels
        self.notes = _Notes(document)
        self.numbering = Numbering(_numbering(document), document.styles.element)

    def pieces(self) -> Iterator[Piece]:
        """Yield headings, paragraphs, items and tables; notes wait for the end of a list."""
        for element in self.document.element.body.iterchildren():
            waiting = len(self.notes.waiting)
            piece = self._piece(element)
            if piece is None or not piece.text:
                continue
            if piece.kind not in ITEMS:
                yield from self._called(waiting)
            yield piece
        yield from self._called(len(self.notes.waiting))

    def _piece(self, element: Any) -> Piece | None:  # noqa: ANN401
        """Return what a part of the body becomes, None for what is left out."""
        if element.tag == f"{W}tbl":
            return Piece("table", self._table(element))
        if element.tag == f"{W}p":
            told = len(self.doubts)
            piece = self._paragraph(element)
            self.place = _plain(piece.text) or self.place
            self.doubts[told:] = [Doubt(self.place or START, d.told) for d in self.doubts[told:]]
            return piece
        if element.tag != f"{W}sectPr":
            self._doubt("Une partie du document (sommaire, cadre) n’a pas été reprise.")
        return None

    def _called(self, count: int) -> Iterator[Piece]:
        """Yield the first notes that wait, as Markdown writes them."""
        for number, paragraphs in self.notes.taken(count):
            before, self.relations = self.relations, self.notes.relations
            words = " ".join(self._inline(p).strip() for p in paragraphs).strip()
            self.relations = before
            told = "Une note de bas de page a été reprise : vérifiez son appel et son texte."
            self.doubts.append(Doubt(f"note {number}", told))
            yield Piece("note", f"[^{number}]: {words}")

    def _doubt(self, told: str) -> None:
        if told:
            self.doubts.append(Doubt(self.place or START, told))

    def _paragraph(self, element: Any) -> Piece:  # noqa: ANN401
        text = " ".join(self._inline(element).split(" ")).strip()
        style = self._style(element)
        if style in TITLES or style.startswith(HEADINGS):
            text = self._without_notes(text)
        if style in TITLES:
            return Piece("title", text)
        level = self.numbering.level(element)
        for prefix in HEADINGS:
            if style.startswith(prefix) and style.removeprefix(prefix).isdigit():
                return Piece(
                    "heading", self._numbered(text, level), int(style.removeprefix(prefix))
                )
        if level is None or level.shape == "none":
            return Piece("bullet" if "bullet" in style or "puce" in style else "paragraph", text)
        return Piece("bullet" if level.shape == "bullet" else "number", text, level.depth)

    def _numbered(self, title: str, level: Level | None) -> str:
        """Return a title with the number that the word processor shows before it."""
        if level is None or level.shape == "none" or not title:
            return title
        number = self.numbering.counted(level)
        if number is None:
            self._doubt(f"Le numéro du titre « {title[:60]} » est automatique : écrivez-le.")
            return title
        self._doubt(f"Le numéro « {number} » était automatique : il a été écrit, vérifiez-le.")
        return f"{number} {title}"

    def _without_notes(self, title: str) -> str:
        """Return a title without its notes: it is also an entry of the contents."""
        if called := NOTE.findall(title):
            self._doubt("Une note appelée dans un titre n’a pas été reprise.")
            self.notes.forget(called)
        return NOTE.sub("", title)

    def _style(self, element: Any) -> str:  # noqa: ANN401
        found = element.find(f"{W}pPr/{W}pStyle")
        if found is None:
            return ""
        key = found.get(f"{W}val")
        style = next((s for s in self.document.styles if s.style_id == key), None)
        return str(style.name if style is not None else key).lower()

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
            elif name == "footnoteReference":
                mark = self.notes.call(child.get(f"{W}id"))
                self._doubt("" if mark else "Une note de bas de page n’a pas été reprise.")
                words += mark
            elif name in LOST:
                self._doubt(LOST[name])
        return _marked(words, bold=_on(element, "b"), italic=_on(element, "i"))

    def _link(self, element: Any) -> str:  # noqa: ANN401
        words = "".join(self._run(run) for run in element.iter(f"{W}r"))
        relation = self.relations.get(element.get(R_ID))
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


class _Notes:
    """The notes of a document, numbered in the order of their calls."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import parse_xml

        self.relations: Any = {}
        self.texts: dict[str, Any] = {}
        self.numbers: dict[str, int] = {}
        self.waiting: list[str] = []
        for relation in document.part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
                self.relations = relation.target_part.rels
                root = parse_xml(relation.target_part.blob)
                self.texts = {n.get(f"{W}id"): n for n in root.iterchildren(f"{W}footnote")}

    def call(self, key: str) -> str:
        """Return the mark of a note where it is called, nothing for a note without text."""
        if key not in self.texts:
            return ""
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers) + 1
            self.waiting.append(key)
        return f"[^{self.numbers[key]}]"

    def forget(self, marks: list[str]) -> None:
        """Let go of notes by their marks: nothing calls them any more."""
        self.waiting = [k for k in self.waiting if f"[^{self.numbers[k]}]" not in marks]

    def taken(self, count: int) -> list[tuple[int, list[Any]]]:
        """Return the first notes that wait: number and paragraphs."""
        keys, self.waiting = self.waiting[:count], self.waiting[count:]
        return [(self.numbers[k], list(self.texts[k].iterchildren(f"{W}p"))) for k in keys]


def _numbering(document: Any) -> Any:  # noqa: ANN401
    """Return the part that says how lists are numbered, None when there is none."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    parts = document.part.rels.values()
    found = [r for r in parts if r.reltype == RELATIONSHIP_TYPE.NUMBERING]
    return found[0].target_part.element if found else None


def _plain(markdown: str) -> str:
    """Return the first words of a piece without the marks that were just given to them."""
    return SHOWN.sub(r"\1", NOTE.sub("", markdown)).replace("*", "").replace("\\", "")[:60]


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
