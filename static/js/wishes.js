// How a person likes their sessions. Pure: what was kept comes in, sound wishes go out.

import { AS_WRITTEN } from "./timeline.js";

/** What each wish may be: one of a few, a range of numbers, or yes and no. The first is the default. */
const CHOICES = {
  pace: ["flow", "settle"],
  first: ["left", "right"],
  voice: ["full", "names", "none"],
  bells: ["bowl", "wood", "soft"],
};
const RANGES = {
  pauses: [0.5, 3],
  holds: [0.5, 1.5],
  volume: [0.2, 1],
  breathIn: [3, 6],
  breathOut: [4, 9],
};

export const DEFAULTS = {
  ...AS_WRITTEN,
  voice: "full",
  bells: "bowl",
  volume: 1,
  /** Let other music play on. */
  music: false,
  vibration: true,
  breath: true,
  /** Seconds to breathe in and out: about six breaths a minute. */
  breathIn: 4,
  breathOut: 6,
  dim: false,
};

/** Wishes out of what was kept, whatever that is: what is not sound is as nobody had wished it. */
export function readWishes(kept) {
  const wishes = { ...DEFAULTS };
  if (kept === null || typeof kept !== "object") return wishes;
  for (const [name, value] of Object.entries(kept)) {
    if (name in CHOICES ? CHOICES[name].includes(value)
      : name in RANGES ? Number.isFinite(value)
      : typeof DEFAULTS[name] === "boolean" && typeof value === "boolean") {
      const [low, high] = RANGES[name] ?? [];
      wishes[name] = name in RANGES ? Math.min(high, Math.max(low, value)) : value;
    }
  }
  return wishes;
}

/** Seconds longer by technique and side, out of what was kept. */
export function readLonger(kept) {
  const sound = {};
  for (const [technique, sides] of Object.entries(kept ?? {})) {
    for (const [side, seconds] of Object.entries(sides ?? {})) {
      if (["left", "right", "both"].includes(side) && Number.isFinite(seconds) && seconds > 0) {
        (sound[technique] ??= {})[side] = seconds;
      }
    }
  }
  return sound;
}
