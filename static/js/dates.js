// Days of the calendar as a person of this language reads them. A day is "2026-11-24".

const { lang } = document.documentElement;

/** Noon: there no clock change reaches. */
const momentOf = (day) => new Date(`${day}T12:00:00`);

const written = (options) => {
  const format = new Intl.DateTimeFormat(lang, options);
  return (day) => format.format(momentOf(day));
};

/** 24 November */
export const dayText = written({ day: "numeric", month: "long" });
/** 24 Nov */
export const shortDayText = written({ day: "numeric", month: "short" });
/** Tuesday 24 November */
export const longDayText = written({ weekday: "long", day: "numeric", month: "long" });
/** 24 November 2026 */
export const dateText = written({ dateStyle: "long" });
/** November */
export const monthText = written({ month: "long" });
/** November 2026 */
export const monthYearText = written({ month: "long", year: "numeric" });
/** M, T, W: of a Monday and the days after it. */
export const weekdayLetter = written({ weekday: "narrow" });
/** Monday */
export const weekdayText = written({ weekday: "long" });
