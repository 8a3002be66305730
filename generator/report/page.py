"""The report as one HTML page that opens alone: no script, no address, everything escaped."""

from __future__ import annotations

import base64
import hashlib

from markupsafe import Markup, escape

from generator import words
from generator.report.model import Group, Report, Verdict, cut, places
from generator.settings import MAX_FINDINGS_SHOWN

STYLE = """
:root{color-scheme:light dark;--fond:#fff;--encre:#1b282c;--doux:#475860;--trait:#6a7a7f;--bord:#b4460f}
@media (prefers-color-scheme:dark){:root{--fond:#14191b;--encre:#e8eced;--doux:#b3c0c4;--trait:#8b9ba0;
--bord:#ffb37a}}
body{margin:0 auto;max-width:72rem;padding:1rem;background:var(--fond);color:var(--encre);
font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}
.verdict{border-left:.4rem solid var(--bord);padding-left:1rem}
.zone{overflow-x:auto}.zone:focus{outline:3px solid var(--bord)}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:700;padding:.5rem 0}
th,td{border:1px solid var(--trait);padding:.4rem .6rem;text-align:left;vertical-align:top;
overflow-wrap:anywhere;min-width:7rem}
.code{color:var(--doux)}
"""
HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEAD = Markup("""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{}</title>
<style>{}</style>
</head>
<body>
<main>
<h1>{}</h1>
<div class="verdict"><p><strong>{}</strong></p><p>{}</p><p>{}</p></div>
""")
ROW = Markup(
    '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{} <span class="code">({})</span></td></tr>\n'
)
TABLE = Markup("""<h2 id="{key}-titre">{title}</h2>
<div class="zone" role="region" aria-labelledby="{key}-titre" tabindex="0">
<table><caption>{caption}</caption>
<thead><tr><th scope="col">Où</th><th scope="col">Ce qui ne va pas</th><th scope="col">Valeur trouvée</th>\
<th scope="col">Comment corriger</th></tr></thead>
<tbody>
{rows}</tbody></table></div>
""")
TITLE = "Contrôle des données"
SHOWN = 500
"""Lines of each table: a page must open in any browser; the JSON form holds the rest."""


def html(told: Report) -> str:
    """Return the whole page."""
    first, second, third = (words.typography(line) for line in told.headlines)
    title = words.typography(f"{TITLE} : {told.verdict}")
    parts = [HEAD.format(HASH, title, Markup(STYLE), title, first, second, third)]  # noqa: S704 - ours
    if told.groups:
        parts.append(_table("constats", "Ce qui est à corriger ou à vérifier", told.groups))
    if told.normalised:
        parts.append(_table("conversions", "Converti ou relevé automatiquement", told.normalised))
    if told.proposals:
        parts.append(_proposals(told))
    if told.verdict is Verdict.ACCEPTED:
        parts.append(Markup("<p>Il n’y a rien d’autre à faire.</p>\n"))
    parts.append(Markup("</main>\n</body>\n</html>\n"))
    return str(Markup("").join(parts))


def _table(key: str, title: str, groups: tuple[Group, ...]) -> Markup:
    rows = Markup("").join(_row(group) for group in groups[:SHOWN])
    rest = sum(g.count for g in groups[SHOWN:])
    total = words.counted(sum(g.count for g in groups), "constat")
    caption = f"{total}, dont {rest} non montrés ici" if rest else total
    return TABLE.format(key=key, title=title, caption=caption, rows=rows)


def _row(group: Group) -> Markup:
    message = f"{str(group.severity).capitalize()} : {group.message}"
    where = words.typography(places(group, MAX_FINDINGS_SHOWN))
    return ROW.format(where, words.typography(message), group.value, group.advice, group.code)


def _proposals(told: Report) -> Markup:
    lines = Markup("").join(
        Markup("<li>{} : {}</li>\n").format(
            cut(p.file), words.counted(p.changes, "cellule changée", "cellules changées")
        )
        for p in told.proposals
    )
    note = escape("Rien n’est appliqué. Relisez la liste des changements, puis déposez.")
    return Markup("<h2>Fichiers corrigés proposés</h2>\n<ul>\n{}</ul>\n<p>{}</p>\n").format(
        lines, note
    )
