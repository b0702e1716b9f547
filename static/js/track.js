// Lays the bells of a plan, and the voices that come with it, on silence and writes one audio
// track. Pure: plan in, bytes out.
//
// FLAC, because a frame of equal samples is three bytes long: silence is almost free, sounds are
// stored as they are, and every sample is where it was put. Format: RFC 9639. Fixed blocks,
// mono, 16 bit, constant subframes for silence and verbatim subframes for sound.

import { RATE, TAIL, bell, bellOf, strikesOf } from "./bells.js";
import { lengthOf } from "./session.js";

const BLOCK = 4096;

/** Code of 22.05 kHz in a frame header. */
const RATE_CODE = 6;

/** For a browser that plays no FLAC: every second sample is enough for bells below 4 kHz, and will do for a voice. */
const WAV_STEP = 2;

const CRC8 = new Uint8Array(256);
const CRC16 = new Uint16Array(256);
for (let byte = 0; byte < 256; byte++) {
  let short = byte;
  let long = byte << 8;
  for (let bit = 0; bit < 8; bit++) {
    short = (short & 0x80 ? (short << 1) ^ 0x07 : short << 1) & 0xff;
    long = (long & 0x8000 ? (long << 1) ^ 0x8005 : long << 1) & 0xffff;
  }
  CRC8[byte] = short;
  CRC16[byte] = long;
}

// ---- what sounds when ----

/** Seconds from the last strike of a bell to the first word: a bell is heard by itself first. */
export const AFTER_STRIKE = 0.3;

/** Seconds between a voice and one that had to wait for it. */
export const BREATH = 0.2;

/** A voice takes this part of full at most, so that bells ring through it. */
const VOICE = 0.7;

const FULL = 32767;

/** Seconds from a strike in which a voice under way is silent. Until AFTER_STRIKE it comes back. */
const HUSHED = 0.1;

/** Samples that are looked at together. */
const HOP = 256;

/** The loudest of some samples. */
function peakOf(pcm, from, until) {
  let peak = 0;
  for (let i = Math.max(0, from); i < Math.min(until, pcm.length); i++) peak = Math.max(peak, Math.abs(pcm[i]));
  return peak;
}

/** How loud a voice may be in each hop beside bells at full volume: it hushes for a strike, and nothing clips. */
function roomFor(length, at, bells) {
  const taken = new Float32Array(Math.ceil(length / HOP));
  const gains = new Float32Array(taken.length).fill(VOICE);
  for (const { at: begins, name, pcm } of bells) {
    for (let hop = 0; hop < taken.length; hop++) {
      const from = at + hop * HOP - begins;
      taken[hop] += peakOf(pcm, from, from + HOP);
      for (const strike of strikesOf(name)) {
        const since = from / RATE - strike;
        if (since <= -HOP / RATE) continue;
        const back = Math.max(0, since - HUSHED) / (AFTER_STRIKE - HUSHED);
        gains[hop] = Math.min(gains[hop], VOICE * back);
      }
    }
  }
  return gains.map((gain, hop) => Math.min(gain, Math.max(0, FULL - taken[hop]) / FULL));
}

/** A voice as it is heard beside bells. */
function besideBells(pcm, at, bells) {
  const gains = roomFor(pcm.length, at, bells);
  // From hop to hop without a step, and within each never above what it allows.
  const edge = (hop) => Math.min(gains[Math.max(0, hop - 1)], gains[Math.min(gains.length - 1, hop)]);
  const heard = new Int16Array(pcm.length);
  for (let hop = 0; hop < gains.length; hop++) {
    const first = hop * HOP;
    const step = (edge(hop + 1) - edge(hop)) / HOP;
    let gain = edge(hop);
    for (let i = first; i < Math.min(first + HOP, pcm.length); i++, gain += step) heard[i] = pcm[i] * gain;
  }
  return heard;
}

/** Voices in their places: after the strikes of a bell, and after the voice before. */
function spoken(voices, bells) {
  const placed = [];
  let free = 0;
  for (const { at, pcm, until = Infinity } of [...voices].sort((one, other) => one.at - other.at)) {
    let start = Math.max(Math.round(at * RATE), free);
    for (const { at: struck, name } of bells) {
      const clear = struck + Math.round((strikesOf(name).at(-1) + AFTER_STRIKE) * RATE);
      if (struck <= start && start < clear) start = clear;
    }
    if (start >= until * RATE) continue; // too late: what is going on by then has words of its own
    const end = start + pcm.length;
    const near = bells.filter((each) => each.at < end && start < each.at + each.pcm.length);
    placed.push({ at: start, pcm: besideBells(pcm, start, near) });
    free = end + Math.round(BREATH * RATE);
  }
  return placed;
}

/**
 * Every sound of a plan: {at: first sample, pcm}. `bells` names their set, `volume` is theirs too.
 * `voices` are {at: seconds, pcm, until?}: one that could only begin at `until` is left out.
 */
export function soundsOf(plan, { bells, volume, voices = [] } = {}) {
  const struck = plan
    .map((cue) => ({ at: Math.round(cue.at * RATE), name: bellOf(cue) }))
    .filter(({ name }) => name);
  const full = struck.map((each) => ({ ...each, pcm: bell(each.name, bells) }));
  return [
    ...struck.map(({ at, name }) => ({ at, pcm: bell(name, bells, volume) })),
    ...spoken(voices, full),
  ];
}

