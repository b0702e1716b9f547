"""The sign: what is committed is what ``fascia.brand`` draws. ``flask brand build`` makes it so."""

import struct
import zlib

import pytest

from fascia import brand, create_app, offline
from fascia.assets import STATIC
from fascia.i18n import LANGUAGES

PICTURES = {name: (drawing, width, height) for name, drawing, width, height in brand.pictures()}


def chunks(png: bytes) -> dict[bytes, bytes]:
    """The parts of a PNG by name; parts of the same name are joined."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        name, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        found[name] = found.get(name, b"") + body
        at += length + 12
    return found


def size(png: bytes) -> tuple[int, int]:
    return struct.unpack_from(">II", chunks(png)[b"IHDR"])


def different_rows(png: bytes) -> int:
    data = zlib.decompress(chunks(png)[b"IDAT"])
    length = len(data) // size(png)[1]
    return len({data[start : start + length] for start in range(0, len(data), length)})


@pytest.fixture(scope="module")
def named_by_the_manifests() -> list[dict]:
    app = create_app()
    manifests = [offline.manifest(app, code) for code in LANGUAGES]
    with app.app_context():
        names = {asset.path: asset.name for asset in app.extensions["assets"]}
    return [
        image | {"name": names[image["src"]]}
        for manifest in manifests
        for image in [
            *manifest["icons"],
            *manifest["screenshots"],
            *(icon for shortcut in manifest["shortcuts"] for icon in shortcut["icons"]),
        ]
    ]


def test_the_icon_of_a_tab_is_the_one_that_is_drawn():
    assert (STATIC / "icons/icon.svg").read_text() == brand.favicon()


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_made_from_the_drawings_as_they_are_now(name):
    drawing, *measures = PICTURES[name]
    png = (STATIC / name).read_bytes()
    assert chunks(png)[b"tEXt"] == b"Source\0" + brand.digest(drawing).encode()
    assert size(png) == tuple(measures)


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_light(name):
    limit = 60_000 if size((STATIC / name).read_bytes())[0] > 512 else 12_000
    assert (STATIC / name).stat().st_size <= limit


def test_every_picture_of_the_manifests_has_the_size_it_claims(named_by_the_manifests):
    for image in named_by_the_manifests:
        width, height = size((STATIC / image["name"]).read_bytes())
        assert f"{width}x{height}" == image["sizes"], image["name"]


def test_no_picture_is_blank(named_by_the_manifests):
    for name in {*PICTURES, *(image["name"] for image in named_by_the_manifests)}:
        png = (STATIC / name).read_bytes()
        assert different_rows(png) > size(png)[1] / 4, name


def test_only_the_app_icon_has_transparent_corners():
    transparent = {name for name in PICTURES if b"tRNS" in chunks((STATIC / name).read_bytes())}
    assert transparent == {"icons/icon-192.png", "online/icon-512.png"}


def test_what_matters_of_the_maskable_icon_lies_in_its_safe_zone():
    """No system cuts away anything within 40 % of the middle."""
    for line in brand.maskable().split("<")[1:]:
        if line.startswith("circle"):
            words = dict(word.split("=") for word in line.split() if "=" in word)
            x, y, r = (float(words[name].strip('"/>')) for name in ("cx", "cy", "r"))
            assert ((x - 256) ** 2 + (y - 256) ** 2) ** 0.5 + r <= 512 * 0.4


def test_a_picture_with_a_palette_looks_the_same():
    """Filters are undone and colours kept, up to SHADES of them."""
    rows = [[bytes((10 * x, 20 * y, 30)) for x in range(4)] for y in range(5)]
    filtered, above = b"", bytes(12)
    for kind, row in enumerate(map(b"".join, rows)):
        guesses = bytearray(12)
        for i in range(12):
            left, corner = (row[i - 3], above[i - 3]) if i >= 3 else (0, 0)
            nearest = min((left, above[i], corner), key=lambda n: abs(left + above[i] - corner - n))
            guesses[i] = (0, left, above[i], (left + above[i]) // 2, nearest)[kind]
        filtered += bytes([kind, *((a - b) & 255 for a, b in zip(row, guesses, strict=True))])
        above = row
    body = zlib.compress(filtered)
    png = (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", 4, 5, 8, 2, 0, 0, 0, 0)
        + struct.pack(">I4s", len(body), b"IDAT") + body + bytes(4)
    )  # fmt: skip
    flat = chunks(brand.flatten(png, "source"))
    palette, data = flat[b"PLTE"], zlib.decompress(flat[b"IDAT"])
    assert [
        [palette[3 * n : 3 * n + 3] for n in data[5 * y + 1 : 5 * y + 5]] for y in range(5)
    ] == rows


def test_the_browser_can_be_named(monkeypatch):
    monkeypatch.setenv("FASCIA_BROWSER", "/somewhere/chromium")
    assert brand.find_browser() == "/somewhere/chromium"


def test_without_a_browser_playwright_takes_its_own(monkeypatch):
    monkeypatch.delenv("FASCIA_BROWSER", raising=False)
    monkeypatch.setenv("PATH", "")
    assert brand.find_browser() is None
