import assert from "node:assert/strict";
import test from "node:test";

import { addDays, dayOf, dayOfSession, daysBetween, isOver, mondayOf, weekdayOf } from "../../static/js/days.js";

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

test("days are counted on the calendar, over clock changes, years and leap days", () => {
  assert.equal(addDays("2026-03-28", 2), "2026-03-30");
  assert.equal(addDays("2026-10-24", 2), "2026-10-26");
  assert.equal(addDays("2024-02-28", 1), "2024-02-29");
  assert.equal(addDays("2027-01-01", -1), "2026-12-31");
  assert.equal(daysBetween("2026-10-24", "2026-10-26"), 2);
  assert.equal(daysBetween("2027-01-01", "2026-12-31"), -1);
});

test("a week begins on Monday", () => {
  assert.deepEqual(["2026-11-23", "2026-11-29", "1969-12-31", "1970-01-01"].map(weekdayOf), [0, 6, 2, 3]);
  assert.equal(mondayOf("2026-11-29"), "2026-11-23");
  assert.equal(mondayOf("2026-11-30"), "2026-11-30");
});

test("a session keeps the day that it began on; one of an older release gets that of this phone", () => {
  const begun = new Date(2026, 10, 25, 23, 55).getTime();
  assert.equal(dayOfSession({ begun }), "2026-11-25");
  assert.equal(dayOfSession({ begun, day: "2026-11-24" }), "2026-11-24");
  for (const damaged of ["2026-99-99", "today", 7, null]) assert.equal(dayOfSession({ begun, day: damaged }), "2026-11-25");
});