/** Samples of a track without voices: the plan, and room for its last bell to ring out. */
export const samplesOf = (plan) => Math.round((lengthOf(plan) + TAIL) * RATE);

// ---- FLAC ----

/** Frame numbers are written the way UTF-8 writes code points. */
function frameNumber(n) {
  if (n < 0x80) return [n];
  if (n < 0x800) return [0xc0 | (n >> 6), 0x80 | (n & 63)];
  return [0xe0 | (n >> 12), 0x80 | ((n >> 6) & 63), 0x80 | (n & 63)];
}

function streamInfo(samples) {
  const bytes = new Uint8Array(42);
  bytes.set([0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, 34]); // "fLaC", last block, STREAMINFO, length
  const view = new DataView(bytes.buffer);
  view.setUint16(8, BLOCK);
  view.setUint16(10, BLOCK);
  // 20 bits rate, 3 bits channels - 1, 5 bits depth - 1, 36 bits samples; the MD5 stays unknown.
  view.setBigUint64(18, (BigInt(RATE) << 44n) | (15n << 36n) | BigInt(samples));
  return bytes;
}

function frame(number, body) {
  const head = [0xff, 0xf8, 0xc0 | RATE_CODE, 0x08, ...frameNumber(number)];
  head.push(head.reduce((crc, byte) => CRC8[crc ^ byte], 0));
  const bytes = new Uint8Array(head.length + body.length + 2);
  bytes.set(head);
  bytes.set(body, head.length);
  let crc = 0;
  for (let i = 0; i < bytes.length - 2; i++) {
    crc = ((crc << 8) & 0xffff) ^ CRC16[(crc >> 8) ^ bytes[i]];
  }
  bytes[bytes.length - 2] = crc >> 8;
  bytes[bytes.length - 1] = crc & 0xff;
  return bytes;
}

const SILENCE = new Uint8Array([0, 0, 0]); // constant subframe, value 0

function soundBody(samples) {
  const body = new Uint8Array(1 + BLOCK * 2);
  body[0] = 2; // verbatim subframe
  for (let i = 0; i < BLOCK; i++) {
    body[1 + 2 * i] = samples[i] >> 8;
    body[2 + 2 * i] = samples[i];
  }
  return body;
}

const clip = (value) => Math.max(-32768, Math.min(32767, value));

/** The samples from `first` on, where sounds overlap added together. */
function mix(sounds, first, length) {
  const samples = new Int32Array(length);
  for (const { at, pcm } of sounds) {
    const offset = at - first;
    const until = Math.min(length, offset + pcm.length);
    for (let i = Math.max(0, offset); i < until; i++) samples[i] += pcm[i - offset];
  }
  for (let i = 0; i < length; i++) samples[i] = clip(samples[i]);
  return samples;
}

/** The sounds that reach into each block. */
function byBlock(sounds) {
  const blocks = new Map();
  for (const sound of sounds) {
    const last = Math.floor((sound.at + sound.pcm.length - 1) / BLOCK);
    for (let block = Math.floor(sound.at / BLOCK); block <= last; block++) {
      blocks.set(block, [...(blocks.get(block) ?? []), sound]);
    }
  }
  return blocks;
}

/** A FLAC file of at least `samples` samples (whole blocks) with the sounds where they belong. */
export function flac(samples, sounds) {
  const count = Math.ceil(samples / BLOCK);
  const blocks = byBlock(sounds);
  const parts = [streamInfo(count * BLOCK)];
  for (let number = 0; number < count; number++) {
    const here = blocks.get(number);
    parts.push(frame(number, here ? soundBody(mix(here, number * BLOCK, BLOCK)) : SILENCE));
  }
  return new Blob(parts, { type: "audio/flac" });
}

// ---- WAV ----

/** A WAV file with the same sounds at half the rate. */
export function wav(samples, sounds) {
  const count = Math.ceil(samples / WAV_STEP);
  const bytes = new Uint8Array(44 + count * 2);
  const view = new DataView(bytes.buffer);
  const ascii = (offset, text) => bytes.set(new TextEncoder().encode(text), offset);
  ascii(0, "RIFF");
  view.setUint32(4, 36 + count * 2, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // mono
  view.setUint32(24, RATE / WAV_STEP, true);
  view.setUint32(28, (RATE / WAV_STEP) * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  ascii(36, "data");
  view.setUint32(40, count * 2, true);
  for (const { at, pcm } of sounds) {
    for (let i = 0; i < pcm.length; i += WAV_STEP) {
      const offset = 44 + Math.floor((at + i) / WAV_STEP) * 2;
      if (offset + 2 > bytes.length) break;
      view.setInt16(offset, clip(view.getInt16(offset, true) + pcm[i]), true);
    }
  }
  return new Blob([bytes], { type: "audio/wav" });
}

/**
 * The track of a plan in a format that `plays(type)` says yes to; null when it plays neither.
 * `sound` is what `soundsOf` takes.
 */
export function trackOf(plan, plays, sound) {
  const sounds = soundsOf(plan, sound);
  const samples = Math.max(samplesOf(plan), ...sounds.map(({ at, pcm }) => at + pcm.length));
  if (plays("audio/flac")) return flac(samples, sounds);
  if (plays("audio/wav")) return wav(samples, sounds);
  return null;
}
