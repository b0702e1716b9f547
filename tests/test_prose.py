"""The safety rules as they read give what the test cases of the safety brief say, and a phone gives
what they give."""

import json
import random
import subprocess
from pathlib import Path

import pytest

from fascia.library import load_library
from fascia.models import Technique
from fascia.screening import facts_of
from tests.prose import Person, Plan, plan
from tests.test_js import node

ADAPT = Path(__file__).parent / "js" / "adapt.js"

LIBRARY = load_library(("en", "nl"))


def instead_of(technique: str, conditions: dict, picked: dict | None = None) -> str:
    """What somebody does in place of a technique; itself when it passes."""
    person = Person(LIBRARY, conditions, picked)
    found = LIBRARY.techniques[technique]
    return technique if person.passes(found) else person.substitute(found)


def asks(technique: str, conditions: dict, picked: dict | None = None) -> tuple[str, ...]:
    return Person(LIBRARY, conditions, picked).asks(LIBRARY.techniques[technique])


# ---- The cases of the safety brief, 7.5, by their number ----


def test_1_brittle_bones_and_the_whole_body():
    made = plan(LIBRARY, "whole-body-40", {"osteoporosis": "yes"})
    swaps = [(s.original, s.technique, s.rest) for s in made.steps if s.technique != s.original]
    assert swaps == [
        ("lat-roller-side", "lat-ball-wall", False),
        ("thoracic-roller-roll", "rhomboid-ball-wall", False),
        ("thoracic-roller-extension", "constructive-rest", True),
        ("yin-twist-glute-ball", "lowback-knees-sway", False),
    ]
    assert {s.cap for s in made.steps if s.technique == "rhomboid-ball-wall"} == {3}
    assert made.offered
    assert not made.different


def test_2_late_pregnancy_and_an_evening_of_yin():
    late = {"pregnancy-late": "yes"}
    made = plan(LIBRARY, "evening-yin-30", late)
    became = {s.original: (s.technique, s.easier) for s in made.steps}
    assert became["yin-eye-needle-ball"] == ("glute-ball-wall", False)
    assert became["yin-twist-glute-ball"] == ("ankle-hip-mobility", False)
    assert became["yin-supported-fish-peanut"] == ("belly-hand-breath", True)
    assert became["yin-legs-wall-sacrum"] == ("constructive-rest", True), "lying on the side"
    assert became["savasana"] == ("savasana", True), "lying on the side"
    assert made.offered
    assert made.different, "no longer the same session"
    assert not plan(LIBRARY, "chair-only-10", late).different


def test_3_blood_thinners_and_a_runner():
    thin = {"anticoagulants": "yes"}
    made = plan(LIBRARY, "runner-legs-15", thin)
    before = LIBRARY.routines["runner-legs-15"].steps
    assert [s.technique for s in made.steps] == [s.technique for s in before]
    assert {s.cap for s in made.steps[:-1]} == {3}
    # 45, 60, 60, 60, 45, 45 and 95 seconds, times 0.75, to the nearest five, halves down.
    assert [s.seconds for s in made.steps] == [35, 45, 45, 45, 35, 35, 70]
    assert {s.asks for s in made.steps} == {("anticoagulants",)}
    person = Person(LIBRARY, thin)
    assert person.tools_left(LIBRARY.techniques["calf-roller"]) == {"roller-soft"}
    confirmed = plan(LIBRARY, "runner-legs-15", thin, confirmed={"anticoagulants"})
    assert {s.asks for s in confirmed.steps} == {()}, "asked once"


def test_4_a_swollen_calf_and_nothing_starts():
    assert plan(LIBRARY, "travel-legs-8", {"rf-dvt-signs": "yes"}) == Plan((), 0, 0)


def test_6_hypermobility_and_an_open_wing():
    person = Person(LIBRARY, {"hypermobility": "yes"})
    wing = LIBRARY.techniques["yin-open-wing-pec-ball"]
    assert person.passes(wing)
    assert person.is_easier(wing)
    assert person.cap(wing) == 3
    assert person.asks(wing) == ("hypermobility",)


