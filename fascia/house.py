"""The teacher's own house: name, colours, portrait, words, contact, trainings and retreats.

Owns ``site.toml``, the one file that a teacher changes to make the app her own. Whatever it leaves
out is not shown: the house as it comes names nobody. Faults are reported like those of the content,
all at once. Knows content, never Flask.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from babel import Locale
from pydantic import AfterValidator, Field

from fascia import colours, images
from fascia.library import ContentError, Reader, unequal_presence
from fascia.models import Entry, Id, Text

SITE = Path(__file__).parent / "site.toml"

#: A portrait is stored on every phone, so it has to be light, and sharp at twice its size.
PORTRAIT_BYTES = 120_000
PORTRAIT_PIXELS = (320, 1600)

#: The name that is drawn in the social picture (``fascia brand``).
DRAWN_NAME = "Fascia"

#: How many characters of a name fit under an icon.
SHORT = 12

#: What the sheet with its colours is called among the static files.
STYLESHEET = "house/colours.css"


# ---- values, each with the mend of its own fault ----


def matching(pattern: str, mend: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(mend)
        return value

    return AfterValidator(check)


def at_most(length: int) -> AfterValidator:
    return matching(rf".{{0,{length}}}", f"Keep it to {length} characters.")


def known_language(code: str) -> str:
    if code not in Locale("en").languages:
        raise ValueError("Write the code of a language, such as 'nl' or 'fr'.")
    return code


def leading_out(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" or "." not in parts.netloc or "@" in parts.netloc:
        raise ValueError("Write a whole address that begins with https://.")
    return address


Colour = Annotated[str, matching(r"#[0-9a-fA-F]{6}", "Write it as '#1f2538'.")]
Mail = Annotated[
    str, matching(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", "Write one address, such as 'hello@example.org'.")
]
Phone = Annotated[
    str, matching(r"\+[1-9][0-9 ]{6,18}", "Write it with its country, such as '+31 6 12345678'.")
]
Code = Annotated[str, AfterValidator(known_language)]
Link = Annotated[str, AfterValidator(leading_out)]
Name = Annotated[Text, at_most(30)]


# ---- the shape ----


class OwnColour(Entry):
    """One colour by day and by night."""

    light: Colour
    dark: Colour

    @property
    def pair(self) -> colours.Pair:
        return colours.Pair(self.light, self.dark)


class OwnColours(Entry):
    """``accent``: links, what is done. ``field``: the ground behind the first picture."""

    accent: OwnColour | None = None
    field: OwnColour | None = None

    @property
    def pairs(self) -> tuple[colours.Pair | None, colours.Pair | None]:
        return self.accent and self.accent.pair, self.field and self.field.pair


class Portrait(Entry):
    path: Text
    kind: Literal["png", "jpeg", "webp"]
    width: int
    height: int

    @property
    def asset(self) -> str:
        """What it is called among the static files."""
        return f"house/portrait.{self.kind}"


class Contact(Entry):
    """Links that open a person's own mail or WhatsApp. Nothing passes through the server."""

    mail: Mail | None = None
    whatsapp: Phone | None = None

    @property
    def whatsapp_digits(self) -> str:
        return re.sub(r"\D", "", self.whatsapp)


class EventWords(Entry):
    name: Text
    place: Text
    text: Text | None = None


class Event(Entry):
    """A training, workshop, class or retreat. ``languages`` are those it is given in."""

    id: Id
    kind: Literal["training", "workshop", "class", "retreat"]
    start: date
    end: date | None = None
    languages: Annotated[tuple[Code, ...], Field(min_length=1)]
    link: Link | None = None
    words: dict[str, EventWords]

    @property
    def last(self) -> date:
        return self.end or self.start

    @property
    def host(self) -> str:
        """Where its link leads, as people read it."""
        return urlsplit(self.link).netloc.removeprefix("www.")


class HouseWords(Entry):
    """``greeting`` stands on the first page, ``about`` and ``practice`` on the page about the app.

    ``portrait`` says who is seen, for whoever does not see it.
    """

    greeting: Text | None = None
    about: Text | None = None
    practice: Text | None = None
    portrait: Text | None = None


class House(Entry):
    """``wordmark`` is the name as it stands beside the sign, ``teacher`` who stands behind it."""

    id: Id
    name: Name
    wordmark: Annotated[Text, at_most(20)] | None = None
    short_name: Annotated[Text, at_most(SHORT)] | None = None
    teacher: Name | None = None
    colours: OwnColours = OwnColours()
    portrait: Portrait | None = None
    contact: Contact | None = None
    words: dict[str, HouseWords]
    #: In the order of their dates.
    events: tuple[Event, ...] = ()

    @property
    def sign(self) -> str:
        return self.wordmark or self.name

    def events_in(self, language: str) -> list[Event]:
        """Those that have words in a language."""
        return [event for event in self.events if language in event.words]

    @property
    def own_name(self) -> bool:
        """Whether pictures that have the name of the product drawn in them no longer fit."""
        return self.name != DRAWN_NAME


