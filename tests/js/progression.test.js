import assert from "node:assert/strict";
import test from "node:test";

import { addDays } from "../../static/js/days.js";
import {
  RUNGS, accept, capOf, holdsOf, mayBeFirmer, mayBeStronger, readLevel, refuse, stepTo, suggestion,
} from "../../static/js/progression.js";
import { diceOf } from "./laws.js";

const TODAY = "2026-11-26";
const LONG_AGO = "2026-10-01";

const level = (rung, more = {}) => ({ rung, since: LONG_AGO, refused: null, ...more });

/** A session so many days ago. */
const ago = (days, more = {}) => ({ day: addDays(TODAY, -days), before: 5, after: 3, much: [], sore: null, ...more });
const red = (days, moments = [{ score: 8, signal: null }]) => ago(days, { much: moments });
const fine = [1, 2, 4, 6].map((days) => ago(days));

test("four comfortable sessions on three days lead one rung up, and that is told with their number", () => {
  assert.deepEqual(suggestion(level(1), fine, TODAY), { to: 2, direction: "up", why: "comfortable", count: 4 });
  assert.equal(suggestion(level(1), fine.slice(1), TODAY), null, "three are not enough");
  assert.equal(suggestion(level(1), [ago(1), ago(1), ago(2), ago(2)], TODAY), null, "two days are not enough");
});

test("the first rung lasts two weeks, the others one", () => {
  const after = (rung, days) => suggestion(level(rung, { since: addDays(TODAY, -days) }), fine, TODAY)?.to;
  assert.deepEqual([after(0, 13), after(0, 14), after(1, 6), after(1, 7)], [undefined, 1, undefined, 2]);
});

test("only what came since the last change counts", () => {
  assert.equal(suggestion(level(1, { since: addDays(TODAY, -7) }), [ago(8), ago(9), ago(10), ago(11)], TODAY), null);
});

test("comfortable is not sore for longer, not red, and not worse than before", () => {
  const mixed = (one) => suggestion(level(1), [...fine.slice(0, 3), one], TODAY)?.to;
  assert.equal(mixed(ago(6, { sore: { level: "sport" } })), 2);
  assert.equal(mixed(ago(6, { sore: { level: "more" } })), undefined);
  assert.equal(mixed(ago(8, { much: [{ score: 7, signal: null }] })), undefined);
  assert.equal(mixed(ago(8, { much: [{ score: 2, signal: "numb" }] })), undefined);
  assert.equal(mixed(ago(6, { much: [{ score: 6, signal: null }] })), 2, "amber is not red");
  assert.equal(mixed(ago(6, { before: 3, after: 5 })), undefined);
  assert.equal(mixed(ago(6, { before: 3, after: 4 })), 2);
  assert.equal(mixed(ago(6, { before: null, after: 9 })), 2, "no number, no comparison");
});

test("the last two sessions were comfortable, whatever came before", () => {
  const many = [ago(1), ago(2, { before: 2, after: 6 }), ...[3, 4, 5, 6].map((days) => ago(days))];
  assert.equal(suggestion(level(1), many, TODAY), null);
});

test("a session that was felt for more than a day leads one back; three times in a row to a professional", () => {
  const sore = (days) => ago(days, { sore: { level: "more" } });
  assert.deepEqual(suggestion(level(2), [sore(2), ...fine], TODAY), { to: 1, direction: "back", why: "sore", count: 0 });
  assert.equal(suggestion(level(2), [sore(1), ago(2), sore(3), sore(5)], TODAY).why, "professional");
  assert.equal(suggestion(level(2), [sore(1), ago(2, { sore: { level: "none" } }), sore(3), sore(5)], TODAY).why, "sore");
  const lowest = suggestion(level(0), [sore(1)], TODAY);
  assert.deepEqual(lowest, { to: 0, direction: "stay", why: "sore", count: 0 }, "there is nothing below, and it is told");
  assert.equal(suggestion(refuse(level(0), lowest, TODAY), [sore(1)], TODAY), null, "once");
});

test("two red moments within a week lead one back, one keeps it where it is", () => {
  assert.equal(suggestion(level(2), [red(1), red(6)], TODAY).why, "red");
  assert.equal(suggestion(level(2), [red(1, [{ score: 9 }, { score: 1, signal: "sharp" }])], TODAY).to, 1);
  assert.equal(suggestion(level(2), [red(1), red(7)], TODAY), null);
  assert.equal(suggestion(level(1), [ago(0), ago(1), ago(2), ago(3), ago(4), red(6)], TODAY), null);
});

test("a no holds: up for two weeks, back until there is a new reason", () => {
  const up = suggestion(level(1), fine, TODAY);
  const refused = refuse(level(1), up, TODAY);
  assert.equal(refused.rung, 1);
  const later = (days) => suggestion(refused, fine.map((one) => ({ ...one, day: addDays(one.day, days) })), addDays(TODAY, days));
  assert.deepEqual([later(13), later(14)?.to], [null, 2]);

  const back = suggestion(level(2), [red(1), red(2)], TODAY);
  const stayed = refuse(level(2), back, TODAY);
  assert.equal(suggestion(stayed, [red(1), red(2)], TODAY), null);
  const again = addDays(TODAY, 1);
  assert.equal(suggestion(stayed, [{ ...red(0), day: again }, red(1), red(2)], again)?.why, "red");
});

