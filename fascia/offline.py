"""What a phone needs without a network: the worker, the packs, the manifests, the derived data.

Everything here is derived from the snapshot and the content; nothing is listed by hand. The worker
itself is ``templates/pwa/sw.js``, which gets the version, the list and the headers.
"""

import hashlib
import json
import re
from itertools import chain, groupby

from flask import Flask, Response, render_template, request, url_for
from flask_babel import force_locale, gettext
from rjsmin import jsmin

from fascia import snapshot, templating, views
from fascia.colours import TOKENS
from fascia.headers import DRAWING_POLICY, DRAWING_TYPE, HEADERS
from fascia.i18n import LANGUAGES, SOURCE, language
from fascia.index import index_of
from fascia.packs import Pack
from fascia.screening import facts_of
from fascia.snapshot import IDENTITY, IMMUTABLE, REVALIDATE, Entry, Snapshot, hash_of

WORKER_TYPE = "text/javascript; charset=utf-8"
MANIFEST_TYPE = "application/manifest+json"
DATA_TYPE = "application/json"

#: Asset, size and purpose. Who installs has a network: only what a page shows is stored as well.
ICONS = (
    ("icons/icon-192.png", 192, "any"),
    ("online/icon-512.png", 512, "any"),
    ("online/maskable-192.png", 192, "maskable"),
    ("online/maskable-512.png", 512, "maskable"),
)

SCREENSHOTS = {"narrow": (720, 1560), "wide": (1536, 1024)}


# ---- manifests ----


