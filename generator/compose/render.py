"""Fill the templates of data pages. The only door to jinja2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator import words
from generator.settings import TEMPLATES

ROOT = "%%racine%%"
"""Mark that stands for the way back to the site's root; `publish` replaces it per page."""


VERBATIM = re.compile(r"(<pre.*?</pre>)", re.DOTALL)
"""Examples of files are shown to the letter."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES / "pages", TEMPLATES / "partials"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["racine"] = ROOT
    environment.globals["words"] = words
    return environment


def body(template: str, context: Mapping[str, Any]) -> Markup:
    """Return the HTML of a page: the template `pages/<template>.html` filled with `context`."""
    page = _environment().get_template(f"{template}.html")
    parts = VERBATIM.split(page.render(**context))
    kept = [part if i % 2 else words.typography(part) for i, part in enumerate(parts)]
    return Markup("".join(kept))  # noqa: S704 - autoescape is on
