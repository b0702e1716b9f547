"""What a body and a tool cannot do, in numbers. Every fault names its place, value and range."""

import math

import numpy as np

from fascia.figures.body import PARTS
from fascia.figures.field import BOX, PROPS, Primitive, distances
from fascia.figures.geometry import across, angle, unit, vector
from fascia.figures.scene import TOOLS, VIEW, Scene, shape
from fascia.figures.skeleton import SIDES, Skeleton

UP = vector([0, 1, 0])

#: Degrees: least and most. Signs: bending forward or towards the palm is positive.
RANGES = {
    "knee": (-8, 160),
    "hip": (-35, 145),
    "ankle": (-80, 45),
    "elbow": (-8, 155),
    "wrist": (-95, 95),
    "waist bend": (-60, 75),
    "waist side": (-45, 45),
    "waist twist": (-60, 60),
    "chest bend": (-55, 60),
    "chest side": (-35, 35),
    "chest twist": (-45, 45),
    "neck bend": (-75, 75),
    "neck side": (-50, 50),
    "neck twist": (-90, 90),
}

#: Centimetres between a tool and the body: pressed in, and apart.
DEEP, APART = -5.0, 1.0

#: Centimetres that flesh may lie in a floor, a wall or furniture: more for the soft parts.
SUNK = {"torso": 4.5, "left_thigh": 4.5, "right_thigh": 4.5, "hair": 6.0}
SUNK_LIMB = 3.2

#: Centimetres that a target may lie beyond the reach, a tool under the floor.
BEYOND, UNDER = 1.5, 1.0

#: Degrees between a limb and where its knee or elbow is to point.
ASIDE = 6

#: Surfaces are felt every so many centimetres.
GRAIN = 1.6

#: Props that nothing may pass through. Soft ones give way.
HARD = {"wall", "chair", "table", "couch", "block"}


def faults(scene: Scene) -> list[str]:
    """Everything impossible in a scene, or nothing."""
    found = [*scene.faults, *marks_faults(scene)]
    for index, skeleton in enumerate(scene.skeletons):
        who = "partner." if index else ""
        found += reach_faults(skeleton, who) + angle_faults(skeleton, who)
    found += tool_faults(scene) + solid_faults(scene)
    if scene.pose.floor:
        found += floor_faults(scene)
    if scene.pose.end:
        found += end_faults(scene)
    return [f"{scene.name}: {fault}" for fault in dict.fromkeys(found)]


def end_faults(scene: Scene) -> list[str]:
    """The end of the movement has to be as possible as its beginning."""
    end = scene.at_end()
    found = reach_faults(end.skeletons[0], "end.") + angle_faults(end.skeletons[0], "end.")
    if scene.pose.floor:
        found += [f"end.{fault}" for fault in floor_faults(end)]
    return found + [f"end.{fault}" for fault in end.faults]


def marks_faults(scene: Scene) -> list[str]:
    """Names in spots and arrows that are none."""
    found = []
    for name, spot in scene.pose.spots.items():
        scene.point(spot.at)
        found += [
            f"spots.{name}.on: {part!r} is not one of {', '.join(PARTS)}"
            for part in spot.on or () if part not in PARTS
        ]  # fmt: skip
    for arrow in scene.pose.arrows.values():
        scene.point(arrow.start)
        scene.point(arrow.end)
    return [*scene.faults, *found]


def reach_faults(skeleton: Skeleton, who: str) -> list[str]:
    found = []
    for limbs, kind, target, middle in (
        (skeleton.legs, "leg", "ankle", "knee"), (skeleton.arms, "arm", "wrist", "elbow"),
    ):  # fmt: skip
        for side, limb in limbs.items():
            place = f"{who}{side}_{kind}"
            if limb.beyond > BEYOND:
                away = limb.reach + limb.beyond
                found.append(f"{place}.{target}: {away:.1f} cm away, reach 0 to {limb.reach:.1f}")
            if not ASIDE <= limb.aside <= 180 - ASIDE:
                found.append(
                    f"{place}.{middle}: points along the limb, {limb.aside:.0f} degrees from it, "
                    f"permitted {ASIDE} to {180 - ASIDE}"
                )
    return found


