// What is said and shown at a cue, out of phrases that the page brings. Pure: no page, no voice.
//
// A phrase has {} where the words of a step go; a step has its words as {name, settle, cue,
// lighter}. fascia/phrases.py puts the same together for the check that there is time for them.

const fill = (phrase, words) => phrase.replace("{}", () => words);

const asSentence = (name) => (/[.?!]$/.test(name) ? name : `${name}.`);

/** The words that are announced and spoken when a cue comes. */
export function said(cue, steps, phrases) {
  const step = steps[cue.step];
  switch (cue.kind) {
    case "halfway":
    case "swap":
    case "end":
      return phrases[cue.kind];
    case "transition":
      // The next step is named while there is time for it; getting in has its own words.
      return fill(phrases.transition, asSentence(steps[cue.step + 1].name));
    case "settle":
      return fill(phrases[`${cue.side}-first`] ?? "{}", step.settle);
    default: {
      const words = fill(phrases[cue.side] ?? "{}", step.cue);
      return cue.side === "right" || !step.lighter ? words : `${words} ${step.lighter}`;
    }
  }
}

/** What follows a phase of practice. */
export function followedBy(cue, steps, phrases) {
  if (cue.side === "left") return phrases["other-side"];
  return steps[cue.step + 1]?.name ?? phrases["the-end"];
}
