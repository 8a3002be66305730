"""Show the site on this machine and build it again at each change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from generator import build, check
from generator.errors import ExitCode, GeneratorError
from generator.settings import TEMPLATES

HOST = "127.0.0.1"
"""Only this machine may look at a site that is not published yet."""

Say = Callable[[str], None]
FailureText = Callable[[GeneratorError], str]


class PreviewServer(LiveReloadServer):  # type: ignore[misc]  # the library has no types
    """The engine's reloading server, allowed to reload pages that forbid foreign scripts."""

    announce: Callable[[], None] = staticmethod(lambda: None)
    """Called once the port answers, never before."""

    def server_activate(self) -> None:
        """Listen, then say so."""
        super().server_activate()
        self.announce()

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Return a page with the reloading script, and the right to run it, in this preview only."""
        relaxed = content.replace(
            b"script-src 'self'", b"script-src 'self' 'unsafe-inline'; connect-src 'self'", 1
        )
        injected: bytes = super()._inject_js_into_html(relaxed, epoch)
        return injected


class Preview:
    """Builds on demand; a failed build says why and leaves the last good site in place."""

    def __init__(self, root: Path, output: Path, say: Say, failure_text: FailureText) -> None:
        self._root, self._output = root, output
        self._verdicts: check.Verdicts = {}
        self._say, self._failure_text = say, failure_text

    def rebuild(self) -> ExitCode:
        """Build once and return the code that says how it went."""
        try:
            built = build.build(self._root, self._output, verdicts=self._verdicts)
        except GeneratorError as error:
            self._say(self._failure_text(error))
            return error.exit_code
        self._say(f"Site à jour : {built.pages} pages.")
        return ExitCode.OK


def serve(root: Path, output: Path, port: int, say: Say, failure_text: FailureText) -> int:
    """Build, then serve until interrupted; return the exit code.

    A first build that fails still serves the last good site when there is one.
    """
    preview = Preview(root, output, say, failure_text)
    code = preview.rebuild()
    if code is not ExitCode.OK and not output.is_dir():
        return code
    server = PreviewServer(
        builder=lambda: _quietly(preview), host=HOST, port=port, root=str(output)
    )
    for path in (*build.watched(root), TEMPLATES):
        server.watch(str(path))
    server.announce = lambda: say(
        f"Le site est visible à l’adresse http://{HOST}:{port}/ (Ctrl+C pour arrêter)."
    )
    try:
        server.serve()
    except KeyboardInterrupt:
        say("Arrêté.")
    finally:
        server.shutdown()
        server.server_close()
    return ExitCode.OK


def _quietly(preview: Preview) -> None:
    preview.rebuild()
