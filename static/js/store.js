// The only door to what is kept on this phone. Knows IndexedDB and its spare copy, nothing of pages.
//
// Migrations are appended and never edited. A database that the browser has emptied is filled again from
// the copy (spare.js). Where the browser keeps nothing (private mode, no
// room, storage switched off) everything goes on in memory, and `lasting` says so. Other tabs hear of
// every change (`onChange`), and step aside for a newer release.

import { openDB } from "../vendor/idb-8.0.4.js";
import { copy, forget, recall } from "./spare.js";

const NAME = "fascia";

/** One step a version; version n runs steps 0 … n - 1, within one transaction. */
const MIGRATIONS = [
  (database) => {
    database.createObjectStore("settings");
    database.createObjectStore("checkpoints");
  },
  (database) => {
    database.createObjectStore("sessions", { keyPath: "id" });
  },
  (database, transaction) => {
    transaction.objectStore("sessions").createIndex("begun", "begun");
    database.createObjectStore("favourites", { keyPath: "id" });
    database.createObjectStore("programmes", { keyPath: "id" });
    database.createObjectStore("quarantine", { keyPath: "id" });
  },
];

const memory = new Map();
const inMemory = {
  async get(place, key) { return memory.get(`${place}/${key}`); },
  async getAll(place) {
    return [...memory].filter(([key]) => key.startsWith(`${place}/`)).map(([, value]) => value);
  },
  async getAllFromIndex(place) { return inMemory.getAll(place); },
  async count(place) { return (await inMemory.getAllKeys(place)).length; },
  async getAllKeys(place) {
    return [...memory.keys()].filter((key) => key.startsWith(`${place}/`)).map((key) => key.slice(place.length + 1));
  },
  async put(place, value, key = value.id) { memory.set(`${place}/${key}`, value); },
  async delete(place, key) { memory.delete(`${place}/${key}`); },
  async clear(place) {
    for (const key of await inMemory.getAllKeys(place)) memory.delete(`${place}/${key}`);
  },
  transaction: () => ({
    objectStore: (place) => ({
      put: (value, key) => inMemory.put(place, value, key),
      delete: (key) => inMemory.delete(place, key),
      clear: () => inMemory.clear(place),
    }),
  }),
};

const SETTINGS = "settings";

/** What is kept for good. Where a session stands is not: it is out of date in a moment. */
const KEPT = ["sessions", "favourites", "programmes", "quarantine", SETTINGS];

let opened = null;

/** False once the browser has refused to keep something: what is done now ends with the page. */
export let lasting = true;

/** Why not everything is as usual: "full", "shut" (nothing is kept), "blocked" (another tab), or null. */
export let trouble = null;

/** Hears of `trouble` in this tab, and of changes in all of them. */
const events = new EventTarget();
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;
channel?.addEventListener("message", ({ data }) => events.dispatchEvent(new CustomEvent("change", { detail: data })));
channel?.unref?.(); // node would wait for messages for ever

const tell = (places) => { for (const place of new Set(places)) channel?.postMessage(place); };

function say(what) {
  trouble = what;
  events.dispatchEvent(new Event("trouble"));
}

/** Call `listener` with the name of the place whenever another tab has changed something. */
export const onChange = (listener) => events.addEventListener("change", ({ detail }) => listener(detail));

/** Call `listener` when `trouble` changes. */
export const onTrouble = (listener) => events.addEventListener("trouble", () => listener(trouble));

function open() {
  let fresh = false;
  opened ??= openDB(NAME, MIGRATIONS.length, {
    upgrade(database, from, _to, transaction) {
      fresh = from === 0;
      for (const migrate of MIGRATIONS.slice(from)) migrate(database, transaction);
    },
    // An older tab holds on to the database, though it was asked to let go.
    blocked: () => say("blocked"),
    // Another tab wants to upgrade: step aside, and open again when next asked.
    blocking: (_from, _to, event) => { event.target.close(); opened = null; },
    terminated: () => { opened = null; },
  }).then(async (database) => {
    if (trouble === "blocked") say(null);
    if (fresh) await refill(database);
    return database;
  });
  return opened;
}

/** Whoever is here for the first time has no copy; whoever has one was here, and the browser lost it. */
async function refill(database) {
  const isSound = ({ place, key, value }) => KEPT.includes(place) && (place === SETTINGS || value?.id === key);
  const changes = (await recall()).filter(isSound);
  if (!changes.length) return;
  await apply(database, changes, "strict");
  tell(changes.map(({ place }) => place));
}

/** Change records, all of them or none: {place, key, value} each; without a value it goes. */
async function apply(store, changes, durability) {
  const transaction = store.transaction([...new Set(changes.map(({ place }) => place))], "readwrite", { durability });
  const done = changes.map(({ place, key, value }) => {
    const records = transaction.objectStore(place);
    if (value === undefined) return records.delete(key);
    return records.keyPath ? records.put(value) : records.put(value, key);
  });
  transaction.commit?.();
  await Promise.all([...done, transaction.done]);
}

/** Everything that is kept for good, as changes. */
async function contents(store) {
  const placed = KEPT.map(async (place) => {
    const [keys, values] = await Promise.all([store.getAllKeys(place), store.getAll(place)]);
    return keys.map((key, n) => ({ place, key, value: values[n] }));
  });
  return (await Promise.all(placed)).flat();
}

/** Run work on the database; once more on a lost connection (Safari); in memory if it stays shut. */
async function attempt(work) {
  for (let tries = 0; tries < 2; tries++) {
    try {
      return await work(await open());
    } catch (error) {
      opened = null;
      if (error.name === "QuotaExceededError") {
        say("full");
        break;
      }
    }
  }
  lasting = false;
  if (!trouble) say("shut");
  return work(inMemory);
}

