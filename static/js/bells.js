// The bells of a session, synthesised. Pure: numbers in, samples out.
//
// Each is a few strikes of damped partials between 500 Hz and 4 kHz, where the speaker of a
// phone is loud enough to be heard across a room. They differ in the number of strikes and in
// pitch, so that they can be told apart with eyes closed: one strike means left or begin,
// two mean right. That holds for every set: a set is another thing to strike, not another code.

/** Samples a second; shared with the track. */
export const RATE = 22050;

const PEAK = 0.89;

/** No quieter than this part of full: a bell that nobody hears is none. */
export const QUIETEST = 0.2;

/**
 * What is struck. `attack`: seconds in which a strike swells, short enough to be exact, long enough
 * not to click. `pitch` multiplies the ground notes, `length` the time that the last strike has to
 * ring. Partials: ratio to the ground note, strength, seconds until 1/1000.
 */
const SETS = {
  bowl: {
    attack: 0.004,
    pitch: 1,
    length: 1,
    partials: [[1, 1, 2.6], [2.01, 0.55, 1.9], [2.76, 0.4, 1.3], [4.07, 0.18, 0.8], [5.4, 0.09, 0.45]],
  },
  wood: {
    attack: 0.002,
    pitch: 1.6,
    length: 0.25,
    partials: [[1, 1, 0.32], [2.57, 0.45, 0.16], [3.9, 0.2, 0.09]],
  },
  soft: {
    attack: 0.012,
    pitch: 1.05, // at this one the second strike of "right" comes in step with what rings on of the first
    length: 1.4,
    partials: [[1, 1, 3.6], [2, 0.3, 2.2], [3.01, 0.1, 1.2]],
  },
};

/** The names of the sets, the first one unless a person chooses. */
export const BELL_SETS = Object.keys(SETS);

/** Strikes of each bell: [seconds after the start, ground note in Hz, strength]; how long a bowl rings. */
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

/** Seconds from the start of a bell to each of its strikes. */
export const strikesOf = (name) => BELLS[name].strikes.map(([start]) => start);

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

function synthesise(name, { attack, pitch, length: stretch, partials }) {
  const { seconds, strikes } = BELLS[name];
  const last = strikesOf(name).at(-1);
  const length = Math.round(Math.min(TAIL, last + (seconds - last) * stretch) * RATE);
  const wave = new Float32Array(length);
  for (const [start, ground, strength] of strikes) {
    const first = Math.round(start * RATE);
    for (const [ratio, level, decay] of partials) {
      const pitched = ground * pitch * ratio;
      const step = (2 * Math.PI * pitched) / RATE;
      if (pitched > 4000) continue;
      const damping = Math.log(1000) / decay;
      for (let i = first; i < length; i++) {
        const time = (i - first) / RATE;
        const swell = Math.min(1, time / attack);
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

/** A choice that was kept may be damaged: then it is the first set, and full volume. */
const setOf = (bells) => (Object.hasOwn(SETS, bells) ? bells : BELL_SETS[0]);
const loudnessOf = (volume) => (Number.isFinite(volume) ? Math.min(1, Math.max(QUIETEST, volume)) : 1);

/** The samples of a bell of a set: 16 bit, mono, RATE a second. Made once. */
export function bell(name, bells, volume) {
  const set = setOf(bells);
  const loudness = loudnessOf(volume);
  const key = `${name} ${set} ${loudness}`;
  if (!made.has(key)) {
    const scaled = () => bell(name, set).map((value) => Math.round(value * loudness));
    made.set(key, loudness === 1 ? synthesise(name, SETS[set]) : scaled());
  }
  return made.get(key);
}