def test_7_a_pacemaker_and_the_chest():
    assert instead_of("pec-ball-wall", {"pacemaker-port": "yes"}) == "sternum-hand-sweep"
    assert asks("sternum-hand-sweep", {"pacemaker-port": "yes"}) == ("pacemaker-port",)
    assert LIBRARY.techniques["sternum-hand-sweep"].swap_to == "belly-hand-breath"


def test_8_a_knee_that_cannot_kneel():
    knee = {"knee-problem-kneeling": "yes"}
    assert instead_of("yin-sleeping-swan-glute-ball", knee) == "yin-eye-needle-ball"


def test_9_no_way_to_the_floor():
    floor = {"floor-transfer": "yes"}
    for name in ("wall-only-12", "chair-only-10"):
        assert plan(LIBRARY, name, floor).own == 1
    for name, routine in LIBRARY.routines.items():
        made = plan(LIBRARY, name, floor)
        assert all("floor" not in LIBRARY.techniques[s.technique].flags for s in made.steps)
        on_floor = ["floor" in LIBRARY.techniques[s.technique].flags for s in routine.steps]
        assert (made.own < 1) == any(on_floor), name


def test_10_not_to_know_of_a_thrombosis_is_a_yes():
    unsure, sure = (plan(LIBRARY, "travel-legs-8", {"acute-dvt": x}) for x in ("unknown", "yes"))
    assert unsure == sure
    assert not unsure.offered


def test_11_an_acute_disc_and_the_low_back():
    acute = {"disc-radicular-acute": "yes"}
    made = plan(LIBRARY, "low-back-ease-12", acute)
    assert [(s.original, s.technique, s.rest) for s in made.steps[1:6]] == [
        ("lowback-knees-sway", "lowback-knees-sway", False),
        ("sacrum-soft-ball-tilts", "constructive-rest", True),
        ("sacrum-two-balls", "constructive-rest", True),
        ("glute-ball-floor", "gentle-walk", False),
        ("iliac-crest-ball", "constructive-rest", True),
    ]
    for name in ("sacrum-soft-ball-tilts", "sacrum-two-balls", "iliac-crest-ball"):
        assert instead_of(name, acute) == "lowback-knees-sway"
    assert int(made.share * 100) == 59
    assert not made.offered
    assert all("disc-radicular-acute" in s.asks for s in made.steps[1:])
    assert made.steps[0].asks == (), "rule 8: breathing at rest is never locked"
    assert plan(LIBRARY, "calm-breath-6", acute).own == 1


def test_12_whiplash_and_the_shoulder_line():
    whiplash = {"neck-trauma": "yes"}
    assert instead_of("trap-hand-squeeze", whiplash) == "scalp-shift"
    names = [s.technique for s in plan(LIBRARY, "jaw-head-8", whiplash).steps]
    assert names.count("scalp-shift") == 1, "it is a step of the routine already"
    assert "trap-hand-squeeze" not in names


def test_13_late_pregnancy_and_the_side_of_the_waist():
    late = {"pregnancy-late": "yes"}
    assert "pregnancy-late" not in LIBRARY.techniques["ql-ball-wall"].excl
    assert instead_of("ql-ball-wall", late) == "lumbar-peanut-wall"
    assert asks("lumbar-peanut-wall", late)


def test_14_a_wound_on_the_foot_and_a_butterfly():
    wound = {"open-wound": "yes"}, {"open-wound": ["foot"]}
    assert instead_of("yin-butterfly-foot-balls", *wound) == "constructive-rest"


def test_15_a_broken_sacrum_and_no_exemption():
    broken = {"fracture": "yes"}, {"fracture": ["sacrum"]}
    assert instead_of("lowback-knees-sway", *broken) == "gentle-walk"
    assert instead_of("ankle-hip-mobility", *broken) == "gentle-walk"
    assert asks("gentle-walk", *broken) == ("fracture",)


# ---- A phone ----

NOW = 1_800_000_000_000
YESTERDAY = NOW - 24 * 60 * 60 * 1000