def angles(skeleton: Skeleton) -> dict[str, float]:
    """The joints of a skeleton in degrees."""
    found = {}
    for side in SIDES:
        leg, foot = skeleton.legs[side], skeleton.feet[side]
        found[f"{side} knee"] = angle(leg.first, leg.second)
        up, front = skeleton.pelvis[1], skeleton.pelvis[2]
        found[f"{side} hip"] = math.degrees(math.atan2(leg.first @ front, -(leg.first @ up)))
        if abs(leg.first @ skeleton.pelvis[0]) > 0.75:  # Out to the side, forward means little.
            found[f"{side} hip"] = angle(leg.first, -up)
        found[f"{side} ankle"] = 90 - angle(foot.toe, -leg.second)
        arm, hand = skeleton.arms[side], skeleton.hands[side]
        found[f"{side} elbow"] = angle(arm.first, arm.second)
        found[f"{side} wrist"] = angle(arm.second, hand.fingers)
    top = skeleton.frame_at(1)
    for name, below, above in (
        ("waist", skeleton.pelvis, skeleton.chest),
        ("chest", skeleton.chest, skeleton.shoulders),
        ("neck", top, skeleton.head),
    ):
        bend, side, twist = turn(below, above)
        found |= {f"{name} bend": bend, f"{name} side": side, f"{name} twist": twist}
    return found


def turn(below: np.ndarray, above: np.ndarray) -> tuple[float, float, float]:
    """Forward bend, bend to the left and twist to the left between two frames, in degrees."""
    up = below @ above[1]
    bend = math.degrees(math.atan2(up[2], up[1]))
    side = math.degrees(math.asin(max(-1, min(1, up[0]))))
    carried = carry(below[2], below[1], above[1])
    left = np.cross(above[1], carried)
    twist = math.degrees(math.atan2(above[2] @ left, above[2] @ carried))
    return bend, side, twist


