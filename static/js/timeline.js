// Turns the steps of a routine into timed cues. Pure: steps in, plan out (see session.js).
//
// A step is {side: "both" | "left-right", seconds, swap, transition, still}; seconds are per side,
// `swap` is the pause between the sides, `transition` the one after it. The phases add up to
// exactly these seconds; fascia/timeline.py tells the checks the same.

/** A hold shorter than this has no halfway bell: it would follow the first one too closely. */
const HALFWAY_FROM = 40;

/** Percentage of the pause after a step that is for coming out; the rest is for the next one. */
const LEAVING = 35;

export function planOf(steps) {
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
  steps.forEach(({ side, seconds, swap, transition, still }, number) => {
    const work = still ? "rest" : "hold";
    if (side === "both") {
      phase(work, seconds, number, "both");
    } else {
      phase(work, seconds, number, "left");
      phase("swap", swap, number, "right");
      phase(work, seconds, number, "right");
    }
    const following = steps[number + 1];
    if (!following) return;
    const leaving = Math.floor((transition * LEAVING + 50) / 100);
    phase("transition", leaving, number, "both");
    phase("settle", transition - leaving, number + 1, following.side === "both" ? "both" : "left");
  });
  plan.push({ kind: "end", at: now, seconds: 0, step: steps.length - 1, side: "both" });
  return plan;
}
