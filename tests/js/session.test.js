import assert from "node:assert/strict";
import test from "node:test";

import {
  clockText, continueWith, cuesBetween, isPlan, lengthOf, nextTime, practised, previousTime, resize,
  restFirst, stateAt,
} from "../../static/js/session.js";

// Left and right, a pause, then rest: 60 + 10 + 60 + 4 + 6 + 30 = 170 s.
const plan = [
  { kind: "hold", at: 0, seconds: 60, step: 0, side: "left" },
  { kind: "halfway", at: 30, seconds: 0, step: 0, side: "left" },
  { kind: "swap", at: 60, seconds: 10, step: 0, side: "right" },
  { kind: "hold", at: 70, seconds: 60, step: 0, side: "right" },
  { kind: "halfway", at: 100, seconds: 0, step: 0, side: "right" },
  { kind: "transition", at: 130, seconds: 4, step: 0, side: "both" },
  { kind: "settle", at: 134, seconds: 6, step: 1, side: "both" },
  { kind: "rest", at: 140, seconds: 30, step: 1, side: "both" },
  { kind: "end", at: 170, seconds: 0, step: 1, side: "both" },
];

test("the state at a time is computed, never counted", () => {
  assert.equal(stateAt(plan, 0).phase, plan[0]);
  const state = stateAt(plan, 75);
  assert.equal(state.phase, plan[3]);
  assert.equal(state.left, 55);
  assert.equal(state.total, 95);
  assert.ok(Math.abs(state.done - 5 / 60) < 1e-9);
});

test("a phase begins on its very second and a moment never hides it", () => {
  assert.equal(stateAt(plan, 59.999).phase, plan[0]);
  assert.equal(stateAt(plan, 60).phase, plan[2]);
  assert.equal(stateAt(plan, 30).phase, plan[0]);
});

test("at the end, and long after, it is over", () => {
  assert.equal(stateAt(plan, 169.9).over, false);
  assert.equal(stateAt(plan, 170).over, true);
  assert.equal(stateAt(plan, 9999).over, true);
});

test("cues between two times include the later and leave out the earlier", () => {
  assert.deepEqual(cuesBetween(plan, 30, 70).map((cue) => cue.at), [60, 70]);
  assert.deepEqual(cuesBetween(plan, -0.001, 0).map((cue) => cue.kind), ["hold"]);
});

test("next leaves a hold through its pause, and a pause for the next hold", () => {
  assert.equal(nextTime(plan, 10), 60, "to the change of sides, past the halfway moment");
  assert.equal(nextTime(plan, 65), 70);
  assert.equal(nextTime(plan, 100), 130);
  assert.equal(nextTime(plan, 131), 140, "out of the pause, not only to getting into position");
  assert.equal(nextTime(plan, 150), 170);
  assert.equal(nextTime(plan, 170), 170);
});

test("previous begins this hold again, and just after its start goes to the one before", () => {
  assert.equal(previousTime(plan, 50), 0);
  assert.equal(previousTime(plan, 72), 0);
  assert.equal(previousTime(plan, 80), 70);
  assert.equal(previousTime(plan, 135), 70);
  assert.equal(previousTime(plan, 1), 0);
});

test("staying longer moves all that follows, and halfway only while it is ahead", () => {
  const early = resize(plan, 10, 30);
  assert.equal(early[0].seconds, 90);
  assert.equal(early[1].at, 45);
  assert.equal(early[2].at, 90);
  assert.equal(lengthOf(early), 200);
  const late = resize(plan, 40, 30);
  assert.equal(late[1].at, 30);
  assert.equal(late[4].at, 130);
  assert.equal(plan[0].seconds, 60, "the plan itself stays as it was");
});

test("more time in a pause keeps every hold as long as it was", () => {
  const longer = resize(plan, 136, 15);
  assert.equal(longer[6].seconds, 21);
  assert.equal(longer[7].seconds, 30);
  assert.equal(lengthOf(longer), 185);
});

