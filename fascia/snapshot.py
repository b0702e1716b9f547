"""The whole site, rendered once. Holds every body that is served, with its compressed forms.

One object and several readers: the responder here, the worker's list and the packs
(:mod:`fascia.offline`), the tests. So none of them can drift. In debug mode pages are rendered
live and nothing here is used.
"""

import base64
import gc
import gzip
import hashlib
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import brotli
from flask import Flask, Response, request
from werkzeug.http import parse_accept_header
from werkzeug.test import create_environ

from fascia import templating, views
from fascia.assets import body_of
from fascia.i18n import LANGUAGES

IDENTITY = "identity"

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"

#: Brotli quality. `make bench` compares: 7 would take half as long again, for 0.3 % of the size.
QUALITY = 5

#: Bits of its window: no more than a body fills, because a large one takes long to set up.
WINDOWS = 16, 24

#: Bodies this short do not gain from compression, and images have it inside.
SMALLEST = 200
COMPRESSIBLE = ("text/", "application/json", "application/manifest+json", "application/xml",
                "image/svg+xml", "application/octet-stream")  # fmt: skip


def hash_of(body: bytes) -> str:
    """The first 128 bits of its SHA-256, as the worker checks them."""
    return base64.urlsafe_b64encode(hashlib.sha256(body).digest()[:16]).decode().rstrip("=")


class Entry:
    """One address and its body. ``pack`` names the pack that carries it, None if none does.

    What compresses is held in brotli only, which every browser takes where this site can be
    installed; the few who do not take it (plain HTTP, some robots) are served from that. ``dense``
    bodies do not compress, whatever their type. What does not and lies in a file stays there.
    """

    def __init__(
        self,
        path: str,
        type: str,
        source: bytes | Path,
        cache: str = REVALIDATE,
        pack: str | None = None,
        dense: bool = False,
    ):
        self.path, self.type, self.cache, self.pack = path, type, cache, pack
        body = body_of(source)
        self.size = len(body)
        self.hash = hash_of(body)
        #: Content encodings it is served in, best first.
        self.encodings: tuple[str, ...] = (IDENTITY,)
        self._held = source
        if self.size >= SMALLEST and type.startswith(COMPRESSIBLE) and not dense:
            self.encodings = ("br", "gzip", IDENTITY)
            least, most = WINDOWS
            window = min(max(self.size.bit_length(), least), most)
            self._held = brotli.compress(body, quality=QUALITY, lgwin=window)

    @property
    def body(self) -> bytes:
        return self.encoded(IDENTITY)

    def served(self) -> "Entry":
        """What goes out for it: itself. A pack is made only now (:mod:`fascia.packs`)."""
        return self

    def encoded(self, encoding: str) -> bytes:
        """The body in one of its ``encodings``."""
        if encoding == self.encodings[0]:
            return body_of(self._held)
        body = brotli.decompress(self._held)
        return gzip.compress(body, 1, mtime=0) if encoding == "gzip" else body


class Snapshot:
    """Every entry by its path."""

    def __init__(self, entries: list[Entry]):
        self.entries = {entry.path: entry for entry in entries}

    def __getitem__(self, path: str) -> Entry:
        return self.entries[path]

    def __contains__(self, path: str) -> bool:
        return path in self.entries


def of(app: Flask) -> Snapshot:
    """The snapshot of an application, made the first time it is asked for."""
    if "snapshot" not in app.extensions:
        app.extensions["snapshot"] = build(app)
    return app.extensions["snapshot"]


def build(app: Flask) -> Snapshot:
    """Render every page and read every asset. Raises if a page does not answer 200."""
    entries = [*render_pages(app), *read_assets(app)]
    for make in app.extensions.get("snapshot_makers", []):
        entries += make(Snapshot(entries))
    return Snapshot(entries)


