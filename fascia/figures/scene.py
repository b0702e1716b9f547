"""A pose becomes a scene: bodies, props and mat, seen by a camera, rendered to buffers."""

import difflib
import math
from dataclasses import dataclass

import numpy as np

from fascia.figures import field
from fascia.figures import pose as data
from fascia.figures.body import PEOPLE, flesh, soft_joints
from fascia.figures.field import Primitive, box, cone, cylinder, distances, ellipsoid, pack
from fascia.figures.geometry import frame, unit, vector, view_axes
from fascia.figures.skeleton import Skeleton, stand

#: The frame of every figure (SVG units) and the pixels rendered per unit.
VIEW = (360, 280)
SAMPLES = 3.5

#: Room around the content (units): 8 % above, and an outer 12 % at the sides free of contact.
PAD_SIDE, PAD_TOP, PAD_BOTTOM = 10, 22, 10
CONTACT_MARGIN = 0.12

#: No figure is drawn larger than this unless its camera says so (units per cm).
LARGEST = 2.1

#: Props by what they are made of; numbers continue those of the parts.
TOOL, WOOD, SOFT, WALL, GRIP = range(field.PROPS, field.PROPS + 5)

TOOLS = {"ball", "peanut", "roller", "stick", "towel"}
RADII = {"ball": 4.0, "peanut": 3.6, "roller": 7.2, "stick": 2.0, "towel": 4.5, "bolster": 11.0}
LENGTHS = {"roller": 44.0, "stick": 46.0, "towel": 36.0, "bolster": 64.0}
AXES = {"roller": (0, 0, 1), "peanut": (0, 0, 1), "stick": (0, 0, 1), "towel": (0, 0, 1),
        "bolster": (1, 0, 0)}  # fmt: skip
SIZES = {"block": (23, 10, 15), "cushion": (40, 10, 40), "blanket": (70, 3, 60),
         "table": (110, 72, 60), "couch": (190, 60, 62), "chair": (42, 45, 42)}  # fmt: skip


@dataclass
class Prop:
    """A prop in its place. ``cores`` are the centres of its balls, or points along its axis."""

    name: str
    kind: str
    at: np.ndarray
    radius: float
    length: float
    axis: np.ndarray
    data: data.Prop

    @property
    def cores(self) -> np.ndarray:
        if self.kind == "ball":
            return self.at[None]
        if self.kind == "peanut":
            apart = self.radius + self.data.gap / 2
            return np.array([self.at - self.axis * apart, self.at + self.axis * apart])
        steps = np.linspace(-0.48, 0.48, 25) * self.length
        return self.at[None] + steps[:, None] * self.axis[None]


@dataclass
class Mat:
    center: np.ndarray
    length: float
    width: float

    def outline(self, inset: float = 0, corner: float = 6) -> list[np.ndarray]:
        """Its rounded edge, on the floor."""
        x, z = self.length / 2 - inset - corner, self.width / 2 - inset - corner
        points = []
        for sx, sz, first in ((1, 1, 0), (-1, 1, 90), (-1, -1, 180), (1, -1, 270)):
            for degrees in np.linspace(first, first + 90, 6):
                a = math.radians(degrees)
                offset = [sx * x + corner * math.cos(a), 0, sz * z + corner * math.sin(a)]
                points.append(self.center + vector(offset))
        return points


@dataclass
class Buffers:
    """What the rays met, pixel by pixel. ``base`` is where depth 0 lies towards the viewer."""

    depth: np.ndarray
    part: np.ndarray
    primitive: np.ndarray
    normal: np.ndarray
    position: np.ndarray
    floor: np.ndarray
    base: float


