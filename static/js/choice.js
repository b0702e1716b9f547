// What somebody looks for, as an address and back. Pure: knows no page.
//
// A choice is { words, chosen }: what is typed, and per filter the values that are chosen.

/** Nobody types more than this; an address may hold anything. */
const LONGEST = 80;

/**
 * The choice in the query of an address. `filters` says what there is: name → { values, many }.
 * What a filter does not know is left out, and `strange` tells that something was.
 */
export function readChoice(query, filters) {
  const asked = new URLSearchParams(query);
  const words = (asked.get("q") ?? "").trim().slice(0, LONGEST);
  const chosen = {};
  let strange = false;
  for (const [name, { values, many }] of Object.entries(filters)) {
    const given = asked.getAll(name);
    const known = [...new Set(given)].filter((value) => values.includes(value));
    const taken = many ? known : known.slice(0, 1);
    strange ||= taken.length < given.length;
    if (taken.length) chosen[name] = taken;
  }
  return { words, chosen, strange };
}

/** The query of an address that holds the choice; empty when nothing is chosen. */
export function queryOf({ words, chosen }) {
  const query = new URLSearchParams();
  if (words) query.set("q", words);
  for (const [name, values] of Object.entries(chosen)) {
    for (const value of values) query.append(name, value);
  }
  return String(query) && `?${query}`;
}

export const isEmpty = ({ words, chosen }) => !words && !Object.keys(chosen).length;
