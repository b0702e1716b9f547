import assert from "node:assert/strict";
import test from "node:test";

import { REPEAT_AFTER, adapt, insteadOf, judge, profileOf, readAnswers, stepsOf, substituteFor } from "../../static/js/safety.js";
import { LAWS, NOW, diceOf } from "./laws.js";

// Content that is made up: a foot beside a calf beside a thigh, and a neck that has no neighbour.

const NEIGHBOURS = { foot: ["calf"], calf: ["foot", "thigh"], thigh: ["calf"], neck: [] };

const FAMILIES = {
  "ball-soft": "ball", "ball-firm": "ball", "ball-small": "ball", peanut: "peanut", "roller-soft": "roller",
  "roller-firm": "roller", stick: "stick", hands: "hands", wall: "furniture", towel: "support",
};

const technique = (more) => ({
  regions: ["foot"], target: 4, cap: 6, dose: [30, 60, 120], side: "LR", needs: [["ball-soft"]], ...more,
});
const still = (more) => ({ regions: ["whole"], target: 0, cap: 0, dose: [30, 60, 300], side: "C", ...more });

const ALWAYS = {
  "arrive-breath": still({ flags: ["seated"] }),
  "notice-after": still({ swapTo: "arrive-breath" }),
  "constructive-rest": still({ flags: ["floor", "supine"], swapTo: "arrive-breath" }),
};

const factsOf = (conditions, techniques, routines = {}) => ({
  neighbours: NEIGHBOURS,
  families: FAMILIES,
  conditions: Object.fromEntries(Object.entries(conditions).map(([id, row]) => [id, { severity: "caution", regions: ["foot"], ...row }])),
  techniques: { ...techniques, ...ALWAYS },
  routines,
  caps: {},
});

const yesTo = (facts, ...ids) => ({ conditions: Object.fromEntries((ids.length ? ids : Object.keys(facts.conditions)).map((id) => [id, "yes"])) });

/** The verdict on one technique with one condition, marked in `picked`. */
function verdict(row, more = {}, { answer = "yes", picked = [], confirmed } = {}) {
  const facts = factsOf({ it: row }, { here: technique(more) });
  const answers = { conditions: { it: answer }, picked: { it: picked }, confirmed: { it: confirmed } };
  return judge(facts, profileOf(facts, answers, NOW), "here");
}

const whys = ({ reasons }) => reasons.map(({ why }) => why);

// ---- 7.1 ----

test("without an answer everything is as it is for anybody", () => {
  const facts = factsOf({ it: { severity: "red-flag" } }, { here: technique({ needs: [["ball-soft", "ball-firm"], ["wall"]] }) });
  for (const answers of [undefined, {}, { conditions: { it: "no" } }]) {
    assert.deepEqual(judge(facts, profileOf(facts, answers, NOW), "here"), {
      allowed: true, tools: ["ball-soft", "ball-firm", "wall"], lost: [], cap: 6, factor: 1, seconds: 60,
      asks: [], easier: false, locked: false, reasons: [],
    });
  }
});

test("rule 1: what is marked is there and beside it, and one of two regions is enough", () => {
  const row = { regions: ["picked"], blockRegions: ["picked"], blockTools: ["all"] };
  const gone = (regions, picked) => !verdict(row, { regions }, { picked }).allowed;
  assert.ok(gone(["calf"], ["calf"]));
  assert.ok(gone(["foot"], ["calf"]) && gone(["thigh"], ["calf"]));
  assert.ok(!gone(["thigh"], ["foot"]), "not beside it");
  assert.ok(gone(["neck", "foot"], ["foot"]));
  assert.ok(!gone(["whole"], ["foot"]));
  assert.ok(!verdict({ blockRegions: ["all"], blockTools: ["all"] }, { regions: ["whole"] }).allowed);
});

test("rule 1: not said where, it is anywhere that the table allows", () => {
  const row = { blockRegions: ["picked"], blockTools: ["all"] };
  assert.ok(!verdict({ ...row, regions: ["picked"] }, { regions: ["neck"] }).allowed);
  assert.ok(!verdict({ ...row, regions: ["all"] }, { regions: ["neck"] }).allowed);
  assert.ok(!verdict({ ...row, regions: ["foot"] }, { regions: ["foot"] }).allowed);
  assert.ok(verdict({ ...row, regions: ["foot"] }, { regions: ["calf"] }).allowed);
});