def render_pages(app: Flask) -> list[Entry]:
    """Every page, its languages side by side: each in a process of its own, forked from this one.

    That is twice as fast on two cores, and what rendering leaves in memory goes with the process.
    """
    context = get_context("fork")
    started = []
    for code in LANGUAGES:
        result, sender = context.Pipe(duplex=False)
        process = context.Process(target=send_pages, args=(app, code, sender))
        process.start()
        sender.close()  # the other process holds it: when that ends, so does the wait
        started.append((process, result))
    try:
        return [entry for _, result in started for entry in result.recv()]
    except EOFError:
        raise RuntimeError("a page could not be rendered; what is wrong stands above") from None
    finally:
        for process, _ in started:
            process.kill()  # it has sent all, or nobody will take what it still sends
            process.join()


def send_pages(app: Flask, code: str, sender: Connection) -> None:
    gc.disable()  # this process ends before collecting would pay
    app.extensions["parts"] = {}  # and with it the pieces that its pages share
    sender.send(render_language(app, code))


def render_language(app: Flask, code: str) -> list[Entry]:
    entries = []
    environ = create_environ(headers={"X-Snapshot": "building"})
    for path in (*views.every_url(app), *views.every_piece(app)):
        if path.split("/")[1] != code:
            continue
        with app.request_context(environ | {"PATH_INFO": path}):
            response = app.full_dispatch_request()
        if response.status_code != 200:
            raise RuntimeError(f"{path} answers {response.status_code} instead of 200")
        entries.append(Entry(path, response.content_type, lean(response.data), pack="pages"))
    return entries


def lean(page: bytes) -> bytes:
    """The page without indentation and empty lines, unless it shows text as it was typed.

    A field to write in is no such text: it comes empty.
    """
    if b"<pre" in page:
        return page
    return b"\n".join(filter(None, map(bytes.strip, page.split(b"\n"))))


def read_assets(app: Flask) -> list[Entry]:
    """Everything under static/, and what the house adds to it."""
    return [
        Entry(asset.path, asset.type, asset.source, IMMUTABLE, pack_of(asset.name))
        for asset in templating.read_assets(app)
    ]


def pack_of(name: str) -> str | None:
    """The pack of an asset. Licences and static/online/ are never kept on a phone."""
    if name.startswith("online/") or name.endswith(".txt"):
        return None
    return "figures" if name.startswith("figures/") else "shell"


# ---- the responder ----


def respond(entry: Entry) -> Response:
    """Serve a body in the best form the client takes, or 304 when it has it already."""
    accepted = parse_accept_header(request.headers.get("Accept-Encoding", ""))
    best = next((name for name in entry.encodings[:-1] if accepted[name] > 0), IDENTITY)
    tags = {name: f"{entry.hash}-{name}" for name in entry.encodings}
    matched = next((tag for tag in tags.values() if request.if_none_match.contains(tag)), None)
    if matched:
        response = Response(status=304)
        response.set_etag(matched)
    else:
        response = Response(entry.encoded(best), content_type=entry.type)
        response.set_etag(tags[best])
        if best != IDENTITY:
            response.headers["Content-Encoding"] = best
    if len(entry.encodings) > 1:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = entry.cache
    return response


def init_app(app: Flask) -> None:
    @app.before_request
    def serve_from_snapshot():
        if app.debug or request.method not in ("GET", "HEAD") or "X-Snapshot" in request.headers:
            return None
        snapshot = of(app)
        return respond(snapshot[request.path].served()) if request.path in snapshot else None

    @app.get("/static/<path:path>")
    def live_asset(path: str):
        """Assets in debug mode; otherwise the snapshot has answered, or there is no such file."""
        if app.debug:
            for asset in templating.assets():
                if asset.path == request.path:
                    return Response(asset.body, content_type=asset.type)
        return plain_not_found()


def plain_not_found() -> Response:
    """A missing file is never answered with a page."""
    return Response("Not found\n", status=404, content_type="text/plain; charset=utf-8")
