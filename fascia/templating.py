"""What templates can call: words in the page's language, addresses, the giving line."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval
from babel.lists import format_list
from flask import Flask, current_app, render_template, url_for
from jinja2 import FileSystemBytecodeCache
from markupsafe import Markup

from fascia import drawing, pictures, programmes
from fascia.assets import Assets
from fascia.colours import TOKENS
from fascia.house import STYLESHEET, Event, files_of
from fascia.i18n import LANGUAGES, in_language, language
from fascia.models import Programme, Routine, Technique
from fascia.phrases import phrases

BODY_MAP = Path(__file__).parent / "figures" / "body-map.json"
DIAGRAMS = Path(__file__).parent / "figures" / "diagrams.json"


def words(entry):
    """The words of an entry in the language of the page."""
    return entry.words[language()]


def clock(seconds: int) -> str:
    """Seconds as a clock shows them: 165 → 2:45."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def read_assets(app: Flask) -> Assets:
    """All static files, with those that the house adds."""
    return Assets(made=files_of(app.extensions["house"]))


def assets() -> Assets:
    """What pages look them up in. In debug mode read afresh for every page, so that edits show."""
    if current_app.debug or "assets" not in current_app.extensions:
        current_app.extensions["assets"] = read_assets(current_app)
    return current_app.extensions["assets"]


def asset(name: str) -> str:
    return assets().url(name)


def scripts(*names: str) -> list[str]:
    """Addresses of scripts and of all that they import, for modulepreload, each once."""
    found = dict.fromkeys(other for name in names for other in assets().imports(name))
    return [asset(name) for name in found]


@cache
def body_map_paths() -> dict:
    """The body map as path data, made by :mod:`fascia.figures.bodymap`; zones by their region."""
    drawn = json.loads(BODY_MAP.read_text("utf-8"))
    for view in ("front", "back"):
        zones: dict[str, list[dict]] = {}
        for zone in drawn[view]["zones"]:
            zones.setdefault(zone["region"], []).append(zone)
        drawn[view]["zones"] = zones
    return drawn


@cache
def diagrams() -> dict:
    """What the diagrams of the articles are drawn from, made by :mod:`fascia.figures.diagrams`."""
    return json.loads(DIAGRAMS.read_text("utf-8"))


@dataclass(frozen=True)
class Figure:
    """A drawing made by :mod:`fascia.figures`. ``side`` is the side of the body it shows."""

    url: str
    side: str


def figure(ident: str) -> Figure | None:
    """The figure of a technique or a therapist's card; None while nobody has posed it."""
    try:
        drawn = assets()[f"figures/{ident}.svg"]
    except KeyError:
        return None
    return Figure(drawn.path, re.search(rb'data-side="(\w+)"', drawn.body)[1].decode())


def anatomy(region: str) -> str | None:
    """The address of the drawing of the tissue of a region; None while there is none."""
    try:
        return asset(f"figures/anatomy/{region}.svg")
    except KeyError:
        return None


def canonical(code: str | None = None) -> str:
    """The absolute address of the page, in its own or another language."""
    return in_language(code or language(), current_app.config["ORIGIN"])


def own_colours() -> str | None:
    """The address of the sheet with the colours of the house; None when it has none of its own."""
    try:
        return asset(STYLESHEET)
    except KeyError:
        return None


@dataclass(frozen=True)
class SocialPicture:
    """What travels with a link; ``card`` is how large it may be shown."""

    name: str
    width: int
    height: int
    card: str


def social_picture() -> SocialPicture:
    """The drawing with the name in it; the bare sign where the house has a name of its own."""
    if current_app.extensions["house"].own_name:
        return SocialPicture("online/icon-512.png", 512, 512, "summary")
    return SocialPicture("online/social.png", 1200, 630, "summary_large_image")


