"""What browser tests share: the site over http, one browser, one fresh session per page."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without writing a line per request."""

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="session")
def site_url(built_site: Path) -> Iterator[str]:
    """Serve the built site at the root of a free local port; yield its address."""
    handler = partial(QuietHandler, directory=str(built_site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one browser for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page and what happened while it loaded."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Record every request, error and warning from now on."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@dataclass
class Visitor:
    """Opens pages, each in a session of its own that knows nothing of the others."""

    browser: Browser
    site_url: str
    visits: list[Visit] = field(default_factory=list)

    def open(
        self,
        path: str,
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        **options: Any,  # noqa: ANN401 - passed as they are to the browser
    ) -> Visit:
        """Return the page at `path`, loaded."""
        viewport = {"width": width, "height": 800}
        context = self.browser.new_context(
            viewport=viewport,  # type: ignore[arg-type] # the literal is a ViewportSize
            color_scheme=scheme,
            **options,
        )
        visit = Visit(context.new_page())
        visit.listen()
        self.visits.append(visit)
        response = visit.page.goto(self.site_url + path)
        assert response is not None
        assert response.ok, f"{path} : {response.status}"
        return visit


@pytest.fixture
def visitor(browser: Browser, site_url: str) -> Iterator[Visitor]:
    """Give a visitor and close all its sessions at the end of the test."""
    visitor = Visitor(browser, site_url)
    yield visitor
    for visit in visitor.visits:
        visit.page.context.close()


@pytest.fixture(scope="session")
def desk(browser: Browser, site_url: str) -> Iterator[Callable[[str], Visit]]:
    """Give pages on a wide screen, each opened once for all the tests that only read."""
    visitor = Visitor(browser, site_url)
    known: dict[str, Visit] = {}

    def read(path: str) -> Visit:
        if path not in known:
            known[path] = visitor.open(path)
        return known[path]

    yield read
    for visit in visitor.visits:
        visit.page.context.close()