test("rule 2: a red flag takes everything, breathing too", () => {
  const facts = factsOf({ it: { severity: "red-flag" } }, { here: technique() });
  const profile = profileOf(facts, yesTo(facts), NOW);
  for (const id of Object.keys(facts.techniques)) {
    assert.deepEqual(judge(facts, profile, id).reasons, [{ condition: "it", why: "red-flag" }]);
    assert.equal(substituteFor(facts, profile, id), null);
  }
  const { steps, offered } = adapt(facts, profile, [{ technique: "arrive-breath", side: "both", seconds: 60, swap: 0, transition: 0 }]);
  assert.deepEqual([steps, offered], [[], false]);
});

test("rule 3: lighter is less pressure, less time, and no hard tool", () => {
  const needs = [["ball-firm", "ball-soft"], ["wall"]];
  const found = verdict({ lighter: true, cap: 3, factor: 0.75 }, { needs });
  assert.deepEqual([found.cap, found.factor, found.seconds], [3, 0.75, 45]);
  assert.deepEqual([found.tools, found.lost], [["ball-soft", "wall"], ["ball-firm"]]);
  assert.deepEqual(found.reasons, [{ condition: "it", why: "lighter" }]);
  for (const hard of ["ball-firm", "ball-small", "stick"]) {
    const { allowed, reasons } = verdict({ lighter: true, cap: 3 }, { needs: [[hard]] });
    assert.deepEqual([allowed, reasons], [false, [{ condition: "it", why: "lighter" }]]);
  }
  assert.ok(verdict({ lighter: true, cap: 3 }, { needs: [["roller-firm"]] }).allowed, "firm, but not ridged");
});

test("rule 3: what asks is locked until a professional was asked, and asks again after 90 days", () => {
  const row = { ask: "all" };
  const { allowed, locked, asks, reasons } = verdict(row);
  assert.deepEqual([allowed, locked, asks, reasons], [true, true, ["it"], [{ condition: "it", why: "ask" }]]);
  assert.equal(REPEAT_AFTER, 7_776_000_000);
  assert.equal(verdict(row, {}, { confirmed: NOW }).locked, false);
  assert.equal(verdict(row, {}, { confirmed: NOW - REPEAT_AFTER + 1 }).locked, false);
  assert.equal(verdict(row, {}, { confirmed: NOW - REPEAT_AFTER }).locked, true);
  assert.equal(verdict(row, {}, { confirmed: NOW + 1 }).locked, true, "a clock that was wrong confirms nothing");
});

test("rule 3: who asks: everything, what is affected, or what has a flag", () => {
  const asks = (row, more) => verdict(row, more).locked;
  assert.ok(asks({ ask: "all" }, { regions: ["neck"] }));
  assert.ok(asks({ ask: "scope" }, { regions: ["neck", "foot"] }));
  assert.ok(!asks({ ask: "scope" }, { regions: ["neck"] }));
  assert.ok(!asks({ ask: "scope", blockRegions: ["neck"], blockTools: ["stick"] }, { regions: ["neck"] }), "affected, not blocked");
  assert.ok(asks({ askFlags: ["prone"] }, { regions: ["neck"], flags: ["prone"] }));
  assert.ok(!asks({ askFlags: ["prone"] }, { flags: ["supine"] }));
});

test("rule 4: of several conditions the lowest cap, the smallest factor, and all that they take", () => {
  const facts = factsOf(
    {
      one: { cap: 3, factor: 0.75, ask: "all", blockRegions: ["foot"], blockTools: ["peanut"] },
      two: { cap: 4, factor: 0.5, ask: "scope", lighter: true },
    },
    { here: technique({ needs: [["peanut", "stick", "ball-soft"]] }) },
  );
  const found = judge(facts, profileOf(facts, yesTo(facts), NOW), "here");
  assert.deepEqual([found.cap, found.factor, found.seconds], [3, 0.5, 30]);
  assert.deepEqual([found.tools, found.asks], [["ball-soft"], ["one", "two"]]);
});

test("rule 5: what a card excludes goes, what it asks is softer as well, wherever it is", () => {
  const away = { regions: ["neck"], needs: [["ball-firm", "ball-soft"]] };
  assert.deepEqual(verdict({}, { ...away, excl: ["it"] }).reasons, [{ condition: "it", why: "excluded" }]);
  const asked = verdict({ lighter: true, cap: 2, factor: 0.5 }, { ...away, ask: ["it"] });
  assert.deepEqual([asked.asks, asked.cap, asked.seconds, asked.tools], [["it"], 2, 30, ["ball-soft"]]);
  const usual = verdict({ cap: 0, factor: 0 }, { ...away, ask: ["it"] });
  assert.deepEqual([usual.cap, usual.factor], [3, 0.75], "the usual values where the row forbids all");
  assert.equal(verdict({ lighter: true, cap: 2 }, away).cap, 6, "and nothing of it where no card asks");
  assert.ok(!verdict({ blockFlags: ["prone"] }, { ...away, flags: ["prone"], ask: ["it"] }).allowed, "asking opens nothing");
});

