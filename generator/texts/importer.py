"""Turn a .docx or a text PDF into the Markdown of a convention, with a report for a human eye."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.texts.articles import split_heading
from generator.texts.doubts import Doubt, Draft, Piece, escaped, unescaped
from generator.texts.pdf import pages_of
from generator.texts.word import read_docx

KINDS = (".docx", ".pdf")
ARTICLE = re.compile(r"^\**\s*art(?:icle|\.)\s+(?:1er|premier|\d+)\b", re.IGNORECASE)
PART = re.compile(r"^\**\d+\.\d+(?:\.\d+)?\.?\s+\S")
LONGEST_HEADING = 120
PAGE_NUMBER = re.compile(r"^\s*(?:page\s+)?\d+(?:\s*(?:/|sur|of)\s*\d+)?\s*$", re.IGNORECASE)
BULLET = re.compile(r"^\s*[•▪◦‣·–—-]\s+")
HYPHEN = re.compile(r"(\w)[-\u00ad]$")
ENDED = re.compile(r"[.;:!?»]\s*$")
COLUMNS = re.compile(r"\S {3,}\S+ {3,}\S")
MANY_PAGES = 3
EDGE = 2
NATURES = (
    ("cia", "convention intercommunale d"), ("ppgdid", "plan partenarial"),
    ("document-cadre", "document.cadre|document d.orientation"),
    ("gestion-en-flux", "gestion en flux"), ("reglement-cib", "règlement.*(?:cib|inter-?bailleurs)"),
    ("cotation", "cotation"),
)  # fmt: skip
DATES = re.compile(r"\b(?:\d{1,2}/\d{1,2}/\d{4}|(?:1er|\d{1,2})\s+[a-zéû]+\s+\d{4})\b")


@dataclass(frozen=True)
class Imported:
    """A convention made from a foreign file.

    Attributes:
        markdown: the whole text, front matter included.
        articles: number of headings found.
        doubts: what a human eye must look at.
    """

    markdown: str
    articles: int
    doubts: tuple[Doubt, ...]


def imported(suffix: str, content: bytes) -> Imported | None:
    """Return the Markdown of a file with its doubts, None when the file cannot be read.

    Args:
        suffix: how the file's name ends: `.docx` or `.pdf`.
        content: its bytes.
    """
    draft = read_docx(content) if suffix == ".docx" else _from_pdf(content)
    if draft is None or not draft.pieces:
        return None
    doubts = list(draft.doubts)
    pieces = list(_with_headings(draft.pieces, doubts))
    title = next((p.text for p in pieces if p.kind == "title"), "")
    doubts += _lists(pieces)
    body = _body(p for p in pieces if p.kind != "title")
    head = _front_matter(title, " ".join(p.text for p in pieces), doubts)
    found = sum(p.kind == "heading" for p in pieces)
    if not found:
        doubts.append(
            Doubt("tout le texte", "Aucun article n’a été reconnu : écrivez « ## Article 1 — … ».")
        )
    return Imported(f"{head}\n{body}", found, tuple(doubts))


def _with_headings(pieces: Iterable[Piece], doubts: list[Doubt]) -> Iterator[Piece]:
    """Yield the pieces; « Article 3 » is a heading even where nobody gave it the style."""
    titled = False
    for piece in pieces:
        plain = unescaped(piece.text.strip("* "))
        short = len(plain) <= LONGEST_HEADING
        named = short and (ARTICLE.match(plain) or PART.match(plain))
        if piece.kind == "title" or (piece.kind == "heading" and not titled and not named
                                     and piece.level == 1):  # fmt: skip
            titled = True
            yield Piece("title" if piece.kind == "title" else "heading", plain, 2)
        elif piece.kind == "heading":
            yield Piece("heading", plain, _level(plain, piece.level + 1))
        elif named and not ENDED.search(plain):
            doubts.append(Doubt(plain[:60], "Ce paragraphe a été pris pour un titre : vérifiez."))
            yield Piece("heading", plain, _level(plain, 2))
        else:
            yield piece


def _level(heading: str, otherwise: int) -> int:
    number, _ = split_heading(heading)
    return min(4, 2 + number.count(".")) if number else max(2, min(4, otherwise))


MARKS = {"bullet": "-", "number": "1."}
INDENT = "    "


def _body(pieces: Iterable[Piece]) -> str:
    blocks: list[str] = []
    last = ""
    for piece in pieces:
        if piece.kind in MARKS:
            block = f"{INDENT * piece.level}{MARKS[piece.kind]} {piece.text}"
        else:
            block = f"{'#' * piece.level} {piece.text}" if piece.kind == "heading" else piece.text
        inside = piece.kind in MARKS and last in MARKS and (last == piece.kind or piece.level)
        if inside:
            blocks[-1] += f"\n{block}"
        else:
            blocks.append(block)
        last = piece.kind
    return "\n\n".join(blocks) + "\n"


def _lists(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """Yield a doubt where a list follows another: Markdown would make one list of the two."""
    for before, after in pairwise(pieces):
        kinds = {before.kind, after.kind}
        if kinds == set(MARKS) and not before.level and not after.level:
            told = "Deux listes se suivent : écrivez une phrase entre elles, sinon elles n’en font qu’une."
            yield Doubt(after.text[:60], told)


def _front_matter(title: str, text: str, doubts: list[Doubt]) -> str:
    """Return the head of a convention; what cannot be known is null and becomes a doubt."""
    own = title or text
    nature = next((n for n, words in NATURES if re.search(words, own, re.IGNORECASE)), None)
    for what, known in (("nature", nature), ("titre", title)):
        if not known:
            doubts.append(Doubt("en-tête", f"« {what} » n’a pas été trouvé : écrivez-le."))
    dates = list(dict.fromkeys(DATES.findall(text)))[:6]
    if dates:
        doubts.append(Doubt("en-tête", f"Dates lues dans le texte, à placer : {', '.join(dates)}."))
    doubts.append(
        Doubt("en-tête", "Complétez description, statut, dates, durée et signataires (fonctions).")
    )
    clean = title.replace("\\", "").replace('"', "'")
    lines = [
        f"nature: {nature or 'null'}", f'titre: "{clean or "À compléter"}"',
        'description: "À compléter"', 'statut: "À compléter"', "specimen: false", "adoption: null",
        "entree_en_vigueur: null", "duree_annees: null", "echeance: null", "signataires: []",
        "pdf: null", "remplace: null", 'version: "À compléter"',
    ]  # fmt: skip
    return "\n".join(["---", *lines, "---", ""])


# --- PDF ---------------------------------------------------------------------------------------


def _from_pdf(content: bytes) -> Draft | None:
    """Return the pieces of a text PDF: lines joined into paragraphs, running heads left out."""
    pages = pages_of(content)
    if pages is None:
        return None
    doubts = [
        Doubt(f"page {n}", "Cette page n’a pas de texte : c’est sans doute une image.")
        for n, page in enumerate(pages, 1)
        if not page.strip()
    ]
    running = _running_heads(pages)
    doubts += [
        Doubt(line[:60], "Répété à chaque page : laissé de côté.") for line in sorted(running)
    ]
    lines = [
        line
        for page in pages
        for line in page.split("\n")
        if _shape(line) not in running and not PAGE_NUMBER.match(line)
    ]
    doubts += [
        Doubt(line.strip()[:60], "Cette ligne ressemble à un tableau : refaites-le à la main.")
        for line in lines
        if COLUMNS.search(line)
    ]
    doubts.append(
        Doubt("tout le texte", "Un PDF ne dit pas où finit un paragraphe : relisez les coupures.")
    )
    return Draft(tuple(_pieces(lines)), tuple(doubts))


def _running_heads(pages: list[str]) -> set[str]:
    if len(pages) < MANY_PAGES:
        return set()
    counted = Counter(line for page in pages for line in _edges(page))
    return {line for line, n in counted.items() if n >= len(pages) - 1}


def _edges(page: str) -> set[str]:
    """Return the first and last lines of a page, where running heads stand."""
    lines = [_shape(line) for line in page.split("\n") if line.strip()]
    return {*lines[:EDGE], *lines[-EDGE:]}


def _shape(line: str) -> str:
    """Return a line as it is told apart: « page 1 sur 3 » is « page 2 sur 3 »."""
    plain = line.strip()
    return re.sub(r"\d+", "#", plain) if "page" in plain.lower() else plain


def _pieces(lines: Iterable[str]) -> Iterator[Piece]:
    kind, text = "paragraph", ""
    for raw in [*lines, ""]:
        line = raw.strip()
        heading = ARTICLE.match(line) or PART.match(line)
        starts = not line or heading or BULLET.match(line)
        if starts and text:
            yield Piece(kind, escaped(text))
            text = ""
        if heading and len(line) <= LONGEST_HEADING:
            yield Piece("heading", escaped(line), 2)
        elif BULLET.match(line):
            kind, text = "bullet", BULLET.sub("", line)
        elif line:
            kind = kind if text else "paragraph"
            cut = HYPHEN.search(text)
            text = f"{text[:-1]}{line}" if cut else f"{text} {line}".strip()
            if ENDED.search(text) and not text.endswith(":") and kind == "paragraph":
                yield Piece(kind, escaped(text))
                text = ""
