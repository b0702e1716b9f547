"""The site while somebody works on it: edits show by themselves, faults are a page.

``make dev`` puts a :class:`Workbench` in front of the application. It makes the application anew
when content or catalogues changed, new files too (templates and static files are read afresh in
debug mode anyway, and Python restarts the server), and tells the pages that are open to reload.
While content is not sound every page lists the faults instead, and goes away when they are mended.
"""

import html
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from fascia.library import ContentError

ROOT = Path(__file__).parent.parent
SCRIPT = Path(__file__).with_suffix(".js")

#: What the application is made from once, beside the content; the rest is read at every request.
MADE_FROM = ("translations/**/*.po",)
SHOWN = ("templates/**/*", "static/**/*", "fascia/**/*.py", "fascia/**/*.json")

#: How long a page waits for news before it asks again, and how often the files are looked at.
PATIENCE_SECONDS = 25
LOOK_SECONDS = 0.4


def state_of(*patterns: str, folder: Path = ROOT) -> int:
    """A number that changes when a file is written, added or removed."""
    files = [file for pattern in patterns for file in folder.glob(pattern)]
    return hash(frozenset((str(f), f.stat().st_mtime_ns) for f in files if f.is_file()))


class Workbench:
    """WSGI around an application that is made again when what it was made from changes."""

    def __init__(self, make: Callable[[], WSGIApplication], content: Path):
        self.make = make
        self.content = content
        self.lock = threading.Lock()
        self.made_from: int | None = None
        self.site: WSGIApplication | None = None
        self.faults: list[str] = []

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/workbench/changes":
                return answer(start, "200 OK", "text/plain", self.changes(environ["QUERY_STRING"]))
            case "/workbench/reload.js":
                return answer(start, "200 OK", "text/javascript", SCRIPT.read_text("utf-8"))
        state_now = self.state()
        with self.lock:
            self.refresh()
            site, faults = self.site, self.faults
        if faults:
            page = fault_page(faults, state_now)
            return answer(start, "500 Internal Server Error", "text/html", page)
        return site(environ | {"workbench.state": state_now}, start)

    def refresh(self) -> None:
        now = self.sources()
        if now == self.made_from:
            return
        self.made_from = now
        try:
            self.site, self.faults = self.make(), []
        except ContentError as error:
            self.faults = error.faults

    def sources(self) -> int:
        return hash((state_of(*MADE_FROM), state_of("**/*", folder=self.content)))

    def state(self) -> str:
        """Changes with anything that a page shows."""
        return f"{self.sources()}.{state_of(*SHOWN)}"

    def changes(self, known: str) -> str:
        """The state, as soon as it is another than ``known``; after a while in any case."""
        until = time.monotonic() + PATIENCE_SECONDS
        while (now := self.state()) == known and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)
        return now


def answer(start: StartResponse, status: str, kind: str, body: str) -> list[bytes]:
    start(status, [("Content-Type", f"{kind}; charset=utf-8"), ("Cache-Control", "no-store")])
    return [body.encode()]


def fault_page(faults: list[str], state: str) -> str:
    """For authors, in the words of ``flask check``, file by file."""
    files: dict[str, list[str]] = {}
    for fault in faults:
        file, _, sentence = fault.partition(": ")
        files.setdefault(file, []).append(f"<li>{html.escape(sentence)}</li>")
    lists = "".join(
        f"<h2>{html.escape(file)}</h2><ul>{''.join(items)}</ul>" for file, items in files.items()
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark"><title>Faults in the content</title>'
        "<style>body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.5 system-ui}"
        "h2{font-size:1.05rem}</style>"
        f'<script type="module" src="/workbench/reload.js?{state}"></script>'
        f"<h1>Still to mend: {len(faults)}</h1><p>This page goes away by itself when "
        f"all is mended.</p>{lists}</html>"
    )
