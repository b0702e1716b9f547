"""The people: what is on the bones, and how each of them looks.

Everything that decides the shape of a body is here. Bones have the same lengths in everybody, so
that a pose fits each of them; widths, flesh, hair and clothes differ.
"""

from dataclasses import dataclass

import numpy as np

from fascia.figures.field import Primitive, cap, cone, ellipsoid
from fascia.figures.geometry import across, blend, frame, unit, vector
from fascia.figures.skeleton import FORE, SIDES, SPINE, Skeleton

#: The parts of one body. The distance field joins them at their joints and relies on the order.
PARTS = ("torso", "head", "hair", "left_thigh", "left_shank", "right_thigh", "right_shank",
         "left_upper", "left_fore", "right_upper", "right_fore")  # fmt: skip
PART = {name: index for index, name in enumerate(PARTS)}

#: Marks on primitives that clothes go by.
PLAIN, FOOT, HAND, EAR = range(4)

#: Cross-sections of the trunk: share of the spine, half width, half depth, shift to the front.
TRUNK = np.array([
    [-0.10, 9.0, 7.6, -1.2], [0.00, 15.2, 9.8, -0.9], [0.10, 15.4, 9.6, -0.6],
    [0.22, 13.2, 8.6, 0.3], [0.36, 10.7, 7.3, 0.9], [0.48, 11.0, 7.7, 0.6],
    [0.62, 12.2, 8.6, 0.0], [0.74, 12.8, 8.7, -0.6], [0.84, 12.4, 7.9, -1.2],
    [0.92, 9.4, 6.2, -1.6], [0.99, 5.6, 4.6, -1.6],
])  # fmt: skip

Knots = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Colours:
    """Light and dark value of everything that differs between people."""

    skin: tuple[str, str]
    top: tuple[str, str]
    legs: tuple[str, str]
    hair: tuple[str, str]


@dataclass(frozen=True)
class Person:
    """``wide`` and ``deep`` are factors on the trunk along the spine; ``arms``, ``thighs`` and
    ``shanks`` thicken the limbs. ``chest`` is share of the spine, cm to the side, cm to the front
    and three radii of each half. ``belly`` is how far it stands out (cm). ``shoes`` are as dark as
    the hair.
    """

    colours: Colours
    hair: str
    outfit: str
    half_hips: float = 8.6
    half_shoulders: float = 14.4
    wide: Knots = ((0, 1.0), (1, 1.0))
    deep: Knots = ((0, 1.0), (1, 1.0))
    arms: float = 1.0
    thighs: float = 1.0
    shanks: float = 1.0
    neck: float = 1.0
    chest: tuple[float, ...] = (0.66, 6.0, 5.6, 5.4, 5.6, 5.0)
    belly: float = 0.0
    face: float = 1.0
    beard: bool = False
    shoes: bool = False


