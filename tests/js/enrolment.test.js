import assert from "node:assert/strict";
import test from "node:test";

import { addDays, daysBetween } from "../../static/js/days.js";
import { begin, catchUp, complete, goOn, move, pause, readEnrolment, repeat, scheduleOf, todayOf } from "../../static/js/enrolment.js";
import { diceOf } from "./laws.js";

const START = "2026-11-23";

/** Two weeks of two days, the second with a morning and an evening. */
const PROGRAMME = {
  id: "programmes/two-weeks",
  days: [["a", 0], ["b", 2], ["c", 7], ["d", 9]].map(([key, offset]) => ({
    key, offset, sessions: key === "b" ? [{ key: "b-morning" }, { key: "b-evening" }] : [{ key }],
  })),
};

const SESSION = { id: "s1", day: START, planned: 600, done: 600, finished: true };

const begun = begin(PROGRAMME, START);
const daysOf = ({ days }) => Object.values(days);
const states = (record, today) => scheduleOf(record, PROGRAMME, today).map(({ state }) => state);
const after = (record, keys, day = START) => keys.reduce((done, key) => complete(done, PROGRAMME, key, { ...SESSION, day }), record);

test("its days follow from the day it begins, with the rest between them", () => {
  assert.deepEqual(daysOf(begun), ["2026-11-23", "2026-11-25", "2026-11-30", "2026-12-02"]);
  assert.deepEqual(states(begun, START), ["today", "coming", "coming", "coming"]);
  assert.deepEqual(todayOf(begun, PROGRAMME, START), { day: "a" });
  assert.deepEqual(todayOf(after(begun, ["a"]), PROGRAMME, "2026-11-24"), { rest: true });
});

test("a day is done when each of its sessions is; what was done today still stands there", () => {
  const half = after(after(begun, ["a"]), ["b-morning"], "2026-11-25");
  assert.deepEqual(states(half, "2026-11-25"), ["done", "today", "coming", "coming"]);
  const done = after(half, ["b-evening"], "2026-11-25");
  assert.deepEqual(states(done, "2026-11-25"), ["done", "done", "coming", "coming"]);
  assert.deepEqual(todayOf(done, PROGRAMME, "2026-11-25"), { day: "b" });
});

test("half of what was planned is enough; a look at it is not", () => {
  const did = (done, finished) => complete(begun, PROGRAMME, "a", { ...SESSION, done, finished }) !== begun;
  assert.deepEqual([did(299, false), did(300, false), did(100, true)], [false, true, true]);
  assert.equal(complete(begun, PROGRAMME, "gone", SESSION), begun);
});

test("after the last one it is finished", () => {
  const all = after(begun, ["a", "b-morning", "b-evening", "c", "d"]);
  assert.equal(all.state, "finished");
  assert.deepEqual(todayOf(all, PROGRAMME, "2027-01-01"), { finished: true });
});

test("what was missed waits, and who takes it up moves the rest along", () => {
  const today = "2026-11-28";
  const late = after(begun, ["a"]);
  assert.deepEqual(todayOf(late, PROGRAMME, today), { missed: "b" });
  const caught = catchUp(late, PROGRAMME, today);
  assert.deepEqual(daysOf(caught), ["2026-11-23", "2026-11-28", "2026-12-03", "2026-12-05"]);
  assert.deepEqual(todayOf(caught, PROGRAMME, today), { day: "b" });
  assert.equal(catchUp(caught, PROGRAMME, today), caught, "nothing is late");
});

test("a day that somebody went past is not asked for again, and the programme ends without it", () => {
  const skipped = after(after(begun, ["a"]), ["c"], "2026-11-30");
  assert.deepEqual(todayOf(skipped, PROGRAMME, "2026-12-02"), { day: "d" });
  assert.equal(states(skipped, "2026-12-02")[1], "missed", "it is still told");
  assert.equal(catchUp(skipped, PROGRAMME, "2026-12-02"), skipped, "nothing that is left is late");
  assert.equal(after(skipped, ["d"], "2026-12-02").state, "finished");
});

test("a later day that is done before its turn goes past nothing that is still to come", () => {
  const eager = after(begun, ["d"]);
  assert.equal(eager.state, "active");
  assert.deepEqual(todayOf(eager, PROGRAMME, "2026-11-25"), { missed: "a" });
});

test("a day that is done late takes what follows along", () => {
  const late = after(begun, ["a"], "2026-11-25");
  assert.deepEqual(daysOf(late), ["2026-11-25", "2026-11-27", "2026-12-02", "2026-12-04"]);
  assert.deepEqual(todayOf(late, PROGRAMME, "2026-11-25"), { day: "a" });
  assert.equal(readEnrolment(late, PROGRAMME).days.b, "2026-11-27");
});

test("a programme that ends in a pause is over, and its days stay where they are", () => {
  const over = after(pause(begun, PROGRAMME, START), ["a", "b-morning", "b-evening", "c", "d"]);
  assert.deepEqual([over.state, over.pausedOn], ["finished", null]);
  const without = after(after(begun, ["a", "c"], "2026-12-01"), ["d"], "2026-12-09");
  assert.equal(move(without, PROGRAMME, "b", "2026-12-20"), without);
});

test("a pause moves what is left by as many days, and holds today open", () => {
  const paused = pause(after(begun, ["a"]), PROGRAMME, "2026-11-24");
  assert.equal(todayOf(paused, PROGRAMME, "2026-12-24"), null);
  const on = goOn(paused, PROGRAMME, "2026-12-01");
  assert.deepEqual(daysOf(on), ["2026-11-23", "2026-12-02", "2026-12-07", "2026-12-09"]);
  assert.equal(on.state, "active");
  assert.equal(goOn(on, PROGRAMME, "2026-12-05"), on, "it goes on already");
});

