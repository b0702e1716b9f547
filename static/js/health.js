// What the safety check knows on this phone: the facts of the content, and the answers of the person
// who holds it. What they mean together is worked out in safety.js.

import { dayOf } from "./days.js";
import { profileOf, readAnswers } from "./safety.js";
import { getSetting, setSetting } from "./store.js";

/** The facts of the content (fascia/screening.py), the same in every language. */
export async function loadFacts() {
  const answer = await fetch("/safety.json");
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

/** What this person answered that still holds. */
export async function loadAnswers(now = Date.now()) {
  const [facts, kept] = await Promise.all([loadFacts(), getSetting("health")]);
  return readAnswers(facts, kept, now);
}

/** What stop signals closed today: {regions, neckAndHead, day}, or null; tomorrow it is open again. */
export async function closedNow(now = Date.now()) {
  const closed = await getSetting("closed");
  if (!Number.isFinite(closed?.at) || !Array.isArray(closed.regions)) return null;
  return dayOf(new Date(closed.at)) === dayOf(new Date(now)) ? closed : null;
}

/** Facts, answers and the profile that they give, whoever it is; were these regions closed too. */
export async function loadProfile(now = Date.now(), closing = []) {
  const [facts, kept, closed] = await Promise.all([loadFacts(), getSetting("health"), closedNow(now)]);
  const answers = readAnswers(facts, kept, now);
  const regions = [...(closed?.regions ?? []), ...closing];
  return { facts, answers, profile: profileOf(facts, answers, now, { ...closed, regions }) };
}

/** The same; null when nothing was answered and nothing is closed, as for most people. */
export async function loadHealth(now = Date.now()) {
  const [kept, closed] = await Promise.all([getSetting("health"), closedNow(now)]);
  return kept || closed ? loadProfile(now) : null;
}

/** Answer one question by itself: it holds from now on, or, with `yes` false, no longer. */
export async function answer(id, yes) {
  const kept = await getSetting("health");
  const { conditions = {}, since = {}, ...rest } = typeof kept === "object" && kept !== null ? kept : {};
  const changed = (map, value) => Object.fromEntries([
    ...Object.entries(map ?? {}).filter(([other]) => other !== id), ...(yes ? [[id, value]] : []),
  ]);
  await setSetting("health", { ...rest, conditions: changed(conditions, "yes"), since: changed(since, Date.now()) });
}

/** Whether a technique that is allowed differs from what it is for anybody. */
export const isAdapted = ({ cap, dose: [, seconds] }, verdict) =>
  verdict.easier || verdict.lost.length > 0 || verdict.cap < cap || verdict.seconds < seconds;

/** A condition and all that it brings with it. */
export function withImplied(facts, id, found = new Set()) {
  if (!found.has(id)) {
    found.add(id);
    for (const other of facts.conditions[id]?.implies ?? []) withImplied(facts, other, found);
  }
  return found;
}
