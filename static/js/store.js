// The only door to what is kept on this phone. Knows IndexedDB, nothing of pages.
//
// Migrations are appended and never edited. Where the browser keeps nothing (private mode, no
// room, storage switched off) everything goes on in memory, and `lasting` says so.

import { openDB } from "../vendor/idb-8.0.4.js";

const NAME = "fascia";

/** One step a version; version n runs steps 0 … n - 1. */
const MIGRATIONS = [
  (database) => {
    database.createObjectStore("settings");
    database.createObjectStore("checkpoints");
  },
];

const memory = new Map();
const inMemory = {
  async get(place, key) { return memory.get(`${place}/${key}`); },
  async put(place, value, key) { memory.set(`${place}/${key}`, value); },
  async delete(place, key) { memory.delete(`${place}/${key}`); },
};

let opened = null;

/** False once the browser has refused to keep something: what is done now ends with the page. */
export let lasting = true;

function open() {
  opened ??= openDB(NAME, MIGRATIONS.length, {
    upgrade(database, from) {
      for (const migrate of MIGRATIONS.slice(from)) migrate(database);
    },
    // Another tab wants to upgrade: step aside, and open again when next asked.
    blocking: (_from, _to, event) => { event.target.close(); opened = null; },
    terminated: () => { opened = null; },
  });
  return opened;
}

/** Run work on the database; once more on a lost connection (Safari); in memory if it stays shut. */
async function attempt(work) {
  for (let tries = 0; tries < 2; tries++) {
    try {
      return await work(await open());
    } catch (error) {
      opened = null;
      if (error.name === "QuotaExceededError") break;
    }
  }
  lasting = false;
  return work(inMemory);
}

export const getSetting = (name) => attempt((store) => store.get("settings", name));
export const setSetting = (name, value) => attempt((store) => store.put("settings", value, name));
export const dropSetting = (name) => attempt((store) => store.delete("settings", name));

/** Where a session stands; there is one session at a time. */
const CURRENT = "current";

export const getCheckpoint = () => attempt((store) => store.get("checkpoints", CURRENT));
export const keepCheckpoint = (checkpoint) =>
  attempt((store) => store.put("checkpoints", checkpoint, CURRENT));
export const dropCheckpoint = () => attempt((store) => store.delete("checkpoints", CURRENT));
