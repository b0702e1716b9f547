"""The sign of the product, drawn: a line that gives under a ball. And the files made from it.

The drawings are pure. ``flask brand`` turns them into files, which authors commit; only that
command needs Playwright and a Chromium. The server never draws.
"""

import base64
import hashlib
import logging
import math
import os
import shutil
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from werkzeug.serving import make_server

from fascia import i18n
from fascia.assets import STATIC
from fascia.colours import TOKENS
from fascia.drawing import giving_line
from fascia.house import DRAWN_NAME
from fascia.offline import SCREENSHOTS

#: The tokens of the style sheet that the sign needs.
STRAW, DISC, INK, BALL, PAPER = (
    TOKENS[name].light for name in ("straw", "straw-disc", "ink", "ball", "paper")
)
DARK = {
    part: TOKENS[name].dark
    for part, name in (
        ("ground", "straw"),
        ("disc", "straw-disc"),
        ("line", "ink"),
        ("ball", "ball"),
    )
}

SOCIAL = (1200, 630)

#: Of a picture with a palette: more are not seen, and weigh half as much again.
SHADES = 64
FONT = STATIC / "fonts/young-serif-latin.woff2"


# ---- drawings ----


def sign(scale: float = 1, weight: float = 34) -> str:
    """Disc, ball and line on a square of 512. The line runs to the edge, whatever the scale.

    The disc rises behind the line; below it the ground stays bare.
    """
    x, y = 256, 256 - 8 * scale
    depth, radius = 150 * scale, 92 * scale
    line = giving_line(512, round(y, 1), [(x, depth, 222 * scale)])
    rest = y + depth - weight * scale / 2 - radius + 1
    return (
        f'<path class="ground" d="M0 0h512v512H0z" fill="{STRAW}"/>'
        f'<circle class="disc" cx="{x}" cy="{y - 26 * scale:g}" r="{164 * scale:g}" fill="{DISC}"/>'
        f'<path class="ground" d="{line}V512H0z" fill="{STRAW}"/>'
        f'<circle class="ball" cx="{x}" cy="{rest:g}" r="{radius:g}" fill="{BALL}"/>'
        f'<path class="line" d="{line}" fill="none" stroke="{INK}" '
        f'stroke-width="{weight * scale:g}"/>'
    )


def svg(width: int, height: int, *parts: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f"{''.join(parts)}</svg>\n"
    )


def rounded(content: str) -> str:
    return (
        '<clipPath id="corners"><rect width="512" height="512" rx="112"/></clipPath>'
        f'<g clip-path="url(#corners)">{content}</g>'
    )


def icon() -> str:
    """The app icon where the system shows it as it is."""
    return svg(512, 512, rounded(sign()))


def opaque() -> str:
    """The app icon where the system cuts the corners."""
    return svg(512, 512, sign())


def maskable() -> str:
    """The app icon where the system cuts any shape: disc and ball keep to the middle 80 %."""
    return svg(512, 512, sign(scale=0.86))


def favicon() -> str:
    """The icon of a tab: a heavier line, and dark where the system is dark.

    The light colours are attributes: where a policy forbids the style, the icon stays light.
    """
    dark = "".join(
        f".{part}{{{'stroke' if part == 'line' else 'fill'}:{colour}}}"
        for part, colour in DARK.items()
    )
    style = f"<style>@media(prefers-color-scheme:dark){{{dark}}}</style>"
    return svg(512, 512, style, rounded(sign(weight=48)))


def social() -> str:
    """The picture that travels with a link: the word stands on the line, the ball rests in it."""
    width, height = SOCIAL
    x, y, depth, radius, weight = 932, 430, 138, 96, 14
    line = giving_line(width, y, [(x, depth, 222)])
    return svg(
        width,
        height,
        f'<path d="M0 0h{width}v{height}H0z" fill="{STRAW}"/>',
        f'<circle cx="{x}" cy="322" r="216" fill="{DISC}"/>',
        f'<path d="{line}V{height}H0z" fill="{PAPER}"/>',
        f'<circle cx="{x}" cy="{y + depth - weight / 2 - radius + 1:g}" r="{radius}" '
        f'fill="{BALL}"/>',
        f'<path d="{line}" fill="none" stroke="{INK}" stroke-width="{weight}"/>',
        f'<text x="76" y="{y - 38}" font-family="Young Serif" font-size="200" fill="{INK}">'
        f"{DRAWN_NAME.lower()}</text>",
    )


def pictures() -> Iterator[tuple[str, str, int, int]]:
    """Every picture made from a drawing: file below static/, drawing, width, height."""
    yield "icons/icon-192.png", icon(), 192, 192
    yield "online/icon-512.png", icon(), 512, 512
    for size in (192, 512):
        yield f"online/maskable-{size}.png", maskable(), size, size
    yield "online/apple-touch-icon-180.png", opaque(), 180, 180
    yield "online/social.png", social(), *SOCIAL


# ---- pictures ----


