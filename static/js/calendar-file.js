// A reminder for the person's own calendar, as a file (RFC 5545). Pure: everything comes in, text goes out.

import { addDays, weekdayOf } from "./days.js";

/** Days as the format names them, from Monday. */
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** No line is longer than this; in octets, the break aside. */
const WIDTH = 75;

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n");

/** A long line goes on in the next one, after a space; never within a letter. */
function folded(line) {
  const encoder = new TextEncoder();
  const lines = [""];
  let room = WIDTH;
  for (const letter of line) {
    const { length } = encoder.encode(letter);
    if (length > room) {
      lines.push(" ");
      room = WIDTH - 1;
    }
    lines[lines.length - 1] += letter;
    room -= length;
  }
  return lines.join("\r\n");
}

const compact = (text) => text.replace(/[-:]/g, "");

/**
 * The text of the file. `days` are names of WEEKDAYS, `time` is "07:30" on the clock of wherever the
 * person is, `from` the first possible day, `stamp` the moment at which it is made, `minutes` what the
 * calendar keeps free. With the same `uid` and a higher `sequence` it takes the place of an earlier one.
 */
export function reminderOf({ days, time, uid, sequence, stamp, from, title, text, minutes, url }) {
  const sorted = WEEKDAYS.filter((day) => days.includes(day));
  const first = [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(from, n)).find((day) => sorted.includes(WEEKDAYS[weekdayOf(day)]));
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Fascia//Reminder//EN",
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${compact(stamp.toISOString().slice(0, 19))}Z`,
    // Without a zone: half past seven stays that, at home and in France.
    `DTSTART:${compact(first)}T${compact(time)}00`,
    `DURATION:PT${minutes}M`,
    `RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=${sorted.join(",")}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    `URL:${url}`,
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:PT0S",
    `DESCRIPTION:${escaped(title)}`,
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}
