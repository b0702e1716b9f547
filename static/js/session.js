// A session is a plan (cues in order) and a moment in it. Pure: no clock, no page.
//
// A cue is {kind, at, seconds, step, side}; times are seconds from the start. Phases last and
// follow each other without a gap; moments (halfway, end) have seconds 0. Every function here
// computes its answer from the plan and a time, so nothing is lost by sleep or by a frozen page.

/** Seconds after the start of a phase within which "previous" goes to the one before. */
const REWIND_WINDOW = 3;

/** After this a body has moved on: beginning anew is better than going on. In milliseconds. */
export const RESUMABLE = 6 * 60 * 60 * 1000;

/** A phase within which a person practises, rather than comes, goes or changes sides. */
export const isWork = (cue) => cue.kind === "hold" || cue.kind === "rest";

export const phasesOf = (plan) => plan.filter((cue) => cue.seconds > 0);

/** The length of the plan in seconds. */
export const lengthOf = (plan) => plan.at(-1).at;

/** What is going on at a time: the phase, what is left of it and of the whole, what follows. */
export function stateAt(plan, time) {
  const length = lengthOf(plan);
  if (time >= length) {
    return { phase: plan.at(-1), index: plan.length - 1, left: 0, total: 0, done: 1, over: true };
  }
  const now = Math.max(0, time);
  const index = plan.findLastIndex((cue) => cue.seconds > 0 && cue.at <= now);
  const phase = plan[index];
  const left = phase.at + phase.seconds - now;
  return { phase, index, left, total: length - now, done: 1 - left / phase.seconds, over: false };
}

/** The cues that begin after one time, up to and including another. */
export const cuesBetween = (plan, after, until) =>
  plan.filter((cue) => cue.at > after && cue.at <= until);

/** Where "next" leads: out of a practising phase, or past the pause to the next one. */
export function nextTime(plan, time) {
  const { phase } = stateAt(plan, time);
  const next = plan.find((cue) => cue.at > time && cue.kind !== "halfway"
    && (isWork(phase) ? true : isWork(cue) || cue.kind === "end"));
  return next ? next.at : lengthOf(plan);
}

/** Where "previous" leads: the start of this phase, or of the practice before it. */
export function previousTime(plan, time) {
  const { phase, over } = stateAt(plan, time);
  if (!over && isWork(phase) && time - phase.at > REWIND_WINDOW) return phase.at;
  const before = plan.filter((cue) => isWork(cue) && cue.at < (over ? time : phase.at));
  return before.length ? before.at(-1).at : 0;
}

/** A phase that was begun is not made shorter than this many seconds from now. */
const SHORTEST = 5;

/** The plan with the phase at a time made longer or, with negative seconds, shorter; all that follows moves along. */
export function resize(plan, time, seconds) {
  const { phase, index, left, over } = stateAt(plan, time);
  if (over) return plan;
  const change = Math.max(seconds, Math.min(0, Math.ceil(SHORTEST - left)));
  const resized = { ...phase, seconds: phase.seconds + change };
  return plan.map((cue, position) => {
    if (position === index) return resized;
    if (position < index) return cue;
    if (cue.kind === "halfway" && cue.at < phase.at + phase.seconds) {
      const middle = resized.at + Math.floor(resized.seconds / 2);
      return cue.at > time ? { ...cue, at: middle } : cue;
    }
    return { ...cue, at: cue.at + change };
  });
}

/**
 * The plan as it was up to a time, which is made whole seconds by rounding up, and another one
 * from there on. The phase that was going on ends there.
 */
export function continueWith(plan, time, future) {
  const now = Math.ceil(time);
  const past = plan
    .filter((cue) => cue.at < now && cue.kind !== "end")
    .map((cue) => (cue.at + cue.seconds > now ? { ...cue, seconds: now - cue.at } : cue));
  return [...past, ...future.map((cue) => ({ ...cue, at: cue.at + now }))];
}

/** A rest of so many seconds, then what comes: somebody who rests has come out already. */
export function restFirst(seconds, future) {
  const begin = future[0].kind === "transition" ? 1 : 0;
  const { at, step } = future[begin];
  const wait = { kind: "wait", at: 0, seconds, step, side: "both" };
  return [wait, ...future.slice(begin).map((cue) => ({ ...cue, at: cue.at - at + seconds }))];
}

/** What was practised between two times: {step, side, seconds} of each phase, in order. */
export function practised(plan, from, until) {
  return plan
    .filter((cue) => isWork(cue) && cue.at < until && cue.at + cue.seconds > from)
    .map(({ step, side, at, seconds }) => (
      { step, side, seconds: Math.min(until, at + seconds) - Math.max(from, at) }
    ));
}

const KINDS = new Set(["settle", "hold", "halfway", "swap", "transition", "rest", "wait", "end"]);
const SIDES = new Set(["left", "right", "both"]);

/** Whether something kept earlier is a plan of so many steps: phases without a gap, closed by an end. */
export function isPlan(kept, steps = Infinity) {
  return Array.isArray(kept) && kept.length > 1
    && kept.every((cue) => KINDS.has(cue?.kind) && SIDES.has(cue.side)
      && Number.isInteger(cue.at) && Number.isInteger(cue.seconds) && cue.seconds >= 0
      && (cue.seconds === 0) === (cue.kind === "halfway" || cue.kind === "end")
      && Number.isInteger(cue.step) && cue.step >= 0 && cue.step < steps)
    && kept.every((cue, index) => (cue.kind === "end") === (index === kept.length - 1))
    && phasesOf(kept).reduce((end, cue) => (cue.at === end ? end + cue.seconds : NaN), 0)
      === lengthOf(kept)
    && kept.every((cue, index) => cue.kind !== "halfway"
      || (kept[index - 1]?.at < cue.at && cue.at < (kept[index + 1]?.at ?? 0)));
}

/** Seconds as a person reads them: 47.2 left is shown as 0:48, and 0 only when it is over. */
export function clockText(seconds) {
  const whole = Math.max(0, Math.ceil(seconds - 0.001));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
