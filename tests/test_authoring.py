"""A file that is begun is refused field by field, and serves a page once it is filled in."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from fascia import authoring, cli, create_app, guide
from fascia.authoring import Refusal, begin
from fascia.library import CONTENT, ContentError, load_library
from fascia.models import (
    Day,
    Programme,
    ProgrammeWords,
    Routine,
    RoutineWords,
    Technique,
    TechniqueWords,
    Week,
)
from fascia.proofreading.language import Language

LANGUAGES = ("en", "nl")
ROOT = CONTENT.parent.parent


@pytest.fixture
def content(tmp_path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as refused:
        load_library(LANGUAGES, folder)
    return refused.value.faults


def fill(file: Path, values: dict[str, str]) -> None:
    """What an author does: write a value behind each name, once or once in each language."""
    lines = []
    skipping = False
    for line in file.read_text("utf-8").splitlines():
        if skipping:  # the rest of a value of several lines
            skipping = line != "]"
            continue
        name = line.partition(" = ")[0]
        if name in values:
            skipping = line.endswith("[")
            line = f"{name} = {values[name]}"
        lines.append(line)
    file.write_text("\n".join(lines) + "\n", "utf-8")


TECHNIQUE = {
    "kind": '"release"',
    "regions": '["calf"]',
    "side": '"LR"',
    "position": '"chair"',
    "action": '"hands"',
    "needs": '[{ any_of = ["chair"] }]',
    "flags": '["seated"]',
    "lines": "[]",
    "goals": '["ease-tension"]',
    "grade": '"traditional"',
    "dose": "{ seconds = 60, min = 30, max = 90 }",
    "pressure": "{ target = 3, cap = 5 }",
    "excl": '["acute-dvt"]',
    "ask": "[]",
    "set_up": '["Sit."]',
    "movement": '["Knead."]',
    "avoid": '["Veins."]',
} | dict.fromkeys(("name", "purpose", "tissue", "tempo", "settle", "cue", "easier"), '"Hand"')

ROUTINE = {
    "level": '"everyone"',
    "minutes": "1",
    "goals": '["wind-down"]',
    "kit": "[]",
    "technique": '"arrive-breath"',
    "side": '"both"',
    "seconds": "60",
    "swap": "0",
    "transition": "0",
    "name": '"Rest"',
    "summary": '"Rest."',
    "rationale": '"Rest."',
}


PROGRAMME = {
    "kind": '"course"',
    "field": '"sea"',
    "cap": "3",
    "sessions": '[{ routine = "calm-breath-6" }]',
    "extras": "[]",
    "pace": '["Rest."]',
} | dict.fromkeys(("summary", "introduction", "afterwards"), '"Rest."')

#: What holds fields of its own: those are asked for, one by one.
STRUCTURE = ("dose", "pressure", "kit", "steps", "weeks", "days", "sessions", "name", "text")


@pytest.mark.parametrize(
    ("kind", "ident", "shapes"),
    [
        ("technique", "calf-wring", (Technique, TechniqueWords)),
        ("routine", "rest-1", (Routine, RoutineWords)),
        ("programme", "two-days", (Programme, ProgrammeWords, Week, Day)),
    ],
)
def test_every_required_field_of_a_new_file_is_asked_for_with_its_description(
    content, kind, ident, shapes
):
    (file,) = begin(kind, ident, LANGUAGES, content)
    text, found = file.read_text("utf-8"), "\n".join(faults(content))
    tomllib.loads(text)
    for shape in shapes:
        for name, field in shape.model_fields.items():
            if name in authoring.ELSEWHERE:
                continue
            assert re.search(rf"^(# )?{name} = |^\[\[([a-z.]+\.)?{name}\]\]$", text, re.M), name
            sentence = " ".join(text.replace("\n# ", " ").split())
            assert field.description[1:] in sentence, f"{name} is explained"
            if field.is_required() and name not in STRUCTURE:
                assert f"Say {field.description}." in found, name
    assert all(
        fault.startswith(f"{authoring.KINDS[kind].folder}/{ident}") for fault in faults(content)
    )


def test_permitted_values_are_those_of_the_vocabulary(content):
    vocabulary = content / "vocabulary.toml"
    added = '[levels]\nnobody = { en = "For nobody", nl = "Voor niemand" }\n'
    vocabulary.write_text(vocabulary.read_text("utf-8").replace("[levels]\n", added), "utf-8")
    (file,) = begin("routine", "rest-1", LANGUAGES, content)
    assert "#   nobody        For nobody\n" in file.read_text("utf-8")


def test_a_technique_that_is_filled_in_has_its_pages(content):
    (file,) = begin("technique", "calf-wring", LANGUAGES, content)
    fill(file, TECHNIQUE)
    app = create_app({"CONTENT": str(content)})
    for code in LANGUAGES:
        page = app.test_client().get(f"/{code}/techniques/calf-wring", headers={"X-Snapshot": "x"})
        assert page.status_code == 200
        assert "Veins." in page.get_data(as_text=True)


def test_a_routine_that_is_filled_in_has_its_pages(content):
    (file,) = begin("routine", "rest-1", LANGUAGES, content)
    fill(file, ROUTINE)
    library = load_library(LANGUAGES, content)
    assert library.routines["rest-1"].seconds == 60


def test_a_programme_that_is_filled_in_has_its_page(content):
    (file,) = begin("programme", "one-day", LANGUAGES, content)
    fill(file, PROGRAMME)
    text = file.read_text("utf-8").replace('{ en = "", nl = "" }', '{ en = "Rest", nl = "Rust" }')
    file.write_text(text.replace('name = ""', 'name = "One day"'), "utf-8")
    app = create_app({"CONTENT": str(content)})
    for code in LANGUAGES:
        page = app.test_client().get(f"/{code}/programmes/one-day", headers={"X-Snapshot": "x"})
        assert page.status_code == 200
        assert "One day" in page.get_data(as_text=True)


def test_an_article_that_is_filled_in_has_its_page(content):
    english, dutch = begin("article", "breath", LANGUAGES, content)
    assert f"pages/{dutch.name}: title is missing. Say what the article is called." in faults(
        content
    )
    for file in (english, dutch):
        text = file.read_text("utf-8").replace("title:", "title: Breath")
        text = text.replace("description:", "description: On breath.")
        file.write_text(f"{text}Breathe.\n", "utf-8")
    assert faults(content) == [
        "pages/reading.toml: 'breath' is in none of the groups known, practice and app. "
        "Add it to one of them."
    ]
    reading = content / "pages/reading.toml"
    reading.write_text(reading.read_text("utf-8").replace('"about"', '"about", "breath"'), "utf-8")
    app = create_app({"CONTENT": str(content)})
    page = app.test_client().get("/nl/breath", headers={"X-Snapshot": "x"}).get_data(as_text=True)
    assert "<p>Breathe.</p>" in page
    assert "Write after" not in page


@pytest.mark.parametrize(
    ("kind", "ident", "reason"),
    [
        ("technique", "Calf wring", "'Calf wring' is not an id. Write lower-case letters"),
        ("technique", "calf--wring", "is not an id"),
        ("technique", "calf-roller", "techniques/calf-roller.toml is there already"),
        ("routine", "evening-rest", "it ends in its minutes, such as evening-yin-20"),
        ("article", "routines", "'routines' is the address of another page"),
        ("article", "about", "pages/about.en.md is there already"),
    ],
)
def test_an_id_that_cannot_be_is_refused_with_the_rule(content, kind, ident, reason):
    before = sorted(content.rglob("*"))
    with pytest.raises(Refusal, match=reason.replace(".", r"\.")):
        begin(kind, ident, LANGUAGES, content, taken=("routines",))
    assert sorted(content.rglob("*")) == before, "nothing is written"


def test_the_commands_of_authors_work_while_another_file_is_unfinished(content):
    begin("technique", "calf-wring", LANGUAGES, content)
    with pytest.raises(ContentError) as error:
        load_library(LANGUAGES, content)
    app = cli.unsound(error.value)
    app.config["CONTENT"] = str(content)
    runner = app.test_cli_runner()
    done = runner.invoke(args=["content", "new", "routine", "calf-5"])
    assert done.exit_code == 0, done.output
    assert (content / "routines/calf-5.toml").exists()
    checked = runner.invoke(args=["check"])
    assert checked.exit_code == 1
    assert (
        "techniques/calf-wring.toml: kind is empty. Say what kind of entry it is." in checked.output
    )


def test_the_server_refuses_to_start_while_a_file_is_unfinished(content):
    begin("technique", "calf-wring", LANGUAGES, content)
    done = subprocess.run(
        [sys.executable, "-c", "import app; app.serve()"],
        cwd=ROOT,
        env=os.environ | {"FASCIA_CONTENT": str(content)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Fascia does not start. ")
    assert "techniques/calf-wring.toml: kind is empty." in done.stderr


def test_an_article_cannot_take_the_address_of_another_page(content):
    app = create_app({"CONTENT": str(content)})
    cli.init_app(app)
    done = app.test_cli_runner().invoke(args=["content", "new", "article", "install"])
    assert done.exit_code == 1
    assert "'install' is the address of another page" in done.output


# ---- the guide ----


def test_the_guide_shows_every_picture_and_no_other():
    text = (CONTENT / "README.md").read_text("utf-8")
    shown = re.findall(r'<img src="guide/([\w-]+)\.png" width="\d+" alt="[^"]{20,}">', text)
    assert text.count("<img") == len(shown), "each with words for whoever does not see it"
    assert sorted(shown) == sorted([*guide.PAGES, guide.UNFINISHED])
    assert sorted(file.stem for file in guide.PICTURES.iterdir()) == sorted(shown)
    for file in guide.PICTURES.iterdir():
        assert file.stat().st_size <= 40_000, file.name


def test_the_guide_names_every_kind_and_only_what_is_there(site):
    text = (CONTENT / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for kind in authoring.KINDS:
        assert f"make {kind} ID=" in text
    for target in map("".join, re.findall(r"^ *make ([a-z]+)|`make ([a-z]+)", text, re.MULTILINE)):
        assert re.search(rf"^[a-z ]*\b{target}\b[a-z ]*:", makefile, re.MULTILINE), target
    for path in guide.PAGES.values():
        assert path in site.entries
    for name in re.findall(r"`((?:techniques|routines|pages)/[\w.-]+\.(?:toml|md))`", text):
        assert (CONTENT / name).exists() or "calf-wring" in name or "breath" in name, name


def test_the_limits_that_the_guide_names_are_those_of_the_rules():
    text = (CONTENT / "README.md").read_text("utf-8")
    for code in LANGUAGES:
        language = Language(code)
        assert f"{language.longest_sentence} words is the limit" in text
        assert f"{language.reading.floor:g} is the least" in text
