"""A small .docx with parts that LibreOffice Writer does not write by itself, made without it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from zipfile import ZipFile

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENTS = (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"))
STYLES = {
    "Normal": "Normal", "Titre": "Title", "Titre1": "heading 1", "Titre2": "heading 2",
    "Corpsdetexte": "Text Body",
}  # fmt: skip


def word_file(body: Sequence[str]) -> bytes:
    """Return a .docx whose body holds the given pieces of WordprocessingML."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in STYLES.items()
    )
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:numFmt w:val="{shape}"/></w:lvl>'
        "</w:abstractNum>"
        for n, shape in ((1, "bullet"), (2, "decimal"))
    ) + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2)
    )  # fmt: skip
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(("styles", "numbering"), 1)
    )  # fmt: skip
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{kind}+xml"/>'
            for name, kind in CONTENTS
        ) + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        "</Relationships>",
        "word/styles.xml": f"<w:styles {SPACE}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {SPACE}>{numbering}</w:numbering>",
        "word/document.xml": f"<w:document {SPACE}><w:body>{''.join(body)}<w:sectPr/></w:body>"
        "</w:document>",
    }  # fmt: skip
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, f"{HEAD}\n{content}")
    return stream.getvalue()


def p(*runs: str, style: str = "Corpsdetexte", item: int = 0) -> str:
    """Return a paragraph; `item` is the number of its list."""
    number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{item}"/></w:numPr>' if item else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{number}</w:pPr>{"".join(runs)}</w:p>'


def r(text: str, mark: str = "") -> str:
    """Return words; `mark` is `b` or `i`."""
    properties = f"<w:rPr><w:{mark}/></w:rPr>" if mark else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'
