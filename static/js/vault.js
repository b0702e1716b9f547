// A text sealed with a passphrase: AES-GCM, the key by PBKDF2. Knows WebCrypto and nothing else.

/** OWASP's advice for PBKDF2 with SHA-256 (2023). */
const ITERATIONS = 600_000;

/** What a file may ask for: below it no release of ours sealed, above it a phone would be held up. */
const LEAST = 100_000;
const MOST = 5_000_000;

const KDF = { name: "PBKDF2", hash: "SHA-256" };
const CIPHER = { name: "AES-GCM" };

/** In bytes. */
const SALT = 16;
const IV = 12;
const TAG = 16;

const NAME = "fascia";
const VERSION = 1;

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

function base64Of(bytes) {
  let text = "";
  for (let n = 0; n < bytes.length; n += 8192) text += String.fromCharCode(...bytes.subarray(n, n + 8192));
  return btoa(text);
}

async function keyOf(passphrase, salt, iterations) {
  // One letter has several spellings in Unicode, and keyboards differ.
  const secret = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", secret, KDF.name, false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { ...KDF, salt, iterations }, material, { ...CIPHER, length: 256 }, false, ["encrypt", "decrypt"],
  );
}

/** How the data are sealed. It is not secret, and may not be changed either: it is sealed along. */
const headOf = (iterations, salt, iv) =>
  ({ app: NAME, sealed: VERSION, kdf: { ...KDF, iterations, salt: base64Of(salt) }, cipher: { ...CIPHER, iv: base64Of(iv) } });

const cipherOf = (head, iv) => ({ ...CIPHER, iv, additionalData: new TextEncoder().encode(JSON.stringify(head)) });

/** The text of a file that only opens with the passphrase. */
export async function seal(text, passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT));
  const iv = crypto.getRandomValues(new Uint8Array(IV));
  const head = headOf(ITERATIONS, salt, iv);
  const key = await keyOf(passphrase, salt, ITERATIONS);
  const data = await crypto.subtle.encrypt(cipherOf(head, iv), key, new TextEncoder().encode(text));
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

/** The parts of a sound envelope; throws "damaged" for any other. */
function partsOf({ sealed, kdf, cipher, data }) {
  try {
    const { iterations } = kdf;
    const [salt, iv, bytes] = [kdf.salt, cipher.iv, data].map(bytesOf);
    const sound = sealed === VERSION && kdf.name === KDF.name && kdf.hash === KDF.hash && cipher.name === CIPHER.name
      && Number.isInteger(iterations) && iterations >= LEAST && iterations <= MOST
      && salt.length === SALT && iv.length === IV && bytes.length >= TAG;
    if (sound) return { iterations, salt, iv, bytes };
  } catch {
    // Not the shape of an envelope, or no base64.
  }
  throw new Error("damaged");
}

/**
 * The text that was sealed. Throws an Error "damaged" where the envelope is not sound, and "wrong" where it does
 * not open: by another passphrase, or because it was changed. Nobody can tell which: the seal is one.
 */
export async function open(text, passphrase) {
  const { iterations, salt, iv, bytes } = partsOf(envelopeOf(text) ?? {});
  const key = await keyOf(passphrase, salt, iterations);
  try {
    const opened = await crypto.subtle.decrypt(cipherOf(headOf(iterations, salt, iv), iv), key, bytes);
    return new TextDecoder().decode(opened);
  } catch {
    throw new Error("wrong");
  }
}
