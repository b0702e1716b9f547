// What a session asks for the next day, and what to say then. Pure: knows no page, no store, no
// clock. An answer is a level: "none", "sport" (as after sport: that is fine), "more" (for longer or
// worse, a bruise, a bad night), or "skipped" by somebody who would rather not say.

import { dayOf } from "./days.js";

/** For so many days of the calendar a session is asked about. */
const ASKED_FOR = 3;

/** So often "more" in a row is for a professional. */
const TOO_OFTEN = 3;

const ANSWERS = new Set(["none", "sport", "more"]);

const endedOn = (session) => dayOf(new Date(session.ended));

function daysBefore(now, days) {
  const moment = new Date(now);
  moment.setDate(moment.getDate() - days);
  return dayOf(moment);
}

export const wasYesterday = (session, now) => endedOn(session) === daysBefore(now, 1);

/** The session of `sessions`, newest first, to ask about: the last one before today, once. */
export function dueSoreness(sessions, now) {
  const last = sessions.find((one) => one.done > 0 && endedOn(one) < daysBefore(now, 0));
  return last && !last.sore && endedOn(last) >= daysBefore(now, ASKED_FOR) ? last : null;
}

/** What to say before the session that follows `sessions`, newest first: null, "halve" or "professional". */
export function adviceAfter(sessions) {
  if (sessions[0]?.sore?.level !== "more") return null;
  const levels = sessions.map((one) => one.sore?.level).filter((level) => ANSWERS.has(level));
  return levels.slice(0, TOO_OFTEN).filter((level) => level === "more").length === TOO_OFTEN
    ? "professional" : "halve";
}
