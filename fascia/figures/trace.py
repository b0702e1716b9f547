"""A mask of pixels becomes a few cubic curves.

Blur, contour at one half, even steps along it, corners by their angle, and between corners the
cubic fit of Schneider. Coordinates come out as whole numbers of ``GRID`` units, relative, for paths
that are drawn inside ``scale(.2)``.

The same mask gives the same text on every machine: pixels are counted, not measured, before the
blur, and whatever decides (a contour, a corner, where to split) is rounded before it is compared.
"""

import numpy as np
from scipy.ndimage import gaussian_filter
from skimage.measure import find_contours

#: Coordinates are whole numbers of this (SVG units): 0.4 pixels where a figure is 720 wide.
GRID = 0.2

#: Contours are followed in steps of this length (SVG units).
STEP = 0.7

#: A corner is judged from points this far before and behind it (units).
ARM = 3.0


def trace(mask, samples: float, blur=1.3, smallest=7.0, error=0.35, corner=52.0, beyond=0) -> str:
    """Path data around a mask of ``samples`` pixels per unit; holes wind the other way.

    ``blur`` in pixels; islands under ``smallest`` square units are dropped; curves stay within
    ``error`` units; ``corner`` in degrees. ``beyond`` > 0 moves what lies on the edge of the
    picture that many units outwards.
    """
    pad = 8 if beyond else 4
    padded = np.pad(mask.astype(np.float32), pad, mode="edge" if beyond else "constant")
    if beyond:
        padded[[0, -1], :] = 0
        padded[:, [0, -1]] = 0
    blurred = np.round(gaussian_filter(padded, blur), 5)
    size = np.array(mask.shape[::-1]) / samples
    found = []
    for contour in find_contours(blurred, 0.5):
        if len(contour) < 8:
            continue
        points = np.round((contour[:, ::-1] - pad + 0.5) / samples, 4)
        x, y = points[:, 0], points[:, 1]
        area = abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
        if area < smallest:
            continue
        if beyond:
            points = points + np.where(points < -0.6, -beyond, 0)
            points = points + np.where(points > size + 0.6, beyond, 0)
        found.append((area, path(fit(points, error, corner))))
    found.sort(key=lambda item: -item[0])
    return "".join(data for _, data in found)


# ---- fitting ----


def direction(v) -> np.ndarray:
    length = np.hypot(*v)
    return v / length if length > 1e-9 else v


def fit(points, error: float, corner: float) -> list[np.ndarray]:
    """A closed line of points as cubics, four control points each."""
    if np.allclose(points[0], points[-1]):
        points = points[:-1]
    points, step = resample(points)
    corners = find_corners(points, corner, step)
    count, curves = len(points), []
    if not corners:  # Two halves keep the fit of a round shape stable.
        ring, half = np.r_[points, points[:1]], count // 2
        first = direction(points[2 % count] - points[-2])
        second = direction(points[(half + 2) % count] - points[half - 2])
        fit_open(ring[: half + 1], first, -second, error, curves)
        fit_open(ring[half:], second, -first, error, curves)
        return curves
    for start, stop in zip(corners, [*corners[1:], corners[0] + count], strict=True):
        part = points[np.arange(start, stop + 1) % count]
        if len(part) < 2:
            continue
        w = min(3, len(part) - 1)
        fit_open(part, direction(part[w] - part[0]), direction(part[-1 - w] - part[-1]), error,
                 curves)  # fmt: skip
    return curves


def resample(points) -> tuple[np.ndarray, float]:
    """The same closed line in even steps; gives the length of a step too."""
    ring = np.r_[points, points[:1]]
    lengths = np.hypot(*np.diff(ring, axis=0).T)
    whole = lengths.sum()
    count = max(12, int(whole / STEP))
    at = np.r_[0, np.cumsum(lengths)]
    even = np.linspace(0, whole, count, endpoint=False)
    return np.c_[np.interp(even, at, ring[:, 0]), np.interp(even, at, ring[:, 1])], whole / count


