import assert from "node:assert/strict";
import test from "node:test";

import { Course } from "../../static/js/course.js";
import { isPlan, stateAt } from "../../static/js/session.js";
import { AS_WRITTEN } from "../../static/js/timeline.js";

const step = (technique, more) => ({
  technique, regions: [`${technique}-region`], side: "both", seconds: 60, least: 30, most: 120, swap: 0, transition: 10,
  target: 3, cap: 5, still: false, ...more,
});

// 60 + 10 + 60, 10, 60, 10, 60 = 270 s.
const course = (wishes = AS_WRITTEN) => new Course([
  step("a", { side: "left-right", swap: 10 }), step("b"), step("c", { transition: 0 }),
], wishes);

const outline = ({ plan }) => plan.filter(({ seconds }) => seconds).map(({ kind, step: number, side, seconds }) => `${kind} ${number} ${side} ${seconds}`);

test("leaving a step goes on with the next one, after coming out", () => {
  const one = course();
  one.leave(20.5);
  assert.deepEqual(outline(one).slice(0, 4), ["hold 0 left 21", "transition 0 both 4", "settle 1 both 6", "hold 1 both 60"]);
  assert.ok(isPlan(one.plan, 3));
  const last = course();
  last.leave(250);
  assert.equal(last.length, 250, "after the last step there is the end");
});

test("a rest that a signal asks for comes first, and what is over for today goes", () => {
  const one = course();
  one.leave(20, { wait: 120, isOver: ({ technique }) => technique === "b" });
  assert.deepEqual(outline(one), ["hold 0 left 20", "wait 1 both 120", "settle 1 both 6", "hold 1 both 60"]);
  assert.equal(one.steps[1].technique, "c");
});

test("another technique takes the place, and the pauses, of the one that is too much", () => {
  const one = course();
  one.leave(90, { instead: step("d", { side: "left-right", seconds: 45 }) });
  assert.deepEqual(one.steps.map(({ technique }) => technique), ["a", "d", "b", "c"]);
  assert.deepEqual(outline(one).slice(2, 9), [
    "hold 0 right 20", "transition 0 both 4", "settle 1 left 6", "hold 1 left 45", "swap 1 right 10", "hold 1 right 45",
    "transition 1 both 4",
  ]);
  assert.ok(isPlan(one.plan, 4));
});

test("what is still to come begins with what is going on", () => {
  assert.deepEqual(course().stepsFrom(140).map(({ technique }) => technique), ["b", "c"]);
});

test("half as long is half of what is left", () => {
  const one = course();
  one.halve(20);
  assert.equal(stateAt(one.plan, 0).phase.seconds, 40);
});

test("other wishes hold from the next step on", () => {
  const one = course();
  one.wishFrom(30, { ...AS_WRITTEN, first: "right", pauses: 2 });
  assert.deepEqual(outline(one).slice(0, 5), ["hold 0 left 60", "swap 0 right 10", "hold 0 right 60", "transition 0 both 7", "settle 1 both 13"]);
  const between = course();
  between.wishFrom(132, { ...AS_WRITTEN, pauses: 3 });
  assert.deepEqual(outline(between).slice(3, 7), ["transition 0 both 4", "settle 1 both 6", "hold 1 both 60", "transition 1 both 11"]);
  assert.ok(isPlan(between.plan, 3));
});

test("what was done is told by technique and side, beside what was planned", () => {
  const one = course();
  one.pass(0, 60);
  one.pass(60, 100);
  assert.deepEqual(one.done.slice(0, 3), [
    { technique: "a", region: "a-region", side: "left", seconds: 60, planned: 60 },
    { technique: "a", region: "a-region", side: "right", seconds: 30, planned: 60 },
    { technique: "b", region: "b-region", side: "both", seconds: 0, planned: 60 },
  ]);
  assert.equal(one.practised, 90);
  assert.ok(one.isWorthKeeping);
  assert.ok(!course().isWorthKeeping);
});

test("a session that was kept goes on as it was", () => {
  const one = course();
  one.pass(0, 40);
  one.leave(40, { instead: step("d") });
  one.much.push({ technique: "a" });
  const kept = JSON.parse(JSON.stringify(one.kept));
  const again = Course.of(kept, AS_WRITTEN, () => true);
  assert.deepEqual(again.plan, one.plan);
  assert.deepEqual(again.done, one.done);
  assert.deepEqual(again.much, one.much);
});

test("what was kept and is damaged is no course", () => {
  const sound = () => JSON.parse(JSON.stringify(course().kept));
  const known = (technique) => "abc".includes(technique);
  assert.ok(Course.of(sound(), AS_WRITTEN, known));
  for (const damage of [
    () => undefined,
    () => "course",
    (kept) => ({ ...kept, steps: kept.steps.slice(1) }),
    (kept) => ({ ...kept, steps: kept.steps.map((each) => ({ ...each, technique: "zz" })) }),
    (kept) => ({ ...kept, steps: kept.steps.map((each) => ({ ...each, seconds: "60" })) }),
    (kept) => ({ ...kept, steps: kept.steps.map((each) => ({ ...each, transition: 1e9 })) }),
    (kept) => ({ ...kept, steps: null }),
    (kept) => ({ ...kept, plan: kept.plan.slice(1) }),
  ]) {
    assert.equal(Course.of(damage(sound()), AS_WRITTEN, known), null, String(damage));
  }
});
