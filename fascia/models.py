"""What content is: the shape of every entry. Knows nothing of files, pages or Flask.

Facts stand once; words stand per language in ``words`` (``technique.words["nl"].name``).
Times are whole seconds, pressure is on the 0-10 scale of the safety brief, ids are English
kebab-case. Membership of ids in the vocabulary is checked by :mod:`fascia.library`, which
sees all files; everything that one entry can tell by itself is checked here.

The description of a field completes the sentence "Say ...": it is what a fault asks for when the
field is empty, and what stands above the field in a file that ``flask content new`` begins.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.fields import FieldInfo

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]
Seconds = Annotated[int, Field(ge=0, le=3600)]
Pressure = Annotated[int, Field(ge=0, le=10)]


@dataclass(frozen=True)
class Of:
    """Marks a field whose ids are those of a section of the vocabulary, or of other content.

    ``home`` is a field of :class:`Vocabulary`, or ``conditions`` or ``techniques``.
    """

    home: str


def home_of(field: FieldInfo) -> str | None:
    """Where the ids of a field come from, None if it holds none."""
    return next((mark.home for mark in field.metadata if isinstance(mark, Of)), None)


def entry_in(annotation: object) -> "type[Entry] | None":
    """The kind of entry that a field holds, alone, in a list or by language; or None."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next(filter(None, map(entry_in, get_args(annotation))), None)


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
    themes: dict[str, Term]
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
    """``label`` is what a person ticks; ``help`` says what to do (a red flag always has it)."""

    label: Text
    help: Text | None = None


class Condition(Entry):
    """One condition of the safety brief: tables 7.2 (class, regions) and 7.3 (parameters), and the
    groups of 7.4, which are no complaint but are asked and act in the same way.

    ``theme`` is where the health check asks for it; red flags have none, they come first.
    ``block_regions`` with ``block_tools`` removes a technique when both match; ``all`` and
    ``picked`` are words of those tables. ``cap`` is the highest pressure, ``factor`` multiplies
    working seconds; ``cap = 0`` means nothing in scope. A ``strict`` one takes light touch and rest
    from its scope too. With one of ``easier_flags`` only the easier variant of a technique is left;
    so it is with the techniques in ``stays``, which no flag takes away. ``pauses`` multiplies the
    time between two steps and between two sides. What ``lasts`` so many hours is over after them;
    without it an answer holds until it is changed. ``see`` are conditions to ask about as well.
    """

    id: Id
    severity: Literal["red-flag", "contraindication", "caution", "adapt"]
    theme: Id | None = None
    regions: tuple[Id, ...]
    block_regions: tuple[Id, ...] = ()
    block_tools: tuple[Id, ...] = ()
    block_flags: tuple[Id, ...] = ()
    strict: bool = False
    stays: tuple[Id, ...] = ()
    ask: Literal["all", "scope", "no"] = "no"
    ask_flags: tuple[Id, ...] = ()
    easier_flags: tuple[Id, ...] = ()
    lighter: bool = False
    cap: Pressure | None = None
    factor: Annotated[float, Field(ge=0, le=1)] = 1.0
    pauses: Annotated[float, Field(ge=1, le=3)] = 1.0
    lasts: Annotated[float, Field(gt=0)] | None = None
    implies: tuple[Id, ...] = ()
    see: tuple[Id, ...] = ()
    sources: tuple[Id, ...]
    words: dict[str, ConditionWords]


#: How a session may go on after a stop. ``go-on`` is only ever the person's own wish.
Way = Literal["rest", "easier", "swap", "skip", "go-on", "end"]


class SignalWords(Entry):
    """A stop signal: what is felt, what to do, and whether one may go on."""

    felt: Text
    act: Text
    resume: Text


class Signal(Entry):
    """What a stop signal asks for (safety brief, section 5).

    ``ways`` are the ways on that are offered, in order; ``wait`` is how many seconds to rest before
    any of them but ``end``; ``closes`` is what is over for today: the technique at hand, all work
    on neck and head, or all of it. With ``rescreen`` the health questions are asked again.
    """

    id: Id
    ways: Annotated[tuple[Way, ...], Field(min_length=1)]
    wait: Seconds = 0
    closes: Literal["spot", "neck-head", "day"] | None = None
    rescreen: bool = False
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

    any_of: Annotated[tuple[Id, ...], Of("tools")] = Field(
        min_length=1, description="which tools will do, the best one first"
    )
    count: Annotated[int, Field(ge=1, le=4)] = Field(default=1, description="how many of it")
    optional: bool = Field(default=False, description="true when it also works without")


class Dose(Entry):
    """Seconds per side: the default and the range a person may choose from."""

    seconds: Seconds = Field(description="how many seconds a side takes")
    min: Seconds = Field(description="the fewest seconds that are worth it")
    max: Seconds = Field(description="the most seconds that are wise")