def event_dates(event: Event) -> str:
    """When an event is, as the language of the page writes it: Fri 20 – Tue 24 Nov 2026."""
    locale = LANGUAGES[language()].locale
    if event.start == event.last:
        return format_date(event.start, "full", locale=locale)
    return format_interval(event.start, event.last, "yMMMEd", locale=locale)


def language_names(codes: Iterable[str]) -> str:
    """Languages by their names in the language of the page: Dutch and English."""
    locale = Locale.parse(LANGUAGES[language()].locale)
    return format_list([locale.languages[code] for code in codes], locale=locale)


def firmest(routine: Routine) -> int:
    """The highest pressure a routine aims for."""
    techniques = current_app.extensions["library"].techniques
    return max(techniques[step.technique].pressure.target for step in routine.steps)


def leading(routine: Routine) -> Technique:
    """The technique whose picture stands for a routine: its firmest, of those the longest."""
    techniques = current_app.extensions["library"].techniques
    step = max(
        routine.steps,
        key=lambda step: (techniques[step.technique].pressure.target, step.working),
    )
    return techniques[step.technique]


def field_of(entry: Technique | Routine) -> str:
    """The colour field of an entry: of the part of the body it works on, or dusk for evenings."""
    if isinstance(entry, Routine):
        if "wind-down" in entry.goals:
            return "dusk"
        entry = leading(entry)
    return current_app.extensions["library"].vocabulary.field_of(entry.region)


def gentle(routines: Iterable[Routine], at_least: int = 2) -> list[Routine]:
    """Routines with little pressure and nothing but hands; if too few, the lightest there are."""
    routines = sorted(routines, key=lambda routine: (firmest(routine), routine.minutes))
    bare = [
        routine
        for routine in routines
        if firmest(routine) <= 3 and all(need.any_of[0] == "hands" for need in routine.kit)
    ]
    return bare if len(bare) >= at_least else routines[:at_least]


def init_app(app: Flask) -> None:
    # The environment is there already (Babel made it): its options would come too late.
    # Templates are compiled once for all boots, not at every one.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        LANGUAGES=LANGUAGES,
        anatomy=anatomy,
        asset=asset,
        body_map_paths=body_map_paths,
        canonical=canonical,
        clock=clock,
        diagrams=diagrams,
        event_dates=event_dates,
        field_of=field_of,
        figure=figure,
        firmest=firmest,
        gentle=gentle,
        giving_line=drawing.giving_line,
        in_language=in_language,
        language_names=language_names,
        kit_of=programmes.kit_of,
        leading=leading,
        own_colours=own_colours,
        paper=TOKENS["paper"],
        phrases=phrases,
        picture_of=pictures.picture,
        section=pictures.section,
        profile=drawing.profile,
        programme_profile=drawing.programme_profile,
        scripts=scripts,
        social_picture=social_picture,
        words=words,
    )

    @cache
    def address(code: str, endpoint: str, **values) -> str:
        """Pages name the same addresses again and again."""
        return url_for(f"pages.{endpoint}", **{"language": code, **values})

    @app.template_global()
    def part(template: str, **values) -> Markup:
        """A piece that depends on nothing but its language and ``values``, entries among them.

        The snapshot, which makes all pages of a language at once, keeps each piece in ``parts``.
        """
        parts: dict[tuple, Markup] = app.extensions.get("parts", {})
        key = template, *(getattr(value, "id", value) for value in values.values())
        if key not in parts:
            parts[key] = Markup(render_template(template, **values))
        return parts[key]

    @app.template_global()
    def card(entry: Technique | Routine | Programme) -> Markup:
        """An entry as one row of a list."""
        kind = type(entry).__name__.lower()
        return part(f"{kind}s/_card.html", **{kind: entry})

    @app.context_processor
    def every_page():
        library = app.extensions["libraries"][language()]
        return {
            "house": app.extensions["house"],
            "language": language(),
            "library": library,
            "vocabulary": library.vocabulary,
            "url": partial(address, language()),
        }
