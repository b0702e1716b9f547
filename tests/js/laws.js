// What must hold of the safety rules whatever the content and whatever a person answers: laws, each
// tried with dice. tests/js/safety.test.js tries them on content that is made up, and
// tests/test_screening.py on the real one (see try-laws.js).

import assert from "node:assert/strict";

import { REPEAT_AFTER, adapt, insteadOf, judge, profileOf, readAnswers, stepsOf, substituteFor } from "../../static/js/safety.js";

export const NOW = 1_800_000_000_000;

/** Dice that fall the same way each time (mulberry32). */
export function diceOf(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  const one = (list) => list[below(list.length)];
  return {
    below,
    one,
    chance: (part) => next() < part,
    some: (list, most) => [...new Set(Array.from({ length: below(most + 1) }, () => one(list)))],
    shuffled: (list) => list.map((each) => [next(), each]).sort(([a], [b]) => a - b).map(([, each]) => each),
  };
}

/** Answers with up to four conditions; where they are is marked for many more, so that adding one is all that changes. */
export function answersBy(facts, dice, most = 4) {
  // A red flag ends everything: seldom, or there would be nothing else to see.
  const ids = Object.keys(facts.conditions).filter((id) => facts.conditions[id].severity !== "red-flag" || dice.chance(0.05));
  const marks = Object.keys(facts.conditions).filter(() => dice.chance(0.7));
  return {
    conditions: Object.fromEntries(dice.some(ids, most).map((id) => [id, dice.one(["yes", "yes", "unknown"])])),
    picked: Object.fromEntries(marks.map((id) => [id, dice.some(Object.keys(facts.neighbours), 2)])),
    confirmed: Object.fromEntries(marks.filter(() => dice.chance(0.3)).map((id) => [id, NOW - dice.below(2 * REPEAT_AFTER)])),
    at: NOW,
  };
}

const pathBy = (facts, dice) => dice.one(Object.keys(facts.routines));
const within = (some, others) => some.every((each) => others.includes(each));

/** That the first profile allows no more than the second, in any technique and any routine. */
function assertNoMore(facts, stricter, looser, path) {
  for (const id of Object.keys(facts.techniques)) {
    const [now, before] = [judge(facts, stricter, id), judge(facts, looser, id)];
    const said = `${id}: ${JSON.stringify([now, before])}`;
    assert.ok(before.allowed || !now.allowed, said);
    for (const name of ["cap", "factor", "seconds"]) assert.ok(now[name] <= before[name], said);
    assert.ok(within(now.tools, before.tools), said);
    if (!now.allowed) continue;
    assert.ok(now.easier || !before.easier, said);
    assert.ok(within(before.asks, now.asks), said);
  }
  const steps = stepsOf(facts, path);
  assert.ok(adapt(facts, stricter, steps).own <= adapt(facts, looser, steps).own, path);
}

const lengthOf = (steps) =>
  steps.reduce((sum, { side, seconds, swap, transition }) => sum + seconds * (side === "both" ? 1 : 2) + swap + transition, 0);

const junk = (dice) => dice.one([
  null, undefined, 0, -1, NaN, Infinity, "", "yes", "no", true, [], ["foot"], {}, { yes: 1 }, [[]], [null], "__proto__", () => 1,
]);

