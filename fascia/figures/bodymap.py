"""The body map: a silhouette from the figure engine, and zones from outlines drawn by hand.

Outlines follow the muscles as they are seen; they are cut a little inside the silhouette, so that
the body shows between them. What a thumb reaches of each zone is larger: up to half way to the
next. What is made here, ``body-map.json``, is read by the templates.
"""

import json
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter
from skimage.draw import polygon

from fascia.figures import pose as data
from fascia.figures.draw import HAIR, Drawing
from fascia.figures.scene import SAMPLES, VIEW, Scene
from fascia.figures.trace import GRID, trace

FOLDER = Path(__file__).parent
SOURCE, TARGET = FOLDER / "body-map.toml", FOLDER / "body-map.json"

#: What is cut out of the frame: the body with its arms, in SVG units.
CROP = (118, 3, 124, 274)

#: The body that shows around every zone (cm).
RIM = 0.75

#: How round an outline is: 0 is a polygon.
ROUNDNESS = 0.42

#: The layout of a view, in rem, as static/css/map.css has it: a label's row (what a finger hits),
#: the height of the body, and from the body to where a leader turns and to where it ends.
ROW, HEIGHT = 2.75, 27
TURN, END = 0.4, 1.1

#: How far beside a zone it may be touched, and how far beyond the frame (SVG units).
REACH, BEYOND = 18, 4


def make() -> dict:
    """Both views: silhouette, hair and zones as path data on the grid of ``trace``.

    A zone on both sides is drawn on the first; ``mirror`` is what moves it to the other.
    """
    mirror = f"matrix(-{GRID} 0 0 {GRID} {VIEW[0]} 0)".replace("0.", ".")
    source = read()
    return {"box": CROP, "mirror": mirror} | {v: draw(source, v) for v in ("front", "back")}


def read() -> dict:
    return tomllib.loads(SOURCE.read_text("utf-8"))


def write() -> Path:
    text = json.dumps(make(), ensure_ascii=False, indent=1) + "\n"
    TARGET.write_text(text, "utf-8", newline="\n")
    return TARGET


def draw(source: dict, view: str) -> dict:
    material, masks = laid_out(source, view)
    touched = touchable([mask for _, mask in masks])
    zones: dict[int, dict] = {}
    for (zone, mask), touch in zip(masks, touched, strict=True):
        if id(zone) not in zones:
            zones[id(zone)] = {
                "region": zone["region"],
                "sides": list(sides(zone, view)),
                "path": trace(mask, SAMPLES, 1.4, 4, 0.4, 70),
                "touch": trace(touch, SAMPLES, 5, 20, 1.6),
            }
    return {
        "labels": labels(source["labels"][view], masks),
        "body": trace(material > 0, SAMPLES, 1.2, 4, 0.3),
        "hair": trace(material == HAIR, SAMPLES, 1.2, 4, 0.3),
        "zones": list(zones.values()),
    }


def labels(regions: list[str], masks: list[tuple[dict, np.ndarray]]) -> list[dict]:
    """The labels of a view from top to bottom, each with its leader and the dot it begins at."""
    dots = {region: dot(region, masks) for region in regions}
    unit = CROP[3] / HEIGHT
    top = CROP[1] - (len(regions) * ROW - HEIGHT) / 2 * unit
    turn, end = (round(CROP[0] + CROP[2] + distance * unit, 1) for distance in (TURN, END))
    levels = [round(top + (row + 0.5) * ROW * unit, 1) for row in range(len(regions))]
    ordered = untangled([dots[region] for region in regions], levels, turn)
    return [
        {
            "region": regions[index],
            "dot": list(dots[regions[index]]),
            "leader": "M{} {}L{} {}H{}".format(*dots[regions[index]], turn, level, end),
        }
        for index, level in zip(ordered, levels, strict=True)
    ]


def untangled(dots: list[tuple[float, float]], levels: list[float], turn: float) -> list[int]:
    """The dots by the level that each is led to, so that no leader crosses its neighbour's."""

    def height(index: int, level: float, x: float) -> float:
        left, y = dots[index]
        return y + (level - y) * (x - left) / (turn - left)

    order = sorted(range(len(dots)), key=lambda index: dots[index][1])
    for _ in order:
        for row, (upper, lower) in enumerate(pairwise(order)):
            both = max(dots[upper][0], dots[lower][0])
            if height(upper, levels[row], both) > height(lower, levels[row + 1], both):
                order[row : row + 2] = lower, upper
    return order


