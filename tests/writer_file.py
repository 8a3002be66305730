"""A convention as a secretary writes it in LibreOffice Writer, saved as .docx by LibreOffice itself.

The source is a flat OpenDocument text: headings with their styles, articles with their numbers,
lists, a table, a note, a comment, a tracked addition and a tracked deletion.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

SPACES = (
    ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("xlink", "http://www.w3.org/1999/xlink"),
)
WHO = "<dc:creator>Secrétariat</dc:creator><dc:date>2024-05-02T10:00:00</dc:date>"
CHANGES = (
    '<text:tracked-changes><text:changed-region text:id="ajout"><text:insertion><office:change-info>'
    f"{WHO}</office:change-info></text:insertion></text:changed-region>"
    '<text:changed-region text:id="retrait"><text:deletion><office:change-info>'
    f'{WHO}</office:change-info><text:p text:style-name="Text_20_body">très </text:p></text:deletion>'
    "</text:changed-region></text:tracked-changes>"
)
STYLES = """
<office:styles>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:default-outline-level="1"/>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
 style:default-outline-level="2"/>
<style:style style:name="Heading_20_3" style:display-name="Heading 3" style:family="paragraph"
 style:default-outline-level="3"/>
</office:styles>
<office:automatic-styles>
<style:style style:name="gras" style:family="text">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="italique" style:family="text">
<style:text-properties fo:font-style="italic"/></style:style>
<text:list-style style:name="puces"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
<text:list-level-style-bullet text:level="2" text:bullet-char="–"/>
</text:list-style>
<text:list-style style:name="numeros"><text:list-level-style-number text:level="1" style:num-format="1"/>
</text:list-style>
</office:automatic-styles>
"""
"""Writer names its own styles; the .docx gets their usual names."""

NOTE = (
    '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>Arrêté du 12 mai.</text:p></text:note-body></text:note>"
)
COMMENT = f"<office:annotation>{WHO}<text:p>À vérifier avec l’État.</text:p></office:annotation>"
ADDED = (
    '<text:change-start text:change-id="ajout"/>durable<text:change-end text:change-id="ajout"/>'
)
DELETED = '<text:change text:change-id="retrait"/>'


def title(text: str) -> str:
    """Return the title of the document."""
    return f'<text:p text:style-name="Title">{text}</text:p>'


def h(level: int, text: str) -> str:
    """Return a heading."""
    style = f"Heading_20_{level}"
    return f'<text:h text:style-name="{style}" text:outline-level="{level}">{text}</text:h>'


def p(text: str) -> str:
    """Return a paragraph."""
    return f'<text:p text:style-name="Text_20_body">{text}</text:p>'


def bold(text: str) -> str:
    """Return words in bold."""
    return f'<text:span text:style-name="gras">{text}</text:span>'


def italic(text: str) -> str:
    """Return words in italic."""
    return f'<text:span text:style-name="italique">{text}</text:span>'


def link(text: str, address: str) -> str:
    """Return a link."""
    return f'<text:a xlink:type="simple" xlink:href="{address}">{text}</text:a>'


def items(style: str, *texts: str) -> str:
    """Return a list, with `puces` or `numeros`; a text that is a list goes below the item before."""
    parts = [text if text.startswith("<text:list ") else p(text) for text in texts]
    inside = "".join(f"<text:list-item>{part}</text:list-item>" for part in parts)
    inside = inside.replace("</text:list-item><text:list-item><text:list ", "<text:list ")
    return f'<text:list text:style-name="{style}">{inside}</text:list>'


def table(*rows: tuple[str, ...]) -> str:
    """Return a table."""
    lines = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return f'<table:table table:name="Tableau1">{columns}{lines}</table:table>'


AUTOMATIC = (
    '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" '
    'style:num-format="1" style:num-prefix="Article " style:num-suffix=" — "/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:outline-level-style text:level="3" style:num-format="A"/></text:outline-style>'
)
"""Headings that Writer numbers by itself: « Article 1 — », « 1.1 », « A »."""


def flat(*body: str, outline: str = "") -> str:
    """Return a flat OpenDocument text."""
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in SPACES)
    changes = CHANGES if any(ADDED in part or DELETED in part for part in body) else ""
    styles = STYLES.replace("</office:styles>", f"{outline}</office:styles>")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.text">{styles}<office:body><office:text>'
        f"{changes}{''.join(body)}</office:text></office:body></office:document>"
    )


def saved_as_docx(sources: Mapping[str, str], folder: Path) -> dict[str, Path]:
    """Have LibreOffice save each text as .docx, in one run; return the files by name."""
    for name, source in sources.items():
        (folder / f"{name}.fodt").write_text(source, encoding="utf-8")
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profil').as_uri()}",
         "--convert-to", "docx", "--outdir", str(folder / "docx"),
         *(str(folder / f"{name}.fodt") for name in sources)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {name: folder / "docx" / f"{name}.docx" for name in sources}
