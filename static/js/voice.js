// The recordings of a teacher's voice: which of them a cue is put together from, and where they go
// in the track. Pure, but for what fetches and decodes them.
//
// A recording is named after a phrase (fascia/phrases.py) or after a technique and which of its words
// it says; fascia/voice.py names the same for the one who records. Whatever is missing or broken, the
// session runs: that cue has no recorded voice.

import { RATE } from "./bells.js";

/** Seconds after a moment (it has no length of its own) in which its words still belong to it. */
const LATE = 4;

/** Milliseconds in which a recording should have come: a session does not wait for a network that hangs. */
const LIMIT = 4000;

/** Seconds between two recordings of one cue. */
export const PAUSE = 0.15;

const sideIn = (cue, ending = "") => (cue.side === "both" ? [] : [`${cue.side}${ending}`]);

/**
 * The names of the recordings that say a cue, in order: those of the words that `said` gives with the
 * same wishes (phrases.js). A step has what it has there, and its `technique` and `cap`.
 */
export function clipsOf(cue, steps, { voice = "full", first = "left" } = {}) {
  if (voice === "none") return [];
  const { technique, eased, lighter, cap } = steps[cue.step];
  switch (cue.kind) {
    case "halfway":
    case "wait":
    case "end":
      return [cue.kind];
    case "swap":
      return [`swap-${cue.side}`];
    case "transition":
      return [cue.kind, `${steps[cue.step + 1].technique}.name`];
    case "settle":
      return voice === "names" ? [] : [...sideIn(cue, "-first"), `${technique}.settle`];
    default: {
      if (voice === "names") return [...sideIn(cue), `${technique}.name`];
      const second = cue.side !== "both" && cue.side !== first;
      return [
        ...sideIn(cue),
        eased ? `${technique}.easier` : `${technique}.cue`,
        ...(lighter && !second ? [`at-most-${cap}`] : []),
      ];
    }
  }
}

/** One after the other, with a pause between. */
function joined(clips) {
  const pause = Math.round(PAUSE * RATE);
  const pcm = new Int16Array(clips.reduce((sum, clip) => sum + clip.length + pause, -pause));
  let at = 0;
  for (const clip of clips) {
    pcm.set(clip, at);
    at += clip.length + pause;
  }
  return pcm;
}

/**
 * The voices of a plan for `trackOf`, each with its `cue`: {at, until, pcm, cue}. `load(name)` gives
 * the samples of a recording. A cue is said whole or not at all.
 */
export function voicesFor(plan, steps, wishes, load) {
  return plan.flatMap((cue) => {
    const clips = clipsOf(cue, steps, wishes).map((name) => load(name));
    if (!clips.length || !clips.every((clip) => clip?.length)) return [];
    return [{ at: cue.at, until: cue.at + (cue.seconds || LATE), pcm: joined(clips), cue }];
  });
}

// ---- from the server, or from what is stored ----

/** Which recordings there are: {name: address}. None where the list cannot be had. */
export async function listOf(address) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(LIMIT) });
    return (response.ok && await response.json()) || {};
  } catch {
    return {};
  }
}

/** The samples of a recording: mono, 16 bit, RATE a second. Rejects what is not one. */
export async function decode(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(LIMIT) });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const context = new OfflineAudioContext(1, 1, RATE);
  const buffer = await context.decodeAudioData(await response.arrayBuffer()); // at the rate of the context
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, n) => buffer.getChannelData(n));
  return Int16Array.from(channels[0], (_, i) => {
    const value = channels.reduce((sum, channel) => sum + channel[i], 0) / channels.length;
    return Math.max(-1, Math.min(1, value)) * 32767;
  });
}

/** What was read, by address: the track is built anew at every change, and its recordings are the same. */
const samples = new Map();

/** The samples of a recording, read once. What could not be read is tried again. */
function readOnce(address) {
  if (!samples.has(address)) {
    const reading = decode(address);
    samples.set(address, reading);
    reading.catch(() => samples.delete(address));
  }
  return samples.get(address);
}

/**
 * The recordings that a plan needs, of those in the list: a Map from name to samples. Before the tap
 * that starts a session, because a browser lets a page play only while it answers a tap.
 */
export async function gather(plan, steps, wishes, list, read = readOnce) {
  const whole = plan
    .map((cue) => clipsOf(cue, steps, wishes))
    .filter((names) => names.every((name) => Object.hasOwn(list, name)));
  const clips = new Map();
  await Promise.all([...new Set(whole.flat())].map(async (name) => {
    const pcm = await read(list[name]).catch(() => null);
    if (pcm) clips.set(name, pcm);
  }));
  return clips;
}
