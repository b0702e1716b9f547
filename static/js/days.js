// Days as a calendar has them. Pure: knows no page.

/** The day of a moment where this phone is, as 2026-11-24. */
export function dayOf(moment) {
  const month = String(moment.getMonth() + 1).padStart(2, "0");
  const day = String(moment.getDate()).padStart(2, "0");
  return `${moment.getFullYear()}-${month}-${day}`;
}

/** Whether what ends on the day `last` is over on the day `today`: its last day still counts. */
export function isOver(last, today) {
  return last < today;
}

// Arithmetic is done in UTC, where every day has 24 hours.
const DAY = 24 * 60 * 60 * 1000;
const numberOf = (day) => Date.parse(`${day}T00:00:00Z`) / DAY;
const dayOfNumber = (number) => new Date(number * DAY).toISOString().slice(0, 10);

export const addDays = (day, days) => dayOfNumber(numberOf(day) + days);

/** Days from one day until another; negative when that is earlier. */
export const daysBetween = (day, other) => numberOf(other) - numberOf(day);

/** 0 is Monday. 1 January 1970 was a Thursday. */
export const weekdayOf = (day) => (((numberOf(day) + 3) % 7) + 7) % 7;

export const mondayOf = (day) => addDays(day, -weekdayOf(day));

const isDay = (day) => typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day) && Number.isFinite(numberOf(day));

/** The day on which a session began, where the person was then: past midnight it is still that one. */
export const dayOfSession = ({ day, begun }) => (isDay(day) ? day : dayOf(new Date(begun)));
