import assert from "node:assert/strict";
import test from "node:test";

import { followedBy, said } from "../../static/js/phrases.js";
import { isPlan } from "../../static/js/session.js";
import { planOf } from "../../static/js/timeline.js";

const step = (more) => ({ side: "both", seconds: 30, swap: 0, transition: 0, still: false, ...more });

const STEPS = [
  step({ side: "left-right", seconds: 45, swap: 10, transition: 10, name: "Sole", settle: "Sit.", cue: "Roll.", lighter: "Light." }),
  step({ seconds: 40, still: true, name: "Rest?", settle: "Lie down.", cue: "Breathe: {} $& $1." }),
];

const PHRASES = {
  left: "Left. {}", right: "Right. {}", "left-first": "Left first. {}", halfway: "Halfway.", swap: "Change.",
  transition: "Next: {}", end: "Done.", "other-side": "the right", "the-end": "the end",
};

const cue = (kind, at, seconds, number, side) => ({ kind, at, seconds, step: number, side });

test("left, a change, right, out of it and into the next, then rest", () => {
  const plan = planOf(STEPS);
  assert.deepEqual(plan, [
    cue("hold", 0, 45, 0, "left"),
    cue("halfway", 22, 0, 0, "left"),
    cue("swap", 45, 10, 0, "right"),
    cue("hold", 55, 45, 0, "right"),
    cue("halfway", 77, 0, 0, "right"),
    cue("transition", 100, 4, 0, "both"),
    cue("settle", 104, 6, 1, "both"),
    cue("rest", 110, 40, 1, "both"),
    cue("end", 150, 0, 1, "both"),
  ]);
  assert.ok(isPlan(plan));
});

test("a pause of no seconds is no cue", () => {
  const kinds = planOf([step({ side: "left-right" }), step()]).map(({ kind }) => kind);
  assert.deepEqual(kinds, ["hold", "hold", "hold", "end"]);
});

test("each cue says the words of its step in the phrase of its kind", () => {
  assert.deepEqual(planOf(STEPS).map((each) => said(each, STEPS, PHRASES)), [
    "Left. Roll. Light.", "Halfway.", "Change.", "Right. Roll.", "Halfway.", "Next: Rest?", "Lie down.",
    "Breathe: {} $& $1.", "Done.",
  ]);
  const turned = [STEPS[1], STEPS[0]].map((each) => ({ ...each, transition: 10 }));
  assert.deepEqual(planOf(turned).slice(1, 3).map((each) => said(each, turned, PHRASES)), ["Next: Sole.", "Left first. Sit."]);
});

test("what follows is the other side, the next step or the end", () => {
  const work = planOf(STEPS).filter(({ kind }) => kind === "hold" || kind === "rest");
  assert.deepEqual(work.map((each) => followedBy(each, STEPS, PHRASES)), ["the right", "Rest?", "the end"]);
});