def find_corners(points, limit: float, step: float) -> list[int]:
    count, k = len(points), max(2, int(ARM / step))
    if count < 4 * k:
        k = max(1, count // 6)
    a, b = points - np.roll(points, k, 0), np.roll(points, -k, 0) - points
    cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    turn = np.round(np.degrees(np.abs(np.arctan2(cross, (a * b).sum(1)))), 3)
    corners: list[int] = []
    for i in range(count):
        sharpest = max(turn[(i + j) % count] for j in range(-k, k + 1))
        if turn[i] > limit and turn[i] >= sharpest and (not corners or i - corners[-1] > k):
            corners.append(i)
    return corners


def on_curve(curve, t) -> np.ndarray:
    t = t[:, None]
    m = 1 - t
    return m**3 * curve[0] + 3 * m * m * t * curve[1] + 3 * m * t * t * curve[2] + t**3 * curve[3]


def fit_once(points, t, first, last) -> np.ndarray:
    """The best cubic with these ends, tangents and parameters."""
    b0, b1, b2, b3 = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    a1, a2 = first[None] * b1[:, None], last[None] * b2[:, None]
    c00, c01, c11 = np.sum(a1 * a1), np.sum(a1 * a2), np.sum(a2 * a2)
    rest = points - (points[0][None] * (b0 + b1)[:, None] + points[-1][None] * (b2 + b3)[:, None])
    x0, x1 = np.sum(a1 * rest), np.sum(a2 * rest)
    determinant = c00 * c11 - c01 * c01
    chord = np.hypot(*(points[-1] - points[0]))
    near = far = 0.0
    if abs(determinant) > 1e-9:
        near = (x0 * c11 - x1 * c01) / determinant
        far = (c00 * x1 - c01 * x0) / determinant
    if min(near, far) < 1e-3 * chord or max(near, far) > 3 * chord:
        near = far = chord / 3
    return np.array([points[0], points[0] + first * near, points[-1] + last * far, points[-1]])


def fit_open(points, first, last, error: float, curves: list[np.ndarray]) -> None:
    """Fit cubics to an open line, splitting it where one is not enough."""
    if len(points) == 2:
        third = np.hypot(*(points[1] - points[0])) / 3
        curves.append(
            np.array([points[0], points[0] + first * third, points[1] + last * third, points[1]])
        )
        return
    lengths = np.r_[0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))]
    t = lengths / lengths[-1]
    worst = 0
    for _ in range(5):
        curve = fit_once(points, t, first, last)
        off = on_curve(curve, t) - points
        square = np.round(np.sum(off**2, 1), 6)
        worst = int(np.argmax(square))
        if square[worst] < error * error:
            curves.append(curve)
            return
        if square[worst] > 16 * error * error:
            break
        t = closer(curve, t, off)
    worst = min(max(worst, 1), len(points) - 2)
    tangent = direction(points[max(worst - 3, 0)] - points[min(worst + 3, len(points) - 1)])
    fit_open(points[: worst + 1], first, tangent, error, curves)
    fit_open(points[worst:], -tangent, last, error, curves)


def closer(curve, t, off) -> np.ndarray:
    """One step of Newton: parameters whose points lie nearer to the line."""
    d1 = 3 * (curve[1:] - curve[:-1])
    d2 = 2 * (d1[1:] - d1[:-1])
    u = t[:, None]
    q1 = (1 - u) ** 2 * d1[0] + 2 * u * (1 - u) * d1[1] + u**2 * d1[2]
    q2 = (1 - u) * d2[0] + u * d2[1]
    slope = np.sum(q1 * q1, 1) + np.sum(off * q2, 1)
    slope[np.abs(slope) < 1e-9] = 1e-9
    return np.clip(t - np.sum(off * q1, 1) / slope, 0, 1)


# ---- writing ----


def number(x: float) -> str:
    """One decimal, as short as it can be."""
    text = f"{x:.1f}".removesuffix(".0")
    if text in ("-0", "0"):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def numbers(values) -> str:
    text = ""
    for value in values:
        word = number(value)
        text += word if not text or word.startswith("-") else " " + word
    return text


def whole_numbers(values) -> str:
    text = ""
    for value in values:
        word = str(int(value))
        text += word if not text or word.startswith("-") else " " + word
    return text


def path(curves, closed=True) -> str:
    """Relative cubics, and lines where a cubic is as good as straight."""

    def grid(point) -> np.ndarray:
        return np.round(np.asarray(point) / GRID).astype(int)

    now = grid(curves[0][0])
    text, last = "M" + whole_numbers(now), ""
    for curve in curves:
        a, b, end = (grid(point) for point in curve[1:])
        if (end == now).all() and (a == now).all() and (b == now).all():
            continue
        chord, bulge = np.hypot(*(end - now)), 0.0
        if chord > 0:
            normal = np.array([-(end - now)[1], (end - now)[0]]) / chord
            bulge = max(abs((a - now) @ normal), abs((b - now) @ normal))
        if chord > 0 and bulge < 0.1 / GRID:
            command, words = "l", whole_numbers(end - now)
        else:
            command, words = "c", whole_numbers(np.r_[a - now, b - now, end - now])
        if command != last:
            text += command + words
        else:
            text += words if words.startswith("-") else " " + words
        last, now = command, end
    return text + ("z" if closed else "")
