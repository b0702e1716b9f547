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
