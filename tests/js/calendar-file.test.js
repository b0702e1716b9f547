import assert from "node:assert/strict";
import test from "node:test";

import { WEEKDAYS, reminderOf } from "../../static/js/calendar-file.js";
import { weekdayOf } from "../../static/js/days.js";
import { diceOf } from "./laws.js";

const WANTED = {
  days: ["WE", "MO"], time: "07:30", uid: "1@fascia", sequence: 2, stamp: new Date("2026-11-26T18:05:09Z"), from: "2026-11-26",
  title: "Tijd voor je mat", text: "Rustig, en zacht", minutes: 15, url: "https://fascia.example/nl/",
};

/** Names and values, as a calendar reads them. */
const read = (text) => text.replaceAll("\r\n ", "").split("\r\n").filter(Boolean).map((line) => {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1)];
});
const valueIn = (text, name) => read(text).find(([each]) => each === name)?.[1];
const plain = (text) => text.replace(/\\n/g, "\n").replace(/\\([\\;,])/g, "$1");

test("it comes every week on its days, by the clock of where somebody is", () => {
  const text = reminderOf(WANTED);
  const names = read(text).map(([name]) => name);
  assert.deepEqual(names, [
    "BEGIN", "VERSION", "PRODID", "BEGIN", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DURATION", "RRULE", "SUMMARY", "DESCRIPTION", "URL",
    "BEGIN", "ACTION", "TRIGGER", "DESCRIPTION", "END", "END", "END",
  ]);
  assert.deepEqual(read(text).filter(([name]) => name === "BEGIN" || name === "END").map(([name, value]) => `${name} ${value}`), [
    "BEGIN VCALENDAR", "BEGIN VEVENT", "BEGIN VALARM", "END VALARM", "END VEVENT", "END VCALENDAR",
  ]);
  assert.equal(valueIn(text, "RRULE"), "FREQ=WEEKLY;WKST=MO;BYDAY=MO,WE");
  assert.equal(valueIn(text, "DTSTART"), "20261130T073000", "Thursday has gone by: Monday is next");
  assert.equal(valueIn(text, "DTSTAMP"), "20261126T180509Z");
  assert.deepEqual([valueIn(text, "UID"), valueIn(text, "SEQUENCE"), valueIn(text, "DURATION")], ["1@fascia", "2", "PT15M"]);
  assert.ok(text.endsWith("END:VCALENDAR\r\n") && !/[^\r]\n/.test(text));
});

test("the first time is on the first of its days, today among them", () => {
  const startOn = (days, from) => valueIn(reminderOf({ ...WANTED, days, from }), "DTSTART").slice(0, 8);
  assert.equal(startOn(["TH"], "2026-11-26"), "20261126");
  assert.equal(startOn(["WE"], "2026-11-26"), "20261202");
  assert.equal(startOn(["SU", "SA"], "2026-11-26"), "20261128");
  assert.equal(startOn(["FR"], "2026-12-31"), "20270101");
});

test("no words bring a line of their own, however their lines break", () => {
  for (const text of ["a\nATTACH:x", "a\r\nATTACH:x", "a\rATTACH:x"]) {
    const lines = reminderOf({ ...WANTED, title: text, text }).split(/\r\n|[\r\n]/);
    assert.ok(lines.includes("SUMMARY:a\\nATTACH:x") && lines.includes("DESCRIPTION:a\\nATTACH:x"), JSON.stringify(text));
    assert.ok(!lines.some((line) => line.startsWith("ATTACH")));
  }
});

test("no line is longer than 75 octets, and whatever is in the words comes out again", () => {
  const letters = ["a", "é", "“", "🎾", ",", ";", "\\", "\n", " ", "ij"];
  for (let seed = 1; seed <= 200; seed++) {
    const dice = diceOf(seed);
    const words = () => Array.from({ length: dice.below(200) }, () => dice.one(letters)).join("");
    const wanted = { ...WANTED, title: words(), text: words(), days: dice.some(WEEKDAYS, 6).concat("FR"), from: `2026-11-${10 + dice.below(20)}` };
    const text = reminderOf(wanted);
    for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.ok(!/(?<!\\)(\\\\)*[,;]/.test(valueIn(text, "SUMMARY")), "no bare comma or semicolon");
    assert.equal(plain(valueIn(text, "SUMMARY")), wanted.title);
    assert.equal(plain(valueIn(text, "DESCRIPTION")), wanted.text);
    const start = valueIn(text, "DTSTART").replace(/^(\d{4})(\d\d)(\d\d).*$/, "$1-$2-$3");
    assert.ok(start >= wanted.from && wanted.days.includes(WEEKDAYS[weekdayOf(start)]));
  }
});