class Scene:
    """Everything that is drawn, in centimetres. ``rendered`` looks at it."""

    def __init__(self, pose: data.Pose, name: str = ""):
        self.pose, self.name = pose, name
        self.faults: list[str] = []
        self.people = [self.person(body.person) for body in bodies(pose)]
        self.skeletons = [pose_skeleton(body) for body in bodies(pose)]
        self.primitives: list[Primitive] = []
        for index, (skeleton, person) in enumerate(zip(self.skeletons, self.people, strict=True)):
            self.primitives += flesh(skeleton, person, index)
        self.joints = np.concatenate([soft_joints(skeleton) for skeleton in self.skeletons])
        self.flesh = pack(self.primitives, self.joints)
        self.props = [self.put(name, prop) for name, prop in pose.props.items()]
        for prop in self.props:
            self.primitives += shape(prop)
        self.mat = self.fit_mat() if pose.mat else None
        self.axes = view_axes(pose.camera.yaw, pose.camera.pitch)
        self.scale, self.middle = self.frame()

    # ---- places ----

    def point(self, place: data.Place, offset=(0, 0, 0)) -> np.ndarray:
        """A place of the pose: coordinates, a joint by name, or ``partner_`` and a joint."""
        if not isinstance(place, str):
            return vector(place) + vector(offset)
        body, name = (1, place.removeprefix("partner_")) if place.startswith("partner_") else (
            0, place)  # fmt: skip
        if body < len(self.skeletons) and name in self.skeletons[body].joints:
            return self.skeletons[body].joints[name] + vector(offset)
        known = sorted(self.skeletons[0].joints)
        near = difflib.get_close_matches(place, known, 6, 0.4) or known
        self.note(f"unknown joint {place!r}; known: {', '.join(near)}")
        return self.skeletons[0].joints["pelvis"]

    def person(self, name: str):
        if name not in PEOPLE:
            self.note(f"person: {name!r} is not one of {', '.join(PEOPLE)}")
        return PEOPLE.get(name, PEOPLE["a"])

    def at_end(self) -> "Scene":
        """The same person at the end of the movement, with the tools that move, nothing else."""
        pose = self.pose
        body = {key: getattr(pose.end, key) for key in data.BODY_KEYS}
        alone = {"end": None, "partner": None, "mat": False, "spots": {}, "arrows": {}}
        later = Scene(pose.model_copy(update={**body, **alone, "props": pose.end.props}), self.name)
        later.scale, later.middle = self.scale, self.middle
        return later

    def note(self, fault: str) -> None:
        """What is wrong and yet does not keep the rest from being looked at."""
        if fault not in self.faults:
            self.faults.append(fault)

    def put(self, name: str, prop: data.Prop) -> Prop:
        kind = prop.kind
        placed = Prop(
            name, kind, self.point(prop.at, prop.offset), prop.r or RADII.get(kind, 0),
            prop.length or LENGTHS.get(kind, 0), unit(prop.axis or AXES.get(kind, (0, 0, 1))), prop,
        )  # fmt: skip
        if prop.snap is not None:
            way = unit(prop.snap)
            for _ in range(60):
                gap = distances(self.flesh, placed.cores)[0].min() - (placed.radius - prop.press)
                if abs(gap) < 0.02:
                    break
                placed.at = placed.at + way * max(-2.0, min(2.0, gap)) * 0.9
            placed.at = np.round(placed.at, 2)
        return placed

    def fit_mat(self) -> Mat:
        """A mat under everything that is near the floor; hands may lie beside it."""
        low = [p for p in self.primitives if p.part != WALL and p.reach(vector([0, 1, 0]))[0] < 7]
        edges = [[p.reach(vector(axis)) for p in low] for axis in ((1, 0, 0), (0, 0, 1))]
        (x0, x1), (z0, z1) = [(min(a for a, _ in e), max(b for _, b in e)) for e in edges]
        width = min(max(z1 - z0 + 16, 56), 72)
        center = vector([(x0 + x1) / 2, 0, max(min((z0 + z1) / 2, 12), -12)])
        return Mat(center, max(x1 - x0 + 16, 100), width)

    # ---- the camera ----

    def project(self, point) -> np.ndarray:
        """Where a point of the world lies in the picture (SVG units)."""
        right, up, _ = self.axes
        x = (point @ right - self.middle[0]) * self.scale + VIEW[0] / 2
        y = VIEW[1] / 2 - (point @ up - self.middle[1]) * self.scale
        return vector([x, y])

    def frame(self) -> tuple[float, np.ndarray]:
        """Units per cm, and what lies in the middle of the picture, along right and up."""
        camera, (right, up, _) = self.pose.camera, self.axes
        low, high = self.extent()
        spots = [self.point(spot.at, spot.offset) for spot in self.pose.spots.values()]
        size = vector([VIEW[0] - 2 * PAD_SIDE, VIEW[1] - PAD_TOP - PAD_BOTTOM])
        scale = camera.scale or min(*(size / (high - low)), LARGEST)
        middle = (low + high) / 2 + vector([0, (PAD_TOP - PAD_BOTTOM) / 2 / scale])
        if camera.center is not None:
            center = self.point(camera.center)
            return scale, vector([center @ right, center @ up])
        for spot in spots:  # A contact never lies in the outer 12 %.
            half = VIEW[0] * (0.5 - CONTACT_MARGIN) / scale
            middle[0] += max(0, spot @ right - middle[0] - half)
            middle[0] += min(0, spot @ right - middle[0] + half)
        return scale, middle

    def extent(self) -> tuple[np.ndarray, np.ndarray]:
        """The corners of everything that has to be seen, along right and up (cm)."""
        right, up, _ = self.axes
        solid = [p for p in self.primitives if p.part != WALL]
        reaches = [(p.reach(right), p.reach(up)) for p in solid]
        low = [vector([x[0], y[0]]) for x, y in reaches]
        high = [vector([x[1], y[1]]) for x, y in reaches]
        marks = [(self.point(s.at, s.offset), 11) for s in self.pose.spots.values()]
        for arrow in self.pose.arrows.values():
            marks += [(self.point(arrow.start), 3), (self.point(arrow.end), 3)]
        if self.mat:
            marks += [(point, 0) for point in self.mat.outline()]
        for point, room in marks:
            low.append(vector([point @ right - room, point @ up - room]))
            high.append(vector([point @ right + room, point @ up + room]))
        return np.min(low, axis=0), np.max(high, axis=0)

    def rendered(self) -> Buffers:
        return render(self.primitives, self.joints, self.axes, self.scale, self.middle)