ROUTINES = (
    "desk-neck-shoulders-10", "jaw-head-8", "low-back-ease-12", "neck-ease-12", "runner-legs-15",
    "travel-legs-8", "hips-25", "evening-yin-30", "whole-body-40", "retreat-morning-side-chest-45",
)  # fmt: skip


def somebody(chance: random.Random) -> dict:
    """Answers to the health check, drawn by lot."""
    everything = LIBRARY.safety.conditions
    # With these there is little to compare: one in ten has one of them.
    stops = [name for name, c in everything.items() if "all" in c.block_regions and c.cap == 0]
    found = chance.sample([name for name in everything if name not in stops], chance.randint(1, 4))
    if chance.random() < 0.1:
        found[0] = chance.choice(stops)
    return answers(
        {name: chance.choice(("yes", "yes", "unknown")) for name in found},
        # One in six does not say where.
        chance if chance.random() < 5 / 6 else None,
        confirmed=[name for name in found if chance.random() < 0.3],
    )


def answers(conditions: dict, chance: random.Random | None, confirmed: list[str]) -> dict:
    """What a phone keeps of them. ``chance`` marks what is affected where that is asked."""
    regions = [region for region in LIBRARY.vocabulary.regions if region != "whole"]
    rows = [LIBRARY.safety.conditions[name] for name in conditions]
    asked = [c.id for c in rows if "picked" in {*c.regions, *c.block_regions}]
    return {
        "conditions": conditions,
        "picked": {n: chance.sample(regions, chance.randint(1, 2)) for n in asked if chance},
        "confirmed": dict.fromkeys(confirmed, YESTERDAY),
        "at": YESTERDAY,
    }


def lost(person: Person, technique: Technique) -> list[str]:
    return sorted(set(technique.tools) - person.tools_left(technique))


def as_it_reads(case: dict) -> dict:
    """The plan of the prose, in the terms of the phone's."""
    answers = case["answers"]
    told = answers["conditions"], answers["picked"], answers["confirmed"]
    made = plan(LIBRARY, case["path"].removeprefix("routines/"), *told)
    person = Person(LIBRARY, *told)
    return {
        "share": round(float(made.share), 6),
        "own": round(float(made.own), 6),
        "offered": made.offered,
        "different": made.different,
        "steps": [
            vars(step)
            | {"asks": sorted(step.asks), "lost": lost(person, LIBRARY.techniques[step.technique])}
            for step in made.steps
        ],
    }


def as_a_phone_has_it(made: dict) -> dict:
    return {
        "share": round(made["share"], 6),
        "own": round(made["own"], 6),
        "offered": made["offered"],
        "different": made["different"],
        "steps": [
            {name: step[name] for name in ("technique", "side", "seconds", "cap", "easier")}
            | {
                "original": step.get("from", step["technique"]),
                "asks": sorted(step["asks"]),
                "lost": sorted(step["lost"]),
                "rest": step.get("rest", False),
            }
            for step in made["steps"]
        ],
    }


def phone(cases: list[dict]) -> list[dict]:
    told = json.dumps({"facts": facts_of(LIBRARY), "now": NOW, "cases": cases})
    made = subprocess.run(
        [node(), str(ADAPT)], input=told, capture_output=True, text=True, check=True
    )
    return json.loads(made.stdout)


def compare(cases: list[dict]) -> None:
    for case, made in zip(cases, phone(cases), strict=True):
        assert as_a_phone_has_it(made) == as_it_reads(case), case


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_a_phone_makes_the_plan_of_the_prose_for_each_condition(answer):
    chance = random.Random(7)
    everybody = [answers({name: answer}, chance, []) for name in LIBRARY.safety.conditions]
    compare([{"path": f"routines/{n}", "answers": each} for n in ROUTINES for each in everybody])


def test_and_for_some_that_are_drawn_together():
    chance = random.Random(7)
    people = [(name, somebody(chance)) for name in ROUTINES for _ in range(10)]
    compare([{"path": f"routines/{name}", "answers": each} for name, each in people])
