"""The command line: check, build, serve, import, aggregate, protect. In French; one exit code per failure."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from generator import words
from generator.errors import ExitCode, Finding, GeneratorError, Severity
from generator.settings import HOME

if TYPE_CHECKING:
    from generator import report
    from generator.aggregate import Aggregated
    from generator.disclosure import BlockVerdicts, Progress
    from generator.secretariat import Protected

EXIT_CODES = """codes de sortie :
  0  tout va bien
  1  les données déposées sont à corriger
  2  la commande n’est pas comprise
  3  un texte ou les réglages du site sont à corriger
  4  un nombre trop petit allait devenir public : rien n’est publié
  5  une erreur du programme lui-même"""


RECOVERABLE = ("S-010", "S-011", "S-014", "S-018")
"""Findings that hiding more can mend."""

UNBUILT = "Le site n’a pas été construit : une erreur du programme."
CALL_US = "L’ancien site est intact. Prévenez l’équipe technique en copiant ce message."


class FrenchParser(argparse.ArgumentParser):
    """An argument parser that speaks French."""

    def format_usage(self) -> str:
        """Return the usage line in French."""
        return super().format_usage().replace("usage:", "utilisation :", 1)

    def format_help(self) -> str:
        """Return the help in French."""
        return super().format_help().replace("usage:", "utilisation :", 1)

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - the library's message is English
        """Say that the command is not understood, then leave with code 2."""
        given = " ".join(sys.argv[1:]) or "(rien)"
        self.exit(
            ExitCode.USAGE,
            f"Commande non comprise : {given}\n{self.format_usage()}"
            f"Pour l’aide : python -m generator --help\n",
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(COMMANDS[options.command](options))
    except GeneratorError as error:
        return _failed(error, options)
    except OSError as error:
        return _unreachable(error)
    except KeyboardInterrupt:
        print("Arrêté.", file=sys.stderr)  # noqa: T201 - the command line speaks
        return ExitCode.OK


def _parser() -> FrenchParser:
    parser = FrenchParser(
        prog="python -m generator",
        description="Publie les données et les textes d’une conférence intercommunale du logement.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    _help_option(parser)
    commands = parser.add_subparsers(
        dest="command",
        required=True,
        title="commandes",
        metavar="COMMANDE",
        parser_class=FrenchParser,
    )
    for name, told in HELP.items():
        command = commands.add_parser(name, help=told, description=told, add_help=False)
        command._positionals.title = "fichiers"
        _help_option(command)
        command.add_argument(
            "--root", type=Path, default=HOME, metavar="DOSSIER",
            help="dossier du territoire (par défaut : celui du générateur)",
        )  # fmt: skip
        _own_options(command, name)
    return parser


def _help_option(parser: argparse.ArgumentParser) -> None:
    parser._optionals.title = "options"
    parser.add_argument("-h", "--help", action="help", help="montrer cette aide")


def _own_options(command: argparse.ArgumentParser, name: str) -> None:
    if name in ("build", "serve"):
        command.add_argument(
            "--output", type=Path, default=None, metavar="DOSSIER",
            help="où écrire le site (par défaut : build/site dans le dossier du territoire)",
        )  # fmt: skip
    if name == "serve":
        command.add_argument(
            "--port",
            type=int,
            default=8000,
            metavar="NOMBRE",
            help="port local (par défaut : 8000)",
        )
    if name == "import-text":
        _text_options(command)
    if name in ("build", "check", "import"):
        _report_options(command)
    if name in ("build", "check"):
        _check_options(command, name)
    if name == "import":
        _import_options(command)
    if name == "protect":
        _protect_options(command)
    if name == "aggregate":
        _aggregate_options(command)
    if name == "new":
        command.add_argument(
            "--year", type=_year, required=True, metavar="ANNÉE", help="année du dépôt"
        )
        command.add_argument(
            "--output", type=Path, default=None, metavar="FICHIER",
            help="où écrire le modèle (par défaut : modele-ANNÉE.xlsx)",
        )  # fmt: skip


def _check_options(command: argparse.ArgumentParser, name: str) -> None:
    command.add_argument(
        "--verdicts", type=Path, default=None, metavar="FICHIER",
        help="garder dans ce fichier ce que l’attaque a prouvé sûr, pour ne pas la refaire",
    )  # fmt: skip
    if name == "check":
        command.add_argument(
            "--previous", type=Path, default=None, metavar="DOSSIER",
            help="comparer avec la version publiée auparavant, dans ce dossier",
        )  # fmt: skip
        command.add_argument(
            "--proposals", type=Path, default=None, metavar="DOSSIER",
            help="écrire des fichiers corrigés proposés dans ce dossier, sans toucher au dépôt",
        )  # fmt: skip


def _text_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", type=Path, metavar="FICHIER", help="un .docx, ou un PDF avec du texte"
    )
    command.add_argument(
        "--to", type=Path, required=True, metavar="TEXTE",
        help="le texte à écrire, comme content/conventions/cia.md",
    )  # fmt: skip


def _report_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--summary", type=Path, default=None, metavar="FICHIER",
        help="ajouter le rapport en Markdown à la fin de ce fichier",
    )  # fmt: skip
    command.add_argument(
        "--annotations", action="store_true", help="écrire aussi les annotations pour la forge"
    )
    command.add_argument(
        "--report", type=Path, default=None, metavar="FICHIER",
        help="écrire le rapport dans une page HTML qui s’ouvre seule",
    )  # fmt: skip
    command.add_argument(
        "--json", type=Path, default=None, metavar="FICHIER",
        help="écrire le rapport en JSON, pour un autre programme",
    )  # fmt: skip


def _import_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", type=Path, metavar="FICHIER", help="classeur .xlsx ou .ods, ou fichier CSV"
    )
    command.add_argument(
        "--to", type=Path, required=True, metavar="DOSSIER",
        help="dossier des paquets à écrire, comme datapackages",
    )  # fmt: skip
    command.add_argument(
        "--package", default="", metavar="PAQUET", help="lire seulement les tableaux de ce paquet"
    )
    command.add_argument(
        "--resource", default="", metavar="TABLEAU", help="lire seulement ce tableau"
    )
    command.add_argument(
        "--complete", action="store_true",
        help="garder les lignes déjà déposées ; celles de même clé sont remplacées",
    )  # fmt: skip


def _protect_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "complete", type=Path, metavar="COMPLET",
        help="dossier d’un territoire avec tous ses nombres, rangé hors du dépôt",
    )  # fmt: skip
    command.add_argument(
        "--to", type=Path, required=True, metavar="DOSSIER",
        help="dossier du territoire qui reçoit les paquets protégés",
    )  # fmt: skip
    command.add_argument(
        "--seconds", type=float, default=None, metavar="SECONDES",
        help="temps donné à la recherche (par défaut : sans limite)",
    )  # fmt: skip
    command.add_argument(
        "--group", type=_pair, action="append", default=[], metavar="TABLEAU=DIMENSION",
        help="ne pas détailler cette dimension dans les communes, seulement dans l’ensemble du "
        "territoire ; avec « commune », ne publier que l’ensemble (peut se répéter)",
    )  # fmt: skip
    command.add_argument(
        "--round", type=_pair, action="append", default=[], metavar="TABLEAU=BASE",
        help="arrondir tous les nombres de ce tableau à 5 ou à 10 près au lieu d’en cacher ; les "
        "totaux restent justes, aucun indicateur n’en est tiré (peut se répéter)",
    )  # fmt: skip


def _aggregate_options(command: argparse.ArgumentParser) -> None:
    from generator.extraction import OPTIONAL, REQUIRED

    command.formatter_class = argparse.RawDescriptionHelpFormatter
    told = [("colonnes nécessaires", REQUIRED), ("colonnes facultatives", OPTIONAL)]
    command.epilog = "\n".join(
        f"{title} :\n" + "\n".join(f"  {name} : {what}" for name, what in columns.items())
        for title, columns in told
    )
    command.add_argument(
        "file", type=Path, metavar="EXTRACTION",
        help="classeur ou CSV, une ligne par ménage, rangé hors du dépôt",
    )  # fmt: skip
    command.add_argument(
        "--to", type=Path, required=True, metavar="DOSSIER",
        help="dossier neuf qui reçoit les paquets protégés",
    )  # fmt: skip
    command.add_argument(
        "--territory", type=Path, dest="root", default=HOME, metavar="DOSSIER",
        help="dossier du territoire, dont les descripteurs disent comment compter",
    )  # fmt: skip
    command.add_argument(
        "--demonstration", action="store_true",
        help="les ménages de l’extraction sont inventés (par défaut : ils sont réels, quoi que "
        "disent les descripteurs du territoire)",
    )  # fmt: skip
    command.add_argument(
        "--first", type=_year, required=True, metavar="ANNÉE",
        help="première année que l’extraction contient en entier",
    )  # fmt: skip
    command.add_argument(
        "--extracted", type=date.fromisoformat, required=True, metavar="JOUR",
        help="jour de l’extraction, comme 2025-02-15 ; la dernière année comptée est celle d’avant",
    )  # fmt: skip
    command.add_argument(
        "--seconds", type=float, default=None, metavar="SECONDES",
        help="temps donné à la recherche (par défaut : sans limite)",
    )  # fmt: skip


def _pair(text: str) -> tuple[str, str]:
    """Return what is asked of a table; without the equals sign it is not understood."""
    table, sign, asked = text.partition("=")
    if not (table and sign and asked):
        raise argparse.ArgumentTypeError(text)
    return table, asked


def _year(text: str) -> int:
    """Return a year; a year with other than four digits is not understood."""
    if not re.fullmatch(r"[12]\d{3}", text):
        raise argparse.ArgumentTypeError(text)
    return int(text)


def _check(options: argparse.Namespace) -> int:
    from generator import build

    known = _kept(options)
    asked: dict[str, Any] = {**known}
    if options.previous is not None:
        asked["previous"] = options.previous
    deposit = build.checked(options.root, **asked)
    _keep(options, known)
    _summarise(options, deposit.findings)
    if _loud(deposit.findings):
        _say(_told(_loud(deposit.findings)))
    _say("Rien à corriger : le dépôt peut être publié.")
    return ExitCode.OK


def _build(options: argparse.Namespace) -> int:
    from generator import build

    output = _output(options)
    known = _kept(options)
    built = build.build(options.root, output, progress=_progress, **known)
    _keep(options, known)
    _summarise(options, built.findings)
    seconds = words.number(sum(built.seconds.values()), 1)
    _say(f"{words.counted(built.pages, 'page')} dans {output} ({seconds} s).")
    return ExitCode.OK


def _kept(options: argparse.Namespace) -> dict[str, dict[str, BlockVerdicts]]:
    """Return the verdicts of the file that was asked for; none is ever read unasked."""
    from generator import kept

    return {} if options.verdicts is None else {"verdicts": kept.read(options.verdicts)}


def _keep(options: argparse.Namespace, known: dict[str, dict[str, BlockVerdicts]]) -> None:
    from generator import kept

    for verdicts in known.values():
        kept.write(options.verdicts, verdicts)


def _import(options: argparse.Namespace) -> int:
    from generator import deposit, report

    order = deposit.Order(
        options.file, options.to, options.package, options.resource, options.complete
    )
    findings = deposit.imported(order, options.root)
    _summarise(options, findings)
    _say(report.told(findings))
    _say(f"Importé dans {options.to}. Relisez datapackage.json, puis lancez le contrôle.")
    return ExitCode.OK


def _protect(options: argparse.Namespace) -> int:
    """Write a protected deposit, then say what hiding cost."""
    from generator import secretariat
    from generator.grouping import Wish

    wishes = secretariat.Wishes(
        group=tuple(Wish(*pair) for pair in options.group),
        rounding=tuple(Wish(*pair) for pair in options.round),
    )
    done = secretariat.protect(
        options.complete, options.to, seconds=options.seconds, progress=_advance, wishes=wishes
    )
    _grouped(done)
    _rounded(done)
    _protected(done, options.to)
    return ExitCode.OK


def _aggregate(options: argparse.Namespace) -> int:
    """Write the protected tables of an extraction, then say what hiding cost."""
    from generator import aggregate

    order = aggregate.Order(
        options.file, options.to, options.root, options.first, options.extracted,
        options.seconds, options.demonstration,
    )  # fmt: skip
    done = aggregate.aggregated(order, _advance)
    _protected(done.protected, options.to)
    _not_made(done)
    _say("Aucune ligne de l’extraction n’a été écrite. Relisez chaque datapackage.json.")
    return ExitCode.OK


def _grouped(done: Protected) -> None:
    """Say what grouping took from each table, and what is hidden with and without it."""
    for one in done.grouped:
        hidden = sum(of.get(one.table, 0) for of in (done.masked.primary, done.masked.added))
        without = f", au lieu de {words.number(one.small + hidden)} au moins" if one.small else ""
        what = f"« {one.dimension} » non détaillé par commune"
        told = (
            f"{one.table}, {'ensemble du territoire seul' if one.whole else what} : "
            f"{words.counted(one.rows, 'ligne retirée', 'lignes retirées')} ; "
            f"{words.counted(hidden, 'nombre caché', 'nombres cachés')}{without}."
        )
        _say(words.typography(told))


def _rounded(done: Protected) -> None:
    """Say which tables are rounded."""
    for one in done.rounded:
        further = ", parfois au multiple suivant" if one.steps else ""
        told = f"{one.table}, arrondi à {one.base} près{further} : {words.counted(one.counts, 'nombre')}"
        _say(words.typography(f"{told}, aucun caché."))


def _not_made(done: Aggregated) -> None:
    """Say which tables are missing, and which descriptors speak of other rows."""
    for table, columns in done.unmade.items():
        few = words.counted(len(columns), "colonne absente", "colonnes absentes")
        _say(words.typography(f"Pas fait : {table} ; {few} : {words.listing(columns)}."))
    for told, tables in (
        ("Pas déclaré par le territoire", done.undeclared),
        ("Ne se compte pas à partir de cette extraction", done.elsewhere),
        ("À relire : producteur, méthode et titre ont été écrits pour des données d’une autre nature",
         done.reread),
    ):  # fmt: skip
        if tables:
            _say(words.typography(f"{told} : {words.listing(tables)}."))


def _protected(done: Protected, to: Path) -> None:
    _say(f"{words.counted(len(done.files), 'fichier')} dans {to / 'datapackages'}.")
    for table in sorted({*done.masked.primary, *done.masked.added}):
        small, more = done.masked.primary.get(table, 0), done.masked.added.get(table, 0)
        _say(words.typography(f"  {table} : {small} petits, {more} autres pour les protéger"))
    _say(f"Délais cachés pour la même raison : {done.masked.statistics}.")
    _say(f"Nombres d’autrefois notés au registre : {done.remembered}.")
    _say("L’attaque a été refaite sur le résultat : rien de caché ne se retrouve.")


def _advance(at: Progress) -> None:
    _say(f"… {at.done} sur {at.total}", sys.stderr)


def _new(options: argparse.Namespace) -> int:
    from generator import deposit

    output = options.output or Path(f"modele-{options.year}.xlsx")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(deposit.template(options.root, options.year))
    _say(f"Modèle écrit : {output}")
    return ExitCode.OK


def _serve(options: argparse.Namespace) -> int:
    from generator import serve

    return serve.serve(options.root, _output(options), options.port, _say, _failure_text)


def _import_text(options: argparse.Namespace) -> int:
    """Write a draft convention from a foreign file, then say what needs a human eye."""
    from generator import load, write

    made = load.foreign_text(options.file)
    write.new_text(options.root / options.to, words.typography(made.markdown))
    _say(f"{words.counted(made.articles, 'titre')} dans {options.to}.")
    _say(f"À regarder avant de publier ({len(made.doubts)}) :")
    for doubt in made.doubts:
        _say(words.typography(f"- {doubt.near} : {doubt.told}"))
    return ExitCode.OK


def _output(options: argparse.Namespace) -> Path:
    given: Path | None = options.output
    return (given or options.root / "build" / "site").resolve()


def _failed(error: GeneratorError, options: argparse.Namespace) -> int:
    if not error.findings and error.exit_code is ExitCode.INTERNAL and os.environ.get("CIL_TRACE"):
        raise error  # a developer asked for the traceback
    _say(_failure_text(error), sys.stderr)
    if error.findings:
        _summarise(options, error.findings)
    elif getattr(options, "summary", None):
        # Nothing was found in the deposit: a report would say that it may be published.
        _append(options.summary, f"## {UNBUILT}\n\n{CALL_US}\n")
    return error.exit_code


def _unreachable(error: OSError) -> int:
    """Say which file or port could not be used: the machine refused, not the deposit."""
    if os.environ.get("CIL_TRACE"):
        raise error
    what = error.filename or "le port demandé"
    _say(
        f"Impossible d’utiliser {what}.\n"
        "Vérifiez que ce chemin ou ce port existe, est libre et vous est permis.",
        sys.stderr,
    )
    return ExitCode.INTERNAL


def _failure_text(error: GeneratorError) -> str:
    """Return what went wrong, in French, for whoever can mend it."""
    if error.findings:
        return _told(error.findings)
    return f"{UNBUILT}\n{error}\n{CALL_US}"


def _told(findings: Sequence[Finding]) -> str:
    from generator import report

    return report.told(findings)


def _loud(findings: Sequence[Finding]) -> list[Finding]:
    """Return what somebody should act upon; informations are for the summary."""
    return [f for f in findings if f.severity is not Severity.INFORMATION]


def _summarise(options: argparse.Namespace, findings: Sequence[Finding]) -> None:
    """Write the report in every form that was asked for."""
    from generator import report

    proposals, notes = _proposals(options, findings)
    if notes:
        _say(_told(notes), sys.stderr)
    told = report.report([*findings, *notes], proposals)
    if getattr(options, "summary", None):
        _append(options.summary, report.markdown(told))
    for name, form in (("report", report.html), ("json", report.as_json)):
        if path := getattr(options, name, None):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(form(told), encoding="utf-8")
    loud = _loud([*findings, *notes])
    if getattr(options, "annotations", False) and loud:
        _say(report.workflow_commands(loud))


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)


def _proposals(
    options: argparse.Namespace, findings: Sequence[Finding]
) -> tuple[tuple[report.Proposal, ...], tuple[Finding, ...]]:
    """Write the corrected files where they were asked for; return them, and why some are missing."""
    from generator import deposit, secretariat

    folder = getattr(options, "proposals", None)
    if not folder:
        return (), ()
    made = deposit.proposals(options.root, findings, folder)
    if any(f.code in RECOVERABLE for f in findings):
        wider = secretariat.wider_mask(options.root, folder)
        return made + wider.proposals, wider.findings
    return made, ()


def _progress(stage: str) -> None:
    _say(f"… {stage}", sys.stderr)


def _say(text: str, stream: TextIO | None = None) -> None:
    print(text, file=stream or sys.stdout, flush=True)


HELP = {
    "check": "contrôler les données et les textes, sans rien écrire",
    "build": "construire le site",
    "serve": "construire le site, le montrer, et recommencer à chaque changement",
    "import-text": "reprendre un .docx ou un PDF en brouillon de convention, à relire",
    "import": "faire un paquet de données à partir d’un classeur",
    "new": "écrire le modèle de classeur d’une année",
    "aggregate": "compter une extraction ménage par ménage, et cacher ce qu’il faut",
    "protect": "cacher ce qu’il faut dans un dépôt complet, hors du dépôt public",
}
COMMANDS = {
    "check": _check,
    "build": _build,
    "serve": _serve,
    "import": _import,
    "import-text": _import_text,
    "new": _new,
    "aggregate": _aggregate,
    "protect": _protect,
}

if __name__ == "__main__":
    sys.exit(main())
