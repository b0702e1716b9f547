"""Cues: sides, pauses, moments, and sums that hold for every routine."""

import itertools

import pytest

from fascia.library import load_library
from fascia.models import Routine
from fascia.timeline import cues_for

LIBRARY = load_library(("en", "nl"))


def routine(*steps: dict) -> Routine:
    words = {"name": "n", "summary": "s", "rationale": "r"}
    return Routine.model_validate_json(
        __import__("json").dumps(
            {
                "id": "x", "level": "everyone", "minutes": 1, "goals": [], "kit": [],
                "steps": steps, "words": {"en": words},
            }
        )
    )  # fmt: skip


def test_left_then_a_swap_then_right():
    cues = cues_for(
        routine({"technique": "foot-sole-roll", "side": "left-right", "seconds": 30, "swap": 10}),
        LIBRARY.techniques,
    )
    assert [(c.kind, c.at, c.seconds, c.side) for c in cues] == [
        ("hold", 0, 30, "left"),
        ("swap", 30, 10, "right"),
        ("hold", 40, 30, "right"),
        ("end", 70, 0, "both"),
    ]


def test_halfway_is_a_moment_of_a_long_hold_only():
    step = {"technique": "foot-sole-roll", "side": "left-right", "seconds": 45, "swap": 10}
    cues = cues_for(routine(step), LIBRARY.techniques)
    assert [(c.kind, c.at) for c in cues if c.kind == "halfway"] == [
        ("halfway", 22),
        ("halfway", 77),
    ]


def test_a_transition_leaves_time_to_come_out_and_to_get_in():
    cues = cues_for(
        routine(
            {"technique": "arrive-breath", "side": "both", "seconds": 30, "transition": 10},
            {"technique": "foot-sole-roll", "side": "left-right", "seconds": 30, "swap": 10},
        ),
        LIBRARY.techniques,
    )
    pause = [c for c in cues if c.kind in ("transition", "settle")]
    assert [(c.kind, c.at, c.seconds, c.step, c.side) for c in pause] == [
        ("transition", 30, 4, 0, "both"),
        ("settle", 34, 6, 1, "left"),
    ]


def test_stillness_is_rest_and_rest_has_no_halfway():
    cues = cues_for(
        routine({"technique": "savasana", "side": "both", "seconds": 300}), LIBRARY.techniques
    )
    assert [c.kind for c in cues] == ["rest", "end"]


@pytest.mark.parametrize("name", LIBRARY.routines)
def test_the_cues_of_a_routine_last_exactly_as_long_as_its_cover_says(name):
    found = LIBRARY.routines[name]
    cues = cues_for(found, LIBRARY.techniques)
    phases = [c for c in cues if c.seconds]
    assert cues[-1].kind == "end"
    assert cues[-1].at == found.minutes * 60
    assert phases[0].at == 0
    for one, other in zip(phases, [*phases[1:], cues[-1]], strict=True):
        assert one.until == other.at, "no gap and no overlap"
    for number, step in enumerate(found.steps):
        worked = sum(c.seconds for c in phases if c.step == number and c.kind in ("hold", "rest"))
        assert worked == step.working


@pytest.mark.parametrize("name", LIBRARY.routines)
def test_bells_never_run_into_each_other(name):
    audible = [c.at for c in cues_for(LIBRARY.routines[name], LIBRARY.techniques)
               if c.kind != "settle"]  # fmt: skip
    assert min(b - a for a, b in itertools.pairwise(audible)) >= 6