PEOPLE = {
    # A slim woman, hair in a bun.
    "a": Person(
        Colours(
            ("#e3a98a", "#d79c80"), ("#4f8a8b", "#5fa3a2"), ("#3b4a6b", "#6e7fb0"),
            ("#4a2f2a", "#7a5248"),
        ),
        hair="bun", outfit="tank",
    ),
    # A broad-shouldered man, brown skin, short dark hair.
    "b": Person(
        Colours(
            ("#8d5b3e", "#a06b4b"), ("#c9764f", "#cf8460"), ("#5a6b58", "#7d917a"),
            ("#1f1715", "#3a2c28"),
        ),
        hair="short", outfit="tee", half_hips=8.2, half_shoulders=16.6,
        wide=((0, 0.94), (0.2, 0.97), (0.4, 1.13), (0.8, 1.14), (1, 1.1)),
        deep=((0, 0.95), (0.4, 1.08), (0.8, 1.06)),
        arms=1.14, neck=1.18, chest=(0.73, 7.0, 4.6, 7.2, 5.6, 4.6),
    ),
    # An older woman with a larger body and a grey bob.
    "c": Person(
        Colours(
            ("#eab99f", "#dda98e"), ("#8c4f5c", "#b5727f"), ("#47525c", "#7b8a96"),
            ("#b9b6b1", "#cfccc6"),
        ),
        hair="bob", outfit="tee", half_hips=9.2, half_shoulders=15.2,
        wide=((0, 1.16), (0.2, 1.26), (0.4, 1.45), (0.6, 1.28), (0.84, 1.16), (1, 1.12)),
        deep=((0, 1.06), (0.2, 1.14), (0.4, 1.34), (0.7, 1.16), (1, 1.08)),
        arms=1.24, thighs=1.17, shanks=1.12, neck=1.16,
        chest=(0.63, 6.8, 7.0, 7.2, 6.8, 6.6), belly=3.2, face=1.07,
    ),
    # A woman with dark skin and curly hair.
    "d": Person(
        Colours(
            ("#6b4430", "#87593f"), ("#d8cdb4", "#d8cdb4"), ("#2f6a72", "#4b929a"),
            ("#201818", "#45363a"),
        ),
        hair="curls", outfit="tank", half_hips=8.9, half_shoulders=14.8,
        wide=((0, 1.06), (0.3, 1.08), (0.6, 1.04), (1, 1.03)),
        deep=((0, 1.05), (0.4, 1.06), (1, 1.02)),
        arms=1.06, thighs=1.06, shanks=1.04, neck=1.02,
        chest=(0.66, 6.2, 5.8, 5.8, 5.8, 5.4),
    ),
    # An older man, slight, bald with a grey beard.
    "e": Person(
        Colours(
            ("#d9a27e", "#cf9673"), ("#5b7a9d", "#7797bd"), ("#5d5348", "#8d8070"),
            ("#a9a39c", "#c4beb6"),
        ),
        hair="bald", outfit="tee", half_hips=8.3, half_shoulders=16.0,
        wide=((0, 0.95), (0.25, 1.04), (0.45, 1.16), (0.8, 1.08), (1, 1.06)),
        deep=((0, 0.96), (0.3, 1.1), (0.5, 1.1), (0.8, 1.02)),
        arms=1.08, shanks=0.98, neck=1.12, chest=(0.73, 6.6, 4.0, 6.8, 5.4, 4.4),
        belly=1.2, beard=True,
    ),
    # A woman with a headscarf and long sleeves.
    "f": Person(
        Colours(
            ("#c68f68", "#bd8861"), ("#7a8f5a", "#94ab71"), ("#574048", "#8b6f79"),
            ("#2f5f80", "#5f93b5"),
        ),
        hair="scarf", outfit="long", half_hips=8.8, half_shoulders=14.4,
        wide=((0, 1.04), (0.4, 1.06), (1, 1.0)), deep=((0, 1.02), (0.4, 1.05), (1, 1.0)),
        arms=1.05, thighs=1.03, shanks=1.06,
    ),
    # The therapist of the cards with two people: plain, long sleeves, dark shoes.
    "t": Person(
        Colours(
            ("#c99a7c", "#bd8e72"), ("#a9b5a6", "#8c9a8a"), ("#5f6b66", "#77857f"),
            ("#33302e", "#565250"),
        ),
        hair="short", outfit="long", half_hips=8.4, half_shoulders=15.2,
        wide=((0, 1.0), (0.3, 1.06), (0.6, 1.08), (1, 1.03)),
        deep=((0, 1.0), (0.4, 1.08), (1, 1.02)),
        arms=1.1, shanks=1.1, neck=1.06, chest=(0.71, 6.6, 4.6, 6.6, 5.6, 4.8), shoes=True,
    ),
}  # fmt: skip


def flesh(skeleton: Skeleton, person: Person, body: int = 0) -> list[Primitive]:
    """The primitives of one body; ``body`` counts the people of the scene."""
    shapes = [*trunk(skeleton, person)]
    for side, sign in SIDES.items():
        shapes += leg(skeleton, person, side, sign)
        shapes += arm(skeleton, person, side, sign)
    shapes += head(skeleton, person)
    shapes += HAIR[person.hair](skeleton)
    first = body * len(PARTS)
    for shape in shapes:
        shape.part += first
    return shapes


