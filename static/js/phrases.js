// What is said and shown at a cue, out of phrases that the page brings. Pure: no page, no voice.
//
// A phrase has {} where the words of a step go; a step has its words as {name, settle, cue,
// lighter}. fascia/phrases.py puts the same together for the check that there is time for them.

import { isWork } from "./session.js";

const fill = (phrase, words) => phrase.replace("{}", () => words);

const asSentence = (name) => (/[.?!]$/.test(name) ? name : `${name}.`);

/**
 * The words that are announced and spoken when a cue comes. With `voice` "names" a step is only
 * named, and how to get into it is not told; with "none" there are none.
 */
export function said(cue, steps, phrases, { voice = "full", first = "left" } = {}) {
  if (voice === "none") return "";
  const step = steps[cue.step];
  switch (cue.kind) {
    case "halfway":
    case "wait":
    case "end":
      return phrases[cue.kind];
    case "swap":
      return phrases[`swap-${cue.side}`];
    case "transition":
      // The next step is named while there is time for it; getting in has its own words.
      return fill(phrases.transition, asSentence(steps[cue.step + 1].name));
    case "settle":
      return voice === "names" ? "" : fill(phrases[`${cue.side}-first`] ?? "{}", step.settle);
    default: {
      if (voice === "names") return fill(phrases[cue.side] ?? "{}", asSentence(step.name));
      const words = fill(phrases[cue.side] ?? "{}", step.eased ?? step.cue);
      const second = cue.side !== "both" && cue.side !== first;
      return second || !step.lighter ? words : `${words} ${step.lighter}`;
    }
  }
}

/** What follows a phase of practice. */
export function followedBy(plan, phase, steps, phrases) {
  const next = plan.find((cue) => cue.at > phase.at && isWork(cue));
  if (!next) return phrases["the-end"];
  return next.step === phase.step ? phrases[`other-side-${next.side}`] : steps[next.step].name;
}
