"""Read first: what valid content is. Each file under broken/ has one fault and names its report.

Those in it are techniques, those in broken/programmes/ are programmes."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from fascia.library import CONTENT, ContentError, load_library

BROKEN = Path(__file__).parent / "broken"
LANGUAGES = ("en", "nl")


@pytest.fixture
def content(tmp_path) -> Path:
    """A copy of the content, to break."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    return folder


def faults(folder: Path, languages=LANGUAGES) -> list[str]:
    with pytest.raises(ContentError) as refused:
        load_library(languages, folder)
    return refused.value.faults


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, f"{file.name} no longer has {old!r}"
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_the_content_is_sound():
    library = load_library(LANGUAGES)
    assert len(library.techniques) >= 16
    assert {"micro-break-3", "desk-neck-shoulders-10", "foot-reset-7", "evening-yin-20",
            "first-session-12"} <= set(library.routines)  # fmt: skip
    groups = {library.vocabulary.regions[t.region].group for t in library.techniques.values()}
    assert groups == set(library.vocabulary.groups), "every group of regions has a technique"


LINK = re.compile(r"\]\(([^)]+)\)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_study_that_an_article_names_is_among_the_sources(library, language):
    studies = {
        ident: {link for link in LINK.findall(page[language].markdown) if "doi.org/" in link}
        for ident, page in library.pages.items()
    }
    for ident, named in studies.items():
        assert named <= studies["sources"], ident


def test_an_article_leads_to_the_same_places_in_every_language(library):
    for ident, page in library.pages.items():
        english, *others = [sorted(LINK.findall(page[code].markdown)) for code in LANGUAGES]
        assert all(other == english for other in others), ident


@pytest.mark.parametrize("file", sorted(BROKEN.glob("*.toml")), ids=lambda file: file.stem)
def test_a_broken_technique_is_refused_by_file_field_and_mend(content, file):
    """The first line of each file is the report that it must get, and nothing else."""
    report = file.read_text("utf-8").splitlines()[0].removeprefix("# ")
    name = "foot-sole-roll"
    shutil.copy(file, content / "techniques" / f"{name}.toml")
    assert faults(content) == [f"techniques/{name}.toml: {report}"]


@pytest.mark.parametrize(
    "file", sorted((BROKEN / "programmes").glob("*.toml")), ids=lambda file: file.stem
)
def test_a_broken_programme_is_refused_by_file_field_and_mend(content, file):
    """The first line of each file is the report that it must get, and nothing else."""
    report = file.read_text("utf-8").splitlines()[0].removeprefix("# ")
    shutil.copy(file, content / "programmes/two-weeks.toml")
    assert faults(content) == [f"programmes/two-weeks.toml: {report}"]


def test_a_programme_and_its_routine_are_reported_together(content):
    edit(content / "routines/foot-reset-7.toml", 'level = "beginner"', 'level = "begginer"')
    edit(content / "programmes/beginners-week.toml", "cap = 2", "cap = 0")
    found = faults(content)
    assert [fault.split(":")[0] for fault in found] == [
        "programmes/beginners-week.toml",
        "routines/foot-reset-7.toml",
    ]


def test_all_faults_are_reported_at_once(content):
    edit(content / "techniques/savasana.toml", 'grade = "traditional"', 'grade = "proven"')
    edit(content / "techniques/foot-sole-roll.toml", 'side = "LR"', 'side = "left"')
    edit(content / "routines/foot-reset-7.toml", "seconds = 85", "seconds = 90")
    found = faults(content)
    assert [fault.split(":")[0] for fault in found] == [
        "routines/foot-reset-7.toml",
        "techniques/foot-sole-roll.toml",
        "techniques/savasana.toml",
    ]


def test_a_routine_must_add_up_to_its_minutes(content):
    edit(content / "routines/foot-reset-7.toml", "seconds = 85", "seconds = 90")
    assert faults(content) == [
        "routines/foot-reset-7.toml: the steps add up to 425 s, minutes = 7 is 420 s. "
        "Mend the closing step or the minutes."
    ]


def test_a_routine_is_named_after_its_minutes(content):
    (content / "routines/jaw-head-8.toml").rename(content / "routines/jaw-head-9.toml")
    assert faults(content) == [
        "routines/jaw-head-9.toml: the name of the file does not end in its minutes. "
        "Name it <words>-8.toml, or mend the minutes."
    ]


@pytest.mark.parametrize(
    ("old", "new", "report"),
    [
        ('side = "left-right"', 'side = "both"', "side is 'both', but"),
        ("swap = 10", "swap = 12", "swap is 12. Choose 10 or 15."),
        ("transition = 15", "transition = 20", "transition is 20. Choose 10, 15 or 25."),
        ("seconds = 45", "seconds = 20", "seconds is 20, outside the range of foot-arch-press"),
        ('"foot-arch-press"', '"foot-arch-pres"', "Did you mean 'foot-arch-press'?"),
        (', nl = "Zittend: met je onderarm regel je de druk."', "", "note.nl is missing"),
    ],
)  # fmt: skip
def test_a_step_that_does_not_fit_is_refused(content, old, new, report):
    edit(content / "routines/foot-reset-7.toml", old, new)
    assert any("step 1: " in fault and report in fault for fault in faults(content))


def test_swaps_that_run_in_a_circle_are_refused(content):
    edit(content / "techniques/foot-hand-knead.toml", 'swap_to = "notice-after"',
         'swap_to = "foot-arch-press"')  # fmt: skip
    assert any("swap_to runs in a circle: foot-arch-press → foot-hand-knead" in f
               for f in faults(content))  # fmt: skip


def test_every_condition_but_a_red_flag_is_asked_under_a_heading(content):
    edit(
        content / "conditions.toml",
        'severity = "contraindication"\ntheme = "now"\n',
        'severity = "contraindication"\n',
    )
    edit(content / "conditions.toml", 'theme = "pregnancy"', 'theme = "pregnant"')
    told = faults(content)
    assert (
        "conditions.toml: fever-infection: theme is missing. Say under which heading it is asked."
        in told
    )
    assert any("theme has 'pregnant'" in fault for fault in told)


def test_neighbours_must_name_each_other(content):
    edit(content / "vocabulary.toml", 'neighbours = ["forearm"]', "neighbours = []")
    assert faults(content) == [
        "vocabulary.toml: regions.forearm: has the neighbour 'hand', which does not name it back. "
        "Add 'forearm' to regions.hand.neighbours."
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('block_flags = ["kneeling"]', 'block_flags = ["kneel"]'),
        ('easier_flags = ["end-range"', 'easier_flags = ["end"'),
        ('stays = ["belly-hand-breath"', 'stays = ["belly-hand"'),
    ],
)
def test_a_condition_that_names_nothing_known_is_refused(content, old, new):
    edit(content / "conditions.toml", old, new)
    unknown = re.search(r'"(.+)"', new)[1]
    assert any(
        fault.startswith("conditions.toml: ") and repr(unknown) in fault
        for fault in faults(content)
    )