def soft_joints(skeleton: Skeleton) -> np.ndarray:
    """Where parts melt together: centre, widest blend, full within, none beyond (cm)."""
    joints = skeleton.joints
    rows = []
    for name, softness in (
        ("knee", (4, 4, 11)), ("elbow", (3, 3, 8)), ("hip", (6, 9, 20)), ("shoulder", (5, 5, 13)),
    ):  # fmt: skip
        rows += [[*joints[f"{side}_{name}"], *softness] for side in SIDES]
    return np.array(rows, dtype=float)


def along(knots: Knots, share: float) -> float:
    return float(np.interp(share, [k[0] for k in knots], [k[1] for k in knots]))


def trunk(skeleton: Skeleton, person: Person):
    torso = PART["torso"]
    for share in np.linspace(-0.10, 0.99, 15):
        width, depth, shift = (np.interp(share, TRUNK[:, 0], TRUNK[:, i]) for i in (1, 2, 3))
        width, depth = width * along(person.wide, share), depth * along(person.deep, share)
        axes = skeleton.frame_at(share)
        height = 6.6 if share < 0.9 else 4.6
        centre = skeleton.spine(share) + axes[2] * shift
        yield ellipsoid(torso, centre, axes, (width, height, depth), 3)
    share, out, front, *radii = person.chest
    axes = skeleton.frame_at(share)
    for sign in SIDES.values():
        yield ellipsoid(torso, skeleton.on_spine(share, sign * out, front), axes, radii, 3.5)
    if person.belly:
        centre = skeleton.on_spine(0.27, 0, person.belly)
        yield ellipsoid(torso, centre, skeleton.frame_at(0.27), (13, 10.5, 9.2), 5)
    low, high = skeleton.neck
    way = unit(high - low)
    yield cone(torso, low - way * 2, high, 4.5 * person.neck, 4.0 * person.neck, 3.5)


def leg(skeleton: Skeleton, person: Person, side: str, sign: int):
    limb, axes = skeleton.legs[side], skeleton.pelvis
    thigh, shank = PART[f"{side}_thigh"], PART[f"{side}_shank"]
    down, low = limb.first, limb.second
    front = unit(across(limb.facing, down))
    shin_front = unit(across(limb.facing, low))
    upper_axes, lower_axes = frame(-down, front), frame(-low, shin_front)
    t, s = person.thighs, person.shanks
    hip, knee, ankle = limb.root, limb.middle, limb.end
    yield cone(thigh, hip + down, knee, 8.4 * t, 4.5 * s, 2)
    yield ellipsoid(
        thigh, hip + down * 19 + front * 1.4, upper_axes, (6.7 * t, 20, 6.5 * t), 5
    )  # front
    yield ellipsoid(
        thigh, hip + down * 20 - front * 1.6, upper_axes, (6.2 * t, 19, 5.8 * t), 5
    )  # back
    buttock = hip - axes[2] * 4.8 - axes[0] * sign * 0.8 + axes[1] + down * 2.5
    turned = blend(axes, upper_axes, 0.35) if axes[1] @ upper_axes[1] > -0.5 else axes
    yield ellipsoid(thigh, buttock, turned, (7.6 * t, 8.6 * t, 7.0 * t**0.5), 4)
    yield ellipsoid(shank, knee + limb.facing * 0.6, upper_axes, (4.0 * s, 5.6, 4.4 * s), 4)
    yield cone(shank, knee, ankle, 4.3 * s, 2.7 * s, 3)
    yield ellipsoid(
        shank, knee + low * 13 - shin_front * 1.8, lower_axes, (4.5 * s, 13.5, 4.3 * s), 6
    )  # calf
    yield from foot(skeleton, side, shank)


#: Toes: cm from the middle of the foot inwards, how far back they begin, length, thickness.
TOES = ((2.6, 0, 4.6, 1.25), (0.8, -0.3, 4.4, 0.88), (-0.6, 0.1, 4.0, 0.84),
        (-1.9, 0.5, 3.6, 0.8), (-3.1, 1.1, 3.1, 0.76))  # fmt: skip