export const LAWS = {
  "one more condition never allows more"(facts, dice) {
    const answers = answersBy(facts, dice);
    const id = dice.one(Object.keys(facts.conditions).filter((each) => !answers.conditions[each]));
    const more = { ...answers, conditions: { ...answers.conditions, [id]: dice.one(["yes", "unknown"]) } };
    assertNoMore(facts, profileOf(facts, more, NOW), profileOf(facts, answers, NOW), pathBy(facts, dice));
  },

  "a yes allows no more than an unknown, where the row knows what lighter is"(facts, dice) {
    const id = dice.one(Object.keys(facts.conditions).filter((each) => facts.conditions[each].lighter));
    const answers = answersBy(facts, dice);
    const [yes, unknown] = ["yes", "unknown"].map((answer) =>
      profileOf(facts, { ...answers, conditions: { ...answers.conditions, [id]: answer } }, NOW));
    assertNoMore(facts, yes, unknown, pathBy(facts, dice));
  },

  "one more region never allows more, and not saying where allows least"(facts, dice) {
    const id = dice.one(Object.keys(facts.conditions));
    const answers = answersBy(facts, dice);
    const [here, there] = dice.shuffled(Object.keys(facts.neighbours));
    const [nowhere, one, two] = [[], [here], [here, there]].map((regions) => profileOf(facts, {
      ...answers, conditions: { ...answers.conditions, [id]: "yes" }, picked: { ...answers.picked, [id]: regions },
    }, NOW));
    const path = pathBy(facts, dice);
    assertNoMore(facts, two, one, path);
    // Where the table itself says where a condition can be, not saying where means there.
    if (facts.conditions[id].regions.includes("picked")) assertNoMore(facts, nowhere, two, path);
  },

  "a region that is closed for today never allows more"(facts, dice) {
    const answers = answersBy(facts, dice);
    const closed = dice.some(Object.keys(facts.neighbours), 2);
    assertNoMore(facts, profileOf(facts, answers, NOW, { regions: closed, neckAndHead: dice.chance(0.3) }), profileOf(facts, answers, NOW), pathBy(facts, dice));
  },

  "a confirmation opens what was asked, and nothing else"(facts, dice) {
    const answers = answersBy(facts, dice);
    const profile = profileOf(facts, { ...answers, confirmed: {} }, NOW);
    const confirmed = Object.fromEntries(profile.ids.map((id) => [id, NOW]));
    const open = profileOf(facts, { ...answers, confirmed }, NOW);
    for (const id of Object.keys(facts.techniques)) {
      const { asks, locked, reasons, ...rest } = judge(facts, profile, id);
      assert.equal(locked, asks.length > 0);
      assert.deepEqual(judge(facts, open, id), { ...rest, asks: [], locked: false, reasons: reasons.filter(({ why }) => why !== "ask") });
    }
  },

  "the same answers give the same verdicts, in whatever order they were given"(facts, dice) {
    const answers = answersBy(facts, dice);
    const turned = Object.fromEntries(dice.shuffled(Object.entries(answers.conditions)));
    const path = pathBy(facts, dice);
    const [one, other] = [answers, { ...answers, conditions: turned }].map((each) => profileOf(facts, each, NOW));
    for (const id of Object.keys(facts.techniques)) assert.deepEqual(judge(facts, one, id), judge(facts, other, id));
    const steps = stepsOf(facts, path);
    assert.deepEqual(adapt(facts, one, steps), adapt(facts, other, steps));
    assert.deepEqual(steps, stepsOf(facts, path), "and leave the steps as they were");
  },

  "a verdict has a reason when it is not what it would be for anybody"(facts, dice) {
    const profile = profileOf(facts, answersBy(facts, dice), NOW);
    const nobody = profileOf(facts, null, NOW);
    for (const id of Object.keys(facts.techniques)) {
      const { reasons, ...verdict } = judge(facts, profile, id);
      const { reasons: none, ...usual } = judge(facts, nobody, id);
      assert.deepEqual(none, []);
      assert.equal(reasons.length > 0, JSON.stringify(verdict) !== JSON.stringify(usual), `${id}: ${JSON.stringify([verdict, usual, reasons])}`);
      for (const { condition } of reasons) assert.ok(profile.ids.includes(condition));
    }
  },

  "a substitute passes the same test, and a red flag has none"(facts, dice) {
    const profile = profileOf(facts, answersBy(facts, dice), NOW);
    for (const id of Object.keys(facts.techniques)) {
      const substitute = substituteFor(facts, profile, id);
      if (profile.stopped) assert.equal(substitute, null);
      else assert.ok(judge(facts, profile, substitute).allowed, `${id} → ${substitute}`);
    }
  },

  "an adapted routine holds what is allowed, no substitute twice, and takes no longer"(facts, dice) {
    const profile = profileOf(facts, answersBy(facts, dice), NOW, { regions: dice.some(Object.keys(facts.neighbours), 1) });
    const path = pathBy(facts, dice);
    const steps = stepsOf(facts, path);
    const limit = facts.caps[path];
    const { steps: adapted, share, own, offered, different, asks, changed, slower } = adapt(facts, profile, steps, limit);
    if (profile.stopped) return assert.deepEqual([adapted, offered, share], [[], false, 0]);
    assert.equal(adapted.length, steps.length);
    // Slow pauses are half as long again, each rounded up to five seconds; they alone add time.
    const added = slower ? adapted.reduce((sum, { swap, transition }) => sum + (swap + transition + 20) / 3, 0) : 0;
    assert.ok(lengthOf(adapted) - added <= lengthOf(steps), `${path}: ${lengthOf(adapted)} of ${lengthOf(steps)}`);
    adapted.forEach((step, n) => {
      const verdict = judge(facts, profile, step.technique);
      assert.ok(verdict.allowed, step.technique);
      assert.ok(step.cap <= Math.min(verdict.cap, limit ?? 10));
      assert.ok(step.seconds > 0);
      if (step.from && !step.rest) assert.ok(step.seconds <= facts.techniques[step.technique].dose[2]);
      assert.equal(step.side === "left-right", facts.techniques[step.technique].side === "LR");
      assert.ok(step.transition >= steps[n].transition, "no pause gets shorter");
      assert.equal(step.from, step.technique === steps[n].technique && !step.rest ? undefined : steps[n].technique);
      assert.deepEqual(step.asks, verdict.asks);
    });
    const placed = adapted.filter(({ from, rest }) => from && !rest).map(({ technique }) => technique);
    assert.equal(new Set(placed).size, placed.length, placed.join());
    const kept = adapted.filter(({ from }) => !from).map(({ technique }) => technique);
    assert.ok(!placed.some((technique) => kept.includes(technique)), "nor what is a step already");
    assert.deepEqual(new Set(asks), new Set(adapted.flatMap((step) => step.asks)));
    assert.ok(0 <= own && own <= share && share <= 1);
    assert.equal(offered, share >= 0.6 - 1e-9);
    assert.equal(different, own < 0.6 - 1e-9);
    if (!changed) assert.deepEqual(adapted.map(({ technique, seconds }) => [technique, seconds]), steps.map(({ technique, seconds }) => [technique, seconds]));
  },

  "what is proposed instead is offered, and more one's own"(facts, dice) {
    const profile = profileOf(facts, answersBy(facts, dice), NOW);
    const path = pathBy(facts, dice);
    const found = insteadOf(facts, profile, path);
    assert.ok(found.length <= 2 && !found.includes(path) && new Set(found).size === found.length);
    const here = adapt(facts, profile, stepsOf(facts, path));
    for (const other of found) {
      const there = adapt(facts, profile, stepsOf(facts, other));
      assert.ok(there.offered && !there.different && there.own > here.own);
    }
  },

  "damaged answers break nothing, and allow no more than none"(facts, dice) {
    const ids = [...dice.some(Object.keys(facts.conditions), 3), "gone", "__proto__", "constructor"];
    const record = () => dice.one([junk(dice), Object.fromEntries(ids.map((id) => [id, junk(dice)])), JSON.parse('{"__proto__":"yes"}')]);
    const kept = dice.chance(0.2) ? junk(dice) : { conditions: record(), picked: record(), confirmed: record(), since: record(), at: junk(dice) };
    const answers = readAnswers(facts, kept, NOW);
    assert.deepEqual(readAnswers(facts, answers, NOW), answers, "what was read is sound");
    assert.deepEqual(readAnswers(facts, JSON.parse(JSON.stringify(answers)), NOW), answers);
    const profile = profileOf(facts, kept, NOW);
    assertNoMore(facts, profile, profileOf(facts, null, NOW), pathBy(facts, dice));
  },
};
