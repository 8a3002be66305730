"""The last step: shell, links, site map, and one swap that never leaves a broken site."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator import publish
from generator.errors import SiteError
from generator.model import Crumb, Page, Site
from generator.publish.links import faults
from generator.publish.shell import NEEDED, read_shell, stamp
from generator.publish.sitemap import sitemap
from generator.words import NNBSP

SHELL = (
    '<html lang="fr"><head><title>%%titre%%</title><meta name="description" content="%%description%%">'
    '<link rel="canonical" href="%%canonique%%"></head><body>'
    '<a href="%%racine%%/"%%actif:accueil%%>Accueil</a><a href="%%racine%%/communes/"%%actif:communes%%>C</a>'
    "<ol>%%fil%%</ol><main>%%corps%%</main></body></html>"
)
ADDRESS = "https://exemple.fr/site/"


def page(path: str, **changed: object) -> Page:
    """Return a page at `path`, with its other parts changed."""
    parts = {
        "title": "Titre", "description": "Phrase.", "crumbs": (), "section": path.partition("/")[0],
        "body": Markup("<p>Corps</p>"), **changed,
    }  # fmt: skip
    return Page(path=path, **parts)  # type: ignore[arg-type]


def stamped(one: Page, shell: str = SHELL) -> str:
    """Return the HTML of a page in the small shell."""
    return stamp(read_shell(shell), one, ADDRESS)


# --- shell ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("", "."),
        ("communes/", ".."),
        ("communes/99001-besne/", "../.."),
        ("communes/99001-besne/t3/", "../../.."),
    ],
)
def test_links_of_a_page_climb_to_the_root_of_the_site(path: str, root: str) -> None:
    """A site moves as a whole: addresses are relative, at every depth."""
    one = page(
        path,
        section="communes",
        crumbs=(Crumb("Accueil", ""), Crumb("Communes", "communes/"), Crumb("Ici", None)),
        body=Markup('<a href="%%racine%%/donnees/">Données</a>'),
    )
    current = ' aria-current="page"' if path == "communes/" else ' aria-current="true"'
    assert stamped(one) == (
        '<html lang="fr"><head><title>Titre</title><meta name="description" content="Phrase.">'
        f'<link rel="canonical" href="https://exemple.fr/site/{path}"></head><body>'
        f'<a href="{root}/">Accueil</a><a href="{root}/communes/"{current}>C</a>'
        f'<ol><li><a href="{root}/">Accueil</a></li><li><a href="{root}/communes/">Communes</a></li>'
        '<li aria-current="page">Ici</li></ol>'
        f'<main><a href="{root}/donnees/">Données</a></main></body></html>'
    )


@pytest.mark.parametrize("mark", NEEDED)
def test_a_shell_without_a_mark_is_refused(mark: str) -> None:
    """A theme that lost a mark would publish pages without a title or without a body."""
    with pytest.raises(SiteError, match=mark):
        read_shell(SHELL.replace(f"%%{mark}%%", ""))


@pytest.mark.parametrize(
    ("path", "section", "marks"),
    [
        ("", "", (' aria-current="page"', "")),
        ("communes/", "communes", ("", ' aria-current="page"')),
        ("communes/99001/", "communes/", ("", ' aria-current="true"')),
        ("donnees/", "donnees", ("", "")),
    ],
)
def test_the_menu_says_where_the_reader_is(path: str, section: str, marks: tuple[str, str]) -> None:
    """« page » on the entry of the page itself, « true » on the entry of its section."""
    shell = "".join(f"%%{name}%%" for name in NEEDED) + "|%%actif:accueil%%|%%actif:communes%%"
    assert tuple(stamped(page(path, section=section), shell).split("|")[1:]) == marks


def test_words_of_a_page_cannot_become_markup() -> None:
    """Titles, descriptions, crumbs and addresses are escaped, in text and in attributes."""
    evil = "\"><script>alert('x')</script>&"
    html = stamped(
        page(
            f"{evil}/", title=evil, description=evil, crumbs=(Crumb(evil, evil), Crumb(evil, None))
        )
    )
    assert ("<script" in html, html.count("&#34;&gt;&lt;script&gt;")) == (False, 6)


@example("%%corps%%")
@given(st.text(alphabet="<>&\"'%abc:é-"))
def test_any_title_reads_back_as_itself(title: str) -> None:
    """Escaping loses nothing, and a title that looks like a mark is not replaced."""
    assert f"<title>{escape(title)}</title>" in stamped(page("x/", title=title))


def test_marks_written_in_a_body_are_left_alone() -> None:
    """Only the shell is filled: a body that speaks of « %%titre%% » keeps it."""
    html = stamped(page("x/", body=Markup("<p>%%titre%% %%corps%%</p>")))
    assert "<main><p>%%titre%% %%corps%%</p></main>" in html


def test_titles_get_french_spaces() -> None:
    """U+202F before the question mark, wherever the title is repeated."""
    assert f"<title>Quelle attente{NNBSP}?</title>" in stamped(page("x/", title="Quelle attente ?"))


# --- links ------------------------------------------------------------------------------------


def built(folder: Path, **pages: str) -> Path:
    """Write pages (`index`, `a`, `b`…) and one script, one style and one file; return the folder."""
    for name, body in pages.items():
        where = folder if name == "index" else folder / name
        where.mkdir(parents=True, exist_ok=True)
        (where / "index.html").write_text(f"<main>{body}</main>", encoding="utf-8")
    (folder / "assets").mkdir(exist_ok=True)
    for name in ("assets/site.js", "assets/site.css", "donnees.csv", "dessin.svg"):
        (folder / name).write_text("", encoding="utf-8")
    return folder


SOUND = """
    <link rel="canonical" href="https://exemple.fr/"><link rel="stylesheet" href="assets/site.css">
    <script src="assets/site.js" defer></script><img src="dessin.svg" alt="">
    <a href="a/">A</a><a href="a">A</a><a href="a/#repere">repère</a><a href="#ici" id="ici">ici</a>
    <a href="">page</a><a href="donnees.csv">CSV</a><a href="dessin.svg#partie">partie</a>
    <a href="a/?tri=nom#rep%C3%A8re">accent</a>
    <a href="https://www.legifrance.gouv.fr/">loi</a><a href="mailto:a@exemple.fr">écrire</a>
    <svg><defs id="defs"/></svg>
