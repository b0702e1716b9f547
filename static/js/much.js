// What a pressure that is too much asks for. Pure: a score in, a light and the ways on out.
// Safety brief, section 4; the signals of section 5 bring their own ways (fascia/content/safety.toml).

/** Amber should ease within this many seconds; then it is asked after. */
export const EASES_WITHIN = 30;

/** The ways on for a light, in order: easing comes first, and red never offers to go on. */
const WAYS = {
  green: ["easier", "softer", "less", "skip", "go-on", "end"],
  amber: ["easier", "softer", "less", "swap", "skip", "go-on", "end"],
  "above-cap": ["easier", "softer", "less", "swap", "rest", "skip", "end"],
  red: ["rest", "easier", "swap", "skip", "end"],
};

/** The light of a score: the first, from low to high, that reaches as far. `lights` is {id, high}. */
export const lightOf = (score, lights) => lights.find(({ high }) => score <= high).id;

/** What is offered at a score: above the cap of the technique or the person nothing stays as it is. */
export function waysAt(score, cap, lights) {
  const light = lightOf(score, lights);
  return WAYS[light !== "red" && score > cap ? "above-cap" : light];
}
