import assert from "node:assert/strict";
import test from "node:test";

import { dayOf, isOver } from "../../static/js/days.js";

test("a day is the one of the place, not of Greenwich", () => {
  assert.equal(dayOf(new Date(2026, 0, 5, 0, 0)), "2026-01-05");
  assert.equal(dayOf(new Date(2026, 10, 24, 23, 59)), "2026-11-24");
});

test("the last day still counts", () => {
  assert.equal(isOver("2026-11-24", "2026-11-24"), false);
  assert.equal(isOver("2026-11-24", "2026-11-25"), true);
  assert.equal(isOver("2026-12-01", "2026-11-30"), false);
  assert.equal(isOver("2026-12-31", "2027-01-01"), true);
});