"""


def test_a_sound_site_has_no_fault(tmp_path: Path) -> None:
    """Pages, anchors, files, outside links and one known script: nothing to say."""
    site = built(
        tmp_path, index=SOUND, a='<p id="repere">x</p><p id="repère"><a href="../">r</a></p>'
    )
    assert faults(site) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="absent/">x</a>', ["lien vers une page qui n’existe pas : absent/"]),
        ('<a href="../">x</a>', ["lien vers une page qui n’existe pas : ../"]),
        ('<a href="/a/">x</a>', ["lien vers une page qui n’existe pas : /a/"]),
        ('<a href="a/#absent">x</a>', ["lien vers un repère qui n’existe pas : a/#absent"]),
        ('<a href="#absent">x</a>', ["lien vers un repère qui n’existe pas : #absent"]),
        ('<a href="javascript:x()">x</a>', ["lien d’un genre interdit : javascript:x()"]),
        ('<a href="data:text/html,x">x</a>', ["lien d’un genre interdit : data:text/html,x"]),
        (
            '<img src="https://autre.fr/x.png">',
            ["ressource demandée à un autre site : https://autre.fr/x.png"],
        ),
        (
            '<link rel="stylesheet" href="https://autre.fr/x.css">',
            ["ressource demandée à un autre site : https://autre.fr/x.css"],
        ),
        (
            '<link rel="preconnect" href="https://autre.fr">',
            ["ressource demandée à un autre site : https://autre.fr"],
        ),
        (
            '<iframe src="https://autre.fr/"></iframe>',
            ["ressource demandée à un autre site : https://autre.fr/"],
        ),
        (
            '<video src="https://autre.fr/x.mp4" poster="https://autre.fr/x.png"></video>',
            [
                "ressource demandée à un autre site : https://autre.fr/x.mp4",
                "ressource demandée à un autre site : https://autre.fr/x.png",
            ],
        ),
        (
            '<img srcset="dessin.svg 1x, https://autre.fr/x.png 2x,">',
            ["ressource demandée à un autre site : https://autre.fr/x.png"],
        ),
        (
            '<svg><use href="https://autre.fr/x.svg#a"/></svg>',
            ["ressource demandée à un autre site : https://autre.fr/x.svg#a"],
        ),
        (
            '<object data="https://autre.fr/x"></object>',
            ["ressource demandée à un autre site : https://autre.fr/x"],
        ),
        (
            '<script src="https://autre.fr/assets/site.js"></script>',
            ["ressource demandée à un autre site : https://autre.fr/assets/site.js"],
        ),
        (
            '<script src="assets/autre.js"></script>',
            [
                "lien vers une page qui n’existe pas : assets/autre.js",
                "script inconnu : assets/autre.js",
            ],
        ),
        ("<script>x()</script>", ["script inconnu : ", "script écrit dans la page"]),
        ('<p onclick="x()">x</p>', ["script dans un attribut : onclick"]),
        ('<p style="color:red">x</p>', ["style dans un attribut de <p>"]),
        ("<style>p{color:red}</style>", ["style écrit dans la page"]),
        ('<p id="a">x</p><p id="a">y</p>', ["identifiant répété : a"]),
    ],
)
def test_each_fault_of_a_page_is_found(tmp_path: Path, body: str, expected: list[str]) -> None:
    """Broken links, missing anchors, outside resources, scripts and styles in the page."""
    site = built(tmp_path, index=body, a="<p>x</p>")
    assert faults(site) == [f"index.html : {fault}" for fault in expected]


def test_a_resource_without_a_scheme_is_outside_too(tmp_path: Path) -> None:
    """`//autre.fr/x.png` asks another site as surely as `https:` does."""
    found = faults(built(tmp_path, index='<img src="//autre.fr/x.png">'))
    assert "index.html : ressource demandée à un autre site : //autre.fr/x.png" in found


def test_faults_are_sorted_and_name_their_page(tmp_path: Path) -> None:
    """Every page is read, and each fault says where it is."""
    site = built(tmp_path, index='<p style="x">', b='<a href="../c/">x</a>', a='<p onload="x">')
    assert faults(site) == [
        "a/index.html : script dans un attribut : onload",
        "b/index.html : lien vers une page qui n’existe pas : ../c/",
        "index.html : style dans un attribut de <p>",
    ]


def test_the_page_of_errors_may_link_from_the_root(tmp_path: Path) -> None:
    """404.html is served under any address: its links start with a slash, those of others do not."""
    site = built(tmp_path, index="<p>x</p>")
    (site / "404.html").write_text('<a href="/site/communes/">x</a>', encoding="utf-8")
    assert faults(site) == []


# --- site map ---------------------------------------------------------------------------------


def test_the_site_map_lists_every_page_once_sorted(tmp_path: Path) -> None:
    """Addresses of pages, escaped, in order; 404 is no page to find."""
    site = built(tmp_path, index="", b="", a="", **{"a/c&d": ""})
    (site / "404.html").write_text("", encoding="utf-8")
    assert sitemap(site, ADDRESS).decode().splitlines() == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        "  <url><loc>https://exemple.fr/site/</loc></url>",
        "  <url><loc>https://exemple.fr/site/a/</loc></url>",
        "  <url><loc>https://exemple.fr/site/a/c&amp;d/</loc></url>",
        "  <url><loc>https://exemple.fr/site/b/</loc></url>",
        "</urlset>",
    ]


# --- swap -------------------------------------------------------------------------------------


def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Return a work folder as the engine would leave it, and a site already in place."""
    monkeypatch.setattr(publish, "build_texts", lambda *_, **__: None)
    work, output = tmp_path / "travail", tmp_path / "site"
    (work / "site" / "_coquille").mkdir(parents=True)
    shell = SHELL.replace('href="%%racine%%/communes/"', 'href="%%racine%%/"')
    (work / "site" / "_coquille" / "index.html").write_text(shell, encoding="utf-8")
    (work / "site" / "404.html").write_text("<p>404</p>", encoding="utf-8")
    (work / "site" / "sitemap.xml.gz").write_bytes(b"x")
    (work / "site" / "assets" / "javascripts").mkdir(parents=True)
    (work / "site" / "assets" / "javascripts" / "theme.js").write_bytes(b"x")
    (work / "site" / "assets" / "theme.css.map").write_bytes(b"x")
    (work / "files").mkdir()
    (work / "files" / "robots.txt").write_text("ok", encoding="utf-8")
    output.mkdir()
    (output / "index.html").write_text("ancien", encoding="utf-8")
    return work, output


