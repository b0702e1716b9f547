import assert from "node:assert/strict";
import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import test from "node:test";

import { isSealed, open, seal } from "../../static/js/vault.js";

const TEXT = JSON.stringify({ note: "Zachter “é” 🎾".repeat(2000) });

/** Made by the first release; never made anew. */
const FIRST = JSON.stringify({
  app: "fascia",
  sealed: 1,
  kdf: { name: "PBKDF2", hash: "SHA-256", iterations: 600000, salt: "Ej4uPvpd8GXH+7ZbS1GfMQ==" },
  cipher: { name: "AES-GCM", iv: "LytqPkEPQe/mTpM1" },
  data: "e4NJz8emA4xkQqfIJOs1xi1RDQwDSks=",
});

test("a text is opened with its passphrase, and with no other", async () => {
  const sealed = await seal(TEXT, "drie kleine ballen");
  assert.ok(isSealed(sealed) && !sealed.includes("Zachter"));
  assert.equal(await open(sealed, "drie kleine ballen"), TEXT);
  await assert.rejects(open(sealed, "drie kleine Ballen"), { message: "wrong" });
  await assert.rejects(open(sealed, ""), { message: "wrong" });
});

test("the same letters on another keyboard are the same passphrase", async () => {
  assert.equal(await open(await seal("x", "caf\u00e9 \uff11"), "cafe\u0301 1"), "x");
});

test("nobody sees that two files hold the same", async () => {
  const [one, other] = (await Promise.all([seal("x", "p"), seal("x", "p")])).map(JSON.parse);
  assert.notEqual(one.kdf.salt, other.kdf.salt);
  assert.notEqual(one.cipher.iv, other.cipher.iv);
  assert.notEqual(one.data, other.data);
});

test("the file says how it is sealed, as anybody can open it who has the passphrase", async () => {
  const { data, ...head } = JSON.parse(await seal(TEXT, "drie kleine ballen"));
  const { kdf: { salt, ...kdf }, cipher: { iv, ...cipher }, ...rest } = head;
  assert.deepEqual([rest, kdf, cipher], [
    { app: "fascia", sealed: 1 }, { name: "PBKDF2", hash: "SHA-256", iterations: 600_000 }, { name: "AES-GCM" },
  ]);
  const [saltBytes, ivBytes, bytes] = [salt, iv, data].map((text) => Buffer.from(text, "base64"));
  assert.deepEqual([saltBytes.length, ivBytes.length], [16, 12]);
  const key = pbkdf2Sync("drie kleine ballen", saltBytes, kdf.iterations, 32, "sha256");
  const decipher = createDecipheriv("aes-256-gcm", key, ivBytes).setAAD(Buffer.from(JSON.stringify(head))).setAuthTag(bytes.subarray(-16));
  assert.equal(decipher.update(bytes.subarray(0, -16), undefined, "utf8") + decipher.final("utf8"), TEXT);
});

test("a file of the first release still opens", async () => {
  assert.equal(await open(FIRST, "één bal"), "bewaard");
});

test("whatever is changed in the file, it does not open", async () => {
  const sealed = JSON.parse(await seal("x", "p"));
  const turned = (text) => (text[0] === "A" ? "B" : "A") + text.slice(1);
  const { kdf, cipher, data } = sealed;
  for (const change of [
    { kdf: { ...kdf, salt: turned(kdf.salt) } }, { kdf: { ...kdf, iterations: 600_001 } }, { cipher: { ...cipher, iv: turned(cipher.iv) } },
    { data: turned(data) },
  ]) {
    await assert.rejects(open(JSON.stringify({ ...sealed, ...change }), "p"), { message: "wrong" }, JSON.stringify(change));
  }
});

test("a file that would hold the phone up, or is none, is refused at once", async () => {
  const sealed = JSON.parse(await seal("x", "p"));
  const { kdf, cipher } = sealed;
  for (const harm of [
    ...[1e12, 5_000_001, 99_999, 0, -1, "600000", 600_000.5, null].map((iterations) => ({ kdf: { ...kdf, iterations } })),
    ...[undefined, "", "AAAA", "%", 7].flatMap((part) => [{ kdf: { ...kdf, salt: part } }, { cipher: { ...cipher, iv: part } }, { data: part }]),
    { kdf: { ...kdf, name: "none" } }, { kdf: { ...kdf, hash: "SHA-1" } }, { cipher: { ...cipher, name: "AES-CBC" } },
    { kdf: null }, { cipher: undefined }, { sealed: 2 },
  ]) {
    await assert.rejects(open(JSON.stringify({ ...sealed, ...harm }), "p"), { message: "damaged" }, JSON.stringify(harm));
  }
  for (const none of ["", "7", "null", "[]", "{}", '{"app":"fascia","schema":1}']) {
    assert.ok(!isSealed(none), none);
    await assert.rejects(open(none, "p"), { message: "damaged" });
  }
});

test("a phone that cannot do it does not blame the passphrase", async (context) => {
  const sealed = await seal("x", "p");
  context.mock.method(crypto.subtle, "deriveKey", () => Promise.reject(new Error("not here")));
  await assert.rejects(open(sealed, "p"), { message: "not here" });
});
