"""Pose data: read from TOML, laid over a base pose, checked by form. Knows no geometry.

A pose names a ``base`` and overrides it key by key; ``false`` takes a part away. What two keys say
in different ways (a target, or two directions) is one thing: giving the one drops the other.
Faults are collected: :class:`PoseFaults` holds every one of them, each with its place.
"""

import hashlib
import json
import math
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

FOLDER = Path(__file__).parent
POSES, BASES = FOLDER / "poses", FOLDER / "bases"

#: Keys of a limb that say where it goes: by a target, or by the directions of its two parts.
WAYS = ({"ankle"}, {"thigh", "shin"}), ({"wrist"}, {"upper", "fore"})

Number = Annotated[float, Field(allow_inf_nan=False, ge=-500, le=500)]
Vector = Annotated[list[Number], Field(min_length=3, max_length=3)]


def some_way(vector: list[float]) -> list[float]:
    if math.hypot(*vector) < 1e-3:
        raise ValueError("has no length: a direction is needed")
    return vector


Direction = Annotated[Vector, AfterValidator(some_way)]
Place = Vector | str


class PoseFaults(ValueError):
    """Everything that is wrong with a pose."""

    def __init__(self, faults: Iterable[str]):
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


def degrees_between(a: list[float], b: list[float]) -> float:
    cosine = sum(x * y for x, y in zip(a, b, strict=True)) / (math.hypot(*a) * math.hypot(*b))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Turn(Part):
    """How a part of the body is turned: its own up and front, as directions in the world."""

    up: Direction
    front: Direction

    @model_validator(mode="after")
    def two_ways(self):
        between = degrees_between(self.up, self.front)
        if not 30 <= between <= 150:
            raise ValueError(f"up and front are {between:.0f} degrees apart, permitted 30 to 150")
        return self


class Pelvis(Turn):
    """``at`` is the point midway between the hip joints."""

    at: Vector


class Head(Part):
    """As the shoulders unless turned. ``bun`` moves the knot of hair, in the frame of the head."""

    up: Direction | None = None
    front: Direction | None = None
    bun: Vector | None = None

    @model_validator(mode="after")
    def both_or_none(self):
        if (self.up is None) != (self.front is None):
            raise ValueError("needs up with front")
        if self.up is not None:
            Turn(up=self.up, front=self.front)
        return self


class Leg(Part):
    """``ankle`` with ``knee`` (where the knee points), or ``thigh`` and ``shin`` as directions.

    ``toe`` is the direction of the foot, ``sole`` the direction the sole faces. ``toeflex`` lifts
    the toes (0 flat, 1 bent by 45 degrees).
    """

    ankle: Vector | None = None
    knee: Direction | None = None
    thigh: Direction | None = None
    shin: Direction | None = None
    toe: Direction | None = None
    sole: Direction | None = None
    toeflex: float = Field(0, ge=-1, le=2)

    @model_validator(mode="after")
    def one_way(self):
        if self.ankle is None and (self.thigh is None or self.shin is None):
            raise ValueError("needs ankle with knee, or thigh with shin")
        if self.ankle is not None and self.knee is None:
            raise ValueError("needs knee, the direction in which the knee points")
        return self


class Arm(Part):
    """``wrist`` with ``elbow`` (where it points), or ``upper`` and ``fore`` as directions.

    ``palm`` is the direction the palm faces, ``fingers`` where the hand points. ``curl`` bends the
    fingers (degrees), ``spread`` fans them, ``thumb`` moves the thumb away from the hand,
    ``oppose`` across the palm, for a grip; ``shrug`` lifts the shoulder (cm).
    """

    wrist: Vector | None = None
    elbow: Direction | None = None
    upper: Direction | None = None
    fore: Direction | None = None
    palm: Direction | None = None
    fingers: Direction | None = None
    curl: float = Field(15, ge=-20, le=100)
    spread: float = Field(0.06, ge=-0.05, le=0.3)
    thumb: float = Field(0.75, ge=-0.5, le=1.5)
    oppose: float = Field(0, ge=-0.5, le=2)
    shrug: float = Field(0, ge=-4, le=6)

    @model_validator(mode="after")
    def one_way(self):
        if self.wrist is None and (self.upper is None or self.fore is None):
            raise ValueError("needs wrist with elbow, or upper with fore")
        if self.wrist is not None and self.elbow is None:
            raise ValueError("needs elbow, the direction in which the elbow points")
        return self


class Camera(Part):
    """Degrees around and above. ``scale`` (units per cm) and ``center`` crop; else all is shown."""

    yaw: float = Field(20, ge=-180, le=180)
    pitch: float = Field(14, ge=-10, le=90)
    scale: float | None = Field(None, ge=0.8, le=12)
    center: Place | None = None


class Prop(Part):
    """Something the body is not. Sizes in cm; ``front``, ``axis`` and ``up`` are directions.

    A tool with ``snap`` slides in that direction (towards the body) until it presses ``press`` in.
    ``touches = false`` says that this tool is not meant to touch the body.
    """

    kind: Literal[
        "ball", "peanut", "roller", "stick", "towel", "block", "bolster", "cushion", "blanket",
        "chair", "table", "couch", "wall",
    ]  # fmt: skip
    at: Place
    offset: Vector = [0, 0, 0]
    r: float | None = Field(None, gt=0, le=30)
    length: float | None = Field(None, gt=0, le=200)
    axis: Direction | None = None
    up: Direction = [0, 1, 0]
    front: Direction | None = None
    size: Vector | None = None
    height: float | None = Field(None, gt=0, le=120)
    gap: float = Field(1.2, ge=0, le=6)
    snap: Direction | None = None
    press: float = Field(0.8, ge=0, le=3)
    touches: bool = True


