"""A routine lasts as long as its words say. The sum of its seconds is checked by the library."""

from collections.abc import Iterator

from fascia.library import Library
from fascia.proofreading.language import Language


def faults(library: Library, language: Language) -> Iterator[str]:
    for routine in library.routines.values():
        name = routine.words[language.code].name
        for found in language.minutes.finditer(name):
            said = language.numbers.get(found[1].lower()) or int(found[1])
            if said != routine.minutes:
                yield (
                    f"routines/{routine.id}.toml: [{language.code}].name says {found[0]!r}, "
                    f"the routine lasts {routine.minutes} minutes. Mend the one that is wrong."
                )