def bodies(pose: data.Pose) -> list[data.Body]:
    return [pose, *([pose.partner] if pose.partner else [])]


def pose_skeleton(body: data.Body) -> Skeleton:
    person = PEOPLE.get(body.person, PEOPLE["a"])
    return stand(body, person.half_hips, person.half_shoulders)


# ---- props ----


def shape(prop: Prop) -> list[Primitive]:
    """A prop as primitives."""
    at, r, axis = prop.at, prop.radius, prop.axis
    size = vector(prop.data.size or SIZES.get(prop.kind, (0, 0, 0)))
    match prop.kind:
        case "ball":
            return [ellipsoid(TOOL, at, np.eye(3), (r, r, r))]
        case "peanut":
            first, second = prop.cores
            halves = [ellipsoid(TOOL, core, np.eye(3), (r, r, r)) for core in (first, second)]
            return [*halves, cone(TOOL, first, second, r * 0.55, r * 0.55)]
        case "roller":
            return [cylinder(TOOL, at, axis, prop.length / 2, r, 1.0)]
        case "stick":
            half, grip = prop.length / 2, min(10.0, prop.length * 0.24)
            rod = cylinder(TOOL, at, axis, half - grip, r, 0.8)
            grips = [
                cone(GRIP, at + axis * s * (half - grip), at + axis * s * half, r * 0.8, r * 0.9)
                for s in (-1, 1)
            ]
            return [rod, *grips]
        case "towel":
            return [cylinder(SOFT, at, axis, prop.length / 2, r, 1.6)]
        case "bolster":
            return [cylinder(SOFT, at, axis, prop.length / 2, r, 4)]
        case "block":
            return [box(WOOD, at, turned(prop, (0, 0, 1)), size / 2, 1.6)]
        case "cushion" | "blanket":
            return [box(SOFT, at, turned(prop, (0, 0, 1)), size / 2, size[1] * 0.45)]
        case "wall":
            return [wall(prop)]
        case "chair":
            return chair(prop, size)
        case "table":
            return table(prop, size)
        case "couch":
            return couch(prop, size)
    raise AssertionError(prop.kind)


