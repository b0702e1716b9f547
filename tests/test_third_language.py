"""A language that begins: what a contributor writes, in a copy of the project, and what she gets.

French, with the words of one technique, one routine and one article. The vocabulary, the safety and
the catalogue have to be whole; where this test has no French it puts the English in « ».
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from fascia.i18n import LANGUAGES
from tests.conftest import Page, inspect
from tests.site import ROOT
from tests.test_offline import constant

WORDS = Path(__file__).parent / "third"
FRENCH = tomllib.loads((WORDS / "words.toml").read_text("utf-8"))

#: What the contributor runs to see her language: the snapshot, as text.
SHOW = """
import json, sys
from fascia import create_app, snapshot
made = snapshot.of(create_app({"ORIGIN": "https://fascia.example"}))
text = ("text/html", "application/manifest+json", "text/javascript", "application/xml")
json.dump({path: entry.body.decode() if entry.type.startswith(text) else ""
           for path, entry in made.entries.items()}, sys.stdout)
"""


#: A string of TOML, or a table of strings on one line.
VALUE = r'"[^"]*"|\{[^{}]*\}'


def quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def french(text: str) -> str:
    return FRENCH.get(text, f"« {text} »")


def with_french_lines(source: str) -> str:
    """A file with ``fr = …`` after every ``nl = …``, made of the words in English."""

    def add(match: re.Match) -> str:
        english, between, dutch = match.groups()
        quoted = re.sub(r'"([^"]*)"', lambda m: quote(french(m[1])), english)
        return f"en = {english}{between}nl = {dutch}{between}fr = {quoted}"

    return re.sub(rf"en = ({VALUE})(\n|, )nl = ({VALUE})", add, source)


def edit(file: Path, change) -> None:
    file.write_text(change(file.read_text("utf-8")), "utf-8")


def run(project: Path, *command: str, ends: int = 0) -> subprocess.CompletedProcess:
    result = subprocess.run(
        [sys.executable, *command], cwd=project, capture_output=True, text=True, check=False
    )
    assert result.returncode == ends, result.stderr
    return result


def flask(project: Path, *command: str, ends: int = 0) -> str:
    return run(project, "-m", "flask", "--app", "app", *command, ends=ends).stderr


def declare(project: Path) -> None:
    """One line in the list of languages."""
    last = '    "nl": Language("Nederlands", "nl_NL"),\n'
    begun = '    "fr": Language("Français", "fr_FR", complete=False),\n'
    edit(project / "fascia/i18n.py", lambda source: source.replace(last, last + begun))


def write_the_ground(content: Path) -> None:
    """Vocabulary and safety: in full, from the first day."""
    for name in ("vocabulary", "conditions", "safety"):
        edit(content / f"{name}.toml", with_french_lines)
    notices = {
        name: french(text)
        for name, text in tomllib.loads((content / "safety.toml").read_text("utf-8"))["notices"][
            "en"
        ].items()
    }
    lines = "".join(f"{name} = {quote(text)}\n" for name, text in notices.items())
    edit(content / "safety.toml", lambda source: f"{source}\n[notices.fr]\n{lines}")


def write_some_content(content: Path) -> None:
    """One technique, one routine, one article."""
    words = (WORDS / "arrive-breath.fr.toml").read_text("utf-8")
    edit(content / "techniques/arrive-breath.toml", lambda source: f"{source}\n{words}")
    shutil.copy(WORDS / "arrive-3.toml", content / "routines")
    shutil.copy(WORDS / "about.fr.md", content / "pages")


def translate(project: Path) -> None:
    """What the command began, filled in."""
    path = project / "translations/fr/LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    for message in catalogue:
        if isinstance(message.id, tuple):
            message.string = tuple(map(french, message.id))
        elif message.id:
            message.string = french(message.id)
    with path.open("wb") as file:
        write_po(file, catalogue)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A copy of the project in which French begins."""
    project = tmp_path_factory.mktemp("project")
    for folder in ("fascia", "templates", "static", "translations"):
        shutil.copytree(ROOT / folder, project / folder,
                        ignore=shutil.ignore_patterns("__pycache__", "*.mo"))  # fmt: skip
    shutil.copy(ROOT / "app.py", project)
    flask(project, "i18n", "add", "fr")
    declare(project)
    write_the_ground(project / "fascia/content")
    write_some_content(project / "fascia/content")
    translate(project)
    return project


@pytest.fixture(scope="module")
def made(project) -> dict[str, str]:
    """Every path of the site of that copy, with its text where it has any."""
    return json.loads(run(project, "-c", SHOW).stdout)


@pytest.fixture(scope="module")
def pages(made) -> dict[str, Page]:
    return {path: Page(body) for path, body in made.items() if body.startswith("<!doctype html>")}


def test_no_fault_is_left(project):
    flask(project, "check")


def test_it_has_the_pages_that_it_has_words_for(pages):
    content = {
        path.removeprefix("/fr/")
        for path in pages
        if path.startswith("/fr/") and not re.search(r"/(region|tool)/", path)
    }
    assert content == {
        "", "techniques", "techniques/arrive-breath", "routines", "routines/arrive-3",
        "routines/arrive-3/play", "find", "about", "when-not-to-practise", "health", "read",
        "install", "offline", "practice", "practice/settings", "practice/backup",
    }  # fmt: skip


def test_its_pages_pass_the_inspection_and_lead_nowhere_in_vain(made, pages):
    for path, page in pages.items():
        inspect(page, path, set(made))


