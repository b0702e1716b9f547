"""Every text that people read or hear, with the place where it is written. Knows no Flask.

Passages are found by shape, not by a list of fields: whatever stands under the code of a language
in an entry is words in that language. A new field or kind of entry is read without being named.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from babel.messages.catalog import Catalog
from markdown_it import MarkdownIt
from pydantic import BaseModel

from fascia.library import Library

#: Fields of the library that are one file, or several sections of one.
FILES = {"vocabulary": "vocabulary.toml", "safety": "safety.toml"}

#: What stands in the place of a name in a string of the interface.
HOLE = re.compile(r"%\((\w+)\)\w|<[^>]+>")


@dataclass(frozen=True)
class Passage:
    """A text in a language. ``entry`` and ``field`` together are its place.

    ``heading`` is that under which it stands in an article. ``prose`` is false for what is not
    meant as sentences: a string of the interface, the line of a source.
    """

    entry: str
    field: str
    language: str
    text: str
    heading: str = ""
    prose: bool = True

    @property
    def place(self) -> str:
        return f"{self.entry}: {self.field}" if self.field else self.entry


def of_library(library: Library) -> Iterator[Passage]:
    """All words of the content."""
    for field in fields(library):
        value = getattr(library, field.name)
        if field.name == "search":
            continue  # nobody reads these: they are what people type, right or wrong
        if field.name == "pages":
            for ident, versions in value.items():
                for code, page in versions.items():
                    yield from of_article(f"pages/{ident}.{code}.md", code, page)
        elif isinstance(value, BaseModel):
            for section in type(value).model_fields:
                file = FILES.get(field.name, f"{field.name}.toml")
                place = f"{file}: {section}"
                if section == "conditions":
                    place = "conditions.toml:"
                yield from of_value(library, place, "", getattr(value, section))
        elif isinstance(value, Mapping):
            for ident, entry in value.items():
                yield from of_value(library, f"{field.name}/{ident}.toml", "", entry)


def of_value(
    library: Library, entry: str, field: str, value: object, code: str | None = None
) -> Iterator[Passage]:
    """Walk entries, lists and tables; what stands under a language is words in it."""
    if isinstance(value, str):
        if code:
            yield Passage(entry, field, code, value)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            path = field if name == "words" else f"{field}.{name}".lstrip(".")
            yield from of_value(library, entry, path, getattr(value, name), code)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key in library.languages:
                yield from of_value(library, entry, f"{field}[{key}]", inner, key)
            else:
                place = f"{entry}.{key}" if not entry.endswith(":") else f"{entry} {key}"
                yield from of_value(library, place, field, inner, code)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value, 1):
            yield from of_value(library, entry, f"{field} {number}", inner, code)


def of_article(place: str, code: str, page: BaseModel) -> Iterator[Passage]:
    """The paragraphs, headings and points of an article, without marks and addresses."""
    for name in ("title", "description"):
        yield Passage(place, name, code, getattr(page, name))
    heading, inside = "", ""
    for token in MarkdownIt("commonmark").parse(page.markdown):
        if token.type.endswith("_open"):
            inside = token.type
        if token.type != "inline":
            continue
        text, sources = plain(token.children or [])
        if inside == "heading_open":
            heading = text
        start = " ".join(text.split()[:5])
        prose = inside != "heading_open" and not sources
        yield Passage(place, f"“{start} …”", code, text, heading, prose)


def plain(tokens: Iterable) -> tuple[str, bool]:
    """The text of a paragraph, and whether it is the line of a source: one that names a DOI."""
    parts: list[str] = []
    link, is_source = "", False
    for token in tokens:
        if token.type == "link_open":
            link = token.attrs["href"]
        elif token.type == "link_close":
            link = ""
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "text":
            if "doi.org/" in link and "/" in token.content:
                is_source = True  # the number itself stands there
            else:
                parts.append(f"§{token.content}§" if link.startswith("http") else token.content)
    # Links in brackets lead to the sources of a sentence and are no part of it.
    text = re.sub(r"\s*\((?:§[^§]*§[,; ]*)+\)", "", "".join(parts)).replace("§", "")
    return text.strip(), is_source


def of_catalogue(code: str, catalogue: Catalog) -> Iterator[Passage]:
    """The strings of the interface: in the source language the ids, in another what is said."""
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if any(message.string or "") else message.id
        first = message.id if isinstance(message.id, str) else message.id[0]
        for text in (texts,) if isinstance(texts, str) else texts:
            place = f"translations/{code}" if texts is message.string else "templates"
            yield Passage(place, repr(first), code, HOLE.sub("…", text), prose=False)
