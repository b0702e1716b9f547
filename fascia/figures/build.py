"""Figures as files: which are stale, how they are made, and pictures of them to look at."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import brotli

from fascia.figures import check, pose
from fascia.figures.draw import Drawing
from fascia.figures.scene import Scene

OUTPUT = Path(__file__).parent.parent.parent / "static" / "figures"

#: The modules that decide what a figure looks like.
ENGINE = ("geometry", "pose", "skeleton", "body", "field", "scene", "trace", "draw")

#: The bars, in bytes as sent: the largest figure, the median, and all of them as one pack.
LARGEST, MEDIAN, PACK = 8000, 5000, 350_000

PROCESSES = 2


@dataclass(frozen=True)
class Made:
    """What became of one figure: its size, or why there is none."""

    slug: str
    size: int = 0
    faults: tuple[str, ...] = ()
    fresh: bool = False


@cache
def engine() -> bytes:
    """The source of the engine: when it changes, every figure is stale."""
    folder = Path(__file__).parent
    sources = b"".join((folder / f"{name}.py").read_bytes() for name in ENGINE)
    return hashlib.sha256(sources).digest()


def path_of(slug: str) -> Path:
    return OUTPUT / f"{slug}.svg"


def is_fresh(slug: str) -> bool:
    """Whether the file is there and says that it comes from this pose and this engine."""
    try:
        mark = f'data-source="{pose.digest(slug, engine())}"'
    except pose.PoseFaults:
        return False
    path = path_of(slug)
    return path.exists() and mark in path.read_text("utf-8")[:400]


def scene_of(slug: str) -> Scene:
    """The scene of a technique. Raises PoseFaults for what is wrong in form."""
    return Scene(pose.load(slug), slug)


def make(slug: str, strict: bool = True) -> tuple[str, list[str]]:
    """The SVG of a technique and its faults; with faults it is drawn only if not ``strict``."""
    try:
        scene = scene_of(slug)
    except pose.PoseFaults as error:
        return "", error.faults
    found = check.faults(scene)
    if found and strict:
        return "", found
    return Drawing(scene).svg(pose.digest(slug, engine())), found


def build(slugs: Iterable[str], force: bool = False) -> Iterator[Made]:
    """Make the figures that are stale, or all that are named; two at a time if there are several.

    Each figure is made by one process, alone, so that the order of work never shows in its bytes.
    """
    OUTPUT.mkdir(parents=True, exist_ok=True)
    slugs = list(slugs)
    stale = [slug for slug in slugs if force or not is_fresh(slug)]
    for slug in slugs:
        if slug not in stale:
            yield Made(slug, weight(path_of(slug).read_bytes()), fresh=True)
    if len(stale) < 3:
        yield from map(write, stale)
        return
    with get_context("spawn").Pool(PROCESSES) as pool:
        yield from pool.imap(write, stale)


def write(slug: str) -> Made:
    """Make one figure, and write it where pages find it unless it has faults."""
    svg, found = make(slug)
    if found:
        return Made(slug, faults=tuple(found))
    path_of(slug).write_text(svg, "utf-8", newline="\n")
    size = weight(svg.encode())
    if size > LARGEST:
        return Made(slug, size, (f"{slug}: {size} bytes with brotli, permitted {LARGEST}",))
    return Made(slug, size)


def weight(body: bytes) -> int:
    """Bytes on the wire."""
    return len(brotli.compress(body, quality=11))


# ---- looking ----

#: Colour fields of the pages: ground and disc, in light and in dark.
FIELDS = {
    "straw": (("#f7e3ac", "#f2d27e"), ("#33281a", "#4d3a1c")),
    "apricot": (("#f9dcc4", "#f5c8a5"), ("#38261f", "#4a3128")),
    "sea": (("#d2e5dd", "#b6d5c9"), ("#1a2e30", "#234043")),
    "dusk": (("#d9e1ee", "#bfcde3"), ("#1f2739", "#2c3750")),
}
SCHEMES = ("light", "dark")


def cell(svg: str, scheme: str, width: int, field: str = "straw") -> str:
    """A figure as a page shows it: an image over the disc of a colour field."""
    ground, disc = FIELDS[field][SCHEMES.index(scheme)]
    source = base64.b64encode(svg.encode()).decode()
    return (
        f'<div style="position:relative;width:{width}px;aspect-ratio:9/7;background:{ground};'
        f'color-scheme:{scheme};overflow:hidden"><div style="position:absolute;left:17.2%;top:6.4%;'
        f'width:65.6%;aspect-ratio:1;border-radius:50%;background:{disc}"></div>'
        f'<img style="position:absolute;inset:0;width:100%" alt="" '
        f'src="data:image/svg+xml;base64,{source}"></div>'
    )


def page(cells: Iterable[str], columns: str = "") -> str:
    style = "display:flex;flex-wrap:wrap;gap:6px;align-items:end"
    if columns:
        style = f"display:grid;grid-template-columns:{columns};gap:6px"
    return f'<body style="margin:6px;font:12px sans-serif;{style}">{"".join(cells)}</body>'


def photograph(html: str, target: Path, width: int) -> None:
    from fascia.brand import open_browser

    target.parent.mkdir(parents=True, exist_ok=True)
    with open_browser() as browser:
        tab = browser.new_page(viewport={"width": width, "height": 400})
        tab.set_content(html)
        tab.wait_for_function("[...document.images].every(image => image.complete)")
        tab.screenshot(path=str(target), full_page=True)


def preview_page(svg: str) -> str:
    return page([cell(svg, scheme, width) for width in (720, 96) for scheme in SCHEMES])


def sheet_page(slugs: Iterable[str], field_of: Callable[[str], str]) -> str:
    """All figures with their names: 360 px light and dark, 96 px light and dark."""
    cells = []
    for slug in slugs:
        if path_of(slug).exists():
            svg, field = path_of(slug).read_text("utf-8"), field_of(slug)
            light, dark = (cell(svg, scheme, 360, field) for scheme in SCHEMES)
            small = "".join(cell(svg, scheme, 96, field) for scheme in SCHEMES)
            cells += [f"<div>{slug}{light}</div>", f"<div>&nbsp;{dark}</div>"]
            cells.append(f"<div>&nbsp;{small}</div>")
    return page(cells, "360px 360px 96px 360px 360px 96px")
