// What a phone makes of pages of the player: steps and phrases come in, cues and words go out.

import { readFileSync } from "node:fs";

import { said } from "../../static/js/phrases.js";
import { planOf } from "../../static/js/timeline.js";

const pages = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(pages.map(({ steps, phrases }) => {
  const plan = planOf(steps);
  return { plan, said: plan.map((cue) => said(cue, steps, phrases)) };
})));
