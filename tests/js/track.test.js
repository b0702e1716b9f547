import assert from "node:assert/strict";
import test from "node:test";

import { BELL_SETS, QUIETEST, RATE, bell, bellOf, strikesOf } from "../../static/js/bells.js";
import { lengthOf } from "../../static/js/session.js";
import { heardWhenLocked, testTrack } from "../../static/js/sound-test.js";
import { AFTER_STRIKE, flac, samplesOf, soundsOf, trackOf, wav } from "../../static/js/track.js";
import { decode } from "./flac.js";

const plan = [
  { kind: "hold", at: 0, seconds: 60, step: 0, side: "left" },
  { kind: "halfway", at: 30, seconds: 0, step: 0, side: "left" },
  { kind: "swap", at: 60, seconds: 10, step: 0, side: "right" },
  { kind: "hold", at: 70, seconds: 60, step: 0, side: "right" },
  { kind: "transition", at: 130, seconds: 4, step: 0, side: "both" },
  { kind: "settle", at: 134, seconds: 6, step: 1, side: "both" },
  { kind: "rest", at: 140, seconds: 30, step: 1, side: "both" },
  { kind: "end", at: 170, seconds: 0, step: 1, side: "both" },
];

const loudest = (pcm) => pcm.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

test("the track holds every sample where it was put, and silence everywhere else", async () => {
  const { rate, samples } = decode(await bytesOf(flac(samplesOf(plan), soundsOf(plan))));
  assert.equal(rate, RATE);
  const expected = new Int16Array(samples.length);
  for (const { at, pcm } of soundsOf(plan)) expected.set(pcm, at);
  assert.deepEqual(samples, expected);
  assert.ok(samples.length / rate >= lengthOf(plan) + 6, "the last bell rings out");
  assert.ok(samples.length / rate < lengthOf(plan) + 6.5);
});

test("sounds that overlap are added and clipped, not wrapped around", async () => {
  const loud = new Int16Array(9000).fill(30000);
  const { samples } = decode(await bytesOf(flac(20000, [{ at: 100, pcm: loud }, { at: 5000, pcm: loud }])));
  assert.equal(samples[99], 0);
  assert.equal(samples[100], 30000);
  assert.equal(samples[6000], 32767);
  assert.equal(samples[13999], 30000);
  assert.equal(samples[14000], 0);
});

test("frame numbers beyond one and two bytes are written as they should be", async () => {
  const seconds = 75 * 60;
  const pcm = Int16Array.of(1, 2, 3);
  const { samples } = decode(await bytesOf(flac(seconds * RATE, [{ at: seconds * RATE - 10, pcm }])));
  assert.deepEqual([...samples.subarray(seconds * RATE - 10, seconds * RATE - 7)], [1, 2, 3]);
});

test("the same plan gives the same bytes", async () => {
  const once = await bytesOf(flac(samplesOf(plan), soundsOf(plan)));
  const again = await bytesOf(flac(samplesOf(plan), soundsOf(plan)));
  assert.deepEqual(once, again);
});

test("WAV carries the same bells for a browser without FLAC", async () => {
  const bytes = await bytesOf(wav(samplesOf(plan), soundsOf(plan)));
  const view = new DataView(bytes.buffer);
  assert.equal(view.getUint32(24, true), RATE / 2);
  assert.equal(bytes.length, 44 + view.getUint32(40, true));
  const sample = (seconds) => view.getInt16(44 + Math.round(seconds * RATE / 2) * 2, true);
  assert.notEqual(sample(60.02), 0);
  assert.equal(sample(59.9), 0);
});

test("the format follows what the browser plays", () => {
  assert.equal(trackOf(plan, () => true).type, "audio/flac");
  assert.equal(trackOf(plan, (type) => type === "audio/wav").type, "audio/wav");
  assert.equal(trackOf(plan, () => false), null);
});

const NAMES = ["left", "right", "begin", "halfway", "swap", "leave", "end"];

test("left, right, change and end can be told apart with eyes closed, in every set", () => {
  const sounds = BELL_SETS.flatMap((set) => NAMES.map((name) => bell(name, set).join()));
  assert.equal(new Set(sounds).size, BELL_SETS.length * NAMES.length);
  assert.equal(bellOf({ kind: "hold", side: "left" }), "left");
  assert.equal(bellOf({ kind: "rest", side: "both" }), "begin");
  assert.equal(bellOf({ kind: "settle", side: "left" }), null);
  // Once for left, twice for right: the second strike rises out of what is left of the first.
  for (const set of BELL_SETS) {
    const second = (name) => {
      const pcm = bell(name, set);
      const around = (from, to) => loudest(pcm.subarray(from * RATE, to * RATE));
      return around(0.3, 0.34) / around(0.25, 0.29);
    };
    assert.ok(second("left") < 1, `${set}: one strike means left`);
    assert.ok(second("right") > 1.3, `${set}: two mean right`);
  }
});

