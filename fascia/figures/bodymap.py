"""The body map: a silhouette from the figure engine, and zones from outlines drawn by hand.

Outlines follow the muscles as they are seen; they are cut a little inside the silhouette, so that
the body shows between them. What is made here, ``body-map.json``, is read by the templates.
"""

import json
import tomllib
from pathlib import Path

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter
from skimage.draw import polygon

from fascia.figures import pose as data
from fascia.figures.draw import HAIR, Drawing
from fascia.figures.scene import SAMPLES, VIEW, Scene
from fascia.figures.trace import trace

FOLDER = Path(__file__).parent
SOURCE, TARGET = FOLDER / "body-map.toml", FOLDER / "body-map.json"

#: What is cut out of the frame: the body with its arms, in SVG units.
CROP = (118, 3, 124, 274)

#: The body that shows around every zone (cm).
RIM = 0.75

#: How round an outline is: 0 is a polygon.
ROUNDNESS = 0.42


def make() -> dict:
    """Both views: silhouette, hair and zones as path data on the grid of ``trace``."""
    source = tomllib.loads(SOURCE.read_text("utf-8"))
    return {"box": CROP} | {view: draw(source, view) for view in ("front", "back")}


def write() -> Path:
    text = json.dumps(make(), ensure_ascii=False, indent=1) + "\n"
    TARGET.write_text(text, "utf-8", newline="\n")
    return TARGET


def draw(source: dict, view: str) -> dict:
    behind = view == "back"
    pose = source["pose"] | {"camera": source["pose"]["camera"] | {"yaw": 180 if behind else 0}}
    scene = Scene(data.parse(pose, "body-map"), "body-map")
    material = Drawing(scene).material
    body = material > 0
    inside = distance_transform_edt(body) > RIM * scene.scale * SAMPLES
    zones = []
    for zone in source[view]:
        outline = np.array(zone["outline"], dtype=float)
        sides = {"both": 1}
        if zone.get("paired"):
            # The person's left is on the viewer's right from the front, on her left from the back.
            sides = {"left": -1, "right": 1} if behind else {"left": 1, "right": -1}
        for side, sign in sides.items():
            path = cut(scene, rounded(outline * (sign, 1)), inside)
            zones.append({"region": zone["region"], "side": side, "path": path})
    return {
        "body": trace(body, SAMPLES, 1.2, 4, 0.3),
        "hair": trace(material == HAIR, SAMPLES, 1.2, 4, 0.3),
        "zones": zones,
    }


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


def cut(scene: Scene, outline: np.ndarray, inside: np.ndarray) -> str:
    """The part of an outline that lies inside the body, with its corners rounded."""
    x = VIEW[0] / 2 + outline[:, 0] * scene.scale
    y = VIEW[1] / 2 - (outline[:, 1] - scene.middle[1]) * scene.scale
    mask = np.zeros(inside.shape, bool)
    mask[polygon(y * SAMPLES, x * SAMPLES, mask.shape)] = True
    soft = gaussian_filter((mask & inside).astype(np.float32), 1.7) > 0.5
    return trace(soft, SAMPLES, 1.4, 4, 0.4, 70)
