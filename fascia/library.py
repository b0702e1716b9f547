"""Reads the content files and refuses them, all faults at once, unless every one is sound.

Owns the files under ``content/`` and the rules that hold between them. Nothing else reads
content. Knows content, never Flask.
"""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from fascia.models import (
    DRAWINGS,
    Condition,
    Entry,
    Grade,
    Group,
    Light,
    Need,
    NoticeWords,
    Page,
    ReadingList,
    Region,
    Routine,
    Safety,
    Signal,
    Technique,
    Term,
    Therapist,
    Tool,
    Vocabulary,
    Zone,
    entry_in,
    home_of,
)

CONTENT = Path(__file__).parent / "content"

SWAP_SECONDS = (10, 15)
TRANSITION_SECONDS = (10, 15, 25)
TOOL_FAMILIES = ("ball", "peanut", "roller", "stick", "hands")


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
    techniques: Mapping[str, Technique]
    routines: Mapping[str, Routine]
    therapists: Mapping[str, Therapist]
    pages: Mapping[str, Mapping[str, Page]]
    reading: ReadingList

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


def load_library(languages: Iterable[str], folder: Path = CONTENT) -> Library:
    """Read everything under ``folder`` with words in each of ``languages``.

    Raises :class:`ContentError` naming every fault with its file, field and mend.
    """
    reader = _Reader(tuple(languages), folder)
    vocabulary = reader.vocabulary()
    safety = reader.safety()
    techniques = reader.folder("techniques", Technique)
    routines = reader.folder("routines", Routine)
    therapists = reader.folder("therapists", Therapist)
    pages = reader.pages()
    reading = reader.reading(pages)
    if vocabulary is not None:  # without it every id would be a fault
        _Checker(reader, vocabulary, safety, techniques, routines).check(therapists)
    if reader.faults:
        raise ContentError(sorted(reader.faults))
    position = {region: n for n, region in enumerate(vocabulary.regions)}
    kind = {name: n for n, name in enumerate(vocabulary.kinds)}
    return Library(
        languages=reader.languages,
        vocabulary=vocabulary,
        safety=safety,
        techniques=dict(
            sorted(
                techniques.items(),
                key=lambda item: (position[item[1].region], kind[item[1].kind], item[0]),
            )
        ),
        routines=dict(sorted(routines.items(), key=lambda item: (item[1].minutes, item[0]))),
        therapists=therapists,
        pages=pages,
        reading=reading,
    )


class _Reader:
    """Files to entries. Collects faults instead of stopping at the first."""

    def __init__(self, languages: tuple[str, ...], folder: Path):
        self.languages = languages
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
            entry = self.entry(kind, path.stem, table, name)
            if entry is not None:
                entries[path.stem] = entry
        return entries

    def vocabulary(self) -> Vocabulary | None:
        name = "vocabulary.toml"
        table = self.toml(self.root / name)
        if table is None:
            return None
        kinds = {"groups": Group, "regions": Region, "tools": Tool, "grades": Grade}
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

    def pages(self) -> dict[str, dict[str, Page]]:
        """``pages/<id>.<language>.md``: ``key: value`` lines, a blank line, then Markdown."""
        pages: dict[str, dict[str, Page]] = {}
        for path in sorted((self.root / "pages").glob("*.md")):
            name = path.relative_to(self.root).as_posix()
            ident, _, language = path.stem.rpartition(".")
            if language not in self.languages:
                self.faults.append(
                    f"{name}: the language is not one of {_list(self.languages)}. "
                    f"Name the file <id>.<language>.md."
                )
                continue
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
            for language in self.languages:
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

    def section(self, table: dict, section: str, kind: type[Entry], name: str) -> dict:
        if section not in table:
            self.faults.append(f"{name}: [{section}] is missing. Add the section.")
            return {}
        prefix = f"{section}." if section else ""
        entries = {
            ident: self.entry(kind, ident, facts, f"{name}: {prefix}{ident}")
            for ident, facts in table[section].items()
        }
        return {ident: entry for ident, entry in entries.items() if entry is not None}

    def entry(self, kind: type[Entry], ident: str, table: dict, place: str):
        """Split facts from the tables named after a language, and build the entry."""
        if not isinstance(table, dict):
            self.faults.append(f"{place}: is not a table. Write it as [{ident}] with fields.")
            return None
        words = {language: table[language] for language in self.languages if language in table}
        facts = {key: value for key, value in table.items() if key not in words}
        for language in self.languages:
            if language not in words:
                self.faults.append(f"{place}: [{language}] is missing. Add the words in it.")
        entry = self.build(kind, facts | {"id": ident, "words": words}, place)
        return entry if len(words) == len(self.languages) else None

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

    def check(self, therapists: Mapping[str, Therapist]) -> None:
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

    def check_conditions(self) -> None:
        regions = {*self.vocabulary.regions, "all", "picked"}
        tools = {*self.vocabulary.tools, *TOOL_FAMILIES, "all"}
        conditions = self.safety.conditions
        for condition in conditions.values():
            place = f"conditions.toml: {condition.id}"
            for name in ("regions", "block_regions"):
                self.known(place, name, getattr(condition, name), regions, "the regions")
            self.known(place, "block_tools", condition.block_tools, tools, "the tools")
            self.ids(place, "block_flags", condition.block_flags, "flags")
            self.ids(place, "ask_flags", condition.ask_flags, "flags")
            self.known(place, "implies", condition.implies, conditions, "conditions.toml")
            for language, words in condition.words.items():
                if condition.severity == "red-flag" and not words.help:
                    self.fault(place, f"[{language}].help is missing. Say what to do.")

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
        first, *others = self.languages
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
        for name in fields:
            present = [code for code in self.languages if getattr(words[code], name)]
            if present and len(present) < len(self.languages):
                missing = [code for code in self.languages if code not in present]
                self.fault(
                    place,
                    f"[{missing[0]}].{name} is missing, [{present[0]}] has it. "
                    f"Write it in every language.",
                )

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
            self.check_step(place, number, step, last=number == len(routine.steps))
        if routine.seconds != routine.minutes * 60:
            self.fault(
                place,
                f"the steps add up to {routine.seconds} s, minutes = {routine.minutes} is "
                f"{routine.minutes * 60} s. Mend the closing step or the minutes.",
            )

    def check_step(self, place: str, number: int, step, last: bool) -> None:
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
        if step.note is not None:
            for language in self.languages:
                if language not in step.note:
                    self.fault(where, f"note.{language} is missing. Write it in every language.")


# ---- faults in words ----


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