class PressureRange(Entry):
    """What to aim for and what never to exceed, 0-10."""

    target: Pressure = Field(description="what to aim for on the scale of 0 to 10")
    cap: Pressure = Field(description="what never to exceed on that scale")


class TechniqueWords(Entry):
    """``settle`` is shown and spoken while getting into position, ``cue`` once at the start.

    ``figure`` says what the drawing shows, for whoever does not see it.
    """

    name: Text = Field(description="what it is called, in two to five plain words")
    figure: Text | None = Field(
        default=None, description="what the drawing shows, for whoever does not see it"
    )
    purpose: Text = Field(description="what it is good for, without promising anything")
    tissue: Text = Field(
        description="what lies under the tool: the everyday word first, the Latin name in brackets"
    )
    where: Text | None = Field(
        default=None, description="where exactly the tool goes, by what can be felt"
    )
    set_up: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="how to get into position, one action to a line"
    )
    movement: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="what to do there, one action to a line"
    )
    tempo: Text = Field(description="how slowly, or how many breaths")
    settle: Text = Field(
        description="how to get into position, in a few words that are read aloud in the pause"
    )
    cue: Text = Field(description="the one thing to attend to; it is read aloud as the step begins")
    easier: Text = Field(description="how to make it softer, for whoever finds it too much")
    stronger: Text | None = Field(
        default=None, description="how to make it a little firmer, where that is wise"
    )
    household: Text | None = Field(
        default=None, description="what will do that most people have at home"
    )
    avoid: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="where not to press and what not to do, one to a line"
    )


class Technique(Entry):
    """One card. The first region is the main one (index, colour); all drive safety."""

    id: Id
    kind: Annotated[Id, Of("kinds")] = Field(description="what kind of entry it is")
    regions: Annotated[tuple[Id, ...], Of("regions")] = Field(
        min_length=1, description="which parts of the body it touches, the main one first"
    )
    side: Literal["LR", "C"] = Field(
        description="whether it is done left and right (LR) or once, in the middle (C)"
    )
    position: Annotated[Id, Of("positions")] = Field(description="how the body is placed")
    action: Annotated[Id, Of("actions")] = Field(description="what the body does")
    needs: tuple[Need, ...] = Field(
        default=(), description="what to have at hand, one thing to a line"
    )
    flags: Annotated[tuple[Id, ...], Of("flags")] = Field(
        description="what the safety rules must know about it; every one that is true"
    )
    lines: Annotated[tuple[Id, ...], Of("lines")] = Field(
        default=(), description="which fascial lines it lies on, as teachers draw them"
    )
    goals: Annotated[tuple[Id, ...], Of("goals")] = Field(description="what people do it for")
    grade: Annotated[Id, Of("grades")] = Field(
        description="how well it has been studied; choose the lower one when in doubt"
    )
    dose: Dose = Field(description="how long a side takes, and the range a person may choose from")
    pressure: PressureRange = Field(description="how firm it is, and how firm at most")
    excl: Annotated[tuple[Id, ...], Of("conditions")] = Field(
        default=(), description="with which conditions it is not to be done at all"
    )
    ask: Annotated[tuple[Id, ...], Of("conditions")] = Field(
        default=(), description="with which conditions to ask a professional first"
    )
    swap_to: Annotated[Id | None, Of("techniques")] = Field(
        default=None, description="which technique takes its place for whoever may not do it"
    )
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

    technique: Annotated[Id, Of("techniques")] = Field(description="which technique")
    side: Literal["both", "left-right"] = Field(
        description="left-right when the technique is done left and right, both when once"
    )
    seconds: Annotated[int, Field(ge=5, le=3600)] = Field(
        description="how many seconds a side takes, within the range of the technique"
    )
    swap: Seconds = Field(default=0, description="the pause between two sides: 10, on the floor 15")
    transition: Seconds = Field(
        default=0,
        description="the pause after it: 10, between floor positions 15, onto or off the floor 25; "
        "0 for the last step",
    )
    note: dict[str, Text] | None = Field(
        default=None, description="what is different about it here"
    )

    @property
    def working(self) -> int:
        """Seconds of practice, both sides, without the pauses."""
        return self.seconds * (2 if self.side == "left-right" else 1)

    @property
    def total(self) -> int:
        return self.working + self.swap + self.transition


class RoutineWords(Entry):
    name: Text = Field(description="what it is called, in two to six plain words")
    summary: Text = Field(description="what it is, in one sentence that makes one want to begin")
    rationale: Text = Field(description="why the steps come in this order")