def foot(skeleton: Skeleton, side: str, shank: int):
    """Heel, instep, ball and toes. Lengths are for a shoe size of 38."""
    ankle, bones = skeleton.legs[side].end, skeleton.feet[side]
    t, u, f = bones.toe, bones.up, 0.93
    axes = frame(u, t)

    def at(forward: float, down: float) -> np.ndarray:
        return ankle + t * forward * f - u * down * f

    yield cone(shank, ankle, at(-2.6, 3.4), 3.1, 3.3 * f, 2.5, FOOT)
    yield ellipsoid(shank, at(-3.4, 4.1), axes, (3.2 * f, 3.3 * f, 3.9 * f), 2, FOOT)
    yield cone(shank, ankle + t * f - u * 0.6, at(10, 4.9), 3.2, 2.3 * f, 3, FOOT)
    yield ellipsoid(shank, at(5.5, 5.0), axes, (3.3 * f, 2.2 * f, 7.5 * f), 2.5, FOOT)
    yield ellipsoid(shank, at(11.5, 5.5), axes, (4.2 * f, 2.0 * f, 4.6 * f), 2.5, FOOT)
    inward = axes[0] * -SIDES[side]
    for aside, back, length, r in TOES:
        root = at(12.6 - back, 5.9) + inward * aside * f
        tip = root + (bones.toes * length + inward * aside * 0.06) * f
        yield cone(shank, root, tip, 1.1 * r, r, 0.5, FOOT)


def arm(skeleton: Skeleton, person: Person, side: str, sign: int):
    limb, axes = skeleton.arms[side], skeleton.frame_at(0.86)
    upper, fore, torso = PART[f"{side}_upper"], PART[f"{side}_fore"], PART["torso"]
    m = person.arms
    shoulder, elbow, wrist = limb.root, limb.middle, limb.end
    down, low = limb.first, limb.second
    upper_axes = frame(-down, axes[2] if abs(down @ axes[2]) < 0.9 else axes[1])
    lower_axes = frame(-low, upper_axes[2] if abs(low @ upper_axes[2]) < 0.9 else upper_axes[1])
    yield cone(upper, shoulder + down * 1.5, elbow, 2.9 * m, 2.8 * m, 2)
    yield ellipsoid(upper, shoulder + down * 5.6, upper_axes, (3.9 * m, 6.9, 4.3 * m), 4)
    yield ellipsoid(upper, shoulder + down * 13, upper_axes, (3.4 * m, 12, 3.7 * m), 4)
    neck = skeleton.spine(0.97) - axes[2] * 1.5
    yield cone(torso, neck, shoulder - axes[1] * 1.2, 4.4 * m**0.5, 2.4 * m, 5)
    armpit = skeleton.spine(0.82) + axes[0] * sign * 8 - axes[2]
    yield cone(torso, armpit, shoulder - axes[1] * 2, 6.0, 3.6 * m, 5)
    yield cone(fore, elbow, wrist, 2.9 * m, 2.0 * m**0.5, 2)
    yield ellipsoid(fore, elbow + low * FORE * 0.32, lower_axes, (3.2 * m, 10, 3.1 * m), 4)
    yield from hand(skeleton, side, fore)


#: Fingers: cm from the middle of the hand towards the thumb, and length.
FINGERS = ((2.6, 6.6), (0.9, 7.5), (-0.85, 7.1), (-2.5, 5.6))


def digits(skeleton: Skeleton, side: str):
    """Root, middle and tip of the fingers, then of the thumb, and where its nail looks."""
    wrist, bones = skeleton.arms[side].end, skeleton.hands[side]
    f, n, th = bones.fingers, bones.palm, bones.thumb
    bend = np.radians(bones.curl)
    for aside, length in FINGERS:
        base = wrist + f * 8.4 + th * aside
        fan = th * aside * bones.spread
        near = unit(f * np.cos(bend * 0.6) + n * np.sin(bend * 0.6) + fan)
        far = unit(f * np.cos(bend * 1.6) + n * np.sin(bend * 1.6) + fan)
        middle = base + near * length * 0.5
        yield base - near, middle, middle + far * length * 0.5, unit(across(-n, far))
    root, away, over = wrist + f * 2.2 + th * 2.4, bones.away, bones.oppose
    joint = root + unit(f + th * away + n * (0.35 + over)) * 4.2
    tip = joint + unit(f * 1.2 + th * away * 0.45 + n * (0.3 + over)) * 3.4
    yield root, joint, tip, unit(across(th - n * 0.8, unit(tip - joint)))


