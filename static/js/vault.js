// A text sealed with a passphrase: AES-GCM, the key by PBKDF2. Knows WebCrypto and nothing else.

/** OWASP's advice for PBKDF2 with SHA-256 (2023). */
const ITERATIONS = 600_000;

/** A file may ask for so many; more would hold a phone up for minutes. */
const MOST = 10_000_000;

const NAME = "fascia";

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

function base64Of(bytes) {
  let text = "";
  for (let n = 0; n < bytes.length; n += 8192) text += String.fromCharCode(...bytes.subarray(n, n + 8192));
  return btoa(text);
}

async function keyOf(passphrase, salt, iterations) {
  // One letter has several spellings in Unicode, and keyboards differ.
  const secret = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations }, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"],
  );
}

/** What is not secret, and may not be changed either. */
const headOf = ({ app, sealed, iterations, salt, iv }) => new TextEncoder().encode(JSON.stringify([app, sealed, iterations, salt, iv]));

export async function seal(text, passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const head = { app: NAME, sealed: 1, iterations: ITERATIONS, salt: base64Of(salt), iv: base64Of(iv) };
  const key = await keyOf(passphrase, salt, ITERATIONS);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: headOf(head) }, key, new TextEncoder().encode(text));
  return JSON.stringify({ ...head, data: base64Of(new Uint8Array(data)) });
}

function envelopeOf(text) {
  try {
    const envelope = JSON.parse(text);
    return envelope?.app === NAME && "sealed" in envelope ? envelope : null;
  } catch {
    return null;
  }
}

export const isSealed = (text) => envelopeOf(text) !== null;

/** The text that was sealed. Throws an Error "wrong" (passphrase, or a damaged file: nobody can tell) or "damaged". */
export async function open(text, passphrase) {
  const envelope = envelopeOf(text);
  const { sealed, iterations, salt, iv, data } = envelope ?? {};
  const sound = sealed === 1 && Number.isInteger(iterations) && iterations > 0 && iterations <= MOST
    && [salt, iv, data].every((part) => typeof part === "string");
  if (!sound) throw new Error("damaged");
  let parts;
  try {
    parts = [salt, iv, data].map(bytesOf);
  } catch {
    throw new Error("damaged");
  }
  try {
    const key = await keyOf(passphrase, parts[0], iterations);
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: parts[1], additionalData: headOf(envelope) }, key, parts[2]);
    return new TextDecoder().decode(opened);
  } catch {
    throw new Error("wrong");
  }
}
