import assert from "node:assert/strict";
import test from "node:test";

import { lightOf, waysAt } from "../../static/js/much.js";

const LIGHTS = [{ id: "green", high: 4 }, { id: "amber", high: 6 }, { id: "red", high: 10 }];

test("the lights of the brief: green to 4, amber to 6, red from 7", () => {
  const lights = Array.from({ length: 11 }, (_, score) => lightOf(score, LIGHTS)[0]).join("");
  assert.equal(lights, "gggggaarrrr");
});

test("red never offers to go on, and rest comes first", () => {
  for (const score of [7, 8, 9, 10]) {
    for (const cap of [3, 5, 10]) {
      assert.ok(!waysAt(score, cap, LIGHTS).includes("go-on"));
      assert.equal(waysAt(score, cap, LIGHTS)[0], "rest");
    }
  }
});

test("above the cap nothing stays as it is, whatever its light", () => {
  assert.ok(waysAt(5, 5, LIGHTS).includes("go-on"));
  assert.ok(!waysAt(6, 5, LIGHTS).includes("go-on"));
  assert.ok(!waysAt(4, 3, LIGHTS).includes("go-on"));
  assert.ok(waysAt(4, 4, LIGHTS).includes("go-on"));
});

test("ending is a way out of every light, and the easier variant is always there", () => {
  for (let score = 0; score <= 10; score++) {
    assert.ok(waysAt(score, 5, LIGHTS).includes("end"));
    assert.ok(waysAt(score, 5, LIGHTS).includes("easier"));
  }
});
