// Lays the bells of a plan on silence and writes one audio track. Pure: plan in, bytes out.
//
// FLAC, because a frame of equal samples is three bytes long: silence is almost free, sounds are
// stored as they are, and every sample is where it was put. Format: RFC 9639. Fixed blocks,
// mono, 16 bit, constant subframes for silence and verbatim subframes for sound.

import { RATE, TAIL, bell, bellOf } from "./bells.js";
import { lengthOf } from "./session.js";

const BLOCK = 4096;

/** Code of 22.05 kHz in a frame header. */
const RATE_CODE = 6;

/** For a browser that plays no FLAC: every second sample is enough for bells below 4 kHz. */
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

/** Every sound of a plan: {at: first sample, pcm}. */
export function soundsOf(plan) {
  return plan
    .map((cue) => [cue, bellOf(cue)])
    .filter(([, name]) => name)
    .map(([cue, name]) => ({ at: Math.round(cue.at * RATE), pcm: bell(name) }));
}

/** Samples of the whole track: the plan, and room for its last bell to ring out. */
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
  const view = new DataView(body.buffer);
  samples.forEach((sample, i) => view.setInt16(1 + 2 * i, sample));
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
  return samples.map(clip);
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

/** The track of a plan in a format that `plays(type)` says yes to; null when it plays neither. */
export function trackOf(plan, plays) {
  const samples = samplesOf(plan);
  if (plays("audio/flac")) return flac(samples, soundsOf(plan));
  if (plays("audio/wav")) return wav(samples, soundsOf(plan));
  return null;
}
