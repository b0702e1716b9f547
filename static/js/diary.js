// The sessions of this phone, read once for all that show them; anew when another tab changes them.

import { getSessions, onChange } from "./store.js";

let read = null;
const shown = new Set();

export const sessions = () => (read ??= getSessions());

/** Show something of the sessions, newest first: now, and whenever they change. Gives how to stop. */
export function follow(show) {
  shown.add(show);
  sessions().then(show);
  return () => shown.delete(show);
}

/** They have changed in this tab. */
export async function changed() {
  read = null;
  const all = await sessions();
  for (const show of shown) show(all);
}

onChange((place) => place === "sessions" && changed());