def find_browser() -> str | None:
    """The Chromium of this machine, or None: then Playwright takes its own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
             "msedge", "microsoft-edge")  # fmt: skip
    return os.environ.get("FASCIA_BROWSER") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def open_browser() -> Iterator:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise click.ClickException("This needs Playwright: pip install playwright") from None
    arguments = ["--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        yield browser
        browser.close()


def render(browser, drawing: str, width: int, height: int) -> bytes:
    """A drawing as PNG. What it leaves open stays transparent."""
    font = base64.b64encode(FONT.read_bytes()).decode()
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.set_content(
        f'<style>@font-face{{font-family:"Young Serif";src:url(data:font/woff2;base64,{font})}}'
        f"body{{margin:0}}svg{{display:block;inline-size:100vw}}</style>{drawing}"
    )
    page.evaluate("document.fonts.load('16px \"Young Serif\"')")
    png = page.screenshot(omit_background=True)
    page.close()
    return png


def pixels(png: bytes) -> list[list[bytes]]:
    """The rows of a PNG as a browser writes it: 8 bits a channel, not interlaced."""
    width, _, _, kind = struct.unpack_from(">IIBB", png, 16)
    step = {2: 3, 6: 4}[kind]
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    data = zlib.decompress(data)
    rows, above, size = [], bytes(width * step), width * step
    for start in range(0, len(data), size + 1):
        row = bytearray(data[start + 1 : start + 1 + size])
        _unfilter(data[start], row, above, step)
        rows.append([bytes(row[i : i + step]) for i in range(0, size, step)])
        above = row
    return rows


def _unfilter(kind: int, row: bytearray, above: bytes, step: int) -> None:
    """Undo one of the five filters of PNG, in place."""
    for i in range(len(row)) if kind else ():
        left, corner = (row[i - step], above[i - step]) if i >= step else (0, 0)
        up = above[i]
        if kind == 4:  # Paeth: whichever neighbour is nearest to left + up - corner
            guess = min((left, up, corner), key=lambda near: abs(left + up - corner - near))
        else:
            guess = (0, left, up, (left + up) // 2)[kind]
        row[i] = (row[i] + guess) & 255


def flatten(png: bytes, source: str) -> bytes:
    """The same picture with a palette, a third of the size, and the digest of its source.

    A flat drawing has a handful of colours; the rest are edges. Up to SHADES stay: those that are
    frequent and unlike the ones that stay already. The others become the nearest.
    """
    rows = pixels(png)
    counted = Counter(pixel for row in rows for pixel in row)
    palette: list[bytes] = []
    apart = dict.fromkeys(counted, math.inf)  # from the nearest that stays
    while len(palette) < min(SHADES, len(counted)):
        palette.append(
            max(counted, key=lambda colour: (apart[colour] * counted[colour], counted[colour]))
        )
        for colour in counted:
            apart[colour] = min(apart[colour], distance(colour, palette[-1]))
    palette.sort(key=lambda colour: colour[3:])  # what is opaque at the end needs no alpha
    index = {
        colour: min(range(len(palette)), key=lambda n: distance(colour, palette[n]))
        for colour in counted
    }
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(colour[:3] for colour in palette)),
        (b"tRNS", b"".join(colour[3:] for colour in palette).rstrip(b"\xff")),
        (b"tEXt", b"Source\0" + digest(source).encode()),
        (b"IDAT", zlib.compress(b"".join(bytes([0, *map(index.get, row)]) for row in rows), 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
        if body or name == b"IEND"
    )


def distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def digest(drawing: str) -> str:
    """What a picture carries, so that a test can tell which drawing it was made from."""
    return hashlib.sha256(drawing.encode()).hexdigest()


# ---- the home page, photographed ----


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """The application on a free port; gives its origin."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


def photograph(browser, address: str, width: int, height: int, scale: int) -> bytes:
    """A page as a visitor first sees it, on a Sunday morning."""
    context = browser.new_context(
        viewport={"width": width // scale, "height": height // scale},
        device_scale_factor=scale,
        color_scheme="light",
        reduced_motion="reduce",
        service_workers="block",
    )
    page = context.new_page()
    page.clock.set_fixed_time(datetime(2026, 6, 7, 9))
    response = page.goto(address, wait_until="networkidle")
    if not response.ok:
        raise click.ClickException(f"{address} answers {response.status}")
    page.evaluate("document.fonts.ready.then(() => null)")
    png = page.screenshot()
    context.close()
    return png


# ---- commands ----


def write(name: str, body: bytes, folder: Path = STATIC) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    click.echo(f"{path.relative_to(STATIC.parent)}: {len(body) / 1000:.1f} kB")


def init_app(app: Flask) -> None:
    commands = click.Group("brand", help="The icons, the social picture and the screenshots.")
    app.cli.add_command(commands)

    @commands.command()
    def build():
        """Draw the icons and the social picture."""
        write("icons/icon.svg", favicon().encode())
        with open_browser() as browser:
            for name, drawing, width, height in pictures():
                write(name, flatten(render(browser, drawing, width, height), drawing))

    @commands.command()
    def screenshots():
        """Photograph the home page in every language, for the dialogue that installs the app."""
        # Pages are made live, for the snapshot asks for the very files that are made here.
        app.debug = True
        with serve(app) as origin, open_browser() as browser:
            for code in i18n.LANGUAGES:
                for form, (width, height) in SCREENSHOTS.items():
                    scale = 2 if form == "narrow" else 1
                    picture = photograph(browser, f"{origin}/{code}/", width, height, scale)
                    write(f"online/{form}-{code}.png", picture)