test("a day moves where somebody wants it, and never past its neighbours", () => {
  assert.deepEqual(daysOf(move(begun, PROGRAMME, "b", "2026-11-26")), ["2026-11-23", "2026-11-26", "2026-11-30", "2026-12-02"]);
  assert.deepEqual(daysOf(move(begun, PROGRAMME, "b", "2026-12-01")), ["2026-11-23", "2026-12-01", "2026-12-02", "2026-12-03"], "those it would meet move along");
  assert.deepEqual(daysOf(move(begun, PROGRAMME, "c", "2026-11-20")), ["2026-11-23", "2026-11-25", "2026-11-26", "2026-12-02"], "not before the one before it");
  const done = after(begun, ["a"]);
  assert.equal(move(done, PROGRAMME, "a", "2026-11-29"), done, "what is done is done");
  assert.equal(move(begun, PROGRAMME, "b", "soon"), begun);
});

test("it may begin on a day that is still to come", () => {
  const later = begin(PROGRAMME, "2026-12-20");
  assert.deepEqual(todayOf(later, PROGRAMME, START), { rest: true });
  assert.deepEqual(todayOf(later, PROGRAMME, "2026-12-20"), { day: "a" });
});

test("a day or a week is practised once more, and what follows keeps its distance", () => {
  const done = after(after(begun, ["a", "b-morning", "b-evening"]), ["c"], "2026-11-30");
  const today = "2026-12-01";
  const week = repeat(done, PROGRAMME, "a", today);
  assert.deepEqual(daysOf(week), ["2026-12-01", "2026-12-03", "2026-12-08", "2026-12-10"]);
  assert.deepEqual([week.done, week.anew, week.started], [{}, today, START]);
  const day = repeat(done, PROGRAMME, "c", today);
  assert.deepEqual(daysOf(day), [...daysOf(done).slice(0, 2), "2026-12-01", "2026-12-03"]);
  assert.deepEqual(Object.keys(day.done), ["a", "b-morning", "b-evening"]);
  assert.equal(repeat(done, PROGRAMME, "gone", today), done);
  const over = after(done, ["d"], "2026-12-02");
  assert.equal(over.state, "finished");
  assert.equal(repeat(over, PROGRAMME, "d", "2026-12-03").state, "active");
  assert.equal(repeat(pause(done, PROGRAMME, today), PROGRAMME, "c", today).pausedOn, null);
});

test("once more, nothing that somebody went past is asked for again; what is still to come first stays first", () => {
  const skipped = after(after(begun, ["a"]), ["c"], "2026-11-30");
  const again = repeat(skipped, PROGRAMME, "c", "2026-12-02");
  assert.deepEqual(todayOf(again, PROGRAMME, "2026-12-02"), { day: "c" });
  assert.deepEqual(todayOf(again, PROGRAMME, "2026-12-03"), { missed: "c" });
  const eager = repeat(after(begun, ["a", "d"]), PROGRAMME, "d", "2026-11-24");
  assert.deepEqual(todayOf(eager, PROGRAMME, "2026-11-24"), { day: "b" });
});

test("what was kept is read as far as it is sound", () => {
  assert.deepEqual(readEnrolment(JSON.parse(JSON.stringify(begun)), PROGRAMME), begun);
  for (const kept of [null, 7, [], {}, { id: PROGRAMME.id }, { ...begun, id: "programmes/other" }, { ...begun, started: "then" }]) {
    assert.equal(readEnrolment(kept, PROGRAMME), null);
  }
  const harmed = { ...begun, days: { a: "2026-11-24", b: 7, c: "2026-11-01", gone: "2026-11-01" }, done: { a: 1, c: { day: "x" }, gone: {} }, state: "paused", pausedOn: "?", at: "?" };
  const read = readEnrolment(harmed, PROGRAMME);
  assert.deepEqual(daysOf(read), ["2026-11-24", "2026-11-25", "2026-11-01", "2026-12-02"], "what is left keeps its order");
  assert.deepEqual([read.state, read.done, read.at], ["active", { c: { day: null, session: null } }, 0]);
});

test("whatever somebody does: what is left keeps its order, no two fall together, and what is done does not move", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const dice = diceOf(seed);
    let record = begun;
    let today = START;
    for (let turn = 0; turn < 12; turn++) {
      today = addDays(today, dice.below(4));
      const before = record;
      const key = dice.one(["a", "b-morning", "b-evening", "c", "d"]);
      const again = dice.below(8) === 0;
      record = again ? repeat(record, PROGRAMME, dice.one(["a", "b", "c", "d"]), today) : dice.one([
        () => pause(record, PROGRAMME, today),
        () => goOn(record, PROGRAMME, today),
        () => catchUp(record, PROGRAMME, today),
        () => move(record, PROGRAMME, dice.one(["a", "b", "c", "d"]), addDays(today, dice.below(20) - 5)),
        () => complete(record, PROGRAMME, key, { ...SESSION, day: today }),
      ])();
      const left = scheduleOf(record, PROGRAMME, today).filter(({ state }) => state !== "done");
      const days = left.map(({ day }) => day);
      assert.ok(days.every((day, n) => n === 0 || daysBetween(days[n - 1], day) > 0), `${seed}: ${days}`);
      for (const { key: each, state } of scheduleOf(before, PROGRAMME, today)) {
        if (state === "done" && !again) assert.equal(record.days[each], before.days[each]);
      }
      assert.deepEqual(readEnrolment(JSON.parse(JSON.stringify(record)), PROGRAMME), record, "it survives being kept");
    }
  }
});
