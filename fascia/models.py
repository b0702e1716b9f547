"""What content is: the shape of every entry. Knows nothing of files, pages or Flask.

Facts stand once; words stand per language in ``words`` (``technique.words["nl"].name``).
Times are whole seconds, pressure is on the 0-10 scale of the safety brief, ids are English
kebab-case. Membership of ids in the vocabulary is checked by :mod:`fascia.library`, which
sees all files; everything that one entry can tell by itself is checked here.
"""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]
Seconds = Annotated[int, Field(ge=0, le=3600)]
Pressure = Annotated[int, Field(ge=0, le=10)]


class Entry(BaseModel):
    """Frozen, strict, and without room for unknown keys: a typing error is a fault, not a field."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


# ---- Vocabulary ----


class ToolWords(Entry):
    name: Text
    plural: Text
    size: Text
    household: Text


class GradeWords(Entry):
    name: Text
    sentence: Text


class Term(Entry):
    """A word of the closed vocabulary with its label per language."""

    id: Id
    words: dict[str, Text]


class Group(Term):
    """Regions that belong together on a page. ``field`` names the colour of their cards."""

    field: Literal["straw", "apricot", "sea", "dusk"]


class Region(Term):
    """``anatomy`` says per language what the drawing of its tissue shows, if there is one."""

    group: Id
    neighbours: tuple[Id, ...]
    anatomy: dict[str, Text] | None = None


class Tool(Entry):
    """``family`` is what a safety rule on "ball" or "roller" covers (safety brief 7.3).

    ``instead`` names what stands in for it: things of the household, or other tools.
    """

    id: Id
    family: Literal["ball", "peanut", "roller", "stick", "hands", "furniture", "support"]
    instead: tuple[Id, ...] = ()
    words: dict[str, ToolWords]


class Place(Term):
    """Where there is room to practise: the positions that it allows."""

    positions: Annotated[tuple[Id, ...], Field(min_length=1)]


class Grade(Entry):
    """How well an effect has been studied (evidence brief, section A)."""

    id: Id
    words: dict[str, GradeWords]


class Vocabulary(Entry):
    """Every id that content may use, in the order in which pages show them."""

    groups: dict[str, Group]
    regions: dict[str, Region]
    tools: dict[str, Tool]
    household: dict[str, Term]
    positions: dict[str, Term]
    places: dict[str, Place]
    kinds: dict[str, Term]
    actions: dict[str, Term]
    goals: dict[str, Term]
    levels: dict[str, Term]
    grades: dict[str, Grade]
    flags: dict[str, Term]
    lines: dict[str, Term]

    def field_of(self, region: str) -> str:
        """The colour field of the cards of a region."""
        return self.groups[self.regions[region].group].field

    def regions_in(self, group: str) -> list[Region]:
        return [region for region in self.regions.values() if region.group == group]


# ---- Search ----

#: Pages that are found by words too, though they are made of more than prose.
FOUND_PAGES = ("when-not-to-practise", "install")


class Synonyms(Entry):
    """Other words, per language, that lead to an entry or a word of the vocabulary."""

    id: Id
    words: dict[str, tuple[Text, ...]]


class Search(Entry):
    """What people type. ``weak`` words need not be found; ``tails`` are endings to look past."""

    weak: Synonyms
    tails: Synonyms
    regions: dict[str, Synonyms]
    tools: dict[str, Synonyms]
    goals: dict[str, Synonyms]
    kinds: dict[str, Synonyms]
    techniques: dict[str, Synonyms]
    routines: dict[str, Synonyms]
    programmes: dict[str, Synonyms]
    pages: dict[str, Synonyms]


# ---- Safety ----


class ConditionWords(Entry):
    """``label`` is what a person ticks; ``help`` says what to do (red flags only)."""

    label: Text
    help: Text | None = None


class Condition(Entry):
    """One condition of the safety brief: tables 7.2 (class, regions) and 7.3 (parameters).

    ``block_regions`` with ``block_tools`` removes a technique when both match; ``all`` and
    ``picked`` are words of those tables. ``cap`` is the highest pressure, ``factor`` multiplies
    working seconds; ``cap = 0`` means nothing in scope.
    """

    id: Id
    severity: Literal["red-flag", "contraindication", "caution", "adapt"]
    regions: tuple[Id, ...]
    block_regions: tuple[Id, ...] = ()
    block_tools: tuple[Id, ...] = ()
    block_flags: tuple[Id, ...] = ()
    ask: Literal["all", "scope", "no"] = "no"
    ask_flags: tuple[Id, ...] = ()
    lighter: bool = False
    cap: Pressure | None = None
    factor: Annotated[float, Field(ge=0, le=1)] = 1.0
    implies: tuple[Id, ...] = ()
    sources: tuple[Id, ...]
    words: dict[str, ConditionWords]


class SignalWords(Entry):
    """A stop signal: what is felt, what to do, and whether one may go on."""

    felt: Text
    act: Text
    resume: Text


class Signal(Entry):
    id: Id
    words: dict[str, SignalWords]


class ZoneWords(Entry):
    name: Text
    why: Text
    clear: Text


class Zone(Entry):
    """A place never to press (safety brief, section 6)."""

    id: Id
    instead: Id | None = None
    words: dict[str, ZoneWords]


class LightWords(Entry):
    feels: Text
    act: Text


class Light(Entry):
    """One light of the traffic-light rule; ``low`` to ``high`` on the 0-10 scale."""

    id: Literal["green", "amber", "red"]
    low: Pressure
    high: Pressure
    words: dict[str, LightWords]


class NoticeWords(Entry):
    disclaimer: Text
    before: Text
    discomfort: Text
    emergency: Text


class Safety(Entry):
    conditions: dict[str, Condition]
    signals: dict[str, Signal]
    zones: dict[str, Zone]
    lights: dict[str, Light]
    notices: dict[str, NoticeWords]


# ---- Techniques ----


class Need(Entry):
    """Something to have at hand: one of ``any_of``, ``count`` times; first is the default."""

    any_of: Annotated[tuple[Id, ...], Field(min_length=1)]
    count: Annotated[int, Field(ge=1, le=4)] = 1
    optional: bool = False


class Dose(Entry):
    """Seconds per side: the default and the range a person may choose from."""

    seconds: Seconds
    min: Seconds
    max: Seconds


class PressureRange(Entry):
    """What to aim for and what never to exceed, 0-10."""

    target: Pressure
    cap: Pressure


class TechniqueWords(Entry):
    """``settle`` is shown and spoken while getting into position, ``cue`` once at the start.

    ``figure`` says what the drawing shows, for whoever does not see it.
    """

    name: Text
    figure: Text | None = None
    purpose: Text
    tissue: Text
    where: Text | None = None
    set_up: Annotated[tuple[Text, ...], Field(min_length=1)]
    movement: Annotated[tuple[Text, ...], Field(min_length=1)]
    tempo: Text
    settle: Text
    cue: Text
    easier: Text
    stronger: Text | None = None
    household: Text | None = None
    avoid: Annotated[tuple[Text, ...], Field(min_length=1)]


class Technique(Entry):
    """One card. The first region is the main one (index, colour); all drive safety."""

    id: Id
    kind: Id
    regions: Annotated[tuple[Id, ...], Field(min_length=1)]
    side: Literal["LR", "C"]
    position: Id
    action: Id
    needs: tuple[Need, ...] = ()
    flags: tuple[Id, ...]
    lines: tuple[Id, ...] = ()
    goals: tuple[Id, ...]
    grade: Id
    dose: Dose
    pressure: PressureRange
    excl: tuple[Id, ...] = ()
    ask: tuple[Id, ...] = ()
    swap_to: Id | None = None
    words: dict[str, TechniqueWords]

    @property
    def region(self) -> str:
        return self.regions[0]

    @cached_property
    def tools(self) -> tuple[str, ...]:
        """Every tool that may be used, defaults first, each once."""
        return tuple(dict.fromkeys(tool for need in self.needs for tool in need.any_of))

    @property
    def seconds_both_sides(self) -> int:
        return self.dose.seconds * (2 if self.side == "LR" else 1)


class TherapistWords(Entry):
    """What a professional does: information, never an instruction. ``figure`` as in techniques."""

    name: Text
    figure: Text | None = None
    summary: Text
    what: Text
    session: Text
    feel: Text
    number: Text
    evidence: Text
    look_for: Text
    ask: Text
    not_for: Text
    note: Text | None = None


class Therapist(Entry):
    """A card about a professional's method. Never guided by the app."""

    id: Id
    grade: Id
    words: dict[str, TherapistWords]


