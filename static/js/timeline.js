// Turns the steps of a routine into timed cues. Pure: steps and wishes in, plan out (see session.js).
//
// A step is {side: "both" | "left-right", seconds, least, most, swap, transition, still, longer};
// seconds are per side, least and most the range of its technique, `swap` is the pause between the
// sides, `transition` the one after it, `longer` what a person added to a side earlier, by side. As
// written, the phases add up to exactly these seconds; fascia/timeline.py tells the checks the same.

/** How a routine goes when nobody wishes otherwise. */
export const AS_WRITTEN = {
  /** "flow" goes on by itself; "settle" waits for a person to be there. */
  pace: "flow",
  /** What pauses and holds are multiplied by. */
  pauses: 1,
  holds: 1,
  /** The side to begin with, and whether it is the only one. */
  first: "left",
  only: false,
};

/** A hold shorter than this has no halfway bell: it would follow the first one too closely. */
const HALFWAY_FROM = 40;

/** Percentage of the pause after a step that is for coming out; the rest is for the next one. */
const LEAVING = 35;

/** How long a step waits for somebody to be ready, in seconds; then it begins by itself. */
export const LONG_SETTLE = 90;

const other = (side) => (side === "left" ? "right" : "left");

/** The sides of a step in the order in which they come. */
export function sidesOf(step, { first, only }) {
  if (step.side === "both") return ["both"];
  return only ? [first] : [first, other(first)];
}

/** Seconds of a side of a step: what is wished, within the range of its technique. */
function secondsOf(step, side, { holds }) {
  const wished = holds === 1 ? step.seconds : Math.round((step.seconds * holds) / 5) * 5;
  const seconds = wished + (step.longer?.[side] ?? 0);
  const { least = step.seconds, most = step.seconds } = step;
  return Math.max(Math.min(least, step.seconds), Math.min(Math.max(most, step.seconds), seconds));
}

/**
 * The plan of the steps from number `from` on. With `pauseFirst` it begins with the pause that
 * leads to it: somebody comes out of the step before.
 */
export function planOf(steps, wishes = AS_WRITTEN, from = 0, pauseFirst = false) {
  const plan = [];
  let now = 0;
  const phase = (kind, seconds, step, side) => {
    if (!seconds) return;
    plan.push({ kind, at: now, seconds, step, side });
    if (kind === "hold" && seconds >= HALFWAY_FROM) {
      plan.push({ kind: "halfway", at: now + Math.floor(seconds / 2), seconds: 0, step, side });
    }
    now += seconds;
  };
  const pauseBefore = (number) => {
    const pause = Math.round(steps[number - 1].transition * wishes.pauses);
    const leaving = Math.floor((pause * LEAVING + 50) / 100);
    phase("transition", leaving, number - 1, "both");
    const settling = wishes.pace === "settle" ? LONG_SETTLE : pause - leaving;
    phase("settle", settling, number, sidesOf(steps[number], wishes)[0]);
  };
  for (let number = from; number < steps.length; number++) {
    const step = steps[number];
    if (number > from || pauseFirst) pauseBefore(number);
    sidesOf(step, wishes).forEach((side, turn) => {
      if (turn) phase("swap", Math.round(step.swap * wishes.pauses), number, side);
      phase(step.still ? "rest" : "hold", secondsOf(step, side, wishes), number, side);
    });
  }
  plan.push({ kind: "end", at: now, seconds: 0, step: steps.length - 1, side: "both" });
  return plan;
}
