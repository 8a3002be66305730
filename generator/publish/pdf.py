"""Print texts as tagged PDF (PDF/UA-1), the same bytes every time. The only door to the PDF printer."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from generator.publish.tags import finish
from generator.settings import TEMPLATES

VARIANT = "pdf/ua-1"
STYLE = TEMPLATES / "impression.css"
ROOT = "%%racine%%/"


def printed(prints: Mapping[str, str], address: str) -> dict[str, bytes]:
    """Return the PDF of each text to print, by path relative to the site's root.

    Args:
        prints: whole HTML of each text.
        address: public address of the site: a sheet of paper has no relative links.
    """
    if not prints:
        return {}
    from weasyprint import CSS

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    style = CSS(filename=STYLE)
    base = address if "://" in address else f"https://site.example{address}"
    return {path: _printed(html.replace(ROOT, base), style) for path, html in prints.items()}


def _printed(html: str, style: Any) -> bytes:  # noqa: ANN401 - the library has no types
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=())  # a text is complete: no picture from elsewhere
    document = HTML(string=html, url_fetcher=nothing)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    made = document.write_pdf(
        stylesheets=[style],
        pdf_variant=VARIANT,
        pdf_tags=True,
        pdf_identifier=identifier,
        finisher=finish,
    )
    return bytes(made or b"")
