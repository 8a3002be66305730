"""A dead link of a text is told to who wrote it: file, line, what to do; other faults are ours."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import check, draw
from generator.__main__ import main
from generator.check.articles import Known
from generator.errors import ExitCode
from generator.model import Document
from generator.publish.links import NO_MARK, NO_PAGE, Fault
from generator.publish.origin import findings
from generator.settings import HOME

PAGE = "Ce lien mène à une page qui n’existe pas : « {} »."
PLACE = "Ce lien mène à un endroit qui n’existe pas dans sa page : « {} »."
CIA, GUIDE = "conventions/cia.md", "guides/droits.md"
TEXTS = (
    Document(CIA, {"version": "2024"}, "## Article 1 — A\n\n[x](/communes/99/)", 15),
    Document(
        "conventions/cia/versions/2017.md", {}, "## Article 1 — A\n\n[y](../demarche.md#rien)", 15
    ),
    Document(GUIDE, {}, "[a](../demarche.md)\n\n[b](#perdu), `[c](d)`\n\n[e]: ../perdu.pdf", 5),
    Document("demarche.md", {}, "Un texte.", 5),
)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault("conventions/cia/index.html", NO_PAGE, "../../communes/99/"),
         (CIA, 17, PAGE.format("/communes/99/"))),
        (Fault("conventions/cia/versions/2024/index.html", NO_PAGE, "../../../../communes/99/"),
         (CIA, 17, PAGE.format("/communes/99/"))),
        (Fault("conventions/cia/versions/2017/index.html", NO_MARK, "../../../../demarche/#rien"),
         ("conventions/cia/versions/2017.md", 17, PLACE.format("../demarche.md#rien"))),
        (Fault("guides/droits/index.html", NO_MARK, "#perdu"), (GUIDE, 7, PLACE.format("#perdu"))),
        (Fault("guides/droits/index.html", NO_PAGE, "../perdu.pdf"),
         (GUIDE, 9, PAGE.format("../perdu.pdf"))),
    ],
)  # fmt: skip
def test_a_dead_link_is_brought_back_to_its_line(fault: Fault, told: tuple[str, int, str]) -> None:
    """Whatever page shows the text: its own, a version, the current one."""
    found = findings([fault], TEXTS)
    assert found is not None
    [(file, line, message)] = [(f.file, f.line, f.message) for f in found]
    assert (file.removeprefix("content/"), line, message) == told


@pytest.mark.parametrize(
    "fault",
    [
        Fault("communes/44001/index.html", NO_PAGE, "../44002/"),
        Fault("guides/droits/index.html", NO_PAGE, "../../perdue/"),
        Fault("guides/droits/index.html", "style écrit dans la page"),
    ],
)
def test_a_fault_that_no_text_explains_is_a_developers(fault: Fault) -> None:
    """A data page, a menu, a style: the secretariat could do nothing, and nothing is hidden."""
    known = Fault("guides/droits/index.html", NO_MARK, "#perdu")
    assert findings([fault, known], TEXTS) is None


def test_the_check_follows_the_same_links() -> None:
    """Notes and code are no links; a reference below the text is one."""
    found = check.document_findings([*TEXTS[2:]], Known())
    assert [(f.line, f.value) for f in found if f.code == "T-115"] == []
    note = Document("a.md", {}, "Un mot[^1].\n\n[^1]: perdu.md\n\n[x][y]\n\n[y]: perdu.md", 1)
    found = check.document_findings([note], Known())
    assert [(f.line, f.value) for f in found if f.code == "T-115"] == [(7, "perdu.md")]


@pytest.mark.site
def test_a_dead_link_stops_the_publication_in_french(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 3: an anchor, a section and a file that only the built site can know."""
    root = tmp_path / "territoire"
    shutil.copytree(HOME / "tests" / "territories" / "cap-nord", root)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("../../../mkdocs.yml", str(HOME / "mkdocs.yml"))
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    text = root / "content" / "methode" / "delais.md"
    lines = len(text.read_text(encoding="utf-8").split("\n"))
    with text.open("a", encoding="utf-8") as end:
        end.write("\n[a](secret.md#perdu)\n\n[b](/communes/99-perdue/)\n\n[c](perdu.csv)\n")
    monkeypatch.setattr(draw, "figures", lambda _: {})
    code = main(["build", "--root", str(root), "--output", str(tmp_path / "site")])
    told = capsys.readouterr().err.replace("\u202f", " ")
    assert code == ExitCode.CONTENT
    assert not (tmp_path / "site").exists()
    for place, sentence in enumerate(
        (
            PLACE.format("secret.md#perdu"),
            PAGE.format("/communes/99-perdue/"),
            PAGE.format("perdu.csv"),
        )
    ):
        where = f"content/methode/delais.md, ligne {lines + 1 + 2 * place}"
        assert sentence in told[told.index(where) :].split("\n\n")[0]
    assert "reprenez l’adresse d’un de ses titres" in told
