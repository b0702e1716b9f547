"""Reads the content files and refuses them, all faults at once, unless every one is sound.

Owns the files under ``content/`` and the rules that hold between them. Nothing else reads
content, but :mod:`fascia.house`, which borrows the reader. Knows content, never Flask.
"""

import difflib
import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ValidationError

from fascia.models import (
    DRAWINGS,
    FOUND_PAGES,
    Condition,
    Entry,
    Grade,
    Group,
    Light,
    Need,
    NoticeWords,
    Page,
    Place,
    Programme,
    ReadingList,
    Region,
    Routine,
    Safety,
    Search,
    Signal,
    Synonyms,
    Technique,
    Term,
    Therapist,
    Tool,
    Vocabulary,
    Zone,
    entry_in,
    home_of,
)
from fascia.programmes import PlannedSession, PlannedWeek, above, cap_of, plan

CONTENT = Path(__file__).parent / "content"

#: The routine for somebody new.
FIRST_ROUTINE = "first-session-12"

SWAP_SECONDS = (10, 15)
TRANSITION_SECONDS = (10, 15, 25)
TOOL_FAMILIES = ("ball", "peanut", "roller", "stick", "hands")

#: The first weeks of practice: no firmer than this, and none of these tools (safety brief 7.4).
FIRST_WEEKS = 2
FIRST_CAP = 4
FIRM_TOOLS = ("ball-firm", "ball-small", "roller-firm", "stick")

#: How far a cap may lower what a technique aims for. Further down it is another session.
LOWERED_BY = 1


