"""The frame of the pages: what the generator and the theme may rely on. No browser here."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
OVERRIDES = ROOT / "site_templates" / "overrides"
ASSETS = ROOT / "site_templates" / "assets"

TEXT = """---
titre: Un texte
---
## Premier titre

| Nom | Nombre |
|---|---:|
| [a](/communes/) | 1 |

## Deuxième

<table><caption>Écrit à la main</caption><tr><th scope="row">x</th></tr></table>

## Troisième
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the shell and one text with the real settings; return the folder of the site."""
    folder = tmp_path_factory.mktemp("cadre")
    (folder / "docs" / "methode").mkdir(parents=True)
    (folder / "docs" / "_coquille.md").write_text("---\ncoquille: true\n---\n", encoding="utf-8")
    (folder / "docs" / "methode" / "texte.md").write_text(TEXT, encoding="utf-8")
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "site_url": "https://exemple.example/racine/",
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "site"),
        "theme": {"custom_dir": str(OVERRIDES)},
        "extra": {"demonstration": True},
    }
    file = folder / "mkdocs.yml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_the_theme_still_has_the_stylesheet_we_ask_for() -> None:
    """The name of the theme's stylesheet changes with its version."""
    spec = importlib.util.find_spec("material")
    assert spec is not None
    assert spec.origin is not None
    theme = Path(spec.origin).parent / "templates"
    asked = re.findall(
        r"assets/stylesheets/[\w.]+\.css", (OVERRIDES / "base.html").read_text(encoding="utf-8")
    )
    assert asked
    for name in asked:
        assert (theme / name).is_file(), (
            f"{name} n’existe plus dans le thème installé : mettez le nouveau nom dans "
            "site_templates/overrides/base.html et regardez les pages."
        )


def test_the_shell_marks_all_that_a_data_page_must_fill(built: Path) -> None:
    """The marks are a contract with the generator; none may appear or vanish unnoticed."""
    shell = (built / "_coquille" / "index.html").read_text(encoding="utf-8")
    menu = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["extra"]["menu"]
    sections = {f"actif:{entry['adresse'].rstrip('/') or 'accueil'}" for entry in menu}
    assert set(re.findall(r"%%(.+?)%%", shell)) == sections | {
        "racine", "titre", "description", "canonique", "fil", "corps",
    }  # fmt: skip


def test_every_address_of_the_shell_starts_from_the_root_mark(built: Path) -> None:
    """A data page may lie at any depth."""
    shell = (built / "_coquille" / "index.html").read_text(encoding="utf-8")
    addresses = re.findall(r'(?:href|src)="([^"]*)"', shell)
    assert addresses
    allowed = ("%%racine%%/", "%%canonique%%", "#contenu")
    assert [address for address in addresses if not address.startswith(allowed)] == []


def test_the_page_not_found_works_from_any_address(built: Path) -> None:
    """It is served in place of any missing page, so its links start from the site's path."""
    page = (built / "404.html").read_text(encoding="utf-8")
    addresses = re.findall(r'(?:href|src)="([^"]*)"', page)
    allowed = ("/racine/", "#contenu")
    assert [address for address in addresses if not address.startswith(allowed)] == []


def test_a_table_written_in_markdown_becomes_accessible(built: Path) -> None:
    """It takes its caption from the heading above; site addresses become relative."""
    page = (built / "methode" / "texte" / "index.html").read_text(encoding="utf-8")
    assert '<div class="tableau" role="region" aria-labelledby="tableau-1" tabindex="0">' in page
    assert "Tableau 1 : Premier titre</caption>" in page
    assert '<th scope="col" class="nombre">Nombre</th>' in page
    assert '<a href="../../communes/">a</a>' in page
    assert page.count("<caption") == 2
    assert "style=" not in page


def test_a_text_of_three_parts_lists_them(built: Path) -> None:
    """« Sur cette page » appears from three headings on."""
    page = (built / "methode" / "texte" / "index.html").read_text(encoding="utf-8")
    assert page.count('<a href="#') == 4
    assert "<h1>Un texte</h1>" in page


def luminance(colour: str) -> float:
    """Return the relative luminance of a #rgb or #rrggbb colour (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_colours_of_the_site_can_be_told_apart(scheme: int) -> None:
    """RGAA 3.2 and 3.3: 4.5 for text, 3 for what must be seen to understand or to use."""
    css = (ASSETS / "site.css").read_text(encoding="utf-8")
    blocks = [dict(re.findall(r"--([\w-]+): (#\w+);", block)) for block in css.split(":root {")[1:]]
    colours = blocks[0] | blocks[scheme]
    backgrounds = ("fond", "surface", "ici")
    text = [(ink, under) for ink in ("encre", "encre-douce", "lien") for under in backgrounds]
    text += [("alerte-encre", "alerte-fond"), ("sur-accent", "accent"), ("accent", "fond")]
    seen = [("focus", under) for under in backgrounds] + [("trait-fort", "fond"), ("barre", "fond")]
    seen += [("barre", "barre-fond"), ("barre", "ici"), ("focus", "alerte-fond")]
    weak = [
        (pair, round(contrast(colours[pair[0]], colours[pair[1]]), 2))
        for pairs, least in ((text, 4.5), (seen, 3.0))
        for pair in pairs
        if contrast(colours[pair[0]], colours[pair[1]]) < least
    ]
    assert weak == []


def test_the_script_stays_small() -> None:
    """A page must work without it; 1.5 kB is all it may weigh."""
    assert (ASSETS / "site.js").stat().st_size <= 1500