test("rule 5: a substitute passes the same test, or the one after it, or it is breathing at rest", () => {
  const facts = factsOf({ prone: { blockFlags: ["prone"] }, ball: { blockRegions: ["foot"], blockTools: ["ball"] } }, {
    first: technique({ flags: ["prone"], swapTo: "second" }),
    second: technique({ swapTo: "third" }),
    third: technique({ needs: [["hands"]] }),
    lonely: technique(),
  });
  const after = (id, ...ids) => substituteFor(facts, profileOf(facts, yesTo(facts, ...ids), NOW), id);
  assert.equal(after("first", "prone"), "second");
  assert.equal(after("first", "prone", "ball"), "third");
  assert.equal(after("lonely", "ball"), "arrive-breath");
});

test("rule 8: breathing at rest stays, unlocked but by its own card", () => {
  const row = { severity: "contraindication", regions: ["all"], blockRegions: ["all"], blockTools: ["all"], ask: "all", cap: 0, factor: 0 };
  const facts = factsOf({ it: row, own: { ask: "all" } }, { here: technique() });
  const profile = profileOf(facts, yesTo(facts), NOW);
  assert.deepEqual(judge(facts, profile, "here").reasons, [{ condition: "it", why: "everywhere" }]);
  assert.ok(!judge(facts, profile, "notice-after").allowed, "only that");
  const { allowed, locked } = judge(facts, profile, "arrive-breath");
  assert.deepEqual([allowed, locked], [true, false]);
  facts.techniques = { ...facts.techniques, "arrive-breath": still({ ask: ["own"] }) };
  assert.deepEqual(judge(facts, profile, "arrive-breath").asks, ["own"]);
});

test("rule 9: not knowing is a yes, but for a caution it is no more than lighter", () => {
  const row = { blockFlags: ["prone"], ask: "all", cap: 2, factor: 0.5 };
  const more = { flags: ["prone"], excl: ["it"], needs: [["ball-firm", "ball-soft"]] };
  const unknown = (severity, values = row) => verdict({ ...values, severity }, more, { answer: "unknown" });
  for (const severity of ["red-flag", "contraindication", "adapt"]) assert.ok(!unknown(severity).allowed, severity);
  const found = unknown("caution");
  assert.deepEqual([found.allowed, found.asks, found.cap, found.seconds, found.tools], [true, [], 2, 30, ["ball-soft"]]);
  const without = unknown("caution", { ...row, cap: 0, factor: 0 });
  assert.ok(!without.allowed, "lighter than nothing is nothing");
  assert.equal(verdict(row, { ...more, regions: ["neck"] }, { answer: "unknown" }).cap, 6, "and only what is affected");
});

test("rule 10: what a condition implies holds too, as surely as that one", () => {
  const facts = factsOf(
    { sure: { severity: "contraindication", implies: ["mild"] }, mild: { implies: ["last"] }, last: { blockFlags: ["prone"] } },
    { here: technique({ flags: ["prone"] }) },
  );
  const profile = (id, answer) => profileOf(facts, { conditions: { [id]: answer } }, NOW);
  assert.deepEqual(profile("sure", "yes").ids, ["sure", "mild", "last"]);
  assert.ok(!judge(facts, profile("sure", "unknown"), "here").allowed, "an unknown that counts as a yes implies a yes");
  assert.ok(judge(facts, profile("mild", "unknown"), "here").allowed, "and one that does not, does not");
  const both = { conditions: { last: "unknown", sure: "yes" } };
  assert.ok(!judge(facts, profileOf(facts, both, NOW), "here").allowed, "the surer of two answers");
});

// ---- 7.3 ----