class ContentError(Exception):
    """Some content is not sound. ``faults`` holds one sentence each: place, fault, mend."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__(f"{len(faults)} fault(s) in the content:\n  " + "\n  ".join(faults))


@dataclass(frozen=True)
class Library:
    """All content, in the order in which pages show it. Ids are keys."""

    languages: tuple[str, ...]
    vocabulary: Vocabulary
    safety: Safety
    search: Search
    techniques: Mapping[str, Technique]
    routines: Mapping[str, Routine]
    therapists: Mapping[str, Therapist]
    programmes: Mapping[str, Programme]
    #: The weeks of each programme, with the sessions of their days as they are practised.
    plans: Mapping[str, tuple[PlannedWeek, ...]]
    pages: Mapping[str, Mapping[str, Page]]
    reading: ReadingList

    def in_language(self, code: str) -> "Library":
        """What has words in a language: all of it, unless the language is still growing."""
        kept = {
            name: {ident: entry for ident, entry in entries.items() if code in words_of(entry)}
            for name, entries, words_of in (
                ("techniques", self.techniques, lambda entry: entry.words),
                ("routines", self.routines, lambda entry: entry.words),
                ("therapists", self.therapists, lambda entry: entry.words),
                ("programmes", self.programmes, lambda entry: entry.words),
                ("pages", self.pages, lambda versions: versions),
            )
        }
        return replace(self, **kept)

    @cached_property
    def first_routine(self) -> Routine:
        """Where somebody new begins; the shortest one while that has no words in a language."""
        return self.routines.get(FIRST_ROUTINE) or next(iter(self.routines.values()))

    def techniques_in(self, region: str) -> list[Technique]:
        """Techniques whose main or further region is ``region``; main ones first."""
        found = [t for t in self.techniques.values() if region in t.regions]
        return sorted(found, key=lambda t: t.region != region)

    def techniques_in_group(self, group: str) -> list[Technique]:
        """Techniques with a region in ``group``; those whose main region it is first."""
        regions = {region.id for region in self.vocabulary.regions_in(group)}
        found = [t for t in self.techniques.values() if not regions.isdisjoint(t.regions)]
        return sorted(found, key=lambda t: t.region not in regions)

    def techniques_with(self, tool: str) -> list[Technique]:
        return [t for t in self.techniques.values() if tool in t.tools]

    def routines_with(self, technique: str) -> list[Routine]:
        return [r for r in self.routines.values() if any(s.technique == technique for s in r.steps)]

    def programmes_with(self, routine: str) -> list[Programme]:
        return [p for p in self.programmes.values() if routine in p.routines]

    def sessions(self, programme: str) -> dict[str, PlannedSession]:
        """The sessions of a programme by their part of an address, in order."""
        return {s.key: s for week in self.plans[programme] for s in week.sessions}


def load_library(
    languages: Iterable[str], folder: Path = CONTENT, growing: Collection[str] = ()
) -> Library:
    """Read everything under ``folder`` with words in each of ``languages``.

    Of those, the ``growing`` ones may lack techniques, routines, therapists' cards and articles.
    Raises :class:`ContentError` naming every fault with its file, field and mend.
    """
    reader = Reader(languages, folder, growing)
    vocabulary = reader.vocabulary()
    safety = reader.safety()
    search = reader.search()
    techniques = reader.folder("techniques", Technique)
    routines = reader.folder("routines", Routine)
    therapists = reader.folder("therapists", Therapist)
    programmes = reader.folder("programmes", Programme)
    pages = reader.pages()
    reading = reader.reading(pages)
    if vocabulary is not None:  # without it every id would be a fault
        checker = _Checker(reader, vocabulary, safety, techniques, routines)
        checker.check(therapists, programmes)
        checker.check_search(search, pages)
    if reader.faults:
        raise ContentError(sorted(reader.faults))
    position = {region: n for n, region in enumerate(vocabulary.regions)}
    kind = {name: n for n, name in enumerate(vocabulary.kinds)}
    plans = {ident: plan(entry, routines, techniques) for ident, entry in programmes.items()}
    plans = dict(sorted(plans.items(), key=lambda item: sum(week.seconds for week in item[1])))
    return Library(
        languages=reader.languages,
        vocabulary=vocabulary,
        safety=safety,
        search=search,
        techniques=dict(
            sorted(
                techniques.items(),
                key=lambda item: (position[item[1].region], kind[item[1].kind], item[0]),
            )
        ),
        routines=dict(sorted(routines.items(), key=lambda item: (item[1].minutes, item[0]))),
        therapists=therapists,
        programmes={ident: programmes[ident] for ident in plans},
        plans=plans,
        pages=pages,
        reading=reading,
    )


class Reader:
    """Files to entries. Collects faults instead of stopping at the first."""

    def __init__(self, languages: Iterable[str], folder: Path, growing: Collection[str]):
        self.languages = tuple(languages)
        #: Those that every entry has words in. The vocabulary and the safety have them in all.
        self.complete = tuple(code for code in self.languages if code not in growing)
        self.root = folder
        self.faults: list[str] = []
        #: Ids of the files of each folder, sound or not: a broken file is one fault, not many.
        self.ids: dict[str, set[str]] = {}

    # ---- files ----

    def toml(self, path: Path) -> dict | None:
        name = path.relative_to(self.root).as_posix()
        try:
            return tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            self.faults.append(f"{name}: is missing. Restore the file.")
        except UnicodeDecodeError:
            self.faults.append(f"{name}: is not UTF-8 text. Save it as UTF-8.")
        except tomllib.TOMLDecodeError as error:
            self.faults.append(f"{name}: is not valid TOML, {error}. Mend the line it names.")
        return None

    def folder(self, folder: str, kind: type[Entry]) -> dict:
        """One entry a file; the file's name is the id."""
        entries = {}
        self.ids[folder] = set()
        for path in sorted((self.root / folder).glob("*.toml")):
            self.ids[folder].add(path.stem)
            table = self.toml(path)
            if table is None:
                continue
            name = path.relative_to(self.root).as_posix()
            if "id" in table:
                self.faults.append(f"{name}: id is the name of the file. Remove the line.")
                continue
            entry = self.entry(kind, path.stem, table, name, self.complete)
            if entry is not None:
                entries[path.stem] = entry
        return entries

    def vocabulary(self) -> Vocabulary | None:
        name = "vocabulary.toml"
        table = self.toml(self.root / name)
        if table is None:
            return None
        kinds = {
            "groups": Group,
            "regions": Region,
            "tools": Tool,
            "places": Place,
            "grades": Grade,
        }
        before = len(self.faults)
        sections = {
            section: self.section(table, section, kinds.get(section, Term), name)
            for section in Vocabulary.model_fields
        }
        for unknown in table.keys() - sections.keys():
            self.faults.append(_unknown(name, unknown, sections))
        return Vocabulary(**sections) if len(self.faults) == before else None

    def safety(self) -> Safety:
        conditions = self.toml(self.root / "conditions.toml") or {}
        table = self.toml(self.root / "safety.toml") or {}
        notices = {}
        for language in self.languages:
            words = self.build(
                NoticeWords,
                table.get("notices", {}).get(language, {}),
                f"safety.toml: notices.{language}",
            )
            if words is not None:
                notices[language] = words
        return Safety(
            conditions=self.section({"": conditions}, "", Condition, "conditions.toml"),
            signals=self.section(table, "signals", Signal, "safety.toml"),
            zones=self.section(table, "zones", Zone, "safety.toml"),
            lights=self.section(table, "lights", Light, "safety.toml"),
            notices=notices,
        )

    def search(self) -> Search | None:
        name = "search.toml"
        table = self.toml(self.root / name)
        if table is None:
            return None
        singles = {"weak", "tails"}
        before = len(self.faults)
        sections = {
            section: self.entry(
                Synonyms, section, table.get(section, {}), f"{name}: {section}", self.complete
            )
            if section in singles
            else self.section(table, section, Synonyms, name, self.complete)
            for section in Search.model_fields
        }
        for unknown in table.keys() - sections.keys():
            self.faults.append(_unknown(name, unknown, sections))
        return Search(**sections) if len(self.faults) == before else None

    def pages(self) -> dict[str, dict[str, Page]]:
        """``pages/<id>.<language>.md``: ``key: value`` lines, a blank line, then Markdown."""
        pages: dict[str, dict[str, Page]] = {}
        self.ids["pages"] = set()
        for path in sorted((self.root / "pages").glob("*.md")):
            name = path.relative_to(self.root).as_posix()
            ident, _, language = path.stem.rpartition(".")
            if language not in self.languages:
                self.faults.append(
                    f"{name}: the language is not one of {_list(self.languages)}. "
                    f"Name the file <id>.<language>.md."
                )
                continue
            self.ids["pages"].add(ident)
            head, _, body = path.read_text("utf-8").partition("\n\n")
            facts = dict(re.findall(r"^(\w+): *(.+)$", head, re.MULTILINE))
            facts["minutes"] = max(1, round(len(body.split()) / 200))
            for drawing in re.findall(r"^```drawing\n(.*)\n```$", body, re.MULTILINE):
                if drawing not in DRAWINGS:
                    self.faults.append(
                        f"{name}: the drawing {drawing!r} is not one of {_list(DRAWINGS)}. "
                        f"Choose one of them."
                    )
            page = self.build(Page, facts | {"id": ident, "markdown": body}, f"{name}:")
            if page is not None:
                pages.setdefault(ident, {})[language] = page
        for ident, versions in pages.items():
            for language in self.complete:
                if language not in versions:
                    self.faults.append(
                        f"pages/{ident}.{language}.md: is missing. Write it in this language too."
                    )
        return pages

    def reading(self, pages: Iterable[str]) -> ReadingList | None:
        """``pages/reading.toml``: every article is in one of the groups, once."""
        name = "pages/reading.toml"
        table = self.toml(self.root / name)
        reading = None if table is None else self.build(ReadingList, table, name)
        listed = [ident for _, group in reading or () for ident in group]
        for ident in dict.fromkeys(listed):
            if listed.count(ident) > 1:
                self.faults.append(f"{name}: {ident!r} is listed twice. Remove one.")
            if ident not in pages:
                self.faults.append(
                    f"{name}: {ident!r} is not an article in pages/.{_near(ident, pages)}"
                )
        for ident in pages if reading else ():
            if ident not in listed:
                self.faults.append(
                    f"{name}: {ident!r} is in none of the groups "
                    f"{_list(ReadingList.model_fields)}. Add it to one of them."
                )
        return reading

    # ---- tables to entries ----

    def section(
        self, table: dict, section: str, kind: type[Entry], name: str, required=None
    ) -> dict:
        if section not in table:
            self.faults.append(f"{name}: [{section}] is missing. Add the section.")
            return {}
        prefix = f"{section}." if section else ""
        entries = {
            ident: self.entry(kind, ident, facts, f"{name}: {prefix}{ident}", required)
            for ident, facts in table[section].items()
        }
        return {ident: entry for ident, entry in entries.items() if entry is not None}

    def entry(self, kind: type[Entry], ident: str, table: dict, place: str, required=None):
        """Split facts from the tables named after a language, and build the entry.

        It needs words in every ``required`` language: all of them, unless it says which.
        """
        required = self.languages if required is None else required
        if not isinstance(table, dict):
            self.faults.append(f"{place}: is not a table. Write it as [{ident}] with fields.")
            return None
        words = {language: table[language] for language in self.languages if language in table}
        facts = {key: value for key, value in table.items() if key not in words}
        missing = [language for language in required if language not in words]
        for language in missing:
            self.faults.append(f"{place}: [{language}] is missing. Add the words in it.")
        entry = self.build(kind, facts | {"id": ident, "words": words}, place)
        return None if missing else entry

    def build(self, kind: type[BaseModel], facts: dict, place: str):
        try:
            # Through JSON, where strict mode takes lists for tuples but never "90" for 90.
            return kind.model_validate_json(json.dumps(facts, default=str))
        except ValidationError as error:
            faults = error.errors()
            inside = {fault["loc"][:n] for fault in faults for n in range(len(fault["loc"]))}
            for fault in faults:
                # Of a list whose only entry is wrong, pydantic says too that it is empty.
                if fault["type"] != "too_short" or fault["loc"] not in inside:
                    self.faults.append(f"{place.rstrip(':')}: {_sentence(fault, kind)}")
        return None


