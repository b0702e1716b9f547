"""Vectors and frames.

World: centimetres, x to the right of the picture, y up, z towards the viewer; the floor is y = 0.
A frame is a 3 × 3 matrix whose rows are a body's own left, up and front, with left = up × front.
"""

import math

import numpy as np


def vector(values) -> np.ndarray:
    return np.asarray(values, dtype=float)


def unit(values) -> np.ndarray:
    """The direction of a vector; nothing changes where there is none."""
    v = vector(values)
    length = np.linalg.norm(v)
    return v / length if length > 1e-9 else v


def across(values, axis) -> np.ndarray:
    """The part of a vector at right angles to the unit vector ``axis``."""
    v = vector(values)
    return v - axis * (v @ axis)


def frame(up, front) -> np.ndarray:
    """Left, up and front, from an up that holds and a front that is straightened to it."""
    y = unit(up)
    z = unit(across(front, y))
    return np.stack([np.cross(y, z), y, z])


def blend(a: np.ndarray, b: np.ndarray, share: float) -> np.ndarray:
    """The frame between two frames: ``a`` at 0, ``b`` at 1."""
    return frame(a[1] * (1 - share) + b[1] * share, a[2] * (1 - share) + b[2] * share)


def angle(a, b) -> float:
    """Degrees between two directions."""
    return math.degrees(math.acos(max(-1.0, min(1.0, float(unit(a) @ unit(b))))))


def view_axes(yaw: float, pitch: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Right, up and towards the viewer, for a camera turned by ``yaw`` and raised by ``pitch``."""
    turn, rise = math.radians(yaw), math.radians(pitch)
    toward = vector(
        [math.sin(turn) * math.cos(rise), math.sin(rise), math.cos(turn) * math.cos(rise)]
    )
    right = vector([math.cos(turn), 0, -math.sin(turn)])
    return right, np.cross(toward, right), toward
