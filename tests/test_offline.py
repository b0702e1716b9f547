"""What a phone stores: all of it, derived from the snapshot, and a version that follows it."""

import hashlib
import json
import re
import shutil

import pytest

from fascia import create_app, offline, snapshot
from fascia.i18n import LANGUAGES
from fascia.library import CONTENT
from fascia.packs import bind


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


def unbind(pack: bytes) -> list[bytes]:
    """The bodies of a pack, read as fascia/packs.py describes it."""
    length = int.from_bytes(pack[:4], "little")
    numbers, number, shift = [], 0, 0
    for byte in pack[4 : 4 + length]:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number, shift = 0, 0
    lines = pack[4 + length :].split(b"\n")
    plan, taken, bodies = iter(numbers), 0, []
    for runs in plan:
        body = []
        for _ in range(runs):
            start, count = next(plan), next(plan)
            first = start - 1 if start else taken
            taken += 0 if start else count
            body += lines[first : first + count]
        bodies.append(b"\n".join(body))
    assert taken == len(lines)
    return bodies


@pytest.mark.parametrize(
    "bodies",
    [
        [b""],
        [b"", b"a", b"a\n", b"\na", b"\n\n", b""],
        [b"a\nb\nc", b"x\nb\nc\n", b"b\nc\nc\nb", b"a\nb\nc"],
        [bytes(range(256)) * 3, bytes(range(255, -1, -1))],
        [b"\n".join(b"%d" % (n * n % 1009) for n in range(2000)), b"9\n16\n25"],
    ],
)
def test_what_is_bound_comes_apart_again(bodies):
    assert unbind(bind(bodies)) == bodies


def test_the_packs_hold_the_bodies_of_the_worker_s_list(site):
    for pack in constant(worker(site), "PACKS"):
        bodies = unbind(site[pack["path"]].body)
        for (path, kind, digest, size), body in zip(pack["entries"], bodies, strict=True):
            assert body == site[path].body
            assert (kind, digest, size) == (site[path].type, site[path].hash, len(body))


def test_the_smallest_form_of_a_pack_is_the_same_pack(site):
    pack = next(entry for path, entry in site.entries.items() if path.startswith("/packs/shell"))
    quick, body = pack.encoded("br"), pack.body
    pack.refine()
    assert len(pack.encoded("br")) < len(quick)
    assert pack.body == body


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
    changed = {name for name in packs[0] if packs[0][name] != packs[1][name]}
    assert changed == {"pages"}


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