# ---- reading ----


def load_house(languages: Iterable[str], path: Path = SITE, growing: Collection[str] = ()) -> House:
    """Read ``site.toml``, or another file of that kind, and the portrait beside it.

    What has no words in a ``growing`` language is not shown in it.
    Raises :class:`~fascia.library.ContentError` naming every fault with its field and mend.
    """
    reader = Reader(languages, path.parent, growing)
    table = reader.toml(path)
    if table is None:
        raise ContentError(reader.faults)
    events = read_events(reader, table.pop("events", {}), path.name)
    if "portrait" in table:
        table["portrait"] = read_portrait(reader, path, table["portrait"])
    # No words at all is as good as words in every language.
    table = {code: {} for code in reader.languages} | table
    house = reader.entry(House, "house", table, path.name)
    if house:
        reader.faults += [f"{path.name}: {fault}" for fault in faults_of(house, reader.complete)]
    if reader.faults:
        raise ContentError(sorted(reader.faults))
    return house.model_copy(update={"events": tuple(sorted(events, key=lambda e: e.start))})


def read_events(reader: Reader, table, name: str) -> list[Event]:
    if not isinstance(table, dict):
        reader.faults.append(
            f"{name}: events is a list. Give each a name of its own: [events.spring-retreat]."
        )
        return []
    events = reader.section({"events": table}, "events", Event, name, reader.complete)
    for event in events.values():
        place = f"{name}: events.{event.id}"
        if event.last < event.start:
            reader.faults.append(
                f"{place}: end is {event.end}, before start {event.start}. Mend one of them."
            )
        reader.faults += [f"{place}: {f}" for f in unequal_presence(event.words, ("text",))]
    return list(events.values())


def read_portrait(reader: Reader, site: Path, file) -> dict | None:
    """The facts of the portrait, from the file that ``portrait`` names; None when it is refused."""
    place = f"{site.name}: portrait"
    path = site.parent / str(file)
    if path.parent != site.parent or not path.is_file():
        reader.faults.append(f"{place} is {file!r}. Name an image that lies beside {site.name}.")
        return None
    body = path.read_bytes()
    try:
        kind, width, height = images.measure(body)
    except ValueError as error:
        reader.faults.append(f"{place}: {path.name} {error}. Save it as one of these.")
        return None
    if len(body) > PORTRAIT_BYTES:
        reader.faults.append(
            f"{place}: {path.name} has {len(body) // 1000} kB, more than "
            f"{PORTRAIT_BYTES // 1000}. Save it smaller or with a lower quality."
        )
    least, most = PORTRAIT_PIXELS
    if min(width, height) < least or max(width, height) > most:
        reader.faults.append(
            f"{place}: {path.name} is {width} by {height} pixels. "
            f"Make each side {least} to {most} pixels."
        )
    return {"path": str(path), "kind": kind, "width": width, "height": height}


def faults_of(house: House, languages: Collection[str]) -> Iterator[str]:
    """What one field cannot tell by itself. ``languages`` are those that need all words."""
    for place, fault in colours.unreadable(*house.colours.pairs):
        yield f"colours.{place} {fault}"
    if house.contact == Contact():
        yield "contact has neither mail nor whatsapp. Add one, or remove the section."
    if not house.short_name and len(house.name) > SHORT:
        yield (
            f"short_name is missing, and name is longer than the {SHORT} characters that fit "
            f"under an icon. Add one."
        )
    required = {code: house.words[code] for code in languages}
    yield from unequal_presence(required, HouseWords.model_fields)
    for code, words in required.items():
        if house.teacher and not words.about:
            yield f"[{code}].about is missing. Say who {house.teacher} is."
        if house.portrait and not words.portrait:
            yield f"[{code}].portrait is missing. Say who is seen, for whoever does not see it."
        if not house.teacher and any(words.model_dump().values()):
            yield f"[{code}] has words, and teacher is missing. Add the name of who says them."


def files_of(house: House) -> dict[str, bytes]:
    """What a house adds to the static files: name → body."""
    files = {}
    sheet = colours.stylesheet(*house.colours.pairs)
    if sheet:
        files[STYLESHEET] = sheet.encode()
    if house.portrait:
        files[house.portrait.asset] = Path(house.portrait.path).read_bytes()
    return files
