// Under node there is no IndexedDB: this is what a browser does that keeps nothing. The database
// itself is tested in browser/test_after.py.

import assert from "node:assert/strict";
import test from "node:test";

import * as store from "../../static/js/store.js";

const session = (id, begun) =>
  ({ id, begun, ended: begun + 1000, done: 1, names: {}, areas: {}, steps: [], sore: null });

test("where nothing can be kept, everything goes on in memory and that is said", async () => {
  assert.equal(store.lasting, true);
  await store.setSetting("health", { conditions: {} });
  assert.deepEqual(await store.getSetting("health"), { conditions: {} });
  await store.dropSetting("health");
  assert.equal(await store.getSetting("health"), undefined);
  assert.equal(store.lasting, false);
});

test("sessions come newest first, and what is added later replaces what was there", async () => {
  await store.keepSession(session("old", 1000));
  await store.keepSession(session("new", 3000));
  await store.keepSession(session("middle", 2000));
  await store.keepSession({ ...session("old", 1000), note: "A softer ball." });
  assert.deepEqual((await store.getSessions()).map(({ id }) => id), ["new", "middle", "old"]);
  assert.equal((await store.getSession("old")).note, "A softer ball.");
  assert.equal(await store.getSession("never"), undefined);
});

test("a damaged session is passed over, whatever is wrong with it", async () => {
  const sound = await store.getSessions();
  const damages = [
    { begun: "yesterday" }, { ended: undefined }, { done: NaN }, { names: null }, { areas: 3 },
    { steps: {} }, { steps: [null] }, { sore: "sport" }, { sore: undefined },
  ];
  for (const damage of damages) {
    await store.keepSession({ ...session("damaged", 4000), ...damage });
    assert.deepEqual(await store.getSessions(), sound, JSON.stringify(damage));
    assert.equal(await store.getSession("damaged"), undefined);
  }
});
