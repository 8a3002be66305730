"""Turn the bytes of a deposited CSV into text, and say what had to be guessed. Opens nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TextIO

DELIMITERS: Final = (",", ";", "\t")
DELIMITER_NAMES: Final = {",": "la virgule", ";": "le point-virgule", "\t": "la tabulation"}

UNKNOWN_ENCODING, EMPTY, OTHER_KIND = "D-115", "D-116", "D-212"

MAGIC: Final = (
    (b"PK\x03\x04", "un classeur ou une archive"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur, ou un classeur protégé par un mot de passe"),
    (b"%PDF", "un document PDF"),
    (b"\x1f\x8b", "un fichier compressé"),
    (b"7z\xbc\xaf", "une archive"),
    (b"Rar!", "une archive"),
    (b"SQLite", "une base de données"),
    (b"PAR1", "un fichier Parquet"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
)
WEB_PAGE = re.compile(rb"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
MIXED = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")
"""Letters in UTF-8: a file that also holds bytes outside of it was damaged, not saved on Windows."""

UNDEFINED = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
"""Bytes that no text saved by a spreadsheet on Windows holds."""


class UnreadableError(Exception):
    """The bytes are no text table; `code` is the rule, `what` the French words of the case."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.what = what


@dataclass(frozen=True)
class Text:
    """How the bytes of a file are to be read.

    Attributes:
        data: the bytes.
        encoding: Python's name of the encoding.
        bom: true when the file starts with the mark of its encoding.
        crlf: true when its lines end as on Windows.
        ended: true when its last line is ended.
    """

    data: bytes
    encoding: str
    bom: bool
    crlf: bool
    ended: bool

    def stream(self) -> TextIO:
        """Return the text, from its start, with the ends of line as they are."""
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")

    def rows(self, delimiter: str) -> Iterator[list[str]]:
        """Yield the rows. Misplaced quotation marks raise `csv.Error`."""
        return csv.reader(self.stream(), delimiter=delimiter, strict=True)


def text_of(data: bytes) -> Text:
    """Return how `data` is to be read.

    Raises:
        UnreadableError: it is empty, of another kind, or in no known encoding.
    """
    _refuse_other_kinds(data)
    encoding, bom = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(UNKNOWN_ENCODING) from error
    if not text.strip("\ufeff \t\r\n"):
        raise UnreadableError(EMPTY)
    return Text(data, encoding, bom, "\r" in text, text.endswith(("\n", "\r")))


def _refuse_other_kinds(data: bytes) -> None:
    for magic, what in MAGIC:
        if data.startswith(magic):
            raise UnreadableError(OTHER_KIND, what)
    if WEB_PAGE.match(data):
        raise UnreadableError(OTHER_KIND, "une page web")


def _encoding(data: bytes) -> tuple[str, bool]:
    """Return the encoding and whether the file starts with its mark."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig", True
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise UnreadableError(UNKNOWN_ENCODING)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", True
    if wide := _wide(data):
        return wide, False
    if b"\x00" in data:
        raise UnreadableError(OTHER_KIND, "un fichier binaire")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if MIXED.search(data) or UNDEFINED.search(data):
            raise UnreadableError(UNKNOWN_ENCODING) from error
        return "cp1252", False
    return "utf-8", False


def _wide(data: bytes) -> str | None:
    """Return the kind of UTF-16 of a file without its mark: every second byte is zero."""
    start = data[:400]
    if len(start) < 4:  # noqa: PLR2004 - two characters
        return None
    if not any(start[1::2]) and all(start[0::2]):
        return "utf-16-le"
    if not any(start[0::2]) and all(start[1::2]):
        return "utf-16-be"
    return None


def delimiter_of(text: Text, known: Callable[[list[str]], int]) -> str:
    """Return the separator: the one under which most titles of the first line are known."""
    scores = []
    for rank, delimiter in enumerate(DELIMITERS):
        try:
            labels = next(text.rows(delimiter), [])
        except csv.Error:
            labels = []
        scores.append((known(labels), len(labels), -rank, delimiter))
    return max(scores)[-1]
