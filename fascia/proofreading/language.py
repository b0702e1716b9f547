"""What is known about a language: a folder with rules, the project's own words, a dictionary."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).parent

#: Words that are the same in every language: names, and the Latin of anatomy.
SHARED = ("names.txt", "anatomy.txt")


@dataclass(frozen=True)
class Phrase:
    """Words that are not to be used: how they look, what to write instead, and why."""

    pattern: re.Pattern
    use: str
    why: str


@dataclass(frozen=True)
class Reading:
    """How the ease of reading is measured: ``constant`` less two weighted averages.

    ``sentence`` weighs the words in a sentence, ``word`` the syllables in a word. ``syllable``
    finds one, ``silent`` an ending that is none. ``floor`` is the lowest ease that we accept.
    """

    constant: float
    sentence: float
    word: float
    syllable: re.Pattern
    silent: re.Pattern
    floor: float


class Language:
    """The rules of one language, read from ``<code>/rules.toml``, ``words.txt``, ``dictionary``."""

    def __init__(self, code: str, folder: Path = FOLDER):
        self.code = code
        self.folder = folder / code
        rules = tomllib.loads((self.folder / "rules.toml").read_text("utf-8"))
        self.name: str = rules["name"]
        self.compounds: bool = rules["compounds"]
        self.longest_sentence: int = rules["longest_sentence"]
        self.reading = reading(rules["reading"])
        self.terms = [phrase(table) for table in rules["terms"]]
        self.claims = [phrase(table) for table in rules["claims"]]
        self.denied = re.compile(rules["denied"], re.IGNORECASE)
        self.denied_below = re.compile(rules["denied_below"], re.IGNORECASE)
        self.numbers: Mapping[str, int] = rules["numbers"]
        self.minutes = re.compile(rules["minutes"], re.IGNORECASE)
        self.own = {
            word
            for file in (self.folder / "words.txt", *(folder / name for name in SHARED))
            for word in word_list(file)
        }

    @cached_property
    def dictionary(self):
        """The spelling dictionary. Raises ImportError while chunspell is not installed."""
        from hunspell import Hunspell

        return Hunspell("dictionary", hunspell_data_dir=f"{self.folder}/")


def word_list(file: Path) -> list[str]:
    """A word on each line; a line that begins with # is a remark."""
    lines = file.read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def phrase(table: Mapping[str, str]) -> Phrase:
    pattern = re.compile(rf"(?<!\w)(?:{table['avoid']})(?!\w)", re.IGNORECASE)
    return Phrase(pattern, table["use"], table["why"])


def reading(table: Mapping) -> Reading:
    return Reading(
        table["constant"],
        table["sentence"],
        table["word"],
        re.compile(table["syllable"], re.IGNORECASE),
        re.compile(table["silent"], re.IGNORECASE),
        table["floor"],
    )
