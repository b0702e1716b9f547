"""What a phone stores: all of it, derived from the snapshot, and a version that follows it."""

import hashlib
import json
import re
import shutil

import pytest

from fascia import create_app, offline, snapshot
from fascia.i18n import LANGUAGES
from fascia.library import CONTENT


def worker(site) -> str:
    return site["/sw.js"].body.decode()


def constant(script: str, name: str):
    return json.loads(re.search(rf"^const {name} = (.*);$", script, re.MULTILINE)[1])


def test_every_page_and_every_file_that_a_page_uses_is_stored(site, urls):
    listed = {entry[0] for pack in constant(worker(site), "PACKS") for entry in pack["entries"]}
    assert set(urls) <= listed
    assert {f"/{code}/manifest.webmanifest" for code in LANGUAGES} <= listed
    for path in listed:
        entry = site[path]
        if entry.type.startswith(("text/html", "text/css", "text/javascript")):
            used = set(re.findall(r'"(/static/[^"#]+)["#]', entry.body.decode()))
            online = {p for p in used if p.startswith("/static/online/")}
            assert used - online <= listed, path


def test_the_packs_are_the_bodies_end_to_end(site):
    for pack in constant(worker(site), "PACKS"):
        body = site[pack["path"]].body
        offset = 0
        for path, kind, digest, size in pack["entries"]:
            part = body[offset : offset + size]
            assert part == site[path].body
            assert kind == site[path].type
            assert digest == site[path].hash
            offset += size
        assert offset == len(body)


def test_the_hash_is_the_one_the_worker_computes(site):
    import base64

    body = site["/en/"].body
    expected = base64.urlsafe_b64encode(hashlib.sha256(body).digest()[:16]).decode().rstrip("=")
    assert site["/en/"].hash == expected


def test_what_is_only_of_use_online_is_not_stored(site):
    # Addresses only: three letters can stand in any hash.
    listed = "\n".join(e[0] for p in constant(worker(site), "PACKS") for e in p["entries"])
    for word in ("/static/online/", "LICENSE", "OFL", "robots.txt", "sitemap.xml", "/sw.js"):
        assert word not in listed


@pytest.fixture
def one_word_later(tmp_path):
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    file = folder / "techniques/constructive-rest.toml"
    file.write_text(file.read_text("utf-8").replace("Rusthouding", "Ligrust"), "utf-8")
    return snapshot.of(create_app({"CONTENT": str(folder), "ORIGIN": "https://fascia.example"}))


def test_one_changed_word_is_another_version_and_other_packs_only_where_it_stands(
    site, one_word_later
):
    before, after = worker(site), worker(one_word_later)
    assert constant(before, "VERSION") != constant(after, "VERSION")
    packs = [{p["name"]: p["path"] for p in constant(w, "PACKS")} for w in (before, after)]
    assert packs[0]["pages-en"] == packs[1]["pages-en"]
    assert packs[0]["shell"] == packs[1]["shell"]
    assert packs[0]["pages-nl"] != packs[1]["pages-nl"]


def test_other_headers_are_another_version(site, monkeypatch):
    before = offline.version_of(site)
    monkeypatch.setitem(offline.HEADERS, "Referrer-Policy", "same-origin")
    assert offline.version_of(site) != before


def test_the_kill_switch_serves_a_worker_that_goes():
    app = create_app({"WORKER": "off"})
    script = snapshot.of(app)["/sw.js"].body.decode()
    assert "unregister" in script
    assert "indexedDB" not in script


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_manifest_installs_in_its_language(site, code):
    manifest = json.loads(site[f"/{code}/manifest.webmanifest"].body)
    assert manifest["id"] == "/", "all languages are one app"
    assert manifest["lang"] == code
    assert manifest["start_url"] in site, "no redirect at the start"
    assert manifest["start_url"] == f"/{code}/"
    for item in [*manifest["icons"], *manifest["screenshots"]]:
        assert item["src"] in site
    for shortcut in manifest["shortcuts"]:
        assert shortcut["url"] in site
        assert shortcut["url"].startswith(f"/{code}/")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert {shot["form_factor"] for shot in manifest["screenshots"]} == {"narrow", "wide"}


def test_the_manifests_differ_in_words(site):
    words = [json.loads(site[f"/{code}/manifest.webmanifest"].body)["description"]
             for code in LANGUAGES]  # fmt: skip
    assert len(set(words)) == len(LANGUAGES)


def test_the_sitemap_lists_every_page(site, urls):
    listed = re.findall(
        r"<loc>https://fascia.example([^<]+)</loc>", site["/sitemap.xml"].body.decode()
    )
    assert sorted(listed) == sorted(url for url in urls if not url.endswith("/offline"))
