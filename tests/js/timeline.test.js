import assert from "node:assert/strict";
import test from "node:test";

import { followedBy, said } from "../../static/js/phrases.js";
import { isPlan } from "../../static/js/session.js";
import { AS_WRITTEN, LONG_SETTLE, planOf } from "../../static/js/timeline.js";

const step = (more) => ({ side: "both", seconds: 30, swap: 0, transition: 0, still: false, ...more });

const STEPS = [
  step({ side: "left-right", seconds: 45, swap: 10, transition: 10, name: "Sole", settle: "Sit.", cue: "Roll.", lighter: "Light." }),
  step({ seconds: 40, still: true, name: "Rest?", settle: "Lie down.", cue: "Breathe: {} $& $1." }),
];

const PHRASES = {
  left: "Left. {}", right: "Right. {}", "left-first": "Left first. {}", halfway: "Halfway.", "swap-right": "Change.",
  "swap-left": "Change, left.", "right-first": "Right first. {}", transition: "Next: {}", end: "Done.",
  "other-side-right": "the right", "other-side-left": "the left", "the-end": "the end", wait: "Rest.",
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

test("the voice can keep to names, or be silent", () => {
  const words = (voice) => planOf(STEPS).map((each) => said(each, STEPS, PHRASES, { voice }));
  assert.deepEqual(words("names"), [
    "Left. Sole.", "Halfway.", "Change.", "Right. Sole.", "Halfway.", "Next: Rest?", "", "Rest?", "Done.",
  ]);
  assert.deepEqual(new Set(words("none")), new Set([""]));
});

test("what follows is the other side, the next step or the end", () => {
  const follows = (plan) => plan
    .filter(({ kind }) => kind === "hold" || kind === "rest")
    .map((each) => followedBy(plan, each, STEPS, PHRASES));
  assert.deepEqual(follows(planOf(STEPS)), ["the right", "Rest?", "the end"]);
  assert.deepEqual(follows(planOf(STEPS, { ...AS_WRITTEN, first: "right" })), ["the left", "Rest?", "the end"]);
});

// ---- as somebody likes it ----

const kinds = (plan) => plan.filter(({ seconds }) => seconds).map(({ kind, side, seconds }) => [kind, side, seconds]);

test("begin with the right: two equal halves the other way round, words too", () => {
  const plan = planOf(STEPS, { ...AS_WRITTEN, first: "right" });
  assert.deepEqual(kinds(plan).slice(0, 3), [["hold", "right", 45], ["swap", "left", 10], ["hold", "left", 45]]);
  const words = plan.slice(0, 4).map((each) => said(each, STEPS, PHRASES, { first: "right" }));
  assert.deepEqual(words, ["Right. Roll. Light.", "Halfway.", "Change, left.", "Left. Roll."]);
});

test("one side only has no change of sides", () => {
  const plan = planOf(STEPS, { ...AS_WRITTEN, first: "right", only: true });
  assert.deepEqual(kinds(plan)[0], ["hold", "right", 45]);
  assert.deepEqual(kinds(plan)[1], ["transition", "both", 4]);
});

test("whoever settles has a long time for it, and the hold is as long as ever", () => {
  const plan = planOf(STEPS, { ...AS_WRITTEN, pace: "settle" });
  assert.deepEqual(kinds(plan).slice(-2), [["settle", "both", LONG_SETTLE], ["rest", "both", 40]]);
});

test("pauses are stretched, holds within the range of their technique", () => {
  const ranged = STEPS.map((each) => ({ ...each, least: 40, most: 60 }));
  const of = (wishes) => kinds(planOf(ranged, { ...AS_WRITTEN, ...wishes })).map(([, , seconds]) => seconds);
  assert.deepEqual(of({ pauses: 3 }), [45, 30, 45, 11, 19, 40]);
  assert.deepEqual(of({ holds: 1.2 }), [55, 10, 55, 4, 6, 50]);
  assert.deepEqual(of({ holds: 1.5 }), [60, 10, 60, 4, 6, 60]);
  assert.deepEqual(of({ holds: 0.5 }), [40, 10, 40, 4, 6, 40]);
});

test("a side that was stayed on longer is so again, never past the range", () => {
  const longer = STEPS.map((each) => ({ ...each, most: 60, longer: { left: 10, right: 90 } }));
  assert.deepEqual(kinds(planOf(longer)).slice(0, 3), [["hold", "left", 55], ["swap", "right", 10], ["hold", "right", 60]]);
});

test("from a later step on, it begins with coming out of the one before", () => {
  assert.deepEqual(kinds(planOf(STEPS, AS_WRITTEN, 1, true)), [
    ["transition", "both", 4], ["settle", "both", 6], ["rest", "both", 40],
  ]);
  assert.deepEqual(planOf(STEPS, AS_WRITTEN, 2, false).map(({ kind }) => kind), ["end"]);
});
