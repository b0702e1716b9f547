// The sessions of this phone, read once for all that show them; anew when they change, in any tab.

import { getLately, getSessions, onChange } from "./store.js";

let lately = null;
let all = null;
/** Those who show something → whether they want all of it. */
const shown = new Map();

/** Every session, newest first. */
export const sessions = () => (all ??= getSessions());

/** When the browser has nothing better to do: what is in sight comes first. */
export const idle = () => new Promise((resolve) => {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(resolve, { timeout: 1000 });
  else setTimeout(resolve, 200);
});

async function tell(show, { whole, later }) {
  const some = await (lately ??= getLately());
  if (!later && (some.length || !whole)) show(some);
  if (!later && !whole) return;
  await idle();
  const every = await sessions();
  if (later || every.length !== some.length || !some.length) show(every);
}

/**
 * Show something of the sessions, newest first: at once the last four months, or all where there are none
 * of those; with `whole` all of them a moment later; with `later`, for what lies below what is seen first,
 * only then. And whenever they change. Gives how to stop.
 */
export function follow(show, { whole = false, later = false } = {}) {
  shown.set(show, whole || later);
  tell(show, { whole, later });
  return () => shown.delete(show);
}

/** They have changed. Whoever shows all of them goes on doing so: what is being read or written stays. */
export async function changed() {
  lately = all = null;
  await Promise.all([...shown].map(async ([show, whole]) => show(await (whole ? sessions() : (lately ??= getLately())))));
}

onChange((place) => place === "sessions" && changed());
