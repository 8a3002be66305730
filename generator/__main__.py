"""The command line: check, build, serve. In French; one exit code per kind of failure."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from generator import words
from generator.errors import ExitCode, Finding, GeneratorError
from generator.settings import HOME

EXIT_CODES = """codes de sortie :
  0  tout va bien
  1  les données déposées sont à corriger
  2  la commande n’est pas comprise
  3  un texte ou les réglages du site sont à corriger
  4  un nombre trop petit allait devenir public : rien n’est publié
  5  une erreur du programme lui-même"""


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
        command._optionals.title = "options"
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
    if name in ("build", "check"):
        command.add_argument(
            "--summary", type=Path, default=None, metavar="FICHIER",
            help="ajouter le rapport en Markdown à la fin de ce fichier",
        )  # fmt: skip
        command.add_argument(
            "--annotations", action="store_true", help="écrire aussi les annotations pour la forge"
        )


def _check(options: argparse.Namespace) -> int:
    from generator import build

    build.checked(options.root)
    _summarise(options, ())
    _say("Rien à corriger : le dépôt peut être publié.")
    return ExitCode.OK


def _build(options: argparse.Namespace) -> int:
    from generator import build

    output = _output(options)
    built = build.build(options.root, output, progress=_progress)
    _summarise(options, ())
    seconds = words.number(sum(built.seconds.values()), 1)
    _say(f"{words.counted(built.pages, 'page')} dans {output} ({seconds} s).")
    return ExitCode.OK


def _serve(options: argparse.Namespace) -> int:
    from generator import serve

    return serve.serve(options.root, _output(options), options.port, _say, _failure_text)


def _output(options: argparse.Namespace) -> Path:
    given: Path | None = options.output
    return (given or options.root / "build" / "site").resolve()


def _failed(error: GeneratorError, options: argparse.Namespace) -> int:
    if not error.findings and error.exit_code is ExitCode.INTERNAL and os.environ.get("CIL_TRACE"):
        raise error  # a developer asked for the traceback
    _say(_failure_text(error), sys.stderr)
    _summarise(options, error.findings)
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
        from generator import report

        return report.told(error.findings)
    return (
        "Le site n’a pas été construit : une erreur du programme.\n"
        f"{error}\n"
        "L’ancien site est intact. Prévenez l’équipe technique en copiant ce message."
    )


def _summarise(options: argparse.Namespace, findings: Sequence[Finding]) -> None:
    """Append the report to the summary and write annotations, where they were asked for."""
    from generator import report

    if getattr(options, "summary", None):
        with options.summary.open("a", encoding="utf-8") as stream:
            stream.write(report.summary(findings))
    if getattr(options, "annotations", False) and findings:
        _say(report.workflow_commands(findings))


def _progress(stage: str) -> None:
    _say(f"… {stage}", sys.stderr)


def _say(text: str, stream: TextIO | None = None) -> None:
    print(text, file=stream or sys.stdout, flush=True)


HELP = {
    "check": "contrôler les données et les textes, sans rien écrire",
    "build": "construire le site",
    "serve": "construire le site, le montrer, et recommencer à chaque changement",
}
COMMANDS = {"check": _check, "build": _build, "serve": _serve}

if __name__ == "__main__":
    sys.exit(main())
