"""Terms as the glossary prefers them, and no claim that research does not carry."""

import re
from collections.abc import Iterable, Iterator

from fascia.proofreading.language import Language
from fascia.proofreading.passages import Passage

FULL_STOP = re.compile(r"[.?!;](?=\s|$)")


def faults(passages: Iterable[Passage], language: Language) -> Iterator[str]:
    for passage in passages:
        for term in language.terms:
            if found := term.pattern.search(passage.text):
                yield f"{passage.place}: has {found[0]!r}. Write {term.use}: {term.why}."
        if language.denied_below.search(passage.heading):
            continue
        for claim in language.claims:
            for found in claim.pattern.finditer(passage.text):
                # Where a sentence says that something is not so, it may name it.
                if not language.denied.search(sentence_around(passage.text, found)):
                    yield f"{passage.place}: claims {found[0]!r}. Write {claim.use}: {claim.why}."


def sentence_around(text: str, found: re.Match) -> str:
    ends = [end.end() for end in FULL_STOP.finditer(text)]
    start = max((end for end in ends if end <= found.start()), default=0)
    return text[start : min((end for end in ends if end > found.start()), default=len(text))]
