"""What the search works on: for each language everything that can be found, made of the content.

The rules stand here, and a phone only compares: which tools stand in for others, where there is
room, for whom something is. ``static/js/find.js`` reads it. Pure: knows content, never Flask.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fascia.library import Library
from fascia.models import Need, Programme, Routine, Technique, Term, Tool

#: Families of tools that are there wherever one is: nobody has to say so.
AT_HAND = ("hands", "furniture")

#: A region belongs to a routine when it gets at least this share of the practice.
SHARE = 0.15

#: The region of a routine that is about no part of the body more than about others.
WHOLE = "whole"


@dataclass(frozen=True)
class Reading:
    """A page of prose as the list of results shows it. ``path`` is its address in a language."""

    path: str
    name: str
    text: str


def index_of(library: Library, code: str, reading: Iterable[Reading]) -> dict:
    """The index of one language, for JSON.

    - ``weak``, ``tails``: words that need not be found, and endings of words to look past;
    - ``words``: what stands for a word of the vocabulary (``regions/foot``), in one line;
    - ``entries``: routines, techniques, programmes, then ``reading``; ``path`` is the address below
      the language, ``regions`` and ``about`` are keys of ``words``. Programmes and pages of prose
      have no facts: they fit no filter.
    """
    entries = [_routine(library, routine, code) for routine in library.routines.values()]
    entries += [_technique(library, technique, code) for technique in library.techniques.values()]
    entries += [_programme(library, programme, code) for programme in library.programmes.values()]
    entries += [
        _entry(page.path, page.name, page.text, _own(library.search.pages, page.path, code))
        for page in reading
    ]
    used = {
        key for entry in entries for key in (*entry.get("regions", ()), *entry.get("about", ()))
    }
    return {
        "weak": library.search.weak.words.get(code, ()),
        "tails": library.search.tails.words.get(code, ()),
        "words": {key: words for key, words in _words(library, code).items() if key in used},
        "entries": entries,
    }


# ---- facts, each with its rule ----


def needs_of(library: Library, needs: Iterable[Need]) -> list[list[str]]:
    """What must be there: of each list one thing. What is always at hand asks for nothing.

    A tool's household alternatives are as good as the tool. How many it takes is not asked.
    """
    tools = library.vocabulary.tools
    return [
        list(dict.fromkeys(other for tool in need.any_of for other in (tool, *tools[tool].instead)))
        for need in needs
        if not need.optional and all(tools[tool].family not in AT_HAND for tool in need.any_of)
    ]


def tools_to_have(library: Library) -> list[Tool]:
    """Tools that something asks for, and the hands: whoever has nothing has those."""
    asked = {*_asked(library), "hands"}
    return [tool for tool in library.vocabulary.tools.values() if tool.id in asked]


def household_in_use(library: Library) -> list[Term]:
    """Things of the household that stand in for one of those."""
    asked = _asked(library)
    return [thing for thing in library.vocabulary.household.values() if thing.id in asked]


def _asked(library: Library) -> set[str]:
    needs = [technique.needs for technique in library.techniques.values()]
    needs += [routine.kit for routine in library.routines.values()]
    return {thing for some in needs for need in needs_of(library, some) for thing in need}


def places_of(library: Library, positions: Iterable[str]) -> list[str]:
    """Where there is room for all of these positions."""
    positions = set(positions)
    places = library.vocabulary.places.values()
    return [place.id for place in places if positions <= set(place.positions)]


def levels_from(library: Library, level: str) -> list[str]:
    """The level and all above it: who may do more may do this too."""
    levels = list(library.vocabulary.levels)
    return levels[levels.index(level) :]


def level_of(library: Library, technique: Technique) -> str:
    """The lowest level of the routines that a technique is in; the highest when it is in none."""
    levels = list(library.vocabulary.levels)
    used = [routine.level for routine in library.routines_with(technique.id)]
    return min(used, key=levels.index, default=levels[-1])


def regions_of(library: Library, routine: Routine) -> list[str]:
    """What a routine is about: the main regions of its steps by their share of the time."""
    time = Counter()
    for step in routine.steps:
        time[library.techniques[step.technique].region] += step.working
    parts = Counter({region: seconds for region, seconds in time.items() if region != WHOLE})
    found = [region for region, seconds in parts.most_common() if seconds >= SHARE * parts.total()]
    return found or [WHOLE]


# ---- entries ----


def _routine(library: Library, routine: Routine, code: str) -> dict:
    words = routine.words[code]
    techniques = [library.techniques[step.technique] for step in routine.steps]
    return _entry(
        f"routines/{routine.id}",
        words.name,
        words.summary,
        _own(library.search.routines, routine.id, code),
        regions=[f"regions/{region}" for region in regions_of(library, routine)],
        about=[
            *(f"tools/{tool}" for need in routine.kit for tool in need.any_of),
            *(f"goals/{goal}" for goal in routine.goals),
            *(f"kinds/{kind}" for kind in _distinct(t.kind for t in techniques)),
            f"levels/{routine.level}",
        ],
    ) | _facts(
        library,
        regions=regions_of(library, routine),
        needs=routine.kit,
        minutes=routine.minutes,
        goals=routine.goals,
        positions=[technique.position for technique in techniques],
        level=routine.level,
    )


def _technique(library: Library, technique: Technique, code: str) -> dict:
    words = technique.words[code]
    return _entry(
        f"techniques/{technique.id}",
        words.name,
        words.purpose,
        _own(library.search.techniques, technique.id, code),
        more=words.tissue,
        regions=[f"regions/{region}" for region in technique.regions],
        about=[
            *(f"tools/{tool}" for tool in technique.tools),
            *(f"goals/{goal}" for goal in technique.goals),
            f"kinds/{technique.kind}",
            f"positions/{technique.position}",
        ],
    ) | _facts(
        library,
        regions=technique.regions,
        needs=technique.needs,
        minutes=-(-technique.seconds_both_sides // 60),
        goals=technique.goals,
        positions=[technique.position],
        level=level_of(library, technique),
    )


def _programme(library: Library, programme: Programme, code: str) -> dict:
    words = programme.words[code]
    return _entry(
        f"programmes/{programme.id}",
        words.name,
        words.summary,
        _own(library.search.programmes, programme.id, code),
    )


def _entry(path: str, name: str, text: str, own: Iterable[str], **more) -> dict:
    entry = {"path": path, "name": name, "text": text, "own": ", ".join(own), **more}
    return {key: value for key, value in entry.items() if value}


def _facts(library, *, regions, needs, minutes, goals, positions, level) -> dict:
    groups = _distinct(library.vocabulary.regions[region].group for region in regions)
    return {
        "groups": groups,
        "needs": needs_of(library, needs),
        "minutes": minutes,
        "goals": goals,
        "places": places_of(library, positions),
        "levels": levels_from(library, level),
    }


# ---- words ----


def _words(library: Library, code: str) -> dict[str, str]:
    """Every word of the vocabulary by which something can be found, with its synonyms."""
    vocabulary, search = library.vocabulary, library.search
    household = vocabulary.household
    lines = {
        f"regions/{region.id}": [
            region.words[code],
            vocabulary.groups[region.group].words[code],
            *_own(search.regions, region.id, code),
        ]
        for region in vocabulary.regions.values()
    }
    for tool in vocabulary.tools.values():
        words = tool.words[code]
        lines[f"tools/{tool.id}"] = [
            *_distinct([words.name, words.plural]),
            *(household[other].words[code] for other in tool.instead if other in household),
            *_own(search.tools, tool.id, code),
        ]
    for section in ("goals", "kinds", "positions", "levels"):
        for term in getattr(vocabulary, section).values():
            synonyms = getattr(search, section, {})
            lines[f"{section}/{term.id}"] = [term.words[code], *_own(synonyms, term.id, code)]
    return {key: ", ".join(line) for key, line in lines.items()}


def _own(section: Mapping, ident: str, code: str) -> tuple[str, ...]:
    return section[ident].words.get(code, ()) if ident in section else ()


def _distinct(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
