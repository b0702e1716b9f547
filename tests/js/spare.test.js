// The copy beside the database, on a cache storage that is as simple as the real one may be.

import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { copy, forget, recall } from "../../static/js/spare.js";
import { diceOf } from "./laws.js";

class Cache {
  files = new Map();
  async keys() { return [...this.files.keys()].map((path) => ({ url: `https://fascia.example${path}` })); }
  async put(path, answer) { this.files.set(path, await answer.text()); }
  async match({ url }) { return new Response(this.files.get(new URL(url).pathname)); }
  async delete({ url }) { return this.files.delete(new URL(url).pathname); }
}

let stored;
beforeEach(() => {
  stored = new Map();
  globalThis.caches = {
    async open(name) { return stored.get(name) ?? stored.set(name, new Cache()).get(name); },
    async has(name) { return stored.has(name); },
    async delete(name) { return stored.delete(name); },
  };
});

const files = () => [...stored.values()].flatMap((cache) => [...cache.files]);
const keep = (key, value, place = "sessions") => ({ place, key, value });
const none = async () => assert.fail("everything is read only for a base");

test("the first change copies everything, each further one only itself", async () => {
  await copy([keep("a", 1)], async () => [keep("a", 1), keep("old", 0)]);
  await copy([keep("b", 2)], none);
  await copy([keep("a", 3)], none);
  assert.equal(files().length, 3);
  assert.deepEqual(await recall(), [keep("a", 3), keep("old", 0), keep("b", 2)]);
});

test("what went does not come back", async () => {
  await copy([keep("a", 1)], async () => [keep("a", 1), keep("b", 2)]);
  await copy([keep("b")], none);
  assert.deepEqual(await recall(), [keep("a", 1)]);
  await forget();
  assert.deepEqual([await recall(), stored.size], [[], 0]);
});

test("a file that was cut off is as none: the base before it counts, and the changes stay", async () => {
  await copy([keep("a", 1)], async () => [keep("a", 1)]);
  await copy([keep("b", 2)], none);
  await copy([keep("c", 3)], none);
  const [cache] = stored.values();
  cache.files.set("/mine/base/99999999999999", '[{"place":"sess');
  cache.files.set("/mine/changes/sessions/c", "");
  assert.deepEqual(await recall(), [keep("a", 1), keep("b", 2)]);
});

test("where there is no such storage nothing goes wrong", async () => {
  const refuse = async () => { throw new DOMException("private", "SecurityError"); };
  for (const storage of [undefined, { open: refuse, has: refuse, delete: refuse }]) {
    globalThis.caches = storage;
    await copy([keep("a", 1)], none);
    await forget();
    assert.deepEqual(await recall(), []);
  }
});

test("whatever is written in whatever order, the copy holds what is there, in few files", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    stored.clear();
    const dice = diceOf(seed);
    const there = new Map();
    for (let turn = 0; turn < 150; turn++) {
      const changes = Array.from({ length: 1 + dice.below(3) }, () => {
        const place = dice.one(["sessions", "settings"]);
        const key = dice.one(["a", "b/c", "d e", "é", "programmes/x"]);
        return dice.chance(0.3) ? { place, key } : keep(key, dice.below(1000), place);
      });
      for (const change of changes) {
        const name = JSON.stringify([change.place, change.key]);
        if (change.value === undefined) there.delete(name);
        else there.set(name, change);
      }
      // Two changes of one record in one go are none: the last one counts, as in a transaction.
      const last = new Map(changes.map((change) => [JSON.stringify([change.place, change.key]), change]));
      await copy([...last.values()], async () => [...there.values()]);
    }
    assert.ok(files().length <= 60, String(files().length));
    const sorted = (all) => all.map((one) => JSON.stringify(one)).sort();
    assert.deepEqual(sorted(await recall()), sorted([...there.values()]), String(seed));
  }
});
