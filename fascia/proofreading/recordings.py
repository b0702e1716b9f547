"""Recordings of a teacher's voice, against the time there is for them and what a phone plays well.

Only this reads sound, with libsndfile (author-time: ``flask voice check`` and the tests run it).
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from fascia.proofreading.speech import RUN_OVER_SECONDS
from fascia.voice import FOLDER, FORMATS, Clip, Saying

#: Seconds of a cue before its first word, as the track is laid out (``static/js/track.js``): the
#: strikes of its bell, or, where there is none, a breath after the words before.
BELL_SECONDS = 0.75
BREATH_SECONDS = 0.2
WITHOUT_BELL = ("settle",)

#: Between two recordings of one cue (``static/js/voice.js``).
PAUSE_SECONDS = 0.15

#: On the track a voice waits for its bell, and the next voice for it: so much more may run over.
MORE_SECONDS = 2

#: A recording has air around its words, as much as so many letters take.
AIR = 6

#: Samples a second of the track. Fewer sound dull beside the bells.
LEAST_RATE = 22_050

#: In decibels below full scale: how loud speech is, its highest peak, and what counts as silence.
LOUDNESS = (-28, -14)
HIGHEST_PEAK = -0.5
SILENCE = -45

#: A voice that begins late in its file is late in the session.
LONGEST_SILENCE = 0.3

#: Loudness is looked at in pieces of this many seconds.
PIECE_SECONDS = 0.02


# ---- time ----


def longest(sessions: Iterable[list[Saying]], clips: Iterable[Clip]) -> dict[str, float]:
    """The seconds that each recording may take, so that every cue of every session can be said.

    The recordings of a cue, and of cues that may run over into the next one, share their time by
    the number of their letters. What is said with all the time in the world is not in the answer.
    """
    letters = {clip.name: len(clip.words) + AIR for clip in clips}
    found: dict[str, float] = {}
    for session in sessions:
        timed = [(saying, after.at - saying.at) for saying, after in pairwise(session)]
        for first in range(len(timed)):
            time, names = 0.0, []
            for saying, seconds in timed[first:]:
                time += seconds - wordless_seconds(saying)
                names += saying.clips
                over = run_over(saying.kind)
                a_letter = (time + over) / sum(letters[name] for name in names)
                for name in names:
                    found[name] = min(found.get(name, math.inf), a_letter * letters[name])
                if not over:
                    break
    return found


def wordless_seconds(saying: Saying) -> float:
    before = BREATH_SECONDS if saying.kind in WITHOUT_BELL else BELL_SECONDS
    return before + PAUSE_SECONDS * (len(saying.clips) - 1)


def run_over(kind: str) -> float:
    return RUN_OVER_SECONDS[kind] + MORE_SECONDS if kind in RUN_OVER_SECONDS else 0


# ---- sound ----


@dataclass(frozen=True)
class Sound:
    """What a file sounds like: ``loudness`` of what is not silent, and ``peak``, in decibels."""

    rate: int
    channels: int
    seconds: float
    loudness: float
    peak: float
    silence: float


def listen(path: Path) -> Sound:
    """Raises ValueError for what is no recording, ImportError while its library is missing."""
    import numpy as np
    import soundfile

    try:
        wave, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        raise ValueError("cannot be read as sound") from None
    length = round(rate * PIECE_SECONDS)
    pieces = wave[: len(wave) // length * length].reshape(-1, length * wave.shape[1])
    power = np.square(pieces).mean(axis=1)
    spoken = np.flatnonzero(power > 10 ** (SILENCE / 10))
    if not len(spoken):
        raise ValueError("is silent")
    return Sound(
        rate=rate,
        channels=wave.shape[1],
        seconds=len(wave) / rate,
        loudness=10 * math.log10(power[spoken].mean()),
        peak=20 * math.log10(np.abs(wave).max()),
        silence=float(spoken[0] * PIECE_SECONDS),
    )


def faults_of(sound: Sound, limit: float | None) -> Iterator[str]:
    quietest, loudest = LOUDNESS
    if sound.channels != 1:
        yield f"has {sound.channels} channels. Save it as mono."
    if sound.rate < LEAST_RATE:
        yield f"has {sound.rate} samples a second. Record with {LEAST_RATE} or more."
    if limit is not None and sound.seconds > limit:
        yield (
            f"takes {sound.seconds:.1f} s, and there are {limit:.1f} s to say it. "
            f"Speak a little faster, or cut what is silent."
        )
    if sound.silence > LONGEST_SILENCE:
        yield (
            f"is silent for {sound.silence:.1f} s before the first word. "
            f"Cut all but {LONGEST_SILENCE:g} s."
        )
    if sound.peak > HIGHEST_PEAK:
        yield (
            f"peaks at {sound.peak:.1f} dB, where sound distorts. "
            f"Record it again with the level turned down."
        )
    if not quietest <= sound.loudness <= loudest:
        mend = "Bring it up" if sound.loudness < quietest else "Take it down"
        yield (
            f"is spoken at {sound.loudness:.0f} dB. {mend}: speech lies between {quietest} "
            f"and {loudest} dB."
        )


# ---- files ----


def faults(
    content: Path, names: Mapping[str, Collection[str]], limits: Mapping[str, Mapping[str, float]]
) -> Iterator[str]:
    """One sentence for each fault: place, fault, mend.

    ``names`` are those that a session can say, by language; ``limits`` their seconds.
    """
    for folder in sorted(path for path in (content / FOLDER).glob("*") if path.is_dir()):
        code = folder.name
        if code not in names:
            yield (
                f"{FOLDER}/{code}: is not a language of this site. "
                f"Name the folder after one: {', '.join(names)}."
            )
            continue
        taken: dict[str, str] = {}
        for path in sorted(folder.iterdir()):
            place = f"{FOLDER}/{code}/{path.name}"
            if path.suffix not in FORMATS:
                yield f"{place}: is not one of {', '.join(FORMATS)}. Save it as one of them."
            elif path.stem not in names[code]:
                yield (
                    f"{place}: no session says {path.stem!r}. "
                    f"`flask --app app voice script` lists the names."
                )
            elif path.stem in taken:
                yield f"{place}: {taken[path.stem]} says the same. Remove one."
            else:
                taken[path.stem] = path.name
                try:
                    sound = listen(path)
                except ValueError as error:
                    yield f"{place}: {error}. Record it again."
                    continue
                yield from (f"{place}: {f}" for f in faults_of(sound, limits[code].get(path.stem)))
