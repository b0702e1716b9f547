// What to go along with while staying somewhere: a breath, a slow stroke, a walk through the body.
// Pure: seconds since the start in, a moment of it out.

/** Seconds of one slow stroke with a ball or a roller, one way. */
const STROKE = 3.5;

/** Seconds that one part of the body gets in a rest, at least. */
const SCAN = 12;

/** Where a breath stands: the way it goes, and how full the lungs are (0 to 1). */
export function breathAt(elapsed, { breathIn, breathOut }) {
  const moment = elapsed % (breathIn + breathOut);
  if (moment < breathIn) return { way: "in", full: ease(moment / breathIn) };
  return { way: "out", full: 1 - ease((moment - breathIn) / breathOut) };
}

/** Where a stroke stands: the way it goes, and how far it has come (0 to 1). */
export function strokeAt(elapsed) {
  const moment = elapsed % (2 * STROKE);
  return moment < STROKE
    ? { way: "there", far: ease(moment / STROKE) }
    : { way: "back", far: 1 - ease((moment - STROKE) / STROKE) };
}

/** The number of the part of the body to feel now, of so many; each once, evenly over the rest. */
export function scanAt(elapsed, seconds, parts) {
  const each = Math.max(SCAN, seconds / parts);
  return Math.min(parts - 1, Math.floor(elapsed / each));
}

/** Slow at both ends, as breath and hands are. */
const ease = (share) => (1 - Math.cos(Math.PI * share)) / 2;
