"""The languages, and the addresses per language.

``LANGUAGES`` is the only list of languages, and says of each whether it is complete. The
language of a page is the first part of its address; nothing else decides it. Interface strings
live in templates with English as id; content lives in content files.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_translations
from markupsafe import Markup


@dataclass(frozen=True)
class Language:
    """``name`` in the language itself; ``locale`` with its territory, for dates and Open Graph.

    A ``complete`` language has words for everything, or the server does not start. One that is not
    complete grows: it shows the techniques, routines and articles that have words in it, and
    no others. Vocabulary, safety and catalogue it has in full from its first day.
    """

    name: str
    locale: str
    complete: bool = True


#: By code. The first one is the source language of the catalogues, and it is complete.
LANGUAGES = {
    "en": Language("English", "en_GB"),
    "nl": Language("Nederlands", "nl_NL"),
}
SOURCE = next(iter(LANGUAGES))

TRANSLATIONS = Path(__file__).parent.parent / "translations"


def catalogue_path(code: str) -> Path:
    return TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"


def stale(code: str) -> bool:
    """Whether the catalogue of a language is newer than its compiled form, the .mo file."""
    source = catalogue_path(code)
    compiled = source.with_suffix(".mo")
    return source.exists() and (
        not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
    )


def growing() -> set[str]:
    """The languages that do not have words for everything yet."""
    return {code for code, language in LANGUAGES.items() if not language.complete}


def language() -> str:
    """The language of the page being made."""
    return g.get("language", SOURCE) if has_request_context() else SOURCE


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, default_locale=SOURCE, locale_selector=language)
    translate_once(app)

    @app.url_value_preprocessor
    def take_language(endpoint, values):
        g.language = (values or {}).pop("language", None) or language_of(request.path)

    @app.url_defaults
    def put_language(endpoint, values):
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = language()


def translate_once(app: Flask) -> None:
    """Look each string of a template up once for a language: a page has a hundred of them."""

    @cache
    def found(code: str, string: str, context: str | None = None) -> Markup:
        catalogue = get_translations()
        return Markup(
            catalogue.ugettext(string) if context is None else catalogue.upgettext(context, string)
        )

    app.jinja_env.globals.update(
        _=lambda string, **values: found(language(), string) % values,
        gettext=lambda string, **values: found(language(), string) % values,
        pgettext=lambda context, string, **values: found(language(), string, context) % values,
    )


def language_of(path: str) -> str:
    """The language an address is in, known or not: ``/nl/anything`` → ``nl``."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else SOURCE


def in_language(code: str, absolute: str = "") -> str:
    """The address of the present page in another language: each begins with its own."""
    return f"{absolute}/{code}/{request.path.split('/', 2)[2]}"
