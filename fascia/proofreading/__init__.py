"""Looks at the language of all that people read and hear, in every language of the site.

Spelling, terms, claims, length of sentences, ease of reading, time to speak, durations that are
named. Author-time: ``flask check`` and the tests run it, the server never does. What it knows of a
language lies in the folder of its code; a further language is a further folder.
"""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from fascia.library import Library
from fascia.proofreading import durations, reading, speech, spelling, style
from fascia.proofreading.language import FOLDER, Language
from fascia.proofreading.passages import Passage
from fascia.proofreading.speech import Line


def faults(
    library: Library,
    passages: Iterable[Passage],
    scripts: Mapping[str, Iterable[Iterable[Line]]],
    folder: Path = FOLDER,
    growing: Collection[str] = (),
) -> list[str]:
    """One sentence for each fault: place, fault, mend.

    ``scripts`` are the spoken lines of each routine, by language; a ``growing`` one may begin
    without a folder, and nothing of it is looked at then. Raises ImportError while the
    library of the dictionary is not installed.
    """
    passages = list(passages)
    found: list[str] = []
    for code in library.languages:
        if not (folder / code / "rules.toml").exists():
            if code not in growing:
                found.append(
                    f"fascia/proofreading/{code}: is missing, so nothing is known of this "
                    f"language. Copy the folder of another language and fill it in."
                )
            continue
        language = Language(code, folder)
        written = [passage for passage in passages if passage.language == code]
        found += spelling.faults(written, language)
        found += style.faults(written, language)
        found += reading.faults(written, language)
        found += speech.faults(scripts.get(code, ()), language)
        found += durations.faults(library, language)
    return found
