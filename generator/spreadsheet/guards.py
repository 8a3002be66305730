"""Refuse a file before it is opened: too large, protected, with macros, or of another kind."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from generator.errors import DataError
from generator.settings import MAX_FILE_BYTES
from generator.spreadsheet.sentences import Spot, found

OLD_FORMAT = b"\xd0\xcf\x11\xe0"
"""First bytes of the formats of before 2007, and of every protected .xlsx."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAX_UNPACKED = 4 * MAX_FILE_BYTES
"""Bytes of all parts once unpacked: ten years of the largest table need a tenth of it."""
MAX_PARTS = 5_000
MACROS = ("vbaproject.bin", "/macrosheets/", "basic/", "scripts/")
LOCKED = 0x1
"""Bit that says that a part of an archive needs a password."""
HEAD = 64 * 1024
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
    KeyError, ValueError, IndexError, RuntimeError, OverflowError,
)  # fmt: skip
"""What the standard library raises on an archive whose bytes are wrong."""


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """Return the archive that holds a workbook.

    Raises:
        DataError: it is not one, or may not be opened.
    """
    if len(data) > MAX_FILE_BYTES:
        raise refused(name, "X-004")
    if data.startswith(OLD_FORMAT):
        raise refused(name, "X-002" if ENCRYPTED in data else "X-005")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _inspected(archive, name)
    except BROKEN as error:
        raise refused(name, "X-001") from error
    return archive


def refused(name: str, code: str) -> DataError:
    """Return the error that refuses the whole file."""
    return DataError.found(found(code, Spot(name)))


def _inspected(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED:
        raise refused(name, "X-004")
    if any(p.flag_bits & LOCKED for p in parts):
        raise refused(name, "X-002")
    if any(
        macro in f"/{p.filename.casefold()}" for p in parts for macro in MACROS if _macro(p, macro)
    ):
        raise refused(name, "X-003")
    names = {p.filename for p in parts}
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise refused(name, "X-002")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                if b"<!DOCTYPE" in stream.read(HEAD):  # entities could unpack without end
                    raise refused(name, "X-001")


def _macro(part: zipfile.ZipInfo, macro: str) -> bool:
    """Return whether a folder of macros is meant at the root, not a part of another name."""
    folder = part.filename.casefold()
    return folder.startswith(macro) if macro in ("basic/", "scripts/") else True
