"""A rendered scene becomes flat layers, and those an SVG that carries its own two themes.

What is seen is not shaded: every pixel gets a material, every material one colour, and each region
is traced into a few curves. One darker tone, ink where one thing passes in front of another, a
soft shadow on the floor and the marks of contact and movement lie over or under them.
"""

import math

import numpy as np
from scipy.ndimage import binary_dilation, binary_erosion, gaussian_filter
from scipy.spatial import ConvexHull
from skimage.draw import polygon

from fascia.figures import pose as data
from fascia.figures.body import FOOT, PART, PARTS, nails, on_face, waist
from fascia.figures.field import distances
from fascia.figures.geometry import unit, vector
from fascia.figures.scene import GRIP, SAMPLES, SOFT, TOOL, VIEW, WALL, WOOD, Scene
from fascia.figures.skeleton import SIDES, SPINE, Skeleton
from fascia.figures.trace import number, numbers, trace

#: Materials. Those of a second person lie ``OTHER`` higher.
SKIN, TOP, LEGS, HAIR = 1, 2, 3, 4
OTHER = 10
M_TOOL, M_GROOVE, M_WOOD, M_SOFT, M_WALL, M_GRIP = 30, 31, 32, 33, 34, 35
NAMES = {
    SKIN: "skin", TOP: "top", LEGS: "legs", HAIR: "hair", M_TOOL: "tool", M_GROOVE: "groove",
    M_WOOD: "wood", M_SOFT: "soft", M_WALL: "wall", M_GRIP: "wood",
}  # fmt: skip
NAMES |= {OTHER + m: NAMES[m] + "-2" for m in (SKIN, TOP, LEGS, HAIR)}

#: The order of painting; each region runs a little under the later ones, so that no seam shows.
ORDER = [M_WALL, M_WOOD, M_SOFT, M_TOOL, M_GROOVE, M_GRIP, LEGS, TOP, SKIN, HAIR,
         OTHER + LEGS, OTHER + TOP, OTHER + SKIN, OTHER + HAIR]  # fmt: skip
OVER = {M_TOOL, M_GROOVE, M_GRIP}

#: From this scale on (units per cm) a hand has nails.
NEAR = 4.9

#: Light comes from the upper left, towards the viewer (right, up, toward).
LIGHT = (-0.42, 0.72, 0.55)

#: What never differs between people: light value, dark value.
COLOURS = {
    "mat": ("#fff9ec", "#343b49"), "edge": ("#dccdb2", "#232935"),
    "tool": ("#eaa53a", "#f4be62"), "groove": ("#b9771d", "#b98232"),
    "wood": ("#c9a57b", "#a88862"), "soft": ("#d8b9c4", "#a6818f"),
    "wall": ("#6b5d4a", "#e8e0f0"), "shadow": ("#5b4a3a", "#000"),
    "shade": ("#241a3a", "#0d0a1c"), "ink": ("#2a2233", "#14101c"),
    "ghost": ("#2a2233", "#f5eee2"),
    "spot": ("#ee4e3f", "#ff6a52"), "arrow": ("#b5301f", "#ffb199"),
}  # fmt: skip

#: Class → attributes. A word of COLOURS or of a person stands for its light value.
ATTRIBUTES = {
    "wall": 'fill="{wall}" fill-opacity=".12"',
    "shadow": 'fill="{shadow}" fill-opacity=".09"',
    "shade": 'fill="{shade}" fill-opacity=".17"',
    "ink": 'fill="{ink}" fill-opacity=".5"',
    "face": 'fill="none" stroke="{ink}" stroke-opacity=".62" stroke-linecap="round"',
    "glint": 'fill="#fff" fill-opacity=".6"',
    "spot": 'fill="{spot}" fill-opacity=".4"',
    "ring": 'fill="none" stroke="{spot}" stroke-width="1.2"',
    "hidden": 'fill="none" stroke="{tool}" stroke-width="1.8" stroke-dasharray="3 2.6"',
    "ghost": 'color="{ghost}" fill="currentColor" fill-opacity=".07" stroke="currentColor" '
    'stroke-opacity=".7" stroke-width="7.5" stroke-dasharray="22 18" stroke-linecap="round"',
    "arrow": 'fill="none" stroke="{arrow}" stroke-width="2.6" stroke-linecap="round" '
    'stroke-linejoin="round"',
}  # fmt: skip

