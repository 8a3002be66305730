"""List every page for search engines. No date: a page without one is not a promise broken."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape


def sitemap(built: Path, address: str) -> bytes:
    """Return sitemap.xml for the pages under `built`, sorted by address."""
    paths = sorted(page.parent.relative_to(built).as_posix() for page in built.rglob("index.html"))
    addresses = [address if path == "." else f"{address}{path}/" for path in paths]
    lines = [f"  <url><loc>{escape(url)}</loc></url>" for url in addresses]
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    opening = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, opening, *lines, "</urlset>", ""]).encode()
