"""The languages, the addresses per language, and the state of the catalogues.

``LANGUAGES`` is the only list of languages, and says of each whether it is complete. The
language of a page is the first part of its address; nothing else decides it. Interface strings
live in templates with English as id; content lives in content files.
"""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, has_request_context, request, url_for
from flask_babel import Babel


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


def growing() -> set[str]:
    """The languages that do not have words for everything yet."""
    return {code for code, language in LANGUAGES.items() if not language.complete}


def language() -> str:
    """The language of the page being made."""
    return g.get("language", SOURCE) if has_request_context() else SOURCE


def init_app(app: Flask) -> None:
    compile_catalogues()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, default_locale=SOURCE, locale_selector=language)

    @app.url_value_preprocessor
    def take_language(endpoint, values):
        g.language = (values or {}).pop("language", None) or language_of(request.path)

    @app.url_defaults
    def put_language(endpoint, values):
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = language()


def language_of(path: str) -> str:
    """The language an address is in, known or not: ``/nl/anything`` → ``nl``."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else SOURCE


def in_language(code: str, absolute: str = "") -> str:
    """The address of the present page in another language."""
    values = dict(request.view_args or {}, language=code)
    return absolute + url_for(request.endpoint, **values)


# ---- catalogues ----


def catalogue_path(code: str) -> Path:
    return TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"


def read_catalogue(path: Path, code: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code)


def compile_catalogues() -> None:
    """Write the .mo file of every catalogue that is newer than its own."""
    for code in LANGUAGES:
        source = catalogue_path(code)
        target = source.with_suffix(".mo")
        if code == SOURCE or not source.exists():
            continue
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        # Whole or not at all: another server may be reading it at this moment.
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            write_mo(file, read_catalogue(source, code))
        os.chmod(file.name, 0o644)
        os.replace(file.name, target)


def catalogue_faults() -> list[str]:
    """Missing, fuzzy, obsolete or differently-holed strings, one sentence each."""
    template = read_catalogue(TRANSLATIONS / "messages.pot")
    faults = []
    for code in LANGUAGES:
        if code == SOURCE:
            continue
        place = f"translations/{code}"
        catalogue = read_catalogue(catalogue_path(code), code)
        for message in template:
            if not message.id:
                continue
            found = catalogue.get(message.id, message.context)
            strings = found and (
                found.string if isinstance(found.string, tuple) else (found.string,)
            )
            if not found or not all(strings):
                faults.append(f"{place}: {message.id!r} is not translated. Translate it.")
            elif found.fuzzy:
                faults.append(f"{place}: {message.id!r} is fuzzy. Check it, drop the flag.")
            else:
                faults += [f"{place}: {message.id!r}: {error}." for error in found.check(catalogue)]
        known = {(_key(message.id), message.context) for message in template}
        for message in catalogue:
            if message.id and (_key(message.id), message.context) not in known:
                faults.append(f"{place}: {message.id!r} is no longer used. Remove it.")
        for ident, _ in catalogue.obsolete.items():
            faults.append(f"{place}: {ident!r} is obsolete. Remove it.")
    return faults


def _key(ident) -> str:
    return ident[0] if isinstance(ident, (tuple, list)) else ident