test("a tool goes where region and tool both match; the others of the technique stay", () => {
  const row = (blockTools) => ({ blockRegions: ["foot"], blockTools });
  const tools = (blocked, needs) => verdict(row(blocked), { needs }).tools;
  assert.deepEqual(tools(["ball"], [["ball-soft", "peanut", "roller-soft"]]), ["roller-soft"], "a ball is a peanut too");
  assert.deepEqual(tools(["peanut"], [["ball-soft", "peanut"]]), ["ball-soft"], "and not the other way");
  assert.deepEqual(tools(["roller"], [["roller-soft", "roller-firm", "stick"]]), ["stick"]);
  assert.deepEqual(tools(["roller-firm"], [["roller-soft", "roller-firm"]]), ["roller-soft"]);
  assert.deepEqual(tools(["ball", "roller", "stick"], [["stick", "hands"]]), ["hands"]);
  assert.deepEqual(verdict(row(["roller-firm"]), { needs: [["roller-soft", "roller-firm"]] }).reasons, [{ condition: "it", why: "tool" }]);
  assert.ok(verdict(row(["ball"]), { regions: ["neck"] }).allowed);
  assert.ok(verdict({ blockRegions: ["all"], blockTools: ["ball"] }, { needs: [["hands"]] }).allowed, "everywhere, but only the balls");
});

test("a technique goes with its last tool; furniture is none, but what a card names in its stead is", () => {
  const gone = (needs, options) => !verdict({ blockRegions: ["foot"], blockTools: ["ball"] }, { needs, options }).allowed;
  assert.ok(gone([["ball-soft"], ["wall"]]));
  assert.ok(gone([["peanut"], ["towel"]]));
  assert.ok(gone([["ball-soft"], ["roller-soft"]]), "both are needed");
  assert.ok(!gone([["peanut", "towel"]]));
  const { allowed, tools } = verdict({ blockRegions: ["foot"], blockTools: ["ball"] }, { needs: [["hands"]], options: [["ball-soft"]] });
  assert.deepEqual([allowed, tools], [true, ["hands"]], "what is optional is left out");
});

test("a flag goes in every region", () => {
  assert.deepEqual(verdict({ blockFlags: ["twist"] }, { regions: ["neck"], flags: ["floor", "twist"] }).reasons, [{ condition: "it", why: "flag" }]);
});

test("what stays in spite of a flag, and what has a flag for it, is left in the easier variant only", () => {
  const facts = factsOf({ it: { blockFlags: ["supine"], stays: ["here"] }, other: { blockFlags: ["supine"] } }, {
    here: technique({ flags: ["supine"] }), there: technique({ flags: ["supine"] }),
  });
  const profile = profileOf(facts, yesTo(facts, "it"), NOW);
  const { allowed, easier, reasons } = judge(facts, profile, "here");
  assert.deepEqual([allowed, easier, reasons], [true, true, [{ condition: "it", why: "easier" }]]);
  assert.ok(!judge(facts, profile, "there").allowed);
  assert.ok(!judge(facts, profileOf(facts, yesTo(facts), NOW), "here").allowed, "the other one spares nothing");
  assert.equal(verdict({ easierFlags: ["end-range"] }, { flags: ["end-range"] }).easier, true);
  assert.equal(verdict({ easierFlags: ["end-range"] }).easier, false);
});

test("light touch without a tool is exempt from regions, from nothing else", () => {
  const light = { target: 1, cap: 3, needs: [["hands"]] };
  const row = { blockRegions: ["foot"], blockTools: ["all"], cap: 0, factor: 0 };
  const allowed = (condition, more) => verdict(condition, { ...light, ...more }).allowed;
  assert.ok(allowed(row));
  assert.ok(!allowed(row, { target: 2 }));
  assert.ok(!allowed(row, { options: [["stick"]] }), "a tool that may be left out is one");
  assert.ok(!allowed({ ...row, strict: true }));
  assert.ok(!allowed({ ...row, blockFlags: ["prone"] }, { flags: ["prone"] }));
  assert.ok(!allowed(row, { excl: ["it"] }));
  assert.ok(!allowed({ ...row, blockRegions: ["all"], regions: ["all"] }));
  const { cap, factor, seconds } = verdict(row, light);
  assert.deepEqual([cap, factor, seconds], [1, 1, 60], "no further than it aims, for as long as usual");
});

test("a cap of zero leaves nothing where it holds, whatever the tool", () => {
  const row = { blockRegions: ["foot"], blockTools: ["ball"], cap: 0, factor: 0 };
  assert.deepEqual(whys(verdict(row, { needs: [["hands"]] })), ["region"]);
  assert.ok(verdict(row, { regions: ["neck"], needs: [["hands"]] }).allowed);
});

