import assert from "node:assert/strict";
import test from "node:test";

import { bodyOf, changesOf, monthOf, recentOf, rhythmOf, weeksOf } from "../../static/js/history.js";

const TODAY = "2026-11-26"; // a Thursday

const session = (day, minutes = 10, more = {}) => ({
  day, begun: Date.parse(`${day}T18:00`), done: minutes * 60, before: null, after: null, areas: {}, names: { en: day },
  page: "routines/foot-reset-7/play", steps: [{ region: "foot", seconds: minutes * 60 }], ...more,
});

const days = (month) => month.weeks.flatMap((week) => week.days);

test("a month has whole weeks from Monday, its own days, and what was done on them", () => {
  const month = monthOf([session("2026-11-26", 12), session("2026-11-26", 8), session("2026-10-31")], "2026-11", TODAY);
  assert.equal(month.weeks.length, 6);
  assert.deepEqual(days(month)[0], { day: "2026-10-26", minutes: 0, sessions: 0, inMonth: false, future: false, today: false });
  assert.equal(days(month).at(-1).day, "2026-12-06");
  assert.equal(days(month).filter(({ inMonth }) => inMonth).length, 30);
  const today = days(month).find((one) => one.today);
  assert.deepEqual([today.day, today.minutes, today.sessions], [TODAY, 20, 2]);
  assert.ok(days(month).filter(({ future }) => future).every(({ day }) => day > TODAY));
  assert.equal(days(monthOf([], "2024-02", TODAY)).filter(({ inMonth }) => inMonth).length, 29);
  assert.equal(monthOf([], "2027-02", TODAY).weeks.length, 4, "a month that fills its weeks");
});

test("a session past midnight is of the day on which it began, wherever that was", () => {
  const late = session("2026-11-25", 20, { begun: Date.parse("2026-11-25T23:55"), ended: Date.parse("2026-11-26T00:15") });
  const month = monthOf([late], "2026-11", TODAY);
  assert.equal(days(month).find(({ day }) => day === "2026-11-25").minutes, 20);
  const elsewhere = session("2026-11-24", 20, { begun: Date.parse("2026-11-25T03:00") });
  assert.equal(days(monthOf([elsewhere], "2026-11", TODAY)).find(({ day }) => day === "2026-11-24").minutes, 20);
  const { day, ...older } = late;
  assert.equal(days(monthOf([older], "2026-11", TODAY)).find((one) => one.day === "2026-11-25").minutes, 20, "of an older release");
});

test("weeks run from Monday to Sunday, this one last", () => {
  const weeks = weeksOf([session("2026-11-23", 15), session("2026-11-22", 30), session("2026-10-01", 99)], TODAY, 3);
  assert.deepEqual(weeks, [
    { monday: "2026-11-09", minutes: 0, sessions: 0 },
    { monday: "2026-11-16", minutes: 30, sessions: 1 },
    { monday: "2026-11-23", minutes: 15, sessions: 1 },
  ]);
});

test("the rhythm counts days of this week, and the days that are left are for rest", () => {
  const state = (...these) => rhythmOf(these.map((day) => session(day)), TODAY, { least: 2, most: 3 });
  assert.deepEqual(state("2026-11-22"), { done: 0, least: 2, most: 3, state: "begin" });
  assert.equal(state("2026-11-23").state, "on-the-way");
  assert.deepEqual([state("2026-11-23", "2026-11-23").done, state("2026-11-23", "2026-11-23").state], [1, "on-the-way"], "two on a day are one day");
  assert.equal(state("2026-11-23", "2026-11-24").state, "there");
  assert.equal(state("2026-11-23", "2026-11-24", "2026-11-25").state, "rest");
});

test("who only looked did not practise; who stopped early did", () => {
  const brief = (done) => rhythmOf([session("2026-11-23", 0, { done })], TODAY, { least: 1, most: 2 }).done;
  assert.deepEqual([brief(59), brief(60)], [0, 1]);
});

const scored = (day, before, after, more) => session(day, 10, { before, after, ...more });

