"""The whole site, rendered once. Holds every body that is served, with its compressed forms.

One object and several readers: the responder here, the worker's list and the packs
(:mod:`fascia.offline`), the tests. So none of them can drift. In debug mode pages are rendered
live and nothing here is used.
"""

import base64
import gzip
import hashlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import brotli
from flask import Flask, Response, request
from werkzeug.http import parse_accept_header

from fascia import templating, views
from fascia.i18n import LANGUAGES

IDENTITY = "identity"

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"

#: Brotli quality. `make bench` compares: from 9 on the time grows twentyfold, the size by 1 %.
QUALITY = 7

#: Bodies this short do not gain from compression, and images have it inside.
SMALLEST = 200
COMPRESSIBLE = ("text/", "application/json", "application/manifest+json", "application/xml",
                "image/svg+xml", "application/octet-stream")  # fmt: skip


class Entry:
    """One address and its body. ``pack`` names the pack that carries it, None if none does.

    ``hash`` is the first 128 bits of the body's SHA-256, as the worker checks them. ``forms`` are
    the bodies that are served, by their content encoding. Those that compress are held compressed
    only: hardly anyone asks for them plain, and as they are they would take ten times the memory.
    """

    def __init__(
        self, path: str, type: str, body: bytes, cache: str = REVALIDATE, pack: str | None = None
    ):
        self.path, self.type, self.cache, self.pack = path, type, cache, pack
        self.size = len(body)
        digest = hashlib.sha256(body).digest()[:16]
        self.hash = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if self.size >= SMALLEST and type.startswith(COMPRESSIBLE):
            mode = brotli.MODE_GENERIC if "octet" in type else brotli.MODE_TEXT
            self.forms = {
                "br": brotli.compress(body, mode=mode, quality=QUALITY, lgwin=24),
                "gzip": gzip.compress(body, 6, mtime=0),
            }
        else:
            self.forms = {IDENTITY: body}

    @property
    def body(self) -> bytes:
        return self.forms.get(IDENTITY) or brotli.decompress(self.forms["br"])


class Snapshot:
    """Every entry by its path."""

    def __init__(self, entries: list[Entry]):
        self.entries = {entry.path: entry for entry in entries}

    def __getitem__(self, path: str) -> Entry:
        return self.entries[path]

    def __contains__(self, path: str) -> bool:
        return path in self.entries

    @property
    def stored(self) -> list[Entry]:
        """What a phone keeps, pack by pack."""
        return sorted((e for e in self.entries.values() if e.pack), key=lambda e: (e.pack, e.path))


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
    with ProcessPoolExecutor(
        len(LANGUAGES), get_context("fork"), initializer=_RENDERED.append, initargs=(app,)
    ) as pool:
        return [entry for entries in pool.map(render_language, LANGUAGES) for entry in entries]


#: In a process that renders: the application, as it was when the process forked.
_RENDERED: list[Flask] = []


def render_language(code: str) -> list[Entry]:
    app = _RENDERED[-1]
    client = app.test_client()
    entries = []
    for path in views.every_url(app):
        if path.split("/")[1] != code:
            continue
        response = client.get(path, headers={"X-Snapshot": "building"})
        if response.status_code != 200:
            raise RuntimeError(f"{path} answers {response.status_code} instead of 200")
        entries.append(Entry(path, response.content_type, response.data, pack=f"pages-{code}"))
    return entries


def read_assets(app: Flask) -> list[Entry]:
    """Everything under static/."""
    with app.app_context():
        return [
            Entry(asset.path, asset.type, asset.body, IMMUTABLE, pack_of(asset.name))
            for asset in templating.assets()
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
    form = next((f for f in entry.forms if accepted[f] > 0), IDENTITY)
    tags = {name: f"{entry.hash}-{name}" for name in (*entry.forms, IDENTITY)}
    matched = next((tag for tag in tags.values() if request.if_none_match.contains(tag)), None)
    if matched:
        response = Response(status=304)
        response.set_etag(matched)
    else:
        response = Response(entry.forms.get(form) or entry.body, content_type=entry.type)
        response.set_etag(tags[form])
        if form != IDENTITY:
            response.headers["Content-Encoding"] = form
    if IDENTITY not in entry.forms:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = entry.cache
    return response


def init_app(app: Flask) -> None:
    @app.before_request
    def serve_from_snapshot():
        if app.debug or request.method not in ("GET", "HEAD") or "X-Snapshot" in request.headers:
            return None
        snapshot = of(app)
        return respond(snapshot[request.path]) if request.path in snapshot else None

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
