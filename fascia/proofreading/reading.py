"""Sentences of a length that can be taken in, and texts that are easy enough to read.

The ease of reading is a standard measure for each language, of words in a sentence and syllables
in a word; ``rules.toml`` of the language says which. It means something for a text of some length
only, so each entry is measured as a whole, and short ones are not.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from fascia.proofreading.language import Language
from fascia.proofreading.passages import Passage

#: The measures were made on samples of a hundred words.
SAMPLE = 100

#: A sentence ends at its mark, before a capital. A colon or semicolon ends a thought as well as a
#: full stop does, and what stands in brackets is read apart.
SENTENCE_END = re.compile(r"(?<=[.?!:;])[\"”’)]*\s+")
BRACKETS = re.compile(r"\s*\([^()]*\)")
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(BRACKETS.sub("", text)) if WORD.search(part)]


def words(text: str) -> list[str]:
    return WORD.findall(text)


def syllables(word: str, language: Language) -> int:
    """How many syllables a word has, about; a number counts as two."""
    if word[0].isdigit():
        return 2
    return max(1, len(language.reading.syllable.findall(language.reading.silent.sub("", word))))


def ease(texts: Iterable[str], language: Language) -> float | None:
    """The ease of reading, 0 to 100 and above; None for less than a sample."""
    said = [sentence for text in texts for sentence in sentences(text)]
    spoken = [word for sentence in said for word in words(sentence)]
    if len(spoken) < SAMPLE:
        return None
    rule = language.reading
    per_word = sum(syllables(word, language) for word in spoken) / len(spoken)
    return rule.constant - rule.sentence * len(spoken) / len(said) - rule.word * per_word


def faults(passages: Iterable[Passage], language: Language) -> Iterator[str]:
    entries: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        if not passage.prose:
            continue
        entries[passage.entry].append(passage.text)
        for sentence in sentences(passage.text):
            length = len(words(sentence))
            if length > language.longest_sentence:
                yield (
                    f"{passage.place}: a sentence of {length} words: "
                    f"“{' '.join(sentence.split()[:6])} …”. "
                    f"Make it two; {language.longest_sentence} words is the limit."
                )
    for entry, texts in entries.items():
        found = ease(texts, language)
        if found is not None and found < language.reading.floor:
            yield (
                f"{entry}: [{language.code}] reads with an ease of {found:.0f}, below "
                f"{language.reading.floor:g}. Use shorter sentences and everyday words."
            )
