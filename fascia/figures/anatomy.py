"""Anatomy insets: a part of the body in one tone, and over it the tissue with its fibres.

The body is that of the body map, seen close by; shapes and the course of their fibres come from
``anatomy.toml``. An inset is a file of its own and carries both themes, as the figures do.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.ndimage import binary_erosion, distance_transform_edt, gaussian_filter
from skimage.draw import polygon

from fascia.figures import bodymap
from fascia.figures import pose as data
from fascia.figures.bodymap import in_picture, rounded
from fascia.figures.draw import Drawing
from fascia.figures.geometry import view_axes
from fascia.figures.scene import SAMPLES, Scene
from fascia.figures.trace import numbers, trace

SOURCE = Path(__file__).parent / "anatomy.toml"
OUTPUT = Path(__file__).parent.parent.parent / "static" / "figures" / "anatomy"

#: What is cut out of the frame: twice as high as wide; pages cut a little more.
CROP = (110, 0, 140, 280)

#: The body that shows around what is drawn on it (cm at a scale of 4).
RIM = 0.35

#: Shapes are traced on a finer grid than fibres are written on.
FINE = '<g transform="scale(.2)">'

#: Class → attributes, light value first; ``DARK`` holds what changes by night.
STYLE = {
    "body": 'fill="#fdf3e5"',
    "line": 'fill="#2a2233" fill-opacity=".28"',
    "bone": 'fill="#e6d3b8"',
    "deep": 'fill="#c9604f" fill-opacity=".38"',
    "muscle": 'fill="#c9604f" stroke="#7c2f28" stroke-width="5"',
    "sheet": 'fill="#eef1f4" stroke="#667085" stroke-width="5"',
    "fibre": 'fill="none" stroke="#f3c3b5" stroke-width="1.2" stroke-linecap="round"',
    "thread": 'fill="none" stroke="#8791a3" stroke-width="1.1" stroke-linecap="round"',
}
DARK = {
    "body": "fill:#55525c", "line": "fill:#0d0a1c", "bone": "fill:#77705f", "deep": "fill:#c9604f",
    "muscle": "fill:#b4584a;stroke:#f2b3a4", "sheet": "fill:#c6ccd6;stroke:#f4f6fa",
    "fibre": "stroke:#f0b9aa", "thread": "stroke:#5d6678",
}  # fmt: skip


def regions() -> dict[str, dict]:
    return tomllib.loads(SOURCE.read_text("utf-8"))


def write(names=()) -> Iterator[Path]:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for name, region in regions().items():
        if not names or name in names:
            target = OUTPUT / f"{name}.svg"
            target.write_text(make(name, region), "utf-8", newline="\n")
            yield target


def make(name: str, region: dict) -> str:
    """The inset of a region, as SVG."""
    pose = tomllib.loads(bodymap.SOURCE.read_text("utf-8"))["pose"] | region.get("pose", {})
    scene = Scene(data.parse(pose, name), name)
    scene.axes = view_axes(region["yaw"], region.get("pitch", 0))
    scene.scale, scene.middle = region["scale"], np.array(region["center"], dtype=float)
    drawing = Drawing(scene)
    body = drawing.material > 0
    inside = distance_transform_edt(np.pad(body, 1, mode="edge"))[1:-1, 1:-1] > RIM * 4 * SAMPLES
    found = [element("body", trace(body, SAMPLES, 1.2, 12, 0.4, beyond=30))]
    ink = drawing.ink()
    found += [element("line", part.split(' d="')[1].split('"')[0]) for _, part in ink]
    for layer in region.get("layer", ()):
        for sign in (1, -1) if layer.get("mirror") else (1,):
            shape, threads = drawn(scene, layer, sign, inside)
            if threads:
                kind = "thread" if layer["kind"] == "sheet" else "fibre"
                shape += f'</g><path class="{kind}" {STYLE[kind]} d="{threads}"/>{FINE}'
            found.append(shape)
    used = [kind for kind in STYLE if any(f'class="{kind}"' in part for part in found)]
    dark = "".join(f".{kind}{{{DARK[kind]}}}" for kind in used)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(map(str, CROP))}">'
        f"<style>@media(prefers-color-scheme:dark){{{dark}}}</style>"
        f"{FINE}{''.join(found)}</g></svg>\n"
    ).replace(f"{FINE}</g>", "")


def element(kind: str, path: str) -> str:
    return f'<path class="{kind}" {STYLE[kind]} d="{path}"/>' if path else ""


def drawn(scene: Scene, layer: dict, sign: int, inside: np.ndarray) -> tuple[str, str]:
    """A layer as its shape and its fibres; both stay within the body."""
    outline = np.array(layer["outline"], dtype=float) * (sign, 1)
    x, y = in_picture(scene, rounded(outline)).T
    mask = np.zeros(inside.shape, bool)
    mask[polygon(y * SAMPLES, x * SAMPLES, mask.shape)] = True
    mask = gaussian_filter((mask & inside).astype(np.float32), 2) > 0.5
    shape = element(layer["kind"], trace(mask, SAMPLES, 1.6, 6, 0.45, 70))
    room = binary_erosion(mask, iterations=4)
    courses = [layer[key] for key in ("fibres", "across") if key in layer]
    threads = "".join(
        fibre(points, room) for course in courses for points in lines(scene, course, sign)
    )
    return shape, threads


def lines(scene: Scene, course: dict, sign: int) -> Iterator[np.ndarray]:
    """The fibres of a course as curves in the picture."""
    starts, ends = (along(course[key], course["count"]) * (sign, 1) for key in ("from", "to"))
    t = np.linspace(0, 1, 60)[:, None]
    for start, end in zip(starts, ends, strict=True):
        way = end - start
        bend = (start + end) / 2 + np.array([-way[1], way[0]]) * course.get("bow", 0) * sign * 2
        curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
        yield in_picture(scene, curve)


def along(points, count: int) -> np.ndarray:
    """Evenly spaced places along a line of points, the first and the last half a step inwards."""
    points = np.array(points, dtype=float)
    at = np.r_[0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))]
    places = (np.arange(count) + 0.5) / count * at[-1]
    return np.c_[np.interp(places, at, points[:, 0]), np.interp(places, at, points[:, 1])]


def fibre(points: np.ndarray, room: np.ndarray) -> str:
    """The longest part of a fibre that lies within its muscle, as a curve."""
    column, row = np.floor(points * SAMPLES).astype(int).T
    height, width = room.shape
    fits = (column >= 0) & (row >= 0) & (column < width) & (row < height)
    fits[fits] = room[row[fits], column[fits]]
    best, start = (0, 0), None
    for index, good in enumerate([*fits, False]):
        if good and start is None:
            start = index
        elif not good and start is not None:
            best = max(best, (index - start, start))
            start = None
    length, start = best
    if length < 6:
        return ""
    part = points[start : start + length]
    a, m, b = part[0], part[length // 2], part[-1]
    control = 2 * m - (a + b) / 2
    return f"M{numbers(np.round(a, 1))}Q{numbers(np.round([*control, *b], 1))}"
