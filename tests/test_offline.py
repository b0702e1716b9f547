"""What a phone stores: all of it, derived from the snapshot, and a version that follows it."""

import hashlib
import json
import random
import re
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest
from pyppmd import Ppmd7Encoder

from fascia import create_app, offline, snapshot
from fascia.i18n import LANGUAGES
from fascia.library import CONTENT
from fascia.packs import Pack, bind, plain, tight
from tests.test_js import node


def worker(site) -> str:
    return site["/sw.js"].body.decode()


def constant(script: str, name: str):
    """A value that the server has put in."""
    value = script[script.index(f"const {name}=") + len(f"const {name}=") :]
    return json.JSONDecoder().raw_decode(value)[0]


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


def undo(script: str, folder: Path, jobs: list[tuple[bytes, list[bytes], int]]) -> list:
    """Packs undone by the worker's own code, each arriving in pieces of so many bytes: the hashes
    of their bodies, or why one was refused."""
    (folder / "sw.js").write_text(script)
    listed = []
    for number, (pack, bodies, chunk) in enumerate(jobs):
        (folder / f"{number}.pack").write_bytes(pack)
        sizes = [len(body) for body in bodies]
        listed.append({"file": str(folder / f"{number}.pack"), "sizes": sizes, "chunk": chunk})
    (folder / "jobs.json").write_text(json.dumps(listed))
    here = Path(__file__).parent / "js/unpack.js"
    command = [node(), str(here), str(folder / "sw.js"), str(folder / "jobs.json")]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def hashes(bodies: list[bytes]) -> list[str]:
    return [hashlib.sha256(body).hexdigest() for body in bodies]


CHANCE = random.Random(7)

#: Bodies that try the plan, and bodies that try the model: what has no order, what has little else,
#: what makes it forget.
BODIES = [
    [b""],
    [b"", b"a", b"a\n", b"\na", b"\n\n", b""],
    [b"a\nb\nc", b"x\nb\nc\n", b"b\nc\nc\nb", b"a\nb\nc"],
    [b"a\n1\nb\nc", b"a\n2\nb\nc", b"a\n3\n4\nb\nc", b"a\nb\n5\nb\na", b"5\n5\n5"],
    [bytes(range(256)) * 3, bytes(range(255, -1, -1))],
    [b"\n".join(b"%d" % (n * n % 1009) for n in range(2000)), b"9\n16\n25"],
    [CHANCE.randbytes(100_000)],
    [bytes(100_000)],
    [bytes(CHANCE.choice(b"ab") for _ in range(250_000))],
    [bytes(min(255, int(CHANCE.expovariate(0.02))) for _ in range(100_000))],
    [CHANCE.randbytes(200) + b"the same words again and again\n" * 20 for _ in range(100)],
]


def test_what_is_bound_comes_apart_again(site, tmp_path):
    jobs = [(tight(bind(bodies)), bodies, 1 << 16) for bodies in BODIES]
    jobs += [(plain(bind(bodies)), bodies, 1000) for bodies in BODIES]
    jobs += [(tight(bind(bodies)), bodies, 1) for bodies in BODIES[:6]]
    found = undo(worker(site), tmp_path, jobs)
    assert found == [hashes(bodies) for _, bodies, _ in jobs]


def test_a_pack_that_is_cut_off_or_damaged_is_refused(site, tmp_path):
    bodies = BODIES[-1]
    pack = tight(bind(bodies))
    harmed = bytearray(pack)
    harmed[len(pack) // 2] ^= 4
    whole, cut, other = undo(
        worker(site), tmp_path,
        [(pack, bodies, 999), (pack[: len(pack) // 2], bodies, 999), (bytes(harmed), bodies, 999)],
    )  # fmt: skip
    assert whole == hashes(bodies)
    assert cut in ("cut off", "no PPMd"), "as far as it came, or where it makes no sense"
    assert isinstance(other, str) or other != hashes(bodies), "its hashes tell"


def test_the_packs_hold_the_bodies_of_the_worker_s_list(site, tmp_path):
    jobs = []
    for pack in constant(worker(site), "PACKS"):
        bodies = [offline.kept(site[path]) for path, *_ in pack["entries"]]
        for (path, kind, digest, size), body in zip(pack["entries"], bodies, strict=True):
            assert (kind, digest, size) == (site[path].type, snapshot.hash_of(body), len(body))
        served = site[pack["path"]].served()
        quick = len(brotli.compress(b"".join(bodies), quality=5, lgwin=24))
        assert served.size < 0.9 * quick
        jobs.append((served.body, bodies, 1 << 14))
    assert undo(worker(site), tmp_path, jobs) == [hashes(bodies) for _, bodies, _ in jobs]


def test_a_pack_that_cannot_be_undone_is_served_as_it_is(monkeypatch, caplog):
    class Forgetful:
        def __init__(self, order, pool):
            self.encoder = Ppmd7Encoder(order, pool)

        def encode(self, piece):
            return self.encoder.encode(piece)

        def flush(self):
            return self.encoder.flush()[1:]

    bodies = [b"some words\nand others"]
    pack = Pack("test", [], lambda: bodies)
    monkeypatch.setattr("pyppmd.Ppmd7Encoder", Forgetful)
    assert pack.served().body == plain(bind(bodies))
    assert f"{pack.path} is served without a model" in caplog.text


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
    packs = offline.make_packs(site)
    before = offline.version_of(packs)
    monkeypatch.setitem(offline.HEADERS, "Referrer-Policy", "same-origin")
    assert offline.version_of(packs) != before


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
