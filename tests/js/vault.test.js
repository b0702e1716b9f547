import assert from "node:assert/strict";
import test from "node:test";

import { isSealed, open, seal } from "../../static/js/vault.js";

const TEXT = JSON.stringify({ note: "Zachter “é” 🎾".repeat(2000) });

test("a text is opened with its passphrase, and with no other", async () => {
  const sealed = await seal(TEXT, "drie kleine ballen");
  assert.ok(isSealed(sealed) && !sealed.includes("Zachter"));
  assert.equal(await open(sealed, "drie kleine ballen"), TEXT);
  await assert.rejects(open(sealed, "drie kleine Ballen"), { message: "wrong" });
  await assert.rejects(open(sealed, ""), { message: "wrong" });
});

test("the same letters on another keyboard are the same passphrase", async () => {
  assert.equal(await open(await seal("x", "caf\u00e9"), "cafe\u0301"), "x");
});

test("nobody sees that two files hold the same", async () => {
  const [one, other] = (await Promise.all([seal("x", "p"), seal("x", "p")])).map(JSON.parse);
  for (const part of ["salt", "iv", "data"]) assert.notEqual(one[part], other[part]);
});

test("whatever is changed in the file, it does not open", async () => {
  const sealed = JSON.parse(await seal("x", "p"));
  const turned = (text) => (text[0] === "A" ? "B" : "A") + text.slice(1);
  for (const part of ["salt", "iv", "data"]) {
    await assert.rejects(open(JSON.stringify({ ...sealed, [part]: turned(sealed[part]) }), "p"), { message: "wrong" }, part);
  }
  await assert.rejects(open(JSON.stringify({ ...sealed, iterations: 600_001 }), "p"), { message: "wrong" });
});

test("a file that would hold the phone up, or is none, is refused at once", async () => {
  const sealed = JSON.parse(await seal("x", "p"));
  for (const harm of [{ iterations: 1e12 }, { iterations: 0 }, { iterations: "1" }, { data: 7 }, { salt: undefined }, { iv: "%" }, { sealed: 2 }]) {
    await assert.rejects(open(JSON.stringify({ ...sealed, ...harm }), "p"), { message: "damaged" }, JSON.stringify(harm));
  }
  for (const none of ["", "7", "null", "{}", '{"app":"fascia","schema":1}']) assert.ok(!isSealed(none), none);
});
