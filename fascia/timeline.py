"""Turns a routine into timed cues. Pure: no clock, no files, no Flask.

The phone has its own (``static/js/timeline.js``): there a person changes the times on the way. This
one tells what the content promises, to the checks and to the tests, which hold the two together.

A cue is a phase (it lasts) or a moment (``seconds`` is 0). The phases follow each other without
a gap and add up to exactly the seconds of the content; moments fall inside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fascia.models import Routine, Technique

Kind = Literal["settle", "hold", "halfway", "swap", "transition", "rest", "end"]
Side = Literal["left", "right", "both"]

#: A hold shorter than this has no halfway bell: it would follow the first one too closely.
HALFWAY_FROM = 40

#: Percentage of the pause after a step that is for coming out; the rest is for the next one.
LEAVING = 35


@dataclass(frozen=True)
class Cue:
    """One phase or moment. ``at`` and ``seconds`` in whole seconds, ``step`` counts from 0."""

    kind: Kind
    at: int
    seconds: int
    step: int
    side: Side

    @property
    def until(self) -> int:
        return self.at + self.seconds


def cues_for(routine: Routine, techniques: Mapping[str, Technique]) -> tuple[Cue, ...]:
    """The cues of a routine, in order, ending with the moment ``end``."""
    cues: list[Cue] = []
    now = 0

    def phase(kind: Kind, seconds: int, step: int, side: Side) -> None:
        nonlocal now
        if seconds:
            cues.append(Cue(kind, now, seconds, step, side))
            if kind == "hold" and seconds >= HALFWAY_FROM:
                cues.append(Cue("halfway", now + seconds // 2, 0, step, side))
            now += seconds

    for number, step in enumerate(routine.steps):
        still = techniques[step.technique].action == "rest"
        work: Kind = "rest" if still else "hold"
        if step.side == "both":
            phase(work, step.seconds, number, "both")
        else:
            phase(work, step.seconds, number, "left")
            phase("swap", step.swap, number, "right")
            phase(work, step.seconds, number, "right")
        if number + 1 < len(routine.steps):
            following = routine.steps[number + 1]
            leaving = (step.transition * LEAVING + 50) // 100
            phase("transition", leaving, number, "both")
            side: Side = "left" if following.side == "left-right" else "both"
            phase("settle", step.transition - leaving, number + 1, side)
    cues.append(Cue("end", now, 0, len(routine.steps) - 1, "both"))
    return tuple(cues)
