"""Begins a file of content: every field, what it is for, and what it may hold. Knows no Flask.

A file that is begun here is complete but for its values, and every value is empty, so the library
refuses it, field by field, until somebody has filled it in. Fields and explanations come from
:mod:`fascia.models`, permitted values from the vocabulary: nothing is listed twice. A further kind
of entry is one more line in ``KINDS``.
"""

import re
import textwrap
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args, get_origin

from pydantic.fields import FieldInfo

from fascia.library import CONTENT
from fascia.models import (
    DRAWINGS,
    Entry,
    Page,
    Programme,
    ReadingList,
    Routine,
    Technique,
    entry_in,
    home_of,
)

WIDTH = 96

#: A section with up to so many ids is explained line by line; a longer one is a list of ids.
EXPLAINED = 24

#: Fields that the name of the file or the tables of words give.
ELSEWHERE = ("id", "words")


class Refusal(Exception):
    """A file that is not begun, with the reason and the mend."""


@dataclass(frozen=True)
class Kind:
    """A kind of content: its folder, its shape, and the rule for its ids beside the common one."""

    folder: str
    shape: type[Entry]
    ident: re.Pattern = re.compile("")
    rule: str = ""


KINDS = {
    "technique": Kind("techniques", Technique),
    "routine": Kind(
        "routines", Routine, re.compile(r"-\d+$"), "ends in its minutes, such as evening-yin-20"
    ),
    "programme": Kind("programmes", Programme),
    "article": Kind("pages", Page),
}

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def begin(
    kind: str,
    ident: str,
    languages: Iterable[str],
    folder: Path = CONTENT,
    taken: Iterable[str] = (),
) -> list[Path]:
    """Write the file or files of a new entry; returns their paths.

    ``taken`` are ids that would be confused with something else. Raises :class:`Refusal` when the
    id is not one, is not free, or when the vocabulary cannot be read.
    """
    chosen = KINDS[kind]
    if not KEBAB.fullmatch(ident):
        raise Refusal(
            f"{ident!r} is not an id. Write lower-case letters and digits, with single hyphens "
            f"between words, in English: foot-sole-roll."
        )
    if not chosen.ident.search(ident):
        raise Refusal(f"{ident!r} is not the id of a {kind}: it {chosen.rule}.")
    if ident in taken:
        raise Refusal(f"{ident!r} is the address of another page. Choose another id.")
    texts = (
        articles(ident, languages)
        if chosen.shape is Page
        else {f"{ident}.toml": Form(permitted(folder), languages).entry(kind)}
    )
    files = {folder / chosen.folder / name: text for name, text in texts.items()}
    for file in files:
        if file.exists():
            raise Refusal(f"{chosen.folder}/{file.name} is there already. Choose another id.")
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return list(files)


# ---- what the fields may hold ----

Permitted = dict[str, dict[str, str]]