class Routine(Entry):
    """An ordered list of steps. ``minutes`` is what the cover says; the steps must add up to it."""

    id: Id
    level: Annotated[Id, Of("levels")] = Field(description="for whom it is")
    minutes: Annotated[int, Field(ge=1, le=180)] = Field(
        description="how many minutes it takes; all seconds of the steps must add up to it"
    )
    goals: Annotated[tuple[Id, ...], Of("goals")] = Field(description="what people do it for")
    kit: tuple[Need, ...] = Field(description="what to have at hand, one thing to a line")
    steps: Annotated[tuple[Step, ...], Field(min_length=1)] = Field(
        description="what is done, in order, a block for each step"
    )
    words: dict[str, RoutineWords]

    @property
    def seconds(self) -> int:
        # Computed each time: a cached value would survive model_copy, and with it other steps.
        return sum(step.total for step in self.steps)


# ---- Programmes ----


class Session(Entry):
    """A routine on a day."""

    routine: Annotated[Id, Of("routines")] = Field(description="which routine is followed")
    part: Literal["morning", "evening"] | None = Field(
        None, description="the part of the day, where there are two sessions"
    )


class Extra(Entry):
    """Something beside the sessions of a day. It leads to a routine or to a page."""

    text: dict[str, Text] = Field(description="what there is to do besides, per language")
    routine: Annotated[Id, Of("routines")] | None = Field(None, description="where it leads")
    page: Id | None = Field(None, description="the article that it leads to")


class Day(Entry):
    """What a day of a programme holds."""

    sessions: Annotated[tuple[Session, ...], Field(min_length=1, max_length=2)] = Field(
        description="the one or two routines of the day; of two, the first has part = 'morning' "
        "and the other part = 'evening'"
    )
    cap: Pressure | None = Field(
        None, description="how firm it may get on this day, where that is less than in its week"
    )
    name: dict[str, Text] = Field(description="the focus or theme of the day, per language")
    text: dict[str, Text] = Field(description="a sentence or two for the day, per language")
    extras: tuple[Extra, ...] = Field((), description="what there is besides the sessions")


class RestDays(Entry):
    """The days at the end of every week: nothing, or one of ``routines``."""

    days: Annotated[int, Field(ge=1, le=6)] = Field(description="how many days of rest")
    routines: Annotated[tuple[Id, ...], Of("routines")] = Field(
        description="routines gentle enough for such a day"
    )
    text: dict[str, Text] = Field(description="what to do on such a day, per language")


class Week(Entry):
    """Days in a row under one limit."""

    cap: Pressure = Field(
        description="how firm it may get, 0 to 10; at most 4 in the first two weeks of a course"
    )
    dose: Annotated[float, Field(ge=0.5, le=1.5)] = Field(
        1.0, description="what the seconds of every step are multiplied by"
    )
    name: dict[str, Text] | None = Field(
        None, description="the theme of the week, where there are several, per language"
    )
    text: dict[str, Text] | None = Field(
        None, description="a sentence or two for the week, where there are several, per language"
    )
    days: Annotated[tuple[Day, ...], Field(min_length=1)] = Field(
        description="what is done on each day, in order"
    )


class ProgrammeWords(Entry):
    """What a programme is called, and how it is followed."""

    name: Text = Field(description="the name of the programme, a few words")
    summary: Text = Field(description="one sentence for the lists: how long, with what, what for")
    introduction: Text = Field(description="two or three sentences for whoever begins")
    pace: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="when to go on, to repeat or to go back, a point to a line"
    )
    afterwards: Text = Field(description="what comes after the last day")


class Programme(Entry):
    """Sessions over days. A ``course`` is followed alone, and begins as everybody should begin
    (safety brief 7.4); a ``retreat`` is led by a teacher."""

    id: Id
    kind: Literal["course", "retreat"] = Field(
        description="'course' for what is followed alone, 'retreat' for what a teacher leads"
    )
    field: Literal["straw", "apricot", "sea", "dusk"] = Field(
        description="the colour of its page: straw, apricot, sea or dusk"
    )
    rest: RestDays | None = Field(None, description="the days of rest at the end of every week")
    weeks: Annotated[tuple[Week, ...], Field(min_length=1)] = Field(
        description="the weeks, in order, each with its days"
    )
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


# ---- Reading ----

#: Drawings that prose can hold: a fence called "drawing" with one of these in it. Each has a
#: template of its name in templates/drawings/.
DRAWINGS = ("back-line", "pressure-scale")


class Page(Entry):
    """Long prose: the Markdown of one article in one language, with its title and description."""

    id: Id
    title: Text = Field(description="what the article is called")
    description: Text = Field(description="what a reader will find in it, in one sentence")
    minutes: Annotated[int, Field(ge=1)]
    markdown: Text = Field(description="what there is to read, below an empty line")


class ReadingList(Entry):
    """Which articles there are, in groups, in the order in which they are listed."""

    known: tuple[Id, ...]
    practice: tuple[Id, ...]
    app: tuple[Id, ...]