# ---- Routines ----


class Step(Entry):
    """``seconds`` is per side; ``swap`` is the pause between sides, ``transition`` comes after."""

    technique: Id
    side: Literal["both", "left-right"]
    seconds: Annotated[int, Field(ge=5, le=3600)]
    swap: Seconds = 0
    transition: Seconds = 0
    note: dict[str, Text] | None = None

    @property
    def working(self) -> int:
        """Seconds of practice, both sides, without the pauses."""
        return self.seconds * (2 if self.side == "left-right" else 1)

    @property
    def total(self) -> int:
        return self.working + self.swap + self.transition


class RoutineWords(Entry):
    name: Text
    summary: Text
    rationale: Text


class Routine(Entry):
    """An ordered list of steps. ``minutes`` is what the cover says; the steps must add up to it."""

    id: Id
    level: Id
    minutes: Annotated[int, Field(ge=1, le=180)]
    goals: tuple[Id, ...]
    kit: tuple[Need, ...]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    words: dict[str, RoutineWords]

    @property
    def seconds(self) -> int:
        # Computed each time: a cached value would survive model_copy, and with it other steps.
        return sum(step.total for step in self.steps)


# ---- Programmes ----


class Session(Entry):
    """A routine on a day. ``part`` is the part of the day, where that matters."""

    routine: Id
    part: Literal["morning", "evening"] | None = None


