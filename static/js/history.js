// What the sessions of a person add up to. Pure: sessions (newest first) and today come in, a day is
// "2026-11-24". Nothing here counts days in a row: rest is part of practising.

import { addDays, dayOfSession, mondayOf } from "./days.js";

/** Whoever stopped early practised too; below a minute somebody only looked. In seconds. */
const COUNTS_FROM = 60;

/** A region counts in a session from this share of its time on, or when somebody told of it. */
const SHARE = 0.2;

/** Fewer points are no line. */
const ENOUGH_POINTS = 2;

/** So often out of all, a change goes the same way: more often than not, clearly. */
const MOSTLY = 2 / 3;

/** Shares of what the most worked region got, from which it is "some" and "much". */
const SOME = 1 / 3;
const MUCH = 2 / 3;

export const minutesOf = ({ done }) => done / 60;

const counts = ({ done }) => done >= COUNTS_FROM;

/** The sessions that count, by day. */
function byDay(sessions) {
  const days = new Map();
  for (const session of sessions.filter(counts)) {
    const day = dayOfSession(session);
    days.set(day, [...(days.get(day) ?? []), session]);
  }
  return days;
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** Seven days from a Monday on, each with what was done. */
const weekFrom = (days, monday) => [0, 1, 2, 3, 4, 5, 6].map((n) => {
  const day = addDays(monday, n);
  const done = days.get(day) ?? [];
  return { day, minutes: sum(done.map(minutesOf)), sessions: done.length };
});

/** The weeks that a month ("2026-11") touches: {weeks: [{days: [{day, inMonth, future, today, minutes, sessions}]}]}. */
export function monthOf(sessions, month, today) {
  const days = byDay(sessions);
  const weeks = [];
  for (let monday = mondayOf(`${month}-01`); monday.slice(0, 7) <= month; monday = addDays(monday, 7)) {
    weeks.push({
      days: weekFrom(days, monday).map((one) => ({
        ...one, inMonth: one.day.startsWith(month), future: one.day > today, today: one.day === today,
      })),
    });
  }
  return { weeks };
}

/** The last weeks, this one last: [{monday, minutes, sessions}]. */
export function weeksOf(sessions, today, count = 7) {
  const days = byDay(sessions);
  return Array.from({ length: count }, (_, n) => {
    const monday = addDays(mondayOf(today), 7 * (n + 1 - count));
    const week = weekFrom(days, monday);
    return { monday, minutes: sum(week.map(({ minutes }) => minutes)), sessions: sum(week.map((day) => day.sessions)) };
  });
}

/**
 * How this week stands beside a rhythm of so many days: {done, least, most, state}. The state is
 * "begin" (no day yet), "on-the-way", "there", or "rest" when the week has all its days.
 */
export function rhythmOf(sessions, today, { least, most }) {
  const done = weekFrom(byDay(sessions), mondayOf(today)).filter((day) => day.sessions).length;
  const state = done === 0 ? "begin" : done < least ? "on-the-way" : done < most ? "there" : "rest";
  return { done, least, most, state };
}

/** The region of breathing, resting and walking: no place of the body. */
const WHOLE = "whole";

/** Seconds by place of one session. */
function secondsIn({ steps }) {
  const seconds = new Map();
  for (const { region, seconds: part } of steps) {
    if (region !== WHOLE) seconds.set(region, (seconds.get(region) ?? 0) + part);
  }
  return seconds;
}

/** The regions that a score of this session is about: the score itself names none. */
function regionsOf(session) {
  const seconds = secondsIn(session);
  const all = sum([...seconds.values()]);
  const worked = [...seconds].filter(([, part]) => part > 0 && part >= SHARE * all).map(([region]) => region);
  return new Set([...worked, ...Object.keys(session.areas)]);
}

const isScore = (number) => Number.isInteger(number) && number >= 0 && number <= 10;

/** The middle one; of an even number the one between the two, in halves. */
function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const { length } = sorted;
  return (sorted[Math.floor((length - 1) / 2)] + sorted[Math.floor(length / 2)]) / 2;
}

function trendOf(points, usual) {
  const mostly = (holds) => points.filter(({ before, after }) => holds(after - before)).length >= MOSTLY * points.length;
  if (usual < 0 && mostly((change) => change < 0)) return "lower";
  if (usual > 0 && mostly((change) => change > 0)) return "higher";
  return mostly((change) => change === 0) ? "same" : "mixed";
}

/**
 * What changed in each region between before and after, the most practised region first:
 * {region, points: [{day, before, after}] (the last ones, oldest first), usual (the median change), trend}.
 */
export function changesOf(sessions, limit = 6) {
  const found = new Map();
  for (const session of sessions) {
    const { before, after } = session;
    if (!isScore(before) || !isScore(after)) continue;
    for (const region of regionsOf(session)) {
      const entry = found.get(region) ?? { region, points: [], seen: 0 };
      entry.seen += 1;
      if (entry.points.length < limit) entry.points.unshift({ day: dayOfSession(session), before, after });
      found.set(region, entry);
    }
  }
  return [...found.values()]
    .filter(({ points }) => points.length >= ENOUGH_POINTS)
    .sort((one, other) => other.seen - one.seen)
    .map(({ region, points }) => {
      const usual = median(points.map(({ before, after }) => after - before));
      return { region, points, usual, trend: trendOf(points, usual) };
    });
}

/** What each region got in the last days, and how it last felt: region → {seconds, level, feels}. */
export function bodyOf(sessions, today, days = 28) {
  const since = addDays(today, 1 - days);
  const body = new Map(); // a region out of a file may have any name, also one that objects have
  const at = (region) => {
    if (!body.has(region)) body.set(region, { seconds: 0, feels: null });
    return body.get(region);
  };
  for (const session of sessions) {
    if (dayOfSession(session) < since) break; // newest first
    for (const [region, seconds] of secondsIn(session)) if (seconds > 0) at(region).seconds += seconds;
    for (const [region, feels] of Object.entries(session.areas)) at(region).feels ??= feels;
  }
  const most = Math.max(0, ...[...body.values()].map(({ seconds }) => seconds));
  for (const entry of body.values()) {
    const share = most ? entry.seconds / most : 0;
    entry.level = share >= MUCH ? "much" : share >= SOME ? "some" : "little";
  }
  return Object.fromEntries(body);
}

/** The last different pages that were practised, latest first: {page (without "/play"), names, day}. */
export function recentOf(sessions, count) {
  const pages = new Map();
  for (const session of sessions) {
    const page = session.page?.replace(/\/play$/, "");
    if (page && !pages.has(page)) pages.set(page, { page, names: session.names, day: dayOfSession(session) });
    if (pages.size === count) break;
  }
  return [...pages.values()];
}
