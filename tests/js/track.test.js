import assert from "node:assert/strict";
import test from "node:test";

import { RATE, bell, bellOf } from "../../static/js/bells.js";
import { lengthOf } from "../../static/js/session.js";
import { flac, samplesOf, soundsOf, trackOf, wav } from "../../static/js/track.js";
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

test("left, right, change and end can be told apart with eyes closed", () => {
  const names = ["left", "right", "begin", "halfway", "swap", "leave", "end"];
  const seen = new Set(names.map((name) => bell(name).join()));
  assert.equal(seen.size, names.length);
  assert.equal(bellOf({ kind: "hold", side: "left" }), "left");
  assert.equal(bellOf({ kind: "rest", side: "both" }), "begin");
  assert.equal(bellOf({ kind: "settle", side: "left" }), null);
});

test("bells begin at once, end in silence and are loud where a phone speaker is", () => {
  for (const name of ["left", "right", "begin", "swap", "leave", "end"]) {
    const pcm = bell(name);
    assert.ok(loudest(pcm.subarray(0, Math.round(0.02 * RATE))) > 8000, `${name} starts`);
    assert.ok(Math.abs(pcm.at(-1)) < 40, `${name} ends in silence`);
    assert.ok(loudest(pcm) > 20000, `${name} is loud`);
    // Energy between 500 Hz and 4 kHz, by a plain Fourier sum over its first 0.2 s.
    const part = pcm.subarray(0, 4410);
    const power = (from, to) => {
      let sum = 0;
      for (let bin = Math.round(from / 5); bin < to / 5; bin++) {
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