test("before and after are of the places that were worked, or told of", () => {
  const steps = [{ region: "whole", seconds: 900 }, { region: "neck", seconds: 500 }, { region: "foot", seconds: 99 }, { region: "calf", seconds: 0 }];
  const sessions = [
    scored("2026-11-03", 4, 2, { steps, areas: { chest: "lighter" } }),
    scored("2026-11-02", 5, 2, { steps, areas: { chest: "same" } }),
    scored("2026-11-01", null, 2, { steps }),
  ];
  const changes = changesOf(sessions);
  assert.deepEqual(changes.map(({ region }) => region), ["neck", "chest"], "a fifth of the time, not less");
  assert.deepEqual(changes[0].points, [{ day: "2026-11-02", before: 5, after: 2 }, { day: "2026-11-03", before: 4, after: 2 }]);
  assert.deepEqual([changes[0].usual, changes[0].trend], [-2.5, "lower"]);
});

test("a change is told only when it is so more often than not", () => {
  const told = (...pairs) => {
    const [{ usual, trend }] = changesOf(pairs.map(([before, after], n) => scored(`2026-11-${20 - n}`, before, after)));
    return [usual, trend];
  };
  assert.deepEqual(told([5, 3], [5, 4], [4, 5]), [-1, "lower"]);
  assert.deepEqual(told([5, 3], [4, 5]), [-0.5, "mixed"]);
  assert.deepEqual(told([3, 5], [3, 4], [3, 4]), [1, "higher"]);
  assert.deepEqual(told([3, 3], [4, 4], [4, 3]), [0, "same"]);
  assert.deepEqual(told([3, 3], [5, 1], [1, 5], [2, 2]), [0, "mixed"]);
});

test("the last six are shown, and one alone is no line", () => {
  const many = Array.from({ length: 9 }, (_, n) => scored(`2026-11-${String(20 - n).padStart(2, "0")}`, n, 0));
  assert.deepEqual(changesOf(many)[0].points.map(({ before }) => before), [5, 4, 3, 2, 1, 0]);
  assert.deepEqual(changesOf(many.slice(0, 1)), []);
  assert.deepEqual(changesOf([scored("2026-11-02", 5, 11), scored("2026-11-01", "5", 3)]), [], "numbers that are none");
});

test("the body shows the last four weeks: what was worked most, and how it last felt", () => {
  const at = (day, region, minutes, areas = {}) => session(day, minutes, { steps: [{ region, seconds: minutes * 60 }], areas });
  const body = bodyOf([
    at("2026-11-26", "neck", 20, { neck: "lighter" }), at("2026-11-20", "foot", 10, { neck: "sore", foot: "sore" }),
    at("2026-11-01", "calf", 5), at("2026-10-30", "neck", 10), at("2026-10-29", "hand", 60, { hand: "sore" }),
  ], TODAY);
  assert.deepEqual(body, {
    neck: { seconds: 1800, feels: "lighter", level: "much" },
    foot: { seconds: 600, feels: "sore", level: "some" },
    calf: { seconds: 300, feels: null, level: "little" },
  });
  assert.deepEqual(bodyOf([], TODAY), {});
});

test("what was practised last comes first, each once", () => {
  const of = (page, day) => session(day, 10, { page });
  const found = recentOf([of("routines/a/play", "2026-11-05"), of("routines/b/play", "2026-11-04"), of("routines/a/play", "2026-11-03"), of("programmes/p/day-1/play", "2026-11-02")], 2);
  assert.deepEqual(found.map(({ page, day }) => [page, day]), [["routines/a", "2026-11-05"], ["routines/b", "2026-11-04"]]);
});

test("a region of any name touches nothing but its own entry", () => {
  const odd = session("2026-11-26", 10, { steps: [{ region: "__proto__", seconds: 60 }], areas: {} });
  assert.ok(Object.hasOwn(bodyOf([odd], "2026-11-26"), "__proto__"));
  assert.equal({}.seconds, undefined);
});
