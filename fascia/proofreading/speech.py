"""What is said in a session, against the time that there is to say it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from fascia.proofreading.language import Language
from fascia.proofreading.reading import sentences, syllables, words

#: Voices of devices say about 4.9 syllables a second (175 words a minute); the player asks them for
#: 0.92 of that, and they rest between sentences.
SYLLABLES_A_SECOND = 4.5
PAUSE_SECONDS = 0.3

#: Between two steps the player lets the voice finish, so a line may run over into the next one's
#: time; by so much at most, or a step is under way before it is told.
RUN_OVER_SECONDS = {"transition": 3, "settle": 3}


@dataclass(frozen=True)
class Line:
    """A text that is said at a second of a routine; ``step`` counts from one."""

    routine: str
    step: int
    kind: str
    at: int
    text: str


def seconds_to_say(text: str, language: Language) -> float:
    said = sentences(text.replace("(", "").replace(")", ""))
    count = sum(syllables(word, language) for sentence in said for word in words(sentence))
    return count / SYLLABLES_A_SECOND + PAUSE_SECONDS * max(0, len(said) - 1)


def faults(scripts: Iterable[Iterable[Line]], language: Language) -> Iterator[str]:
    for script in scripts:
        late = 0.0
        for line, following in pairwise(script):  # after the last line there is all the time
            needed = late + seconds_to_say(line.text, language)
            time = following.at - line.at
            late = max(0.0, needed - time)
            if late > RUN_OVER_SECONDS.get(line.kind, 0):
                yield (
                    f"routines/{line.routine}.toml: step {line.step}, {line.kind}: "
                    f"[{language.code}] takes {needed:.1f} s to say and has {time} s: "
                    f"“{line.text}”. Shorten what the technique says, or give it more time."
                )
                late = 0.0  # told once, not with every line that it delays