def test_its_words_are_on_its_pages(pages):
    technique = " ".join(pages["/fr/techniques/arrive-breath"].text("main"))
    for text in ("Arriver : le souffle et le corps", "Respire lentement six fois."):
        assert text in technique
    assert pages["/fr/"].text("h1") == ["Trois minutes pour arriver"]
    assert pages["/fr/"].text("title") == ["Aujourd'hui · Fascia"]
    assert "Rien ne doit changer." in " ".join(pages["/fr/routines/arrive-3"].text("main"))
    assert "Souffle et repos" in " ".join(pages["/fr/"].text("main"))


def links(page: Page) -> dict[str, str]:
    return {a["hreflang"]: a["href"] for a in page.all("a") if "hreflang" in a}


def alternates(page: Page) -> set[str]:
    return {a["hreflang"] for a in page.all("link", rel="alternate")} - {"x-default"}


def test_a_page_offers_the_languages_that_have_it_and_no_others(pages):
    for path, page in pages.items():
        code, rest = path.split("/", 2)[1:]
        others = {other for other in (*LANGUAGES, "fr") if f"/{other}/{rest}" in pages} - {code}
        assert links(page) == {other: f"/{other}/{rest}" for other in others}, path
        if not path.endswith("/offline"):
            assert alternates(page) == others | {code}, path
    assert "fr" in links(pages["/nl/techniques/arrive-breath"])
    assert "fr" not in links(pages["/nl/techniques/calf-roller"])


def test_an_address_that_it_lacks_is_a_404_which_leads_to_the_others(project):
    script = (
        "from fascia import create_app\n"
        "answer = create_app().test_client().get('/fr/techniques/calf-roller')\n"
        "print(answer.status_code, answer.get_data(as_text=True))"
    )
    status, _, html = run(project, "-c", script).stdout.partition(" ")
    page = Page(html)
    assert status == "404"
    assert page.text("h1") == ["Il n'y a rien ici"]
    assert links(page) == {code: f"/{code}/techniques/calf-roller" for code in LANGUAGES}, (
        "those that have it"
    )


def test_it_installs_in_its_language_and_its_pages_are_in_the_packs(made):
    manifest = json.loads(made["/fr/manifest.webmanifest"])
    assert (manifest["lang"], manifest["start_url"], manifest["id"]) == ("fr", "/fr/", "/")
    assert manifest["description"].startswith("Automassage des fascias")
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == [
        "/fr/routines/arrive-3", "/fr/techniques",
    ]  # fmt: skip
    assert "screenshots" not in manifest or all(s["src"] in made for s in manifest["screenshots"])
    packs = constant(made["/sw.js"], "PACKS")
    stored = {pack["name"]: {entry[0] for entry in pack["entries"]} for pack in packs}
    there = {path for path in made if path.startswith("/fr/")}
    assert there - stored["pages"] == {"/fr/manifest.webmanifest"} & stored["shell"]
    assert all(pack["path"] in made for pack in packs)
    assert "https://fascia.example/fr/routines/arrive-3" in made["/sitemap.xml"]


def test_the_other_languages_change_by_one_link_and_one_routine_only(pages, site):
    """Growing touches nobody: a page without French is the page of today, byte for byte."""
    path = "/nl/techniques/calf-roller"
    assert pages[path].html == site[path].body.decode()


# ---- what is refused ----


@pytest.mark.parametrize(
    ("file", "old", "new", "report"),
    [
        ("vocabulary.toml", 'fr = "Pieds"\n', "",
         "vocabulary.toml: groups.feet: [fr] is missing. Add the words in it."),
        ("routines/arrive-3.toml", '"arrive-breath"', '"belly-hand-breath"',
         "routines/arrive-3.toml: step 1: belly-hand-breath has no words in [fr], and the routine "
         "has. Add them, or remove [fr] here."),
        ("techniques/arrive-breath.toml", "avoid = [\"Forcer le souffle.\"]",
         "avoid = [\"Forcer le souffle.\", \"Aller vite.\"]", "techniques/arrive-breath.toml: "
         "[fr].avoid has 2, [en].avoid has 1. Make them match one to one."),
        ("routines/arrive-3.toml", ', fr = "Rien ne doit changer."', "",
         "routines/arrive-3.toml: step 1: note.fr is missing. Write it in every language."),
        ("routines/arrive-3.toml", "[fr]", "[de]", "routines/: none has words in [fr]. "
         "Begin a language with one routine and its techniques."),
        ("techniques/calf-roller.toml", "[nl]", "[fr]",
         "techniques/calf-roller.toml: [nl] is missing. Add the words in it."),
    ],
)  # fmt: skip
def test_growing_is_no_excuse_for_what_a_reader_needs(project, tmp_path, file, old, new, report):
    content = tmp_path / "content"
    shutil.copytree(project / "fascia/content", content)
    edit(content / file, lambda source: source.replace(old, new, 1))
    script = (
        "import json, sys\nfrom pathlib import Path\n"
        "from fascia.i18n import LANGUAGES, growing\n"
        "from fascia.library import ContentError, load_library\n"
        "try:\n    load_library(LANGUAGES, Path(sys.argv[1]), growing())\n"
        "except ContentError as error:\n    print(json.dumps(error.faults))"
    )
    assert report in json.loads(run(project, "-c", script, str(content)).stdout)


def test_check_names_every_string_that_is_not_translated(project):
    path = project / "translations/fr/LC_MESSAGES/messages.po"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace('msgstr "Première fois ?"', 'msgstr ""'), "utf-8")
    try:
        assert "translations/fr: 'New here?' is not translated." in flask(project, "check", ends=1)
    finally:
        path.write_text(whole, "utf-8")