test("cap and factor hold in what is blocked and in what is affected, not elsewhere", () => {
  const row = { regions: ["foot"], blockRegions: ["calf"], blockTools: ["stick"], cap: 2, factor: 0.5 };
  const at = (region) => verdict(row, { regions: [region] }).cap;
  assert.deepEqual([at("foot"), at("calf"), at("neck")], [2, 2, 6]);
  assert.equal(verdict({ ...row, regions: ["all"] }, { regions: ["neck"] }).cap, 2);
});

test("time is rounded to five seconds, halves down, and not below the least", () => {
  const seconds = (factor, dose) => verdict({ cap: 6, factor }, { dose }).seconds;
  assert.equal(seconds(0.75, [10, 60, 90]), 45);
  assert.equal(seconds(0.75, [10, 90, 90]), 65, "67.5");
  assert.equal(seconds(0.7, [10, 75, 90]), 50, "52.5, which binary makes less or more");
  assert.equal(seconds(0.9, [10, 60, 90]), 55, "54");
  assert.equal(seconds(0.5, [45, 60, 90]), 45);
});

test("a region that a stop signal closed takes no tool today; hands may", () => {
  const facts = factsOf({}, { here: technique(), mine: technique({ needs: [["hands"]] }), far: technique({ regions: ["neck"] }) });
  const profile = profileOf(facts, {}, NOW, { regions: ["foot"] });
  const { allowed, reasons } = judge(facts, profile, "here");
  assert.deepEqual([allowed, reasons], [false, [{ condition: null, why: "closed" }]]);
  assert.ok(judge(facts, profile, "mine").allowed && judge(facts, profile, "far").allowed);
  assert.ok(judge(facts, profileOf(facts, {}, NOW, { regions: "foot" }), "here").allowed, "damaged, it closes nothing");
});

test("a day that a stop signal closed leaves breathing, and says why", () => {
  const facts = factsOf({}, { mine: technique({ needs: [["hands"]], target: 1 }), "arrive-breath": technique({ needs: [], target: 0 }) });
  const profile = profileOf(facts, {}, NOW, { day: true });
  assert.deepEqual(judge(facts, profile, "mine").reasons, [{ condition: null, why: "day" }]);
  assert.ok(judge(facts, profile, "arrive-breath").allowed);
});

test("a technique that there is no more is not for anybody", () => {
  const facts = factsOf({}, {});
  assert.equal(judge(facts, profileOf(facts, {}, NOW), "gone").allowed, false);
  assert.equal(substituteFor(facts, profileOf(facts, {}, NOW), "gone"), "arrive-breath");
});

// ---- rule 6 ----

const step = (id, seconds, more) => ({ technique: id, side: "both", seconds, swap: 0, transition: 10, ...more });
const leftRight = (id, seconds, more) => step(id, seconds, { side: "left-right", swap: 10, ...more });

/** The body of these tests: prone ones go, each to another substitute. */
const BODY = factsOf({ it: { blockFlags: ["prone"] }, soft: { regions: ["all"], lighter: true, cap: 3, factor: 0.75 } }, {
  stand: technique(),
  roll: technique({ side: "C", flags: ["floor", "prone"], swapTo: "wall" }),
  press: technique({ flags: ["floor", "prone"], swapTo: "sway" }),
  lean: technique({ flags: ["prone"], swapTo: "sway" }),
  deep: technique({ flags: ["floor", "prone"] }),
  kneel: technique({ side: "C", flags: ["prone"], swapTo: "side" }),
  side: technique({ flags: ["floor"], dose: [20, 40, 50] }),
  wall: technique({ dose: [20, 40, 50] }),
  sway: technique({ side: "C", flags: ["floor"], dose: [30, 60, 100] }),
});
const adapted = (steps, ids = ["it"], limit) => adapt(BODY, profileOf(BODY, yesTo(BODY, ...ids), NOW), steps, limit);
const named = ({ steps }) => steps.map(({ technique: id, side, seconds, swap }) => [id, side, seconds, swap]);

test("what is one's own is as it was, and nothing has changed", () => {
  const steps = [leftRight("stand", 60), step("sway", 60, { transition: 0 })];
  const found = adapted(steps);
  assert.deepEqual([found.share, found.own, found.offered, found.different, found.changed, found.asks], [1, 1, true, false, false, []]);
  assert.deepEqual(found.steps, steps.map((each) => ({
    ...each, cap: 6, lighter: false, shorter: false, easier: false, lost: [], reasons: [], asks: [],
  })));
});

