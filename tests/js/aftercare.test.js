import assert from "node:assert/strict";
import test from "node:test";

import { adviceAfter, dueSoreness, wasYesterday } from "../../static/js/aftercare.js";

const now = new Date(2026, 10, 26, 7, 30).getTime();

/** A session that ended on a day of November 2026. */
const ended = (day, hour = 20, sore = null) =>
  ({ ended: new Date(2026, 10, day, hour).getTime(), done: 600, sore });

const answered = (...levels) => levels.map((level, number) =>
  ended(25 - number, 20, level && { level, at: now }));

test("the session of yesterday is asked about, that of today is not", () => {
  const [today, yesterday] = [ended(26, 6), ended(25, 23)];
  assert.equal(dueSoreness([today, yesterday], now), yesterday);
  assert.equal(dueSoreness([today], now), null);
  assert.equal(dueSoreness([], now), null);
});

test("yesterday is a day of the calendar, not so many hours", () => {
  const midnight = new Date(2026, 10, 26, 0, 5).getTime();
  const late = { ...ended(25), ended: new Date(2026, 10, 25, 23, 58).getTime() };
  assert.equal(dueSoreness([late], midnight), late);
  assert.equal(wasYesterday(late, midnight), true);
  assert.equal(wasYesterday(ended(24), now), false);
});

test("it is asked for three days, also over the end of a month", () => {
  assert.notEqual(dueSoreness([ended(23, 1)], now), null);
  assert.equal(dueSoreness([ended(22, 23)], now), null);
  const december = new Date(2026, 11, 2, 9).getTime();
  assert.notEqual(dueSoreness([ended(29)], december), null);
  assert.equal(dueSoreness([ended(28)], december), null);
});

test("it is asked once, and the older ones are not asked after it", () => {
  const older = ended(24);
  for (const level of ["none", "sport", "more", "skipped"]) {
    assert.equal(dueSoreness([ended(25, 20, { level, at: now }), older], now), null);
  }
});

test("a session in which nothing was done leaves nothing to ask, nor does one in the future", () => {
  const before = ended(24);
  assert.equal(dueSoreness([{ ...ended(25), done: 0 }, before], now), before);
  assert.equal(dueSoreness([ended(28), before], now), before);
});

test("soreness of more than a day halves the next session, and only the next", () => {
  assert.equal(adviceAfter(answered("more")), "halve");
  assert.equal(adviceAfter(answered("sport", "more")), null);
  assert.equal(adviceAfter(answered(null, "more")), null);
  assert.equal(adviceAfter([]), null);
});

test("three times in a row is for a professional, whatever was not answered in between", () => {
  assert.equal(adviceAfter(answered("more", "more")), "halve");
  assert.equal(adviceAfter(answered("more", "more", "more")), "professional");
  assert.equal(adviceAfter(answered("more", null, "more", "skipped", "more", "none")), "professional");
  assert.equal(adviceAfter(answered("more", "more", "none", "more")), "halve");
  assert.equal(adviceAfter(answered("more", "more", "more", "more")), "professional");
});