test("after the end nothing gets longer", () => {
  assert.equal(resize(plan, 170, 30), plan);
});

test("less time takes from what is left, and leaves enough to come out", () => {
  const shorter = resize(plan, 80, -25);
  assert.equal(shorter[3].seconds, 35);
  assert.equal(shorter[4].at, 87, "halfway of what is now planned");
  assert.equal(lengthOf(shorter), 145);
  const hardly = resize(plan, 126, -25);
  assert.equal(lengthOf(hardly), lengthOf(plan), "four seconds are left: nothing to take");
  assert.ok(isPlan(shorter));
});

const future = [
  { kind: "transition", at: 0, seconds: 4, step: 0, side: "both" },
  { kind: "settle", at: 4, seconds: 6, step: 1, side: "both" },
  { kind: "rest", at: 10, seconds: 30, step: 1, side: "both" },
  { kind: "end", at: 40, seconds: 0, step: 1, side: "both" },
];

test("another plan from here on: what was, ends at the second, and the rest follows", () => {
  const changed = continueWith(plan, 80.4, future);
  assert.deepEqual(changed.slice(0, 5), [
    ...plan.slice(0, 3), { ...plan[3], seconds: 11 }, { ...future[0], at: 81 },
  ]);
  assert.equal(lengthOf(changed), 121);
  assert.ok(isPlan(changed, 2));
  assert.deepEqual(continueWith(plan, 0, future), future);
});

test("a rest comes before what follows, and counts as no practice", () => {
  const rested = continueWith(plan, 20, restFirst(120, future));
  assert.equal(stateAt(rested, 50).phase.kind, "wait");
  assert.deepEqual(rested.slice(1, 3).map(({ kind, at, step }) => [kind, at, step]), [["wait", 20, 1], ["settle", 140, 1]]);
  assert.equal(lengthOf(rested), 176, "nobody is asked to come out twice");
  assert.ok(isPlan(rested));
  assert.deepEqual(practised(rested, 0, 146), [{ step: 0, side: "left", seconds: 20 }]);
});

test("what was practised is told by side, across a sleep too", () => {
  assert.deepEqual(practised(plan, 50, 150), [
    { step: 0, side: "left", seconds: 10 },
    { step: 0, side: "right", seconds: 60 },
    { step: 1, side: "both", seconds: 10 },
  ]);
  assert.deepEqual(practised(plan, 61, 69), []);
});

test("a kept plan must be one: whole, known, without gaps, of no more steps than there are", () => {
  assert.ok(isPlan(plan, 2));
  assert.ok(isPlan(resize(resize(plan, 10, 30), 120, 30), 2));
  assert.ok(!isPlan(plan, 1));
  assert.ok(!isPlan(undefined));
  assert.ok(!isPlan("plan"));
  assert.ok(!isPlan(plan.slice(1)));
  assert.ok(!isPlan(plan.slice(0, -1)));
  assert.ok(!isPlan(plan.map((cue) => ({ ...cue, at: cue.at + 5 }))));
  assert.ok(!isPlan(plan.map((cue) => ({ ...cue, side: "up" }))));
  assert.ok(!isPlan(plan.map((cue) => ({ ...cue, kind: "dance" }))));
  assert.ok(!isPlan(plan.map((cue) => ({ ...cue, seconds: "60" }))));
  assert.ok(!isPlan(plan.map(() => null)));
  assert.ok(!isPlan(plan.map((cue) => (cue.kind === "halfway" ? { ...cue, at: 0 } : cue))));
});

test("the clock shows whole seconds, the last one until it is over", () => {
  assert.equal(clockText(47.2), "0:48");
  assert.equal(clockText(60), "1:00");
  assert.equal(clockText(0.2), "0:01");
  assert.equal(clockText(0), "0:00");
  assert.equal(clockText(-3), "0:00");
  assert.equal(clockText(1120), "18:40");
});
