import assert from "node:assert/strict";
import test from "node:test";

import { RATE } from "../../static/js/bells.js";
import { AS_WRITTEN, planOf } from "../../static/js/timeline.js";
import { soundsOf, trackOf } from "../../static/js/track.js";
import { PAUSE, clipsOf, decode, gather, listOf, voicesFor } from "../../static/js/voice.js";
import { decode as read } from "./flac.js";

const step = (more) => ({ side: "both", seconds: 30, swap: 10, transition: 10, still: false, ...more });

const STEPS = [
  step({ technique: "sole", side: "left-right", seconds: 45, lighter: "No firmer than 3.", cap: 3 }),
  step({ technique: "calf", side: "left-right" }),
  step({ technique: "rest", seconds: 40, still: true, lighter: "", cap: 3 }),
];
const PLAN = planOf(STEPS);

const FULL = { voice: "full" };
const NAMES = [...new Set(PLAN.flatMap((cue) => clipsOf(cue, STEPS, FULL)))];

/** Every clip another sound: its length and its samples tell which it is. */
const CLIPS = new Map(NAMES.map((name, number) => [name, new Int16Array(4000 + 400 * number).fill(1000 + 100 * number)]));
const load = (name) => CLIPS.get(name);

test("every cue is put together out of phrases and the words of its technique", () => {
  assert.deepEqual(PLAN.map((cue) => [cue.kind, ...clipsOf(cue, STEPS)]), [
    ["hold", "left", "sole.cue", "at-most-3"],
    ["halfway", "halfway"],
    ["swap", "swap-right"],
    ["hold", "right", "sole.cue"],
    ["halfway", "halfway"],
    ["transition", "transition", "calf.name"],
    ["settle", "left-first", "calf.settle"],
    ["hold", "left", "calf.cue"],
    ["swap", "swap-right"],
    ["hold", "right", "calf.cue"],
    ["transition", "transition", "rest.name"],
    ["settle", "rest.settle"],
    ["rest", "rest.cue"],
    ["end", "end"],
  ]);
});

test("right first, the easier variant, a rest before going on: each has recordings of its own", () => {
  const steps = [{ ...STEPS[0], eased: "Sit." }, STEPS[1]];
  const plan = planOf(steps, { ...AS_WRITTEN, first: "right" });
  assert.deepEqual(plan.map((cue) => clipsOf(cue, steps, { first: "right" }).join()), [
    "right,sole.easier,at-most-3", "halfway", "swap-left", "left,sole.easier", "halfway",
    "transition,calf.name", "right-first,calf.settle", "right,calf.cue", "swap-left", "left,calf.cue", "end",
  ]);
  assert.deepEqual(clipsOf({ kind: "wait", step: 0, side: "both" }, steps), ["wait"]);
});

test("names only, or nothing", () => {
  assert.deepEqual(PLAN.map((cue) => clipsOf(cue, STEPS, { voice: "names" }).join()), [
    "left,sole.name", "halfway", "swap-right", "right,sole.name", "halfway", "transition,calf.name", "",
    "left,calf.name", "swap-right", "right,calf.name", "transition,rest.name", "", "rest.name", "end",
  ]);
  assert.deepEqual(PLAN.flatMap((cue) => clipsOf(cue, STEPS, { voice: "none" })), []);
});

test("a cue is said where the plan has it, its recordings one after the other", async () => {
  const voices = voicesFor(PLAN, STEPS, FULL, load);
  assert.deepEqual(voices.map(({ cue }) => cue), PLAN);
  assert.deepEqual(voices.map(({ at }) => at), PLAN.map(({ at }) => at));
  const { samples } = read(new Uint8Array(await trackOf(PLAN, () => true, { voices }).arrayBuffer()));
  // A settle has no bell: what lies there is the recordings themselves, in the measure of all voices.
  const settle = PLAN.find(({ kind }) => kind === "settle");
  const [side, words] = clipsOf(settle, STEPS, FULL).map(load);
  const at = settle.at * RATE + 2 * RATE; // long after the words before, which are short here
  assert.equal(samples[at], 0);
  const heard = samples.subarray(settle.at * RATE, at);
  const pause = Math.round(PAUSE * RATE);
  assert.ok(heard[0] > 0.5 * side[0]);
  assert.equal(heard[side.length - 1], heard[0]);
  assert.equal(heard[side.length + pause - 1], 0);
  assert.equal(Math.round(heard[side.length + pause] / heard[0] * 100), Math.round(words[0] / side[0] * 100));
  assert.equal(heard.filter((value) => value !== 0).length, side.length + words.length);
});

