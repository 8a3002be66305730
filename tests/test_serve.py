"""The preview: it shows the site, builds again at each change, and keeps the last good pages."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from generator import __main__ as cli
from generator import build, serve
from generator.errors import ContentError, ExitCode, GeneratorError
from generator.settings import HOME
from tests.broken_deposits.valid import write
from tests.conftest import CAP_NORD
from tests.deposits import run
from tests.small_deposits import publishable

PATIENCE = 120.0
"""Seconds for one rebuild on a busy machine; each wait ends as soon as its line is there."""


class Session:
    """A running `serve`, with the lines it says."""

    def __init__(self, root: Path, output: Path) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "generator", "serve", "--root", str(root),
                   "--output", str(output), "--port", str(self.port)]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=HOME, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            # Behind a shell's « & » the interrupt would be ignored, and inherited as such.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )  # fmt: skip
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def hear(self, words: str) -> None:
        """Wait until a line holds `words`."""
        end = time.monotonic() + PATIENCE
        while (left := end - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except queue.Empty:
                break
            if line is None:
                break
            self.said.append(line)
            if words in line:
                return
        message = f"{words!r} was not said in {self.said}"
        raise AssertionError(message)

    def page(self, path: str) -> str:
        """Return a page that the preview serves."""
        with urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=30) as answer:
            content: bytes = answer.read()
        return content.decode()

    def stop(self) -> int:
        """Interrupt as Ctrl+C does and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=PATIENCE)
        self._listener.join(timeout=PATIENCE)
        while (line := self._lines.get(timeout=PATIENCE)) is not None:
            self.said.append(line)
        return code

    def close(self) -> None:
        """End what is still running, and its pipe."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._listener.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def territory(tmp_path: Path) -> Path:
    """Return the texts of a territory with few data; settings inherit from a copy of the default's."""
    root = tmp_path / "a" / "b" / "cap-nord"
    shutil.copytree(CAP_NORD, root, ignore=shutil.ignore_patterns("datapackages"))
    write(root, publishable())
    shutil.copy(HOME / "mkdocs.yml", tmp_path / "mkdocs.yml")
    settings = root / "mkdocs.yml"
    assert "INHERIT: ../../../mkdocs.yml" in settings.read_text(encoding="utf-8")
    return root


@pytest.fixture
def session(territory: Path, tmp_path: Path) -> Iterator[Session]:
    """Return a preview of the copy, ended after the test whatever happens."""
    running = Session(territory, tmp_path / "site")
    yield running
    running.close()


@pytest.mark.site
def test_a_change_is_shown_and_a_fault_keeps_the_last_good_page(
    session: Session, territory: Path, tmp_path: Path
) -> None:
    """One sitting of work: look, change a text, break it, mend it, stop."""
    text = territory / "content" / "contact.md"
    sound = text.read_text(encoding="utf-8")

    session.hear(f"http://127.0.0.1:{session.port}/")
    first = session.page("contact/")
    assert "<h1" in first
    assert "Une phrase nouvelle." not in first

    text.write_text(f"{sound}\nUne phrase nouvelle.\n", encoding="utf-8")
    session.hear("Site à jour")
    assert "Une phrase nouvelle." in session.page("contact/")

    text.write_text(f"{sound}\n<b>gras</b>\n", encoding="utf-8")
    session.hear("(T-105)")
    line = len(sound.splitlines()) + 2
    assert session.said[-3:-1] == [
        f"content/contact.md, ligne {line}",
        "  Le texte contient une balise HTML.",
    ]
    kept = session.page("contact/")
    assert "Une phrase nouvelle." in kept
    assert "gras" not in kept

    text.write_text(sound, encoding="utf-8")
    session.hear("Site à jour")
    assert "Une phrase nouvelle." not in session.page("contact/")

    assert session.stop() == ExitCode.OK
    assert session.said[-1] == "Arrêté."
    assert [line for line in session.said if "Traceback" in line or "Error" in line] == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "mkdocs.yml", "site"]


def test_a_territory_that_was_never_built_and_is_broken_is_not_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is nothing to show: the reason is said, with the exit code of its kind."""
    done = run("serve", "--root", str(tmp_path), "--output", str(tmp_path / "site"))
    assert done.returncode == ExitCode.DATA
    assert "Aucun paquet de données n’a été trouvé." in done.stdout
    assert "Traceback" not in done.stderr
    assert capsys.readouterr().out == ""


def test_a_first_build_that_fails_gives_the_code_of_its_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text is not a datum: the exit code tells them apart, as for `build`."""

    def fails(*_: object, **__: object) -> None:
        message = "a text is wrong"
        raise ContentError(message)

    told: list[str] = []
    monkeypatch.setattr(build, "build", fails)
    code = serve.serve(tmp_path, tmp_path / "site", 0, told.append, failure)
    assert (code, told) == (ExitCode.CONTENT, ["refusé : a text is wrong"])


def failure(error: GeneratorError) -> str:
    """Return an error as the tests tell it."""
    return f"refusé : {error}"


def test_a_port_that_is_taken_is_said_in_french(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two previews at once: the second one says why it cannot start, and does not say it has."""
    monkeypatch.delenv("CIL_TRACE", raising=False)
    monkeypatch.setattr(build, "build", lambda *_, **__: build.Built(58, {}))
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        arguments = ["serve", "--root", str(CAP_NORD), "--output", str(tmp_path), "--port", port]
        assert cli.main(arguments) == ExitCode.INTERNAL
    said = capsys.readouterr()
    assert said.out == "Site à jour : 58 pages.\n"
    assert said.err == (
        "Impossible d’utiliser le port demandé.\n"
        "Vérifiez que ce chemin ou ce port existe, est libre et vous est permis.\n"
    )


def test_only_this_machine_sees_the_preview() -> None:
    """A site that is not published yet is nobody else's business."""
    assert serve.HOST == "127.0.0.1"