test("a substitute has the time of its step: both sides, or half of it each, as long as it may take", () => {
  assert.deepEqual(named(adapted([step("roll", 90)])), [["wall", "left-right", 40, 10]]);
  assert.deepEqual(named(adapted([step("roll", 200)])), [["wall", "left-right", 50, 10]]);
  assert.deepEqual(named(adapted([step("kneel", 90)])), [["side", "left-right", 35, 15]], "a longer change of sides on the floor");
  assert.deepEqual(named(adapted([leftRight("press", 45)])), [["sway", "both", 90, 0]]);
  assert.deepEqual(named(adapted([leftRight("press", 60)])), [["sway", "both", 100, 0]]);
});

test("a step too short for two sides is rest", () => {
  const [only] = adapted([step("roll", 15)]).steps;
  assert.deepEqual([only.technique, only.seconds, only.rest, only.from], ["constructive-rest", 15, true, "roll"]);
});

test("a substitute comes once, in the longest of its places; the other time is rest", () => {
  const found = adapted([leftRight("press", 30), leftRight("lean", 40), leftRight("press", 35)]);
  assert.deepEqual(named(found), [
    ["constructive-rest", "both", 60, 0], ["sway", "both", 80, 0], ["constructive-rest", "both", 70, 0],
  ]);
  assert.deepEqual(found.steps.map(({ from, rest }) => [from, rest]), [["press", true], ["lean", undefined], ["press", true]]);
  assert.equal(found.share, 80 / 210);
  assert.deepEqual(named(adapted([leftRight("press", 30), leftRight("lean", 30)]))[0], ["sway", "both", 60, 0], "of two the first");
  const soft = adapted([leftRight("press", 60), leftRight("lean", 30)], ["soft", "it"]);
  assert.deepEqual(named(soft).map(([, , seconds]) => seconds), [75, 60], "rest is not shortened");
  const sitting = adapted([leftRight("lean", 30), leftRight("press", 40)]);
  assert.deepEqual(named(sitting)[0], ["arrive-breath", "both", 60, 0], "not on the floor for who is not there");
});

test("a substitute that is a step already is not done again", () => {
  const found = adapted([step("sway", 30), leftRight("press", 50)]);
  assert.deepEqual(named(found), [["sway", "both", 30, 0], ["constructive-rest", "both", 100, 0]]);
  assert.equal(found.share, 30 / 130);
});

test("sixty per cent must survive, and be one's own, or it is quite different", () => {
  const offered = (own, lost) => adapted([leftRight("stand", own / 2), leftRight("deep", lost / 2)]);
  assert.deepEqual([offered(120, 80).share, offered(120, 80).offered, offered(120, 80).different], [0.6, true, false]);
  assert.deepEqual([offered(110, 90).offered, offered(110, 90).different], [false, true]);
  const swapped = adapted([leftRight("stand", 30), leftRight("press", 50)]);
  assert.deepEqual([swapped.share, swapped.own, swapped.offered, swapped.different], [1, 60 / 160, true, true]);
});

test("breathing at rest and noticing survive where they stand, but not as substitutes", () => {
  assert.equal(adapted([step("notice-after", 60), leftRight("deep", 30)]).share, 0.5);
  const facts = { ...BODY, techniques: { ...BODY.techniques, deep: { ...BODY.techniques.deep, swapTo: "notice-after" } } };
  const { share, steps: [first] } = adapt(facts, profileOf(facts, yesTo(facts, "it"), NOW), [leftRight("deep", 30)]);
  assert.deepEqual([first.technique, share], ["notice-after", 0]);
});

test("the factor shortens each step within its dose; the cap of a programme holds too", () => {
  const found = adapted([leftRight("stand", 60), leftRight("stand", 35), leftRight("press", 45)], ["soft", "it"], 2);
  assert.deepEqual(named(found).map(([, , seconds]) => seconds), [45, 30, 65]);
  assert.deepEqual(found.steps.map(({ cap, lighter }) => [cap, lighter]), [[2, false], [2, false], [2, false]]);
  assert.equal(found.share, 1, "what is shorter survives");
  assert.deepEqual(adapted([leftRight("stand", 60)], ["soft"], 4).steps.map(({ cap, lighter }) => [cap, lighter]), [[3, true]]);
  assert.ok(adapted([leftRight("stand", 60)], ["soft"]).changed);
  const facts = factsOf({ it: { blockRegions: ["foot"], blockTools: ["ball-firm"] } }, { here: technique({ needs: [["ball-firm", "hands"]] }) });
  assert.ok(adapt(facts, profileOf(facts, yesTo(facts), NOW), [leftRight("here", 60)]).changed, "another tool is a change");
});

