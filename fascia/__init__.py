"""Fascia: guided self-release, in every language and without a network. Wiring only."""

import os
from collections.abc import Mapping
from pathlib import Path

from flask import Flask

from fascia import headers, i18n, offline, snapshot, templating, views, voice
from fascia.house import SITE, load_house
from fascia.library import CONTENT, load_library

ROOT = Path(__file__).parent.parent


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """Make the application; refuses to start with a :class:`~fascia.library.ContentError`.

    Settings, from the environment (``FASCIA_…``) or given here:

    - ``ORIGIN``: where the site lives, for canonical addresses (``https://example.org``).
    - ``WORKER``: ``off`` makes every installed copy clear its caches and go (kill switch).
    - ``CONTENT``: another folder of content than the built-in one.
    - ``SITE``: another ``site.toml`` than the built-in one: the house of a teacher.
    """
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.config["ORIGIN"] = f"http://localhost:{os.environ.get('PORT', '8000')}"
    app.config.from_prefixed_env("FASCIA")
    app.config.update(settings or {})
    app.config["ORIGIN"] = str(app.config["ORIGIN"]).rstrip("/")

    content, site = Path(app.config.get("CONTENT") or CONTENT), Path(app.config.get("SITE") or SITE)
    library = load_library(i18n.LANGUAGES, content, i18n.growing())
    app.extensions["library"] = library
    app.extensions["libraries"] = {code: library.in_language(code) for code in i18n.LANGUAGES}
    app.extensions["recordings"] = {
        code: voice.recordings(content, code) for code in i18n.LANGUAGES
    }
    app.extensions["house"] = load_house(i18n.LANGUAGES, site, i18n.growing())
    for code in filter(i18n.stale, i18n.LANGUAGES):
        from fascia import catalogues  # what it imports is needed only now

        catalogues.write_compiled(code)
    i18n.init_app(app)
    templating.init_app(app)
    views.init_app(app)
    offline.init_app(app)
    headers.init_app(app)
    snapshot.init_app(app)
    return app