def test_a_page_that_lacks_a_language_is_refused(content):
    (content / "pages/about.nl.md").unlink()
    assert faults(content) == ["pages/about.nl.md: is missing. Write it in this language too."]


@pytest.mark.parametrize(
    ("old", "new", "report"),
    [
        ('"pain",', "", "'pain' is in none of the groups known, practice and app. "),
        ('"pain",', '"pain", "pain",', "'pain' is listed twice. Remove one."),
        (
            '"pain",',
            '"pain", "pains",',
            "'pains' is not an article in pages/. Did you mean 'pain'?",
        ),
        ("app = [", "apps = [", "apps is not a known field. Did you mean 'app'?"),
    ],
)
def test_every_article_is_on_the_reading_list_once(content, old, new, report):
    edit(content / "pages/reading.toml", old, new)
    assert any(fault.startswith(f"pages/reading.toml: {report}") for fault in faults(content))


def test_a_file_that_is_not_toml_or_not_text_is_named(content):
    (content / "techniques/savasana.toml").write_text("name = [", "utf-8")
    (content / "techniques/cat.toml").write_bytes(b'name = "\xff"')
    found = faults(content)
    assert any(f.startswith("techniques/savasana.toml: is not valid TOML") for f in found)
    assert "techniques/cat.toml: is not UTF-8 text. Save it as UTF-8." in found


def test_a_language_without_words_is_missed_everywhere():
    found = faults(CONTENT, ("en", "nl", "de"))
    techniques = list((CONTENT / "techniques").glob("*.toml"))
    for file in techniques:
        assert f"techniques/{file.name}: [de] is missing. Add the words in it." in found


def test_facts_stand_once_and_words_per_language():
    for file in (CONTENT / "techniques").glob("*.toml"):
        table = tomllib.loads(file.read_text("utf-8"))
        words = {code: table.pop(code) for code in LANGUAGES}
        assert not set(table) & set(words["en"]), f"{file.name} repeats a field"
        assert words["en"]["name"] != words["nl"]["name"]


# ---- words to find things by ----


def test_a_synonym_of_what_is_not_there_is_a_fault(content):
    edit(content / "search.toml", "[regions.calf]", "[regions.calfs]")
    edit(content / "search.toml", "[techniques.savasana]", "[techniques.savasena]")
    edit(content / "search.toml", "[pages.pain]", "[pages.pains]")
    assert faults(content) == [
        "search.toml: [pages] has 'pains', which is not in pages/. Did you mean 'pain'?",
        "search.toml: [regions] has 'calfs', which is not in [regions] in vocabulary.toml. "
        "Did you mean 'calf'?",
        "search.toml: [techniques] has 'savasena', which is not in techniques/. "
        "Did you mean 'savasana'?",
    ]


def test_synonyms_are_written_in_every_language(content):
    file = content / "search.toml"
    text = re.sub(r"(?m)^nl = .*luchtbal.*\n", "", file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    assert faults(content) == [
        "search.toml: tools.ball-soft: [nl] is missing. Add the words in it."
    ]


def test_what_stands_in_for_a_tool_and_where_there_is_room_are_known(content):
    edit(content / "vocabulary.toml", '["tennis-balls"]', '["tennis-bals"]')
    edit(content / "vocabulary.toml", '"chair", "table", "any"]', '"chair", "bench", "any"]')
    found = faults(content)
    assert len(found) == 2
    assert "tools.ball-medium: instead has 'tennis-bals'" in found[1]
    assert "Did you mean 'tennis-balls'?" in found[1]
    assert "places.no-floor: positions has 'bench'" in found[0]