#: Classes that change another property than their fill with the theme, and the colour they take.
STROKES = {"face": "ink", "ring": "spot", "hidden": "tool", "arrow": "arrow"}
PROPERTY = dict.fromkeys(STROKES, "stroke") | {"ghost": "color"}


def draw(pose: data.Pose, name: str, digest: str = "") -> str:
    """The figure of a pose, as SVG."""
    return Drawing(Scene(pose, name)).svg(digest)


class Drawing:
    def __init__(self, scene: Scene):
        self.scene, self.buffers = scene, scene.rendered()
        self.material = materials(scene, self.buffers)
        self.solid = self.material > 0
        self.used: dict[str, None] = {}

    # ---- the file ----

    def svg(self, digest: str) -> str:
        behind, before = self.ghost()
        layers = [
            *self.ground(), *behind, *self.regions(), *self.ink(), *self.face(), *self.nails(),
            *before, *self.spots(), *self.hidden(), *self.arrows(),
        ]  # fmt: skip
        body, fine = "", False
        for is_fine, element in layers:
            if is_fine != fine:
                body += '<g transform="scale(.2)">' if is_fine else "</g>"
                fine = is_fine
            body += element
        body += "</g>" if fine else ""
        side = self.scene.pose.side
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {VIEW[0]} {VIEW[1]}" '
            f'data-side="{side}" data-source="{digest}">{self.style()}{body}</svg>\n'
        )

    def colour(self, name: str) -> tuple[str, str]:
        base, _, second = name.partition("-")
        if base in COLOURS:
            return COLOURS[base]
        colours = self.scene.people[1 if second else 0].colours
        return getattr(colours, base)

    def attributes(self, name: str) -> str:
        """Class and light colours: a file whose style is refused stays light."""
        self.used[name] = None
        template = ATTRIBUTES.get(name, 'fill="{' + name + '}"')
        filled = template
        for word in {*COLOURS, name}:
            if "{" + word + "}" in filled:
                filled = filled.replace("{" + word + "}", self.colour(word)[0])
        return f'class="{name}" {filled}'

    def style(self) -> str:
        """The dark theme, and what is left out of a thumbnail or sharpened for forced colours."""
        dark = ""
        for name in self.used:
            if name == "glint":
                continue
            value = self.colour(STROKES.get(name, name))[1]
            dark += f".{name}{{{PROPERTY.get(name, 'fill')}:{value}}}"
        return (
            f"<style>@media(prefers-color-scheme:dark){{{dark}}}"
            "@media(max-width:130px){.ring,.face,.hidden{display:none}}"
            "@media(forced-colors:active){.ink{fill-opacity:.9}}</style>"
        )

    def fine(self, name: str, path: str, extra: str = "") -> list[tuple[bool, str]]:
        """A layer whose path is on the grid of the tracing; nothing where there is no path."""
        return [(True, f'<path {self.attributes(name)}{extra} d="{path}"/>')] if path else []

    def element(self, name: str, tag: str, extra: str) -> tuple[bool, str]:
        return False, f"<{tag} {self.attributes(name)} {extra}/>"

    def at(self, point, array) -> float | None:
        """The value of an array at a place of the picture."""
        row, column = int(point[1] * SAMPLES), int(point[0] * SAMPLES)
        inside = 0 <= row < array.shape[0] and 0 <= column < array.shape[1]
        return array[row, column] if inside else None

    # ---- layers ----

    def ground(self) -> list[tuple[bool, str]]:
        scene, found = self.scene, []
        if scene.mat:
            edge = scene.mat.outline()
            low = [vector([0, 0, 0]), vector([0, 1.8, 0])]
            around = np.array([scene.project(p - h) for p in edge for h in low])
            found.append(self.element("edge", "path", f'd="{ring(around[hull(around)])}"'))
            flat = [scene.project(p) for p in edge]
            found.append(self.element("mat", "path", f'd="{ring(flat)}"'))
        if not scene.pose.floor:
            return found
        floor = self.buffers.floor
        if scene.mat:
            inner = np.array([scene.project(p) for p in scene.mat.outline(1.5)]) * SAMPLES
            mask = np.zeros(floor.shape, bool)
            mask[polygon(inner[:, 1], inner[:, 0], floor.shape)] = True
            floor = np.where(mask, floor, 99)
        for limit, blur, smallest, error in ((9, 5, 40, 0.6), (3.4, 4, 30, 0.5)):
            found += self.fine("shadow", trace(floor < limit, SAMPLES, blur, smallest, error))
        return found

    def ghost(self) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
        """The outline of what has moved at the end of the movement: behind the body, or before it.

        It lies before the body where a good part of it comes nearer to the viewer than the body.
        """
        pose, buffers = self.scene.pose, self.buffers
        if not pose.end:
            return [], []
        later = self.scene.at_end()
        end = later.rendered()
        first, last = self.scene.skeletons[0], later.skeletons[0]
        moved = [PART[name] for name in PARTS if self.moved(first, last, name)]
        if pose.end.props:
            moved += [TOOL, GRIP, SOFT, WOOD]
        shape = np.isin(end.part, moved)
        own = np.isin(buffers.part, moved)
        nearer = end.depth + end.base > buffers.depth + buffers.base + 1.0
        over = shape & self.solid & ~own & nearer
        in_front = over.sum() > 0.08 * max(1, shape.sum())
        shape &= ~own & (nearer | ~self.solid) if in_front else ~own
        shape = binary_erosion(binary_dilation(shape, iterations=3), iterations=5)
        outline = self.fine("ghost", trace(shape, SAMPLES, 2.0, 40, 0.5))
        return ([], outline) if in_front else (outline, [])

    @staticmethod
    def moved(before: Skeleton, after: Skeleton, part: str) -> bool:
        side, _, piece = part.partition("_")
        if part in ("head", "hair"):
            return bool(np.abs(before.skull - after.skull).max() > 1.5)
        if part == "torso":
            return bool(np.abs(before.curve - after.curve).max() > 1.5)
        is_leg = piece in ("thigh", "shank")
        a, b = ((x.legs if is_leg else x.arms)[side] for x in (before, after))
        if piece in ("thigh", "upper"):
            return bool(np.abs(a.middle - b.middle).max() > 1.5)
        if is_leg:
            turned = before.feet[side].toe @ after.feet[side].toe
        else:
            turned = before.hands[side].fingers @ after.hands[side].fingers
        return bool(np.abs(a.end - b.end).max() > 1.5 or turned < 0.97)

    def regions(self) -> list[tuple[bool, str]]:
        """Every material as one path. Tools lie over the body's shade, which is one path too."""
        below, above = [], []
        for index, kind in enumerate(ORDER):
            mask = self.material == kind
            if not mask.any():
                continue
            later = np.isin(self.material, ORDER[index + 1 :])
            spread = mask | (binary_dilation(mask, iterations=4) & later)
            error = 0.25 if kind in (HAIR, OTHER + HAIR) else 0.32
            beyond = 320 if kind == M_WALL else 0
            path = trace(spread, SAMPLES, 1.2, 4, error, beyond=beyond)
            (above if kind in OVER else below).extend(self.fine(NAMES[kind], path))
        shade = self.fine("shade", trace(self.shade(), SAMPLES, 3.4, 60, 0.6))
        return [*below, *shade, *above, *self.glints()]

    def glints(self) -> list[tuple[bool, str]]:
        right, up, toward = self.scene.axes
        found = []
        for prop in self.scene.props:
            if prop.kind not in ("ball", "peanut"):
                continue
            for core in prop.cores:
                spot = self.scene.project(core + (up * 0.45 - right * 0.42 + toward * 0.7)
                                          * prop.radius)  # fmt: skip
                if self.at(spot, self.material) == M_TOOL:
                    r = prop.radius * 0.2 * self.scene.scale
                    found.append(self.element("glint", "circle", circle(spot, r)))
        return found

    def shade(self) -> np.ndarray:
        """Where the surface turns away from the light; smoothed within each part."""
        right, up, toward = self.scene.axes
        light = unit(LIGHT)
        way = right * light[0] + up * light[1] + toward * light[2]
        normal = self.buffers.normal
        lit = normal[..., 0] * way[0] + normal[..., 1] * way[1] + normal[..., 2] * way[2]
        body = self.solid & (self.material != M_WALL)
        part, smooth = self.buffers.part, np.ones_like(lit)
        heads = np.zeros_like(body)
        for number_ in np.unique(part[body]):
            mask = (part == number_) & body
            is_body = number_ < TOOL
            local = number_ % len(PARTS) if is_body else -1
            sigma = (12.0 if local == PART["torso"] else 4.0) * self.scene.scale / 2
            near = around(mask, math.ceil(2 * sigma))
            here = mask[near]
            weight = gaussian_filter(here.astype(float), sigma, truncate=2.5) + 1e-6
            light_here = gaussian_filter(np.where(here, lit[near], 0), sigma, truncate=2.5)
            smooth[near][here] = (light_here / weight)[here]
            if local == PART["head"]:
                heads |= mask
        dark = smooth < np.where(heads, -0.12, 0.02)
        return body & dark & binary_erosion(self.solid, iterations=1)

    def ink(self) -> list[tuple[bool, str]]:
        """A line on the far side of every step in depth; it swells with the step.

        And the spiral at the ends of a rolled towel.
        """
        depth = self.buffers.depth
        on = self.solid & (self.material != M_WALL)
        near = max(min(2 / self.scene.scale, 1), 0.4)  # Close up, a finger is a step too.
        least, most, limit = 1.2 * near, 6.0 * near, 1.15 * SAMPLES
        line, reach = np.zeros(depth.shape, bool), math.ceil(limit)
        for dy in range(-reach, reach + 1):
            for dx in range(-reach, reach + 1):
                away = math.hypot(dx, dy)
                if not 0.5 <= away <= limit:
                    continue
                step = shifted(depth, dy, dx) - depth
                width = (np.clip((step - least) / (most - least), 0, 1) * 0.65 + 0.35) * limit
                line |= (step > least + 0.35 * near * away) & (step < 1e3) & (away <= width) & on
        half = 0.45 / self.scene.scale
        for prop in self.scene.props:
            if prop.kind == "towel":
                line |= (self.material == M_SOFT) & rolled(self.buffers.position, prop, half)
        return self.fine("ink", trace(line, SAMPLES, 0.9, 2.6, 0.36, 60))

    def face(self) -> list[tuple[bool, str]]:
        """Closed eyes, brows, nose, mouth: short strokes where the face is turned to the viewer."""
        found = []
        for index, skeleton in enumerate(self.scene.skeletons):
            found += self.face_of(skeleton, index * len(PARTS) + PART["head"])
        return found

    def face_of(self, skeleton: Skeleton, part: int) -> list[tuple[bool, str]]:
        toward, scene, found = self.scene.axes[2], self.scene, []

        def stroke(points, width: float) -> None:
            a, m, b = points[0], points[len(points) // 2], points[-1]
            middle = 2 * m - (a + b) / 2
            extra = (
                f'stroke-width="{number(width * scene.scale)}" '
                f'd="M{numbers(a)}Q{numbers([*middle, *b])}"'
            )
            found.append(self.element("face", "path", extra))

        def feature(places, width: float) -> None:
            seen = []
            for left, up in places:
                point = on_face(skeleton, left, up)
                spot = scene.project(point)
                depth = self.at(spot, self.buffers.depth)
                if depth is None or self.at(spot, self.buffers.part) != part:
                    continue
                in_front = depth + self.buffers.base - point @ toward
                facing = unit(point - skeleton.skull + skeleton.head[2]) @ toward
                if in_front < 1.6 and facing > 0.42:
                    seen.append(spot)
            if len(seen) > 4:
                stroke(seen, width)

        steps = np.linspace(-1, 1, 9)
        for sign in (1, -1):
            feature([(sign * 2.75 + a * 1.35, 0.1 - 0.75 * (1 - a * a)) for a in steps], 0.42)
            feature([(sign * 2.8 + a * 1.6, 2.5 + 0.55 * (1 - a * a)) for a in steps], 0.38)
        feature([(a * 1.5, -5.6 - 0.5 * (1 - a * a)) for a in steps], 0.42)
        if skeleton.head[2] @ toward > 0.5:
            nose = [scene.project(skeleton.on_head(*p)) for p in ((-1, -3, 9), (0, -3.55, 9),
                                                                  (1, -3, 9))]  # fmt: skip
            if self.at(nose[1], self.buffers.part) == part:
                stroke(nose, 0.38)
        return found

    def nails(self) -> list[tuple[bool, str]]:
        """Pale nails, where a hand is near enough for them to be missed."""
        if self.scene.scale < NEAR:
            return []
        toward, found = self.scene.axes[2], []
        for index, skeleton in enumerate(self.scene.skeletons):
            for side in SIDES:
                part = index * len(PARTS) + PART[f"{side}_fore"]
                for rim, way in nails(skeleton, side):
                    if way @ toward > 0.3 and all(self.shows(point, part) for point in rim):
                        spots = [self.scene.project(point) for point in rim]
                        path = f'd="{ring(spots)}" opacity=".6"'
                        found.append(self.element("glint", "path", path))
        return found

    def shows(self, point, part: int) -> bool:
        """Whether a point on the surface of a part is what the picture shows there."""
        spot = self.scene.project(point)
        depth = self.at(spot, self.buffers.depth)
        if depth is None or self.at(spot, self.buffers.part) != part:
            return False
        return abs(depth + self.buffers.base - point @ self.scene.axes[2]) < 0.7

    def spots(self) -> list[tuple[bool, str]]:
        """Three translucent patches painted on the body around each contact."""
        found = []
        body = self.solid & (self.material < M_TOOL)
        for spot in self.scene.pose.spots.values():
            if spot.hidden:
                continue
            point = self.scene.point(spot.at, spot.offset)
            away = np.sqrt(((self.buffers.position - point) ** 2).sum(axis=2))
            away[~body] = 99
            away[~np.isin(self.buffers.part, self.carriers(spot, point))] = 99
            for factor in (2.3, 1.7, 1.1):
                mask = binary_erosion(away < spot.r * factor, iterations=1)
                found += self.fine("spot", trace(mask, SAMPLES, 2.0, 6, 0.45))
        return found

    def carriers(self, spot: data.Spot, point) -> list[int]:
        """Parts that may carry the patch: forearms only where the contact is on a forearm."""
        if spot.on:
            return [PART[name] for name in spot.on]
        everything = range(len(PARTS) * len(self.scene.skeletons))
        arms = {PART["left_fore"], PART["right_fore"]}
        nearest = int(distances(self.scene.flesh, point)[1][0])
        if nearest % len(PARTS) in arms:
            return list(everything)
        return [part for part in everything if part % len(PARTS) not in arms]

    def hidden(self) -> list[tuple[bool, str]]:
        """Rings around contacts, and dashed outlines of balls that hardly show."""
        scene, found = self.scene, []
        for spot in scene.pose.spots.values():
            at = scene.project(scene.point(spot.at, spot.offset))
            for factor, opacity in ((2.0, ".65"), (2.8, ".28")):
                extra = circle(at, spot.r * factor * scene.scale) + f' opacity="{opacity}"'
                found.append(self.element("ring", "circle", extra))
        rows, columns = np.mgrid[0 : self.material.shape[0], 0 : self.material.shape[1]]
        for prop in scene.props:
            if prop.kind not in ("ball", "peanut"):
                continue
            for core in prop.cores:
                at, r = scene.project(core), prop.radius * scene.scale
                disc = (columns / SAMPLES - at[0]) ** 2 + (rows / SAMPLES - at[1]) ** 2 < r * r
                if disc.any() and (self.material[disc] == M_TOOL).mean() < 0.6:
                    found.append(self.element("hidden", "circle", circle(at, r)))
        return found

    def arrows(self) -> list[tuple[bool, str]]:
        found = []
        for arrow in self.scene.pose.arrows.values():
            a, b = (self.scene.project(self.scene.point(p)) for p in (arrow.start, arrow.end))
            bow = (a + b) / 2 + vector([-(b - a)[1], (b - a)[0]]) * arrow.bend
            path = f"M{numbers(a)}Q{numbers([*bow, *b])}"
            for tip in (b, a) if arrow.both else (b,):
                way = unit(tip - bow)
                aside = vector([-way[1], way[0]])
                path += f"M{numbers(tip - way * 6 + aside * 4.4)}L{numbers(tip)}"
                path += f"L{numbers(tip - way * 6 - aside * 4.4)}"
            found.append(self.element("arrow", "path", f'd="{path}"'))
        return found


def around(mask, margin: int) -> tuple[slice, slice]:
    """The rectangle of a mask, widened by a margin."""
    found = []
    for axis in (1, 0):
        used = np.nonzero(mask.any(axis=axis))[0]
        found.append(slice(max(used[0] - margin, 0), used[-1] + 1 + margin))
    return found[0], found[1]


def ring(points) -> str:
    return "M" + "L".join(numbers(np.round(p, 1)) for p in points) + "z"


def hull(points) -> np.ndarray:
    return ConvexHull(points).vertices


def circle(at, r: float) -> str:
    return f'cx="{number(at[0])}" cy="{number(at[1])}" r="{number(r)}"'


def shifted(array, dy: int, dx: int) -> np.ndarray:
    """The array moved by some pixels; what comes in is far away."""
    moved = np.full_like(array, -1e4)
    height, width = array.shape
    moved[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = array[
        max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)
    ]
    return moved


# ---- materials ----


def share_along(points, start, end) -> np.ndarray:
    """How far along a bone points lie: 0 at its start, 1 at its end."""
    bone = end - start
    return ((points - start) * bone).sum(axis=-1) / (bone @ bone)


def materials(scene: Scene, buffers) -> np.ndarray:
    """What every pixel is made of. Clothes are painted on, in coordinates of limbs and trunk."""
    part, position = buffers.part, buffers.position
    found = np.zeros(part.shape, np.int8)
    marks = np.array([p.mark for p in scene.primitives])[np.clip(buffers.primitive, 0, None)]
    for index, skeleton in enumerate(scene.skeletons):
        dress(found, part - index * len(PARTS), position, marks, skeleton, scene.people[index],
              OTHER * index)  # fmt: skip
    for number_, kind in ((TOOL, M_TOOL), (WOOD, M_WOOD), (SOFT, M_SOFT), (WALL, M_WALL),
                          (GRIP, M_GRIP)):  # fmt: skip
        found[part == number_] = kind
    for prop in scene.props:
        if prop.kind == "roller":
            groove(found, position, prop)
    return found


def groove(found, position, prop) -> None:
    """The hollow core of a roller, and rings every 9 cm."""
    away = position - prop.at
    t = (away * prop.axis).sum(axis=-1)
    radius = np.sqrt(((away - t[..., None] * prop.axis) ** 2).sum(axis=-1))
    tool = (found == M_TOOL) & (radius < prop.radius + 1)
    end = np.abs(t) > prop.length / 2 - 0.6
    found[tool & end & (radius < prop.radius * 0.52)] = M_GROOVE
    rings = (np.abs(t / 9.0 % 1 - 0.5) < 0.075) & (np.abs(t) < prop.length / 2 - 2)
    found[tool & ~end & rings] = M_GROOVE


#: A turn of a rolled towel (cm).
TURN = 1.3


def rolled(position, prop, half: float) -> np.ndarray:
    """The spiral at the ends of a rolled towel, on points so many cm from its line."""
    away = position - prop.at
    t = (away * prop.axis).sum(axis=-1)
    one = unit(np.cross(prop.axis, (0, 1, 0)))
    x, y = away @ one, away @ np.cross(one, prop.axis)
    turns = np.hypot(x, y) / TURN - np.arctan2(y, x) / math.tau
    end = (np.abs(t) > prop.length / 2 - 0.9) & (np.hypot(x, y) < prop.radius - 0.5)
    return end & (np.abs(turns % 1 - 0.5) * TURN < half)


#: How far a sleeve reaches: share of the upper arm, share of the forearm.
SLEEVES = {"tank": (-9, 0), "tee": (0.42, 0), "long": (2, 0.86)}


def dress(found, part, position, marks, skeleton: Skeleton, person, other: int) -> None:
    upper_sleeve, lower_sleeve = SLEEVES[person.outfit]
    found[part == PART["head"]] = other + SKIN
    found[part == PART["hair"]] = other + HAIR
    for side in ("left", "right"):
        leg, arm = skeleton.legs[side], skeleton.arms[side]
        found[part == PART[f"{side}_thigh"]] = other + LEGS
        mask = part == PART[f"{side}_shank"]
        hem = 1.1 if person.shoes else 0.80
        covered = (share_along(position[mask], leg.middle, leg.end) < hem) & (marks[mask] != FOOT)
        found[mask] = np.where(covered, other + LEGS, other + SKIN)
        if person.shoes:
            found[mask & (marks == FOOT)] = other + HAIR
        mask = part == PART[f"{side}_upper"]
        covered = share_along(position[mask], arm.root, arm.middle) < upper_sleeve
        found[mask] = np.where(covered, other + TOP, other + SKIN)
        mask = part == PART[f"{side}_fore"]
        covered = share_along(position[mask], arm.middle, arm.end) < lower_sleeve
        found[mask] = np.where(covered & (lower_sleeve > 0), other + TOP, other + SKIN)
    mask = part == PART["torso"]
    if mask.any():
        found[mask] = dress_trunk(position[mask], skeleton, person.outfit) + other


def dress_trunk(points, skeleton: Skeleton, outfit: str) -> np.ndarray:
    """Leggings up to the waistband, then the top with its neckline and armholes."""
    shares = np.linspace(-0.15, 1.1, 60)
    line = np.array([
        skeleton.spine(min(s, 1)) + skeleton.frame_at(1)[1] * max(0, s - 1) * SPINE for s in shares
    ])  # fmt: skip
    share = shares[((points[:, None] - line[None]) ** 2).sum(2).argmin(1)]
    x, y, z = ((points - skeleton.spine(0.86)) @ skeleton.frame_at(0.86).T).T
    aside = np.abs(x)
    found = np.full(len(points), TOP)
    origin, up = waist(skeleton)
    found[(((points - origin) * up).sum(axis=1) < 0) & (share < 0.4)] = LEGS
    if outfit == "tank":
        deep = np.where(z > 0, 9.5 * np.exp(-((x / 6.0) ** 4)), 5 * np.exp(-((x / 6.5) ** 4)))
        armhole = 9.8 + 0.045 * np.clip(3 - y, 0, 20) ** 2
        skin = (
            ((y > 5.0 - deep) & (aside < 7.6))
            | ((y > -7.5) & (aside > armhole))
            | ((y > 10) & (aside < 9))
        )
    elif outfit == "long":
        skin = y > 12
    else:
        deep = np.interp(z, (-4, 4), (1.6, 5.2)) * np.clip(1 - (x / 6.9) ** 2, 0, 1)
        skin = (y > 7.4 - deep) & (np.hypot(x, (z + 1) * np.where(z < -1, 1.2, 0.6)) < 6.7)
    found[skin & (share > 0.6)] = SKIN
    return found