def permitted(folder: Path) -> Permitted:
    """The ids that content may use, section by section, each with its first words or nothing.

    Read apart from the library, which has nothing to tell while any file is unfinished.
    """
    ids: Permitted = {
        name: {file.stem: "" for file in sorted((folder / name).glob("*.toml"))}
        for name in ("techniques", "routines")
    }
    try:
        vocabulary = tomllib.loads((folder / "vocabulary.toml").read_text("utf-8"))
        conditions = tomllib.loads((folder / "conditions.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"The vocabulary cannot be read: {error}. Mend it first.") from None
    for section, terms in (vocabulary | {"conditions": conditions}).items():
        ids[section] = {ident: label(term) for ident, term in terms.items()}
    return ids


def label(term: dict) -> str:
    """The first words of a term in its first language."""
    words = next((value for key, value in term.items() if len(key) == 2), "")
    return words if isinstance(words, str) else words.get("name") or words.get("label", "")


# ---- entries, as TOML ----


class Form:
    """Writes the empty entries of one content folder in its languages."""

    def __init__(self, ids: Permitted, languages: Iterable[str]):
        self.ids = ids
        self.languages = tuple(languages)
        #: Long lists that the file holds already.
        self.listed: set[str] = set()

    def entry(self, kind: str) -> str:
        """The whole text of a new file."""
        shape = KINDS[kind].shape
        words = entry_in(shape.model_fields["words"].annotation)
        lines = [
            *remark(
                f"A new {kind}. Fill in what is empty between the quotation marks; "
                "`make check` says what is still missing. A line that begins with # is a remark: "
                "take the # away to use the field behind it, and remove the remarks at the end."
            ),
            "",
            *self.table(shape),
        ]
        for code in self.languages:
            lines += [f"# ---- The words: {code} ----", "", f"[{code}]"]
            lines += self.table(words, explained=code == self.languages[0])
        return "\n".join(lines).rstrip() + "\n"

    def table(self, shape: type[Entry], explained: bool = True, within: str = "") -> Iterator[str]:
        """The lines of a table: its own fields first, then the tables inside it, as TOML wants.

        ``within`` is the name of the table with a dot behind it, for the names of those inside.
        """
        named = [(n, field) for n, field in shape.model_fields.items() if n not in ELSEWHERE]
        for name, field in sorted(named, key=lambda item: is_block(item[1])):
            if explained:
                yield from self.explain(field)
            if is_block(field):
                yield f"[[{within}{name}]]"
                yield from self.table(entry_in(field.annotation), within=f"{within}{name}.")
                continue
            yield f"{'# ' if may_be_left_out(field) else ''}{name} = {self.value(field)}"
            if explained:
                yield ""
        if not explained:
            yield ""

    def value(self, field: FieldInfo) -> str:
        """An empty value of the right shape: nothing that the library would take."""
        inner = entry_in(field.annotation)
        if inner is not None:
            parts = ", ".join(
                f"{name} = {self.value(part)}"
                for name, part in inner.model_fields.items()
                if part.is_required()
            )
            return f"[\n  {{ {parts} }},\n]" if is_list(field) else f"{{ {parts} }}"
        if holds(field.annotation, dict):
            return "{ " + ", ".join(f'{code} = ""' for code in self.languages) + " }"
        return '[""]' if is_list(field) else '""'

    def explain(self, field: FieldInfo) -> list[str]:
        """What a field is for, what it may hold, and what to do without it."""
        text = f"{field.description[0].upper()}{field.description[1:]}."
        if is_block(field):
            text += " Copy the block for each further one."
        elif field.default == ():
            text += " [] if there is none."
        elif may_be_left_out(field):
            text += " May be left out" + (f": then {field.default}." if field.default else ".")
        return [*remark(text), *self.choices(field)]

    def choices(self, field: FieldInfo) -> list[str]:
        """The values that a field may hold, if they are a closed list."""
        home = home_of(field)
        if home is None:
            inner = entry_in(field.annotation)
            if inner is None or is_block(field):
                return []
            return [line for part in inner.model_fields.values() for line in self.choices(part)]
        terms = self.ids[home]
        if len(terms) > EXPLAINED or not any(terms.values()):
            if home in self.listed:
                return remark(f"the {home} as above", indent="  ")
            self.listed.add(home)
            told = f"{home}.toml tells what they are: " if any(terms.values()) else ""
            return remark(told + ", ".join(terms), indent="  ")
        column = max(map(len, terms)) + 2
        return [f"#   {ident:{column}}{words}".rstrip() for ident, words in terms.items()]


def may_be_left_out(field: FieldInfo) -> bool:
    """Whether a field has a value without being written; an empty list is written down."""
    return not field.is_required() and field.default != ()


def is_list(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is tuple


def is_block(field: FieldInfo) -> bool:
    """Whether a field holds entries with so much in them that each is a [[table]] of its own."""
    inner = entry_in(field.annotation)
    return inner is not None and is_list(field) and len(inner.model_fields) > 3


def holds(annotation: object, kind: type) -> bool:
    return get_origin(annotation) is kind or any(holds(a, kind) for a in get_args(annotation))


def remark(text: str, indent: str = "") -> list[str]:
    """Text as remarks of TOML. Ids are never broken in two."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=f"# {indent}", subsequent_indent=f"# {indent}",
        break_on_hyphens=False,
    )  # fmt: skip


# ---- articles, as Markdown ----


def articles(ident: str, languages: Iterable[str]) -> dict[str, str]:
    """A file in each language. Lines above the first empty one are about the article."""
    heads = ("title", "description")
    about = [
        *(f'Write after "{name}:" {Page.model_fields[name].description}.' for name in heads),
        "Write the article below the empty line, in Markdown: ## begins a heading, - a point, "
        "> a sentence that stands out; [words](/LANG/techniques/foot-sole-roll) leads to a page of "
        "this site and [source](https://doi.org/...) to a study, which pages/sources names too.",
        f"A drawing: three backquotes and the word drawing, below it its name "
        f"({', '.join(DRAWINGS)}), below that three backquotes.",
        f"Then add {ident} to one of the groups in pages/reading.toml "
        f"({', '.join(ReadingList.model_fields)}) and remove these remarks.",
    ]
    remarks = [line for text in about for line in remark(text)]
    text = "\n".join([*(f"{name}:" for name in heads), *remarks]) + "\n\n"
    return {f"{ident}.{code}.md": text for code in languages}
