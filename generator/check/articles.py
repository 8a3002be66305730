"""Check conventions as a whole: numbers, permanent ids, register, dates, links, signed acts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import texts, words
from generator.errors import Finding, Severity
from generator.model import Document
from generator.texts import Article, Convention, Register, Standing, Version
from generator.texts.articles import split_heading
from generator.texts.library import UNNAMED
from generator.texts.pdf import gaps
from generator.texts.register import DELETED_KEYS, KEYS

STATUS_WORDS = re.compile(r"expir|échéance|échu|prorog|prolong|révis|remplac|abrog", re.IGNORECASE)
SHOWN = 80
MAX_GAPS = 5


@dataclass(frozen=True)
class Known:
    """What a text may name: the deposit and the declarations, seen from the texts.

    Attributes:
        on: the day the data describe, None when there is no deposit to date them.
        indicators: ids of the declared indicators.
        engagements: codes of the deposited engagements.
    """

    on: date | None = None
    indicators: frozenset[str] = frozenset()
    engagements: frozenset[str] = frozenset()


def convention_findings(documents: Sequence[Document], known: Known) -> list[Finding]:
    """Return everything wrong with the conventions among the files of content/."""
    library = texts.library(documents)
    files = {document.path for document in documents}
    slugs = {convention.slug for convention in library}
    found = [f for document in documents for f in _misplaced(document, slugs)]
    for convention in library:
        for version in convention.versions:
            found += [*_numbers(version, convention.register), *_ids(version, convention.register)]
        found += [*_names(convention), *_promises_kept(convention), *_register(convention)]
        found += [*_dates(convention, known.on), *_engagements(convention, known.engagements)]
        found += _act(convention, documents, files)
    return found


def _misplaced(document: Document, slugs: set[str]) -> Iterator[Finding]:
    folder, _, rest = document.path.partition("/")
    if folder != "conventions" or not document.path.endswith((".md", ".yml")):
        return
    slug = texts.convention_of(document.path) or rest.split("/")[0]
    placed = document.path.endswith("/articles.yml") or texts.convention_of(document.path)
    if not placed or slug not in slugs:
        yield _finding(
            document, 0, ("T-125", document.path, "Ce fichier n’est à la place d’aucun texte."),
            "Rangez le texte actuel dans conventions/nom.md, les versions plus anciennes dans "
            "conventions/nom/versions/.",
        )  # fmt: skip


def _numbers(version: Version, register: Register) -> Iterator[Finding]:
    """Yield each number that comes twice or does not follow the one before it."""
    gone = {split_heading(deleted.title)[0] for deleted in register.deleted}
    seen: set[str] = set()
    last: dict[str, int] = {}
    top = ""
    for article in version.text.articles:
        if not article.number:
            continue
        if article.number in seen:
            yield _at(
                version, article, "T-112", f"L’article {article.number} est écrit deux fois.",
                "Donnez à chaque article un numéro différent.",
            )  # fmt: skip
            continue
        seen.add(article.number)
        top = article.number if "." not in article.number else top
        yield from _sequence(version, article, (top, last, gone))


def _sequence(
    version: Version, article: Article, so_far: tuple[str, dict[str, int], set[str]]
) -> Iterator[Finding]:
    top, last, gone = so_far
    parent, _, own = article.number.rpartition(".")
    plain, _, suffix = own.partition(" ")
    number, before = int(plain), last.get(parent, 0)
    missing = [
        f"{parent}.{n}".lstrip(".")
        for n in range(before + 1, number)
        if f"{parent}.{n}".lstrip(".") not in gone
    ]
    expected = f"{parent}.{before + 1}".lstrip(".")
    wrong_parent = parent and parent.split(".")[0] != top.split(" ")[0]
    if wrong_parent or missing or (number <= before and not (suffix and number == before)):
        yield _at(
            version, article, "T-111",
            f"L’article {article.number} ne suit pas l’ordre : l’article {expected} était attendu.",
            "Corrigez le numéro. Si un article a été supprimé, notez-le dans articles.yml, à « supprimes ».",
        )  # fmt: skip
    last[parent] = max(before, number)


def _names(convention: Convention) -> Iterator[Finding]:
    """Yield a current text beside older ones that has no name of its own."""
    current = convention.current
    older = {version.name.lower() for version in convention.versions[:-1]}
    if older and (current.name == UNNAMED or current.name.lower() in older):
        yield _finding(
            current.document, 1,
            ("T-129", current.name[:SHOWN], "La version actuelle n’a pas de nom à elle."),
            "Écrivez « version: » dans l’en-tête, avec un nom qui n’est pas celui d’un fichier de versions/.",
        )  # fmt: skip


def _ids(version: Version, register: Register) -> Iterator[Finding]:
    counted = Counter(a.id for a in version.text.articles)
    told: set[str] = set()
    for article in version.text.articles:
        repeated = counted[article.id] > 1 and article.id not in told
        doubled = any(a is not article and a.number == article.number != "" for a in
                      version.text.articles)  # fmt: skip
        if repeated and not doubled:
            told.add(article.id)
            yield _at(
                version, article, "T-127", f"Deux articles ont la même adresse « {article.id} ».",
                "Donnez à l’un d’eux une autre adresse dans articles.yml, à « identifiants ».",
            )  # fmt: skip
        unnumbered = not article.number and not article.id.startswith("annexe-")
        if unnumbered and register.id_of(version.name, "", article.heading) is None:
            yield _at(
                version, article, "T-118",
                f"« {article.heading[:SHOWN]} » n’a pas de numéro : son adresse changerait avec lui.",
                f"Dans articles.yml, sous « identifiants » puis « toutes », ajoutez « \"{article.heading}\": "
                f"{article.id} ». Pour un titre modifié, gardez l’ancienne adresse.",
            )  # fmt: skip


def _promises_kept(convention: Convention) -> Iterator[Finding]:
    """Yield each published address that the current text forgot or gave to another article."""
    current = convention.current
    for version in convention.versions[:-1]:
        for article in version.text.articles:
            if article.id not in convention.ids:
                yield _finding(
                    current.document, 0,
                    ("T-117", article.id,
                     f"« {article.heading[:SHOWN]} » (version {version.name}) a disparu sans trace."),
                    "Notez-le dans articles.yml, à « supprimes », ou à « autres_adresses » s’il a été fondu "
                    "dans un autre article.",
                )  # fmt: skip
            else:
                yield from _moved(current, version, article)


def _moved(current: Version, version: Version, article: Article) -> Iterator[Finding]:
    now = current.text.by_id(article.id)
    twin = next(
        (a for a in current.text.articles if a.title == article.title and a.id != article.id), None
    )
    known = {a.id for a in version.text.articles}
    if now is not None and twin is not None and now.title != article.title and twin.id not in known:
        yield _at(
            current, twin, "T-119",
            f"« {article.title[:SHOWN]} » était l’article {article.number} dans la version {version.name} : "
            "ses anciens liens mèneraient à un autre article.",
            f"Dans articles.yml, sous « identifiants » puis « {current.name} », écrivez "
            f"« \"{twin.number}\": {article.id} » et donnez une autre adresse à l’article {now.number}.",
        )  # fmt: skip


def _register(convention: Convention) -> Iterator[Finding]:
    register, current = convention.register, convention.current
    where = f"content/conventions/{convention.slug}/articles.yml"
    present = {a.id for a in current.text.articles}
    names = {version.name for version in convention.versions}
    for old, new in register.aliases.items():
        if new not in present or old in present:
            yield Finding(
                where, 0, "", "T-120", old, f"L’adresse « {old} » mène à un article qui n’existe pas, "
                "ou elle est encore celle d’un article.",
                "Dans « autres_adresses » : à gauche l’ancienne adresse, à droite celle d’un article.",
            )  # fmt: skip
    for deleted in register.deleted:
        if deleted.id in present or not deleted.on or deleted.version not in names:
            yield Finding(
                where, 0, "", "T-120", deleted.id, f"L’article supprimé « {deleted.id} » est mal décrit.",
                f"Donnez {words.listing(DELETED_KEYS)}. L’article ne doit plus être dans le texte ; "
                "la version doit être l’une de celles du texte.",
            )  # fmt: skip


def register_shape(document: Document) -> Iterator[Finding]:
    """Yield each part of a register that is not known."""
    for key in document.meta:
        if key not in KEYS:
            yield _finding(
                document, 0, ("T-120", str(key)[:SHOWN], f"« {key} » n’est pas une partie du registre."),
                f"Parties admises : {words.listing(KEYS)}.",
            )  # fmt: skip


def _dates(convention: Convention, on: date | None) -> Iterator[Finding]:
    current = convention.current
    meta = current.meta
    computed, _ = texts.status.end_of({**meta, "echeance": None})
    written = meta.get("echeance")
    if isinstance(written, date) and computed and written != computed and meta.get("duree_annees"):
        yield _finding(
            current.document, 1,
            ("T-122", written.isoformat(), "L’échéance ne correspond pas à la durée écrite à côté."),
            f"La durée mène au {words.day(computed)} : corrigez l’une ou l’autre ; pour un texte prolongé, "
            "ajoutez « prorogation: » et la nouvelle date.",
        )  # fmt: skip
    if on is None or texts.status_of(meta, on).standing is not Standing.EXPIRED:
        return
    if not STATUS_WORDS.search(str(meta.get("statut", ""))):
        end = texts.status_of(meta, on).since
        yield _finding(
            current.document, 1,
            ("T-114", "", f"Expiré depuis le {words.day(end) if end else '…'}, et le statut ne le dit pas."),
            "Dites dans « statut » s’il est expiré, prorogé ou révisé ; s’il est prorogé, ajoutez "
            "« prorogation: » et la nouvelle date.",
        )  # fmt: skip


def _engagements(convention: Convention, codes: frozenset[str]) -> Iterator[Finding]:
    current = convention.current
    written = current.meta.get("engagements") or {}
    numbers = {a.number for a in current.text.articles if a.number}
    for code, number in written.items() if isinstance(written, dict) else ():
        if codes and code not in codes:
            yield _finding(
                current.document, 1, ("T-121", str(code)[:SHOWN], "Cet engagement est inconnu des données."),
                "Reprenez un code de la colonne code_engagement de engagements.csv.",
            )  # fmt: skip
        if str(number) not in numbers:
            yield _finding(
                current.document, 1,
                ("T-121", str(number)[:SHOWN], f"L’engagement « {code} » nomme un article qui n’existe pas."),
                "Écrivez le numéro d’un article du texte, entre guillemets : \"4.1\".",
            )  # fmt: skip


def _act(
    convention: Convention, documents: Sequence[Document], files: set[str]
) -> Iterator[Finding]:
    """Yield a missing signed act, and where its words differ from those of the page."""
    for version in convention.versions:
        name = version.meta.get("pdf")
        if not name:
            continue
        path = f"conventions/{convention.slug}/{name}"
        if path not in files:
            yield _finding(
                version.document, 1, ("T-123", str(name)[:SHOWN], "Le PDF signé n’est pas à sa place."),
                f"Déposez-le dans content/conventions/{convention.slug}/, ou écrivez « pdf: null ».",
            )  # fmt: skip
            continue
        act = next(document for document in documents if document.path == path)
        for gap in gaps(version.text, act.body)[:MAX_GAPS]:
            yield _finding(
                version.document, 0,
                ("T-124", f"… {gap.before} …",
                 f"La page et le PDF signé diffèrent : « {gap.page[:SHOWN] or 'rien'} » sur la page, "
                 f"« {gap.act[:SHOWN] or 'rien'} » dans l’acte."),
                "Corrigez la page : l’acte signé fait foi.", Severity.WARNING,
            )  # fmt: skip


def _at(version: Version, article: Article, code: str, message: str, remedy: str) -> Finding:
    line = version.document.body_line + article.line - 1
    return _finding(version.document, line, (code, article.heading[:SHOWN], message), remedy)


def _finding(
    document: Document,
    line: int,
    told: tuple[str, str, str],
    remedy: str,
    severity: Severity = Severity.ERROR,
) -> Finding:
    code, value, message = told
    return Finding(f"content/{document.path}", line, "", code, value, message, remedy, severity)
