import assert from "node:assert/strict";
import test from "node:test";

import { RHYTHM, readRhythm } from "../../static/js/rhythm.js";

test("a rhythm is kept as it was chosen, and is three to five days where nothing sound was", () => {
  assert.deepEqual(readRhythm({ least: 1, most: 2, more: 3 }), { least: 1, most: 2 });
  for (const kept of [undefined, null, 7, {}, { least: 3 }, { least: 4, most: 2 }, { least: 0, most: 2 }, { least: 1, most: 8 }, { least: "1", most: 2 }]) {
    assert.deepEqual(readRhythm(kept), RHYTHM);
  }
});
