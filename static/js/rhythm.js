// How many days a week somebody means to practise. Pure.

export const RHYTHM = { least: 3, most: 5 };

/** A sound rhythm out of what was kept, whatever that is. */
export function readRhythm(kept) {
  const { least, most } = kept ?? {};
  const sound = [least, most].every((days) => Number.isInteger(days) && days >= 1 && days <= 7) && least <= most;
  return sound ? { least, most } : RHYTHM;
}
