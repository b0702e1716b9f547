// The course of one session: its steps and wishes, the plan made of them, what changes on the way and
// what was done. Pure: no page, no clock, no store; every change is told the time it comes at.
//
// A step is as timeline.js wants it, with {technique, regions, target, cap}; words are not kept
// here, so a session goes on in another language.

import {
  continueWith, isPlan, isWork, lengthOf, practised, resize, restFirst, stateAt,
} from "./session.js";
import { planOf } from "./timeline.js";

/** Practice shorter than this many seconds is no session: somebody only looked. */
const WORTH_KEEPING = 20;

/** Seconds to change sides where the step before had no sides to change. */
const SWAP = 10;

/** What of a step is kept, and what each must be. */
const NUMBERS = ["seconds", "least", "most", "swap", "transition", "target", "cap"];
const LONGEST = 3600;

export class Course {
  steps;
  wishes;
  plan;
  /** Seconds practised by "step side". */
  #done = new Map();
  /** What was too much: {technique, side, at, score, signal, choice}. */
  much = [];

  constructor(steps, wishes) {
    this.steps = steps;
    this.wishes = wishes;
    this.plan = planOf(steps, wishes);
  }

  /** Go on with what was kept: null when that is no course, or of a technique that nobody knows. */
  static of(kept, wishes, isKnown) {
    const { steps, plan, done, much } = kept ?? {};
    const sound = Array.isArray(steps) && steps.every((step) => isKnown(step?.technique)
      && (step.side === "both" || step.side === "left-right")
      && Array.isArray(step.regions)
      && NUMBERS.every((name) => Number.isInteger(step[name]) && step[name] >= 0 && step[name] <= LONGEST));
    if (!sound || !isPlan(plan, steps.length)) return null;
    const course = new Course(steps, wishes);
    course.plan = plan;
    course.#done = new Map(Object.entries(done ?? {}).filter(([, seconds]) => Number.isFinite(seconds)));
    course.much = Array.isArray(much) ? much : [];
    return course;
  }

  /** The steps that are still to come at a time, the one that is going on among them. */
  stepsFrom(time) { return this.steps.slice(this.#stepAt(time)); }

  /** What has to be kept to go on later. */
  get kept() {
    return { steps: this.steps, plan: this.plan, done: Object.fromEntries(this.#done), much: this.much };
  }

  get length() { return lengthOf(this.plan); }

  stateAt(time) { return stateAt(this.plan, time); }

  // ---- changes on the way ----

  /** Other wishes from the next step on; the one that is going on, or about to, stays as it is. */
  wishFrom(time, wishes) {
    this.wishes = wishes;
    const { phase, over } = this.stateAt(time);
    if (over) return;
    const number = phase.kind === "transition" ? phase.step + 1 : phase.step;
    const last = this.plan.findLast((cue) => isWork(cue) && cue.step === number);
    this.plan = continueWith(this.plan, last.at + last.seconds, this.#after(number));
  }

  /** Stay longer, or with negative seconds less long, in the phase that is going on. */
  resize(time, seconds) {
    this.plan = resize(this.plan, time, seconds);
  }

  /** Half as long for what is left of this phase. */
  halve(time) {
    this.resize(time, -Math.floor(this.stateAt(time).left / 2));
  }

  /**
   * Out of this step altogether: after a rest of `wait` seconds, if there is to be one, `instead` takes
   * its place. Later steps that are over (`isOver`) go too.
   */
  leave(time, { instead = null, wait = 0, isOver = () => false } = {}) {
    const number = this.#stepAt(time);
    const later = this.steps.slice(number + 1).filter((step) => !isOver(step));
    if (instead) later.unshift(this.#inPlaceOf(this.steps[number], instead));
    this.steps = [...this.steps.slice(0, number + 1), ...later];
    const future = this.#after(number);
    this.plan = continueWith(this.plan, time, wait ? restFirst(wait, future) : future);
  }

  /** With the pauses of the step whose place it takes. */
  #inPlaceOf({ swap, transition }, step) {
    return { ...step, transition, swap: step.side === "left-right" ? Math.max(swap, SWAP) : 0 };
  }

  /** The step that a time belongs to; while somebody gets into the next one, that one. */
  #stepAt(time) { return this.stateAt(time).phase.step; }

  #after(number) { return planOf(this.steps, this.wishes, number + 1, number + 1 < this.steps.length); }

  // ---- what was done ----

  /** Between two times this was practised. */
  pass(from, until) {
    for (const { step, side, seconds } of practised(this.plan, from, until)) {
      const key = `${this.steps[step].technique} ${side}`;
      this.#done.set(key, (this.#done.get(key) ?? 0) + seconds);
    }
  }

  get practised() { return [...this.#done.values()].reduce((sum, seconds) => sum + seconds, 0); }

  get isWorthKeeping() { return this.practised >= WORTH_KEEPING; }

  /** What was done: seconds by technique and side beside those planned, in the order of the plan. */
  get done() {
    const planned = new Map();
    const regions = new Map(this.steps.map(({ technique, regions: [region] }) => [technique, region]));
    for (const { kind, step, side, seconds } of this.plan) {
      if (!isWork({ kind })) continue;
      const key = `${this.steps[step].technique} ${side}`;
      planned.set(key, (planned.get(key) ?? 0) + seconds);
    }
    return [...planned].map(([key, seconds]) => {
      const [technique, side] = key.split(" ");
      const done = Math.round(this.#done.get(key) ?? 0);
      return { technique, region: regions.get(technique), side, seconds: done, planned: seconds };
    });
  }
}