class _Checker:
    """The rules between entries: ids in the vocabulary, chains that end, sums that hold."""

    def __init__(self, reader, vocabulary, safety, techniques, routines):
        self.faults = reader.faults
        self.languages = reader.languages
        self.files = reader.ids
        self.vocabulary = vocabulary
        self.safety = safety
        self.techniques = techniques
        self.routines = routines

    def check(
        self, therapists: Mapping[str, Therapist], programmes: Mapping[str, Programme]
    ) -> None:
        self.check_vocabulary()
        self.check_conditions()
        for zone in self.safety.zones.values():
            place = f"safety.toml: zones.{zone.id}"
            # A zone may point to a technique that has not been poured in yet; never to itself.
            if zone.instead == zone.id:
                self.faults.append(f"{place}: instead names the zone itself. Name a technique.")
        for technique in self.techniques.values():
            self.check_technique(technique)
        self.check_chains()
        for routine in self.routines.values():
            self.check_routine(routine)
        for therapist in therapists.values():
            self.ids(f"therapists/{therapist.id}.toml", "grade", [therapist.grade], "grades")
        for language in self.languages:
            if self.routines and not any(language in r.words for r in self.routines.values()):
                self.fault(
                    "routines/",
                    f"none has words in [{language}]. Begin a language with one routine and its "
                    f"techniques.",
                )
        for programme in programmes.values():
            self.check_programme(programme)

    def fault(self, place: str, sentence: str) -> None:
        self.faults.append(f"{place}: {sentence}")

    def ids(self, place: str, name: str, values: Iterable[str], section: str) -> None:
        known = getattr(self.vocabulary, section)
        self.known(place, name, values, known, f"[{section}] in vocabulary.toml")

    def known(self, place, name, values, known, home) -> None:
        seen = set()
        for value in values:
            if value not in known:
                self.fault(
                    place, f"{name} has {value!r}, which is not in {home}.{_near(value, known)}"
                )
            if value in seen:
                self.fault(place, f"{name} has {value!r} twice. Remove one.")
            seen.add(value)

    # ---- vocabulary and safety ----

    def check_vocabulary(self) -> None:
        regions = self.vocabulary.regions
        for both in self.vocabulary.groups.keys() & regions.keys():
            self.fault(
                f"vocabulary.toml: groups.{both}",
                "is also the id of a region, and both have a page. Rename the group.",
            )
        for region in regions.values():
            place = f"vocabulary.toml: regions.{region.id}"
            for language in self.languages if region.anatomy else ():
                if language not in region.anatomy:
                    self.fault(place, f"anatomy.{language} is missing. Say what the drawing shows.")
            self.ids(place, "group", [region.group], "groups")
            self.ids(place, "neighbours", region.neighbours, "regions")
            for other in region.neighbours:
                if other in regions and region.id not in regions[other].neighbours:
                    self.fault(
                        place,
                        f"has the neighbour {other!r}, which does not name it back. "
                        f"Add {region.id!r} to regions.{other}.neighbours.",
                    )
        self.check_tools()
        for where in self.vocabulary.places.values():
            place = f"vocabulary.toml: places.{where.id}"
            self.ids(place, "positions", where.positions, "positions")

    def check_tools(self) -> None:
        for tool in self.vocabulary.tools.values():
            place = f"vocabulary.toml: tools.{tool.id}"
            known = {*self.vocabulary.household, *self.vocabulary.tools} - {tool.id}
            self.known(place, "instead", tool.instead, known, "[household] or [tools]")
        for both in self.vocabulary.household.keys() & self.vocabulary.tools.keys():
            self.fault(
                f"vocabulary.toml: household.{both}",
                "is also the id of a tool, and one list holds both. Rename it.",
            )

    def check_conditions(self) -> None:
        regions = {*self.vocabulary.regions, "all", "picked"}
        tools = {*self.vocabulary.tools, *TOOL_FAMILIES, "all"}
        conditions = self.safety.conditions
        for condition in conditions.values():
            place = f"conditions.toml: {condition.id}"
            for name in ("regions", "block_regions"):
                self.known(place, name, getattr(condition, name), regions, "the regions")
            self.known(place, "block_tools", condition.block_tools, tools, "the tools")
            for name in ("block_flags", "ask_flags", "easier_flags"):
                self.ids(place, name, getattr(condition, name), "flags")
            self.known(place, "stays", condition.stays, *self.home("techniques"))
            for name in ("implies", "see"):
                self.known(place, name, getattr(condition, name), conditions, "conditions.toml")
            if condition.theme:
                self.ids(place, "theme", [condition.theme], "themes")
            elif condition.severity != "red-flag":
                self.fault(place, "theme is missing. Say under which heading it is asked.")
            for language, words in condition.words.items():
                if condition.severity == "red-flag" and not words.help:
                    self.fault(place, f"[{language}].help is missing. Say what to do.")

    def check_search(self, search: Search | None, pages: Iterable[str]) -> None:
        """Words lead to what there is."""
        if search is None:
            return
        files = {
            name: (self.files[name], f"{name}/")
            for name in ("techniques", "routines", "programmes")
        }
        files["pages"] = ({*pages, *FOUND_PAGES}, "pages/")
        for section in Search.model_fields.keys() - {"weak", "tails"}:
            known, home = files.get(section) or (
                getattr(self.vocabulary, section),
                f"[{section}] in vocabulary.toml",
            )
            self.known("search.toml", f"[{section}]", getattr(search, section), known, home)

    # ---- techniques ----

    def check_technique(self, technique: Technique) -> None:
        place = f"techniques/{technique.id}.toml"
        self.check_ids(place, technique)
        for both in set(technique.excl) & set(technique.ask):
            self.fault(place, f"{both!r} is in excl and in ask. Keep the one that is meant.")
        dose = technique.dose
        if not dose.min <= dose.seconds <= dose.max:
            self.fault(
                place,
                f"dose.seconds is {dose.seconds}, outside {dose.min} to {dose.max}. "
                f"Mend the default or the range.",
            )
        if technique.pressure.target > technique.pressure.cap:
            self.fault(
                place,
                f"pressure.target is {technique.pressure.target}, above the cap "
                f"{technique.pressure.cap}. Lower the target.",
            )
        long_hold = technique.action == "hold" and dose.seconds >= 90
        if long_hold and technique.pressure.cap > 4:
            self.fault(
                place,
                f"a hold of {dose.seconds} s has the cap {technique.pressure.cap}. "
                f"Set pressure.cap to 4 or less.",
            )
        self.check_same_counts(place, technique.words, ("set_up", "movement", "avoid"))
        self.check_same_presence(place, technique.words, ("where", "stronger", "household"))

    def check_ids(self, place: str, entry: Entry) -> None:
        """Every id in ``entry`` and in the tables it holds names something that is there."""
        for name, field in type(entry).model_fields.items():
            value, home = getattr(entry, name), home_of(field)
            values = value if isinstance(value, tuple) else (value,)
            if home and value is not None:
                self.known(place, name, values, *self.home(home))
            for number, inner in enumerate(values, 1):
                if isinstance(inner, Need):
                    self.ids(place, f"{name} {number}", inner.any_of, "tools")

    def home(self, name: str) -> tuple[Iterable[str], str]:
        """The ids that a field may have, and where they are written down."""
        if name == "conditions":
            return self.safety.conditions, "conditions.toml"
        if name in self.files:
            return self.files[name], f"{name}/"
        return getattr(self.vocabulary, name), f"[{name}] in vocabulary.toml"

    def check_same_counts(self, place, words, fields) -> None:
        first, *others = words
        for name in fields:
            for language in others:
                counts = [len(getattr(words[code], name)) for code in (first, language)]
                if counts[0] != counts[1]:
                    self.fault(
                        place,
                        f"[{language}].{name} has {counts[1]}, [{first}].{name} has "
                        f"{counts[0]}. Make them match one to one.",
                    )

    def check_same_presence(self, place, words, fields) -> None:
        for fault in unequal_presence(words, fields):
            self.fault(place, fault)

    def check_chains(self) -> None:
        """Following swap_to must come to an end, or a person would be sent round in circles."""
        for technique in self.techniques.values():
            seen = [technique.id]
            here = technique
            while here.swap_to and here.swap_to in self.techniques:
                if here.swap_to in seen:
                    self.fault(
                        f"techniques/{technique.id}.toml",
                        f"swap_to runs in a circle: {' → '.join([*seen, here.swap_to])}. "
                        f"End the chain.",
                    )
                    break
                seen.append(here.swap_to)
                here = self.techniques[here.swap_to]

    # ---- routines ----

    def check_routine(self, routine: Routine) -> None:
        place = f"routines/{routine.id}.toml"
        self.check_ids(place, routine)
        if not routine.id.endswith(f"-{routine.minutes}"):
            self.fault(
                place,
                f"the name of the file does not end in its minutes. "
                f"Name it <words>-{routine.minutes}.toml, or mend the minutes.",
            )
        for number, step in enumerate(routine.steps, 1):
            last = number == len(routine.steps)
            self.check_step(place, number, step, routine.words, last)
        if routine.seconds != routine.minutes * 60:
            self.fault(
                place,
                f"the steps add up to {routine.seconds} s, minutes = {routine.minutes} is "
                f"{routine.minutes * 60} s. Mend the closing step or the minutes.",
            )

    def check_step(self, place: str, number: int, step, languages, last: bool) -> None:
        where = f"{place}: step {number}"
        self.check_ids(where, step)
        technique = self.techniques.get(step.technique)
        if technique is not None:
            sides = "left-right" if technique.side == "LR" else "both"
            if step.side != sides:
                self.fault(
                    where,
                    f"side is {step.side!r}, but {technique.id} is done "
                    f"{'left and right' if sides == 'left-right' else 'once'}. Write {sides!r}.",
                )
            if not technique.dose.min <= step.seconds <= technique.dose.max:
                self.fault(
                    where,
                    f"seconds is {step.seconds}, outside the range of {technique.id}, "
                    f"{technique.dose.min} to {technique.dose.max}. Choose a value inside it.",
                )
        swaps = SWAP_SECONDS if step.side == "left-right" else (0,)
        if step.swap not in swaps:
            self.fault(where, f"swap is {step.swap}. Choose {_list(map(str, swaps), 'or')}.")
        transitions = (0,) if last else TRANSITION_SECONDS
        if step.transition not in transitions:
            self.fault(
                where,
                f"transition is {step.transition}. Choose {_list(map(str, transitions), 'or')}.",
            )
        self.check_every_language(where, "note", step.note, languages)
        for language in languages:
            if technique is not None and language not in technique.words:
                self.fault(
                    where,
                    f"{technique.id} has no words in [{language}], and the routine has. "
                    f"Add them, or remove [{language}] here.",
                )

    def check_every_language(
        self, where: str, name: str, words: dict[str, str] | None, languages: Iterable[str]
    ) -> None:
        """Words beside a fact are there in every language that the entry has words in."""
        for language in languages if words is not None else ():
            if language not in words:
                self.fault(where, f"{name}.{language} is missing. Write it in every language.")

    # ---- programmes ----

    def check_programme(self, programme: Programme) -> None:
        place = f"programmes/{programme.id}.toml"
        self.check_same_counts(place, programme.words, ("pace",))
        rest = programme.rest
        if rest is not None:
            self.check_every_language(f"{place}: rest", "text", rest.text, programme.words)
            self.check_routines(f"{place}: rest", "routines", rest.routines)
        for number, week in enumerate(programme.weeks, 1):
            where = f"{place}: week {number}"
            for name in ("name", "text"):
                words = getattr(week, name)
                if words is None and len(programme.weeks) > 1:
                    self.fault(where, f"{name} is missing. A programme of several weeks needs it.")
                self.check_every_language(where, name, words, programme.words)
            days = len(week.days) + (rest.days if rest else 0)
            if days > 7:
                self.fault(where, f"has {days} days with those of rest. A week has 7: drop some.")
            begins = programme.kind == "course" and number <= FIRST_WEEKS
            if begins and week.cap > FIRST_CAP:
                self.fault(
                    where,
                    f"cap is {week.cap}. In the first {FIRST_WEEKS} weeks it must be "
                    f"at most {FIRST_CAP}.",
                )
            for position, day in enumerate(week.days, 1):
                self.check_day(f"{where}, day {position}", week, day, begins, programme.words)

    def check_day(self, where: str, week, day, begins: bool, languages: Iterable[str]) -> None:
        for name in ("name", "text"):
            self.check_every_language(where, name, getattr(day, name), languages)
        if cap_of(week, day) > week.cap:
            self.fault(where, f"cap is {day.cap}, above the {week.cap} of its week. Lower it.")
        parts = [session.part for session in day.sessions]
        if len(parts) > 1 and parts != ["morning", "evening"]:
            self.fault(
                where, "has two sessions. Give the first part 'morning', the other 'evening'."
            )
        self.check_routines(where, "sessions", [session.routine for session in day.sessions])
        for session in day.sessions:
            routine = self.routines.get(session.routine)
            if routine is None:
                continue
            self.check_session(where, routine, cap_of(week, day), begins)
            for language in languages:
                if language not in routine.words:
                    self.fault(
                        where,
                        f"{routine.id} has no words in [{language}], and the programme has. "
                        f"Add them, or remove [{language}] here.",
                    )
        for number, extra in enumerate(day.extras, 1):
            place = f"{where}: extra {number}"
            self.check_every_language(place, "text", extra.text, languages)
            if (extra.routine is None) == (extra.page is None):
                self.fault(place, "leads to one place. Give it either a routine or a page.")
            if extra.routine is not None:
                self.check_routines(place, "routine", [extra.routine])
            if extra.page is not None:
                self.known(place, "page", [extra.page], self.files["pages"], "pages/")

    def check_routines(self, where: str, name: str, values: Iterable[str]) -> None:
        self.known(where, name, values, self.files["routines"], "routines/")

    def check_session(self, where: str, routine: Routine, cap: int, begins: bool) -> None:
        """What a cap and the first weeks ask of a routine."""
        if all(step.technique in self.techniques for step in routine.steps):
            for name in sorted(above(routine, cap + LOWERED_BY, self.techniques)):
                target = self.techniques[name].pressure.target
                self.fault(
                    where,
                    f"{routine.id} holds {name}, which aims for {target}; the cap is {cap}, and "
                    f"may lower it by {LOWERED_BY}. Choose a lighter routine or another cap.",
                )
        for need in routine.kit if begins else ():
            if not need.optional and need.any_of[0] in FIRM_TOOLS:
                self.fault(
                    where,
                    f"{routine.id} asks for {need.any_of[0]}, which is too firm for the first "
                    f"{FIRST_WEEKS} weeks. Choose another routine.",
                )


