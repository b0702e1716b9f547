"""What make dev does: edits show, faults are a page, open pages learn that they are old."""

import shutil
from pathlib import Path

import pytest
from werkzeug.test import Client

from fascia import create_app, workbench
from fascia.library import CONTENT


@pytest.fixture
def content(tmp_path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    return folder


@pytest.fixture
def bench(content) -> Client:
    def make():
        return create_app({"CONTENT": str(content), "DEBUG": True})

    return Client(workbench.Workbench(make, content))


PAGE = "/en/techniques/foot-arch-press"


def test_an_edit_and_a_new_file_show(bench, content):
    file = content / "techniques/foot-arch-press.toml"
    assert "Three-point arch press" in bench.get(PAGE).text
    file.write_text(file.read_text("utf-8").replace("Three-point arch", "Arch and"), "utf-8")
    assert "Arch and press" in bench.get(PAGE).text
    shutil.copy(file, file.with_name("another.toml"))
    assert bench.get("/en/techniques/another").status_code == 200


def test_faults_are_a_page_until_they_are_mended(bench, content):
    assert bench.get(PAGE).status_code == 200
    file = content / "techniques/foot-arch-press.toml"
    sound = file.read_text("utf-8")
    file.write_text(sound.replace('side = "LR"', 'side = "<b>"'), "utf-8")
    page = bench.get(PAGE)
    assert page.status_code == 500
    assert "side is &#x27;&lt;b&gt;&#x27;. Choose" in page.text
    file.write_text(sound, "utf-8")
    assert bench.get(PAGE).status_code == 200


def test_a_page_learns_at_once_that_it_is_old(bench, content, monkeypatch):
    monkeypatch.setattr(workbench, "PATIENCE_SECONDS", 0)
    made = bench.get(PAGE).text.partition("/workbench/reload.js?")[2].partition('"')[0]
    assert bench.get(f"/workbench/changes?{made}").text == made, "nothing was edited"
    (content / "techniques/new.toml").write_text("", "utf-8")
    assert bench.get(f"/workbench/changes?{made}").text != made


def test_pages_that_are_served_know_nothing_of_it(get_page):
    assert "workbench" not in get_page("/en/").html
