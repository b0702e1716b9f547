"""What a session says at its cues, in the language of the request.

The phone puts the same phrases together (``static/js/phrases.js``), because only there is it known
how a person goes through the session. Here they serve the check that there is time to say them; a
test holds the two to each other.
"""

from collections.abc import Mapping

from flask_babel import gettext as _

from fascia.models import Routine, Technique
from fascia.timeline import Cue

#: In a phrase, the place of the name or the words of a step.
SLOT = "{}"


def phrases() -> dict[str, str]:
    """Every phrase by its name; those for a step have its words in their ``SLOT``."""
    return {
        "left": _("Left side. %(cue)s", cue=SLOT),
        "right": _("Right side. %(cue)s", cue=SLOT),
        "left-first": _("Left side first. %(settle)s", settle=SLOT),
        "right-first": _("Right side first. %(settle)s", settle=SLOT),
        "halfway": _("Halfway."),
        "swap-left": _("Change sides. Now left."),
        "swap-right": _("Change sides. Now right."),
        "transition": _("Come out slowly. Next: %(name)s", name=SLOT),
        "wait": _("Rest first. You need not do anything."),
        "end": _("That was the last step. Take your time getting up."),
    }


def said(
    cue: Cue, routine: Routine, techniques: Mapping[str, Technique], code: str, lighter: str = ""
) -> str:
    """The words of a cue. ``lighter`` is what a programme adds to a step that it caps."""
    phrase = phrases()
    words = techniques[routine.steps[cue.step].technique].words[code]
    match cue.kind:
        case "halfway" | "end":
            return phrase[cue.kind]
        case "swap":
            return phrase[f"swap-{cue.side}"]
        case "transition":
            # The next step is named while there is time for it; getting in has its own words.
            name = techniques[routine.steps[cue.step + 1].technique].words[code].name
            return phrase["transition"].replace(SLOT, name if name[-1] in ".?!" else f"{name}.")
        case "settle":
            return phrase.get(f"{cue.side}-first", SLOT).replace(SLOT, words.settle)
        case _:
            text = phrase.get(cue.side, SLOT).replace(SLOT, words.cue)
            return text if cue.side == "right" or not lighter else f"{text} {lighter}"
