"""Every word is one of the dictionary, or one of the project's own."""

import difflib
import re
from collections.abc import Iterable, Iterator

from fascia.proofreading.language import Language
from fascia.proofreading.passages import Passage

#: Addresses, file names and numbers of publications are no words.
NO_WORDS = re.compile(r"\S*(?:://|\w/\w*\d|@)\S*|\b\w+(?:\.\w{2,})+|\S*\d\S*")
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")

#: An own word may begin or end a compound when it is this long; shorter ones occur by chance.
SHORTEST_PART = 4

#: Looking for a likely word takes up to a second: it is done for the first faults only.
GUESSES = 12


def faults(passages: Iterable[Passage], language: Language) -> Iterator[str]:
    known: dict[str, bool] = {}
    unknown = 0
    for passage in passages:
        for word in WORD.findall(NO_WORDS.sub(" ", passage.text)):
            if word not in known:
                known[word] = is_known(word, language)
                if not known[word]:
                    unknown += 1
                    yield (
                        f"{passage.place}: {word!r} is not in the {language.name} dictionary. "
                        f"{mend(word, language, guess=unknown <= GUESSES)}"
                    )


def is_known(word: str, language: Language) -> bool:
    return (
        is_own(word, language)
        or language.dictionary.spell(word)
        or ("-" in word and all(is_known(part, language) for part in word.split("-")))
        or (language.compounds and is_compound(word, language))
    )


def is_own(word: str, language: Language) -> bool:
    """A word of ours, as it is written there or with a capital where a sentence begins."""
    return word in language.own or word[:1].lower() + word[1:] in language.own


def is_compound(word: str, language: Language) -> bool:
    """A word of ours written in one with one of the dictionary: fasciaballen."""
    for at in range(SHORTEST_PART, len(word) - 2):
        first, last = word[:at], word[at:]
        if is_own(first, language) and language.dictionary.spell(last):
            return True
        if last in language.own and len(last) >= SHORTEST_PART and language.dictionary.spell(first):
            return True
    return False


def mend(word: str, language: Language, guess: bool) -> str:
    ours = difflib.get_close_matches(word, language.own, n=1, cutoff=0.85)
    likely = [*ours, *language.dictionary.suggest(word)][:3] if guess else ours
    near = ", ".join(repr(other) for other in likely)
    own = f"{language.code}/words.txt"
    return f"{f'Did you mean {near}? ' if near else ''}If it is right, add it to {own}."