class Extra(Entry):
    """Something beside the sessions of a day; ``routine`` or ``page`` is where it leads."""

    text: dict[str, Text]
    routine: Id | None = None
    page: Id | None = None


class Day(Entry):
    """``name`` is the focus or theme of the day, ``cap`` its limit where it is lower than the
    week's."""

    sessions: Annotated[tuple[Session, ...], Field(min_length=1, max_length=2)]
    cap: Pressure | None = None
    name: dict[str, Text]
    text: dict[str, Text]
    extras: tuple[Extra, ...] = ()


class RestDays(Entry):
    """The days at the end of every week: nothing, or one of ``routines``."""

    days: Annotated[int, Field(ge=1, le=6)]
    routines: tuple[Id, ...]
    text: dict[str, Text]


class Week(Entry):
    """Days in a row under one ``cap``. ``dose`` multiplies the working seconds of every step.

    ``name`` and ``text`` are its theme; a programme of a single week has none.
    """

    cap: Pressure
    dose: Annotated[float, Field(ge=0.5, le=1.5)] = 1.0
    days: Annotated[tuple[Day, ...], Field(min_length=1)]
    name: dict[str, Text] | None = None
    text: dict[str, Text] | None = None


class ProgrammeWords(Entry):
    """``pace`` says when to go on, repeat or go back, ``afterwards`` what comes after the end."""

    name: Text
    summary: Text
    introduction: Text
    pace: Annotated[tuple[Text, ...], Field(min_length=1)]
    afterwards: Text


class Programme(Entry):
    """Sessions over days. A ``course`` is followed alone, and begins as everybody should begin
    (safety brief 7.4); a ``retreat`` is led by a teacher. ``field`` is the colour of its page."""

    id: Id
    kind: Literal["course", "retreat"]
    field: Literal["straw", "apricot", "sea", "dusk"]
    weeks: Annotated[tuple[Week, ...], Field(min_length=1)]
    rest: RestDays | None = None
    words: dict[str, ProgrammeWords]

    @property
    def routines(self) -> tuple[str, ...]:
        """Every routine that it asks for, in the order of its days, each once."""
        return tuple(
            dict.fromkeys(
                session.routine
                for week in self.weeks
                for day in week.days
                for session in day.sessions
            )
        )


#: Drawings that prose can hold: a fence called "drawing" with one of these in it. Each has a
#: template of its name in templates/drawings/.
DRAWINGS = ("back-line", "pressure-scale")


class Page(Entry):
    """Long prose: the Markdown of one article in one language, with its title and description."""

    id: Id
    title: Text
    description: Text
    minutes: Annotated[int, Field(ge=1)]
    markdown: Text
