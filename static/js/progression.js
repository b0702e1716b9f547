// How far somebody is, and when to suggest one step on or back. Pure: the level that was kept, the
// sessions (newest first) and today come in. Nothing here makes anything firmer than safety.js lets it
// be: it only leaves more of that to choose, or less. A suggestion may always be refused.
//
// Sources: the four weeks of the routines brief (section 5), sections 4 and 7.4 of the safety brief, and
// rows B4, B5 and C3 of the evidence: harder pressure did no more than light pressure, professionals
// advise short and often, and mobility takes more than four weeks. So going on is never urged.

import { daysBetween, dayOf, dayOfSession } from "./days.js";

/** One ladder. Each rung has what the one below it has. */
export const RUNGS = ["gentle", "as-written", "longer", "stronger", "firmer"];
const AS_WRITTEN = 1;
const LONGER = 2;
const STRONGER = 3;
const FIRMER = 4;

/** In the beginning nothing is firmer than this (7.4: the first two weeks of practice). */
const GENTLE_CAP = 4;

/** The dose of the fourth week (section 5 of the routines). */
const LONGER_HOLDS = 1.25;

/** So many days on the first rung at least (7.4), and on each other one (a week of section 5). */
const FIRST_DAYS = 14;
const DAYS = 7;

/** So many comfortable sessions, on so many days: a week of four sessions, one of them a second that day. */
const COMFORTABLE = 4;
const ON_DAYS = 3;

/** Two moments in the red zone within a week lead back; one of them, or long soreness, keeps from going on (section 5). */
const WEEK = 7;
const RED = 2;

/** From this score on it is red (section 4). */
const RED_FROM = 7;

/** So often sore for longer in a row is for a professional (section 4). */
const TOO_OFTEN = 3;

/** Worse afterwards by so many points is not comfortable. */
const WORSE = 2;

/** After a no, a step on is not suggested for so many days. */
const QUIET = 14;

/** The rung on which somebody stands: {rung, since, refused: {rung, day} | null}; the first by default. */
export function readLevel(kept, today = dayOf(new Date())) {
  const { rung, since, refused } = kept ?? {};
  // What no calendar has would pass every wait: no number of days is less than so many.
  const isDay = (day) => typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day) && Number.isFinite(Date.parse(day));
  return {
    rung: Number.isInteger(rung) && rung in RUNGS ? rung : 0,
    since: isDay(since) ? since : today,
    refused: refused && refused.rung in RUNGS && isDay(refused.day) ? { rung: refused.rung, day: refused.day } : null,
  };
}

/** How firm anything may be; a technique has a limit of its own as well. */
export const capOf = ({ rung }) => (rung < AS_WRITTEN ? GENTLE_CAP : 10);

/** What holds are multiplied by, within the range of each technique. */
export const holdsOf = ({ rung }) => (rung < LONGER ? 1 : LONGER_HOLDS);

const isLightened = ({ eased, capped, lightened, rest }) => Boolean(eased || capped || lightened || rest);

/** Whether a step may show its stronger variant, or a firmer tool: never one that was made lighter. */
export const mayBeStronger = ({ rung }, step) => rung >= STRONGER && !isLightened(step);
export const mayBeFirmer = ({ rung }, step) => rung >= FIRMER && !isLightened(step);

const isRed = ({ score, signal }) => Boolean(signal) || score >= RED_FROM;

const redsIn = ({ much = [] }) => much.filter(isRed).length;

/** Nothing red, not sore for longer, not worse than before. Who was not asked yet was not sore. */
function isComfortable(session) {
  const { before, after, sore } = session;
  const worse = Number.isFinite(before) && Number.isFinite(after) && after - before >= WORSE;
  return !redsIn(session) && sore?.level !== "more" && !worse;
}

const isThisWeek = (session, today) => daysBetween(dayOfSession(session), today) < WEEK;

/**
 * Why to go one step back, or null. Only what came after the day of the last change: what led to a step
 * back leads to one step, not to the foot of the ladder.
 */
function reasonBack({ since }, sessions, today) {
  const after = sessions.filter((session) => dayOfSession(session) > since);
  // The last one that can have been asked about: practising again before the question unsays nothing.
  const asked = after.find((session) => session.sore || dayOfSession(session) < today);
  if (asked?.sore?.level === "more") {
    const levels = after.map(({ sore }) => sore?.level).filter((one) => one && one !== "skipped");
    const often = levels.slice(0, TOO_OFTEN).filter((one) => one === "more").length === TOO_OFTEN;
    return { why: often ? "professional" : "sore", day: dayOfSession(asked) };
  }
  const reds = after.filter((session) => redsIn(session) && isThisWeek(session, today));
  const count = reds.reduce((sum, session) => sum + redsIn(session), 0);
  return count >= RED ? { why: "red", day: dayOfSession(reds[0]) } : null;
}

/**
 * One step to suggest: {to, direction: "up" | "back" | "stay", why, count}, or null. On the lowest rung there
 * is no step back; what it would be for is told all the same. `lighter` says that the safety
 * check makes something lighter for this person: then it goes no further than as it is written.
 */
export function suggestion(level, sessions, today, { lighter = false } = {}) {
  const since = sessions.filter((session) => dayOfSession(session) >= level.since);
  const { refused } = level;

  const back = reasonBack(level, sessions, today);
  if (back) {
    // Refused for this reason; a new one may be told.
    const to = Math.max(0, level.rung - 1);
    const told = refused && refused.rung <= to && refused.day >= back.day;
    return told ? null : { to, direction: to < level.rung ? "back" : "stay", why: back.why, count: 0 };
  }

  const to = level.rung + 1;
  if (to >= RUNGS.length || (lighter && to > AS_WRITTEN)) return null;
  if (daysBetween(level.since, today) < (level.rung === 0 ? FIRST_DAYS : DAYS)) return null;
  // Whatever was refused: a second no does not unsay the first.
  if (refused && daysBetween(refused.day, today) < QUIET) return null;
  if (sessions.some((session) => (redsIn(session) || session.sore?.level === "more") && isThisWeek(session, today))) return null;
  const comfortable = since.filter(isComfortable);
  const days = new Set(comfortable.map(dayOfSession)).size;
  const lately = since.slice(0, 2).every(isComfortable);
  if (!lately || comfortable.length < COMFORTABLE || days < ON_DAYS) return null;
  return { to, direction: "up", why: "comfortable", count: comfortable.length };
}

/** The level after a yes: it begins anew that day. */
export const accept = (_level, { to }, today) => stepTo(to, today);

/** The level after a no: the same, and that it was asked. */
export const refuse = (level, { to }, today) => ({ ...level, refused: { rung: to, day: today } });

export const stepTo = (rung, today) => ({ rung, since: today, refused: null });
