"""Texts of the secretariat: each rule, the French sentence it gives, and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import check, load
from generator.check.texts import CONVENTION_KEYS, MANDATORY
from generator.errors import ContentError, ExitCode
from generator.settings import HOME
from tests.conftest import CAP_NORD
from tests.deposits import Said, said

HEAD = '---\ntitre: "Une page"\ndescription: "Ce qu’elle dit."\n---\n'
CONVENTION = """---
nature: cia
titre: "Convention"
description: "Ce qu’elle dit."
statut: "Adoptée"
specimen: true
adoption: 2017-03-21
entree_en_vigueur: null
duree_annees: 6
echeance: null
signataires: ["Préfet"]
pdf: null
remplace: null
---
"""
NEIGHBOUR = "Reprenez la présentation d’un texte voisin, puis déposez à nouveau le fichier."


def found(folder: Path, text: str | bytes, name: str = "page.md") -> list[Said]:
    """Return what is found in one text, mandatory texts left aside."""
    path = folder / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    try:
        check.documents(load.documents(folder))
    except ContentError as error:
        assert error.exit_code is ExitCode.CONTENT
        return said(f for f in error.findings if f.code != "T-110")
    return []


def one(line: int, code: str, message: str, remedy: str, name: str = "page.md") -> list[Said]:
    """Return the only finding expected in a text."""
    return [(f"content/{name}", line, "", code, message, remedy)]


HTML = (
    "T-105", "Le texte contient une balise HTML.",
    "Écrivez en Markdown simple ; pour le signe « < », écrivez « moins de ».",
)  # fmt: skip
BRACES = (
    "T-106",
    "Le texte contient un attribut caché entre accolades.",
    "Supprimez les accolades.",
)
LINK = (
    "T-108", "Ce lien n’est pas d’un genre permis.",
    "Utilisez une adresse qui commence par https://, ou le chemin d’une page du site.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<script>alert(1)</script>", HTML),
        ("Texte <b>gras</b>.", HTML),
        ("<!-- caché -->", HTML),
        ("</div>", HTML),
        ("[lien](/communes/){: onclick=x }", BRACES),
        ("Titre { #repere }", BRACES),
        ("Texte {.x}", BRACES),
        ("[lien](javascript:alert(1))", LINK),
        ("[lien](JavaScript:alert(1))", LINK),
        ("[lien](http://exemple.fr/)", LINK),
        ("![image](data:image/png;base64,AAAA)", LINK),
        ("[lien](//exemple.fr/)", LINK),
        ("[lien]( ftp://exemple.fr/)", LINK),
        ("[lien]: vbscript:x", LINK),
        (
            "# Une page",
            ("T-107", "Le titre principal est répété dans le texte.",
             "Supprimez cette ligne : le titre vient de « titre » dans l’en-tête."),
        ),
    ],
)  # fmt: skip
def test_markup_that_a_text_may_not_hold_is_named_with_its_line(
    body: str, rule: tuple[str, str, str], tmp_path: Path
) -> None:
    """Texts are plain Markdown: no HTML, no attribute, no second title, no foreign kind of link."""
    assert found(tmp_path, f"{HEAD}\nUn paragraphe.\n\n{body}\n") == one(8, *rule)


@pytest.mark.parametrize(
    "body",
    [
        "Le code `<b>` et `{: .x }` est montré, pas appliqué.",
        "[lien](https://exemple.fr/), [écrire](mailto:a@exemple.fr), [appeler](tel:+33240000000)",
        "[page](methode/index.md#secret), [page](/communes/), [repère](#ici)",
        "## Un intertitre\n\n1 < 2 et 3 > 2",
        "Une note[^1].\n\n[^1]: Son texte.",
    ],
)
def test_plain_markdown_is_accepted(body: str, tmp_path: Path) -> None:
    """The rules leave to the secretariat all it needs to write."""
    assert found(tmp_path, f"{HEAD}\n{body}\n") == []


@pytest.mark.parametrize("key", ["titre", "description"])
@pytest.mark.parametrize("value", [None, '""', "5", "[a, b]"])
def test_a_page_without_title_or_description_is_named(
    key: str, value: str | None, tmp_path: Path
) -> None:
    """Each page needs a title and one sentence for search engines, both as texts."""
    lines = [line for line in HEAD.splitlines() if not line.startswith(f"{key}:")]
    if value is not None:
        lines.insert(1, f"{key}: {value}")
    assert found(tmp_path, "\n".join([*lines, "", "Texte."])) == one(
        1, "T-101", f"Il manque « {key} » dans l’en-tête du texte.",
        f"Ajoutez une ligne « {key}: … » entre les deux lignes « --- » du début.",
    )  # fmt: skip


def test_a_sound_convention_is_accepted(tmp_path: Path) -> None:
    """Unknown values are null, never left out."""
    assert found(tmp_path, CONVENTION, "conventions/cia.md") == []


@pytest.mark.parametrize("key", sorted({*CONVENTION_KEYS} - {"titre", "description", "nature"}))
def test_each_key_of_a_convention_is_asked_for(key: str, tmp_path: Path) -> None:
    """The identity card of a convention is the same for all."""
    lines = [line for line in CONVENTION.splitlines() if not line.startswith(f"{key}:")]
    assert found(tmp_path, "\n".join([*lines, ""]), "conventions/cia.md") == one(
        1, "T-102", f"Il manque « {key} » dans l’en-tête de la convention.",
        f"Ajoutez « {key}: » suivi de la valeur, ou de null si elle n’est pas connue.",
        "conventions/cia.md",
    )  # fmt: skip


def test_an_unknown_nature_is_named(tmp_path: Path) -> None:
    """Conventions are ordered by nature: there are six."""
    text = CONVENTION.replace("nature: cia", "nature: charte")
    assert found(tmp_path, text, "conventions/cia.md") == one(
        1, "T-103", "La nature du texte n’est pas connue.",
        "Choisissez parmi : cia, ppgdid, document-cadre, gestion-en-flux, reglement-cib, cotation.",
        "conventions/cia.md",
    )  # fmt: skip


@pytest.mark.parametrize("key", ["adoption", "entree_en_vigueur", "echeance"])
def test_a_date_of_a_convention_is_a_date(key: str, tmp_path: Path) -> None:
    """« 21 mars 2017 » cannot be compared or translated: dates are written year first."""
    lines = [line for line in CONVENTION.splitlines() if not line.startswith(f"{key}:")]
    text = "\n".join([lines[0], f"{key}: 21 mars 2017", *lines[1:], ""])
    assert found(tmp_path, text, "conventions/cia.md") == one(
        1, "T-104", f"La date « {key} » n’est pas une date.", "Écrivez la date comme 2024-05-31.",
        "conventions/cia.md",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "said_of_it"),
    [
        ("duree_annees", "six ans", "La durée « duree_annees » n’est pas un nombre d’années."),
        ("signataires", "Préfet", "La liste « signataires » n’est pas une liste."),
    ],
)
def test_durations_are_numbers_and_signatories_a_list(
    key: str, value: str, said_of_it: str, tmp_path: Path
) -> None:
    """Otherwise the page would fail, or name each letter as a signatory."""
    lines = [line for line in CONVENTION.splitlines() if not line.startswith(f"{key}:")]
    text = "\n".join([lines[0], f"{key}: {value}", *lines[1:], ""])
    remedies = {
        "duree_annees": "Écrivez un nombre seul, comme 6, ou null.",
        "signataires": "Écrivez un signataire par ligne, en retrait, après un tiret.",
    }
    assert found(tmp_path, text, "conventions/cia.md") == one(
        1, "T-109", said_of_it, remedies[key], "conventions/cia.md"
    )


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (b"---\ntitre: \xe9t\xe9\n---\n", 0, "Le texte n’est pas enregistré en UTF-8."),
        ("---\ntitre: a\ndescription: b: c\n---\n", 3,
         "L’en-tête du texte (entre les deux lignes « --- ») est mal écrit."),
        ("---\ntitre: a\nadoption: 2024-02-30\n---\n", 0,
         "L’en-tête du texte (entre les deux lignes « --- ») est mal écrit."),
        ("---\n- a\n---\n", 1, "L’en-tête est vide."),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_read_is_named(
    text: str | bytes, line: int, what: str, tmp_path: Path
) -> None:
    """The line is the one of the file, as an editor shows it."""
    assert found(tmp_path, text) == one(line, "T-002", what, NEIGHBOUR)


@pytest.mark.parametrize("text", ["", "Un texte sans en-tête.\n", "---\ntitre: a\n"])
def test_a_text_without_front_matter_lacks_its_title_and_description(
    text: str, tmp_path: Path
) -> None:
    """Nothing is guessed from the first line."""
    assert [(finding[1], finding[3]) for finding in found(tmp_path, text)] == [
        (1, "T-101"),
        (1, "T-101"),
    ]


def test_files_of_other_systems_are_read_alike(tmp_path: Path) -> None:
    """A byte order mark and line ends of Windows change neither the reading nor the lines."""
    text = f"{HEAD}\nUn paragraphe.\n\n<b>gras</b>\n".replace("\n", "\r\n")
    assert found(tmp_path, b"\xef\xbb\xbf" + text.encode()) == one(8, *HTML)


def test_a_link_to_a_file_outside_the_texts_is_refused(tmp_path: Path) -> None:
    """A link in the checkout may point anywhere on the machine that builds."""
    secret = tmp_path / "secret.md"
    secret.write_text(f"{HEAD}\nConfidentiel.\n", encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "lien.md").symlink_to(secret)
    assert found(tmp_path, f"{HEAD}\nTexte.\n") == one(
        0, "T-002", "Ce texte est un lien vers un fichier d’un autre dossier.", NEIGHBOUR, "lien.md"
    )


def test_every_text_is_read_before_anything_is_refused(tmp_path: Path) -> None:
    """Two defects in two texts give two findings."""
    found(tmp_path, f"{HEAD}\n<b>\n", "a.md")
    assert [finding[:4:3] for finding in found(tmp_path, f"{HEAD}\n# Titre\n", "b.md")] == [
        ("content/a.md", "T-105"),
        ("content/b.md", "T-107"),
    ]


@pytest.mark.parametrize("root", [HOME, CAP_NORD])
def test_the_mandatory_texts_are_asked_for(root: Path) -> None:
    """What the law asks for, or what every page links to, cannot be left out."""
    documents = load.documents(root)
    for path in MANDATORY:
        with pytest.raises(ContentError) as caught:
            check.documents([d for d in documents if d.path != path])
        assert said(caught.value.findings) == [
            (
                f"content/{path}", 0, "", "T-110", "Cette page est obligatoire et elle manque.",
                "Créez-la : reprenez celle d’un autre territoire et adaptez-la.",
            )
        ]  # fmt: skip
    assert check.documents(documents) == documents