/**
 * Change records, as `apply` does. They are on the disk, not only on their way there, and in the copy, when
 * this is fulfilled; and it begins at once, for the page may be about to close.
 */
async function write(changes, durability = "strict") {
  if (!changes.length) return;
  await attempt((store) => apply(store, changes, durability));
  if (lasting) await copy(changes, () => attempt(contents));
  tell(changes.map(({ place }) => place));
}

const put = (place, value) => write([{ place, key: value.id, value }]);
const drop = (place, key) => write([{ place, key }]);

export const getSetting = (name) => attempt((store) => store.get(SETTINGS, name));
export const setSetting = (name, value) => write([{ place: SETTINGS, key: name, value }], "default");
export const dropSetting = (name) => write([{ place: SETTINGS, key: name }], "default");

/** Where a session stands; there is one session at a time. */
const CURRENT = "current";

export const getCheckpoint = () => attempt((store) => store.get("checkpoints", CURRENT));
export const keepCheckpoint = (checkpoint) =>
  attempt((store) => store.put("checkpoints", checkpoint, CURRENT));
export const dropCheckpoint = () => attempt((store) => store.delete("checkpoints", CURRENT));

const isObject = (value) => typeof value === "object" && value !== null;

/** Whether pages can rely on a record of each place. */
const IS_SOUND = {
  sessions: (record) =>
    isObject(record) && Number.isFinite(record.begun) && Number.isFinite(record.ended)
    && Number.isFinite(record.done) && isObject(record.names) && isObject(record.areas)
    && Array.isArray(record.steps) && record.steps.every(isObject)
    && (record.sore === null || isObject(record.sore)),
  favourites: (record) => isObject(record) && typeof record.id === "string" && Number.isFinite(record.at),
  programmes: (record) => isObject(record) && typeof record.id === "string" && isObject(record.done),
};

/** All sound records of a place. A damaged one is set apart: shown, never lost, in nobody's way. */
async function allOf(place, read = (store) => store.getAll(place)) {
  const records = await attempt(read);
  const damaged = records.filter((record) => !IS_SOUND[place](record));
  if (damaged.length) {
    await write(damaged.flatMap((record) => {
      const id = `${place}/${record.id}`;
      return [{ place: "quarantine", key: id, value: { id, place, record } }, { place, key: record.id }];
    }));
  }
  return records.filter(IS_SOUND[place]);
}

/** What was damaged: {id, place, record} each. */
export const getQuarantine = () => attempt((store) => store.getAll("quarantine"));

export const emptyQuarantine = async () => write((await getQuarantine()).map(({ id }) => ({ place: "quarantine", key: id })));

/** Keep a session that has ended, or what was added to it later. */
export const keepSession = (record) => put("sessions", record);

export const dropSession = (id) => drop("sessions", id);

export async function getSession(id) {
  const record = await attempt((store) => store.get("sessions", id));
  return IS_SOUND.sessions(record) ? record : undefined;
}

const newestFirst = (sessions) => sessions.sort((one, other) => other.begun - one.begun);

/** All sessions, newest first. */
export const getSessions = async () => newestFirst(await allOf("sessions"));

/** So many milliseconds are lately: what a first look needs, however many years there are. */
const LATELY = 120 * 24 * 60 * 60 * 1000;

/** The sessions of the last four months, newest first; all of them where there are none of those. */
export async function getLately(now = Date.now()) {
  const since = now - LATELY;
  const found = await allOf("sessions", (store) => store.getAllFromIndex("sessions", "begun", range(since)));
  return found.length ? newestFirst(found) : getSessions();
}

/** Under node there is no such thing, and no database either. */
const range = (since) => globalThis.IDBKeyRange?.lowerBound(since);

export const countSessions = () => attempt((store) => store.count("sessions"));

/** What is kept at hand, latest first: {id, at}; an id is a path below the language. */
export async function getFavourites() {
  return (await allOf("favourites")).sort((one, other) => other.at - one.at);
}

export const keepFavourite = (id) => put("favourites", { id, at: Date.now() });
export const dropFavourite = (id) => drop("favourites", id);

/** The programmes that are followed, as enrolment.js has them. */
export const getEnrolments = () => allOf("programmes");
export const keepEnrolment = (record) => put("programmes", record);
export const dropEnrolment = (id) => drop("programmes", id);

/** Everything that a backup holds. */
export async function everything() {
  const settingsOf = async (store) => Object.fromEntries(await Promise.all(
    (await store.getAllKeys(SETTINGS)).map(async (name) => [name, await store.get(SETTINGS, name)])));
  const [sessions, favourites, programmes, settings] = await Promise.all([
    getSessions(), getFavourites(), getEnrolments(), attempt(settingsOf),
  ]);
  return { sessions, favourites, programmes, settings };
}

/** Write what a backup brings, all of it or nothing: records by place, settings by name. */
export const bringBack = ({ sessions, favourites, programmes, settings }) =>
  write([
    ...Object.entries({ sessions, favourites, programmes })
      .flatMap(([place, records]) => records.map((value) => ({ place, key: value.id, value }))),
    ...Object.entries(settings).map(([key, value]) => ({ place: SETTINGS, key, value })),
  ]);

/** Nothing of this person is left, here or in another tab. The copy goes first: it must not bring anything back. */
export async function eraseEverything() {
  const places = [...KEPT, "checkpoints"];
  await forget();
  await attempt(async (store) => {
    const transaction = store.transaction(places, "readwrite", { durability: "strict" });
    await Promise.all([...places.map((place) => transaction.objectStore(place).clear()), transaction.done]);
  });
  tell(places);
}
