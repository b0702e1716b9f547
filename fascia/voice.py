"""The recordings of a teacher's voice: which there are, which there can be, and what each says.

They lie in ``voice/<language>/`` of the content, named after a phrase (:mod:`fascia.phrases`) or
after a technique and which of its words they say: ``halfway.mp3``, ``foot-sole-roll.settle.mp3``.
The phone puts them together (``static/js/voice.js``); :func:`clips_of` names the same for whoever
records, and a test holds the two to each other.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from flask_babel import gettext as _

from fascia.library import Library
from fascia.models import Routine
from fascia.phrases import SLOT, phrases
from fascia.timeline import Cue, cues_for

FOLDER = "voice"

#: What the browsers and the check both read. Phones record M4A, which the check does not.
FORMATS = {".mp3": "audio/mpeg", ".flac": "audio/flac", ".wav": "audio/wav"}

#: The words of a technique that are said; the easier variant takes the place of the cue.
SAID = ("name", "settle", "cue", "easier")

#: What may take the place of any technique.
REST = ("arrive-breath", "constructive-rest")


# ---- what there is ----


@dataclass(frozen=True)
class Recording:
    """A file and the address that it is served at, which changes with its content."""

    name: str
    path: Path
    address: str

    @property
    def type(self) -> str:
        return FORMATS[self.path.suffix]


def recordings(content: Path, code: str) -> tuple[Recording, ...]:
    """The recordings of a language. Of two with one name the first counts (`voice check` tells)."""
    found: dict[str, Recording] = {}
    for path in sorted((content / FOLDER / code).glob("*.*")):
        if path.suffix in FORMATS and path.stem not in found:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
            address = f"/voice/{code}/{path.stem}.{digest}{path.suffix}"
            found[path.stem] = Recording(path.stem, path, address)
    return tuple(found.values())


# ---- what there can be ----


@dataclass(frozen=True)
class Saying:
    """What is said at a cue, as the names of recordings. ``at`` in seconds of its session."""

    kind: str
    at: int
    clips: tuple[str, ...]


@dataclass(frozen=True)
class Clip:
    """A recording to make: its name and its exact words; a phrase belongs to no technique."""

    name: str
    words: str
    technique: str | None = None


def clips_of(
    cue: Cue,
    routine: Routine,
    lowered: Collection[str] = (),
    cap: int = 0,
    eased: bool = False,
) -> tuple[str, ...]:
    """The names of the recordings that say a cue; a programme has ``lowered`` and ``cap``."""
    technique = routine.steps[cue.step].technique
    side = () if cue.side == "both" else (cue.side,)
    match cue.kind:
        case "halfway" | "end":
            return (cue.kind,)
        case "swap":
            return (f"swap-{cue.side}",)
        case "transition":
            return (cue.kind, f"{routine.steps[cue.step + 1].technique}.name")
        case "settle":
            return (*(f"{which}-first" for which in side), f"{technique}.settle")
        case _:
            lighter = technique in lowered and cue.side != "right"
            words = f"{technique}.{'easier' if eased else 'cue'}"
            return (*side, words, *((at_most(cap),) if lighter else ()))


def at_most(cap: int) -> str:
    return f"at-most-{cap}"


def sayings(
    library: Library, eased: bool = False, mirrored: bool = False
) -> Iterator[list[Saying]]:
    """All that is said, session by session: every routine, and what programmes make of them.

    ``eased``: each step in its easier variant. ``mirrored``: right first.
    """
    for routine, lowered, cap in sessions(library):
        said = [
            Saying(cue.kind, cue.at, clips_of(cue, routine, lowered, cap, eased))
            for cue in cues_for(routine, library.techniques)
        ]
        if mirrored:
            said = [replace(each, clips=tuple(map(mirror, each.clips))) for each in said]
        yield said


def mirror(clip: str) -> str:
    """The recording that says the same of the other side. Names of techniques stay."""
    if "." in clip:
        return clip
    return re.sub("left|right", lambda m: "right" if m[0] == "left" else "left", clip)


def sessions(library: Library) -> list[tuple[Routine, frozenset[str], int]]:
    """Each with the techniques that it lowers, and to what."""
    planned = chain.from_iterable(library.sessions(name).values() for name in library.programmes)
    routines = [(routine, frozenset(), 0) for routine in library.routines.values()]
    return routines + [(day.routine, day.lowered, day.cap) for day in planned if day.differs]


def script(library: Library, code: str) -> list[Clip]:
    """All that there is to record in the language of the request, phrases first.

    With the techniques of the routines come those that may take their place, and with the limits of
    programmes those of conditions.
    """
    clips = [Clip(name, phrase.replace(SLOT, "").strip()) for name, phrase in phrases().items()]
    clips += [
        Clip(at_most(cap), _("No firmer than %(cap)s of 10", cap=cap) + ".")
        for cap in caps(library)
    ]
    used = {step.technique for routine in library.routines.values() for step in routine.steps}
    used |= substitutes(library)
    clips += [
        Clip(f"{technique.id}.{word}", getattr(technique.words[code], word), technique.id)
        for technique in library.techniques.values()
        if technique.id in used
        for word in SAID
    ]
    return clips


def caps(library: Library) -> list[int]:
    """The limits that may be said: of the days of programmes, and of conditions."""
    limits = {cap for _, lowered, cap in sessions(library) if lowered}
    return sorted(limits | {c.cap for c in library.safety.conditions.values() if c.cap})


def substitutes(library: Library) -> set[str]:
    """What takes the place of the techniques of the routines, one after the other."""
    found = set(REST)
    for routine in library.routines.values():
        for step in routine.steps:
            following = library.techniques[step.technique].swap_to
            while following and following not in found:
                found.add(following)
                following = library.techniques[following].swap_to
    return found & library.techniques.keys()
