"""Turn a Vega-Lite specification into an accessible, reproducible SVG.

The only door to the renderer. What it gives has no role, no title and English labels
for each mark, and names its clip paths by a counter of the process; all of it is mended here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from generator.words import NBSP, NNBSP, typography

SVG = "http://www.w3.org/2000/svg"
DROPPED = ("role", "aria-roledescription", "aria-label", "aria-hidden", "pointer-events")
COUNTED_ID = re.compile(r"\b(clip|gradient_)(\d+)\b")
THOUSANDS = re.compile(rf"(?<=\d){NBSP}(?=\d)")


def render(spec: Mapping[str, Any], *, key: str, title: str, description: str) -> Markup:
    """Return `spec` drawn as one `<svg role="img">` with its title and its description.

    Args:
        spec: a Vega-Lite specification that holds its data.
        key: unique on the page; prefixes every id.
        title: short name of the picture.
        description: what the picture shows, in words.

    Returns:
        The picture, the same bytes for the same arguments.
    """
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(
        json.dumps(spec), format_locale="fr-FR", time_format_locale="fr-FR"
    )
    ET.register_namespace("", SVG)
    root = ET.fromstring(_own_ids(drawn, key))  # noqa: S314 - our own renderer's output
    for element in root.iter():
        for name in DROPPED:
            element.attrib.pop(name, None)
    _named(root, key, typography(title), typography(description))
    markup = ET.tostring(root, encoding="unicode", short_empty_elements=True)
    return Markup(THOUSANDS.sub(NNBSP, markup))  # noqa: S704 - serialised by ElementTree


def _own_ids(svg: str, key: str) -> str:
    """Return `svg` with the ids that count through the process replaced by ids of this picture."""
    order = {match: n for n, match in enumerate(dict.fromkeys(COUNTED_ID.findall(svg)))}
    return COUNTED_ID.sub(lambda m: f"{key}-{m[1]}{order[(m[1], m[2])]}", svg)


def _named(root: ET.Element, key: str, title: str, description: str) -> None:
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{key}-titre {key}-desc")
    for position, (name, text, suffix) in enumerate(
        (("title", title, "titre"), ("desc", description, "desc"))
    ):
        element = ET.Element(f"{{{SVG}}}{name}", {"id": f"{key}-{suffix}"})
        element.text = text
        root.insert(position, element)
