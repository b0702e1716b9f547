"""Programmes: what their days ask for, and totals that hold to the second."""

import itertools

import pytest

from fascia.library import load_library
from fascia.models import Dose
from fascia.programmes import kit_of, scaled, scaled_seconds
from fascia.templating import clock
from fascia.timeline import cues_for

LIBRARY = load_library(("en", "nl"))

#: Every session of every programme, with the id of its programme.
SESSIONS = [
    (programme.id, key, session)
    for programme in LIBRARY.programmes.values()
    for key, session in LIBRARY.sessions(programme.id).items()
]

#: What the brief says that each session lasts (routines, sections 4 to 6), and each week.
LASTING = {
    "beginners-week": [["12:00", "7:00", "10:00", "6:00", "12:00", "12:00", "20:00"]],
    "four-weeks": [
        ["9:45", "6:30", "8:20", "10:20", "18:30"],
        ["12:00", "15:00", "15:00", "12:00", "20:00"],
        ["15:00", "15:00", "25:00", "12:00", "30:00"],
        ["17:25", "17:35", "29:05", "11:45", "46:25"],
    ],
    "five-day-retreat": [
        ["35:00", "45:00", "60:00", "45:00", "45:00", "45:00", "75:00", "35:00"],
    ],
}
TOTALS = {
    "beginners-week": ["79:00"],
    "four-weeks": ["53:25", "74:00", "97:00", "122:15"],
    "five-day-retreat": ["385:00"],
}
CAPS = {
    "beginners-week": [[3, 3, 3, 2, 4, 4, 4]],
    "four-weeks": [[3] * 5, [4] * 5, [5] * 5, [5] * 5],
    "five-day-retreat": [[3, 5, 5, 5, 4]],
}


@pytest.mark.parametrize("name", LASTING)
def test_every_session_and_every_week_lasts_as_long_as_the_brief_says(name):
    weeks = LIBRARY.plans[name]
    lasting = [[clock(s.routine.seconds) for s in week.sessions] for week in weeks]
    assert lasting == LASTING[name]
    assert [clock(week.seconds) for week in weeks] == TOTALS[name]
    assert [[day.cap for day in week.days] for week in weeks] == CAPS[name]


def test_programmes_are_listed_from_short_to_long():
    assert list(LIBRARY.programmes) == list(LASTING)


def test_a_dose_is_rounded_to_five_seconds_halves_down_and_kept_within_the_range():
    wide = Dose(seconds=60, min=5, max=600)
    assert scaled_seconds(90, 0.75, wide) == 65  # 67.5
    assert scaled_seconds(50, 0.75, wide) == 35  # 37.5
    assert scaled_seconds(45, 0.75, wide) == 35  # 33.75
    assert scaled_seconds(25, 1.1, wide) == 25  # 27.5, and in binary a little more
    narrow = Dose(seconds=60, min=40, max=70)
    assert scaled_seconds(45, 0.75, narrow) == 40
    assert scaled_seconds(60, 1.25, narrow) == 70


def test_swaps_transitions_and_the_closing_rest_stay_the_same():
    source = LIBRARY.routines["evening-yin-20"]
    shorter = scaled(source, 0.75, LIBRARY.techniques)
    assert shorter.seconds < source.seconds
    assert shorter.steps[-1] == source.steps[-1]
    assert shorter.model_copy(update={"steps": source.steps}) == source
    for step, full in zip(shorter.steps, source.steps, strict=True):
        assert step.model_copy(update={"seconds": full.seconds}) == full


def test_a_day_that_changes_nothing_is_the_routine_itself():
    for _, _, session in SESSIONS:
        source = LIBRARY.routines[session.routine.id]
        assert session.differs == (session.routine is not source or bool(session.lowered))


def test_a_cap_lowers_what_aims_higher_and_nothing_else():
    day = LIBRARY.sessions("beginners-week")["day-1"]
    assert day.lowered == {"foot-sole-roll", "glute-ball-wall", "rhomboid-ball-wall"}
    assert day.routine is LIBRARY.routines["first-session-12"]
    for _, _, session in SESSIONS:
        for step in session.routine.steps:
            technique = LIBRARY.techniques[step.technique]
            lowered = technique.pressure.target > session.cap
            assert (technique.id in session.lowered) == lowered


def test_what_routines_need_together_is_named_once():
    needs = kit_of(LIBRARY.routines[name] for name in ("low-back-ease-12", "evening-yin-20"))
    counts = {need.any_of[0]: need.count for need in needs}
    assert counts["ball-soft"] == 2
    assert counts["ball-medium"] == 2
    assert len(needs) == len(counts)
    assert not any(need.optional for need in needs)


def test_each_session_has_an_address_of_its_own():
    keys = {name: list(LIBRARY.sessions(name)) for name in LASTING}
    assert keys["beginners-week"][0] == "day-1"
    assert keys["four-weeks"][0] == "week-1-day-1"
    assert keys["five-day-retreat"][:3] == ["day-1", "day-2-morning", "day-2-evening"]
    assert len(SESSIONS) == len({(name, key) for name, key, _ in SESSIONS}) == 7 + 20 + 8


@pytest.mark.parametrize(
    "session",
    [pytest.param(session, id=f"{name}-{key}") for name, key, session in SESSIONS],
)
def test_the_cues_of_a_session_follow_each_other_and_its_bells_keep_apart(session):
    cues = cues_for(session.routine, LIBRARY.techniques)
    phases = [cue for cue in cues if cue.seconds]
    assert cues[-1].at == session.routine.seconds
    for one, other in zip(phases, [*phases[1:], cues[-1]], strict=True):
        assert one.until == other.at
    audible = [cue.at for cue in cues if cue.kind != "settle"]
    assert min(b - a for a, b in itertools.pairwise(audible)) >= 6
