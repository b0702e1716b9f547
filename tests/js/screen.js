// What the rules of safety answer: facts and questions come in, each [call, answers, closed regions,
// technique or address of a routine]; the answers go out.

import { readFileSync } from "node:fs";

import { adapt, insteadOf, judge, profileOf, stepsOf, substituteFor } from "../../static/js/safety.js";
import { NOW } from "./laws.js";

const CALLS = {
  judge,
  substituteFor,
  insteadOf,
  adapt: (facts, profile, path) => adapt(facts, profile, stepsOf(facts, path), facts.caps[path]),
};

const { facts, questions } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(questions.map(([call, answers, closed, about]) =>
  CALLS[call](facts, profileOf(facts, answers, NOW, { regions: closed }), about))));
