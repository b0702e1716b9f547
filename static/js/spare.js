// A second copy of what is kept, for the day on which a browser throws away the first. Chromium does:
// cut off in the middle of a write, its database is found damaged two starts later, and is emptied
// (google/leveldb, issue 1287; seen in Chromium 156, once in about a hundred kills during writing). What
// lies in the cache storage has files of its own and does not share that fate.
//
// The copy is a base, everything as it was at some moment, and a file for each change since. A change is
// {place, key, value}; without a value it went.

/** Not named as the caches of the worker are: the kill switch clears those. */
const NAME = "my-fascia";

/** With more files than this the base is written anew. */
const MOST = 60;

const BASE = "/mine/base/";
const addressOf = ({ place, key }) => `/mine/changes/${place}/${encodeURIComponent(key)}`;

const pathOf = ({ url }) => new URL(url).pathname;
const isBase = (file) => pathOf(file).startsWith(BASE);
const momentOf = (file) => Number(pathOf(file).slice(BASE.length));

const answerOf = (value) => new Response(JSON.stringify(value), { headers: { "Content-Type": "application/json" } });

/** One tab at a time: no tab takes away what another has just put there. */
const alone = (work) => (globalThis.navigator?.locks ? navigator.locks.request(NAME, work) : work());

/** The new base is there before the old one goes, so that there is always a whole one. */
async function rebase(cache, files, all) {
  const now = Math.max(Date.now(), ...files.filter(isBase).map((file) => momentOf(file) + 1));
  await cache.put(`${BASE}${now}`, answerOf(all));
  await Promise.all(files.map((file) => cache.delete(file)));
}

/**
 * Copy changes that have just been kept; `readAll` gives everything that is there, as changes. Where
 * there is no such storage (private mode) there is no copy, and nothing else changes.
 */
export const copy = (changes, readAll) => alone(async () => {
  try {
    const cache = await caches.open(NAME);
    const files = await cache.keys();
    const suffices = files.some(isBase) && files.length + changes.length <= MOST;
    if (suffices) await Promise.all(changes.map((change) => cache.put(addressOf(change), answerOf(change))));
    else await rebase(cache, files, await readAll());
  } catch { /* the first copy is kept */ }
});

/** A file that was cut off is as none. */
const read = async (cache, file) => (await cache.match(file))?.json().catch(() => undefined);

/** Everything that the copy holds, as changes with values; none where there is no copy. */
export async function recall() {
  try {
    if (!(await caches.has(NAME))) return [];
    const cache = await caches.open(NAME);
    const files = await cache.keys();
    const bases = files.filter(isBase).sort((one, other) => momentOf(other) - momentOf(one));
    let base;
    for (const file of bases) base ??= await read(cache, file);
    const since = await Promise.all(files.filter((file) => !isBase(file)).map((file) => read(cache, file)));
    const all = [...(base ?? []), ...since.filter(Boolean)];
    const latest = new Map(all.map((change) => [addressOf(change), change]));
    return [...latest.values()].filter(({ value }) => value !== undefined);
  } catch {
    return [];
  }
}

/** Nothing is left of it. */
export const forget = () => alone(async () => {
  try {
    await caches.delete(NAME);
  } catch { /* without such storage there is no copy */ }
});
