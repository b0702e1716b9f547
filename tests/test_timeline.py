"""Cues: sides, pauses, moments, and sums that hold for every routine, here and on the phone."""

import dataclasses
import itertools
import json
import subprocess
from pathlib import Path

import pytest
from flask_babel import force_locale

from fascia.i18n import LANGUAGES
from fascia.library import load_library
from fascia.models import Routine
from fascia.phrases import said
from fascia.timeline import cues_for
from tests.test_js import node

PLAN = Path(__file__).parent / "js" / "plan.js"

LIBRARY = load_library(("en", "nl"))


def routine(*steps: dict) -> Routine:
    words = {"name": "n", "summary": "s", "rationale": "r"}
    return Routine.model_validate_json(
        json.dumps(
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


def read(page) -> dict:
    """The steps and the phrases of a page of the player, as a phone reads them."""
    steps, phrases = [], {}
    for number, (_, attributes) in enumerate(page.tags):
        if "data-phrase" in attributes:
            phrases[attributes["data-phrase"]] = page.within(number)
        elif "data-seconds" in attributes:
            steps.append(
                {key: int(attributes[f"data-{key}"]) for key in ("seconds", "swap", "transition")}
                | {"side": attributes["data-side"], "still": "data-still" in attributes}
            )
        elif "data-word" in attributes:
            steps[-1][attributes["data-word"]] = page.within(number)
    assert all(phrases.values())
    return {"steps": steps, "phrases": phrases}


def test_a_phone_makes_the_same_cues_and_says_the_same_words(app, get_page, library):
    players = [
        (code, f"/{code}/routines/{name}/play", routine, frozenset(), 0)
        for code in LANGUAGES
        for name, routine in library.routines.items()
    ] + [
        (code, f"/{code}/programmes/{name}/{key}/play", day.routine, day.lowered, day.cap)
        for code in LANGUAGES
        for name in library.programmes
        for key, day in library.sessions(name).items()
        if day.differs
    ]
    pages = [read(get_page(path)) for _, path, *_ in players]
    made = subprocess.run(
        [node(), str(PLAN)], input=json.dumps(pages), capture_output=True, text=True, check=True
    )
    capped = {"en": "No firmer than {} of 10.", "nl": "Niet steviger dan {} van 10."}
    for (code, path, routine, lowered, cap), phone in zip(
        players, json.loads(made.stdout), strict=True
    ):
        cues = cues_for(routine, library.techniques)
        assert phone["plan"] == [dataclasses.asdict(cue) for cue in cues], path
        lighter = [
            capped[code].format(cap) if routine.steps[cue.step].technique in lowered else ""
            for cue in cues
        ]
        with app.test_request_context(f"/{code}/"), force_locale(code):
            words = [
                said(cue, routine, library.techniques, code, more)
                for cue, more in zip(cues, lighter, strict=True)
            ]
        assert phone["said"] == words, path
