// Following a programme: which day is when, and what was done. Pure: records and days come in, new
// records go out. Nobody is behind: what was missed waits, and whoever takes it up moves what is left.
//
// A programme is {id, days: [{key, offset, sessions: [{key, path, part, name}], …}]}: days of practice in
// order, `offset` in days from the start; what lies between them is rest. A record is {id, state: "active"
// | "paused" | "finished", started, pausedOn, anew, days: {key: day}, done: {session key: {day, session}}, at}
// where `anew` is the day on which some of it was begun again, or null.

import { addDays, daysBetween } from "./days.js";

/** Whoever did this part of what was planned has done that day; ending early is a good session too. */
const ENOUGH = 0.5;

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isDay = (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

/** Days from `today` on, each as far from the one before as the programme has it. */
const planFrom = (days, today) =>
  Object.fromEntries(days.map(({ key, offset }) => [key, addDays(today, offset - days[0].offset)]));

/** From this day on, which may be one that is still to come: a retreat has its own. */
export const begin = (programme, today) => (
  { id: programme.id, state: "active", started: today, pausedOn: null, anew: null, days: planFrom(programme.days, today), done: {}, at: Date.parse(today) }
);

const isDone = (record, { sessions }) => sessions.every(({ key }) => record.done[key]);

/** Days of which something is left, in order. */
const openDays = (record, programme) => programme.days.filter((day) => !isDone(record, day));

/**
 * Of these the ones that nobody has gone past: whoever skipped a day and did a later one, on a later day,
 * is not asked for it again, and the programme can end without it.
 */
export function leftDays(record, programme) {
  const left = [];
  let latest = record.anew ?? ""; // the last day on which something that comes later was done
  for (const each of [...programme.days].reverse()) {
    if (!isDone(record, each) && record.days[each.key] >= latest) left.unshift(each);
    for (const { key } of each.sessions) if (record.done[key]?.day > latest) latest = record.done[key].day;
  }
  return left;
}

/** What is left, from one of these days on, moved by so many days. */
function shift(record, left, days) {
  const moved = left.map(({ key }) => [key, addDays(record.days[key], days)]);
  return { ...record, days: { ...record.days, ...Object.fromEntries(moved) } };
}

const finishIfDone = (record, programme) =>
  (leftDays(record, programme).length ? record : { ...record, state: "finished", pausedOn: null });

export const pause = (record, _programme, today) =>
  (record.state === "active" ? { ...record, state: "paused", pausedOn: today } : record);

/** After a pause what was left comes as many days later. */
export function goOn(record, programme, today) {
  if (record.state !== "paused") return record;
  const waited = Math.max(0, daysBetween(record.pausedOn, today));
  return { ...shift(record, leftDays(record, programme), waited), state: "active", pausedOn: null };
}

/**
 * One day on another day; those after it that it would meet or pass move along, so that their order
 * stays and no two fall together. It never comes before one that precedes it.
 */
export function move(record, programme, key, day) {
  const open = openDays(record, programme);
  const place = open.findIndex((each) => each.key === key);
  if (place < 0 || !isDay(day) || record.state === "finished") return record;
  const before = open[place - 1] && record.days[open[place - 1].key];
  const days = { ...record.days, [key]: before && day <= before ? addDays(before, 1) : day };
  for (let n = place + 1; n < open.length; n++) {
    const [previous, next] = [days[open[n - 1].key], days[open[n].key]];
    if (next <= previous) days[open[n].key] = addDays(previous, 1);
  }
  return finishIfDone({ ...record, days }, programme);
}

/** The first day that was missed becomes today; what follows keeps its distance. */
export function catchUp(record, programme, today) {
  const left = leftDays(record, programme);
  const late = left.length ? daysBetween(record.days[left[0].key], today) : 0;
  return late > 0 ? shift(record, left, late) : record;
}

/**
 * From one of its days on once more, today: a day, or a week, is practised again, and what follows keeps its
 * distance. Where something before it is left, that comes first.
 */
export function repeat(record, programme, key, today) {
  const place = programme.days.findIndex((each) => each.key === key);
  if (place < 0) return record;
  const left = programme.days.indexOf(leftDays(record, programme)[0]);
  const again = programme.days.slice(left < 0 ? place : Math.min(left, place));
  const unsaid = new Set(again.flatMap(({ sessions }) => sessions.map((each) => each.key)));
  return {
    ...record,
    state: "active",
    pausedOn: null,
    anew: today,
    days: { ...record.days, ...planFrom(again, today) },
    done: Object.fromEntries(Object.entries(record.done).filter(([each]) => !unsaid.has(each))),
  };
}

/**
 * A session of it was done; the same record where too little of it was. Done later than it was to be, it
 * takes what follows along: no two days come on one, and rest stays rest.
 */
export function complete(record, programme, sessionKey, { id, done, planned, finished, day }) {
  const known = programme.days.find(({ sessions }) => sessions.some(({ key }) => key === sessionKey));
  if (!known || !(finished || done >= planned * ENOUGH)) return record;
  const left = leftDays(record, programme);
  const place = left.indexOf(known);
  const late = place >= 0 && isDay(day) ? daysBetween(record.days[known.key], day) : 0;
  const moved = late > 0 ? shift(record, left.slice(place), late) : record;
  const noted = { ...moved, done: { ...record.done, [sessionKey]: { day, session: id } } };
  return finishIfDone(noted, programme);
}

/** When each day is: [{key, day, state: "done" | "today" | "missed" | "coming"}]. */
export const scheduleOf = (record, programme, today) =>
  programme.days.map((each) => {
    const day = record.days[each.key];
    const state = isDone(record, each) ? "done" : day === today ? "today" : day < today ? "missed" : "coming";
    return { key: each.key, day, state };
  });

/** What today holds: {day}, {missed} (keys), {rest}, {finished}; null while it is paused. */
export function todayOf(record, programme, today) {
  if (record.state === "paused") return null;
  if (record.state === "finished") return { finished: true };
  const [first] = leftDays(record, programme);
  // What was done this very day still stands there, ticked.
  const here = scheduleOf(record, programme, today).find(({ day }) => day === today)?.key;
  if (first && record.days[first.key] < today) return { missed: first.key };
  return here ? { day: here } : { rest: true };
}

/** A sound record out of what was kept, whatever that is; null when it says nothing of this programme. */
export function readEnrolment(kept, programme) {
  if (!isRecord(kept) || kept.id !== programme.id || !isDay(kept.started)) return null;
  const { started, at } = kept;
  const known = new Set(programme.days.flatMap(({ sessions }) => sessions.map(({ key }) => key)));
  const done = Object.fromEntries(Object.entries(isRecord(kept.done) ? kept.done : {})
    .filter(([key, each]) => known.has(key) && isRecord(each))
    .map(([key, { day, session }]) => [key, { day: isDay(day) ? day : null, session: typeof session === "string" ? session : null }]));
  const planned = planFrom(programme.days, started);
  const days = {};
  let previous = "";
  for (const { key, sessions } of programme.days) {
    const day = isRecord(kept.days) && isDay(kept.days[key]) ? kept.days[key] : planned[key];
    // What is done may have been done before its turn: only what is left has an order to keep.
    const left = !sessions.every((each) => done[each.key]);
    days[key] = left && day <= previous ? addDays(previous, 1) : day;
    if (left) previous = days[key];
  }
  const anew = isDay(kept.anew) ? kept.anew : null;
  const record = { id: programme.id, state: "active", started, pausedOn: null, anew, days, done, at: Number.isFinite(at) ? at : 0 };
  const paused = kept.state === "paused" && isDay(kept.pausedOn);
  return finishIfDone(paused ? { ...record, state: "paused", pausedOn: kept.pausedOn } : record, programme);
}