def dot(region: str, masks: list[tuple[dict, np.ndarray]]) -> tuple[float, float]:
    """The place in a region's largest zone that lies nearest to its middle, on the labels' side."""
    found = [mask for zone, mask in masks if zone["region"] == region]
    largest = max(mask.sum() for mask in found)
    large = [np.nonzero(mask) for mask in found if mask.sum() > 0.9 * largest]
    y, x = max(large, key=lambda at: at[1].mean())
    nearest = ((x - x.mean()) ** 2 + (y - y.mean()) ** 2).argmin()
    return round(float(x[nearest]) / SAMPLES, 1), round(float(y[nearest]) / SAMPLES, 1)


def laid_out(source: dict, view: str) -> tuple[np.ndarray, list[tuple[dict, np.ndarray]]]:
    """What every pixel is made of, and the pixels of every zone on each of its sides."""
    scene, material = seen(view)
    inside = distance_transform_edt(material > 0) > RIM * scene.scale * SAMPLES
    return material, [
        (zone, covered(scene, rounded(np.array(zone["outline"], dtype=float) * (sign, 1)), inside))
        for zone in source[view]
        for sign in sides(zone, view).values()
    ]


def touchable(masks: list[np.ndarray]) -> list[np.ndarray]:
    """What lies nearer to one zone than to any other, within reach and near the frame."""
    away = np.array([distance_transform_edt(~mask) for mask in masks]).round(3)
    x, y, width, height = (int(v * SAMPLES) for v in CROP)
    framed = np.zeros(masks[0].shape, bool)
    room = int(BEYOND * SAMPLES)
    framed[max(0, y - room) : y + height + room, x - room : x + width + room] = True
    near = framed & (away.min(0) < REACH * SAMPLES)
    nearest = away.argmin(0)
    return [near & (nearest == index) for index in range(len(masks))]


@cache
def seen(view: str) -> tuple[Scene, np.ndarray]:
    """The body from the front or the back, and what every pixel of it is made of."""
    pose = read()["pose"]
    camera = pose["camera"] | {"yaw": 180 if view == "back" else 0}
    scene = Scene(data.parse(pose | {"camera": camera}, "body-map"), "body-map")
    return scene, Drawing(scene).material


def sides(zone: dict, view: str) -> dict[str, int]:
    """The sides of the body that a zone is on, each with the sign of its x."""
    if not zone.get("paired"):
        return {"both": 1}
    # The person's left is on the viewer's right from the front, on her left from the back.
    return {"left": -1, "right": 1} if view == "back" else {"left": 1, "right": -1}


def rounded(points: np.ndarray, steps: int = 14) -> np.ndarray:
    """A closed curve through the points (cubic Hermite, tangents along the neighbours)."""
    before, after, beyond = (np.roll(points, shift, axis=0) for shift in (1, -1, -2))
    t = np.linspace(0, 1, steps, endpoint=False)[:, None, None]
    here, there = 2 * t**3 - 3 * t**2 + 1, 3 * t**2 - 2 * t**3
    leaving, arriving = t**3 - 2 * t**2 + t, t**3 - t**2
    curve = (
        here * points
        + there * after
        + leaving * ROUNDNESS * (after - before)
        + arriving * ROUNDNESS * (beyond - points)
    )
    return curve.swapaxes(0, 1).reshape(-1, 2)


def in_picture(scene: Scene, points: np.ndarray) -> np.ndarray:
    """Points beside and above the middle of the floor (cm) as places of the picture (units)."""
    x = VIEW[0] / 2 + (points[..., 0] - scene.middle[0]) * scene.scale
    y = VIEW[1] / 2 - (points[..., 1] - scene.middle[1]) * scene.scale
    return np.stack([x, y], axis=-1)


def cut(scene: Scene, outline: np.ndarray, inside: np.ndarray) -> str:
    """The part of an outline that lies inside the body, with its corners rounded."""
    return trace(covered(scene, outline, inside), SAMPLES, 1.4, 4, 0.4, 70)


def covered(scene: Scene, outline: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """The pixels of that part."""
    x, y = in_picture(scene, outline).T
    mask = np.zeros(inside.shape, bool)
    mask[polygon(y * SAMPLES, x * SAMPLES, mask.shape)] = True
    return gaussian_filter((mask & inside).astype(np.float32), 1.7) > 0.5
