// What a phone makes of routines for people with something: answers and steps come in, plans go out.

import { readFileSync } from "node:fs";

import { adapt, profileOf } from "../../static/js/safety.js";

const { facts, now, cases } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(({ answers, path }) => {
  const steps = facts.routines[path].map(([technique, side, seconds, swap, transition]) =>
    ({ technique, side, seconds, swap, transition }));
  return adapt(facts, profileOf(facts, answers, now), steps);
})));
