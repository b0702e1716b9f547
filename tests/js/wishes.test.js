import assert from "node:assert/strict";
import test from "node:test";

import { breathAt, scanAt, strokeAt } from "../../static/js/breath.js";
import { DEFAULTS, readLonger, readWishes } from "../../static/js/wishes.js";

test("what was kept and is sound is wished; the rest is as nobody had wished it", () => {
  assert.deepEqual(readWishes(undefined), DEFAULTS);
  assert.deepEqual(readWishes("settle"), DEFAULTS);
  assert.deepEqual(readWishes(null), DEFAULTS);
  const kept = { pace: "settle", pauses: 9, holds: "2", first: "up", only: true, music: 1, bells: "wood", more: 3, volume: NaN };
  assert.deepEqual(readWishes(kept), { ...DEFAULTS, pace: "settle", pauses: 3, only: true, bells: "wood" });
});

test("seconds longer are kept by technique and side", () => {
  assert.deepEqual(readLonger({ a: { left: 30, up: 3 }, b: { right: -5 }, c: null, d: { both: "30" } }), { a: { left: 30 } });
  assert.deepEqual(readLonger(undefined), {});
});

test("a breath fills in its time, empties in its own, and begins anew", () => {
  const calm = { breathIn: 4, breathOut: 6 };
  assert.deepEqual(breathAt(0, calm), { way: "in", full: 0 });
  assert.equal(breathAt(3.9, calm).way, "in");
  assert.ok(Math.abs(breathAt(2, calm).full - 0.5) < 1e-9);
  assert.deepEqual(breathAt(4, calm), { way: "out", full: 1 });
  assert.ok(breathAt(9.9, calm).full < 0.01);
  assert.equal(breathAt(10, calm).way, "in");
});

test("a stroke goes there and back in seven seconds", () => {
  assert.deepEqual(strokeAt(0), { way: "there", far: 0 });
  assert.deepEqual(strokeAt(3.5), { way: "back", far: 1 });
  assert.equal(strokeAt(7).way, "there");
});

test("each part of the body once, and the last one to the end", () => {
  assert.deepEqual([0, 59, 60, 299].map((elapsed) => scanAt(elapsed, 300, 5)), [0, 0, 1, 4]);
  assert.deepEqual([0, 13, 40, 59].map((elapsed) => scanAt(elapsed, 60, 8)), [0, 1, 3, 4]);
});