def turned(prop: Prop, front) -> np.ndarray:
    return frame(prop.data.up, prop.data.front or front)


def wall(prop: Prop) -> Primitive:
    """A wall whose near face is at ``at`` and looks along ``front``. It runs past the picture."""
    axes = turned(prop, (-1, 0, 0))
    thick = prop.data.size[2] if prop.data.size else 400.0
    wide = prop.data.size[0] if prop.data.size else 110.0
    return box(WALL, prop.at - axes[2] * thick / 2, axes, (wide / 2, 600, thick / 2), 0.3)


def chair(prop: Prop, size) -> list[Primitive]:
    """``at`` is the floor under the middle of the seat; it faces ``front``."""
    axes = turned(prop, (1, 0, 0))
    w, d, h = size[0] / 2, size[2] / 2, prop.data.height or size[1]

    def spot(left, up, front):
        return prop.at + vector([left, up, front]) @ axes

    parts = [
        box(WOOD, spot(0, h - 2, 0), axes, (w, 2, d), 1.8),
        box(WOOD, spot(0, h + 34, -d - 4), axes, (w - 2, 7, 1.3), 1.2),
    ]
    for sx in (-1, 1):
        parts += [
            cone(WOOD, spot(sx * (w - 3), h - 3, sz * (d - 3)), spot(sx * (w - 1), 1, sz * d),
                 1.7, 1.3)
            for sz in (-1, 1)
        ]  # fmt: skip
        parts.append(
            cone(WOOD, spot(sx * (w - 3), h - 3, 3 - d), spot(sx * (w - 3), h + 40, -d - 5),
                 1.7, 1.5)
        )  # fmt: skip
    return parts


def table(prop: Prop, size) -> list[Primitive]:
    """``at`` is the floor under its middle, ``height`` that of the top."""
    axes = turned(prop, (0, 0, 1))
    w, d, h = size[0] / 2, size[2] / 2, prop.data.height or size[1]

    def spot(left, up, front):
        return prop.at + vector([left, up, front]) @ axes

    legs = [
        cone(WOOD, spot(sx * (w - 5), h - 3.2, sz * (d - 5)), spot(sx * (w - 4), 1, sz * (d - 4)),
             2.0, 1.6)
        for sx in (-1, 1) for sz in (-1, 1)
    ]  # fmt: skip
    return [box(WOOD, spot(0, h - 1.6, 0), axes, (w, 1.6, d), 1.3), *legs]


def couch(prop: Prop, size) -> list[Primitive]:
    """A treatment couch: a padded top over a wooden frame, and a head piece of 27 cm, at its left.

    ``at`` is the floor under its middle, ``height`` that of the top. Unless turned by ``front`` its
    head is at the left of the picture.
    """
    axes = turned(prop, (0, 0, -1))
    w, d, h = size[0] / 2, size[2] / 2, prop.data.height or size[1]

    def spot(left, up, front):
        return prop.at + vector([left, up, front]) @ axes

    head = 15.0
    parts = [
        box(SOFT, spot(-head, h - 3.5, 0), axes, (w - head, 3.5, d), 2.8),
        box(SOFT, spot(w - head + 1.5, h - 3.5, 0), axes, (head - 1.5, 3.5, d * 0.62), 2.8),
        box(WOOD, spot(-head, h - 9, 0), axes, (w - head - 4, 2.2, d - 3), 1.0),
    ]
    for sx in (-1, 1):
        x, foot = sx * (w - head - 16) - head, sx * (w - head - 10) - head
        parts += [
            cone(WOOD, spot(x, h - 9, sz * (d - 6)), spot(foot, 1.6, sz * (d - 5)), 2.2, 1.7)
            for sz in (-1, 1)
        ]
        middle = (x + foot) / 2
        parts.append(cone(WOOD, spot(middle, h / 2, 5 - d), spot(middle, h / 2, d - 5), 1.4, 1.4))
    return parts


# ---- rendering ----

TILE = 16

#: First every third pixel is marched; the rest only where the surface is not smooth.
SPARSE = 3