def carry(v: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """A direction taken along the shortest turn from one direction to another."""
    axis = np.cross(start, end)
    sine, cosine = float(np.linalg.norm(axis)), float(start @ end)
    if sine < 1e-6:
        return v
    axis = axis / sine
    return v * cosine + np.cross(axis, v) * sine + axis * (axis @ v) * (1 - cosine)


def angle_faults(skeleton: Skeleton, who: str) -> list[str]:
    found = []
    for name, value in angles(skeleton).items():
        joint = name.removeprefix("left ").removeprefix("right ")
        least, most = RANGES[joint]
        if not least <= value <= most:
            found.append(f"{who}{name}: {value:.0f} degrees, permitted {least} to {most}")
    for side in SIDES:
        found += backward(skeleton, who, side)
    return found


def backward(skeleton: Skeleton, who: str, side: str) -> list[str]:
    """Knees given by directions that bend to the front."""
    leg, foot = skeleton.legs[side], skeleton.feet[side]
    bend = angle(leg.first, leg.second)
    if bend < 12:
        return []
    facing = unit(across(leg.facing, leg.second))
    toe = across(foot.toe, leg.second)
    if np.linalg.norm(toe) > 0.5 and facing @ unit(toe) < -0.5:
        return [f"{who}{side} knee: {-bend:.0f} degrees, permitted -8 to 160 (bends forward: the "
                "toes and the knee point opposite ways)"]  # fmt: skip
    return []


def tool_faults(scene: Scene) -> list[str]:
    found = []
    for prop in scene.props:
        if prop.kind not in TOOLS:
            continue
        gap, who = gap_of(scene, prop)
        if prop.data.touches and not DEEP <= gap <= APART:
            found.append(
                f"props.{prop.name}: {gap:+.1f} cm from {who}, permitted {DEEP} to {APART}"
            )
        under = prop.cores[:, 1].min() - prop.radius
        if scene.pose.floor and under < -UNDER:
            found.append(f"props.{prop.name}: {under:.1f} cm above the floor, permitted "
                         f"{-UNDER} and up")  # fmt: skip
    return found


def gap_of(scene: Scene, prop) -> tuple[float, str]:
    """Centimetres between a tool and the body (negative: pressed in), and the part it meets."""
    away, part = distances(scene.flesh, prop.cores)
    return float(away.min()) - prop.radius, PARTS[int(part[away.argmin()]) % len(PARTS)]


def permitted(part: str) -> float:
    return SUNK.get(part, SUNK_LIMB)


def part_name(scene: Scene, number: int) -> str:
    body, part = divmod(int(number), len(PARTS))
    return ("partner " if body else "") + PARTS[part]


def solid_faults(scene: Scene) -> list[str]:
    """Limbs that pass through a wall or a piece of furniture."""
    found = []
    for prop in scene.props:
        if prop.kind not in HARD:
            continue
        worst: dict[str, float] = {}
        for solid in shape(prop):
            if solid.kind != BOX:
                continue
            points, depth = inside(scene, solid)
            shown = seen(scene, points)
            points, depth = points[shown], depth[shown]
            if not len(points):
                continue
            away, parts = distances(scene.flesh, points)
            for part in np.unique(parts[away < 0]):
                name = part_name(scene, part)
                deep = float((depth - away)[(parts == part) & (away < 0)].max())
                worst[name] = max(worst.get(name, 0), deep)
        for name, deep in worst.items():
            most = permitted(name.removeprefix("partner "))
            if deep > most:
                found.append(f"{name}: {deep:.1f} cm inside props.{prop.name}, permitted 0 to "
                             f"{most}")  # fmt: skip
    return found


def seen(scene: Scene, points: np.ndarray) -> np.ndarray:
    """Which points the frame holds: a close-up may be careless of what it does not show."""
    right, up, _ = scene.axes
    away = np.stack([points @ right, points @ up], -1) - scene.middle
    return (np.abs(away * scene.scale) <= np.array(VIEW) / 2).all(-1)


def inside(scene: Scene, solid: Primitive) -> tuple[np.ndarray, np.ndarray]:
    """Points 1.5 and 4 cm under the surface of a box, where the body may be; their depths."""
    flesh = [p for p in scene.primitives if p.part < PROPS]
    reaches = [[p.reach(axis) for p in flesh] for axis in solid.frame]
    middle = solid.frame @ solid.center
    low = np.array([min(a for a, _ in r) for r in reaches]) - middle - 6
    high = np.array([max(b for _, b in r) for r in reaches]) - middle + 6
    found, depths = [np.zeros((0, 3))], [np.zeros(0)]
    for depth in (1.5, 4.0):
        half = solid.radii - depth
        least, most = np.maximum(-half, low), np.minimum(half, high)
        if (most < least).any():
            continue
        steps = [np.arange(a, b + 0.01, GRAIN) for a, b in zip(least, most, strict=True)]
        for axis in range(3):
            for plane in (-half[axis], half[axis]):
                if low[axis] <= plane <= high[axis]:
                    face = [*steps[:axis], np.array([plane]), *steps[axis + 1 :]]
                    grid = np.stack(np.meshgrid(*face, indexing="ij"), -1).reshape(-1, 3)
                    found.append(solid.center + grid @ solid.frame)
                    depths.append(np.full(len(grid), depth))
    return np.concatenate(found), np.concatenate(depths)


def lowest(scene: Scene) -> dict[str, float]:
    """For each part that comes within 2.5 cm of the floor, its height above it (cm)."""
    low, high = [], []
    for primitive in scene.primitives:
        if primitive.part < len(scene.skeletons) * len(PARTS):
            reaches = [primitive.reach(np.eye(3)[axis]) for axis in (0, 2)]
            low.append([r[0] for r in reaches])
            high.append([r[1] for r in reaches])
    x, z = (np.arange(a, b + 2, 2.0) for a, b in zip(np.min(low, 0), np.max(high, 0), strict=True))
    grid = np.array([(a, 0.0, b) for a in x for b in z])
    away, part = distances(scene.flesh, grid)
    found: dict[str, float] = {}
    for distance, index in zip(away, part, strict=True):
        if distance < 2.5:
            name = PARTS[int(index) % len(PARTS)]
            found[name] = min(found.get(name, 99.0), float(distance))
    return found


def floor_faults(scene: Scene) -> list[str]:
    """Parts that lie deeper in the floor, or in the mat on it, than flesh gives."""
    worst: dict[str, float] = {}
    for primitive in scene.primitives:
        if primitive.part < PROPS:
            name = part_name(scene, primitive.part)
            worst[name] = min(worst.get(name, 0), primitive.reach(UP)[0])
    return [
        f"{name}: {height:+.1f} cm above the floor, permitted {-permitted(name.split()[-1])} and up"
        for name, height in worst.items() if height < -permitted(name.split()[-1])
    ]  # fmt: skip


def report(scene: Scene) -> list[str]:
    """What helps to pose: joints that are near the floor, gaps of the tools, angles."""
    lines = []
    if scene.pose.floor:
        near = ", ".join(f"{name} {height:+.1f}" for name, height in sorted(lowest(scene).items()))
        lines.append(f"floor: {near or 'nothing within 2.5 cm'}")
    for prop in scene.props:
        if prop.kind in TOOLS:
            gap, who = gap_of(scene, prop)
            bottom = prop.cores[:, 1].min() - prop.radius
            lines.append(
                f"{prop.name}: gap {gap:+.1f} to {who}, "
                f"at {np.round(prop.at, 1).tolist()}, underside at {bottom:.1f}"
            )
    for skeleton in scene.skeletons:
        words = ", ".join(f"{name} {value:.0f}" for name, value in angles(skeleton).items())
        lines.append(f"angles: {words}")
    return lines
