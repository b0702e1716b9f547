// The bells of a session, synthesised. Pure: numbers in, samples out.
//
// Each is a few strikes of damped partials between 500 Hz and 4 kHz, where the speaker of a
// phone is loud enough to be heard across a room. They differ in the number of strikes and in
// pitch, so that they can be told apart with eyes closed: one strike means left or begin,
// two mean right.

/** Samples a second; shared with the track. */
export const RATE = 22050;

const PEAK = 0.89;

/** Seconds in which a strike swells: short enough to be exact, long enough not to click. */
const ATTACK = 0.004;

/** Partials of a small bowl: ratio to the ground note, strength, seconds until 1/1000. */
const PARTIALS = [
  [1, 1, 2.6],
  [2.01, 0.55, 1.9],
  [2.76, 0.4, 1.3],
  [4.07, 0.18, 0.8],
  [5.4, 0.09, 0.45],
];

/** Strikes of each bell: [seconds after the start, ground note in Hz, strength]. */
const BELLS = {
  begin: { seconds: 2.6, strikes: [[0, 587.3, 1]] },
  left: { seconds: 2.6, strikes: [[0, 523.3, 1]] },
  right: { seconds: 2.9, strikes: [[0, 698.5, 1], [0.3, 698.5, 0.9]] },
  halfway: { seconds: 1.3, strikes: [[0, 784, 0.55]] },
  swap: { seconds: 2.8, strikes: [[0, 659.3, 0.8], [0.22, 523.3, 0.8], [0.44, 698.5, 0.9]] },
  leave: { seconds: 2.4, strikes: [[0, 698.5, 0.8], [0.35, 523.3, 0.8]] },
  end: { seconds: 6, strikes: [[0, 523.3, 1], [1.1, 659.3, 0.9], [2.2, 784, 0.9]] },
};

/** The longest a bell sounds after the plan has ended, in seconds. */
export const TAIL = BELLS.end.seconds;

/** The name of the bell that opens a cue, or null for a silent one. */
export function bellOf(cue) {
  switch (cue.kind) {
    case "hold":
    case "rest":
      return cue.side === "both" ? "begin" : cue.side;
    case "halfway":
    case "swap":
    case "end":
      return cue.kind;
    case "transition":
      return "leave";
    default:
      return null;
  }
}

function synthesise({ seconds, strikes }) {
  const length = Math.round(seconds * RATE);
  const wave = new Float32Array(length);
  for (const [start, ground, strength] of strikes) {
    const first = Math.round(start * RATE);
    for (const [ratio, level, decay] of PARTIALS) {
      const step = (2 * Math.PI * ground * ratio) / RATE;
      if (ground * ratio > 4000) continue;
      const damping = Math.log(1000) / decay;
      for (let i = first; i < length; i++) {
        const time = (i - first) / RATE;
        const swell = Math.min(1, time / ATTACK);
        wave[i] += strength * level * swell * Math.exp(-damping * time) * Math.sin(step * (i - first));
      }
    }
  }
  // A bell ends in silence, not in a step.
  const fade = Math.round(0.15 * RATE);
  for (let i = 0; i < fade; i++) wave[length - 1 - i] *= i / fade;
  const peak = wave.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const loudest = Math.max(...strikes.map(([, , strength]) => strength));
  const scale = (PEAK * loudest * 32767) / peak;
  return Int16Array.from(wave, (value) => Math.round(value * scale));
}

const made = new Map();

/** The samples of a bell: 16 bit, mono, RATE a second. Made once. */
export function bell(name) {
  if (!made.has(name)) made.set(name, synthesise(BELLS[name]));
  return made.get(name);
}