for (const set of BELL_SETS) {
  test(`bells of ${set} begin at once, end in silence and are loud where a phone speaker is`, () => {
    for (const name of NAMES) {
      const pcm = bell(name, set);
      const most = loudest(pcm);
      assert.ok(loudest(pcm.subarray(0, 0.015 * RATE)) > loudest(pcm.subarray(0, 0.2 * RATE)) * 0.8, `${name} starts`);
      assert.ok(Math.abs(pcm.at(-1)) < 40, `${name} ends in silence`);
      assert.ok(most > (name === "halfway" ? 15000 : 20000), `${name} is loud`);
      // Energy between 500 Hz and 4 kHz, by a plain Fourier sum over its first 0.2 s.
      const part = pcm.subarray(0, 4410);
      const power = (from, to) => {
        let sum = 0;
        for (let bin = Math.round(from / 5); bin < to / 5; bin += 3) {
          let re = 0;
          let im = 0;
          for (let i = 0; i < part.length; i++) {
            const angle = (2 * Math.PI * bin * i) / part.length;
            re += part[i] * Math.cos(angle);
            im += part[i] * Math.sin(angle);
          }
          sum += re * re + im * im;
        }
        return sum;
      };
      assert.ok(power(500, 4000) / power(20, 6000) > 0.95, `${name} carries`);
    }
  });

  test(`every bell of ${set} is found where the plan has it, at the volume that was chosen`, async () => {
    for (const volume of [1, 0.5, QUIETEST]) {
      const { samples } = decode(await bytesOf(trackOf(plan, () => true, { bells: set, volume })));
      let silentFrom = 0;
      for (const cue of plan.filter((each) => bellOf(each))) {
        const at = Math.round(cue.at * RATE);
        const pcm = bell(bellOf(cue), set);
        assert.equal(loudest(samples.subarray(silentFrom, at)), 0, "nothing before it");
        const begins = samples.findIndex((value, i) => i >= at && Math.abs(value) > loudest(pcm) * volume / 4);
        assert.ok(Math.abs(begins / RATE - cue.at) < 0.01, `${cue.kind} at ${begins / RATE}`);
        const heard = loudest(samples.subarray(at, at + pcm.length));
        assert.ok(Math.abs(heard / loudest(pcm) - volume) < 0.001, `${cue.kind} at ${heard}`);
        silentFrom = at + pcm.length;
      }
      assert.ok(silentFrom <= samplesOf(plan), "the last bell rings out");
      assert.equal(loudest(samples.subarray(silentFrom)), 0);
    }
  });
}

test("without a choice, or with one that was damaged, the bells are those of the bowl at full volume", async () => {
  const bowl = await bytesOf(trackOf(plan, () => true, { bells: "bowl", volume: 1, voices: [] }));
  for (const sound of [undefined, {}, { bells: "toString", volume: NaN }, { bells: null, volume: "loud" }, { volume: 7 }]) {
    assert.deepEqual(await bytesOf(trackOf(plan, () => true, sound)), bowl);
  }
  const quiet = await bytesOf(trackOf(plan, () => true, { volume: QUIETEST }));
  assert.deepEqual(await bytesOf(trackOf(plan, () => true, { volume: 0 })), quiet);
  assert.notDeepEqual(quiet, bowl);
});

// ---- voices ----

const shout = (seconds) => Int16Array.from({ length: seconds * RATE }, (_, i) => (i % 40 < 20 ? 32767 : -32768));

const bellsOf = (sound) => soundsOf(plan, sound);

/** The voices as they lie in the track: sounds that are there only with them. */
const voicesIn = (sound) => bellsOf(sound).slice(bellsOf({ ...sound, voices: [] }).length);

test("a voice that comes with a bell begins after its last strike", () => {
  for (const [at, name] of [[0, "left"], [60, "swap"], [70, "right"], [130, "leave"], [170, "end"]]) {
    const [voice] = voicesIn({ voices: [{ at, pcm: shout(2) }] });
    assert.equal(voice.at, Math.round(at * RATE) + Math.round((strikesOf(name).at(-1) + AFTER_STRIKE) * RATE), name);
  }
  const [alone] = voicesIn({ voices: [{ at: 134, pcm: shout(2) }] });
  assert.equal(alone.at, 134 * RATE, "without a bell it begins at once");
});

