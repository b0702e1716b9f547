"""The picture of a technique while it has no figure: the sign of the product, drawn large.

A disc (the sun, or by night the moon), the giving line with the tool resting in it as deep as the
pressure aimed for, and the layers of the body beneath, each giving less than the one above. Pure
geometry, as :mod:`fascia.drawing`; the template ``picture`` in macros.html turns it into SVG.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sqrt

from fascia.drawing import Dip, giving_line
from fascia.models import Technique, Vocabulary

#: The frame: what lies outside it shows when a field is wider.
WIDTH, MIDDLE, HORIZON = 360, 180, 152
LEFT, RIGHT, BOTTOM = -320, 680, 300

#: How large each tool is drawn (its radius). What is not listed does not press into the body.
RADII = {
    "ball-soft": 60,
    "ball-medium": 42,
    "ball-firm": 37,
    "ball-small": 26,
    "peanut": 35,
    "roller-soft": 66,
    "roller-firm": 66,
    "stick": 22,
}

#: The layers beneath the line: how far below it, and their share of its depth and of its width.
LAYERS = ((36, 0.72, 1.15), (62, 0.48, 1.35), (84, 0.26, 1.6))

#: The line is this thick: a tool rests on it, not in it.
STROKE = 1.25


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    r: float


@dataclass(frozen=True)
class Picture:
    """``tool`` is the family of the tool; without one it is ``hands`` or the action.

    ``line`` is the giving line; ``layers`` are closed shapes, each covering the one before.
    """

    tool: str
    action: str
    line: str
    layers: tuple[str, ...]
    balls: tuple[Circle, ...]
    disc: Circle

    @property
    def touch(self) -> Circle:
        """What all balls together take up: where rings and arrows go around."""
        first, last = self.balls[0], self.balls[-1]
        return Circle((first.x + last.x) / 2, first.y, (last.x - first.x) / 2 + first.r)


def picture(technique: Technique, vocabulary: Vocabulary) -> Picture:
    """The picture of a technique, drawn from its first tool, its pressure and its action."""
    target = technique.pressure.target
    for need in technique.needs:
        if need.any_of[0] in RADII and not need.optional:
            tool = need.any_of[0]
            family = vocabulary.tools[tool].family
            # One side at a time stands off the middle: the other side is still to come.
            x = 150 if technique.side == "LR" and need.count == 1 else MIDDLE
            return _pressing(family, technique.action, RADII[tool], need.count, target, x)
    return _bare("hands" if target else technique.action, technique.action, target)


def _pressing(family: str, action: str, r: float, count: int, target: int, x: float) -> Picture:
    depth = 10 + 12 * target
    if count > 1:
        r, depth = 0.72 * r, 0.85 * depth
    # Wide enough for a ball to touch the line at its lowest point only (see giving_line's curve).
    half = 1.25 * sqrt(2.7 * depth * r) + 0.25 * r
    if family == "peanut":
        centres = [x - 0.96 * r, x + 0.96 * r]
        line = _saddle(x, depth, half, 0.96 * r)
    elif count > 1:
        half = 1.15 * sqrt(2.7 * depth * r)
        apart = max(half, 1.25 * r)
        centres = [x - apart, x + apart]
        line = _line([(centre, depth, half) for centre in centres])
    else:
        centres = [x]
        line = _line([(x, depth, half)])
    balls = tuple(Circle(centre, HORIZON + depth - r - STROKE, r) for centre in centres)
    spread = centres[-1] - x
    below = [
        _line([(x, depth * share, (half + spread) * wide)], HORIZON + down)
        for down, share, wide in LAYERS
    ]
    disc = Circle(x + 62 if len(centres) == 1 else MIDDLE, HORIZON - 38, 108)
    return Picture(family, action, line, _closed(line, *below), balls, disc)


def _bare(tool: str, action: str, target: int) -> Picture:
    """No ball: hands press a wide, shallow dip; breath and movement are waves; rest is flat."""
    if tool == "hands":
        lines = [_line([(MIDDLE, 12 + 9 * target, 150)])] + [
            _line([(MIDDLE, (12 + 9 * target) * share, 150 * wide)], HORIZON + down)
            for down, share, wide in LAYERS
        ]
    else:
        height, length = {"breathe": (26, 360), "move": (17, 180)}.get(tool, (0, 360))
        shares = [(0, 1)] + [(down, share) for down, share, _ in LAYERS]
        lines = [_wave(HORIZON + down, height * share, length) for down, share in shares]
    return Picture(tool, action, lines[0], _closed(*lines), (), Circle(MIDDLE, HORIZON - 30, 108))


def _line(dips: Iterable[Dip], y: float = HORIZON) -> str:
    return giving_line(RIGHT, y, dips, LEFT)


def _saddle(x: float, depth: float, half: float, apart: float) -> str:
    """A dip with two lowest points and a ridge between them, under a peanut."""
    y, bottom, ridge = HORIZON, HORIZON + depth, HORIZON + depth * 0.62
    left, right = x - apart, x + apart
    start = left - half
    return (
        f"M{LEFT} {y}H{start:.0f}"
        f"C{start + half * 0.5:.0f} {y} {start + half * 0.58:.0f} {bottom:.0f} "
        f"{left:.0f} {bottom:.0f}"
        f"C{left + apart * 0.55:.0f} {bottom:.0f} {x - apart * 0.4:.0f} {ridge:.0f} {x} {ridge:.0f}"
        f"S{right - apart * 0.55:.0f} {bottom:.0f} {right:.0f} {bottom:.0f}"
        f"S{right + half * 0.5:.0f} {y} {right + half:.0f} {y}H{RIGHT}"
    )


def _wave(y: float, height: float, length: float) -> str:
    """Swell after swell: up in the middle of the frame, down at its edges."""
    if not height:
        return _line([], y)
    half, start = length / 2, LEFT
    path = [f"M{start} {y + height:g}"]
    up = True
    while start < RIGHT:
        to = y - height if up else y + height
        come_from = y + height if up else y - height
        path.append(
            f"C{start + half * 0.45:g} {come_from:g} {start + half * 0.55:g} {to:g} "
            f"{start + half:g} {to:g}"
        )
        start, up = start + half, not up
    return "".join(path)


def _closed(*lines: str) -> tuple[str, ...]:
    """Shapes down to the bottom. The last one reaches further, or the others would shine through
    where their edges coincide."""
    bottoms = [BOTTOM - 28] * (len(lines) - 1) + [BOTTOM]
    return tuple(f"{line}V{at}H{LEFT}z" for line, at in zip(lines, bottoms, strict=True))


# ---- what lies under a ball: the section drawing of the articles ----


@dataclass(frozen=True)
class Section:
    """From the skin down: closed shapes, each covering the one above it, and what fills them."""

    layers: dict[str, str]
    lobes: tuple[str, ...]
    web: str
    fibres: tuple[str, ...]
    ball: Circle


def section(x: float = 132, half: float = 92) -> Section:
    """A cross-section, skin to muscle, under a ball at ``x``: every layer gives a little less."""

    def edge(y: float, depth: float) -> str:
        return giving_line(RIGHT, y, [(x, depth, half)], LEFT)

    edges = {
        "skin": (88, 46),
        "fat": (104, 43),
        "superficial": (166, 28),
        "loose": (176, 27),
        "deep": (204, 19),
        "glide": (210, 18.4),
        "sheath": (217, 17.8),
        "muscle": (221, 17.4),
    }
    web = f"M{LEFT + 20} 176" + "".join(
        f"L{at} {(205 if step % 2 else 175) + 23 * _bell(at, x, half):.0f}"
        for step, at in enumerate(range(LEFT + 26, RIGHT, 9), 1)
    )
    return Section(
        layers={name: f"{edge(*at)}V{BOTTOM + 40}H{LEFT}z" for name, at in edges.items()},
        lobes=tuple(edge(114 + 20 * row, 41 - 5 * row) for row in range(3)),
        web=web,
        fibres=tuple(edge(234 + 14 * row, 16 - 2.2 * row) for row in range(7)),
        ball=Circle(x, 88, 45),
    )


def _bell(at: float, x: float, half: float) -> float:
    """About how deep a dip is at a place, as a share of its depth."""
    return (1 + cos(pi * min(1, abs(at - x) / half))) / 2