# ---- faults in words ----


def unequal_presence(words: Mapping[str, Entry], fields: Iterable[str]) -> Iterator[str]:
    """Fields that may be left out, but then in every language."""
    for name in fields:
        present = [code for code in words if getattr(words[code], name)]
        missing = [code for code in words if code not in present]
        if present and missing:
            yield (
                f"[{missing[0]}].{name} is missing, [{present[0]}] has it. "
                f"Write it in every language."
            )


def _sentence(fault: dict, kind: type[BaseModel]) -> str:
    """One pydantic error as field, fault and mend."""
    loc = [str(part) for part in fault["loc"]]
    wanted = _wanted(kind, loc)
    if loc and loc[0] == "words" and len(loc) > 1:
        loc[:2] = [f"[{loc[1]}]"]
    if fault["input"] == "" and len(loc) > 1 and loc[-1] == "0":
        loc.pop()  # a list of one empty text is an empty list
    # People count from one: "steps 1.seconds".
    where = re.sub(r"\.(\d+)", lambda n: f" {int(n[1]) + 1}", ".".join(loc)) or "the entry"
    context = fault.get("ctx", {})
    if fault["input"] == "" or fault["type"] in ("string_too_short", "too_short"):
        return f"{where} is empty. {wanted or 'Write it.'}"
    match fault["type"]:
        case "missing":
            return f"{where} is missing. {wanted or 'Add it.'}"
        case "extra_forbidden":
            known = kind.model_fields if len(loc) == 1 else ()
            return f"{where} is not a known field.{_near(loc[-1], known) or ' Remove it.'}"
        case "literal_error":
            return f"{where} is {fault['input']!r}. Choose {context['expected']}."
        case "string_pattern_mismatch":
            return f"{where} is {fault['input']!r}. Write ids in letters, digits and hyphens."
        case "greater_than_equal" | "less_than_equal":
            bound = context.get("ge", context.get("le"))
            word = "at least" if "ge" in context else "at most"
            return f"{where} is {fault['input']!r}. It must be {word} {bound}."
        case "value_error":  # a rule of our own, which brings its mend along
            return f"{where} is {fault['input']!r}. {context['error']}"
        case _:
            return f"{where} is {fault['input']!r}: {fault['msg'].lower()}. Mend it."


def _wanted(kind: type[BaseModel], loc: Iterable[str]) -> str:
    """What the description of the field at ``loc`` asks for, as a sentence; "" without one."""
    field = None
    for part in loc:
        if kind is not None and part in kind.model_fields:
            field = kind.model_fields[part]
            kind = entry_in(field.annotation)
    return f"Say {field.description}." if field and field.description else ""


def _near(value: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(value, list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]!r}?" if close else ""


def _unknown(name: str, key: str, known: Iterable[str]) -> str:
    return f"{name}: [{key}] is not a known section.{_near(key, known) or ' Remove it.'}"


def _list(items: Iterable[str], word: str = "and") -> str:
    items = list(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"
