"""What a valid pose is, and what is promised of every drawing made from one."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import brotli
import numpy as np
import pytest

from fascia.figures import build, check, pose
from fascia.figures.body import PEOPLE, flesh, soft_joints
from fascia.figures.draw import NEAR
from fascia.figures.field import distances, pack
from fascia.figures.scene import Scene, pose_skeleton

#: One worker: the engine is compiled once.
pytestmark = pytest.mark.xdist_group("figures")

ROOT = Path(__file__).parent.parent
BASES = sorted(path.stem for path in pose.BASES.glob("*.toml"))
SLUGS = pose.slugs()

#: Drawn anew by the tests: one with the plainest arithmetic, one as usual.
PLAIN, USUAL = "arrive-breath", "calf-ball-pin-flex"

CLASSES = {
    "edge", "mat", "shadow", "wall", "wood", "soft", "tool", "groove", "glint", "skin", "top",
    "legs", "hair", "skin-2", "top-2", "legs-2", "hair-2", "shade", "ink", "face", "ghost", "spot",
    "ring", "hidden", "arrow",
}  # fmt: skip


def faults_of(toml: str) -> list[str]:
    try:
        scene = Scene(pose.parse(pose.merge(tomllib.loads(toml)), "test"), "test")
    except pose.PoseFaults as error:
        return error.faults
    return check.faults(scene)


# ---- poses ----


@pytest.mark.parametrize("base", BASES)
def test_every_base_is_a_possible_pose(base):
    assert faults_of(f'base = "{base}"') == []


def test_every_pose_is_possible():
    found = []
    for slug in SLUGS:
        try:
            found += check.faults(build.scene_of(slug))
        except pose.PoseFaults as error:
            found += error.faults
    assert found == []


#: What is wrong with a pose → words that the fault has to hold: name, value, permitted range.
BROKEN = {
    # form
    'base = "handstand"': ["bases/handstand.toml", "not there", "standing"],
    'base = "chair"\nhat = 1': ["hat", "unknown key"],
    'base = "chair"\n[left_leg]\nkne = [1, 0, 0]': ["left_leg.kne", "unknown key"],
    'base = "chair"\n[left_wing]\nat = [1, 0, 0]': ["left_wing", "unknown key"],
    'base = "chair"\n[props.spear]\nat = [1, 0, 0]': ["props.spear.kind", "'ball'", "'spear'"],
    'base = "chair"\n[camera]\nscale = 90': ["camera.scale", "90", "12"],
    'base = "chair"\n[left_arm]\ncurl = 200': ["left_arm.curl", "200", "100"],
    'base = "chair"\n[left_arm]\nelbow = [0, 0, 0]': ["left_arm.elbow", "has no length"],
    'base = "chair"\n[pelvis]\nat = [1, nan, 0]': ["pelvis.at", "nan"],
    'base = "chair"\n[head]\nfront = [0.05, 1, 0]': ["head", "0 degrees apart", "30 to 150"],
    'base = "chair"\n[left_leg]\nthigh = [1, 0, 0]': ["left_leg", "ankle with knee"],
    'base = "chair"\nside = "up"': ["side", "'left'", "'up'"],
    # names
    'base = "chair"\nperson = "z"': ["person", "'z'", "a, b, c"],
    'base = "chair"\n[spots.x]\nat = "left_nee"': ["unknown joint 'left_nee'", "left_knee"],
    'base = "chair"\n[arrows.x]\nstart = "tail"\nend = [0, 0, 0]': ["unknown joint 'tail'"],
    'base = "chair"\n[spots.x]\nat = "navel"\non = ["tail"]': ["spots.x.on", "'tail'", "torso"],
    # the body
    'base = "chair"\n[left_leg]\nankle = [90, 7, -10]': ["left_leg.ankle", "cm away", "85.0"],
    'base = "standing"\n[left_leg]\nthigh = [0, -1, 0]\nshin = [0.3, 1, 0]\nknee = [1, 0, 0]': [
        "left knee", "163 degrees", "-8 to 160"],
    'base = "standing"\n[right_leg]\nthigh = [0, -1, 0]\nshin = [1, -1, 0]\ntoe = [1, 1, 0]': [
        "right knee", "-45 degrees", "bends forward"],
    'base = "standing"\n[head]\nup = [0, 1, 0]\nfront = [-1, 0, 0.1]': [
        "neck twist", "degrees", "-90 to 90"],
    'base = "standing"\n[left_arm]\nfingers = [0, 1, 0]': ["left wrist", "degrees", "-95 to 95"],
    'base = "standing"\n[shoulders]\nup = [1, 0.2, 0]\nfront = [0.2, -1, 0]': [
        "chest bend", "degrees", "-55 to 60"],
    'base = "chair"\n[left_leg]\nknee = [41, -47, -1.4]': ["left_leg.knee", "points along", "174"],
    'base = "standing"\n[end.left_arm]\nwrist = [99, 99, 0]\nelbow = [0, -1, 0]': [
        "end.left_arm.wrist", "cm away", "53.5"],
    # what is around it
    'base = "standing"\n[props.ball]\nat = [30, 100, 0]': ["props.ball", "cm from", "-5.0 to 1.0"],
    'base = "supine-knees-bent"\n[props.ball]\nat = [10, 1, 9]\nr = 3': [
        "props.ball", "-2.0 cm above the floor", "-1.0"],
    'base = "standing"\n[pelvis]\nat = [0, 80, 0]\n[left_leg]\nthigh = [0, -1, 0]\n'
    'shin = [0, -1, 0]': ["left_shank", "cm above the floor", "-3.2 and up"],
    'base = "supine-knees-bent"\n[left_arm]\nwrist = [9, -8, -27]': [
        "left_fore", "cm above the floor", "-3.2"],
    'base = "standing-facing-wall"\n[props.wall]\nat = [4, 0, 0]': [
        "cm inside props.wall", "permitted 0 to"],
    'base = "chair-at-table"\n[left_arm]\nwrist = [30, 64, -12]': [
        "left_fore", "cm inside props.table", "0 to 3.2"],
    'base = "chair"\n[pelvis]\nat = [-4, 47, 0]': ["cm inside props.chair", "0 to 4.5"],
}  # fmt: skip


@pytest.mark.parametrize("toml", BROKEN)
def test_what_is_wrong_is_refused_by_name_value_and_range(toml):
    found = faults_of(toml)
    assert any(all(word in fault for word in BROKEN[toml]) for fault in found), found


def test_all_faults_are_told_at_once():
    found = faults_of(
        'base = "supine-knees-bent"\nperson = "z"\n[left_leg]\nankle = [120, 7, -10]\n'
        '[head]\nup = [-1, 0, 0]\nfront = [0, -1, 0.1]\n[spots.a]\nat = "nose"\n'
        '[spots.b]\nat = "tail"\n[props.ball]\nat = [0, 90, 0]\n'
    )
    for word in ("'z'", "left_leg.ankle", "neck twist", "'nose'", "'tail'", "props.ball"):
        assert any(word in fault for fault in found), word
    assert all(fault.startswith("test: ") for fault in found)


def mirrored(value, key: str = ""):
    """The same pose on the other side: left and right change names, x its sign."""
    if isinstance(value, dict):
        swap = {"left": "right", "right": "left"}
        return {
            re.sub("^(left|right)(?=_)", lambda side: swap[side[0]], name): mirrored(inner, name)
            for name, inner in value.items()
        }
    if isinstance(value, list) and key not in ("size", "bun"):
        return [-value[0], *value[1:]]
    return value


@pytest.mark.parametrize("base", BASES)
def test_left_and_right_are_mirror_images(base):
    data = {"base": base, "person": sorted(PEOPLE)[BASES.index(base) % len(PEOPLE)]}
    merged = pose.merge(data)
    one, other = (
        pose_skeleton(pose.parse(each, base)) for each in (merged, mirrored(merged))
    )  # fmt: skip
    for name, place in one.joints.items():
        twin = re.sub(
            "^(left|right)_", lambda s: {"left_": "right_", "right_": "left_"}[s[0]], name
        )
        assert np.allclose(place * [-1, 1, 1], other.joints[twin], atol=1e-9), name
    person = PEOPLE[data["person"]]
    grid = np.stack(np.meshgrid(*[np.linspace(-1, 1, 7)] * 3), -1).reshape(-1, 3)
    points = one.joints["pelvis"] + grid * [70, 70, 40]
    near, far = (
        distances(pack(flesh(skeleton, person), soft_joints(skeleton)), place)[0]
        for skeleton, place in ((one, points), (other, points * [-1, 1, 1]))
    )
    assert np.allclose(near, far, atol=0.1)  # Flesh melts in an order: within a millimetre.


# ---- drawings ----

MAKE = """
import sys
from fascia.figures import build
svg, faults = build.make(sys.argv[1])
sys.stdout.buffer.write(svg.encode())
sys.exit(len(faults))
"""


def test_a_drawing_has_the_same_bytes_on_every_run_and_processor():
    """In a process of its own, whose numbers come from the plainest instructions there are."""
    plain = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4", "OPENBLAS_CORETYPE": "Prescott"}
    again = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MAKE, PLAIN], cwd=ROOT, check=True,
        capture_output=True, env={**os.environ, **plain},
    )  # fmt: skip
    assert again.stdout == build.path_of(PLAIN).read_bytes()


def test_what_is_committed_is_what_the_engine_draws():
    svg, faults = build.make(USUAL)
    assert faults == []
    assert svg.encode() == build.path_of(USUAL).read_bytes()


def test_every_figure_is_of_its_pose_and_of_this_engine():
    """``flask figures build`` mends this; the digest covers pose, bases and engine."""
    assert [slug for slug in SLUGS if not build.is_fresh(slug)] == []
    assert sorted(path.stem for path in build.OUTPUT.glob("*.svg")) == SLUGS


def test_figures_hold_known_classes_and_nothing_that_acts():
    for slug in SLUGS:
        svg = build.path_of(slug).read_text("utf-8")
        assert set(re.findall(r'class="([^"]*)"', svg)) <= CLASSES, slug
        assert not re.search(r"\b(id|style|href|on\w+)=|<(script|text|image|use|a)\b|url\(", svg), (
            slug
        )
        assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 280" '), (
            slug
        )


def test_figures_are_light():
    bodies = [build.path_of(slug).read_bytes() for slug in SLUGS]
    sizes = sorted(map(build.weight, bodies))
    assert sizes[-1] <= build.LARGEST
    assert sizes[len(sizes) // 2] <= build.MEDIAN
    assert len(brotli.compress(b"".join(bodies), quality=9, lgwin=22)) <= build.PACK


def test_an_end_is_drawn_as_an_outline_of_what_moved():
    ends = {slug for slug in SLUGS if pose.load(slug).end}
    outlined = {slug for slug in SLUGS if 'class="ghost"' in build.path_of(slug).read_text("utf-8")}
    assert ends
    assert outlined == ends


def test_hands_have_nails_only_where_they_are_seen_from_near():
    nailed = {
        slug for slug in SLUGS if '<path class="glint"' in build.path_of(slug).read_text("utf-8")
    }
    assert "thumb-web-press" in nailed
    assert all(build.scene_of(slug).scale >= NEAR for slug in nailed)


def test_the_server_draws_nothing():
    """Nothing that answers a request brings the numeric packages with it."""
    code = (
        "import sys, app; app.app.test_client().get('/en/')\n"
        "print(*{'numpy', 'scipy', 'skimage', 'numba', 'PIL'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    assert done.stdout.strip() == b""
