"""The distance field of a scene, and rays marched through it. Compiled with numba.

Each part of a body is a smooth union of its primitives. Neighbouring parts melt together only near
the joint they share (the blend fades with the distance from it), so a hand on a thigh or a folded
knee keeps a crisp edge. Props are plain unions.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit, prange

from fascia.figures.geometry import frame, unit, vector

ELLIPSOID, CONE, BOX, CYLINDER, CAP = range(5)

#: Parts of one body, soft joints of one body; props are numbered from PROPS.
BODY_PARTS, BODY_JOINTS, PROPS = 11, 8, 100

#: Head and trunk melt by this much everywhere (cm).
NECK_BLEND = 1.5

#: A ray steps this share of the distance: that of an ellipsoid is only an estimate.
CAUTION, STEPS, HIT = 0.75, 140, 0.03


@dataclass
class Primitive:
    """``radii`` are half sizes in the ``frame``; a cone runs from ``center`` (radius ``r0``) to
    ``end`` (``r1``). Boxes and cylinders (along their up) are rounded by ``r0``. A cap is an
    ellipsoid cut where ``end`` · point falls below ``r0``. ``blend`` melts it into its part (cm).
    """

    kind: int
    part: int
    center: np.ndarray
    frame: np.ndarray
    radii: np.ndarray
    blend: float = 0.01
    end: np.ndarray | None = None
    r0: float = 0.0
    r1: float = 0.0
    mark: int = 0

    def bounds(self) -> tuple[np.ndarray, float]:
        """Centre and radius of a ball that holds it."""
        if self.kind == CONE:
            half = np.linalg.norm(self.center - self.end) / 2
            return (self.center + self.end) / 2, half + max(self.r0, self.r1)
        if self.kind in (ELLIPSOID, CAP):
            return self.center, float(max(self.radii))
        return self.center, float(np.linalg.norm(self.radii))

    def reach(self, axis: np.ndarray) -> tuple[float, float]:
        """How far it extends along a direction: lowest and highest."""
        if self.kind == CONE:
            a, b = self.center @ axis, self.end @ axis
            return min(a - self.r0, b - self.r1), max(a + self.r0, b + self.r1)
        local = self.frame @ axis
        if self.kind in (ELLIPSOID, CAP):
            half = float(np.linalg.norm(local * self.radii))
        else:
            half = float(np.sum(np.abs(local) * self.radii))
        middle = float(self.center @ axis)
        return middle - half, middle + half


def ellipsoid(part, center, axes, radii, blend=2.0, mark=0) -> Primitive:
    return Primitive(ELLIPSOID, part, vector(center), axes, vector(radii), blend, mark=mark)


def cone(part, start, end, r0, r1, blend=2.0, mark=0) -> Primitive:
    """A tapered, round-ended stick."""
    return Primitive(
        CONE, part, vector(start), np.eye(3), np.zeros(3), blend, vector(end), r0, r1, mark
    )


def box(part, center, axes, half, rounding) -> Primitive:
    return Primitive(BOX, part, vector(center), axes, vector(half), r0=rounding)


def cylinder(part, center, axis, half, radius, rounding) -> Primitive:
    up = unit(axis)
    axes = frame(up, (0, 1, 0) if abs(up[1]) < 0.9 else (1, 0, 0))
    return Primitive(CYLINDER, part, vector(center), axes, vector([radius, half, radius]),
                     r0=rounding)  # fmt: skip


def cap(part, center, axes, radii, plane, above, blend=1.0) -> Primitive:
    """The part of an ellipsoid that lies beyond a plane, given in its own frame."""
    return Primitive(CAP, part, vector(center), axes, vector(radii), blend, vector(plane), above)


class Packed(NamedTuple):
    """A scene as arrays, the way the compiled code reads it. ``joints`` are the soft joints."""

    kind: np.ndarray
    part: np.ndarray
    center: np.ndarray
    frame: np.ndarray
    radii: np.ndarray
    blend: np.ndarray
    end: np.ndarray
    r0: np.ndarray
    r1: np.ndarray
    joints: np.ndarray
    bodies: int


def pack(primitives: list[Primitive], joints: np.ndarray) -> Packed:
    def column(read, kind=float) -> np.ndarray:
        return np.array([read(p) for p in primitives], dtype=kind)

    return Packed(
        column(lambda p: p.kind, np.int64),
        column(lambda p: p.part, np.int64),
        column(lambda p: p.center),
        column(lambda p: p.frame),
        column(lambda p: p.radii),
        column(lambda p: p.blend),
        column(lambda p: p.center if p.end is None else p.end),
        column(lambda p: p.r0),
        column(lambda p: p.r1),
        np.ascontiguousarray(joints, dtype=float),
        len(joints) // BODY_JOINTS,
    )


# ---- compiled ----


@njit(inline="always")
def melt(a, b, k):
    """The smaller of two distances, rounded where they differ by less than ``k``."""
    if k < 1e-3:
        return min(a, b)
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25


@njit(cache=True)
def cone_distance(i, s, x, y, z):
    bx = s.end[i, 0] - s.center[i, 0]
    by = s.end[i, 1] - s.center[i, 1]
    bz = s.end[i, 2] - s.center[i, 2]
    square = bx * bx + by * by + bz * bz
    if square < 1e-6:
        return np.sqrt(x * x + y * y + z * z) - s.r0[i]
    taper = s.r0[i] - s.r1[i]
    slope = max(square - taper * taper, 1e-6)
    inverse = 1.0 / square
    yy = x * bx + y * by + z * bz
    zz = yy - square
    qx = x * square - bx * yy
    qy = y * square - by * yy
    qz = z * square - bz * yy
    x2 = qx * qx + qy * qy + qz * qz
    y2 = yy * yy * square
    z2 = zz * zz * square
    k = np.sign(taper) * taper * taper * x2
    if np.sign(zz) * slope * z2 > k:
        return np.sqrt(x2 + z2) * inverse - s.r1[i]
    if np.sign(yy) * slope * y2 < k:
        return np.sqrt(x2 + y2) * inverse - s.r0[i]
    return (np.sqrt(x2 * slope * inverse) + yy * taper) * inverse - s.r0[i]


@njit(cache=True)
def primitive_distance(i, s, px, py, pz):
    x = px - s.center[i, 0]
    y = py - s.center[i, 1]
    z = pz - s.center[i, 2]
    kind = s.kind[i]
    if kind == CONE:
        return cone_distance(i, s, x, y, z)
    lx = s.frame[i, 0, 0] * x + s.frame[i, 0, 1] * y + s.frame[i, 0, 2] * z
    ly = s.frame[i, 1, 0] * x + s.frame[i, 1, 1] * y + s.frame[i, 1, 2] * z
    lz = s.frame[i, 2, 0] * x + s.frame[i, 2, 1] * y + s.frame[i, 2, 2] * z
    rx, ry, rz = s.radii[i, 0], s.radii[i, 1], s.radii[i, 2]
    if kind == ELLIPSOID or kind == CAP:
        ax, ay, az = lx / rx, ly / ry, lz / rz
        k0 = np.sqrt(ax * ax + ay * ay + az * az)
        bx, by, bz = ax / rx, ay / ry, az / rz
        k1 = np.sqrt(bx * bx + by * by + bz * bz)
        d = -min(rx, min(ry, rz)) if k1 < 1e-9 else k0 * (k0 - 1.0) / k1
        if kind == CAP:
            cut = s.r0[i] - (s.end[i, 0] * lx + s.end[i, 1] * ly + s.end[i, 2] * lz)
            d = max(d, cut)
        return d
    rounding = s.r0[i]
    if kind == BOX:
        qx = abs(lx) - rx + rounding
        qy = abs(ly) - ry + rounding
        qz = abs(lz) - rz + rounding
        mx, my, mz = max(qx, 0.0), max(qy, 0.0), max(qz, 0.0)
        inside = min(max(qx, max(qy, qz)), 0.0)
        return np.sqrt(mx * mx + my * my + mz * mz) + inside - rounding
    qx = np.sqrt(lx * lx + lz * lz) - rx + rounding
    qy = abs(ly) - ry + rounding
    mx, my = max(qx, 0.0), max(qy, 0.0)
    return np.sqrt(mx * mx + my * my) + min(max(qx, qy), 0.0) - rounding


@njit(inline="always")
def softness(joints, j, px, py, pz):
    """The blend radius that a joint allows at a point."""
    x, y, z = px - joints[j, 0], py - joints[j, 1], pz - joints[j, 2]
    distance = np.sqrt(x * x + y * y + z * z)
    t = (distance - joints[j, 4]) / (joints[j, 5] - joints[j, 4])
    if t <= 0:
        return joints[j, 3]
    if t >= 1:
        return 0.0
    return joints[j, 3] * (1 - t) * (1 - t) * (1 + 2 * t)


@njit(cache=True)
def distance(chosen, count, s, px, py, pz, parts, best):
    """Distance to the scene. ``parts`` takes that of every part, ``best`` the nearest primitive."""
    for part in range(s.bodies * BODY_PARTS):
        parts[part] = 1e3
    props, nearest, index = 1e3, 1e9, -1
    for q in range(count):
        i = chosen[q]
        d = primitive_distance(i, s, px, py, pz)
        if d < nearest:
            nearest, index = d, i
        part = s.part[i]
        if part < PROPS:
            parts[part] = melt(parts[part], d, s.blend[i])
        elif d < props:
            props = d
    best[0] = index
    found = props
    for body in range(s.bodies):
        p, j = body * BODY_PARTS, body * BODY_JOINTS
        d = melt(parts[p], parts[p + 1], NECK_BLEND)
        for limb in range(4):  # left leg, right leg, left arm, right arm
            near = softness(s.joints, j + limb, px, py, pz)
            far = softness(s.joints, j + 4 + limb, px, py, pz)
            d = melt(d, melt(parts[p + 3 + 2 * limb], parts[p + 4 + 2 * limb], near), far)
        found = min(found, min(d, parts[p + 2]))
    return found


@njit(parallel=True, cache=True)
def march(
    width, height, tile, lists, counts, origin, right, up, toward, pixel, start, stop, s,
    depth, part, primitive, normal, position,
):  # fmt: skip
    """One ray per pixel; what it meets goes into the last five arrays. ``pixel`` in cm."""
    columns = (width + tile - 1) // tile
    rows = (height + tile - 1) // tile
    for t in prange(columns * rows):
        count = counts[t]
        if count == 0:
            continue
        chosen = lists[t]
        parts = np.empty(s.bodies * BODY_PARTS + 1)
        best = np.empty(1, np.int64)
        y0, x0 = (t // columns) * tile, (t % columns) * tile
        for row in range(y0, min(y0 + tile, height)):
            for column in range(x0, min(x0 + tile, width)):
                u, v = (column + 0.5) * pixel, (row + 0.5) * pixel
                ox = origin[0] + right[0] * u - up[0] * v
                oy = origin[1] + right[1] * u - up[1] * v
                oz = origin[2] + right[2] * u - up[2] * v
                at, hit = start, False
                x, y, z = ox, oy, oz
                for _ in range(STEPS):
                    x, y, z = ox + toward[0] * at, oy + toward[1] * at, oz + toward[2] * at
                    d = distance(chosen, count, s, x, y, z, parts, best)
                    if d < HIT:
                        hit = True
                        break
                    at -= d * CAUTION
                    if at < stop:
                        break
                if not hit:
                    continue
                depth[row, column] = at
                position[row, column, 0] = x
                position[row, column, 1] = y
                position[row, column, 2] = z
                primitive[row, column] = best[0]
                nearest = s.part[best[0]]
                if nearest < PROPS:
                    least = 1e9
                    for p in range(s.bodies * BODY_PARTS):
                        if parts[p] < least:
                            least, nearest = parts[p], p
                part[row, column] = nearest
                e = 0.25
                g0 = distance(chosen, count, s, x + e, y - e, z - e, parts, best)
                g1 = distance(chosen, count, s, x - e, y - e, z + e, parts, best)
                g2 = distance(chosen, count, s, x - e, y + e, z - e, parts, best)
                g3 = distance(chosen, count, s, x + e, y + e, z + e, parts, best)
                nx, ny, nz = g0 - g1 - g2 + g3, -g0 - g1 + g2 + g3, -g0 + g1 - g2 + g3
                length = np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9
                normal[row, column, 0] = nx / length
                normal[row, column, 1] = ny / length
                normal[row, column, 2] = nz / length


@njit(parallel=True, cache=True)
def floor_distance(
    width, height, tile, lists, counts, origin, right, up, toward, pixel, s, found
):  # fmt: skip
    """For each pixel the distance from the point of the floor it shows to the scene (cm)."""
    columns = (width + tile - 1) // tile
    rows = (height + tile - 1) // tile
    for t in prange(columns * rows):
        count = counts[t]
        if count == 0:
            continue
        chosen = lists[t]
        parts = np.empty(s.bodies * BODY_PARTS + 1)
        best = np.empty(1, np.int64)
        y0, x0 = (t // columns) * tile, (t % columns) * tile
        for row in range(y0, min(y0 + tile, height)):
            for column in range(x0, min(x0 + tile, width)):
                u, v = (column + 0.5) * pixel, (row + 0.5) * pixel
                ox = origin[0] + right[0] * u - up[0] * v
                oy = origin[1] + right[1] * u - up[1] * v
                oz = origin[2] + right[2] * u - up[2] * v
                at = -oy / toward[1]
                found[row, column] = distance(
                    chosen, count, s, ox + toward[0] * at, 0.0, oz + toward[2] * at, parts, best
                )


@njit(cache=True)
def measure(points, s, found, nearest):
    """Distance from points to the scene, and the part that is nearest."""
    chosen = np.arange(len(s.kind))
    parts = np.empty(s.bodies * BODY_PARTS + 1)
    best = np.empty(1, np.int64)
    for i in range(len(points)):
        found[i] = distance(
            chosen, len(chosen), s, points[i, 0], points[i, 1], points[i, 2], parts, best
        )
        nearest[i] = s.part[best[0]]


def distances(packed: Packed, points) -> tuple[np.ndarray, np.ndarray]:
    """Distances of points to a scene (cm, negative inside), and the numbers of the nearest parts."""
    points = np.ascontiguousarray(np.atleast_2d(vector(points)))
    found, nearest = np.zeros(len(points)), np.zeros(len(points), np.int64)
    measure(points, packed, found, nearest)
    return found, nearest
