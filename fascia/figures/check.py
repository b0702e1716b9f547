"""What a body and a tool cannot do, in numbers. Every fault names its place, value and range."""

import math

import numpy as np

from fascia.figures.body import PARTS
from fascia.figures.field import distances
from fascia.figures.geometry import across, angle, unit
from fascia.figures.scene import TOOLS, Scene
from fascia.figures.skeleton import SIDES, Skeleton

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

#: Centimetres. Flesh gives: a body may lie this deep in the floor or on a tool.
SUNK, APART, DEEP = -3.0, 1.0, -4.5
BEYOND = 1.5


def faults(scene: Scene) -> list[str]:
    """Everything impossible in a scene, or nothing."""
    found = []
    for index, skeleton in enumerate(scene.skeletons):
        who = "partner." if index else ""
        found += reach_faults(skeleton, who) + angle_faults(skeleton, who)
    found += tool_faults(scene)
    if scene.pose.floor:
        found += floor_faults(scene)
    return [f"{scene.name}: {fault}" for fault in found]


def reach_faults(skeleton: Skeleton, who: str) -> list[str]:
    found = []
    for limbs, kind, target in ((skeleton.legs, "leg", "ankle"), (skeleton.arms, "arm", "wrist")):
        for side, limb in limbs.items():
            if limb.beyond > BEYOND:
                away = limb.reach + limb.beyond
                found.append(
                    f"{who}{side}_{kind}.{target}: {away:.1f} cm away, reach 0 to {limb.reach:.1f}"
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
        if prop.kind not in TOOLS or not prop.data.touches:
            continue
        away, part = distances(scene.flesh, prop.cores)
        gap = float(away.min()) - prop.radius
        if not DEEP <= gap <= APART:
            who = PARTS[int(part[away.argmin()]) % len(PARTS)]
            found.append(
                f"props.{prop.name}: {gap:+.1f} cm from {who}, permitted {DEEP} to {APART}"
            )
    return found


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
    return [
        f"{name}: {height:+.1f} cm above the floor, permitted {SUNK} and up"
        for name, height in lowest(scene).items()
        if height < SUNK
    ]


def report(scene: Scene) -> list[str]:
    """What helps to pose: joints that are near the floor, gaps of the tools, angles."""
    lines = []
    if scene.pose.floor:
        near = ", ".join(f"{name} {height:+.1f}" for name, height in sorted(lowest(scene).items()))
        lines.append(f"floor: {near or 'nothing within 2.5 cm'}")
    for prop in scene.props:
        if prop.kind in TOOLS:
            away, part = distances(scene.flesh, prop.cores)
            who = PARTS[int(part[away.argmin()]) % len(PARTS)]
            bottom = prop.cores[:, 1].min() - prop.radius
            lines.append(
                f"{prop.name}: gap {away.min() - prop.radius:+.1f} to {who}, "
                f"at {np.round(prop.at, 1).tolist()}, underside at {bottom:.1f}"
            )
    for skeleton in scene.skeletons:
        words = ", ".join(f"{name} {value:.0f}" for name, value in angles(skeleton).items())
        lines.append(f"angles: {words}")
    return lines
