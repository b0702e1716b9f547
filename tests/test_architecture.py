"""Who may know whom, and that nothing vendored or pinned drifts."""

import ast
import hashlib
import re
from pathlib import Path

import pytest

from fascia import assets

ROOT = Path(__file__).parent.parent

#: Module → the modules of the project that it may import. Everything else may not.
MAY_IMPORT = {
    "models": set(),
    "programmes": {"models"},
    "library": {"models", "programmes"},
    "timeline": {"models"},
    "phrases": {"models", "timeline"},
    "catalogues": {"i18n"},
    "drawing": {"models", "programmes"},
    "headers": set(),
    "assets": set(),
    "images": set(),
    "colours": {"assets"},
    "house": {"colours", "images", "library", "models"},
    "i18n": set(),
    "index": {"models", "library"},
    "related": {"models", "library"},
    "screening": {"models", "library"},
    "voice": {"models", "library", "phrases", "timeline"},
    "authoring": {"models", "library"},
}

PURE = ("models", "programmes", "library", "timeline", "drawing", "assets", "pictures", "house",
        "colours", "images", "index", "related", "screening", "authoring")  # fmt: skip


def imports(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("module", MAY_IMPORT)
def test_the_inner_rooms_know_only_what_lies_further_in(module):
    found = {
        name.split(".")[1]
        for name in imports(ROOT / "fascia" / f"{module}.py")
        if name.startswith("fascia.") and (ROOT / "fascia" / f"{name.split('.')[1]}.py").exists()
    }
    assert found <= MAY_IMPORT[module]


@pytest.mark.parametrize("module", PURE)
def test_the_pure_modules_know_nothing_of_flask(module):
    assert not any(name.startswith("flask") for name in imports(ROOT / "fascia" / f"{module}.py"))


def test_nothing_but_the_library_reads_content():
    for file in (ROOT / "fascia").glob("*.py"):
        # Whoever begins a file reads the ids that it may hold, sound content or not.
        if file.name not in ("library.py", "authoring.py"):
            assert "tomllib" not in file.read_text("utf-8"), file.name


def scripts(name: str) -> set[str]:
    return set(assets.Assets().imports(name)) - {name}


LOGIC = ("aftercare", "backup", "bells", "breath", "calendar-file", "choice", "clock", "course",
         "days", "diary", "enrolment", "find", "history", "much", "phrases", "progression",
         "rhythm", "safety", "session", "signals", "spare", "store", "table", "timeline", "track",
         "vault", "wishes")  # fmt: skip


@pytest.mark.parametrize("name", LOGIC)
def test_the_logic_of_the_browser_knows_only_logic(name):
    known = {f"js/{other}.js" for other in LOGIC}
    assert scripts(f"js/{name}.js") <= {"vendor/idb-8.0.4.js", "vendor/minisearch-7.2.0.js"} | known


def test_scripts_hold_no_sentences():
    """Words live in templates and content: a string with two spaced words is one too many."""
    for file in (ROOT / "static/js").rglob("*.js"):
        source = re.sub(r"//.*|/\*[\s\S]*?\*/", "", file.read_text("utf-8"))
        for text in re.findall(r'"([^"\n]*)"', source):
            if re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", text):
                assert "throw" in source or "Error" in source, f"{file.name}: {text}"
                assert re.search(rf'Error\("{re.escape(text)}"', source), f"{file.name}: {text}"


@pytest.mark.parametrize(
    ("file", "digest"),
    [
        ("htmx-4.0.1.min.js", "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"),
        ("idb-8.0.4.js", "e01b45d2e088a7197e8b41ba9b51a0876969da67cc08e6efbc3d5d7ab6ac836c"),
        (
            "minisearch-7.2.0.js",
            "0393b3ba253b809d5e55707c7b0875ef9b518a296a006c6739b28876e154edb3",
        ),
    ],
)
def test_vendored_files_are_the_released_ones(file, digest):
    body = (ROOT / "static/vendor" / file).read_bytes()
    assert hashlib.sha256(body).hexdigest() == digest
    licence = file.split("-")[0] + "-LICENSE.txt"
    assert (ROOT / "static/vendor" / licence).exists()


def test_every_requirement_is_pinned():
    for file in (
        "requirements.txt",
        "tests/requirements.txt",
        "fascia/figures/requirements.txt",
        "fascia/proofreading/requirements.txt",
    ):
        for line in (ROOT / file).read_text("utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.fullmatch(r"[\w.-]+==[\w.]+", line), f"{file}: {line}"


def test_the_project_names_no_machine():
    """No path, address or account of the machine it was written on."""
    pattern = re.compile(r"(?<![\w.])/(home|root|work|Users)/|registry\.|pypi\.org|127\.0\.0\.1:\d")
    for file in ROOT.rglob("*"):
        if file.suffix in (".py", ".js", ".html", ".css", ".toml", ".md") and not any(
            part.startswith(".") or part == "vendor" for part in file.relative_to(ROOT).parts
        ):
            if file == Path(__file__):
                continue
            found = pattern.search(file.read_text("utf-8"))
            assert not found, f"{file.name}: {found}"
