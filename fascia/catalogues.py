"""The catalogues of the interface: reading, compiling, and what is wrong with them."""

import os
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from fascia import i18n
from fascia.i18n import LANGUAGES, SOURCE, catalogue_path


def read_catalogue(path: Path, code: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code)


def write_compiled(code: str) -> None:
    """Write the .mo file of a catalogue."""
    target = catalogue_path(code).with_suffix(".mo")
    # Whole or not at all: another server may be reading it at this moment.
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        write_mo(file, read_catalogue(catalogue_path(code), code))
    os.chmod(file.name, 0o644)
    os.replace(file.name, target)


def faults() -> list[str]:
    """Missing, fuzzy, obsolete or differently-holed strings, one sentence each."""
    template = read_catalogue(i18n.TRANSLATIONS / "messages.pot")
    told = []
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
                told.append(f"{place}: {message.id!r} is not translated. Translate it.")
            elif found.fuzzy:
                told.append(f"{place}: {message.id!r} is fuzzy. Check it, drop the flag.")
            else:
                told += [f"{place}: {message.id!r}: {error}." for error in found.check(catalogue)]
        known = {(_key(message.id), message.context) for message in template}
        for message in catalogue:
            if message.id and (_key(message.id), message.context) not in known:
                told.append(f"{place}: {message.id!r} is no longer used. Remove it.")
        for ident, _ in catalogue.obsolete.items():
            told.append(f"{place}: {ident!r} is obsolete. Remove it.")
    return told


def _key(ident) -> str:
    return ident[0] if isinstance(ident, (tuple, list)) else ident