test("what led one step back does not lead another one back on the same day", () => {
  const sessions = [red(0, [{ score: 8 }, { score: 9 }]), ...fine];
  const back = accept(level(4), suggestion(level(4), sessions, TODAY), TODAY);
  assert.equal(back.rung, 3);
  assert.equal(suggestion(back, sessions, TODAY), null);
});

test("practising again before the question of yesterday is answered unsays no soreness", () => {
  const sore = ago(1, { sore: { level: "more" } });
  assert.equal(suggestion(level(2), [ago(0), ago(0), sore, ...fine], TODAY)?.why, "sore");
});

test("nothing leads up within a week of long soreness, however many sessions came after", () => {
  const sessions = (days) => [ago(1), ago(2), ago(3), ago(4), ago(days, { sore: { level: "more" } })];
  assert.equal(suggestion(level(1), sessions(6), TODAY), null);
  assert.equal(suggestion(level(1), sessions(7), TODAY)?.to, 2);
});

test("a second no does not unsay the first", () => {
  const up = refuse(level(2), { to: 3 }, addDays(TODAY, -10));
  assert.equal(suggestion(refuse(up, { to: 1 }, addDays(TODAY, -9)), fine, TODAY), null);
});

test("a day that no calendar has opens no wait", () => {
  for (const since of ["2026-99-99", "0000-00-00"]) assert.equal(suggestion(readLevel({ rung: 0, since }, TODAY), fine, TODAY), null);
});

test("a yes begins the rung that day", () => {
  assert.deepEqual(accept(level(1, { refused: { rung: 2, day: LONG_AGO } }), { to: 2 }, TODAY), stepTo(2, TODAY));
});

test("whoever the safety check asks to take it lighter goes no further than as it is written", () => {
  assert.equal(suggestion(level(0), fine, TODAY, { lighter: true }).to, 1);
  assert.equal(suggestion(level(1), fine, TODAY, { lighter: true }), null);
});

test("each rung has what the one below has, and nothing firmer than a technique allows", () => {
  const caps = RUNGS.map((_, rung) => capOf({ rung }));
  assert.deepEqual(caps, [4, 10, 10, 10, 10]);
  assert.deepEqual(RUNGS.map((_, rung) => holdsOf({ rung })), [1, 1, 1.25, 1.25, 1.25]);
  assert.deepEqual(RUNGS.map((_, rung) => mayBeStronger({ rung }, {})), [false, false, false, true, true]);
  assert.deepEqual(RUNGS.map((_, rung) => mayBeFirmer({ rung }, {})), [false, false, false, false, true]);
  for (const lighter of ["eased", "capped", "lightened", "rest"]) {
    assert.ok(!mayBeStronger({ rung: 4 }, { [lighter]: true }) && !mayBeFirmer({ rung: 4 }, { [lighter]: true }), lighter);
  }
});

test("a level is read as far as it is sound", () => {
  assert.deepEqual(readLevel(undefined, TODAY), { rung: 0, since: TODAY, refused: null });
  for (const kept of [null, 7, { rung: 9 }, { rung: -1 }, { rung: "2" }, { rung: 1.5 }]) assert.equal(readLevel(kept, TODAY).rung, 0);
  assert.deepEqual(readLevel({ rung: 2, since: "long ago", refused: { rung: 3 } }, TODAY), { rung: 2, since: TODAY, refused: null });
  const sound = { rung: 2, since: LONG_AGO, refused: { rung: 3, day: TODAY } };
  assert.deepEqual(readLevel(sound, TODAY), sound);
});

test("whatever happened: one rung at a time, never up after red, and twice asked is the same", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const dice = diceOf(seed);
    const sessions = Array.from({ length: dice.below(12) }, () => ago(dice.below(30), {
      before: dice.one([null, 0, 4, 9]), after: dice.one([null, 0, 4, 9]),
      much: dice.chance(0.3) ? [{ score: dice.below(11), signal: dice.one([null, "sharp"]) }] : [],
      sore: dice.one([null, { level: "none" }, { level: "sport" }, { level: "more" }, { level: "skipped" }]),
    })).sort((one, other) => (one.day < other.day ? 1 : -1));
    const now = level(dice.below(5), { since: addDays(TODAY, -dice.below(40)) });
    const found = suggestion(now, sessions, TODAY);
    assert.deepEqual(suggestion(now, sessions, TODAY), found);
    if (!found) continue;
    assert.equal(Math.abs(found.to - now.rung), found.direction === "stay" ? 0 : 1, String(seed));
    if (found.direction === "stay") assert.equal(now.rung, 0, String(seed));
    assert.ok(found.to >= 0 && found.to < RUNGS.length);
    const recent = sessions.filter(({ day }) => day > addDays(TODAY, -7) && day >= now.since);
    const reds = recent.some(({ much }) => much.some(({ score, signal }) => score >= 7 || signal));
    if (found.direction === "up") assert.ok(!reds, `up after red (${seed})`);
    assert.equal(suggestion(refuse(now, found, TODAY), sessions, TODAY), null, "a no is a no");
  }
});
