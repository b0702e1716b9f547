"""Pose data becomes joints: the spine as a curve, four limbs, the head.

The spine has three key frames (pelvis up to 0.12 of its length, chest at 0.60, shoulders at 1.0);
between them the frame turns evenly, and the curve follows. A limb is led by a target and the
direction of its middle joint, or by the directions of its two parts.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from fascia.figures import pose as data
from fascia.figures.geometry import across, angle, blend, frame, unit, vector

#: Lengths that all people share, so that a pose fits each of them (cm).
SPINE, NECK = 53.0, 6.8
THIGH, SHANK = 43.5, 41.5
UPPER, FORE = 28.5, 25.0

#: The person's left is +1 on the left axis of a frame.
SIDES = {"left": 1, "right": -1}


@dataclass
class Limb:
    """Root, middle and end of a limb; ``facing`` is where knee or elbow points."""

    root: np.ndarray
    middle: np.ndarray
    end: np.ndarray
    facing: np.ndarray
    #: Centimetres that the target lies beyond the reach, and the reach itself.
    beyond: float = 0.0
    reach: float = 0.0
    #: Degrees between the line of the limb and where its middle is to point.
    aside: float = 90.0

    @property
    def first(self) -> np.ndarray:
        return unit(self.middle - self.root)

    @property
    def second(self) -> np.ndarray:
        return unit(self.end - self.middle)


@dataclass
class Foot:
    toe: np.ndarray
    up: np.ndarray
    toes: np.ndarray


@dataclass
class Hand:
    """``fingers`` along the hand, ``palm`` out of the palm, ``thumb`` towards the thumb's side.

    ``curl`` in degrees; ``spread``, ``away`` and ``oppose`` (of the thumb) as shares.
    """

    fingers: np.ndarray
    palm: np.ndarray
    thumb: np.ndarray
    curl: float
    spread: float
    away: float
    oppose: float


@dataclass
class Skeleton:
    curve: np.ndarray
    pelvis: np.ndarray
    chest: np.ndarray
    shoulders: np.ndarray
    head: np.ndarray = field(default_factory=lambda: np.eye(3))
    skull: np.ndarray = field(default_factory=lambda: np.zeros(3))
    neck: tuple[np.ndarray, np.ndarray] | None = None
    bun: tuple[float, ...] = (0, 11.6, -6.2)
    legs: dict[str, Limb] = field(default_factory=dict)
    feet: dict[str, Foot] = field(default_factory=dict)
    arms: dict[str, Limb] = field(default_factory=dict)
    hands: dict[str, Hand] = field(default_factory=dict)
    joints: dict[str, np.ndarray] = field(default_factory=dict)

    def spine(self, share: float) -> np.ndarray:
        """The point at a share of the spine: 0 between the hips, 1 at the base of the neck."""
        if share < 0:
            return self.curve[0] + self.pelvis[1] * share * SPINE
        steps = np.linspace(0, 1, len(self.curve))
        return vector([np.interp(share, steps, self.curve[:, axis]) for axis in range(3)])

    def frame_at(self, share: float) -> np.ndarray:
        if share <= 0.12:
            return self.pelvis
        if share <= 0.60:
            return blend(self.pelvis, self.chest, (share - 0.12) / 0.48)
        return blend(self.chest, self.shoulders, min(1.0, (share - 0.60) / 0.40))

    def on_head(self, left: float, up: float, front: float) -> np.ndarray:
        return self.skull + vector([left, up, front]) @ self.head

    def on_spine(self, share: float, left: float, front: float) -> np.ndarray:
        axes = self.frame_at(share)
        return self.spine(share) + axes[0] * left + axes[2] * front


def bend_to(root, target, first: float, second: float, facing) -> Limb:
    """A two-part limb that reaches for ``target`` and bends towards ``facing``."""
    target = vector(target)
    distance = float(np.linalg.norm(target - root))
    reach = first + second
    length = min(distance, reach - 0.05)
    along = unit(target - root)
    foot = (first**2 - second**2 + length**2) / (2 * length)
    height = math.sqrt(max(first**2 - foot**2, 0))
    out = unit(across(facing, along))
    return Limb(
        root, root + along * foot + out * height, root + along * length, out,
        max(0.0, distance - reach), reach, angle(facing, along) if height > 3 else 90.0,
    )  # fmt: skip


def point_along(root, first_way, second_way, first: float, second: float) -> Limb:
    """A two-part limb whose parts point where they are told."""
    middle = root + unit(first_way) * first
    end = middle + unit(second_way) * second
    return Limb(root, middle, end, vector([0, 0, 0]), reach=first + second)


def stand(body: data.Body, half_hips: float, half_shoulders: float) -> Skeleton:
    """The skeleton of a pose, for a person of these widths (cm)."""
    pelvis = frame(body.pelvis.up, body.pelvis.front)
    chest = frame(body.chest.up, body.chest.front) if body.chest else pelvis
    shoulders = frame(body.shoulders.up, body.shoulders.front) if body.shoulders else chest
    skeleton = Skeleton(np.zeros((1, 3)), pelvis, chest, shoulders)
    count = 25
    points = [vector(body.pelvis.at)]
    for index in range(1, count):
        middle = (index - 0.5) / (count - 1)
        points.append(points[-1] + skeleton.frame_at(middle)[1] * SPINE / (count - 1))
    skeleton.curve = np.array(points)
    for side, sign in SIDES.items():
        place_leg(skeleton, side, sign, getattr(body, f"{side}_leg"), half_hips)
        place_arm(skeleton, side, sign, getattr(body, f"{side}_arm"), half_shoulders)
    place_head(skeleton, body.head)
    name_places(skeleton)
    return skeleton


def place_leg(skeleton: Skeleton, side: str, sign: int, leg: data.Leg, half_hips: float) -> None:
    hip = skeleton.spine(0) + skeleton.pelvis[0] * sign * half_hips
    if leg.ankle is not None:
        limb = bend_to(hip, leg.ankle, THIGH, SHANK, leg.knee)
    else:
        limb = point_along(hip, leg.thigh, leg.shin, THIGH, SHANK)
    bend = limb.first - limb.second
    if np.linalg.norm(bend) > 0.12:
        limb.facing = unit(bend)
    else:  # A straight leg does not show where its knee points.
        limb.facing = vector(leg.knee if leg.knee is not None else skeleton.pelvis[2])
    shin_front = unit(across(limb.facing, limb.second))
    toe = unit(leg.toe if leg.toe is not None else shin_front * 0.95 + limb.second * 0.3)
    up = across(-vector(leg.sole) if leg.sole is not None else -limb.second, toe)
    up = unit(up if np.linalg.norm(up) > 0.05 else across(shin_front, toe))
    skeleton.legs[side] = limb
    skeleton.feet[side] = Foot(toe, up, unit(toe + up * leg.toeflex))


def place_arm(skeleton: Skeleton, side: str, sign: int, arm: data.Arm, half: float) -> None:
    axes = skeleton.frame_at(0.86)
    rest = skeleton.spine(0.90) + axes[0] * sign * half - axes[2]
    goal = vector(arm.wrist) if arm.wrist is not None else rest + unit(arm.upper) * 20
    way = unit(goal - rest)
    # The shoulder slides with the arm: up when it rises, forward and inward when it reaches.
    lift = max(0.0, way @ axes[1] + 0.15)
    inward = 3.2 * lift + 1.5 * max(0.0, -(way @ axes[0]) * sign)
    shoulder = (
        rest
        + axes[1] * (4.5 * lift + arm.shrug)
        - axes[0] * sign * inward
        + axes[2] * 2.6 * (way @ axes[2])
    )
    if arm.wrist is not None:
        limb = bend_to(shoulder, arm.wrist, UPPER, FORE, arm.elbow)
    else:
        limb = point_along(shoulder, arm.upper, arm.fore, UPPER, FORE)
    bend = limb.first - limb.second
    if np.linalg.norm(bend) > 0.12:
        limb.facing = unit(bend)
    fingers = unit(arm.fingers if arm.fingers is not None else limb.second)
    palm = across(arm.palm if arm.palm is not None else -axes[2], fingers)
    if np.linalg.norm(palm) < 0.05:
        palm = across(axes[2] if abs(axes[2] @ fingers) < 0.9 else axes[1], fingers)
    palm = unit(palm)
    skeleton.arms[side] = limb
    skeleton.hands[side] = Hand(
        fingers, palm, unit(np.cross(palm, fingers)) * sign, arm.curl, arm.spread, arm.thumb,
        arm.oppose,
    )  # fmt: skip


def place_head(skeleton: Skeleton, head: data.Head | None) -> None:
    top = skeleton.frame_at(1)
    skeleton.head = frame(head.up, head.front) if head and head.up else top
    way = unit(top[1] * 0.9 + skeleton.head[1] * 0.6 + top[2] * 0.25)
    low = skeleton.spine(1) - top[2] * 1.5
    high = low + way * (NECK + 1.5)
    skeleton.neck = low, high
    if head and head.bun:
        skeleton.bun = tuple(head.bun)
    skeleton.skull = high + skeleton.head[1] * 6.8 + skeleton.head[2] * 2.0


#: Places on head and trunk by name: on the surface of a middling body.
HEAD_PLACES = {
    "head": (0, 0, 0), "crown": (0, 10.5, -0.8), "forehead": (0, 5.5, 6.5), "chin": (0, -8.5, 5),
    "occiput": (0, -3, -8), "left_jaw": (5.2, -3.2, 2.6), "right_jaw": (-5.2, -3.2, 2.6),
    "left_temple": (6.3, 1.8, 3.6), "right_temple": (-6.3, 1.8, 3.6),
}  # fmt: skip
TRUNK_PLACES = {  # share of the spine, cm to the left, cm to the front
    "pelvis": (0, 0, 0), "sacrum": (0.02, 0, -9), "low_back": (0.22, 0, -8),
    "mid_back": (0.70, 0, -9), "upper_back": (0.88, 0, -9), "neck": (1, 0, 0),
    "navel": (0.26, 0, 9), "belly": (0.18, 0, 9), "rib_edge": (0.48, 0, 8.5),
    "breastbone": (0.76, 0, 8),
    "left_glute": (-0.02, 9, -10), "right_glute": (-0.02, -9, -10),
    "left_outer_hip": (0.06, 15, -1), "right_outer_hip": (0.06, -15, -1),
    "left_hip_front": (0.06, 9, 8), "right_hip_front": (0.06, -9, 8),
    "left_waist": (0.3, 11, 0), "right_waist": (0.3, -11, 0),
    "left_side_ribs": (0.68, 12.5, -1), "right_side_ribs": (0.68, -12.5, -1),
    "left_chest": (0.80, 9, 7), "right_chest": (0.80, -9, 7),
    "left_blade": (0.76, 6, -9), "right_blade": (0.76, -6, -9),
    "left_shoulder_line": (0.97, 8, -2), "right_shoulder_line": (0.97, -8, -2),
}  # fmt: skip


def name_places(skeleton: Skeleton) -> None:
    """Everything a pose may name instead of giving its coordinates."""
    joints = skeleton.joints
    for name, place in HEAD_PLACES.items():
        joints[name] = skeleton.on_head(*place)
    for name, place in TRUNK_PLACES.items():
        joints[name] = skeleton.on_spine(*place)
    for side in SIDES:
        leg, foot = skeleton.legs[side], skeleton.feet[side]
        thigh_front = unit(across(leg.facing, leg.first))
        shin_front = unit(across(leg.facing, leg.second))
        outward = unit(np.cross(leg.first, thigh_front)) * -SIDES[side]
        half = leg.root + leg.first * THIGH * 0.5
        arm, hand = skeleton.arms[side], skeleton.hands[side]
        places = {
            "hip": leg.root,
            "knee": leg.middle,
            "ankle": leg.end,
            "thigh_front": half + thigh_front * 7,
            "thigh_back": half - thigh_front * 6.5,
            "thigh_outer": half + outward * 6.5,
            "thigh_inner": half - outward * 6.5,
            "calf": leg.middle + leg.second * 13 - shin_front * 5.5,
            "lower_calf": leg.middle + leg.second * 25 - shin_front * 3.5,
            "shin": leg.middle + leg.second * 14 + shin_front * 3.5,
            "heel": leg.end - foot.toe * 4 - foot.up * 7,
            "arch": leg.end + foot.toe * 4 - foot.up * 6.5,
            "forefoot": leg.end + foot.toe * 11 - foot.up * 7,
            "toes": leg.end + foot.toe * 16 - foot.up * 6,
            "shoulder": arm.root,
            "elbow": arm.middle,
            "wrist": arm.end,
            "upper_arm": arm.root + arm.first * UPPER * 0.5,
            "forearm": arm.middle + arm.second * FORE * 0.4,
            "hand": arm.end + hand.fingers * 7,
            "palm": arm.end + hand.fingers * 6 + hand.palm * 1.7,
            "fingertips": arm.end + hand.fingers * 15,
        }
        joints.update({f"{side}_{name}": place for name, place in places.items()})