test("getting up for a substitute takes its time, of what was saved", () => {
  const up = (...more) => adapted([step("sway", 90, { transition: 15 }), step("roll", 90, { transition: 10 }), ...more], ["soft", "it"]);
  assert.deepEqual(up(leftRight("stand", 30)).steps.map(({ transition }) => transition), [25, 10, 10]);
  const [first] = adapted([step("sway", 90, { transition: 15 }), step("roll", 90)]).steps;
  assert.equal(first.transition, 15, "nothing was saved");
  const own = adapted([leftRight("stand", 60), step("sway", 90)], ["soft"]).steps;
  assert.equal(own[0].transition, 10, "between one's own steps it is as it was set");
});

// ---- proposals ----

test("proposed are what was made for whoever can do little else, then what is most like it", () => {
  const routines = {
    "programmes/week/day-1": [["stand", "left-right", 60, 10, 0]],
    "routines/mine-10": [["press", "left-right", 60, 10, 0]],
    "routines/other-10": [["wall", "left-right", 40, 10, 0]],
    "routines/like-10": [["stand", "left-right", 60, 10, 0]],
    "routines/calm-breath-6": [["arrive-breath", "both", 60, 0, 0]],
    "routines/wall-only-12": [["wall", "left-right", 40, 10, 10], ["deep", "left-right", 20, 10, 0]],
    "routines/chair-only-10": [["press", "left-right", 60, 10, 0]],
  };
  const facts = { ...BODY, routines, techniques: { ...BODY.techniques, wall: technique({ regions: ["neck"] }) } };
  const after = (id) => insteadOf(facts, profileOf(facts, yesTo(facts, id), NOW), "routines/mine-10");
  assert.deepEqual(after("it"), ["routines/calm-breath-6", "routines/like-10"]);
  assert.deepEqual(after("soft"), [], "nothing is more one's own");
  assert.deepEqual(stepsOf(facts, "routines/gone-1"), []);
});

// ---- answers ----

test("answers are read as far as they are sound", () => {
  const facts = factsOf({ it: {}, other: {} }, {});
  assert.deepEqual(readAnswers(facts, {
    conditions: { it: "yes", other: "no", gone: "yes", constructor: "yes" },
    picked: { it: ["foot", "knee", 7], other: "foot" },
    confirmed: { it: 12, other: "today" },
    since: { it: 56, other: "then" },
    at: 34,
  }, NOW), { conditions: { it: "yes" }, picked: { it: ["foot"] }, confirmed: { it: 12 }, since: { it: 56 }, at: 34 });
  assert.deepEqual(readAnswers(facts, "?", NOW), { conditions: {}, picked: {}, confirmed: {}, since: {}, at: 0 });
});

test("7.4: what lasts some hours is over after them, and nothing else is", () => {
  const facts = factsOf({ meal: { lasts: 1.5, blockFlags: ["prone"] }, old: { blockFlags: ["prone"] } }, {});
  const HOUR = 3_600_000;
  const holds = (id, ago) => id in readAnswers(facts, { conditions: { [id]: "yes" }, since: { [id]: NOW - ago } }, NOW).conditions;
  assert.ok(holds("meal", 1.5 * HOUR - 1));
  assert.ok(!holds("meal", 1.5 * HOUR));
  assert.ok(holds("old", 10_000 * HOUR));
  assert.ok(holds("meal", -HOUR), "a clock that was wrong takes nothing away");
  assert.ok("meal" in readAnswers(facts, { conditions: { meal: "yes" } }, NOW).conditions, "given at no moment it was given now");
  assert.deepEqual(profileOf(facts, { conditions: { meal: "yes" }, since: { meal: NOW - 2 * HOUR } }, NOW).ids, []);
});

test("a step that must be shorter says so, also where its cap stays: wishes do not make it longer again", () => {
  const facts = factsOf({ it: { regions: ["all"], factor: 0.75 } }, { here: technique() });
  const [one, other] = [yesTo(facts, "it"), null].map((answers) =>
    adapt(facts, profileOf(facts, answers, NOW), [leftRight("here", 60)]).steps[0]);
  assert.deepEqual([one.lighter, one.shorter, one.seconds], [false, true, 45]);
  assert.equal(other.shorter, false);
});

