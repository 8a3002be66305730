"""Finish the tags of a printed text: what PDF/UA asks for and the printer leaves out.

The printer gives header cells no scope, and tags the feet of pages without a place in the
structure. Both are mended in its own objects, before it writes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ARTIFACT = "/Artifact"
PAGINATION = "<</Type /Pagination>>"
NOTHING = b"null"


def finish(_document: Any, pdf: Any) -> None:  # noqa: ANN401 - the library has no types
    """Give header cells their scope, and set apart what repeats on every page."""
    for element in pdf.objects:
        if _is_element(element) and element["S"] == "/TH":
            element["A"]["Scope"] = _scope(pdf, element)
    known = set(_numbers(pdf, pdf.catalog["StructTreeRoot"]))
    nums = _at(pdf, _at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for place, reference in enumerate(pdf.page_references):
        owners = nums[2 * place + 1]
        apart = {mcid for mcid, owner in enumerate(owners) if _number(owner) not in known}
        for mcid in apart:
            owners[mcid] = NOTHING
        _set_apart(_at(pdf, _at(pdf, reference)["Contents"]), apart)


def _is_element(item: Any) -> bool:  # noqa: ANN401
    return isinstance(item, dict) and item.get("Type") == "/StructElem"


def _scope(pdf: Any, cell: Any) -> str:  # noqa: ANN401
    """Return what a header cell heads: our tables have their columns in a head, and nothing else."""
    row = _at(pdf, cell["P"])
    return "/Column" if _at(pdf, row["P"])["S"] == "/THead" else "/Row"


def _numbers(pdf: Any, reference: bytes) -> Iterator[int]:  # noqa: ANN401
    """Yield the numbers of the elements below a reference, itself included."""
    yield _number(reference)
    for kid in _at(pdf, reference).get("K", ()):
        if isinstance(kid, bytes):
            yield from _numbers(pdf, kid)


def _set_apart(stream: Any, apart: set[int]) -> None:  # noqa: ANN401
    """Turn marked contents of a page into artifacts; three pieces make one mark."""
    pieces = stream.stream
    for place, piece in enumerate(pieces):
        if isinstance(piece, dict) and piece.get("MCID") in apart:
            pieces[place - 1], pieces[place] = ARTIFACT, PAGINATION


def _at(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401
    return pdf.objects[_number(reference)]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