test("a cue of which one recording is missing or empty is not said at all", () => {
  const kinds = (without, value) => voicesFor(PLAN, STEPS, FULL, (name) => (name === without ? value : load(name)))
    .map(({ cue }) => PLAN.indexOf(cue));
  const all = PLAN.map((_, index) => index);
  assert.deepEqual(kinds("left", undefined), all.filter((index) => index !== 0 && index !== 7));
  assert.deepEqual(kinds("calf.settle", null), all.filter((index) => index !== 6));
  assert.deepEqual(kinds("end", new Int16Array(0)), all.filter((index) => index !== 13));
  assert.deepEqual(voicesFor(PLAN, STEPS, FULL, () => undefined), []);
  assert.deepEqual(soundsOf(PLAN, { voices: [] }), soundsOf(PLAN));
});

test("words that no longer fit into their cue are left out, and the session goes on", () => {
  const left = (seconds) => {
    const long = new Int16Array(seconds * RATE).fill(1);
    const voices = voicesFor(PLAN, STEPS, FULL, (name) => (name.endsWith(".name") ? long : load(name)));
    return voices.length - (soundsOf(PLAN, { voices }).length - soundsOf(PLAN).length);
  };
  assert.equal(left(7), 0, "the next words wait for the name");
  // Ten seconds after coming out began, getting in is over: its words would belong to nothing.
  assert.equal(left(11), 2);
});

// ---- from the server ----

const list = Object.fromEntries([...NAMES, "sole.name"].map((name) => [name, `/voice/en/${name}.0123456789.mp3`]));
const nameIn = (address) => address.slice("/voice/en/".length, -".0123456789.mp3".length);

test("only what a plan needs is fetched, each once, and only for cues that are recorded whole", async () => {
  const asked = [];
  const gathered = async (voice, those) => {
    asked.length = 0;
    const clips = await gather(PLAN, STEPS, { voice }, those, async (address) => {
      asked.push(nameIn(address));
      return load(nameIn(address)) ?? Int16Array.of(1);
    });
    assert.deepEqual([...clips.keys()].sort(), [...asked].sort());
    return [...asked].sort();
  };
  assert.deepEqual(await gathered("full", list), [...NAMES].sort());
  assert.deepEqual(await gathered("none", list), []);
  const { transition, ...others } = list;
  assert.ok(transition);
  assert.deepEqual(await gathered("names", others), [
    "calf.name", "end", "halfway", "left", "rest.name", "right", "sole.name", "swap-right",
  ]);
  assert.deepEqual(await gathered("full", {}), []);
});

test("a recording that cannot be had leaves its cues to others", async () => {
  const clips = await gather(PLAN, STEPS, FULL, list, async (address) => {
    if (nameIn(address) === "swap-right") throw new Error(address);
    return load(nameIn(address));
  });
  assert.equal(clips.size, NAMES.length - 1);
  const voices = voicesFor(PLAN, STEPS, FULL, (name) => clips.get(name));
  assert.deepEqual(PLAN.filter((cue) => !voices.some((voice) => voice.cue === cue)).map(({ kind }) => kind), ["swap", "swap"]);
});

test("without a list there are no recordings, whatever the server answers", async (context) => {
  const answers = [
    async () => { throw new TypeError(); },
    async () => new Response("<h1>Log in</h1>"),
    async () => new Response("{}", { status: 404 }),
    async () => Response.json(null),
    async () => Response.json([]),
  ];
  for (const answer of answers) {
    context.mock.method(globalThis, "fetch", answer);
    assert.deepEqual(await gather(PLAN, STEPS, FULL, await listOf("/en/voice.json")), new Map());
    await assert.rejects(decode("/voice/en/left.0123456789.mp3"));
  }
  context.mock.method(globalThis, "fetch", async () => Response.json(list));
  assert.deepEqual(await listOf("/en/voice.json"), list);
});