test("7.4: slow transitions multiply the pauses, never the practice, and that is told", () => {
  const facts = factsOf({ it: { regions: ["all"], pauses: 1.5 } }, { here: technique() });
  const [one, other] = [yesTo(facts, "it"), null].map((answers) =>
    adapt(facts, profileOf(facts, answers, NOW), [leftRight("here", 60), leftRight("here", 60)]));
  assert.deepEqual(one.steps.map(({ seconds, swap, transition }) => [seconds, swap, transition]), [[60, 15, 15], [60, 15, 15]]);
  assert.deepEqual([one.slower, one.changed, one.offered], [true, true, true]);
  assert.deepEqual([other.slower, other.changed, other.steps[0].swap], [false, false, 10]);
});

// ---- laws, on content that dice make up ----

const FLAGS = ["floor", "supine", "prone", "twist"];

function madeUp(dice) {
  const regions = Object.keys(NEIGHBOURS);
  const tools = Object.keys(FAMILIES);
  const blocks = [["all"], ["ball"], ["roller", "peanut"], ["ball-firm", "stick"], []];
  const names = Array.from({ length: 8 }, (_, n) => `condition-${n}`);
  const ids = Array.from({ length: 12 }, (_, n) => `technique-${n}`);
  const conditions = Object.fromEntries(names.map((name, n) => {
    const severity = dice.one(["contraindication", "caution", "caution", "adapt", ...(n ? [] : ["red-flag"])]);
    const lighter = dice.chance(0.5);
    // Of a caution that has values but is not lighter, not knowing takes the hard tools, a yes does
    // not: the brief says so. As in the real table nothing implies such a one; here it is the last.
    const nothing = !lighter && ((severity === "caution" && n < 7) || dice.chance(0.5));
    return [name, {
      severity,
      regions: dice.one([["all"], ["picked"], ["picked", dice.one(regions)], dice.some(regions, 3)]),
      blockRegions: dice.one([[], ["all"], ["picked"], dice.some(regions, 2)]),
      blockTools: dice.one(blocks),
      blockFlags: dice.chance(0.4) ? dice.some(FLAGS, 1) : [],
      strict: dice.chance(0.2),
      stays: dice.some(ids, 2),
      ask: dice.one([undefined, "all", "scope"]),
      askFlags: dice.some(FLAGS, 1),
      easierFlags: dice.chance(0.2) ? dice.some(FLAGS, 1) : [],
      lighter,
      cap: nothing ? 0 : lighter ? dice.one([2, 3, 4]) : dice.one([4, 5, 6]),
      factor: nothing ? 0 : dice.one([0.5, 0.75, 1]),
      implies: n < 6 && dice.chance(0.3) ? [names[n + 1]] : [],
    }];
  }));
  const techniques = Object.fromEntries(ids.map((id, n) => {
    const target = dice.below(5);
    const [least, usual, most] = dice.one([[30, 60, 90], [45, 75, 120], [20, 45, 300]]);
    return [id, technique({
      regions: [...new Set([dice.one([...regions, "whole"]), ...dice.some(regions, 1)])],
      target,
      cap: target + 2,
      dose: [least, usual, most],
      side: dice.one(["LR", "C"]),
      needs: [dice.some(tools, 3), dice.some(tools, 1)].filter((need) => need.length),
      options: [dice.some(tools, 1)].filter((need) => need.length),
      flags: dice.some(FLAGS, 2),
      excl: dice.chance(0.2) ? dice.some(names, 1) : [],
      ask: dice.chance(0.3) ? dice.some(names, 2) : [],
      swapTo: dice.one([undefined, ids[n + 1], ids[n + 2], "constructive-rest", "notice-after"]),
    })];
  }));
  const facts = factsOf(conditions, techniques);
  const all = Object.keys(facts.techniques);
  facts.routines = Object.fromEntries(["a", "b", "c", "calm-breath-6"].map((name) => [
    `routines/${name}`,
    Array.from({ length: 2 + dice.below(6) }, () => {
      const id = dice.one(all);
      const { side, dose: [least, , most] } = facts.techniques[id];
      const seconds = least + 5 * dice.below((most - least) / 5 + 1);
      return side === "LR" ? [id, "left-right", seconds, dice.one([10, 15]), dice.one([10, 15, 25])]
        : [id, "both", seconds, 0, dice.one([10, 15, 25])];
    }),
  ]));
  facts.caps = { "routines/c": 3 };
  return facts;
}

for (const [name, law] of Object.entries(LAWS)) {
  test(`law: ${name}`, () => {
    for (let seed = 1; seed <= 300; seed++) {
      const dice = diceOf(seed);
      try {
        law(madeUp(dice), dice);
      } catch (error) {
        throw new Error(`broken by seed ${seed}`, { cause: error });
      }
    }
  });
}
