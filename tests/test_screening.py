"""The rules of safety on the real content: the fifteen cases of the safety brief (7.5), its laws.

The rules run where they run for people, in the script of the phone; each rule by itself is in
``tests/js/safety.test.js``.
"""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from fascia.library import load_library
from fascia.screening import facts_of
from tests.test_js import node

JS = Path(__file__).parent / "js"

LIBRARY = load_library(("en", "nl"))
FACTS = json.loads(json.dumps(facts_of(LIBRARY)))

#: When the script asks (see laws.js): what is confirmed then is confirmed.
NOW = 1_800_000_000_000

#: How often each law is tried on the real content; `tests/js/safety.test.js` tries them oftener.
TIMES = 60


def run(script: str, given: dict) -> str:
    return subprocess.run(
        [node(), str(JS / script)],
        input=json.dumps(given), capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


class Person:
    """Somebody who said yes to conditions, with the regions that were marked, or did not know."""

    def __init__(self, *conditions: str, unknown=(), confirmed=(), closed=(), **picked):
        self.closed = list(closed)
        self.answers = {
            "conditions": dict.fromkeys(conditions, "yes") | dict.fromkeys(unknown, "unknown"),
            "picked": {name.replace("_", "-"): regions for name, regions in picked.items()},
            "confirmed": dict.fromkeys(confirmed, NOW),
        }

    def each(self, call: str, about: Iterable[str]) -> list:
        questions = [[call, self.answers, self.closed, each] for each in about]
        return json.loads(run("screen.js", {"facts": FACTS, "questions": questions}))

    def ask(self, call: str, about: str):
        return self.each(call, [about])[0]

    def judge(self, technique: str) -> dict:
        return self.ask("judge", technique)

    def instead_of(self, technique: str) -> str:
        return self.ask("substituteFor", technique)

    def adapt(self, routine: str) -> dict:
        return self.ask("adapt", f"routines/{routine}")

    def proposed(self, routine: str) -> list[str]:
        found = self.ask("insteadOf", f"routines/{routine}")
        return [path.removeprefix("routines/") for path in found]


def swaps(adapted: dict) -> dict[str, str]:
    """What each step became that is not one's own; "rest" where it got no technique."""
    return {
        step["from"]: "rest" if step.get("rest") else step["technique"]
        for step in adapted["steps"]
        if "from" in step
    }


# ---- the cases of 7.5, by their numbers ----


def test_case_1_osteoporosis_leaves_the_rollers_for_the_wall():
    person = Person("osteoporosis")
    adapted = person.adapt("whole-body-40")
    assert swaps(adapted) == {
        "thoracic-roller-roll": "rhomboid-ball-wall",
        "thoracic-roller-extension": "rest",  # the same substitute: once
        "lat-roller-side": "lat-ball-wall",
        "yin-twist-glute-ball": "lowback-knees-sway",
    }
    wall = next(s for s in adapted["steps"] if s["technique"] == "rhomboid-ball-wall")
    assert (wall["cap"], wall["lost"], wall["asks"]) == (3, ["ball-firm"], ["osteoporosis"])
    assert adapted["offered"]
    assert not adapted["different"]


def test_case_2_late_in_pregnancy_a_yin_session_becomes_another_one():
    person = Person("pregnancy-late")
    adapted = person.adapt("evening-yin-30")
    assert swaps(adapted) == {
        "yin-eye-needle-ball": "glute-ball-wall",
        "yin-twist-glute-ball": "ankle-hip-mobility",
        "yin-supported-fish-peanut": "belly-hand-breath",
        "yin-legs-wall-sacrum": "constructive-rest",
    }
    easier = {step["technique"] for step in adapted["steps"] if step["easier"]}
    assert easier == {"belly-hand-breath", "constructive-rest", "savasana"}
    assert adapted["offered"], "enough survives"
    assert adapted["different"], "but it is no longer the same session"
    assert person.proposed("evening-yin-30")[0] == "chair-only-10"
    assert person.judge("belly-hand-breath")["easier"], "seated, with it"


def test_case_3_blood_thinners_soften_a_routine_and_ask_once():
    adapted = Person("anticoagulants").adapt("runner-legs-15")
    assert swaps(adapted) == {}
    assert adapted["asks"] == ["anticoagulants"]
    rolled = [step for step in adapted["steps"] if step["technique"] != "notice-after"]
    assert {step["cap"] for step in rolled} == {3}
    original = LIBRARY.routines["runner-legs-15"].steps
    assert [s["seconds"] for s in adapted["steps"]] == [35, 45, 45, 45, 35, 35, 70]
    assert [s.seconds for s in original] == [45, 60, 60, 60, 45, 45, 95]
    for step in rolled:
        left = Person("anticoagulants").judge(step["technique"])["tools"]
        assert not {"ball-firm", "ball-small", "stick", "roller-firm"} & set(left)
    confirmed = Person("anticoagulants", confirmed=["anticoagulants"]).adapt("runner-legs-15")
    assert confirmed["asks"] == []


def test_case_4_with_a_swollen_warm_calf_nothing_starts():
    person = Person("rf-dvt-signs")
    adapted = person.adapt("travel-legs-8")
    assert (adapted["steps"], adapted["offered"]) == ([], False)
    assert person.judge("arrive-breath")["reasons"] == [
        {"condition": "rf-dvt-signs", "why": "red-flag"}
    ]
    assert person.instead_of("calf-stick") is None
    assert person.proposed("travel-legs-8") == []


def test_case_5_after_tingling_the_spot_is_closed_today_and_hands_take_over():
    person = Person(closed=["chest", "shoulder"])
    assert not person.judge("pec-ball-wall")["allowed"]
    assert person.instead_of("pec-ball-wall") == "sternum-hand-sweep"
    assert not person.judge("rear-cuff-ball-wall")["allowed"]
    assert person.judge("glute-ball-wall")["allowed"]


def test_case_6_hypermobility_leaves_the_easier_variant():
    wing = Person("hypermobility").judge("yin-open-wing-pec-ball")
    assert (wing["allowed"], wing["easier"], wing["cap"]) == (True, True, 3)
    assert wing["asks"] == ["hypermobility"]


def test_case_7_a_pacemaker_keeps_balls_off_the_chest():
    person = Person("pacemaker-port", pacemaker_port=["chest"])
    assert not person.judge("pec-ball-wall")["allowed"]
    assert person.instead_of("pec-ball-wall") == "sternum-hand-sweep"
    assert person.judge("sternum-hand-sweep")["asks"] == ["pacemaker-port"]
    assert person.instead_of("sternum-hand-sweep") == "belly-hand-breath"


def test_case_8_a_knee_that_cannot_kneel():
    person = Person("knee-problem-kneeling")
    assert not person.judge("yin-sleeping-swan-glute-ball")["allowed"]
    assert person.instead_of("yin-sleeping-swan-glute-ball") == "yin-eye-needle-ball"


def test_case_9_who_cannot_get_to_the_floor_is_led_to_a_wall_or_a_chair():
    floor = [
        f"routines/{routine.id}"
        for routine in LIBRARY.routines.values()
        if any("floor" in LIBRARY.techniques[s.technique].flags for s in routine.steps)
    ]
    assert len(floor) > 10
    first = {found[0] for found in Person("floor-transfer").each("insteadOf", floor)}
    assert first <= {"routines/wall-only-12", "routines/chair-only-10"}


def test_case_10_not_knowing_about_thrombosis_is_a_yes():
    techniques = list(LIBRARY.techniques)
    yes = Person("acute-dvt", acute_dvt=["calf"]).each("judge", techniques)
    assert Person(unknown=["acute-dvt"], acute_dvt=["calf"]).each("judge", techniques) == yes
    verdicts = dict(zip(techniques, yes, strict=True))
    assert not verdicts["calf-roller"]["allowed"]
    assert verdicts["palm-ball"]["asks"] == ["acute-dvt", "anticoagulants"]


def test_case_11_an_acute_disc_leaves_too_little_of_a_routine_for_the_low_back():
    person = Person("disc-radicular-acute")
    adapted = person.adapt("low-back-ease-12")
    for name in ("sacrum-soft-ball-tilts", "sacrum-two-balls", "iliac-crest-ball"):
        assert person.instead_of(name) == "lowback-knees-sway"
    assert swaps(adapted) == {
        "sacrum-soft-ball-tilts": "rest",  # it is a step already: kept once
        "sacrum-two-balls": "rest",
        "iliac-crest-ball": "rest",
        "glute-ball-floor": "gentle-walk",
    }
    assert int(adapted["share"] * 100) == 59
    assert not adapted["offered"]
    assert person.proposed("low-back-ease-12")[0] == "calm-breath-6"
    assert "disc-radicular-acute" in adapted["asks"]


def test_case_12_whiplash_leaves_the_scalp():
    person = Person("neck-trauma")
    assert person.instead_of("trap-hand-squeeze") == "scalp-shift"
    assert swaps(person.adapt("jaw-head-8")) == {"trap-hand-squeeze": "rest"}, "a step already"


def test_case_13_what_late_pregnancy_implies_excludes_too():
    person = Person("pregnancy-late")
    assert person.judge("ql-ball-wall")["reasons"] == [
        {"condition": "pregnancy", "why": "excluded"}
    ]
    assert person.instead_of("ql-ball-wall") == "lumbar-peanut-wall"
    assert "pregnancy" in person.judge("lumbar-peanut-wall")["asks"]


def test_case_14_a_wound_at_the_foot_closes_the_second_region_of_a_pose():
    person = Person("open-wound", open_wound=["foot"])
    assert person.judge("yin-butterfly-foot-balls")["reasons"] == [
        {"condition": "open-wound", "why": "region"}
    ]
    assert person.instead_of("yin-butterfly-foot-balls") == "constructive-rest"


def test_case_15_beside_a_broken_sacrum_nothing_is_exempt():
    person = Person("fracture", fracture=["sacrum"])
    assert not person.judge("lowback-knees-sway")["allowed"]
    assert not person.judge("ankle-hip-mobility")["allowed"]
    assert person.instead_of("lowback-knees-sway") == "gentle-walk"
    assert person.judge("gentle-walk")["asks"] == ["fracture"]


# ---- the groups of 7.4 ----


def verdicts(person: Person) -> dict[str, dict]:
    return dict(zip(LIBRARY.techniques, person.each("judge", LIBRARY.techniques), strict=True))


def tools_of(technique: str) -> set[str]:
    return {tool for need in LIBRARY.techniques[technique].needs for tool in need.any_of}


def test_the_first_two_weeks_are_no_firmer_than_four_with_what_is_soft():
    for name, verdict in verdicts(Person("new-to-this")).items():
        assert verdict["cap"] <= 4
        assert not {"ball-firm", "ball-small", "roller-firm"} & set(verdict["tools"]), name
        assert verdict["allowed"] or tools_of(name) & {"ball-firm", "ball-small", "roller-firm"}
    assert FACTS["conditions"]["new-to-this"]["lasts"] == 14 * 24


def test_from_65_it_is_lighter_slower_and_the_floor_has_an_easier_way():
    person = Person("age-65")
    for name, verdict in verdicts(person).items():
        assert verdict["allowed"]
        assert verdict["cap"] <= 4
        assert verdict["easier"] == ("floor" in LIBRARY.techniques[name].flags), name
    steps = LIBRARY.routines["evening-yin-20"].steps
    made = person.adapt("evening-yin-20")
    for step, slower in zip(steps, made["steps"], strict=True):
        assert slower["seconds"] == step.seconds
        assert slower["transition"] >= 1.5 * step.transition
        assert slower["swap"] >= 1.5 * step.swap
    assert made["slower"]
    see = LIBRARY.safety.conditions["age-65"].see
    assert set(see) == {"osteoporosis", "anticoagulants", "frail-fall-risk"}


def test_at_16_and_17_nothing_hard_is_used_and_an_adult_knows():
    for verdict in verdicts(Person("age-16-17")).values():
        assert verdict["cap"] <= 4
        assert not {"ball-firm", "ball-small", "stick"} & set(verdict["tools"])
    for words in LIBRARY.safety.conditions["age-16-17"].words.values():
        assert words.help


def test_after_alcohol_or_a_night_without_sleep_there_is_only_breath_until_tomorrow():
    allowed = {n for n, v in verdicts(Person("no-pressure-today")).items() if v["allowed"]}
    assert allowed == {"arrive-breath"}
    assert FACTS["conditions"]["no-pressure-today"]["lasts"] == 12


def test_after_a_meal_nothing_is_prone_and_nothing_presses_the_belly_for_90_minutes():
    nobody = verdicts(Person())
    for name, verdict in verdicts(Person("just-eaten")).items():
        flags = {"prone", "abdominal-pressure"} & set(LIBRARY.techniques[name].flags)
        assert verdict["allowed"] == (not flags), name
        assert flags or verdict == nobody[name], "and nothing else changes"
    assert FACTS["conditions"]["just-eaten"]["lasts"] * 60 == 90


# ---- what else must hold of the real content ----


def test_every_law_holds_for_the_real_content():
    run("try-laws.js", {"facts": FACTS, "times": TIMES})


def test_with_fever_there_is_breathing_at_rest_and_nothing_else():
    fever = Person("fever-infection")
    techniques = list(LIBRARY.techniques)
    verdicts = zip(techniques, fever.each("judge", techniques), strict=True)
    assert [name for name, verdict in verdicts if verdict["allowed"]] == ["arrive-breath"]
    assert fever.proposed("whole-body-40") == []


def test_a_day_of_a_programme_is_no_firmer_than_its_cap():
    path = next(iter(FACTS["caps"]))
    adapted = Person().ask("adapt", path)
    assert {step["cap"] for step in adapted["steps"]} <= set(range(FACTS["caps"][path] + 1))
    assert not adapted["changed"], "the programme's cap is for everybody"


def test_there_is_a_player_for_each_list_of_steps(site, urls):
    for path in FACTS["routines"]:
        assert f"/en/{path}/play" in urls
    played = {url.removeprefix("/en/").removesuffix("/play") for url in urls
              if url.startswith("/en/") and url.endswith("/play")}  # fmt: skip
    assert played == set(FACTS["routines"])
    served = site["/safety.json"]
    assert (json.loads(served.body), served.pack) == (FACTS, "pages")
