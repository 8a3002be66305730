"""Every finding of the text checker: a broken text, and the French sentence it gets."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from generator import check
from generator.check.articles import Known
from generator.model import Document

META = {
    "nature": "cia", "titre": "Une convention", "description": "Un texte.", "statut": "Adoptée",
    "specimen": True, "adoption": date(2020, 1, 1), "entree_en_vigueur": None,
    "duree_annees": None, "echeance": None, "signataires": ["Préfet"], "pdf": None,
    "remplace": None,
}  # fmt: skip
KNOWN = Known(date(2025, 3, 31), frozenset({"tension"}), frozenset({"q1-2017"}))
OLD = "conventions/cia/versions/2017.md"


def convention(body: str, path: str = "conventions/cia.md", **meta: Any) -> Document:  # noqa: ANN401
    """Return a convention with a complete front matter of fourteen lines."""
    return Document(path, {**META, **meta}, body, 15)


def register(**meta: Any) -> Document:  # noqa: ANN401 - any register
    """Return a register of articles."""
    return Document("conventions/cia/articles.yml", meta, "", 1)


def told(*documents: Document) -> list[tuple[str, int, str]]:
    """Return code, line and sentence of what was found, mandatory pages left aside."""
    found = check.document_findings(documents, KNOWN)
    return [(f.code, f.line, f.message) for f in sorted(found) if f.code != "T-110"]


def test_a_sound_convention_has_no_finding() -> None:
    """The base of every broken text below."""
    body = (
        "## Article 1 — A\n\nUn.\n\n### 1.1 B\n\n[x](/indicateurs/tension/)\n\n## Article 2 — C\n"
    )
    assert told(convention(body)) == []


BROKEN = {
    "T-101": (
        convention("", titre=""),
        (1, "Il manque « titre » dans l’en-tête du texte."),
    ),
    "T-102": (
        Document("conventions/cia.md", {k: v for k, v in META.items() if k != "pdf"}, "", 15),
        (1, "Il manque « pdf » dans l’en-tête de la convention."),
    ),
    "T-103": (
        convention("", nature="loi"),
        (1, "La nature du texte n’est pas connue."),
    ),
    "T-104": (
        convention("", adoption="mars 2017"),
        (1, "La date « adoption » n’est pas une date."),
    ),
    "T-105": (
        convention("## Article 1 — A\n\nUn <b>mot</b>."),
        (17, "Le texte contient une balise HTML."),
    ),
    "T-106": (
        convention("## Article 1 — A {#but}\n"),
        (15, "Le texte contient un attribut caché entre accolades."),
    ),
    "T-107": (
        convention("# Une convention\n"),
        (15, "Le titre principal est répété dans le texte."),
    ),
    "T-108": (
        convention("## Article 1 — A\n\n[x](http://exemple.example/)"),
        (17, "Ce lien n’est pas d’un genre permis."),
    ),
    "T-111": (
        convention("## Article 1 — A\n\n## Article 3 — C\n"),
        (17, "L’article 3 ne suit pas l’ordre : l’article 2 était attendu."),
    ),
    "T-112": (
        convention("## Article 1 — A\n\n## Article 1 — B\n"),
        (17, "L’article 1 est écrit deux fois."),
    ),
    "T-113": (
        convention("## Article 1 — A\n\n[x](/indicateurs/bonheur/)"),
        (17, "L’indicateur « bonheur » n’existe pas."),
    ),
    "T-114": (
        convention("## Article 1 — A\n", nature="ppgdid", adoption=date(2018, 6, 26)),
        (1, "Expiré depuis le 26\u00a0juin\u00a02024, et le statut ne le dit pas."),
    ),
    "T-115": (
        convention("## Article 1 — A\n\n[x](perdu.md)"),
        (17, "Ce lien mène à une page qui n’existe pas : « perdu.md »."),
    ),
    "T-116": (
        convention("## Article 1 — A\n\nÉcrire à camille.martin@agglo.example."),
        (17, "Le texte montre l’adresse électronique d’une personne."),
    ),
    "T-118": (
        convention("## Préambule\n\nTexte."),
        (15, "« Préambule » n’a pas de numéro : son adresse changerait avec lui."),
    ),
    "T-121": (
        convention("## Article 1 — A\n", engagements={"q1-2017": "4.1"}),
        (1, "L’engagement « q1-2017 » nomme un article qui n’existe pas."),
    ),
    "T-122": (
        convention("## Article 1 — A\n", duree_annees=8, echeance=date(2027, 1, 1)),
        (1, "L’échéance ne correspond pas à la durée écrite à côté."),
    ),
    "T-123": (
        convention("## Article 1 — A\n", pdf="acte.pdf"),
        (1, "Le PDF signé n’est pas à sa place."),
    ),
    "T-128": (
        convention("## Article 1 — A\n", statut="À compléter"),
        (1, "« statut » est encore à compléter dans l’en-tête."),
    ),
    "T-126": (
        convention("## Article 1 — A\n", titre="Le guide en FALC"),
        (1, "Ce texte se dit FALC sans relecture par des personnes concernées."),
    ),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_text_is_told_in_french(code: str) -> None:
    """One broken text, one finding: where, and what is wrong."""
    document, (line, message) = BROKEN[code]
    assert told(document) == [(code, line, message)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Appeler le 06 12 34 56 78.", "un numéro de téléphone portable"),
        ("Appeler le +33 6 12 34 56 78.", "un numéro de téléphone portable"),
        ("Écrire à Mme Martin.", "le nom d’une personne"),
        ("Écrire à c-martin@agglo.example.", "l’adresse électronique d’une personne"),
    ],
)
def test_a_way_to_reach_a_private_person_is_refused_and_not_repeated(
    line: str, message: str
) -> None:
    """The finding says what kind of detail it is; the detail itself is not copied."""
    [finding] = check.document_findings([convention(f"## Article 1 — A\n\n{line}")], KNOWN)[:1]
    assert (finding.code, finding.message) == ("T-116", f"Le texte montre {message}.")
    assert finding.value == ""


@pytest.mark.parametrize(
    "line",
    [
        "Écrire à service.habitat@agglo.example ou à contact@agglo.example.",
        "Appeler le 02 40 00 00 00.",
        "La convention est signée par Monsieur le Préfet et Madame la Présidente.",
    ],
)
def test_services_and_offices_may_be_reached(line: str) -> None:
    """A functional address is what a text should give."""
    assert told(convention(f"## Article 1 — A\n\n{line}")) == []


def test_an_article_that_disappears_without_a_trace_is_told() -> None:
    """T-117: an address that was published must lead somewhere."""
    now = convention("## Article 1 — A\n", version="2026")
    before = convention("## Article 1 — A\n\n## Article 2 — B\n", OLD)
    assert told(now, before) == [
        ("T-117", 0, "« Article 2 — B » (version 2017) a disparu sans trace.")
    ]
    gone = {"id": "art-2", "titre": "Article 2 — B", "version": "2026", "le": date(2025, 1, 1)}
    assert told(now, before, register(supprimes=[gone])) == []


def test_a_number_given_to_another_article_is_told() -> None:
    """T-119: the old links of « Décision » would lead to « Coordination »."""
    now = convention("## Article 1 — Coordination\n\n## Article 2 — Décision\n", version="2026")
    before = convention("## Article 1 — Décision\n", OLD)
    assert told(now, before) == [
        ("T-119", 17, "« Décision » était l’article 1 dans la version 2017 : "
         "ses anciens liens mèneraient à un autre article."),
    ]  # fmt: skip
    ids = {"2026": {"1": "art-coordination", "2": "art-1"}}
    assert told(now, before, register(identifiants=ids)) == []


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"suprimes": []}, "« suprimes » n’est pas une partie du registre."),
        ({"autres_adresses": {"art-9": "art-8"}},
         "L’adresse « art-9 » mène à un article qui n’existe pas, ou elle est encore celle d’un article."),
        ({"supprimes": [{"id": "art-2", "titre": "B"}]},
         "L’article supprimé « art-2 » est mal décrit."),
    ],
)  # fmt: skip
def test_a_register_that_promises_wrongly_is_told(written: dict[str, Any], message: str) -> None:
    """T-120: aliases lead to articles, tombstones say when and by which version."""
    assert told(convention("## Article 1 — A\n"), register(**written)) == [("T-120", 0, message)]


def test_an_engagement_that_the_data_do_not_have_is_told() -> None:
    """T-121: a text names engagements by their code in the deposit."""
    broken = convention("## Article 1 — A\n", engagements={"q9-2017": "1"})
    assert told(broken) == [("T-121", 1, "Cet engagement est inconnu des données.")]


def test_a_signed_act_with_other_words_is_told_as_a_warning() -> None:
    """T-124: the page may be published, the secretariat is shown each difference."""
    page = convention("## Article 1 — Objet\n\nAu moins 25 % des baux.", pdf="acte.pdf")
    act = Document("conventions/cia/acte.pdf", {}, "Article 1 - Objet\nAu moins 30 % des baux.", 1)
    [finding] = [f for f in check.document_findings([page, act], KNOWN) if f.code != "T-110"]
    assert (finding.code, str(finding.severity)) == ("T-124", "avertissement")
    assert finding.message == (
        "La page et le PDF signé diffèrent : « 25 » sur la page, « 30 » dans l’acte."
    )


@pytest.mark.parametrize("meta", [{}, {"version": "2017"}])
def test_a_current_text_without_a_name_of_its_own_is_told(meta: dict[str, str]) -> None:
    """T-129: each version has its address, and keeps it when a newer one comes."""
    now, before = convention("## Article 1 — A\n", **meta), convention("## Article 1 — A\n", OLD)
    assert told(now, before) == [("T-129", 1, "La version actuelle n’a pas de nom à elle.")]


def test_a_file_out_of_place_is_told() -> None:
    """T-125: a version without its text would never be published."""
    lost = convention("", "conventions/plh/versions/2017.md")
    assert told(lost) == [("T-125", 0, "Ce fichier n’est à la place d’aucun texte.")]


def test_two_articles_at_one_address_are_told() -> None:
    """T-127: a link leads to one article."""
    ids = {"toutes": {"Préambule": "debut", "Contexte": "debut"}}
    broken = convention("## Préambule\n\n## Contexte\n")
    assert told(broken, register(identifiants=ids)) == [
        ("T-127", 15, "Deux articles ont la même adresse « debut ».")
    ]


def test_a_link_to_a_deleted_article_still_leads_to_its_tombstone() -> None:
    """A tombstone is an anchor like any other; an unknown anchor is told."""
    gone = {"id": "art-2", "titre": "Article 2 — B", "version": "actuelle", "le": date(2025, 1, 1)}
    body = "## Article 1 — A\n\n[x](cia.md#art-2)\n\n[y](#art-7)"
    assert told(convention(body), register(supprimes=[gone])) == [
        ("T-115", 19, "Ce lien mène à un article qui n’existe pas : « art-7 ».")
    ]


def test_a_deleted_number_leaves_a_gap_that_is_allowed() -> None:
    """Numbers are not given twice: the tombstone explains the gap."""
    gone = {"id": "art-2", "titre": "Article 2 — B", "version": "actuelle", "le": date(2025, 1, 1)}
    body = "## Article 1 — A\n\n## Article 3 — C\n\n## Article 3 bis — D\n\n### 3.1 E\n"
    assert told(convention(body), register(supprimes=[gone])) == []
