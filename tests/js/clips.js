// What a phone makes of sessions in recordings: steps, phrases and wishes come in, with how many seconds
// each recording takes; names, words and times come out.

import { readFileSync } from "node:fs";

import { RATE } from "../../static/js/bells.js";
import { said } from "../../static/js/phrases.js";
import { AS_WRITTEN, planOf } from "../../static/js/timeline.js";
import { soundsOf } from "../../static/js/track.js";
import { clipsOf, voicesFor } from "../../static/js/voice.js";

const { sessions, phrases, wishes, seconds } = JSON.parse(readFileSync(0, "utf8"));
const load = (name) => new Int16Array(seconds[name] * RATE);

process.stdout.write(JSON.stringify(sessions.map((steps) => {
  const plan = planOf(steps, { ...AS_WRITTEN, ...wishes });
  const voices = voicesFor(plan, steps, wishes, load);
  const placed = soundsOf(plan, { voices }).slice(soundsOf(plan).length);
  return {
    clips: plan.map((cue) => clipsOf(cue, steps, wishes)),
    said: plan.map((cue) => said(cue, steps, phrases, wishes)),
    ends: placed.map(({ at, pcm }) => (at + pcm.length) / RATE),
  };
})));