def manifest(app: Flask, code: str) -> dict:
    """The web app manifest of one language. All languages share one id: they are one app."""
    library = app.extensions["libraries"][code]
    house = app.extensions["house"]
    ground = TOKENS["paper"].light  # of the first screen, and so of the splash screen
    with app.test_request_context(f"/{code}/"), force_locale(code):
        address = lambda endpoint, **values: url_for(  # noqa: E731
            f"pages.{endpoint}", language=code, **values
        )
        shortcuts = [
            {"name": routine.words[code].name, "url": address("routine", routine=routine.id)}
            for routine in list(library.routines.values())[:3]
        ] + [{"name": gettext("Explore"), "url": address("techniques")}]
        icon = templating.asset("icons/icon-192.png")
        return {
            "id": "/",
            "name": house.name,
            "short_name": house.short_name or house.name,
            "description": gettext(
                "Guided fascia release with a ball, a roller or your hands. Works without internet."
            ),
            "lang": code,
            "dir": "ltr",
            "start_url": address("home"),
            "scope": "/",
            "display": "standalone",
            "orientation": "any",
            "background_color": ground,
            "theme_color": ground,
            "categories": ["health", "fitness", "lifestyle"],
            "icons": [
                {
                    "src": templating.asset(name),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for name, size, purpose in ICONS
            ],
            "shortcuts": [
                shortcut | {"icons": [{"src": icon, "sizes": "192x192", "type": "image/png"}]}
                for shortcut in shortcuts
            ],
            "screenshots": [
                {
                    "src": templating.asset(f"online/{form}-{code}.png"),
                    "sizes": f"{width}x{height}",
                    "type": "image/png",
                    "form_factor": form,
                    "label": gettext("Today"),
                }
                for form, (width, height) in SCREENSHOTS.items()
                if f"online/{form}-{code}.png" in templating.assets()
            ],
        }


def make_manifests(app: Flask) -> list[Entry]:
    return [
        Entry(
            f"/{code}/manifest.webmanifest",
            MANIFEST_TYPE,
            json.dumps(manifest(app, code), ensure_ascii=False).encode(),
            pack="shell",
        )
        for code in LANGUAGES
    ]


# ---- data: the index of the search, and what the safety rules go by ----


def compact(data: dict) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def index(app: Flask, code: str) -> bytes:
    library = app.extensions["libraries"][code]
    with app.test_request_context(f"/{code}/"), force_locale(code):
        made = index_of(library, code, views.reading(library, code))
    return compact(made)


def make_indexes(app: Flask) -> list[Entry]:
    return [
        Entry(f"/{code}/find.json", DATA_TYPE, index(app, code), pack="pages") for code in LANGUAGES
    ]


def facts(app: Flask) -> bytes:
    return compact(facts_of(app.extensions["library"]))


def make_facts(app: Flask) -> list[Entry]:
    return [Entry("/safety.json", DATA_TYPE, facts(app), pack="pages")]


# ---- the recordings of a voice, where there are any ----


def voice_list(app: Flask, code: str) -> bytes:
    """Where the recordings of a language are: name → address."""
    found = {each.name: each.address for each in app.extensions["recordings"][code]}
    return compact(found)


def voice_address(app: Flask, code: str) -> str | None:
    """The address of that list; None where nothing is recorded."""
    return f"/{code}/voice.json" if app.extensions["recordings"][code] else None


def make_recordings(app: Flask) -> list[Entry]:
    entries = []
    for code, found in app.extensions["recordings"].items():
        if found:
            body = voice_list(app, code)
            entries.append(Entry(voice_address(app, code), DATA_TYPE, body, pack="pages"))
        for each in found:
            body = each.path.read_bytes()
            entries.append(Entry(each.address, each.type, body, IMMUTABLE, pack="voice"))
    return entries


# ---- what a phone keeps ----

#: Lines in the head of a page for those who find it or pass it on. A phone keeps it without. Python
#: and the worker read this alike.
FOR_OTHERS = (
    r'^<(?:link rel="(?:canonical|alternate)"|meta (?:name="description"|property="og:title")).*\n'
)


def kept(entry: Entry) -> bytes:
    """The body of an entry as a phone keeps it."""
    if not entry.type.startswith("text/html"):
        return entry.body
    return re.sub(FOR_OTHERS.encode(), b"", entry.body, flags=re.MULTILINE)


# ---- packs ----


def make_packs(made: Snapshot) -> list[Pack]:
    """All that a phone keeps, pack by pack, pages of one kind together."""
    stored = sorted((entry for entry in made.entries.values() if entry.pack), key=pack_name)
    return [packed(name, list(entries)) for name, entries in groupby(stored, key=pack_name)]


def pack_name(entry: Entry) -> str:
    return entry.pack


def packed(name: str, entries: list[Entry]) -> Pack:
    rows = []
    for entry in entries:
        body = kept(entry)
        rows.append([entry.path, entry.type, hash_of(body), len(body)])
    dense = all(entry.encodings == (IDENTITY,) for entry in entries)
    return Pack(name, rows, lambda: map(kept, entries), dense)


# ---- the worker ----


def version_of(packs: list[Pack]) -> str:
    """The release: a digest of all that a phone keeps, and of the headers it is answered with."""
    lines = [f"{path} {type} {hash}" for pack in packs for path, type, hash, _ in pack.rows]
    lines += [f"{name}: {value}" for name, value in HEADERS.items()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def make_worker(app: Flask, packs: list[Pack]) -> Entry:
    with app.test_request_context("/"):
        script = render_template(
            "pwa/sw.js",
            version=version_of(packs),
            languages=list(LANGUAGES),
            policy=HEADERS,
            drawing={"type": DRAWING_TYPE, "policy": DRAWING_POLICY},
            for_others=FOR_OTHERS,
            packs=[{"name": p.name, "path": p.path, "entries": p.rows} for p in packs],
        )
    return Entry("/sw.js", WORKER_TYPE, jsmin(script).encode(), cache="no-store")


def retiring_worker(app: Flask) -> Entry:
    """The kill switch: clears its caches, unregisters, reloads; never touches a person's data."""
    with app.test_request_context("/"):
        script = render_template("pwa/sw-retire.js")
    return Entry("/sw.js", WORKER_TYPE, script.encode(), cache="no-store")


def retired(app: Flask) -> bool:
    return str(app.config.get("WORKER", "")).lower() in ("off", "false", "0")


# ---- for search engines ----

#: In the head of a page that is of no use as a search result (templates/pages/offline.html).
NO_INDEX = b'<meta name="robots" content="noindex">'


def make_notes(app: Flask, made: Snapshot) -> list[Entry]:
    """robots.txt and a sitemap of every page in every language."""
    origin = app.config["ORIGIN"]
    pages = [
        entry.path
        for entry in made.entries.values()
        if entry.type.startswith("text/html") and NO_INDEX not in entry.body
    ]
    addresses = "".join(f"<url><loc>{origin}{path}</loc></url>\n" for path in sorted(pages))
    sitemap = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{addresses}</urlset>\n'
    )
    robots = f"User-agent: *\nAllow: /\nSitemap: {origin}/sitemap.xml\n"
    return [
        Entry("/robots.txt", "text/plain; charset=utf-8", robots.encode(), REVALIDATE),
        Entry("/sitemap.xml", "application/xml; charset=utf-8", sitemap.encode(), REVALIDATE),
    ]


def init_app(app: Flask) -> None:
    def make(made: Snapshot) -> list[Entry]:
        derived = [
            *make_manifests(app), *make_indexes(app), *make_facts(app), *make_recordings(app),
        ]  # fmt: skip
        packs = make_packs(Snapshot([*made.entries.values(), *derived]))
        worker = retiring_worker(app) if retired(app) else make_worker(app, packs)
        return [*derived, *packs, worker, *make_notes(app, made)]

    app.extensions.setdefault("snapshot_makers", []).append(make)
    app.add_template_global(lambda: voice_address(app, language()), "voice_address")

    @app.get("/sw.js")
    def worker():
        """In debug mode nothing may come from a cache: whatever was installed retires."""
        return snapshot.respond(retiring_worker(app))

    @app.get(f"/<any({','.join(LANGUAGES)}):language>/manifest.webmanifest")
    def live_manifest(language: str = SOURCE):
        return Response(json.dumps(manifest(app, language)), content_type=MANIFEST_TYPE)

    @app.get(f"/<any({','.join(LANGUAGES)}):language>/find.json")
    def live_index(language: str = SOURCE):
        return Response(index(app, language), content_type=DATA_TYPE)

    @app.get("/safety.json")
    def live_facts():
        return Response(facts(app), content_type=DATA_TYPE)

    @app.get(f"/<any({','.join(LANGUAGES)}):language>/voice.json")
    def live_voice_list():
        return Response(voice_list(app, language()), content_type=DATA_TYPE)

    @app.get("/voice/<path:path>")
    def live_recording(path: str):
        for each in chain.from_iterable(app.extensions["recordings"].values()):
            if each.address == request.path:
                return Response(each.path.read_bytes(), content_type=each.type)
        return snapshot.plain_not_found()

    @app.get("/packs/<name>")
    def missing_pack(name: str):
        """A pack of another release: the worker asks for the list again."""
        return snapshot.plain_not_found()