def names(folder: Path) -> list[str]:
    """Return the files under `folder`, assets excepted."""
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(n for n in found if not n.startswith("assets/site.") and "favicon" not in n)


def site_of(*pages: Page) -> Site:
    """Return a site with these data pages only."""
    return Site(pages, (), {}, {}, 0)


def test_a_good_site_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages, files and site map are there; the shell, the theme's scripts and the work are gone."""
    work, output = prepared(tmp_path, monkeypatch)
    made = site_of(page(""), page("communes/99001/"))
    count = publish.publish(made, work=work, output=output, settings={"site_url": ADDRESS})
    assert count == 3
    assert names(output) == [
        "404.html", "communes/99001/index.html", "index.html", "robots.txt", "sitemap.xml",
    ]  # fmt: skip
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_site_with_a_fault_leaves_the_old_one_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One broken link stops the publication, and says which."""
    work, output = prepared(tmp_path, monkeypatch)
    wrong = site_of(page(""), page("a/", body=Markup('<a href="%%racine%%/absent/">x</a>')))
    with pytest.raises(
        SiteError, match=r"a/index\.html : lien vers une page qui n’existe pas : \.\./absent/"
    ):
        publish.publish(wrong, work=work, output=output, settings={})
    assert (output / "index.html").read_text(encoding="utf-8") == "ancien"
    assert names(output) == ["index.html"]


def test_a_move_that_fails_brings_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at the last moment: the old site returns to its place, nothing is left aside."""
    work, output = prepared(tmp_path, monkeypatch)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self == work / "site":
            raise OSError(28, "no space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="no space left"):
        publish.publish(site_of(page("")), work=work, output=output, settings={})
    assert (output / "index.html").read_text(encoding="utf-8") == "ancien"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site", "travail"]


def test_a_first_move_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an old site there is none to bring back, and no half of a new one."""
    work, _ = prepared(tmp_path, monkeypatch)

    def failing(_: Path, __: Path) -> Path:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(Path, "rename", failing)
    output = tmp_path / "public" / "site"
    with pytest.raises(OSError, match="no space left"):
        publish.publish(site_of(page("")), work=work, output=output, settings={})
    assert list(output.parent.iterdir()) == []


def test_a_first_site_needs_no_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The output may not exist yet, nor the folder above it."""
    work, _ = prepared(tmp_path, monkeypatch)
    output = tmp_path / "public" / "site"
    assert publish.publish(site_of(page("")), work=work, output=output, settings={}) == 2
    assert (output / "index.html").is_file()


def test_an_engine_that_fails_says_what_it_said(tmp_path: Path) -> None:
    """The engine's own words reach the developer; nothing is published."""
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: absent\n", encoding="utf-8")
    with pytest.raises(SiteError, match="docs_dir"):
        publish.publish(site_of(), work=tmp_path, output=tmp_path / "out", settings={})
    assert not (tmp_path / "out").exists()
