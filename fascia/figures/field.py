"""The distance field of a scene, and rays marched through it. Compiled with numba.

Each part of a body is a smooth union of its primitives. Neighbouring parts melt together only near
the joint they share (the blend fades with the distance from it), so a hand on a thigh or a folded
knee keeps a crisp edge. Props are plain unions.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit

from fascia.figures.geometry import frame, unit, vector

ELLIPSOID, CONE, BOX, CYLINDER, CAP = range(5)

#: Parts of one body, soft joints of one body; props are numbered from PROPS.
BODY_PARTS, BODY_JOINTS, PROPS = 11, 8, 100

#: Head and trunk melt by this much everywhere (cm).
NECK_BLEND = 1.5

#: A ray steps this share of the distance: that of an ellipsoid is only an estimate.
CAUTION, STEPS, HIT = 0.75, 140, 0.03

#: Beyond this from the ball that holds it a primitive counts as that ball (cm): wider than any
#: blend, so that no surface notices.
ROUGH, EXACT = 9.0, 1e9

#: Where depth changes by more than this between known pixels (cm) all are marched.
SMOOTH = 0.9

#: No joint is softer than this (cm).
WIDEST = 6.0


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


#: A primitive as the compiled code reads it. ``ball`` is the one that holds it: centre and radius.
#: ``inverse`` is 1 / ``radii``.
RECORD = np.dtype(
    [
        ("kind", "i8"), ("part", "i8"), ("center", "f8", 3), ("frame", "f8", (3, 3)),
        ("radii", "f8", 3), ("inverse", "f8", 3), ("blend", "f8"), ("end", "f8", 3),
        ("r0", "f8"), ("r1", "f8"), ("ball", "f8", 4),
    ]
)  # fmt: skip


class Packed(NamedTuple):
    """A scene as arrays: its primitives as records, and the soft joints of ``bodies``."""

    primitives: np.ndarray
    joints: np.ndarray
    bodies: int


def pack(primitives: list[Primitive], joints: np.ndarray) -> Packed:
    """Numbers are rounded, so that the last bits of a sine never reach the picture."""
    records = np.zeros(len(primitives), RECORD)
    for record, p in zip(records, primitives, strict=True):
        center, radius = p.bounds()
        end = p.center if p.end is None else p.end
        inverse = 1 / np.maximum(p.radii, 1e-3)
        values = (p.center, p.frame, p.radii, inverse, p.blend, end, p.r0, p.r1, [*center, radius])
        record["kind"], record["part"] = p.kind, p.part
        for name, value in zip(RECORD.names[2:], values, strict=True):
            record[name] = np.round(value, 6)
    joints = np.round(np.ascontiguousarray(joints, dtype=float), 6)
    return Packed(records, joints, len(joints) // BODY_JOINTS)


# ---- compiled ----


@njit(inline="always")
def melt(a, b, k):
    """The smaller of two distances, rounded where they differ by less than ``k``."""
    if k < 1e-3:
        return min(a, b)
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25


@njit(cache=True)
def cone_distance(p, x, y, z):
    bx = p.end[0] - p.center[0]
    by = p.end[1] - p.center[1]
    bz = p.end[2] - p.center[2]
    square = bx * bx + by * by + bz * bz
    if square < 1e-6:
        return np.sqrt(x * x + y * y + z * z) - p.r0
    taper = p.r0 - p.r1
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
        return np.sqrt(x2 + z2) * inverse - p.r1
    if np.sign(yy) * slope * y2 < k:
        return np.sqrt(x2 + y2) * inverse - p.r0
    return (np.sqrt(x2 * slope * inverse) + yy * taper) * inverse - p.r0


@njit(cache=True)
def primitive_distance(p, px, py, pz):
    x = px - p.center[0]
    y = py - p.center[1]
    z = pz - p.center[2]
    kind = p.kind
    if kind == CONE:
        return cone_distance(p, x, y, z)
    lx = p.frame[0, 0] * x + p.frame[0, 1] * y + p.frame[0, 2] * z
    ly = p.frame[1, 0] * x + p.frame[1, 1] * y + p.frame[1, 2] * z
    lz = p.frame[2, 0] * x + p.frame[2, 1] * y + p.frame[2, 2] * z
    rx, ry, rz = p.radii[0], p.radii[1], p.radii[2]
    if kind in (ELLIPSOID, CAP):
        ix, iy, iz = p.inverse[0], p.inverse[1], p.inverse[2]
        ax, ay, az = lx * ix, ly * iy, lz * iz
        k0 = np.sqrt(ax * ax + ay * ay + az * az)
        bx, by, bz = ax * ix, ay * iy, az * iz
        k1 = np.sqrt(bx * bx + by * by + bz * bz)
        d = -min(rx, min(ry, rz)) if k1 < 1e-9 else k0 * (k0 - 1.0) / k1
        if kind == CAP:
            cut = p.r0 - (p.end[0] * lx + p.end[1] * ly + p.end[2] * lz)
            d = max(d, cut)
        return d
    rounding = p.r0
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
def distance(chosen, count, s, px, py, pz, rough, parts, best):
    """Distance to the scene. ``parts`` takes that of every part, ``best`` the nearest primitive.

    A primitive farther than ``rough`` counts as the ball that holds it.
    """
    for part in range(s.bodies * BODY_PARTS):
        parts[part] = 1e3
    props, nearest, index = 1e3, 1e9, -1
    for q in range(count):
        i = chosen[q]
        primitive = s.primitives[i]
        part, ball = primitive.part, primitive.ball
        x, y, z = px - ball[0], py - ball[1], pz - ball[2]
        square, limit = x * x + y * y + z * z, ball[3] + rough
        if square > limit * limit:
            d = np.sqrt(square) - ball[3]
            if part < PROPS:
                parts[part] = min(parts[part], d)
            else:
                props = min(props, d)
            continue
        d = primitive_distance(primitive, px, py, pz)
        if d < nearest:
            nearest, index = d, i
        if part < PROPS:
            parts[part] = melt(parts[part], d, primitive.blend)
        elif d < props:
            props = d
    best[0] = index
    found = props
    for body in range(s.bodies):
        p, j = body * BODY_PARTS, body * BODY_JOINTS
        d = melt(parts[p], parts[p + 1], NECK_BLEND)
        for limb in range(4):  # left leg, right leg, left arm, right arm
            upper, lower = parts[p + 3 + 2 * limb], parts[p + 4 + 2 * limb]
            whole = min(upper, lower)
            if abs(upper - lower) < WIDEST:
                whole = melt(upper, lower, softness(s.joints, j + limb, px, py, pz))
            if abs(d - whole) < WIDEST:
                d = melt(d, whole, softness(s.joints, j + 4 + limb, px, py, pz))
            else:
                d = min(d, whole)
        found = min(found, min(d, parts[p + 2]))
    return found


@njit(cache=True)
def march(
    width, height, tile, lists, counts, origin, right, up, toward, pixel, starts, stops, s,
    wanted, depth, part, primitive, normal, position,
):  # fmt: skip
    """One ray per wanted pixel; what it meets goes into the last five arrays. ``pixel`` in cm."""
    columns = (width + tile - 1) // tile
    rows = (height + tile - 1) // tile
    parts = np.empty(s.bodies * BODY_PARTS + 1)
    best = np.empty(1, np.int64)
    for t in range(columns * rows):
        count = counts[t]
        if count == 0:
            continue
        chosen, start, stop = lists[t], starts[t], stops[t]
        y0, x0 = (t // columns) * tile, (t % columns) * tile
        for row in range(y0, min(y0 + tile, height)):
            for column in range(x0, min(x0 + tile, width)):
                if not wanted[row, column]:
                    continue
                u, v = (column + 0.5) * pixel, (row + 0.5) * pixel
                ox = origin[0] + right[0] * u - up[0] * v
                oy = origin[1] + right[1] * u - up[1] * v
                oz = origin[2] + right[2] * u - up[2] * v
                at, hit = start, False
                x, y, z = ox, oy, oz
                for _ in range(STEPS):
                    x, y, z = ox + toward[0] * at, oy + toward[1] * at, oz + toward[2] * at
                    d = distance(chosen, count, s, x, y, z, ROUGH, parts, best)
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
                nearest = s.primitives[best[0]].part
                if nearest < PROPS:
                    least = 1e9
                    for p in range(s.bodies * BODY_PARTS):
                        if parts[p] < least:
                            least, nearest = parts[p], p
                part[row, column] = nearest
                e = 0.25
                g0 = distance(chosen, count, s, x + e, y - e, z - e, ROUGH, parts, best)
                g1 = distance(chosen, count, s, x - e, y - e, z + e, ROUGH, parts, best)
                g2 = distance(chosen, count, s, x - e, y + e, z - e, ROUGH, parts, best)
                g3 = distance(chosen, count, s, x + e, y + e, z + e, ROUGH, parts, best)
                nx, ny, nz = g0 - g1 - g2 + g3, -g0 - g1 + g2 + g3, -g0 + g1 - g2 + g3
                length = np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9
                normal[row, column, 0] = nx / length
                normal[row, column, 1] = ny / length
                normal[row, column, 2] = nz / length


@njit(cache=True)
def fill(step, wanted, depth, part, primitive, normal, position):
    """Between pixels ``step`` apart that meet one smooth surface the rest is interpolated.

    The pixels of all other squares become wanted, unless their four corners meet nothing.
    """
    height, width = depth.shape
    wanted[:] = False
    for y0 in range(0, height, step):
        for x0 in range(0, width, step):
            y1, x1 = y0 + step, x0 + step
            known = y1 < height and x1 < width
            smooth = known
            if known:
                p = part[y0, x0]
                a, b, c, d = depth[y0, x0], depth[y0, x1], depth[y1, x0], depth[y1, x1]
                if p == part[y0, x1] and p == part[y1, x0] and p == part[y1, x1]:
                    if p < 0:
                        continue
                    steep = max(max(a, b), max(c, d)) - min(min(a, b), min(c, d))
                    smooth = steep < SMOOTH and abs(a - b - c + d) < SMOOTH * 0.15
                else:
                    smooth = False
            for y in range(y0, min(y1, height)):
                for x in range(x0, min(x1, width)):
                    if y == y0 and x == x0:
                        continue
                    if not smooth:
                        wanted[y, x] = True
                        continue
                    v, u = (y - y0) / step, (x - x0) / step
                    w0, w1, w2, w3 = (1 - v) * (1 - u), (1 - v) * u, v * (1 - u), v * u
                    depth[y, x] = w0 * a + w1 * b + w2 * c + w3 * d
                    part[y, x] = p
                    primitive[y, x] = primitive[y0 if v < 0.5 else y1, x0 if u < 0.5 else x1]
                    for k in range(3):
                        normal[y, x, k] = (
                            w0 * normal[y0, x0, k]
                            + w1 * normal[y0, x1, k]
                            + w2 * normal[y1, x0, k]
                            + w3 * normal[y1, x1, k]
                        )
                        position[y, x, k] = (
                            w0 * position[y0, x0, k]
                            + w1 * position[y0, x1, k]
                            + w2 * position[y1, x0, k]
                            + w3 * position[y1, x1, k]
                        )


@njit(cache=True)
def measure(points, s, rough, found, nearest):
    """Distance from points to the scene, and the part that is nearest."""
    chosen = np.arange(len(s.primitives))
    parts = np.empty(s.bodies * BODY_PARTS + 1)
    best = np.empty(1, np.int64)
    for i in range(len(points)):
        found[i] = distance(
            chosen, len(chosen), s, points[i, 0], points[i, 1], points[i, 2], rough, parts, best
        )
        nearest[i] = s.primitives[best[0]].part


def distances(packed: Packed, points, rough: float = EXACT) -> tuple[np.ndarray, np.ndarray]:
    """Distances of points to a scene (cm, negative inside), and the numbers of the nearest parts.

    Those beyond ``rough`` are estimates.
    """
    points = np.ascontiguousarray(np.atleast_2d(vector(points)))
    found, nearest = np.zeros(len(points)), np.zeros(len(points), np.int64)
    measure(points, packed, rough, found, nearest)
    return found, nearest
