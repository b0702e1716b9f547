// What a person can find out about the sound before a session. Pure: choices in, a track or states out.

import { trackOf } from "./track.js";

/** Left, right and the end: the bells to know with eyes closed. */
const BELLS = [
  { kind: "hold", at: 0, seconds: 3, step: 0, side: "left" },
  { kind: "hold", at: 3, seconds: 3, step: 0, side: "right" },
  { kind: "end", at: 6, seconds: 0, step: 0, side: "both" },
];

/** A track of a few seconds with the bells that matter; `plays` as in `trackOf`. */
export const testTrack = (plays, { bells, volume } = {}) => trackOf(BELLS, plays, { bells, volume });

/**
 * What will be heard and felt while the phone is locked: for `bells`, `recording`, `synthesis` and
 * `vibration` one of "yes", "perhaps", "no" and "absent".
 *
 * `audioSession`: whether the browser lets a page say how its sound mixes; `mix`: whether a person wants
 * her own music to go on. Both together is sound that a mute switch silences, and a lock may.
 * `recordings`, `synthesis`, `vibration`: whether there is any. A voice that the phone makes up and
 * vibration belong to a page that is seen.
 */
export function heardWhenLocked({ audioSession, mix, recordings, synthesis, vibration }) {
  const track = audioSession && mix ? "perhaps" : "yes";
  return {
    bells: track,
    recording: recordings ? track : "absent",
    synthesis: synthesis ? "no" : "absent",
    vibration: vibration ? "no" : "absent",
  };
}