#: The floor is measured on every sixth pixel, up to this distance (cm).
COARSE, SHADOW = 6, 14.0


def render(primitives, joints, axes, scale, middle) -> Buffers:
    """March the scene. Tiles of pixels keep a list of the primitives that can matter there."""
    right, up, toward = axes
    width, height = int(VIEW[0] * SAMPLES), int(VIEW[1] * SAMPLES)
    pixel = 1 / (scale * SAMPLES)
    packed = pack(primitives, joints)
    bounds = [p.bounds() for p in primitives]
    centers, radii = np.array([b[0] for b in bounds]), np.array([b[1] for b in bounds])
    corner = right * (middle[0] - VIEW[0] / 2 / scale) + up * (middle[1] + VIEW[1] / 2 / scale)
    columns, rows = -(-width // TILE), -(-height // TILE)
    u, v = (centers - corner) @ right / pixel, -((centers - corner) @ up) / pixel
    x, y = (np.arange(columns) + 0.5) * TILE, (np.arange(rows) + 0.5) * TILE

    def tiles(margin: float) -> np.ndarray:
        """For each primitive and tile, whether it comes so near."""
        limit = (radii + margin) / pixel + TILE * 0.75
        aside, above = x[None, None] - u[:, None, None], y[None, :, None] - v[:, None, None]
        near = aside**2 + above**2 < limit[:, None, None] ** 2
        return near.reshape(len(centers), -1)

    def listed(near: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        counts = near.sum(0)
        lists = np.zeros((columns * rows, max(1, counts.max())), np.int64)
        for tile in np.nonzero(counts)[0]:
            lists[tile, : counts[tile]] = np.nonzero(near[:, tile])[0]
        return lists, counts

    size = (height, width)
    base = float(corner @ toward)
    buffers = Buffers(
        np.full(size, -1e4), np.full(size, -1), np.full(size, -1), np.zeros((*size, 3)),
        np.zeros((*size, 3)), np.full(size, 1e3), base,
    )  # fmt: skip
    depths = centers @ toward - base
    near = tiles(6)
    lists, counts = listed(near)
    starts = np.where(near, (depths + radii)[:, None], -1e9).max(0) + 5
    stops = np.where(near, (depths - radii)[:, None], 1e9).min(0) - 5
    shot = width, height, TILE, lists, counts, corner, right, up, toward, pixel, starts, stops
    wanted = np.zeros(size, bool)
    wanted[::SPARSE, ::SPARSE] = True
    film = (wanted, buffers.depth, buffers.part, buffers.primitive, buffers.normal,
            buffers.position)  # fmt: skip
    field.march(*shot, packed, *film)
    field.fill(SPARSE, *film)
    field.march(*shot, packed, *film)
    if toward[1] > 0.03:
        buffers.floor = floor_distance(primitives, joints, corner, axes, pixel, size)
    return buffers


def floor_distance(primitives, joints, corner, axes, pixel, size) -> np.ndarray:
    """For each pixel the distance from the point of the floor it shows to body and props (cm).

    Shadows are soft: every sixth pixel is measured, and what lies between is interpolated.
    """
    right, up, toward = axes
    low = [p for p in primitives if p.part != WALL and p.reach(vector([0, 1, 0]))[0] < SHADOW]
    if not low:
        return np.full(size, 1e3)
    grid = [np.arange(0, n + COARSE, COARSE) for n in size]
    v, u = np.meshgrid(*[(g + 0.5) * pixel for g in grid], indexing="ij")
    points = corner + u[..., None] * right - v[..., None] * up
    points = points - points[..., 1:2] / toward[1] * toward
    away = distances(pack(low, joints), points.reshape(-1, 3), SHADOW)[0].reshape(u.shape)
    rows, columns = (np.arange(n) / COARSE for n in size)
    return lerp(lerp(away, rows).T, columns).T


def lerp(values, at) -> np.ndarray:
    """Rows of an array at fractional places."""
    low = at.astype(int)
    share = (at - low)[:, None]
    return values[low] * (1 - share) + values[low + 1] * share