class Spot(Part):
    """Where the body is touched: a patch painted on it. ``hidden``: only rings, for undersides.

    ``on`` names the parts of the body that may carry the patch.
    """

    at: Place
    offset: Vector = [0, 0, 0]
    r: float = Field(5, ge=1, le=12)
    hidden: bool = False
    on: list[str] | None = None


class Arrow(Part):
    """A movement; ``bend`` is the height of its arc as a share of its length."""

    start: Place
    end: Place
    bend: float = Field(0, ge=-1, le=1)
    both: bool = False


class Body(Part):
    """One person in a pose."""

    person: str = "a"
    pelvis: Pelvis
    chest: Turn | None = None
    shoulders: Turn | None = None
    head: Head | None = None
    left_leg: Leg
    right_leg: Leg
    left_arm: Arm
    right_arm: Arm


class End(Body):
    """The same body at the end of the movement, and the tools that moved with it."""

    props: dict[str, Prop] = {}


class Pose(Body):
    """A whole figure.

    ``side`` is the side of the body it shows: a page mirrors the picture for the other side.
    Of ``end`` only what moved is drawn, as a dashed outline.
    """

    side: Literal["left", "right", "both"] = "both"
    camera: Camera = Camera()
    floor: bool = True
    mat: bool = False
    props: dict[str, Prop] = {}
    spots: dict[str, Spot] = {}
    arrows: dict[str, Arrow] = {}
    end: End | None = None
    partner: Body | None = None


# ---- reading ----


def overlay(below: dict, above: dict) -> dict:
    """``above`` laid over ``below``, key by key; ``false`` in the place of a table removes it."""
    merged = dict(below)
    for target, directions in WAYS:
        for given, dropped in ((target, directions), (directions, target)):
            if given & above.keys():
                for key in dropped:
                    merged.pop(key, None)
    for key, value in above.items():
        if isinstance(value, dict):
            old = merged.get(key)
            merged[key] = overlay(old if isinstance(old, dict) else {}, value)
        elif value is False and isinstance(merged.get(key), dict):
            del merged[key]
        else:
            merged[key] = value
    return merged


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.toml")))
        raise PoseFaults([f"{path.parent.name}/{path.name}: not there; known: {known}"]) from None
    except tomllib.TOMLDecodeError as error:
        raise PoseFaults([f"{path.parent.name}/{path.name}: {error}"]) from None


def on_base(data: dict, seen: tuple[str, ...] = ()) -> dict:
    """A pose laid over its base, and that over its own."""
    name = data.get("base")
    rest = {key: value for key, value in data.items() if key != "base"}
    if name is None:
        return rest
    if not isinstance(name, str) or name in seen:
        raise PoseFaults([f"base: {name!r} is not the name of a base, or stands on itself"])
    return overlay(on_base(read_toml(BASES / f"{name}.toml"), (*seen, name)), rest)


BODY_KEYS = set(Body.model_fields)


def merge(data: dict) -> dict:
    """Everything a pose says, with all that it takes from its bases."""
    merged = on_base(data)
    for prop in (props := merged.get("props", {})):
        if isinstance(props[prop], dict):
            props[prop] = {"kind": prop.rstrip("0123456789").rstrip("_-"), **props[prop]}
    if isinstance(end := merged.get("end"), dict):
        whole = {key: value for key, value in merged.items() if key in BODY_KEYS}
        moved = end.get("props", {})
        if isinstance(moved, dict) and isinstance(props, dict):
            whole["props"] = {name: props[name] for name in moved if name in props}
        merged["end"] = overlay(whole, end)
    if isinstance(partner := merged.get("partner"), dict):
        whole = on_base(partner)
        merged["partner"] = {
            key: value
            for key, value in whole.items()
            if key in BODY_KEYS or (key in partner and key != "base")
        }
    return merged


def parse(data: dict, name: str) -> Pose:
    """The pose in ``data``, already laid over its base. Raises PoseFaults with every fault."""
    try:
        return Pose.model_validate(data)
    except ValidationError as error:
        lines = [describe(fault, name) for fault in error.errors()]
        raise PoseFaults(dict.fromkeys(lines)) from None


def describe(fault: Any, name: str) -> str:
    place = ".".join(
        str(part) for part in fault["loc"] if not str(part).startswith(("list[", "str", "function"))
    )
    words = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        words = "unknown key"
    elif not isinstance(fault["input"], dict):
        words += f"; it is {fault['input']!r}"
    return f"{name}: {place}: {words}"


def load(slug: str, folder: Path = POSES) -> Pose:
    """The pose of a technique. Raises PoseFaults."""
    return parse(merge(read_toml(folder / f"{slug}.toml")), slug)


def slugs() -> list[str]:
    return sorted(path.stem for path in POSES.glob("*.toml"))


def digest(slug: str, engine: bytes) -> str:
    """Changes with the pose, with its bases and with the engine that draws it."""
    facts = json.dumps(merge(read_toml(POSES / f"{slug}.toml")), sort_keys=True)
    return hashlib.sha256(facts.encode() + engine).hexdigest()[:16]