test("a voice waits for the one before, and one that would be too late is left out", () => {
  const voices = [
    { at: 134, until: 140, pcm: shout(1) },
    { at: 130, until: 134, pcm: shout(5) },
    { at: 140, until: 150, pcm: shout(1) },
    { at: 150, until: 151, pcm: shout(30) },
    { at: 155, until: 180, pcm: shout(1) },
    { at: 156, until: 181, pcm: shout(1) },
  ];
  const placed = voicesIn({ voices });
  assert.equal(placed.length, 5);
  for (const [number, { at }] of placed.entries()) {
    const before = placed[number - 1];
    if (before) assert.ok(at > before.at + before.pcm.length, `voice ${number} waits`);
  }
  assert.deepEqual(placed.map(({ pcm }) => pcm.length / RATE), [5, 1, 1, 30, 1]);
  assert.ok(placed[1].at / RATE < 136);
});

for (const set of BELL_SETS) {
  test(`the loudest voice over every bell of ${set}: nothing clips and no strike is drowned`, async () => {
    for (const volume of [1, QUIETEST]) {
      // From before each bell to after it, so that it is struck in the middle of a word.
      const voices = plan.filter((cue) => bellOf(cue)).map(({ at }) => ({ at: at - 2, pcm: shout(9) }));
      const sound = { bells: set, volume, voices };
      const { samples } = decode(await bytesOf(trackOf(plan, () => true, sound)));
      const sum = new Int32Array(samples.length);
      for (const { at, pcm } of bellsOf(sound)) pcm.forEach((value, i) => { sum[at + i] += value; });
      assert.deepEqual(Int32Array.from(samples), sum, "what was added is what is there");
      const spoken = voicesIn(sound);
      assert.equal(spoken.length, voices.length);
      for (const cue of plan.filter((each) => bellOf(each))) {
        for (const strike of strikesOf(bellOf(cue)).map((seconds) => Math.round(seconds * RATE))) {
          const around = (pcm, from) => loudest(pcm.subarray(Math.max(0, from), Math.max(0, from + 0.08 * RATE)));
          const struck = around(bell(bellOf(cue), set, volume), strike);
          for (const { at, pcm } of spoken) {
            const voice = around(pcm, cue.at * RATE + strike - at);
            assert.ok(voice < struck / 4, `${cue.kind}: ${voice} beside ${struck}`);
          }
        }
      }
    }
  });
}

test("the track is long enough for the last words, in WAV too", async () => {
  const voices = [{ at: 170, pcm: shout(8) }];
  const { samples } = decode(await bytesOf(trackOf(plan, () => true, { voices })));
  const [voice] = voicesIn({ voices });
  assert.ok(samples.length >= voice.at + voice.pcm.length);
  assert.notEqual(samples[voice.at + voice.pcm.length - 1], 0);
  const bytes = await bytesOf(trackOf(plan, (type) => type === "audio/wav", { voices }));
  const late = Math.floor((voice.at + voice.pcm.length) / 2 - 10);
  assert.notEqual(new DataView(bytes.buffer).getInt16(44 + late * 2, true), 0);
});

// ---- before a session ----

test("the sound test plays left, right and the end, as they will sound", async () => {
  const sound = { bells: "wood", volume: 0.6 };
  const { samples } = decode(await bytesOf(testTrack(() => true, sound)));
  let from = 0;
  for (const name of ["left", "right", "end"]) {
    const pcm = bell(name, sound.bells, sound.volume);
    const at = samples.findIndex((value, i) => i >= from && value !== 0) - pcm.findIndex((value) => value !== 0);
    assert.deepEqual(samples.subarray(at, at + pcm.length), pcm, name);
    from = at + pcm.length;
  }
  assert.ok(samples.length / RATE < 13);
  assert.equal(testTrack(() => false, sound), null);
});

test("what is heard with the phone locked", () => {
  const all = { audioSession: true, mix: false, recordings: true, synthesis: true, vibration: true };
  assert.deepEqual(heardWhenLocked(all), { bells: "yes", recording: "yes", synthesis: "no", vibration: "no" });
  assert.deepEqual(
    heardWhenLocked({ ...all, mix: true }),
    { bells: "perhaps", recording: "perhaps", synthesis: "no", vibration: "no" },
  );
  assert.deepEqual(
    heardWhenLocked({ audioSession: false, mix: true, recordings: false, synthesis: false, vibration: false }),
    { bells: "yes", recording: "absent", synthesis: "absent", vibration: "absent" },
  );
});
