"""Diagrams of the articles: places and courses laid over the body of the body map.

Shapes come from ``diagrams.toml``; ``diagrams.json``, made here, is read by the templates, which
add the words in the language of the page.
"""

import json
import tomllib
from pathlib import Path

import numpy as np
from scipy.ndimage import distance_transform_edt

from fascia.figures.bodymap import CROP, cut, in_picture, rounded, seen, sides
from fascia.figures.scene import SAMPLES, Scene
from fascia.figures.trace import numbers

FOLDER = Path(__file__).parent
SOURCE, TARGET = FOLDER / "diagrams.toml", FOLDER / "diagrams.json"

#: The body that shows around a place never to press (cm): enough to keep its outline on the body.
RIM = 0.25

#: Room for numbers at both sides of the body (units), and how far apart they stand.
MARGIN, STEP = 20, 18


def make() -> dict:
    source = tomllib.loads(SOURCE.read_text("utf-8"))
    x, y, width, height = CROP
    return {
        "never": {"box": (x - MARGIN, y, width + 2 * MARGIN, height)}
        | {view: places(source["never"][view], view) for view in ("front", "back")},
        "back-line": {"box": (x, y, width + MARGIN, height)} | course(source["back-line"]),
    }


def write() -> Path:
    text = json.dumps(make(), ensure_ascii=False, indent=1) + "\n"
    TARGET.write_text(text, "utf-8", newline="\n")
    return TARGET


# ---- where never to press ----


def places(zones: list[dict], view: str) -> dict:
    """The places of one view as path data, and where the number of each stands."""
    scene, material = seen(view)
    inside = distance_transform_edt(material > 0) > RIM * scene.scale * SAMPLES
    shapes = []
    for zone in zones:
        outline = np.array(zone["outline"], dtype=float)
        for side, sign in sides(zone, view).items():
            path = cut(scene, rounded(outline * (sign, 1)), inside)
            shapes.append({"zone": zone["zone"], "side": side, "path": path})
    marks = [*numbered(scene, zones, "left"), *numbered(scene, zones, "right")]
    return {"zones": shapes, "marks": marks}


def course(line: dict) -> dict:
    """A line along the back of the body: a band on each side, and its stations."""
    scene, material = seen("back")
    inside = distance_transform_edt(material > 0) > RIM * scene.scale * SAMPLES
    *middle, half = np.array(line["band"], dtype=float).T
    middle = np.stack(middle, axis=1)
    way = np.gradient(middle, axis=0)
    aside = np.stack([-way[:, 1], way[:, 0]], axis=1) / np.hypot(*way.T)[:, None] * half[:, None]
    outline = rounded(np.concatenate([middle + aside, (middle - aside)[::-1]]))
    stations = [
        {"zone": station["name"], "number": "right", "at": station["at"]}
        for station in line["station"]
    ]
    return {
        "bands": [cut(scene, outline * (sign, 1), inside) for sign in (1, -1)],
        "order": [station["name"] for station in line["station"]],
        "marks": numbered(scene, stations, "right"),
    }


def numbered(scene: Scene, zones: list[dict], margin: str) -> list[dict]:
    """Where the numbers of one margin stand, from top to bottom, and their lines to the body."""
    way = 1 if margin == "right" else -1
    named = [zone for zone in zones if zone.get("number") == margin]
    ends = {}
    for zone in named:
        at = np.array(zone.get("at") or np.mean(zone["outline"], axis=0), dtype=float)
        ends[zone["zone"]] = in_picture(scene, at * (way, 1))
    order = sorted(ends, key=lambda ident: ends[ident][1])
    top, bottom = CROP[1] + 9, CROP[1] + CROP[3] - 7
    heights = spread([ends[ident][1] for ident in order], top, bottom)
    edge = CROP[0] + CROP[2] if way > 0 else CROP[0]
    found = []
    for ident, height in zip(order, heights, strict=True):
        x, y = ends[ident]
        found.append({
            "zone": ident,
            "at": [edge + way * MARGIN / 2, round(height, 1)],
            "end": [round(x, 1), round(y, 1)],
            "line": f"M{numbers([edge + way, height])}L{numbers([x, y])}",
        })  # fmt: skip
    return found


def spread(heights: list[float], top: float, bottom: float) -> list[float]:
    """Heights moved as little as it takes to stand ``STEP`` apart, between top and bottom."""
    found = [max(height, top) for height in heights]
    for _ in range(60):
        for i in range(1, len(found)):
            short = STEP - (found[i] - found[i - 1])
            if short > 0:
                found[i - 1] = max(top, found[i - 1] - short / 2)
                found[i] = max(found[i] + short / 2, found[i - 1] + STEP)
        found[-1] = min(found[-1], bottom)
        for i in range(len(found) - 2, -1, -1):
            found[i] = min(found[i], found[i + 1] - STEP)
    return found