def hand(skeleton: Skeleton, side: str, fore: int):
    wrist, bones = skeleton.arms[side].end, skeleton.hands[side]
    f, n, th = bones.fingers, bones.palm, bones.thumb
    yield cone(fore, wrist, wrist + f * 3.5, 2.0, 2.0, 2, HAND)
    yield ellipsoid(fore, wrist + f * 4.8, np.stack([th, f, n]), (3.7, 5.4, 1.7), 2, HAND)
    *fingers, thumb = digits(skeleton, side)
    for root, middle, tip, _ in fingers:
        yield cone(fore, root, middle, 1.05, 0.95, 0.8, HAND)
        yield cone(fore, middle, tip, 0.95, 0.8, 0.5, HAND)
    root, joint, tip, _ = thumb
    yield cone(fore, root, joint, 1.7, 1.15, 1.5, HAND)
    yield cone(fore, joint, tip, 1.1, 0.9, 0.6, HAND)


def head(skeleton: Skeleton, person: Person):
    part, axes, at, w = PART["head"], skeleton.head, skeleton.on_head, person.face
    yield ellipsoid(part, at(0, 2.6, -0.8), axes, (7.0, 7.9, 8.6), 2)
    yield ellipsoid(part, at(0, -2.6, 2.2), axes, (5.2 * w, 7.3, 5.8), 3)
    yield ellipsoid(part, at(0, -7.8, 4.9), axes, (2.3 * w, 2.0, 2.5), 2.5)  # chin
    yield cone(part, at(0, -5, -1), at(0, -8, 2.5), 3.9 * w, 2.6 * w, 3)  # jaw
    yield cone(part, at(0, 0.8, 7.4), at(0, -2.4, 9.2), 0.7, 1.0, 1.4)  # nose
    yield ellipsoid(part, at(0, -5.1, 7.2), axes, (2.0, 1.1, 1.1), 1.2)  # lips
    if person.hair != "scarf":
        for sign in SIDES.values():
            yield ellipsoid(part, at(sign * 6.9, -1.2, -0.6), axes, (1.0, 2.6, 1.7), 0.5, EAR)
    if person.beard:
        hair = PART["hair"]
        yield ellipsoid(hair, at(0, -8.2, 5.2), axes, (3.4, 2.9, 3.1), 2)
        for sign in SIDES.values():
            yield cone(
                hair, at(sign * 5.3, -3.2, 1.2), at(sign * 2.6, -8.0, 4.6), 1.0, 1.7, 2
            )  # along the jaw
            yield cone(
                hair, at(sign * 6.1, 0.6, 1.0), at(sign * 5.3, -3.2, 1.2), 0.9, 1.0, 2
            )  # before the ear


# ---- hair ----


def bun(skeleton: Skeleton):
    part, axes, at = PART["hair"], skeleton.head, skeleton.on_head
    yield cap(part, at(0, 3.0, -1.4), axes, (7.7, 8.5, 9.3), unit((0, 0.60, -0.80)), -1.7)
    for sign in SIDES.values():
        yield ellipsoid(part, at(sign * 6.3, 1.6, 0.4), axes, (0.9, 2.6, 2.2), 2.5)
    yield ellipsoid(part, at(*skeleton.bun), axes, (4.3, 3.9, 4.3), 0.6)


def short(skeleton: Skeleton):
    """Cropped: over the crown, down in front of the ear, and to the nape."""
    shape = PART["hair"], skeleton.on_head(0, 3.0, -1.3), skeleton.head, (7.5, 8.6, 9.2)
    yield cap(*shape, unit((0, 0.70, -0.71)), 1.2)
    yield cap(*shape, unit((0, 0.22, -0.97)), -3.4)


def bob(skeleton: Skeleton):
    """To the jaw, swept back from the forehead."""
    part, axes, at = PART["hair"], skeleton.head, skeleton.on_head
    yield cap(part, at(0, 3.0, -1.2), axes, (8.3, 9.0, 9.6), unit((0, 0.62, -0.78)), -1.0)
    yield ellipsoid(part, at(0, -2.2, -4.6), axes, (7.4, 7.4, 5.4), 3)
    for sign in SIDES.values():
        yield ellipsoid(part, at(sign * 6.7, -1.0, -1.4), axes, (1.7, 6.6, 3.4), 2)


#: Curls around the head: left, up, front, radius (cm).
CURLS = (
    (0, 9.8, 2.2, 4.6), (0, 11.4, -3.4, 5.0), (0, 7.8, -8.6, 5.2), (0, 1.6, -9.6, 4.8),
    (0, -3.6, -7.4, 4.0), (5.2, 8.6, -0.4, 4.6), (6.8, 5.6, -4.8, 4.8), (6.4, 0.4, -6.4, 4.4),
    (4.6, -3.6, -5.6, 3.6), (4.6, 8.6, -6.6, 4.4), (7.0, 3.6, -0.8, 3.0),
)  # fmt: skip


def curls(skeleton: Skeleton):
    part, axes, at = PART["hair"], skeleton.head, skeleton.on_head
    yield cap(part, at(0, 3.0, -1.4), axes, (7.8, 8.6, 9.4), unit((0, 0.62, -0.78)), -1.0)
    for left, up, front, r in CURLS:
        for sign in (1, -1) if left else (1,):
            yield ellipsoid(part, at(sign * left, up, front), axes, (r, r, r), 0.7)


def bald(skeleton: Skeleton):
    """A crown of short hair around the back of the head."""
    part, axes, at = PART["hair"], skeleton.head, skeleton.on_head
    yield cap(part, at(0, -0.6, -1.2), axes, (7.45, 5.4, 9.0), unit((0, -0.2, -0.98)), -1.6, 0.5)


def scarf(skeleton: Skeleton):
    """A headscarf: over the hair, around the face, tucked in at the neck."""
    part, axes, at = PART["hair"], skeleton.head, skeleton.on_head
    yield cap(part, at(0, 2.8, -1.2), axes, (8.3, 9.2, 9.9), unit((0, 0.40, -0.92)), -3.4)
    for sign in SIDES.values():
        yield cone(part, at(sign * 6.6, 3.4, 1.2), at(sign * 5.6, -6.4, 1.4), 1.7, 2.2, 3)
        yield cone(part, at(sign * 5.6, -6.4, 1.4), at(sign * 1.4, -11.6, 3.4), 2.2, 2.4, 3)
    low, high = skeleton.neck
    yield cone(part, low - (high - low) * 0.12, high + axes[1], 6.0, 5.4, 3)
    yield ellipsoid(part, at(0, -2.8, -5.2), axes, (6.8, 6.6, 4.4), 3)


HAIR = {"bun": bun, "short": short, "bob": bob, "curls": curls, "bald": bald, "scarf": scarf}


# ---- what the drawing asks of a body ----


def on_face(skeleton: Skeleton, left: float, up: float) -> np.ndarray:
    """The point on the front of the face, so far left of the middle and above it (cm)."""
    brow = max(1 - (left / 7.0) ** 2 - ((up - 2.6) / 7.9) ** 2, 0)
    cheek = max(1 - (left / 5.2) ** 2 - ((up + 2.6) / 7.3) ** 2, 0)
    front = max(-0.8 + 8.6 * np.sqrt(brow), 2.2 + 5.8 * np.sqrt(cheek))
    return skeleton.on_head(left, up, front)


def nails(skeleton: Skeleton, side: str):
    """The rim of every nail, and where it looks."""
    turn = np.linspace(0, 2 * np.pi, 13)[:-1, None]
    for _, middle, tip, way in digits(skeleton, side):
        along = unit(tip - middle)
        aside = np.cross(along, way)
        centre = tip - along * 0.25 + way * 0.8
        sag = way * (0.22 * np.sin(turn) ** 2)
        yield centre + along * np.cos(turn) * 0.72 + aside * np.sin(turn) * 0.5 - sag, way


def waist(skeleton: Skeleton) -> tuple[np.ndarray, np.ndarray]:
    """Origin and direction that tell leggings from top: 16 % up the spine."""
    return skeleton.spine(0) + skeleton.pelvis[1] * 0.16 * SPINE, vector(skeleton.pelvis[1])
